"""The parts of formulas, and how high rows must be."""

import pytest

from gmp_desk.formats.sheets import Column, Table, column_letters, lines, quoted_name, quoted_text


@pytest.mark.parametrize(
    ("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_are_counted_in_letters(position, letters):
    assert column_letters(position) == letters


def test_a_reference_to_a_column_names_its_sheet():
    table = Table("Plan d’activité 'x'", (Column("number", "No.", 6), Column("cost", "Coût", 12)), ())
    assert table.column("cost") == "'Plan d’activité ''x'''!$B:$B"


def test_the_values_of_a_column_stand_below_its_header():
    table = Table("Efforts", (Column("number", "No.", 6), Column("cost", "Cost", 12)), ((1, 20), (2, None)))
    assert list(table.values("cost")) == [20, None]


def test_a_text_in_a_formula_is_found_as_it_is():
    assert quoted_text('An "odd" *name*?~') == '"An ""odd"" ~*name~*~?~~"'
    assert quoted_name("A 'b'") == "'A ''b'''"


@pytest.mark.parametrize(
    ("text", "width", "needed"),
    [
        ("", 10, 1),
        ("Short", 10, 1),
        ("One\nTwo\n", 10, 3),
        ("Help desk for national action plan", 20, 2),
        ("Support Governments in setting and reaching national objectives and reduction targets", 24, 4),
        ("illilli illilli", 10, 1),
        ("汞" * 10, 20, 1),
        ("汞" * 20, 20, 3),
        ("a" * 100, 1, 106),
    ],
)
def test_lines_are_estimated_from_the_widths_of_letters(text, width, needed):
    assert lines(text, width) == needed
