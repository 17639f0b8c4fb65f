"""A line above the editor with something that can be done about what it says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE


class Banner(QFrame):
    """Says something, and offers a button; it takes no room while it has nothing to say."""

    activated = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner")
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self)
        self._button.setProperty("look", "link")
        self._button.clicked.connect(self.activated)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[3], SPACE[0], SPACE[3], SPACE[0])
        row.addWidget(self._text)
        row.addWidget(self._button)
        row.addStretch(1)
        self.hide()

    def show_text(self, text: str, action: str) -> None:
        """Show a line with a button; nothing for no text."""
        self._text.setText(text)
        self._button.setText(action)
        self.setVisible(bool(text))
