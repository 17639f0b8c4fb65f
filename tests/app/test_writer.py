import threading
import time
from collections.abc import Callable, Iterator

import pytest

from gmp_desk.app import writer as module
from gmp_desk.app.writer import Writer
from tests.app.desks import LONG


class Shelf:
    """Stores strings, slowly or never where a test wants that, and notes all that a writer says."""

    def __init__(self) -> None:
        self.stored: list[str] = []
        self.times: list[float] = []
        self.failures: list[tuple[str, str]] = []
        self.done = 0
        self.beats = 0
        self.error: Exception | None = None
        self.entered, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        self.changed = threading.Condition()

    def store(self, content: str) -> None:
        self.entered.set()
        assert self.may_go_on.wait(LONG)
        if self.error:
            raise self.error
        self._noted(lambda: (self.stored.append(content), self.times.append(time.monotonic())))

    def was_stored(self) -> None:
        self._noted(lambda: setattr(self, "done", self.done + 1))

    def failed(self, content: str, error: Exception) -> None:
        self._noted(lambda: self.failures.append((content, str(error))))

    def beat(self) -> None:
        self._noted(lambda: setattr(self, "beats", self.beats + 1))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, LONG)

    def _noted(self, note: Callable[[], object]) -> None:
        with self.changed:
            note()
            self.changed.notify_all()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def writer(shelf: Shelf) -> Iterator[Writer[str]]:
    writer: Writer[str] = Writer(shelf.store, shelf.was_stored, shelf.failed, shelf.beat)
    yield writer
    shelf.may_go_on.set()
    writer.close(LONG)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program is told of bugs in threads."""
    told: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda of: told.append(str(of.exc_value)))
    return told


def test_what_is_offered_is_stored_by_itself_half_a_second_later(writer: Writer[str], shelf: Shelf):
    offered = time.monotonic()
    writer.offer("a")
    shelf.wait_for(lambda: shelf.done == 1)
    assert shelf.stored == ["a"]
    assert shelf.times[0] - offered >= 0.5
    assert writer.is_idle


def test_only_the_newest_of_what_is_offered_in_a_row_is_stored(writer: Writer[str], shelf: Shelf):
    for content in "abc":
        writer.offer(content)
    assert writer.flush(LONG)
    assert shelf.stored == ["c"]


def test_it_is_stored_while_typing_goes_on(writer: Writer[str], shelf: Shelf):
    end = time.monotonic() + LONG
    typed = 0
    while not shelf.stored and time.monotonic() < end:
        typed += 1
        writer.offer(str(typed))
        time.sleep(0.02)
    assert shelf.stored
    assert typed > 10  # it did not wait for a pause, nor store each letter


def test_what_is_typed_while_the_disk_is_slow_waits_no_longer_than_the_rest(writer: Writer[str], shelf: Shelf):
    shelf.may_go_on.clear()
    writer.offer("first")
    writer_is_at_it = shelf.entered.wait(LONG)
    assert writer_is_at_it
    first_not_taken = time.monotonic()
    while time.monotonic() < first_not_taken + 1.2:
        writer.offer("more")
        time.sleep(0.02)
    shelf.may_go_on.set()
    typed = 0
    while len(shelf.stored) < 2 and typed < 1_000:
        typed += 1
        writer.offer(str(typed))
        time.sleep(0.02)
    assert typed < 20  # it was due already; a second of its own would be fifty


def test_flush_stores_at_once(writer: Writer[str], shelf: Shelf):
    writer.offer("a")
    assert writer.flush(LONG)
    assert (shelf.stored, shelf.done) == (["a"], 1)


def test_flush_with_nothing_to_store_says_that_all_is_stored(writer: Writer[str], shelf: Shelf):
    assert writer.flush(LONG)
    assert shelf.stored == []


def test_flush_waits_for_what_was_offered_while_an_earlier_content_is_being_stored(writer: Writer[str], shelf: Shelf):
    shelf.may_go_on.clear()
    writer.offer("a")
    assert shelf.entered.wait(LONG)
    writer.offer("b")
    assert not writer.flush(0.05)
    assert not writer.is_idle
    shelf.may_go_on.set()
    assert writer.flush(LONG)
    assert shelf.stored == ["a", "b"]
    assert shelf.done == 1


def test_what_was_withdrawn_is_not_stored(writer: Writer[str], shelf: Shelf):
    writer.offer("a")
    writer.withdraw()
    assert writer.flush(LONG)
    assert shelf.stored == []


@pytest.mark.parametrize("error", [OSError("disk"), ValueError("bug"), MemoryError("full"), RecursionError("deep")])
def test_whatever_fails_is_told_and_tried_again_until_it_is_stored(writer: Writer[str], shelf: Shelf, error: Exception):
    shelf.error = error
    writer.offer("a")
    assert not writer.flush(LONG)
    assert shelf.failures == [("a", str(error))]
    assert not writer.is_idle
    shelf.error = None
    assert writer.flush(LONG)
    assert (shelf.stored, shelf.done) == (["a"], 1)


def test_it_is_tried_again_by_itself(writer: Writer[str], shelf: Shelf):
    shelf.error = OSError("disk")
    writer.offer("a")
    shelf.wait_for(lambda: len(shelf.failures) == 1)
    failed = time.monotonic()
    shelf.error = None
    shelf.wait_for(lambda: shelf.done == 1)
    assert shelf.times[0] - failed >= 1  # it does not try all the time


def test_a_failure_is_told_with_the_newest_content(writer: Writer[str], shelf: Shelf):
    shelf.may_go_on.clear()
    shelf.error = OSError("disk")
    writer.offer("a")
    assert shelf.entered.wait(LONG)
    writer.offer("b")
    shelf.may_go_on.set()
    shelf.wait_for(lambda: bool(shelf.failures))
    assert shelf.failures[0] == ("b", "disk")


def test_who_waits_for_a_flush_that_fails_finds_what_was_done_about_it(shelf: Shelf):
    saved: list[str] = []

    def failed(content: str, error: Exception) -> None:
        time.sleep(0.05)
        saved.append(content)

    writer: Writer[str] = Writer(shelf.store, shelf.was_stored, failed, shelf.beat)
    shelf.error = OSError("disk")
    writer.offer("a")
    assert not writer.flush(LONG)
    assert saved == ["a"]
    shelf.error = None
    assert writer.close(LONG)


def test_closing_stores_what_is_not_stored_yet(writer: Writer[str], shelf: Shelf):
    writer.offer("a")
    assert writer.close(LONG)
    assert shelf.stored == ["a"]


def test_closing_says_that_it_could_not_be_stored(writer: Writer[str], shelf: Shelf):
    shelf.error = OSError("disk")
    writer.offer("a")
    assert not writer.close(LONG)


def test_a_writer_that_is_closed_can_be_closed_and_flushed_again(writer: Writer[str], shelf: Shelf):
    assert writer.close(LONG)
    assert writer.close()
    assert writer.flush()


@pytest.mark.parametrize("broken", ["was_stored", "failed", "beat"])
def test_a_bug_in_what_it_tells_is_reported_and_does_not_end_it(
    shelf: Shelf, reported: list[str], monkeypatch: pytest.MonkeyPatch, broken: str
):
    def bug(*told: object) -> None:
        raise ZeroDivisionError(broken)

    monkeypatch.setattr(module, "_BEAT", 0.01)
    setattr(shelf, broken, bug)
    writer: Writer[str] = Writer(shelf.store, shelf.was_stored, shelf.failed, shelf.beat)
    shelf.error = OSError("disk")
    writer.offer("a")
    assert not writer.flush(LONG)
    shelf.error = None
    writer.offer("b")
    assert writer.flush(LONG)
    time.sleep(0.05)
    writer.offer("c")
    assert writer.close(LONG)
    assert shelf.stored == ["b", "c"]
    assert set(reported) == {broken}


def test_it_beats_while_nothing_is_to_be_stored(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_BEAT", 0.02)
    writer: Writer[str] = Writer(shelf.store, shelf.was_stored, shelf.failed, shelf.beat)
    shelf.wait_for(lambda: shelf.beats >= 3)
    assert writer.close(LONG)
    assert shelf.stored == []
