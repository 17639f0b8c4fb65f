"""A line for a value that is typed as text and read as the interface's language writes it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gmp_desk.qt.inputs.base import leave_files_to_window, let_undo_through


class TypedLine(QLineEdit):
    """Reads each key; what cannot be read stays as it was typed, and ``value`` is that of before it was begun.

    What can be read of the beginning of a text, such as the 5 of "5 million", says nothing once there is more of it.
    The problem is told when the user leaves the line or presses Enter, not while the text is on its way; then a
    text that was read is shown as the language writes it.
    """

    understood = Signal(object)
    """The user has typed another value, or emptied the line (None), or what was read was only a beginning."""
    troubled = Signal()
    """``trouble`` is another than before."""

    def __init__(
        self,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        expected: str,
        parent: QWidget | None = None,
        *,
        required: bool = False,
    ) -> None:
        """Take how a text is read, None for what cannot be, how a value is written, and what to say of a mistake.

        Where a value is ``required``, an empty line is a mistake.
        """
        super().__init__(parent)
        self._read, self._write, self._expected = read, write, expected
        self._required = required
        self._value: Any = None
        self._before: Any = None  # what the value was when this typing began
        self._readable = True
        self.trouble = ""
        """What is wrong with the text, in one sentence; "" where nothing is, or where it is still being typed."""
        self.setToolTip(expected)
        let_undo_through(self)
        leave_files_to_window(self)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            # By itself a line puts figures on the left, away from their caption.
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._finished)

    def value(self) -> Any:
        """Return the value read, None for an empty line; while the text cannot be read, the value before it."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value; a text that cannot be read gives way only to another value than the last."""
        if self._readable or value != self._value:
            self.put(value)

    def put(self, value: Any) -> None:
        """Show a value in place of any text."""
        self._value = self._before = value
        self._readable = True
        text = self.written(value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self._tell("")

    @property
    def readable(self) -> bool:
        """Whether the text can be read."""
        return self._readable

    def take(self, text: str) -> None:
        """Put in a text as if the user had typed it and left the line."""
        self.setText(text)
        self.textEdited.emit(text)
        self.editingFinished.emit()

    def written(self, value: Any) -> str:
        """Return a value as the language writes it, or to the letter where that would be read as another."""
        if value is None:
            return ""
        text = self._write(value)
        return text if self._read(text) == value else str(value)

    def _typed(self, text: str) -> None:
        blank = not text.strip()
        value = None if blank else self._read(text)
        self._readable = value is not None or (blank and not self._required)
        if self._readable:
            self._tell("")
        else:
            value = self._before
        if value != self._value:
            self._value = value
            self.understood.emit(value)

    def _finished(self) -> None:
        if self._readable:
            self.put(self._value)
        else:
            self._tell(self._expected)

    def _tell(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.troubled.emit()
