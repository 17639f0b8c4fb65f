from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Move, Plan, State
from gmp_desk.domain.rules import check, has_errors
from gmp_desk.domain.states import STATES, begin_draft, move, restored, taken_over
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


def step(day: int, to: State, by: str = "Ada", from_: State = "draft") -> Move:
    return Move.model_validate({"from": from_, "to": to, "on": date(2026, 5, day), "by": by, "note": ""})


def in_state(state: State, *history: Move) -> Plan:
    return blank_plan(state=state, history=history)


def told(plan: Plan) -> tuple[State, list[tuple[str, State]]]:
    return plan.state, [(one.by, one.to) for one in plan.history]


class TestRestored:
    def test_an_earlier_version_keeps_all_moves_on_record_and_is_a_draft(self):
        present = in_state("advised", step(1, "submitted"), step(2, "advised"))
        back = restored(in_state("submitted", step(1, "submitted")), present, DAY)
        assert told(back) == ("draft", [("Ada", "submitted"), ("Ada", "advised"), ("", "draft")])

    def test_where_no_move_was_in_between_it_is_as_it_was(self):
        earlier = in_state("submitted", step(1, "submitted"))
        assert restored(earlier, in_state("submitted", step(1, "submitted")), DAY) == earlier

    def test_a_copy_with_later_moves_of_another_brings_them_along(self):
        present, copy = in_state("draft"), in_state("advised", step(1, "advised", "Bob"))
        assert restored(copy, present, DAY) == copy

    def test_a_copy_that_was_moved_last_is_in_its_state_with_the_moves_of_both(self):
        present = in_state("submitted", step(1, "submitted"))
        copy = in_state("advised", step(2, "advised", "Bob"))
        once = restored(copy, present, DAY)
        assert told(once) == ("advised", [("Ada", "submitted"), ("Bob", "advised")])
        assert restored(copy, once, DAY) == once

    @pytest.mark.parametrize("ours", ["Aaron", "Zoe"])
    def test_a_copy_moved_to_the_same_state_on_the_same_day_stays_in_it_whoever_moved_them(self, ours: str):
        present = in_state("submitted", step(1, "submitted", ours))
        copy = in_state("submitted", step(1, "submitted", "Mia"))
        once = restored(copy, present, DAY)
        assert (once.state, {move.by for move in once.history}) == ("submitted", {ours, "Mia"})
        assert restored(copy, once, DAY) == once
        assert restored(present, copy, DAY) == once

    @pytest.mark.parametrize("ours", ["Aaron", "Zoe"])
    def test_of_two_states_on_the_same_day_the_later_one_came_later(self, ours: str):
        submitted, advised = (
            in_state("submitted", step(1, "submitted", ours)),
            in_state("advised", step(1, "advised", "Mia")),
        )
        assert told(restored(advised, submitted, DAY)) == ("advised", [(ours, "submitted"), ("Mia", "advised")])
        assert told(restored(submitted, advised, DAY)) == (
            "draft",
            [(ours, "submitted"), ("Mia", "advised"), ("", "draft")],
        )

    def test_a_copy_that_was_moved_before_is_a_draft(self):
        present = in_state("submitted", step(3, "submitted"))
        copy = in_state("advised", step(2, "advised", "Bob"))
        assert told(restored(copy, present, DAY)) == (
            "draft",
            [("Bob", "advised"), ("Ada", "submitted"), ("", "draft")],
        )

    def test_the_same_move_made_twice_does_not_make_the_first_the_last(self):
        one, back = step(1, "submitted"), step(1, "draft", from_="submitted")
        present = in_state("submitted", one, back, one)
        assert restored(in_state("submitted", one), present, DAY).state == "draft"


class TestTakenOver:
    def test_a_copy_without_our_moves_becomes_a_draft_that_has_them(self):
        present = in_state("draft", step(1, "submitted"), step(2, "draft", from_="submitted"))
        assert told(taken_over(in_state("draft"), present, DAY)) == ("draft", [("Ada", "submitted"), ("Ada", "draft")])

    def test_a_draft_that_does_not_know_of_our_move_goes_back_on_record(self):
        present = in_state("submitted", step(1, "submitted"))
        assert told(taken_over(in_state("draft"), present, DAY)) == ("draft", [("Ada", "submitted"), ("", "draft")])

    def test_a_copy_with_all_our_moves_is_taken_as_it_is(self):
        present = in_state("submitted", step(1, "submitted"))
        copy = in_state("agreed", step(1, "submitted"), step(2, "agreed"))
        assert taken_over(copy, present, DAY) is copy

    def test_a_state_that_arrives_without_a_move_stays(self):
        assert taken_over(in_state("agreed"), in_state("draft"), DAY).state == "agreed"
