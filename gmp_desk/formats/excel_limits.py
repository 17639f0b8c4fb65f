"""What a worksheet can hold, and what is done with text, figures and dates beyond it: nothing is lost silently."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gmp_desk.domain.errors import Refused
from gmp_desk.formats.sheets import Table, Value

LONGEST_TEXT = 32_767  # UTF-16 units in a cell
LONGEST_NAME = 31  # UTF-16 units of the name of a worksheet
MOST_ROWS = 1_048_576
MOST_DECIMALS = 15
_MOST_DIGITS = 15  # that Excel keeps of a figure
# Before this day Excel, which has a 29 February 1900, and LibreOffice disagree about what day a number is.
_FIRST_DAY = date(1900, 3, 1)

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Cut:
    """Where a text was cut: the worksheet, the number of the row's item (none on the overview), and the field."""

    sheet: str
    number: int | None
    field: str


class Fitting:
    """Cuts the texts that no cell can hold, each with ``note`` at its end, and keeps a list of them."""

    def __init__(self, note: str) -> None:
        self._note = note
        self.cuts: list[Cut] = []

    def table(self, table: Table) -> Table:
        """Return a table in which every text fits.

        Raise ``Refused`` ("excel.rows") where it has more rows than a worksheet.
        """
        self.check_rows(table.name, len(table.rows) + 1)
        if not any(_is_too_long(value) for row in table.rows for value in row):
            return table
        return replace(table, rows=tuple(self._row(table, row) for row in table.rows))

    def text(self, text: str, sheet: str, number: int | None, field: str) -> str:
        """Return the text, cut where it is too long."""
        if not _is_too_long(text):
            return text
        self.cuts.append(Cut(sheet, number, field))
        room = LONGEST_TEXT - utf16_length(self._note)
        return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + self._note

    def check_rows(self, sheet: str, rows: int) -> None:
        """Raise ``Refused`` ("excel.rows") where a worksheet would have more rows than it can."""
        if rows > MOST_ROWS:
            raise Refused("excel.rows", sheet=sheet, limit=MOST_ROWS)

    def _row(self, table: Table, row: tuple[Value, ...]) -> tuple[Value, ...]:
        number = row[0] if isinstance(row[0], int) else None
        return tuple(
            self.text(value, table.name, number, column.header) if isinstance(value, str) else value
            for column, value in zip(table.columns, row, strict=True)
        )


def figure(text: str) -> Decimal | str:
    """Return a figure as a number if Excel keeps it exactly, otherwise as the text it is."""
    number = Decimal(text)
    significant = text.replace(".", "").strip("-0")
    return number if len(significant) <= _MOST_DIGITS and decimals(number) <= MOST_DECIMALS else text


def decimals(number: Decimal) -> int:
    """Return how many decimals a figure was given with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def day(value: date, otherwise: str) -> date | str:
    """Return a day that Excel and LibreOffice agree about, or else the text for it."""
    return value if value >= _FIRST_DAY else otherwise


def month(value: str, otherwise: str) -> date | str:
    """Return the first day of a month such as ``2026-05``, or else the text for it."""
    year, number = map(int, value.split("-"))
    return day(date(year, number, 1), otherwise) if year else otherwise


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names that Excel accepts: short, without its special marks, different also without regard to case."""
    names: list[str] = []
    for name in wanted:
        clean = " ".join(_NOT_IN_NAMES.sub(" ", name).split()).strip("'")
        short, count = _shortened(clean, ""), 1
        while short.lower() in (known.lower() for known in names):
            count += 1
            short = _shortened(clean, f" ({count})")
        names.append(short)
    return names


def utf16_length(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _shortened(name: str, end: str) -> str:
    if utf16_length(name + end) <= LONGEST_NAME:
        return name + end
    while utf16_length(f"{name}…{end}") > LONGEST_NAME:
        name = name[:-1]
    return f"{name.rstrip()}…{end}"


def _is_too_long(value: Value) -> bool:
    # A text has at most two units a character.
    return isinstance(value, str) and 2 * len(value) > LONGEST_TEXT and utf16_length(value) > LONGEST_TEXT
