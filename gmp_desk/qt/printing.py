"""Puts documents told in HTML on pages: as PDF, and on paper."""

from itertools import count
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from gmp_desk.app.exporting import Progress, untold
from gmp_desk.formats.html_writer import PRINT, Printable

INDENT = 22
"""The width of a level of lists, in pixels of Qt's 96 to an inch."""
_RESOLUTION = 1200  # dots per inch
_MARGINS = QMarginsF(20, 22, 20, 20)  # millimetres
_SMALL = 8.5  # points of the lines at the head and the foot of a page
_HEAD, _FOOT = 34.0, 28.0  # points that these lines take, with the space to the text
_NEW_PAGE = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore


def write_pdf(printable: Printable, path: Path, progress: Progress = untold) -> None:
    """Write a document as a PDF file on A4 pages, with the fonts in it; ``progress`` is told the pages, up to 1.

    It runs in any thread: what it makes of Qt lives and dies here. Where there is no window, and so no application of
    Qt, it makes one that needs no screen. Raise ``OSError`` where the file cannot be written.
    """
    # The name keeps it alive as long as this runs.
    app = QGuiApplication.instance() or QGuiApplication(["gmp-desk", "-platform", "offscreen"])  # noqa: F841
    content = QByteArray()
    # In memory first: QPdfWriter keeps a full disk to itself.
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(printable.title)
    writer.setCreator("GMP Desk")
    writer.setPageLayout(page_layout())
    print_on(writer, printable, progress)
    del writer
    buffer.close()
    path.write_bytes(content.data())


def page_layout() -> QPageLayout:
    """Return the page that documents are set on: A4 upright."""
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, _MARGINS, QPageLayout.Unit.Millimeter)


def print_on(device: QPagedPaintDevice, printable: Printable, progress: Progress = untold) -> None:
    """Print a document on a device, page by page, each with the title at its head and its number at its foot."""
    # Layouts start timers, which a thread that Qt did not start has only once it has a loop for events.
    loop = QEventLoop()
    painter = QPainter(device)
    try:
        points = device.logicalDpiY() / 72
        body = QRectF(0, 0, device.width(), device.height()).adjusted(0, _HEAD * points, 0, -_FOOT * points)
        document = _document(printable, device)
        _lay_out(document, body.size(), lambda done: progress(done / 2))
        pages = document.pageCount()
        for page in range(pages):
            progress((1 + page / pages) / 2)
            if page:
                device.newPage()
            _draw_page(painter, document, body, page)
            _draw_lines(painter, printable, body, points, printable.footer.format(page=page + 1, pages=pages))
        progress(1.0)
    finally:
        painter.end()
        del loop


def _document(printable: Printable, device: QPagedPaintDevice) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setIndentWidth(INDENT)
    font = QFont()
    font.setPointSizeF(PRINT.size)
    document.setDefaultFont(font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setHtml(printable.html)
    return document


def _lay_out(document: QTextDocument, size: QSizeF, progress: Progress) -> None:
    """Lay out a document on pages of a size, with a new page where a heading would stand apart from its content.

    Qt lets no other thread do anything while it lays out, so it is asked for one block after the other: it does as
    much as it is asked for. Where a layout that it has begun is changed, it draws some blocks nowhere; so it begins
    anew after changes.
    """
    last = document.characterCount()
    for round_ in count(1):

        def told(position: float, before: float = 1 - 1 / round_, share: float = 1 / round_ / (round_ + 1)) -> None:
            progress(before + share * position / last)

        document.setPageSize(size)
        if not _move_headings(document, told):
            return


def _move_headings(document: QTextDocument, progress: Progress) -> bool:
    """Have headings that would stand apart begin a new page; tell whether there were any."""
    layout, height = document.documentLayout(), document.pageSize().height()

    def page_of(block: QTextBlock) -> int:
        # Not that of the block, which may begin at the foot of a page and have its first line on the next.
        top, lines = layout.blockBoundingRect(block).top(), block.layout()
        return int((top + (lines.lineAt(0).y() if lines.lineCount() else 0)) // height)

    moved, first, block = False, None, document.begin()
    while block.isValid():
        progress(block.position())
        page_of(block)
        if block.blockFormat().headingLevel():
            first = first or block
        elif first is not None:
            stands_apart = page_of(first) != page_of(_first_content(block))
            if stands_apart and first.blockFormat().pageBreakPolicy() != _NEW_PAGE:
                new_page = QTextBlockFormat()
                new_page.setPageBreakPolicy(_NEW_PAGE)
                QTextCursor(first).mergeBlockFormat(new_page)
                moved = True
            first = None
        block = block.next()
    return moved


def _first_content(block: QTextBlock) -> QTextBlock:
    """Return a block, or where it begins a table with a header of its own, the first one below that."""
    table = QTextCursor(block).currentTable()
    header = table.format().toTableFormat().headerRowCount() if table is not None else 0
    if table is None or not 0 < header < table.rows():
        return block
    return table.cellAt(header, 0).firstCursorPosition().block()


def _draw_page(painter: QPainter, document: QTextDocument, body: QRectF, page: int) -> None:
    painter.save()
    painter.translate(0, body.top() - page * body.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, page * body.height(), body.width(), body.height())
    context.palette.setColor(QPalette.ColorRole.Text, QColor(PRINT.text))
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _draw_lines(painter: QPainter, printable: Printable, body: QRectF, points: float, footer: str) -> None:
    """Draw what stands at the head and the foot of a page."""
    font = QFont()
    font.setPointSizeF(_SMALL)
    painter.setFont(font)
    metrics = QFontMetricsF(font, painter.device())
    title = metrics.elidedText(printable.title, Qt.TextElideMode.ElideRight, body.width())
    side = Qt.AlignmentFlag.AlignRight if printable.rtl else Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if printable.rtl else Qt.LayoutDirection.LeftToRight)
    painter.setPen(QColor(PRINT.muted))
    line = ceil(metrics.height())
    one_line = Qt.TextFlag.TextSingleLine
    painter.drawText(
        QRectF(0, 0, body.width(), line),
        side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop | one_line,
        title,
    )
    foot = QRectF(0, body.bottom() + _FOOT * points - line, body.width(), line)
    painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | one_line, footer)
    painter.setPen(QColor(PRINT.line))
    painter.drawLine(0, int(line + 4 * points), int(body.width()), int(line + 4 * points))
