"""One line of plain text: titles, names, web addresses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gmp_desk.domain.text import normalize
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input, leave_files_to_window, let_undo_through


class LineInput(Input):
    """A line of text; ``address`` is for web and e-mail addresses and telephone numbers, written from the left."""

    typing = True

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, address: bool = False, placeholder: str = ""
    ) -> None:
        super().__init__(desk, parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(placeholder)
        if address:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.line.setInputMethodHints(
                Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhNoPredictiveText
            )
        let_undo_through(self.line)
        leave_files_to_window(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._typed)

    def value(self) -> str:
        """Return the text."""
        return normalize(self.line.text()).text

    def show_value(self, value: str) -> None:
        """Show a text."""
        if value != self.value():
            position = self.line.cursorPosition()
            self.line.setText(value)
            self.line.setCursorPosition(position if self.line.hasFocus() else 0)

    def set_read_only(self, on: bool) -> None:
        """Let the text be read and copied only, or be changed again."""
        self.line.setReadOnly(on)

    def set_name(self, name: str) -> None:
        """Say what the line is called."""
        self.line.setAccessibleName(name)

    def _typed(self, text: str) -> None:
        lines = text.splitlines()
        if text and lines != [text]:  # pasted; a line would hide its breaks, and keep them
            position = self.line.cursorPosition()
            self.line.setText(" ".join(lines))
            self.line.setCursorPosition(position)
        self.edited.emit(self.value())
