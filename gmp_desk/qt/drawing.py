"""Pictures as a list of shapes, measured once and painted in the colours of any theme."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from gmp_desk.qt.theme import Role, Scale, Theme

Alignment = Literal["start", "middle", "end"]
Pattern = Literal["solid", "hatched", "dotted"]

# A line of a picture shows no more of a title; to measure a million characters would take seconds.
_LONGEST_TEXT = 2000
# How far the hatches of a pattern are apart.
_PITCH = 6


class Letters:
    """The fonts of a theme and how much room texts take in them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[tuple[Scale, bool], QFont] = {}

    def font(self, scale: Scale = "body", *, bold: bool = False) -> QFont:
        """Return the font of a scale."""
        key = scale, bold
        if key not in self._fonts:
            font = QFont(QGuiApplication.font())
            font.setPointSizeF(self._theme.size(scale))
            font.setBold(bold)
            self._fonts[key] = font
        return self._fonts[key]

    def height(self, scale: Scale = "body", *, bold: bool = False) -> float:
        """Return the height of a line of text."""
        return QFontMetricsF(self.font(scale, bold=bold)).height()

    def width(self, text: str, scale: Scale = "body", *, bold: bool = False) -> float:
        """Return the width of a text on one line, with a hair's breadth to spare."""
        return QFontMetricsF(self.font(scale, bold=bold)).horizontalAdvance(text[:_LONGEST_TEXT]) + 1

    def lines(
        self, text: str, width: float, most: int = 1, scale: Scale = "body", *, bold: bool = False
    ) -> tuple[str, ...]:
        """Return a text broken into lines of a width; what goes beyond the last line is elided."""
        font = self.font(scale, bold=bold)
        text = re.sub(r"[\n\t]+", " ", text[:_LONGEST_TEXT])
        units = text.encode("utf-16-le")  # Qt counts in UTF-16
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
            if len(lines) == most - 1 and end < len(units):
                rest = units[start:].decode("utf-16-le")
                lines.append(QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, max(width, 1)))
                break
            lines.append(units[start:end].decode("utf-16-le").strip(" "))
        layout.endLayout()
        return tuple(lines)


