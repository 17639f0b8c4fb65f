"""What inputs of several parts have in common: a caption above each part, and a name for each."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE, Role


class Captioned(QWidget):
    """A part with its caption above it."""

    def __init__(self, caption: str, part: QWidget) -> None:
        super().__init__(part.parentWidget())
        self.caption, self.part = caption, part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0] // 2)
        self._label = QLabel(caption, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("look", "muted")
        self._label.setBuddy(part)
        column.addWidget(self._label)
        column.addWidget(part)
        column.addStretch()

    def show_caption(self, on: bool) -> None:
        """Show the caption, or only read it to those who listen."""
        self._label.setVisible(on)


def tool_button(desk: Desk, icon: str, name: str, parent: QWidget, role: Role = "text") -> QToolButton:
    """Return a button whose icon is as high as text, called ``name`` in its tool tip and for readers of the screen."""
    button = QToolButton(parent)
    button.setIcon(desk.icons.icon(icon, role))
    button.setIconSize(icon_size(parent))
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button


def order_tabs(parts: Sequence[QWidget]) -> None:
    """Have Tab go through parts in their order, the last of which stays where it is among the fields."""
    for first, second in pairwise((parts[-1], *parts)):
        QWidget.setTabOrder(first, second)


def icon_size(widget: QWidget) -> QSize:
    """Return the size of an icon that stands beside a widget's text."""
    side = max(16, widget.fontMetrics().height())
    return QSize(side, side)


def name_parts(desk: Desk, name: str, parts: Iterable[Captioned]) -> None:
    """Name each part by the input it belongs to and by its caption."""
    told = desk.catalogue.gettext("{field}: {part}")
    for captioned in parts:
        text = told.format(field=name, part=captioned.caption)
        named = captioned.part
        if callable(setter := getattr(named, "set_name", None)):
            setter(text)
        else:
            named.setAccessibleName(text)
