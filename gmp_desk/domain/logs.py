"""Records of what happened, to which one only adds: the moves of a plan, the answers to a comment."""

from typing import Any

from gmp_desk.domain.plan import Answer, Comment, Move, Plan
from gmp_desk.domain.values import Record

_LOGS: dict[type[Record], str] = {Plan: "history", Comment: "answers"}


def is_log(model: type[Record], name: str) -> bool:
    """Tell whether a field is a record of what happened."""
    return _LOGS.get(model) == name


def both_added(base: tuple[Any, ...], ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return what both sides have added to a record of what happened, by date, each side's in its own order.

    Return None where one has changed what was there, or where they have the same entries among others in between: it
    cannot be told then what came first. It makes no difference which side is which.
    """
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[shared] == theirs[shared]:
        shared += 1
    mine, other = list(ours[shared:]), list(theirs[shared:])
    if shared < len(base) or any(entry in other for entry in mine):
        return None
    added = []
    while mine and other:
        added.append((mine if _when(mine[0]) <= _when(other[0]) else other).pop(0))
    return (*ours[:shared], *added, *mine, *other)


def _when(entry: Move | Answer) -> tuple[str, str]:
    day = entry.on.isoformat() if isinstance(entry, Move) else entry.date or ""
    return day, entry.model_dump_json()
