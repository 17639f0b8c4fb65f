"""Work beside the window: done, failed, cancelled, and ended with the program."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from gmp_desk.qt.background import Cancelled, Job, Progress, start

ROOT = Path(__file__).resolve().parents[2]


class Told:
    """What a job told, and in which thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.progress: list[float] = []
        self.threads: set[int] = set()

    def done(self, result: object) -> None:
        self.threads.add(threading.get_ident())
        self.results.append(result)

    def failed(self, error: Exception) -> None:
        self.threads.add(threading.get_ident())
        self.errors.append(error)

    def progressed(self, fraction: float) -> None:
        self.threads.add(threading.get_ident())
        self.progress.append(fraction)

    @property
    def ended(self) -> bool:
        return bool(self.results or self.errors)


@pytest.fixture
def window(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def told() -> Told:
    return Told()


def begin(window: QObject, call, told: Told) -> Job:
    return start(window, call, told.done, told.failed, told.progressed)


def until_cancelled(started: threading.Event):
    def call(progress: Progress) -> None:
        started.set()
        while True:
            progress(0.5)

    return call


def test_the_result_and_the_progress_come_in_the_thread_of_the_window(qtbot: QtBot, window: QObject, told: Told):
    def call(progress: Progress) -> tuple[str, int]:
        progress(0.25)
        progress(1.0)
        return "result", threading.get_ident()

    job = begin(window, call, told)
    assert job.running
    qtbot.waitUntil(lambda: told.ended)
    [(result, worker)] = told.results
    assert (result, told.progress, told.errors) == ("result", [1.0], [])
    assert told.threads == {threading.get_ident()} != {worker}


def test_the_progress_is_told_as_it_goes_on(qtbot: QtBot, window: QObject, told: Told):
    steps = [threading.Event(), threading.Event()]

    def call(progress: Progress) -> None:
        for number, step in enumerate(steps, 1):
            progress(number / 4)
            step.wait(20)

    begin(window, call, told)
    for number, step in enumerate(steps, 1):
        qtbot.waitUntil(lambda number=number: told.progress[-1:] == [number / 4])
        step.set()
    qtbot.waitUntil(lambda: told.ended)
    assert told.progress == [0.25, 0.5]


def test_an_exception_is_told_as_it_was_raised(qtbot: QtBot, window: QObject, told: Told):
    error = OSError("disk full")

    def call(progress: Progress) -> None:
        raise error

    begin(window, call, told)
    qtbot.waitUntil(lambda: told.ended)
    assert (told.results, told.errors) == ([], [error])


def test_a_cancelled_job_ends_where_it_tells_its_progress(qtbot: QtBot, window: QObject, told: Told):
    started = threading.Event()
    job = begin(window, until_cancelled(started), told)
    started.wait(20)
    job.cancel()
    qtbot.waitUntil(lambda: told.ended)
    [error] = told.errors
    assert isinstance(error, Cancelled)
    assert told.results == []


def test_a_job_that_was_done_before_it_could_be_cancelled_is_told_as_done(qtbot: QtBot, window: QObject, told: Told):
    go_on = threading.Event()
    job = begin(window, lambda _progress: go_on.wait(20), told)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: told.ended)
    assert (told.results, told.errors) == ([True], [])


def test_a_window_that_goes_cancels_its_jobs_and_waits_for_them(qtbot: QtBot, told: Told):
    window, started = QObject(), threading.Event()
    begin(window, until_cancelled(started), told)
    started.wait(20)
    window.deleteLater()
    qtbot.waitUntil(lambda: not any(thread.name == "job" for thread in threading.enumerate()))
    qtbot.wait(100)
    assert not told.ended


def test_many_jobs_at_once_each_tell_their_own(qtbot: QtBot, window: QObject):
    all_told = [Told() for _ in range(30)]
    for number, told in enumerate(all_told):
        begin(window, lambda _progress, number=number: number, told)
    qtbot.waitUntil(lambda: all(told.ended for told in all_told))
    assert [told.results for told in all_told] == [[number] for number in range(30)]
    qtbot.waitUntil(lambda: not window.children())  # a job that has ended leaves nothing behind


def test_the_window_goes_on_while_a_job_works(qtbot: QtBot, window: QObject, told: Told):
    go_on = threading.Event()
    begin(window, lambda _progress: go_on.wait(20), told)
    QThread.msleep(1)
    qtbot.wait(50)  # events are looked at
    assert not told.ended
    go_on.set()
    qtbot.waitUntil(lambda: told.ended)


def test_the_program_ends_cleanly_while_a_job_works():
    program = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from gmp_desk.qt.background import start
app = QCoreApplication([])
window, ended = QObject(), []
def call(progress):
    try:
        while True:
            progress(0.1)
    finally:
        ended.append(True)
start(window, call, print, print)
QTimer.singleShot(100, app.quit)
app.exec()
print(ended, [thread.name for thread in threading.enumerate() if thread.name == "job"])
"""
    assert ended(program) == (0, "[True] []\n", "")


def test_the_program_ends_cleanly_where_a_job_goes_with_the_application_itself():
    program = """
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from gmp_desk.qt.background import start
app = QCoreApplication([])
start(QObject(app), lambda progress: None, print, print)
QTimer.singleShot(0, app.quit)
app.exec()
"""
    assert ended(program) == (0, "", "")


def ended(program: str) -> tuple[int, str, str]:
    """Run a program; return its exit status and what it wrote."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def test_a_window_that_goes_right_after_its_job_is_done_does_no_harm():
    program = """
import faulthandler
from PySide6.QtCore import QCoreApplication, QObject
from gmp_desk.qt.background import start
faulthandler.enable()
app = QCoreApplication([])
class Window(QObject):
    def __init__(self):
        super().__init__()
        self.done = False
        self.job = start(self, lambda progress: None, self.end, self.end)
    def end(self, result):
        self.job, self.done = None, True
def open_and_close():
    window = Window()
    while not window.done:
        app.processEvents()
for _ in range(20):
    open_and_close()
    app.processEvents()
"""
    assert ended(program) == (0, "", "")
