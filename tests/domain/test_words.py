"""The length of texts, against LibreOffice Writer's counts and what D1 says beyond them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.values import LANGUAGES, Language
from gmp_desk.domain.words import count, length, unit

DATA = Path(__file__).resolve().parent.parent / "data"
MEASURED = [
    pytest.param(text, id=text["id"])
    for name in ("words.json", "words-more.json")
    for text in json.loads((DATA / name).read_text(encoding="utf-8"))["texts"]
]

languages = st.sampled_from(LANGUAGES)


@pytest.mark.parametrize("text", MEASURED)
def test_a_measured_text_has_the_count_of_libreoffice(text: dict):
    assert count(text["plain"], text["language"]) == text["count"]
    assert unit(text["language"]) == text["unit"]


@pytest.mark.parametrize("text", [text for text in MEASURED if text.values[0]["markdown"]])
def test_a_measured_rich_text_is_counted_as_a_reader_sees_it(text: dict):
    assert plain(parse(text["text"])) == text["plain"]
    assert length(text["text"], text["language"]) == text["count"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_chinese_is_counted_in_characters(language: Language):
    assert unit(language) == ("characters" if language == "zh" else "words")


def test_an_em_dash_separates_two_words():
    assert count("Mercury—a neurotoxin", "en") == 3


def test_a_dash_is_never_a_word():
    assert count("— – ——", "en") == 0


def test_hyphens_and_apostrophes_join():
    assert count("L’auto-évaluation d'aujourd’hui", "fr") == 2


def test_two_hyphens_stand_for_a_dash():
    assert count("mercury--a neurotoxin", "en") == 3


def test_superscripts_neither_count_nor_separate():
    assert count("3 mg/m³ of Hg²⁺ ¹ in m²a", "en") == 6


def test_direction_marks_neither_count_nor_separate():
    assert count("\u200fالزئ\u200fبق \u200e \u202bالثقيل\u202c", "ar") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ideograph_is_one_in_every_language(language: Language):
    assert count("水俣 and 汞𠀀", language) == 5


def test_each_curly_quotation_mark_is_one_in_chinese():
    assert count("“‘汞’”", "zh") == 5
    assert count("使用“BAT/BEP”", "zh") == 5


def test_curly_quotation_marks_belong_to_their_word_elsewhere():
    assert count("“‘Annex C’”", "en") == 2


def test_an_apostrophe_in_chinese_belongs_to_its_foreign_word():
    assert count("科特迪瓦（Côte d’Ivoire）", "zh") == 8


def test_the_text_of_a_footnote_counts_and_its_mark_does_not():
    assert length("Mercury[^1] travels.\n\n[^1]: A *heavy* metal.", "en") == 5


def test_bullets_and_addresses_do_not_count():
    assert length("1. measure [all emissions](https://example.org/a-b)\n2. reduce", "en") == 4


@given(st.lists(st.text("aé-’.,/1%ртζ", min_size=1).map(lambda word: word.strip("-") or "a"), max_size=20))
def test_words_between_spaces_are_counted_one_by_one(words: list[str]):
    words = [word.replace("--", "-") for word in words if "---" not in word]
    assert count(" ".join(words), "en") == len(words)


@given(st.text(), st.text(), languages)
def test_paragraphs_are_counted_each_for_itself(one: str, other: str, language: Language):
    assert count(f"{one}\n{other}", language) == count(one, language) + count(other, language)


@given(st.text(), languages)
def test_every_text_has_a_length(text: str, language: Language):
    assert 0 <= count(text, language) <= len(text)
    assert length(text, language) >= 0


FIVE_MEGABYTES = 5_000_000


@pytest.mark.parametrize("piece", ["a ", "汞", "“", "½", "a—", "e\u0301 "])
def test_five_megabytes_of_words_are_counted(piece: str):
    times = FIVE_MEGABYTES // len(piece.encode())
    assert count(piece * times, "zh") == times


@pytest.mark.parametrize(
    ("piece", "expected"), [("a", 1), ("-", 1), ("a-", 1), ("’", 1), ("²", 0), (" ", 0), ("– ", 0)]
)
def test_five_megabytes_without_a_separator_are_one_word_or_none(piece: str, expected: int):
    assert count(piece * (FIVE_MEGABYTES // len(piece.encode())), "fr") == expected
