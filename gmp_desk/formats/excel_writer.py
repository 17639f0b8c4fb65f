"""Writes a plan as an Excel file (ECMA-376 transitional), through the workbook that ``plan_workbook`` tells."""

import io
import re
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest
from math import ceil
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.excel_heights import line_height, page_breaks, row_height
from gmp_desk.formats.excel_looks import Look, Looks
from gmp_desk.formats.plan_workbook import plan_workbook
from gmp_desk.formats.sheets import (
    Fact,
    Formula,
    Header,
    Heading,
    Kind,
    Line,
    Overview,
    OverviewRow,
    Table,
    Title,
    Value,
    Workbook,
    column_letters,
)
from gmp_desk.formats.terms import Terms
from gmp_desk.formats.text_lines import lines, width_of_words
from gmp_desk.i18n import Locale

# Fonts are only named; a computer without them takes another one that has the letters.
_FONT, _FONTS, _FONT_SIZE = "Arial", {"zh": "Microsoft YaHei"}, 10
_A3, _A4 = 8, 9
# Points of a page of A4 across, without its margins, and what of it rows and columns may take: other fonts are wider.
_PAGE_WIDTH, _PAGE_HEIGHT, _USED_ACROSS, _USED = 784, 516, 0.91, 0.95
_DIGIT_WIDTH, _COLUMN_GAP, _DEFAULT_HEIGHT = 5.25, 3.75, 15.0  # points
_BUTTON = 2.6  # digits; that of a filter, beside which LibreOffice breaks lines
_BOLD = 0.86  # of a column's width is left, as if bold letters were not wider than others
_WIDEST_ON_A4 = 200  # characters across a sheet; more would be too small to read
_LONGEST_PROPERTY = 255

# What a reader would take for an escape of a character (ST_Xstring).
_ESCAPE = re.compile("_(?=x[0-9a-fA-F]{4}_)")


def write_excel(plan: Plan, path: Path, terms: Terms, locale: Locale) -> None:
    """Write the whole plan to a file, in the language of the terms and locale.

    Raise ``Refused`` ("excel.rows") where there are more items of a kind than a worksheet has rows.
    """
    write_workbook(plan_workbook(plan, terms, locale), path, locale)


def write_workbook(workbook: Workbook, path: Path, locale: Locale) -> None:
    """Write a workbook to a file, with numbers and dates as the locale has them."""
    # In memory: the library would leave personal data in temporary files if it is stopped.
    file = io.BytesIO()
    _ExcelWriter(workbook, file, locale).save()
    path.write_bytes(file.getvalue())


