"""Runs what takes long in a thread of its own, so that the window goes on."""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_LOOK = 30  # milliseconds between two looks at what the thread has told

Progress = Callable[[float], None]


class Cancelled(Exception):
    """The user does not want it any more."""


class Job(QObject):
    """One call in a thread of its own; ``start`` makes it.

    The thread knows no object of Qt, which could be deleted under its hands: it notes what it has to tell, and a timer
    of the window looks there.
    """

    def __init__(
        self,
        parent: QObject,
        call: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Progress,
    ) -> None:
        super().__init__(parent)
        self._done, self._failed, self._progressed = done, failed, progressed
        self._fraction = 0.0
        work = self._work = _Work(call)
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        # Not a method of this object: when it is destroyed, it is half gone.
        self.destroyed.connect(work.end)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._end)
        work.thread.start()

    @property
    def running(self) -> bool:
        """Whether neither ``done`` nor ``failed`` was told yet."""
        return self._timer.isActive()

    def cancel(self) -> None:
        """Have the call end where it next tells its progress; then ``failed`` is told ``Cancelled``.

        It may be done before that, and ``done`` is told.
        """
        self._work.cancelled.set()

    def _end(self) -> None:
        self._work.end()

    def _look(self) -> None:
        if self._work.ended:  # nobody is there any more to be told
            self._timer.stop()
            return
        outcome = self._work.outcome
        if self._work.fraction != self._fraction:
            self._fraction = self._work.fraction
            self._progressed(self._fraction)
        if outcome is None:
            return
        self._timer.stop()
        # Not deleteLater: PySide crashes where Python lets go of a parent while a child waits to be deleted.
        self.setParent(None)
        if outcome.error is None:
            self._done(outcome.result)
        else:
            self._failed(outcome.error)


class _Outcome(NamedTuple):
    result: Any = None
    error: Exception | None = None


class _Work:
    """What happens in the thread, and what it tells."""

    def __init__(self, call: Callable[[Progress], Any]) -> None:
        self.fraction = 0.0
        self.outcome: _Outcome | None = None
        self.ended = False
        self.cancelled = threading.Event()
        self.thread = threading.Thread(target=self._run, name="job")
        self._call = call

    def end(self) -> None:
        """Cancel, and wait for the end: a file is whole by then, or not there."""
        self.ended = True
        self.cancelled.set()
        self.thread.join()

    def _run(self) -> None:
        try:
            self.outcome = _Outcome(self._call(self._progress))
        except Exception as error:  # it is for the window to say, or to report as a bug
            self.outcome = _Outcome(error=error)

    def _progress(self, fraction: float) -> None:
        if self.cancelled.is_set():
            raise Cancelled
        self.fraction = fraction


def start(
    parent: QObject,
    call: Callable[[Progress], Any],
    done: Callable[[Any], None],
    failed: Callable[[Exception], None],
    progressed: Progress = lambda _fraction: None,
) -> Job:
    """Run ``call`` in a thread, and tell in the window's thread what comes of it: ``done`` its result, or ``failed``.

    ``call`` is given a function to tell its progress with, from 0 to 1, and touches no object of Qt that is not its
    own. Where ``parent`` goes, or the program ends, the call is cancelled and waited for, and nothing is told.
    """
    return Job(parent, call, done, failed, progressed)
