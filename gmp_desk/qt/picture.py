"""Shows a picture of the plan that can be walked by keyboard, saved as PNG and copied."""

import html
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gmp_desk.files import write_whole
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.drawing import Drawing, Letters, Words
from gmp_desk.qt.theme import RADIUS, SPACE, Theme

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_IMAGE_WIDTH = 1200
_IMAGE_SCALE = 2
# Many programs show no image of 32,768 lines; a longer picture is made less fine.
_TALLEST_IMAGE = 30_000


class Sketch(Protocol):
    """What is to be drawn; it measures itself anew for each width."""

    title: str
    plan_title: str

    def draw(self, drawing: Drawing) -> None:
        """Add the shapes to an empty drawing, from its top."""


class PictureView(QAbstractScrollArea):
    """A picture as wide as its place. Arrow keys walk through its parts; Enter or a click goes where one leads."""

    go_to = Signal(str)
    """The address of what was chosen."""

    def __init__(self, desk: Desk, sketch: Sketch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sketch = sketch
        self._chosen: int | None = None
        self._drawing = Drawing(0, Letters(desk.theme), mirrored=False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._redraw()

    @property
    def sketch(self) -> Sketch:
        """What is shown."""
        return self._sketch

    @property
    def drawing(self) -> Drawing:
        """The picture as it is laid out for the present width."""
        return self._drawing

    def show_sketch(self, sketch: Sketch) -> None:
        """Show another sketch; what was chosen stays chosen where it is still there."""
        before = self._drawing.spots[self._chosen].address if self._chosen is not None else None
        chosen, self._chosen = self._chosen, None  # what is drawn meanwhile may have fewer parts
        self._sketch = sketch
        self._redraw()
        spots = self._drawing.spots
        if chosen is not None and chosen < len(spots) and spots[chosen].address == before:
            self._chosen = chosen
        elif before is not None:
            self._chosen = next((n for n, spot in enumerate(spots) if spot.address == before), None)
        self._say_where()

    def image(self) -> QImage:
        """Return the picture with its title and the plan's, twice as fine as on the screen, in the light theme."""
        theme = Theme(self._desk.paths.resources, dark=False)
        letters, edge = Letters(theme), SPACE[4]
        drawing = self._laid_out(_IMAGE_WIDTH - 2 * edge, letters)
        title = Drawing(drawing.width, letters, mirrored=drawing.mirrored)
        title.text(0, 0, title.width, self._sketch.title, scale="title", bold=True, most=3)
        title.text(0, title.height, title.width, self._sketch.plan_title, role="muted", most=3)
        below_title = title.height + SPACE[3]
        height = below_title + drawing.height + 2 * edge
        scale = min(_IMAGE_SCALE, _TALLEST_IMAGE / height)
        image = QImage(int(_IMAGE_WIDTH * scale), int(height * scale), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(scale, scale)
        painter.translate(edge, edge)
        title.paint(painter, theme)
        painter.translate(0, below_title)
        drawing.paint(painter, theme)
        painter.end()
        return image

    def copy(self) -> None:
        """Put the image on the clipboard."""
        QGuiApplication.clipboard().setImage(self.image())

    def go_on(self, steps: int) -> None:
        """Choose the part so many steps after the chosen one, or the first or last where there are not so many."""
        last = len(self._drawing.spots) - 1
        if last >= 0:
            start = self._chosen if self._chosen is not None else -1 if steps > 0 else last + 1
            self._choose(min(max(start + steps, 0), last))

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:
        """Ask for the whole height, as far as there is room."""
        return QSize(640, int(self._drawing.height) + 2 * SPACE[3])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out for the new width."""
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and a frame round the chosen part while the keys go here."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._desk.theme.colour("surface"))
        painter.translate(self._origin())
        self._drawing.paint(painter, self._desk.theme)
        if self._chosen is not None and self.hasFocus():
            painter.setPen(QPen(self._desk.theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._drawing.spots[self._chosen].rect.adjusted(-3, -3, 3, 3), RADIUS, RADIUS)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys, go with Enter."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.go_on(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_on(len(self._drawing.spots) * (1 if key == Qt.Key.Key_End else -1))
        elif key in _OPENS and self._chosen is not None:
            self.go_to.emit(self._drawing.spots[self._chosen].address)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first part when the keys come here for the first time."""
        super().focusInEvent(event)
        if self._chosen is None and event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        ):
            self.go_on(1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the part below the mouse."""
        number = self._spot_at(event.position())
        if number is not None:
            self._choose(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go where the chosen part leads, where the mouse is still on it."""
        number = self._spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None and number == self._chosen:
            self.go_to.emit(self._drawing.spots[number].address)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what leads somewhere."""
        leads = self._spot_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell in a tool tip all that is said of the part below the mouse, or the whole of a text that is elided."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(QPointF(event.pos()))
            # Given as HTML: of a plain text with "<" in it, Qt would guess that it is some.
            QToolTip.showText(
                event.globalPos(), f"<p>{html.escape(text).replace(chr(10), '<br/>')}</p>" if text else ""
            )
            return True
        return bool(super().viewportEvent(event))

    def tip_at(self, point: QPointF) -> str:
        """Return what the tool tip says at a point of the viewport, in plain text."""
        number = self._spot_at(point)
        if number is not None:
            return self._drawing.spots[number].text
        inside = point - self._origin()
        words = (shape for shape in self._drawing.shapes if isinstance(shape, Words))
        return next((each.whole for each in words if each.elided and each.rect.contains(inside)), "")

    def _laid_out(self, width: float, letters: Letters) -> Drawing:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        drawing = Drawing(max(width, 1), letters, mirrored=mirrored)
        self._sketch.draw(drawing)
        return drawing

    def _redraw(self) -> None:
        edge = SPACE[3]
        self._drawing = self._laid_out(self.viewport().width() - 2 * edge, Letters(self._desk.theme))
        hidden = int(self._drawing.height) + 2 * edge - self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(hidden, 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(int(Letters(self._desk.theme).height() * 2))
        self._say_where()
        self.updateGeometry()
        self.viewport().update()

    def _origin(self) -> QPointF:
        """Return where the picture begins in the viewport."""
        return QPointF(SPACE[3], SPACE[3] - self.verticalScrollBar().value())

    def _spot_at(self, point: QPointF) -> int | None:
        inside = point - self._origin()
        return next((n for n, spot in enumerate(self._drawing.spots) if spot.rect.contains(inside)), None)

    def _choose(self, number: int) -> None:
        self._chosen = number
        self._show_rect(self._drawing.spots[number].rect)
        self._say_where()
        self.viewport().update()

    def _show_rect(self, rect: QRectF) -> None:
        bar, edge = self.verticalScrollBar(), SPACE[3]
        top, bottom = int(rect.top()), int(rect.bottom()) + 2 * edge
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def _say_where(self) -> None:
        """Give readers of the screen the chosen part as the name, which they say when it changes."""
        chosen = self._drawing.spots[self._chosen].text if self._chosen is not None else ""
        self.setAccessibleName(chosen or self._sketch.title)
        spots = "\n".join(spot.text.split("\n", 1)[0] for spot in self._drawing.spots)
        self.setAccessibleDescription(f"{self._sketch.title}\n{spots}" if spots else self._sketch.title)


def save_png(view: PictureView, path: Path) -> None:
    """Save the image of a view; a file that is there is replaced.

    Raise ``Refused`` ("file.write") where the folder or disk does not let us.
    """
    content = _png(view.image())

    def write(beside: Path) -> None:
        beside.write_bytes(content)

    write_whole(path, write, replace=True)


def _png(image: QImage) -> bytes:
    # In memory: Qt would not tell why it cannot write to a path.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
