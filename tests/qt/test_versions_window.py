"""Versions of the open plan: listed, looked at, compared, kept, restored."""

import contextlib
import sqlite3

import pytest
from PySide6.QtCore import QTimer

from gmp_desk.app import moving
from gmp_desk.domain.edits import SetValue
from gmp_desk.qt import versions_window
from gmp_desk.qt.question import Question
from gmp_desk.qt.versions_list import NOW
from gmp_desk.qt.versions_window import VersionsWindow, restore_question
from gmp_desk.storage.records import Editor
from tests.app.desks import DAY, ready_plan, small_plan, title
from tests.qt.opened import Opened, show, small_targets


@pytest.fixture
def opened(desk, tmp_path):
    opened = Opened(desk, small_plan(), tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def say_yes(monkeypatch):
    monkeypatch.setattr(versions_window, "ask_restore", lambda *_: True)


def window_of(opened, qtbot):
    window = VersionsWindow(opened.desk, opened.open_plan)
    qtbot.addWidget(show(window))
    return window


def rows(window):
    told = []
    for row in range(window.list.count()):
        window.list.setCurrentRow(row)
        told.append(window.list.told)
    return told


def test_versions_are_listed_the_latest_first_below_the_plan_as_it_is_now(opened, qtbot):
    opened.do(title("Better"))
    moving.keep_open(opened.library, opened.workspace, "Before the meeting", "Ann Lead")
    window = window_of(opened, qtbot)
    told = rows(window)
    assert [row.title for row in told] == ["The plan as it is now", "Version 2: Before the meeting", "Version 1"]
    assert told[0].detail == "The same as version 2"
    assert told[1].detail.endswith("kept on request")
    assert told[1].remark == "Draft · Ann Lead"
    opened.do(title("Better still"))
    window.refresh()
    assert rows(window)[0].detail == "Edited since the last version"


def test_a_plan_that_is_open_elsewhere_says_why_no_version_can_be_kept(opened, qtbot):
    window = window_of(opened, qtbot)
    assert window.keep_button.isEnabled()
    opened.open_elsewhere("Zoë <b>")
    for part in (window.keep_button, window.name, window.restore_button):
        assert not part.isEnabled()
        assert part.accessibleDescription() == "Zoë <b> is editing the plan on desk-2; here it can only be read."
        assert "Zoë &lt;b&gt; is editing the plan on desk-2;" in part.toolTip()
    window.keep()
    assert len(opened.reasons) == 1
    opened.open_here_again()
    for part in (window.keep_button, window.name, window.restore_button):
        assert part.isEnabled()
        assert (part.toolTip(), part.accessibleDescription()) == ("", "")


def test_a_version_from_elsewhere_is_marked(opened, qtbot):
    opened.do(title("Ours"))
    opened.suggest(title("Theirs"))
    assert "from another copy" in rows(window_of(opened, qtbot))[1].remark


def test_an_agreed_version_is_told_with_what_replaced_it(desk, tmp_path, qtbot):
    opened = Opened(desk, ready_plan(), tmp_path)
    template = desk.program.template()
    for name in ("First", "Second"):
        opened.do(title(name))
        moving.move_open(opened.workspace, "agreed", DAY, "Ann", "", template)
    told = rows(window_of(opened, qtbot))
    assert [row.remark for row in told[1:3]] == ["Agreed · Ann", "Replaced by version 3 · Ann"]
    opened.close()


def test_a_damaged_version_is_marked_and_can_be_neither_restored_nor_compared(opened, qtbot):
    moving.keep_open(opened.library, opened.workspace, "Spoiled", "Ann Lead")
    with contextlib.closing(sqlite3.connect(opened.library.path)) as connection, connection:
        connection.execute("UPDATE version SET name = 'Changed behind its back' WHERE number = 2")
    window = window_of(opened, qtbot)
    window.list.choose(2)
    assert "damaged" in window.list.told.remark
    assert not window.restore_button.isEnabled()
    assert "damaged" in window.message
    window.list.choose(1)
    assert window.message == ""
    assert window.other.findData(2) < 0


def test_a_version_is_looked_at(opened, qtbot):
    opened.do(SetValue("summary", "Something else entirely."))
    window = window_of(opened, qtbot)
    window.list.choose(1)
    assert "Mercury is used in many small mines." in window.text.toPlainText()
    window.list.choose(NOW)
    assert "Something else entirely." in window.text.toPlainText()
    assert window.text.isReadOnly()


def test_what_is_edited_meanwhile_shows_after_a_pause(opened, qtbot):
    window = window_of(opened, qtbot)
    with qtbot.waitSignal(opened.open_plan.paused):
        opened.do(SetValue("summary", "Typed beside the window."))
    assert "Typed beside the window." in window.text.toPlainText()
    assert window.list.told.detail == "Edited since the last version"


def test_any_two_versions_are_compared_the_earlier_one_first(opened, qtbot):
    for name in ("Second", "Third"):
        opened.do(title(name))
        moving.keep_open(opened.library, opened.workspace, "", "Ann Lead")
    window = window_of(opened, qtbot)
    for before, after in ((1, 3), (3, 1)):
        window.compare(before, after)
        [card] = window.comparison.cards
        assert (card.difference.before.text, card.difference.after.text) == ("Less mercury", "Third")
    window.compare(2, NOW)
    [card] = window.comparison.cards
    assert card.difference.before.text == "Second"


def test_at_first_a_version_is_compared_with_the_one_before_it(opened, qtbot):
    for name in ("Second", "Third"):
        opened.do(title(name))
        moving.keep_open(opened.library, opened.workspace, "", "Ann Lead")
    window = window_of(opened, qtbot)
    assert window.other.currentData() == 3
    window.other.clear()
    window.list.choose(2)
    assert window.other.currentData() == 1


def test_a_version_is_kept_under_a_name(opened, qtbot):
    window = window_of(opened, qtbot)
    opened.do(title("Better"))
    qtbot.keyClicks(window.name, "Before the meeting")
    window.keep_button.click()
    assert window.list.told.title == "Version 2: Before the meeting"
    assert window.name.text() == ""
    kept = opened.library.versions(opened.plan.id)[-1]
    assert (kept.name, kept.by, kept.reason) == ("Before the meeting", "Ann Lead", "request")
    assert opened.library.version(opened.plan.id, 2).title == "Better"


def test_a_restored_version_is_the_open_plan_and_the_present_one_is_kept(opened, qtbot, say_yes):
    opened.do(title("Not stored yet"))
    window = window_of(opened, qtbot)
    window.list.choose(1)
    with qtbot.waitSignal(opened.open_plan.changed), qtbot.waitSignal(window.restored):
        window.restore_button.click()
    assert opened.plan.title == opened.stored.title == "Less mercury"
    assert opened.reasons == ["import", "restore", "restore"]
    assert opened.library.version(opened.plan.id, 2).title == "Not stored yet"
    opened.open_plan.undo()
    assert opened.plan.title == "Not stored yet"


def test_nothing_is_restored_when_the_user_cancels(opened, qtbot, monkeypatch):
    monkeypatch.setattr(versions_window, "ask_restore", lambda *_: False)
    opened.do(title("Stays"))
    window = window_of(opened, qtbot)
    window.list.choose(1)
    window.restore_button.click()
    assert opened.plan.title == "Stays"
    assert opened.reasons == ["import"]


def test_the_question_before_restoring_has_verbs_and_says_that_nothing_is_lost(desk, qtbot):
    question = restore_question(desk, 3)
    qtbot.addWidget(question)
    assert [question.do_button.text(), question.leave_button.text()] == ["Restore version 3", "Cancel"]
    assert "kept as a version" in question.accessibleDescription()


@pytest.mark.parametrize(("answer", "is_done"), [("do_button", True), ("leave_button", False)])
def test_a_question_is_answered_by_its_buttons(desk, qtbot, answer, is_done):
    question = Question("Do it?", "It can be undone.", "Do it", "Leave it")
    qtbot.addWidget(question)
    QTimer.singleShot(0, getattr(question, answer).click)
    assert question.ask() is is_done


def test_a_plan_that_is_open_elsewhere_is_not_restored(desk, tmp_path, qtbot):
    first = Opened(desk, small_plan(), tmp_path)
    with first.library.changing() as change:
        change.release(first.plan.id, Editor("Ann Lead", "desk-1", "a"))
        change.claim(first.plan.id, Editor("Somebody", "desk-2", "b"))
    second = Opened(desk, small_plan(), tmp_path)
    window = window_of(second, qtbot)
    window.list.choose(1)
    assert not window.restore_button.isEnabled()
    for one in (second, first):
        one.close()


@pytest.mark.parametrize(("language", "dark"), [("ar", False), ("zh", True)])
def test_the_window_opens_in_other_languages_and_in_the_dark(desk_in, tmp_path, qtbot, language, dark):
    opened = Opened(desk_in(language, dark=dark), small_plan(), tmp_path)
    opened.do(title("Better"))
    window = window_of(opened, qtbot)
    window.compare(1, NOW)
    assert len(window.comparison.cards) == 1
    opened.close()


def test_every_button_is_large_enough(opened, qtbot):
    assert small_targets(window_of(opened, qtbot)) == []
