"""How two people's changes of one text are told and brought together."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmp_desk.domain.hunks import Hunk, applied, carried, hunks
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.text import normalize
from tests.strategies import texts

BASE = "Advise the small mines in the region, and report to all partners every second year."

# What a reader may take for one number: digits of any script and Chinese numerals, with anything between but words
# and line ends.
NUMERAL = r"(?:\d|[²³¹¼½¾]|[〇零一二三四五六七八九十百千万亿两半])"
NUMBER = re.compile(rf"{NUMERAL}(?:[^\w\n]*[^\W\d]?[^\w\n]*{NUMERAL})*")


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


PIECES = (
    "5", "7", "12", "1 200,50", "2026-05-01", "٣", "三百", "½", " ", "\u00a0", "\n", "\n\n", "\n- ", ".", ",", ";", ":",
    "-", "–", "/", "'", "**", "(", "x", "t", "CO2", "5kg", "of ", " mercury ", " until ", "ртути ",
    "汞", "减", "少", "年", "é", "e", "\u0301", "[^1]", "\n\n[^1]: ", "\u200b", "\u200d",
)  # fmt: skip


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of pieces and two others that come from it by a few changes; normalized, as the texts of plans are."""
    base = draw(st.lists(st.sampled_from(PIECES), max_size=24))

    def changed() -> str:
        pieces = list(base)
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(pieces)))
            pieces[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(PIECES), max_size=2))
        return normalize("".join(pieces)).text

    return normalize("".join(base)).text, changed(), changed()


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, str, str]:
    """The same of words and figures with spaces, so that many changes stand apart."""
    words = ["the", "mines", "report", "5", "12", "2026", "t", "of", "May", "mercury,", "and", "1,200.", "\n\n"]
    base = draw(st.lists(st.sampled_from(words), min_size=6, max_size=24))

    def changed() -> str:
        new = list(base)
        for _ in range(draw(st.integers(1, 2))):
            new[draw(st.integers(0, len(new) - 1))] = draw(st.sampled_from([*words, "", "new", "6 tons", "year"]))
        return " ".join(new)

    return " ".join(base), changed(), changed()


class TestHunks:
    def test_a_word_that_was_replaced_is_one_change_with_its_place(self):
        assert hunks("mercury in gold", "mercury of gold") == (Hunk(start=8, end=10, text="of"),)

    def test_positions_count_code_points(self):
        assert hunks("😀😀 abc", "😀😀 abd") == (Hunk(start=3, end=6, text="abd"),)

    @pytest.mark.parametrize(
        ("figure", "other"),
        [
            ("1 200,50", "1 300,50"), ("1,940.5", "1,940.6"), ("2026-05-01", "2026-06-01"), ("12:30", "12:31"),
            ("1’000", "1’001"), ("1\u202f200", "1\u202f300"), ("5/7", "6/7"), ("٣٫٥", "٣٫٦"), ("CO2", "CO3"),
            ("5kg", "6kg"), ("三百二十", "三百三十"), ("2026–2027", "2026–2028"), ("3万", "4万"),
        ],
    )  # fmt: skip
    def test_a_figure_is_replaced_whole(self, figure: str, other: str):
        assert hunks(f"the {figure} of", f"the {other} of") == (Hunk(start=4, end=4 + len(figure), text=other),)

    def test_of_chinese_text_each_ideograph_is_compared_for_itself(self):
        assert hunks("减少汞的使用", "减少铅的使用") == (Hunk(start=2, end=3, text="铅"),)

    def test_changes_survive_being_written_as_json(self):
        (hunk,) = hunks("a e b", "a \u0301c b")
        assert Hunk.model_validate_json(hunk.model_dump_json()) == hunk

    @given(texts(), texts())
    def test_changes_applied_to_the_one_text_give_the_other(self, base: str, new: str):
        assert applied(base, hunks(base, new)) == new
        assert (hunks(base, new) == ()) == (base == new)

    @given(versions())
    def test_changes_neither_overlap_nor_touch(self, texts: tuple[str, str, str]):
        base, new, _ = texts
        assert applied(base, hunks(base, new)) == new
        assert all(before.end < after.start for before, after in pairwise(hunks(base, new)))


