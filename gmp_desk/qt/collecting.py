"""Collects garbage in the thread of the window only.

Left to itself, Python collects in whichever thread makes the last object, and a widget deleted by a worker crashes Qt.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL = 2_000  # milliseconds


class Collector(QObject):
    """Takes collecting over from Python as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        """Collect the young when there are enough of them, the old ones seldom."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
