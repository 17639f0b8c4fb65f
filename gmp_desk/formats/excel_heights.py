"""How much room texts take in a worksheet: lines in a column, heights of rows, and where pages end."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

HIGHEST_ROW = 409.0  # points; Excel shows no row higher
WIDEST_COLUMN = 255  # characters
# Points. Some scripts are higher in the fonts that have them.
_LINE_HEIGHT, _LINE_HEIGHTS = 13.0, {"ar": 14.5, "zh": 16.5}
_ROOM = 2.0  # points of a row around its lines

# Widths of characters in digits: these two kinds, and all others, which are a little wider than a digit.
_WIDE_ONES = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60\U00020000-\U0003fffd"
_NARROW = re.compile(r"[ \xa0\u202f!'’()*,./:;|\[\]I`filjrtا]")
_WIDE = re.compile(f"[{_WIDE_ONES}]")
_OTHER_WIDTH, _LESS, _MORE = 1.06, 0.53, 0.85
_WORD = re.compile(r"[^\s\u1100-\U0010ffff]+")  # that is not broken at the end of a line
_LONGEST_WORD = 24  # letters; what is longer is an address
# What is not parted: a word with the space behind it, a Chinese letter with the marks behind it.
_WHOLE = re.compile(rf"[{_WIDE_ONES}][、。，．：；？！）》」』”’\s]?|[^\s{_WIDE_ONES}]{{1,1000}}\s?|\s")


def line_height(languages: Iterable[str]) -> float:
    """Return the points of a line in which each of the languages can be read."""
    return max(_LINE_HEIGHTS.get(language, _LINE_HEIGHT) for language in languages)


def row_height(count: float, line_height: float) -> float:
    """Return the points of a row of so many lines, or of the highest that there is."""
    return min(count * line_height + _ROOM, HIGHEST_ROW)


def most_lines(line_height: float) -> int:
    """Return how many lines the highest row has."""
    return int((HIGHEST_ROW - _ROOM) // line_height)


def lines(text: str, width: int) -> int:
    """Return about how many lines a text takes up in a column so many digits wide, rather one more than too few."""
    if _OTHER_WIDTH * len(text) <= width and "\n" not in text and text.isascii():
        return 1
    return sum(_lines(line, width) for line in text.split("\n"))


def parts(line: str, width: int, most: int) -> Iterator[str]:
    """Yield a line without newlines in parts of at most so many lines each; put together they are the line.

    Lines end behind a space or a Chinese letter, but for words of a thousand letters.
    """
    if lines(line, width) <= most:
        yield line
        return
    part: list[str] = []
    needed, longest = 0.0, 0
    for whole in _WHOLE.findall(line):
        more, longest = _needed(whole), max(longest, _longest_word(whole))
        if part and needed + more > most * _room(width, longest):
            yield "".join(part)
            part, needed, longest = [], 0.0, _longest_word(whole)
        part.append(whole)
        needed += more
    yield "".join(part)


def width_for(text: str, width: int, most: int) -> int:
    """Return the least width from the one given, in which a text has at most so many lines.

    Where there is none, that is the widest column, or the width given if the text has more lines of its own.
    """
    if text.count("\n") >= most:
        return width
    widths = range(width, WIDEST_COLUMN)
    return width + bisect_left(widths, True, key=lambda tried: lines(text, tried) <= most)


def width_of_words(text: str) -> int:
    """Return the width, in digits, of the longest word of a text that is no longer than words of a language are."""
    words = (word for word in _WORD.findall(text) if len(word) <= _LONGEST_WORD)
    return ceil(max(map(_needed, words), default=0))


def page_breaks(blocks: Iterable[Sequence[float]], page: float) -> list[int]:
    """Return the rows, counted from 0, before which a page has to end, so that blocks of rows stay whole.

    Blocks are the heights of their rows. Of a block higher than a page, the first three rows stay together.
    """
    breaks: list[int] = []
    row, used = 0, 0.0
    for heights in blocks:
        whole = sum(heights)
        if used and used + (whole if whole <= page else sum(heights[:3])) > page:
            breaks.append(row)
            used = 0.0
        for height in heights:
            used = used + height if used + height <= page else height
        row += len(heights)
    return breaks


def _lines(line: str, width: int) -> int:
    needed = _needed(line)
    return 1 if needed <= width else ceil(needed / _room(width, _longest_word(line)))


def _needed(line: str) -> float:
    return _OTHER_WIDTH * len(line) - _LESS * len(_NARROW.findall(line)) + _MORE * len(_WIDE.findall(line))


def _longest_word(line: str) -> int:
    return max(map(len, _WORD.findall(line)), default=0)


def _room(width: int, longest_word: int) -> int:
    """Return how much of a line is filled, as a word that does not fit goes to the next."""
    return max(1, width - max(3, min(longest_word, width) // 3))
