"""Leaves contacts out of a plan: they are personal data (D6)."""

from collections.abc import Callable
from typing import Literal

from gmp_desk.domain.address import canonical
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Comment, Contact, Effort, Partner, Plan
from gmp_desk.domain.text import is_blank

Contacts = Literal["full", "names", "none"]
"""How much of the contacts goes along: all, without e-mail and telephone, or nothing."""

_FEWEST_DIGITS = 6  # of a telephone number; fewer may be a year or a share


def with_contacts(plan: Plan, contacts: Contacts) -> Plan:
    """Return the plan with as much of its contacts as asked, and without the comments that are on them or quote them.

    Without any contacts, their names are also taken from where they stand as those who saved or moved the plan. The
    plan is marked whenever its contacts are not full, even where there was nothing to leave out: such a file never
    removes contacts that a library has.
    """
    if contacts == "full":
        return plan
    removed = tuple(contact for partner in plan.partners for contact in partner.contacts)
    quotes = _quotes_of(removed, contacts)
    changes: dict[str, object] = {
        "partners": tuple(_partner(partner, contacts) for partner in plan.partners),
        "comments": tuple(comment for comment in plan.comments if not _reveals(plan, comment, quotes)),
        "contacts_left_out": True,
    }
    if contacts == "none":
        changes["actions"] = tuple(
            action.model_copy(update={"efforts": tuple(_without_contacts(effort) for effort in action.efforts)})
            for action in plan.actions
        )
        names = {contact.name for contact in removed if contact.name}
        if plan.version and plan.version.by in names:
            changes["version"] = plan.version.model_copy(update={"by": ""})
        if any(move.by in names for move in plan.history):
            changes["history"] = tuple(
                move.model_copy(update={"by": ""}) if move.by in names else move for move in plan.history
            )
    return plan.model_copy(update=changes)


def _quotes_of(removed: tuple[Contact, ...], contacts: Contacts) -> Callable[[str], bool]:
    """Return what tells whether a text quotes something of the contacts that does not go along."""
    phrases = [contact.email for contact in removed] + [contact.phone for contact in removed]
    if contacts == "none":
        phrases += [contact.name for contact in removed]
    sought = {phrase.strip().casefold() for phrase in phrases if not is_blank(phrase)}
    # A telephone number is quoted with other spaces and marks than it was given with.
    numbers = {_digits(contact.phone) for contact in removed if len(_digits(contact.phone)) >= _FEWEST_DIGITS}

    def quotes(text: str) -> bool:
        folded, digits = text.casefold(), _digits(text)
        return any(phrase in folded for phrase in sought) or any(number in digits for number in numbers)

    return quotes


def _reveals(plan: Plan, comment: Comment, quotes: Callable[[str], bool]) -> bool:
    try:
        address = canonical(plan, comment.field)
    except Refused:  # what it was about has gone
        address = comment.field
    texts = (comment.text, comment.anchor, comment.reason, *(answer.text for answer in comment.answers))
    return "contacts" in address.split("/") or any(quotes(text) for text in texts)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def _partner(partner: Partner, contacts: Contacts) -> Partner:
    kept = () if contacts == "none" else tuple(_name_only(contact) for contact in partner.contacts)
    return partner.model_copy(update={"contacts": kept})


def _name_only(contact: Contact) -> Contact:
    return contact.model_copy(update={"email": "", "phone": ""})


def _without_contacts(effort: Effort) -> Effort:
    return effort.model_copy(update={"contacts": ()})
