"""What both sides have added to the moves of a plan stands in one record."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.logs import added_to, both_added, joined
from gmp_desk.domain.merge import merge
from gmp_desk.domain.plan import Move
from tests.strategies import blank_plan


def moved(day: int, to: str, by: str = "") -> Move:
    return Move.model_validate({"from": "draft", "to": to, "on": date(2026, 5, day), "by": by, "note": ""})


FIRST, SECOND, THIRD = moved(1, "submitted"), moved(2, "advised"), moved(3, "agreed")


def test_moves_of_both_sides_stand_by_date():
    assert both_added((FIRST,), (FIRST, THIRD), (FIRST, SECOND)) == (FIRST, SECOND, THIRD)
    assert both_added((FIRST,), (FIRST, SECOND), (FIRST, THIRD)) == (FIRST, SECOND, THIRD)


def test_a_move_that_both_have_added_first_stands_once():
    assert both_added((), (FIRST, SECOND), (FIRST, THIRD)) == (FIRST, SECOND, THIRD)


def test_on_the_same_day_it_makes_no_difference_which_side_is_which():
    one, other = moved(2, "draft", "Ann"), moved(2, "draft", "Ben")
    assert both_added((), (one,), (other,)) == both_added((), (other,), (one,)) == (one, other)


def test_the_moves_of_a_side_stay_in_its_order_though_a_clock_has_jumped():
    assert both_added((), (THIRD, FIRST), (SECOND,)) == (SECOND, THIRD, FIRST)


def test_a_record_in_which_something_was_changed_is_not_put_together():
    assert both_added((FIRST,), (SECOND,), (FIRST, THIRD)) is None
    assert both_added((FIRST,), (), (FIRST, THIRD)) is None


def test_entries_that_both_have_among_others_are_not_put_together():
    assert both_added((), (FIRST, SECOND), (THIRD, SECOND)) is None


def test_two_people_who_both_start_a_draft_are_in_no_conflict():
    base = blank_plan(state="agreed", history=(FIRST,))
    ours, theirs = (
        base.model_copy(update={"state": "draft", "history": (FIRST, moved(4, "draft", by))}) for by in ("Ann", "Ben")
    )
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert [move.by for move in merged.plan.history] == ["", "Ann", "Ben"]


class TestJoined:
    def test_one_that_has_all_of_the_other_stays_as_it_is(self):
        assert joined((FIRST, SECOND), (FIRST,)) == joined((FIRST,), (FIRST, SECOND)) == (FIRST, SECOND)

    def test_what_only_one_has_stands_by_date(self):
        assert joined((FIRST, THIRD), (FIRST, SECOND)) == (FIRST, SECOND, THIRD)

    def test_what_both_have_among_others_stands_once(self):
        assert joined((FIRST, THIRD), (SECOND, THIRD)) == (FIRST, SECOND, THIRD)

    def test_what_both_have_in_different_orders_stands_once(self):
        assert joined((FIRST, SECOND), (SECOND, FIRST)) == joined((SECOND, FIRST), (FIRST, SECOND)) == (FIRST, SECOND)

    def test_what_happened_twice_stands_twice(self):
        assert joined((FIRST, SECOND, FIRST), (FIRST,)) == (FIRST, SECOND, FIRST)

    @given(*[st.lists(st.sampled_from([FIRST, SECOND, THIRD, moved(3, "draft", "Ann")]), max_size=5)] * 2)
    def test_nothing_disappears_and_it_makes_no_difference_which_side_is_which(
        self, one: list[Move], other: list[Move]
    ):
        together = joined(tuple(one), tuple(other))
        assert Counter(together) >= Counter(one) | Counter(other)
        assert set(together) == {*one, *other}
        assert joined(tuple(other), tuple(one)) == together
        assert joined(together, tuple(one)) == together


def test_what_a_record_has_more_than_another_is_told_in_its_order():
    assert added_to((FIRST,), (FIRST, THIRD, FIRST)) == (THIRD, FIRST)
    assert added_to((FIRST, SECOND), (SECOND,)) == ()
