"""What differs between two versions, told in small plans; and any two plans, by applying the difference."""

from functools import cache
from typing import Any, get_args, get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.address import Place, places
from gmp_desk.domain.compare import Change, compare
from gmp_desk.domain.edits import Add, Duplicate, Move, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Action, Contact, Effort, Indicator, Milestone, Objective, Part, Partner, Plan, Version
from gmp_desk.domain.values import Amount, Item, Reading, Record
from tests import samples
from tests.strategies import blank_plan, edits, new_id, plans

A, B, C, D, E, F = map(new_id, range(1, 7))


def told(before: Plan, after: Plan) -> list[tuple[str, str]]:
    return [(change.kind, change.address) for change in compare(before, after)]


def objectives(*ids: str) -> Plan:
    return blank_plan(objectives=tuple(Objective.blank(id=id_) for id_ in ids))


def test_a_plan_does_not_differ_from_itself():
    assert compare(samples.plan(), samples.plan()) == ()


def test_a_field_is_told_with_its_address_and_both_values():
    before, after = blank_plan(title="One"), blank_plan(title="Two")
    assert compare(before, after) == (Change("set", "title", "One", "Two"),)


def test_fields_in_parts_and_items_have_their_full_address():
    plan = samples.plan()
    effort = plan.actions[0].efforts[0]
    address = f"actions/{plan.actions[0].id}/efforts/{effort.id}/title"
    after = SetValue("evaluation/method", "Ask.").apply(SetValue(address, "Ask first").apply(plan))
    assert compare(plan, after) == (
        Change("set", "evaluation/method", plan.evaluation.method, "Ask."),
        Change("set", address, effort.title, "Ask first"),
    )


def test_links_amounts_readings_and_choices_are_told_whole():
    def plan(**fields: Any) -> Plan:
        effort = Effort.blank(id=B, **{name: fields[name] for name in ("cost", "objectives", "kind")})
        indicator = Indicator.blank(id=C, target=fields["target"])
        plan = blank_plan(actions=(Action.blank(id=A, efforts=(effort,)),))
        return Add("evaluation/indicators", indicator).apply(plan)

    one = {
        "cost": Amount(amount="100", currency="USD"),
        "objectives": (D, E),
        "kind": "bilateral",
        "target": Reading(value="1", qualifier="exact", year=2026),
    }
    other = {
        "cost": Amount(amount="100", currency="EUR"),
        "objectives": (E, D, F),
        "kind": "overarching",
        "target": Reading(value="1", qualifier="at_least", year=2026),
    }
    where = {name: f"actions/{A}/efforts/{B}/{name}" for name in one} | {"target": f"evaluation/indicators/{C}/target"}
    assert set(compare(plan(**one), plan(**other))) == {
        Change("set", where[name], one[name], other[name]) for name in one
    }


def test_the_mark_of_the_file_and_which_version_it_is_are_no_difference():
    assert compare(blank_plan(id=A), blank_plan(id=B)) == ()
    assert compare(blank_plan(version=Version(number=1)), blank_plan(version=Version(number=2, by="Ada"))) == ()


def test_an_item_added_is_told_with_its_place():
    before, after = objectives(A, B), objectives(A, C, B)
    assert compare(before, after) == (
        Change("add", f"objectives/{C}", None, Place("objectives", 1, after.objectives[1])),
    )


def test_an_item_removed_is_told_with_its_place():
    before, after = objectives(A, B, C), objectives(A, C)
    assert compare(before, after) == (
        Change("remove", f"objectives/{B}", Place("objectives", 1, before.objectives[1]), None),
    )


def test_one_item_moved_is_one_difference():
    assert told(objectives(A, B, C, D), objectives(B, C, D, A)) == [("move", f"objectives/{A}")]
    assert told(objectives(A, B, C, D), objectives(D, A, B, C)) == [("move", f"objectives/{D}")]
    assert told(objectives(A, B, C, D), objectives(A, C, B, D)) in (
        [("move", f"objectives/{B}")],
        [("move", f"objectives/{C}")],
    )


