"""Backups are listed, made, and restored when asked; what happens is told and named."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gmp_desk.app.keeping import keep
from gmp_desk.app.planning import start
from gmp_desk.i18n import LANGUAGES
from gmp_desk.qt import backups_dialog
from gmp_desk.qt.backups_dialog import BackupsDialog, ask_restore, show_backups
from gmp_desk.qt.desk import Desk
from gmp_desk.storage import backups
from tests.storage.making import on, renamed
from tests.strategies import blank_plan

LONG = 20_000

PLAN = renamed(blank_plan(title="Less mercury"), 1)
OTHER = renamed(blank_plan(area="waste"), 2)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """The desk, with a plan in its library."""
    start(desk.program.library(), PLAN)
    return desk


@pytest.fixture
def show(qtbot) -> Iterator[Callable[[Desk], BackupsDialog]]:
    shown: list[BackupsDialog] = []

    def make(desk: Desk) -> BackupsDialog:
        shown.append(BackupsDialog(desk))
        shown[-1].show()
        return shown[-1]

    yield make
    for dialog in shown:
        qtbot.waitUntil(lambda dialog=dialog: dialog._job is None, timeout=LONG)
        dialog.close()
        dialog.deleteLater()


@pytest.fixture
def wait(qtbot) -> Callable[[BackupsDialog], None]:
    """Wait until what was begun is done."""
    return lambda dialog: qtbot.waitUntil(lambda: dialog._job is None, timeout=LONG)


@pytest.fixture
def agreed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer yes to every question; return a list of what was asked about."""
    asked: list[str] = []
    monkeypatch.setattr(backups_dialog, "ask_restore", lambda *given: not asked.append(given[-1]))
    return asked


def rows(dialog: BackupsDialog) -> list[list[str]]:
    table = dialog.form.made
    return [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]


def spoil(desk: Desk, statement: str) -> None:
    with closing(sqlite3.connect(desk.program.library_path())) as connection, connection:
        connection.execute(statement)


def test_without_a_backup_that_is_said_and_nothing_can_be_restored(show, filled: Desk):
    dialog = show(filled)
    assert dialog.form.told.text() == "There is no backup yet."
    assert not dialog.form.restore.isEnabled()
    assert dialog.form.back_up.isEnabled()


def test_backups_are_listed_with_when_why_and_size_the_latest_first(show, filled: Desk):
    path = filled.program.library_path()
    backups.back_up(path, "daily", on("2026-11-03"))
    backups.back_up(path, "delete", filled.program.clock())
    (today, why, size), (then, daily, _) = rows(show(filled))
    assert re.fullmatch(r"today, [0-9]{2}:[0-9]{2}", today)
    assert then == f"3 Nov 2026, {on('2026-11-03').astimezone():%H:%M}"
    assert (why, daily) == ("Before a plan was deleted", "Once a day")
    assert re.fullmatch(r"[0-9,]+ kB", size)


@pytest.mark.parametrize("occasion", ["daily", "request", "migration", "import", "delete", "restore"])
def test_every_occasion_is_told_in_words(show, filled: Desk, occasion: str):
    backups.back_up(filled.program.library_path(), occasion, filled.program.clock())
    assert rows(show(filled))[0][1] not in (occasion, "")


def test_a_large_backup_is_told_in_megabytes(show, filled: Desk):
    made = backups.back_up(filled.program.library_path(), "daily", filled.program.clock())
    assert show(filled)._words.row(made._replace(size=1_234_567_890))[2] == "1,234.6 MB"


def test_a_backup_is_made_and_named(show, filled: Desk, wait):
    dialog = show(filled)
    dialog.form.back_up.click()
    assert dialog.form.busy.isVisible()
    assert not dialog.form.back_up.isEnabled()
    wait(dialog)
    (made,) = backups.backups(filled.program.library_path())
    assert made.path.name in dialog.form.told.text()
    assert len(rows(dialog)) == 1
    assert dialog.form.restore.isEnabled()
    assert not dialog.form.busy.isVisible()


