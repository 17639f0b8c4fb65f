"""Making a file to send: the choices, what is asked and told, and what stands on the disk afterwards."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMessageBox, QProgressBar
from pytestqt.qtbot import QtBot

from gmp_desk.app.rescuing import Rescue
from gmp_desk.app.taking_in import take_in
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.plan import Plan
from gmp_desk.formats.guard import kind_of
from gmp_desk.formats.package import read_plan
from gmp_desk.qt import send_dialog
from gmp_desk.qt.collecting import Collector
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.send_dialog import SendDialog
from gmp_desk.storage.records import Editor
from tests import samples
from tests.app.desks import DAY, LONG, small_plan

SUFFIXES = {"word": ".docx", "excel": ".xlsx", "pdf": ".pdf", "web": ".html", "plan": ".gmpplan"}


def open_plan(desk: Desk, plan: Plan, rescue: Path) -> OpenPlan:
    library = desk.program.library()
    take_in(library, plan, "plan.gmpplan", on=DAY)
    workspace = Workspace(library, plan.id, Editor("Lead", "here", "one"), Rescue([rescue]))
    return OpenPlan(workspace, desk.program.template(), lambda: True, lambda _workspace: None)


@pytest.fixture(autouse=True)
def collector(qapp: QApplication) -> Iterator[None]:
    """Collect no garbage in the threads that make files, as the program does."""
    collector = Collector(qapp)
    yield
    collector.stop()


@pytest.fixture
def plan(desk: Desk, tmp_path: Path) -> Iterator[OpenPlan]:
    plan = open_plan(desk, small_plan(), tmp_path)
    yield plan
    plan.close(LONG)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sent"
    folder.mkdir()
    return folder


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, plan: OpenPlan, folder: Path) -> SendDialog:
    dialog = SendDialog(desk, plan)
    qtbot.addWidget(dialog)
    dialog.set_folder(folder)
    dialog.show()
    return dialog


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Have the question about a file that is there answered; return the names that were asked about."""

    def answering(with_what: str) -> list[str]:
        asked: list[str] = []

        def ask(desk: Desk, name: str, parent: Any) -> str:
            asked.append(name)
            return with_what

        monkeypatch.setattr(send_dialog, "ask_about_existing", ask)
        return asked

    return answering


def make(dialog: SendDialog, qtbot: QtBot) -> Path:
    dialog.make()
    qtbot.waitUntil(lambda: dialog.made is not None, timeout=LONG * 1000)
    return dialog.made.path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", SUFFIXES)
def test_each_kind_of_file_is_made_under_a_name_that_tells_what_it_is(kind, dialog, qtbot, folder):
    dialog.choose_kind(kind)
    path = make(dialog, qtbot)
    assert path == folder / f"Artisanal and small-scale gold mining, 2026-2027, version 1{SUFFIXES[kind]}"
    assert names_in(folder) == [path.name]
    if kind == "pdf":
        assert path.read_bytes().startswith(b"%PDF-")
    elif kind == "web":
        assert "Less mercury" in path.read_text(encoding="utf-8")
    else:
        assert kind_of(path) == {"word": "word", "excel": "excel", "plan": "json"}[kind]
    assert str(folder) in dialog.form.made.text()
    assert dialog.form.open_file.isHidden() is (kind == "plan")


def test_what_was_typed_a_moment_ago_is_in_the_file(dialog, plan, qtbot):
    plan.do(SetValue("title", "Typed just now"))
    dialog.choose_kind("plan")
    assert read_plan(make(dialog, qtbot)).content.title == "Typed just now"


def test_headings_are_in_the_language_that_was_chosen_and_so_is_the_name(dialog, qtbot):
    form = dialog.form
    dialog.choose_kind("web")
    assert form.language.currentData() == "en"
    form.language.setCurrentIndex(form.language.findData("fr"))
    path = make(dialog, qtbot)
    assert "Résumé" in path.read_text(encoding="utf-8")
    assert path.name.startswith("Extraction")


