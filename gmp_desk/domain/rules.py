"""What the framework asks and a plan does not yet give: findings, each with the field to jump to (D2)."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from decimal import Context, Decimal
from typing import Literal

from gmp_desk.domain import words
from gmp_desk.domain.plan import LINKS, Effort, Objective, Plan, items
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.template import Template
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import LONGEST_FIGURE, Amount, Item, Reading, Words

Severity = Literal["error", "warning"]


@dataclasses.dataclass(frozen=True)
class Finding:
    """A rule that is broken, and where.

    ``rule`` is an id such as ``F10.length``, ``requirement`` the part of it before the dot: what the framework
    asks (F…) or this product decided (D…). ``field`` is the address to jump to, ``params`` what the wording needs.
    """

    rule: str
    severity: Severity
    field: str
    params: dict[str, str | int] = dataclasses.field(default_factory=dict)

    @property
    def requirement(self) -> str:
        """The requirement that the rule comes from, such as ``F10``."""
        return self.rule.partition(".")[0]


# Every rule, in the order of the template: its id and how grave it is. F12.number becomes a warning with a reason.
RULES: dict[str, Severity] = {
    "F5.area": "warning",  # an area that the edition does not know
    "F21.edition": "warning",  # a plan of another edition of the template
    "D4.order": "error",  # the period ends before it starts
    "F10.length": "error",  # the summary is over its limit
    "F10.empty": "error",
    "F11.empty": "error",
    "F11.statement": "warning",  # an objective without words
    "F11.goal": "error",  # an objective without a goal
    "F12.empty": "error",
    "F12.number": "error",  # fewer or more actions than asked
    "F12.title": "warning",
    "F12.objective": "error",  # an action without an objective
    "F12.link": "error",
    "F13.empty": "error",
    "F13.efforts": "warning",  # an action without efforts
    "F13.title": "warning",
    "F13.objective": "error",
    "F13.contact": "error",
    "F13.partner": "warning",
    "F13.order": "error",  # an effort ends before it starts
    "F13.period": "warning",  # a date outside the plan's period
    "F13.cost": "warning",
    "F13.duration": "warning",
    "F13.targets": "warning",
    "F13.milestones": "warning",
    "F13.funds": "warning",  # more pledged and received than the effort costs
    "F13.link": "error",
    "F14.empty": "warning",
    "F14.title": "warning",
    "F14.objective": "warning",
    "F14.link": "error",
    "F15.empty": "warning",
    "F15.method": "warning",
    "F15.indicators": "warning",
    "F15.name": "warning",
    "F15.objective": "warning",
    "F15.baseline": "warning",
    "F15.target": "warning",
    "F15.link": "error",
    "F16.empty": "warning",
    "F16.name": "warning",
    "F16.title": "warning",
    "F16.link": "error",
    "F17.empty": "warning",
    "F18.empty": "warning",
    "F18.area": "warning",  # a linkage to an area that the edition does not know
    "F19.empty": "error",
    "F19.lead": "error",
    "F19.name": "warning",
    "F19.contact": "warning",  # a partner without a contact
    "F19.reach": "warning",  # a contact without e-mail and telephone
}


def check(plan: Plan, template: Template) -> tuple[Finding, ...]:
    """Return all findings of a plan against its template edition, in the order of the sections and their items."""
    ids: dict[type[Item], set[str]] = {}
    for item in items(plan):
        ids.setdefault(type(item), set()).add(item.id)
    case = _Case(plan, template, ids)
    return tuple(finding for section in _SECTIONS for finding in section(case))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether anything must be settled before sending."""
    return any(finding.severity == "error" for finding in findings)


@dataclasses.dataclass(frozen=True)
class _Case:
    """What the rules look at: the plan, its edition, and the ids of the items in it by kind."""

    plan: Plan
    template: Template
    ids: Mapping[type[Item], Set[str]]


def _found(rule: str, address: str, **params: str | int) -> Finding:
    return Finding(rule, RULES[rule], address, params)


def _is_empty(markdown: str) -> bool:
    """Tell whether a reader of a rich field would see nothing, as in a list of which nothing is written yet."""
    return is_blank(plain(parse(markdown)))


