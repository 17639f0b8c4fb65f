"""What differs between two texts, and a three-way merge of one that never makes a figure nobody wrote.

Positions are code points. What is compared are tokens: a word, a figure with its separators, a run of spaces, a
footnote mark, an ideograph, or any other character.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from gmp_desk.domain.numerals import has_number_word
from gmp_desk.domain.values import Record

# Between changes of two people must stand so many words that both left alone, or the end of a paragraph.
FEWEST_WORDS = 2
# difflib's time grows with the tokens of both texts and with how often these repeat; beyond, the middle is one hunk.
_MOST_TOKENS = 16_000_000  # of one text times those of the other
_MOST_PAIRS = 100_000  # of equal tokens


class Hunk(Record):
    """A change of a text: ``text`` instead of what stands from ``start`` to ``end``, counted in code points."""

    start: Annotated[int, Field(strict=True, ge=0)]
    end: Annotated[int, Field(strict=True, ge=0)]
    text: Annotated[str, Field(strict=True)]


def hunks(base: str, new: str) -> tuple[Hunk, ...]:
    """Return the changes that lead from one text to another, in their order; they neither overlap nor touch."""
    old, now = list(_tokens(base)), list(_tokens(new))
    before, after = [base[a:b] for a, b, _ in old], [new[a:b] for a, b, _ in now]
    first = _alike(before, after)
    last = _alike(reversed(before[first:]), reversed(after[first:]))
    at = [*(token[0] for token in old[first:]), len(base)]
    there = [*(token[0] for token in now[first:]), len(new)]
    return tuple(
        Hunk(start=at[i1], end=at[i2], text=new[there[j1] : there[j2]])
        for i1, i2, j1, j2 in _changed(before[first : len(before) - last], after[first : len(after) - last])
    )


def applied(base: str, changes: Iterable[Hunk]) -> str:
    """Return the text with changes of it made; they come in their order and do not overlap."""
    parts, at = [], 0
    for hunk in changes:
        parts += [base[at : hunk.start], hunk.text]
        at = hunk.end
    return "".join([*parts, base[at:]])


def carried(base: str, present: str, theirs: str) -> str | None:
    """Return the text with both sides' changes since the base, or None where these are too near each other.

    The same change on both sides is made once. Changes of different sides are kept apart by unchanged words or the
    end of a paragraph or list item; where one of them touches a number, in figures or words, by the latter, as what
    it counts and the month of its date may stand anywhere beside it. So no figure, and no date, is put together from
    two. Two changes of footnotes are too near wherever they are, as their marks may be the same.
    Which side is which makes no difference. Normalized texts give a normalized text.
    """
    if theirs in (base, present):
        return present
    if present == base:
        return theirs
    ours, others = hunks(base, present), hunks(base, theirs)
    changes = sorted({*ours, *others}, key=_span)
    both = set(ours) & set(others)
    return applied(base, changes) if _apart(base, changes, set(ours) - both, set(others) - both) else None


# The kind of each character of a text, and the tokens as patterns of kinds: a letter, a part of a figure (0), an
# ideograph (c), what joins figures (p), a space (s), a newline (n), a mark that belongs to the character before (m).
_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FIGURES_TOO = "两兩半"  # numerals to a reader, but not to Unicode
_JOINS_FIGURES = ".,'’/:-‐‑‒–−٫٬·⁄_"
_TOKEN = re.compile(r"\[m*\^m*[^sn\[\]]+\]m*|(?:am*|0m*(?:[sp]m*(?=0))?)+|cm*|(?:[sn]m*)+|.m*")
_WORD = re.compile("m*am*a[am]*|cm*")
_BREAK = re.compile("\n[^\\S\n]*\n|\n[^\\S\n]*[-+*][ \t]")
_NOTE = "[^"
_MARK = re.compile(r"\[\^[^\s\[\]]+\]:?")


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    if character in "[]^\n":
        return "n" if character == "\n" else character
    if character in _FIGURES_TOO or unicodedata.numeric(character, None) is not None:
        return "0"
    category = unicodedata.category(character)
    if category[0] == "L":
        return "c" if _IDEOGRAPHS.match(character) else "a"
    if category[0] == "M" or category == "Cf":
        return "m"
    if character.isspace():
        return "s"
    return "p" if character in _JOINS_FIGURES else "o"


def _tokens(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each token begins and ends, and whether it is a word: letters, more than one, and no figure."""
    kinds = "".join(map(_kind, text))
    for token in _TOKEN.finditer(kinds):
        yield token.start(), token.end(), bool(_WORD.fullmatch(token.group()))


def _alike(old: Iterable[str], new: Iterable[str]) -> int:
    """Return how many tokens are the same from the beginning on."""
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count


def _changed(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the stretches of tokens that differ: from and to in the one list, from and to in the other."""
    times = Counter(a)
    pairs = sum(times[token] * count for token, count in Counter(b).items() if not token.isspace())
    if len(a) * len(b) > _MOST_TOKENS or pairs > _MOST_PAIRS:
        return [(0, len(a), 0, len(b))]
    # Spaces are everywhere: they go with what stands beside them, and are not looked for.
    matcher = SequenceMatcher(str.isspace, a, b, autojunk=False)
    return [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _apart(base: str, changes: Sequence[Hunk], ours: set[Hunk], theirs: set[Hunk]) -> bool:
    """Tell whether one side's changes are far enough from the other's; ``changes`` are all, and those of both."""
    words = _untouched(((a, b) for a, b, is_word in _tokens(base) if is_word), changes)
    breaks = _untouched((found.span() for found in _BREAK.finditer(base)), changes)
    apart = [hunk for hunk in changes if hunk in ours or hunk in theirs]
    for before, after in pairwise(apart):
        if (before in ours) != (after in ours):  # where they overlap, nothing is between
            between = bisect_left(words, after.start) - bisect_left(words, before.end)
            if between < FEWEST_WORDS and bisect_left(breaks, after.start) == bisect_left(breaks, before.end):
                return False

    def paragraphs(side: Iterable[Hunk]) -> set[int]:
        return {bisect_left(breaks, hunk.start) for hunk in side}

    def numbers(side: set[Hunk]) -> set[int]:
        """Return in which paragraphs a side touches numbers."""
        return paragraphs(hunk for hunk in side if _has_number(_touched(base, hunk)))

    def notes(side: set[Hunk]) -> bool:
        return any(_NOTE in _touched(base, hunk) for hunk in side)

    if numbers(ours) & paragraphs(theirs) or paragraphs(ours) & numbers(theirs):
        return False
    return not (notes(ours) and notes(theirs))


def _untouched(spans: Iterable[tuple[int, int]], changes: Sequence[Hunk]) -> list[int]:
    """Return where those stretches begin that no change touches; all come in their order."""
    found, at = [], 0
    for start, end in spans:
        while at < len(changes) and changes[at].end <= start:
            at += 1
        if at == len(changes) or changes[at].start >= end:
            found.append(start)
    return found


def _has_number(text: str) -> bool:
    text = _MARK.sub("", text)
    return "0" in map(_kind, text) or has_number_word(text)


def _touched(base: str, hunk: Hunk) -> str:
    return f"{base[hunk.start : hunk.end]}\n{hunk.text}"


def _span(hunk: Hunk) -> tuple[int, int]:
    return hunk.start, hunk.end
