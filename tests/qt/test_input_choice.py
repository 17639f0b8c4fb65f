import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gmp_desk.qt.inputs.choice import ChoiceInput
from gmp_desk.qt.inputs.choices import ChoicesInput


def turn_wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.fixture
def category(desk, qtbot):
    widget = ChoiceInput(desk, "category")
    qtbot.addWidget(widget)
    widget.show_value("government")
    return widget


@pytest.mark.parametrize(("language", "label"), [("en", "Industry or business"), ("ar", None), ("zh", None)])
def test_a_choice_is_shown_by_its_label(desk_in, qtbot, language, label):
    desk = desk_in(language)
    widget = ChoiceInput(desk, "category")
    qtbot.addWidget(widget)
    with qtbot.assertNotEmitted(widget.edited):
        widget.show_value("industry")
    assert widget.combo.currentText() == (label or desk.terms.choice("category", "industry"))
    assert widget.value() == "industry"


def test_a_choice_is_made_by_keys(category, qtbot):
    said = []
    category.edited.connect(said.append)
    qtbot.keyClick(category.combo, Qt.Key.Key_Down)
    qtbot.keyClick(category.combo, Qt.Key.Key_End)
    assert said == ["reio", "other"]


def test_choosing_again_what_is_chosen_tells_nothing(category, qtbot):
    with qtbot.assertNotEmitted(category.edited):
        category.combo.activated.emit(0)


def test_the_wheel_changes_only_what_has_the_focus(category, qtbot):
    category.show()
    category.combo.clearFocus()
    with qtbot.assertNotEmitted(category.edited):
        turn_wheel(category.combo)
    category.combo.setFocus()
    qtbot.waitUntil(category.combo.hasFocus)
    with qtbot.waitSignal(category.edited):
        turn_wheel(category.combo)


def test_a_choice_that_is_read_only_can_be_copied_but_not_changed(category, qtbot):
    category.set_read_only(True)
    category.show()
    category.combo.setFocus()
    with qtbot.assertNotEmitted(category.edited):
        qtbot.keyClick(category.combo, Qt.Key.Key_Down)
        turn_wheel(category.combo)
        category.combo.showPopup()
    assert not category.combo.view().isVisible()
    qtbot.keyClick(category.combo, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Government"


def test_what_a_choice_means_in_full_is_its_tool_tip(desk, qtbot):
    widget = ChoiceInput(desk, "effort_kind")
    qtbot.addWidget(widget)
    widget.show_value("bilateral")
    widget.set_name("Kind")
    assert widget.combo.toolTip() == widget.combo.accessibleDescription() == "By two partners"
    assert widget.combo.accessibleName() == "Kind"


@pytest.fixture
def priorities(desk, qtbot):
    widget = ChoicesInput(desk, "priority")
    qtbot.addWidget(widget)
    return widget


def test_any_of_the_choices_are_shown(priorities, qtbot):
    with qtbot.assertNotEmitted(priorities.edited):
        priorities.show_value(("d", "a"))
    assert [name for name, box in priorities.boxes.items() if box.isChecked()] == ["a", "d"]
    assert priorities.value() == ("d", "a")


def test_choices_are_told_in_the_order_of_the_template(priorities, qtbot):
    said = []
    priorities.edited.connect(said.append)
    priorities.show_value(("d",))
    qtbot.keyClick(priorities.boxes["a"], Qt.Key.Key_Space)
    qtbot.keyClick(priorities.boxes["d"], Qt.Key.Key_Space)
    assert said == [("a", "d"), ("a",)]


def test_choices_that_are_read_only_stay(priorities, qtbot):
    priorities.show_value(("b",))
    priorities.set_read_only(True)
    with qtbot.assertNotEmitted(priorities.edited):
        qtbot.keyClick(priorities.boxes["b"], Qt.Key.Key_Space)
    assert priorities.boxes["b"].isChecked()


def test_each_choice_has_a_name_and_its_full_text(priorities):
    priorities.set_name("Priorities")
    box = priorities.boxes["e"]
    assert box.accessibleName() == "Priorities: (e) Storage"
    assert box.toolTip() == box.accessibleDescription()
    assert box.toolTip().startswith("Find environmentally sound storage")


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("width", [200, 400, 900])
def test_choices_find_room_in_any_width(desk_in, qtbot, language, width):
    widget = ChoicesInput(desk_in(language), "priority")
    qtbot.addWidget(widget)
    widget.show()
    widget.resize(width, widget.heightForWidth(width))
    qtbot.waitUntil(lambda: widget.width() == width)
    places = [box.geometry() for box in widget.boxes.values()]
    assert all(widget.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for a in places for b in places if a != b)
    first, second = places[:2]
    if first.top() == second.top():
        assert (first.left() > second.left()) == (language == "ar")
