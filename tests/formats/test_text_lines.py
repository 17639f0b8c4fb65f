"""How many lines a text takes up, and how a long one is parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.formats.text_lines import lines, parts, width_of_words
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
