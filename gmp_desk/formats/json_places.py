"""Finds where in a JSON file something stands that Python's reader refuses without saying where."""

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*+")(?P<key>\s*+:)?'
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<constant>NaN|-?Infinity)|(?P<digits>[0-9]++)(?P<fraction>[.eE][0-9eE.+-]*+)?",
    re.DOTALL,
)
_DEEPEST = 100  # levels; a plan has ten
_LONGEST_NUMBER = 4_300  # digits; sys.get_int_max_str_digits() as Python sets it

Place = tuple[int, int]
"""A line and a column, counted from 1; the first of both where nothing is found."""


def deep(data: bytes) -> Place:
    """Return where nesting goes deeper than it does in any plan."""
    text, depth = _text(data), 0
    for token in _TOKEN.finditer(text):
        depth += bool(token["open"]) - bool(token["close"])
        if depth > _DEEPEST:
            return _place(text, token.start())
    return 1, 1


def long_number(data: bytes) -> Place:
    """Return where the first integer stands that has more digits than Python reads."""
    text = _text(data)
    for token in _TOKEN.finditer(text):
        if len(token["digits"] or "") > _LONGEST_NUMBER and not token["fraction"]:
            return _place(text, token.start())
    return 1, 1


def constant(data: bytes) -> Place:
    """Return where the first NaN or Infinity stands."""
    text = _text(data)
    return _place(text, next((token.start() for token in _TOKEN.finditer(text) if token["constant"]), 0))


def repeated(data: bytes, name: str) -> Place:
    """Return where an object has a name for the second time."""
    text = _text(data)
    return _place(text, next(_seconds(text, name), 0))


def _seconds(text: str, name: str) -> Iterator[int]:
    seen: list[bool] = []  # whether the name was in each of the objects and lists that are open here
    for token in _TOKEN.finditer(text):
        if token["open"]:
            seen.append(False)
        elif token["close"]:
            seen.pop()
        elif token["key"] and json.loads(token["text"], strict=False) == name:
            if seen[-1]:
                yield token.start()
            seen[-1] = True


def _text(data: bytes) -> str:
    return data.decode(json.detect_encoding(data), "surrogatepass")


def _place(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
