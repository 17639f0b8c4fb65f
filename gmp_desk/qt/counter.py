"""The live counter beside a limited field: "183 of 250 words", "183 / 250 字" (F10, D1)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gmp_desk.domain import words
from gmp_desk.domain.values import Language
from gmp_desk.qt.desk import Desk

_NEAR = 0.8  # from here on the counter warns


class Counter(QLabel):
    """Says how long a field is and how long it may be; it blocks nothing."""

    def __init__(self, desk: Desk, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._limit = desk, limit
        self.setTextFormat(Qt.TextFormat.PlainText)

    def count(self, markdown: str, language: Language) -> None:
        """Show the length of a field's text."""
        length = words.length(markdown, language)
        catalogue = self._desk.catalogue
        if words.unit(language) == "characters":
            message = catalogue.gettext("{count} / {limit} 字")
        else:
            message = catalogue.ngettext("{count} of {limit} word", "{count} of {limit} words", self._limit)
        text = message.format(count=length, limit=self._limit)
        look = "muted"
        if length > self._limit:
            look = "error"
            text = catalogue.gettext("{length}: too long").format(length=text)
        elif length >= _NEAR * self._limit:
            look = "warning"
        if text != self.text():
            self.setText(text)
        if look != self.property("look"):
            self.setProperty("look", look)
            self.style().polish(self)
