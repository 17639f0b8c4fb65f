import pytest

from gmp_desk.app.reviewing import Settled, settle
from gmp_desk.domain.edits import Add, Move, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Action
from tests import samples
from tests.app.desks import DAY, PLAN, Desk, made_from, ready_plan, small_plan
from tests.strategies import new_id


@pytest.fixture
def reviewed(desk: Desk) -> Desk:
    """A desk with an edited plan and three suggested changes, the one of the title in conflict with the plan."""
    desk.take(small_plan())
    desk.edit(SetValue("title", "Ours"))
    theirs = small_plan(title="Theirs", summary="Written anew.")
    theirs = SetValue(f"objectives/{new_id(2)}/statement", "Nobody burns amalgam").apply(theirs)
    assert desk.take(made_from(small_plan(), theirs)).suggested == 3
    return desk


def open_ones(desk: Desk) -> list[str]:
    return [offered.proposal.id for offered in desk.library.proposals(PLAN) if offered.decision == "open"]


def settled(desk: Desk, *, accept: bool = True, over: bool = False) -> Settled:
    return settle(desk.library, PLAN, open_ones(desk), accept=accept, over=over, on=DAY)


def decisions(desk: Desk) -> dict[str, str]:
    return {offered.proposal.address.rpartition("/")[2]: offered.decision for offered in desk.library.proposals(PLAN)}


def test_all_is_accepted_but_for_what_is_in_conflict_with_the_plan(reviewed: Desk):
    assert settled(reviewed) == Settled(accepted=2, conflicts=1)
    plan = reviewed.plan()
    assert (plan.title, plan.summary, plan.objectives[1].statement) == (
        "Ours",
        "Written anew.",
        "Nobody burns amalgam",
    )
    assert decisions(reviewed) == {"title": "open", "summary": "accepted", "statement": "accepted"}


def test_a_conflict_is_accepted_over_what_stands_there(reviewed: Desk):
    assert settled(reviewed, over=True) == Settled(accepted=3)
    assert reviewed.plan().title == "Theirs"


def test_what_was_there_before_is_kept_as_a_version(reviewed: Desk):
    before = reviewed.plan()
    settled(reviewed)
    assert reviewed.versions()[-1] == before
    assert reviewed.library.versions(PLAN)[-1].reason == "merge"
    settled(reviewed, over=True)
    assert len(reviewed.versions()) == 4


def test_what_was_there_is_not_kept_twice(desk: Desk):
    desk.take(small_plan())
    with desk.library.changing() as change:
        change.keep(small_plan(title="Unknown here"), "request")
        change.keep(small_plan(), "request")
    desk.take(made_from(small_plan(title="Unknown here"), small_plan(title="Theirs")))
    count = len(desk.versions())
    settled(desk, over=True)
    assert len(desk.versions()) == count


def test_all_is_rejected_and_the_plan_is_as_it_was(reviewed: Desk):
    before, versions = reviewed.plan(), reviewed.versions()
    assert settled(reviewed, accept=False) == Settled(rejected=3)
    assert set(decisions(reviewed).values()) == {"rejected"}
    assert (reviewed.plan(), reviewed.versions()) == (before, versions)


def test_what_does_not_fit_the_plan_any_more_is_left_open(reviewed: Desk):
    reviewed.edit(SetValue("summary", "Ours, later"), Remove(f"objectives/{new_id(2)}"))
    before, versions = reviewed.plan(), reviewed.versions()
    assert settled(reviewed) == Settled(conflicts=2, gone=1)
    assert set(decisions(reviewed).values()) == {"open"}
    assert (reviewed.plan(), reviewed.versions()) == (before, versions)


def test_what_goes_into_an_item_that_is_only_suggested_waits_for_that(desk: Desk):
    desk.take(ready_plan())
    desk.edit(SetValue("title", "Ours"))
    effort = ready_plan().actions[0].efforts[0].id
    theirs = Add("actions", Action.blank(id=new_id(8))).apply(ready_plan())
    theirs = Move(f"actions/{theirs.actions[0].id}/efforts/{effort}", 0, f"actions/{new_id(8)}/efforts").apply(theirs)
    desk.take(made_from(ready_plan(), theirs))
    ids = {offered.proposal.kind: offered.proposal.id for offered in desk.library.proposals(PLAN)}
    assert settle(desk.library, PLAN, [ids["move"]], accept=True, over=True, on=DAY) == Settled(waiting=1)
    assert settle(desk.library, PLAN, [ids["add"]], accept=True, over=True, on=DAY) == Settled(accepted=1)
    desk.edit(Remove(f"actions/{new_id(8)}"))
    assert settle(desk.library, PLAN, [ids["move"]], accept=True, over=True, on=DAY) == Settled(gone=1)


@pytest.mark.parametrize("accept", [True, False])
def test_what_another_has_decided_meanwhile_stays_decided(reviewed: Desk, accept: bool):
    seen = open_ones(reviewed)
    with reviewed.library.changing() as change:
        change.decide(PLAN, {seen[1]: "accepted" if not accept else "rejected"})
    before = decisions(reviewed)
    settle(reviewed.library, PLAN, [seen[1]], accept=accept, over=True, on=DAY)
    assert decisions(reviewed) == before


def test_accepting_starts_the_next_draft(desk: Desk):
    desk.take(small_plan(state="agreed"))
    desk.edit(SetValue("title", "Ours"))
    desk.take(made_from(small_plan(state="agreed"), small_plan(state="agreed", summary="Theirs")))
    assert settled(desk) == Settled(accepted=1)
    plan = desk.plan()
    assert (plan.state, plan.summary) == ("draft", "Theirs")
    assert (plan.history[-1].from_, plan.history[-1].to, plan.history[-1].on) == ("agreed", "draft", DAY)
    assert desk.versions()[-1].state == "agreed"


def test_rejecting_starts_no_draft(desk: Desk):
    desk.take(small_plan(state="agreed"))
    desk.edit(SetValue("title", "Ours"))
    desk.take(made_from(small_plan(state="agreed"), small_plan(state="agreed", summary="Theirs")))
    settled(desk, accept=False)
    assert desk.plan().state == "agreed"


def test_nothing_chosen_changes_nothing(reviewed: Desk):
    before = reviewed.everything()
    assert settle(reviewed.library, PLAN, [], accept=True, over=False, on=DAY) == Settled()
    assert reviewed.everything() == before


def test_a_report_has_nothing_to_settle(desk: Desk):
    desk.take(samples.report().model_copy(update={"id": PLAN}))
    with pytest.raises(Refused, match=r"review\.report"):
        settle(desk.library, PLAN, [], accept=True, over=False, on=DAY)
