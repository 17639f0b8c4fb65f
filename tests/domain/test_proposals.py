"""Two copies of one plan, settled by proposals: told in small plans; and what holds for any three plans."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.compare import compare
from gmp_desk.domain.edits import Add, Move, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.hunks import Hunk
from gmp_desk.domain.merge import merge
from gmp_desk.domain.plan import LINKS, Action, Answer, Comment, Effort, Objective, Plan, items
from gmp_desk.domain.proposals import Proposal, accepted, edit_of, propose
from gmp_desk.domain.values import Record
from tests import samples
from tests.domain.test_merge import content, copies, done, objectives, relinked
from tests.strategies import blank_plan, fewer, new_id, plans

A, B, C, D, E, F, G = map(new_id, range(1, 8))
BASE = "The small mines report to the partners each year."
OURS = "The smallest mines report to the partners each year."
THEIRS = "The small mines report to the partners each month."
BOTH = "The smallest mines report to the partners each month."


CARL, ANN, DORA = (
    Answer(author=name, date=f"2026-05-{day}T10:00:00Z", text=f"{name} agrees.")
    for name, day in (("Carl", 20), ("Ann", 21), ("Dora", 22))
)


def answered(*answers: Answer) -> Plan:
    """Return a plan with a comment that has answers."""
    return blank_plan(comments=(Comment.blank(id=A, field="summary", author="Reviewer", answers=answers),))


def proposed(base: Plan, ours: Plan, theirs: Plan) -> tuple[Proposal, ...]:
    return propose(base, ours, theirs, author="Ben", date="2026-05-31T14:05:00Z", source="ben.gmpplan")


def told(proposals: Iterable[Proposal]) -> list[tuple[str, str, bool]]:
    return [(proposal.kind, proposal.address, proposal.conflict) for proposal in proposals]


def refused(plan: Plan, proposal: Proposal) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        accepted(plan, proposal)
    assert error.value.params == {"address": proposal.address}
    return error.value.id


def all_accepted(plan: Plan, proposals: Iterable[Proposal], *, over: bool = False) -> Plan:
    for proposal in proposals:
        plan = accepted(plan, proposal, over=over)
    return plan


class TestMaking:
    def test_equal_copies_have_nothing_to_propose(self):
        assert proposed(blank_plan(), samples.plan(), samples.plan()) == ()
        assert proposed(blank_plan(), samples.plan(), blank_plan()) == ()

    def test_a_field_is_proposed_with_all_its_values_and_where_it_comes_from(self):
        base, ours, theirs = blank_plan(title="One"), blank_plan(title="One"), blank_plan(title="Two")
        [proposal] = proposed(base, ours, theirs)
        assert proposal.model_dump(mode="json") == {
            "id": proposal.id, "kind": "set", "address": "title", "base": "One", "before": "One", "value": "Two",
            "author": "Ben", "date": "2026-05-31T14:05:00Z", "source": "ben.gmpplan",
        }  # fmt: skip

    def test_running_text_is_proposed_with_its_changes_since_the_base(self):
        [proposal] = proposed(*(blank_plan(summary=text) for text in (BASE, OURS, THEIRS)))
        assert proposal.hunks == (Hunk(start=44, end=48, text="month"),)
        assert (proposal.base, proposal.before, proposal.value, proposal.conflict) == (BASE, OURS, THEIRS, False)

    def test_what_both_changed_is_marked(self):
        assert told(proposed(*(blank_plan(title=title) for title in ("One", "Two", "Three")))) == [
            ("set", "title", True)
        ]

    def test_an_item_is_proposed_with_its_place(self):
        base, theirs = objectives(A, B), objectives(A, C, B)
        [proposal] = proposed(base, base, theirs)
        assert told([proposal]) == [("add", f"objectives/{C}", False)]
        assert (proposal.list, proposal.position, proposal.behind) == ("objectives", 1, A)
        assert proposal.value == theirs.objectives[1].model_dump(mode="json")

    def test_a_removal_is_proposed_with_what_would_go(self):
        [proposal] = proposed(objectives(A, B), objectives(A, B), objectives(A))
        assert told([proposal]) == [("remove", f"objectives/{B}", False)]
        assert proposal.base == proposal.before == objectives(B).objectives[0].model_dump(mode="json")

    def test_what_one_removed_and_the_other_touched_is_a_marked_proposal(self):
        base, touched, removed = objectives(A, B), objectives(A, B, **{B: "Less"}), objectives(A)
        assert told(proposed(base, touched, removed)) == [("remove", f"objectives/{B}", True)]
        assert told(proposed(base, removed, touched)) == [("add", f"objectives/{B}", True)]

    def test_a_move_is_proposed_with_the_lists(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        theirs = Move(C, 0, f"{B}/efforts").apply(base)
        [proposal] = proposed(base, base, theirs)
        assert told([proposal]) == [("move", f"actions/{B}/efforts/{C}", False)]
        assert (proposal.base, proposal.value) == (f"actions/{A}/efforts", f"actions/{B}/efforts")

    def test_two_orders_and_two_places_are_marked(self):
        moves = proposed(objectives(A, B, C), objectives(C, A, B), objectives(B, A, C))
        assert {(proposal.kind, proposal.conflict) for proposal in moves} == {("move", True)}
        actions = (Action.blank(id=A, efforts=(Effort.blank(id=D),)), Action.blank(id=B), Action.blank(id=C))
        base = blank_plan(actions=actions)
        ours, theirs = Move(D, 0, f"{B}/efforts").apply(base), Move(D, 0, f"{C}/efforts").apply(base)
        assert told(proposed(base, ours, theirs)) == [("move", f"actions/{C}/efforts/{D}", True)]

    def test_the_same_copy_makes_the_same_proposals_though_ours_was_edited_since(self):
        base = blank_plan(title="One", objectives=objectives(A, B).objectives)
        theirs = done(
            base, SetValue("title", "Two"), Remove(f"objectives/{A}"), Add("objectives", Objective.blank(id=C))
        )
        edited = SetValue("area", "coal").apply(base)
        ids = [proposal.id for proposal in proposed(base, base, theirs)]
        assert len(set(ids)) == 3
        assert [proposal.id for proposal in proposed(base, edited, theirs)] == ids
        other = SetValue("area", "waste").apply(theirs)
        assert not {proposal.id for proposal in proposed(base, base, other)} & set(ids)

    def test_a_proposal_stays_the_same_where_ours_moved_what_it_is_on(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        theirs = SetValue(f"{C}/title", "Help desk").apply(base)
        [one], [other] = proposed(base, base, theirs), proposed(base, Move(C, 0, f"{B}/efforts").apply(base), theirs)
        assert one.id == other.id
        assert one.address != other.address

    def test_contacts_in_full_are_proposed_to_a_plan_without_but_never_the_other_way_round(self):
        full, less = blank_plan(), blank_plan(contacts_left_out=True)
        assert proposed(full, full, less) == ()
        assert told(proposed(less, less, full)) == [("set", "contacts_left_out", False)]


class TestAccepting:
    def test_changes_of_a_text_are_carried_onto_what_it_is_by_now(self):
        [proposal] = proposed(*(blank_plan(summary=text) for text in (BASE, BASE, THEIRS)))
        assert accepted(blank_plan(summary=OURS), proposal).summary == BOTH
        assert accepted(blank_plan(summary=BOTH), proposal).summary == BOTH

    def test_changes_of_a_text_that_meet_others_are_refused_unless_they_go_over_them(self):
        [proposal] = proposed(*(blank_plan(summary=text) for text in (BASE, BASE, THEIRS)))
        week = blank_plan(summary=BASE.replace("year", "week"))
        assert refused(week, proposal) == "proposal.conflict"
        assert accepted(week, proposal, over=True).summary == THEIRS
        assert accepted(blank_plan(summary=OURS), proposal, over=True).summary == BOTH

    def test_a_value_is_set_where_it_is_as_it_was(self):
        [proposal] = proposed(*(blank_plan(title=title) for title in ("One", "Two", "Three")))
        for title in ("One", "Two", "Three"):
            assert accepted(blank_plan(title=title), proposal).title == "Three"
        assert refused(blank_plan(title="Four"), proposal) == "proposal.conflict"
        assert accepted(blank_plan(title="Four"), proposal, over=True).title == "Three"

    def test_an_answer_to_a_comment_stands_beside_those_that_were_given_here(self):
        base, ours, theirs = answered(), answered(ANN), answered(CARL)
        [proposal] = proposed(base, ours, theirs)
        assert told([proposal]) == [("set", f"comments/{A}/answers", False)]
        both = answered(CARL, ANN)
        assert accepted(ours, proposal) == merge(base, ours, theirs).plan == both
        assert accepted(both, proposal) == both
        assert accepted(answered(ANN, DORA), proposal) == answered(CARL, ANN, DORA)
        assert accepted(answered(ANN, CARL, DORA), proposal) == answered(ANN, CARL, DORA)
        assert accepted(base, proposal) == theirs

    def test_answers_of_which_one_was_changed_are_refused_unless_they_go_over_them(self):
        [proposal] = proposed(answered(ANN), answered(ANN), answered(ANN, CARL))
        assert refused(answered(DORA), proposal) == "proposal.conflict"
        assert accepted(answered(DORA), proposal, over=True) == answered(ANN, CARL)

    def test_what_is_no_answer_is_refused(self):
        [proposal] = proposed(answered(), answered(ANN), answered(CARL))
        spoiled = proposal.model_copy(update={"value": [{"author": 7}]})
        with pytest.raises(Refused) as error:
            accepted(answered(ANN), spoiled)
        assert error.value.id == "edit.value"

    def test_a_field_is_found_where_its_item_is_by_now(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        [proposal] = proposed(base, base, SetValue(f"{C}/title", "Help desk").apply(base))
        moved = accepted(Move(C, 0, f"{B}/efforts").apply(base), proposal)
        assert moved.actions[1].efforts[0].title == "Help desk"
        assert refused(Remove(C).apply(base), proposal) == "proposal.gone"

    def test_an_item_is_added_once_and_behind_what_it_stood_behind(self):
        [proposal] = proposed(objectives(A), objectives(A), objectives(A, C))
        added = accepted(objectives(B, A, D), proposal)
        assert [objective.id for objective in added.objectives] == [B, A, C, D]
        assert accepted(added, proposal) == added
        assert [objective.id for objective in accepted(objectives(B, D), proposal).objectives] == [B, C, D]

    def test_an_item_is_not_added_where_its_holder_has_gone(self):
        base = blank_plan(actions=(Action.blank(id=A),))
        [proposal] = proposed(base, base, Add(f"{A}/efforts", Effort.blank(id=B)).apply(base))
        assert refused(blank_plan(), proposal) == "proposal.gone"

    def test_what_an_added_item_held_and_is_elsewhere_by_now_stays_there(self):
        there = blank_plan(actions=(Action.blank(id=A),))
        [proposal] = proposed(
            there, there, Add("actions", Action.blank(id=B, efforts=(Effort.blank(id=C),))).apply(there)
        )
        elsewhere = Add(f"{A}/efforts", Effort.blank(id=C, title="Here")).apply(there)
        assert accepted(elsewhere, proposal).actions == (*elsewhere.actions, Action.blank(id=B))

    def test_an_item_is_removed_where_it_is_as_it_was(self):
        base = objectives(A, B)
        [proposal] = proposed(base, base, objectives(A))
        assert accepted(base, proposal) == objectives(A) == accepted(objectives(A), proposal)
        touched = objectives(A, B, **{B: "Less"})
        assert refused(touched, proposal) == "proposal.conflict"
        assert accepted(touched, proposal, over=True) == objectives(A)

    def test_an_item_that_lost_its_links_to_what_was_removed_before_is_as_it_was(self):
        base = done(objectives(A, B), Add("actions", Action.blank(id=C, objectives=(A, B))))
        proposals = proposed(base, base, done(base, Remove(A), Remove(C)))
        assert told(proposals) == [("remove", f"objectives/{A}", False), ("remove", f"actions/{C}", False)]
        for order in (proposals, reversed(proposals)):
            assert all_accepted(base, order) == objectives(B)

    def test_what_theirs_saved_from_a_removed_action_is_saved_before_it_goes(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        ours = SetValue(f"{A}/title", "Advise").apply(base)
        theirs = done(base, Move(C, 0, f"{B}/efforts"), Remove(A))
        proposals = proposed(base, ours, theirs)
        assert told(proposals) == [
            ("move", f"actions/{B}/efforts/{C}", False),
            ("remove", f"actions/{A}", True),
        ]
        assert all_accepted(ours, proposals) == theirs
        assert refused(ours, proposals[-1]) == "proposal.conflict"

    def test_an_item_is_moved_where_it_is_as_it_was(self):
        actions = (Action.blank(id=A, efforts=(Effort.blank(id=D),)), Action.blank(id=B), Action.blank(id=C))
        base = blank_plan(actions=actions)
        theirs = Move(D, 0, f"{B}/efforts").apply(base)
        [proposal] = proposed(base, base, theirs)
        assert accepted(base, proposal) == theirs == accepted(theirs, proposal)
        elsewhere = Move(D, 0, f"{C}/efforts").apply(base)
        assert refused(elsewhere, proposal) == "proposal.conflict"
        assert accepted(elsewhere, proposal, over=True) == theirs
        assert refused(Remove(D).apply(base), proposal) == refused(Remove(B).apply(base), proposal) == "proposal.gone"

    def test_it_is_an_edit_that_can_be_undone_as_any_other(self):
        [proposal] = proposed(*(blank_plan(title=title) for title in ("One", "One", "Two")))
        assert edit_of(blank_plan(title="One"), proposal) == SetValue("title", "Two")


def unlinked(record: Any, gone: set[str]) -> Any:
    """Return a record without its links to the ids: to remove an item takes them away, to merge leaves them."""
    if isinstance(record, tuple):
        return tuple(unlinked(part, gone) for part in record)
    if not isinstance(record, Record):
        return record
    changes = {}
    for name, value in record:
        if (type(record), name) not in LINKS:
            changes[name] = unlinked(value, gone)
        elif isinstance(value, tuple):
            changes[name] = tuple(link for link in value if link not in gone)
        else:
            changes[name] = None if value in gone else value
    return record.model_copy(update=changes)


def gone_from(plan: Plan, *before: Plan) -> set[str]:
    return {item.id for one in before for item in items(one)} - {item.id for item in items(plan)}


def rescued(base: Plan, ours: Plan, theirs: Plan) -> set[str]:
    """Return what one side removed and the other touched."""
    conflicts = merge(base, ours, theirs).conflicts
    return {conflict.address.rpartition("/")[2] for conflict in conflicts if conflict.kind == "removal"}


@fewer(2, in_soak=False)
@given(copies())
def test_all_accepted_lead_to_the_merged_plan_with_theirs_before_ours(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    if relinked(three):
        return
    full = merge(base, theirs, ours).plan
    settled = [proposal for proposal in proposed(*three) if (proposal.kind, proposal.conflict) != ("remove", True)]
    result = all_accepted(ours, settled, over=True)
    gone = gone_from(full, *three)
    assert content(unlinked(result, gone), full) == content(unlinked(full, gone), full)


@fewer(2, in_soak=False)
@given(copies())
def test_those_without_conflict_lead_to_the_merged_plan(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    if relinked(three):
        return
    merged = merge(base, ours, theirs)
    saved = rescued(*three)
    settled = [
        proposal
        for proposal in proposed(*three)
        if not proposal.conflict or (proposal.kind == "add" and proposal.address.rpartition("/")[2] in saved)
    ]
    result = all_accepted(ours, settled)
    gone = gone_from(merged.plan, *three)
    changes = compare(unlinked(result, gone), unlinked(merged.plan, gone))
    assert {change.kind for change in changes} <= {"move"}
    if not any(conflict.kind in ("order", "place") for conflict in merged.conflicts):
        assert changes == ()


@fewer(4, in_soak=False)
@given(copies(), st.data())
def test_any_proposal_on_any_plan_is_an_edit_or_refused(three: tuple[Plan, Plan, Plan], data: st.DataObject):
    for plan in (*three, data.draw(plans())):
        for proposal in proposed(*three):
            for over in (False, True):
                try:
                    result = accepted(plan, proposal, over=over)
                except Refused:
                    continue
                assert Plan.model_validate(result.model_dump(mode="json")) == result
                again = accepted(result, proposal, over=over)
                assert again == result or proposal.hunks


@fewer(2, in_soak=False)
@given(copies())
def test_proposals_survive_being_written_as_json(three: tuple[Plan, Plan, Plan]):
    proposals = proposed(*three)
    assert len({proposal.id for proposal in proposals}) == len(proposals)
    for proposal in proposals:
        assert Proposal.model_validate_json(proposal.model_dump_json()) == proposal


@fewer(2, in_soak=False)
@given(copies())
def test_there_is_a_proposal_wherever_both_copies_differ_and_theirs_changed_something(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    assert (proposed(*three) == ()) == (compare(ours, merge(base, theirs, ours).plan) == () and not rescued(*three))
    assert proposed(base, ours, base) == () or ours.contacts_left_out
