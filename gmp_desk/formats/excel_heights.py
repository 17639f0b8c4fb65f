"""How much room texts take in a worksheet: heights of rows, widths of columns, and where pages end."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from gmp_desk.formats.text_lines import lines

HIGHEST_ROW = 409.0  # points; Excel shows no row higher
WIDEST_COLUMN = 255  # characters
# Points. Some scripts are higher in the fonts that have them.
_LINE_HEIGHT, _LINE_HEIGHTS = 12.75, {"ar": 13.25, "zh": 14.5}
_ROOM = 2.0  # points of a row around its lines


def line_height(languages: Iterable[str]) -> float:
    """Return the points of a line in which each of the languages can be read."""
    return max(_LINE_HEIGHTS.get(language, _LINE_HEIGHT) for language in languages)


def row_height(count: float, line_height: float) -> float:
    """Return the points of a row of so many lines, or of the highest that there is."""
    return min(count * line_height + _ROOM, HIGHEST_ROW)


def most_lines(line_height: float) -> int:
    """Return how many lines the highest row has."""
    return int((HIGHEST_ROW - _ROOM) // line_height)


def width_for(text: str, width: int, most: int) -> int:
    """Return the least width from the one given, in which a text has at most so many lines.

    Where there is none, that is the widest column, or the width given if the text has more lines of its own.
    """
    if text.count("\n") >= most:
        return width
    widths = range(width, WIDEST_COLUMN)
    return width + bisect_left(widths, True, key=lambda tried: lines(text, tried) <= most)


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
