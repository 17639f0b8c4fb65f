import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmp_desk.domain.text import Normalized, is_blank, normalize
from tests.strategies import texts


@given(texts())
def test_normalizing_twice_changes_nothing(text: str):
    once = normalize(text)
    assert normalize(once.text).text == once.text
    assert normalize(once.text).replaced == ()


@given(texts())
def test_it_tells_whenever_it_replaces_something(text: str):
    result = normalize(text)
    assert (result.text != text) == bool(result.replaced)


@given(texts())
@example("\ud83d" + "\ude00")
def test_what_is_kept_fits_into_any_xml_document(text: str):
    kept = normalize(text).text
    kept.encode("utf-8")
    assert not any(unicodedata.category(letter) == "Cc" and letter < " " and letter not in "\t\n" for letter in kept)
    assert not set(kept) & {"\ufffe", "\uffff", "\u2028", "\u2029"}


@pytest.mark.parametrize("mark", ["\r\n", "\r", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(mark: str):
    assert normalize(f"one{mark}two") == Normalized("one\ntwo", ("line_break",))


def test_a_blank_line_stays_one_blank_line():
    assert normalize("one\r\n\r\ntwo").text == "one\n\ntwo"


def test_control_characters_are_dropped_but_not_tabs_and_newlines():
    controls = "".join(map(chr, range(0x20)))
    assert normalize(f"a{controls}b").text == "a\t\n\nb"
    assert normalize("\x00\x0b\x0c\x1f") == Normalized("", ("control",))


@pytest.mark.parametrize("surrogate", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_a_lone_surrogate_becomes_the_replacement_character(surrogate: int):
    assert normalize(f"a{chr(surrogate)}b") == Normalized("a\ufffdb", ("surrogate",))


@pytest.mark.parametrize("letter", ["\ufffe", "\uffff"])
def test_what_xml_has_no_character_for_becomes_the_replacement_character(letter: str):
    assert normalize(f"a{letter}b") == Normalized("a\ufffdb", ("noncharacter",))


@pytest.mark.parametrize(("apart", "composed"), [("e\u0301", "é"), ("\u1112\u1161\u11ab", "한"), ("\u2126", "Ω")])
def test_letters_are_composed(apart: str, composed: str):
    assert normalize(apart) == Normalized(composed, ("composition",))


MARKS = "\u0301\u0316\u0344\u0f73\u0f75\u0f81\u0323\u093c\U0001d165"


@given(st.text(st.sampled_from(MARKS + "aeñế\u0958\u2adc\u1100\u1161\u11a8\u09c7\u09be"), max_size=30))
def test_composition_is_nfc_where_no_letter_has_more_than_thirty_marks(text: str):
    assert normalize(text).text == unicodedata.normalize("NFC", text)


def test_more_marks_on_a_letter_than_any_writing_has_stay_as_they_are():
    marks = "\u0301\u0316" * 16
    assert normalize(f"e\u0301n{marks}e\u0301") == Normalized(f"én{marks}é", ("composition",))
    assert normalize(f"n{marks}") == Normalized(f"n{marks}", ())


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a", "ế", "\u0958", "\u2adc"]), st.text(st.sampled_from(MARKS)), st.just(0))
        | st.tuples(st.just(""), st.sampled_from(MARKS), st.integers(28, 33)),
        max_size=6,
    )
)
def test_normalizing_long_runs_of_marks_twice_changes_nothing(pieces: list[tuple[str, str, int]]):
    once = normalize("".join(letter + marks * (times or 1) for letter, marks, times in pieces)).text
    assert normalize(once) == Normalized(once, ())


def test_every_character_that_is_nothing_but_marks_counts_as_a_mark():
    for letter in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.combining(unicodedata.normalize("NFD", letter)[0]):
            scrambled = "e" + "\u0301\u0316" * 15 + letter + "\u0301\u0316"
            assert normalize(scrambled).text == scrambled


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0316\u0301", "\u0301", "\u0344", "\u0f73", "\u0f72\u0f71"])
def test_a_letter_may_have_millions_of_marks(marks: str):
    text = "a" + marks * 1_000_000
    assert normalize(text) == Normalized(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "a\u00a0b\u202fc",  # no-break spaces
        "می\u200cخواهم",  # zero-width non-joiner
        "👩\u200d🔬",  # zero-width joiner
        "co\u00adoperation",  # soft hyphen
        "\u202eabc\u202c\u200f\u2067\u2069",  # direction marks
        "\u0085\u007f\u009f",  # C1 and DEL are characters of XML
        "\ufdd0\U0001fffe\U0010ffff\ue000",  # other noncharacters and private use too
        "\tfirst\nsecond",
        "=1+1",
    ],
)
def test_everything_else_stays_as_it_is(text: str):
    assert normalize(text) == Normalized(text, ())


def test_several_kinds_of_replacement_are_all_told():
    assert set(normalize("\r\n\x00\ud800\uffffe\u0301").replaced) == {
        "line_break", "control", "surrogate", "noncharacter", "composition",
    }  # fmt: skip


def test_a_long_text_is_kept_whole():
    text = "mercury " * 700_000
    assert normalize(text).text == text


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0\u3000", "\u200b\u200f\ufeff\u00ad"])
def test_a_text_without_anything_to_see_is_blank(text: str):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "-", "\u200bа", "\ufffd"])
def test_a_text_with_anything_to_see_is_not_blank(text: str):
    assert not is_blank(text)