def test_a_name_that_was_typed_stays_whatever_is_chosen_after_it(dialog, qtbot, folder):
    dialog.form.name.clear()
    qtbot.keyClicks(dialog.form.name, "For the meeting: v2.docx")
    dialog.form.language.setCurrentIndex(dialog.form.language.findData("fr"))
    assert dialog.target == folder / "For the meeting v2.docx"
    dialog.choose_kind("pdf")
    assert dialog.target == folder / "For the meeting v2.docx.pdf"


def test_an_empty_name_becomes_the_usual_one(dialog, qtbot):
    dialog.form.name.selectAll()
    qtbot.keyClicks(dialog.form.name, " ")
    assert dialog.target.stem.endswith("version 1")


def test_contacts_are_left_out_and_what_still_quotes_them_is_told(desk, qtbot, folder, tmp_path):
    quoting = small_plan(summary="Write to a@example.org.", planning_process="Or call a@example.org.")
    plan = open_plan(desk, quoting, tmp_path)
    dialog = SendDialog(desk, plan)
    qtbot.addWidget(dialog)
    dialog.set_folder(folder)
    dialog.choose_kind("web")
    dialog.form.contacts.setCurrentIndex(dialog.form.contacts.findData("names"))
    text = make(dialog, qtbot).read_text(encoding="utf-8")
    assert "+41 22 000 00 00" not in text
    assert "A. Person" in text
    assert "“Issue summary” still quotes a contact" in dialog.form.notes.text()
    assert "“Business planning process” still quotes a contact" in dialog.form.notes.text()
    assert dialog.form.notes.isVisibleTo(dialog)
    plan.close(LONG)


def test_what_is_still_open_is_told_and_keeps_nobody_from_making_the_file(dialog, plan, qtbot):
    errors = sum(finding.severity == "error" for finding in plan.findings)
    assert f"{errors} to settle before sending" in dialog.form.still_open.text()
    assert make(dialog, qtbot).exists()


def test_a_plan_in_which_nothing_is_missing_is_told_as_such(desk, qtbot, tmp_path):
    plan = open_plan(desk, samples.plan(), tmp_path)
    plan._findings = ()
    dialog = SendDialog(desk, plan)
    qtbot.addWidget(dialog)
    assert dialog.form.still_open.text() == "Nothing is missing in the plan."
    plan.close(LONG)


def test_a_file_that_is_there_is_replaced_when_that_is_the_answer(dialog, qtbot, answer):
    dialog.target.write_text("mine")
    asked = answer("replace")
    path = make(dialog, qtbot)
    assert asked == [path.name]
    assert path.read_bytes().startswith(b"PK")


def test_both_files_are_kept_when_that_is_the_answer(dialog, qtbot, answer, folder):
    target = dialog.target
    target.write_text("mine")
    answer("keep")
    assert make(dialog, qtbot) == folder / f"{target.stem} (2).docx"
    assert target.read_text() == "mine"


def test_nothing_is_made_when_the_answer_is_cancel(dialog, answer):
    dialog.target.write_text("mine")
    answer("cancel")
    dialog.make()
    assert dialog.made is None
    assert dialog.target.read_text() == "mine"
    assert dialog.form.make.isEnabled()


@pytest.mark.parametrize("wanted", ["replace", "keep", "cancel"])
def test_the_question_has_verbs_on_its_buttons_and_the_careful_answer_first(wanted, desk, qtbot):
    box, buttons = send_dialog.existing_box(desk, "<b>plan</b>.docx", None)
    qtbot.addWidget(box)
    assert "<b>plan</b>.docx is there already." in box.text()
    assert {button.text() for button in buttons.values()} == {"Replace", "Keep both", "Cancel"}
    assert box.defaultButton() is buttons["keep"]
    assert box.escapeButton() is buttons["cancel"]
    buttons[wanted].click()
    assert box.clickedButton() is buttons[wanted]


