"""The smallest plan in which nothing is missing, and for each rule the edits that break it."""

from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import Add, Duplicate, Edit, Remove, SetValue, Unlink
from gmp_desk.domain.plan import (
    Action,
    Contact,
    Effort,
    Evaluation,
    Indicator,
    LinkageInside,
    Linkages,
    Milestone,
    Objective,
    Opportunity,
    Partner,
    Plan,
    Project,
    Resources,
    Source,
)  # fmt: skip
from gmp_desk.domain.values import Amount, Reading, Words
from tests.strategies import blank_plan, new_id

(GOAL, A1, A2, A3, EFFORT, E2, E3, MILESTONE, M2, M3, IDEA, INDICATOR, DONOR, PROJECT, INSIDE, LEAD, CONTACT) = map(
    new_id, range(1, 18)
)
NOWHERE, NEW = new_id(99), new_id(100)
IN_EFFORT = f"actions/{A1}/efforts/{EFFORT}"
IN_CONTACT = f"partners/{LEAD}/contacts/{CONTACT}"
USD = {"currency": "USD"}
ADA = Contact(id=CONTACT, name="Ada", email="ada@example.org")


def effort(id_: str, milestone: str) -> Effort:
    return Effort.blank(
        id=id_, title="Help desk", objectives=(GOAL,), partners=(LEAD,), contacts=(CONTACT,), start="2026-01",
        end="2027-12", targets="Twelve Governments", cost=Amount(amount="100", currency="USD"),
        milestones=(Milestone(id=milestone, title="Opened", due="2026-06-30"),),
    )  # fmt: skip


def action(id_: str, effort_id: str, milestone: str) -> Action:
    return Action.blank(id=id_, title="Advise", objectives=(GOAL,), efforts=(effort(effort_id, milestone),))


def complete_plan() -> Plan:
    """Return a plan in which nothing is missing, and no more than that."""
    reading = Reading(value="1", qualifier="exact", year=2026)
    return blank_plan(
        title="Plan",
        summary="Mercury harms.",
        objectives=(Objective.blank(id=GOAL, statement="Less mercury", goals=("demand",)),),
        actions=(action(A1, EFFORT, MILESTONE), action(A2, E2, M2), action(A3, E3, M3)),
        opportunities=(Opportunity.blank(id=IDEA, title="A fund", objectives=(GOAL,)),),
        evaluation=Evaluation(
            method="Ask the partners.",
            indicators=(Indicator.blank(id=INDICATOR, name="Use", objective=GOAL, baseline=reading, target=reading),),
        ),
        resources=Resources(
            narrative="",
            sources=(Source.blank(id=DONOR, name="Facility", efforts=(EFFORT,)),),
            projects=(Project.blank(id=PROJECT, title="Radio", efforts=(EFFORT,)),),
        ),
        planning_process="Each year.",
        linkages=Linkages(inside=(LinkageInside(id=INSIDE, area="waste", topic="", description=""),), outside=()),
        partners=(Partner.blank(id=LEAD, name="Ministry", role="lead", contacts=(ADA,)),),
    )


def edited(*edits: Edit) -> Plan:
    plan = complete_plan()
    for edit in edits:
        plan = edit.apply(plan)
    return plan


def emptied(*addresses: str) -> tuple[Edit, ...]:
    return tuple(SetValue(address, "") for address in addresses)


def removed(address: str) -> tuple[Edit, ...]:
    """Remove every item of a list."""
    return tuple(Remove(f"{address}/{item.id}") for item in value_at(complete_plan(), address))


NO_EFFORTS = tuple(edit for id_ in (A1, A2, A3) for edit in removed(f"actions/{id_}/efforts"))
PLEDGED = SetValue(f"resources/sources/{DONOR}/status", "pledged")
GIVEN_101 = SetValue(f"resources/sources/{DONOR}/amount", {"amount": "101"} | USD)

