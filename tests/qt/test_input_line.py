import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.inputs.text import TextInput

TRAPS = ["", "Title", "l’or\u00a0: 5\u202f000", "زئبق", "汞", "😀😀abc", "<b>not markup</b>", "a & b"]


@pytest.fixture(params=[LineInput, TextInput])
def make(request, desk_in, qtbot):
    def made(language="en"):
        widget = request.param(desk_in(language))
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return made


def compose(widget, text):
    """Put in a text as an input method does, by which letters come that no key has."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def editor(widget):
    return widget.focusProxy()


@pytest.mark.parametrize("text", TRAPS)
def test_a_text_is_shown_and_comes_back_without_a_word_to_anybody(make, qtbot, text):
    widget = make()
    with qtbot.assertNotEmitted(widget.edited):
        widget.show_value(text)
    assert widget.value() == text


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_each_key_is_told(make, qtbot, language):
    widget = make(language)
    said = []
    widget.edited.connect(said.append)
    qtbot.keyClicks(editor(widget), "abc")
    assert said == ["a", "ab", "abc"]
    assert widget.typing


def test_a_no_break_space_stays_while_one_types(make, qtbot):
    widget = make()
    widget.show_value("5\u00a0000")
    editor(widget).setFocus()
    qtbot.keyClick(editor(widget), Qt.Key.Key_End)
    qtbot.keyClicks(editor(widget), "x")
    assert widget.value() == "5\u00a0000x"


def test_what_is_typed_is_told_as_the_model_holds_it(make, qtbot):
    widget = make()
    said = []
    widget.edited.connect(said.append)
    widget.show_value("")
    editor(widget).setFocus()
    qtbot.keyClicks(editor(widget), "e")
    compose(editor(widget), "\u0301")
    assert said[-1] == "é"


def test_a_text_that_is_read_only_cannot_be_typed_into(make, qtbot):
    widget = make()
    widget.show_value("as it was")
    widget.set_read_only(True)
    with qtbot.assertNotEmitted(widget.edited):
        qtbot.keyClicks(editor(widget), "abc")
    assert widget.value() == "as it was"
    widget.set_read_only(False)
    qtbot.keyClicks(editor(widget), "x")
    assert "x" in widget.value()


def test_it_has_the_name_it_is_given(make):
    widget = make()
    widget.set_name("Title of the plan")
    assert editor(widget).accessibleName() == "Title of the plan"


def test_undo_is_left_to_the_program(make, qtbot):
    widget = make()
    asked = []
    undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), widget)
    undo.activated.connect(lambda: asked.append("undo"))
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    qtbot.keyClicks(editor(widget), "abc")
    qtbot.keyClick(editor(widget), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["undo"]
    assert widget.value() == "abc"


def test_the_cursor_stays_where_it_is_when_another_text_is_shown(make, qtbot):
    widget = make()
    widget.show_value("abcdef")
    editor(widget).setFocus()
    qtbot.waitUntil(editor(widget).hasFocus)
    for _ in range(3):
        qtbot.keyClick(editor(widget), Qt.Key.Key_Right)
    widget.show_value("abcdefghi")
    qtbot.keyClicks(editor(widget), "X")
    assert widget.value() == "abcXdefghi"


def test_pasted_lines_become_one_line(desk, qtbot):
    widget = LineInput(desk)
    qtbot.addWidget(widget)
    said = []
    widget.edited.connect(said.append)
    QApplication.clipboard().setText("one\r\ntwo\nthree\n")
    widget.line.paste()
    assert said == ["one two three"]
    assert widget.line.text() == "one two three"


def test_an_address_is_written_from_the_left_in_arabic_too(desk_in, qtbot):
    desk = desk_in("ar")
    address, name = LineInput(desk, address=True), LineInput(desk, placeholder="e.g. a title")
    qtbot.addWidget(address)
    qtbot.addWidget(name)
    assert address.line.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert name.line.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert name.line.placeholderText() == "e.g. a title"


def test_a_box_of_text_grows_with_it_up_to_a_height(desk, qtbot):
    widget = TextInput(desk)
    qtbot.addWidget(widget)
    widget.resize(400, 100)
    widget.show()
    empty = widget.box.height()
    widget.show_value("line\n" * 8)
    longer = widget.box.height()
    widget.show_value("line\n" * 80)
    longest = widget.box.height()
    widget.show_value("")
    assert empty < longer < longest < 2.5 * longer
    assert widget.box.height() == empty


def test_tab_leaves_a_box_of_text(desk, qtbot):
    widget = TextInput(desk)
    qtbot.addWidget(widget)
    qtbot.keyClick(widget.box, Qt.Key.Key_Tab)
    assert widget.value() == ""


def test_a_line_break_within_a_paragraph_is_a_new_line(desk, qtbot):
    widget = TextInput(desk)
    qtbot.addWidget(widget)
    qtbot.keyClicks(widget.box, "a")
    qtbot.keyClick(widget.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(widget.box, "b")
    qtbot.keyClick(widget.box, Qt.Key.Key_Return)
    qtbot.keyClicks(widget.box, "c")
    assert widget.value() == "a\nb\nc"
