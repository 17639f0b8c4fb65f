"""The one place where text from outside is made safe to keep: normalized, telling what was replaced."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Replacement = Literal["control", "surrogate", "noncharacter", "line_break", "composition"]

# Word and Excel refuse these: C0 but tab and newline, lone surrogates, and the two noncharacters of XML.
_LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NONCHARACTERS = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Normalized:
    """A text fit to keep, and which kinds of thing were replaced in it."""

    text: str
    replaced: tuple[Replacement, ...]


def normalize(text: str) -> Normalized:
    """Return the text in the one form that is kept, with what was replaced to get there.

    Line ends become newlines, other control characters but the tab are dropped, lone surrogates and the
    noncharacters U+FFFE and U+FFFF become U+FFFD, and letters are composed (NFC). No-break spaces,
    joiners, soft hyphens and direction marks stay. Normalizing twice changes nothing.
    """
    replaced: list[Replacement] = []
    for kind, pattern, instead in _STEPS:
        text, times = pattern.subn(instead, text)
        if times:
            replaced.append(kind)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        replaced.append("composition")
    return Normalized(text, tuple(replaced))


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
