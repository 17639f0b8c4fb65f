"""My plans: what the page shows of a real library, how it is searched, sorted and left, and what it asks for."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableView

from gmp_desk.app.planning import start
from gmp_desk.app.preferences import PreferencesFile
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.values import Period
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.plans_model import NAMES, PlansModel
from gmp_desk.qt.plans_page import PlansPage
from tests import samples
from tests.storage.making import EDITOR, renamed
from tests.strategies import blank_plan, new_id

LONG = 20_000  # milliseconds to wait for what comes soon, unless the computer is very busy

GOLD = renamed(samples.plan(), 1).model_copy(update={"state": "agreed", "title": ""})
WASTE = renamed(blank_plan(area="waste", language="zh"), 2).model_copy(update={"title": "北京 <b>& co</b>"})
CEMENT = renamed(blank_plan(area="cement", language="fr", period=Period(first_year=2024, last_year=2025)), 3)
CEMENT = CEMENT.model_copy(update={"title": "Industrie du ciment à l’Île"})


@pytest.fixture
def page_of(qtbot) -> Iterator[Callable[..., PlansPage]]:
    """Show the page of a desk whose library has these plans, and wait until all is counted."""
    pages: list[PlansPage] = []

    def make(desk: Desk, *plans: Plan) -> PlansPage:
        for plan in plans:
            start(desk.program.library(), plan)
        page = PlansPage(desk)
        pages.append(page)
        page.resize(1280, 720)
        page.show()
        page.refresh()
        wait(qtbot, page)
        return page

    yield make
    for page in pages:
        page.hide()
        page.deleteLater()


def wait(qtbot, page: PlansPage) -> None:
    qtbot.waitUntil(lambda: not page._news.isActive(), timeout=LONG)


@pytest.fixture
def page(page_of: Callable[..., PlansPage], desk: Desk) -> PlansPage:
    return page_of(desk, GOLD, WASTE, CEMENT)


def column(page: PlansPage, name: str) -> list[str]:
    """Return what a column shows, from top to bottom."""
    model = page.table.model()
    return [model.index(row, NAMES.index(name)).data() for row in range(model.rowCount())]


def sort(page: PlansPage, name: str, *, descending: bool = False) -> None:
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    page.table.sortByColumn(NAMES.index(name), order)


def told(signal) -> list:
    """Return a list to which all that a signal says is added."""
    said: list = []
    signal.connect(lambda *given: said.extend(given or [None]))
    return said


def test_the_model_keeps_the_rules_of_models(page: PlansPage, qtmodeltester):
    qtmodeltester.check(page.model)
    page.search.setText("cement")
    qtmodeltester.check(page.model)


def test_nothing_is_read_before_it_is_asked_for(desk: Desk, qtbot):
    page = PlansPage(desk)
    page.show()
    assert not desk.program.library_path().exists()
    assert not page.table.isVisible()
    page.hide()
    page.deleteLater()


def test_every_plan_is_shown_with_what_it_misses(page: PlansPage):
    sort(page, "area")
    assert column(page, "area") == [
        "Artisanal and small-scale gold mining",
        "Cement industry",
        "Mercury waste management",
    ]
    assert column(page, "language") == ["English", "French", "Chinese"]
    assert column(page, "period") == ["2026–2027", "2024–2025", "2026–2027"]
    assert column(page, "state") == ["Agreed", "Draft 1", "Draft 1"]
    assert column(page, "missing") == ["–", "5 to settle", "5 to settle"]
    assert all(changed.startswith("today, ") for changed in column(page, "changed"))
    assert page._count.text() == "3 plans"


def test_reports_are_no_plans(page_of: Callable[..., PlansPage], desk: Desk):
    with desk.program.library().changing() as change:
        change.add(samples.report())
    assert column(page_of(desk, GOLD), "area") == ["Artisanal and small-scale gold mining"]


@pytest.mark.parametrize("name", NAMES)
def test_each_column_sorts_both_ways(page: PlansPage, name: str):
    sort(page, name)
    up = column(page, "area")
    sort(page, name, descending=True)
    assert sorted(up) == sorted(column(page, "area"))
    if len(set(column(page, name))) == 3:
        assert column(page, "area") == up[::-1]


def test_a_plan_stays_chosen_when_the_plans_are_sorted(page: PlansPage):
    page.choose(CEMENT.id)
    for name in NAMES:
        sort(page, name)
        assert page.chosen == CEMENT.id


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("CIMENT ile", [CEMENT]),
        ("2026", [GOLD, WASTE]),
        ("chinese", [WASTE]),
        ("draft", [WASTE, CEMENT]),
        ("北京", [WASTE]),
        ("gold 2024", []),
    ],
)
def test_a_search_leaves_the_plans_with_all_its_words(page: PlansPage, words: str, left: list[Plan]):
    page.search.setText(words)
    assert {row.id for row in page.model.rows} == {plan.id for plan in left}
    assert page._count.text() == ("3 plans" if len(left) == 3 else f"{len(left)} of 3 plans")
    page.search.clear()
    assert page.model.rowCount() == 3


def test_where_nothing_is_left_one_click_shows_all(page: PlansPage):
    page.search.setText("nowhere")
    page.states.setCurrentIndex(page.states.findData("submitted"))
    assert page.show_all_button.isVisible()
    assert not page.table.isVisible()
    page.show_all_button.click()
    assert page.table.isVisible()
    assert page.model.rowCount() == 3


def test_plans_are_left_by_state_and_language(page: PlansPage):
    page.states.setCurrentIndex(page.states.findData("draft"))
    assert {row.id for row in page.model.rows} == {WASTE.id, CEMENT.id}
    page.languages.setCurrentIndex(page.languages.findData("fr"))
    assert {row.id for row in page.model.rows} == {CEMENT.id}


def test_the_view_is_remembered(page: PlansPage, page_of: Callable[..., PlansPage], desk: Desk):
    sort(page, "period", descending=True)
    page.states.setCurrentIndex(page.states.findData("draft"))
    page.languages.setCurrentIndex(page.languages.findData("fr"))
    stored = PreferencesFile(desk.preferences._path).current
    assert (stored.plans_sort, stored.plans_descending) == ("period", True)
    assert (stored.plans_state, stored.plans_language) == ("draft", "fr")
    again = page_of(desk)
    header = again.table.horizontalHeader()
    assert header.sortIndicatorSection() == NAMES.index("period")
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    assert (again.states.currentData(), again.languages.currentData()) == ("draft", "fr")
    assert {row.id for row in again.model.rows} == {CEMENT.id}


def test_a_column_that_is_none_is_not_sorted_by(page_of: Callable[..., PlansPage], desk: Desk):
    desk.preferences.change(plans_sort="weight")
    assert page_of(desk, GOLD).table.horizontalHeader().sortIndicatorSection() == NAMES.index("changed")


def test_enter_and_a_double_click_open_a_plan(page: PlansPage, qtbot):
    opened = told(page.opened)
    page.choose(WASTE.id)
    page.table.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(page.table, key)
    page.choose(CEMENT.id)
    page.table.doubleClicked.emit(page.table.currentIndex())
    assert opened == [WASTE.id, WASTE.id, CEMENT.id]


def test_the_delete_key_asks_to_delete(page: PlansPage, qtbot):
    wanted = told(page.delete_wanted)
    page.choose(WASTE.id)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert wanted == [WASTE.id]


def test_arrows_move_and_tab_leaves_the_table(page: PlansPage, qtbot):
    page.table.setFocus()
    first = page.chosen
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.chosen != first
    qtbot.keyClick(page.table, Qt.Key.Key_Tab)
    assert page.chosen != first
    assert not page.table.hasFocus()


def test_the_menu_of_a_plan_has_all_that_can_be_done_with_it(page: PlansPage):
    page.choose(WASTE.id)
    wanted = [
        told(signal)
        for signal in (page.opened, page.send_wanted, page.versions_wanted, page.next_wanted, page.delete_wanted)
    ]
    actions = [action for action in page.menu().actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [
        "Open",
        "Make a file to send…",
        "Versions…",
        "Start the next biennium…",
        "Delete…",
    ]
    for action in actions:
        action.trigger()
    assert wanted == [[WASTE.id]] * 5


def test_the_menu_opens_at_the_plan(page: PlansPage):
    page.table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = next(child for child in page.children() if child.metaObject().className() == "QMenu")
    assert menu.isVisible()
    menu.close()


def test_the_buttons_ask_for_new_plans_and_files(page: PlansPage):
    new, file = told(page.new_wanted), told(page.file_wanted)
    page.new_button.click()
    page.open_button.click()
    assert (len(new), len(file)) == (1, 1)


def test_an_empty_library_explains_itself(page_of: Callable[..., PlansPage], desk: Desk):
    page = page_of(desk)
    wanted = [told(signal) for signal in (page.new_wanted, page.file_wanted, page.sample_wanted)]
    for button in page.first_buttons:
        assert button.isVisible()
        button.click()
    assert [len(asked) for asked in wanted] == [1, 1, 1]
    assert page.first_buttons[0].hasFocus() or page.focusWidget() is page.first_buttons[0]
    for widget in (page.table, page.search, page.states, page.languages, page.new_button, page.open_button):
        assert not widget.isVisible()


def test_the_first_plan_takes_the_place_of_the_explanation(page_of: Callable[..., PlansPage], desk: Desk, qtbot):
    page = page_of(desk)
    start(desk.program.library(), GOLD)
    page.refresh(GOLD.id)
    wait(qtbot, page)
    assert page.table.isVisible()
    assert page.search.isVisible()
    assert page.chosen == GOLD.id


def drop(page: PlansPage, *urls: QUrl) -> QDropEvent:
    data = QMimeData()
    data.setUrls(list(urls))
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    event.setAccepted(False)
    page.dropEvent(event)
    return event


def test_files_dropped_are_told_by_their_names(page: PlansPage, tmp_path: Path):
    dropped = told(page.files_dropped)
    files = [tmp_path / "plan one.gmpplan", tmp_path / "خطة.gmpplan"]
    assert drop(page, *map(QUrl.fromLocalFile, map(str, files))).isAccepted()
    assert dropped == [[str(file) for file in files]]


def test_what_is_no_file_is_not_taken(page: PlansPage):
    dropped = told(page.files_dropped)
    assert not drop(page, QUrl("https://example.org/plan.gmpplan")).isAccepted()
    assert dropped == []


def test_a_plan_that_was_changed_is_counted_anew_when_the_page_is_shown_again(page: PlansPage, desk: Desk, qtbot):
    page.choose(GOLD.id)
    page.hide()
    assert page._counting._thread is None
    library = desk.program.library()
    with library.changing() as change:
        change.store(change.read(GOLD.id), GOLD.model_copy(update={"summary": "", "state": "draft"}))
    page.show()
    wait(qtbot, page)
    row = page.model.rows[page.model.place_of(GOLD.id)]
    assert (row.missing, row.state) == ("1 to settle", "Draft 1")
    assert page.chosen == GOLD.id


def test_a_plan_that_is_deleted_is_shown_no_more(page: PlansPage, desk: Desk):
    page.choose(GOLD.id)
    with desk.program.library().changing() as change:
        change.delete(GOLD.id)
    page.refresh()
    assert page.model.place_of(GOLD.id) == -1
    assert page.chosen in (WASTE.id, CEMENT.id)


def test_a_damaged_plan_is_marked_in_words(page_of: Callable[..., PlansPage], desk: Desk, qtbot):
    page = page_of(desk, GOLD)
    with closing(sqlite3.connect(desk.program.library_path())) as connection, connection:
        connection.execute("UPDATE plan SET summary = 'Spoiled'")
    page.hide()
    page._counting._counted.clear()
    page.show()
    wait(qtbot, page)
    cell = page.model.index(0, 0)
    assert "damaged" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "damaged" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_a_library_that_cannot_be_read_is_told_and_tried_again(
    page_of: Callable[..., PlansPage], desk: Desk, qtbot, tmp_path: Path
):
    path = desk.program.library_path()
    path.parent.mkdir()
    path.write_text("no library")
    page = page_of(desk)
    assert "library.db" in page.problem.text()
    assert page.problem.isVisible()
    assert not page.new_button.isVisible()
    path.unlink()
    page.again_button.click()
    assert not page.problem.isVisible()
    assert page.first_buttons[0].isVisible()


def test_text_of_users_is_never_taken_for_html(page: PlansPage):
    cell = page.model.index(page.model.place_of(WASTE.id), 0)
    assert "&lt;b&gt;&amp; co&lt;/b&gt;" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert page.problem.textFormat() == Qt.TextFormat.PlainText


def test_a_narrow_page_shows_the_language_below_the_area(page: PlansPage):
    language = NAMES.index("language")
    assert not page.table.isColumnHidden(language)
    page.resize(620, 720)
    assert page.table.isColumnHidden(language)
    cell = page.model.index(page.model.place_of(WASTE.id), 0)
    assert page.table.itemDelegate()._second(cell) == "Chinese · 北京 <b>& co</b>"
    page.resize(1280, 720)
    assert not page.table.isColumnHidden(language)


@pytest.mark.parametrize("language", ["ru", "fr", "ar"])
def test_the_area_has_room_where_the_text_is_large(page_of, desk_in, language: str):
    page = page_of(desk_in(language, text_size=200), WASTE, CEMENT.model_copy(update={"state": "submitted"}))
    letters = page.table.columnWidth(0) / page.table.fontMetrics().averageCharWidth()
    assert letters > 15
    assert page.table.horizontalHeader().length() <= page.table.viewport().width()


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_is_painted_in_every_look(
    page_of: Callable[..., PlansPage], desk_in: Callable[..., Desk], language: str, dark: bool
):
    page = page_of(desk_in(language, dark=dark, text_size=200), GOLD, WASTE, CEMENT)
    assert not page.grab().isNull()


def test_everything_has_a_name_for_readers_of_the_screen(page: PlansPage):
    for kind in (QLineEdit, QComboBox, QTableView, QPushButton):
        for widget in page.findChildren(kind):
            if not widget.objectName().startswith("qt_"):
                assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_a_thousand_plans_are_searched_and_sorted_where_they_are(desk: Desk, qtbot):
    from gmp_desk.app.listing import Counted, Listing
    from gmp_desk.storage.records import Listed

    listing = Listing(desk.terms, desk.locale, desk.program.clock)
    entry = Listed(new_id(0), "plan", "waste", "", "en", 2026, 2027, "draft", "2026-11-21T08:05:00Z", 1)
    rows = [
        listing.row(entry._replace(id=new_id(number), title=f"Plan {number}"), Counted(errors=number % 7))
        for number in range(1000)
    ]
    page = PlansPage(desk)
    model: PlansModel = page.model
    model.show_rows(rows)
    model.sort(NAMES.index("area"))
    assert [row.title for row in model.rows[:12]] == [f"Plan {number}" for number in range(12)]
    model.sort(NAMES.index("missing"), Qt.SortOrder.DescendingOrder)
    assert {row.errors for row in model.rows[:142]} == {6}
    model.search("plan 77")
    assert {row.title for row in model.rows} >= {"Plan 77", "Plan 770"}
    page.deleteLater()


def test_who_edits_a_plan_elsewhere_is_said_in_words(page: PlansPage, desk: Desk, qtbot):
    with desk.program.library().changing() as change:
        change.claim(GOLD.id, EDITOR)
    page.refresh()
    wait(qtbot, page)
    cell = page.model.index(page.model.place_of(GOLD.id), 0)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole).endswith("Lead is editing this plan on desk-1.")
