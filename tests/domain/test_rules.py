"""D2 and each rule: the smallest plan that breaks it, and one that breaks none."""

from typing import Any

import pytest
from hypothesis import given

from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import Add, Duplicate, Edit, Link, Remove, SetValue, Unlink
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
from gmp_desk.domain.rules import RULES, Finding, check, has_errors
from gmp_desk.domain.values import Amount, Reading, Words
from tests import samples
from tests.strategies import blank_plan, huge_plans, new_id, plans

(GOAL, A1, A2, A3, EFFORT, E2, E3, MILESTONE, M2, M3, IDEA, INDICATOR, DONOR, PROJECT, INSIDE, LEAD, CONTACT) = map(
    new_id, range(1, 18)
)
NOWHERE, NEW = new_id(99), new_id(100)
IN_EFFORT = f"actions/{A1}/efforts/{EFFORT}"
USD = {"currency": "USD"}


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
        partners=(Partner.blank(id=LEAD, name="Ministry", role="lead", contacts=(Contact(id=CONTACT, name="Ada"),)),),
    )


def findings(plan: Plan) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in check(plan, samples.template())]


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
]


def test_nothing_is_missing_in_a_complete_plan():
    assert findings(complete_plan()) == []


@pytest.mark.parametrize(("edits", "found"), BROKEN, ids=[f"{n}-{case[1][0][0]}" for n, case in enumerate(BROKEN)])
def test_a_broken_rule_is_found_where_it_is_broken(edits: tuple[Edit, ...], found: list[tuple[str, str]]):
    assert findings(edited(*edits)) == found


@pytest.mark.parametrize(("edits", "found"), BROKEN, ids=[f"{n}-{case[1][0][0]}" for n, case in enumerate(BROKEN)])
def test_every_finding_leads_to_a_field_that_is_there(edits: tuple[Edit, ...], found: list[tuple[str, str]]):
    plan = edited(*edits)
    for _, field in found:
        value_at(plan, field)


def test_every_rule_is_broken_by_one_of_these_plans():
    assert {rule for _, found in BROKEN for rule, _ in found} == RULES.keys()


# D2: what is to be settled before sending, and nothing else.
ERRORS = {
    "F10.length",  # the summary over its limit
    "F12.number",  # actions outside three to five without a recorded reason
    "F10.empty", "F11.empty", "F12.empty", "F13.empty", "F19.empty",  # an empty section I–IV or X
    "F11.goal",  # an objective without a goal
    "F12.objective",  # an action without objective
    "F13.objective", "F13.contact",  # an effort without objective or contact
    "F19.lead",  # no lead
    "D4.order", "F13.order",  # an end before its start
    "F12.link", "F13.link", "F14.link", "F15.link", "F16.link",  # a dangling link
}  # fmt: skip


def test_only_what_d2_names_is_an_error():
    assert {rule for rule, severity in RULES.items() if severity == "error"} == ERRORS


@pytest.mark.parametrize(("edits", "found"), BROKEN, ids=[f"{n}-{case[1][0][0]}" for n, case in enumerate(BROKEN)])
def test_a_finding_is_as_grave_as_its_rule(edits: tuple[Edit, ...], found: list[tuple[str, str]]):
    for finding in check(edited(*edits), samples.template()):
        with_reason = finding.rule == "F12.number" and finding.field == "actions"
        assert finding.severity == ("warning" if with_reason else RULES[finding.rule])
        assert finding.requirement == finding.rule.split(".")[0]


def test_a_plan_without_any_entry_has_all_errors_of_empty_sections():
    errors = {finding.rule for finding in check(blank_plan(), samples.template()) if finding.severity == "error"}
    assert errors == {"F10.empty", "F11.empty", "F12.empty", "F13.empty", "F19.empty"}


@pytest.mark.parametrize("number", [3, 4, 5])
def test_three_to_five_actions_need_no_reason(number: int):
    more = (Duplicate(f"actions/{A3}", new_id(200 + n)) for n in range(number - 3))
    assert findings(edited(*more)) == []


def test_a_summary_may_have_250_words_but_not_251():
    assert findings(edited(SetValue("summary", "word " * 250))) == []
    [finding] = check(edited(SetValue("summary", "word " * 251)), samples.template())
    assert finding.params == {"count": 251, "limit": 250, "unit": "words"}