@dataclass(frozen=True)
class Words:
    """A text in its place, a line below the other; ``whole`` is all of it."""

    rect: QRectF
    lines: tuple[str, ...]
    whole: str
    role: Role
    font: QFont
    align: Alignment
    mirrored: bool

    @property
    def elided(self) -> bool:
        """Whether not all of it is to be seen."""
        return "".join(self.lines).replace(" ", "") != re.sub(r"[\n\t ]+", "", self.whole)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the lines; each text runs as its own first letter says, from the side where the picture begins."""
        painter.setFont(self.font)
        painter.setPen(theme.colour(self.role))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(_direction(self.whole, mirrored=self.mirrored))
        # Left and right, not leading and trailing: these would follow the text's own direction.
        sides = {
            ("start", False): Qt.AlignmentFlag.AlignLeft,
            ("start", True): Qt.AlignmentFlag.AlignRight,
            ("end", False): Qt.AlignmentFlag.AlignRight,
            ("end", True): Qt.AlignmentFlag.AlignLeft,
        }
        side = sides.get((self.align, self.mirrored), Qt.AlignmentFlag.AlignHCenter)
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        height = self.rect.height() / max(len(self.lines), 1)
        for number, line in enumerate(self.lines):
            painter.drawText(
                QRectF(self.rect.x(), self.rect.y() + number * height, self.rect.width(), height), line, option
            )


@dataclass(frozen=True)
class Area:
    """A closed shape: filled, hatched or empty, with an outline or none."""

    outline: QPolygonF
    fill: Role | None
    pattern: Pattern
    edge: Role | None
    dashed: bool
    radius: float

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the shape; patterns lie on the ground of the picture."""
        shape = QPainterPath()
        if self.radius:
            shape.addRoundedRect(self.outline.boundingRect(), self.radius, self.radius)
        else:
            shape.addPolygon(self.outline)
            shape.closeSubpath()
        if self.fill and self.pattern == "solid":
            painter.fillPath(shape, theme.colour(self.fill))
        elif self.fill:
            _paint_pattern(painter, shape, theme.colour(self.fill), self.pattern)
        if self.edge:
            painter.strokePath(shape, _pen(theme.colour(self.edge), 1.5, dashed=self.dashed))


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    start: QPointF
    end: QPointF
    role: Role
    width: float
    dashed: bool

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the line."""
        painter.setPen(_pen(theme.colour(self.role), self.width, dashed=self.dashed))
        painter.drawLine(self.start, self.end)


@dataclass(frozen=True)
class Spot:
    """A part of the picture that leads somewhere: where it is, the address, and all that it says in words."""

    rect: QRectF
    address: str
    text: str


Shape = Words | Area | Stroke


class Drawing:
    """Collects the shapes of a picture of a width, mirrored for Arabic; measures are from the side where it begins."""

    def __init__(self, width: float, letters: Letters, *, mirrored: bool) -> None:
        self.width = width
        self.height = 0.0
        self.letters = letters
        self.mirrored = mirrored
        self.shapes: list[Shape] = []
        self.spots: list[Spot] = []

    def text(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        scale: Scale = "body",
        bold: bool = False,
        role: Role = "text",
        align: Alignment = "start",
        most: int = 1,
    ) -> float:
        """Add a text in at most so many lines, and return the height that it takes."""
        lines = self.letters.lines(text, width, most, scale, bold=bold)
        height = self.letters.height(scale, bold=bold) * len(lines)
        font = self.letters.font(scale, bold=bold)
        self.shapes.append(Words(self._rect(x, y, width, height), lines, text, role, font, align, self.mirrored))
        self._reach(y + height)
        return height

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Role | None = None,
        pattern: Pattern = "solid",
        edge: Role | None = None,
        dashed: bool = False,
        radius: float = 0,
    ) -> None:
        """Add a rectangle."""
        outline = QPolygonF(self._rect(x, y, width, height))
        self.shapes.append(Area(outline, fill, pattern, edge, dashed, min(radius, width / 2, height / 2)))
        self._reach(y + height)

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: Role | None,
        pattern: Pattern = "solid",
        edge: Role | None = None,
    ) -> None:
        """Add a closed shape with straight sides."""
        outline = QPolygonF([QPointF(self._x(x), y) for x, y in points])
        self.shapes.append(Area(outline, fill, pattern, edge, dashed=False, radius=0))
        self._reach(max(y for _, y in points))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, role: Role, *, width: float = 1, dashed: bool = False
    ) -> None:
        """Add a straight line."""
        self.shapes.append(Stroke(QPointF(self._x(x1), y1), QPointF(self._x(x2), y2), role, width, dashed))
        self._reach(max(y1, y2))

    def spot(self, x: float, y: float, width: float, height: float, address: str, text: str) -> None:
        """Say that a part of the picture leads to an address."""
        self.spots.append(Spot(self._rect(x, y, width, height), address, text))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint all shapes in the order in which they were added."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.shapes:
            shape.paint(painter, theme)

    def _reach(self, y: float) -> None:
        self.height = max(self.height, y)

    def _x(self, x: float) -> float:
        return self.width - x if self.mirrored else x

    def _rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(self.width - x - width if self.mirrored else x, y, width, height)


def _direction(text: str, *, mirrored: bool) -> Qt.LayoutDirection:
    """Return how a text runs: as its first letter does, or as the picture where it has none."""
    for character in text:
        if character.isalpha():
            arabic = "\u0590" <= character <= "\u08ff" or "\ufb1d" <= character <= "\ufefc"
            return Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight


def _pen(colour: QColor, width: float, *, dashed: bool) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([3, 2])
    return pen


def _paint_pattern(painter: QPainter, shape: QPainterPath, colour: QColor, pattern: Pattern) -> None:
    """Paint hatches or dots within a shape; Qt's own patterns do not grow with the scale of the painter."""
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    pen = QPen(colour, 2)
    if pattern == "dotted":
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 2.5])
    painter.setPen(pen)
    around = shape.boundingRect()
    steps = range(int((around.width() + around.height()) / _PITCH) + 1)
    for x in (around.left() + step * _PITCH for step in steps):
        painter.drawLine(QPointF(x, around.top()), QPointF(x - around.height(), around.bottom()))
    painter.restore()
