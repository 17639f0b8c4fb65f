"""Two changed copies of a plan made one, told in small plans; and what holds for any three plans."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.address import Place, places, value_at
from gmp_desk.domain.compare import by_key, compare
from gmp_desk.domain.edits import Add, Edit, Move, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.fields import is_prose, parts, values
from gmp_desk.domain.logs import entry_of
from gmp_desk.domain.merge import Conflict, Merged, merge
from gmp_desk.domain.plan import Action, Answer, Contact, Effort, Milestone, Objective, Partner, Plan, Version
from gmp_desk.domain.values import Amount, Record, Words
from gmp_desk.domain.versions import canonical
from tests import samples
from tests.domain.test_hunks import numbers
from tests.strategies import blank_plan, edits, fewer, new_id, plans

A, B, C, D, E, F, G = map(new_id, range(1, 8))


def objectives(*ids: str, **statements: str) -> Plan:
    return blank_plan(objectives=tuple(Objective.blank(id=id_, statement=statements.get(id_, "")) for id_ in ids))


def ids(plan: Plan) -> list[str]:
    return [objective.id for objective in plan.objectives]


def done(plan: Plan, *steps: Edit) -> Plan:
    for step in steps:
        plan = step.apply(plan)
    return plan


def told(merged: Merged) -> list[tuple[str, str]]:
    return [(conflict.kind, conflict.address) for conflict in merged.conflicts]


class TestFields:
    def test_what_each_side_changed_is_taken_from_that_side(self):
        base = blank_plan(title="Plan", area="asgm")
        merged = merge(base, done(base, SetValue("title", "Ours")), done(base, SetValue("area", "coal")))
        assert (merged.plan.title, merged.plan.area, merged.conflicts) == ("Ours", "coal", ())

    def test_running_text_takes_both_sides_changes(self):
        base = blank_plan(summary="The small mines report to the partners each year.")
        ours = done(base, SetValue("summary", "The smallest mines report to the partners each year."))
        theirs = done(base, SetValue("summary", "The small mines report to the partners each month."))
        merged = merge(base, ours, theirs)
        assert merged.plan.summary == "The smallest mines report to the partners each month."
        assert merged.conflicts == ()

    def test_running_text_changed_at_one_place_is_a_conflict_and_stays_ours(self):
        base, ours, theirs = (blank_plan(summary=f"By {n} t.") for n in (12, 14, 11))
        assert merge(base, ours, theirs) == Merged(
            ours, (Conflict("value", "summary", "By 12 t.", "By 14 t.", "By 11 t."),)
        )

    @pytest.mark.parametrize(
        ("address", "ours", "theirs"),
        [
            ("title", "The small mines report to all the partners", "The big mines report to all the people"),
            (f"actions/{A}/efforts/{B}/cost", {"text": "staff time of all the partners"}, {"text": "time of all"}),
            (f"actions/{A}/efforts/{B}/cost", {"amount": "1", "currency": "EUR"}, {"amount": "2", "currency": "USD"}),
            (f"actions/{A}/efforts/{B}/start", "2026-02", "2027-01"),
            (f"actions/{A}/efforts/{B}/kind", "bilateral", "collaborative"),
            (f"actions/{A}/efforts/{B}/objectives", [C], [C, D]),
            (f"actions/{A}/efforts/{B}/milestones/{E}/due", "2026-05-01", "2026-06-02"),
            ("state", "submitted", "agreed"),
        ],
    )  # fmt: skip
    def test_all_else_is_one_value_and_never_combined(self, address: str, ours: Any, theirs: Any):
        milestone = Milestone.blank(id=E, due="2026-05-02")
        cost = Words(text="staff time of the partners")
        effort = Effort.blank(id=B, cost=cost, start="2026-01", objectives=(D,), milestones=(milestone,))
        base = blank_plan(
            title="The small mines report to all the people", actions=(Action.blank(id=A, efforts=(effort,)),)
        )
        one, other = done(base, SetValue(address, ours)), done(base, SetValue(address, theirs))
        merged = merge(base, one, other)
        assert merged.plan == one
        three = (value_at(plan, address) for plan in (base, one, other))
        assert merged.conflicts == (Conflict("value", address, *three),)

    def test_two_figures_of_one_item_are_two_fields(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=B, start="2026-01", end="2026-12"),)),))
        ours = done(base, SetValue(f"actions/{A}/efforts/{B}/start", "2026-03"))
        theirs = done(base, SetValue(f"actions/{A}/efforts/{B}/cost", Amount(amount="5", currency="EUR")))
        merged = merge(base, ours, theirs)
        assert merged.conflicts == ()
        effort = merged.plan.actions[0].efforts[0]
        assert (effort.start, effort.end, effort.cost) == ("2026-03", "2026-12", Amount(amount="5", currency="EUR"))

    def test_id_and_version_stay_ours(self):
        base = blank_plan(version=Version(number=1))
        ours, theirs = blank_plan(id=A, version=Version(number=2)), blank_plan(id=B, version=Version(number=3))
        assert merge(base, ours, theirs) == Merged(ours, ())

    def test_contacts_are_left_out_only_where_both_sides_leave_them_out(self):
        full, less = blank_plan(), blank_plan(contacts_left_out=True)
        assert not merge(less, full, less).plan.contacts_left_out
        assert not merge(full, less, full).plan.contacts_left_out
        assert merge(full, less, less).plan.contacts_left_out


class TestItems:
    def test_what_each_side_added_stands_behind_what_it_stood_behind(self):
        merged = merge(objectives(A, B), objectives(A, D, C, B), objectives(A, B, E))
        assert (ids(merged.plan), merged.conflicts) == ([A, D, C, B, E], ())

    def test_what_both_added_at_one_place_comes_in_the_order_of_the_ids(self):
        assert ids(merge(objectives(A), objectives(A, D), objectives(A, C)).plan) == [A, C, D]
        assert ids(merge(objectives(A), objectives(C, E, A), objectives(D, A)).plan) == [C, E, D, A]

    def test_the_order_is_that_of_the_side_that_changed_it(self):
        base = objectives(A, B, C)
        assert ids(merge(base, objectives(C, A, B), objectives(A, B, D, C)).plan) == [C, A, B, D]
        assert ids(merge(base, objectives(A, B, C), objectives(B, C, A)).plan) == [B, C, A]

    def test_two_orders_are_a_conflict_and_ours_stays(self):
        merged = merge(objectives(A, B, C), objectives(C, A, B), objectives(B, A, C))
        assert ids(merged.plan) == [C, A, B]
        assert merged.conflicts == (Conflict("order", "objectives", (A, B, C), (C, A, B), (B, A, C)),)

    def test_what_one_side_removed_and_the_other_left_alone_is_gone(self):
        merged = merge(objectives(A, B), objectives(A), objectives(A, B))
        assert (ids(merged.plan), merged.conflicts) == ([A], ())

    def test_what_one_side_removed_and_the_other_touched_is_kept_as_touched(self):
        base, touched = objectives(A, B), objectives(A, B, **{B: "Less"})
        was, now = base.objectives[1], touched.objectives[1]
        conflict = ("removal", f"objectives/{B}", Place("objectives", 1, was))
        for ours, theirs in ((objectives(A), touched), (touched, objectives(A))):
            merged = merge(base, ours, theirs)
            assert merged.plan == touched
            stand = [Place("objectives", 1, now) if side is touched else None for side in (ours, theirs)]
            assert merged.conflicts == (Conflict(*conflict, *stand),)

    def test_an_action_is_kept_with_all_that_the_other_side_has_in_it(self):
        milestone = Milestone(id=C, title="Opened", due=None)
        efforts = (Effort.blank(id=B, milestones=(milestone,)), Effort.blank(id=D))
        base = blank_plan(actions=(Action.blank(id=A, efforts=efforts),))
        ours = done(base, SetValue(f"actions/{A}/efforts/{B}/milestones/{C}/title", "Open"))
        theirs = done(base, Remove(f"actions/{A}"))
        merged = merge(base, ours, theirs)
        assert merged.plan == ours
        assert told(merged) == [("removal", f"actions/{A}")]

    def test_what_was_saved_from_a_removed_action_does_not_bring_it_back(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        ours = done(base, Move(f"actions/{A}/efforts/{C}", 0, f"actions/{B}/efforts"), Remove(f"actions/{A}"))
        theirs = done(base, SetValue(f"actions/{A}/efforts/{C}/title", "Help desk"))
        merged = merge(base, ours, theirs)
        assert merged.conflicts == ()
        assert merged.plan.actions == (Action.blank(id=B, efforts=(Effort.blank(id=C, title="Help desk"),)),)

    def test_an_effort_that_one_side_moved_and_the_other_removed_is_kept_where_it_was_moved(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        ours, theirs = Move(C, 0, f"{B}/efforts").apply(base), Remove(C).apply(base)
        merged = merge(base, theirs, ours)
        assert merged.plan == ours
        assert told(merged) == [("removal", f"actions/{B}/efforts/{C}")]

    def test_what_was_moved_into_a_removed_action_brings_it_back(self):
        milestone = Milestone.blank(id=E)
        into, out_of = Effort.blank(id=C), Effort.blank(id=D, milestones=(milestone,))
        base = blank_plan(actions=(Action.blank(id=A, efforts=(into,)), Action.blank(id=B, efforts=(out_of,))))
        ours, theirs = Move(E, 0, f"{C}/milestones").apply(base), Remove(A).apply(base)
        merged = merge(base, theirs, ours)
        assert merged.plan == ours
        assert told(merged) == [("removal", f"actions/{A}")]

    def test_an_effort_moved_by_one_side_keeps_what_the_other_wrote(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=C),)), Action.blank(id=B)))
        moved = done(base, Move(f"actions/{A}/efforts/{C}", 0, f"actions/{B}/efforts"))
        written = done(base, SetValue(f"actions/{A}/efforts/{C}/title", "Help desk"))
        assert merge(base, moved, written) == merge(base, written, moved)
        assert merge(base, moved, written).plan.actions[1].efforts[0].title == "Help desk"

    def test_an_effort_moved_to_two_places_is_a_conflict_and_stays_where_ours_is(self):
        actions = (Action.blank(id=A, efforts=(Effort.blank(id=D),)), Action.blank(id=B), Action.blank(id=C))
        base = blank_plan(actions=actions)
        ours = done(base, Move(f"actions/{A}/efforts/{D}", 0, f"actions/{B}/efforts"))
        theirs = done(base, Move(f"actions/{A}/efforts/{D}", 0, f"actions/{C}/efforts"))
        merged = merge(base, ours, theirs)
        assert merged.plan == ours
        assert told(merged) == [("place", f"actions/{B}/efforts/{D}")]

    def test_one_id_for_two_kinds_of_item_becomes_two_ids_and_links_follow(self):
        base = blank_plan(actions=(Action.blank(id=A, efforts=(Effort.blank(id=B),)),))
        ours = done(base, Add("objectives", Objective.blank(id=C)), SetValue(f"actions/{A}/objectives", [C]))
        theirs = done(base, Add("partners", Partner.blank(id=C)), SetValue(f"actions/{A}/efforts/{B}/partners", [C]))
        merged = merge(base, ours, theirs)
        assert merged == merge(base, theirs, ours)
        assert merged.conflicts == ()
        assert merged.plan.actions[0].objectives == (merged.plan.objectives[0].id,) == (C,)
        assert merged.plan.actions[0].efforts[0].partners == (merged.plan.partners[0].id,) != (C,)

    def test_of_two_kinds_of_item_the_one_that_the_base_has_keeps_the_id(self):
        base = blank_plan(partners=(Partner.blank(id=C),))
        touched = SetValue(f"{C}/name", "Ministry").apply(base)
        other = blank_plan(objectives=(Objective.blank(id=C),))
        merged = merge(base, touched, other)
        assert merged.plan.partners == touched.partners
        assert merged.plan.objectives[0].id != C
        assert told(merged) == [("removal", f"partners/{C}")]

    def test_one_id_with_other_content_on_each_side_is_a_conflict_in_the_fields(self):
        ours, theirs = objectives(A, **{A: "Less"}), objectives(A, **{A: "None"})
        assert merge(blank_plan(), ours, theirs) == Merged(
            ours, (Conflict("value", f"objectives/{A}/statement", None, "Less", "None"),)
        )

    def test_contacts_of_one_partner_come_from_both_sides(self):
        base = blank_plan(partners=(Partner.blank(id=A),))
        ours = done(base, Add(f"partners/{A}/contacts", Contact(id=B, name="Ada")))
        theirs = done(base, Add(f"partners/{A}/contacts", Contact(id=C, name="Ben")))
        assert [contact.name for contact in merge(base, ours, theirs).plan.partners[0].contacts] == ["Ada", "Ben"]


ANSWERS = st.builds(
    Answer,
    author=st.sampled_from(["Ann", "Ben", ""]),
    date=st.sampled_from([None, "2026-05-20T10:00:00Z", "2026-05-21T10:00:00Z"]),
    text=st.sampled_from(["Yes.", "No."]),
)


@st.composite
def copies(draw: st.DrawFn) -> tuple[Plan, Plan, Plan]:
    """A plan and two others made of it by edits; one time in four or so, any two others with the same id."""
    base = draw(plans() | st.just(samples.plan()))
    if draw(st.integers(0, 3)) == 3:
        return base, *(draw(plans()).model_copy(update={"id": base.id}) for _ in range(2))

    def edited() -> Plan:
        plan = base
        for _ in range(draw(st.integers(0, 6))):
            try:
                plan = draw(edits(plan)).apply(plan)
            except Refused:  # the plan knows the new id already
                continue
        for comment in plan.comments[: draw(st.integers(0, 2))]:
            answers = (*comment.answers, *draw(st.lists(ANSWERS, min_size=1, max_size=2)))
            plan = SetValue(f"comments/{comment.id}/answers", answers).apply(plan)
        return plan

    return base, edited(), edited()


def content(plan: Plan, *others: Plan) -> str:
    """Return what a merge takes from a plan: all but the version; contacts are left out where all leave them out."""
    left_out = all(one.contacts_left_out for one in (plan, *others))
    return canonical(plan.model_copy(update={"contacts_left_out": left_out}))


def by_item(plan: Plan) -> dict[tuple[type[Record], str], dict[str, Any]]:
    """Return the fields that hold no items, of each item and of the plan and its parts."""
    found = {(type(place.item), place.item.id): fields(place.item) for place in places(plan)}
    found[Plan, ""] = fields(plan)
    for name, kind in parts(Plan).items():
        found[kind, ""] = fields(getattr(plan, name))
    del found[Plan, ""]["contacts_left_out"]
    return found


def fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in values(type(record))}


@fewer(2, in_soak=False)
@given(copies())
def test_what_one_side_alone_changed_is_taken_exactly(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    for plan in (ours, theirs):
        for merged in (merge(base, plan, base), merge(base, base, plan)):
            assert merged.conflicts == ()
            assert content(merged.plan) == content(plan, base)
        assert merge(base, plan, plan) == Merged(plan, ())
    assert merge(base, ours, base).plan.version == ours.version


@fewer(2, in_soak=False)
@given(copies())
def test_it_makes_no_difference_which_side_is_ours(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    # What is in conflict about its place has another address on either side, but for its last id.
    swapped = [(*told_shortly(conflict)[:3], conflict.theirs, conflict.ours) for conflict in other.conflicts]
    assert sorted(map(repr, map(told_shortly, one.conflicts))) == sorted(map(repr, swapped))
    if not one.conflicts:
        assert content(one.plan) == content(other.plan)
    assert by_key(one.plan).keys() == by_key(other.plan).keys()
    disputed = {told_shortly(conflict)[1] for conflict in one.conflicts if conflict.kind == "value"}
    for change in compare(one.plan, other.plan):
        if change.kind == "set":
            assert short(change.address) in disputed
        else:
            assert change.kind == "move"
            assert any(conflict.kind in ("order", "place") for conflict in one.conflicts)


def told_shortly(conflict: Conflict) -> tuple[Any, ...]:
    return conflict.kind, short(conflict.address), conflict.base, conflict.ours, conflict.theirs


def short(address: str) -> str:
    """Return an address from its last id on."""
    steps = address.split("/")
    last = max((number for number, step in enumerate(steps) if step.count("-") == 4), default=0)
    return "/".join(steps[last:])


@fewer(2, in_soak=False)
@given(copies())
def test_the_merged_plan_is_valid(three: tuple[Plan, Plan, Plan]):
    for merged in (merge(*three), merge(*reversed(three))):
        plan = merged.plan
        again = Plan.model_validate(plan.model_dump(mode="json"))
        assert again == plan
        assert again.model_dump_json() == plan.model_dump_json()
        for conflict in merged.conflicts:
            value_at(plan, conflict.address)


@fewer(2, in_soak=False)
@given(copies())
def test_every_value_is_one_that_a_side_has_and_no_number_is_new(three: tuple[Plan, Plan, Plan]):
    _, mine, others = map(by_item, three)
    links_stay = not relinked(three)
    for (kind, id_), merged in by_item(merge(*three).plan).items():
        sides = [side[kind, id_] for side in (mine, others) if (kind, id_) in side]
        for name, value in merged.items():
            had = [side[name] for side in sides]
            if sides and entry_of(kind, name):  # what both have added is joined
                assert value in had or set(value) == set().union(*map(set, had))
            elif sides and is_prose(kind, name):
                assert value in had or numbers(value) <= set().union(*map(numbers, had))
            elif sides and links_stay:
                assert value in had


def relinked(three: tuple[Plan, Plan, Plan]) -> bool:
    """Tell whether an id stands for different kinds of item, so that one of them gets another."""
    keys = set().union(*(by_key(plan).keys() for plan in three))
    return len(keys) > len({id_ for _, id_ in keys})


@fewer(2, in_soak=False)
@given(copies())
def test_nothing_that_a_side_touched_or_added_is_missing(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    if relinked(three):
        assert len(by_key(merge(*three).plan)) >= len(by_key(ours).keys() | by_key(theirs).keys()) - len(by_key(base))
        return
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        now, was = by_item(merged.plan), by_item(base)
        told = {short(conflict.address) for conflict in merged.conflicts}
        for side in (ours, theirs):
            for (kind, id_), values_ in by_item(side).items():
                before = was.get((kind, id_), {})
                if values_ == before:
                    continue
                assert (kind, id_) in now
                for name, value in values_.items():
                    if value != before.get(name) and not is_prose(kind, name):
                        part = next((name for name, model in parts(Plan).items() if model is kind), "")
                        address = "/".join(filter(None, (id_ or part, name)))
                        there = now[kind, id_][name]
                        is_joined = entry_of(kind, name) is not None and set(value) <= set(there)
                        assert there == value or is_joined or address in told


@fewer(2, in_soak=False)
@given(copies())
def test_to_merge_the_same_again_changes_nothing(three: tuple[Plan, Plan, Plan]):
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    if not merged.conflicts and not relinked(three):
        again = merge(base, merged.plan, theirs)
        assert content(again.plan) == content(merged.plan)
        assert {conflict.kind for conflict in again.conflicts} <= {"value"}  # changes of one text that are near now
