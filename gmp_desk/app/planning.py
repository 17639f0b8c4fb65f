"""What a plan and its items begin as: blank, started from an earlier plan, or taken from another plan."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import (
    Action,
    Effort,
    Indicator,
    Opportunity,
    Partner,
    Plan,
)
from gmp_desk.domain.template import Template
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import LAST_YEAR, Item, Language, Period
from gmp_desk.storage.library import Library

NewId = Callable[[], str]
"""Gives a new id each time."""

_Kind = TypeVar("_Kind", bound=Item)

_BIENNIUM = 2


def new_id() -> str:
    """Return an id that nothing else has."""
    return str(uuid.uuid4())


def biennium(today: date) -> Period:
    """Return the two years that a plan begun today is for by default; they begin with an even one, as the UN's do."""
    first = today.year - today.year % _BIENNIUM
    return Period(first_year=first, last_year=first + _BIENNIUM - 1)


def period_after(period: Period) -> Period:
    """Return the years that follow a period, as many as it has."""
    years = max(period.last_year - period.first_year, 0)
    first = min(period.last_year + 1, LAST_YEAR)
    return Period(first_year=first, last_year=min(first + years, LAST_YEAR))


def new_plan(template: Template, area: str, period: Period, language: Language, ids: NewId = new_id) -> Plan:
    """Return an empty draft; the library counts its versions from the first that is kept."""
    return Plan.blank(id=ids(), template=template.edition, area=area, period=period, language=language)


def next_plan_from(earlier: Plan, period: Period, template: Template, ids: NewId = new_id) -> Plan:
    """Return a draft for a later period that has all that the earlier plan says, under the same ids (D3, D4).

    What happened to the earlier one stays with it: its moves, its version, the comments on it.
    """
    return earlier.model_copy(
        update={
            "id": ids(),
            "template": template.edition,
            "period": period,
            "state": "draft",
            "continues": earlier.id,
            "history": (),
            "comments": (),
            "version": None,
            "version_note": "",
            "translation_of": None,
            "contacts_left_out": False,
        }
    )


def start(library: Library, plan: Plan) -> str:
    """Take a new plan into the library and return its id."""
    with library.changing() as change:
        change.add(plan)
    return plan.id


def new_item(kind: type[_Kind], id: str, plan: Plan, holder: Item | None = None) -> _Kind:
    """Return a blank item with what can be told from the plan and from the item that will hold it.

    An effort serves the objectives of its action; in a plan with one objective, all that serves one serves that.
    """
    given: dict[str, Any] = {}
    only = tuple(objective.id for objective in plan.objectives) if len(plan.objectives) == 1 else ()
    if kind in (Action, Opportunity):
        given = {"objectives": only}
    elif kind is Effort:
        given = {"objectives": holder.objectives if isinstance(holder, Action) else only}
    elif kind is Indicator:
        given = {"objective": only[0] if only else None}
    elif kind is Partner:
        given = {"category": "other"}  # nobody is to be taken for a Government unsaid
    return kind.blank(id=id, **given)


def known_partners(library: Library, but: str) -> tuple[Partner, ...]:
    """Return the partners of all plans but one, those of the plans changed last first, each once by its name.

    A plan that is damaged is passed over. It reads all plans: not for the thread of a window.
    """
    found: dict[str, Partner] = {}
    for entry in library.entries():
        if entry.kind != "plan" or entry.id == but:
            continue
        try:
            plan = library.read(entry.id).content
        except Refused as error:
            if error.id not in ("library.damaged_plan", "library.unknown"):  # the other was deleted in this moment
                raise
            continue
        if isinstance(plan, Plan):
            for partner in plan.partners:
                if not is_blank(partner.name):
                    found.setdefault(" ".join(partner.name.casefold().split()), partner)
    return tuple(found.values())


def copied_partner(partner: Partner, ids: NewId = new_id) -> Partner:
    """Return a partner of another plan, with its contacts, as one of a plan of its own.

    What it does there, and whether it leads there, says nothing of here.
    """
    contacts = tuple(contact.model_copy(update={"id": ids()}) for contact in partner.contacts)
    return partner.model_copy(update={"id": ids(), "contacts": contacts, "role": "partner", "contribution": ""})
