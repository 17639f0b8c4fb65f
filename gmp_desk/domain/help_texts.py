"""The help by topics, as data that the catalogues translate."""

import tomllib
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict


class Topic(BaseModel):
    """One page of the help.

    ``text`` has paragraphs and lists of items, in which names in braces stand for words of the interface.
    ``sections`` are the pages of the editor that it helps with; ``shortcuts`` says that the keys of the menus follow.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    sections: tuple[str, ...] = ()
    text: tuple[str | tuple[str, ...], ...]
    shortcuts: bool = False

    def texts(self) -> Iterator[str]:
        """Yield the title, the paragraphs and the items of lists."""
        yield self.title
        for part in self.text:
            yield from (part,) if isinstance(part, str) else part


class HelpTexts(BaseModel):
    """The topics in their order, and the messages of the interface that they quote, by the names in braces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: dict[str, str]
    topics: tuple[Topic, ...]

    def topic_for(self, section: str) -> Topic:
        """Return the topic that helps with a page of the editor; the first one where there is none."""
        return next((topic for topic in self.topics if section in topic.sections), self.topics[0])

    def messages(self) -> Iterator[tuple[str, str, str]]:
        """Yield each text as (context, text, where it stands), as ``Template.messages`` does; none has a context.

        The quoted messages are not among them: they belong to the interface.
        """
        for topic in self.topics:
            for text in topic.texts():
                yield "", text, f"help/{topic.id}"


def read_help(text: str) -> HelpTexts:
    """Read the help from TOML."""
    return HelpTexts.model_validate(tomllib.loads(text))
