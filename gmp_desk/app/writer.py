"""Stores what is edited, in a thread of its own, so that nobody ever waits for a disk or thinks of saving."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_QUIET, _LONGEST = 0.5, 1.0  # seconds after the last edit, and after the first one that is not stored
_AGAIN = 2.0  # seconds after a failure
_BEAT = 10.0

_Content = TypeVar("_Content")


class Writer(Generic[_Content]):
    """Stores the newest content that it was given, half a second after the last and a second after the first.

    ``store`` stores a content or raises; ``failed`` is told of each failure with the newest content; ``stored`` is told
    when everything is stored; ``beat`` is called every ten seconds. All are called in the writer's thread, which goes
    on whatever they raise.
    """

    def __init__(
        self,
        store: Callable[[_Content], None],
        stored: Callable[[], None],
        failed: Callable[[_Content, Exception], None],
        beat: Callable[[], None],
    ) -> None:
        self._store, self._stored, self._failed, self._beat = store, stored, failed, beat
        self._changed = threading.Condition()
        self._newest: _Content | None = None
        self._taken: _Content | None = None
        self._first = self._last = self._not_before = 0.0
        self._hurried = self._closing = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def offer(self, content: _Content) -> None:
        """Have a content stored in place of what was offered before."""
        with self._changed:
            now = time.monotonic()
            if self._newest is None or self._newest is self._taken:
                self._first = now
            self._newest, self._last = content, now
            self._changed.notify_all()

    @property
    def is_idle(self) -> bool:
        """Whether all that was offered is stored or withdrawn."""
        with self._changed:
            return self._newest is None

    def withdraw(self) -> None:
        """Forget what was offered and is not stored yet."""
        with self._changed:
            self._newest = None

    def flush(self, timeout: float | None = None) -> bool:
        """Store what is not stored yet, at once; tell whether all is, after ``timeout`` seconds at most."""
        with self._changed:
            if self._closing:
                return self._newest is None
            self._hurried = True
            self._not_before = 0.0
            self._changed.notify_all()
            done = self._changed.wait_for(lambda: not self._hurried, timeout)
            return done and self._newest is None

    def close(self, timeout: float | None = None) -> bool:
        """Store what is not stored yet and end the thread; tell whether all is stored."""
        done = self.flush(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        return done

    def _run(self) -> None:
        next_beat = time.monotonic() + _BEAT
        while True:
            with self._changed:
                if self._closing:
                    return
                wait = self._wait()
                if wait > 0:
                    self._changed.wait(max(min(wait, next_beat - time.monotonic()), 0))
                content = self._taken = self._newest if self._wait() <= 0 else None
            if content is not None:
                self._try(content)
            if time.monotonic() >= next_beat:
                _reported(self._beat)
                next_beat = time.monotonic() + _BEAT

    def _wait(self) -> float:
        """Return the seconds until something is to be stored; with nothing to store, nobody hurries any more."""
        if self._newest is None:
            if self._hurried:
                self._hurried = False
                self._changed.notify_all()
            return _BEAT
        if self._hurried:
            return 0.0
        return max(min(self._last + _QUIET, self._first + _LONGEST), self._not_before) - time.monotonic()

    def _try(self, content: _Content) -> None:
        try:
            self._store(content)
        except Exception as error:  # whatever it is, the text is still here: say so, and try again
            with self._changed:
                self._not_before = time.monotonic() + _AGAIN
                self._taken = None
                newest = content if self._newest is None else self._newest
            _reported(self._failed, newest, error)
            with self._changed:  # only now: who waits is to find what ``failed`` does
                self._hurried = False
                self._changed.notify_all()
            return
        with self._changed:
            done = self._newest is content or self._newest is None
            if done:
                self._newest = None
        if done:
            _reported(self._stored)


def _reported(call: Callable[..., None], *given: object) -> None:
    """Call what is a bug if it raises: it is reported as one of a thread, but the thread does not end by it."""
    try:
        call(*given)
    except Exception:
        threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
