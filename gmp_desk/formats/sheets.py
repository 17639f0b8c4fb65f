"""A workbook told without a format: an overview and tables, as typed values and live formulas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Literal

# Widths of characters in digits: these two kinds, and all others, which are a little wider than a digit.
_NARROW = re.compile(r"[ \xa0\u202f!'’()*,./:;|\[\]I`filjrtا]")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60\U00020000-\U0003fffd]")
_OTHER_WIDTH, _LESS, _MORE = 1.06, 0.53, 0.85
_WORD = re.compile(r"[^\s\u1100-\U0010ffff]+")  # that is not broken at the end of a line

Kind = Literal["text", "number", "date", "month"]


@dataclass(frozen=True)
class Formula:
    """A formula in Excel's English functions, without "=", and what it comes to as long as nobody edits a cell."""

    text: str
    result: int | Decimal


Value = str | int | Decimal | date | Formula | None
"""What a cell holds; a Decimal is a figure of the plan's with the decimals it was given with."""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` is in characters, and a column of numbers widens where they need it."""

    key: str
    header: str
    width: int
    kind: Kind = "text"
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A worksheet with a header row and one row per item, as long as the columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, key: str) -> str:
        """Return a reference to a whole column, so that a formula also reaches rows added by hand."""
        letters = column_letters(self._position(key))
        return f"{quoted_name(self.name)}!${letters}:${letters}"

    def values(self, key: str) -> Iterator[Value]:
        """Yield what stands in a column below its header."""
        position = self._position(key)
        return (row[position] for row in self.rows)

    def _position(self, key: str) -> int:
        return next(position for position, column in enumerate(self.columns) if column.key == key)


@dataclass(frozen=True)
class Title:
    """A line of the title."""

    text: str


@dataclass(frozen=True)
class Heading:
    """What the rows below are about."""

    text: str


@dataclass(frozen=True)
class Fact:
    """A label in the first column, and a value across the others."""

    label: str
    value: Value


@dataclass(frozen=True)
class Header:
    """The headers of the lines below."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One value in each column, from the first on."""

    values: tuple[Value, ...]


OverviewRow = Title | Heading | Fact | Header | Line


@dataclass(frozen=True)
class Overview:
    """The first worksheet: labels and values of the whole plan, and its totals; widths are in characters."""

    name: str
    widths: tuple[int, ...]
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True)
class Workbook:
    """A whole workbook in one language; ``languages`` are its own and that of the texts in it."""

    title: str
    languages: tuple[str, str]
    overview: Overview
    tables: tuple[Table, ...]


def lines(text: str, width: int) -> int:
    """Return about how many lines a text takes up in a column so many digits wide, rather one more than too few."""
    if _OTHER_WIDTH * len(text) <= width and "\n" not in text and text.isascii():
        return 1
    return sum(_lines(line, width) for line in text.split("\n"))


def _lines(line: str, width: int) -> int:
    needed = _OTHER_WIDTH * len(line) - _LESS * len(_NARROW.findall(line)) + _MORE * len(_WIDE.findall(line))
    if needed <= width:
        return 1
    longest_word = max(map(len, _WORD.findall(line)), default=0)
    left_at_line_ends = max(3, min(longest_word, width) // 3)
    return ceil(needed / max(1, width - left_at_line_ends))


def quoted_name(name: str) -> str:
    """Return the name of a worksheet as a formula writes it."""
    return "'" + name.replace("'", "''") + "'"


def quoted_text(text: str) -> str:
    """Return a text as a formula writes it, to be found as it is by COUNTIFS and SUMIFS."""
    for wildcard in "~*?":
        text = text.replace(wildcard, "~" + wildcard)
    return '"' + text.replace('"', '""') + '"'


def column_letters(position: int) -> str:
    """Return the letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
