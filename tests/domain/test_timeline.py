"""The efforts of a plan in time: each has its bar, whatever its dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.address import value_at
from gmp_desk.domain.plan import Action, Effort, Milestone, Plan
from gmp_desk.domain.timeline import Bar, Point, month_count, position, timeline
from gmp_desk.domain.values import FIRST_YEAR, Period
from tests import samples
from tests.strategies import blank_plan, new_id, plans

TODAY = date(2026, 11, 16)


def plan_of(*efforts: Effort, period: Period | None = None) -> Plan:
    given = {"period": period} if period else {}
    return blank_plan(actions=(Action.blank(id=new_id(1), title="Advise", efforts=efforts),), **given)


def effort(start: str | None, end: str | None, *due: date | None) -> Effort:
    milestones = tuple(Milestone(id=new_id(10 + n), title=f"M{n}", due=day) for n, day in enumerate(due))
    return Effort.blank(id=new_id(2), title="Help desk", start=start, end=end, milestones=milestones)


def bar_of(start: str | None, end: str | None) -> Bar:
    return timeline(plan_of(effort(start, end)), TODAY).groups[0].bars[0]


def drawn(start: str | None, end: str | None) -> tuple[int, int]:
    """Return from which month of 2026 to which a bar is drawn, 1 being January."""
    return tuple(month - month_count("2025-12") for month in bar_of(start, end).span)


def test_a_bar_goes_from_the_first_to_the_last_month():
    assert drawn("2026-03", "2026-08") == (3, 8)


def test_an_open_start_or_end_is_drawn_to_that_of_the_period_and_told():
    assert drawn(None, "2026-08") == (1, 8)
    assert drawn("2026-03", None) == (3, 24)
    assert [bar_of(None, "2026-08").open_start, bar_of(None, "2026-08").open_end] == [True, False]
    assert [bar_of("2026-03", None).open_start, bar_of("2026-03", None).open_end] == [False, True]


def test_an_open_bar_outside_the_period_is_one_month_long():
    assert drawn(None, "2025-10") == (-2, -2)
    assert drawn("2028-02", None) == (26, 26)


def test_an_end_before_its_start_is_drawn_from_the_earlier_to_the_later_and_told():
    assert drawn("2026-08", "2026-03") == (3, 8)
    assert bar_of("2026-08", "2026-03").backwards
    assert not bar_of("2026-03", "2026-03").backwards


def test_an_effort_without_dates_is_there_without_a_bar():
    bar = bar_of(None, None)
    assert (bar.title, bar.span, bar.open_start, bar.open_end) == ("Help desk", None, False, False)


def test_all_milestones_are_there_outside_the_bar_and_without_a_day_too():
    days = date(2026, 1, 31), date(2027, 12, 1), None
    (bar,) = timeline(plan_of(effort("2026-03", "2026-08", *days)), TODAY).groups[0].bars
    assert bar.milestones == tuple(Point(f"M{n}", day) for n, day in enumerate(days))


def test_the_picture_covers_the_period_and_what_lies_near_it():
    assert covered(effort("2026-03", "2026-08")) == ("2026-01", "2027-12")
    assert covered(effort("2025-11", "2028-02")) == ("2025-11", "2028-02")
    assert covered(effort(None, None, date(2028, 6, 1))) == ("2026-01", "2028-06")


def test_a_slip_of_the_year_does_not_stretch_the_picture():
    assert covered(effort("0206-03", "2062-03")) == ("2024-01", "2029-12")


def test_a_period_whose_months_are_in_the_wrong_order_is_still_drawn():
    backwards = Period(first_year=2027, last_year=2026)
    shown = timeline(plan_of(period=backwards), TODAY)
    assert (shown.period_first, shown.period_last) == (month_count("2026-12"), month_count("2027-01"))


def covered(effort: Effort) -> tuple[str, str]:
    shown = timeline(plan_of(effort), TODAY)
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in (shown.first, shown.last))


def test_a_plan_without_efforts_is_empty():
    assert timeline(plan_of(), TODAY).is_empty
    assert not timeline(plan_of(effort(None, None)), TODAY).is_empty


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
def test_the_samples_have_each_effort_under_its_action(path):
    plan = samples.plan(path)
    groups = timeline(plan, TODAY).groups
    assert [group.title for group in groups] == [action.title for action in plan.actions]
    for group, action in zip(groups, plan.actions, strict=True):
        assert [bar.number for bar in group.bars] == [f"{group.number}.{n}" for n, _ in enumerate(action.efforts, 1)]
        assert [value_at(plan, bar.address) for bar in group.bars] == list(action.efforts)
        assert value_at(plan, group.address) is action


@given(plans())
def test_any_plan_has_a_timeline_that_covers_its_period(plan):
    shown = timeline(plan, TODAY)
    assert shown.first <= shown.period_first <= shown.period_last <= shown.last
    assert sum(len(group.bars) for group in shown.groups) == sum(len(action.efforts) for action in plan.actions)
    for bar in (bar for group in shown.groups for bar in group.bars):
        assert (bar.span is None) == (bar.start is None and bar.end is None)
        assert bar.span is None or bar.span[0] <= bar.span[1]


@given(st.dates(min_value=date(FIRST_YEAR, 1, 1)), st.dates(min_value=date(FIRST_YEAR, 1, 1)))
def test_later_days_stand_further_on_within_their_months(one, other):
    assert (position(one) < position(other)) == (one < other)
    assert int(position(one)) == month_count(one.isoformat()[:7])
