"""Rich text in a QTextDocument: shown there, and read back from it paragraph by paragraph."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile
from operator import eq
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextList,
    QTextListFormat,
)

from gmp_desk.domain.richtext import RichText, Run
from gmp_desk.domain.richtext_writer import JOINER
from gmp_desk.qt.rich.lines import Line, lines_of, rich_of, same_look, without_joiners

_T = TypeVar("_T")
NOTE = QTextFormat.ObjectTypes.UserObject.value + 1
"""The type of the inline object that is a footnote mark."""
_NOTE_NAME = QTextFormat.Property.UserProperty.value + 1
_NOTE_TEXT = QTextFormat.Property.UserProperty.value + 2
_AFTER_PARAGRAPH = 5.0  # pixels
_LINE_HEIGHT = 115.0  # percent
_OBJECT = "\ufffc"
_BREAK = "\u2028"
# What Qt takes for the ends of frames and paragraphs; and the byte order mark, which it drops from a string's start.
_NOT_TEXT = {
    0xFEFF: JOINER,
    0xFDD0: "\ufffd",
    0xFDD1: "\ufffd",
    0x2029: _BREAK,
    0xFFFC: "\ufffd",
    ord("\n"): _BREAK,
    ord("\r"): " ",
}
_STYLES = (QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle, QTextListFormat.Style.ListSquare)


class RichDocument(QObject):
    """Shows rich text in a document and reads it back, keeping what was read of paragraphs that do not change."""

    def __init__(self, document: QTextDocument, palette: QPalette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._palette = document, palette
        self._read: list[Line | None] = [None] * document.blockCount()
        self._changed = set(range(document.blockCount()))
        self._numbers: dict[tuple[int, str], int] | None = None
        self.otherwise = Qt.LayoutDirection.LeftToRight
        """The direction of paragraphs that do not tell it by their letters, nor do others."""
        document.setUndoRedoEnabled(False)
        document.setIndentWidth(28)
        document.contentsChange.connect(self._on_change)
        self._marks = _NoteMarks(self)
        document.documentLayout().registerHandler(NOTE, self._marks)

    def rich(self) -> RichText:
        """Return what the document holds."""
        return rich_of(self.lines())

    def show_rich(self, rich: RichText) -> None:
        """Show a rich text, touching only the paragraphs that differ."""
        self.show_lines(lines_of(without_joiners(rich)))

    def lines(self) -> list[Line]:
        """Return the document's paragraphs."""
        for place, line in enumerate(self._read):
            if line is None:
                self._read[place] = _line(self._document.findBlockByNumber(place))
        return [line for line in self._read if line is not None]

    def line(self, block: QTextBlock) -> Line:
        """Return one paragraph."""
        place = block.blockNumber()
        known = self._read[place]
        if known is None:
            known = self._read[place] = _line(block)
        return known

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, touching only those that differ; cursors in the others stay where they are."""
        new = list(lines)
        old = self.lines()
        before = _same_at_start(old, new, same_look)
        after = _same_at_start(old[before:][::-1], new[before:][::-1], same_look)
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        changed_old, changed_new = old[before : len(old) - after], new[before : len(new) - after]
        paired = min(len(changed_old), len(changed_new))
        for place in range(before, before + paired):
            self._rewrite(self._document.findBlockByNumber(place), old[place], new[place])
        for _ in changed_old[paired:]:
            self._drop(before + paired)
        for place in range(before + paired, before + len(changed_new)):
            self._add(place, new[place])
        self._regroup(new)
        cursor.endEditBlock()
        self.direct()

    def direct(self) -> None:
        """Let each paragraph that changed run in the direction of its letters, or of those before it."""
        changed, self._changed = self._changed, set()
        for place in sorted(changed):
            block = self._document.findBlockByNumber(place)
            if block.isValid():
                self._direct(block)

    def note_number(self, position: int) -> int:
        """Return the number of the footnote mark at a position."""
        lines = self.lines()
        if self._numbers is None:
            self._numbers = {}
            for line in lines:
                for name, text in _named(line):
                    self._numbers.setdefault((name, text), len(self._numbers) + 1)
        block = self._document.findBlock(position)
        nth = from_utf16(block.text(), position - block.position())
        marks = block.text()[:nth].count(_OBJECT)
        named = _named(lines[block.blockNumber()]) if block.isValid() and block.blockNumber() < len(lines) else []
        return self._numbers.get(named[marks], 0) if marks < len(named) else 0

    def has_notes(self) -> bool:
        """Tell whether there are footnotes."""
        return any(line.notes for line in self.lines())

    def note_format(self, name: int, text: str) -> QTextCharFormat:
        """Return the format of a footnote mark."""
        style = QTextCharFormat()
        style.setObjectType(NOTE)
        style.setProperty(_NOTE_NAME, name)
        style.setProperty(_NOTE_TEXT, text)
        return style

    def free_note(self) -> int:
        """Return a name that no footnote has."""
        return max((run.note for line in self.lines() for run in line.runs), default=0) + 1

    def run_format(self, run: Run, note: str = "") -> QTextCharFormat:
        """Return the format of a run."""
        style = self.note_format(run.note, note) if run.note else QTextCharFormat()
        if run.bold:
            style.setFontWeight(QFont.Weight.Bold)
        if run.italic:
            style.setFontItalic(True)
        if run.link:
            style.setAnchor(True)
            style.setAnchorHref(run.link)
            style.setForeground(self._palette.link())
            style.setFontUnderline(True)
        return style

    def _on_change(self, position: int, _removed: int, added: int) -> None:
        document, read = self._document, self._read
        self._numbers = None
        last_position = max(document.characterCount() - 1, 0)
        first = document.findBlock(min(position, last_position)).blockNumber()
        last = document.findBlock(min(position + added, last_position)).blockNumber()
        more = document.blockCount() - len(read)
        if not 0 <= first <= last or last + 1 - more < first:
            self._read = [None] * document.blockCount()
            self._changed.update(range(document.blockCount()))
            return
        read[first : last + 1 - more] = [None] * (last + 1 - first)
        if more:
            self._changed = {place if place < first else place + more for place in self._changed}
        self._changed.update(range(first, last + 1))

    def _rewrite(self, block: QTextBlock, old: Line, new: Line) -> None:
        if old.runs != new.runs or old.notes != new.notes:
            if not old.runs:
                self._insert(QTextCursor(block), _stretches(new))
                return
            one, other = _pieces(old), _pieces(new)
            start = _same_at_start(one, other)
            end = _same_at_start(one[start:][::-1], other[start:][::-1])
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + _length(one[:start]))
            cursor.setPosition(block.position() + _length(one[: len(one) - end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self._insert(cursor, _joined(other[start : len(other) - end]))

    def _drop(self, place: int) -> None:
        block = self._document.findBlockByNumber(place)
        cursor = QTextCursor(block)
        if block.next().isValid():
            cursor.setPosition(block.next().position(), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _add(self, place: int, line: Line) -> None:
        cursor = QTextCursor(self._document)
        if place < self._document.blockCount():
            cursor.setPosition(self._document.findBlockByNumber(place).position())
            cursor.insertBlock(cursor.blockFormat(), QTextCharFormat())
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock(_block_style(direction_of(line.text) or self.otherwise), QTextCharFormat())
        self._insert(cursor, _stretches(line))

    def _insert(self, cursor: QTextCursor, pieces: "list[_Piece]") -> None:
        for text, run, note in pieces:
            cursor.insertText(text, self.run_format(run, note))

    def _regroup(self, lines: Sequence[Line]) -> None:
        """Give each paragraph its indentation, and each item the list it belongs to."""
        lists: dict[int, QTextList] = {}
        taken: set[int] = set()
        for place, line in enumerate(lines):
            block = self._document.findBlockByNumber(place)
            have = _list_of(block)
            if not line.list:
                if have is not None or block.blockFormat().indent() != line.level:
                    _take_from_list(block, line.level)
                continue
            want = lists.get(line.list)
            if want is None and have is not None and have.objectIndex() not in taken and _fits(have, line):
                want = have
            if want is None:
                if have is not None or block.blockFormat().indent():
                    _take_from_list(block, 0)
                want = QTextCursor(block).createList(_list_format(line))
            elif have is None or have.objectIndex() != want.objectIndex():
                if have is not None or block.blockFormat().indent():
                    _take_from_list(block, 0)
                want.add(block)
            lists[line.list] = want
            taken.add(want.objectIndex())

    def _direct(self, block: QTextBlock) -> None:
        direction = direction_of(block.text())
        before = block.previous()
        if direction is None:
            direction = before.blockFormat().layoutDirection() if before.isValid() else self.otherwise
        style = block.blockFormat()
        if style.layoutDirection() != direction or style.bottomMargin() != _AFTER_PARAGRAPH:
            QTextCursor(block).mergeBlockFormat(_block_style(direction))


class _NoteMarks(QPyTextObject):
    """Draws footnote marks as superscript numbers."""

    def __init__(self, document: RichDocument) -> None:
        super().__init__(document)
        self._rich = document

    def intrinsicSize(self, doc: QTextDocument, position: int, style: QTextFormat) -> QSizeF:
        """Return how much room a mark takes in its line."""
        font = _mark_font(doc)
        number = str(self._rich.note_number(position))
        height = QFontMetricsF(doc.defaultFont()).ascent()
        return QSizeF(QFontMetricsF(font).horizontalAdvance(number) + 2, height)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, position: int, style: QTextFormat
    ) -> None:
        """Draw a mark at the top of its room."""
        painter.save()
        painter.setFont(_mark_font(doc))
        painter.setPen(self._rich._palette.link().color())
        number = str(self._rich.note_number(position))
        painter.drawText(QRectF(rect), int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), number)
        painter.restore()


def _mark_font(document: QTextDocument) -> QFont:
    font = QFont(document.defaultFont())
    font.setPointSizeF(font.pointSizeF() * 0.72)
    font.setBold(True)
    return font


def direction_of(text: str) -> Qt.LayoutDirection | None:
    """Return the direction of the first letter that has one."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return Qt.LayoutDirection.LeftToRight
            case "R" | "AL":
                return Qt.LayoutDirection.RightToLeft
    return None


