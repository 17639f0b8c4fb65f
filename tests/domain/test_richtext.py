"""Rich text: what is understood, what stays literal, and that nothing typed vanishes."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from string import punctuation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.commonmark import DEEPEST_LIST
from gmp_desk.domain.richtext import MOST_MARKS, Block, Listing, Paragraph, RichText, Run, parse, plain


def paragraph(*runs: Run | str) -> Paragraph:
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def bullets(*items: tuple[Block, ...] | str) -> Listing:
    return Listing(False, 1, tuple((paragraph(item),) if isinstance(item, str) else item for item in items))


def only_text(text: str) -> bool:
    """Whether the text is read to the letter, as one paragraph without any look."""
    return parse(text).blocks == (paragraph(text),)


class TestParagraphs:
    def test_an_empty_line_parts_paragraphs(self):
        assert parse("one\n\ntwo\n \n\nthree").blocks == (paragraph("one"), paragraph("two"), paragraph("three"))

    def test_bold_and_italic_are_told_apart_and_combined(self):
        assert parse("a **b *c*** _d_").blocks == (
            paragraph("a ", Run("b ", bold=True), Run("c", bold=True, italic=True), " ", Run("d", italic=True)),
        )

    def test_bold_works_before_a_chinese_full_stop(self):
        assert parse("**汞废物**。").blocks == (paragraph(Run("汞废物", bold=True), "。"),)

    def test_a_soft_line_break_is_a_space(self):
        assert parse("one\n  two").blocks == (paragraph("one two"),)

    @pytest.mark.parametrize("typed", ["one\\\ntwo", "one  \ntwo", "one     \n   two"])
    def test_a_hard_line_break_is_a_run(self, typed: str):
        assert parse(typed).blocks == (paragraph("one", "\n", "two"),)

    def test_two_hard_line_breaks_in_a_row_are_two(self):
        assert parse("one\\\n\\\ntwo").blocks == (paragraph("one", "\n", "\n", "two"),)

    def test_no_break_spaces_inside_a_text_stay(self):
        assert only_text("Quoi\u202f? 11\u00a0%")

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\n \n", "\u3000\n"])
    def test_a_blank_text_has_no_blocks(self, text: str):
        assert parse(text) == RichText(())


class TestLists:
    def test_bullets_nest_with_indentation(self):
        assert parse("- a\n- b\n  - c\n- d").blocks == (bullets("a", (paragraph("b"), bullets("c")), "d"),)

    def test_an_ordered_list_keeps_its_first_number(self):
        item = (paragraph("a"),), (paragraph("b"),)
        assert parse("3. a\n4. b").blocks == (Listing(True, 3, item),)

    def test_an_item_may_have_several_paragraphs(self):
        assert parse("- a\n\n  b\n- c").blocks == (bullets((paragraph("a"), paragraph("b")), "c"),)

    def test_an_empty_item_stays_an_item(self):
        assert parse("- a\n-\n- b").blocks == (bullets("a", (), "b"),)

    def test_another_bullet_begins_another_list(self):
        assert parse("- a\n* b").blocks == (bullets("a"), bullets("b"))

    def test_a_list_may_follow_a_paragraph_at_once(self):
        assert parse("a\n- b").blocks == (paragraph("a"), bullets("b"))

    def test_a_sentence_that_begins_a_line_with_a_year_begins_no_list(self):
        assert parse("measured in\n2013. Then").blocks == (paragraph("measured in 2013. Then"),)

    def test_lists_nest_as_deep_as_in_word_and_deeper_marks_are_literal(self):
        blocks = parse("- " * (DEEPEST_LIST + 2) + "deep").blocks
        for _ in range(DEEPEST_LIST):
            assert isinstance(blocks[0], Listing)
            blocks = blocks[0].items[0]
        assert blocks == (paragraph("- - deep"),)


class TestLinks:
    def test_a_link_has_its_address(self):
        assert parse("see [the *plan*](https://example.org/a)!").blocks == (
            paragraph(
                "see ",
                Run("the ", link="https://example.org/a"),
                Run("plan", italic=True, link="https://example.org/a"),
                "!",
            ),
        )

    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            (
                "https://example.org/Côte_d’Ivoire?q=汞&amp;r=%20#é",
                "https://example.org/Côte_d’Ivoire?q=汞&amp;r=%20#é",
            ),
            ("https://example.org/Mercury_(element)", "https://example.org/Mercury_(element)"),
            ("https://example.org/a_(b_(c))d", "https://example.org/a_(b_(c))d"),
            ("https://example.org/a\\)\\*", "https://example.org/a)*"),
            ("<https://example.org/a b>", "https://example.org/a b"),
            (" HTTP://EXAMPLE.ORG\n", "HTTP://EXAMPLE.ORG"),
            ("mailto:metals@un.org", "mailto:metals@un.org"),
        ],
    )
    def test_an_address_is_kept_as_it_was_typed(self, typed: str, address: str):
        assert parse(f"[x]({typed})").blocks == (paragraph(Run("x", link=address)),)

    @pytest.mark.parametrize(
        "typed",
        [
            "[x](javascript:alert(1))",
            "[x](data:text/html,x)",
            "[x](file:///etc/passwd)",
            "[x](//example.org)",
            "[x](www.example.org)",
            "[x](#anchor)",
            "[x]()",
            "[x](<>)",
            "[x](https://)",
            '[x](https://example.org "title")',
            "[x](https://example.org/(a)",
            "[x] (https://example.org)",
            "[](https://example.org)",
            "[ \u200b](https://example.org)",
            "[x][y]",
            "[x]: https://example.org",
        ],
    )
    def test_what_is_no_link_with_an_allowed_address_stays_as_it_was_typed(self, typed: str):
        assert plain(parse(typed)) == typed

    def test_a_link_inside_a_link_is_the_link(self):
        assert parse("[a [b](https://b.org) c](https://a.org)").blocks == (
            paragraph("[a ", Run("b", link="https://b.org"), " c](https://a.org)"),
        )


class TestFootnotes:
    def test_footnotes_are_numbered_in_the_order_of_their_marks(self):
        rich = parse("a[^z] b[^1] c[^z]\n\n[^1]: one\n[^z]: two *kinds*")
        assert rich.blocks == (paragraph("a", Run("", note=1), " b", Run("", note=2), " c", Run("", note=1)),)
        assert rich.notes == ((paragraph("two ", Run("kinds", italic=True)),), (paragraph("one"),))

    def test_a_footnote_may_have_paragraphs_and_lists(self):
        rich = parse("a[^1]\n\n[^1]: one\n\n    two\n\n    - three\n\nafter")
        assert rich.notes == ((paragraph("one"), paragraph("two"), bullets("three")),)
        assert rich.blocks == (paragraph("a", Run("", note=1)), paragraph("after"))

    def test_marks_side_by_side_stay_apart(self):
        assert parse("a[^1][^1]\n\n[^1]: n").blocks == (paragraph("a", Run("", note=1), Run("", note=1)),)

    def test_a_mark_keeps_the_look_around_it(self):
        assert parse("**a[^1]**\n\n[^1]: n").blocks == (paragraph(Run("a", bold=True), Run("", bold=True, note=1)),)

    def test_a_definition_may_be_empty(self):
        assert parse("a[^1]\n\n[^1]:").notes == ((),)

    @pytest.mark.parametrize("text", ["a[^1]", "a^[inline]", "a\\[^1]", "a[^]", "a[^1 2]"])
    def test_a_mark_without_a_definition_is_literal(self, text: str):
        assert plain(parse(text)) == text.replace("\\", "")

    def test_a_definition_without_a_mark_is_shown_at_the_end_as_it_was_typed(self):
        assert parse("[^1]: one *two*\n\ntext").blocks == (
            paragraph("text"),
            paragraph("[^1]: one ", Run("two", italic=True)),
        )
        assert plain(parse("[^1]:\n\n    - one\n\ntext")) == "text\n[^1]: \none"

    def test_of_two_definitions_the_second_is_shown_as_it_was_typed(self):
        rich = parse("a[^1]\n\n[^1]: one\n[^1]: two")
        assert rich == RichText((paragraph("a", Run("", note=1)), paragraph("[^1]: two")), ((paragraph("one"),),))

    def test_a_mark_inside_a_footnote_is_literal(self):
        assert parse("a[^1]\n\n[^1]: see [^1]").notes == ((paragraph("see [^1]"),),)

    def test_a_definition_inside_a_list_is_literal(self):
        assert plain(parse("- a[^1]\n\n  [^1]: one")) == "a[^1]\n[^1]: one"

    def test_a_definition_after_a_list_belongs_to_the_field(self):
        assert parse("- a[^1]\n[^1]: one").notes == ((paragraph("one"),),)


class TestLiteralText:
    @pytest.mark.parametrize(
        "text",
        [
            "# heading",
            "> quotation",
            "`code` and ``more``",
            "<b>bold</b> <https://example.org> <!-- comment -->",
            "&amp; &copy; &#65;",
            "~~struck~~",
            "| a | b |",
            "https://example.org/a_b_c",
            "* * *",
            "- - -",
            "___",
            "snake_case_name, 2 * 3 * 4 and ** **",
            "-5 to 1.5",
            "a\\b \\",
        ],
    )
    def test_everything_else_stays_as_it_was_typed(self, text: str):
        assert only_text(text)

    @pytest.mark.parametrize("line", ["---", "===", "***", "- - -"])
    def test_an_underlined_line_is_no_heading(self, line: str):
        assert Counter(plain(parse(f"title\n{line}\ntext")).split()) == Counter(f"title {line} text".split())

    @pytest.mark.parametrize("fence", ["```", "~~~"])
    def test_fenced_and_indented_code_are_paragraphs(self, fence: str):
        assert parse(f"{fence}\na\n{fence}\n\n    b").blocks == (paragraph(f"{fence} a {fence}"), paragraph("b"))

    def test_a_picture_is_a_link_after_an_exclamation_mark(self):
        assert parse("![x](https://example.org)").blocks == (paragraph("!", Run("x", link="https://example.org")),)

    @pytest.mark.parametrize("character", punctuation)
    def test_a_backslash_makes_each_mark_literal(self, character: str):
        assert parse(f"\\{character}a\\{character} b").blocks == (paragraph(f"{character}a{character} b"),)

    def test_plain_text_has_footnotes_last_and_no_marks_bullets_or_addresses(self):
        text = "# a[^1] **b**\n\n3. [c](https://example.org)\\\nd\n   - e\n\n[^1]: f\n\ng"
        assert plain(parse(text)) == "# a b\nc\nd\ne\ng\nf"


# Letters that occur in no address, label or entity below, so that each of them is text a reader must see.
letters = st.text("αβγδ汞铅ЖЩ", min_size=1, max_size=3)
marks = st.sampled_from(
    [
        *"*_[]()\\!`<>#|~^:&+-=\"'.1 \n\t",
        *(
            "**",
            "***",
            "__",
            "\n\n",
            "  \n",
            "\\\n",
            "\n- ",
            "\n  - ",
            "\n    - ",
            "\n1. ",
            "\n10) ",
            "\n* * *\n",
            "\n---\n",
        ),
        *(
            "[^1]",
            "[^2]",
            "\n[^1]: ",
            "\n\n[^1]:",
            "\n[^2]: ",
            "^[",
            "[1]: ",
            "\n    ",
            "> ",
            "\n```\n",
            "](",
            "![",
            "\u3000",
            "\u00a0",
        ),
        *(
            "](https://x.org)",
            "](<https://x.org/ y>)",
            "](javascript:x)",
            "](https://x.org '",
            "(https://x.org/(",
            "&amp;",
        ),
    ]
)
texts = st.lists(letters | marks, max_size=40).map("".join)


def seen(text: str) -> Counter[str]:
    return Counter(character for character in text if character in "αβγδ汞铅ЖЩ")


def paragraphs(blocks: tuple[Block, ...], depth: int = 0) -> Iterator[tuple[Paragraph, int]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block, depth
        else:
            for item in block.items:
                yield from paragraphs(item, depth + 1)


class TestEveryText:
    @given(texts)
    def test_nothing_typed_vanishes_or_is_doubled(self, text: str):
        assert seen(plain(parse(text))) == seen(text)

    @given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="[0123456789")))
    def test_no_letter_or_sign_of_any_script_vanishes(self, text: str):
        assert Counter(filter(str.isalnum, plain(parse(text)))) == Counter(filter(str.isalnum, text))

    @given(texts)
    def test_it_is_read_into_runs_that_differ_paragraphs_that_are_not_empty_and_notes_that_exist(self, text: str):
        rich = parse(text)
        for blocks in (rich.blocks, *rich.notes):
            for block, depth in paragraphs(blocks):
                assert block.runs
                assert depth <= DEEPEST_LIST
                assert all(run.note in range(1, len(rich.notes) + 1) if run.note else run.text for run in block.runs)
                assert all("\n" not in run.text or run.text == "\n" for run in block.runs)
                looks = [(run.bold, run.italic, run.link) for run in block.runs if not run.note and run.text != "\n"]
                if len(looks) == len(block.runs):
                    assert all(one != other for one, other in pairwise(looks))

    @given(st.text(f"aé汞 {punctuation}", min_size=1).map(str.strip).filter(bool))
    def test_escaped_text_comes_back_as_it_was(self, text: str):
        escaped = "".join(f"\\{character}" if character in punctuation else character for character in text)
        assert only_text_of(escaped) == text


def only_text_of(typed: str) -> str:
    (block,) = parse(typed).blocks
    assert isinstance(block, Paragraph)
    (run,) = block.runs
    assert run == Run(run.text)
    return run.text


def of_length(piece: str, length: int = 5_000_000) -> str:
    return piece * (length // len(piece))


class TestMonsters:
    @pytest.mark.parametrize(
        "text",
        [
            of_length("The partners reduce emissions, measure them and report every year, "),
            of_length("汞"),
            of_length("*"),
            of_length("**a "),
            of_length("["),
            of_length("- "),
            of_length("1. ") + "x",
            of_length(">"),
            of_length("> "),
            of_length("\\"),
            of_length("[^1]"),
            of_length("-"),
            of_length("a-"),
            of_length("#!&<`"),
            of_length("a\n"),
            of_length("- a\n"),
        ],
        ids=lambda text: repr(text[:8]),
    )
    def test_five_megabytes_of_anything_stay(self, text: str):
        shown = plain(parse(text))
        assert len("".join(shown.split())) >= len("".join(text.split())) - 2 * DEEPEST_LIST

    def test_five_megabytes_of_ordinary_prose_keep_their_bold(self):
        sentence = "reduce emissions, measure them and report to the area's co-leads every year, " * 10
        rich = parse(of_length(f"The **partners** {sentence}and so on.\n\n"))
        assert len(rich.blocks) > 5_000
        assert Run("partners", bold=True) in rich.blocks[0].runs

    @pytest.mark.parametrize("levels", [10, 100, 1_500])
    def test_lists_nested_absurdly_deep_keep_every_item(self, levels: int):
        text = "".join(f"{'  ' * level}- item{level}\n" for level in range(levels))
        shown = plain(parse(text)).split()
        assert [word for word in shown if word != "-"] == [f"item{level}" for level in range(levels)]

    @pytest.mark.parametrize("piece", ["*a ", "a* ", "*_", "[a", "[^a", "[a](", "- [ ", "[^x]: a\n"])
    def test_as_many_marks_as_are_understood_leave_their_text(self, piece: str):
        times = MOST_MARKS // 3
        assert plain(parse(piece * times)).count("a") == piece.count("a") * times

    def test_a_text_with_more_marks_is_literal(self):
        assert parse("**a**\n" * MOST_MARKS).blocks[:2] == (paragraph("**a**"), paragraph("**a**"))


def test_a_line_that_begins_with_a_year_is_no_list():
    assert plain(parse("2026. The year began\n2027. It ended")) == "2026. The year began 2027. It ended"
    assert parse("999. x").blocks == (Listing(True, 999, ((Paragraph((Run("x"),)),),)),)
