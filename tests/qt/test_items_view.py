"""Lists of items: added, opened, moved, duplicated, removed, by mouse and by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import SetValue
from gmp_desk.qt.desk import Desk
from tests import samples
from tests.qt.editing import Editing


@pytest.fixture
def editing(desk: Desk, tmp_path: Path):
    made = Editing(desk, samples.plan().model_copy(update={"state": "draft"}), tmp_path)
    yield made
    made.close()


def titles(editing: Editing) -> list[str]:
    return [partner.name for partner in editing.plan.partners]


def test_an_item_is_added_at_the_end_and_opened(editing: Editing):
    editing.section("partners")
    address = editing.add("partners")
    assert editing.plan.partners[-1].id in address
    assert editing.items("partners").cards[-1].is_open


def test_only_one_card_is_open(editing: Editing):
    editing.section("partners")
    cards = editing.items("partners").cards
    cards[0].wanted.emit("toggle")
    cards[1].wanted.emit("toggle")
    assert [card.is_open for card in cards[:3]] == [False, True, False]
    cards[1].wanted.emit("toggle")
    assert not cards[1].is_open


@pytest.mark.parametrize(
    ("key", "modifier", "order"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, [1, 0, 2]),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, [1, 2, 3]),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, [0, 0, 1]),
    ],
)
def test_cards_are_moved_removed_and_duplicated_by_keys(editing: Editing, qtbot, key, modifier, order):
    before = titles(editing)
    editing.section("partners")
    card = editing.items("partners").cards[0]
    card.setFocus()
    qtbot.keyClick(card, key, modifier)
    assert titles(editing)[:3] == [before[place] for place in order]
    editing.open_plan.undo()
    assert titles(editing) == before
    shown = [card.accessibleName() for card in editing.items("partners").cards]
    assert all(name in card for name, card in zip(before, shown, strict=True))


def test_arrows_go_from_card_to_card(editing: Editing, qtbot):
    editing.section("partners")
    cards = editing.items("partners").cards
    cards[0].setFocus()
    qtbot.keyClick(cards[0], Qt.Key.Key_Down)
    assert editing.view.focusWidget() is cards[1]


def test_a_card_says_what_is_missing_in_it(editing: Editing):
    editing.section("efforts")
    effort = editing.plan.actions[0].efforts[0]
    address = f"actions/{editing.plan.actions[0].id}/efforts"
    editing.put(f"{address}/{effort.id}/contacts", ())
    editing.open_plan.settle()
    assert "1 to settle" in editing.items(address).cards[0].accessibleName()


def test_an_empty_list_says_what_belongs_there(desk: Desk, tmp_path: Path):
    plan = samples.plan().model_copy(update={"state": "draft", "opportunities": ()})
    editing = Editing(desk, plan, tmp_path)
    editing.section("opportunities")
    view = editing.items("opportunities")
    assert view.is_empty_shown
    editing.add("opportunities")
    assert not view.is_empty_shown
    editing.close()


def test_milestones_are_a_small_table_in_their_effort(editing: Editing):
    action = editing.plan.actions[0]
    address = f"actions/{action.id}/efforts/{action.efforts[0].id}/milestones"
    before = len(value_at(editing.plan, address))
    editing.row(f"{address.rpartition('/')[0]}/title")
    rows = editing.items(f"actions/{action.id}/efforts").open(action.efforts[0].id).lists[0]
    rows.add_button.click()
    assert len(value_at(editing.plan, address)) == before + 1
    new = value_at(editing.plan, address)[-1]
    editing.put(f"{address}/{new.id}/title", "Report published")
    assert value_at(editing.plan, address)[-1].title == "Report published"


def test_the_reason_is_asked_for_outside_three_to_five_actions(editing: Editing):
    page = editing.section("actions")
    [reason] = [row for row in page.rows if row.address == "actions_justification"]
    editing.open_plan.do(SetValue("actions_justification", ""))
    assert reason.isHidden()
    for card in editing.items("actions").cards[: len(editing.plan.actions) - 2]:
        card.wanted.emit("remove")
    assert not reason.isHidden()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_a_key_that_an_input_has_no_use_for_does_nothing_to_its_card(editing: Editing, qtbot, key):
    before = titles(editing)
    editing.section("partners")
    view = editing.items("partners")
    form = view.open(editing.plan.partners[0].id)
    combo = next(row for row in form.rows if row.address.endswith("/category")).input.combo
    combo.setFocus()
    qtbot.keyClick(combo, key)
    assert titles(editing) == before
    assert view.cards[0].is_open


def test_a_section_does_not_show_what_is_missing_in_another(editing: Editing):
    action = editing.plan.actions[0]
    editing.open_plan.do(SetValue(f"actions/{action.id}/efforts/{action.efforts[0].id}/partners", ()))
    editing.open_plan.settle()
    editing.section("partners")
    assert editing.items("partners").notes == ()
