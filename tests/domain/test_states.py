from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Move, Plan, State
from gmp_desk.domain.rules import check, has_errors
from gmp_desk.domain.states import STATES, begin_draft, move
from tests import samples
from tests.strategies import blank_plan

DAY = date(2026, 5, 31)


def plan_in(state: State) -> Plan:
    """Return a plan in that state which has nothing to settle before sending."""
    plan = samples.plan().model_copy(update={"state": state, "history": ()})
    assert not has_errors(check(plan, samples.template()))
    return plan


def moved(plan: Plan, to: State, by: str = "Ada", note: str = "") -> Plan:
    return move(plan, to, DAY, by, note, samples.template())


def refused(plan: Plan, to: State, by: str = "Ada", note: str = "") -> tuple[str, dict[str, str | int]]:
    with pytest.raises(Refused) as error:
        moved(plan, to, by, note)
    return error.value.id, error.value.params


def test_a_move_is_dated_named_and_kept():
    plan = plan_in("draft")
    sent = moved(plan, "submitted", note="By e-mail")
    step = Move.model_validate(
        {"from": "draft", "to": "submitted", "on": "2026-05-31", "by": "Ada", "note": "By e-mail"}
    )
    assert sent == plan.model_copy(update={"state": "submitted", "history": (step,)})
    assert moved(sent, "agreed").history[0] == step


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("draft", "submitted"), ("submitted", "advised"), ("advised", "agreed"), ("agreed", "superseded"),
        ("draft", "advised"), ("draft", "agreed"), ("submitted", "agreed"),
    ],
)  # fmt: skip
def test_a_plan_moves_on_and_may_skip_states(at: State, to: State):
    assert moved(plan_in(at), to).state == to


@pytest.mark.parametrize("at", STATES)
def test_a_plan_cannot_move_to_the_state_it_is_in(at: State):
    assert refused(plan_in(at), at, note="Again") == ("state.same", {"state": at})


@pytest.mark.parametrize("at", STATES[1:])
def test_a_move_back_needs_a_reason(at: State):
    for to in STATES[: STATES.index(at)]:
        assert refused(plan_in(at), to, note=" \u200b") == ("state.reason", {"state": to})
        assert moved(plan_in(at), to, note="Sent too early").history[-1].note == "Sent too early"


@pytest.mark.parametrize("at", STATES[:3])
def test_only_a_plan_that_was_agreed_is_superseded(at: State):
    assert refused(plan_in(at), "superseded") == ("state.superseded", {"state": at})


@pytest.mark.parametrize("to", ["submitted", "agreed"])
def test_a_plan_with_errors_is_neither_submitted_nor_agreed(to: State):
    count = sum(finding.severity == "error" for finding in check(blank_plan(), samples.template()))
    assert count > 1
    assert refused(blank_plan(), to) == ("state.errors", {"state": to, "count": count})
    back = blank_plan(state="superseded")
    assert refused(back, to, note="Not yet")[0] == "state.errors"


def test_a_plan_with_errors_that_arrives_submitted_can_be_advised_on_and_taken_back():
    plan = blank_plan(state="submitted")
    assert moved(plan, "advised").state == "advised"
    assert moved(plan, "draft", note="Incomplete").state == "draft"


def test_somebody_moves_a_plan():
    assert refused(plan_in("draft"), "submitted", by=" \u00a0") == ("state.by", {})


def test_an_edit_after_a_move_starts_the_next_draft():
    sent = moved(plan_in("draft"), "submitted")
    draft = begin_draft(sent, DAY, "Ben")
    assert draft.state == "draft"
    assert draft.history[-1] == Move.model_validate({"from": "submitted", "to": "draft", "on": DAY, "by": "Ben"})
    assert SetValue("title", "New").apply(draft).history == draft.history


def test_a_draft_stays_the_very_same():
    plan = plan_in("draft")
    assert begin_draft(plan, DAY, "Ben") is plan


@given(st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(["", "Why not"])), max_size=8))
def test_the_history_leads_to_the_state_without_a_gap(steps: list[tuple[State, str]]):
    plan = plan_in("draft")
    for to, note in steps:
        try:
            plan = moved(plan, to, note=note)
        except Refused:
            continue
    assert [step.from_ for step in plan.history] == ["draft", *(step.to for step in plan.history)][:-1]
    assert plan.state == (plan.history[-1].to if plan.history else "draft")
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
