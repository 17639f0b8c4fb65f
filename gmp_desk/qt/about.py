"""What the program is, and the versions of what it is made of."""

import platform
from importlib.metadata import version

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gmp_desk.app import bugs
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE

_PARTS = ("PySide6-Essentials", "SQLModel", "SQLAlchemy", "pydantic", "Babel", "markdown-it-py", "XlsxWriter")
_ICON = QSize(64, 64)


class AboutDialog(QDialog):
    """Name, purpose, versions, and where the library and the log are."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        _ = desk.catalogue.gettext
        self.setWindowTitle(_("About GMP Desk"))
        icon = QLabel(self)
        icon.setPixmap(desk.icons.program.pixmap(_ICON, self.devicePixelRatioF()))
        name = QLabel(f"GMP Desk {desk.program.version}", self)
        name.setProperty("look", "title")
        purpose = QLabel(_("Business plans of the UNEP Global Mercury Partnership, offline."), self)
        purpose.setWordWrap(True)
        nothing = QLabel(_("The program sends nothing to anybody; all it keeps is on this computer."), self)
        nothing.setProperty("look", "muted")
        nothing.setWordWrap(True)
        words = QVBoxLayout()
        for label in (name, purpose, nothing):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(SPACE[3])
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        table = QGridLayout()
        table.setHorizontalSpacing(SPACE[3])
        told = [(_("Library"), str(desk.program.library_path())), (_("Log"), str(bugs.log_folder()))]
        told += [("Python", platform.python_version()), ("Qt", qVersion())]
        told += [(part, version(part)) for part in _PARTS]
        for line, (term, value) in enumerate(told):
            shown = QLabel(value, self)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setWordWrap(True)
            shown.setAccessibleName(f"{term} {value}")
            caption = QLabel(term, self)
            caption.setProperty("look", "muted")
            table.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(shown, line, 1)
        table.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[3])
        whole.setSpacing(SPACE[4])
        whole.addLayout(head)
        whole.addLayout(table)
        whole.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)


def show(desk: Desk, parent: QWidget | None) -> AboutDialog:
    """Show the dialog; it goes when it is closed."""
    dialog = AboutDialog(desk, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
