"""Leaves contacts out of a plan: they are personal data (D6)."""

from typing import Literal

from gmp_desk.domain.plan import Contact, Effort, Partner, Plan

Contacts = Literal["full", "names", "none"]
"""How much of the contacts goes along: all, without e-mail and telephone, or nothing."""


def with_contacts(plan: Plan, contacts: Contacts) -> Plan:
    """Return the plan with as much of its contacts as asked, marked if any are left out.

    Comments on contacts are left out with them, because they may quote them.
    """
    if contacts == "full":
        return plan
    partners = tuple(_partner(partner, contacts) for partner in plan.partners)
    comments = tuple(comment for comment in plan.comments if "contacts" not in comment.field.split("/"))
    changes: dict[str, object] = {"partners": partners, "comments": comments, "contacts_left_out": True}
    if contacts == "none":
        changes["actions"] = tuple(
            action.model_copy(update={"efforts": tuple(_without_contacts(effort) for effort in action.efforts)})
            for action in plan.actions
        )
    return plan.model_copy(update=changes)


def _partner(partner: Partner, contacts: Contacts) -> Partner:
    kept = () if contacts == "none" else tuple(_name_only(contact) for contact in partner.contacts)
    return partner.model_copy(update={"contacts": kept})


def _name_only(contact: Contact) -> Contact:
    return contact.model_copy(update={"email": "", "phone": ""})


def _without_contacts(effort: Effort) -> Effort:
    return effort.model_copy(update={"contacts": ()})
