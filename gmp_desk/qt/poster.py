"""Runs calls in the thread of the window, whichever thread they are posted from."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Poster(QObject):
    """Lives in the thread of the window; threads that know no object of Qt but this one post to it."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(_run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], Any]) -> None:
        """Have a call run soon."""
        self._posted.emit(call)


def _run(call: Callable[[], Any]) -> None:
    call()
