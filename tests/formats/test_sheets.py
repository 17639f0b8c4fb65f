"""The parts of formulas."""

import pytest

from gmp_desk.formats.sheets import Column, Table, column_letters, quoted_name, quoted_text


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
