"""Rich text in a document: what is shown is read back, and only what differs is touched."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from gmp_desk.domain.commonmark import DEEPEST_LIST
from gmp_desk.domain.richtext import RichText, parse, plain
from gmp_desk.domain.richtext_writer import normal, write
from gmp_desk.qt.rich.document import RichDocument, from_utf16, utf16
from gmp_desk.qt.rich.lines import indented, lines_of, listed, outdented, pasted, rich_of
from tests.rich_texts import kept_rich_texts, rich_texts

Show = Callable[..., RichDocument]


@pytest.fixture
def shown(qapp: QApplication) -> Show:
    kept = []

    def make(rich: RichText) -> RichDocument:
        document = QTextDocument()
        kept.append(document)
        made = RichDocument(document, QPalette(), document)
        made.show_rich(rich)
        return made

    return make


several = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestLines:
    @given(rich_texts())
    def test_the_lines_of_a_rich_text_are_that_text(self, rich: RichText):
        assert normal(rich_of(lines_of(normal(rich)))) == normal(rich)


class TestDocument:
    @given(kept_rich_texts())
    @several
    def test_what_is_shown_is_read_back(self, shown: Show, rich: RichText):
        assert normal(shown(rich).rich()) == rich

    @given(kept_rich_texts(), kept_rich_texts())
    @several
    def test_one_text_takes_the_place_of_another(self, shown: Show, one: RichText, other: RichText):
        document = shown(one)
        document.show_rich(other)
        assert normal(document.rich()) == other

    def test_paragraphs_that_stay_are_not_touched(self, shown: Show):
        document = shown(parse("one\n\ntwo\n\n- three\n- four\n\nfive"))
        of_qt, touched = document.parent(), []
        of_qt.contentsChange.connect(lambda position, _removed, added: touched.append((position, position + added)))
        document.show_rich(parse("one\n\ntwo more\n\n- three\n- four\n\nfive"))
        assert touched == [(len("one\ntwo"), len("one\ntwo more"))]

    def test_only_the_paragraphs_of_an_edit_are_read_again(self, shown: Show):
        document = shown(parse("\n\n".join(f"paragraph {n}" for n in range(50))))
        before = document.lines()
        cursor = QTextCursor(document.parent().findBlockByNumber(7))
        cursor.insertText("x")
        assert sum(one is other for one, other in zip(before, document.lines(), strict=True)) == 49

    def test_a_list_that_goes_on_after_text_counts_on(self, shown: Show):
        document = shown(parse("1. a\n2. b\n3. c"))
        document.show_lines(
            [replace(line, level=0, list=0) if n == 1 else line for n, line in enumerate(document.lines())]
        )
        assert write(document.rich()) == "1. a\n\nb\n\n2. c"

    def test_each_paragraph_runs_in_the_direction_of_its_letters(self, shown: Show):
        document = shown(parse("«نص» abc\n\n2026\n\nEnglish نص\n\n汞"))
        right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        blocks = [document.parent().findBlockByNumber(place) for place in range(4)]
        assert [block.textDirection() for block in blocks] == [right, right, left, left]

    def test_footnotes_are_numbered_by_their_marks(self, shown: Show):
        document = shown(parse("a[^x] b[^y]\n\nc[^x]\n\n[^x]: one\n[^y]: two"))
        text = document.parent().toRawText()
        marks = [place for place, character in enumerate(text) if character == "\ufffc"]
        assert [document.note_number(mark) for mark in marks] == [1, 2, 1]

    @given(st.text("a😀汞é\u00a0"), st.integers(0, 20))
    def test_positions_of_qt_are_counted_in_its_units(self, text: str, place: int):
        place = min(place, len(text))
        assert utf16(text) == len(text.encode("utf-16-le")) // 2
        assert from_utf16(text, utf16(text[:place])) == place


class TestLists:
    def test_an_item_goes_deeper_with_what_is_in_it_and_comes_back(self):
        lines = lines_of(parse("- a\n- b\n  - c\n- d"))
        deeper = indented(lines, 1, 1)
        assert write(rich_of(deeper)) == "- a\n  - b\n    - c\n- d"
        assert write(rich_of(outdented(deeper, 1, 1))) == "- a\n- b\n  - c\n- d"

    def test_the_first_item_goes_no_deeper(self):
        lines = lines_of(parse("- a\n- b"))
        assert indented(lines, 0, 0) == lines

    def test_paragraphs_become_one_list_and_text_again(self):
        lines = lines_of(parse("a\n\nb\n\nc"))
        numbered = listed(lines, 0, 1, ordered=True)
        assert write(rich_of(numbered)) == "1. a\n2. b\n\nc"
        assert write(rich_of(listed(numbered, 2, 2, ordered=True))) == "1. a\n2. b\n3. c"
        assert write(rich_of(listed(numbered, 0, 1, ordered=True))) == "a\n\nb\n\nc"

    def test_a_list_changes_its_kind_as_a_whole(self):
        lines = lines_of(parse("- a\n- b\n  - c"))
        assert write(rich_of(listed(lines, 1, 1, ordered=True))) == "1. a\n2. b\n   - c"

    @given(
        kept_rich_texts(),
        st.lists(st.tuples(st.sampled_from(["in", "out", "-", "1"]), st.integers(0), st.integers(0)), max_size=8),
    )
    def test_no_change_of_lists_loses_text(self, rich: RichText, steps: list[tuple[str, int, int]]):
        lines = lines_of(rich)
        for step, one, other in steps:
            first, last = sorted((one % len(lines), other % len(lines)))
            if step in ("in", "out"):
                lines = (indented if step == "in" else outdented)(lines, first, last)
            else:
                lines = listed(lines, first, last, ordered=step == "1")
        assert max(line.level for line in lines) <= DEEPEST_LIST
        assert plain(rich_of(lines)).split() == plain(rich).split()

    @given(kept_rich_texts(), kept_rich_texts(), st.integers(0), st.integers(0))
    def test_pasting_keeps_all_text_in_its_order(self, rich: RichText, other: RichText, place: int, column: int):
        lines, new = lines_of(rich), lines_of(other)
        place %= len(lines)
        column %= len(lines[place].text) + 1
        made, _, _ = pasted(lines, place, column, new)
        before, after = lines[place].text[:column], lines[place].text[column:]
        expected = [line.text for line in lines[:place]] + [before] + [line.text for line in new] + [after]
        expected += [line.text for line in lines[place + 1 :]]
        assert "".join(line.text for line in made) == "".join(expected)
