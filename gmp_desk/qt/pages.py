"""Parts a text document into pages.

Qt can do so itself, but it parts headings from their text and rows of tables in their middle, and where it is told of a
place to begin a new page it has to lay out all anew. So a document is laid out once as one long page, which is cut
where nothing is that should stay whole.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat, QTextTable

from gmp_desk.app.exporting import Progress, untold

BORDER = 1.0
"""The width of the borders in tables, in pixels of Qt's 96 to an inch."""
Span = tuple[float, float]
"""From where to where something reaches on the long page, measured from its top in dots of the device."""
_TALLEST_ROW = 1 / 3
"""Of a page: a taller row of a table may be cut, since it would leave too much of a page empty."""
_TALLEST_GROUP = 1 / 2
"""Of a page: a heading and the beginning of what it stands over may be parted where they are taller."""
_TOGETHER = 2
"""The least number of lines that a paragraph leaves on a page or takes to the next one."""


@dataclass(frozen=True)
class Page:
    """What of the long page stands on a page, below the header of the table that goes on there."""

    content: Span
    header: Span | None = None
    continued: tuple[QTextBlock, ...] = ()
    """The blocks of text that began on an earlier page."""


def parted(document: QTextDocument, width: float, height: float, progress: Progress = untold) -> list[Page]:
    """Lay out a document in a width and return its pages, at least one, none taller than a height.

    Its layout has the device that it is for. ``progress`` is told how much is laid out, up to 1. Qt lets no other
    thread do anything while it lays out, so it is asked for one block after the other: it does as much as it is asked
    for.
    """
    document.setTextWidth(width)
    measures = _Measures(document, height)
    last, block = document.characterCount(), document.begin()
    while block.isValid():
        progress(block.position() / last)
        block = measures.take(block)
    return _Cutter(measures, height).pages()


class _Measures:
    """Where on the long page are what should not be cut, its lines alone, and the headers of tables."""

    def __init__(self, document: QTextDocument, height: float) -> None:
        self.wholes: list[Span] = []
        self.lines: list[Span] = []
        self.blocks: list[tuple[Span, QTextBlock]] = []
        """Those of several lines."""
        self.headers: list[tuple[Span, float]] = []
        """Each with the bottom of its table."""
        self._layout, self._height = document.documentLayout(), height
        self._pixel = self._layout.paintDevice().logicalDpiY() / 96
        self._headings: float | None = None
        """The top of the headings whose content is still to come."""

    def take(self, block: QTextBlock) -> QTextBlock:
        """Measure the block, or the table that begins with it, and return the next one."""
        table = _table_at(block)
        if table is not None:
            return self._take_table(table, block)
        first, _ = self._take_lines(block)
        top = first[0] if self._headings is None else self._headings
        if _leads(block):
            self._headings = top
        else:
            self._keep((top, first[1]), _TALLEST_GROUP)
            self._headings = None
        return block.next()

    def _take_lines(self, block: QTextBlock) -> tuple[Span, Span]:
        """Measure the lines of a block, and return its first ones and its last ones, which stay together."""
        top, layout = self._layout.blockBoundingRect(block).top(), block.layout()
        placed = (layout.lineAt(number) for number in range(layout.lineCount()))
        lines = [(top + line.y(), top + line.y() + line.height()) for line in placed] or [(top, top)]
        first = lines[0][0], lines[:_TOGETHER][-1][1]
        last = lines[-_TOGETHER:][0][0], lines[-1][1]
        self.lines += lines
        if len(lines) > 1:
            self.blocks.append(((lines[0][0], lines[-1][1]), block))
        self.wholes += (*lines, first, last)
        return first, last

    def _take_table(self, table: QTextTable, block: QTextBlock) -> QTextBlock:
        # Tops, bottoms, and where the first lines of the cells end.
        rows = [(inf, 0.0, 0.0)] * table.rows()
        before, end_of_table = -1, table.lastPosition()
        while block.isValid() and block.position() <= end_of_table:
            cell = table.cellAt(block.position())
            first, last = self._take_lines(block)
            top, bottom, start = rows[cell.row()]
            start = start if cell.column() == before else max(start, first[1])
            rows[cell.row()] = min(top, first[0]), max(bottom, last[1]), start
            before, block = cell.column(), block.next()
        edge = (table.cellAt(0, 0).format().toTableCellFormat().topPadding() + BORDER / 2) * self._pixel
        tops = [top - edge for top, _, _ in rows]
        # Not the bottoms of the lines in a row, to which margins may be added.
        spans = list(zip(tops, [*tops[1:], rows[-1][1] + edge], strict=True))
        starts = [(top, start) for top, (_, _, start) in zip(tops, rows, strict=True)]
        self.wholes += starts
        for span in spans:
            self._keep(span, _TALLEST_ROW)
        self._take_beginning(table, starts, spans)
        return block

    def _take_beginning(self, table: QTextTable, starts: Sequence[Span], spans: Sequence[Span]) -> None:
        """Keep the beginning of a table together, with the headings over it: its header and a row, or two rows."""
        header = table.format().toTableFormat().headerRowCount()
        header = header if header < len(spans) else 0
        table_top = spans[0][0]
        top = table_top if self._headings is None else self._headings
        self._keep((top, starts[header][1]), _TALLEST_GROUP)
        for number in {header, header or min(1, len(spans) - 1)}:
            self._keep((top, spans[number][1]), _TALLEST_GROUP)
        self._headings = None
        if header and spans[header][0] - table_top <= _TALLEST_ROW * self._height:
            self.headers.append(((table_top, spans[header][0]), spans[-1][1]))

    def _keep(self, span: Span, share: float) -> None:
        """Have something kept whole where it takes no more than a share of a page."""
        if span[1] - span[0] <= share * self._height:
            self.wholes.append(span)


