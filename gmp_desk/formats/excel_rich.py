"""Rich text as the plain lines of a cell: lists and footnotes keep their marks, and links their addresses."""

from collections.abc import Iterator
from itertools import chain, groupby

from gmp_desk.domain.richtext import Block, Listing, Paragraph, RichText

_INDENT = "   "


def readable(rich: RichText) -> str:
    """Return a rich text (D9) without its bold and italics: one line per paragraph, item and footnote, or more.

    An address stands in brackets after the text of its link, unless it says the same; a footnote's number stands
    in square brackets, at its mark and before the note, which is below the text. Lists go in by their level.
    """
    notes = (_marked(f"[{number}] ", blocks, "") for number, blocks in enumerate(rich.notes, 1))
    return "\n".join(chain(_lines(rich.blocks, ""), *notes))


def _lines(blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield indent + _text(block).replace("\n", f"\n{indent}")
        else:
            yield from _items(block, indent)


def _items(listing: Listing, indent: str) -> Iterator[str]:
    for number, item in enumerate(listing.items, listing.start):
        yield from _marked(f"{number}. " if listing.ordered else "• ", item, indent)


def _marked(mark: str, blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    """Yield blocks of which the first, if it is a paragraph, stands behind a mark, and the others go in below it."""
    deeper = indent + _INDENT
    if blocks and isinstance(blocks[0], Paragraph):
        yield indent + mark + _text(blocks[0]).replace("\n", f"\n{deeper}")
        blocks = blocks[1:]
    else:
        yield indent + mark.rstrip()
    yield from _lines(blocks, deeper)


def _text(paragraph: Paragraph) -> str:
    told = []
    for address, runs in groupby(paragraph.runs, lambda run: run.link):
        text = "".join(f"[{run.note}]" if run.note else run.text for run in runs)
        told.append(
            f"{text} ({address})" if address and text not in (address, address.removeprefix("mailto:")) else text
        )
    return "".join(told)
