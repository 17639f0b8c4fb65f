"""Rich text in a cell: nothing is lost but what a cell cannot show, which is bold and italics."""

from collections.abc import Iterator

import pytest
from hypothesis import given

from gmp_desk.domain.richtext import Block, Listing, Run, parse
from gmp_desk.formats.excel_rich import readable
from gmp_desk.i18n import Locale
from tests.strategies import texts


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("One\n\ntwo  \nthree", "One\ntwo\nthree"),
        ("See [the site](https://example.org/a).", "See the site (https://example.org/a)."),
        ("See [the **bold** site](https://example.org/a).", "See the bold site (https://example.org/a)."),
        ("[https://example.org/a](https://example.org/a)", "https://example.org/a"),
        ("[desk@example.org](mailto:desk@example.org)", "desk@example.org"),
        ("[the desk](mailto:desk@example.org)", "the desk (mailto:desk@example.org)"),
        ("[a](https://example.org/a)[b](https://example.org/b)", "a (https://example.org/a)b (https://example.org/b)"),
        ("- one\n- two", "• one\n• two"),
        ("7. seven\n8. eight", "7. seven\n8. eight"),
        ("1. one\n   - inner\n     1. deeper\n2. two", "1. one\n   • inner\n      (i) deeper\n2. two"),
        ("- one\n\n  goes on  \n  and on\n- two", "• one\n   goes on\n   and on\n• two"),
        ("- - a", "•\n   • a"),
        ("Said.[^b] Again.[^a]\n\n[^a]: Last.\n[^b]: First.", "Said.[1] Again.[2]\n[1] First.\n[2] Last."),
        ("Said.[^a]\n\n[^a]: One.\n\n    - two", "Said.[1]\n[1] One.\n   • two"),
        ("Said.[^a]\n\n[^a]: [A site](https://example.org)", "Said.[1]\n[1] A site (https://example.org)"),
    ],
)
def test_links_lists_and_notes_keep_their_marks(typed, shown):
    assert readable(parse(typed), Locale("en")) == shown


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("ar", ["1.", "(أ)", "'1'", "1.", "2."]),
        ("en", ["1.", "(a)", "(i)", "1.", "2."]),
        ("fr", ["1.", "a)", "i)", "1.", "2."]),
    ],
)
def test_levels_of_numbered_lists_have_the_marks_of_the_language(language, marks):
    shown = readable(parse("1. a\n   1. b\n      1. c\n         1. d\n2. e"), Locale(language))
    assert [line.split()[0] for line in shown.splitlines()] == marks


def runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                yield from runs(item)
        else:
            yield from block.runs


@given(texts())
def test_every_text_is_shown_in_order_and_every_address_somewhere(text):
    rich = parse(text)
    shown = readable(rich, Locale("en"))
    found = [run for blocks in (rich.blocks, *rich.notes) for run in runs(blocks)]
    position = 0
    for run in found:
        for line in run.text.split("\n"):
            position = shown.index(line, position)
    assert [run.link for run in found if run.link.removeprefix("mailto:") not in shown] == []
