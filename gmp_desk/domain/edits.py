"""Every change that a user can make to a plan, as a small value with a label, an address and ``apply(plan)``."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from pydantic import ValidationError

from gmp_desk.domain.address import Place, canonical, places, value_at, with_value
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import LINKS, Part, Plan, items
from gmp_desk.domain.values import Item, Record


@dataclass(frozen=True)
class SetValue:
    """Put another value into a field; items are not set but added, removed and moved."""

    label: ClassVar[str] = "set"
    address: str
    value: Any

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; raise ``Refused`` ("edit.value") where the field cannot hold the value."""
        new = _checked(plan, self.address, self.value)
        fixed = self.address.rpartition("/")[2] in _FIXED
        if fixed or any(_holds_items(value_at(version, self.address)) for version in (plan, new)):
            raise Refused("edit.value", address=self.address)
        return new


@dataclass(frozen=True)
class Add:
    """Add an item to a list, at a position counted from 0, or at the end."""

    label: ClassVar[str] = "add"
    address: str
    item: Item
    position: int | None = None

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; raise ``Refused`` where an id of the item is in the plan already, or twice."""
        known = {place.item.id for place in places(plan)}
        for new in items(self.item):
            if new.id in known:
                raise Refused("edit.known_id", address=self.address, id=new.id)
            known.add(new.id)
        return _inserted(plan, self.address, self.item, self.position)


@dataclass(frozen=True)
class Remove:
    """Remove an item with all it holds, and unlink it and them wherever they are used."""

    label: ClassVar[str] = "remove"
    address: str

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan."""
        place = place_of(plan, self.address)
        gone = {item.id for item in items(place.item)}
        return cast("Plan", _unlinked(_taken_out(plan, place), gone))


@dataclass(frozen=True)
class Move:
    """Move an item to a position counted from 0, in its own list or in another of the same kind."""

    label: ClassVar[str] = "move"
    address: str
    position: int
    to: str | None = None

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; raise ``Refused`` where the other list cannot hold the item."""
        place = place_of(plan, self.address)
        target = canonical(plan, self.to) if self.to else place.list
        if f"{target}/".startswith(f"{place.address}/"):
            raise Refused("edit.into_itself", address=self.address)
        moved = _inserted(_taken_out(plan, place), target, place.item, self.position)
        return plan if moved == plan else moved


@dataclass(frozen=True)
class Duplicate:
    """Add a copy of an item behind it, under a new id; the items it holds get new ids too."""

    label: ClassVar[str] = "duplicate"
    address: str
    new_id: str

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; the same edit gives the same ids each time.

        Raise ``Refused`` where the new id is no UUID or is in the plan already.
        """
        place = place_of(plan, self.address)
        try:
            base = uuid.UUID(self.new_id)
        except ValueError as error:
            raise Refused("edit.value", address=f"{place.list}/{self.new_id}/id") from error
        ids = {item.id: str(uuid.uuid5(base, item.id)) for item in items(place.item)} | {place.item.id: str(base)}
        return Add(place.list, _renamed(place.item, ids), place.position + 1).apply(plan)


@dataclass(frozen=True)
class Link:
    """Link a field to an item: put its id at the end of the links, or in place of the one link."""

    label: ClassVar[str] = "link"
    address: str
    id: str

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; raise ``Refused`` where there is no such item or it is of another kind."""
        owner, name = _owner(plan, self.address)
        kind = LINKS.get((type(owner), name))
        if kind is None or not any(type(item) is kind and item.id == self.id for item in items(plan)):
            raise Refused("edit.link", address=self.address, id=self.id)
        links = getattr(owner, name)
        if not isinstance(links, tuple):
            return _checked(plan, self.address, self.id)
        return plan if self.id in links else _checked(plan, self.address, (*links, self.id))


@dataclass(frozen=True)
class Unlink:
    """Take an id out of the links of a field."""

    label: ClassVar[str] = "unlink"
    address: str
    id: str

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; a link that is not there changes nothing."""
        owner, name = _owner(plan, self.address)
        if (type(owner), name) not in LINKS:
            raise Refused("edit.link", address=self.address, id=self.id)
        links = getattr(owner, name)
        if self.id not in (links if isinstance(links, tuple) else (links,)):
            return plan
        return _checked(plan, self.address, _without(links, {self.id}))