class TestCarried:
    def test_changes_that_stand_apart_are_both_made(self):
        ours, theirs = BASE.replace("small", "smallest"), BASE.replace("year", "month")
        both = "Advise the smallest mines in the region, and report to all partners every second month."
        assert carried(BASE, ours, theirs) == both

    def test_words_beside_a_change_part_it_from_the_next(self):
        assert carried("(small mines)", "[small mines)", "(small mines]") == "[small mines]"

    def test_two_paragraphs_may_each_get_other_figures(self):
        base = "By 500 t.\n\nBy 700 t."
        assert carried(base, "By 600 t.\n\nBy 700 t.", "By 500 t.\n\nBy 800 t.") == "By 600 t.\n\nBy 800 t."
        base = "- By 500 t\n- By 700 t"
        assert carried(base, "- By 600 t\n- By 700 t", "- By 500 t\n- By 800 t") == "- By 600 t\n- By 800 t"

    def test_a_number_that_nobody_touches_keeps_nothing_apart(self):
        base = "The 12 small mines of the region report to the partners."
        ours, theirs = base.replace("small", "smallest"), base.replace("partners", "Governments")
        assert carried(base, ours, theirs) == base.replace("small", "smallest").replace("partners", "Governments")

    def test_the_same_change_is_made_once(self):
        same = BASE.replace("small", "smallest")
        assert carried(BASE, same, same.replace("year", "month")) == same.replace("year", "month")

    @pytest.mark.parametrize(
        ("base", "ours", "theirs"),
        [
            ("one word", "two word", "ten word"),  # the same word
            ("the small mines", "the big mines", "the small pits"),  # too near each other
            ("", "one", "two"),  # both at the same place
            ("5 ;7", "5;7", "5 7"),  # each takes away one thing that parts two figures
            ("x,y", "1,y", "x,200"),  # both add a part of a figure
            ("5 de mayo de 2026", "6 de mayo de 2026", "5 de junio de 2026"),  # one date
            ("5 de mayo de 2026", "6 de mayo de 2026", "5 de mayo de 2027"),
            ("2026年5月初", "2027年5月初", "2026年6月初"),
            ("from 5 t of all to 7 t of it", "from 6 t of all to 7 t of it", "from 5 t of all to 8 t of it"),
            ("runs from May to September 2026", "runs from May to September 2027", "runs from June to September 2026"),
            ("on 12 in the month of May", "on 14 in the month of May", "on 12 in the month of June"),
            ("EUR for the first year 5 t", "USD for the first year 5 t", "EUR for the first year 6 t"),
            ("ninety and twenty five or more", "eighty and twenty five or more", "ninety and twenty five or less"),
            ("сто двадцать и ещё пять тысяч", "двести двадцать и ещё пять тысяч", "сто двадцать и ещё пять миллионов"),
            ("عشرون موقعا في كل بلد", "ثلاثون موقعا في كل بلد", "عشرون موقعا في كل إقليم"),
            ("one a b two", "six a b two", "one a b ten"),  # letters are no words: they may belong to a figure
            ("5\n-7", "6\n-7", "5\n-8"),  # no list without a space
            ("the big old mines here", "no mines here", "the big pits here"),  # they overlap
            ("5\n7", "6\n7", "5\n8"),  # a line end alone is a space to the reader
        ],
    )  # fmt: skip
    def test_changes_too_near_each_other_are_a_conflict(self, base: str, ours: str, theirs: str):
        assert carried(base, ours, theirs) is None
        assert carried(base, theirs, ours) is None

    def test_a_paragraph_that_is_no_longer_parted_does_not_part_figures(self):
        base = "By 5 t of it in all\n\nmines and other places by 7 t."
        joined = base.replace("\n\n", " ").replace("5", "6")
        assert carried(base, joined, base.replace("7", "8")) is None

    def test_two_footnotes_with_the_same_mark_are_a_conflict(self):
        base = "All the mines report.\n\nAll the partners advise on it.\n\nNobody is left out here."
        ours = base.replace("report.", "report.[^1]\n\n[^1]: Each year.")
        theirs = base.replace("here.", "here.[^1]\n\n[^1]: Except one.")
        assert carried(base, ours, theirs) is None

    @given(texts(), texts())
    def test_a_change_of_one_side_is_taken_as_it_is(self, base: str, new: str):
        assert carried(base, new, base) == carried(base, base, new) == carried(base, new, new) == new

    @given(versions() | sentences())
    def test_it_makes_no_difference_which_side_is_which(self, texts: tuple[str, str, str]):
        base, ours, theirs = texts
        assert carried(base, ours, theirs) == carried(base, theirs, ours)

    @given(versions() | sentences())
    def test_no_number_appears_that_neither_side_wrote(self, texts: tuple[str, str, str]):
        base, ours, theirs = texts
        both = carried(base, ours, theirs)
        if both is not None:
            assert numbers(both) <= numbers(ours) | numbers(theirs)
            assert numbers(plain(parse(both))) <= numbers(plain(parse(ours))) | numbers(plain(parse(theirs)))

    @given(versions())
    @example(("e of mercury until a", "é of mercury until a", "e of mercury until \u0301"))
    def test_the_text_is_normalized_as_the_three_are(self, texts: tuple[str, str, str]):
        both = carried(*texts)
        assert both is None or normalize(both).text == both

    @given(sentences())
    def test_carried_twice_is_carried_once(self, texts: tuple[str, str, str]):
        base, ours, theirs = texts
        both = carried(base, ours, theirs)
        assert both is None or carried(base, both, theirs) in (both, None)

    @given(sentences())
    def test_each_side_finds_its_new_words_again(self, texts: tuple[str, str, str]):
        base, ours, theirs = texts
        both = carried(base, ours, theirs)
        if both is not None:
            assert (set(ours.split()) | set(theirs.split())) - set(base.split()) <= set(both.split())


@pytest.mark.parametrize(
    ("base", "new"),
    [
        ("mercury " * 25_000, "mercury, " * 22_000),
        ("a" * 200_000, "b" * 200_000),
        ("[" * 200_000, "[^" * 100_000),
        ("1 " * 100_000, "1, " * 70_000),
        ("\u0301" * 200_000, " \u0301" * 100_000),
        (" ".join(f"a{n} , b{n}" for n in range(15_000)), " ".join(f"a{n} , c{n}" for n in range(15_000))),
    ],
)
def test_long_texts_are_compared_too(base: str, new: str):
    assert applied(base, hunks(base, new)) == new
    assert carried(base, new, f"{base} ") in (None, new, f"{new} ")
