"""Writing rich text: what is written is read as it was, in one form."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.commonmark import DEEPEST_LIST
from gmp_desk.domain.richtext import MOST_MARKS, Block, Listing, Paragraph, RichText, Run, parse, plain
from gmp_desk.domain.richtext_writer import JOINER, allowed, normal, write
from tests.rich_texts import rich_texts
from tests.strategies import texts


def paragraph(*runs: Run | str) -> Paragraph:
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def rich(*blocks: Block | str) -> RichText:
    return RichText(tuple(paragraph(block) if isinstance(block, str) else block for block in blocks))


def bullets(*items: tuple[Block, ...] | str) -> Listing:
    return Listing(False, 1, tuple((paragraph(item),) if isinstance(item, str) else item for item in items))


def bold(text: str, **others: bool) -> Run:
    return Run(text, bold=True, **others)


class TestWhatIsWrittenIsReadAsItWas:
    @given(rich_texts())
    def test_a_rich_text_comes_back_in_its_normal_form(self, text: RichText):
        assert normal(parse(write(text))) == normal(text)

    @given(rich_texts())
    def test_without_a_joiner_it_is_read_in_its_normal_form_at_once(self, text: RichText):
        written = write(text)
        if JOINER not in written:
            assert parse(written) == normal(text)

    @given(rich_texts())
    def test_writing_twice_is_the_same(self, text: RichText):
        assert write(parse(write(text))) == write(text)

    @given(rich_texts())
    def test_the_normal_form_of_a_normal_form_is_itself(self, text: RichText):
        assert normal(normal(text)) == normal(text)

    @given(texts() | st.lists(texts(), max_size=12).map("".join))
    def test_a_text_that_is_rewritten_is_read_as_before(self, text: str):
        before = parse(text)
        assert normal(parse(write(before))) == normal(before)
        seen = [plain(rich).replace(JOINER, "").split() for rich in (normal(before), before)]
        assert seen[0] == seen[1]

    @pytest.mark.parametrize("text", ["a", "。", " a ", "(a)", "é\u00a0"])
    def test_bold_and_italic_stay_in_whatever_order_they_come(self, text: str):
        for looks in product(product((False, True), repeat=2), repeat=4):
            given_runs = rich(paragraph(*(Run(text, bold=bold, italic=italic) for bold, italic in looks)))
            assert normal(parse(write(given_runs))) == normal(given_runs), looks


class TestForm:
    @pytest.mark.parametrize(
        "text",
        [
            "one\n\ntwo",
            "a **b *c* d** e",
            "*see* [the *new* site](https://example.org/a_(b)).",
            "[x](<https://example.org/a b>)",
            "- a\n- b\n  - c\n    1. d\n    2. e\n- f\n\n  g\n\n* h",
            "3. a\n4. b\n\n1) c",
            "- * - a\n-\n- b",
            "a[^1] b[^2] c[^1]\n\n[^1]: one\n[^2]: two\n\n    more\n\n    - item",
            "a\\\nb",
            "2026. The year, snake_case and a-b",
            "**汞**。",
        ],
    )
    def test_it_writes_as_one_would(self, text: str):
        assert write(parse(text)) == text

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("1. a", "1\\. a"),
            ("- a", "\\- a"),
            ("+", "\\+"),
            ("---", "\\---"),
            ("* a_ _b", "\\* a\\_ \\_b"),
            ("[^1]: [a](b)", "\\[^1]: \\[a](b)"),
            ("a \\ b", "a \\\\ b"),
            ("-5 to 1.5", "-5 to 1.5"),
        ],
    )
    def test_literal_marks_are_escaped(self, text: str, written: str):
        assert write(rich(text)) == written
        assert parse(written) == rich(text)

    def test_spaces_and_breaks_at_the_edge_of_bold_words_are_not_bold(self):
        assert write(rich(paragraph("a", bold(" b "), "c"))) == "a **b** c"
        assert normal(rich(paragraph(bold("b"), bold("\n"), "c"))) == rich(paragraph(bold("b"), "\n", "c"))

    def test_bold_that_commonmark_would_not_see_gets_a_joiner(self):
        text = rich(paragraph(bold("中文。"), "后"))
        assert write(text) == f"**中文。{JOINER}**后"
        assert normal(parse(write(text))) == text

    def test_lists_nest_nine_levels_and_deeper_ones_become_paragraphs(self):
        deep: tuple[Block, ...] = (paragraph("deep"),)
        for _ in range(DEEPEST_LIST + 2):
            deep = (Listing(False, 1, ((paragraph("x"), *deep),)),)
        written = write(RichText(deep))
        assert written.count("- ") == DEEPEST_LIST
        assert plain(parse(written)).split() == ["x"] * (DEEPEST_LIST + 2) + ["deep"]

    def test_a_list_counts_to_999_and_stays_one_list(self):
        text = rich(Listing(True, 998, tuple((paragraph("a"),) for _ in range(4))))
        assert parse(write(text)) == text

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "www.example.org", "", "https://a.org/\n"])
    def test_what_cannot_be_an_address_is_no_link(self, link: str):
        assert not allowed(link)
        assert write(rich(paragraph(Run("a", link=link)))) == "a"

    def test_a_text_with_too_many_marks_keeps_its_words_and_does_not_grow(self):
        text = "*" * (MOST_MARKS - 10) + "\n\n**b**"
        once = write(parse(text))
        assert plain(parse(once)) == plain(parse(text))
        assert write(parse(once)) == once
