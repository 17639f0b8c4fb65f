"""Finds words in the whole plan, however they are written: large or small, with accents and vowel signs or without."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from gmp_desk.domain.address import value_at
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.template import Field, Template
from gmp_desk.domain.values import Amount, Item, Reading, Words

_AROUND = 40
"""So many characters of a text are shown on either side of what was found in it."""

_TATWEEL = "\u0640"
_SPACES = {code: " " for code in range(128) if chr(code).isspace()}
_SAME = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "ى": "ي"}


class Hit(NamedTuple):
    """Where words were found: the address of the field, and from where to where in its text, in code points.

    The text of a rich field is what ``richtext.plain`` gives. ``excerpt`` is what stands around, on one line; what was
    found begins there at ``at``.
    """

    address: str
    start: int
    end: int
    excerpt: str
    at: int


class Folded(NamedTuple):
    """A text as it is compared, and where each of its characters stands in the text as it is."""

    text: str
    places: Sequence[int]


def find(plan: Plan, template: Template, words: str) -> Iterator[Hit]:
    """Yield where words are found in the texts of a plan, in the order of the template; nothing for no words."""
    wanted = folded(words).text.strip()
    if not wanted:
        return
    for address, text in texts(plan, template):
        for start, end in _found(text, wanted):
            yield Hit(address, start, end, *_excerpt(text, start, end))


def holds(text: str, words: str) -> bool:
    """Tell whether each of some words is found in a text, in any order; no words are found everywhere."""
    there = folded(text).text
    return all(word in there for word in folded(words).text.split())


def folded(text: str) -> Folded:
    """Return a text without what makes no difference to who looks for it.

    That is case, accents, Arabic vowel signs and the forms of alef, the width of Chinese letters and digits, the kind
    of digits, quotes, dashes and spaces, and what cannot be seen.
    """
    if text.isascii():
        return Folded(text.casefold().translate(_SPACES), range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _folded_letter(letter):
            letters.append(part)
            places.append(place)
    return Folded("".join(letters), places)


def texts(plan: Plan, template: Template) -> Iterator[tuple[str, str]]:
    """Yield the texts of a plan as a reader sees them, each with the address of its field, in the template's order."""
    for field in template.plan.fields:
        if field.name != "template":  # the name of the edition, which nobody writes
            yield from _texts_of(value_at(plan, field.name), field, field.name, template)
    for section in template.sections:
        for field in section.fields:
            yield from _texts_of(value_at(plan, field.name), field, field.name, template)
        if section.id == "efforts":  # they stand in the actions, but are a section of their own
            for action in plan.actions:
                yield from _items(action.efforts, "effort", f"actions/{action.id}/efforts", template)


def _texts_of(value: Any, field: Field, address: str, template: Template) -> Iterator[tuple[str, str]]:
    match field.kind:
        case "line" | "text" | "address":
            yield address, value
        case "rich":
            yield address, plain(parse(value))
        case "items" if field.of != "effort":
            yield from _items(value, field.of, address, template)
        case "money" | "reading" | "readings":
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Words):
                    yield address, part.text
                elif isinstance(part, Amount | Reading):
                    yield address, part.note


def _items(items: Sequence[Item], record: str, address: str, template: Template) -> Iterator[tuple[str, str]]:
    for item in items:
        for field in template.records[record].fields:
            yield from _texts_of(getattr(item, field.name), field, f"{address}/{item.id}/{field.name}", template)


def _found(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    there = folded(text)
    at = there.text.find(wanted)
    while at >= 0:
        behind = at + len(wanted)
        end = there.places[behind - 1] + 1
        while end < len(text) and not _folded_letter(text[end]):  # the marks on the last letter
            end += 1
        yield there.places[at], end
        at = there.text.find(wanted, behind)


def _excerpt(text: str, start: int, end: int) -> tuple[str, int]:
    first = max(start - _AROUND, 0)
    last = min(end + _AROUND, len(text))
    if first > 0:  # where a word begins, if one does
        first = next((place + 1 for place in range(first, start) if text[place].isspace()), first)
    if last < len(text):
        last = next((place for place in range(last - 1, end - 1, -1) if text[place].isspace()), last)
    before = ("…" if first > 0 else "") + _on_one_line(text[first:start])
    after = _on_one_line(text[end:last]) + ("…" if last < len(text) else "")
    return before + _on_one_line(text[start:end]) + after, len(before)


def _on_one_line(text: str) -> str:
    return "".join(" " if letter.isspace() else letter for letter in text)


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(_folded_part(part) for part in parts)


def _folded_part(part: str) -> str:
    if part == _TATWEEL or unicodedata.combining(part) or unicodedata.category(part) == "Cf":
        return ""
    digit = unicodedata.digit(part, None)
    return _SAME.get(part, part) if digit is None else str(digit)
