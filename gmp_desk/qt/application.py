"""Starts the program with a window."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gmp_desk.app.preferences import PreferencesFile
from gmp_desk.app.program import Program
from gmp_desk.paths import Paths
from gmp_desk.qt.shell import Shell
from gmp_desk.qt.single import OnlyOne

if TYPE_CHECKING:
    from gmp_desk.app.opening import Notice


def run(
    program: Program,
    paths: Paths,
    preferences: Path,
    language: str,
    files: Sequence[Path],
    notices: "list[Notice]",
) -> int:
    """Show the window, and return the exit status when it is closed.

    ``preferences`` is their file; ``language`` overrules them, unless it is ""; ``notices`` collects what opening the
    library has to tell. Where the program runs already with this library, the files are opened there.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("gmp-desk")
    app.setApplicationDisplayName("GMP Desk")
    app.setDesktopFileName("gmp-desk")
    app.setQuitOnLastWindowClosed(False)
    only = OnlyOne(program.library_path(), app)
    names = [str(file) for file in files]
    if only.hand_over(names):
        return 0
    with ExitStack() as in_the_end:
        in_the_end.callback(only.close)
        shell = Shell(app, program, paths, PreferencesFile(preferences), language, notices)

        def may_go_on() -> bool:
            _watch(app, shell, in_the_end)
            only.asked.connect(shell.asked)
            return only.claim(names)  # another start may have come first meanwhile

        shell.start(files, may_go_on)
        return app.exec()


def _watch(app: QApplication, shell: Shell, in_the_end: ExitStack) -> None:
    """Collect garbage here, and report what goes wrong; the first paint does not wait for either."""
    from gmp_desk.qt.collecting import Collector
    from gmp_desk.qt.crash import CrashReporter

    collector = Collector(app)
    in_the_end.callback(collector.stop)
    crashes = CrashReporter(lambda: shell.catalogue, shell.save, app)
    crashes.take_over()
    in_the_end.callback(crashes.remove)
