import pytest

from gmp_desk.i18n.marks import heading_mark, list_mark

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("ar", ["أولا -", "ألف -", "1 -", "(أ)"], ["ثانيا -", "باء -", "2 -", "(ب)"]),
        ("en", ["I.", "A.", "1.", "(a)"], ["II.", "B.", "2.", "(b)"]),
        ("es", ["I.", "A.", "1.", "a)"], ["II.", "B.", "2.", "b)"]),
        ("fr", ["I.", "A.", "1.", "a)"], ["II.", "B.", "2.", "b)"]),
        ("ru", ["I.", "A.", "1.", "a)"], ["II.", "B.", "2.", "b)"]),
        ("zh", ["一、", "A.", "1.", "(a)"], ["二、", "B.", "2.", "(b)"]),
    ],
)
def test_headings_are_marked_by_level(language: str, first: list[str], second: list[str]):
    assert [heading_mark(language, level, 1) for level in (1, 2, 3, 4)] == first
    assert [heading_mark(language, level, 2) for level in (1, 2, 3, 4)] == second


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("ar", ["4 -", "(د)", "'4'", "د -"]),
        ("en", ["4.", "(d)", "(iv)", "d."]),
        ("es", ["4.", "d)", "iv)", "d."]),
        ("fr", ["4.", "d)", "iv)", "d."]),
        ("ru", ["4.", "d)", "iv)", "d."]),
        ("zh", ["4.", "(d)", "(四)", "d."]),
    ],
)
def test_paragraphs_and_subparagraphs_are_marked_by_level(language: str, marks: list[str]):
    assert [list_mark(language, level, 4) for level in (1, 2, 3, 4)] == marks


def test_the_ten_sections_of_a_plan_in_arabic_and_chinese():
    assert [heading_mark("ar", 1, n) for n in range(1, 11)] == [
        "أولا -",
        "ثانيا -",
        "ثالثا -",
        "رابعا -",
        "خامسا -",
        "سادسا -",
        "سابعا -",
        "ثامنا -",
        "تاسعا -",
        "عاشرا -",
    ]
    assert "".join(heading_mark("zh", 1, n) for n in range(1, 11)) == "一、二、三、四、五、六、七、八、九、十、"


@pytest.mark.parametrize(
    ("n", "arabic", "roman", "chinese"),
    [
        (11, "حادي عشر -", "XI.", "十一、"),
        (19, "تاسع عشر -", "XIX.", "十九、"),
        (20, "عشرون -", "XX.", "二十、"),
        (21, "حادي وعشرون -", "XXI.", "二十一、"),
        (44, "رابع وأربعون -", "XLIV.", "四十四、"),
        (50, "خمسون -", "L.", "五十、"),
        (99, "تاسع وتسعون -", "XCIX.", "九十九、"),
    ],
)
def test_sections_are_counted_far_beyond_ten(n: int, arabic: str, roman: str, chinese: str):
    assert [heading_mark(language, 1, n) for language in ("ar", "en", "zh")] == [arabic, roman, chinese]


def test_after_the_last_letter_letters_are_doubled():
    assert [list_mark("en", 2, n) for n in (26, 27, 28, 53)] == ["(z)", "(aa)", "(bb)", "(aaa)"]
    assert [list_mark("ar", 2, n) for n in (5, 28, 29, 30)] == ["(هـ)", "(غ)", "(أ أ)", "(ب ب)"]
    assert [heading_mark("ar", 2, n) for n in (28, 29)] == ["غين -", "ألف ألف -"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", [heading_mark, list_mark])
def test_no_two_marks_of_a_level_are_alike(language: str, mark):
    for level in (1, 2, 3, 4):
        assert len({mark(language, level, n) for n in range(1, 100)}) == 99


def test_beyond_ninety_nine_and_below_one_figures_are_used():
    assert [heading_mark("en", 1, n) for n in (0, 100, 999_999_999)] == ["0.", "100.", "999999999."]
    assert list_mark("zh", 3, 100) == "(100)"


def test_a_deeper_level_is_marked_like_the_fourth():
    assert list_mark("fr", 7, 3) == "c."
    assert heading_mark("zh", 5, 3) == "(c)"