class _ExcelWriter:
    def __init__(self, workbook: Workbook, file: io.BytesIO, locale: Locale) -> None:
        self._workbook = workbook
        languages = workbook.languages
        font = next((_FONTS[language] for language in languages if language in _FONTS), _FONT)
        properties = {"font_name": font, "font_size": _FONT_SIZE}
        self._file = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": properties})
        self._rtl = languages[0] == "ar"
        self._line_height = line_height(languages)
        # Bold Chinese letters are not wider than others, and a column is wider in a font that has them.
        self._bold, self._button = (1.0, 2.0) if languages[0] == "zh" else (_BOLD, _BUTTON)
        self._looks = Looks(self._file, "rtl" if self._rtl else "ltr", locale)

    def save(self) -> None:
        title = self._workbook.title
        if len(title) > _LONGEST_PROPERTY:
            title = title[: _LONGEST_PROPERTY - 1] + "…"
        self._file.set_properties({"title": title, "author": "GMP Desk"})
        self._write_overview(self._workbook.overview)
        for table in self._workbook.tables:
            self._write_table(table)
        self._file.close()

    def _write_table(self, table: Table) -> None:
        columns = table.columns
        widths = [
            _widened(
                _for_header(column.header, column.width, self._button),
                table.values(column.key) if column.kind == "number" else (),
            )
            for column in columns
        ]
        shown = [0 if column.hidden else width for column, width in zip(columns, widths, strict=True)]
        sheet = self._sheet(table.name)
        sheet.set_paper(_A4 if sum(shown) <= _WIDEST_ON_A4 else _A3)
        sheet.fit_to_pages(1, 0)
        for position, (column, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(position, position, width, None, {"hidden": column.hidden})
            self._write(sheet, 0, position, column.header, "header" if column.kind == "text" else "header number")
        beside_buttons = [width and max(1.0, self._for_bold(width) - self._button) for width in shown]
        self._set_height(sheet, 0, [column.header for column in columns], beside_buttons)
        for number, row in enumerate(table.rows, 1):
            for position, value in enumerate(row):
                self._write(sheet, number, position, value, "cell", columns[position].kind)
            self._set_height(sheet, number, row, shown)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.hide_gridlines(0)
        sheet.autofilter(0, 0, len(table.rows), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": _area(len(table.rows), len(columns))})

    def _write_overview(self, overview: Overview) -> None:
        columns = zip_longest(*(row.values for row in overview.rows if isinstance(row, Line)))
        widths = [_widened(width, values or ()) for width, values in zip_longest(overview.widths, columns)]
        for row in overview.rows:
            if isinstance(row, Header):
                widths = list(map(_for_header, row.values, widths[: len(row.values)])) + widths[len(row.values) :]
        sheet = self._sheet(overview.name)
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        blocks: list[list[float]] = [[]]  # the heights of their rows
        for number, (row, below) in enumerate(zip_longest(overview.rows, overview.rows[1:])):
            if isinstance(row, Heading):
                blocks.append([])
                across = len(below.values) if isinstance(below, Header) else len(widths)
                self._write_line(sheet, number, [row.text, *[None] * (across - 1)], "heading", "heading")
            blocks[-1].append(self._write_overview_row(sheet, number, row, widths))
        # Where a sheet is told to fit the width of a page, Excel takes no page breaks.
        needed = sum(width * _DIGIT_WIDTH + _COLUMN_GAP for width in widths)
        scale = min(1.0, _USED_ACROSS * _PAGE_WIDTH / needed)
        sheet.set_paper(_A4)
        sheet.set_print_scale(int(100 * scale))
        sheet.set_h_pagebreaks(page_breaks(blocks, _USED * _PAGE_HEIGHT / scale))
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": _area(len(overview.rows), len(widths))})

    def _write_overview_row(self, sheet: Worksheet, number: int, row: OverviewRow, widths: Sequence[int]) -> float:
        """Write a row and return its height."""
        match row:
            case Title():
                self._write(sheet, number, 0, row.text, "title")
                return self._set_lines(sheet, number, 2)
            case Heading():
                return self._set_lines(sheet, number, 2.5)
            case Fact():
                return self._write_fact(sheet, number, row, widths)
            case Header():
                headers = [header.replace("：", "：\n") for header in row.values]  # Chinese words end anywhere else
                self._write_line(sheet, number, headers, "header", "header number")
                return self._set_height(sheet, number, headers, map(self._for_bold, widths))
            case Line():
                look: Look = "below sums" if row.below_sums else "line"
                self._write_line(sheet, number, row.values, look, look)
                return self._set_height(sheet, number, row.values, widths)

    def _write_line(self, sheet: Worksheet, number: int, values: Iterable[Value], first: Look, others: Look) -> None:
        for position, value in enumerate(values):
            look = others if position else first
            if value is None:
                sheet.write_blank(number, position, None, self._looks.text(look))
            else:
                self._write(sheet, number, position, value, look)

    def _write_fact(self, sheet: Worksheet, number: int, fact: Fact, widths: Sequence[int]) -> float:
        across = sum(widths[1:])
        look: Look = "prose" if isinstance(fact.value, str) and lines(fact.value, across) > 1 else "fact"
        self._write(sheet, number, 0, fact.label, "label")
        sheet.merge_range(number, 1, number, len(widths) - 1, "", self._looks.text(look))
        self._write(sheet, number, 1, fact.value, look)
        return self._set_height(sheet, number, (fact.label, fact.value), (self._for_bold(widths[0]), across))

    def _set_height(self, sheet: Worksheet, number: int, values: Iterable[Value], widths: Iterable[float]) -> float:
        """Make a row as high as its texts, and return its height; a width of 0 is a hidden column.

        Excel would find the height by itself, but not of merged cells; LibreOffice only when somebody asks it to.
        """
        cells = zip(values, widths, strict=False)
        needed = (lines(value, width) for value, width in cells if width and isinstance(value, str))
        return self._set_lines(sheet, number, max(needed, default=1))

    def _set_lines(self, sheet: Worksheet, number: int, count: float) -> float:
        height = row_height(count, self._line_height)
        if height > _DEFAULT_HEIGHT:
            sheet.set_row(number, height)
        return max(height, _DEFAULT_HEIGHT)

    def _for_bold(self, width: float) -> float:
        """Return the width of a column as wide as bold letters need it."""
        return width * self._bold

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._file.add_worksheet(name)
        sheet.xls_strmax = sys.maxsize  # no text is too long for a cell here (``Fitting``), but its XML may be
        if self._rtl:
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&L&P / &N&R&A" if self._rtl else "&L&A&R&P / &N")
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, value: Value, look: Look, kind: Kind = "text") -> None:
        """Write a value into a cell; None and the empty text leave it as it is."""
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, _to_the_letter(value), self._looks.text(look, value))
        elif isinstance(value, int | Decimal):
            sheet.write_number(row, column, value, self._looks.figure(look, value))
        elif isinstance(value, Formula):
            result = value.result
            cell = self._looks.figure(look, result) if isinstance(result, int) else self._looks.sum(look, value.nought)
            sheet.write_formula(row, column, f"={value.text}", cell, result)
        elif value is not None:
            sheet.write_datetime(row, column, value, self._looks.day(look, kind))


def _to_the_letter(text: str) -> str:
    """Return a text in the form in which the library writes it as it is, and as the schema allows.

    By itself the library marks outer spaces with an attribute that is not in the schema (``xml:space``; LibreOffice
    and openpyxl keep such spaces without it, Excel is said to drop them), and takes ``_x0041_x0042_`` for one escape
    where readers see two. It takes what stands in the tags of a run of rich text for XML; such texts are written in
    that way, and a user's own tags must not be.
    """
    if not (text[0].isspace() or text[-1].isspace() or "_x" in text or text.startswith("<r>")):
        return text
    xml = escape(_ESCAPE.sub("_x005F_", text)).replace("_", "&#95;")  # lest the library escapes it again
    return f"<r><t>{xml}</t></r>"


def _widened(width: int, values: Iterable[Value]) -> int:
    """Return a width in which all figures can be read; Excel shows marks in place of a longer one."""
    return max([width, *(len(figure) + 2 for figure in map(_figure, values))])


def _for_header(header: str, width: int, button: float = 0) -> int:
    """Return a width in which no word of a header is broken, beside a button so many digits wide."""
    needed = width_of_words(header)
    return width if _BOLD * width - button >= needed else ceil((needed + button) / _BOLD)


def _figure(value: Value) -> str:
    """Return about what a cell shows of a figure; "" for anything else."""
    if isinstance(value, Formula):
        return f"{value.result:,}" if isinstance(value.result, int) else f"{value.result:,.2f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,f}" if isinstance(value, Decimal) else ""


def _area(last_row: int, columns: int) -> str:
    return f"A1:{column_letters(columns - 1)}{last_row + 1}"
