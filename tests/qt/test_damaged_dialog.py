"""A damaged plan in the window: shown as far as it can be read, beside its last intact version, and restored."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gmp_desk.app.taking_in import take_in
from gmp_desk.qt.damaged_dialog import DamagedDialog, Intact
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.shell import Shell
from gmp_desk.storage import backups
from tests import samples
from tests.app.desks import DAY
from tests.qt.opened import show, small_targets

GOLD = samples.plan()
SPOILED = GOLD.model_copy(update={"summary": "Not what was stored."})
INTACT = Intact(3, GOLD)


@pytest.fixture
def dialog_of(desk: Desk, qtbot) -> Callable[..., DamagedDialog]:
    def make(readable=SPOILED, intact: Intact | None = INTACT) -> DamagedDialog:
        dialog = DamagedDialog(desk, "Gold", readable, intact)
        qtbot.addWidget(show(dialog))
        return dialog

    return make


@pytest.fixture
def damaged(shell: Callable[..., Shell]) -> Shell:
    """The program with two plans, one of which is damaged."""
    made = shell()
    library = made.desk.program.library()
    for plan in (GOLD, samples.plan(samples.PLANS[3])):
        take_in(library, plan, "plan.gmpplan", on=DAY)
    with closing(sqlite3.connect(library.path)) as connection, connection:
        connection.execute("UPDATE plan SET summary = 'Not what was stored.' WHERE plan = ?", (GOLD.id,))
    return made


def answer(choose: Callable[[DamagedDialog], None]) -> list[DamagedDialog]:
    """Answer the dialog as soon as it stands there; return it."""
    seen: list[DamagedDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, DamagedDialog):
            QTimer.singleShot(20, look)
            return
        seen.append(dialog)
        choose(dialog)

    QTimer.singleShot(0, look)
    return seen


def test_what_can_be_read_stands_beside_the_intact_version_and_neither_can_be_edited(dialog_of):
    dialog = dialog_of()
    assert dialog.told.text() == "“Gold” is damaged. Your other plans are not affected."
    left, right = dialog.texts
    assert "Not what was stored." in left.toPlainText()
    assert "Not what was stored." not in right.toPlainText()
    assert GOLD.actions[0].title in right.toPlainText()
    assert [left.isReadOnly(), right.isReadOnly()] == [True, True]
    assert (left.accessibleName(), right.accessibleName()) == ("What can be read of the plan", "Version 3")


def test_what_differs_from_the_intact_version_can_be_looked_at(dialog_of):
    dialog = dialog_of()
    dialog.tabs.setCurrentIndex(1)
    assert dialog.comparison.isVisible()
    [card] = dialog.comparison.cards
    assert card.difference.where.address == "summary"
    assert card.difference.after.text == "Not what was stored."


def test_where_nothing_makes_a_whole_the_intact_version_stands_alone(dialog_of):
    dialog = dialog_of(readable=None)
    [text] = dialog.texts
    assert text.accessibleName() == "Version 3"
    assert not dialog.tabs.isVisible()
    assert dialog.detail.text().startswith("Nothing of it can be read as a whole, but version 3 is intact.")


@pytest.mark.parametrize("readable", [SPOILED, None], ids=["readable", "nothing readable"])
def test_where_no_version_is_intact_the_backups_are_offered(dialog_of, readable):
    dialog = dialog_of(readable, None)
    assert dialog.detail.text().endswith("no version of it is intact. Restore a backup.")
    assert dialog.do_button.text() == "Look at the backups"
    dialog.do_button.click()
    assert dialog.wanted == "backups"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_can_be_hit_with_the_finger(desk_in, qtbot, language: str):
    dialog = DamagedDialog(desk_in(language), "Gold", SPOILED, INTACT)
    qtbot.addWidget(show(dialog))
    assert small_targets(dialog) == []


def test_a_damaged_plan_is_shown_and_left_as_it_is(damaged: Shell):
    seen = answer(lambda dialog: dialog.reject())
    damaged.open_plan(GOLD.id)
    [dialog] = seen
    assert dialog.told.text().startswith("“Artisanal and small-scale gold mining · ")
    assert damaged.window.editor is None
    assert backups.backups(damaged.desk.program.library_path()) == ()


def test_its_intact_version_is_restored_after_a_backup_and_opened(damaged: Shell):
    answer(lambda dialog: dialog.do_button.click())
    damaged.open_plan(GOLD.id)
    assert damaged.window.plan is not None
    assert damaged.window.plan.plan.summary == GOLD.summary
    [backup] = backups.backups(damaged.desk.program.library_path())
    assert backup.occasion == "restore"


def test_the_other_plans_work(damaged: Shell):
    other = samples.plan(samples.PLANS[3])
    damaged.open_plan(other.id)
    assert damaged.window.plan is not None
    assert damaged.window.plan.plan.id == other.id
