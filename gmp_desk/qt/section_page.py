"""One of the ten sections on the screen: its title, its fields and lists, in a column that is easy to read."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.template import Field, Section
from gmp_desk.domain.text import is_blank
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.efforts_view import EffortsView
from gmp_desk.qt.field_row import FieldRow, ends_alike
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.items_view import ItemsView
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.picture_switch import PictureSwitch, funding_switch
from gmp_desk.qt.theme import SPACE

_WIDTH = 84  # characters that a line of the column holds at most
_REASON = "actions_justification"


class SectionPage(QScrollArea):
    """The fields of one section of the open plan."""

    def __init__(
        self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, section: Section, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.section = section
        self._desk, self._plan, self._maker = desk, open_plan, maker
        self.rows: list[FieldRow] = []
        self.lists: list[ItemsView | EffortsView] = []
        self._switch: PictureSwitch | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = self._page = QWidget(self)
        self._middle = QWidget(page)
        self._column = QVBoxLayout(self._middle)
        self._column.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[5])
        self._column.setSpacing(SPACE[4])
        self._add_title()
        self._fields = self._room_for_fields()
        for field in section.fields:
            self._add(field, labelled=len(section.fields) > 1)
        if section.id == "efforts":
            self._add_list(EffortsView(desk, open_plan, maker, self._middle))
        self._column.addStretch(1)
        # Stretches, not an alignment: aligned widgets get their usual height, not the one that goes with their width.
        whole = QHBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(self._middle, 1_000)
        whole.addStretch(1)
        self.setWidget(page)
        self._show_reason()

    def hear(self, changes: Changes) -> None:
        """Take notice of changes of the plan."""
        for part in (*self.rows, *self.lists):
            part.hear(changes)
        if self._switch:
            self._switch.hear()
        self._show_reason()

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what is missing beside the fields where it is missing."""
        found = list(findings)
        for row in self.rows:
            row.show_findings([finding for finding in found if ends_alike(finding.field, row.address)])
        for view in self.lists:
            view.show_findings(found)
        self._show_reason(found)

    def field_rows(self) -> Iterator[FieldRow]:
        """Yield the rows of all fields that are on the screen."""
        yield from self.rows
        for view in self.lists:
            yield from view.field_rows()

    @property
    def opened(self) -> str:
        """The address of the item whose card is open; "" where none is."""
        cards = (card for view in self.findChildren(ItemsView) for card in view.cards if card.is_open)
        return next((card.address for card in cards), "")

    def go_to(self, address: str) -> bool:
        """Bring the field or item of an address onto the screen and give it the focus; tell whether it is here."""
        if self._switch:
            self._switch.show_list()
        for row in self.rows:
            if row.address == address:
                row.show()
                return self._show(row, row.input)
        for view in self.lists:
            if view.address and (address == view.address or address.startswith(f"{view.address}/")):
                return self._show(*self._found_in(view, address))
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to read."""
        super().resizeEvent(event)
        widest = self.fontMetrics().averageCharWidth() * _WIDTH + 2 * SPACE[4]
        self._middle.setMaximumWidth(widest)

    def _room_for_fields(self) -> QVBoxLayout:
        """Return where fields and lists go: in section VII they can give way to a chart."""
        if self.section.id != "resources":
            return self._column
        listed = QWidget(self._middle)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[4])
        self._switch = funding_switch(self._desk, self._plan, listed, self._middle)
        self._column.addWidget(self._switch)
        return column

    def _found_in(self, view: "ItemsView | EffortsView", address: str) -> tuple[QWidget, QWidget]:
        if isinstance(view, EffortsView):
            inner = view.view_of(address)
            if inner is None:
                return view, view
            view = inner
        id, _, rest = address.removeprefix(view.address).strip("/").partition("/")
        form = view.open(id, focus=False) if id else None
        if form is None:
            return view, view.add_button
        tail = rest.split("/")[-2:]
        for row in form.field_rows():
            if row.address.split("/")[-len(tail) :] == tail and rest:
                return row, row.input
        for rows in form.lists:
            if rows.address.rpartition("/")[2] == rest:
                return rows, rows.add_button
        return form, form.rows[0].input

    def _show(self, widget: QWidget, focus: QWidget) -> bool:
        # Not the reason of a shortcut, for which a line selects all its text: the next key would replace it.
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, widget, lambda: self._scroll_to(widget))
        return True

    def _scroll_to(self, widget: QWidget) -> None:
        # A form that was just opened gets its height, and gives it to what holds it, in events of their own.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        top = widget.mapTo(self._page, QPoint(0, 0)).y()
        bar = self.verticalScrollBar()
        seen = bar.value() <= top and top + widget.height() <= bar.value() + self.viewport().height()
        if not seen:
            bar.setValue(max(0, top - SPACE[5]))

    def _add_title(self) -> None:
        terms = self._desk.terms
        mark = self._desk.locale.heading_mark(1, self.section.number) if self.section.number else ""
        title = QLabel(f"{mark} {terms.text(self.section.title)}".strip(), self._middle)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("look", "title")
        title.setWordWrap(True)
        self._column.addWidget(title)
        if self.section.id == "evaluation":
            common = QLabel(terms.text(terms.template.evaluation), self._middle)
            common.setProperty("look", "muted")
            common.setWordWrap(True)
            self._column.addWidget(common)

    def _add(self, field: Field, *, labelled: bool) -> None:
        label = self._desk.terms.plan_label(field.name)
        if field.kind != "items":
            input = self._maker.input(field, field.name)
            row = FieldRow(
                self._desk,
                self._plan,
                field.name,
                label,
                input,
                limit=field.limit,
                labelled=labelled,
                parent=self._middle,
            )
            self.rows.append(row)
            self._fields.addWidget(row)
            return
        if sum(one.kind == "items" for one in self.section.fields) > 1 or any(
            one.kind == "rich" for one in self.section.fields
        ):
            heading = QLabel(label, self._middle)
            heading.setProperty("look", "lead")
            self._fields.addWidget(heading)
        view = ItemsView(self._desk, self._plan, self._maker, field.name, field.of, self._middle)
        self._add_list(view)

    def _add_list(self, view: "ItemsView | EffortsView") -> None:
        self.lists.append(view)
        view.opened.connect(lambda card: QTimer.singleShot(0, card, lambda: self._scroll_to(card)))
        self._fields.addWidget(view)

    def _show_reason(self, findings: Iterable[Finding] = ()) -> None:
        """Show the reason for the number of actions where one is asked for or given."""
        for row in self.rows:
            if row.address == _REASON:
                plan = self._plan.plan
                field = self._desk.terms.template.fields["actions"]
                asked = not (field.least or 0) <= len(plan.actions) <= (field.most or len(plan.actions))
                row.setVisible((asked and bool(plan.actions)) or not is_blank(plan.actions_justification))