def utf16(text: str) -> int:
    """Return how many positions of Qt a text takes."""
    return len(text) + sum(character > "\uffff" for character in text)


def from_utf16(text: str, position: int) -> int:
    """Return how many characters of a text stand before a position of Qt."""
    for place, character in enumerate(text):
        if position <= 0:
            return place
        position -= 2 if character > "\uffff" else 1
    return len(text)


_Piece = tuple[str, Run, str]  # one character, the run it is of without its text, the text of a footnote


def _stretches(line: Line) -> list[_Piece]:
    """Return the runs of a line, each with all its characters."""
    notes = iter(line.notes)
    made: list[_Piece] = []
    for run in line.runs:
        text = _OBJECT if run.note else _BREAK if run.text == "\n" else run.text.translate(_NOT_TEXT)
        made.append((text, replace(run, text=""), next(notes) if run.note else ""))
    return made


def _pieces(line: Line) -> list[_Piece]:
    return [(character, run, note) for text, run, note in _stretches(line) for character in text]


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join neighbouring characters of one look; a footnote mark stays alone."""
    joined: list[_Piece] = []
    for text, run, note in pieces:
        if joined and not run.note and joined[-1][1] == run:
            joined[-1] = (joined[-1][0] + text, run, note)
        else:
            joined.append((text, run, note))
    return joined


def _length(pieces: Sequence[_Piece]) -> int:
    return utf16("".join(text for text, _, _ in pieces))


def _same_at_start(one: Sequence[_T], other: Sequence[_T], same: Callable[[_T, _T], bool] = eq) -> int:
    return len(list(takewhile(lambda pair: same(*pair), zip(one, other, strict=False))))


def _named(line: Line) -> list[tuple[int, str]]:
    return list(zip((run.note for run in line.runs if run.note), line.notes, strict=True))


def _line(block: QTextBlock) -> Line:
    runs: list[Run] = []
    notes: list[str] = []
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        style = fragment.charFormat()
        look = Run(
            "",
            style.fontWeight() >= QFont.Weight.DemiBold,
            style.fontItalic(),
            style.anchorHref() if style.isAnchor() else "",
        )
        mark = style.objectType() == NOTE
        text = ""
        for character in fragment.text():
            if character == _BREAK or (character == _OBJECT and mark):
                runs += [replace(look, text=text)] * bool(text)
                text = ""
                if character == _BREAK:
                    runs.append(replace(look, text="\n"))
                else:
                    runs.append(replace(look, note=style.intProperty(_NOTE_NAME)))
                    notes.append(style.stringProperty(_NOTE_TEXT))
            else:
                text += character
        runs += [replace(look, text=text)] * bool(text)
        fragments += 1
    listing = _list_of(block)
    if listing is None:
        return Line(tuple(runs), tuple(notes), block.blockFormat().indent())
    list_style = listing.format()
    ordered = list_style.style() not in _STYLES
    start = list_style.start() if ordered else 1
    return Line(tuple(runs), tuple(notes), list_style.indent(), listing.objectIndex() + 1, ordered, start)


def _list_format(line: Line) -> QTextListFormat:
    style = QTextListFormat()
    style.setIndent(line.level)
    style.setStyle(QTextListFormat.Style.ListDecimal if line.ordered else _STYLES[(line.level - 1) % len(_STYLES)])
    if line.ordered:
        style.setStart(line.start)
    return style


def _list_of(block: QTextBlock) -> QTextList | None:
    return block.textList()


def _fits(listing: QTextList, line: Line) -> bool:
    style, wanted = listing.format(), _list_format(line)
    return (style.indent(), style.style(), style.start()) == (wanted.indent(), wanted.style(), wanted.start())


def _block_style(direction: Qt.LayoutDirection) -> QTextBlockFormat:
    style = QTextBlockFormat()
    style.setLayoutDirection(direction)
    style.setBottomMargin(_AFTER_PARAGRAPH)
    style.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return style


def _take_from_list(block: QTextBlock, indent: int) -> None:
    listing = _list_of(block)
    if listing is not None:
        listing.remove(block)
    style = QTextBlockFormat()
    style.setIndent(indent)
    QTextCursor(block).mergeBlockFormat(style)
