"""The editor of rich text: keys, lists, links, footnotes, and what it gives back."""

import gc
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.rich import RichInput
from gmp_desk.qt.rich.menu import menu_for
from gmp_desk.qt.rich.popups import LinkPopup, NotePopup, ask_link, ask_note, completed

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def rich_input(desk: Desk, qtbot: QtBot) -> RichInput:
    return shown_input(desk, qtbot)


def shown_input(desk: Desk, qtbot: QtBot) -> RichInput:
    made = RichInput(desk)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.editor.setFocus()
    return made


def at(rich_input: RichInput, paragraph: int, column: int = -1, chosen: int = 0) -> None:
    """Put the cursor into a paragraph, at its end or a column, with some characters before it chosen."""
    editor = rich_input.editor
    block = editor.document().findBlockByNumber(paragraph)
    cursor = QTextCursor(block)
    place = block.position() + (block.length() - 1 if column < 0 else column)
    cursor.setPosition(place - chosen)
    cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


class TestValue:
    @pytest.mark.parametrize("text", ["", "* a\n* b", "a  \nb", "__x__\n\n\n[^9]", "1) a", " a\u00a0: b "])
    def test_a_text_that_is_not_edited_is_returned_to_the_letter(self, rich_input: RichInput, qtbot: QtBot, text: str):
        with qtbot.assertNotEmitted(rich_input.edited):
            rich_input.show_value(text)
        assert rich_input.value() == text
        qtbot.keyClicks(rich_input.editor, "x")
        assert rich_input.value() != text
        qtbot.keyClick(rich_input.editor, Key.Key_Backspace)
        assert rich_input.value() == text

    def test_each_change_is_told_with_its_markdown(self, rich_input: RichInput, qtbot: QtBot):
        heard = []
        rich_input.edited.connect(heard.append)
        qtbot.keyClicks(rich_input.editor, "ab c")
        assert heard == ["a", "ab", "ab c"]

    def test_no_break_spaces_stay(self, rich_input: RichInput, qtbot: QtBot):
        rich_input.show_value("Quoi\u202f? 11\u00a0%")
        at(rich_input, 0)
        qtbot.keyClicks(rich_input.editor, "!")
        assert rich_input.value() == "Quoi\u202f? 11\u00a0%!"

    def test_bold_chinese_before_a_letter_stays_bold(self, rich_input: RichInput):
        rich_input.show_value("中文。后")
        at(rich_input, 0, 3, chosen=3)
        rich_input.editor.toggle_bold()
        rich_input.show_value(written := rich_input.value())
        assert written == "**中文。\u2060**后"
        assert [(run.text, run.bold) for run in rich_input.editor.current_line().runs] == [
            ("中文。", True),
            ("后", False),
        ]

    def test_when_another_text_is_shown_the_cursor_stays(self, rich_input: RichInput):
        rich_input.show_value("one\n\n😀 two three\n\nfour")
        at(rich_input, 1, 7)
        rich_input.show_value("new\n\none\n\n😀 two three\n\nfour")
        cursor = rich_input.editor.textCursor()
        assert (cursor.block().text(), cursor.positionInBlock()) == ("😀 two three", 7)
        rich_input.show_value("new\n\none\n\n😀 big two three\n\nfour")
        cursor = rich_input.editor.textCursor()
        assert (cursor.block().text(), cursor.positionInBlock()) == ("😀 big two three", 11)


