"""Worked examples for the sections of a template edition, as data that the catalogues translate."""

import tomllib
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict


class Examples(BaseModel):
    """A worked example for each section: English paragraphs by the section's id, and a note on where all are from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: str
    note: str
    sections: dict[str, tuple[str, ...]]

    def of(self, section: str) -> tuple[str, ...]:
        """Return the paragraphs for a section, the note last; none where there is no example."""
        paragraphs = self.sections.get(section, ())
        return (*paragraphs, self.note) if paragraphs else ()

    def messages(self) -> Iterator[tuple[str, str, str]]:
        """Yield each text as (context, text, where it stands), as ``Template.messages`` does; none has a context."""
        yield "", self.note, f"{self.edition}/note"
        for section, paragraphs in self.sections.items():
            for paragraph in paragraphs:
                yield "", paragraph, f"{self.edition}/{section}"


def read_examples(text: str) -> Examples:
    """Read the examples for a template edition from TOML."""
    return Examples.model_validate(tomllib.loads(text))
