"""Shares the width of a table among its columns, so that no word is broken that has room to stand whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from gmp_desk.domain.richtext import Block, Paragraph
from gmp_desk.formats.blocks import Table
from gmp_desk.formats.telephones import TELEPHONE

_WIDE = re.compile("[@%MWmwДЖМФШЩЫЮжмфшщыю]")
_NARROW = re.compile(r"[fijlrtIJ.,:;'’()\[\]гт]")
# What is not broken at the end of a line, as Chinese, Japanese and Korean are: telephone numbers, and words with the
# spaces of figures and sums, which hold them together.
_WORD = re.compile(
    rf"{TELEPHONE}|"
    r"(?:[^\s\u2013\u2014\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff/-]|[\u00a0\u202f])+"
)
_LONGEST = 24  # letters; what is longer is an address


@dataclass(frozen=True)
class Letters:
    """How wide the letters in a table are, and the ``margins`` of a cell together, all in one unit."""

    letter: float
    wide: float
    """How much more a wide one takes."""
    bold: float
    """How many times as wide a bold one is."""
    margins: float
    narrow: float = 0
    """How much less a narrow one takes."""


def column_widths(table: Table, whole: int, letters: Letters) -> list[int]:
    """Return the widths of columns, together ``whole``: their shares, but each as wide as its longest word.

    ``whole`` is in the unit of ``letters``. Where there is no room for all longest words, they give the shares. The
    table has at least one column.
    """
    shares, least = [column.width for column in table.columns], least_widths(table, letters)
    if sum(least) > whole:
        shares, least = least, [0] * len(least)
    # Columns that are too narrow get what they need, and the others share what is left; which makes others narrow.
    given: dict[int, int] = {}
    while True:
        room, rest = whole - sum(given.values()), sum(shares) - sum(shares[position] for position in given)
        narrow = {
            position: width
            for position, width in enumerate(least)
            if position not in given and room * shares[position] // rest < width
        }
        if not narrow:
            break
        given |= narrow
    widths = [given.get(position, room * share // (rest or 1)) for position, share in enumerate(shares)]
    widths[widths.index(max(widths))] += whole - sum(widths)  # what rounding has left over
    return widths


def least_widths(table: Table, letters: Letters) -> list[int]:
    """Return the width of each column that its longest word needs."""
    least = [_needed(column.header, letters, letters.bold) for column in table.columns]
    for row in table.rows:
        for position, cell in enumerate(row):
            for text in cell.texts:
                needed = (_needed(part, letters) for part in _texts(text.rich.blocks))
                least[position] = max(least[position], *needed, 0)
    return least


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (run.text for run in block.runs)
        else:
            for item in block.items:
                yield from _texts(item)


def _needed(text: str, letters: Letters, times: float = 1) -> int:
    """Return the width of a cell, margins included, that the longest word of a text needs."""
    words = (_width(word, letters) for word in _WORD.findall(text) if len(word) <= _LONGEST)
    return ceil(max(words, default=0) * times + letters.margins)


def _width(word: str, letters: Letters) -> float:
    wide, narrow = len(_WIDE.findall(word)), len(_NARROW.findall(word))
    return letters.letter * len(word) + letters.wide * wide - letters.narrow * narrow
