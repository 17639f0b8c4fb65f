"""A workbook told without a format: an overview and tables, as typed values and live formulas."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "number", "date", "month"]


@dataclass(frozen=True)
class Formula:
    """A formula in Excel's English functions, without "=", and what it comes to as long as nobody edits a cell.

    A whole number counts something, a Decimal is a sum of money; ``nought`` stands in the place of a sum of 0.
    """

    text: str
    result: int | Decimal
    nought: str = "–"


Value = str | int | Decimal | date | Formula | None
"""What a cell holds; a Decimal is a figure of the plan's with the decimals it was given with."""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` is in characters, and a column widens where figures or long texts need it."""

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
    """One value in each column, from the first on; ``below_sums`` where counts stand below sums of money."""

    values: tuple[Value, ...]
    below_sums: bool = False


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
