"""A step is named in the menu by what was done and where, in the language of the interface."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.app.history import Doing, History, Step
from gmp_desk.app.moving import Restore
from gmp_desk.app.step_names import redo_name, step_name, undo_name
from gmp_desk.app.workspace import Accept, BeginDraft
from gmp_desk.domain.edits import Add, Duplicate, Link, Move, Remove, SetValue, Together, Unlink
from gmp_desk.domain.plan import Answer, Comment, LinkageInside, Milestone, Objective, Partner, Plan
from gmp_desk.domain.proposals import propose
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES
from tests import samples
from tests.app.desks import DAY
from tests.strategies import blank_plan, edits, new_id, plans

PLAN = samples.plan()
ACTION = PLAN.actions[0]
EFFORT = ACTION.efforts[0]
PARTNER = PLAN.partners[0]
SOMEBODY = Partner.blank(id=new_id(9), name="Somebody")
WITH_SOMEBODY = blank_plan(partners=(SOMEBODY,))
CATALOGUES = samples.program().catalogue_in
TERMS = {language: Terms(samples.template(), CATALOGUES(language)) for language in LANGUAGES}


def terms(language: str = "en") -> Terms:
    return TERMS[language]


def step(edit: Doing, plan: Plan = PLAN) -> Step:
    history = History()
    history.do(plan, edit)
    return history.undo()


@pytest.mark.parametrize(
    ("address", "value", "name"),
    [
        ("summary", "Less mercury", "Undo typing in Issue summary"),
        ("title", "Less mercury", "Undo typing in Title of the plan"),
        ("evaluation/method", "By asking", "Undo typing in How performance is measured and reported"),
        (f"partners/{PARTNER.id}/name", "Somebody", "Undo typing in Partner"),
        (f"actions/{ACTION.id}/efforts/{EFFORT.id}/targets", "None", "Undo typing in Targets"),
        (f"actions/{ACTION.id}/efforts/{EFFORT.id}/cost", None, "Undo: change of Cost"),
        ("language", "fr", "Undo: change of Language of the text"),
        ("continues", new_id(1), "Undo: change of Business plan"),
    ],
)
def test_a_value_is_named_by_the_label_of_its_field(address: str, value: object, name: str):
    done = step(SetValue(address, value))
    assert undo_name(done, terms()) == name
    assert redo_name(done, terms()) == name.replace("Undo", "Redo")


def test_an_item_that_is_removed_or_moved_is_named():
    assert (
        undo_name(step(Remove(f"partners/{SOMEBODY.id}"), WITH_SOMEBODY), terms())
        == "Undo: remove the partner “Somebody”"
    )
    moved = step(Move(f"actions/{ACTION.id}", 1))
    assert step_name(moved, terms()).startswith(f"move the priority action “{ACTION.title[:30]}")
    assert step_name(step(Duplicate(f"actions/{ACTION.id}", new_id(1))), terms()).startswith("duplicate the priority")


def test_an_item_that_is_added_is_named_as_far_as_it_has_a_name():
    blank = Add("partners", Partner.blank(id=new_id(1)))
    named = Add("partners", Partner.blank(id=new_id(1), name="Somebody"))
    assert redo_name(step(blank), terms()) == "Redo: add the partner"
    assert redo_name(step(named), terms()) == "Redo: add the partner “Somebody”"
    milestone = Add(f"actions/{ACTION.id}/efforts/{EFFORT.id}/milestones", Milestone.blank(id=new_id(1), title="Begun"))
    assert step_name(step(milestone), terms()) == "add the milestone “Begun”"
    linkage = Add("linkages/inside", LinkageInside.blank(id=new_id(1), topic="Oil"))
    assert step_name(step(linkage), terms()) == "add the linkage inside the Partnership “Oil”"


def test_a_long_name_with_marks_is_shown_as_its_first_words_on_one_line():
    objective = Objective.blank(id=new_id(1), statement="**Fewer**\n\n- mines \u202ethat use mercury in whatever form")
    name = step_name(step(Add("objectives", objective), blank_plan()), terms())
    assert name == "add the objective “Fewer mines that use mercury in whateve…”"


def test_links_are_named_by_their_field():
    address = f"actions/{ACTION.id}/objectives"
    linked = ACTION.objectives[0]
    assert step_name(step(Unlink(address, linked)), terms()) == "change of Objectives served"
    other = next(objective.id for objective in PLAN.objectives if objective.id not in EFFORT.objectives)
    edit = Link(f"actions/{ACTION.id}/efforts/{EFFORT.id}/objectives", other)
    assert step_name(step(edit), terms()) == "change of Objectives served"


def test_several_edits_together_are_named_by_what_they_add():
    address = f"actions/{ACTION.id}/efforts/{EFFORT.id}/partners"
    new = Partner.blank(id=new_id(1), name="Somebody")
    assert step_name(step(Together((Add("partners", new), Link(address, new.id)), "add")), terms()) == (
        "add the partner “Somebody”"
    )
    assert step_name(step(Together((SetValue("title", "A"), SetValue("area", "coal")), "set")), terms()) == (
        "change of Title of the plan"
    )


def test_what_is_no_edit_of_ones_own_has_a_name_too():
    other = PLAN.model_copy(update={"title": "Theirs"})
    (proposal,) = propose(PLAN, PLAN, other, author="Reviewer", date=None, source="returned.gmpplan")
    assert step_name(step(Accept(proposal, over=False)), terms()) == "accept a suggested change"
    assert step_name(step(Restore(blank_plan(title="Earlier"), DAY, "Ann")), terms()) == "restore an earlier version"
    sent = PLAN.model_copy(update={"state": "submitted"})
    begun = step(BeginDraft(on=DAY, by="Lead"), sent)
    assert undo_name(begun, terms()) == "Undo: start the next draft"


def test_what_has_no_label_is_named_all_the_same():
    comment = Comment(
        id=new_id(1), field="summary", author="A", text="Why?", answers=(), decision="open", source="", date=None
    )
    added = step(Add("comments", comment))
    assert step_name(added, terms()) == "add the item"
    answers = SetValue(f"comments/{comment.id}/answers", (Answer(author="B", date=None, text="Because"),))
    assert step_name(step(answers, added.after), terms()) == "change of Business plan"


def test_a_name_is_kept_apart_from_the_words_around_it_where_these_run_from_right_to_left():
    assert "\u2068Somebody\u2069" in step_name(step(Remove(f"partners/{SOMEBODY.id}"), WITH_SOMEBODY), terms("ar"))


@given(plans(), st.data())
def test_every_edit_has_a_name_in_every_language(plan: Plan, data: st.DataObject):
    edit = data.draw(edits(plan))
    done = Step(edit, plan, edit.apply(plan))
    for language in LANGUAGES:
        assert undo_name(done, TERMS[language]) != redo_name(done, TERMS[language])
        assert step_name(done, TERMS[language]).strip()
