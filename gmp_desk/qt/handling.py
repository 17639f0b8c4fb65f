"""How an item of a list is handled, be it shown as a card or on a line: by keys, by a menu, by dragging."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gmp_desk.qt.desk import Desk

MIME = "application/x-gmp-desk-item"
"""What is dragged: the address of an item."""


def item_menu(desk: Desk, wanted: Callable[[str], None], parent: QWidget) -> QMenu:
    """Return the menu of what can be done with an item; ``wanted`` is told "up", "down", "duplicate" or "remove"."""
    _ = desk.catalogue.gettext
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name, icon, text, keys in (
        ("up", "up", _("Move up"), "Alt+Up"),
        ("down", "down", _("Move down"), "Alt+Down"),
        ("duplicate", "duplicate", _("Duplicate"), "Ctrl+D"),
        ("remove", "remove", _("Remove"), "Del"),
    ):
        action = QAction(desk.icons.icon(icon), f"{text}\t{keys}", menu)
        action.triggered.connect(lambda _=False, name=name: wanted(name))
        menu.addAction(action)
    return menu


def wanted_by(event: QKeyEvent) -> str:
    """Return what a key wants done with the item that has the focus, as the menu names it; "" for nothing."""
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if control:
        return "duplicate" if event.key() == Qt.Key.Key_D else ""
    if alt:
        return {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}.get(Qt.Key(event.key()), "")
    return "remove" if event.key() == Qt.Key.Key_Delete else ""


def is_pulled(event: QMouseEvent, press: QPoint) -> bool:
    """Tell whether the mouse was pulled away from where it went down, its button still held."""
    pulled = (event.position().toPoint() - press).manhattanLength() >= QApplication.startDragDistance()
    return pulled and bool(event.buttons() & Qt.MouseButton.LeftButton)


def drag(source: QWidget, address: str, shown: QWidget) -> None:
    """Drag an item by its address to where it is dropped; ``shown`` is what of it moves along."""
    data = QMimeData()
    data.setData(MIME, address.encode())
    pulled = QDrag(source)
    pulled.setMimeData(data)
    pulled.setPixmap(shown.grab())
    pulled.exec(Qt.DropAction.MoveAction)
