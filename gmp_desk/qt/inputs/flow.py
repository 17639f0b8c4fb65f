"""A layout that puts widgets beside each other, in as many rows as the width asks for."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class Flow(QLayout):
    """Rows of widgets, in the direction of writing; no widget is wider than the row."""

    def __init__(self, parent: QWidget, across: int, down: int, *, columns: bool = False) -> None:
        """Take the spaces between widgets beside each other and between rows.

        With ``columns`` all widgets are as wide as the widest, so that they stand below each other.
        """
        super().__init__(parent)
        self._columns = columns
        self._items: list[QLayoutItem] = []
        self._across, self._down = across, down
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take in an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    # Qt asks for items until there is none; the stubs of PySide know of no None here.

    def itemAt(self, index: int) -> QLayoutItem:
        """Return an item, or None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        """Give an item away, or None behind the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """Return that no more room is wanted than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows that a width makes."""
        return self._arrange(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the widgets into their places."""
        super().setGeometry(rect)
        self._arrange(rect, really=True)

    def sizeHint(self) -> QSize:
        """Return the size in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        widths = [size.width() for size in sizes]
        if self._columns and widths:
            widths = [max(widths)] * len(widths)
        across = sum(widths) + self._across * max(0, len(sizes) - 1)
        return QSize(across, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, really: bool) -> int:
        """Return the height of the rows within a rectangle, whose widgets are put there if it is meant."""
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        x, y, row = rect.x(), rect.y(), 0
        items = self._shown()
        sizes = [item.sizeHint() for item in items]
        widest = max((size.width() for size in sizes), default=0)
        # Widgets of a row stand on one middle line.
        tallest = max((size.height() for size in sizes), default=0)
        for item, size in zip(items, sizes, strict=True):
            width = min(widest if self._columns else size.width(), max(rect.width(), item.minimumSize().width()))
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, row = rect.x(), y + row + self._down, 0
            if really:
                top = y + (tallest - size.height()) // 2
                place = QRect(QPoint(x, top), QSize(width, size.height()))
                item.setGeometry(QStyle.visualRect(direction, rect, place))
            x += width + self._across
            row = tallest
        return y + row - rect.y()
