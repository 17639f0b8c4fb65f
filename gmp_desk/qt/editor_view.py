"""The open plan with all that can be done with it: the editor page, the find line, and what opens over them."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from gmp_desk.app.searching import Hit, find
from gmp_desk.domain.errors import Refused
from gmp_desk.qt import print_dialog
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.editor_page import EditorPage
from gmp_desk.qt.find_bar import FindBar
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.send_dialog import send_file
from gmp_desk.qt.state_dialog import StateDialog
from gmp_desk.qt.suggestions_window import SuggestionsWindow, open_suggestions
from gmp_desk.qt.versions_window import VersionsWindow

_MOST_HITS = 1_000
_PATIENCE = 1.0  # seconds; what takes longer is told by the status line


class EditorView(QWidget):
    """An open plan in the window."""

    titled = Signal(str)
    shown_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        open_plan: OpenPlan,
        maker: InputMaker,
        examples: Callable[[str], tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.page = EditorPage(desk, open_plan, maker, examples, self)
        self.find_bar = FindBar(desk, self._found, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.find_bar)
        self.find_bar.go_to.connect(self._show_hit)
        open_plan.changed.connect(self._tell_title)
        self.page.panes_changed.connect(self.shown_changed)
        self.page.send_wanted.connect(self.send)
        self.page.suggestions_wanted.connect(self.suggestions)
        open_plan.paused.connect(self.count_suggestions)
        self.count_suggestions()
        self._restore_places()

    @property
    def title(self) -> str:
        """What the window is called: area, period and title of the plan."""
        plan, desk = self.page.plan.plan, self._desk
        period = desk.locale.period(
            plan.period.first_year, plan.period.last_year, plan.period.first_month, plan.period.last_month
        )
        return f"{desk.terms.area(plan.area)} · {period} – GMP Desk"

    # What the menu offers for the open plan.

    def store(self) -> None:
        """Answer Ctrl+S: everything is stored; what one may want is a file to send."""
        _ = self._desk.catalogue.gettext
        if self.page.plan.workspace.flush(_PATIENCE):
            self.page.status.tell(_("Everything is stored."), _("Make a file to send"), self.send)

    def send(self) -> None:
        """Make a file to send."""
        send_file(self._desk, self.page.plan, self)

    def print_plan(self) -> None:
        """Print the plan."""
        print_dialog.print_plan(self._desk, self.page.plan.plan, self)

    def versions(self) -> None:
        """Show the versions of the plan."""
        self._exec(VersionsWindow(self._desk, self.page.plan, self))

    def suggestions(self) -> None:
        """Show the changes that other copies suggest."""
        window = SuggestionsWindow(self._desk, self.page.plan, self)
        window.go_to.connect(self._closing(window))
        self._exec(window)
        self.count_suggestions()

    def record_state(self) -> None:
        """Record that the plan is in another state."""
        dialog = StateDialog(self._desk, self.page.plan, self)
        dialog.go_to.connect(self._closing(dialog))
        dialog.send_wanted.connect(dialog.accept)
        dialog.send_wanted.connect(self.send)
        self._exec(dialog)

    def next_finding(self) -> None:
        """Go to the next thing that is missing."""
        self.page.next_finding()

    def count_suggestions(self) -> None:
        """Say how many changes are suggested."""
        try:
            self.page.show_suggestions(open_suggestions(self.page.plan.workspace))
        except Refused as error:
            self.page.status.tell(self._desk.wording.error(error))

    def shown(self) -> dict[str, bool]:
        """Return which panes are shown, by the actions that show and hide them."""
        return {
            "toggle_missing": self.page.missing_shown,
            "toggle_guidance": self.page.guidance_shown,
            "toggle_preview": self.page.preview_shown,
        }

    def places(self) -> dict[str, str]:
        """Return the sizes of the panes, to be remembered."""
        splitters = {"columns": self.page.columns, "rows": self.page.rows}
        return {name: bytes(part.saveState().toBase64().data()).decode() for name, part in splitters.items()}

    def _closing(self, dialog: QDialog) -> Callable[[str], None]:
        """Return what closes a dialog and goes to a field."""

        def go(address: str) -> None:
            dialog.accept()
            self.page.go_to(address)

        return go

    def _exec(self, dialog: QDialog) -> None:
        """Show a dialog over the editor until it is closed."""
        dialog.exec()
        dialog.deleteLater()

    def _tell_title(self) -> None:
        self.titled.emit(self.title)

    def _show_hit(self, address: str) -> None:
        """Show a field in which words were found, and choose them there."""
        self.page.go_to(address)
        shown, words = QApplication.focusWidget(), self.find_bar.line.text().strip()
        if isinstance(shown, QTextEdit) and not shown.find(words):
            shown.moveCursor(QTextCursor.MoveOperation.Start)
            shown.find(words)
        elif isinstance(shown, QLineEdit):
            at = shown.text().casefold().find(words.casefold())
            if at >= 0:
                shown.setSelection(at, len(words))

    def _restore_places(self) -> None:
        places = self._desk.preferences.current.places
        for name, part in (("columns", self.page.columns), ("rows", self.page.rows)):
            if places.get(name):
                part.restoreState(QByteArray.fromBase64(places[name].encode()))

    def _found(self, words: str) -> tuple[Hit, ...]:
        hits = find(self.page.plan.plan, self._desk.terms.template, words)
        return tuple(hit for hit, _ in zip(hits, range(_MOST_HITS), strict=False))
