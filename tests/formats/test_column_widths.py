"""How the width of a table is shared among its columns."""

from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.formats.blocks import Cell, Column, Table, plain_text
from gmp_desk.formats.column_widths import Letters, column_widths, least_widths

LETTERS = Letters(letter=2, wide=1, bold=1.5, margins=4, narrow=1)


def table_of(*texts: str, header: str = "", shares: tuple[int, ...] = ()) -> Table:
    columns = tuple(Column(header, share) for share in shares or (1,) * len(texts))
    return Table("", columns, (tuple(Cell((plain_text(text, "en"),)) for text in texts),))


@given(st.lists(st.tuples(st.text(), st.integers(1, 50)), min_size=1, max_size=12), st.integers(100, 10000))
def test_the_widths_fill_the_table_and_no_longest_word_is_broken_that_has_room(columns, whole):
    table = table_of(*(text for text, _ in columns), shares=tuple(share for _, share in columns))
    widths, least = column_widths(table, whole, LETTERS), least_widths(table, LETTERS)
    assert sum(widths) == whole
    if sum(least) <= whole:
        assert all(map(int.__ge__, widths, least))


def test_without_long_words_columns_have_their_shares():
    assert column_widths(table_of("a", "b", shares=(1, 3)), 100, LETTERS) == [25, 75]


def test_a_long_word_takes_what_it_needs_and_the_others_share_the_rest():
    assert column_widths(table_of("a", "b", "e" * 20), 100, LETTERS) == [28, 28, 44]


def test_where_there_is_no_room_the_longest_words_give_the_shares():
    assert column_widths(table_of("e" * 18, "e" * 8), 30, LETTERS) == [20, 10]


def test_wide_narrow_and_bold_letters_are_told_apart():
    assert least_widths(table_of("ee", "mm", "ii"), LETTERS) == [8, 10, 6]
    assert least_widths(table_of("", header="ee"), LETTERS) == [10]


def test_what_lines_may_break_in_is_no_word_and_what_holds_together_is_one():
    texts = ("ee ee", "ee-ee", "ee/ee", "汞汞汞汞", "ee\u00a0ee", "+1 202 555 0104", "e" * 25)
    assert least_widths(table_of(*texts), LETTERS) == [8, 8, 8, 4, 14, 34, 4]
