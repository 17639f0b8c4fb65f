"""Messages that need no answer but to be closed; texts of users are shown as plain text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gmp_desk.qt.desk import Desk


def show_message(desk: Desk, text: str, parent: QWidget | None, *, warning: bool = False) -> QMessageBox:
    """Show a message; return its box, which goes when it is closed."""
    icon = QMessageBox.Icon.Warning if warning else QMessageBox.Icon.NoIcon
    box = QMessageBox(icon, "GMP Desk", text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.addButton(desk.catalogue.gettext("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
