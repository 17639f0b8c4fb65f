"""What a comparison tells, in the words of the interface."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.app import comparing
from gmp_desk.app.comparing import Side, Span, marked
from gmp_desk.domain.compare import compare
from gmp_desk.domain.edits import Add, Move, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Action, Contact, Effort, Indicator, Objective, Partner
from gmp_desk.domain.proposals import propose
from gmp_desk.formats.terms import Terms
from gmp_desk.storage.records import Offered
from tests import samples
from tests.app.desks import small_plan
from tests.strategies import edits, fewer, new_id, plans, texts

ACTION, OTHER, EFFORT = new_id(10), new_id(11), new_id(12)


@pytest.fixture(scope="module")
def words():
    """The words of the template and the form of dates, in English."""
    program = samples.program()
    return Terms(program.template(), program.catalogue), program.locale()


def plan_with_effort(**fields):
    effort = Effort.blank(id=EFFORT, title="Help desk", objectives=(new_id(1),), **fields)
    actions = (
        Action.blank(id=ACTION, title="Support", efforts=(effort,)),
        Action.blank(id=OTHER, title="Explore"),
    )
    return small_plan(actions=actions)


def after(plan, *changes):
    for change in changes:
        plan = change.apply(plan)
    return plan


def told(words, plan, *changes):
    return comparing.differences(plan, after(plan, *changes), *words)


def one(words, plan, *changes):
    [difference] = told(words, plan, *changes)
    return difference


def test_words_that_were_taken_out_and_put_in_are_marked():
    assert marked("the small old mine", "the large old mine here") == (
        Side("the small old mine", (Span(4, 9),)),
        Side("the large old mine here", (Span(4, 9), Span(18, 23))),
    )


@given(texts(), texts())
def test_what_is_not_marked_is_the_same_on_both_sides(before, now):
    def unmarked(side):
        kept, place = [], 0
        for mark in side.marks:
            kept.append(side.text[place : mark.start])
            place = mark.end
        return "".join([*kept, side.text[place:]])

    sides = marked(before, now)
    assert [side.text for side in sides] == [before, now]
    assert unmarked(sides[0]) == unmarked(sides[1])


def test_a_text_is_compared_as_a_reader_sees_it(words):
    found = one(words, small_plan(summary="Mines use **mercury**."), SetValue("summary", "Mines use **less mercury**."))
    assert (found.where.section, found.where.field, found.where.item) == ("summary", "Issue summary", "")
    assert (found.before.text, found.after.text) == ("Mines use mercury.", "Mines use less mercury.")
    assert [found.after.text[mark.start : mark.end].strip() for mark in found.after.marks] == ["less"]
    assert found.written


def test_a_change_of_looks_alone_is_shown_as_it_was_typed(words):
    found = one(words, small_plan(summary="Mines use mercury."), SetValue("summary", "Mines use *mercury*."))
    assert (found.before.text, found.after.text) == ("Mines use mercury.", "Mines use *mercury*.")
    assert found.after.marks


def test_an_amount_a_month_and_a_choice_are_told_before_and_after(words):
    plan = plan_with_effort(cost={"amount": "480000", "currency": "USD"}, start="2026-05")
    address = f"actions/{ACTION}/efforts/{EFFORT}"
    found = {
        difference.where.field: (difference.before.text, difference.after.text, difference.written)
        for difference in told(
            words,
            plan,
            SetValue(f"{address}/cost", {"text": "staff time"}),
            SetValue(f"{address}/start", None),
            SetValue(f"{address}/kind", "bilateral"),
        )
    }
    assert found == {
        "Cost": ("USD\u00a0480,000", "staff time", False),
        "Start": ("May 2026", "", False),
        "Kind": ("Overarching", "Bilateral", False),
    }


def test_a_field_of_an_item_is_told_with_the_item_and_what_holds_it(words):
    found = one(words, plan_with_effort(), SetValue(f"actions/{ACTION}/efforts/{EFFORT}/targets", "Ten countries"))
    assert found.where.section == "efforts"
    assert found.where.title == "Effort “Help desk” · Targets"
    assert found.where.holder == "Priority action “Support”"


def test_an_item_without_a_name_is_told_by_its_number(words):
    plan = small_plan(evaluation={"method": "", "indicators": (Indicator.blank(id=new_id(20)),)})
    found = one(words, plan, SetValue(f"evaluation/indicators/{new_id(20)}/unit", "tonnes"))
    assert found.where.item == "Indicator 1"


def test_links_are_told_by_the_names_of_what_they_lead_to(words):
    found = one(
        words, plan_with_effort(), SetValue(f"actions/{ACTION}/efforts/{EFFORT}/objectives", (new_id(1), new_id(2)))
    )
    assert found.before.text == "Fewer mines use mercury"
    assert found.after.text == "Fewer mines use mercury\nNobody burns amalgam at home"
    assert [found.after.text[mark.start : mark.end] for mark in found.after.marks] == ["Nobody burns amalgam at home"]


def test_a_moved_item_is_told_with_its_places(words):
    found = one(words, small_plan(), Move(f"objectives/{new_id(2)}", 0))
    assert (found.kind, found.where.item) == ("move", "Objective “Nobody burns amalgam at home”")
    assert (found.before.text, found.after.text) == ("Place 2", "Place 1")
    found = one(words, plan_with_effort(), Move(f"actions/{ACTION}/efforts/{EFFORT}", 0, f"actions/{OTHER}/efforts"))
    assert found.after.text == "Place 1 in Priority action “Explore”"


def test_an_item_that_was_added_or_removed_is_told_whole(words):
    partner = Partner.blank(
        id=new_id(30),
        name="Elsewhere",
        country="PE",
        contacts=(Contact(id=new_id(31), name="B. Person", email="b@example.org"),),
    )
    added = one(words, small_plan(), Add("partners", partner))
    assert (added.kind, added.before.text) == ("add", "")
    assert added.after.text.split("\n") == [
        "Partner: Elsewhere", "Category: Government", "Country: Peru", "Role: Partner", "Contacts:",
        "Contact: B. Person", "E-mail: b@example.org",
    ]  # fmt: skip
    removed = one(words, small_plan(partners=(partner,)), Remove(f"partners/{partner.id}"))
    assert (removed.kind, removed.before.text, removed.after.text) == ("remove", added.after.text, "")


def test_differences_stand_in_the_order_of_the_sections(words):
    found = told(
        words,
        small_plan(),
        SetValue("planning_process", "Yearly"),
        SetValue("summary", "Short"),
        SetValue("title", "Other"),
        Remove(f"objectives/{new_id(1)}"),
    )
    assert [difference.where.section for difference in found] == ["", "summary", "objectives", "planning_process"]


@fewer(4)
@given(st.data())
def test_whatever_differs_can_be_told(words, data):
    before = data.draw(plans())
    now = before
    for _ in range(3):
        try:
            now = data.draw(edits(now)).apply(now)
        except Refused:
            continue
    assert len(comparing.differences(before, now, *words)) == len(compare(before, now))


def offer(base, ours, theirs, decision="open"):
    made = propose(base, ours, theirs, author="Ben", date="2026-11-20T10:00:00Z", source="returned.gmpplan")
    return [Offered(proposal, 2, decision, "") for proposal in made]


def suggested(words, base, ours, theirs, decision="open"):
    return comparing.suggestions(ours, offer(base, ours, theirs, decision), *words)


def test_a_suggestion_tells_what_stood_stands_and_would_stand_there(words):
    base = small_plan()
    theirs = after(base, SetValue("summary", base.summary.replace("harms", "sickens")))
    ours = after(base, SetValue("summary", f"Gold is mined. {base.summary}"))
    [found] = suggested(words, base, ours, theirs)
    assert found.before.text == base.summary
    assert found.now.text == ours.summary
    assert found.suggested.text == ours.summary.replace("harms", "sickens")
    assert [found.suggested.text[mark.start : mark.end] for mark in found.suggested.marks] == ["sickens"]
    assert not found.is_disputed


def test_a_suggestion_for_what_was_changed_here_as_well_is_disputed(words):
    base = small_plan()
    theirs, ours = (after(base, SetValue("title", title)) for title in ("Theirs", "Ours"))
    [found] = suggested(words, base, ours, theirs)
    assert found.is_disputed
    assert [side.text for side in (found.before, found.now, found.suggested)] == ["Less mercury", "Ours", "Theirs"]


def test_a_suggestion_becomes_disputed_when_the_field_is_edited_later(words):
    base = small_plan()
    [offered] = offer(base, base, after(base, SetValue("title", "Theirs")))
    [before] = comparing.suggestions(base, [offered], *words)
    [later] = comparing.suggestions(after(base, SetValue("title", "Ours")), [offered], *words)
    assert (before.is_disputed, later.is_disputed) == (False, True)


def test_a_structured_value_is_told_in_words_though_it_is_stored_as_json(words):
    base = small_plan()
    [found] = suggested(words, base, base, after(base, SetValue("period", {"first_year": 2028, "last_year": 2029})))
    assert found.suggested.text == "2028–2029"


def test_a_suggestion_for_an_item_that_is_gone_says_so(words):
    base = small_plan()
    [offered] = offer(base, base, after(base, SetValue(f"objectives/{new_id(1)}/statement", "No mine uses mercury")))
    [found] = comparing.suggestions(after(base, Remove(f"objectives/{new_id(1)}")), [offered], *words)
    assert not found.is_there
    assert (found.now.text, found.suggested.text) == ("Fewer mines use mercury", "No mine uses mercury")


def test_suggested_items_are_told_whole_and_links_to_them_by_name(words):
    base = plan_with_effort()
    objective = Objective.blank(id=new_id(40), statement="Mercury stays in the ground")
    address = f"actions/{ACTION}/efforts/{EFFORT}/objectives"
    found = suggested(words, base, base, after(base, Add("objectives", objective), SetValue(address, (objective.id,))))
    assert {(one.kind, one.suggested.text) for one in found} == {
        ("add", "Objective: Mercury stays in the ground"),
        ("set", "Mercury stays in the ground"),
    }


def test_a_suggested_move_tells_the_places(words):
    base = plan_with_effort()
    theirs = after(base, Move(f"actions/{ACTION}/efforts/{EFFORT}", 0, f"actions/{OTHER}/efforts"))
    [found] = suggested(words, base, base, theirs)
    assert found.now.text == "Place 1 in Priority action “Support”"
    assert found.suggested.text == "Place 1 in Priority action “Explore”"


def test_an_accepted_suggestion_tells_what_was_there_before(words):
    base = small_plan()
    theirs = after(base, SetValue("title", "Theirs"))
    [offered] = offer(base, base, theirs, "accepted")
    [found] = comparing.suggestions(theirs, [offered], *words)
    assert (found.now.text, found.suggested.text) == ("Less mercury", "Theirs")


def test_an_accepted_move_tells_where_the_item_was(words):
    base = plan_with_effort()
    theirs = after(base, Move(f"actions/{ACTION}/efforts/{EFFORT}", 0, f"actions/{OTHER}/efforts"))
    [found] = comparing.suggestions(theirs, offer(base, base, theirs, "accepted"), *words)
    assert found.now.text == "Priority action “Support”"
    assert found.suggested.text == "Place 1 in Priority action “Explore”"


@fewer(5)
@given(st.data())
def test_whatever_is_suggested_can_be_told_at_any_time(words, data):
    base = data.draw(plans())
    copies = []
    for _ in range(3):
        copy = base
        for _ in range(2):
            try:
                copy = data.draw(edits(copy)).apply(copy)
            except Refused:
                continue
        copies.append(copy)
    ours, theirs, later = copies
    offered = offer(base, ours, theirs)
    for plan in (ours, later):
        assert len(comparing.suggestions(plan, offered, *words)) == len(offered)


def test_authors_are_told_once_each(words):
    base = small_plan()
    offered = offer(base, base, after(base, SetValue("title", "A"), SetValue("summary", "B")))
    assert comparing.authors(offered) == ("Ben",)


def test_a_moment_is_told_by_the_clock_here_and_a_damaged_one_as_it_is(words):
    assert comparing.told_moment("2026-11-20T10:00:00Z", words[1]).startswith(("19 Nov", "20 Nov", "21 Nov"))
    assert comparing.told_moment("not a moment", words[1]) == "not a moment"
