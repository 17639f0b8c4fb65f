"""A plan of the library open in this process, without an editor, as dialogs beside the editor are handed it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QWidget

from gmp_desk.app.rescuing import Rescue
from gmp_desk.app.taking_in import take_in
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.edits import Edit
from gmp_desk.domain.plan import Plan
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.poster import Poster
from gmp_desk.storage.records import Editor
from tests.app.desks import DAY, made_from


class Opened:
    """A plan that was taken into the desk's library as version 1, and is open."""

    def __init__(self, desk: Desk, plan: Plan, folder: Path) -> None:
        self.desk, self.given = desk, plan
        desk.preferences.change(name="Ann Lead")
        self.library = desk.program.library()
        take_in(self.library, plan, "given.gmpplan", on=DAY)
        self._poster = Poster()
        editor = Editor("Ann Lead", "desk-1", "a")
        self.workspace = Workspace(self.library, plan.id, editor, Rescue([folder]), self._poster.post)
        template = desk.program.template()
        self.open_plan = OpenPlan(self.workspace, template, lambda: True, lambda one: one.begin_draft(DAY, "Ann Lead"))

    @property
    def plan(self) -> Plan:
        return self.open_plan.plan

    @property
    def stored(self) -> Plan:
        assert self.workspace.flush(10)
        return self.library.read(self.plan.id).content

    @property
    def reasons(self) -> list[str]:
        """Why each version was kept."""
        return [kept.reason for kept in self.library.versions(self.plan.id)]

    def do(self, *edits: Edit) -> None:
        for edit in edits:
            assert self.open_plan.do(edit)

    def suggest(self, *edits: Edit, by: str = "Ben") -> None:
        """Have another copy, made from the plan as it was given, suggest changes."""
        assert self.workspace.flush(10)
        theirs = self.given
        for edit in edits:
            theirs = edit.apply(theirs)
        taken = take_in(self.library, made_from(self.given, theirs, by), f"from {by}.gmpplan", on=DAY)
        assert taken.outcome == "beside"

    def open_elsewhere(self, person: str) -> None:
        """Have somebody else edit the plan, as after a long sleep of this computer."""
        self._claim(Editor(person, "desk-2", "elsewhere"))

    def open_here_again(self) -> None:
        """Have the other leave, and take the plan over."""
        self._claim(None)

    def _claim(self, other: Editor | None) -> None:
        with closing(sqlite3.connect(self.library.path)) as connection, connection:
            connection.execute("DELETE FROM editing")
        if other:
            with self.library.changing() as change:
                change.claim(self.plan.id, other)
        self.workspace._beat()  # as every ten seconds
        QCoreApplication.processEvents()

    def close(self) -> None:
        self.open_plan.close(10)


def show(widget: QWidget, width: int = 900, height: int = 700) -> QWidget:
    """Show a widget or window within another that has no layout, and return that one.

    The offscreen platform warns of windows whose least size changes while they are shown.
    """
    host = QWidget()
    host.resize(width, height)
    widget.setParent(host)
    widget.resize(width, height)
    host.show()
    widget.show()
    widget.host = host  # which nobody else holds
    return host


def small_targets(widget: QWidget) -> list[str]:
    """Return the buttons on the screen that are harder to hit than WCAG 2.2 allows."""
    buttons = [button for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    return [button.text() for button in buttons if min(button.width(), button.height()) < 24]
