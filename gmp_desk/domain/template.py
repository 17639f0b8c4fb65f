"""The template edition that a plan follows, as data: sections, limits, fields, choices and their texts (F21)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict

FieldKind = Literal[
    "line",  # one line of plain text
    "text",  # plain text of any length
    "rich",  # rich text (D9)
    "address",  # a web address
    "choice",  # one of a list of choices
    "choices",  # any of a list of choices
    "items",  # records of their own
    "link",  # one item elsewhere in the plan
    "links",  # items elsewhere in the plan
    "money",
    "month",
    "date",
    "reading",
    "readings",
    "country",
    "area",
    "period",
    "version",
]


@dataclass(frozen=True)
class Translatable:
    """Marks a field of the template's models as a message; the context keeps short words apart."""

    context: str = ""


Message = Annotated[str, Translatable()]
FieldLabel = Annotated[str, Translatable("field")]
ChoiceLabel = Annotated[str, Translatable("choice")]
AreaName = Annotated[str, Translatable("area")]
RecordName = Annotated[str, Translatable("record")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Area(_Part):
    """A partnership area: a stable code and a name (F5)."""

    code: str
    name: AreaName


class Choice(_Part):
    """One value of a choice, its label, and what it means in full where the label is short."""

    value: str
    label: ChoiceLabel
    text: Message = ""


class Field(_Part):
    """One field of a section or record: its name in the plan, kind of value, label, and limits if it has any.

    ``name`` is a path from the plan (sections) or from the record. ``limit`` is in words, in characters for
    Chinese (D1); ``least`` and ``most`` say how many items there should be.
    """

    name: str
    kind: FieldKind
    label: FieldLabel
    choices: str = ""
    of: str = ""
    limit: int | None = None
    least: int | None = None
    most: int | None = None


class RecordFields(_Part):
    """A kind of record, what one is called, and its fields in their order."""

    name: RecordName
    fields: tuple[Field, ...]


class Section(_Part):
    """One of the ten sections, with the guidance that the framework gives for it."""

    id: str
    number: int
    requirement: str
    title: Message
    guidance: tuple[Message, ...]
    fields: tuple[Field, ...] = ()


class Template(_Part):
    """One edition of the business plan template."""

    edition: str
    name: Message
    partnership: Message
    goal: Message
    introduction: tuple[Message, ...]
    evaluation: Message
    areas: tuple[Area, ...]
    sections: tuple[Section, ...]
    plan: RecordFields
    records: dict[str, RecordFields]
    choices: dict[str, tuple[Choice, ...]]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields of the plan itself and of its sections, by address."""
        in_sections = (field for section in self.sections for field in section.fields)
        return {field.name: field for field in (*self.plan.fields, *in_sections)}

    @property
    def area_codes(self) -> tuple[str, ...]:
        """The codes of the areas that this edition knows."""
        return tuple(area.code for area in self.areas)

    def section(self, id: str) -> Section:
        """Return a section by its id."""
        return next(section for section in self.sections if section.id == id)

    def messages(self) -> Iterator[tuple[str, str, str]]:
        """Yield each translatable text as (context, text, where it stands)."""
        yield from _messages(self, self.edition)


def read_template(text: str) -> Template:
    """Read a template edition from TOML."""
    return Template.model_validate(tomllib.loads(text))


def _messages(part: BaseModel, where: str) -> Iterator[tuple[str, str, str]]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        mark = _mark(field.annotation, field.metadata)
        for step, text in _texts(value, f"{where}/{name}"):
            if isinstance(text, BaseModel):
                yield from _messages(text, step)
            elif mark is not None and text:
                yield mark.context, text, step


def _texts(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{where}/{key}")
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner, where)
    else:
        yield where, value


def _mark(annotation: Any, metadata: list[Any]) -> Translatable | None:
    inner = [mark for argument in getattr(annotation, "__args__", ()) for mark in getattr(argument, "__metadata__", ())]
    return next((mark for mark in (*metadata, *inner) if isinstance(mark, Translatable)), None)
