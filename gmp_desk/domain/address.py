"""Addresses of fields: paths of names and ids such as ``actions/<uuid>/efforts/<uuid>/title``.

An address is matched by its last id, so it still leads to an item that was moved elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Part, Plan
from gmp_desk.domain.values import UUID, Item, Record


@dataclass(frozen=True)
class Place:
    """Where an item stands: the address of its list, its position there counted from 0, and the item."""

    list: str
    position: int
    item: Item

    @property
    def address(self) -> str:
        """The address of the item itself."""
        return f"{self.list}/{self.item.id}"

    @property
    def home(self) -> str:
        """The list, named by the item that holds it: the same wherever that item is moved."""
        return "/".join(self.list.split("/")[-2:])

    @property
    def holder(self) -> str:
        """The id of the item that holds the list; a word of the plan's for its own lists."""
        return self.home.partition("/")[0]


def places(record: Record, prefix: str = "") -> Iterator[Place]:
    """Yield the place of every item within a plan, each before the items it holds."""
    for name, value in record:
        if isinstance(value, Part):
            yield from places(value, f"{prefix}{name}/")
        elif isinstance(value, tuple):
            for position, item in enumerate(value):
                if isinstance(item, Item):
                    yield Place(prefix + name, position, item)
                    yield from places(item, f"{prefix}{name}/{item.id}/")


def value_at(plan: Plan, address: str) -> Any:
    """Return what stands at an address: a field's value, a list or an item.

    Raise ``Refused`` ("address.nowhere") where it leads nowhere.
    """
    value: Any = plan
    for step in _steps(plan, address):
        value = _next(value, step, address)
    return value


def with_value(plan: Plan, address: str, value: Any) -> Plan:
    """Return the plan with another value at the address of a field or list; all else is shared with the old plan.

    The value is checked as when a file is read; pydantic's ``ValidationError`` passes through. A value equal to the
    one there gives the same plan. Raise ``Refused`` ("address.nowhere") where there is no field or list.
    """
    return cast("Plan", _replaced(plan, _steps(plan, address), value, address))


def canonical(plan: Plan, address: str) -> str:
    """Return the address under which the plan now has the same field or item."""
    return "/".join(_steps(plan, address))


def _steps(plan: Plan, address: str) -> list[str]:
    steps = address.split("/")
    last = max((number for number, step in enumerate(steps) if UUID.fullmatch(step)), default=None)
    if last is None:
        return steps
    place = next((place for place in places(plan) if place.item.id == steps[last]), None)
    if place is None:
        raise Refused("address.nowhere", address=address)
    return [*place.address.split("/"), *steps[last + 1 :]]


def _next(value: Any, step: str, address: str) -> Any:
    if isinstance(value, Record) and step in type(value).model_fields:
        return getattr(value, step)
    if isinstance(value, tuple):
        for item in value:
            if isinstance(item, Item) and item.id == step:
                return item
    raise Refused("address.nowhere", address=address)


def _replaced(record: Any, steps: list[str], value: Any, address: str) -> Any:
    step, rest = steps[0], steps[1:]
    inner = _next(record, step, address)
    if rest:
        new = _replaced(inner, rest, value, address)
    elif isinstance(record, tuple):
        raise Refused("address.nowhere", address=address)
    else:
        names = {name: field.alias or name for name, field in type(record).model_fields.items()}
        checked = type(record).model_validate({names[name]: old for name, old in record} | {names[step]: value})
        new = getattr(checked, step)
    if new is inner or (not rest and new == inner):
        return record
    if isinstance(record, tuple):
        return tuple(new if item is inner else item for item in record)
    return record.model_copy(update={step: new})
