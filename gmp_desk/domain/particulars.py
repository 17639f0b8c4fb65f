"""What a proposal tells of a change: the three values, the place, the changes of a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from gmp_desk.domain.address import Place, places
from gmp_desk.domain.compare import Change
from gmp_desk.domain.fields import is_prose
from gmp_desk.domain.hunks import hunks
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.values import UUID


@dataclass(frozen=True)
class Copy:
    """A copy of a plan in which things are found without walking through it each time."""

    plan: Plan
    places: Mapping[str, Place]

    @classmethod
    def of(cls, plan: Plan) -> "Copy":
        """Return the copy with the places of its items by their ids."""
        return cls(plan, {place.item.id: place for place in places(plan)})

    def value(self, address: str, otherwise: Any = None) -> Any:
        """Return what stands at an address, or something else where that leads nowhere."""
        first, *steps = about(address).split("/")
        value = self.places[first].item if first in self.places else getattr(self.plan, first, otherwise)
        for step in steps:
            value = getattr(value, step, otherwise)
        return value


def particulars(change: Change, base: Copy, theirs: Copy, full: Copy) -> dict[str, Any]:
    """Return the fields of the proposal to make a change that leads to the copy ``full``, by their names."""
    if change.kind == "set":
        return _setting(change, base, theirs, full)
    there = _there(change.after, full) if change.after else {}
    was = base.places.get((change.after or change.before).item.id)
    if change.kind == "move":
        return {"base": was and was.list, "before": change.before.list, "value": change.after.list} | there
    items = (place and place.item for place in (was, change.before, change.after))
    return dict(zip(("base", "before", "value"), map(as_json, items), strict=True)) | there


def about(address: str) -> str:
    """Return an address from its last id on: the same wherever the item is moved."""
    steps = address.split("/")
    last = max((number for number, step in enumerate(steps) if UUID.fullmatch(step)), default=0)
    return "/".join(steps[last:])


def as_json(value: Any) -> JsonValue:
    """Return a value of a plan as the exchange format has it."""
    json: JsonValue = to_jsonable_python(value)
    return json


def _setting(change: Change, base: Copy, theirs: Copy, full: Copy) -> dict[str, Any]:
    above, _, name = change.address.rpartition("/")
    owner = type(full.value(above) if above else full.plan)
    was, value = base.value(change.address), theirs.value(change.address, change.after)
    prose = is_prose(owner, name) and isinstance(was, str) and isinstance(value, str)
    return {
        "base": as_json(was),
        "before": as_json(change.before),
        "value": as_json(value),
        "hunks": hunks(was, value) if prose else (),
    }


def _there(place: Place, full: Copy) -> dict[str, Any]:
    behind = full.value(place.list)[place.position - 1].id if place.position else ""
    return {"list": place.list, "position": place.position, "behind": behind}
