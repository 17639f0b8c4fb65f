"""Rich text written as the CommonMark of a field (D9), in the one form that the editor keeps."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, wraps
from itertools import groupby, takewhile
from operator import attrgetter
from typing import TypeVar

from markdown_it.common.utils import MD_TRIM_CHARS, isPunctChar, isWhiteSpace

from gmp_desk.domain.commonmark import DEEPEST_LIST, LARGEST_START
from gmp_desk.domain.richtext import _MARKS, MOST_MARKS, Block, Listing, Paragraph, RichText, Run, parse
from gmp_desk.domain.text import is_blank

JOINER = "\u2060"
"""Stands, unseen, where CommonMark would not take a mark of emphasis for one, as in ``**中文。**后``."""

_EDGE = MD_TRIM_CHARS + JOINER
_MARK = re.compile(r"[\\*\[]|(?<![^\W_])_|_(?![^\W_])")
_BRACKET = re.compile(r"(?=\])")
_LINE_START = re.compile(r"(?:(?P<number>[0-9]{1,9})(?=[.)](?:[ \t]|$))|(?=[-+](?:[- \t]|$)))")
_PLAIN_ADDRESS = re.compile(r"(?:[^\s()<>\\]|\((?:[^\s()<>\\])*\))+")
_IN_ADDRESS = re.compile(r"(?=[<>\\])")

_KEPT = 4096  # paragraphs
_Runs = tuple[Run, ...]
_Made = TypeVar("_Made")
_Piece = tuple[str, frozenset[str]]  # CommonMark, and the marks of emphasis around it


def _kept(made: Callable[[_Runs], _Made]) -> Callable[[_Runs], _Made]:
    """Keep what is made of the runs of a paragraph: a long text is written at each key, and one paragraph differs.

    To find runs by what they are takes as long as to write them, so those that are the same object come first.
    """
    by_value = lru_cache(_KEPT)(made)
    by_identity: dict[int, tuple[_Runs, _Made]] = {}

    @wraps(made)
    def find(runs: _Runs) -> _Made:
        known = by_identity.get(id(runs))
        if known is not None and known[0] is runs:
            return known[1]
        if len(by_identity) >= _KEPT:
            by_identity.clear()
        found = by_value(runs)
        by_identity[id(runs)] = (runs, found)
        return found

    return find


def write(rich: RichText) -> str:
    """Return a text that ``parse`` reads as ``normal(rich)``, but for joiners, which ``normal`` takes away again.

    A text that would have more marks than ``parse`` understands is written without any, a line for each paragraph.
    """
    rich = normal(rich)
    definitions = [_definition(number, blocks) for number, blocks in enumerate(rich.notes, 1)]
    text = "\n\n".join(filter(None, ("\n".join(_lines(rich.blocks)), "\n".join(definitions))))
    return _without_marks(rich) if _is_literal(text) else text


def normal(rich: RichText) -> RichText:
    """Return what of a rich text a field can keep; twice is the same as once.

    - Runs of one look are one run. Spaces and line breaks at the edge of bold or italic words have not their look.
    - A paragraph neither begins nor ends with spaces, nor ends with a line break; spaces after a break go. Without
      text it is none, and so is a list without items.
    - A link has an address that D9 allows and a text that can be seen, and no footnote mark in it.
    - Footnotes are numbered in the order of their first marks; one without a mark goes, as does a mark without
      its footnote or inside one.
    - A list starts at 0 to 999; one deeper than nine levels becomes paragraphs of the item it is in.
    - A joiner at the end of a run goes.
    """
    numbers: dict[int, int] = {}

    def number(note: int) -> int:
        return numbers.setdefault(note, len(numbers) + 1) if 0 < note <= len(rich.notes) else 0

    blocks = _normal_blocks(rich.blocks, number)
    notes = (_normal_blocks(rich.notes[note - 1], lambda _: 0) for note in numbers)
    return RichText(blocks, tuple(notes))


def _normal_blocks(blocks: Iterable[Block], number: Callable[[int], int], level: int = 0) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if runs := _numbered(normal_runs(block.runs), number):
                made.append(Paragraph(runs))
        elif level == DEEPEST_LIST:
            made += [inner for item in block.items for inner in _normal_blocks(item, number, level)]
        elif block.items:
            start = min(max(block.start, 0), LARGEST_START) if block.ordered else 1
            items = tuple(_normal_blocks(item, number, level + 1) for item in block.items)
            made.append(Listing(block.ordered, start, items))
    return tuple(made)


def _numbered(runs: tuple[Run, ...], number: Callable[[int], int]) -> tuple[Run, ...]:
    if not any(run.note for run in runs):
        return runs
    known = tuple(replace(run, note=number(run.note)) if run.note else run for run in runs)
    return known if all(run.text or run.note for run in known) else normal_runs(known)


@_kept
def normal_runs(runs: _Runs) -> tuple[Run, ...]:
    """Return the runs of a paragraph as ``normal`` has them, with the numbers of its footnotes as they are."""
    made = [_changed(run, run.text.strip(JOINER), _link(run)) for run in runs if run.text or run.note]
    made = [
        run if not link or not is_blank("".join(run.text for run in group)) else replace(run, link="")
        for link, group in _links(_trimmed(made))
        for run in group
    ]
    made = [part for run in made for part in _parts(run)]
    for look in ("bold", "italic"):
        made = [run for _, group in groupby(made, attrgetter(look)) for run in _inner(list(group), look)]
    return tuple(_merged(made))


@lru_cache(maxsize=256)
def allowed(link: str) -> bool:
    """Tell whether an address can be one of a link (D9)."""
    return parse(f"[a]({_target(link)})") == RichText((Paragraph((Run("a", link=link),)),))


def _changed(run: Run, text: str, link: str) -> Run:
    return run if (run.text, run.link) == (text, link) else Run(text, run.bold, run.italic, link, run.note)


def _link(run: Run) -> str:
    # CommonMark has no link around a footnote mark.
    return run.link if not run.note and allowed(run.link) else ""


def _links(runs: Iterable[Run]) -> Iterator[tuple[str, list[Run]]]:
    return ((link, list(group)) for link, group in groupby(runs, lambda run: run.link))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Take away what a paragraph cannot begin or end with, and spaces after a break."""
    made: list[Run] = []
    for run in runs:
        if run.text != "\n" and not run.note:
            spaces = _EDGE if not made else f" \t{JOINER}" if made[-1].text == "\n" else ""
            run = _changed(run, run.text.lstrip(spaces) if spaces else run.text, run.link)
        if run.text or run.note:
            made.append(run)
    while made and not made[-1].note:
        text = made[-1].text.rstrip(_EDGE)
        if text:
            made[-1] = replace(made[-1], text=text)
            break
        made.pop()
    return made


def _parts(run: Run) -> list[Run]:
    """Part the spaces at both ends of a run from the text between them."""
    inner = run.text.strip(_EDGE)
    if run.note or not inner:
        return [run]
    start = run.text.index(inner)
    texts = run.text[:start], inner, run.text[start + len(inner) :]
    return [_changed(run, text, run.link) for text in texts if text]


def _inner(runs: list[Run], look: str) -> list[Run]:
    """Take a look from the spaces and breaks at either end of neighbouring runs that have it."""
    seen = [place for place, run in enumerate(runs) if not _is_space(run)] or [len(runs)]
    return [
        run if seen[0] <= place <= seen[-1] else replace(run, **{look: False})  # type: ignore[arg-type]
        for place, run in enumerate(runs)
    ]


def _is_space(run: Run) -> bool:
    return not run.note and not run.text.strip(_EDGE)


def _merged(runs: Iterable[Run]) -> list[Run]:
    made: list[Run] = []
    for run in runs:
        text = run.text.strip(JOINER)
        last = made[-1] if made else Run("\n")
        # A break and a footnote mark are runs of their own, however many stand side by side.
        alone = run.note or last.note or "\n" in (text, last.text)
        if not alone and (last.bold, last.italic, last.link) == (run.bold, run.italic, run.link):
            made[-1] = _changed(run, last.text + text, run.link)
        elif text or run.note:
            made.append(_changed(run, text, run.link))
    return made


def _lines(blocks: Iterable[Block], before: str = "") -> list[str]:
    """Return the lines of blocks; ``before`` is the mark of the list item that begins with them."""
    lines: list[str] = []
    last: Block | None = None
    marker = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            new = _paragraph(block.runs).split("\n")
            tight = False
        else:
            # Another mark parts a list from the one before, and "- - -" would be no list at all.
            avoid = marker if isinstance(last, Listing) and last.ordered == block.ordered else "" if last else before
            marker = next(mark for mark in (".)" if block.ordered else "-*") if mark != avoid)
            new = _listing(block, marker)
            tight = bool(before and isinstance(last, Paragraph) and block.items[0] and block.start == 1)
        if last and not tight:
            lines.append("")
        lines += new
        last = block
    return lines


def _listing(listing: Listing, marker: str) -> list[str]:
    lines = []
    for number, item in enumerate(listing.items, listing.start):
        # A sentence may begin with a number above 999, so the parser takes none for the mark of an item.
        mark = f"{min(number, LARGEST_START)}{marker} " if listing.ordered else f"{marker} "
        first, *rest = _lines(item, marker) or [""]
        lines.append((mark + first).rstrip(" "))
        lines += [" " * len(mark) + line if line else "" for line in rest]
    return lines


def _definition(number: int, blocks: tuple[Block, ...]) -> str:
    lines = _lines(blocks)
    if blocks and isinstance(blocks[0], Listing):
        lines = ["", "", *lines]
    first, *rest = lines or [""]
    return "\n".join([f"[^{number}]: {first}".rstrip(" "), *(f"    {line}" if line else "" for line in rest)])


def _without_marks(rich: RichText) -> str:
    lines = [line for blocks in (rich.blocks, *rich.notes) for line in _plain_lines(blocks)]
    text = "\n".join(lines)
    # Without its marks it may be understood again; empty lines make it too many.
    return text if _is_literal(text) else text + "\n" * (MOST_MARKS + 1)


def _plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "".join(run.text for run in block.runs)
        else:
            for item in block.items:
                yield from _plain_lines(item)


@_kept
def _paragraph(runs: _Runs) -> str:
    pieces: list[_Piece] = []
    line_start = True
    for link, group in _links(runs):
        if link:
            shared = frozenset.intersection(*map(_looks, group))
            inside = [(_escaped(run, line_start=False, in_link=True), _looks(run) - shared) for run in group]
            pieces.append((f"[{_emphasized(inside, '[', ']')}]({_target(link)})", shared))
            line_start = False
        else:
            for run in group:
                pieces.append((_escaped(run, line_start=line_start, in_link=False), _looks(run)))
                line_start = run.text == "\n"
    return _emphasized(pieces)


def _looks(run: Run) -> frozenset[str]:
    return frozenset(mark for mark, has in (("**", run.bold), ("*", run.italic)) if has)


def _escaped(run: Run, *, line_start: bool, in_link: bool) -> str:
    if run.note:
        return f"[^{run.note}]"
    if run.text == "\n":
        return "\\\n"
    text = _MARK.sub(r"\\\g<0>", run.text)
    if in_link:
        text = _BRACKET.sub(r"\\", text)
    if line_start and (match := _LINE_START.match(text)):
        number = match["number"] or ""
        if not number or int(number) <= LARGEST_START:
            text = f"{number}\\{text[match.end() :]}"
    return text


def _target(link: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(link):
        return link
    escaped = _IN_ADDRESS.sub(r"\\", link)
    return f"<{escaped}>"


def _emphasized(pieces: list[_Piece], before: str = " ", after: str = " ") -> str:
    """Put marks of emphasis between pieces of CommonMark, with joiners where marks would not be understood."""
    text = ""
    open_marks: list[str] = []
    for place, (piece, marks) in enumerate([*pieces, ("", frozenset[str]())]):
        kept = 0
        while kept < len(open_marks) and open_marks[kept] in marks:
            kept += 1
        closing = "".join(reversed(open_marks[kept:]))
        opening = list(marks.difference(open_marks[:kept]))
        if len(opening) > 1:
            # What reaches further is outside.
            opening.sort(key=lambda mark: (-_extent(pieces[place:], mark), mark))
        open_marks[kept:] = opening
        following = (piece or after)[0]
        if closing:
            text += JOINER * _needs_joiner((text or before)[-1], JOINER if opening else following) + closing
        if opening:
            text += JOINER * bool(closing)
            opened = _opened(opening, pieces[place:]) if len(opening) > 1 else opening[0]
            outer = JOINER if JOINER in opened else (text or before)[-1]
            text += opened + JOINER * _needs_joiner(following, outer)
        text += piece
    return text


def _extent(pieces: list[_Piece], mark: str) -> int:
    return len(list(takewhile(lambda piece: mark in piece[1], pieces)))


def _opened(marks: list[str], pieces: list[_Piece]) -> str:
    outer, inner = marks[0], marks[-1]
    # In "***a**b**c***" the third mark would end what the first began.
    again = any(inner in piece[1] for piece in pieces[_extent(pieces, inner) : _extent(pieces, outer)])
    return (JOINER if again else "").join(marks)


def _needs_joiner(inner: str, outer: str) -> bool:
    """Tell whether a mark between what it emphasizes and what it does not is not flanking (CommonMark 6.2)."""
    return isWhiteSpace(ord(inner)) or (isPunctChar(inner) and not (isWhiteSpace(ord(outer)) or isPunctChar(outer)))


def _is_literal(text: str) -> bool:
    # No character begins more than two marks.
    return 2 * len(text) > MOST_MARKS and sum(map(text.count, _MARKS)) > MOST_MARKS