def test_closing_the_question_means_cancel(desk, qtbot, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    assert send_dialog.ask_about_existing(desk, "plan.docx", None) == "cancel"


def test_a_folder_that_has_gone_is_told_in_words_and_another_can_be_chosen(dialog, qtbot, folder):
    dialog.set_folder(folder / "gone")
    dialog.make()
    qtbot.waitUntil(lambda: dialog.form.problem.isVisible(), timeout=LONG * 1000)
    assert "there is no such file or folder" in dialog.form.problem.text()
    dialog.set_folder(folder)
    assert make(dialog, qtbot).exists()


def test_cancel_ends_what_is_being_made_and_leaves_no_file(dialog, qtbot, folder, monkeypatch):
    started, go_on = threading.Event(), threading.Event()

    def slowly(printable: object, path: Path, progress: Callable[[float], None]) -> None:
        path.write_text("half")
        started.set()
        go_on.wait(LONG)
        progress(0.5)

    monkeypatch.setattr(send_dialog, "write_pdf", slowly)
    dialog.choose_kind("pdf")
    dialog.make()
    assert not dialog.form.make.isEnabled()
    assert dialog.form.progress.isVisible()
    started.wait(LONG)
    dialog.reject()
    assert dialog.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: dialog.form.problem.isVisible(), timeout=LONG * 1000)
    assert dialog.form.problem.text() == "Cancelled: no file was made."
    assert names_in(folder) == []
    assert dialog.form.make.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_the_folder_is_remembered(dialog, qtbot, desk, plan, folder):
    make(dialog, qtbot)
    assert desk.preferences.current.folder == str(folder)
    again = SendDialog(desk, plan)
    qtbot.addWidget(again)
    assert again.target.parent == folder


def test_the_file_and_its_folder_can_be_opened(dialog, qtbot, monkeypatch, folder):
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")  # where no file manager can be asked
    path = make(dialog, qtbot)
    dialog.form.show_folder.click()
    qtbot.waitUntil(lambda: opened == [folder], timeout=10_000)
    dialog.form.open_file.click()
    assert opened == [folder, path]
    assert "No program" in dialog.form.notes.text()
    dialog.form.close.click()
    assert not dialog.isVisible()


def test_a_bug_is_not_taken_for_an_answer(dialog, qtbot, monkeypatch):
    def broken(*given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(send_dialog, "write_pdf", broken)
    dialog.choose_kind("pdf")
    with qtbot.captureExceptions() as caught:
        dialog.make()
        qtbot.waitUntil(lambda: bool(caught), timeout=LONG * 1000)
    assert caught[0][0] is ZeroDivisionError
    assert dialog.form.make.isEnabled()


def test_everything_has_a_name_and_is_reached_by_keyboard_in_the_order_of_the_eye(dialog):
    inputs = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit, QProgressBar)
        for widget in dialog.form.widget.findChildren(kind)
        if not widget.objectName().startswith("qt_")
    ]
    labels = {label.buddy(): label.text() for label in dialog.findChildren(send_dialog.QLabel) if label.buddy()}
    nameless = [
        widget.objectName()
        for widget in inputs
        if not (widget.accessibleName() or labels.get(widget) or getattr(widget, "text", str)())
    ]
    assert nameless == []
    form = dialog.form
    order = [form.word, form.language, form.contacts, form.name, form.choose, form.cancel, form.make]
    reached, widget = [], form.word
    for _ in range(60):
        if widget in order and widget not in reached:
            reached.append(widget)
        widget = widget.nextInFocusChain()
    assert [part.objectName() for part in reached] == [part.objectName() for part in order]


@pytest.mark.parametrize("language", ["ar", "zh"])
@pytest.mark.parametrize("size", [100, 200])
def test_nothing_is_cut_in_other_languages_and_large_text(language, size, desk_in, qtbot, tmp_path):
    desk = desk_in(language, dark=True, text_size=size)
    plan = open_plan(desk, small_plan(), tmp_path)
    dialog = SendDialog(desk, plan)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.height() >= dialog.minimumSizeHint().height())
    for button in dialog.form.choices.findChildren(QAbstractButton):
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.minimumSizeHint().height()
    plan.close(LONG)
