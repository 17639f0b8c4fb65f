"""New plans are empty or begin where an earlier one ended; new items know what the plan can tell."""

import itertools
from collections.abc import Callable
from datetime import date

import pytest

from gmp_desk.app.planning import (
    biennium,
    copied_partner,
    known_partners,
    new_id,
    new_item,
    new_plan,
    next_plan_from,
    period_after,
    start,
)
from gmp_desk.domain.compare import compare
from gmp_desk.domain.plan import (
    Action,
    Contact,
    Effort,
    Indicator,
    Objective,
    Opportunity,
    Partner,
    Plan,
    items,
)
from gmp_desk.domain.rules import check
from gmp_desk.domain.values import LAST_YEAR, Period
from gmp_desk.storage.records import Damaged
from tests import samples
from tests.app.desks import Desk
from tests.storage.making import full_plan, renamed
from tests.strategies import blank_plan

PERIOD = Period(first_year=2026, last_year=2027)


@pytest.fixture
def ids() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"00000000-0000-4000-8000-{next(numbers):012}"


def kinds_of_items() -> list[type]:
    return sorted({type(item) for item in items(full_plan())}, key=lambda kind: kind.__name__)


def test_ids_are_new_each_time():
    assert new_id() != new_id()


@pytest.mark.parametrize(("year", "first"), [(2026, 2026), (2027, 2026), (2028, 2028)])
def test_a_plan_is_for_the_biennium_that_runs(year: int, first: int):
    assert biennium(date(year, 12, 31)) == Period(first_year=first, last_year=first + 1)


def test_the_next_period_has_as_many_years():
    assert period_after(PERIOD) == Period(first_year=2028, last_year=2029)
    assert period_after(Period(first_year=2026, last_year=2028, first_month=7, last_month=6)) == Period(
        first_year=2029, last_year=2031
    )
    assert period_after(Period(first_year=2026, last_year=2026)) == Period(first_year=2027, last_year=2027)
    assert period_after(Period(first_year=2027, last_year=2026)) == Period(first_year=2027, last_year=2027)
    assert period_after(Period(first_year=LAST_YEAR - 1, last_year=LAST_YEAR)).last_year == LAST_YEAR


def test_a_new_plan_is_an_empty_draft_of_the_template(ids):
    plan = new_plan(samples.template(), "waste", PERIOD, "zh", ids)
    assert plan == blank_plan(
        id="00000000-0000-4000-8000-000000000001", template="gmp-2020", area="waste", period=PERIOD, language="zh"
    )
    assert (plan.state, plan.history, plan.version) == ("draft", (), None)


def test_a_new_plan_is_stored_as_it_is_and_can_be_opened(desk: Desk):
    plan = new_plan(samples.template(), "waste", PERIOD, "zh")
    assert start(desk.library, plan) == plan.id
    assert desk.open(plan.id).plan == plan
    assert desk.versions(plan.id) == []


def test_a_plan_from_an_earlier_one_differs_from_it_only_in_what_is_about_the_file(ids):
    earlier = full_plan()
    later = next_plan_from(earlier, period_after(earlier.period), samples.template(), ids)
    changed = {change.address for change in compare(earlier, later) if change.kind == "set"}
    assert changed <= {"state", "history", "period", "continues", "translation_of", "version_note", "template"}
    assert [change.address for change in compare(earlier, later) if change.kind != "set"] == [
        f"comments/{earlier.comments[0].id}"
    ]


def test_a_plan_from_an_earlier_one_begins_a_life_of_its_own(ids):
    earlier = full_plan().model_copy(update={"state": "agreed", "version_note": "Final", "contacts_left_out": True})
    later = next_plan_from(earlier, PERIOD, samples.template(), ids)
    assert later.id != earlier.id
    assert later.continues == earlier.id
    assert later.period == PERIOD
    assert (later.state, later.history, later.comments) == ("draft", (), ())
    assert (later.version, later.version_note, later.translation_of) == (None, "", None)
    assert not later.contacts_left_out
    assert [item.id for item in items(later)] == [item.id for item in items(earlier) if item not in earlier.comments]


