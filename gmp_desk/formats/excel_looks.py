"""How the cells of a workbook look: fonts, lines, formats of numbers and dates, the direction of texts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format

from gmp_desk.formats.excel_limits import MOST_DECIMALS, decimals
from gmp_desk.formats.sheets import Kind
from gmp_desk.i18n import Locale

Look = Literal["title", "heading", "label", "fact", "prose", "header", "header number", "line", "below sums", "cell"]
_Direction = Literal["", "ltr", "rtl"]

_TOP: Mapping[str, Any] = {"valign": "top", "text_wrap": True}
_LOOKS: Mapping[Look, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "font_size": 12, "bottom": 1},
    "label": {**_TOP, "bold": True},
    "fact": _TOP,
    "prose": _TOP,
    "header": {**_TOP, "bold": True, "bg_color": "#DCE6EC", "bottom": 1},
    "header number": {**_TOP, "bold": True, "bg_color": "#DCE6EC", "bottom": 1, "align": "center"},
    "line": {**_TOP, "bottom": 4, "bottom_color": "#808080"},
    "below sums": {**_TOP, "bottom": 4, "bottom_color": "#808080"},
    "cell": _TOP,
}
_READING_ORDER = {"ltr": 1, "rtl": 2}
_START = {"ltr": "left", "rtl": "right"}
# What a spreadsheet would take for a formula, a mark, an error, a truth value, or for a number or day by its first
# digit, were the cell edited; few texts that are longer can be one.
_LIKE_A_VALUE = re.compile(r"[=+\-@'\t#]|(?i:true|false)\Z|\s*[^\w\s]?\s?\d.{0,30}\Z")
_MONEY_DECIMALS = 2  # as an amount has at most
_PROSE = re.compile(r"[^\W\d_]\S*\s+\S*[^\W\d_]")  # two words
_LETTER = re.compile("[^\\W\\d_]|\u200f")
_FROM_RIGHT_TO_LEFT = re.compile(
    "[\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Looks:
    """Makes each format once, for a workbook whose sheets run in a direction."""

    def __init__(self, file: xlsxwriter.Workbook, direction: Literal["ltr", "rtl"], locale: Locale) -> None:
        self._file = file
        self._sheet_direction = direction
        self._day_codes = {"date": locale.excel_date_format, "month": locale.excel_month_format}
        # With a space of the width of a bracket after the figure, before the text in the next column.
        self._codes = [f"{locale.excel_number_format(n)}_)" for n in range(MOST_DECIMALS + 1)]
        self._text_format = cache(self._new_text_format)
        self._number_format = cache(self._new_number_format)

    def text(self, look: Look, text: str = "") -> Format:
        """Return the format of a text.

        One that looks like a formula, a number, a day or a truth value stays a text also when somebody edits the
        cell. Not looked for are months and days that begin with a name, and truth values in other languages.
        """
        # Excel finds the direction by itself, LibreOffice only where it is told.
        direction = "" if self._sheet_direction == "ltr" and text.isascii() else _direction(text)
        start = direction or self._sheet_direction
        if self._sheet_direction == "rtl" and not _PROSE.search(text):
            start = "rtl"  # where a column of codes, addresses or telephone numbers has its header
        return self._text_format(look, direction, start, bool(_LIKE_A_VALUE.match(text)))

    def figure(self, look: Look, value: int | Decimal) -> Format:
        """Return the format of a figure with its decimals, or of a plain number such as a year or a count."""
        if isinstance(value, Decimal):
            return self._number_format(look, self._codes[decimals(value)], "")
        if look == "below sums":
            return self._number_format(look, "0_)", "")
        return self._number_format(look, "0", _START[self._sheet_direction] if look == "fact" else "center")

    def sum(self, look: Look, nought: str) -> Format:
        """Return the format of a sum of money, whose cell shows ``nought`` in the place of 0."""
        code = self._codes[_MONEY_DECIMALS]
        return self._number_format(look, f'{code};-{code};"{nought}"_)', "")

    def day(self, look: Look, kind: Kind) -> Format:
        """Return the format of a day, or of the first day of a month."""
        return self._number_format(look, self._day_codes[kind], "center")

    def _new_text_format(self, look: Look, direction: _Direction, start: _Direction, like_a_value: bool) -> Format:
        properties = {"quote_prefix": like_a_value, **_LOOKS[look]}
        if "rtl" in (direction, self._sheet_direction):
            # A telephone number has no letters, but its parts do not run from right to left.
            properties["reading_order"] = _READING_ORDER[direction or "ltr"]
            properties.setdefault("align", _START[start])
        if look == "fact":
            properties["align"] = _START[self._sheet_direction]
        return self._file.add_format(properties)

    def _new_number_format(self, look: Look, code: str, align: str) -> Format:
        return self._file.add_format({**_LOOKS[look], "num_format": code} | ({"align": align} if align else {}))


def _direction(text: str) -> _Direction:
    """Return the direction of the first letter in a text, or of a mark that is as good as one; "" without any."""
    letter = _LETTER.search(text)
    return "" if letter is None else "rtl" if _FROM_RIGHT_TO_LEFT.match(letter[0]) else "ltr"
