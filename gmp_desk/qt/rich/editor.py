"""The editor of a rich text: writes as it will look, and gives and takes Markdown."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from gmp_desk.domain.commonmark import LARGEST_START
from gmp_desk.domain.richtext import RichText, Run, parse
from gmp_desk.domain.richtext_writer import write
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import holds_files
from gmp_desk.qt.rich import paste
from gmp_desk.qt.rich.document import NOTE, RichDocument, from_utf16, utf16
from gmp_desk.qt.rich.lines import Line, cut, indented, lines_of, listed, outdented, pasted, rich_of
from gmp_desk.qt.rich.menu import menu_for
from gmp_desk.qt.rich.spans import link_over, plain_text, stretches

_AUTO_LIST = re.compile(r"[-*•]|([0-9]{1,3})[.)]")


class RichEditor(QTextEdit):
    """An editor without undo of its own: the program's serves all fields.

    It grows with its text from ``least`` to ``greatest`` lines.
    """

    changed = Signal()
    """The user has changed the text or its looks."""
    burst_ended = Signal()
    """What was changed before this was not typed in one go with what is changed after it."""
    told = Signal(str)
    """One sentence on what became of what was pasted, where that is not all there."""
    link_wanted = Signal()
    """The user wants to make or change a link where the cursor is."""
    note_wanted = Signal()
    """The user wants to make or change a footnote where the cursor is."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, least: int = 4, greatest: int = 40, notes: bool = True
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notes = notes
        self._least, self._greatest = least, greatest
        self._showing = False
        self.setAcceptRichText(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(4)
        self.rich_document = RichDocument(self.document(), desk.theme.palette(), self)
        self.rich_document.otherwise = self.layoutDirection()
        self._each_in_its_direction()
        self.rich_document.direct()
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._on_text)
        self._fit()

    def markdown(self) -> str:
        """Return the text in its canonical form."""
        return write(self.rich_document.rich())

    def show_markdown(self, text: str) -> None:
        """Show a text; paragraphs that stay the same are not touched, nor is a cursor in them."""
        self.show_rich(parse(text))

    def show_rich(self, rich: RichText) -> None:
        """Show a rich text in place of the one there is."""
        self._showing = True
        try:
            cursor = self.textCursor()
            place, column = cursor.blockNumber(), cursor.positionInBlock()
            after = cursor.block().text()[from_utf16(cursor.block().text(), column) :]
            blocks, text = self.document().blockCount(), cursor.block().text()
            self.rich_document.show_rich(rich)
            moved = self.textCursor()
            if moved.block().text() != text or moved.blockNumber() == 0 != place:
                self._put_cursor(place, column, after, self.document().blockCount() - blocks)
        finally:
            self._showing = False

    def toggle_bold(self) -> None:
        """Make the selection, or what is typed next, bold or not bold."""
        style = QTextCharFormat()
        bold = self.currentCharFormat().fontWeight() >= 600
        style.setFontWeight(400 if bold else 700)
        with self._apart():
            self.mergeCurrentCharFormat(style)

    def toggle_italic(self) -> None:
        """Make the selection, or what is typed next, italic or not italic."""
        style = QTextCharFormat()
        style.setFontItalic(not self.currentCharFormat().fontItalic())
        with self._apart():
            self.mergeCurrentCharFormat(style)

    def toggle_list(self, *, ordered: bool) -> None:
        """Make the chosen paragraphs items of a list of that kind, or text again."""
        self._restructure(listed(self.rich_document.lines(), *self._chosen(), ordered=ordered))

    def indent(self) -> None:
        """Put the chosen items a level deeper."""
        self._restructure(indented(self.rich_document.lines(), *self._chosen()))

    def outdent(self) -> None:
        """Put the chosen items a level less deep."""
        self._restructure(outdented(self.rich_document.lines(), *self._chosen()))

    def current_line(self) -> Line:
        """Return the paragraph that the cursor is in."""
        return self.rich_document.line(self.textCursor().block())

    def link_at_cursor(self) -> tuple[str, str]:
        """Return the address and the text of the link that the cursor is in, or "" and the text chosen."""
        cursor = link_over(self.textCursor())
        if cursor is None:
            return "", plain_text(self.textCursor())
        return cursor.charFormat().anchorHref(), plain_text(cursor)

    def set_link(self, address: str, text: str = "") -> None:
        """Make the link at the cursor, or the selection, lead to an address; "" makes it text again."""
        with self._apart():
            self._set_link(address, text)

    def _set_link(self, address: str, text: str) -> None:
        cursor = link_over(self.textCursor()) or self.textCursor()
        if address and not cursor.hasSelection():
            cursor.insertText(text or address, self.rich_document.run_format(Run("", link=address)))
            return
        if address and text and text != plain_text(cursor):
            start = cursor.selectionStart()
            cursor.insertText(text, cursor.charFormat())
            cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        for start, end, style in stretches(cursor):
            if style.objectType() == NOTE:
                continue
            run = Run("", style.fontWeight() >= 600, style.fontItalic(), address)
            part = self.textCursor()
            part.setPosition(start)
            part.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            part.setCharFormat(self.rich_document.run_format(run))

    def note_at_cursor(self) -> str | None:
        """Return the CommonMark of the footnote whose mark is beside the cursor; None where there is none."""
        found = self._on_note()
        return None if found is None else found[1]

    def set_note(self, text: str) -> None:
        """Change the footnote beside the cursor, or make one there; "" takes it away with its marks."""
        found = self._on_note()
        document = self.rich_document
        if found is None:
            if text:
                cursor = self.textCursor()
                cursor.setPosition(cursor.selectionEnd())
                with self._apart():
                    cursor.insertText("\ufffc", document.note_format(document.free_note(), text))
                self.setTextCursor(cursor)
            return
        lines = []
        for line in document.lines():
            marks = iter(line.notes)
            runs, notes = [], []
            for run in line.runs:
                note = next(marks) if run.note else ""
                if (run.note, note) == found:
                    note = text
                if note or not run.note:
                    runs.append(run)
                    notes += [note] * bool(run.note)
            lines.append(replace(line, runs=tuple(runs), notes=tuple(notes)))
        self._restructure(lines)

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be read and copied only, or changed again."""
        self.setReadOnly(read_only)
        if read_only:
            # With the keyboard too, so that a screen reader can go through it.
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
            )

    def event(self, event: QEvent) -> bool:
        """Keep Tab inside lists, leave undo and the like to the program, and take the editor's own shortcuts."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                if _is_programs(event):
                    event.ignore()
                    return True
                if self._shortcut(event) is not None:
                    event.accept()
                    return True
            elif event.type() == QEvent.Type.KeyPress and not self.isReadOnly() and self.current_line().level:
                if event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                    self.indent()
                    return True
                if event.key() == Qt.Key.Key_Backtab:
                    self.outdent()
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; with lists, links and footnotes as one would expect."""
        if _is_programs(event):
            event.ignore()
            return
        if self.isReadOnly():
            super().keyPressEvent(event)
            return
        action = self._shortcut(event)
        if action is not None:
            action()
            return
        cursor = self.textCursor()
        plain_key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain_key:
            if self.current_line().level and not cursor.block().text() and not cursor.hasSelection():
                self.outdent()
                return
            super().keyPressEvent(event)
            self._plain_format()
            return
        at_start = cursor.atBlockStart() and not cursor.hasSelection()
        if event.key() == Qt.Key.Key_Backspace and plain_key and at_start and self.current_line().list:
            self.outdent()
            return
        if event.key() == Qt.Key.Key_Backspace and plain_key and at_start and self.current_line().level:
            cursor.deletePreviousChar()
            return
        if event.key() == Qt.Key.Key_Space and plain_key and self._begins_list():
            return
        if event.text():
            self._plain_format()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method composes, outside links and footnote marks."""
        self._plain_format()
        super().inputMethodEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height that the text needs at the new width."""
        super().resizeEvent(event)
        self._fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take texts; pictures are not, and files are for the window."""
        if holds_files(source):
            return False
        return source.hasText() or source.hasHtml() or source.hasFormat(paste.OWN)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put in what is pasted or dropped, as far as a field can hold it, and tell what it cannot."""
        self._insert(paste.read(source))

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped; Qt tells of the change only when it has also cleared away what was moved."""
        with self._apart():
            super().dropEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the selection as plain text, HTML and Markdown."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        document = self.document()
        first, last = document.findBlock(start), document.findBlock(end)
        lines = self.rich_document.lines()[first.blockNumber() : last.blockNumber() + 1]
        lines[-1] = cut(lines[-1], from_utf16(last.text(), end - last.position()))[0]
        lines[0] = cut(lines[0], from_utf16(first.text(), start - first.position()))[1]
        if len(lines) == 1:
            lines = [Line(lines[0].runs, lines[0].notes)]
        return paste.written(rich_of(lines))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here."""
        if not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(event.pos()))
        menu = menu_for(self._desk, self)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def paste_plain(self) -> None:
        """Paste the text of the clipboard without any looks."""
        if not self.isReadOnly():
            self._insert(paste.read_plain(QApplication.clipboard().text()))

    def _insert(self, found: paste.Pasted) -> None:
        document = self.rich_document
        # Marks from elsewhere must not take the names of footnotes that are here.
        free = document.free_note()
        lines = [
            replace(
                line,
                runs=tuple(
                    replace(run, note=run.note and run.note + free) for run in line.runs if self._notes or not run.note
                ),
                notes=line.notes if self._notes else (),
            )
            for line in lines_of(found.rich)
        ]
        sentence = found.told(self._desk.catalogue)
        cursor = self.textCursor()
        self._showing = True
        cursor.removeSelectedText()  # told with what takes its place
        self._showing = False
        block = cursor.block()
        column = from_utf16(block.text(), cursor.positionInBlock())
        made, place, column = pasted(document.lines(), block.blockNumber(), column, lines)
        self._restructure(made)
        block = self.document().findBlockByNumber(place)
        cursor.setPosition(block.position() + utf16(block.text()[:column]))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        if sentence:
            self.told.emit(sentence)

    def _restructure(self, lines: list[Line]) -> None:
        """Show other paragraphs, as commands and what is pasted make them."""
        self._showing = True
        self.rich_document.show_lines(lines)
        self._showing = False
        self._renumber()
        with self._apart():
            self.changed.emit()
        self.cursorPositionChanged.emit()

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Have what is changed within be no part of a burst of typing."""
        self.burst_ended.emit()
        yield
        self.burst_ended.emit()

    def _chosen(self) -> tuple[int, int]:
        cursor, document = self.textCursor(), self.document()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return document.findBlock(start).blockNumber(), document.findBlock(end).blockNumber()

    def _begins_list(self) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection() or self.current_line().level:
            return False
        match = _AUTO_LIST.fullmatch(
            cursor.block().text()[: from_utf16(cursor.block().text(), cursor.positionInBlock())]
        )
        if not match or (match[1] and int(match[1]) > LARGEST_START):
            return False
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        start = int(match[1] or 1)
        self._restructure(listed(self.rich_document.lines(), *self._chosen(), ordered=bool(match[1]), start=start))
        return True

    def _shortcut(self, event: QKeyEvent) -> Callable[[], None] | None:
        keys = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        actions: dict[str, Callable[[], None]] = {
            "Ctrl+B": self.toggle_bold,
            "Ctrl+I": self.toggle_italic,
            "Ctrl+K": self.link_wanted.emit,
            "Ctrl+Shift+7": lambda: self.toggle_list(ordered=True),
            "Ctrl+Shift+8": lambda: self.toggle_list(ordered=False),
            "Ctrl+Shift+V": self.paste_plain,
        }
        if self._notes:
            actions["Ctrl+Alt+F"] = self.note_wanted.emit
        return actions.get(keys)

    def _plain_format(self) -> None:
        """Let what is typed be no part of a footnote mark, nor of a link that ends here."""
        style = self.currentCharFormat()
        if style.objectType() != NOTE and not style.isAnchor():
            return
        cursor = self.textCursor()
        if style.isAnchor() and not cursor.hasSelection():
            after = QTextCursor(cursor)
            inside = not cursor.atBlockEnd() and after.movePosition(QTextCursor.MoveOperation.NextCharacter)
            if inside and after.charFormat().anchorHref() == style.anchorHref() and style.objectType() != NOTE:
                return
        self.setCurrentCharFormat(self.rich_document.run_format(Run("", style.fontWeight() >= 600, style.fontItalic())))

    def _on_note(self) -> tuple[int, str] | None:
        cursor = self.textCursor()
        line, text = self.current_line(), cursor.block().text()
        column = from_utf16(text, cursor.position() - cursor.block().position())
        before, after = cut(line, column)
        if before.runs and before.runs[-1].note:
            return before.runs[-1].note, before.notes[-1]
        if after.runs and after.runs[0].note:
            return after.runs[0].note, after.notes[0]
        return None

    def _put_cursor(self, place: int, column: int, after: str, more: int) -> None:
        cursor = self.textCursor()
        block = self.document().findBlockByNumber(min(place, self.document().blockCount() - 1))
        text = block.text()
        if after and text.endswith(after):
            column = utf16(text) - utf16(after)
        cursor.setPosition(block.position() + min(column, utf16(text)))
        self.setTextCursor(cursor)

    def _on_text(self) -> None:
        if self._showing:
            return
        self._showing = True
        self.rich_document.direct()
        self._showing = False
        self._renumber()
        self.changed.emit()

    def _renumber(self) -> None:
        # Qt paints the paragraph that changed; the marks after it may have other numbers now.
        if self.rich_document.has_notes():
            self.viewport().update()

    def _each_in_its_direction(self) -> None:
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        around = self.height() - self.viewport().height()
        around = around if 0 < around < 40 else 14
        wanted = int(self.document().size().height()) + 1
        height = max(self._least * line, min(wanted, self._greatest * line)) + around
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
        fits = wanted <= self._greatest * line
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)


def _is_programs(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return any(event.matches(key) for key in (keys.Undo, keys.Redo, keys.Save))
