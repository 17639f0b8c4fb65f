"""The input for rich text: a tool bar, the editor as it will look, and a word when something was left out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gmp_desk.domain.richtext import parse
from gmp_desk.domain.richtext_writer import write
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.rich.editor import RichEditor
from gmp_desk.qt.rich.popups import ask_link, ask_note
from gmp_desk.qt.rich.toolbar import RichToolBar
from gmp_desk.qt.theme import SPACE


class RichInput(Input):
    """One rich field. A text that is shown and not edited is returned to the letter."""

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._given = self._canonical = self._last = ""
        self.editor = RichEditor(desk, self)
        self.bar = RichToolBar(desk, self.editor, self)
        self._told = QLabel(self)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setProperty("look", "muted")
        self._told.setWordWrap(True)
        self._told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addWidget(self.bar)
        column.addWidget(self.editor)
        column.addWidget(self._told)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.editor)
        self.editor.changed.connect(self._on_change)
        self.editor.told.connect(self._tell)
        self.editor.burst_ended.connect(self.burst_ended)
        self.editor.link_wanted.connect(lambda: ask_link(desk, self.editor))
        self.editor.note_wanted.connect(lambda: ask_note(desk, self.editor))

    @property
    def told(self) -> str:
        """What is said below the text of what became of a paste; "" after the next change."""
        return self._told.text()

    def add_to_bar(self, widget: QWidget) -> None:
        """Put a widget, such as a counter, at the end of the tool bar."""
        self.bar.add(widget)

    def value(self) -> str:
        """Return the Markdown: as it was given, or in its canonical form if the text was edited."""
        return self._last

    def show_value(self, value: str) -> None:
        """Show a text; the cursor stays where it was as far as can be."""
        if value == self._last:
            return
        self._given = self._last = value
        rich = parse(value)
        self._canonical = write(rich)
        self.editor.show_rich(rich)
        self._tell("")

    def set_read_only(self, on: bool) -> None:
        """Let the text be read and copied only, or changed again."""
        self.editor.set_read_only(on)
        self.bar.set_read_only(on)

    def set_name(self, name: str) -> None:
        """Say what the field is called, for readers of the screen."""
        self.editor.setAccessibleName(name)

    def _on_change(self) -> None:
        markdown = self.editor.markdown()
        value = self._given if markdown == self._canonical else markdown
        if value != self._last:
            self._last = value
            self._tell("")
            self.edited.emit(value)

    def _tell(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
