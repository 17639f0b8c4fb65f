"""A small table of records with few fields, such as the milestones of an effort: a line each, Add at the end."""

from collections.abc import Iterable, Iterator
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import Add, Move, Remove
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.values import Item
from gmp_desk.qt.arranging import arranged
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.field_row import FieldRow, ends_alike
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.notes import Notes
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.record_texts import RECORD_TEXTS, blank_item, title_of
from gmp_desk.qt.theme import SPACE

_ICON = QSize(16, 16)


class RowsView(QWidget):
    """The records of the list at an address, each on one line."""

    def __init__(
        self,
        desk: Desk,
        open_plan: OpenPlan,
        maker: InputMaker,
        address: str,
        record: str,
        label: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.address = address
        self._desk, self._plan, self._maker, self._record = desk, open_plan, maker, record
        self._texts = RECORD_TEXTS[record]
        self._lines: dict[str, _Line] = {}
        self._notes = Notes(desk, self)
        _ = desk.catalogue.gettext
        self._empty = QLabel(_(self._texts.empty), self)
        self._empty.setProperty("look", "muted")
        self._empty.setWordWrap(True)
        self.add_button = QPushButton(desk.icons.icon("add", "accent"), _(self._texts.add), self)
        self.add_button.setProperty("look", "link")
        self.add_button.clicked.connect(self.add)
        self.add_button.setEnabled(not open_plan.read_only)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE[1])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE[1])
        whole.addWidget(self._empty)
        whole.addLayout(self._column)
        whole.addWidget(self._notes)
        whole.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.setAccessibleName(label)
        self._show_lines()

    def add(self) -> None:
        """Add a record at the end and begin with its first field."""
        item = blank_item(self._plan.plan, self.address)
        if self._plan.do(Add(self.address, item), by=None):
            self._lines[item.id].rows[0].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def hear(self, changes: Changes) -> None:
        """Take notice of changes of the plan."""
        try:
            self._show_lines()
        except Refused:  # what holds the list is gone
            return
        for row in self.field_rows():
            row.hear(changes)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what is missing in the list and in its records."""
        found = list(findings)
        self._notes.show_notes([finding for finding in found if ends_alike(finding.field, self.address)])
        for row in self.field_rows():
            row.show_findings([finding for finding in found if ends_alike(finding.field, row.address)])
        for id, line in self._lines.items():
            line.notes.show_notes([finding for finding in found if finding.field.endswith(f"/{id}")])

    def field_rows(self) -> Iterator[FieldRow]:
        """Yield the rows of all fields."""
        for line in self._lines.values():
            yield from line.rows

    def _show_lines(self) -> None:
        items: tuple[Item, ...] = value_at(self._plan.plan, self.address)
        self._lines = arranged(self._lines, [item.id for item in items], self._line, self._column)
        for item in items:
            self._lines[item.id].name(title_of(item) or self._desk.catalogue.gettext(self._texts.unnamed))
        self._empty.setVisible(not items)

    def _line(self, id: str) -> "_Line":
        address = f"{self.address}/{id}"
        line = _Line(self._desk, self._plan, self._maker, self._record, address, self)
        line.remove.clicked.connect(lambda: self._plan.do(Remove(address)))
        line.up.clicked.connect(lambda: self._move(id))
        return line

    def _move(self, id: str) -> None:
        place = list(self._lines).index(id)
        if place:
            self._plan.do(Move(f"{self.address}/{id}", place - 1))


class _Line(QWidget):
    def __init__(
        self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, record: str, address: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: list[FieldRow] = []
        self.notes = Notes(desk, self)
        cells = QHBoxLayout()
        cells.setSpacing(SPACE[1])
        for place, field in enumerate(desk.terms.template.records[record].fields):
            where, label = f"{address}/{field.name}", desk.terms.label(record, field.name)
            input = maker.input(field, where, placeholder=label)
            row = FieldRow(desk, open_plan, where, label, input, labelled=False, parent=self)
            self.rows.append(row)
            cells.addWidget(row, 3 if place == 0 else 2, Qt.AlignmentFlag.AlignTop)
        self.up, self.remove = QToolButton(self), QToolButton(self)
        for button, icon in ((self.up, "up"), (self.remove, "remove")):
            button.setIcon(desk.icons.icon(icon, "muted"))
            button.setIconSize(_ICON)
            button.setEnabled(not open_plan.read_only)
            cells.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addLayout(cells)
        column.addWidget(self.notes)

    def name(self, title: str) -> None:
        """Say on the buttons which record they are for."""
        _ = self._desk.catalogue.gettext
        for button, text in ((self.up, _("Move up: {name}")), (self.remove, _("Remove: {name}"))):
            button.setToolTip(escape(text.format(name=title)))
            button.setAccessibleName(text.format(name=title))