def test_while_something_is_done_the_dialog_stays_open_and_begins_nothing_else(show, filled: Desk, wait):
    dialog = show(filled)
    dialog.back_up()
    dialog.back_up()
    dialog.reject()
    dialog.close()
    assert dialog.isVisible()
    wait(dialog)
    assert len(backups.backups(filled.program.library_path())) == 1
    dialog.reject()
    assert not dialog.isVisible()


def test_a_backup_that_cannot_be_made_is_told(show, filled: Desk, wait):
    backups.folder_of(filled.program.library_path()).write_text("a file where the folder should be")
    dialog = show(filled)
    dialog.back_up()
    wait(dialog)
    assert dialog.form.told.property("look") == "error"
    assert dialog.form.told.text() not in ("", "There is no backup yet.")


def test_restoring_brings_all_plans_back_and_keeps_what_was_there(show, filled: Desk, wait, agreed: list[str]):
    library = filled.program.library()
    backup = backups.back_up(library.path, "request", filled.program.clock())
    start(library, OTHER)
    dialog = show(filled)
    order: list[str] = []
    dialog.restoring.connect(lambda: order.append(f"before: {len(library.entries())}"))
    dialog.restored.connect(lambda: order.append(f"after: {len(library.entries())}"))
    dialog.form.restore.click()
    wait(dialog)
    assert agreed == [dialog._words.when(backup)]
    assert order == ["before: 2", "after: 1"]
    assert [entry.id for entry in library.entries()] == [PLAN.id]
    kept = backups.backups(library.path)[-1]
    assert kept.occasion == "restore"
    assert kept.path.name in dialog.form.told.text()
    assert rows(dialog)[0][1] == "Before something was restored"


def test_the_chosen_backup_is_restored(show, filled: Desk, wait, agreed: list[str]):
    library = filled.program.library()
    backups.back_up(library.path, "request", on("2026-11-03"))
    start(library, OTHER)
    backups.back_up(library.path, "request", on("2026-11-04"))
    dialog = show(filled)
    dialog.form.made.setCurrentCell(1, 0)
    dialog.restore()
    wait(dialog)
    assert [entry.id for entry in library.entries()] == [PLAN.id]


def test_nothing_is_restored_unless_the_user_agrees(show, filled: Desk, monkeypatch: pytest.MonkeyPatch):
    library = filled.program.library()
    backups.back_up(library.path, "request", filled.program.clock())
    start(library, OTHER)
    monkeypatch.setattr(backups_dialog, "ask_restore", lambda *_: False)
    dialog = show(filled)
    dialog.restoring.connect(lambda: pytest.fail("nothing is to be restored"))
    dialog.restore()
    assert dialog._job is None
    assert len(library.entries()) == 2


def test_a_damaged_backup_is_not_restored(show, filled: Desk, wait, agreed: list[str]):
    library = filled.program.library()
    backups.back_up(library.path, "request", filled.program.clock()).path.write_text("damaged")
    dialog = show(filled)
    dialog.restored.connect(lambda: pytest.fail("nothing is restored"))
    dialog.restore()
    wait(dialog)
    assert dialog.form.told.property("look") == "error"
    assert [entry.id for entry in library.entries()] == [PLAN.id]


def test_a_library_that_does_not_open_is_restored_from_a_backup(show, desk: Desk, wait, agreed: list[str]):
    library = desk.program.library()
    start(library, PLAN)
    path = library.path
    backups.back_up(path, "request", desk.program.clock())
    library.close()
    path.write_bytes(b"no library any more" * 1000)
    dialog = show(desk)
    dialog.restore()
    wait(dialog)
    assert [entry.id for entry in library.entries()] == [PLAN.id]
    assert "damaged-" in dialog.form.told.text()


def test_where_nothing_is_damaged_that_is_said(show, filled: Desk, wait):
    dialog = show(filled)
    dialog.form.verify.click()
    wait(dialog)
    assert dialog.form.told.text() == "Nothing is damaged."
    assert dialog.form.told.property("look") == "success"


