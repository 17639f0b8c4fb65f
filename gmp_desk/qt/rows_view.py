"""A small table of records with few fields, such as the milestones of an effort: a line each, Add at the end."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.address import value_at
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.values import Item
from gmp_desk.qt.arranging import arranged
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.field_row import FieldRow, ends_alike
from gmp_desk.qt.handling import drag, is_pulled, item_menu, wanted_by
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.list_view import ListView
from gmp_desk.qt.notes import Notes
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.record_texts import title_of
from gmp_desk.qt.theme import SPACE

_COLUMNS = 2


class RowsView(ListView):
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
        super().__init__(desk, open_plan, maker, address, record, parent)
        self._lines: dict[str, Line] = {}
        self.setAccessibleName(label)
        self._show_lines()

    @property
    def shown(self) -> "Mapping[str, Line]":
        """The lines by the ids of their records."""
        return self._lines

    def begin(self, id: str) -> None:
        """Go to the first field of a record."""
        self._lines[id].rows[0].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus(self, id: str) -> None:
        """Go to the grip of a record."""
        self._lines[id].grip.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _line(self, id: str) -> "Line":
        line = Line(self._desk, self._plan, self._maker, self._record, f"{self.address}/{id}", self)
        line.grip.wanted.connect(lambda what: self.carry_out(what, id))
        line.remove.clicked.connect(lambda: self.carry_out("remove", id))
        return line


class Grip(QToolButton):
    """What a record is held by: pulled it drags, pressed it offers a menu, with the focus it follows keys.

    ``wanted`` carries the name of what is to be done with the record: "up", "down", "duplicate", "remove".
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk, address: str, line: QWidget) -> None:
        super().__init__(line)
        self._desk, self._address, self._line, self._press = desk, address, line, QPoint()
        self.setIcon(desk.icons.icon("drag", "muted"))
        self.clicked.connect(self._offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and arrows, duplicate with Ctrl+D, remove with Delete."""
        if wanted := wanted_by(event):
            self.wanted.emit(wanted)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the mouse went down."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the record where the mouse is pulled with its button down."""
        if not is_pulled(event, self._press):
            super().mouseMoveEvent(event)
            return
        self.setDown(False)
        drag(self, self._address, self._line)

    def menu_of_record(self) -> QMenu:
        """Return the menu of what can be done with the record."""
        return item_menu(self._desk, self.wanted.emit, self)

    def _offer(self) -> None:
        if self.isEnabled():
            self.menu_of_record().popup(self.mapToGlobal(QPoint(0, self.height())))


class Line(QWidget):
    """One record: its grip, its fields, and a button that removes it."""

    def __init__(
        self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, record: str, address: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: list[FieldRow] = []
        self.notes = Notes(desk, self)
        cells = QHBoxLayout()
        cells.setSpacing(SPACE[1])
        fields = QGridLayout()
        fields.setSpacing(SPACE[1])
        self.grip, self.remove = Grip(desk, address, self), QToolButton(self)
        self.remove.setIcon(desk.icons.icon("remove", "muted"))
        for button in (self.grip, self.remove):
            button.setIconSize(desk.theme.mark)
            button.setEnabled(not open_plan.read_only)
        cells.addWidget(self.grip, 0, Qt.AlignmentFlag.AlignTop)
        columns = 1 if desk.theme.is_large else _COLUMNS
        for number in range(columns):
            fields.setColumnStretch(number, 1)
        cells.addLayout(fields, 1)
        for place, field in enumerate(desk.terms.template.records[record].fields):
            where, label = f"{address}/{field.name}", desk.terms.label(record, field.name)
            input = maker.input(field, where, placeholder=label)
            row = FieldRow(desk, open_plan, where, label, input, labelled=False, parent=self)
            self.rows.append(row)
            fields.addWidget(row, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        cells.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addLayout(cells)
        column.addWidget(self.notes)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the record."""
        if self.grip.isEnabled():
            self.grip.menu_of_record().popup(event.globalPos())

    def name(self, title: str) -> None:
        """Say on the buttons which record they are for."""
        _ = self._desk.catalogue.gettext
        for button, text in ((self.grip, _("Move or duplicate: {name}")), (self.remove, _("Remove: {name}"))):
            button.setToolTip(escape(text.format(name=title)))
            button.setAccessibleName(text.format(name=title))
