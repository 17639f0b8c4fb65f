"""The help: short topics that can be translated, which quote the interface by name and not by heart."""

from string import Formatter

import pytest

from gmp_desk.domain.help_texts import HelpTexts, read_help
from gmp_desk.domain.words import count
from tests import samples

SECTIONS = ["plan", *(section.id for section in samples.template().sections)]


@pytest.fixture(scope="module")
def texts() -> HelpTexts:
    return read_help((samples.RESOURCES / "help" / "topics.toml").read_text("utf-8"))


def test_each_page_of_the_editor_has_one_topic(texts):
    assert sorted(section for topic in texts.topics for section in topic.sections) == sorted(SECTIONS)
    for section in SECTIONS:
        assert section in texts.topic_for(section).sections


def test_elsewhere_the_help_begins_at_its_beginning(texts):
    assert texts.topic_for("") is texts.topics[0]


def test_topics_have_names_of_their_own(texts):
    for names in ([topic.id for topic in texts.topics], [topic.title for topic in texts.topics]):
        assert len(names) == len(set(names))


def test_a_topic_is_short_and_so_is_the_whole(texts):
    lengths = {topic.id: sum(count(text, "en") for text in topic.texts()) for topic in texts.topics}
    assert {id: length for id, length in lengths.items() if not 60 <= length <= 150} == {}
    assert sum(lengths.values()) <= 1_600


def test_all_that_is_quoted_is_named_and_all_that_is_named_is_quoted(texts):
    quoted = {name for _, text, _ in texts.messages() for _, name, _, _ in Formatter().parse(text) if name is not None}
    assert quoted == set(texts.words)


def test_all_texts_are_messages_for_the_catalogues(texts):
    messages = [(context, text) for context, text, _ in texts.messages()]
    assert messages == [("", text) for topic in texts.topics for text in topic.texts()]
    assert len(messages) == len(set(messages))
