"""Texts side by side, with what differs marked by colour and by a line under or through it."""

import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from gmp_desk.app.comparing import Side, Span
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE

Tone = Literal["plain", "removed", "added"]

_NARROWEST = 34  # characters that a column holds at least; below, columns stand below each other
_MOST_TOLD = 5  # stretches that are read out


class Column(NamedTuple):
    """One of the texts beside each other: what it is, the text, and what its marks mean."""

    title: str
    side: Side
    tone: Tone


class MarkedText(QLabel):
    """A text of the plan that can be read and copied; ``tone`` says what its marks mean."""

    def __init__(self, desk: Desk, side: Side, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText("".join(_paragraphs(desk, side, tone)))


class Columns(QWidget):
    """Texts beside each other, or below each other where there is no room."""

    def __init__(self, desk: Desk, columns: tuple[Column, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = len(columns)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE[4])
        for column in columns:
            whole = QVBoxLayout()
            whole.setSpacing(SPACE[0])
            if column.title:
                title = QLabel(column.title, self)
                title.setTextFormat(Qt.TextFormat.PlainText)
                title.setProperty("look", "muted")
                title.setWordWrap(True)
                whole.addWidget(title)
            whole.addWidget(MarkedText(desk, column.side, column.tone, self), 1)
            self._row.addLayout(whole, 1)

    @property
    def are_beside(self) -> bool:
        """Whether the texts stand beside each other."""
        return self._row.direction() == QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the texts below each other where their lines would become too short."""
        super().resizeEvent(event)
        needed = self._count * self.fontMetrics().averageCharWidth() * _NARROWEST
        beside = event.size().width() >= needed
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction != self._row.direction():
            self._row.setDirection(direction)
            self._row.setSpacing(SPACE[4] if beside else SPACE[2])


def read_out(desk: Desk, before: Side, after: Side) -> str:
    """Return in words what two texts do not share, for readers of the screen; "" for texts without marks."""
    _ = desk.catalogue.gettext
    told = []
    if before.marks:
        told.append(_("Taken out: {text}").format(text=_stretches(before)))
    if after.marks:
        told.append(_("Put in: {text}").format(text=_stretches(after)))
    return ". ".join(told)


def _stretches(side: Side) -> str:
    texts = [" ".join(side.text[span.start : span.end].split()) for span in side.marks]
    told = [text for text in texts if text]
    return "; ".join((*told[:_MOST_TOLD], "…") if len(told) > _MOST_TOLD else told)


def _paragraphs(desk: Desk, side: Side, tone: Tone) -> Iterator[str]:
    """Yield the paragraphs of a text as HTML; all that comes from the plan is escaped."""
    if not side.text:
        yield f'<p dir="{desk.catalogue.direction}" style="margin: 0; color: {desk.theme.colour("muted").name()}">–</p>'
        return
    start = 0
    for line in side.text.split("\n"):
        end = start + len(line)
        runs = "".join(_runs(side, start, end, _style(desk, tone)))
        yield f'<p dir="{_direction(line)}" style="margin: 0 0 4px 0; white-space: pre-wrap">{runs or "&nbsp;"}</p>'
        start = end + 1


def _runs(side: Side, start: int, end: int, style: str) -> Iterator[str]:
    place = start
    for span in _within(side.marks, start, end):
        yield escape(side.text[place : span.start])
        yield f'<span style="{style}">{escape(side.text[span.start : span.end])}</span>'
        place = span.end
    yield escape(side.text[place:end])


def _within(marks: tuple[Span, ...], start: int, end: int) -> Iterator[Span]:
    for mark in marks:
        if mark.start < end and mark.end > start:
            yield Span(max(mark.start, start), min(mark.end, end))


def _style(desk: Desk, tone: Tone) -> str:
    if tone == "plain":
        return ""
    line = "line-through" if tone == "removed" else "underline"
    colour = desk.theme.colour("error" if tone == "removed" else "success")
    tint = f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, 12%)"
    return f"color: {colour.name()}; text-decoration: {line}; background-color: {tint}"


def _direction(text: str) -> str:
    """Return the direction of a paragraph: that of its first letter."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((one for one in directions if one in ("L", "R", "AL")), "L") != "L" else "ltr"