class TestKeys:
    def test_a_dash_and_a_space_begin_a_list_and_an_empty_item_ends_it(self, rich_input: RichInput, qtbot: QtBot):
        qtbot.keyClicks(rich_input.editor, "- one")
        qtbot.keyClick(rich_input.editor, Key.Key_Return)
        qtbot.keyClicks(rich_input.editor, "two")
        qtbot.keyClick(rich_input.editor, Key.Key_Return)
        qtbot.keyClick(rich_input.editor, Key.Key_Return)
        qtbot.keyClicks(rich_input.editor, "text")
        assert rich_input.value() == "- one\n- two\n\ntext"

    def test_a_number_begins_a_numbered_list_and_a_year_does_not(self, rich_input: RichInput, qtbot: QtBot):
        qtbot.keyClicks(rich_input.editor, "3. a")
        qtbot.keyClick(rich_input.editor, Key.Key_Return)
        qtbot.keyClicks(rich_input.editor, "b")
        assert rich_input.value() == "3. a\n4. b"
        rich_input.show_value("")
        qtbot.keyClicks(rich_input.editor, "2026. a")
        assert rich_input.value() == "2026. a"

    def test_tab_moves_items_and_elsewhere_the_focus(self, desk: Desk, qtbot: QtBot):
        both = QWidget()
        qtbot.addWidget(both)
        first, second = RichInput(desk, both), RichInput(desk, both)
        column = QVBoxLayout(both)
        column.addWidget(first)
        column.addWidget(second)
        both.show()
        first.show_value("- a\n- b")
        first.editor.setFocus()
        at(first, 1)
        qtbot.keyClick(first.editor, Key.Key_Tab)
        assert first.value() == "- a\n  - b"
        qtbot.keyClick(first.editor, Key.Key_Backtab, Modifier.ShiftModifier)
        assert first.value() == "- a\n- b"
        first.show_value("text")
        at(first, 0)
        qtbot.keyClick(first.editor, Key.Key_Tab)
        assert both.focusWidget() is second.editor
        assert first.value() == "text"

    def test_backspace_at_the_start_of_an_item_takes_it_out(self, rich_input: RichInput, qtbot: QtBot):
        rich_input.show_value("- a\n  - b")
        at(rich_input, 1, 0)
        qtbot.keyClick(rich_input.editor, Key.Key_Backspace)
        assert rich_input.value() == "- a\n- b"
        qtbot.keyClick(rich_input.editor, Key.Key_Backspace)
        assert rich_input.value() == "- a\n\nb"
        qtbot.keyClick(rich_input.editor, Key.Key_Backspace)
        assert rich_input.value() == "- ab"

    def test_shift_and_return_break_the_line(self, rich_input: RichInput, qtbot: QtBot):
        qtbot.keyClicks(rich_input.editor, "a")
        qtbot.keyClick(rich_input.editor, Key.Key_Return, Modifier.ShiftModifier)
        qtbot.keyClicks(rich_input.editor, "b")
        assert rich_input.value() == "a\\\nb"

    def test_bold_and_italic_have_their_keys(self, rich_input: RichInput, qtbot: QtBot):
        qtbot.keyClick(rich_input.editor, Key.Key_B, Modifier.ControlModifier)
        assert rich_input.bar.bold.isChecked()
        qtbot.keyClicks(rich_input.editor, "a")
        qtbot.keyClick(rich_input.editor, Key.Key_B, Modifier.ControlModifier)
        qtbot.keyClick(rich_input.editor, Key.Key_I, Modifier.ControlModifier)
        qtbot.keyClicks(rich_input.editor, " b")
        assert rich_input.value() == "**a** *b*"

    def test_undo_redo_and_store_are_the_programs(self, desk: Desk, qtbot: QtBot):
        window = QMainWindow()
        qtbot.addWidget(window)
        heard: list[str] = []
        for name in ("Undo", "Redo", "Save"):
            action = QAction(name, window)
            action.setShortcut(QKeySequence(getattr(QKeySequence.StandardKey, name)))
            action.triggered.connect(lambda _=False, name=name: heard.append(name))
            window.addAction(action)
        rich = RichInput(desk, window)
        window.setCentralWidget(rich)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        rich.editor.setFocus()
        qtbot.keyClicks(rich.editor, "a")
        for key in (Key.Key_Z, Key.Key_Y, Key.Key_S):
            qtbot.keyClick(rich.editor, key, Modifier.ControlModifier)
        assert heard[0] == "Undo"
        assert heard[-1] == "Save"
        assert rich.value() == "a"

    def test_ten_thousand_keys_leave_the_references_to_none_alone(self, rich_input: RichInput, qtbot: QtBot):
        editor = rich_input.editor
        qtbot.keyClicks(editor, "warm")
        gc.collect()  # what other tests have left behind refers to None as well
        before = sys.getrefcount(None)
        for number in range(5_000):
            qtbot.keyClick(editor, "a" if number % 50 else Key.Key_Return)
            qtbot.keyClick(editor, Key.Key_Left if number % 7 else Key.Key_End)
            if number % 500 == 0:
                rich_input.show_value("warm")
        # An override that gave back a reference it had not taken would have cost 10,000 and more. On Python 3.12 and
        # later None counts no references.
        assert sys.getrefcount(None) > before - 3_000