def _plan(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if plan.template != case.template.edition:
        yield _found("F21.edition", "template", edition=plan.template, known=case.template.edition)
    if plan.area not in case.template.area_codes:
        yield _found("F5.area", "area", area=plan.area)
    if plan.period.last < plan.period.first:
        yield _found("D4.order", "period")


def _summary(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if _is_empty(plan.summary):
        yield _found("F10.empty", "summary")
    limit = case.template.fields["summary"].limit
    count = words.length(plan.summary, plan.language)
    if limit is not None and count > limit:
        yield _found("F10.length", "summary", count=count, limit=limit, unit=words.unit(plan.language))


def _objectives(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if all(_is_empty(objective.statement) for objective in plan.objectives):
        yield _found("F11.empty", "objectives")
    for number, objective in enumerate(plan.objectives, 1):
        address = f"objectives/{objective.id}"
        if _is_empty(objective.statement):
            yield _found("F11.statement", f"{address}/statement", number=number)
        if not objective.goals:
            yield _found("F11.goal", f"{address}/goals", number=number)


def _actions(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if not plan.actions:
        yield _found("F12.empty", "actions")
    else:
        yield from _number_of_actions(case)
    for number, action in enumerate(plan.actions, 1):
        address = f"actions/{action.id}"
        if is_blank(action.title):
            yield _found("F12.title", f"{address}/title", number=number)
        if not action.objectives:
            yield _found("F12.objective", f"{address}/objectives", number=number, title=action.title)
        yield from _dangling(case, action, address, "F12.link", ("objectives",), number=number, title=action.title)


def _number_of_actions(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    asked = case.template.fields["actions"]
    least, most, count = asked.least or 0, asked.most or len(plan.actions), len(plan.actions)
    if least <= count <= most:
        return
    params: dict[str, str | int] = {"count": count, "least": least, "most": most}
    if is_blank(plan.actions_justification):
        yield _found("F12.number", "actions_justification", **params)
    else:
        yield Finding("F12.number", "warning", "actions", params)


def _efforts(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    given = _given(plan)
    if not any(action.efforts for action in plan.actions):
        yield _found("F13.empty", f"actions/{plan.actions[0].id}/efforts" if plan.actions else "actions")
    for number, action in enumerate(plan.actions, 1):
        if not action.efforts:
            yield _found("F13.efforts", f"actions/{action.id}/efforts", number=number, title=action.title)
        for place, effort in enumerate(action.efforts, 1):
            address = f"actions/{action.id}/efforts/{effort.id}"
            yield from _effort(case, effort, address, f"{number}.{place}")
            yield from _funds(effort, given, address, f"{number}.{place}")


def _effort(case: _Case, effort: Effort, address: str, number: str) -> Iterator[Finding]:
    plan = case.plan

    def found(rule: str, name: str, **params: str | int) -> Finding:
        return _found(rule, f"{address}/{name}", number=number, title=effort.title, **params)

    if is_blank(effort.title):
        yield found("F13.title", "title")
    if not effort.objectives:
        yield found("F13.objective", "objectives")
    if not effort.contacts and not plan.contacts_left_out:
        yield found("F13.contact", "contacts")
    if not effort.partners:
        yield found("F13.partner", "partners")
    if effort.cost is None or (isinstance(effort.cost, Words) and is_blank(effort.cost.text)):
        yield found("F13.cost", "cost")
    if effort.start is None or effort.end is None:
        yield found("F13.duration", "start" if effort.start is None else "end")
    elif effort.end < effort.start:
        yield found("F13.order", "end")
    if _is_empty(effort.targets):
        yield found("F13.targets", "targets")
    if not effort.milestones:
        yield found("F13.milestones", "milestones")
    if plan.period.first <= plan.period.last:
        for name, month in _months(effort):
            if month is not None and not plan.period.first <= month <= plan.period.last:
                yield found("F13.period", name, month=month)
    linked = ("partners", "objectives", "opportunity", *(() if plan.contacts_left_out else ("contacts",)))
    yield from _dangling(case, effort, address, "F13.link", linked, number=number, title=effort.title)


def _months(effort: Effort) -> Iterator[tuple[str, str | None]]:
    yield "start", effort.start
    yield "end", effort.end
    for milestone in effort.milestones:
        yield f"milestones/{milestone.id}/due", milestone.due.isoformat()[:7] if milestone.due else None


_SUMS = Context(prec=2 * LONGEST_FIGURE)  # the usual 28 digits are fewer than an amount may have


def _given(plan: Plan) -> dict[tuple[str, str], Decimal]:
    """Return how much was pledged and received in all, by the id of the effort and the currency.

    A source that serves several efforts is left out: how it is shared among them is not recorded.
    """
    given: dict[tuple[str, str], Decimal] = {}
    for source in plan.resources.sources:
        if source.status in ("pledged", "received") and len(source.efforts) == 1 and isinstance(source.amount, Amount):
            key = source.efforts[0], source.amount.currency
            given[key] = _SUMS.add(given.get(key, Decimal()), Decimal(source.amount.amount))
    return given


def _funds(effort: Effort, given: Mapping[tuple[str, str], Decimal], address: str, number: str) -> Iterator[Finding]:
    """Compare what was pledged and received for an effort alone with its cost, in the currency of the cost."""
    if not isinstance(effort.cost, Amount):
        return
    total = given.get((effort.id, effort.cost.currency), Decimal())
    if total > Decimal(effort.cost.amount):
        params = {"given": format(total, "f"), "cost": effort.cost.amount, "currency": effort.cost.currency}
        yield _found("F13.funds", f"{address}/cost", number=number, title=effort.title, **params)


def _opportunities(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if not plan.opportunities:
        yield _found("F14.empty", "opportunities")
    for number, opportunity in enumerate(plan.opportunities, 1):
        address = f"opportunities/{opportunity.id}"
        if is_blank(opportunity.title):
            yield _found("F14.title", f"{address}/title", number=number)
        if not opportunity.objectives:
            yield _found("F14.objective", f"{address}/objectives", number=number, title=opportunity.title)
        named: dict[str, str | int] = {"number": number, "title": opportunity.title}
        yield from _dangling(case, opportunity, address, "F14.link", ("objectives",), **named)


def _evaluation(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    no_method, no_indicators = _is_empty(plan.evaluation.method), not plan.evaluation.indicators
    if no_method and no_indicators:
        yield _found("F15.empty", "evaluation/method")
    elif no_method:
        yield _found("F15.method", "evaluation/method")
    elif no_indicators:
        yield _found("F15.indicators", "evaluation/indicators")
    for number, indicator in enumerate(plan.evaluation.indicators, 1):
        address = f"evaluation/indicators/{indicator.id}"
        if is_blank(indicator.name):
            yield _found("F15.name", f"{address}/name", number=number)
        named: dict[str, str | int] = {"number": number, "title": indicator.name}
        if indicator.objective is None:
            yield _found("F15.objective", f"{address}/objective", **named)
        elif indicator.objective not in case.ids.get(Objective, ()):
            yield _found("F15.link", f"{address}/objective", **named)
        if _is_missing(indicator.baseline):
            yield _found("F15.baseline", f"{address}/baseline", **named)
        if _is_missing(indicator.target):
            yield _found("F15.target", f"{address}/target", **named)


def _is_missing(reading: Reading | None) -> bool:
    """Tell whether a value is neither given nor said to be unknown."""
    return reading is None or (reading.value is None and reading.qualifier != "unknown")


def _resources(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    resources = plan.resources
    if _is_empty(resources.narrative) and not resources.sources and not resources.projects:
        yield _found("F16.empty", "resources/narrative")
    for number, source in enumerate(resources.sources, 1):
        address = f"resources/sources/{source.id}"
        if is_blank(source.name):
            yield _found("F16.name", f"{address}/name", number=number)
        named: dict[str, str | int] = {"kind": "source", "number": number, "title": source.name}
        yield from _dangling(case, source, address, "F16.link", ("efforts",), **named)
    for number, project in enumerate(resources.projects, 1):
        address = f"resources/projects/{project.id}"
        if is_blank(project.title):
            yield _found("F16.title", f"{address}/title", number=number)
        named = {"kind": "project", "number": number, "title": project.title}
        yield from _dangling(case, project, address, "F16.link", ("efforts",), **named)


def _planning_process(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if _is_empty(plan.planning_process):
        yield _found("F17.empty", "planning_process")


def _linkages(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if not plan.linkages.inside and not plan.linkages.outside:
        yield _found("F18.empty", "linkages/inside")
    for linkage in plan.linkages.inside:
        if linkage.area is not None and linkage.area not in case.template.area_codes:
            yield _found("F18.area", f"linkages/inside/{linkage.id}/area", area=linkage.area)


def _partners(case: _Case) -> Iterator[Finding]:
    plan = case.plan
    if not plan.partners:
        yield _found("F19.empty", "partners")
    elif not any(partner.role in ("lead", "co_lead") for partner in plan.partners):
        yield _found("F19.lead", "partners")
    for number, partner in enumerate(plan.partners, 1):
        if is_blank(partner.name):
            yield _found("F19.name", f"partners/{partner.id}/name", number=number)
        if plan.contacts_left_out:
            continue
        if not partner.contacts:
            yield _found("F19.contact", f"partners/{partner.id}/contacts", number=number, title=partner.name)
        for place, contact in enumerate(partner.contacts, 1):
            if is_blank(contact.email) and is_blank(contact.phone):
                address = f"partners/{partner.id}/contacts/{contact.id}/email"
                yield _found("F19.reach", address, number=f"{number}.{place}", title=contact.name)


def _dangling(
    case: _Case, item: Item, address: str, rule: str, names: tuple[str, ...], **params: str | int
) -> Iterator[Finding]:
    """Yield a finding for each field with links to items that are not in the plan, telling how many these are."""
    for name in names:
        links = getattr(item, name)
        there = case.ids.get(LINKS[type(item), name], ())
        count = sum(link not in there for link in (links if isinstance(links, tuple) else (links,)) if link is not None)
        if count:
            yield _found(rule, f"{address}/{name}", count=count, **params)


_SECTIONS: tuple[Callable[[_Case], Iterator[Finding]], ...] = (
    _plan,
    _summary,
    _objectives,
    _actions,
    _efforts,
    _opportunities,
    _evaluation,
    _resources,
    _planning_process,
    _linkages,
    _partners,
)
