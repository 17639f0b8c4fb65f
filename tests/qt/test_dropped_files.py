"""Files that are dropped on a field are for the window, which opens or takes them in."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.country import CountryInput
from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.inputs.month import MonthInput
from gmp_desk.qt.inputs.rich import RichInput
from gmp_desk.qt.inputs.text import TextInput
from gmp_desk.qt.rich.popups import LinkPopup


class Window(QWidget):
    """Takes what is dragged, as the window of the program does, and tells so."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.taken = 0

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.taken += 1
        event.acceptProposedAction()


PARTS: dict[str, tuple[Callable[[Desk], QWidget], Callable[[QWidget], QWidget]]] = {
    "line": (LineInput, lambda made: made.line),
    "month": (MonthInput, lambda made: made.line),
    "country": (CountryInput, lambda made: made.combo.line),
    "text": (TextInput, lambda made: made.box.viewport()),
    "rich": (RichInput, lambda made: made.editor.viewport()),
}


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize(("address", "takes"), [("file:///home/ann/plan.gmpplan", 1), ("https://www.unep.org/", 0)])
def test_files_are_left_to_the_window_and_addresses_of_the_web_are_not(
    desk: Desk, qtbot: QtBot, kind: str, address: str, takes: int
):
    make, part = PARTS[kind]
    window = Window()
    qtbot.addWidget(window)
    made = make(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    assert drag(part(made), address)
    assert window.taken == takes


def test_the_lines_of_a_link_refuse_files(desk: Desk, qtbot: QtBot):
    popup = LinkPopup(desk, "", "", None)
    qtbot.addWidget(popup)
    popup.show()
    assert not drag(popup.text, "file:///home/ann/plan.gmpplan")
    assert not drag(popup.address, "file:///home/ann/plan.gmpplan")
    assert drag(popup.address, "https://www.unep.org/")


def drag(widget: QWidget, address: str) -> bool:
    """Drag an address over a widget, and tell whether anybody takes it."""
    data = QMimeData()
    data.setUrls([QUrl(address)])
    data.setText(address)
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
