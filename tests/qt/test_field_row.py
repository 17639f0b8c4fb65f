"""A field on the screen: what is typed goes into the plan, what changes elsewhere is shown, what is missing is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gmp_desk.domain.edits import SetValue
from gmp_desk.qt.desk import Desk
from tests import samples
from tests.qt.editing import Editing


@pytest.fixture
def editing(desk: Desk, tmp_path: Path):
    made = Editing(desk, samples.plan().model_copy(update={"state": "draft"}), tmp_path)
    yield made
    made.close()


def test_what_is_typed_goes_into_the_plan_and_is_stored(editing: Editing, qtbot):
    row = editing.row("title")
    row.input.line.end(False)
    qtbot.keyClicks(row.input.line, " and more")
    assert editing.plan.title.endswith(" and more")
    assert editing.stored.title == editing.plan.title


def test_a_burst_of_typing_is_one_step_of_undo(editing: Editing, qtbot):
    before = editing.plan.title
    line = editing.row("title").input.line
    line.end(False)
    qtbot.keyClicks(line, "abc")
    editing.open_plan.undo()
    assert editing.plan.title == before
    assert editing.row("title").input.value() == before
    editing.open_plan.redo()
    assert editing.plan.title == f"{before}abc"


def test_a_change_from_elsewhere_is_shown(editing: Editing):
    row = editing.row("title")
    editing.open_plan.do(SetValue("title", "From elsewhere"))
    assert row.input.value() == "From elsewhere"


def test_the_counter_follows_the_text(editing: Editing):
    row = editing.row("summary")
    editing.open_plan.do(SetValue("summary", "Three **small** words"))
    assert row.counter == "3 of 250 words"
    editing.open_plan.do(SetValue("summary", "word " * 251))
    assert row.counter == "251 of 250 words: too long"


def test_chinese_is_counted_in_characters(desk: Desk, tmp_path: Path):
    editing = Editing(desk, samples.plan(samples.PLANS[3]).model_copy(update={"state": "draft"}), tmp_path)
    row = editing.row("summary")
    editing.open_plan.do(SetValue("summary", "汞污染危害健康"))
    assert row.counter == "7 / 250 字"
    editing.close()


def test_what_is_missing_stands_beside_its_field(editing: Editing):
    row = editing.row("summary")
    editing.open_plan.do(SetValue("summary", ""))
    editing.open_plan.settle()
    assert row.notes == ("The issue summary is empty.",)
    editing.open_plan.do(SetValue("summary", "Something"))
    editing.open_plan.settle()
    assert row.notes == ()


def test_the_first_edit_after_a_move_asks_once(desk: Desk, tmp_path: Path):
    editing = Editing(desk, samples.plan().model_copy(update={"state": "agreed"}), tmp_path)
    row = editing.row("title")
    row.input.edited.emit("Other")
    row.input.edited.emit("Another")
    assert (editing.plan.state, editing.plan.title, editing.asked_for_draft) == ("draft", "Another", 1)
    editing.close()


def test_a_plan_that_is_left_as_it_is_shows_its_text_again(desk: Desk, tmp_path: Path):
    editing = Editing(desk, samples.plan().model_copy(update={"state": "agreed"}), tmp_path, draft=False)
    row = editing.row("title")
    before = row.input.value()
    row.input.line.setText("Other")
    row.input.edited.emit("Other")
    assert (editing.plan.state, row.input.value()) == ("agreed", before)
    editing.close()


def test_a_plan_that_is_open_elsewhere_can_only_be_read_until_it_is_closed_there(
    desk_in: Callable, tmp_path: Path, qtbot
):
    desk = desk_in()
    first = Editing(desk, samples.plan(), tmp_path)
    second = Editing(desk, samples.plan(), tmp_path)
    assert second.row("title").input.line.isReadOnly()
    assert second.page.status.stored == "Only to read: open by A. Lead on desk-1"
    first.close()
    second.open_plan.workspace._beat()
    qtbot.waitUntil(lambda: not second.row("title").input.line.isReadOnly())
    assert second.page.status.stored == "Everything is stored"
    second.close()
