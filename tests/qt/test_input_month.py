import datetime as dt

import pytest
from PySide6.QtCore import Qt

from gmp_desk.qt.inputs.date import DateInput
from gmp_desk.qt.inputs.month import MonthInput

DAY = dt.date(2026, 6, 3)
KINDS = [(MonthInput, "2026-05"), (DateInput, DAY)]


@pytest.fixture(params=KINDS, ids=["month", "day"])
def made(request, desk, qtbot):
    kind, value = request.param
    widget = kind(desk)
    qtbot.addWidget(widget)
    return widget, value


def type_in(qtbot, widget, text):
    widget.line.clear()
    widget.line.insert(text)


def month(desk, qtbot):
    widget = MonthInput(desk)
    qtbot.addWidget(widget)
    return widget


def day(desk, qtbot):
    widget = DateInput(desk)
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(
    ("language", "written_month", "written_day"),
    [
        ("en", "May 2026", "3 June 2026"),
        ("ar", "أيار/مايو 2026", "3 حزيران/يونيه 2026"),
        ("zh", "2026 年 5 月", "2026 年 6 月 3 日"),
    ],
)
def test_values_are_shown_as_the_language_writes_them(desk_in, qtbot, language, written_month, written_day):
    desk = desk_in(language)
    for widget, value, text in ((month(desk, qtbot), "2026-05", written_month), (day(desk, qtbot), DAY, written_day)):
        with qtbot.assertNotEmitted(widget.edited):
            widget.show_value(value)
        assert widget.line.text() == text
        assert widget.value() == value


def test_an_empty_line_is_no_value(made, qtbot):
    widget, value = made
    widget.show_value(value)
    with qtbot.waitSignal(widget.edited) as told:
        type_in(qtbot, widget, "  ")
    assert told.args == [None]
    widget.line.editingFinished.emit()
    assert (widget.line.text(), widget.line.trouble) == ("", "")
    widget.show_value(None)
    assert widget.value() is None


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("text", ["5/2026", "٠٥/٢٠٢٦", "2026年5月", "mayo de 2026", "sept 2026"])
def test_months_in_odd_forms_are_understood(desk_in, qtbot, language, text):
    desk = desk_in(language)
    widget = month(desk, qtbot)
    expected = "2026-09" if text.startswith("sept") else "2026-05"
    said = []
    widget.edited.connect(said.append)
    type_in(qtbot, widget, text)
    assert said[-1] == expected
    assert widget.understood.text() == desk.locale.month(expected)
    assert widget.line.text() == text
    widget.line.editingFinished.emit()
    assert widget.line.text() == desk.locale.month(expected)
    assert widget.understood.text() == ""


def test_a_day_typed_key_by_key_is_told_once_it_is_whole(desk, qtbot):
    widget = day(desk, qtbot)
    said, problems = [], []
    widget.edited.connect(said.append)
    widget.problem.connect(problems.append)
    qtbot.keyClicks(widget.line, "3.6.2026")
    assert said == [DAY]
    assert problems == []
    qtbot.keyClick(widget.line, Qt.Key.Key_Return)
    assert widget.line.text() == "3 June 2026"


def test_a_mistyped_text_stays_and_is_explained(made, qtbot):
    widget, value = made
    widget.show_value(value)
    problems = []
    widget.problem.connect(problems.append)
    with qtbot.assertNotEmitted(widget.edited):
        type_in(qtbot, widget, "soon")
    assert problems == []  # it may be on its way
    widget.line.editingFinished.emit()
    assert len(problems) == 1
    assert ("May 2026" in problems[0]) or ("3 June 2026" in problems[0])
    assert widget.line.text() == "soon"
    assert widget.value() == value
    widget.show_value(value)
    assert widget.line.text() == "soon"
    type_in(qtbot, widget, "2026-05-01" if isinstance(value, dt.date) else "2026-04")
    assert problems[-1] == ""


def test_the_beginning_of_a_text_that_cannot_be_read_does_not_stay(desk, qtbot):
    for widget, value, text in (
        (month(desk, qtbot), "2024-05", "March 2026 (tentative)"),
        (month(desk, qtbot), None, "March 2026 (tentative)"),
        (day(desk, qtbot), DAY, "3 May 2024 or later"),
    ):
        widget.show_value(value)
        said, problems = [], []
        widget.edited.connect(said.append)
        widget.problem.connect(problems.append)
        widget.line.selectAll()
        qtbot.keyClicks(widget.line, text)
        assert len(said) == 2
        assert said[-1] == value == widget.value()
        widget.line.editingFinished.emit()
        widget.show_value(value)
        assert (widget.line.text(), len(problems)) == (text, 1)
        widget.line.take("May 2030" if isinstance(widget, MonthInput) else "3 May 2030")
        settled = widget.value()
        qtbot.keyClicks(widget.line, " or so")
        assert widget.value() == settled != value


def test_another_value_takes_the_place_of_a_mistyped_text(made, qtbot):
    widget, value = made
    type_in(qtbot, widget, "soon")
    widget.line.editingFinished.emit()
    with qtbot.waitSignal(widget.problem) as told:
        widget.show_value(value)
    assert told.args == [""]
    assert widget.line.text() == widget.line.written(value)


def test_the_example_is_in_the_form_of_the_language(desk_in, qtbot):
    widget = month(desk_in("zh"), qtbot)
    with qtbot.waitSignal(widget.problem) as told:
        widget.line.take("soon")
    assert "2026 年 5 月" in told.args[0]


def test_years_that_no_one_types_are_shown_to_the_letter_and_read_back(desk, qtbot):
    widget = month(desk, qtbot)
    widget.show_value("0005-03")
    assert widget.line.text() == "0005-03"
    widget.line.editingFinished.emit()
    assert widget.value() == "0005-03"


