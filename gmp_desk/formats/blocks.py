"""A document told without a format: what it says and in which order, for Word, HTML and the preview alike."""

from dataclasses import dataclass, field
from typing import Literal

from gmp_desk.domain.richtext import Paragraph, RichText, Run

LineStyle = Literal["partnership", "title", "subtitle", "note"]


@dataclass(frozen=True)
class Text:
    """Words with their structure, and the language they are in: the document's, or that of the plan's author.

    A plain text is a name or figure rather than prose: it runs in the direction of the text around it.
    """

    rich: RichText
    language: str
    plain: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the title block."""

    style: LineStyle
    text: Text


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3 with its mark ("I.", "A.", "1."), and the address of what stands below it."""

    level: int
    mark: str
    text: Text
    address: str = ""


@dataclass(frozen=True)
class Prose:
    """Running text: paragraphs and lists."""

    text: Text


@dataclass(frozen=True)
class Cell:
    """The content of a table's cell: one text below the other."""

    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` is its share of the whole, relative to the other columns."""

    header: str
    width: int


@dataclass(frozen=True)
class Table:
    """A table with a title (which may be empty), columns, and rows of as many cells."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Field:
    """A label and the value of the field at an address of the plan."""

    label: str
    address: str
    value: Cell


@dataclass(frozen=True)
class Fields:
    """Labels and values of one item, below each other; ``title`` says of which item, for readers of the screen."""

    title: str
    fields: tuple[Field, ...]


Block = Line | Heading | Prose | Table | Fields


@dataclass(frozen=True)
class Document:
    """A whole document in one language, with what its properties say."""

    language: str
    title: str
    subject: str
    blocks: tuple[Block, ...] = field(default=())
    footer: str = "{page} / {pages}"
    """What stands at the foot of each page, with a place for its number and one for how many there are."""


def plain_text(text: str, language: str) -> Text:
    """Return text without structure; its newlines become line breaks."""
    lines = text.split("\n")
    runs = [run for line in lines for run in (Run("\n"), Run(line)) if run.text][1:] if text else []
    return Text(RichText((Paragraph(tuple(runs)),), ()), language, plain=True)
