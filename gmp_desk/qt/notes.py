"""Short lines below an input or card that say what is missing or cannot be read, with a mark and in words."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gmp_desk.domain.rules import Finding
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE

Tone = Literal["error", "warning"]


class Notes(QWidget):
    """The findings of one field below each other; it takes no room while there are none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[tuple[Tone, str], ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(SPACE[0])
        self.hide()

    def show_notes(self, findings: Sequence[Finding], problem: str = "") -> None:
        """Show what is missing, below what cannot be read; nothing where there is nothing to say."""
        notes: list[tuple[Tone, str]] = [("error", problem)] if problem else []
        notes += [(finding.severity, self._desk.wording.finding(finding)) for finding in findings]
        if tuple(notes) == self._shown:
            return
        self._shown = tuple(notes)
        while line := self._lines.takeAt(0):
            if widget := line.widget():
                widget.setParent(None)
                widget.deleteLater()
        for tone, text in notes:
            self._lines.addWidget(_Note(self._desk, tone, text, self))
        self.setVisible(bool(notes))

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown, line by line."""
        return tuple(text for _, text in self._shown)


class _Note(QWidget):
    def __init__(self, desk: Desk, tone: Tone, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        mark = QLabel(self)
        mark.setPixmap(desk.icons.icon(tone, tone).pixmap(desk.theme.mark, self.devicePixelRatioF()))
        words = QLabel(text, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setProperty("look", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