def test_a_summary_in_chinese_is_limited_in_characters():
    in_chinese = SetValue("language", "zh")
    assert findings(edited(in_chinese, SetValue("summary", "汞" * 250))) == []
    [finding] = check(edited(in_chinese, SetValue("summary", "汞" * 251)), samples.template())
    assert finding.params == {"count": 251, "limit": 250, "unit": "characters"}


def test_a_month_at_the_edge_of_the_period_is_in_it():
    period = SetValue("period", {"first_year": 2026, "last_year": 2027, "first_month": 4, "last_month": 9})
    inside = [
        SetValue(f"actions/{a}/efforts/{e}/{name}", month)
        for a, e in ((A1, EFFORT), (A2, E2), (A3, E3))
        for name, month in (("start", "2026-04"), ("end", "2027-09"))
    ]
    assert findings(edited(period, *inside)) == []
    assert findings(edited(period, *inside, SetValue(f"{IN_EFFORT}/start", "2026-03"))) == [
        ("F13.period", f"{IN_EFFORT}/start")
    ]


def test_an_effort_may_start_and_end_in_the_same_month():
    same = SetValue(f"{IN_EFFORT}/start", "2026-05"), SetValue(f"{IN_EFFORT}/end", "2026-05")
    assert findings(edited(*same)) == []


def test_a_co_lead_leads():
    assert findings(edited(SetValue(f"partners/{LEAD}/role", "co_lead"))) == []


@pytest.mark.parametrize(
    "edits",
    [
        (PLEDGED, SetValue(f"resources/sources/{DONOR}/amount", {"amount": "100.00"} | USD)),  # just what it costs
        (SetValue(f"resources/sources/{DONOR}/status", "applied"), GIVEN_101),  # asked for, not given
        (PLEDGED, SetValue(f"resources/sources/{DONOR}/amount", {"amount": "101", "currency": "EUR"})),
        (PLEDGED, SetValue(f"resources/sources/{DONOR}/amount", {"text": "101 staff"})),
        (PLEDGED, GIVEN_101, Link(f"resources/sources/{DONOR}/efforts", E2)),  # for two efforts together
        (PLEDGED, GIVEN_101, SetValue(f"{IN_EFFORT}/cost", {"text": "staff time"})),
    ],
)
def test_funds_that_may_be_within_the_cost_are_not_found(edits: tuple[Edit, ...]):
    assert findings(edited(*edits)) == []


def test_pledged_and_received_funds_are_added_up():
    other = Source.blank(
        id=NEW, name="Bank", status="received", efforts=(EFFORT,), amount=Amount(amount="0.50", currency="USD")
    )
    just = SetValue(f"resources/sources/{DONOR}/amount", {"amount": "99.60"} | USD)
    [finding] = check(edited(PLEDGED, just, Add("resources/sources", other)), samples.template())
    assert (finding.rule, finding.params["given"], finding.params["cost"]) == ("F13.funds", "100.10", "100")


def test_contacts_that_were_left_out_are_not_missing():
    left_out = SetValue("contacts_left_out", True)
    assert findings(edited(left_out, Remove(f"partners/{LEAD}/contacts/{CONTACT}"))) == []
    assert findings(edited(left_out, SetValue(f"{IN_EFFORT}/contacts", (NOWHERE,)))) == []


def test_dates_are_not_held_against_a_period_that_ends_before_it_starts():
    backwards = SetValue("period", {"first_year": 2030, "last_year": 2020})
    assert findings(edited(backwards)) == [("D4.order", "period")]


def test_a_finding_names_the_item_by_number_and_title():
    [finding] = check(edited(SetValue(f"{IN_EFFORT}/cost", None)), samples.template())
    assert finding == Finding("F13.cost", "warning", f"{IN_EFFORT}/cost", {"number": "1.1", "title": "Help desk"})


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.name)
def test_the_samples_have_no_errors(path: Any):
    assert not has_errors(check(samples.plan(path), samples.template()))


@given(plans())
def test_any_plan_is_checked_and_every_finding_leads_somewhere(plan: Plan):
    for finding in check(plan, samples.template()):
        assert finding.rule in RULES
        value_at(plan, finding.field)


@given(huge_plans())
def test_any_huge_plan_is_checked(plan: Plan):
    assert {finding.rule for finding in check(plan, samples.template())} <= RULES.keys()
