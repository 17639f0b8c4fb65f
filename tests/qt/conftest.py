"""A desk for widgets under test: the real program with a library of its own, in any language and either theme."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from gmp_desk.app.opening import Notice
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
def unloaded(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Shell]]:
    """Make the program with a library of its own; nothing is shown yet."""
    with ExitStack() as in_the_end:
        made: list[Shell] = []

        def make(language: str = "en") -> Shell:
            notices: list[Notice] = []
            program = build(language, str(tmp_path / "library" / "library.db"), in_the_end, notices)
            preferences = PreferencesFile(tmp_path / "preferences.json")
            made.append(Shell(qapp, program, find(), preferences, language, notices))
            return made[-1]

        yield make
        for each in made:
            each.close_plan()
            each.window.hide()
            each.window.deleteLater()
            each.deleteLater()
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def shell(unloaded: Callable[..., Shell], qtbot) -> Callable[..., Shell]:
    """Start the program with a library of its own and wait until it is loaded."""

    def start(*files: Path, language: str = "en") -> Shell:
        made = unloaded(language)
        made.start(files)
        qtbot.waitUntil(lambda: made.loaded, timeout=20_000)
        return made

    return start
