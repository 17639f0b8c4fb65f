"""Addresses of fields: paths of names and ids such as ``actions/<uuid>/efforts/<uuid>/title``.

An address is matched by its last id, so it still leads to an item that was moved elsewhere.
"""

from collections.abc import Callable, Iterator
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
    """Return an address with the way by which the plan now has its last item, and ids in lower case.

    What follows that item is kept as it is, whether there is such a field or not, and so is an address without an id.
    Raise ``Refused`` ("address.nowhere") where the item is not in the plan.
    """
    return "/".join(_steps(plan, address))


def canonical_in(plan: Plan) -> Callable[[str], str]:
    """Return a function that does the same as ``canonical``, for many addresses: it walks the plan only once."""
    known = {place.item.id: place.address for place in places(plan)}
    return lambda address: "/".join(_completed(address, known.get))


def _steps(plan: Plan, address: str) -> list[str]:
    return _completed(
        address, lambda id_: next((place.address for place in places(plan) if place.item.id == id_), None)
    )


def _completed(address: str, address_of: Callable[[str], str | None]) -> list[str]:
    steps = [step.lower() if UUID.fullmatch(step.lower()) else step for step in address.split("/")]
    last = max((number for number, step in enumerate(steps) if UUID.fullmatch(step)), default=None)
    if last is None:
        return steps
    there = address_of(steps[last])
    if there is None:
        raise Refused("address.nowhere", address=address)
    return [*there.split("/"), *steps[last + 1 :]]


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
