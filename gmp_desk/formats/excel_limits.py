"""What a worksheet can hold, and what is done with text, figures and dates beyond it: nothing is lost silently."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gmp_desk.domain.errors import Refused
from gmp_desk.formats.excel_heights import width_for
from gmp_desk.formats.sheets import Table, Value
from gmp_desk.formats.text_lines import lines

LONGEST_TEXT = 32_767  # UTF-16 units in a cell
LONGEST_NAME = 31  # UTF-16 units of the name of a worksheet
MOST_ROWS = 1_048_576
MOST_DECIMALS = 15
_MOST_DIGITS = 15  # that Excel keeps of a figure
# Before this day Excel, which has a 29 February 1900, and LibreOffice disagree about what day a number is.
_FIRST_DAY = date(1900, 3, 1)

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Place:
    """A cell of a table: the worksheet, the number of the row's item, and the header of the column."""

    sheet: str
    number: int
    field: str


class Fitting:
    """Makes tables fit into worksheets, and keeps lists of the texts in them that do not.

    A text that no cell can hold is cut, with ``note`` at its end. Columns widen until rows of ``most_lines`` lines
    show their texts in full; the text that even the widest column does not show so is in its cell all the same.
    """

    def __init__(self, note: str, most_lines: int) -> None:
        self._note = note
        self._most_lines = most_lines
        self.cut: list[Place] = []
        self.not_shown: list[Place] = []

    def table(self, table: Table) -> Table:
        """Return a table in which every text fits.

        Raise ``Refused`` ("excel.rows") where it has more rows than a worksheet.
        """
        check_rows(table.name, len(table.rows) + 1)
        if any(_is_too_long(value) for row in table.rows for value in row):
            table = replace(table, rows=tuple(self._row(table, *row) for row in enumerate(table.rows, 1)))
        return self._widened(table)

    def _row(self, table: Table, number: int, row: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(
            self._text(value, Place(table.name, number, column.header))
            for column, value in zip(table.columns, row, strict=True)
        )

    def _text(self, value: Value, place: Place) -> Value:
        if not (isinstance(value, str) and _is_too_long(value)):
            return value
        self.cut.append(place)
        room = LONGEST_TEXT - utf16_length(self._note)
        return value.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + self._note

    def _widened(self, table: Table) -> Table:
        columns, most = list(table.columns), self._most_lines
        high = [
            (number, position, value)
            for number, row in enumerate(table.rows, 1)
            for position, (column, value) in enumerate(zip(columns, row, strict=True))
            # A line has at least one character, its end included.
            if isinstance(value, str) and len(value) > most and not column.hidden and lines(value, column.width) > most
        ]
        for _, position, text in high:
            column = columns[position]
            columns[position] = replace(column, width=width_for(text, column.width, most))
        cut = set(self.cut)
        for number, position, text in high:
            place = Place(table.name, number, columns[position].header)
            if lines(text, columns[position].width) > most and place not in cut:
                self.not_shown.append(place)
        return replace(table, columns=tuple(columns))


def check_rows(sheet: str, rows: int) -> None:
    """Raise ``Refused`` ("excel.rows") where a worksheet would have more rows than it can."""
    if rows > MOST_ROWS:
        raise Refused("excel.rows", sheet=sheet, limit=MOST_ROWS)


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
