"""The program around the window: it paints first, opens the library, then plans; it builds the window anew."""

import functools
import importlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from gmp_desk.app.preferences import LARGEST_TEXT, SMALLEST_TEXT, PreferencesFile
from gmp_desk.app.program import Program
from gmp_desk.i18n import Catalogue, system_language
from gmp_desk.paths import Paths
from gmp_desk.qt.main_window import MainWindow
from gmp_desk.qt.theme import Theme

if TYPE_CHECKING:  # the first paint does not wait for these
    from gmp_desk.app.opening import Notice
    from gmp_desk.domain.errors import UserError
    from gmp_desk.qt.desk import Desk
    from gmp_desk.qt.open_plan import OpenPlan
    from gmp_desk.qt.plan_opener import PlanOpener
    from gmp_desk.qt.translator import Language

_AGAIN = 200  # milliseconds
_DARK = 128  # of 256 levels of lightness
_CLOSING = 10.0  # seconds to wait for the last store


class Shell(QObject):
    """One run of the program with a window."""

    def __init__(
        self,
        app: QApplication,
        program: Program,
        paths: Paths,
        preferences: PreferencesFile,
        given_language: str,
        notices: "list[Notice]",
    ) -> None:
        """``given_language`` overrules the preferences for this run; ``notices`` collects what opening has to tell."""
        super().__init__(app)
        self._app, self._paths, self._preferences = app, paths, preferences
        self._program, self._given_language = program, given_language
        self._notices = notices
        self._process = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._language: Language | None = None  # until the first window is furnished
        self._opener: PlanOpener | None = None
        self._open: OpenPlan | None = None
        self._waiting: list[Path] = []
        self._ending = False
        self.window = self._new_window()

    @property
    def desk(self) -> "Desk":
        """The surroundings of the window, once it is furnished."""
        return self.window.desk

    @property
    def catalogue(self) -> Catalogue:
        """The texts of the interface."""
        chosen = self._given_language or self._preferences.current.language
        return self._program.catalogue_in(chosen or system_language(os.environ))

    @property
    def loaded(self) -> bool:
        """Whether plans can be opened."""
        return self._opener is not None

    @property
    def ending(self) -> bool:
        """Whether all is stored and the program ends."""
        return self._ending

    def start(self, files: Sequence[Path], may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Show the window, then load what it needs; files are opened after that.

        ``may_go_on`` is asked when the window has been painted; where it says no, the program ends.
        """
        self._waiting = list(files)
        self.window.when_painted(lambda: self._begin(may_go_on))
        self.window.show()

    def save(self) -> None:
        """Store what is not stored yet."""
        if self._open:
            self._open.workspace.flush(_CLOSING)

    # What the window asks for.

    def new_plan(self) -> None:
        """Ask for area, period and language, and open an empty plan."""
        if self._opener:
            self._opener.new_plan(self.window)

    def open_files(self, files: list[Path]) -> None:
        """Take files in and open the last of them."""
        if self._opener is None:
            self._waiting += files
        else:
            self._opener.take_in(files)

    def choose_files(self) -> None:
        """Ask for files and open them."""
        from gmp_desk.qt.file_dialogs import ask_files

        _ = self.desk.catalogue.gettext
        folder = self._preferences.current.folder or _documents()
        kinds = _("Plan files (*.gmpplan *.gmpreport *.json *.zip);;All files (*)")
        if files := ask_files(_("Open a file I received"), folder, kinds, self.window):
            self.open_files(files)

    def choose_sample(self) -> None:
        """Ask for a sample and open it."""
        if self._opener:
            self._opener.choose_sample(self.window)

    def recent(self) -> list[tuple[str, str]]:
        """Return the ids and names of the plans opened last, those that are still there."""
        return self._opener.recent(self._preferences.current.recent) if self._opener else []

    def open_plan(self, id: str) -> None:
        """Open a plan of the library."""
        if self._opener:
            self._opener.open(id)

    def leave_for(self, id: str) -> bool:
        """Make room for another plan: store and close the open one; tell whether that is done.

        Where the plan that is asked for is open, it is shown, and nothing is to be opened.
        """
        if self._open and self._open.plan.id == id:
            return False
        if self._open and not self._stored():
            return False
        self._let_go()
        return True

    def when_free(self, call: Callable[[], None]) -> None:
        """Do something that replaces what is on the screen, once no dialog stands over it any more."""
        if QApplication.activeModalWidget():
            QTimer.singleShot(_AGAIN, self, lambda: self.when_free(call))
        else:
            call()

    def close_plan(self) -> None:
        """Store the open plan and show my plans."""
        if self._open and self._stored():
            self._let_go()
            self.window.show_plans()

    def backups(self) -> None:
        """Show the backups of the library."""
        if self._opener and (self._open is None or self.leave_for("")):
            self.window.show_plans()
            self._opener.show_backups(self.window)

    def preferences(self) -> None:
        """Show the preferences."""
        from gmp_desk.qt.preferences_dialog import ask

        chosen = ask(self.desk, self.window)
        if chosen:
            self.change_look(**chosen)

    def change_look(self, **chosen: Any) -> None:
        """Change preferences that all widgets follow, and build the window anew at the same place."""
        if "text_size" in chosen:
            chosen["text_size"] = max(SMALLEST_TEXT, min(chosen["text_size"], LARGEST_TEXT))
        before = self._preferences.current
        self._preferences.change(**chosen)
        if self._preferences.current != before:
            self._given_language = "" if "language" in chosen else self._given_language
            self._rebuild()

    def let_go_of_library(self) -> None:
        """Have nothing here use the library, as it is about to be replaced by a backup."""
        self.window.rest()

    def show_help(self, topic: str) -> None:
        """Show the help."""
        from gmp_desk.qt.help_window import show

        show(self.desk, topic, self.window)

    def about(self) -> None:
        """Show what the program is."""
        from gmp_desk.qt.about import show

        show(self.desk, self.window)

    def quit(self) -> None:
        """Store all and end; where something cannot be stored, say so and ask."""
        if self._ending or (self._open and not self._stored()):
            return
        self._ending = True
        self.window.keep_place()
        self._let_go()
        self.window.rest()
        self._app.quit()

    def asked(self, files: list[str]) -> None:
        """Answer a second start of the program: come before the other windows, and open its files."""
        self.window.setWindowState(self.window.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if files:
            self.when_free(lambda: self.open_files([Path(file) for file in files]))

    def tell(self, message: str) -> None:
        """Show a quiet message, or a box where there is no line for it."""
        if self.window.editor:
            self.window.editor.page.status.tell(message)
        else:
            self.window.statusBar().showMessage(message, 10_000)

    def tell_error(self, error: "UserError", file: str = "") -> None:
        """Show what went wrong and what to do, in one sentence."""
        from gmp_desk.qt.boxes import show_message

        show_message(self.desk, self.desk.wording.error(error, file), self.window, warning=True)

    def show_plan(self, open_plan: "OpenPlan") -> None:
        """Show a plan that was opened, for which room was made before."""
        self._open = open_plan
        open_plan.setParent(self)
        self._show_editor(open_plan)
        self._preferences.remember_plan(open_plan.plan.id)

    def _show_editor(self, open_plan: "OpenPlan") -> None:
        if self._opener:
            self.window.show_editor(self._opener.editor_view(open_plan))

    @property
    def editor(self) -> tuple[str, str, str]:
        """Who edits here: a person, a computer, a process."""
        import platform

        return self._preferences.current.name, platform.node(), self._process

    def _begin(self, may_go_on: Callable[[], bool]) -> None:
        if not self._ending and may_go_on():
            self._load()
        else:
            self.quit()

    def _load(self) -> None:
        """Furnish the window; import what plans need and open the library in a thread."""
        from gmp_desk.qt import background

        self._furnish()
        self._app.styleHints().colorSchemeChanged.connect(self._system_changed)
        background.start(self, lambda _: _import_and_open(self._program), self._loaded, self._not_loaded)

    def _loaded(self, _: object) -> None:
        from gmp_desk.qt.plan_opener import PlanOpener

        self._opener = PlanOpener(self)
        self._opener.wire(self.window.plans)
        self.window.show_plans()
        for notice in self._notices:
            self.tell_error(notice)
        self._notices.clear()
        if self._waiting:
            files, self._waiting = self._waiting, []
            self.open_files(files)

    def _not_loaded(self, error: Exception) -> None:
        from gmp_desk.domain.errors import UserError

        if not isinstance(error, UserError):
            raise error
        self._loaded(None)  # the page says why there are no plans, and tries again

    def _stored(self) -> bool:
        """Store the open plan; where that fails, ask whether to stay."""
        if self._open is None or self._open.workspace.flush(_CLOSING):
            return True
        from gmp_desk.qt.not_stored import leave

        return leave(self.desk, self._open, self.window)

    def _let_go(self) -> None:
        if self._open:
            self.window.keep_place()
            self._open.close(_CLOSING)
            self._open.deleteLater()
            self._open = None

    def _new_window(self) -> MainWindow:
        """Return a window in the colours that are chosen, still empty."""
        chosen = self._preferences.current
        dark = chosen.theme == "dark" or (chosen.theme == "system" and self._system_is_dark())
        self._theme = Theme(self._paths.resources, dark=dark, text_size=chosen.text_size)
        self._theme.colour_windows(self._app)
        return MainWindow(self, self._preferences)

    def _furnish(self) -> None:
        """Give the window its look, its language, its menu and its icons."""
        from gmp_desk.i18n import Locale
        from gmp_desk.qt.desk import Desk
        from gmp_desk.qt.icons import Icons
        from gmp_desk.qt.translator import Language

        catalogue = self.catalogue
        directions = QtCore.Qt.LayoutDirection
        self._app.setLayoutDirection(directions.RightToLeft if catalogue.direction == "rtl" else directions.LeftToRight)
        self._theme.dress(self._app)
        locale = functools.cache(lambda: Locale(catalogue.language))
        program = replace(self._program, catalogue=catalogue, locale=locale)
        if self._language:
            self._language.remove()
        self._language = Language(self._app, catalogue)
        icons = Icons(self._paths.resources, self._theme)
        self.window.furnish(Desk(program, self._paths, self._theme, icons, self._preferences))

    def _rebuild(self) -> None:
        """Build the window anew, in another language or look, with the same plan at the same section."""
        before = self.window
        before.keep_place()
        section = before.editor.page.page.section.id if before.editor else ""
        missing = before.editor is not None and before.editor.page.missing_shown
        opened = before.editor.page.page.opened if before.editor else ""
        self.window = self._new_window()
        self._furnish()
        if self._opener:
            self._opener.wire(self.window.plans)
            self.window.show_plans()
            if self._open:
                self._show_editor(self._open)
                if self.window.editor and section:
                    self.window.editor.page.show_section(section)
                    self.window.editor.page.show_missing(shown=missing)
                    if opened:
                        self.window.editor.page.go_to(opened)
        self.window.show()
        before.hide()
        before.deleteLater()

    def _system_is_dark(self) -> bool:
        if self._language is None:  # the colours are still those of the system, which are quicker to ask
            return self._app.palette().window().color().lightness() < _DARK
        return self._app.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark

    def _system_changed(self) -> None:
        if self._preferences.current.theme == "system":
            self.when_free(self._rebuild)


def _import_and_open(program: Program) -> None:
    """Load what plans need, and open the library; in a thread, so that the window goes on meanwhile."""
    importlib.import_module("gmp_desk.qt.plan_opener")
    program.locale()
    program.template()
    program.library()


def _documents() -> str:
    from PySide6.QtCore import QStandardPaths

    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
