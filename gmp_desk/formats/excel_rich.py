"""Rich text as the plain lines of a cell: lists and footnotes keep their marks, and links their addresses."""

from collections.abc import Iterator
from itertools import chain, groupby

from gmp_desk.domain.richtext import Block, Listing, Paragraph, RichText
from gmp_desk.i18n import Locale

_INDENT = "   "


def readable(rich: RichText, locale: Locale) -> str:
    """Return a rich text (D9) without its bold and italics: one line per paragraph, item and footnote, or more.

    An address stands in brackets after the text of its link, unless it says the same; a footnote's number stands
    in square brackets, at its mark and before the note, which is below the text. Lists go in by their level.
    Subparagraphs have the marks of the locale's language.
    """
    return _Readable(locale).text(rich)


class _Readable:
    def __init__(self, locale: Locale) -> None:
        self._locale = locale

    def text(self, rich: RichText) -> str:
        notes = (self._marked(f"[{number}] ", blocks, "", 1) for number, blocks in enumerate(rich.notes, 1))
        return "\n".join(chain(self._lines(rich.blocks, "", 1), *notes))

    def _lines(self, blocks: tuple[Block, ...], indent: str, level: int) -> Iterator[str]:
        """Yield the lines of blocks; ``level`` is that of a list among them, counted from 1."""
        for block in blocks:
            if isinstance(block, Paragraph):
                yield indent + _text(block).replace("\n", f"\n{indent}")
            else:
                yield from self._items(block, indent, level)

    def _items(self, listing: Listing, indent: str, level: int) -> Iterator[str]:
        for number, item in enumerate(listing.items, listing.start):
            mark = self._number(level, number) if listing.ordered else "•"
            yield from self._marked(f"{mark} ", item, indent, level + 1)

    def _number(self, level: int, number: int) -> str:
        kind = (level - 1) % 3 + 1
        return self._locale.list_mark(kind, number) if kind > 1 else f"{number}."  # as in the Word file

    def _marked(self, mark: str, blocks: tuple[Block, ...], indent: str, level: int) -> Iterator[str]:
        """Yield blocks of which the first, if a paragraph, stands behind a mark, and the others go in below it."""
        deeper = indent + _INDENT
        if blocks and isinstance(blocks[0], Paragraph):
            yield indent + mark + _text(blocks[0]).replace("\n", f"\n{deeper}")
            blocks = blocks[1:]
        else:
            yield indent + mark.rstrip()
        yield from self._lines(blocks, deeper, level)


def _text(paragraph: Paragraph) -> str:
    told = []
    for address, runs in groupby(paragraph.runs, lambda run: run.link):
        text = "".join(f"[{run.note}]" if run.note else run.text for run in runs)
        told.append(
            f"{text} ({address})" if address and text not in (address, address.removeprefix("mailto:")) else text
        )
    return "".join(told)