def test_a_plan_from_an_earlier_one_stands_beside_it_in_the_library(desk: Desk):
    earlier = full_plan()
    desk.take(earlier)
    later = next_plan_from(desk.plan(earlier.id), PERIOD, samples.template())
    start(desk.library, later)
    assert desk.plan(later.id) == later
    assert len(desk.library.entries()) == 2


@pytest.mark.parametrize("kind", kinds_of_items(), ids=lambda kind: kind.__name__)
def test_an_item_of_each_kind_can_be_begun(kind: type, ids):
    item = new_item(kind, ids(), blank_plan())
    assert isinstance(item, kind)
    assert item.id == "00000000-0000-4000-8000-000000000001"
    assert kind.model_validate_json(item.model_dump_json()) == item


def test_an_effort_serves_the_objectives_of_its_action(ids):
    plan = samples.plan()
    action = plan.actions[0]
    assert new_item(Effort, ids(), plan, action).objectives == action.objectives
    assert new_item(Effort, ids(), plan).objectives == ()


def test_in_a_plan_with_one_objective_all_serves_that(ids):
    objective = Objective.blank(id=ids())
    plan = blank_plan(objectives=(objective,))
    for kind in (Action, Opportunity, Effort):
        assert new_item(kind, ids(), plan).objectives == (objective.id,)
    assert new_item(Indicator, ids(), plan).objective == objective.id


def test_with_several_objectives_none_is_chosen_unasked(ids):
    plan = blank_plan(objectives=(Objective.blank(id=ids()), Objective.blank(id=ids())))
    assert new_item(Action, ids(), plan).objectives == ()
    assert new_item(Indicator, ids(), plan).objective is None


def test_a_new_partner_neither_leads_nor_is_a_government(ids):
    partner = new_item(Partner, ids(), blank_plan())
    assert (partner.role, partner.category) == ("partner", "other")


def test_nothing_of_a_new_plan_is_found_wrong_but_that_it_is_empty():
    plan = new_plan(samples.template(), "asgm", PERIOD, "en")
    rules = {finding.rule for finding in check(plan, samples.template())}
    assert rules == {f"F{number}.empty" for number in range(10, 20)}


def partner_named(name: str, **given: object) -> Partner:
    return Partner.blank(id=new_id(), name=name, contacts=(Contact(id=new_id(), name="A. Person"),), **given)


def add(desk: Desk, number: int, *partners: Partner) -> Plan:
    desk.clock.forward(minutes=1)
    plan = renamed(blank_plan(partners=partners), number)
    start(desk.library, plan)
    return plan


def test_the_partners_of_other_plans_are_offered_once_each_the_newest_first(desk: Desk):
    old, new = partner_named("Mercury  Watch"), partner_named("mercury watch")
    other, own = partner_named("Somebody"), partner_named("One's own")
    add(desk, 1, old, other, partner_named(" "))
    add(desk, 2, new)
    here = add(desk, 3, own)
    desk.take(samples.report())
    assert known_partners(desk.library, here.id) == (new, other)


def test_partners_of_a_damaged_plan_are_passed_over(desk: Desk):
    broken, whole = partner_named("Broken"), partner_named("Whole")
    plan = add(desk, 1, broken)
    add(desk, 2, whole)
    desk.spoil("UPDATE plan SET title = 'Spoiled' WHERE plan = ?", plan.id)
    with pytest.raises(Damaged):
        desk.plan(plan.id)
    assert known_partners(desk.library, "") == (whole,)


def test_a_partner_of_another_plan_comes_with_its_contacts_under_new_ids(ids):
    there = partner_named("Mercury Watch", role="lead", contribution="Leads the area", category="ngo", country="CH")
    here = copied_partner(there, ids)
    assert {item.id for item in items(here)}.isdisjoint(item.id for item in items(there))
    assert (here.name, here.category, here.country) == ("Mercury Watch", "ngo", "CH")
    assert [contact.name for contact in here.contacts] == ["A. Person"]
    assert (here.role, here.contribution) == ("partner", "")
