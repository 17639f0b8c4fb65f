"""The program started twice with one library: the first window takes the files; a crashed start is in nobody's way."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gmp_desk.qt.single import OnlyOne
from tests import samples

ROOT = Path(__file__).resolve().parents[2]

Start = Callable[..., subprocess.Popen]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def only(library: Path, qapp: QApplication) -> Iterator[OnlyOne]:
    """The first start: this process."""
    only = OnlyOne(library, qapp)
    yield only
    only.close()
    only.deleteLater()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a module in a process, with homes of its own; it is ended with the test."""
    started: list[subprocess.Popen] = []
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}

    def run(module: str, *arguments: str | Path, cwd: Path = ROOT) -> subprocess.Popen:
        env = {**os.environ, **homes, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", module, *arguments]
        started.append(subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def claim(start: Start, library: Path, *files: str | Path, cwd: Path = ROOT) -> subprocess.Popen:
    return start("tests.qt.second_start", library, *files, cwd=cwd)


def test_the_program_started_again_hands_its_files_to_the_window_and_ends(
    only: OnlyOne, start: Start, library: Path, qtbot: QtBot
):
    assert only.claim([])
    with qtbot.waitSignal(only.asked, timeout=30_000) as asked:
        second = start("gmp_desk", "--library", library, samples.PLANS[0], samples.PLANS[1])
    assert asked.args == [[str(samples.PLANS[0]), str(samples.PLANS[1])]]
    assert second.wait(30) == 0
    assert not library.exists()  # it is for the window to open it


def test_a_second_start_without_files_asks_for_the_window(only: OnlyOne, start: Start, library: Path, qtbot: QtBot):
    assert only.claim([])
    with qtbot.waitSignal(only.asked, timeout=30_000) as asked:
        second = claim(start, library)
    assert asked.args == [[]]
    assert second.communicate(timeout=30)[0] == "second\n"


def test_a_window_that_is_busy_for_a_while_is_waited_for(only: OnlyOne, start: Start, library: Path, qtbot: QtBot):
    assert only.claim([])
    second = claim(start, library, samples.PLANS[0])
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(4)  # in which nothing is done here
    with qtbot.waitSignal(only.asked, timeout=30_000) as asked:
        pass
    assert asked.args == [[str(samples.PLANS[0])]]
    assert second.communicate(timeout=30)[0] == "second\n"


def test_files_are_meant_where_the_second_start_is(
    only: OnlyOne, start: Start, library: Path, qtbot: QtBot, tmp_path: Path
):
    assert only.claim([])
    with qtbot.waitSignal(only.asked, timeout=30_000) as asked:
        claim(start, library, "l’été.gmpplan", cwd=tmp_path)
    assert asked.args == [[str(tmp_path / "l’été.gmpplan")]]


def test_another_library_has_a_window_of_its_own(only: OnlyOne, start: Start, tmp_path: Path):
    assert only.claim([])
    assert claim(start, tmp_path / "other.db").stdout.readline() == "first\n"


def test_what_a_crashed_start_left_behind_is_taken_over(only: OnlyOne, start: Start, library: Path, qtbot: QtBot):
    crashed = claim(start, library)
    assert crashed.stdout.readline() == "first\n"
    crashed.kill()
    crashed.wait()
    assert only.claim([])
    with qtbot.waitSignal(only.asked, timeout=30_000) as asked:
        claim(start, library, samples.PLANS[0])
    assert asked.args == [[str(samples.PLANS[0])]]


def test_starts_that_die_while_they_ask_do_no_harm(only: OnlyOne, start: Start, library: Path, qtbot: QtBot):
    assert only.claim([])
    path = only.findChild(QLocalServer).fullServerName()
    for said in (b"", b'["half a li', b"[]\n", b"\xff\n", b"{}\n", b"[1]\n"):
        with socket.socket(socket.AF_UNIX) as other:
            other.connect(path)
            other.sendall(said)
    with qtbot.waitSignal(only.asked, timeout=30_000, check_params_cb=lambda files: files != []) as asked:
        second = claim(start, library, samples.PLANS[0])
    assert asked.args == [[str(samples.PLANS[0])]]
    assert second.communicate(timeout=30)[0] == "second\n"


def test_a_start_after_the_first_has_ended_is_the_first(only: OnlyOne, start: Start, library: Path):
    assert only.claim([])
    only.close()
    assert claim(start, library).stdout.readline() == "first\n"


def test_of_two_starts_in_one_moment_one_is_the_first(only: OnlyOne, start: Start, library: Path):
    assert not only.hand_over([])  # nobody listens yet
    other = claim(start, library)
    assert other.stdout.readline() == "first\n"
    assert not only.claim([str(samples.PLANS[0])])
