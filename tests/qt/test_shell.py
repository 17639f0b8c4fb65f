"""The program with its window: it paints, loads, opens plans, changes its language, and ends with all stored."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gmp_desk.qt.main_window import does
from gmp_desk.qt.shell import Shell
from tests import samples


def test_a_file_that_is_given_is_taken_in_and_opened(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[0])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    assert made.window.plan.plan.id == samples.plan().id
    assert "Artisanal" in made.window.windowTitle()


def test_a_window_that_is_closed_before_anything_is_loaded_ends_the_program(unloaded: Callable[[], Shell], qtbot):
    made = unloaded()
    made.start([])
    made.window.close()
    assert made.ending
    qtbot.wait(500)  # when it would load, painted or not
    assert not made.loaded


def test_where_another_start_was_first_the_program_ends(unloaded: Callable[[], Shell], qtbot):
    made = unloaded()
    made.start([], may_go_on=lambda: False)
    qtbot.waitUntil(lambda: made.ending, timeout=10_000)
    assert not made.loaded


def test_a_window_that_is_not_to_be_seen_is_loaded_too(unloaded: Callable[[], Shell], qtbot):
    made = unloaded()
    made.window.showMinimized()
    made.start([])
    made.window.hide()
    qtbot.waitUntil(lambda: made.loaded, timeout=20_000)


@pytest.mark.parametrize(("window", "dark"), [("#202020", True), ("#f0f0f0", False)])
def test_the_first_window_is_as_dark_as_the_system(unloaded, qapp: QApplication, window: str, dark: bool):
    before = qapp.palette()
    qapp.setPalette(QPalette(QColor(window)))
    try:
        made = unloaded()
        assert (made.window.palette().window().color().lightness() < 128) is dark
    finally:
        qapp.setPalette(before)


def test_the_menu_says_what_would_be_undone(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[3])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    page = made.window.editor.page
    page.go_to("title")
    row = next(row for row in page.page.rows if row.address == "title")
    row.input.edited.emit("Another title")
    assert made.window.actions_by_name["undo"].text() == "Undo typing in Title of the plan"
    made.window.actions_by_name["undo"].trigger()
    assert made.window.plan.plan.title == samples.plan(samples.PLANS[3]).title
    assert made.window.actions_by_name["redo"].text() == "Redo typing in Title of the plan"


def test_the_language_changes_without_a_restart_and_the_plan_stays_open(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[3])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    made.window.editor.page.show_section("partners")
    made.change_look(language="ar")
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert made.window.editor.page.page.section.id == "partners"
    assert made.window.plan.plan.id == samples.plan(samples.PLANS[3]).id


def test_one_goes_on_writing_after_the_language_has_changed(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[3])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    before = made.window
    made.change_look(language="fr")
    qtbot.waitUntil(lambda: not isValid(before), timeout=10_000)
    page = made.window.editor.page
    page.go_to("title")
    next(row for row in page.page.rows if row.address == "title").input.edited.emit("Autre titre")
    assert made.window.plan.plan.title == "Autre titre"


def test_each_action_of_the_menu_has_somebody_who_carries_it_out(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[3])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    for name in made.window.actions_by_name:
        assert any(does(doer, name) for doer in (made.window, made.window.editor, made)), name


def test_the_plan_that_is_open_is_shown_and_not_opened_again(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[3])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    editor = made.window.editor
    made.open_plan(made.window.plan.plan.id)
    assert made.window.editor is editor
    assert not made.window.plan.read_only


def test_going_back_stores_all(shell: Callable[..., Shell], qtbot):
    made = shell(samples.PLANS[3])
    qtbot.waitUntil(lambda: made.window.editor is not None, timeout=10_000)
    page = made.window.editor.page
    page.go_to("title")
    next(row for row in page.page.rows if row.address == "title").input.edited.emit("Another title")
    made.close_plan()
    assert made.window.editor is None
    [entry] = made.desk.program.library().entries()
    assert entry.title == "Another title"


def test_a_file_that_cannot_be_read_is_told(shell: Callable[..., Shell], qtbot, tmp_path: Path):
    made = shell()
    bad = tmp_path / "bad.gmpplan"
    bad.write_text("{", encoding="utf-8")
    made.open_files([bad])
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=10_000)
    box = QApplication.activeModalWidget()
    assert "bad.gmpplan" in box.text()
    box.close()
