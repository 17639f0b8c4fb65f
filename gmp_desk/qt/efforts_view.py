"""Section IV: the efforts of partners, grouped by priority action, as a list or as a timeline."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.rules import Finding
from gmp_desk.qt.arranging import arranged
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.field_row import FieldRow
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.items_view import ItemsView
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.picture_switch import timeline_switch
from gmp_desk.qt.record_texts import title_of
from gmp_desk.qt.theme import SPACE


class EffortsView(QWidget):
    """The efforts under each action."""

    opened = Signal(QWidget)
    address = "actions"

    def __init__(self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._plan, self._maker = desk, open_plan, maker
        self._groups: dict[str, _Group] = {}
        self._findings: list[Finding] = []
        self._empty = QLabel(
            desk.catalogue.gettext("Efforts stand under priority actions. Name the priority actions in section III."),
            self,
        )
        self._empty.setProperty("look", "muted")
        self._empty.setWordWrap(True)
        self._list = QWidget(self)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE[4])
        self.switch = timeline_switch(desk, open_plan, self._list, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE[3])
        whole.addWidget(self._empty)
        whole.addWidget(self.switch)
        self._show_groups()

    def view_of(self, address: str) -> ItemsView | None:
        """Return the list of efforts that an address leads into, and show the list."""
        for id, group in self._groups.items():
            if f"/{id}/" in f"/{address}/":
                self.switch.show_list()
                return group.efforts
        return None

    def hear(self, changes: Changes) -> None:
        """Take notice of changes of the plan."""
        self._show_groups()
        for group in self._groups.values():
            group.efforts.hear(changes)
        self.switch.hear()

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what is missing in the efforts."""
        self._findings = list(findings)
        for group in self._groups.values():
            group.efforts.show_findings(self._findings)

    def field_rows(self) -> Iterator[FieldRow]:
        """Yield the rows of the efforts that are open."""
        for group in self._groups.values():
            yield from group.efforts.field_rows()

    def _show_groups(self) -> None:
        actions = self._plan.plan.actions
        self._groups = arranged(self._groups, [action.id for action in actions], self._group, self._column)
        unnamed = self._desk.catalogue.gettext("Priority action without a title yet")
        for number, action in enumerate(actions, 1):
            self._groups[action.id].name(number, title_of(action) or unnamed)
        self._empty.setVisible(not actions)
        self.switch.setVisible(bool(actions))

    def _group(self, id: str) -> "_Group":
        group = _Group(self._desk, self._plan, self._maker, id, self._list)
        group.efforts.opened.connect(self.opened)
        return group


class _Group(QWidget):
    def __init__(self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = 0
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("look", "lead")
        self._title.setWordWrap(True)
        self.efforts = ItemsView(
            desk, open_plan, maker, f"actions/{id}/efforts", "effort", self, lambda n: f"{self._number}.{n}"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addWidget(self._title)
        column.addWidget(self.efforts)

    def name(self, number: int, title: str) -> None:
        """Show of which action the efforts are."""
        if number != self._number:
            self._number = number
            self.efforts.renumber()
        self._title.setText(f"{number}. {title}")
