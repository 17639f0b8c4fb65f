"""Icons from the program's own drawings, tinted by what they are for."""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from gmp_desk.qt.theme import Role, Theme

_SIZES = (16, 20, 24, 32, 48, 64, 96)
# What points along the line of writing; in a window from right to left it points the other way.
_DIRECTED = frozenset(
    {"back", "forward", "undo", "redo", "bullets", "numbers", "indent", "outdent", "send", "open", "list", "timeline"}
)


class Icons:
    """Draws the icons of ``resources/icons`` in the colours of a theme."""

    def __init__(self, resources: Path, theme: Theme) -> None:
        self._folder = resources / "icons"
        self._theme = theme
        self._made: dict[tuple[str, Role, bool], QIcon] = {}

    def icon(self, name: str, role: Role = "text") -> QIcon:
        """Return the icon of a name in the colour of a role, mirrored where the window runs from right to left."""
        mirrored = name in _DIRECTED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        key = (name, role, mirrored)
        if key not in self._made:
            self._made[key] = self._drawn(name, role, mirrored=mirrored)
        return self._made[key]

    @cached_property
    def program(self) -> QIcon:
        """The icon of the program itself, in its own colours."""
        return QIcon(str(self._folder / "gmp-desk.svg"))

    def _drawn(self, name: str, role: Role, *, mirrored: bool) -> QIcon:
        drawing = (self._folder / f"{name}.svg").read_text("utf-8")
        icon = QIcon()
        for mode, colour in (
            (QIcon.Mode.Normal, self._theme.colour(role)),
            (QIcon.Mode.Disabled, self._theme.colour("outline")),
        ):
            renderer = QSvgRenderer(QByteArray(_tinted(drawing, colour).encode()))
            for size in _SIZES:
                picture = _picture(renderer, size)
                icon.addPixmap(picture.transformed(QTransform.fromScale(-1, 1)) if mirrored else picture, mode)
        return icon


def _tinted(drawing: str, colour: QColor) -> str:
    return drawing.replace("currentColor", colour.name())


def _picture(renderer: QSvgRenderer, size: int) -> QPixmap:
    picture = QPixmap(QSize(size, size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture
