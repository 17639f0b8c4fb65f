"""A rich text as a list of lines, one for each paragraph on the screen, and what can be done to its lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gmp_desk.domain.commonmark import DEEPEST_LIST
from gmp_desk.domain.richtext import Block, Listing, Paragraph, RichText, Run, parse
from gmp_desk.domain.richtext_writer import normal, normal_runs, write


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: with a list the first of an item, otherwise text or a further paragraph of an item.

    ``notes`` has for each run that is a footnote mark, in their order, the CommonMark of the footnote; the mark's
    number is its name: marks of one name and text lead to one footnote. ``level`` counts the lists around.
    """

    runs: tuple[Run, ...] = ()
    notes: tuple[str, ...] = ()
    level: int = 0
    list: int = 0
    ordered: bool = False
    start: int = 1

    @property
    def text(self) -> str:
        """The characters as a QTextBlock has them: a footnote mark and a line break are one each."""
        return "".join("\ufffc" if run.note else run.text.replace("\n", "\u2028") for run in self.runs)


def lines_of(rich: RichText) -> list[Line]:
    """Return the lines of a rich text; there is always one."""
    texts = [write(RichText(blocks)) for blocks in rich.notes]
    lists = iter(range(1, 1 << 30))

    def walk(blocks: Iterable[Block], level: int) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield Line(block.runs, tuple(texts[run.note - 1] for run in block.runs if run.note), level)
                continue
            number = next(lists)
            for item in block.items:
                first: tuple[Block, ...] = item[:1] if item and isinstance(item[0], Paragraph) else (Paragraph(()),)
                for line in walk(first, level + 1):
                    yield replace(line, list=number, ordered=block.ordered, start=block.start)
                yield from walk(item[1:] if first == item[:1] else item, level + 1)

    return list(walk(rich.blocks, 0)) or [Line()]


@dataclass
class _Open:
    """A list that lines are still added to."""

    line: Line
    start: int
    items: "list[list[Block | _Open]]"


def rich_of(lines: Iterable[Line]) -> RichText:
    """Return the rich text of lines; a list that goes on after other text counts on."""
    root: list[Block | _Open] = []
    around: list[_Open] = []
    counts: dict[int, int] = {}
    notes: dict[tuple[int, str], int] = {}

    def numbered(line: Line) -> Paragraph:
        if not line.notes:
            return Paragraph(line.runs)
        texts = iter(line.notes)
        return Paragraph(
            tuple(
                replace(run, note=notes.setdefault((run.note, next(texts)), len(notes) + 1)) if run.note else run
                for run in line.runs
            )
        )

    for line in lines:
        level = min(line.level, len(around) + bool(line.list))
        del around[level:]
        if line.list:
            if len(around) == level and around[-1].line.list != line.list:
                around.pop()
            if len(around) < level:
                new = _Open(line, line.start + counts.get(line.list, 0), [])
                (around[-1].items[-1] if around else root).append(new)
                around.append(new)
            counts[line.list] = counts.get(line.list, 0) + 1
            around[-1].items.append([])
        if line.runs:
            (around[-1].items[-1] if around else root).append(numbered(line))
    return RichText(_closed(root), tuple(_note_blocks(text) for _, text in notes))


@lru_cache(maxsize=256)
def _note_blocks(text: str) -> tuple[Block, ...]:
    return normal(parse(text)).blocks


def _closed(blocks: "Iterable[Block | _Open]") -> tuple[Block, ...]:
    return tuple(
        Listing(block.line.ordered, block.start, tuple(_closed(item) for item in block.items))
        if isinstance(block, _Open)
        else block
        for block in blocks
    )


def indented(lines: Sequence[Line], first: int, last: int) -> list[Line]:
    """Return the lines with those items, and what is in them, a level deeper, as far as they can go."""
    made = list(lines)
    done = 0
    for place in range(first, last + 1):
        line = made[place]
        if place < done or not line.list:
            continue
        done = _end_of_item(made, place)
        before = made[place - 1] if place else Line()
        if before.level < line.level or max(other.level for other in made[place:done]) == DEEPEST_LIST:
            continue
        made[place:done] = [replace(other, level=other.level + 1) for other in made[place:done]]
        made[place] = _joined(made, place, line.ordered)
    return settled(made)


def outdented(lines: Sequence[Line], first: int, last: int) -> list[Line]:
    """Return the lines with those paragraphs of lists, and what is in them, a level less deep; at last as text."""
    made = list(lines)
    done = 0
    for place in range(first, last + 1):
        line = made[place]
        if place < done or not line.level:
            continue
        done = _end_of_item(made, place) if line.list else place + 1
        made[place:done] = [replace(other, level=other.level - 1) for other in made[place:done]]
        if line.list:
            made[place] = _joined(made, place, line.ordered) if line.level > 1 else replace(made[place], list=0)
    return settled(made)


def listed(lines: Sequence[Line], first: int, last: int, *, ordered: bool, start: int = 1) -> list[Line]:
    """Return the lines with those made items of a kind of list, or text if they were that already."""
    made = list(lines)
    chosen = range(first, last + 1)
    if all(made[place].list and made[place].ordered == ordered for place in chosen):
        for place in chosen:
            made[place] = replace(made[place], level=0, list=0)
        return settled(made)
    if first == last and made[first].list:
        chosen = range(len(made))
        of = {made[first].list}
    else:
        of = {made[place].list for place in chosen} | {0}
    free = _free(made)
    others = {number: free + place for place, number in enumerate(sorted(of))}
    for place in chosen:
        line = made[place]
        if line.list and line.list in of and line.ordered != ordered:
            made[place] = replace(line, list=others[line.list], ordered=ordered, start=start)
        elif not line.list and 0 in of:
            made[place] = replace(line, level=max(line.level, 1), ordered=ordered, start=start)
            made[place] = _joined(made, place, ordered)
    return settled(made)


def pasted(lines: Sequence[Line], place: int, column: int, new: Sequence[Line]) -> tuple[list[Line], int, int]:
    """Return the lines with others put in at a column (in characters), and the place and column behind those."""
    into = lines[place]
    head, tail = cut(into, column)
    free = _free(lines)
    numbers = {line.list: free + at for at, line in enumerate(new)}
    fitted = []
    for at, line in enumerate(new):
        if line.list:
            level = min(line.level + max(into.level - 1, 0), DEEPEST_LIST)
            fitted.append(replace(line, level=level, list=numbers[line.list]))
        elif line.level:
            fitted.append(replace(line, level=min(line.level + max(into.level - 1, 0), DEEPEST_LIST)))
        else:
            structure = into if at or not head.text else replace(into, list=0)
            fitted.append(replace(structure, runs=line.runs, notes=line.notes))
    if not new[0].level or (not head.list and not head.text):
        first = fitted[0]
        shape = into if not new[0].level else first
        fitted[0] = replace(shape, runs=head.runs + first.runs, notes=head.notes + first.notes)
    else:
        fitted.insert(0, head)
        if not head.text:
            fitted[:2] = [replace(into, runs=fitted[1].runs, notes=fitted[1].notes)]
    column = len(fitted[-1].text)
    fitted[-1] = replace(fitted[-1], runs=fitted[-1].runs + tail.runs, notes=fitted[-1].notes + tail.notes)
    made = [*lines[:place], *fitted, *lines[place + 1 :]]
    return settled(made), place + len(fitted) - 1, column


def cut(line: Line, column: int) -> tuple[Line, Line]:
    """Return what of a line stands before a column (in characters) and what after it."""
    before: list[Run] = []
    after: list[Run] = []
    for run in line.runs:
        length = 1 if run.note else len(run.text)
        here = max(min(column, length), 0)
        column -= length
        if run.note:
            (before if here else after).append(run)
            continue
        before += [replace(run, text=run.text[:here])] * bool(here)
        after += [replace(run, text=run.text[here:])] * (here < length)
    marks = sum(bool(run.note) for run in before)
    return (
        replace(line, runs=tuple(before), notes=line.notes[:marks]),
        replace(line, runs=tuple(after), notes=line.notes[marks:]),
    )


def same_look(one: Line, other: Line) -> bool:
    """Tell whether two lines look the same, wherever their lists begin."""
    return (one.runs, one.notes, one.level, bool(one.list), one.ordered or not one.list) == (
        other.runs,
        other.notes,
        other.level,
        bool(other.list),
        other.ordered or not other.list,
    )


def without_joiners(rich: RichText) -> RichText:
    """Return a rich text as it is shown: with what the writer has put in taken out again."""
    return RichText(tuple(_clean(block) for block in rich.blocks), rich.notes)


def _clean(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(normal_runs(block.runs))
    return replace(block, items=tuple(tuple(_clean(inner) for inner in item) for item in block.items))


def _free(lines: Iterable[Line]) -> int:
    return max((line.list for line in lines), default=0) + 1


def _end_of_item(lines: Sequence[Line], place: int) -> int:
    level = lines[place].level
    end = place + 1
    while end < len(lines) and (lines[end].level > level or (lines[end].level == level and not lines[end].list)):
        end += 1
    return end


def _joined(lines: Sequence[Line], place: int, ordered: bool) -> Line:
    """Return the line as an item of the list that it now stands in, or else of a new one."""
    line = lines[place]
    for before in reversed(lines[:place]):
        if before.level < line.level:
            break
        if before.level == line.level and before.list:
            if line.level > 1 or before.ordered == ordered:
                return replace(line, list=before.list, ordered=before.ordered, start=before.start)
            break
    return replace(line, list=_free(lines), ordered=ordered)


def settled(lines: Sequence[Line]) -> list[Line]:
    """Make a list inside another end with the item it is in, and let no line be deeper than there are lists."""
    made: list[Line] = []
    owners: dict[int, tuple[int, ...]] = {}
    names: dict[tuple[int, tuple[int, ...]], int] = {}
    free = _free(lines)
    items: list[int] = []
    for place, line in enumerate(lines):
        level = min(line.level, len(items) + bool(line.list))
        line = replace(line, level=level)
        del items[level - bool(line.list) :]
        if line.list:
            owner = tuple(items)
            if owner and owners.setdefault(line.list, owner) != owner:
                key = (line.list, owner)
                if key not in names:
                    names[key] = free
                    free += 1
                line = replace(line, list=names[key], start=1)
            items.append(place)
        made.append(line)
    return made
