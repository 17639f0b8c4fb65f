"""The one window of the program: my plans, or the plan that is open, below one menu."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QSize, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

# The first paint does not wait for these, nor for Qt's enumerations: PySide makes each type when it is first named.
if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu

    from gmp_desk.app.history import Step
    from gmp_desk.app.preferences import PreferencesFile
    from gmp_desk.qt.desk import Desk
    from gmp_desk.qt.editor_view import EditorView
    from gmp_desk.qt.open_plan import OpenPlan
    from gmp_desk.qt.plans_page import PlansPage

_USUAL_SIZE = QSize(1280, 800)
_UNSEEN = 300  # milliseconds
_TEXT_STEP = 10  # percent


class Shell(Protocol):
    """What the window asks of the program around it."""

    def new_plan(self) -> None:
        """Ask for area, period and language, and open an empty plan."""

    def open_files(self, files: list[Path]) -> None:
        """Take files in and open the last of them."""

    def choose_files(self) -> None:
        """Ask for files and open them."""

    def choose_sample(self) -> None:
        """Ask for a sample and open it."""

    def recent(self) -> list[tuple[str, str]]:
        """Return the ids and names of the plans opened last."""

    def open_plan(self, id: str) -> None:
        """Open a plan of the library."""

    def close_plan(self) -> None:
        """Store the open plan and show my plans."""

    def backups(self) -> None:
        """Show the backups of the library."""

    def preferences(self) -> None:
        """Show the preferences."""

    def change_look(self, **chosen: object) -> None:
        """Change a preference that all widgets follow, and build the window anew."""

    def show_help(self, topic: str) -> None:
        """Show the help."""

    def about(self) -> None:
        """Show what the program is."""

    def quit(self) -> None:
        """Store all and end."""

    @property
    def ending(self) -> bool:
        """Whether all is stored and the program ends."""


class MainWindow(QMainWindow):
    """The window; it is painted empty first, then furnished, and the shell puts into it what it shows."""

    desk: "Desk"
    actions_by_name: "dict[str, QAction]"

    def __init__(self, shell: Shell, preferences: "PreferencesFile") -> None:
        super().__init__()
        self._shell, self._preferences = shell, preferences
        self.editor: EditorView | None = None
        self._plans: PlansPage | None = None
        self._loaded = False
        self._first: Callable[[], object] | None = None
        self.setWindowTitle("GMP Desk")
        self.setAcceptDrops(True)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(QWidget(self))
        self.setCentralWidget(self._pages)
        self._restore_place()

    def when_painted(self, call: Callable[[], object]) -> None:
        """Have something done once the window has been painted for the first time; soon, if it is not to be seen."""
        self._first = call
        QTimer.singleShot(_UNSEEN, self, self._painted)

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Paint; the first time, go on with what was waiting for that."""
        super().paintEvent(event)
        if self._first:
            QTimer.singleShot(0, self, self._painted)

    def _painted(self) -> None:
        call, self._first = self._first, None
        if call:
            call()

    def furnish(self, desk: "Desk") -> None:
        """Give the window its menu and its language, for which the first paint does not wait."""
        from gmp_desk.qt.actions import add_actions

        self.desk = desk
        self.setWindowIcon(desk.icons.program)
        self.actions_by_name = add_actions(self, desk, self.carry_out)
        self._recent = self._submenu("file", "open_sample", desk.catalogue.gettext("&Recent plans"))
        self._recent.aboutToShow.connect(self._list_recent)
        self._sections = self._submenu("plan", "next_section", desk.catalogue.gettext("&Go to section"))
        self._enable()

    @property
    def plans(self) -> "PlansPage":
        """My plans; made when they are first asked for, after the first paint."""
        if self._plans is None:
            from gmp_desk.qt.plans_page import PlansPage

            self._plans = PlansPage(self.desk, self)
            self._pages.addWidget(self._plans)
        return self._plans

    def rest(self) -> None:
        """Have my plans, if they are there, use the library no more."""
        if self._plans:
            self._plans.rest()

    def carry_out(self, name: str) -> None:
        """Do what an action of the menu stands for: here, in the editor or in the program around."""
        doers = (self, self.editor, self._shell)
        getattr(next(doer for doer in doers if does(doer, name)), name)()

    def show_plans(self) -> None:
        """Show my plans as they are now."""
        self._loaded = True
        self._take_editor_away()
        self._pages.setCurrentWidget(self.plans)
        self.plans.refresh()
        self.setWindowTitle("GMP Desk")
        self._enable()

    def show_editor(self, editor: "EditorView") -> None:
        """Show the open plan."""
        self._take_editor_away()
        self.editor = editor
        self._pages.addWidget(editor)
        self._pages.setCurrentWidget(editor)
        editor.titled.connect(self.setWindowTitle)
        editor.page.plan.changed.connect(self._name_steps)
        editor.page.plan.told.connect(self._name_steps)
        editor.shown_changed.connect(self._check)
        editor.page.undo_wanted.connect(self.undo)
        editor.page.redo_wanted.connect(self.redo)
        editor.page.back_wanted.connect(self._shell.close_plan)
        self.setWindowTitle(editor.title)
        self._list_sections(editor)
        self._enable()
        self._check()
        self._name_steps()

    @property
    def plan(self) -> "OpenPlan | None":
        """The plan that is open."""
        return self.editor.page.plan if self.editor else None

    # What the menu does in the window itself; what else it does is the shell's.

    def open_file(self) -> None:
        """Ask for files and open them."""
        self._shell.choose_files()

    def open_sample(self) -> None:
        """Ask for a sample and open it."""
        self._shell.choose_sample()

    def show_help(self) -> None:
        """Show the help on what is on the screen."""
        self._shell.show_help(self.editor.page.page.section.id if self.editor else "")

    def search(self) -> None:
        """Find in the plan."""
        if self.editor:
            self.editor.find_bar.start()

    def search_next(self) -> None:
        """Go to the next place found."""
        if self.editor:
            self.editor.find_bar.go_on(1)

    def toggle_missing(self) -> None:
        """Show or hide what is still missing."""
        if self.editor:
            self.editor.page.show_missing(shown=not self.editor.page.missing_shown)

    def toggle_guidance(self) -> None:
        """Show or hide the guidance."""
        if self.editor:
            self.editor.page.show_guidance(shown=not self.editor.page.guidance_shown)

    def toggle_preview(self) -> None:
        """Show or hide the preview."""
        if self.editor:
            self.editor.page.show_preview(shown=not self.editor.page.preview_shown)

    def previous_section(self) -> None:
        """Show the section before this one."""
        if self.editor:
            self.editor.page.step(-1)

    def next_section(self) -> None:
        """Show the section after this one."""
        if self.editor:
            self.editor.page.step(1)

    def undo(self) -> None:
        """Take back the last step, and show where it was."""
        if self.plan and (step := self.plan.workspace.history.last_done):
            self.plan.undo()
            self._show_place_of(step)

    def redo(self) -> None:
        """Do the step undone last again, and show where it is."""
        if self.plan and (step := self.plan.workspace.history.last_undone):
            self.plan.redo()
            self._show_place_of(step)

    def _show_place_of(self, step: "Step") -> None:
        """Show the section that a step has changed, where another is on the screen."""
        address = getattr(step.edit, "address", "")
        if self.editor and address:
            self.editor.page.show_place(address)

    def cut(self) -> None:
        """Cut in the text that has the focus."""
        self._in_text("cut")

    def copy(self) -> None:
        """Copy from the text that has the focus."""
        self._in_text("copy")

    def paste(self) -> None:
        """Paste into the text that has the focus."""
        self._in_text("paste")

    def select_all(self) -> None:
        """Select all in the text or list that has the focus."""
        self._in_text("selectAll")

    def larger_text(self) -> None:
        """Make the text larger."""
        self._shell.change_look(text_size=self._preferences.current.text_size + _TEXT_STEP)

    def smaller_text(self) -> None:
        """Make the text smaller."""
        self._shell.change_look(text_size=self._preferences.current.text_size - _TEXT_STEP)

    def usual_text(self) -> None:
        """Give the text the size of the system."""
        self._shell.change_look(text_size=100)

    def full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        self.setWindowState(self.windowState() ^ QtCore.Qt.WindowState.WindowFullScreen)

    def keep_place(self) -> None:
        """Remember where the window is and how large."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        places = dict(self._preferences.current.places)
        if self.editor:
            places |= self.editor.places()
        self._preferences.change(places=places | {"window": geometry})

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Store all before the window goes; where that cannot be, and the user stays, the window does."""
        self._shell.quit()
        event.setAccepted(self._shell.ending)

    def dragEnterEvent(self, event: "QDragEnterEvent") -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: "QDropEvent") -> None:
        """Open the files that are dropped on the window."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self._shell.open_files(files)

    def _take_editor_away(self) -> None:
        if self.editor:
            self._pages.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None

    def _submenu(self, menu: str, after: str, text: str) -> "QMenu":
        """Add a menu to a menu, behind one of its actions."""
        from PySide6.QtWidgets import QMenu

        holder = self.menuBar().findChild(QMenu, menu)
        if holder is None:
            raise LookupError(menu)
        actions = holder.actions()
        place = actions.index(self.actions_by_name[after])
        inner = QMenu(text, holder)
        holder.insertMenu(actions[place + 1], inner)
        return inner

    def _list_recent(self) -> None:
        """List the plans that were opened last, the latest first."""
        self._recent.clear()
        for id, name in self._shell.recent():
            action = self._recent.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, id=id: self._shell.open_plan(id))
        if self._recent.isEmpty():
            self._recent.addAction(self.desk.catalogue.gettext("None yet")).setEnabled(False)

    def _list_sections(self, editor: "EditorView") -> None:
        """List the sections, the ten of the template with keys of their own."""
        self._sections.clear()
        for section in editor.page.sections.values():
            mark = self.desk.locale.heading_mark(1, section.number) if section.number else ""
            action = self._sections.addAction(
                f"{mark} {self.desk.terms.text(section.title)}".strip().replace("&", "&&")
            )
            if section.number:
                action.setShortcut(f"Alt+{section.number % 10}")
            action.triggered.connect(lambda _=False, id=section.id: self._show_section(id))

    def _show_section(self, id: str) -> None:
        if self.editor:
            self.editor.page.show_section(id)

    def _in_text(self, what: str) -> None:
        widget = QApplication.focusWidget()
        act = getattr(widget, what, None)
        if act:
            act()

    def _enable(self) -> None:
        """Offer what can be done with what is on the screen."""
        from gmp_desk.qt.actions import ACTIONS

        for spec in ACTIONS:
            if spec.name:
                where = spec.where == "always" or (spec.where == "editor") == (self.editor is not None)
                loaded = self._loaded or spec.name in ("quit", "about", "full_screen")
                self.actions_by_name[spec.name].setEnabled(where and loaded)

    def _check(self) -> None:
        if self.editor:
            for name, shown in self.editor.shown().items():
                self.actions_by_name[name].setChecked(shown)

    def _name_steps(self) -> None:
        """Say in the menu what would be undone."""
        from gmp_desk.app.step_names import redo_name, undo_name

        if not self.editor:
            return
        history, desk = self.editor.page.plan.workspace.history, self.desk
        _ = desk.catalogue.gettext
        done, undone = history.last_done, history.last_undone
        undo, redo = self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo.setText(undo_name(done, desk.terms).replace("&", "&&") if done else _("&Undo"))
        redo.setText(redo_name(undone, desk.terms).replace("&", "&&") if undone else _("&Redo"))
        undo.setEnabled(history.can_undo)
        redo.setEnabled(history.can_redo)
        for button, action in ((self.editor.page.top.undo_button, undo), (self.editor.page.top.redo_button, redo)):
            button.setToolTip(action.text().replace("&", ""))
            button.setAccessibleName(button.toolTip())

    def _restore_place(self) -> None:
        place = self._preferences.current.places.get("window", "")
        if not place or not self.restoreGeometry(QByteArray.fromBase64(place.encode())):
            self.resize(_USUAL_SIZE)


def does(doer: object, name: str) -> bool:
    """Tell whether an object has a way of its own to carry out an action, not one of Qt's."""
    return doer is not None and any(name in vars(kind) for kind in type(doer).__mro__ if _is_ours(kind))


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("gmp_desk.")
