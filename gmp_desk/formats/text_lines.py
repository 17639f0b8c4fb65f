"""About how many lines a text takes up in a width, and where they end; widths are counted in digits."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from unicodedata import category, normalize

# Widths of letters in thousandths of the size of the font, as Arial has them: of Latin and of wide Cyrillic letters;
# others are about as wide as a Cyrillic one.
_WIDTHS = (
    *((222, "ijl'‘’|"), (278, " \xa0!,./:;I[]\\ftا"), (333, "()-r`•\u202f"), (500, "Jckksvxyz"), (611, "FTZ")),
    *((667, "ABEKPSVXYАБВЕЗКРСТУХЧ&"), (722, "CDHNRUwГДИЙЛНОПЦЬЯмъы"), (778, "GOQЭюж"), (833, "MmМф")),
    *((917, "%ЖШЩЮФшщ"), (1000, "W@—…")),
)  # fmt: skip
_WIDTH_OF = {letter: width for width, letters in _WIDTHS for letter in letters}
_OTHER_WIDTH, _ARABIC_WIDTH, _WIDE_WIDTH = 570, 500, 1000
_DIGIT = 525  # what Excel gives a digit, in whole pixels; Arial's is wider
_WIDE_ONES = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60\U0001f000-\U0003fffd"
_WIDE = re.compile(f"[{_WIDE_ONES}]")
_SPACE, _LETTER = r"[^\S\xa0\u202f]", rf"(?:[^\s{_WIDE_ONES}]|[\xa0\u202f])"
_WORD = re.compile(r"(?:[^\s\u1100-\U0010ffff]|[\xa0\u202f])+")  # that is not broken at the end of a line
_LONGEST_WORD = 24  # letters; what is longer is an address
# What is not parted: a word with the space behind it, a Chinese letter with the marks beside it.
_WHOLE = re.compile(
    rf"[《（「『“‘]{{0,3}}[{_WIDE_ONES}][、。，．：；？！）》」』”’]{{0,3}}{_SPACE}?|{_LETTER}{{1,1000}}{_SPACE}?|{_SPACE}"
)


def lines(text: str, width: float) -> int:
    """Return about how many lines a text takes up in a column so many digits wide, rather one more than too few."""
    if len(text) * _WIDE_WIDTH <= width * _DIGIT and "\n" not in text:
        return 1
    return sum(1 for line in text.split("\n") for _ in _wrapped(line, width))


def parts(line: str, width: int, most: int) -> Iterator[str]:
    """Yield a line without newlines in parts of at most so many lines each; put together they are the line.

    Lines end behind a space or a Chinese letter, but for words longer than a line.
    """
    wrapped = list(_wrapped(line, width))
    for first in range(0, len(wrapped), most):
        yield "".join(wrapped[first : first + most])


def width_of_words(text: str) -> int:
    """Return the width, in digits, of the longest word of a text that is no longer than words of a language are."""
    words = (word for word in _WORD.findall(text) if len(word) <= _LONGEST_WORD)
    return ceil(max(map(_needed, words), default=0))


def _wrapped(line: str, width: float) -> Iterator[str]:
    """Yield the lines in which a column shows a line: one or more; what does not fit goes to the next as a whole."""
    shown: list[str] = []
    used = 0.0
    for whole in _WHOLE.findall(line):
        needed = _needed(whole.rstrip())
        if shown and used + needed > width:
            yield "".join(shown)
            shown, used = [], 0.0
        for piece in [whole] if needed <= width else whole:
            if shown and used + _needed(piece.rstrip()) > width:
                yield "".join(shown)
                shown, used = [], 0.0
            shown.append(piece)
            used += _needed(piece)
    yield "".join(shown)


def _needed(text: str) -> float:
    """Return how wide a text is, in digits."""
    return sum(map(_width, text)) / _DIGIT


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    if _WIDE.match(letter):
        return _WIDE_WIDTH
    plain = normalize("NFD", letter)[0]
    if category(plain) in ("Mn", "Cf"):
        return 0
    return _WIDTH_OF.get(plain, _ARABIC_WIDTH if "\u0600" <= plain <= "\u06ff" else _OTHER_WIDTH)
