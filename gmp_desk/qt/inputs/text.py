"""Plain text of any length, in a box that grows with it."""

from PySide6.QtCore import QMimeData, QSignalBlocker, QSizeF
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QWidget

from gmp_desk.domain.text import normalize
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input, holds_files, let_undo_through

_FEWEST_LINES, _MOST_LINES = 3, 16
_AROUND = 14  # border and padding above and below, as window.qss has them


class TextInput(Input):
    """A box of plain text; its height follows the text, and Tab leaves it."""

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.box = _Box(self)
        self.box.setAcceptRichText(False)
        self.box.setUndoRedoEnabled(False)
        self.box.setTabChangesFocus(True)
        let_undo_through(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.box.textChanged.connect(self._typed)
        self._grow(self.box.document().size())

    def value(self) -> str:
        """Return the text."""
        # Not toPlainText(), which turns no-break spaces into spaces; U+2028 is the line break of Shift+Enter.
        return normalize(self.box.document().toRawText()).text

    def show_value(self, value: str) -> None:
        """Show a text; the cursor stays where it is, as far as the text goes."""
        if value == self.value():
            return
        position = self.box.textCursor().position()
        with QSignalBlocker(self.box):
            self.box.setPlainText(value)
        cursor = self.box.textCursor()
        cursor.setPosition(min(position, self.box.document().characterCount() - 1))
        self.box.setTextCursor(cursor)

    def set_read_only(self, on: bool) -> None:
        """Let the text be read and copied only, or be changed again."""
        self.box.setReadOnly(on)
        self.box.style().polish(self.box)

    def set_name(self, name: str) -> None:
        """Say what the box is called."""
        self.box.setAccessibleName(name)

    def _typed(self) -> None:
        self.edited.emit(self.value())

    def _grow(self, size: QSizeF) -> None:
        line = self.box.fontMetrics().lineSpacing()
        margins = round(2 * self.box.document().documentMargin())
        fewest, most = (lines * line + margins for lines in (_FEWEST_LINES, _MOST_LINES))
        self.box.setFixedHeight(max(fewest, min(round(size.height()), most)) + _AROUND)


class _Box(QTextEdit):
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take texts; files are for the window."""
        return not holds_files(source) and super().canInsertFromMimeData(source)
