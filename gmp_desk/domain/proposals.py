"""Proposals: what another copy of a plan would change in this one, to be accepted or rejected one by one (D8)."""

import uuid
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, JsonValue, ValidationError

from gmp_desk.domain.address import canonical, value_at
from gmp_desk.domain.compare import Change, by_key, compare, without
from gmp_desk.domain.edits import Add, Edit, Move, Remove, SetValue, place_of
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.fields import kind_in
from gmp_desk.domain.hunks import Hunk, carried
from gmp_desk.domain.logs import both_added, entry_of, joined
from gmp_desk.domain.merge import merge
from gmp_desk.domain.particulars import Copy, about, as_json, particulars
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.values import UUID, Id, Moment, Record, Text
from gmp_desk.domain.versions import fingerprint


class Proposal(Record):
    """A suggested change to one field or item, with all that is needed to judge it and to carry it out later.

    ``base``, ``before`` and ``value`` are what stood there in the version that both copies come from, what stood in
    this copy when the proposal was made, and what the other copy has: the field's value (set) or the item (add,
    remove) as in the exchange format, or the address of the list (move); null stands for nothing. What changed in
    running text is also told as ``hunks`` of its base. An item is added or moved to a ``list``, behind the item of the
    id ``behind`` where that is there, else to the ``position`` counted from 0. ``conflict`` says that both copies have
    changed the same, each in its own way.
    """

    id: Id
    kind: Literal["set", "add", "remove", "move"]
    address: Text
    base: JsonValue
    before: JsonValue
    value: JsonValue
    hunks: tuple[Hunk, ...] = ()
    list: Text = ""
    position: Annotated[int, Field(strict=True, ge=0)] | None = None
    behind: Text = ""
    author: Text = ""
    date: Moment | None = None
    source: Text = ""
    conflict: bool = Field(default=False, strict=True)


def propose(
    base: Plan, ours: Plan, theirs: Plan, *, author: str, date: str | None, source: str
) -> tuple[Proposal, ...]:
    """Return what would bring into our copy all that the other changed since the base; where that is nothing, none.

    Accepted in their order, they lead to the merged plan of the two in which theirs goes before ours; what theirs
    removed and ours touched is still there until the proposal to remove it, one of the last, is accepted. The ids
    depend on the other copy and on what is changed: the same copy makes the same proposals.
    """
    full = merge(base, theirs, ours).plan
    conflicts = merge(base, ours, theirs).conflicts
    known, content = by_key(theirs), fingerprint(theirs)
    touched = [conflict.ours for conflict in conflicts if conflict.kind == "removal" and conflict.theirs is None]
    removed = [replace(place, item=without(known, place.item)) for place in touched]
    disputed = {(conflict.kind, about(conflict.address)) for conflict in conflicts}
    copies = [Copy.of(plan) for plan in (base, theirs, full)]
    found = []
    for change in (*compare(ours, full), *(Change("remove", place.address, place, None) for place in removed)):
        found.append(
            Proposal(
                id=str(uuid.uuid5(uuid.UUID(ours.id), f"{content} {change.kind} {about(change.address)}")),
                kind=change.kind,
                address=change.address,
                author=author,
                date=date,
                source=source,
                conflict=_dispute(change) in disputed,
                **particulars(change, *copies),
            )
        )
    return tuple(found)


def accepted(plan: Plan, proposal: Proposal, *, over: bool = False) -> Plan:
    """Return the plan with the proposal carried out; see ``edit_of``."""
    edit = edit_of(plan, proposal, over=over)
    return edit.apply(plan) if edit else plan


def edit_of(plan: Plan, proposal: Proposal, *, over: bool = False) -> Edit | None:
    """Return the edit that carries out a proposal; None where that is done already.

    Changes of running text are carried onto the text as it is now, and what was added to the answers to a comment is
    added to those that there are now. Raise ``Refused`` where what is proposed on has
    been changed otherwise since the proposal was made ("proposal.conflict"), unless the proposal goes ``over`` that,
    and where the item or list is no longer there ("proposal.gone").
    """
    match proposal.kind:
        case "set":
            return _set(plan, proposal, over)
        case "add":
            return _add(plan, proposal)
        case "remove":
            return _remove(plan, proposal, over)
        case "move":
            return _move(plan, proposal, over)


def brings(added: Proposal, other: Proposal) -> bool:
    """Tell whether a proposal adds the item, or what holds it, to or on which another is made."""
    if added.kind != "add" or added.id == other.id:
        return False
    return not _ids_in(added.value).isdisjoint(UUID.findall(f"{other.list}/{other.address}"))


def _ids_in(value: JsonValue) -> set[str]:
    """Return the ids of an item in JSON and of the items in it."""
    if isinstance(value, dict):
        return {str(value["id"]) if "id" in value else ""}.union(*map(_ids_in, value.values()))
    return set[str]().union(*map(_ids_in, value)) if isinstance(value, list) else set()


