"""The tool bar of a rich text: what can be done to its looks, and room for a counter."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.rich.editor import RichEditor
from gmp_desk.qt.theme import SPACE


class RichToolBar(QWidget):
    """Buttons for an editor; they show the looks of the text at its cursor.

    All that they do has a key, so Tab passes them by on its way from field to field.
    """

    def __init__(self, desk: Desk, editor: RichEditor, parent: QWidget | None = None, *, notes: bool = True) -> None:
        super().__init__(parent)
        self._desk, self._editor = desk, editor
        self._parts: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        _ = desk.catalogue.gettext
        self.bold = self._button("bold", _("Bold"), "Ctrl+B", editor.toggle_bold, checkable=True)
        self.italic = self._button("italic", _("Italic"), "Ctrl+I", editor.toggle_italic, checkable=True)
        self._rule()
        self.bullets = self._button(
            "bullets", _("Bulleted list"), "Ctrl+Shift+8", lambda: editor.toggle_list(ordered=False), checkable=True
        )
        self.numbers = self._button(
            "numbers", _("Numbered list"), "Ctrl+Shift+7", lambda: editor.toggle_list(ordered=True), checkable=True
        )
        self.indent = self._button("indent", _("A level deeper"), "Tab", editor.indent)
        self.outdent = self._button("outdent", _("A level less deep"), "Shift+Tab", editor.outdent)
        self._rule()
        self.link = self._button("link", _("Link"), "Ctrl+K", editor.link_wanted.emit, checkable=True)
        if notes:
            self.note = self._button("note", _("Footnote"), "Ctrl+Alt+F", editor.note_wanted.emit, checkable=True)
        self._row.addStretch(1)
        self._has_notes = notes
        editor.cursorPositionChanged.connect(self._show_state)
        editor.currentCharFormatChanged.connect(self._show_state)
        self._show_state()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end of the bar."""
        self._row.addWidget(widget)

    def set_read_only(self, on: bool) -> None:
        """Take the buttons away where there is nothing to change."""
        for part in self._parts:
            part.setVisible(not on)

    def _button(
        self, icon: str, text: str, key: str, do: Callable[[], object], *, checkable: bool = False
    ) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(self._desk.icons.icon(icon))
        button.setIconSize(self._desk.theme.mark)
        button.setProperty("look", "quiet")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(checkable)
        button.setAccessibleName(text)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(self._desk.catalogue.gettext("{action} ({key})").format(action=text, key=shown))
        button.clicked.connect(lambda: self._do(do))
        self._row.addWidget(button)
        self._parts.append(button)
        return button

    def _rule(self) -> None:
        self._row.addSpacing(SPACE[0])
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.NoFrame)
        rule.setFixedSize(1, 18)
        rule.setAutoFillBackground(True)
        palette = rule.palette()
        palette.setColor(rule.backgroundRole(), self._desk.theme.colour("line"))
        rule.setPalette(palette)
        self._row.addWidget(rule)
        self._parts.append(rule)
        self._row.addSpacing(SPACE[0])

    def _do(self, do: Callable[[], object]) -> None:
        self._editor.setFocus()
        do()
        self._show_state()

    def _show_state(self) -> None:
        editor = self._editor
        style, line = editor.currentCharFormat(), editor.current_line()
        self.bold.setChecked(style.fontWeight() >= QFont.Weight.DemiBold)
        self.italic.setChecked(style.fontItalic())
        self.bullets.setChecked(bool(line.list) and not line.ordered)
        self.numbers.setChecked(bool(line.list) and line.ordered)
        self.indent.setEnabled(bool(line.list))
        self.outdent.setEnabled(bool(line.level))
        self.link.setChecked(bool(editor.link_at_cursor()[0]))
        if self._has_notes:
            self.note.setChecked(editor.note_at_cursor() is not None)
