"""A list of items as cards, of which one is open as a form; Add stands at the end."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gmp_desk.app import planning
from gmp_desk.app.workspace import Changes
from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import Add, Duplicate, Move, Remove
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.fields import kind_in
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.values import Item
from gmp_desk.qt.arranging import arranged
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.field_row import FieldRow, ends_alike
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.item_card import MIME, Card
from gmp_desk.qt.item_form import ItemForm
from gmp_desk.qt.notes import Notes
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.record_texts import RECORD_TEXTS, blank_item, detail_of, title_of
from gmp_desk.qt.theme import SPACE


class ItemsView(QWidget):
    """The items of the list at an address; ``numbered`` gives the mark of an item by its place, counted from 1."""

    opened = Signal(QWidget)
    """A card was opened; the page scrolls to it."""

    def __init__(
        self,
        desk: Desk,
        open_plan: OpenPlan,
        maker: InputMaker,
        address: str,
        record: str,
        parent: QWidget | None = None,
        numbered: Callable[[int], str] = str,
    ) -> None:
        super().__init__(parent)
        self.address = address
        self._desk, self._plan, self._maker, self._record = desk, open_plan, maker, record
        self._numbered = numbered
        self._texts = RECORD_TEXTS[record]
        self._cards: dict[str, Card] = {}
        self._shown: dict[str, tuple[Item, int]] = {}
        self._findings: list[Finding] = []
        self._notes = Notes(desk, self)
        _ = desk.catalogue.gettext
        self._empty = QLabel(_(self._texts.empty), self)
        self._empty.setProperty("look", "muted")
        self._empty.setWordWrap(True)
        self.add_button = QPushButton(desk.icons.icon("add", "accent"), _(self._texts.add), self)
        self.add_button.setProperty("look", "link")
        self.add_button.setEnabled(not open_plan.read_only)
        self.add_button.clicked.connect(self.add)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE[1])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE[1])
        for part in (self._notes, self._empty):
            whole.addWidget(part)
        whole.addLayout(self._column)
        whole.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.setAcceptDrops(not open_plan.read_only)
        self._show_cards()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in their order."""
        return tuple(self._cards.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing in the list itself."""
        return self._notes.texts

    @property
    def is_empty_shown(self) -> bool:
        """Whether it says what belongs into the list."""
        return not self._empty.isHidden()

    def add(self) -> None:
        """Add an item at the end, and open it at its first field."""
        item = blank_item(self._plan.plan, self.address)
        if self._plan.do(Add(self.address, item)):
            self.open(item.id)

    def open(self, id: str, *, focus: bool = True) -> ItemForm | None:
        """Open the card of an item, and close the others; None where there is no such item."""
        if id not in self._cards:
            return None
        for other, card in self._cards.items():
            if other != id and card.is_open:
                card.shut()
        card = self._cards[id]
        form = card.body
        if not isinstance(form, ItemForm):
            form = ItemForm(self._desk, self._plan, self._maker, self._record, f"{self.address}/{id}", card)
            card.open_with(form)
            form.show_findings(self._findings)
        if focus:
            form.rows[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(card)
        return form

    def renumber(self) -> None:
        """Show other numbers on the cards, as what they count under has moved."""
        self._shown.clear()
        self._show_cards()

    def hear(self, changes: Changes) -> None:
        """Take notice of changes of the plan."""
        try:
            self._show_cards()
        except Refused:  # what holds the list is gone
            return
        for form in self._forms():
            form.hear(changes)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the cards in which something is missing, and say what in the one that is open."""
        self._findings = list(findings)
        self._notes.show_notes([found for found in self._findings if self._is_of_list(found.field)])
        counts: dict[str, list[int]] = {id: [0, 0] for id in self._cards}
        for finding in self._findings:
            for step in finding.field.split("/"):
                if step in counts and not self._is_elsewhere(finding.field, step):
                    counts[step][finding.severity == "warning"] += 1
        for id, (errors, warnings) in counts.items():
            self._cards[id].show_missing(errors, warnings)
        for form in self._forms():
            form.show_findings(self._findings)

    def field_rows(self) -> Iterator[FieldRow]:
        """Yield the rows of the item that is open."""
        for form in self._forms():
            yield from form.field_rows()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items of the same kind."""
        if self._dragged(event) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take items of the same kind."""
        if self._dragged(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Move the item to where it is dropped."""
        address = self._dragged(event)
        if address is None:
            return
        y = event.position().toPoint().y()
        ids = list(self._cards)
        id = address.rpartition("/")[2]
        others = [other for other in ids if other != id]
        place = sum(self._cards[other].geometry().center().y() < y for other in others)
        self._plan.do(Move(address, place, self.address))
        event.acceptProposedAction()

    def _dragged(self, event: QDropEvent) -> str | None:
        if not event.mimeData().hasFormat(MIME):
            return None
        address = bytes(event.mimeData().data(MIME).data()).decode()
        kinds = [kind_in(where.split("/")[-1]) for where in (address.rpartition("/")[0], self.address)]
        return address if kinds[0] is kinds[1] else None

    def _forms(self) -> Iterator[ItemForm]:
        for card in self._cards.values():
            if isinstance(card.body, ItemForm):
                yield card.body

    def _is_of_list(self, field: str) -> bool:
        """Tell whether a finding is about the list itself, wherever what holds it stands."""
        if self.address.count("/") < 2:
            return field == self.address
        return ends_alike(field, self.address)

    def _is_elsewhere(self, field: str, id: str) -> bool:
        """Tell whether a finding is about what an item holds but shows in another section: efforts of an action."""
        return self._record == "action" and f"{id}/efforts" in field

    def _show_cards(self) -> None:
        items: tuple[Item, ...] = value_at(self._plan.plan, self.address)
        self._cards = arranged(self._cards, [item.id for item in items], self._card, self._column)
        self._shown = {id: shown for id, shown in self._shown.items() if id in self._cards}
        unnamed = self._desk.catalogue.gettext(self._texts.unnamed)
        for number, item in enumerate(items, 1):
            if self._shown.get(item.id) != (item, number):
                self._shown[item.id] = (item, number)
                detail = detail_of(item, self._desk, self._plan.plan)
                self._cards[item.id].show_item(item, self._numbered(number), title_of(item), detail, unnamed)
        self._empty.setVisible(not items)

    def _card(self, id: str) -> Card:
        card = Card(self._desk, self._record, f"{self.address}/{id}", self)
        card.wanted.connect(lambda what: self._carry_out(what, id))
        card.show_missing(0, 0)
        return card

    def _carry_out(self, what: str, id: str) -> None:
        ids = list(self._cards)
        place, address = ids.index(id), f"{self.address}/{id}"
        if what == "toggle" and self._cards[id].is_open:
            self._cards[id].shut()
        elif what == "toggle":
            self.open(id)
        elif what in ("before", "after"):
            self._focus(place + (1 if what == "after" else -1))
        elif what == "duplicate":
            new = planning.new_id()
            if self._plan.do(Duplicate(address, new)):
                self.open(new)
        elif what == "remove":
            if self._plan.do(Remove(address)):
                self._focus(min(place, len(self._cards) - 1))
        elif 0 <= (to := place + (1 if what == "down" else -1)) < len(ids):
            self._plan.do(Move(address, to))
            self._cards[id].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self, place: int) -> None:
        cards = self.cards
        if 0 <= place < len(cards):
            cards[place].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place < 0 or not cards:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