def _dispute(change: Change) -> tuple[str, str]:
    """Return which conflict of a merge would be about the same as a change."""
    if change.kind == "move" and change.before.home == change.after.home:
        return "order", about(change.after.list)
    return {"set": "value", "move": "place"}.get(change.kind, "removal"), about(change.address)


def _set(plan: Plan, proposal: Proposal, over: bool) -> Edit | None:
    try:
        present = as_json(value_at(plan, proposal.address))
    except Refused as error:
        raise _gone(proposal) from error
    base, value = proposal.base, proposal.value
    if present == value:
        return None
    both: JsonValue = value
    entry = _entry(plan, proposal.address)
    if proposal.hunks and all(isinstance(text, str) for text in (base, present, value)):
        both = carried(str(base), str(present), str(value))
        clash = both is None
    elif entry and all(isinstance(log, list) for log in (base, value)):
        both = _both_added(entry, proposal, present)
        clash = both is None
    else:
        clash = not (_same(plan, present, base) or _same(plan, present, proposal.before))
    if clash and not over:
        raise _conflict(proposal)
    if both == present:
        return None
    return SetValue(proposal.address, value if clash else both)


def _entry(plan: Plan, address: str) -> type[Record] | None:
    above, _, name = address.rpartition("/")
    return entry_of(type(value_at(plan, above) if above else plan), name)


def _both_added(entry: type[Record], proposal: Proposal, present: JsonValue) -> JsonValue:
    logs = [log if isinstance(log, list) else [] for log in (proposal.base, present, proposal.value)]
    try:
        base, ours, theirs = (tuple(entry.model_validate(one) for one in log) for log in logs)
    except ValidationError as error:
        raise Refused("edit.value", address=proposal.address) from error
    both = both_added(base, ours, theirs)
    if both is None and theirs[: len(base)] == base and joined(ours, theirs) == ours:
        return present  # it was accepted before, and others were added in between
    return None if both is None else as_json(both)


def _add(plan: Plan, proposal: Proposal) -> Edit | None:
    kind = kind_in(proposal.list.rpartition("/")[2])
    if kind is None:
        raise _gone(proposal)
    try:
        item = kind.model_validate(proposal.value)
    except ValidationError as error:
        raise Refused("edit.value", address=proposal.address) from error
    known = by_key(plan)
    if (kind, item.id) in known:
        return None
    # What it held and is elsewhere by now stays there.
    there, position = _there(plan, proposal, item.id)
    return Add(there, without(known, item), position)


def _remove(plan: Plan, proposal: Proposal, over: bool) -> Edit | None:
    try:
        place = place_of(plan, proposal.address)
    except Refused:
        return None
    if not over and not _same(plan, as_json(place.item), proposal.before):
        raise _conflict(proposal)
    return Remove(place.address)


def _move(plan: Plan, proposal: Proposal, over: bool) -> Edit:
    try:
        place = place_of(plan, proposal.address)
    except Refused as error:
        raise _gone(proposal) from error
    there, position = _there(plan, proposal, place.item.id)
    expected = {_home(address) for address in (proposal.base, proposal.before, there)}
    if place.home not in expected and not over:
        raise _conflict(proposal)
    return Move(place.address, position, there)


def _there(plan: Plan, proposal: Proposal, id_: str) -> tuple[str, int]:
    """Return the list as it is addressed now, and the position in it without the item itself."""
    try:
        there = canonical(plan, proposal.list)
        ids = [item.id for item in value_at(plan, there) if item.id != id_]
    except (Refused, TypeError, AttributeError) as error:
        raise _gone(proposal) from error
    if proposal.behind in ids:
        return there, ids.index(proposal.behind) + 1
    return there, len(ids) if proposal.position is None else min(proposal.position, len(ids))


def _home(address: JsonValue) -> str:
    """Return a list as its ``Place.home`` is; "" for none."""
    return "/".join(address.split("/")[-2:]) if isinstance(address, str) else ""


def _same(plan: Plan, present: JsonValue, was: JsonValue) -> bool:
    """Tell whether two values are the same but for links to what is not in the plan, which removals take away."""
    known = {id_ for _, id_ in by_key(plan)}
    return _linked(present, known) == _linked(was, known)


def _linked(value: JsonValue, known: set[str]) -> JsonValue:
    if isinstance(value, dict):
        return {name: _linked(part, known) for name, part in value.items()}
    if isinstance(value, list):
        return [_linked(part, known) for part in value if not _leads_nowhere(part, known)]
    return None if _leads_nowhere(value, known) else value


def _leads_nowhere(value: JsonValue, known: set[str]) -> bool:
    return isinstance(value, str) and bool(UUID.fullmatch(value)) and value not in known


def _conflict(proposal: Proposal) -> Refused:
    return Refused("proposal.conflict", address=proposal.address)


def _gone(proposal: Proposal) -> Refused:
    return Refused("proposal.gone", address=proposal.address)