@dataclass(frozen=True)
class Together:
    """Several edits as one step, such as a new partner and the link to it; ``label`` says what they do."""

    edits: tuple["Edit", ...]
    label: str

    @property
    def address(self) -> str:
        """The address of the first."""
        return self.edits[0].address

    def apply(self, plan: Plan) -> Plan:
        """Return the plan after all of them, each on what the one before has left; raise ``Refused`` as they do."""
        for edit in self.edits:
            plan = edit.apply(plan)
        return plan


# What makes a plan or item the one it is.
_FIXED = frozenset({"format", "format_version", "id"})

Edit = SetValue | Add | Remove | Move | Duplicate | Link | Unlink


def place_of(plan: Plan, address: str) -> Place:
    """Return where the item of an address stands; raise ``Refused`` where there is no such item."""
    id_ = address.rpartition("/")[2].lower()
    for place in places(plan):
        if place.item.id == id_:
            return place
    raise Refused("address.nowhere", address=address)


def _checked(plan: Plan, address: str, value: Any) -> Plan:
    try:
        return with_value(plan, address, value)
    except ValidationError as error:
        raise Refused("edit.value", address=address) from error


def _holds_items(value: Any) -> bool:
    return isinstance(value, Part) or (isinstance(value, tuple) and any(isinstance(part, Item) for part in value))


def _owner(plan: Plan, address: str) -> tuple[Record, str]:
    above, _, name = address.rpartition("/")
    owner = value_at(plan, above) if above else plan
    if not isinstance(owner, Record) or name not in type(owner).model_fields:
        raise Refused("address.nowhere", address=address)
    return owner, name


def _inserted(plan: Plan, address: str, item: Item, position: int | None) -> Plan:
    there = value_at(plan, address)
    if not isinstance(there, tuple):
        raise Refused("edit.value", address=address)
    at = len(there) if position is None else max(0, min(position, len(there)))
    return _checked(plan, address, (*there[:at], item, *there[at:]))


def _taken_out(plan: Plan, place: Place) -> Plan:
    there = value_at(plan, place.list)
    return _checked(plan, place.list, (*there[: place.position], *there[place.position + 1 :]))


def _without(links: Any, gone: set[str]) -> Any:
    if isinstance(links, tuple):
        return tuple(link for link in links if link not in gone)
    return None if links in gone else links


def _unlinked(record: Any, gone: set[str]) -> Any:
    """Return the record without links to the ids; what has none of them is returned as it is."""
    if isinstance(record, tuple):
        new = tuple(_unlinked(part, gone) for part in record)
        return record if all(a is b for a, b in zip(record, new, strict=True)) else new
    if not isinstance(record, Record):
        return record
    changes = {}
    for name, value in record:
        linked = (type(record), name) in LINKS
        new = _without(value, gone) if linked else _unlinked(value, gone)
        if new is not value and (not linked or new != value):
            changes[name] = new
    return record.model_copy(update=changes) if changes else record


def _renamed(record: Any, ids: Mapping[str, str]) -> Any:
    """Return a copy of an item in which it and the items it holds, and links among them, have their new ids."""
    if isinstance(record, tuple):
        return tuple(_renamed(part, ids) for part in record)
    if isinstance(record, str):
        return ids.get(record, record)
    if not isinstance(record, Record):
        return record
    linked = {name for kind, name in LINKS if kind is type(record)}
    return record.model_copy(
        update={
            name: _renamed(value, ids)
            for name, value in record
            if name == "id" or name in linked or isinstance(value, tuple | Record)
        }
    )
