"""A plan is edited at random through the widgets: they always show the plan as it is, and all can be undone."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gmp_desk.domain.address import value_at
from gmp_desk.domain.rules import check
from gmp_desk.domain.values import Amount, Period, Reading, Words
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.efforts_view import EffortsView
from gmp_desk.qt.field_row import FieldRow
from gmp_desk.qt.inputs.area import AreaInput
from gmp_desk.qt.inputs.choice import ChoiceInput
from gmp_desk.qt.inputs.choices import ChoicesInput
from gmp_desk.qt.inputs.country import CountryInput
from gmp_desk.qt.inputs.date import DateInput
from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.inputs.links import LinksInput
from gmp_desk.qt.inputs.money import MoneyInput
from gmp_desk.qt.inputs.month import MonthInput
from gmp_desk.qt.inputs.period import PeriodInput
from gmp_desk.qt.inputs.reading import ReadingInput
from gmp_desk.qt.inputs.readings import ReadingsInput
from gmp_desk.qt.inputs.rich import RichInput
from gmp_desk.qt.inputs.text import TextInput
from gmp_desk.qt.items_view import ItemsView
from gmp_desk.qt.rows_view import RowsView
from gmp_desk.qt.section_page import SectionPage
from tests import samples
from tests.qt.editing import Editing
from tests.storage.making import times

TEXTS = (
    "",
    "Mercury",
    "Of 12 kilns, 4",
    "Évaluation à l’usine",
    "زئبق في الذهب",
    "汞废物",
    "😀👩‍👩‍👧",
    "= 1 + 1",
    "*not* _rich_ <b>",
)
RICH = (
    "",
    "One **bold** word",
    "- first\n- second\n  - *inner*",
    "Known.[^1]\n\n[^1]: A note",
    "زئبق **في** الذهب",
    "1. a\n2. b",
)
READINGS = (
    Reading(value="3", qualifier="exact", year=2025),
    Reading(value="-40.5", qualifier="at_least", year=2027, note="estimated"),
    Reading(value=None, qualifier="unknown", year=None),
)
VALUES: dict[type, tuple[Any, ...]] = {
    LineInput: ("Mercury", "Évaluation à l’usine", "زئبق في الذهب", "汞废物", "😀👩‍👩‍👧", "= 1 + 1"),
    TextInput: TEXTS,
    RichInput: RICH,
    MoneyInput: (
        None,
        Amount(amount="1200.50", currency="USD"),
        Amount(amount="7", currency="EUR"),
        Words(text="time"),
    ),
    MonthInput: (None, "2026-01", "2027-12"),
    DateInput: (None, date(2026, 2, 28), date(2027, 12, 31)),
    CountryInput: (None, "CH", "KE"),
    AreaInput: ("asgm", "cement", "waste"),
    PeriodInput: (Period(first_year=2026, last_year=2027), Period(first_year=2028, last_year=2029)),
    ReadingInput: (None, *READINGS),
    ReadingsInput: ((), READINGS[:1], READINGS),
}
KEYS = "ab c, d."


class Walk:
    """Steps taken at random; ``taken`` tells them."""

    def __init__(self, editing: Editing, seed: int) -> None:
        self.editing, self.random = editing, random.Random(seed)
        self.taken: list[str] = []
        often = {self.set: 8, self.add: 3, self.duplicate: 2, self.move: 3, self.remove: 2, self.undo: 4, self.redo: 3}
        self._kinds = [kind for kind, weight in often.items() for _ in range(weight)]

    def step(self) -> None:
        """Go somewhere and do something there."""
        if self.random.random() < 0.4:
            self.editing.section(self.random.choice(list(self.editing.page.sections)))
        kind: Callable[[], str] = self.random.choice(self._kinds)
        self.taken.append(f"{self.editing.page.page.section.id}: {kind.__name__} {kind()}")

    def lists(self) -> list[ItemsView]:
        found: list[ItemsView] = []
        for view in self.editing.page.page.lists:
            found += view.findChildren(ItemsView) if isinstance(view, EffortsView) else [view]
        return [view for view in found if view.isVisible()]

    def set(self) -> str:
        """Put another value into a field that is on the screen."""
        lists = [view for view in self.lists() if view.cards]
        if lists and self.random.random() < 0.6:
            view = self.random.choice(lists)
            view.open(self.random.choice(view.cards).address.rpartition("/")[2])
        rows = [row for row in self.editing.page.page.field_rows() if row.isVisible()]
        if not rows:
            return "nothing"
        row = self.random.choice(rows)
        self._put(row)
        return row.address

    def _put(self, row: FieldRow) -> None:
        match row.input:
            case ChoiceInput() as input:
                place = self.random.randrange(input.combo.count())
                input.combo.setCurrentIndex(place)
                input.combo.activated.emit(place)
            case ChoicesInput() as input:
                self.random.choice(list(input.boxes.values())).click()
            case LinksInput() as input:
                self._link(input)
            case (LineInput() | TextInput() | RichInput()) as input if self.random.random() < 0.5:
                self._type(input)
            case input:
                input.show_value(self.random.choice(VALUES[type(input)]))
                input.edited.emit(input.value())

    def _type(self, input: LineInput | TextInput | RichInput) -> None:
        match input:
            case LineInput():
                widget = input.line
                widget.setCursorPosition(self.random.randint(0, len(widget.text())))
            case TextInput():
                widget = input.box
                widget.moveCursor(self.random.choice((QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.End)))
            case RichInput():
                widget = input.editor
                widget.moveCursor(self.random.choice((QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.End)))
        for key in self.random.choices(KEYS, k=self.random.randint(1, 6)):
            QTest.keyClick(widget, key)

    def _link(self, input: LinksInput) -> None:
        if input.chips and self.random.random() < 0.5:
            self.random.choice(input.chips).remove.click()
            return
        input.add.click()
        if count := input.list.found.rowCount():
            input.list.view.setCurrentIndex(input.list.found.index(self.random.randrange(count), 0))
            QTest.keyClick(input.list.search, Qt.Key.Key_Return)
        else:
            input.list.close()

    def add(self) -> str:
        """Add an item to a list, or a line to a small table."""
        tables = [rows for rows in self.editing.page.page.findChildren(RowsView) if rows.isVisible()]
        views = [*self.lists(), *tables]
        if not views:
            return "nothing"
        view = self.random.choice(views)
        view.add_button.click()
        return view.address

    def duplicate(self) -> str:
        return self._card("duplicate") if self.random.random() < 0.7 else self._line("duplicate")

    def move(self) -> str:
        wanted = self.random.choice(("up", "down"))
        return self._card(wanted) if self.random.random() < 0.7 else self._line(wanted)

    def remove(self) -> str:
        return self._card("remove") if self.random.random() < 0.7 else self._line("remove")

    def _card(self, wanted: str) -> str:
        cards = [card for view in self.lists() for card in view.cards]
        if not cards:
            return "nothing"
        card = self.random.choice(cards)
        card.wanted.emit(wanted)
        return f"{wanted} {card.address}"

    def _line(self, wanted: str) -> str:
        tables = self.editing.page.page.findChildren(RowsView)
        lines = [(rows.address, line) for rows in tables for line in rows.shown.values() if line.isVisible()]
        if not lines:
            return "nothing"
        address, line = self.random.choice(lines)
        line.grip.wanted.emit(wanted)
        return f"{wanted} in {address}"

    def undo(self) -> str:
        self.editing.open_plan.undo()
        return ""

    def redo(self) -> str:
        self.editing.open_plan.redo()
        return ""


def look(editing: Editing) -> None:
    """Fail where a widget shows anything but the plan."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    plan = editing.plan
    for page in editing.page.findChildren(SectionPage):
        for row in page.field_rows():
            assert row.input.value() == value_at(plan, row.address), row.address
        for part in page.lists:
            views = part.findChildren(ItemsView) if isinstance(part, EffortsView) else [part]
            if isinstance(part, EffortsView) and part.isVisible():
                assert [view.address for view in sorted(views, key=_height)] == [
                    f"actions/{action.id}/efforts" for action in plan.actions
                ]
            for view in views:
                ids = [item.id for item in value_at(plan, view.address)]
                assert [card.address.rpartition("/")[2] for card in view.cards] == ids, view.address
                assert view.is_empty_shown == (not ids)
                for rows in view.findChildren(RowsView):
                    lines = dict.fromkeys(row.address.split("/")[-2] for row in rows.field_rows())
                    assert list(lines) == [item.id for item in value_at(plan, rows.address)], rows.address


def _height(view: ItemsView) -> int:
    return view.mapTo(view.window(), view.rect().topLeft()).y()


@pytest.mark.parametrize("seed", range(times(1, 4)))
def test_widgets_show_the_plan_whatever_is_done(desk: Desk, tmp_path: Path, seed: int):
    first = samples.plan().model_copy(update={"state": "draft"})
    editing = Editing(desk, first, tmp_path)
    walk = Walk(editing, seed)
    for _ in range(times(60, 500)):
        walk.step()
        try:
            look(editing)
        except AssertionError as error:
            error.add_note("\n".join(walk.taken))
            raise
    editing.open_plan.settle()
    assert list(editing.open_plan.findings) == list(check(editing.plan, samples.template()))
    assert editing.page.findings.list.count() == len(editing.open_plan.findings)
    history = editing.open_plan.workspace.history
    while history.can_redo:  # the last that was done may have been to undo
        editing.open_plan.redo()
    last = editing.plan
    assert editing.stored == last != first
    while history.can_undo:
        editing.open_plan.undo()
    look(editing)
    assert editing.stored == editing.plan == first
    while history.can_redo:
        editing.open_plan.redo()
    look(editing)
    assert editing.stored == editing.plan == last
    editing.close()
