"""Moves to other states: which are offered, what they need, what keeps a plan from them, and the next draft."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from gmp_desk.app import moving
from gmp_desk.domain.edits import SetValue
from gmp_desk.qt.draft_dialog import draft_question
from gmp_desk.qt.state_dialog import StateDialog
from tests.app.desks import DAY, ready_plan, small_plan
from tests.qt.opened import Opened, show, small_targets


@pytest.fixture
def ready(desk, tmp_path):
    """An open plan without errors."""
    opened = Opened(desk, ready_plan(), tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def with_errors(desk, tmp_path):
    """An open plan in which much is to be settled before it is sent."""
    opened = Opened(desk, small_plan(), tmp_path)
    yield opened
    opened.close()


def dialog_of(opened, qtbot):
    dialog = StateDialog(opened.desk, opened.open_plan)
    qtbot.addWidget(show(dialog, 600, 700))
    return dialog


def choose(dialog, state):
    dialog.choices[state].setChecked(True)


def move(opened, to, note=""):
    moving.move_open(opened.workspace, to, DAY, "Ann Lead", note, opened.desk.program.template())


def texts_in(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_a_draft_can_be_recorded_as_sent_advised_or_agreed(ready, qtbot):
    dialog = dialog_of(ready, qtbot)
    assert {state: button.text() for state, button in dialog.choices.items()} == {
        "submitted": "Record as sent to the advisory group",
        "advised": "Record that advice was received",
        "agreed": "Record as agreed by the area",
    }
    assert dialog.chosen == "submitted"


def test_a_move_is_recorded_with_day_name_and_note_and_kept_as_a_version(ready, qtbot):
    dialog = dialog_of(ready, qtbot)
    dialog.date.take("5.10.2026")
    dialog.by.setText("Zoë Lead")
    dialog.note.setPlainText("By e-mail")
    with qtbot.waitSignal(dialog.moved) as moved:
        dialog.record_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    [step] = ready.stored.history
    assert (step.to, step.on.isoformat(), step.by, step.note) == ("submitted", "2026-10-05", "Zoë Lead", "By e-mail")
    kept = ready.library.versions(ready.plan.id)[-1]
    assert (kept.number, kept.reason, kept.by) == (moved.args[0], "move", "Zoë Lead")


def test_the_day_is_today_and_the_name_that_of_the_preferences(ready, qtbot):
    dialog = dialog_of(ready, qtbot)
    assert dialog.date.value() == ready.desk.program.clock().date()
    assert dialog.by.text() == "Ann Lead"


def test_a_name_is_needed_and_is_remembered_where_none_was_known(ready, qtbot):
    ready.desk.preferences.change(name="")
    dialog = dialog_of(ready, qtbot)
    assert not dialog.record_button.isEnabled()
    assert dialog.message == "Say who does it."
    dialog.by.setText("Zoë Lead")
    dialog.record_button.click()
    assert ready.desk.preferences.current.name == "Zoë Lead"


def test_a_day_that_cannot_be_read_is_asked_for_again(ready, qtbot):
    dialog = dialog_of(ready, qtbot)
    dialog.date.take("some day")
    assert not dialog.record_button.isEnabled()
    assert "31 May 2026" in dialog.message
    dialog.date.take("31 May 2026")
    assert dialog.record_button.isEnabled()


def test_a_move_back_needs_a_reason(ready, qtbot):
    move(ready, "submitted")
    dialog = dialog_of(ready, qtbot)
    choose(dialog, "draft")
    assert dialog.message == "A move back needs a reason."
    assert not dialog.record_button.isEnabled()
    dialog.note.setPlainText("Sent by mistake")
    dialog.record_button.click()
    assert ready.plan.state == "draft"
    assert ready.plan.history[-1].note == "Sent by mistake"


def test_only_an_agreed_plan_can_be_recorded_as_replaced(ready, qtbot):
    assert "superseded" not in dialog_of(ready, qtbot).choices
    move(ready, "agreed")
    assert "superseded" in dialog_of(ready, qtbot).choices


def test_a_plan_with_errors_says_what_is_to_be_settled_and_leads_there(with_errors, qtbot):
    dialog = dialog_of(with_errors, qtbot)
    assert dialog.chosen == "submitted"
    assert not dialog.record_button.isEnabled()
    told = [dialog.findings.item(row).text() for row in range(dialog.findings.count())]
    assert "There is no priority action yet." in told
    with qtbot.waitSignal(dialog.go_to) as asked:
        dialog.findings.itemActivated.emit(dialog.findings.item(told.index("There is no priority action yet.")))
    assert asked.args == ["actions"]
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert with_errors.plan.state == "draft"


def test_a_plan_with_errors_can_still_be_copied_for_comment_and_advised(with_errors, qtbot):
    dialog = dialog_of(with_errors, qtbot)
    assert dialog.send_button.isVisible()
    with qtbot.waitSignal(dialog.send_wanted):
        dialog.send_button.click()
    dialog = dialog_of(with_errors, qtbot)
    choose(dialog, "advised")
    assert not dialog.send_button.isVisible()
    dialog.record_button.click()
    assert with_errors.plan.state == "advised"


def test_the_findings_are_those_of_this_moment(ready, qtbot):
    ready.do(SetValue("summary", ""))
    dialog = dialog_of(ready, qtbot)
    told = [dialog.findings.item(row).text() for row in range(dialog.findings.count())]
    assert told == ["The issue summary is empty."]


def test_the_moves_on_record_are_shown_the_latest_first(ready, qtbot):
    assert "None yet." in texts_in(dialog_of(ready, qtbot))
    move(ready, "submitted")
    move(ready, "advised", "With thanks")
    assert dialog_of(ready, qtbot).moves == (
        "21 November 2026, Advice received, Ann Lead, With thanks",
        "21 November 2026, Sent to the advisory group, Ann Lead",
    )


def test_what_the_library_refuses_is_told_in_the_dialog(ready, qtbot):
    dialog = dialog_of(ready, qtbot)
    move(ready, "submitted")
    dialog.record_button.click()
    assert dialog.message == "The plan is in this state already."
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_a_plan_that_is_open_elsewhere_says_why_nothing_can_be_recorded(ready, qtbot):
    ready.open_elsewhere("Zoë")
    dialog = dialog_of(ready, qtbot)
    assert dialog.message == "Zoë is editing the plan on desk-2; here it can only be read."
    assert not dialog.record_button.isEnabled()
    assert not any(button.isEnabled() for button in dialog.choices.values())
    ready.open_here_again()
    assert dialog.message == ""
    assert dialog.record_button.isEnabled()
    assert all(button.isEnabled() for button in dialog.choices.values())


def test_a_plan_with_errors_that_is_open_elsewhere_says_both(with_errors, qtbot):
    with_errors.open_elsewhere("Zoë")
    dialog = dialog_of(with_errors, qtbot)
    assert dialog.message.startswith("Zoë is editing the plan")
    assert dialog.findings.isVisible()


def test_every_input_has_a_name(ready, qtbot):
    dialog = dialog_of(ready, qtbot)
    assert [input.accessibleName() for input in (dialog.date, dialog.by, dialog.note)] == ["Day", "Recorded by", "Note"]
    choose(dialog, "advised")
    assert dialog.record_button.text() == "Record that advice was received"


def test_the_question_of_the_first_edit_has_verbs(desk, qtbot):
    question = draft_question(desk, ready_plan().model_copy(update={"state": "agreed"}))
    qtbot.addWidget(question)
    assert "“Agreed”" in question.accessibleName()
    assert [question.do_button.text(), question.leave_button.text()] == ["Start the next draft", "Leave as it is"]


@pytest.mark.parametrize(("language", "dark"), [("ar", False), ("zh", True)])
def test_the_dialog_opens_in_other_languages_and_in_the_dark(desk_in, tmp_path, qtbot, language, dark):
    opened = Opened(desk_in(language, dark=dark), ready_plan(), tmp_path)
    dialog = dialog_of(opened, qtbot)
    dialog.date.take("٥/١٠/٢٠٢٦")
    assert dialog.record_button.isEnabled()
    opened.close()


def test_every_button_is_large_enough(ready, qtbot):
    assert small_targets(dialog_of(ready, qtbot)) == []
