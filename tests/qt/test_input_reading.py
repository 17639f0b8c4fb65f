import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gmp_desk.domain.values import Period, Reading
from gmp_desk.qt.inputs.period import PeriodInput
from gmp_desk.qt.inputs.reading import ReadingInput
from gmp_desk.qt.inputs.readings import ReadingsInput

AT_LEAST = Reading(value="-1200.5", qualifier="at_least", year=2025, note="a survey")
UNKNOWN = Reading(value=None, qualifier="unknown", year=2024)
EXACT = Reading(value="0.125", qualifier="exact", year=2023)


def listened(widget, qtbot):
    qtbot.addWidget(widget)
    widget.show()
    widget.said, widget.problems = [], []
    widget.edited.connect(widget.said.append)
    widget.problem.connect(widget.problems.append)
    return widget


@pytest.fixture
def reading(desk, qtbot):
    return listened(ReadingInput(desk), qtbot)


@pytest.fixture
def readings(desk, qtbot):
    return listened(ReadingsInput(desk), qtbot)


@pytest.fixture
def period(desk, qtbot):
    return listened(PeriodInput(desk), qtbot)


@pytest.mark.parametrize(("language", "figure"), [("en", "-1,200.5"), ("ar", "\u200e-1,200.5"), ("zh", "-1,200.5")])
@pytest.mark.parametrize("value", [AT_LEAST, UNKNOWN, EXACT, None])
def test_a_reading_is_shown_and_comes_back(desk_in, qtbot, language, figure, value):
    widget = listened(ReadingInput(desk_in(language)), qtbot)
    widget.show_value(AT_LEAST)
    assert (widget.figure.text(), widget.year.text(), widget.note.value()) == (figure, "2025", "a survey")
    widget.show_value(value)
    assert widget.value() == value
    assert widget.said == []


def test_a_reading_is_told_as_its_parts_are_given(reading, qtbot):
    reading.figure.take("١٤٠٫٥")
    reading.year.take("２０２５")
    reading.qualifier.setCurrentIndex(1)
    reading.qualifier.activated.emit(1)
    qtbot.keyClicks(reading.note.line, "x")
    assert reading.said == [
        Reading(value="140.5", qualifier="exact", year=None),
        Reading(value="140.5", qualifier="exact", year=2025),
        Reading(value="140.5", qualifier="at_least", year=2025),
        Reading(value="140.5", qualifier="at_least", year=2025, note="x"),
    ]


def test_a_reading_of_which_nothing_is_left_is_none(reading):
    reading.show_value(Reading(value="5", qualifier="exact", year=None))
    reading.figure.take("")
    assert reading.said == [None]


def test_that_a_value_is_not_known_is_a_reading(reading):
    reading.qualifier.setCurrentIndex(2)
    reading.qualifier.activated.emit(2)
    assert reading.said == [Reading(value=None, qualifier="unknown", year=None)]


def test_mistyped_parts_stay_and_are_explained_one_after_the_other(reading):
    reading.show_value(EXACT)
    reading.figure.take("some")
    reading.year.take("1492")
    assert reading.problems == ["Write a figure such as 1,200.5."]
    reading.figure.take("5")
    assert reading.problems[1:] == ["Write a year such as 2026."]
    assert reading.year.text() == "1492"
    reading.year.take("2026")
    assert reading.problems[2:] == [""]
    assert reading.said == [
        Reading(value="5", qualifier="exact", year=2023),
        Reading(value="5", qualifier="exact", year=2026),
    ]


def test_the_beginning_of_a_figure_that_cannot_be_read_does_not_stay(reading, readings, qtbot):
    reading.show_value(EXACT)
    reading.figure.selectAll()
    qtbot.keyClicks(reading.figure, "500k")
    assert reading.said[-1] == EXACT == reading.value()
    assert reading.figure.text() == "500k"
    readings.show_value((EXACT,))
    readings.add.click()
    qtbot.keyClicks(readings.rows[1].input.figure, "5%")
    assert readings.said[-1] == (EXACT,)
    readings.show_value((EXACT,))
    assert readings.rows[1].input.figure.text() == "5%"


def test_a_read_only_reading_cannot_be_changed(reading, qtbot):
    reading.show_value(EXACT)
    reading.set_read_only(True)
    for line in (reading.figure, reading.year, reading.note.line):
        qtbot.keyClicks(line, "9")
    qtbot.keyClick(reading.qualifier, Qt.Key.Key_Down)
    assert reading.said == []


def test_each_part_of_a_reading_has_a_name(reading):
    reading.set_name("Baseline")
    assert reading.figure.accessibleName() == "Baseline: Value"
    assert reading.year.accessibleName() == "Baseline: Year"
    assert reading.qualifier.accessibleName() == "Baseline: How sure"
    assert reading.note.line.accessibleName() == "Baseline: Note"


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_readings_are_shown_below_each_other(desk_in, qtbot, language):
    widget = listened(ReadingsInput(desk_in(language)), qtbot)
    widget.show_value((EXACT, UNKNOWN))
    assert [row.input.value() for row in widget.rows] == [EXACT, UNKNOWN]
    assert widget.value() == (EXACT, UNKNOWN)
    assert widget.said == []


def test_a_row_counts_once_something_is_given(readings):
    readings.show_value((EXACT,))
    readings.add.click()
    assert readings.said == []
    readings.show_value((EXACT,))
    assert len(readings.rows) == 2
    readings.rows[1].input.figure.take("7")
    assert readings.said == [(EXACT, Reading(value="7", qualifier="exact", year=None))]