def test_read_only_values_can_be_read_but_not_changed(made, qtbot):
    widget, value = made
    widget.show_value(value)
    widget.set_read_only(True)
    widget.show()
    with qtbot.assertNotEmitted(widget.edited):
        qtbot.keyClicks(widget.line, "1/2027")
        widget.pick()
    assert widget.picker is None
    assert not widget.button.isVisible()


def test_line_and_button_have_names(made):
    widget, _ = made
    widget.set_name("Due")
    assert widget.line.accessibleName() == "Due"
    assert widget.button.accessibleName().startswith("Due: Pick a ")


def cells(widget):
    return widget.picker.buttons


def test_a_month_is_picked_by_keys(desk, qtbot):
    widget = month(desk, qtbot)
    widget.show()
    widget.activateWindow()
    widget.line.setFocus()
    qtbot.waitUntil(widget.line.hasFocus)
    widget.show_value("2026-05")
    qtbot.keyClick(widget.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    focused = next(button for button in cells(widget) if button.isChecked())
    assert focused.text() == "May"
    assert focused.accessibleName() == "May 2026"
    qtbot.keyClick(widget.picker.focusWidget(), Qt.Key.Key_PageDown)
    assert widget.picker.focusWidget().text() == "May"
    with qtbot.waitSignal(widget.edited) as told:
        cells(widget)[11].click()
    assert told.args == ["2027-12"]
    assert widget.line.text() == "December 2027"
    assert not widget.picker.isVisible()


def test_a_day_is_picked_from_its_week(desk, qtbot):
    widget = day(desk, qtbot)
    widget.show_value(DAY)
    widget.pick()
    assert len(cells(widget)) == 30
    assert widget.picker.headings()[0] == "Mon"
    first = next(iter(cells(widget)))
    column = (
        widget.picker.layout()
        .itemAt(1)
        .layout()
        .getItemPosition(widget.picker.layout().itemAt(1).layout().indexOf(first))[1]
    )
    assert column == dt.date(2026, 6, 1).weekday()
    with qtbot.waitSignal(widget.edited) as told:
        cells(widget)[29].click()
    assert told.args == [dt.date(2026, 6, 30)]


def test_escape_closes_the_calendar_and_changes_nothing(made, qtbot):
    widget, value = made
    widget.show_value(value)
    widget.pick()
    with qtbot.assertNotEmitted(widget.edited):
        qtbot.keyClick(widget.picker, Qt.Key.Key_Escape)
    assert not widget.picker.isVisible()


def test_the_arrow_keys_go_on_to_the_next_page(desk, qtbot):
    widget = day(desk, qtbot)
    widget.show_value(dt.date(2026, 5, 29))
    widget.pick()
    qtbot.keyClick(widget.picker.focusWidget(), Qt.Key.Key_Down)
    assert (widget.picker.title, widget.picker.focusWidget().text()) == ("June 2026", "5")
    qtbot.keyClick(widget.picker.focusWidget(), Qt.Key.Key_Up)
    assert (widget.picker.title, widget.picker.focusWidget().text()) == ("May 2026", "29")


def test_in_arabic_the_left_arrow_goes_on(desk_in, qtbot):
    widget = day(desk_in("ar"), qtbot)
    widget.show_value(DAY)
    widget.pick()
    qtbot.keyClick(widget.picker.focusWidget(), Qt.Key.Key_Left)
    assert widget.picker.focusWidget().text() == "4"


def test_the_arrow_keys_walk_through_the_calendar(desk, qtbot):
    widget = day(desk, qtbot)
    widget.show_value(DAY)
    widget.pick()
    for key, expected in ((Qt.Key.Key_Right, 4), (Qt.Key.Key_Down, 11), (Qt.Key.Key_Left, 10), (Qt.Key.Key_Up, 3)):
        qtbot.keyClick(widget.picker.focusWidget(), key)
        assert widget.picker.focusWidget().text() == str(expected)
    qtbot.keyClick(widget.picker.focusWidget(), Qt.Key.Key_Right)
    with qtbot.waitSignal(widget.edited) as told:
        qtbot.keyClick(widget.picker.focusWidget(), Qt.Key.Key_Space)
    assert told.args == [dt.date(2026, 6, 4)]


def test_picking_what_is_there_tells_nothing(made, qtbot):
    widget, value = made
    widget.show_value(value)
    widget.pick()
    with qtbot.assertNotEmitted(widget.edited):
        next(button for button in cells(widget) if button.isChecked()).click()


def test_a_picked_value_can_be_cleared(made, qtbot):
    widget, value = made
    widget.show_value(value)
    widget.pick()
    with qtbot.waitSignal(widget.edited) as told:
        widget.picker.picked.emit(None)
    assert told.args == [None]
    assert widget.line.text() == ""


def test_without_a_value_picking_begins_today(made, qtbot, desk):
    widget, _ = made
    widget.pick()
    now = desk.program.clock()
    assert str(now.year) in widget.picker.title


def test_turning_pages_ends_where_the_calendar_ends(made):
    widget, value = made
    widget.show_value("9999-12" if isinstance(value, str) else dt.date.max)
    widget.pick()
    title = widget.picker.title
    widget.picker.turn(1)
    assert widget.picker.title == title


def test_a_calendar_of_arabic_runs_from_right_to_left(desk_in, qtbot):
    widget = day(desk_in("ar"), qtbot)
    widget.show()
    widget.show_value(DAY)
    widget.pick()
    first, second = cells(widget)[:2]
    assert first.x() > second.x()
    assert first.text() == "1"
    assert widget.picker.title == "حزيران/يونيه 2026"
