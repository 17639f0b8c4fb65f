"""D2 and each rule: the smallest plan that breaks it, and one that breaks none."""

from pathlib import Path

import pytest
from hypothesis import given

from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import Add, Duplicate, Edit, Link, Remove, SetValue
from gmp_desk.domain.plan import Plan, Source
from gmp_desk.domain.rules import RULES, Finding, check, has_errors
from gmp_desk.domain.values import Amount, Reading
from tests import samples
from tests.rule_cases import (
    A1,
    A2,
    A3,
    BROKEN,
    CONTACT,
    DONOR,
    E2,
    E3,
    EFFORT,
    GIVEN_101,
    IDEA,
    IN_CONTACT,
    IN_EFFORT,
    INDICATOR,
    LEAD,
    NEW,
    NOWHERE,
    PLEDGED,
    PROJECT,
    USD,
    complete_plan,
    edited,
)  # fmt: skip
from tests.strategies import blank_plan, fewer, huge_plans, new_id, plans


def findings(plan: Plan) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in check(plan, samples.template())]


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
    assert findings(edited(left_out, SetValue(f"{IN_CONTACT}/email", ""))) == []


def test_a_contact_with_a_telephone_alone_can_be_reached():
    assert findings(edited(SetValue(f"{IN_CONTACT}/email", " "), SetValue(f"{IN_CONTACT}/phone", "+41 22 1"))) == []


def test_a_contact_out_of_reach_is_named_by_the_numbers_of_its_partner_and_its_own():
    [finding] = check(edited(SetValue(f"{IN_CONTACT}/email", "")), samples.template())
    assert finding == Finding("F19.reach", "warning", f"{IN_CONTACT}/email", {"number": "1.1", "title": "Ada"})


@pytest.mark.parametrize("name", ["baseline", "target"])
def test_a_reading_that_is_marked_unknown_is_not_missing(name: str):
    unknown = Reading(value=None, qualifier="unknown", year=None)
    assert findings(edited(SetValue(f"evaluation/indicators/{INDICATOR}/{name}", unknown))) == []


@pytest.mark.parametrize(
    ("address", "links", "told"),
    [
        (f"actions/{A1}/objectives", (NOWHERE,), {"number": 1, "title": "Advise", "count": 1}),
        (f"{IN_EFFORT}/partners", (LEAD, NOWHERE, NEW), {"number": "1.1", "title": "Help desk", "count": 2}),
        (f"{IN_EFFORT}/opportunity", NOWHERE, {"number": "1.1", "title": "Help desk", "count": 1}),
        (f"opportunities/{IDEA}/objectives", (NEW, NOWHERE), {"number": 1, "title": "A fund", "count": 2}),
        (f"evaluation/indicators/{INDICATOR}/objective", NEW, {"number": 1, "title": "Use"}),
        (
            f"resources/sources/{DONOR}/efforts",
            (NEW,),
            {"kind": "source", "number": 1, "title": "Facility", "count": 1},
        ),
        (
            f"resources/projects/{PROJECT}/efforts",
            (NEW,),
            {"kind": "project", "number": 1, "title": "Radio", "count": 1},
        ),
    ],
)
def test_links_to_nowhere_are_counted_in_one_finding_that_names_the_item(
    address: str, links: str | tuple[str, ...], told: dict[str, str | int]
):
    [finding] = check(edited(SetValue(address, links)), samples.template())
    assert finding.field == address
    assert finding.params == told


def test_dates_are_not_held_against_a_period_that_ends_before_it_starts():
    backwards = SetValue("period", {"first_year": 2030, "last_year": 2020})
    assert findings(edited(backwards)) == [("D4.order", "period")]


def test_a_finding_names_the_item_by_number_and_title():
    [finding] = check(edited(SetValue(f"{IN_EFFORT}/cost", None)), samples.template())
    assert finding == Finding("F13.cost", "warning", f"{IN_EFFORT}/cost", {"number": "1.1", "title": "Help desk"})


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.name)
def test_the_samples_have_no_errors(path: Path):
    assert not has_errors(check(samples.plan(path), samples.template()))


@given(plans())
def test_any_plan_is_checked_and_every_finding_leads_somewhere(plan: Plan):
    for finding in check(plan, samples.template()):
        assert finding.rule in RULES
        value_at(plan, finding.field)


@given(huge_plans())
@fewer(5)
def test_any_huge_plan_is_checked(plan: Plan):
    assert {finding.rule for finding in check(plan, samples.template())} <= RULES.keys()
