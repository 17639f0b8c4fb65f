"""A switch between a list and a picture of it: List | Timeline, List | Chart."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gmp_desk.domain.errors import Refused
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.file_dialogs import ask_place
from gmp_desk.qt.funding_view import FundingView
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.picture import save_png
from gmp_desk.qt.theme import SPACE
from gmp_desk.qt.timeline_view import TimelineView

View: TypeAlias = TimelineView | FundingView


class PictureSwitch(QWidget):
    """Shows a list, or the picture of the plan that ``draw`` makes when it is first looked at."""

    def __init__(
        self,
        desk: Desk,
        open_plan: OpenPlan,
        shown: QWidget,
        draw: Callable[[], View],
        kind: Literal["timeline", "chart"],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._plan, self._draw, self._kind = desk, open_plan, draw, kind
        self._view: View | None = None
        self._stale = False
        _ = desk.catalogue.gettext
        self.tabs = QTabBar(self)
        self.tabs.addTab(desk.icons.icon("list", "muted"), _("List"))
        self.tabs.addTab(desk.icons.icon(kind, "muted"), _("Timeline") if kind == "timeline" else _("Chart"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._switch)
        self._save = QPushButton(desk.icons.icon("image"), _("Save as picture…"), self)
        self._copy = QPushButton(desk.icons.icon("duplicate"), _("Copy"), self)
        for button, action in ((self._save, self._save_picture), (self._copy, self._copy_picture)):
            button.setProperty("look", "quiet")
            button.clicked.connect(action)
            button.hide()
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self._copy)
        head.addWidget(self._save)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE[3])
        whole.addLayout(head)
        whole.addWidget(self._stack)

    def hear(self) -> None:
        """Take notice that the plan has changed."""
        self._stale = True
        if self.tabs.currentIndex() == 1:
            self._show_picture()

    def show_list(self) -> None:
        """Show the list."""
        self.tabs.setCurrentIndex(0)

    def _switch(self, place: int) -> None:
        if place == 1:
            self._show_picture()
        self._stack.setCurrentIndex(place)
        for button in (self._save, self._copy):
            button.setVisible(place == 1)

    def _show_picture(self) -> None:
        if self._view is None:
            self._view = self._draw()
            self._view.go_to.connect(self._plan.go_to)
            self._stack.addWidget(self._view)
        elif self._stale:
            self._view.show_plan(self._plan.plan)
        self._stale = False

    def _save_picture(self) -> None:
        _ = self._desk.catalogue.gettext
        folder = self._desk.preferences.current.folder or str(Path.home())
        place = ask_place(_("Save as picture"), Path(folder, f"{self._kind}.png"), _("Pictures (*.png)"), self)
        if place and self._view:
            try:
                save_png(self._view, place)
            except Refused as error:
                self._plan.refused.emit(error)

    def _copy_picture(self) -> None:
        if self._view:
            self._view.copy()


def timeline_switch(desk: Desk, open_plan: OpenPlan, shown: QWidget, parent: QWidget) -> PictureSwitch:
    """Return the switch of section IV; ``shown`` is its list."""
    return PictureSwitch(desk, open_plan, shown, lambda: TimelineView(desk, open_plan.plan), "timeline", parent)


def funding_switch(desk: Desk, open_plan: OpenPlan, shown: QWidget, parent: QWidget) -> PictureSwitch:
    """Return the switch of section VII; ``shown`` is its list."""
    return PictureSwitch(desk, open_plan, shown, lambda: FundingView(desk, open_plan.plan), "chart", parent)
