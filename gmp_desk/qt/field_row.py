"""One field of the plan on the screen: its label, input and counter, and what is missing in it."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.rules import Finding
from gmp_desk.qt.counter import Counter
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.notes import Notes
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.theme import SPACE

_BURST = 1.0  # seconds without a key after which typing is a new step of undo


class FieldRow(QWidget):
    """Binds an input to the field at an address of the open plan."""

    def __init__(
        self,
        desk: Desk,
        open_plan: OpenPlan,
        address: str,
        label: str,
        input: Input,
        *,
        limit: int | None = None,
        labelled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.address, self.input, self.label = address, input, label
        self._plan = open_plan
        self._last_key = 0.0
        self._problem = ""
        self._findings: Sequence[Finding] = ()
        self._notes = Notes(desk, self)
        self._counter = Counter(desk, limit, self) if limit else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        if labelled or (self._counter and not hasattr(input, "add_to_bar")):
            column.addLayout(self._head(labelled=labelled))
        column.addWidget(input)
        column.addWidget(self._notes)
        column.addStretch(1)  # two side by side stand at the top, whatever is said below one of them
        if self._counter and hasattr(input, "add_to_bar"):
            input.add_to_bar(self._counter)
        input.set_name(label)
        input.set_read_only(open_plan.read_only)
        self.show_value(value_at(open_plan.plan, address))
        input.edited.connect(self._edited)
        input.problem.connect(self._has_problem)
        input.burst_ended.connect(self._end_burst)

    def show_value(self, value: Any) -> None:
        """Show a value that another than this field has put there."""
        self.input.show_value(value)
        self._count(value)

    def hear(self, changes: Changes) -> None:
        """Take notice of changes of the plan: those of this field, if this field did not make them."""
        if changes.by is not self and concerns(self.address, changes.fields):
            try:
                self.show_value(value_at(self._plan.plan, self.address))
            except Refused:  # the item of the field is gone, and soon this row as well
                return

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is missing in this field."""
        self._findings = findings
        self._notes.show_notes(findings, self._problem)

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands below the input."""
        return self._notes.texts

    @property
    def counter(self) -> str:
        """What the counter says; "" for a field without a limit."""
        return self._counter.text() if self._counter else ""

    def _head(self, *, labelled: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(SPACE[1])
        if labelled:
            text = QLabel(self.label, self)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setProperty("look", "label")
            text.setBuddy(self.input)
            text.setWordWrap(True)
            head.addWidget(text, 1)
        if self._counter and not hasattr(self.input, "add_to_bar"):
            head.addWidget(self._counter)
        return head

    def _edited(self, value: Any) -> None:
        now = time.monotonic()
        joined = self.input.typing and now - self._last_key < _BURST
        self._last_key = now
        if self._plan.do(SetValue(self.address, value), by=self, joined=joined):
            self._count(value)
        else:
            self.show_value(value_at(self._plan.plan, self.address))

    def _end_burst(self) -> None:
        """Begin a new step of undo: what comes now is no more typing of the same kind."""
        self._last_key = 0.0

    def _count(self, value: Any) -> None:
        if self._counter:
            self._counter.count(value, self._plan.plan.language)

    def _has_problem(self, problem: str) -> None:
        self._problem = problem
        self._notes.show_notes(self._findings, problem)


def concerns(address: str, fields: Iterable[str]) -> bool:
    """Tell whether one of the changed fields is that of the address, wherever its item stands by now."""
    tail = "/".join(address.split("/")[-2:])
    return any(field in (address, tail) or field.endswith(f"/{tail}") for field in fields)


def ends_alike(one: str, other: str) -> bool:
    """Tell whether two addresses lead to the same field or list, wherever the item that holds it stands."""
    return one.split("/")[-2:] == other.split("/")[-2:]
