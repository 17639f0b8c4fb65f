"""How high rows must be, how a long text is parted, and where pages end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.formats.excel_heights import (
    WIDEST_COLUMN,
    lines,
    most_lines,
    page_breaks,
    parts,
    row_height,
    width_for,
    width_of_words,
)
from tests.strategies import texts


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
        ("汞" * 20, 20, 2),
        ("汞" * 9 + "（汞", 20, 2),
        ("汞" * 10 + "，", 20, 2),
        ("a" * 100, 1, 100),
        ("short " + "a" * 30, 10, 5),
        ("a\u00a0b a\u00a0b", 5, 2),
        ("Objective\u00a01; Objective\u00a02", 14, 2),
    ],
)
def test_lines_are_estimated_from_the_widths_of_letters(text, width, needed):
    assert lines(text, width) == needed


def test_the_width_of_words_is_that_of_the_longest_but_for_addresses():
    assert width_of_words("") == width_of_words("汞" * 50) == width_of_words("a" * 60) == 0
    assert width_of_words("Мероприятия и меры") == lines_fit("Мероприятия") == 13
    assert width_of_words("сумма\nМероприятия") == 13


def lines_fit(word: str) -> int:
    """Return the least width in which a word takes one line."""
    return next(width for width in range(1, 100) if lines(word, width) == 1)


@pytest.mark.parametrize("line_height", [13.0, 14.5, 16.5])
def test_the_most_lines_are_those_of_the_highest_row(line_height):
    most = most_lines(line_height)
    assert row_height(most, line_height) == most * line_height + 2
    assert row_height(most + 1, line_height) == 409


@pytest.mark.parametrize(
    ("line", "parted"),
    [
        ("short", ["short"]),
        ("word " * 10, ["word " * 4, "word " * 4, "word " * 2]),
        ("汞" * 20, ["汞" * 12, "汞" * 8]),
        ("汞，" * 10, ["汞，" * 6, "汞，" * 4]),
    ],
)
def test_a_long_line_is_parted_behind_spaces_and_chinese_letters(line, parted):
    assert list(parts(line, 12, 2)) == parted


@given(st.lists(texts(), max_size=50).map(lambda found: " ".join(found).replace("\n", " ") * 20))
def test_parts_are_the_whole_line_and_none_is_too_high(line):
    found = list(parts(line, 96, 24))
    assert "".join(found) == line
    assert all(lines(part, 96) <= 24 for part in found)


@given(text=texts().map(lambda text: text * 200), width=st.integers(6, 255))
def test_the_width_for_a_text_is_the_least_that_will_do(text, width):
    found = width_for(text, width, 31)
    assert width <= found <= WIDEST_COLUMN
    assert found == width or lines(text, found - 1) > 31
    assert found == WIDEST_COLUMN or lines(text, found) <= 31 or (found == width and text.count("\n") >= 31)


@pytest.mark.parametrize(
    ("blocks", "breaks"),
    [
        ([], []),
        ([[]], []),
        ([[10] * 4, [10] * 5], []),
        ([[10] * 6, [10] * 6], [6]),
        ([[10] * 6, [10] * 6, [10] * 4], [6]),
        ([[10] * 6, [10] * 6, [10] * 5], [6, 12]),
        ([[10] * 6, [10] * 11], []),
        ([[10] * 8, [10] * 11], [8]),
        ([[10] * 13, [10] * 7], []),
        ([[10] * 13, [10] * 8], [13]),
    ],
)
def test_a_page_ends_before_a_block_that_it_has_no_room_for(blocks, breaks):
    assert page_breaks(blocks, 100) == breaks