class TestBursts:
    """Typing is joined to one step of undo; a command is a step of its own."""

    @pytest.mark.parametrize(
        "command",
        [
            lambda editor: editor.selectAll() or editor.toggle_bold(),
            lambda editor: editor.selectAll() or editor.toggle_italic(),
            lambda editor: editor.toggle_list(ordered=True),
            lambda editor: editor.indent(),
            lambda editor: editor.outdent(),
            lambda editor: editor.insertFromMimeData(text_to_paste("pasted")),
            lambda editor: QApplication.clipboard().setText("pasted") or editor.paste_plain(),
            lambda editor: editor.set_link("https://www.unep.org", "UNEP"),
            lambda editor: editor.set_note("a note"),
        ],
        ids=["bold", "italic", "list", "indent", "outdent", "paste", "paste plain", "link", "footnote"],
    )
    def test_a_command_ends_the_burst_before_and_after_its_edit(
        self, rich_input: RichInput, qtbot: QtBot, command: Callable[..., object]
    ):
        rich_input.show_value("- a\n- b")
        at(rich_input, 1)
        heard: list[str] = []
        rich_input.edited.connect(lambda _value: heard.append("edited"))
        rich_input.burst_ended.connect(lambda: heard.append("ended"))
        qtbot.keyClicks(rich_input.editor, "cd")
        assert heard == ["edited", "edited"]
        command(rich_input.editor)
        assert heard[2] == heard[-1] == "ended"
        assert "edited" in heard[3:-1]

    def test_what_is_dropped_ends_the_burst(self, rich_input: RichInput):
        heard: list[str] = []
        rich_input.edited.connect(lambda _value: heard.append("edited"))
        rich_input.burst_ended.connect(lambda: heard.append("ended"))
        data = text_to_paste("dropped")
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        for event in (QDragEnterEvent(QPoint(5, 5), *how), QDropEvent(QPointF(5, 5), *how)):
            QApplication.sendEvent(rich_input.editor.viewport(), event)
        assert rich_input.value() == "dropped"
        assert (heard[0], heard[-1]) == ("ended", "ended")


def text_to_paste(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


class TestLinksAndFootnotes:
    def test_a_link_is_made_changed_and_taken_away(self, desk: Desk, rich_input: RichInput):
        rich_input.show_value("see the *new* site")
        at(rich_input, 0, chosen=8)
        popup = ask_link(desk, rich_input.editor)
        popup.address.setText("www.unep.org")
        popup.accept()
        assert rich_input.value() == "see the [*new* site](https://www.unep.org)"
        at(rich_input, 0, 14)
        popup = ask_link(desk, rich_input.editor)
        assert (popup.address.text(), popup.text.text()) == ("https://www.unep.org", "new site")
        popup.remove.click()
        assert rich_input.value() == "see the *new* site"

    def test_an_address_that_leads_nowhere_is_told(self, desk: Desk, qtbot: QtBot):
        popup = LinkPopup(desk, "", "a", None)
        qtbot.addWidget(popup)
        popup.show()
        popup.address.setText("javascript:alert(1)")
        popup.accept()
        assert popup.isVisible()
        assert popup.problem.isVisible()

    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("www.unep.org/a", "https://www.unep.org/a"),
            ("ann@example.org", "mailto:ann@example.org"),
            ("http://a.org", "http://a.org"),
            ("file:///etc/passwd", ""),
            ("two words", ""),
        ],
    )
    def test_addresses_are_completed(self, typed: str, address: str):
        assert completed(typed) == address

    def test_what_is_typed_behind_a_link_is_no_part_of_it(self, rich_input: RichInput, qtbot: QtBot):
        rich_input.show_value("[a](https://a.org)")
        at(rich_input, 0)
        qtbot.keyClicks(rich_input.editor, " b")
        assert rich_input.value() == "[a](https://a.org) b"

    def test_a_footnote_is_made_changed_and_taken_away(self, desk: Desk, rich_input: RichInput, qtbot: QtBot):
        rich_input.show_value("one two[^1]\n\n[^1]: old")
        at(rich_input, 0, 3)
        popup = ask_note(desk, rich_input.editor)
        qtbot.keyClicks(popup.editor, "new 1. *")
        popup.accept()
        assert rich_input.value() == "one[^1] two[^2]\n\n[^1]: new 1. \\*\n[^2]: old"
        qtbot.keyClicks(rich_input.editor, "x")
        at(rich_input, 0, 4)
        assert ask_note(desk, rich_input.editor).editor.markdown() == "new 1. \\*"
        rich_input.editor.set_note("changed")
        assert rich_input.value() == "one[^1]x two[^2]\n\n[^1]: changed\n[^2]: old"
        rich_input.editor.set_note("")
        assert rich_input.value() == "onex two[^1]\n\n[^1]: old"

    def test_a_footnote_has_no_footnotes(self, desk: Desk, qtbot: QtBot):
        popup = NotePopup(desk, "a", None)
        qtbot.addWidget(popup)
        data = QMimeData()
        data.setData("application/x-gmp-desk-text", b"b[^1]\n\n[^1]: c")
        popup.editor.insertFromMimeData(data)
        assert popup.editor.markdown() == "ab"


