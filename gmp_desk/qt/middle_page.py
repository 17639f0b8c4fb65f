"""A page with nothing to show: a picture, a few words and what can be done, in its middle."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE

_PICTURE = QSize(64, 64)
_LEAST = 320


class MiddlePage(QFrame):
    """Shows an icon, words in a label, and buttons below them."""

    def __init__(
        self, desk: Desk, icon: str, words: QLabel, buttons: Sequence[QPushButton], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(desk.icons.icon(icon, "muted").pixmap(_PICTURE))
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setMinimumWidth(_LEAST)
        row = QHBoxLayout()
        row.setSpacing(SPACE[1])
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE[3])
        column.addStretch(2)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        column.addLayout(row)
        column.addStretch(3)