def _table_at(block: QTextBlock) -> QTextTable | None:
    return QTextCursor(block).currentTable()


def _leads(block: QTextBlock) -> bool:
    """Tell whether a block leads to the next one: a heading, or the rule over the footnotes."""
    form = block.blockFormat()
    return bool(form.headingLevel()) or form.hasProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth)


class _Cutter:
    """Cuts the long page."""

    def __init__(self, measures: _Measures, height: float) -> None:
        self._wholes, self._lines = sorted(measures.wholes), sorted(measures.lines)
        self._headers, self._blocks, self._height = measures.headers, measures.blocks, height
        self._end = max(bottom for _, bottom in self._wholes)

    def pages(self) -> list[Page]:
        spans: list[Span] = []
        top: float | None = 0.0
        while top is not None:
            header = self._header(top)
            bottom = self._cut(top, self._height - (header[1] - header[0] if header else 0))
            spans.append((top, bottom))
            top = self._next(top, bottom)
        continued = self._continued([top for top, _ in spans])
        return [Page(span, self._header(span[0]), tuple(blocks)) for span, blocks in zip(spans, continued, strict=True)]

    def _continued(self, tops: Sequence[float]) -> list[list[QTextBlock]]:
        """Return for each page, by its top, the blocks that began above it and reach into it."""
        continued: list[list[QTextBlock]] = [[] for _ in tops]
        for (begin, end), block in self._blocks:
            for number in range(bisect_right(tops, begin), bisect_left(tops, end)):
                continued[number].append(block)
        return continued

    def _header(self, top: float) -> Span | None:
        """Return the header of the table that goes on at a place, if there is one."""
        number = bisect_right(self._headers, top, key=lambda header: header[0][1])
        if not number or self._headers[number - 1][1] <= top:
            return None
        return self._headers[number - 1][0]

    def _cut(self, top: float, room: float) -> float:
        """Return where a page ends that begins at ``top`` and has ``room``."""
        if self._end <= top + room:
            return self._end
        # Nothing kept whole takes more than half a page; but lines side by side may leave no place between them.
        cuts = (_raised(spans, top, top + room) for spans in (self._wholes, self._lines))
        return next((cut for cut in cuts if cut - top >= room / 4), top + room)

    def _next(self, top: float, bottom: float) -> float | None:
        """Return where the page after one begins: with the lines that this one had to cut, else with what follows."""
        cut = (begin for begin, end in _between(self._lines, top, bottom) if end > bottom)
        number = bisect_left(self._wholes, (bottom, 0.0))
        after = self._wholes[number][0] if number < len(self._wholes) else None
        return next(cut, after)


def _raised(spans: Sequence[Span], top: float, bottom: float) -> float:
    """Return the lowest place from ``bottom`` up that is within none of the spans that begin below ``top``."""
    while True:
        cut = next((begin for begin, end in _between(spans, top, bottom) if end > bottom), None)
        if cut is None:
            return bottom
        bottom = cut


def _between(spans: Sequence[Span], top: float, bottom: float) -> Iterator[Span]:
    """Yield those of sorted spans that begin below ``top`` and above ``bottom``."""
    for number in range(bisect_right(spans, (top, inf)), bisect_left(spans, (bottom, 0.0))):
        yield spans[number]
