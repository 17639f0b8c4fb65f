"""The values that a suggested change is about, as the model holds them: at the base, now, and once it is accepted."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from gmp_desk.domain.address import Place, places, value_at
from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.fields import kind_in, parts
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import Proposal, edit_of
from gmp_desk.domain.values import UUID, Item, Record
from gmp_desk.storage.records import Offered


def values_of(plan: Plan, offered: Offered) -> tuple[Any, Any, Any, bool]:
    """Return what stood at the base, what stands now and what is suggested, and whether it has a place in the plan.

    These are values of a field (set), items or None (add, remove), or places and addresses of lists (move).
    """
    proposal = offered.proposal
    there = {place.item.id: place for place in places(plan)}
    id = proposal.address.rpartition("/")[2]
    match proposal.kind:
        case "set":
            base, suggested = (_value(proposal.address, value) for value in (proposal.base, proposal.value))
            try:
                now = value_at(plan, proposal.address)
            except Refused:
                return base, _value(proposal.address, proposal.before), suggested, False
            if offered.decision == "accepted":  # what stood there before it was
                return base, _value(proposal.address, proposal.before), suggested, True
            return base, now, _outcome(plan, proposal, suggested), True
        case "move":
            present: Place | str | None = there.get(id)
            then = Place(proposal.list, proposal.position or 0, there[id].item) if id in there else proposal.list
            base_list = proposal.base if isinstance(proposal.base, str) else ""
            if offered.decision == "accepted":
                present = proposal.before if isinstance(proposal.before, str) else base_list
            return base_list, present or base_list, then, id in there
        case "add":
            holder = _holder(proposal.list)
            return None, None, item_of(proposal, proposal.value), not holder or holder in there
    before = item_of(proposal, proposal.before)
    return item_of(proposal, proposal.base), there[id].item if id in there else before, None, True


def is_disputed(plan: Plan, offered: Offered) -> bool:
    """Tell whether a change that is to be decided is about what both copies have changed, be it since."""
    if offered.decision != "open":
        return False
    try:
        edit_of(plan, offered.proposal)
    except Refused as error:
        return offered.proposal.conflict or error.id == "proposal.conflict"
    return offered.proposal.conflict


def _outcome(plan: Plan, proposal: Proposal, suggested: Any) -> Any:
    """Return what would stand there if the proposal were accepted, with what was written here meanwhile."""
    try:
        edit = edit_of(plan, proposal)
    except Refused:
        return suggested
    return _value(proposal.address, edit.value) if isinstance(edit, SetValue) else suggested


def _holder(address: str) -> str:
    """Return the id of the item that holds a list; "" for a list of the plan itself."""
    return next((step for step in reversed(address.split("/")) if UUID.fullmatch(step)), "")


def owner_of(address: str) -> tuple[type[Record], str]:
    """Return the type of the record that an address leads into, and the name of the field in it; "" for the record."""
    steps = address.split("/")
    last = max((number for number, step in enumerate(steps) if UUID.fullmatch(step)), default=0)
    owner: type[Record] = (kind_in(steps[last - 1]) or Plan) if last else Plan
    rest = steps[last + 1 :] if last else steps
    while len(rest) > 1 and rest[0] in parts(owner):
        owner, rest = parts(owner)[rest[0]], rest[1:]
    return owner, rest[0] if rest else ""


def _value(address: str, value: Any) -> Any:
    """Return a value of the exchange format as the model holds it; what the field cannot hold is told as it is."""
    owner, name = owner_of(address)
    field = owner.model_fields.get(name)
    if field is None or value is None:
        return value
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return str(value)


def item_of(proposal: Proposal, value: Any) -> Item | None:
    """Return an item of the exchange format as the model holds it; None for none, or for what the model refuses."""
    home = proposal.list or proposal.address.rpartition("/")[0]
    kind = kind_in(home.rpartition("/")[2])
    if kind is None or not isinstance(value, Mapping):
        return None
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None
