"""Leaves contacts out of a plan, and puts back what a file left out: they are personal data (D6)."""

from collections import deque
from collections.abc import Callable, Collection, Mapping
from typing import Literal, TypeVar

from gmp_desk.domain.address import canonical_in
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.order import order
from gmp_desk.domain.plan import Answer, Comment, Contact, Effort, Move, Partner, Plan, Version, efforts, items
from gmp_desk.domain.quotes import Quotes, fields_that_quote, quotes_of, reaches

Contacts = Literal["full", "names", "none"]
"""How much of the contacts goes along: all, without e-mail and telephone, or nothing."""


def with_contacts(plan: Plan, contacts: Contacts) -> Plan:
    """Return the plan with as much of its contacts as asked, and without the comments that are on them or quote them.

    Who saved or moved the plan and who commented, what is noted on a move and a contact's own name and title are left
    blank where they quote what is left out; name and title also where they look like a way to reach anybody. The
    plan's own text stays: ``still_quoting`` tells where that quotes a contact. The plan is marked whenever its
    contacts are not full, even where there was nothing to leave out: such a file never removes contacts that a
    library has.
    """
    if contacts == "full":
        return plan
    quotes = _quotes_of_left_out(plan, contacts)
    canonical = canonical_in(plan)
    changes: dict[str, object] = {
        "partners": tuple(_partner(partner, contacts, quotes) for partner in plan.partners),
        "comments": tuple(
            _without_names(comment, quotes) for comment in plan.comments if not _reveals(comment, canonical, quotes)
        ),
        "version": plan.version and _blanked(plan.version, ("by",), quotes),
        "history": tuple(_blanked(move, ("by", "note"), quotes) for move in plan.history),
        "contacts_left_out": True,
    }
    if contacts == "none":
        changes["actions"] = tuple(
            action.model_copy(update={"efforts": tuple(_without_contacts(effort) for effort in action.efforts)})
            for action in plan.actions
        )
    return plan.model_copy(update=changes)


def still_quoting(plan: Plan, contacts: Contacts) -> tuple[str, ...]:
    """Return the addresses of the texts that quote contacts of the plan even in ``with_contacts(plan, contacts)``."""
    if contacts == "full":
        return ()
    return tuple(fields_that_quote(with_contacts(plan, contacts), _quotes_of_left_out(plan, contacts)))


def with_contacts_of(plan: Plan, known: Plan) -> Plan:
    """Return a plan whose file left contacts out with those of a known version of it, or as it is if it has them.

    Contacts of its partners, links to contacts that the plan does not have, and comments that are missing come back,
    also where the sender removed them on purpose: such a file never removes what a library has. What is blank of what
    such a file leaves blank is as known, and so is whether contacts are left out.
    """
    if not plan.contacts_left_out:
        return plan
    taken = {item.id for item in items(plan)}
    partners = {partner.id: partner for partner in known.partners}
    people = {contact.id: contact for partner in known.partners for contact in partner.contacts}
    comments = {comment.id: comment for comment in known.comments}
    mine = {comment.id: _named(comment, comments.get(comment.id)) for comment in plan.comments}
    back = {id_: comment for id_, comment in comments.items() if id_ not in taken}
    filled = plan.model_copy(
        update={
            "partners": tuple(_refilled(partner, partners, people, taken) for partner in plan.partners),
            "comments": tuple((back | mine)[id_] for id_ in _woven(mine, comments, back)),
            "version": plan.version and _as_known(plan.version, known.version, ("by",)),
            "history": _each_as_known(plan.history, known.history, ("by", "note")),
            "contacts_left_out": known.contacts_left_out,
        }
    )
    return _relinked(filled, known, taken)


def _refilled(
    partner: Partner, partners: Mapping[str, Partner], people: Mapping[str, Contact], taken: Collection[str]
) -> Partner:
    """Return a partner with the contacts that are missing, and what is missing of those it has."""
    mine = {one.id: _given(one, people.get(one.id), ("name", "title", "email", "phone")) for one in partner.contacts}
    known = [contact.id for contact in partners[partner.id].contacts] if partner.id in partners else []
    back = {id_: people[id_] for id_ in known if id_ not in taken}
    return partner.model_copy(update={"contacts": tuple((back | mine)[id_] for id_ in _woven(mine, known, back))})


