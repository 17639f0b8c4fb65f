"""What both sides have added to the moves of a plan stands in one record."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.logs import added_to, both_added, ends, joined
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


def test_on_the_same_day_they_stand_in_the_order_of_the_states():
    one, other = moved(2, "submitted", "Zoe"), moved(2, "advised", "Ann")
    assert both_added((), (other,), (one,)) == joined((other,), (one,)) == joined((one,), (other,)) == (one, other)


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


class TestEnds:
    def test_where_the_last_entries_are_the_same(self):
        assert ends((FIRST, SECOND, THIRD), (FIRST, THIRD))
        assert ends((), ())

    def test_not_where_something_happened_since(self):
        assert not ends((FIRST, SECOND), (FIRST,))
        assert not ends((FIRST,), ())

    def test_not_where_the_other_has_more_or_had_it_before(self):
        assert not ends((FIRST,), (FIRST, SECOND))
        assert not ends((FIRST, SECOND), (SECOND, FIRST))

    def test_where_others_did_the_same_on_that_day(self):
        ann, ben = moved(3, "agreed", "Ann"), moved(3, "agreed", "Ben")
        assert ends((FIRST, ann, ben), (FIRST, ann))
        assert ends((FIRST, ann, ben), (FIRST, ben))
        assert not ends((FIRST, moved(2, "agreed", "Ann"), ben), (FIRST, moved(2, "agreed", "Ann")))


def _joined_by_looking(one: tuple[Move, ...], other: tuple[Move, ...]) -> tuple[Move, ...]:
    """Join two records the slow way, by looking through what is left of them each time."""
    mine, theirs, together = list(one), list(other), []
    while mine and theirs:
        if (mine[0] in theirs) == (theirs[0] in mine):
            states = ("draft", "submitted", "advised", "agreed")
            entry = min(mine[0], theirs[0], key=lambda move: (move.on, states.index(move.to), move.by))
        else:
            entry = theirs[0] if mine[0] in theirs else mine[0]
        together.append(entry)
        for side in (mine, theirs):
            if entry in side:
                side.remove(entry)
    return (*together, *mine, *theirs)


@given(*[st.lists(st.sampled_from([FIRST, SECOND, THIRD, moved(3, "draft", "Ann")]), max_size=8)] * 2)
def test_records_are_joined_as_if_each_entry_were_looked_for(one: list[Move], other: list[Move]):
    assert joined(tuple(one), tuple(other)) == _joined_by_looking(tuple(one), tuple(other))
