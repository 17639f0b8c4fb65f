"""An open plan with its editor, as the window has it, and what a user does in it."""

from pathlib import Path
from typing import Any

from gmp_desk.app import planning
from gmp_desk.app.rescuing import Rescue
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.address import value_at
from gmp_desk.domain.plan import Plan
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.editor_view import EditorView
from gmp_desk.qt.field_row import FieldRow
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.items_view import ItemsView
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.poster import Poster
from gmp_desk.storage.records import Editor


class Editing:
    """A plan of the desk's library, open in an editor that is on the screen."""

    def __init__(self, desk: Desk, plan: Plan, folder: Path, draft: bool = True) -> None:
        self.desk = desk
        self.library = desk.program.library()
        if all(entry.id != plan.id for entry in self.library.entries()):
            with self.library.changing() as change:
                change.add(plan)
        self.asked_for_draft = 0
        self.open(plan.id, folder, draft=draft)

    def open(self, id: str, folder: Path, *, draft: bool = True) -> None:
        """Open a plan of the library."""

        def ask() -> bool:
            self.asked_for_draft += 1
            return draft

        self.poster = Poster()
        workspace = Workspace(
            self.library, id, Editor("A. Lead", "desk-1", planning.new_id()), Rescue([folder]), self.poster.post
        )
        self.open_plan = OpenPlan(
            workspace,
            self.desk.program.template(),
            ask,
            lambda workspace: workspace.begin_draft(self.desk.program.clock().date(), "A. Lead"),
        )
        maker = InputMaker(self.desk, self.open_plan, lambda: (), None)
        self.view = EditorView(self.desk, self.open_plan, maker, lambda _: ())
        self.view.resize(1280, 800)
        self.view.show()

    @property
    def plan(self) -> Plan:
        return self.open_plan.plan

    @property
    def stored(self) -> Plan:
        """The plan as it is in the library."""
        assert self.open_plan.workspace.flush(10)
        return self.library.read(self.plan.id).content

    @property
    def page(self) -> Any:
        return self.view.page

    def section(self, id: str) -> Any:
        return self.page.show_section(id)

    def row(self, address: str) -> FieldRow:
        """Go to a field, and return its row."""
        assert self.page.go_to(address), address
        tail = address.split("/")[-2:]
        return next(row for row in self.page.page.field_rows() if row.address.split("/")[-2:] == tail)

    def put(self, address: str, value: Any) -> None:
        """Enter a value into the input of a field, as its user does."""
        row = self.row(address)
        row.input.show_value(value)
        row.input.edited.emit(row.input.value())
        assert value_at(self.plan, address) == value

    def items(self, address: str) -> ItemsView:
        """Return the list on the screen that is at an address."""
        return next(view for view in self.page.page.findChildren(ItemsView) if view.address == address)

    def add(self, address: str) -> str:
        """Add an item to a list on the screen; return the address of the item."""
        before = {item.id for item in value_at(self.plan, address)}
        lists = [view for view in self.page.page.findChildren(ItemsView) if view.address == address]
        lists[0].add_button.click()
        [new] = {item.id for item in value_at(self.plan, address)} - before
        return f"{address}/{new}"

    def close(self) -> None:
        self.view.hide()
        self.open_plan.close(10)
        self.view.deleteLater()
