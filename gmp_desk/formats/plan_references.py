"""Tells which items of a plan are linked to which, and what was chosen for them: one row per value."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gmp_desk.domain.plan import Plan, efforts
from gmp_desk.domain.values import Item
from gmp_desk.formats.plan_values import PlanValues
from gmp_desk.formats.terms import Terms


class Reference(NamedTuple):
    """One value of a field: of which item, and to which item it leads; a choice has no number."""

    record: str
    number: int
    name: str
    field: str
    value_number: int | None
    value: str


class _Entry(NamedTuple):
    item: Item
    number: int
    name: str


def references(plan: Plan, terms: Terms, values: PlanValues) -> Iterator[Reference]:
    """Yield each value of each field that may have several, and each link that leads to an item of the plan.

    Items are counted from 1 within their list; projects go on where the sources of funds end.
    """
    entries = _entries(plan, values)
    known = {record: {entry.item.id: entry for entry in listed} for record, listed in entries.items()}
    for record, listed in entries.items():
        for field in terms.template.records[record].fields:
            if field.kind not in ("choices", "link", "links"):
                continue
            label = terms.label(record, field.name)
            for item, number, name in listed:
                for value in _several(getattr(item, field.name)):
                    if field.choices:
                        told = terms.choice(field.choices, value)
                        yield Reference(terms.record(record), number, name, label, None, told)
                    elif value in known[field.of]:
                        target = known[field.of][value]
                        yield Reference(terms.record(record), number, name, label, target.number, target.name)


def _entries(plan: Plan, values: PlanValues) -> dict[str, list[_Entry]]:
    resources = plan.resources
    projects: Iterable[tuple[int, Any]] = enumerate(resources.projects, len(resources.sources) + 1)
    contacts = [contact for partner in plan.partners for contact in partner.contacts]
    return {
        "objective": [_Entry(item, n, values.objective(n)) for n, item in enumerate(plan.objectives, 1)],
        "action": [_Entry(item, n, item.title) for n, item in enumerate(plan.actions, 1)],
        "effort": [_Entry(item, n, item.title) for n, item in enumerate(efforts(plan), 1)],
        "opportunity": [_Entry(item, n, item.title) for n, item in enumerate(plan.opportunities, 1)],
        "indicator": [_Entry(item, n, item.name) for n, item in enumerate(plan.evaluation.indicators, 1)],
        "source": [_Entry(item, n, item.name) for n, item in enumerate(resources.sources, 1)],
        "project": [_Entry(item, n, item.title) for n, item in projects],
        "partner": [_Entry(item, n, item.name) for n, item in enumerate(plan.partners, 1)],
        "contact": [_Entry(item, n, item.name) for n, item in enumerate(contacts, 1)],
    }


def _several(value: str | tuple[str, ...] | None) -> Iterable[str]:
    """Return the values of a field, each once."""
    return dict.fromkeys(value) if isinstance(value, tuple) else [value] if value else []
