"""The comparison on the screen."""

import pytest
from PySide6.QtWidgets import QLabel

from gmp_desk.app.comparing import Difference, Side, Span, Where, differences, marked
from gmp_desk.domain.edits import Move, Remove, SetValue
from gmp_desk.qt.comparison_view import ComparisonView, DifferenceCard, ValueChange
from gmp_desk.qt.marked_text import Column, Columns, MarkedText, read_out
from tests.app.desks import small_plan
from tests.qt.opened import show
from tests.strategies import new_id


def words_in(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def a_text(count):
    where = Where("summary", "summary", field="Issue summary")
    return [
        Difference("set", where, *marked(f"Old {number}", f"New {number}"), written=True) for number in range(count)
    ]


@pytest.fixture
def view(desk, qtbot):
    view = ComparisonView(desk)
    qtbot.addWidget(show(view))
    return view


def test_each_difference_has_a_card_under_its_section(desk, view):
    before = small_plan()
    after = SetValue("planning_process", "Yearly").apply(Move(f"objectives/{new_id(2)}", 0).apply(before))
    after = Remove(f"partners/{new_id(3)}").apply(after)
    view.show_differences(differences(before, after, desk.terms, desk.locale), "Version 1", "Version 2")
    assert [card.difference.kind for card in view.cards] == ["move", "set", "remove"]
    headings = [label.text() for label in view.findChildren(QLabel) if label.property("look") == "lead"]
    assert headings == ["II. Objectives of the partnership area", "VIII. Business planning process", "X. Partners"]


def test_two_equal_copies_are_said_to_be_the_same(view):
    view.show_differences((), "Version 1", "Version 2")
    assert "The two are the same." in words_in(view)
    assert view.cards == ()


def test_marks_differ_in_colour_and_in_the_line(desk, qtbot):
    removed = MarkedText(desk, Side("old word", (Span(0, 3),)), "removed")
    added = MarkedText(desk, Side("new word", (Span(0, 3),)), "added")
    for label, colour, line in ((removed, "error", "line-through"), (added, "success", "underline")):
        qtbot.addWidget(label)
        assert f"color: {desk.theme.colour(colour).name()}" in label.text()
        assert f"text-decoration: {line}" in label.text()


def test_what_people_wrote_is_never_taken_for_html(desk, qtbot):
    text = "<b>bold</b> & <img src='file:///etc/passwd'/>"
    label = MarkedText(desk, Side(text, (Span(0, 5), Span(9, 12))), "added")
    qtbot.addWidget(label)
    assert "<b>" not in label.text()
    assert "<img" not in label.text()


def test_each_paragraph_runs_in_the_direction_of_its_own_letters(desk, qtbot):
    label = MarkedText(desk, Side("Mercury\nالزئبق"), "plain")
    qtbot.addWidget(label)
    assert label.text().count('dir="ltr"') == label.text().count('dir="rtl"') == 1


def test_short_values_stand_on_one_line_with_an_arrow(desk, qtbot):
    where = Where("", "period", field="Period")
    card = DifferenceCard(desk, Difference("set", where, Side("2026"), Side("2027"), written=False), ("1", "2"))
    qtbot.addWidget(card)
    assert words_in(card.findChild(ValueChange)) == ["2026", "→", "2027"]


def test_the_arrow_points_along_the_line_of_writing(desk_in, qtbot):
    where = Where("", "period", field="Period")
    card = DifferenceCard(desk_in("ar"), Difference("set", where, Side("2026"), Side(""), written=False), ("1", "2"))
    qtbot.addWidget(card)
    assert words_in(card.findChild(ValueChange)) == ["2026", "←", "–"]


def test_columns_stand_below_each_other_where_there_is_no_room(desk, qtbot):
    columns = Columns(desk, (Column("Before", Side("a"), "removed"), Column("Now", Side("b"), "added")))
    qtbot.addWidget(show(columns))
    columns.resize(1000, 100)
    assert columns.are_beside
    columns.resize(120, 100)
    assert not columns.are_beside


def test_a_reader_of_the_screen_is_told_what_was_taken_out_and_put_in(desk, view):
    view.show_differences(a_text(1), "Version 1", "Version 2")
    [card] = view.cards
    assert card.accessibleName() == "Issue summary, Changed"
    assert card.accessibleDescription() == "Taken out: Old. Put in: New"
    assert read_out(desk, Side("same"), Side("same")) == ""


def test_cards_are_reached_with_the_keyboard(view, qtbot):
    view.show_differences(a_text(3), "Version 1", "Version 2")
    view.cards[0].setFocus()
    view.focusNextChild()
    assert view.focusWidget() is view.cards[1]


def test_of_very_many_differences_the_rest_is_shown_on_request(view, qtbot):
    view.show_differences(a_text(130), "Version 1", "Version 2")
    assert len(view.cards) == 40
    more = view.more_button
    assert more.text() == "Show 90 more differences"
    more.click()
    qtbot.waitUntil(lambda: len(view.cards) == 130)
    assert view.more_button is None
