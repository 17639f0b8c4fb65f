"""What the editor says of each kind of record: how one is added, what belongs in an empty list, what a card shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gmp_desk.app import planning
from gmp_desk.domain import plan as plans
from gmp_desk.domain.address import value_at
from gmp_desk.domain.fields import kind_in
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.values import Amount, Item
from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk


@dataclass(frozen=True)
class RecordTexts:
    """The words around a list of records of one kind."""

    add: str
    unnamed: str
    empty: str


RECORD_TEXTS: Mapping[str, RecordTexts] = {
    "objective": RecordTexts(
        N_("Add an objective"),
        N_("Objective without words yet"),
        N_("No objectives yet. An objective says which outcome the area wants, and which goal it serves."),
    ),
    "action": RecordTexts(
        N_("Add a priority action"),
        N_("Priority action without a title yet"),
        N_("No priority actions yet. Name three to five main activities, each for an objective."),
    ),
    "effort": RecordTexts(
        N_("Add an effort"),
        N_("Effort without a title yet"),
        N_("No efforts yet. An effort is what one or more partners will do under this action."),
    ),
    "milestone": RecordTexts(
        N_("Add a milestone"),
        N_("Milestone without a title yet"),
        N_("No milestones yet."),
    ),
    "opportunity": RecordTexts(
        N_("Add an opportunity"),
        N_("Opportunity without a title yet"),
        N_("No opportunities yet. Record good ideas that nobody can pursue in this period."),
    ),
    "indicator": RecordTexts(
        N_("Add an indicator"),
        N_("Indicator without a name yet"),
        N_("No indicators yet. An indicator shows with figures how far an objective is reached."),
    ),
    "source": RecordTexts(
        N_("Add a donor or fund"),
        N_("Donor or fund without a name yet"),
        N_("No donors or funds yet. Name those that give or may give, in money or in kind."),
    ),
    "project": RecordTexts(
        N_("Add a project that seeks funds"),
        N_("Project without a title yet"),
        N_("No projects yet. Describe projects that seek funds, so that others can consider them."),
    ),
    "linkage_inside": RecordTexts(
        N_("Add a linkage inside the Partnership"),
        N_("Linkage without a topic yet"),
        N_("No linkages yet. Name what this area does together with other areas."),
    ),
    "linkage_outside": RecordTexts(
        N_("Add a linkage outside the Partnership"),
        N_("Linkage without a name yet"),
        N_("No linkages yet. Name activities of others that this plan touches."),
    ),
    "partner": RecordTexts(
        N_("Add a partner"),
        N_("Partner without a name yet"),
        N_("No partners yet. List who takes part, whom to write to, and who leads the area."),
    ),
    "contact": RecordTexts(
        N_("Add a contact"),
        N_("Contact without a name yet"),
        N_("No contacts yet."),
    ),
}


def blank_item(plan: plans.Plan, address: str) -> Item:
    """Return a new item for the list at an address, with what can be told from what will hold it."""
    holder, _, name = address.rpartition("/")
    kind = kind_in(name)
    if kind is None:
        raise LookupError(address)
    held_by = value_at(plan, holder) if holder else None
    return planning.new_item(kind, planning.new_id(), plan, held_by if isinstance(held_by, Item) else None)


def title_of(item: Item) -> str:
    """Return what an item is called by the plan's author, on one line; "" where that is not written yet."""
    match item:
        case plans.Objective():
            return " ".join(plain(parse(item.statement)).split())
        case plans.LinkageInside():
            return item.topic
        case plans.Indicator() | plans.Source() | plans.LinkageOutside() | plans.Partner() | plans.Contact():
            return item.name
        case plans.Action() | plans.Effort() | plans.Milestone() | plans.Opportunity() | plans.Project():
            return item.title
        case _:
            return ""


def detail_of(item: Item, desk: Desk, plan: plans.Plan) -> str:
    """Return the little that tells an item from others at a glance: dates and cost, values, roles."""
    tell = _DETAILS.get(type(item))
    return " · ".join(part for part in tell(item, desk, plan) if part) if tell else ""


def _effort(item: plans.Effort, desk: Desk, plan: plans.Plan) -> list[str]:
    names = {partner.id: partner.name for partner in plan.partners}
    partners = [names[id] for id in item.partners if names.get(id)]
    return [
        desk.locale.month_range(item.start, item.end),
        desk.locale.list_of(partners) if len(partners) <= _MANY else _and_more(desk, partners),
        _money(item.cost, desk),
    ]


def _and_more(desk: Desk, names: list[str]) -> str:
    more = len(names) - 1
    return desk.catalogue.ngettext("{name} and {count} other", "{name} and {count} others", more).format(
        name=names[0], count=more
    )


def _money(money: object, desk: Desk) -> str:
    if money is None:
        return ""
    return desk.locale.money(money.amount, money.currency) if isinstance(money, Amount) else money.text  # type: ignore[attr-defined]


def _goals(item: plans.Objective, desk: Desk, _: plans.Plan) -> list[str]:
    return [desk.terms.choice("goal", goal) for goal in item.goals]


def _partner(item: plans.Partner, desk: Desk, _: plans.Plan) -> list[str]:
    role = "" if item.role == "partner" else desk.terms.choice("role", item.role)
    country = desk.locale.country(item.country) if item.country else ""
    return [role, desk.terms.choice("category", item.category), country]


def _source(item: plans.Source, desk: Desk, _: plans.Plan) -> list[str]:
    return [desk.terms.choice("funding_status", item.status), _money(item.amount, desk)]


def _indicator(item: plans.Indicator, desk: Desk, _: plans.Plan) -> list[str]:
    values = [reading.value for reading in (item.baseline, item.target) if reading and reading.value]
    arrow = " ← " if desk.catalogue.direction == "rtl" else " → "
    return [arrow.join(desk.locale.number(value) for value in values), item.unit]


def _linkage(item: plans.LinkageInside, desk: Desk, _: plans.Plan) -> list[str]:
    return [desk.terms.area(item.area)] if item.area else []


def _contact(item: plans.Contact, _: Desk, __: plans.Plan) -> list[str]:
    return [item.title, item.email]


_MANY = 2
_DETAILS: Mapping[type[Item], Callable[..., list[str]]] = {
    plans.Effort: _effort,
    plans.Objective: _goals,
    plans.Partner: _partner,
    plans.Source: _source,
    plans.Project: lambda item, desk, _: [_money(item.amount, desk)],
    plans.Indicator: _indicator,
    plans.LinkageInside: _linkage,
    plans.Opportunity: lambda item, desk, _: [desk.terms.choice("opportunity_reason", item.reason)],
    plans.Contact: _contact,
}
