"""A three-way merge of two changed copies of a plan, by record and field (D8).

Figures, dates and choices are never combined; running text is, where both sides' changes stand apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from gmp_desk.domain.address import Place
from gmp_desk.domain.clashes import new_ids, renamed
from gmp_desk.domain.compare import Key, by_key
from gmp_desk.domain.fields import is_prose, item_lists, parts, values
from gmp_desk.domain.hunks import carried
from gmp_desk.domain.logs import both_added, entry_of
from gmp_desk.domain.order import order
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.survivors import survivors
from gmp_desk.domain.values import Item, Record

Kind = Literal["value", "removal", "place", "order"]


@dataclass(frozen=True)
class Conflict:
    """What both sides changed, each in its own way.

    - "value": a field, with its three values; that of the base is None where both sides have added the item.
    - "removal": an item that one side removed and the other touched, with where it stood (``Place``) or None.
    - "place": an item that the sides put into different lists, with where it stood.
    - "order": a list that the sides put into different orders, with its ids.

    ``address`` is that in the merged plan.
    """

    kind: Kind
    address: str
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """Both sides' changes in one plan. At a conflict it is as ours, but an item that either side touched is kept."""

    plan: Plan
    conflicts: tuple[Conflict, ...]


def merge(base: Plan, ours: Plan, theirs: Plan) -> Merged:
    """Return what two sides made of a plan, and where they are in conflict.

    What only one side changed is as that side has it, and so is what both changed alike. Id, format and version are
    ours; contacts are left out only where both sides leave them out (D6). A link may lead to an item that the other
    side removed. Whatever the three plans are, the merged one is valid; where nothing is in conflict, it is the same
    whichever side is ours.
    """
    return _Merge(base, ours, theirs).result()


_Three = tuple[Any, Any, Any]  # what the base, our side and theirs have; None where one has it not


class _Merge:
    """The three plans side by side, and the conflicts found so far, each with the item that it is in or about."""

    def __init__(self, *plans: Plan) -> None:
        self.plans = plans
        self.sides = [by_key(plan) for plan in plans]
        self.lists = [_ids_by_home(side) for side in self.sides]
        self.members: dict[str, list[str]] = {}
        self.conflicts: list[tuple[Key | None, Conflict]] = []

    def result(self) -> Merged:
        """Merge the plans; once only."""
        base, ours, theirs = self.sides
        found = survivors(base, ours, theirs)
        for key in found.disputed:
            self._conflict("removal", key, "", self._places(key))
        for key in (*ours, *(key for key in theirs if key not in ours)):
            if key in found.keys:
                self.members.setdefault(self._home(key), []).append(key[1])
        plan = cast("Plan", self._record(None, "", cast("_Three", self.plans)))
        names = new_ids(found.keys, base, (id_ for side in self.sides for _, id_ in side))
        if names:
            plan = cast("Plan", renamed(plan, names))
        addresses = {key: place.address for key, place in by_key(plan).items()}
        conflicts = []
        for owner, conflict in self.conflicts:
            above = addresses[owner[0], names.get(owner, owner[1])] if owner else ""
            conflicts.append(replace(conflict, address=f"{above}/{conflict.address}".strip("/")))
        return Merged(plan, tuple(conflicts))

    def _record(self, key: Key | None, prefix: str, three: _Three) -> Record:
        """Return an item, a part or the plan (which has no key), with the items that belong in it."""
        sides = [record for record in three[1:] if record is not None]
        one: Record = sides[0]
        changes: dict[str, Any] = {}
        for name in values(type(one)):
            if len(sides) > 1:
                changes[name] = self._value(key, type(one), prefix, name, _each(three, name))
        for name in parts(type(one)):
            changes[name] = self._record(key, f"{prefix}{name}/", _each(three, name))
        for name, kind in item_lists(type(one)).items():
            changes[name] = self._items(key, prefix + name, kind)
        merged = one.model_copy(update=changes)
        # What a side has as it is merged is shared with that side.
        return cast("Record", next((side for side in sides if side == merged), merged))

    def _value(self, key: Key | None, model: type[Record], prefix: str, name: str, three: _Three) -> Any:
        base, ours, theirs = three
        if name == "contacts_left_out":
            return ours and theirs
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        both: Any = None
        if base is not None and is_prose(model, name):
            both = carried(base, ours, theirs)
        elif base is not None and entry_of(model, name):
            both = both_added(base, ours, theirs)
        if both is None:
            self._conflict("value", key, prefix + name, three)
            return ours
        return both

    def _items(self, key: Key | None, field: str, kind: type[Item]) -> tuple[Record, ...]:
        home = f"{key[1]}/{field}" if key else field
        base, ours, theirs = (lists.get(home, ()) for lists in self.lists)
        ids, disagreed = order(base, ours, theirs, set(self.members.get(home, ())))
        if disagreed:
            self._conflict("order", key, field, (tuple(base), tuple(ours), tuple(theirs)))
        return tuple(self._record((kind, id_), "", _each(self._places((kind, id_)), "item")) for id_ in ids)

    def _home(self, key: Key) -> str:
        """Return which list an item is in: the one that a side added it or moved it to, else where it was."""
        base, ours, theirs = _each(self._places(key), "home")
        if ours is None or theirs is None:
            return cast("str", ours or theirs)
        if ours in (base, theirs):
            return cast("str", theirs)
        if theirs != base:
            self._conflict("place", key, "", self._places(key))
        return cast("str", ours)

    def _places(self, key: Key) -> _Three:
        return cast("_Three", tuple(side.get(key) for side in self.sides))

    def _conflict(self, kind: Kind, key: Key | None, field: str, three: _Three) -> None:
        self.conflicts.append((key, Conflict(kind, field, *three)))


def _each(three: _Three, name: str) -> _Three:
    return cast("_Three", tuple(getattr(one, name, None) for one in three))


def _ids_by_home(places: Mapping[Key, Place]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place in places.values():
        found.setdefault(place.home, []).append(place.item.id)
    return found
