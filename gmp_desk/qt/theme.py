"""How the window looks: colours by what they are for, sizes of text, spaces."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

Role = Literal[
    "window",
    "surface",
    "raised",
    "line",
    "outline",
    "text",
    "muted",
    "accent",
    "on_accent",
    "error",
    "warning",
    "success",
    "focus",
    "selection",
]
Scale = Literal["body", "lead", "title", "display"]

SPACE = (4, 8, 12, 16, 24, 32)
"""The spaces between things, in logical pixels."""
RADIUS = 6
"""How round corners are, in logical pixels."""
_ICON = 16  # logical pixels, beside text of the usual size
_LARGE = 150  # percent: with larger texts, two fields have no room side by side
_SCALES: Mapping[Scale, float] = {"body": 1.0, "lead": 1.15, "title": 1.4, "display": 1.8}


class Theme:
    """One of the two themes, with texts of a size."""

    def __init__(self, resources: Path, *, dark: bool, text_size: int = 100) -> None:
        """Read the colours; ``text_size`` is in percent of the system's size."""
        self.dark = dark
        name = "dark" if dark else "light"
        self._colours: dict[str, str] = tomllib.loads((resources / "themes.toml").read_text("utf-8"))[name]
        self._styles = (resources / "window.qss").read_text("utf-8")
        self._parts = (resources / "icons" / "parts").as_posix()
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._body = system.pointSizeF() * text_size / 100
        self._icon = round(_ICON * text_size / 100)
        self.is_large = text_size > _LARGE

    def colour(self, role: Role) -> QColor:
        """Return the colour for a role."""
        return QColor(self._colours[role])

    def size(self, scale: Scale) -> float:
        """Return the size of text in points."""
        return self._body * _SCALES[scale]

    @property
    def mark(self) -> QSize:
        """The size of an icon beside text of the usual size, in logical pixels."""
        return QSize(self._icon, self._icon)

    def palette(self) -> QPalette:
        """Return the colours as Qt's own widgets ask for them."""
        palette = QPalette()
        for role, names in _PALETTE.items():
            for name in names:
                palette.setColor(name, self.colour(role))
        for group_role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, group_role, self.colour("outline"))
        return palette

    def style_sheet(self) -> str:
        """Return the styles of widgets, by their class and their property ``look``."""
        sizes = {f"size_{scale}": f"{self.size(scale):.2f}pt" for scale in _SCALES}
        theme = "dark" if self.dark else "light"
        return Template(self._styles).substitute(
            self._colours, radius=RADIUS, parts=self._parts, theme=theme, icon=self._icon, **sizes
        )

    def colour_windows(self, app: QApplication) -> None:
        """Give all windows the colours alone, which is enough for the first paint of an empty one."""
        app.setPalette(self.palette())

    def dress(self, app: QApplication) -> None:
        """Give all windows this look."""
        app.setStyle("fusion")
        self.colour_windows(app)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPointSizeF(self._body)
        app.setFont(font)
        app.setStyleSheet(self.style_sheet())


_PALETTE: Mapping[Role, tuple[QPalette.ColorRole, ...]] = {
    "window": (QPalette.ColorRole.Window,),
    "surface": (QPalette.ColorRole.Base, QPalette.ColorRole.Button, QPalette.ColorRole.Light),
    "raised": (QPalette.ColorRole.AlternateBase, QPalette.ColorRole.ToolTipBase, QPalette.ColorRole.Midlight),
    "line": (QPalette.ColorRole.Mid, QPalette.ColorRole.Shadow),
    "outline": (QPalette.ColorRole.Dark,),
    "text": (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.ToolTipText,
        QPalette.ColorRole.HighlightedText,
        QPalette.ColorRole.BrightText,
    ),
    "muted": (QPalette.ColorRole.PlaceholderText,),
    "accent": (QPalette.ColorRole.Link, QPalette.ColorRole.LinkVisited, QPalette.ColorRole.Accent),
    "selection": (QPalette.ColorRole.Highlight,),
}
