"""The program with its window and somebody who types in it without end: ``typist.py LIBRARY PREFERENCES FILE``.

Tells the summary that the window shows when the plan is open, as JSON; then, after each key, how much was typed and
when, by the clock that all processes share. It is for being killed.
"""

import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gmp_desk.app.preferences import PreferencesFile
from gmp_desk.bootstrap import build
from gmp_desk.paths import find
from gmp_desk.qt.collecting import Collector
from gmp_desk.qt.field_row import FieldRow
from gmp_desk.qt.shell import Shell

LOOK, KEY = 20, 15  # milliseconds


def typed(count: int) -> str:
    """Return the first so many letters of what is typed: words that tell where they stand."""
    return "".join(f"x{number} " for number in range(count // 2 + 1))[:count]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Typist:
    """Types at the end of the summary, as soon as the plan is open."""

    def __init__(self, shell: Shell) -> None:
        self._shell, self._count = shell, 0
        self._timer = QTimer(shell, interval=LOOK)
        self._timer.timeout.connect(self._begin)
        self._timer.start()

    def _begin(self) -> None:
        editor = self._shell.window.editor
        if editor is None or not editor.page.go_to("summary"):
            return
        row: FieldRow = next(row for row in editor.page.page.rows if row.address == "summary")
        say(json.dumps(row.input.value()))
        self._editor = row.input.editor
        self._editor.moveCursor(QTextCursor.MoveOperation.End)
        self._timer.timeout.disconnect()
        self._timer.timeout.connect(self._type)
        self._timer.setInterval(KEY)

    def _type(self) -> None:
        self._count += 1
        QTest.keyClick(self._editor, typed(self._count)[-1])
        say(f"{self._count} {time.monotonic()}")


if __name__ == "__main__":
    library, preferences, file = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    collector = Collector(app)
    with ExitStack() as in_the_end:
        notices = []
        program = build("en", library, in_the_end, notices)
        shell = Shell(app, program, find(), PreferencesFile(Path(preferences)), "en", notices)
        typist = Typist(shell)
        shell.start([Path(file)])
        app.exec()
