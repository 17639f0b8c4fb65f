"""A list of items as cards, of which one is open as a form; Add stands at the end."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gmp_desk.app.workspace import Changes
from gmp_desk.domain.address import value_at
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.values import Item
from gmp_desk.qt.arranging import arranged
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.field_row import FieldRow, ends_alike
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.item_card import Card
from gmp_desk.qt.item_form import ItemForm
from gmp_desk.qt.list_view import ListView
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.record_texts import detail_of, title_of


class ItemsView(ListView):
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
        super().__init__(desk, open_plan, maker, address, record, parent)
        self._numbered = numbered
        self._cards: dict[str, Card] = {}
        self._shown: dict[str, tuple[Item, int]] = {}
        self._findings: list[Finding] = []
        self._show_cards()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in their order."""
        return tuple(self._cards.values())

    @property
    def shown(self) -> Mapping[str, Card]:
        """The cards by the ids of their items."""
        return self._cards

    def begin(self, id: str) -> None:
        """Open an item at its first field."""
        self.open(id)

    def focus(self, id: str) -> None:
        """Go to the card of an item."""
        self._cards[id].setFocus(Qt.FocusReason.OtherFocusReason)

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
        if what == "toggle" and self._cards[id].is_open:
            self._cards[id].shut()
        elif what == "toggle":
            self.open(id)
        elif what in ("before", "after"):
            self.focus_place(list(self._cards).index(id) + (1 if what == "after" else -1))
        else:
            self.carry_out(what, id)