def test_rows_are_moved_and_removed(readings):
    readings.show_value((EXACT, UNKNOWN, AT_LEAST))
    readings.rows[0].down.click()
    readings.rows[2].up.click()
    readings.rows[0].remove.click()
    assert readings.said == [
        (UNKNOWN, EXACT, AT_LEAST),
        (UNKNOWN, AT_LEAST, EXACT),
        (AT_LEAST, EXACT),
    ]
    assert [row.input.value() for row in readings.rows] == [AT_LEAST, EXACT]
    assert not readings.rows[0].up.isEnabled()
    assert not readings.rows[-1].down.isEnabled()


def test_moving_a_row_leaves_what_is_mistyped_in_another_as_it_is(readings):
    readings.show_value((EXACT, UNKNOWN, AT_LEAST))
    readings.rows[0].input.figure.take("some")
    readings.rows[1].down.click()
    assert readings.rows[0].input.figure.text() == "some"
    assert readings.problems[-1]


def test_tab_goes_through_the_parts_in_their_order(desk, qtbot):
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    before, reading = QLineEdit(form), ReadingInput(desk, form)
    readings, after = ReadingsInput(desk, form), QLineEdit(form)
    for part in (before, reading, readings, after):
        column.addWidget(part)
    readings.show_value((EXACT, UNKNOWN))
    readings.rows[1].up.click()
    readings.add.click()
    form.show()
    form.activateWindow()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    wanted = [before, *parts(reading)]
    for number, row in enumerate(readings.rows):
        buttons = [row.up] * (number > 0) + [row.down] * (number < 2) + [row.remove]
        wanted += [*parts(row.input), *buttons]
    wanted += [readings.add, after]
    visited = []
    for _ in wanted:
        visited.append(form.focusWidget())
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert [wanted.index(part) for part in visited] == list(range(len(wanted)))


def parts(reading):
    return [reading.qualifier, reading.figure, reading.year, reading.note.line]


def test_the_last_row_can_go(readings):
    readings.show_value((EXACT,))
    readings.rows[0].remove.click()
    assert readings.said == [()]
    assert readings.rows == ()


def test_a_problem_of_a_row_is_that_of_the_list(readings):
    readings.show_value((EXACT, UNKNOWN))
    readings.rows[1].input.year.take("soon")
    assert readings.problems[-1] == "Write a year such as 2026."
    readings.rows[1].remove.click()
    assert readings.problems[-1] == ""


def test_read_only_readings_offer_no_change(readings):
    readings.show_value((EXACT, UNKNOWN))
    readings.set_read_only(True)
    assert not readings.add.isVisible()
    assert not any(row.remove.isVisible() for row in readings.rows)
    assert readings.rows[0].input.figure.isReadOnly()


def test_rows_are_named_by_their_number(readings):
    readings.show_value((EXACT, UNKNOWN))
    readings.set_name("Earlier values")
    assert readings.rows[1].input.year.accessibleName() == "Earlier values 2: Year"


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("en", "2026", "June 2027"), ("ar", "2026", "حزيران/يونيه 2027"), ("zh", "2026", "2027 年 6 月")],
)
def test_a_period_is_shown_in_years_or_months(desk_in, qtbot, language, first, last):
    widget = listened(PeriodInput(desk_in(language)), qtbot)
    value = Period(first_year=2026, last_year=2027, last_month=6)
    widget.show_value(value)
    assert (widget.first.text(), widget.last.text()) == (first, last)
    assert widget.value() == value
    assert widget.said == []


def test_a_period_is_told_once_both_ends_are_given(period):
    period.first.take("٢٠٢٦")
    assert period.said == []
    period.last.take("6/2027")
    assert period.said == [Period(first_year=2026, last_year=2027, last_month=6)]
    assert period.last.text() == "June 2027"


def test_an_end_of_a_period_cannot_be_emptied_or_lie_beyond_reason(period):
    period.show_value(Period(first_year=2026, last_year=2027))
    for text in ("", "1492", "soon"):
        period.last.take(text)
        assert period.problems[-1] == "Write a year such as 2026, or a month such as May 2026."
        assert period.last.text() == text
    assert period.said == []
    assert period.value() == Period(first_year=2026, last_year=2027)
    period.last.take("2028")
    assert period.problems[-1] == ""
    assert period.said == [Period(first_year=2026, last_year=2028)]


def test_the_beginning_of_an_end_that_cannot_be_read_does_not_stay(period, qtbot):
    given = Period(first_year=2026, last_year=2027)
    period.show_value(given)
    period.last.selectAll()
    qtbot.keyClicks(period.last, "2029 or 2030")
    assert period.said == [Period(first_year=2026, last_year=2029), given]
    assert period.last.text() == "2029 or 2030"


def test_a_period_lacks_an_end_as_long_as_that_cannot_be_read(period, qtbot):
    period.first.take("2026")
    qtbot.keyClicks(period.last, "2029 or")
    assert period.value() is None


def test_a_read_only_period_cannot_be_changed(period, qtbot):
    period.show_value(Period(first_year=2026, last_year=2027))
    period.set_read_only(True)
    qtbot.keyClicks(period.first, "1")
    assert period.said == []
    period.set_name("Period")
    assert period.first.accessibleName() == "Period: From"
