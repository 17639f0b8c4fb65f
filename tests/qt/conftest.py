"""A desk for widgets under test: the real program with a library of its own, in any language and either theme."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from gmp_desk.app.preferences import PreferencesFile
from gmp_desk.bootstrap import build
from gmp_desk.paths import find
from gmp_desk.qt.collecting import Collector
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.icons import Icons
from gmp_desk.qt.shell import Shell
from gmp_desk.qt.theme import Theme
from gmp_desk.qt.translator import Language


@pytest.fixture(autouse=True)
def _collected_here(qapp: QApplication) -> Iterator[None]:
    """Collect garbage in this thread only, as the program does: tests have worker threads too."""
    collector = Collector(qapp)
    yield
    collector.stop()
    collector.deleteLater()


@pytest.fixture
def desk_in(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Make a desk: ``desk_in("ar", dark=True, text_size=200)``; the window runs as its language does."""
    with ExitStack() as in_the_end:

        def make(language: str = "en", *, dark: bool = False, text_size: int = 100) -> Desk:
            program = build(language, str(tmp_path / "library" / "library.db"), in_the_end)
            paths = find()
            theme = Theme(paths.resources, dark=dark, text_size=text_size)
            desk = Desk(program, paths, theme, Icons(paths.resources, theme), PreferencesFile(tmp_path / "preferences"))
            in_the_end.callback(Language(qapp, desk.catalogue).remove)
            right_to_left = desk.catalogue.direction == "rtl"
            qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
            # Widgets that tests before this one have left would all be dressed again.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            theme.dress(qapp)
            return desk

        yield make
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def desk(desk_in: Callable[..., Desk]) -> Desk:
    """A desk in English, in the light theme."""
    return desk_in()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path, qtbot) -> Iterator[Callable[..., Shell]]:
    """Start the program with a library of its own and wait until it is loaded."""
    with ExitStack() as in_the_end:
        started: list[Shell] = []

        def start(*files: Path, language: str = "en") -> Shell:
            notices = []
            program = build(language, str(tmp_path / "library" / "library.db"), in_the_end, notices)
            preferences = PreferencesFile(tmp_path / "preferences.json")
            made = Shell(qapp, program, find(), preferences, language, notices)
            started.append(made)
            made.start(files)
            qtbot.waitUntil(lambda: made.loaded, timeout=20_000)
            return made

        yield start
        for made in started:
            made.close_plan()
            made.window.hide()
            made.window.deleteLater()
            made.deleteLater()
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
