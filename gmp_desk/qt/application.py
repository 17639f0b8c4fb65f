"""Starts the program with a window."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gmp_desk.app.preferences import PreferencesFile
from gmp_desk.app.program import Program
from gmp_desk.paths import Paths
from gmp_desk.qt.collecting import Collector
from gmp_desk.qt.crash import CrashReporter
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
    if not only.claim([str(file) for file in files]):
        return 0
    collector = Collector(app)
    shell = Shell(app, program, paths, PreferencesFile(preferences), language, notices)
    crashes = CrashReporter(lambda: shell.desk.catalogue, shell.save, app)
    crashes.take_over()
    only.asked.connect(shell.asked)
    try:
        shell.start(files)
        return app.exec()
    finally:
        crashes.remove()
        collector.stop()
        only.close()
