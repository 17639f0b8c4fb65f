import unicodedata

import pytest
from hypothesis import example, given

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
