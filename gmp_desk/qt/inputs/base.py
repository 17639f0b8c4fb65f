"""What all inputs have in common: they show one value of the plan, and tell when the user has made another of it."""

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from gmp_desk.qt.desk import Desk


class Input(QWidget):
    """A widget for one value of the plan."""

    edited = Signal(object)
    """The user has made another value, in the form in which the plan's model holds it; never sent by ``show_value``."""
    problem = Signal(str)
    """What was typed cannot be read: one sentence that says so, with an example; "" when that is over."""
    burst_ended = Signal()
    """The edits before this and those after it are not one step of undo, however closely they follow each other."""
    typing = False
    """Whether the value grows key by key, so that edits which follow each other closely are one step of undo."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    @abstractmethod
    def value(self) -> Any:
        """Return the value shown, as the model holds it."""

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show a value of the model."""

    @abstractmethod
    def set_read_only(self, on: bool) -> None:
        """Let the value be read and copied but not changed, or let it be changed again."""

    @abstractmethod
    def set_name(self, name: str) -> None:
        """Say what the input is called, for readers of the screen."""


class _UndoPasser(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo to the actions of the program."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            for keys in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo):
                if event.matches(keys):
                    event.ignore()
                    return True
        return False


def let_undo_through(widget: QWidget) -> None:
    """Have undo and redo mean the program's own in a widget that has a private undo, such as a QLineEdit."""
    widget.installEventFilter(_UndoPasser(widget))


class _FileRefuser(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave files that are dragged to the widgets around, of which the window takes them."""
        if isinstance(event, QDragEnterEvent) and holds_files(event.mimeData()):
            event.ignore()
            return True
        return False


def leave_files_to_window(line: QWidget) -> None:
    """Have files that are dropped on a line go to the window, instead of their addresses into the text."""
    line.installEventFilter(_FileRefuser(line))


def holds_files(data: QMimeData) -> bool:
    """Tell whether what is dragged or pasted are files of this machine."""
    return any(url.isLocalFile() for url in data.urls())