def _relinked(plan: Plan, known: Plan, before: Collection[str]) -> Plan:
    """Return the plan with the links from efforts to contacts that were not in it before."""
    people, now = ({item.id for item in items(one) if isinstance(item, Contact)} for one in (known, plan))
    links = {effort.id: effort.contacts for effort in efforts(known)}

    def relinked(effort: Effort) -> Effort:
        # A link to nowhere is as good as another, but not one to a contact that went with its partner.
        back = [id_ for id_ in links.get(effort.id, ()) if id_ not in before and (id_ in now or id_ not in people)]
        if not set(back) - set(effort.contacts):
            return effort
        all_ = _woven(dict.fromkeys(effort.contacts), dict.fromkeys(back), back) if effort.contacts else back
        return effort.model_copy(update={"contacts": tuple(all_)})

    actions = (
        action.model_copy(update={"efforts": tuple(relinked(effort) for effort in action.efforts)})
        for action in plan.actions
    )
    return plan.model_copy(update={"actions": tuple(actions)})


def _woven(mine: Collection[str], known: Collection[str], back: Collection[str]) -> tuple[str, ...]:
    """Return ids with those that come back, each behind what it stands behind where it is known."""
    return order([*known], [*mine], [*known], {*mine, *back})[0]


def _named(comment: Comment, known: Comment | None) -> Comment:
    """Return a comment with the names that are missing in it."""
    if known is None:
        return comment
    answers = _each_as_known(comment.answers, known.answers, ("author",))
    return _given(comment, known, ("author", "source")).model_copy(update={"answers": answers})


def _quotes_of_left_out(plan: Plan, contacts: Contacts) -> Quotes:
    left_out = (contact for partner in plan.partners for contact in partner.contacts)
    return quotes_of(left_out, names=contacts == "none")


def _reveals(comment: Comment, canonical: Callable[[str], str], quotes: Quotes) -> bool:
    try:
        address = canonical(comment.field)
    except Refused:  # what it was about has gone
        address = comment.field
    texts = (comment.text, comment.anchor, comment.reason, *(answer.text for answer in comment.answers))
    return "contacts" in address.split("/") or any(quotes(text) for text in texts)


def _without_names(comment: Comment, quotes: Quotes) -> Comment:
    answers = tuple(_blanked(answer, ("author",), quotes) for answer in comment.answers)
    return _blanked(comment, ("author", "source"), quotes).model_copy(update={"answers": answers})


def _partner(partner: Partner, contacts: Contacts, quotes: Quotes) -> Partner:
    kept = () if contacts == "none" else tuple(_name_only(contact, quotes) for contact in partner.contacts)
    return partner.model_copy(update={"contacts": kept})


def _name_only(contact: Contact, quotes: Quotes) -> Contact:
    told = _blanked(contact, ("name", "title"), lambda text: quotes(text) or reaches(text))
    return told.model_copy(update={"email": "", "phone": ""})


_Named = TypeVar("_Named", Answer, Comment, Contact, Move, Version)


def _blanked(record: _Named, names: tuple[str, ...], quotes: Quotes) -> _Named:
    """Return the record with those of its texts blank that quote."""
    return record.model_copy(update={name: "" for name in names if quotes(getattr(record, name))})


def _given(record: _Named, known: _Named | None, names: tuple[str, ...]) -> _Named:
    """Return the record with those of its texts as known that are blank."""
    return record.model_copy(
        update={name: getattr(known, name) for name in names if known and not getattr(record, name)}
    )


def _as_known(record: _Named, known: _Named | None, names: tuple[str, ...]) -> _Named:
    """Return what is known where the record is the same but for texts that are blank."""
    return known if known is not None and _given(record, known, names) == known else record


def _each_as_known(
    records: tuple[_Named, ...], known: tuple[_Named, ...], names: tuple[str, ...]
) -> tuple[_Named, ...]:
    """Return each record as known, wherever that stands: others may have come among the known since."""
    blank = dict.fromkeys(names, "")
    left: dict[_Named, deque[_Named]] = {}
    for one in known:
        left.setdefault(one.model_copy(update=blank), deque()).append(one)
    found = []
    for record in records:
        alike = left.get(record.model_copy(update=blank), deque())
        place = next((place for place, one in enumerate(alike) if _as_known(record, one, names) is one), None)
        if place is None:
            found.append(record)
        else:
            found.append(alike[place])
            del alike[place]
    return tuple(found)


def _without_contacts(effort: Effort) -> Effort:
    return effort.model_copy(update={"contacts": ()})
