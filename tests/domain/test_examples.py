"""The worked examples keep to what they show: each section has one, in the length that the framework asks for."""

import pytest

from gmp_desk.domain.examples import Examples, read_examples
from gmp_desk.domain.words import count
from tests import samples

SECTIONS = [section.id for section in samples.template().sections]


@pytest.fixture(scope="module")
def examples() -> Examples:
    return read_examples((samples.RESOURCES / "examples" / "gmp-2020.toml").read_text("utf-8"))


def test_each_section_has_an_example_and_nothing_else_has(examples):
    assert list(examples.sections) == SECTIONS
    assert examples.edition == samples.template().edition


@pytest.mark.parametrize("section", SECTIONS)
def test_an_example_is_neither_too_short_nor_too_long_to_learn_from(section, examples):
    assert 60 <= count("\n\n".join(examples.sections[section]), "en") <= 200


def test_each_example_ends_with_the_note_that_it_is_invented(examples):
    assert examples.of("summary") == (*examples.sections["summary"], examples.note)


def test_what_is_no_section_has_no_example(examples):
    assert examples.of("about") == ()


def test_all_texts_are_messages_for_the_catalogues(examples):
    texts = [text for _, text, _ in examples.messages()]
    assert texts == [examples.note, *(text for section in SECTIONS for text in examples.sections[section])]
    assert len(texts) == len(set(texts))
