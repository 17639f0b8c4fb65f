"""What differs between two versions of a plan, field by field; items are recognized by their ids."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from gmp_desk.domain.address import Place, places
from gmp_desk.domain.fields import ABOUT_THE_FILE
from gmp_desk.domain.plan import Part, Plan
from gmp_desk.domain.values import Item, Record

Key = tuple[type[Item], str]
"""By what an item is known in all versions: its kind and id."""


@dataclass(frozen=True)
class Change:
    """One difference: a field set, or an item added, removed or moved.

    ``address`` is that of the field or item in the later version, for a removed item in the earlier one.
    ``before`` and ``after`` are values (set), or where the item stood and stands (add, remove, move); None
    stands for nowhere. An item that was added holds only those items that are new as well, one that was removed
    only those that are gone as well: the others were moved.
    """

    kind: Literal["set", "add", "remove", "move"]
    address: str
    before: Any
    after: Any


def compare(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return what changed from one version to another, in the order of the later one, removals last.

    Each list names as few moved items as possible. Texts, amounts, readings, links and choices are
    compared whole. What tells the file and the version apart (``id``, ``version``) is no difference.
    """
    old, new = by_key(before), by_key(after)
    moved = _out_of_order(old, new)
    added, gone = {id_ for _, id_ in new.keys() - old.keys()}, {id_ for _, id_ in old.keys() - new.keys()}
    changes = list(_set(before, after, ""))
    for key, place in new.items():
        was = old.get(key)
        if was is None:
            if place.holder not in added:
                changes.append(Change("add", place.address, None, _without_known(place, old)))
            continue
        if was.home != place.home or key in moved:
            changes.append(Change("move", place.address, was, place))
        changes.extend(_set(was.item, place.item, f"{place.address}/"))
    changes.extend(
        Change("remove", was.address, _without_known(was, new), None)
        for key, was in old.items()
        if key not in new and was.holder not in gone
    )
    return tuple(changes)


def by_key(plan: Plan) -> dict[Key, Place]:
    """Return where each item of a plan stands, each before the items it holds."""
    return {(type(place.item), place.item.id): place for place in places(plan)}


def _set(before: Record, after: Record, prefix: str) -> Iterator[Change]:
    """Yield the fields that differ, leaving out items, which are told apart."""
    if before is after:
        return
    for name, value in after:
        was = getattr(before, name)
        if name in ABOUT_THE_FILE or value == was or _holds_items(value) or _holds_items(was):
            continue
        if isinstance(value, Part):
            yield from _set(was, value, f"{prefix}{name}/")
        else:
            yield Change("set", prefix + name, was, value)


def _holds_items(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(part, Item) for part in value)


def _without_known(place: Place, known: Collection[Key]) -> Place:
    """Return the place of an item without those items in it that are known to the other version."""
    return replace(place, item=without(known, place.item))


def without(known: Collection[Key], item: Item) -> Item:
    """Return an item without those of the known items that it holds."""
    changes = {
        name: tuple(without(known, part) for part in value if (type(part), part.id) not in known)
        for name, value in item
        if _holds_items(value)
    }
    return item.model_copy(update=changes)


def _out_of_order(old: Mapping[Key, Place], new: Mapping[Key, Place]) -> set[Key]:
    """Return the fewest items whose move explains the new order of the lists they stayed in."""
    lists: dict[str, list[Key]] = {}
    for key, place in new.items():
        if key in old and old[key].home == place.home:
            lists.setdefault(place.home, []).append(key)
    moved: set[Key] = set()
    for keys in lists.values():
        kept = _longest_rising([old[key].position for key in keys])
        moved.update(key for number, key in enumerate(keys) if number not in kept)
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence of different numbers."""
    ends: list[int] = []  # the smallest number that ends a rising subsequence of each length
    at: list[int] = []  # and where it stands
    before: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1], at[length : length + 1] = [number], [position]
    kept: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept
