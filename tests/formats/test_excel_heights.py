"""How high rows must be, how wide a column for a long text, and where pages end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.formats.excel_heights import WIDEST_COLUMN, most_lines, page_breaks, row_height, width_for
from gmp_desk.formats.text_lines import lines
from tests.strategies import texts


@pytest.mark.parametrize("line_height", [13.0, 14.5, 16.5])
def test_the_most_lines_are_those_of_the_highest_row(line_height):
    most = most_lines(line_height)
    assert row_height(most, line_height) == most * line_height + 2
    assert row_height(most + 1, line_height) == 409


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
