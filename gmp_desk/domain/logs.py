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


def joined(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return all that either of two records of what happened has; what both have stands once.

    Each keeps its own order as far as the other agrees; where neither knows what came first, the date tells. It makes
    no difference which is which.
    """
    mine, theirs, together = list(one), list(other), []
    while mine and theirs:
        if mine[0] == theirs[0] or (mine[0] in theirs) == (theirs[0] in mine):
            entry = min(mine[0], theirs[0], key=_when)
        else:  # the one that only one of them knows came before the one that both know
            entry = theirs[0] if mine[0] in theirs else mine[0]
        together.append(entry)
        for side in (mine, theirs):
            if entry in side:
                side.remove(entry)
    return (*together, *mine, *theirs)


def added_to(known: tuple[Any, ...], log: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a record of what happened has and another has not, in its order."""
    left, added = list(known), []
    for entry in log:
        if entry in left:
            left.remove(entry)
        else:
            added.append(entry)
    return tuple(added)


def ends(log: tuple[Any, ...], part: tuple[Any, ...]) -> bool:
    """Tell whether a record that is contained in another comes to its end there: nothing happened since."""
    place = -1
    for entry in part:
        if entry not in log[place + 1 :]:
            return False
        place = log.index(entry, place + 1)
    return place == len(log) - 1


def _when(entry: Move | Answer) -> tuple[str, str]:
    day = entry.on.isoformat() if isinstance(entry, Move) else entry.date or ""
    return day, entry.model_dump_json()
