import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.app.history import History, Step
from gmp_desk.domain.edits import Add, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Objective
from tests.strategies import blank_plan, edits, new_id, plans


def label(step: Step | None) -> str:
    return step.edit.label if step else ""


def test_undo_gives_the_plan_before_and_redo_the_plan_after():
    history, plan = History(), blank_plan()
    edited = history.do(plan, SetValue("title", "Less mercury"))
    assert edited.title == "Less mercury"
    assert history.undo().before is plan
    assert history.redo().after is edited


def test_there_is_nothing_to_undo_or_redo_at_first():
    history = History()
    assert not history.can_undo
    assert not history.can_redo
    assert (history.last_done, history.last_undone) == (None, None)


def test_the_last_steps_say_what_is_undone_and_redone():
    history, plan = History(), blank_plan()
    plan = history.do(plan, Add("objectives", Objective.blank(id=new_id(1))))
    plan = history.do(plan, SetValue("title", "Less mercury"))
    assert (label(history.last_done), label(history.last_undone)) == ("set", "")
    history.undo()
    assert (label(history.last_done), label(history.last_undone)) == ("add", "set")


def test_a_new_step_forgets_what_was_undone():
    history, plan = History(), blank_plan()
    history.do(plan, SetValue("title", "One"))
    other = history.do(history.undo().before, SetValue("title", "Two"))
    assert not history.can_redo
    assert other.title == "Two"
    assert history.undo().before is plan


def test_an_edit_that_changes_nothing_is_no_step():
    history, plan = History(), blank_plan(title="One")
    assert history.do(plan, SetValue("title", "One")) is plan
    assert not history.can_undo


def test_an_edit_that_changes_nothing_does_not_forget_what_was_undone():
    history = History()
    history.do(blank_plan(), SetValue("title", "One"))
    plan = history.undo().before
    history.do(plan, SetValue("title", plan.title))
    assert history.can_redo


def test_a_step_that_accepts_a_proposal_is_one_though_it_changes_nothing():
    history, plan = History(), blank_plan(title="One")
    history.do(plan, SetValue("title", "One"), proposal=new_id(1))
    assert history.undo().proposal == new_id(1)
    assert history.redo().proposal == new_id(1)


def test_settings_of_one_field_that_are_joined_are_one_step():
    history, plan = History(), blank_plan()
    for text in ("L", "Le", "Less"):
        plan = history.do(plan, SetValue("title", text), joined=True)
    plan = history.do(plan, SetValue("summary", "More"), joined=True)
    assert history.undo().before.title == "Less"
    assert history.undo().before == blank_plan()
    assert not history.can_undo


def test_what_is_typed_after_an_undo_is_a_step_of_its_own():
    history = History()
    plan = history.do(blank_plan(), SetValue("title", "One"))
    history.do(plan, SetValue("title", "Two"))
    history.do(history.undo().before, SetValue("title", "Three"), joined=True)
    assert history.undo().before.title == "One"


def test_an_edit_that_is_refused_leaves_no_step():
    history, plan = History(), blank_plan()
    with pytest.raises(Refused):
        history.do(plan, Remove("objectives/nowhere"))
    assert not history.can_undo


@given(st.data())
def test_any_edits_undone_in_full_give_an_equal_plan_and_redone_in_full_the_last_one(data: st.DataObject):
    history = History()
    first = last = data.draw(plans())
    before = first.model_dump_json()
    for _ in range(data.draw(st.integers(0, 8))):
        edit = data.draw(edits(last))
        try:
            last = history.do(last, edit)
        except Refused:  # the plan knows the new id already
            continue
    plan = last
    while history.can_undo:
        plan = history.undo().before
    assert plan == first
    assert plan.model_dump_json() == before
    while history.can_redo:
        plan = history.redo().after
    assert plan == last
