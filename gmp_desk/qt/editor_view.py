"""The open plan with all that can be done with it: the editor page, the find line, and what opens over them."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gmp_desk.app.searching import Hit, find
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.editor_page import EditorPage
from gmp_desk.qt.find_bar import FindBar
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.open_plan import OpenPlan

_MOST_HITS = 1_000


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
        self.find = FindBar(desk, self._found, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.find)
        self.find.go_to.connect(self.page.go_to)
        open_plan.changed.connect(lambda: self.titled.emit(self.title))
        self.page.panes_changed.connect(self.shown_changed)
        self._restore_places()

    @property
    def title(self) -> str:
        """What the window is called: area, period and title of the plan."""
        plan, desk = self.page.plan.plan, self._desk
        period = desk.locale.period(
            plan.period.first_year, plan.period.last_year, plan.period.first_month, plan.period.last_month
        )
        return f"{desk.terms.area(plan.area)} · {period} – GMP Desk"

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

    def _restore_places(self) -> None:
        places = self._desk.preferences.current.places
        for name, part in (("columns", self.page.columns), ("rows", self.page.rows)):
            if places.get(name):
                part.restoreState(QByteArray.fromBase64(places[name].encode()))

    def _found(self, words: str) -> tuple[Hit, ...]:
        hits = find(self.page.plan.plan, self._desk.terms.template, words)
        return tuple(hit for hit, _ in zip(hits, range(_MOST_HITS), strict=False))
