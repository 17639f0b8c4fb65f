"""What a worksheet cannot hold is told, never lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.text import normalize
from gmp_desk.formats.excel_limits import (
    LONGEST_TEXT,
    MOST_ROWS,
    Fitting,
    Place,
    day,
    figure,
    month,
    sheet_names,
    utf16_length,
)
from gmp_desk.formats.sheets import Column, Table
from tests.strategies import texts

NOTE = " [cut here]"


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("480000", "480000"),
        ("140000.50", "140000.50"),
        ("0", "0"),
        ("-0.001", "-0.001"),
        ("007", "7"),
        ("123456789012345", "123456789012345"),
        ("12345678901234.5", "12345678901234.5"),
        ("0.000000000000001", "0.000000000000001"),
        ("9" * 15 + "0" * 25, "9" * 15 + "0" * 25),
    ],
)
def test_a_figure_of_up_to_fifteen_digits_is_a_number(given, number):
    assert figure(given) == Decimal(number)
    assert Decimal(repr(float(figure(given)))) == Decimal(number)


@pytest.mark.parametrize(
    "given", ["1234567890123456", "123456789012345.6", "1.000000000000001", "0.0000000000000001", "9" * 40]
)
def test_a_figure_that_excel_would_round_stays_the_text_it_is(given):
    assert figure(given) == given


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (date(2026, 5, 31), date(2026, 5, 31)),
        (date(1900, 3, 1), date(1900, 3, 1)),
        (date(9999, 12, 31), date(9999, 12, 31)),
        (date(1900, 2, 28), "in words"),
        (date(1, 1, 1), "in words"),
    ],
)
def test_a_day_before_march_1900_stays_text(given, held):
    assert day(given, "in words") == held


@pytest.mark.parametrize(
    ("given", "held"),
    [("2026-05", date(2026, 5, 1)), ("1900-02", "in words"), ("0000-01", "in words"), ("9999-12", date(9999, 12, 1))],
)
def test_a_month_is_its_first_day(given, held):
    assert month(given, "in words") == held


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["Overview", "Efforts"], ["Overview", "Efforts"]),
        (["a/b: [c]*?\\d", "'quoted'"], ["a b c d", "quoted"]),
        (["Efforts", "efforts", "EFFORTS"], ["Efforts", "efforts (2)", "EFFORTS (3)"]),
        (["Objectives of the partnership area"], ["Objectives of the partnership…"]),
        (["x" * 40, "x" * 41], ["x" * 30 + "…", "x" * 26 + "… (2)"]),
        (["😀" * 20], ["😀" * 15 + "…"]),
    ],
)
def test_names_of_sheets_are_short_plain_and_different(wanted, names):
    assert sheet_names(wanted) == names


@given(st.lists(texts().map(lambda text: normalize(text).text + "x"), max_size=6))
def test_any_names_become_names_that_excel_accepts(wanted):
    names = sheet_names(wanted)
    assert len({name.lower() for name in names}) == len(wanted)
    assert all(1 <= utf16_length(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)


def fitted(text: str) -> tuple[str, Fitting]:
    """Return a text as a table holds it, and what was noted meanwhile."""
    fitting = Fitting(NOTE, 31)
    table = Table("Efforts", (Column("title", "Effort", 30),), ((text,),))
    return str(fitting.table(table).rows[0][0]), fitting


@pytest.mark.parametrize("letter", ["x", "汞", "😀"])
def test_a_text_that_just_fits_is_not_cut(letter):
    text = letter * (LONGEST_TEXT // utf16_length(letter))
    held, fitting = fitted(text)
    assert held == text
    assert fitting.cut == []


@pytest.mark.parametrize("letter", ["x", "汞", "😀"])
def test_a_longer_text_is_cut_before_a_note_and_listed(letter):
    text = letter * (LONGEST_TEXT // utf16_length(letter) + 1)
    held, fitting = fitted(text)
    assert held.endswith(NOTE)
    assert text.startswith(held.removesuffix(NOTE))
    assert LONGEST_TEXT - 1 <= utf16_length(held) <= LONGEST_TEXT
    assert fitting.cut == [Place("Efforts", 1, "Effort")]


def test_a_table_is_cut_cell_by_cell():
    columns = (Column("number", "No.", 6, "number"), Column("title", "Effort", 30), Column("note", "Note", 30))
    rows = ((1, "short", "n" * 40_000), (2, "t" * 40_000, None))
    fitting = Fitting(NOTE, 31)
    table = fitting.table(Table("Efforts", columns, rows))
    assert [len(value) for row in table.rows for value in row if isinstance(value, str)] == [5, 32_767, 32_767]
    assert fitting.cut == [Place("Efforts", 1, "Note"), Place("Efforts", 2, "Effort")]
    assert fitting.not_shown == []


def test_a_column_widens_until_its_highest_text_is_shown_in_full():
    columns = (Column("number", "No.", 6, "number"), Column("title", "Effort", 30), Column("id", "Id", 30, hidden=True))
    rows = ((1, "word " * 30, "x" * 5_000), (2, "word " * 600, ""), (3, "word " * 400, ""))
    fitting = Fitting(NOTE, 31)
    widths = [column.width for column in fitting.table(Table("Efforts", columns, rows)).columns]
    assert [widths[0], widths[2]] == [6, 30]
    assert 80 <= widths[1] <= 100  # the longer of them has 3,000 letters, many of them narrow, for 31 lines
    assert fitting.not_shown == []


def test_a_text_that_no_column_shows_in_full_is_named():
    columns = (Column("number", "No.", 6, "number"), Column("title", "Effort", 30), Column("note", "Note", 20))
    rows = ((1, "word " * 5_000, None), (2, "word", "a\nb\n" * 50))
    fitting = Fitting(NOTE, 31)
    table = fitting.table(Table("Efforts", columns, rows))
    assert table.rows == rows
    assert [column.width for column in table.columns] == [6, 255, 20]
    assert fitting.not_shown == [Place("Efforts", 1, "Effort"), Place("Efforts", 2, "Note")]


def test_more_rows_than_a_worksheet_has_are_refused():
    columns = (Column("number", "No.", 6, "number"),)
    fitting = Fitting(NOTE, 31)
    assert len(fitting.table(Table("Milestones", columns, ((1,),) * (MOST_ROWS - 1))).rows) == MOST_ROWS - 1
    with pytest.raises(Refused) as refused:
        fitting.table(Table("Milestones", columns, ((1,),) * MOST_ROWS))
    assert (refused.value.id, refused.value.params) == ("excel.rows", {"sheet": "Milestones", "limit": MOST_ROWS})
