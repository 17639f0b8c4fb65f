"""A small window that opens below an input and closes when one looks elsewhere."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QWidget


class Popup(QFrame):
    """A frame above all others; Escape or a click beside it closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("look", "card")

    def open_at(self, anchor: QWidget) -> None:
        """Show the popup below a widget, or above it where the screen ends, its near edges aligned."""
        self.resize(self.sizeHint())  # adjustSize() would cut it at two thirds of the screen
        below = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
        screen = anchor.screen().availableGeometry()
        right_to_left = anchor.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = below.right() + 1 - self.width() if right_to_left else below.left()
        fits_below = below.bottom() + self.height() <= screen.bottom()
        y = below.bottom() + 2 if fits_below else below.top() - self.height() - 1
        x = max(screen.left(), min(x, screen.right() - self.width()))
        self.move(x, max(screen.top(), y))
        self.show()