def test_what_is_damaged_is_told_with_what_can_be_done(show, filled: Desk, wait):
    library = filled.program.library()
    keep(library, PLAN.id, "request")
    start(library, OTHER)
    spoil(filled, "UPDATE plan SET summary = 'Spoiled'")
    dialog = show(filled)
    dialog.verify()
    wait(dialog)
    told = dialog.form.told.text().splitlines()
    assert sorted(told) == [
        "“Artisanal and small-scale gold mining · 2026–2027 · English” is damaged. "
        "Version 1 is intact; it can be restored under Versions.",
        "“Mercury waste management · 2026–2027 · English” is damaged, and no version of it is intact. "
        "Restore a backup.",
    ]
    assert dialog.form.told.property("look") == "error"


def test_a_damaged_version_is_told_by_its_number(show, filled: Desk, wait):
    keep(filled.program.library(), PLAN.id, "request")
    spoil(filled, "UPDATE version SET name = 'Spoiled'")
    dialog = show(filled)
    dialog.verify()
    wait(dialog)
    assert dialog.form.told.text().endswith("”: version 1 is damaged.")


def test_of_much_damage_the_first_is_told_and_how_much_more_there_is(show, filled: Desk, wait):
    for number in range(20):
        start(filled.program.library(), renamed(blank_plan(), 100 + number))
    spoil(filled, "UPDATE plan SET summary = 'Spoiled'")
    dialog = show(filled)
    dialog.verify()
    wait(dialog)
    assert dialog.form.told.text().splitlines()[-1] == "And 13 more."


@pytest.mark.parametrize(("answer", "restored"), [("do_button", True), ("leave_button", False)])
def test_restoring_is_asked_about_with_verbs(desk: Desk, qtbot, answer: str, restored: bool):
    said: list[str] = []

    def click() -> None:
        question = QApplication.activeModalWidget()
        said.extend((question.do_button.text(), question.leave_button.text()))
        assert question.leave_button.isDefault()
        getattr(question, answer).click()

    QTimer.singleShot(0, click)
    assert ask_restore(None, desk, "today, 14:05") is restored
    assert said == ["Restore backup", "Keep what is there"]


def test_the_program_shows_the_backups_and_is_told_before_one_is_restored(filled: Desk, qtbot, agreed: list[str]):
    backups.back_up(filled.program.library_path(), "request", filled.program.clock())
    told: list[str] = []

    def drive() -> None:
        dialog = QApplication.activeModalWidget()
        dialog.restored.connect(dialog.accept)
        dialog.restore()

    QTimer.singleShot(0, drive)
    show_backups(filled, None, lambda: told.append("ended"))
    assert told == ["ended"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_text_of_twice_the_size_all_buttons_are_in_sight_on_a_small_screen(show, desk_in, language: str):
    desk = desk_in(language, text_size=200)
    start(desk.program.library(), PLAN)
    backups.back_up(desk.program.library_path(), "request", desk.program.clock())
    dialog = show(desk)
    dialog.form.told.setText("A long sentence that tells about damage. " * 4)
    QApplication.processEvents()
    assert (dialog.width() <= 1280, dialog.height() <= 720) == (True, True)
    form = dialog.form
    for button in (form.back_up, form.verify, form.restore, form.folder, form.done):
        place = button.geometry().translated(button.parentWidget().mapTo(dialog, QPoint()))
        assert dialog.rect().contains(place), button.text()
        assert button.width() >= button.sizeHint().width(), button.text()


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_dialog_is_painted_in_other_looks(show, desk_in, language: str):
    desk = desk_in(language, dark=True, text_size=200)
    start(desk.program.library(), PLAN)
    backups.back_up(desk.program.library_path(), "request", desk.program.clock())
    dialog = show(desk)
    assert dialog.form.made.selectedItems()
    assert dialog.form.told.textFormat() == Qt.TextFormat.PlainText
    assert not dialog.grab().isNull()
