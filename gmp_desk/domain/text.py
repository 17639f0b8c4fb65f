"""The one place where text from outside is made safe to keep: normalized, telling what was replaced."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

Replacement = Literal["control", "surrogate", "noncharacter", "line_break", "composition"]

# Word and Excel refuse these: C0 but tab and newline, lone surrogates, and the two noncharacters of XML.
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
# No writing puts more marks on a letter (UAX #15, stream-safe text).
_MOST_MARKS = 30
# Three Tibetan vowel signs are letters by their class, but fall apart into marks alone.
_SIGNS_OF_MARKS = "\u0f73\u0f75\u0f81"


@dataclass(frozen=True)
class Normalized:
    """A text fit to keep, and which kinds of thing were replaced in it."""

    text: str
    replaced: tuple[Replacement, ...]


def normalize(text: str) -> Normalized:
    """Return the text in the one form that is kept, with what was replaced to get there.

    Line ends become newlines, other control characters but the tab are dropped, lone surrogates and the
    noncharacters U+FFFE and U+FFFF become U+FFFD, and letters are composed (NFC) but for runs of more
    than 30 marks, which stay as they are. No-break spaces, joiners, soft hyphens and direction marks stay.
    Normalizing twice changes nothing.
    """
    replaced: list[Replacement] = []
    for kind, pattern, instead in _STEPS:
        text, times = pattern.subn(instead, text)
        if times:
            replaced.append(kind)
    composed = _composed(text)
    if composed != text:
        replaced.append("composition")
    return Normalized(composed, tuple(replaced))


def _composed(text: str) -> str:
    """Return the text in NFC but for its long runs of marks: to sort these takes the square of their length."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _long_runs().split(text)
    return "".join(part if number % 2 else unicodedata.normalize("NFC", part) for number, part in enumerate(parts))


@cache
def _long_runs() -> re.Pattern[str]:
    """Return the pattern that splits a text at its long runs of marks, keeping them as each second part."""
    marks = _SIGNS_OF_MARKS + "".join(filter(unicodedata.combining, map(chr, range(0x110000))))
    # To look behind spares trying a run that is too short from each of its marks.
    return re.compile(f"((?<![{marks}])[{marks}]{{{_MOST_MARKS + 1},}})")


_STEPS: tuple[tuple[Replacement, re.Pattern[str], str], ...] = (
    ("line_break", _LINE_BREAKS, "\n"),
    ("control", _CONTROLS, ""),
    ("surrogate", _SURROGATES, "\ufffd"),
    ("noncharacter", _NONCHARACTERS, "\ufffd"),
)


def is_blank(text: str) -> bool:
    """Tell whether a reader would see nothing: only spaces, line ends and invisible marks."""
    return not _VISIBLE.search(text)


_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_VISIBLE = re.compile(rf"[^\s{_INVISIBLE}]")
