"""Partners and contacts that are added where they are found to be missing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gmp_desk.domain.plan import Action, Contact, Effort, Partner
from gmp_desk.qt import quick_add
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.quick_add import ContactDialog, PartnerDialog, add_contact, add_partner
from tests.qt.opened import Opened
from tests.strategies import blank_plan, new_id

EFFORT = new_id(2)
UNEP = Partner.blank(id=new_id(3), name="UNEP", role="partner", category="international_organization")
BEGUN = blank_plan(actions=(Action.blank(id=new_id(1), efforts=(Effort.blank(id=EFFORT),)),))
Answer = Callable[[QDialog], bool]


@pytest.fixture
def opened(desk: Desk, tmp_path: Path):
    made = Opened(desk, BEGUN, tmp_path)
    yield made
    made.close()


def answered(monkeypatch: pytest.MonkeyPatch, **answers: Answer) -> None:
    """Answer the dialogs, by the kind of each, as a user would who fills them in."""
    for kind, answer in answers.items():
        monkeypatch.setattr(getattr(quick_add, kind), "exec", answer)


def named(name: str) -> Answer:
    def answer(dialog: QDialog) -> bool:
        line = dialog.name if isinstance(dialog, PartnerDialog) else dialog.lines["name"]
        line.line.setText(name)
        assert dialog.add_button.isEnabled()
        return True

    return answer


def effort(opened: Opened) -> Effort:
    return opened.plan.actions[0].efforts[0]


@pytest.mark.parametrize("typed", ["", "UNEP"])
def test_each_dialog_begins_with_the_name_and_ends_with_its_buttons(desk: Desk, qtbot: QtBot, typed: str):
    window = QWidget()
    qtbot.addWidget(window)
    for dialog, first in (
        (PartnerDialog(desk, typed, (), window), lambda dialog: dialog.name.line),
        (ContactDialog(desk, typed, (UNEP,), "", window), lambda dialog: dialog.lines["name"].line),
    ):
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(first(dialog).hasFocus)
        visited = []
        while (at := QApplication.focusWidget()) not in visited:
            visited.append(at)
            qtbot.keyClick(at, Qt.Key.Key_Tab)
        pressed = [isinstance(widget, QPushButton) for widget in visited]
        begin = pressed.index(True)
        assert begin >= 3
        assert all(pressed[begin : begin + 1 + bool(typed)])  # nothing can be added without a name
        dialog.close()


def test_a_new_partner_is_added_and_linked_in_one_step(
    desk: Desk, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    answered(monkeypatch, PartnerDialog=named("UNEP"))
    add_partner(desk, opened.open_plan, f"efforts/{EFFORT}/partners", "", (), window(qtbot))
    [partner] = opened.plan.partners
    assert (partner.name, effort(opened).partners) == ("UNEP", (partner.id,))
    opened.open_plan.undo()
    assert opened.plan == BEGUN


def test_a_contact_of_a_plan_without_partners_comes_with_its_partner_in_one_step(
    desk: Desk, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    answered(monkeypatch, PartnerDialog=named("Zero Mercury"), ContactDialog=lambda _: True)
    add_contact(desk, opened.open_plan, f"efforts/{EFFORT}/contacts", "Ann", window(qtbot))
    [partner] = opened.plan.partners
    [contact] = partner.contacts
    assert (partner.name, contact.name, effort(opened).contacts) == ("Zero Mercury", "Ann", (contact.id,))
    opened.open_plan.undo()
    assert opened.plan == BEGUN


def test_the_partner_asked_for_first_may_be_one_of_another_plan(
    desk: Desk, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    known = UNEP.model_copy(update={"contacts": (Contact.blank(id=new_id(4), name="Ben"),)})

    def choose(dialog: PartnerDialog) -> bool:
        dialog.name.line.setText("UNEP")
        dialog.name.line.completer().activated.emit("UNEP")
        return True

    answered(monkeypatch, PartnerDialog=choose, ContactDialog=named("Ann"))
    add_contact(desk, opened.open_plan, f"efforts/{EFFORT}/contacts", "", window(qtbot), [known])
    [partner] = opened.plan.partners
    assert (partner.name, partner.category) == ("UNEP", "international_organization")
    assert [contact.name for contact in partner.contacts] == ["Ben", "Ann"]


@pytest.mark.parametrize(("first", "partners"), [(True, ["Zero Mercury"]), (False, [])])
def test_the_partner_is_added_without_a_contact_and_no_contact_without_a_partner(
    desk: Desk, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, first: bool, partners: list[str]
):
    answered(
        monkeypatch,
        PartnerDialog=lambda dialog: named("Zero Mercury")(dialog) and first,
        ContactDialog=lambda _: False,
    )
    add_contact(desk, opened.open_plan, f"efforts/{EFFORT}/contacts", "Ann", window(qtbot))
    assert [partner.name for partner in opened.plan.partners] == partners
    assert effort(opened).contacts == ()


def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made
