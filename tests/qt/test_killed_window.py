"""The program is killed while somebody types: what was typed two seconds before is there when it is started again."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gmp_desk.storage.library import Library
from tests import samples
from tests.qt.typist import typed
from tests.storage.making import Clock, times

ROOT = Path(__file__).resolve().parents[2]
PROMISE = 2.0  # seconds
LONGEST = 1.0  # seconds of typing beyond them
PLAN = samples.PLANS[3]  # a draft


class Typing:
    """The program in a process of its own, with somebody who types."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.qt.typist", folder / "library.db", folder / "preferences.json", PLAN]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        self.output = self._process.stdout
        self.found: str = json.loads(self.output.readline())
        """What the window showed before anything was typed."""

    def kill(self, after: float) -> tuple[str, str]:
        """Kill it so many seconds after the first key; return what is promised to be kept, and all that was typed."""
        lines = [self.output.readline()]
        threading.Timer(float(lines[0].split()[1]) + after - time.monotonic(), self.end).start()
        lines += self.output.readlines()  # as they come, until it is dead: with a full pipe nobody would type on
        dead = time.monotonic()
        keys = [(int(count), float(at)) for count, at in (line.split() for line in lines if line.endswith(b"\n"))]
        kept = max((count for count, at in keys if at <= dead - PROMISE), default=0)
        return typed(kept), typed(keys[-1][0] + 1)  # the last key may not have been told any more

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[int], Typing]]:
    """Start the program with the library of a number."""
    started: list[Typing] = []

    def begin(number: int) -> Typing:
        (tmp_path / f"{number}").mkdir(exist_ok=True)
        started.append(Typing(tmp_path / f"{number}"))
        return started[-1]

    yield begin
    for typing in started:
        typing.end()
        typing.output.close()


def stored(path: Path) -> str:
    """Return the summary that is in the library."""
    library = Library(path, Clock())
    try:
        return library.read(samples.plan(PLAN).id).content.summary
    finally:
        library.close()


def test_what_was_typed_two_seconds_before_a_kill_is_found(start: Callable[[int], Typing], tmp_path: Path):
    moments = random.Random(5)
    before = samples.plan(PLAN).summary
    for number in range(times(3, 100)):
        typing = start(number)
        assert typing.found == before
        kept, all_of_it = typing.kill(PROMISE + moments.uniform(0.1, LONGEST))
        assert kept
        found = stored(tmp_path / f"{number}" / "library.db")
        assert found.startswith(before + kept.rstrip())
        assert (before + all_of_it).startswith(found)
    assert start(number).found == found  # the window shows it as well