def test_adding_and_removing_moves_nothing():
    assert told(objectives(A, B, C), objectives(D, B, E, C)) == [
        ("add", f"objectives/{D}"),
        ("add", f"objectives/{E}"),
        ("remove", f"objectives/{A}"),
    ]


def test_an_effort_moved_to_another_action_is_moved_and_what_was_edited_in_it_is_told_there():
    milestone = Milestone(id=D, title="Opened", due=None)
    effort = Effort.blank(id=C, title="Help desk", milestones=(milestone,))
    before = blank_plan(actions=(Action.blank(id=A, efforts=(effort,)), Action.blank(id=B)))
    after = Move(f"actions/{A}/efforts/{C}", 0, f"actions/{B}/efforts").apply(before)
    after = SetValue(f"actions/{B}/efforts/{C}/milestones/{D}/title", "Open").apply(after)
    address = f"actions/{B}/efforts/{C}"
    there = Place(f"actions/{B}/efforts", 0, after.actions[1].efforts[0])
    assert compare(before, after) == (
        Change("move", address, Place(f"actions/{A}/efforts", 0, effort), there),
        Change("set", f"{address}/milestones/{D}/title", "Opened", "Open"),
    )


def test_efforts_saved_from_a_removed_action_are_moved_not_lost():
    effort = Effort.blank(id=C, title="Help desk")
    before = blank_plan(actions=(Action.blank(id=A, title="Old", efforts=(effort,)), Action.blank(id=B)))
    after = Remove(f"actions/{A}").apply(Move(f"actions/{A}/efforts/{C}", 0, f"actions/{B}/efforts").apply(before))
    move, remove = compare(before, after)
    assert (move.kind, move.address) == ("move", f"actions/{B}/efforts/{C}")
    assert (remove.kind, remove.before.item) == ("remove", Action.blank(id=A, title="Old"))


def test_efforts_moved_into_a_new_action_are_moved_and_the_action_is_added_without_them():
    effort, new = Effort.blank(id=C, title="Help desk"), Effort.blank(id=D, title="Peers")
    before = blank_plan(actions=(Action.blank(id=A, efforts=(effort,)),))
    after = blank_plan(actions=(Action.blank(id=A), Action.blank(id=B, efforts=(new, effort))))
    add, move = compare(before, after)
    assert add.after.item == Action.blank(id=B, efforts=(new,))
    assert (move.kind, move.address, move.after.position) == ("move", f"actions/{B}/efforts/{C}", 1)


def test_a_duplicate_is_one_addition():
    plan = samples.plan()
    after = Duplicate(f"actions/{plan.actions[0].id}", A).apply(plan)
    assert told(plan, after) == [("add", f"actions/{A}")]


def test_a_partner_removed_is_one_removal_with_its_contacts_and_each_link_that_went_with_it():
    contact = Contact(id=B, name="Ada")
    partner = Partner.blank(id=A, name="Ministry", contacts=(contact,))
    effort = Effort.blank(id=D, partners=(A,), contacts=(B,))
    before = blank_plan(partners=(partner,), actions=(Action.blank(id=C, efforts=(effort,)),))
    changes = compare(before, Remove(f"partners/{A}").apply(before))
    assert [(change.kind, change.address) for change in changes] == [
        ("set", f"actions/{C}/efforts/{D}/partners"),
        ("set", f"actions/{C}/efforts/{D}/contacts"),
        ("remove", f"partners/{A}"),
    ]
    assert changes[-1].before.item == partner


@given(st.data())
def test_the_difference_applied_to_the_earlier_version_gives_the_later_one(data: st.DataObject):
    before = after = data.draw(plans())
    for _ in range(data.draw(st.integers(1, 6))):
        edit = data.draw(edits(after))
        try:
            after = edit.apply(after)
        except Refused:  # the plan knows the new id already
            continue
    assert flat(patched(before, compare(before, after))) == flat(after)
    assert flat(patched(after, compare(after, before))) == flat(before)


