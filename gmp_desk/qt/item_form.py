"""The form of one item: a row for each of its fields, short ones side by side."""

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.rules import Finding
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.field_row import FieldRow, ends_alike
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.rows_view import RowsView
from gmp_desk.qt.theme import SPACE

_SHORT = frozenset({"choice", "month", "date", "country", "area"})
ELSEWHERE = {("action", "efforts")}
"""Lists that have a place of their own: the efforts of an action stand in section IV."""


class ItemForm(QWidget):
    """The fields of the item at an address."""

    def __init__(
        self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, record: str, address: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.rows: list[FieldRow] = []
        self.lists: list[RowsView] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE[4], SPACE[1], SPACE[4], SPACE[3])
        grid.setHorizontalSpacing(SPACE[3])
        grid.setVerticalSpacing(SPACE[3])
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line = column = 0
        fields = [
            field for field in desk.terms.template.records[record].fields if (record, field.name) not in ELSEWHERE
        ]
        for field in fields:
            label = desk.terms.label(record, field.name)
            where = f"{address}/{field.name}"
            short = field.kind in _SHORT and not desk.theme.is_large
            if column and not short:
                line, column = line + 1, 0
            if field.kind == "items":
                heading = QLabel(label, self)
                heading.setProperty("look", "label")
                rows = RowsView(desk, open_plan, maker, where, field.of, label, self)
                self.lists.append(rows)
                grid.addWidget(heading, line, 0, 1, 2)
                grid.addWidget(rows, line + 1, 0, 1, 2)
                line += 2
                continue
            row = FieldRow(desk, open_plan, where, label, maker.input(field, where), limit=field.limit, parent=self)
            self.rows.append(row)
            grid.addWidget(row, line, column, 1, 1 if short else 2)
            line, column = (line, 1) if short and not column else (line + 1, 0)

    def hear(self, changes: Changes) -> None:
        """Take notice of changes of the plan."""
        for row in self.rows:
            row.hear(changes)
        for rows in self.lists:
            rows.hear(changes)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what is missing beside the fields where it is missing."""
        found = list(findings)
        for row in self.rows:
            row.show_findings([finding for finding in found if ends_alike(finding.field, row.address)])
        for rows in self.lists:
            rows.show_findings(found)

    def field_rows(self) -> Iterator[FieldRow]:
        """Yield the rows of all fields, those in lists too."""
        yield from self.rows
        for rows in self.lists:
            yield from rows.field_rows()
