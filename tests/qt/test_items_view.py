"""Lists of items: added, opened, moved, duplicated, removed, by mouse and by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import SetValue
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.handling import MIME
from gmp_desk.qt.list_view import ListView
from gmp_desk.qt.rows_view import RowsView
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


@pytest.fixture
def milestones(editing: Editing) -> RowsView:
    """The milestones of an effort that has three."""
    action = editing.plan.actions[0]
    address = f"actions/{action.id}/efforts/{action.efforts[0].id}/milestones"
    editing.row(f"{address.rpartition('/')[0]}/title")
    rows = editing.items(f"actions/{action.id}/efforts").open(action.efforts[0].id).lists[0]
    for line in list(rows.shown):
        rows.carry_out("remove", line)
    for name in ("First", "Second", "Third"):
        rows.add_button.click()
        editing.put(f"{address}/{value_at(editing.plan, address)[-1].id}/title", name)
    return rows


def names(editing: Editing, rows: RowsView) -> list[str]:
    return [milestone.title for milestone in value_at(editing.plan, rows.address)]


@pytest.mark.parametrize(
    ("key", "modifier", "order", "focus"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, ["Second", "First", "Third"], 0),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, ["First", "Third", "Second"], 2),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, ["First", "Third"], 1),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, ["First", "Second", "Second", "Third"], None),
    ],
)
def test_lines_are_moved_removed_and_duplicated_by_keys(editing, milestones, qtbot, key, modifier, order, focus):
    grip = list(milestones.shown.values())[1].grip
    grip.setFocus()
    qtbot.keyClick(grip, key, modifier)
    assert names(editing, milestones) == order
    lines = list(milestones.shown.values())
    focused = editing.view.focusWidget()
    assert focused is lines[focus].grip if focus is not None else lines[2].rows[0].input.isAncestorOf(focused)
    editing.open_plan.undo()
    assert names(editing, milestones) == ["First", "Second", "Third"]


def test_the_grip_of_a_line_says_what_it_holds_and_offers_what_can_be_done(editing, milestones):
    line = list(milestones.shown.values())[1]
    assert line.grip.accessibleName() == "Move or duplicate: Second"
    menu = line.grip.menu_of_record()
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Move up",
        "Move down",
        "Duplicate",
        "Remove",
    ]
    menu.actions()[1].trigger()
    assert names(editing, milestones) == ["First", "Third", "Second"]


def open_menu(widget: QWidget, way: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse) -> QMenu:
    """Press the right button in the middle of a widget, or the key for menus; return the menu that stands there."""
    middle = widget.rect().center()
    QApplication.sendEvent(widget, QContextMenuEvent(way, middle, widget.mapToGlobal(middle)))
    [menu] = [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]
    return menu


@pytest.mark.parametrize("way", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
@pytest.mark.parametrize("part", ["grip", "remove"])
def test_the_menu_on_a_line_is_that_of_the_line(editing, milestones, part, way):
    efforts = editing.plan.actions[0].efforts
    line = list(milestones.shown.values())[1]
    menu = open_menu(getattr(line, part), way)
    menu.actions()[3].trigger()
    menu.close()
    assert names(editing, milestones) == ["First", "Third"]
    assert len(editing.plan.actions[0].efforts) == len(efforts)


def test_the_menu_on_the_head_of_a_card_is_that_of_the_card(editing):
    before = titles(editing)
    editing.section("partners")
    card = editing.items("partners").cards[0]
    card.setFocus()
    menu = open_menu(card._head)
    menu.actions()[3].trigger()
    menu.close()
    assert titles(editing) == before[1:]


def test_a_menu_whose_line_has_gone_meanwhile_does_nothing(editing, milestones):
    line = list(milestones.shown.values())[1]
    menu = open_menu(line.grip)
    editing.open_plan.undo()
    while len(names(editing, milestones)) > 1:
        editing.open_plan.undo()
    left = names(editing, milestones)
    line.grip.wanted.emit("remove")
    assert names(editing, milestones) == left
    menu.close()


def drop(view: ListView, address: str, y: int) -> bool:
    """Drop an item on a list at a height; tell whether the list takes it."""
    data = QMimeData()
    data.setData(MIME, address.encode())
    held = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(10, y), *held)
    entering.ignore()
    QApplication.sendEvent(view, entering)
    if entering.isAccepted():
        QApplication.sendEvent(view, QDropEvent(QPointF(10, y), *held))
        QApplication.processEvents()
    return entering.isAccepted()


def test_a_line_is_dropped_where_it_is_to_stand(editing, milestones):
    first = next(iter(milestones.shown))
    assert drop(milestones, f"{milestones.address}/{first}", milestones.height())
    assert names(editing, milestones) == ["Second", "Third", "First"]
    assert drop(milestones, f"{milestones.address}/{first}", 0)
    assert names(editing, milestones) == ["First", "Second", "Third"]


def test_a_card_is_dropped_where_it_is_to_stand(editing):
    before = titles(editing)
    editing.section("partners")
    view = editing.items("partners")
    assert drop(view, view.cards[2].address, 0)
    assert titles(editing)[:3] == [before[2], before[0], before[1]]


def test_an_item_of_another_kind_is_not_taken(editing, milestones):
    assert not drop(milestones, f"partners/{editing.plan.partners[0].id}", 0)
    assert names(editing, milestones) == ["First", "Second", "Third"]


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
