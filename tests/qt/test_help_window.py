"""The help: topics, the search over them, and the keys of the menus."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gmp_desk.qt.actions import ACTIONS
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.help_window import HelpWindow, native, plain_words, show


@pytest.fixture
def main(qtbot: QtBot, desk: Desk) -> QWidget:
    main = QWidget()
    qtbot.addWidget(main)
    main.show()
    return main


@pytest.fixture
def window(main: QWidget, desk: Desk) -> HelpWindow:
    return show(desk, "", main)


def text_of(window: HelpWindow) -> str:
    return window.text.document().toRawText()


def marked(window: HelpWindow) -> list[str]:
    return [selection.cursor.selectedText().casefold() for selection in window.text.extraSelections()]


def bold_in(window: HelpWindow) -> set[str]:
    """The words in bold below the title."""
    found, block = set(), window.text.document().begin().next()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            fragment = fragments.fragment()
            if fragment.charFormat().fontWeight() > 600:
                found.add(fragment.text())
            fragments += 1
        block = block.next()
    return found


def test_it_begins_with_the_first_steps(window: HelpWindow):
    assert window.topic == "begin"
    assert text_of(window).startswith("First steps")


def test_it_stands_beside_the_main_window_and_holds_nothing_up(window: HelpWindow):
    assert window.isVisible()
    assert not window.isModal()


@pytest.mark.parametrize(("section", "topic"), [("summary", "writing"), ("partners", "partners"), ("plan", "writing")])
def test_it_helps_with_the_page_of_the_editor_it_is_asked_about(desk: Desk, main: QWidget, section: str, topic: str):
    assert show(desk, section, main).topic == topic


def test_it_is_opened_once_and_then_shows_what_it_is_asked_about_now(desk: Desk, main: QWidget, window: HelpWindow):
    window.search.setText("zzz")
    assert show(desk, "partners", main) is window
    assert (window.topic, window.search.text()) == ("partners", "")
    assert len(main.findChildren(HelpWindow)) == 1


def test_after_it_was_closed_it_can_be_opened_again(desk: Desk, main: QWidget, window: HelpWindow):
    window.reject()
    assert not window.isVisible()
    assert show(desk, "", main).isVisible()


def test_each_topic_shows_all_its_texts(desk: Desk, window: HelpWindow):
    for row, topic in enumerate(window.help.topics):
        window.list.setCurrentRow(row)
        shown = window.text.toPlainText()
        for text in topic.texts():
            assert text.format(**{name: plain_words(word) for name, word in window.help.words.items()}) in shown


def test_words_of_the_interface_stand_in_bold_without_the_marks_of_menus(window: HelpWindow):
    assert bold_in(window) == {
        "New plan", "Guidance", "A worked example", "What is still missing", "Make a file to send", "Open a sample",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"), [("&New plan…", "New plan"), ("S&tore", "Store"), ("文件(&F)", "文件"), ("Ctrl & S", "Ctrl & S")]
)
def test_the_words_of_a_menu_are_those_one_reads(text: str, words: str):
    assert plain_words(text) == words


def test_the_keys_are_those_of_the_menus(window: HelpWindow):
    window.list.setCurrentRow([topic.shortcuts for topic in window.help.topics].index(True))
    shown = window.text.toPlainText().split("\n")
    keys = dict(pairwise(shown[shown.index("Keys") + 1 :]))
    assert {spec.text: keys.get(plain_words(spec.text)) for spec in ACTIONS if spec.keys} == {
        spec.text: native(spec.keys) for spec in ACTIONS if spec.keys
    }


def test_a_search_leaves_the_topics_that_have_all_its_words(window: HelpWindow):
    window.search.setText("BACKUP delete")
    assert set(window.topics) == {"plans", "backups"}
    assert window.topic in window.topics
    window.search.setText("")
    assert len(window.topics) == len(window.help.topics)


def test_a_search_keeps_to_the_topic_that_is_shown_where_that_has_its_words(window: HelpWindow):
    window.list.setCurrentRow(9)
    window.search.setText("backup")
    assert window.topic == "backups"


def test_a_search_finds_keys_too(window: HelpWindow):
    window.search.setText("Ctrl+Z")
    assert window.topics == ("look",)


def test_what_is_searched_for_is_marked_in_the_text(window: HelpWindow):
    window.search.setText("libra")
    assert window.topic == "backups"
    assert set(marked(window)) == {"libra"}
    assert window.text.textCursor().position() == window.text.extraSelections()[0].cursor.selectionStart()
    window.search.clear()
    assert (marked(window), window.text.textCursor().position()) == ([], 0)


def test_where_no_topic_has_the_words_it_says_so_and_stays(window: HelpWindow):
    window.search.setText("zzz")
    assert (window.topics, window.nothing.isVisible(), window.topic) == ((), True, "begin")
    window.search.setText("z")
    assert not window.nothing.isVisible()


def test_the_keyboard_leads_from_the_search_to_the_topics(qtbot: QtBot, window: HelpWindow):
    window.activateWindow()
    qtbot.keyClick(window.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.search, "library")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.focusWidget() is window.list
    qtbot.keyClick(window.list, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_it_opens_where_it_was_left(qtbot: QtBot, desk: Desk, main: QWidget, window: HelpWindow):
    window.resize(700, 555)
    window.close()
    other = QWidget()
    qtbot.addWidget(other)
    assert show(desk, "", other).size() == window.size()


def test_in_arabic_it_runs_from_right_to_left(qtbot: QtBot, desk_in: Callable[..., Desk]):
    window = HelpWindow(desk_in("ar"))
    qtbot.addWidget(window)
    window.show()
    assert window.text.document().begin().textDirection() == Qt.LayoutDirection.RightToLeft