@given(plans(), plans())
def test_the_difference_of_any_two_plans_leads_from_one_to_the_other(before: Plan, after: Plan):
    assert flat(patched(before, compare(before, after))) == flat(after)
    assert (compare(before, after) == ()) == (flat(before) == flat(after))


@given(st.permutations(range(8)))
def test_as_few_items_are_moved_as_can_be(order: list[int]):
    before, after = objectives(*map(new_id, range(8))), objectives(*map(new_id, order))
    moves = compare(before, after)
    assert {change.kind for change in moves} <= {"move"}
    assert len(moves) == 8 - longest_rising(order)


def longest_rising(numbers: list[int]) -> int:
    lengths: list[int] = []
    for position, number in enumerate(numbers):
        lengths.append(1 + max((lengths[i] for i in range(position) if numbers[i] < number), default=0))
    return max(lengths)


# A plan as flat tables, which a difference is applied to: the fields of each item, and the order of each list.
Flat = tuple[dict[str, dict[str, Any]], dict[str, list[str]]]


def flat(plan: "Plan | Flat") -> Flat:
    """Return the fields that are no items, by the item's id ("" for the plan), and the ids in each list by its home."""
    if isinstance(plan, tuple):
        return plan
    fields = {"": fields_of(plan)}
    for part in (value for _, value in plan if isinstance(value, Part)):
        name = next(name for name, value in plan if value is part)
        fields[""] |= {f"{name}/{inner}": value for inner, value in fields_of(part).items()}
    for unimportant in ("format", "format_version", "id", "version"):
        del fields[""][unimportant]
    order: dict[str, list[str]] = {}
    for place in places(plan):
        fields[place.item.id] = fields_of(place.item)
        order.setdefault(place.home, []).append(place.item.id)
    return fields, order


def fields_of(record: Record) -> dict[str, Any]:
    """Return the fields that hold neither items nor parts; an item's kind is one of them."""
    kind = {"kind of item": type(record)} if isinstance(record, Item) else {}
    return {name: getattr(record, name) for name in plain_fields(type(record))} | kind


@cache
def plain_fields(model: type[Record]) -> list[str]:
    hints = get_type_hints(model)
    kinds = {name: [hints[name], *get_args(hints[name])] for name in model.model_fields}
    return [
        name
        for name, parts in kinds.items()
        if not any(isinstance(part, type) and issubclass(part, Item | Part) for part in parts)
    ]


def patched(plan: Plan, changes: tuple[Change, ...]) -> Flat:
    """Apply a difference: take out what was removed or moved, put in what was added or moved, then set the fields."""
    fields, order = flat(plan)
    placed: list[Place] = []
    for change in changes:
        if change.kind == "remove":
            order[change.before.home].remove(change.before.item.id)
            for place in places_within(change.before):
                del fields[place.item.id]
                if place.list != change.before.list:
                    order[place.home].remove(place.item.id)
        elif change.kind == "move":
            order[change.before.home].remove(change.before.item.id)
            placed.append(change.after)
    for change in changes:
        if change.kind == "add":
            placed.append(change.after)
            for place in places_within(change.after):
                fields[place.item.id] = fields_of(place.item)
                if place.list != change.after.list:
                    order.setdefault(place.home, []).append(place.item.id)
    for place in sorted(placed, key=lambda place: place.position):
        order.setdefault(place.home, []).insert(place.position, place.item.id)
    for change in changes:
        if change.kind == "set":
            *above, name = change.address.split("/")
            holder = above[-1] if above and above[-1] in fields else ""
            fields[holder]["/".join([*above, name]) if not holder else name] = change.after
    return fields, {home: ids for home, ids in order.items() if ids}


def places_within(place: Place) -> list[Place]:
    return [place, *places(place.item, f"{place.address}/")]