# Each rule: the edits of the complete plan that break it, and all findings that they give.
BROKEN: list[tuple[tuple[Edit, ...], list[tuple[str, str]]]] = [
    ((SetValue("template", "gmp-2030"),), [("F21.edition", "template")]),
    ((SetValue("area", "oil"),), [("F5.area", "area")]),
    ((SetValue("period", {"first_year": 2027, "last_year": 2026}),), [("D4.order", "period")]),
    (
        (SetValue("period", {"first_year": 2027, "last_year": 2027, "first_month": 7, "last_month": 6}),),
        [("D4.order", "period")],
    ),
    ((SetValue("summary", "word " * 251),), [("F10.length", "summary")]),
    (emptied("summary"), [("F10.empty", "summary")]),
    ((SetValue("summary", " \n\u200b"),), [("F10.empty", "summary")]),
    ((SetValue("summary", "- "),), [("F10.empty", "summary")]),
    (
        removed("objectives"),
        [
            ("F11.empty", "objectives"),
            *(("F12.objective", f"actions/{id_}/objectives") for id_ in (A1, A2, A3)),
            ("F13.objective", f"{IN_EFFORT}/objectives"),
            ("F13.objective", f"actions/{A2}/efforts/{E2}/objectives"),
            ("F13.objective", f"actions/{A3}/efforts/{E3}/objectives"),
            ("F14.objective", f"opportunities/{IDEA}/objectives"),
            ("F15.objective", f"evaluation/indicators/{INDICATOR}/objective"),
        ],
    ),
    (
        (Add("objectives", Objective.blank(id=NEW, goals=("supply",))),),
        [("F11.statement", f"objectives/{NEW}/statement")],
    ),
    (
        emptied(f"objectives/{GOAL}/statement"),
        [("F11.empty", "objectives"), ("F11.statement", f"objectives/{GOAL}/statement")],
    ),
    ((SetValue(f"objectives/{GOAL}/goals", ()),), [("F11.goal", f"objectives/{GOAL}/goals")]),
    (removed("actions"), [("F12.empty", "actions"), ("F13.empty", "actions")]),
    ((Remove(f"actions/{A3}"),), [("F12.number", "actions_justification")]),
    (
        tuple(Duplicate(f"actions/{A3}", new_id(200 + n)) for n in range(3)),
        [("F12.number", "actions_justification")],
    ),
    ((Remove(f"actions/{A3}"), SetValue("actions_justification", "Enough.")), [("F12.number", "actions")]),
    (
        (Remove(f"actions/{A3}"), SetValue("actions_justification", " \n")),
        [("F12.number", "actions_justification")],
    ),
    (emptied(f"actions/{A1}/title"), [("F12.title", f"actions/{A1}/title")]),
    ((Unlink(f"actions/{A1}/objectives", GOAL),), [("F12.objective", f"actions/{A1}/objectives")]),
    ((SetValue(f"actions/{A1}/objectives", (GOAL, NOWHERE)),), [("F12.link", f"actions/{A1}/objectives")]),
    (
        NO_EFFORTS,
        [
            ("F13.empty", f"actions/{A1}/efforts"),
            *(("F13.efforts", f"actions/{id_}/efforts") for id_ in (A1, A2, A3)),
        ],
    ),
    ((Remove(f"actions/{A2}/efforts/{E2}"),), [("F13.efforts", f"actions/{A2}/efforts")]),
    (emptied(f"{IN_EFFORT}/title"), [("F13.title", f"{IN_EFFORT}/title")]),
    ((Unlink(f"{IN_EFFORT}/objectives", GOAL),), [("F13.objective", f"{IN_EFFORT}/objectives")]),
    ((Unlink(f"{IN_EFFORT}/contacts", CONTACT),), [("F13.contact", f"{IN_EFFORT}/contacts")]),
    ((Unlink(f"{IN_EFFORT}/partners", LEAD),), [("F13.partner", f"{IN_EFFORT}/partners")]),
    (
        (SetValue(f"{IN_EFFORT}/start", "2026-06"), SetValue(f"{IN_EFFORT}/end", "2026-05")),
        [("F13.order", f"{IN_EFFORT}/end")],
    ),
    ((SetValue(f"{IN_EFFORT}/start", "2025-12"),), [("F13.period", f"{IN_EFFORT}/start")]),
    ((SetValue(f"{IN_EFFORT}/end", "2028-01"),), [("F13.period", f"{IN_EFFORT}/end")]),
    (
        (SetValue(f"{IN_EFFORT}/milestones/{MILESTONE}/due", "2028-01-01"),),
        [("F13.period", f"{IN_EFFORT}/milestones/{MILESTONE}/due")],
    ),
    ((SetValue(f"{IN_EFFORT}/cost", None),), [("F13.cost", f"{IN_EFFORT}/cost")]),
    ((SetValue(f"{IN_EFFORT}/cost", Words(text=" ")),), [("F13.cost", f"{IN_EFFORT}/cost")]),
    ((SetValue(f"{IN_EFFORT}/start", None),), [("F13.duration", f"{IN_EFFORT}/start")]),
    ((SetValue(f"{IN_EFFORT}/end", None),), [("F13.duration", f"{IN_EFFORT}/end")]),
    (emptied(f"{IN_EFFORT}/targets"), [("F13.targets", f"{IN_EFFORT}/targets")]),
    ((Remove(f"{IN_EFFORT}/milestones/{MILESTONE}"),), [("F13.milestones", f"{IN_EFFORT}/milestones")]),
    ((PLEDGED, GIVEN_101), [("F13.funds", f"{IN_EFFORT}/cost")]),
    *(
        ((SetValue(f"{IN_EFFORT}/{name}", links),), [("F13.link", f"{IN_EFFORT}/{name}")])
        for name, links in (
            ("partners", (LEAD, NOWHERE)),
            ("objectives", (GOAL, EFFORT)),
            ("contacts", (CONTACT, LEAD)),
            ("opportunity", NOWHERE),
        )
    ),
    (removed("opportunities"), [("F14.empty", "opportunities")]),
    (emptied(f"opportunities/{IDEA}/title"), [("F14.title", f"opportunities/{IDEA}/title")]),
    ((Unlink(f"opportunities/{IDEA}/objectives", GOAL),), [("F14.objective", f"opportunities/{IDEA}/objectives")]),
    ((SetValue(f"opportunities/{IDEA}/objectives", (NOWHERE,)),), [("F14.link", f"opportunities/{IDEA}/objectives")]),
    ((*emptied("evaluation/method"), *removed("evaluation/indicators")), [("F15.empty", "evaluation/method")]),
    (emptied("evaluation/method"), [("F15.method", "evaluation/method")]),
    (removed("evaluation/indicators"), [("F15.indicators", "evaluation/indicators")]),
    (emptied(f"evaluation/indicators/{INDICATOR}/name"), [("F15.name", f"evaluation/indicators/{INDICATOR}/name")]),
    *(
        (
            (SetValue(f"evaluation/indicators/{INDICATOR}/{name}", None),),
            [(f"F15.{name}", f"evaluation/indicators/{INDICATOR}/{name}")],
        )
        for name in ("objective", "baseline", "target")
    ),
    *(
        (
            (SetValue(f"evaluation/indicators/{INDICATOR}/{name}", Reading(value=None, qualifier="exact", year=2026)),),
            [(f"F15.{name}", f"evaluation/indicators/{INDICATOR}/{name}")],
        )
        for name in ("baseline", "target")
    ),
    (
        (SetValue(f"evaluation/indicators/{INDICATOR}/objective", LEAD),),
        [("F15.link", f"evaluation/indicators/{INDICATOR}/objective")],
    ),
    ((*removed("resources/sources"), *removed("resources/projects")), [("F16.empty", "resources/narrative")]),
    (emptied(f"resources/sources/{DONOR}/name"), [("F16.name", f"resources/sources/{DONOR}/name")]),
    (emptied(f"resources/projects/{PROJECT}/title"), [("F16.title", f"resources/projects/{PROJECT}/title")]),
    (
        (SetValue(f"resources/sources/{DONOR}/efforts", (NOWHERE,)),),
        [("F16.link", f"resources/sources/{DONOR}/efforts")],
    ),
    (
        (SetValue(f"resources/projects/{PROJECT}/efforts", (GOAL,)),),
        [("F16.link", f"resources/projects/{PROJECT}/efforts")],
    ),
    (emptied("planning_process"), [("F17.empty", "planning_process")]),
    (removed("linkages/inside"), [("F18.empty", "linkages/inside")]),
    ((SetValue(f"linkages/inside/{INSIDE}/area", "oil"),), [("F18.area", f"linkages/inside/{INSIDE}/area")]),
    (
        removed("partners"),
        [
            *(
                (rule, f"{address}/{name}")
                for address in (IN_EFFORT, f"actions/{A2}/efforts/{E2}", f"actions/{A3}/efforts/{E3}")
                for rule, name in (("F13.contact", "contacts"), ("F13.partner", "partners"))
            ),
            ("F19.empty", "partners"),
        ],
    ),
    ((SetValue(f"partners/{LEAD}/role", "partner"),), [("F19.lead", "partners")]),
    (emptied(f"partners/{LEAD}/name"), [("F19.name", f"partners/{LEAD}/name")]),
    (
        (Add("partners", Partner.blank(id=NEW, name="Institute", role="partner")),),
        [("F19.contact", f"partners/{NEW}/contacts")],
    ),
    (emptied(f"{IN_CONTACT}/email"), [("F19.reach", f"{IN_CONTACT}/email")]),
]
