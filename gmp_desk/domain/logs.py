"""Records of what happened, to which one only adds: the moves of a plan, the answers to a comment."""

import heapq
from collections import Counter, OrderedDict
from typing import Any, get_args

from gmp_desk.domain.plan import Answer, Comment, Move, Plan, State
from gmp_desk.domain.values import Record

_LOGS: dict[tuple[type[Record], str], type[Move | Answer]] = {(Plan, "history"): Move, (Comment, "answers"): Answer}


def entry_of(model: type[Record], name: str) -> type[Move | Answer] | None:
    """Return what a field that is a record of what happened has as its entries; None for another field."""
    return _LOGS.get((model, name))


def both_added(base: tuple[Any, ...], ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return what both sides have added to a record of what happened, by date, each side's in its own order.

    Return None where one has changed what was there, or where they have the same entries among others in between: it
    cannot be told then what came first. It makes no difference which side is which.
    """
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[shared] == theirs[shared]:
        shared += 1
    mine, other = ours[shared:], theirs[shared:]
    if shared < len(base) or not set(mine).isdisjoint(other):
        return None
    return (*ours[:shared], *heapq.merge(mine, other, key=_place))


def joined(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return all that either of two records of what happened has; what both have stands once.

    Each keeps its own order as far as the other agrees; where neither knows what came first, the date tells, and on
    one day the order of the states. It makes no difference which is which.
    """
    mine, theirs, together = _told_apart(one), _told_apart(other), []
    while mine and theirs:
        first, second = next(iter(mine)), next(iter(theirs))
        key = min(first, second)
        if (first in theirs) != (second in mine):  # the one that only one knows came before the one that both know
            key = second if first in theirs else first
        entries = (mine.pop(key, None), theirs.pop(key, None))
        together.append(next(entry for entry in entries if entry is not None))
    return (*together, *mine.values(), *theirs.values())


def added_to(known: tuple[Any, ...], log: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a record of what happened has and another has not, in its order."""
    left, added = Counter(known), []
    for entry in log:
        if left[entry]:
            left[entry] -= 1
        else:
            added.append(entry)
    return tuple(added)


def ends(log: tuple[Any, ...], part: tuple[Any, ...]) -> bool:
    """Tell whether a record that is contained in another comes to its end there: nothing else happened since.

    What others have done alike on the day of its last entry is nothing else.
    """
    rest = iter(log)
    if not all(entry in rest for entry in part):  # each is looked for behind the one before
        return False
    return all(part and _when(entry) == _when(part[-1]) for entry in rest)


_Key = tuple[str, int, str]


def _told_apart(log: tuple[Any, ...]) -> OrderedDict[tuple[_Key, int], Any]:
    """Return the entries by their places in time, the first of equal ones apart from the second."""
    seen: Counter[_Key] = Counter()
    found: OrderedDict[tuple[_Key, int], Any] = OrderedDict()
    for entry in log:
        key = _place(entry)
        found[key, seen[key]] = entry
        seen[key] += 1
    return found


def _when(entry: Move | Answer) -> tuple[str, int]:
    if isinstance(entry, Move):
        return entry.on.isoformat(), get_args(State).index(entry.to)
    return entry.date or "", 0


def _place(entry: Move | Answer) -> _Key:
    """Return by what entries are sorted that nothing else puts in order; different ones are never alike."""
    return *_when(entry), entry.model_dump_json()
