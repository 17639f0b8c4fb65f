"""Rich text: the limited CommonMark of a plan's fields (D9), as values that every format can walk."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from markdown_it.token import Token

from gmp_desk.domain.commonmark import inline, parser

# With this many the slowest texts tried take two seconds to parse; a long plan has some hundred in all its fields.
MOST_MARKS = 50_000
_MARKS = ("\n", "\\", "*", "_", "[", "]", "- ", "+ ", ". ", ") ")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look, a line break (its text is a newline), or a footnote mark (its number)."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text up to the next paragraph; neighbouring runs differ in their look."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A bullet list or an ordered one; an item is a tuple of blocks, and ``start`` the first item's number."""

    ordered: bool
    start: int
    items: "tuple[tuple[Block, ...], ...]"


Block = Paragraph | Listing


@dataclass(frozen=True, slots=True)
class RichText:
    """The blocks of a field, and those of its footnotes: ``notes[n - 1]`` is footnote n."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[Block, ...], ...] = ()


def parse(text: str) -> RichText:
    """Read a rich field (D9). Every text is valid, and nothing of it vanishes but marks that were understood.

    - A hard line break is a run; a soft one is a space, as Word shows it.
    - Headings, quotations, code, HTML, tables, entities, link references and titles are literal; of an image the
      mark ``!`` is, and the rest is a link.
    - A link needs an address that begins with http, https or mailto; any other stays as it was typed. The
      address is kept as it was typed, without escapes.
    - Footnotes are numbered in the order of their first marks. A mark without a definition is literal, and so
      is a mark inside a footnote. A definition that no mark leads to is shown at the end as it was typed; of
      two definitions with one label that is the second.
    - Lists nest nine levels deep, as in Word; deeper marks are literal, and so is a first number above 999.
    - A text with more than ``MOST_MARKS`` lines and marks is literal altogether, each line a paragraph.
    """
    if sum(map(text.count, _MARKS)) > MOST_MARKS:
        return RichText(_literal(text))
    body, definitions = _separated(parser().parse(text))
    numbers: dict[str, int] = {}
    labels = {label for label, _ in definitions}

    def number(label: str) -> int:
        return numbers.setdefault(label, len(numbers) + 1)

    blocks = _blocks(iter(body), lambda content: _runs(inline(content, labels), number))
    notes: dict[int, tuple[Block, ...]] = {}
    for label, tokens in definitions:
        content = _blocks(iter(tokens), lambda content: _runs(inline(content, set()), number))
        if label in numbers and numbers[label] not in notes:
            notes[numbers[label]] = content
        else:
            blocks += _as_typed(label, content)
    return RichText(blocks, tuple(notes[n] for n in sorted(notes)))


def plain(rich: RichText) -> str:
    """Return what a reader sees: one line per paragraph or list item, then the footnotes.

    There are no marks, bullets, numbers or addresses in it. A line break stays one.
    """
    return "\n".join(line for blocks in (rich.blocks, *rich.notes) for line in _lines(blocks))


def _literal(text: str) -> tuple[Block, ...]:
    # Millions of short lines repeat each other; sharing their paragraphs makes them three times as fast.
    paragraph = cache(lambda line: Paragraph((Run(line),)))
    return tuple(paragraph(line) for line in map(str.strip, text.split("\n")) if line)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "".join(run.text for run in block.runs)
        else:
            for item in block.items:
                yield from _lines(item)


def _separated(tokens: list[Token]) -> tuple[list[Token], list[tuple[str, list[Token]]]]:
    """Part the text from the definitions of footnotes, which never nest."""
    body: list[Token] = []
    definitions: list[tuple[str, list[Token]]] = []
    current = body
    for token in tokens:
        if token.type == "footnote_reference_open":
            current = []
            definitions.append((token.meta["label"], current))
        elif token.type == "footnote_reference_close":
            current = body
        else:
            current.append(token)
    return body, definitions


def _blocks(tokens: Iterator[Token], runs: Callable[[str], tuple[Run, ...]]) -> tuple[Block, ...]:
    """Read blocks up to the end of the list item they are in."""
    blocks: list[Block] = []
    for token in tokens:
        if token.type == "inline":
            blocks.append(Paragraph(runs(token.content)))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            start = int(token.attrs.get("start", 1))
            blocks.append(Listing(token.type == "ordered_list_open", start, _items(tokens, runs)))
        elif token.type == "list_item_close":
            break
    return tuple(block for block in blocks if block != Paragraph(()))


def _items(tokens: Iterator[Token], runs: Callable[[str], tuple[Run, ...]]) -> tuple[tuple[Block, ...], ...]:
    items: list[tuple[Block, ...]] = []
    for token in tokens:
        if token.type != "list_item_open":
            break
        items.append(_blocks(tokens, runs))
    return tuple(items)


class _Look(NamedTuple):
    """What neighbouring pieces of text share when they are one run; ``place`` keeps marks and breaks apart."""

    bold: bool
    italic: bool
    link: str
    note: int = 0
    place: int = 0


def _runs(tokens: list[Token], number: Callable[[str], int]) -> tuple[Run, ...]:
    pieces: list[tuple[_Look, str]] = []
    bold = italic = 0
    link = ""
    for place, token in enumerate(tokens, 1):
        look = _Look(bold > 0, italic > 0, link)
        match token.type:
            case "text" | "text_special":
                pieces.append((look, token.content))
            case "softbreak":
                pieces.append((look, " "))
            case "hardbreak":
                pieces.append((look._replace(place=place), "\n"))
            case "note":
                pieces.append((look._replace(note=number(token.content), place=place), ""))
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open" | "link_close":
                link = str(token.attrs.get("href", ""))
    joined = ((look, "".join(text for _, text in group)) for look, group in groupby(pieces, lambda piece: piece[0]))
    return tuple(Run(text, look.bold, look.italic, look.link, look.note) for look, text in joined if text or look.note)


def _as_typed(label: str, content: tuple[Block, ...]) -> tuple[Block, ...]:
    """Show a definition that nothing leads to, with its label."""
    mark = Run(f"[^{label}]: ")
    if not content or not isinstance(content[0], Paragraph):
        return (Paragraph((mark,)), *content)
    first, *rest = content[0].runs
    same_look = first == Run(first.text) != Run("\n")
    start = (Run(mark.text + first.text),) if same_look else (mark, first)
    return (Paragraph((*start, *rest)), *content[1:])
