"""A new plan is made from what was chosen, or goes on from an earlier one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox

from gmp_desk.app.planning import new_plan, next_plan_from, start
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.values import LAST_YEAR, Period
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.new_plan_dialog import NewPlanDialog, ask_new_plan
from tests import samples
from tests.storage.making import renamed
from tests.strategies import blank_plan

GOLD = renamed(samples.plan(), 1)
CEMENT = renamed(blank_plan(area="cement", language="fr", period=Period(first_year=2020, last_year=2022)), 2)


@pytest.fixture
def ask(desk: Desk) -> Iterator[Callable[..., NewPlanDialog]]:
    """Show the dialog in a library with these plans, the one changed last at the end."""
    shown: list[NewPlanDialog] = []

    def make(*plans: Plan, earlier: str = "", on: Desk = desk) -> NewPlanDialog:
        library = on.program.library()
        for minute, plan in enumerate(plans):
            library._clock = lambda minute=minute: datetime(2026, 11, 21, 9, minute, tzinfo=UTC)
            start(library, plan)
        shown.append(NewPlanDialog(on, library, earlier=earlier))
        shown[-1].show()
        return shown[-1]

    yield make
    for dialog in shown:
        dialog.close()
        dialog.deleteLater()


def choose(box: QComboBox, value: object) -> None:
    assert box.findData(value) >= 0
    box.setCurrentIndex(box.findData(value))


def years(dialog: NewPlanDialog) -> tuple[int, int]:
    return dialog.form.first_year.currentData(), dialog.form.last_year.currentData()


def this_biennium(desk: Desk) -> tuple[int, int]:
    year = desk.program.clock().year
    return year - year % 2, year - year % 2 + 1


def test_the_first_plan_is_for_this_biennium_and_in_the_language_of_the_interface(ask, desk_in):
    desk = desk_in("es")
    dialog = ask(on=desk)
    assert years(dialog) == this_biennium(desk)
    assert dialog.form.language.currentData() == "es"
    assert dialog.form.earlier.count() == 1
    assert not dialog.form.note.isVisible()


def test_the_next_plan_is_for_the_area_and_in_the_language_of_the_one_changed_last(ask, desk: Desk):
    dialog = ask(GOLD, CEMENT)
    assert dialog.form.area.currentData() == "cement"
    assert dialog.form.language.currentData() == "fr"
    assert years(dialog) == this_biennium(desk)


def test_an_empty_plan_is_made_as_chosen_and_not_stored(ask, desk: Desk):
    dialog = ask(GOLD)
    choose(dialog.form.area, "waste")
    choose(dialog.form.language, "zh")
    choose(dialog.form.first_year, 2030)
    choose(dialog.form.last_year, 2033)
    dialog.form.create.click()
    made = dialog.plan
    expected = new_plan(samples.template(), "waste", Period(first_year=2030, last_year=2033), "zh", lambda: made.id)
    assert made == expected
    assert not dialog.isVisible()
    assert len(desk.program.library().entries()) == 1


def test_all_areas_of_the_template_can_be_chosen_by_their_names(ask):
    area = ask().form.area
    assert [area.itemData(place) for place in range(area.count())] == list(samples.template().area_codes)
    assert area.itemText(0) == "Artisanal and small-scale gold mining"


def test_no_plan_ends_before_it_begins(ask):
    dialog = ask()
    for year in (2030, 2020):
        choose(dialog.form.first_year, year)
        assert years(dialog) == (year, year + 1)  # as many years as before
        assert dialog.form.last_year.itemData(0) == year


def test_an_earlier_plan_gives_its_area_language_and_the_years_after_it(ask):
    dialog = ask(GOLD, CEMENT)
    choose(dialog.form.earlier, GOLD.id)
    assert dialog.form.earlier.currentText() == "Artisanal and small-scale gold mining · 2026–2027 · English"
    assert (dialog.form.area.currentData(), dialog.form.language.currentData()) == ("asgm", "en")
    assert years(dialog) == (2028, 2029)
    assert not dialog.form.area.isEnabled()
    assert not dialog.form.language.isEnabled()
    assert "comes along" in dialog.form.note.text()
    choose(dialog.form.earlier, "")
    assert dialog.form.area.isEnabled()
    assert dialog.form.language.isEnabled()


def test_a_plan_that_goes_on_from_an_earlier_one_has_all_that_it_says(ask):
    dialog = ask(CEMENT, GOLD, earlier=GOLD.id)
    dialog.accept()
    made = dialog.plan
    period = Period(first_year=2028, last_year=2029)
    assert made == next_plan_from(GOLD, period, samples.template(), lambda: made.id)
    assert made.continues == GOLD.id


def test_a_long_period_and_the_last_year_there_is_can_be_gone_on_from(ask):
    long = renamed(blank_plan(period=Period(first_year=1950, last_year=2020)), 5)
    last = renamed(blank_plan(period=Period(first_year=LAST_YEAR, last_year=LAST_YEAR)), 6)
    dialog = ask(long, last, earlier=long.id)
    assert years(dialog) == (2021, 2091)
    choose(dialog.form.earlier, last.id)
    assert years(dialog) == (LAST_YEAR, LAST_YEAR)


def test_an_area_that_the_template_does_not_know_is_kept(ask):
    dialog = ask(renamed(blank_plan(area="oil"), 7), earlier=renamed(blank_plan(), 7).id)
    dialog.accept()
    assert dialog.plan.area == "oil"


def test_that_there_is_such_a_plan_already_is_said_but_keeps_nobody_from_making_it(ask):
    dialog = ask(GOLD)
    choose(dialog.form.first_year, 2026)
    assert "already" in dialog.form.note.text()
    choose(dialog.form.language, "fr")
    assert not dialog.form.note.isVisible()
    choose(dialog.form.language, "en")
    dialog.accept()
    assert dialog.plan.period == GOLD.period


def test_where_the_earlier_plan_cannot_be_read_the_dialog_stays_and_says_why(ask, desk: Desk):
    dialog = ask(GOLD, earlier=GOLD.id)
    with desk.program.library().changing() as change:
        change.delete(GOLD.id)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.plan is None
    assert GOLD.id in dialog.form.problem.text()
    assert dialog.form.problem.isVisible()
    assert dialog.form.problem.textFormat() == Qt.TextFormat.PlainText


def test_reports_are_nothing_to_go_on_from(ask, desk: Desk):
    with desk.program.library().changing() as change:
        change.add(samples.report())
    assert ask().form.earlier.count() == 1


def test_who_thinks_better_of_it_gets_no_plan(ask, qtbot):
    dialog = ask(GOLD)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.plan is None
    assert not dialog.isVisible()


def test_enter_makes_the_plan_from_wherever_one_is(ask, qtbot):
    dialog = ask(GOLD)
    qtbot.keyClick(dialog.form.area, Qt.Key.Key_Return)
    assert dialog.plan is not None


@pytest.mark.parametrize("answer", ["create", "cancel"])
def test_the_program_asks_and_is_given_the_plan(desk: Desk, answer: str):
    def click() -> None:
        dialog = QApplication.activeModalWidget()
        getattr(dialog.form, answer).click()

    QTimer.singleShot(0, click)
    assert (ask_new_plan(desk, desk.program.library()) is None) == (answer == "cancel")


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_the_dialog_is_as_large_as_its_text(ask, desk_in, language: str):
    dialog = ask(GOLD, earlier=GOLD.id, on=desk_in(language, dark=True, text_size=200))
    for box in (dialog.form.area, dialog.form.earlier, dialog.form.first_year):
        assert box.height() >= box.sizeHint().height()
    assert not dialog.grab().isNull()
