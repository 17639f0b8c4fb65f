"""Puts documents told in HTML on pages: as PDF, and on paper."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QLoggingCategory, QMarginsF, QRectF, Qt
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
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from gmp_desk.app.exporting import Progress, untold
from gmp_desk.formats.html_style import FONTS, INDENT, PRINT
from gmp_desk.formats.html_writer import Printable
from gmp_desk.qt.pages import BORDER, Page, Span, parted

_RESOLUTION = 1200  # dots per inch
_MARGINS = QMarginsF(20, 22, 20, 20)  # millimetres
_SMALL = 8.5  # points of the lines at the head and the foot of a page
_HEAD, _FOOT = 34.0, 28.0  # points that these lines take, with the space to the text


def write_pdf(printable: Printable, path: Path, progress: Progress = untold) -> None:
    """Write a document as a PDF file on A4 pages, with the fonts in it; ``progress`` is told the pages, up to 1.

    It runs in any thread: what it makes of Qt lives and dies here. Where there is no window, and so no application of
    Qt, it makes one that needs no screen. Raise ``OSError`` where the file cannot be written.
    """
    app = QGuiApplication.instance() or _without_screen()  # noqa: F841 - the name keeps it alive as long as this runs
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


def _without_screen() -> QGuiApplication:
    # What it tells there is which fonts have no rules for a script; Qt takes another one then.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    return QGuiApplication(["gmp-desk", "-platform", "offscreen"])


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
        document = text_document(printable, device)
        pages = parted(document, body.width(), body.height(), lambda done: progress(done / 2))
        for number, page in enumerate(pages):
            progress((1 + number / len(pages)) / 2)
            if number:
                device.newPage()
            _draw_page(painter, document, body, page)
            _draw_lines(painter, printable, body, points, printable.footer.format(page=number + 1, pages=len(pages)))
        progress(1.0)
    finally:
        painter.end()
        del loop


def text_document(printable: Printable, device: QPagedPaintDevice) -> QTextDocument:
    """Return a document as Qt knows it, with its sizes for a device; it is not laid out yet."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setIndentWidth(INDENT)
    document.setDefaultFont(_font(PRINT.size))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setHtml(printable.html)
    _scale_first_lines(document, device.logicalDpiX() / 96)
    return document


def _scale_first_lines(document: QTextDocument, times: float) -> None:
    """Give first lines their indents in dots of the device, which Qt does with all other lengths."""
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        if form.textIndent():
            form.setTextIndent(form.textIndent() * times)
            QTextCursor(block).setBlockFormat(form)
        block = block.next()


def _font(points: float) -> QFont:
    font = QFont()
    font.setFamilies(FONTS)
    font.setPointSizeF(points)
    return font


def _draw_page(painter: QPainter, document: QTextDocument, body: QRectF, page: Page) -> None:
    top, width = body.top(), body.width()
    if page.header is not None:
        _draw_span(painter, document, top, width, page.header)
        top += page.header[1] - page.header[0]
    _draw_span(painter, document, top, width, page.content, page.continued)


def _draw_span(
    painter: QPainter,
    document: QTextDocument,
    at: float,
    width: float,
    span: Span,
    continued: Sequence[QTextBlock] = (),
) -> None:
    """Draw at a height what of a laid out document reaches from one height to another.

    ``continued`` are the blocks that begin above. Of such a one Qt would draw the line above the others too, and the
    mark of a list: unseen, but in a PDF file they would be there to be found and copied.
    """
    painter.save()
    painter.translate(0, at - span[0])
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(PRINT.text))
    clip = QRectF(0, span[0], width, span[1] - span[0])
    # A page ends and begins in the middle of the border between two rows, and shows the whole of it.
    half = ceil(BORDER / 2 * painter.device().logicalDpiY() / 96)
    painter.setClipRect(clip.adjusted(0, -half, 0, half))
    # Text that only touches it would be in a PDF file without being seen.
    context.clip = clip.adjusted(0, 1, 0, -1)
    painter.setPen(QColor(PRINT.text))
    for block in continued:
        _draw_rest(painter, document, block, context.clip)
        block.setVisible(False)
    document.documentLayout().draw(painter, context)
    for block in continued:
        block.setVisible(True)
    painter.restore()


def _draw_rest(painter: QPainter, document: QTextDocument, block: QTextBlock, clip: QRectF) -> None:
    """Draw those lines of a block that are within a clip."""
    layout = block.layout()
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        if clip.top() < origin.y() + line.y() + line.height() and origin.y() + line.y() < clip.bottom():
            line.draw(painter, origin)


def _draw_lines(painter: QPainter, printable: Printable, body: QRectF, points: float, footer: str) -> None:
    """Draw what stands at the head and the foot of a page."""
    font = _font(_SMALL)
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