class TestPaste:
    def paste(self, rich_input: RichInput, html: str) -> None:
        data = QMimeData()
        data.setHtml(html)
        rich_input.editor.insertFromMimeData(data)

    def test_it_replaces_what_is_chosen_within_its_paragraph(self, rich_input: RichInput, qtbot: QtBot):
        rich_input.show_value("😀 one two")
        at(rich_input, 0, 6, chosen=3)
        self.paste(rich_input, "<b>new</b>")
        qtbot.keyClicks(rich_input.editor, "!")
        assert rich_input.value() == "😀 **new!** two"

    def test_paragraphs_and_lists_go_where_the_cursor_is(self, rich_input: RichInput):
        rich_input.show_value("ab")
        at(rich_input, 0, 1)
        self.paste(rich_input, "<p>c</p><ul><li>d</ul><p>e</p>")
        assert rich_input.value() == "ac\n\n- d\n\neb"

    def test_in_a_list_paragraphs_become_items(self, rich_input: RichInput):
        rich_input.show_value("- a\n- b")
        at(rich_input, 0)
        self.paste(rich_input, "<p>c</p><p>d</p>")
        assert rich_input.value() == "- ac\n- d\n- b"

    def test_what_became_of_a_table_is_told_below_the_field(self, rich_input: RichInput, qtbot: QtBot):
        with qtbot.waitSignal(rich_input.editor.told):
            self.paste(rich_input, "<table><tr><td>a<td>b</table>")
        assert rich_input.told == "A table was pasted as text, a paragraph for each row."
        qtbot.keyClicks(rich_input.editor, "c")
        assert rich_input.told == ""

    def test_what_is_copied_from_the_middle_is_pasted_elsewhere(self, rich_input: RichInput):
        rich_input.show_value("- one **two** three[^1]\n\n[^1]: note")
        at(rich_input, 0, 14, chosen=10)
        copied = rich_input.editor.createMimeDataFromSelection()
        assert copied.text() == "two three\nnote"
        rich_input.show_value("x[^1]\n\n[^1]: other")
        at(rich_input, 0)
        rich_input.editor.insertFromMimeData(copied)
        assert rich_input.value() == "x[^1]**two** three[^2]\n\n[^1]: other\n[^2]: note"


class TestLooks:
    def test_it_grows_with_its_text(self, rich_input: RichInput):
        small = rich_input.editor.height()
        rich_input.show_value("\n\n".join(["paragraph"] * 15))
        assert rich_input.editor.height() > small
        assert rich_input.editor.verticalScrollBar().maximum() == 0

    def test_buttons_follow_the_cursor(self, rich_input: RichInput):
        rich_input.show_value("**a**\n\n1. b")
        at(rich_input, 0)
        assert rich_input.bar.bold.isChecked()
        assert not rich_input.bar.numbers.isChecked()
        at(rich_input, 1)
        assert not rich_input.bar.bold.isChecked()
        assert rich_input.bar.numbers.isChecked()

    def test_read_only_is_read_only(self, rich_input: RichInput, qtbot: QtBot):
        rich_input.show_value("- a")
        rich_input.set_read_only(True)
        qtbot.keyClicks(rich_input.editor, "x")
        qtbot.keyClick(rich_input.editor, Key.Key_Tab)
        qtbot.keyClick(rich_input.editor, Key.Key_B, Modifier.ControlModifier)
        assert rich_input.value() == "- a"
        assert not rich_input.bar.bold.isVisible()
        rich_input.set_read_only(False)
        qtbot.keyClicks(rich_input.editor, "x")
        assert "x" in rich_input.value()

    def test_an_empty_field_runs_as_the_window_does(self, desk_in: Callable[..., Desk], qtbot: QtBot):
        arabic = shown_input(desk_in("ar"), qtbot)
        assert arabic.editor.textCursor().block().textDirection() == Qt.LayoutDirection.RightToLeft
        qtbot.keyClicks(arabic.editor, "abc")
        assert arabic.editor.textCursor().block().textDirection() == Qt.LayoutDirection.LeftToRight

    def test_the_parts_have_names(self, rich_input: RichInput):
        rich_input.set_name("Issue summary")
        assert rich_input.editor.accessibleName() == "Issue summary"
        for button in (rich_input.bar.bold, rich_input.bar.link, rich_input.bar.note):
            assert button.accessibleName()
            assert button.toolTip()

    def test_the_menu_offers_what_can_be_done(self, desk: Desk, rich_input: RichInput):
        rich_input.show_value("[a](https://a.org) b")
        at(rich_input, 0, 1)
        texts = [action.text() for action in menu_for(desk, rich_input.editor).actions()]
        assert texts[:3] == ["Open link", "Change link…", "Remove link"]
        QApplication.clipboard().setText("x *y*\nz")
        rich_input.editor.paste_plain()
        assert rich_input.value().startswith("[a](https://a.org)x \\*y\\*")
