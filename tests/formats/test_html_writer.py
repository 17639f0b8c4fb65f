"""A plan as HTML: what a reader finds in it, and what a browser and Qt need of it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import Paragraph, RichText, Run, parse, plain
from gmp_desk.domain.text import normalize
from gmp_desk.formats.blocks import Cell, Column, Document, Fields, Heading, Line, Prose, Table, Text, plain_text
from gmp_desk.formats.html_style import PRINT
from gmp_desk.formats.html_writer import printable, section_to_html, to_html
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Locale
from tests import samples
from tests.formats.test_word_writer import lines_of, missing, unmarked
from tests.strategies import plans, texts

PROGRAM = samples.program()
SMALL = read_plan(Path(__file__).resolve().parents[1] / "data" / "small.gmpplan").content


def terms_in(language: str) -> Terms:
    return Terms(PROGRAM.template(), PROGRAM.catalogue_in(language))


def document_of(plan: Plan, language: str) -> Document:
    return plan_document(plan, terms_in(language), Locale(language))


def of_blocks(*blocks, language: str = "en") -> Document:
    return Document(language, "Title", "Subject", blocks)


def prose(markdown: str, language: str = "en") -> Prose:
    return Prose(Text(parse(markdown), language))


def tree(html: str) -> etree._Element:
    return etree.fromstring(html.encode())


def read(document: Document) -> etree._Element:
    return tree(to_html(document))


def text_of(element: etree._Element) -> str:
    """Return what a browser shows of an element but for the numbers of footnotes, with a newline after each block."""
    pieces = []

    def walk(node: etree._Element) -> None:
        if node.tag in ("style", "title") or node.get("role") in ("doc-noteref", "doc-backlink"):
            pass
        elif node.tag == "br":
            pieces.append("\n")
        else:
            pieces.append(node.text or "")
            for child in node:
                walk(child)
            if node.tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4"):
                pieces.append("\n")
        pieces.append(node.tail or "")

    walk(element)
    return "".join(pieces)


def words_of(html: str) -> str:
    return unmarked(text_of(tree(html)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_every_text_of_a_sample_is_in_its_page_in_every_language(sample, language):
    plan = samples.plan(sample)
    assert missing(lines_of(plan), words_of(to_html(document_of(plan, language)))) == []


@given(plan=plans(), language=st.sampled_from(LANGUAGES))
def test_any_plan_gives_well_formed_markup_with_all_its_text(plan, language):
    html = to_html(document_of(plan, language))
    assert missing(lines_of(plan), words_of(html)) == []
    ids = [element.get("id") for element in tree(html).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = [link.get("href")[1:] for link in tree(html).iter("a") if link.get("href").startswith("#")]
    assert set(inner) <= set(ids)


@given(
    text=texts().map(lambda text: normalize(text).text),
    language=st.sampled_from(LANGUAGES),
    document=st.sampled_from(LANGUAGES),
)
def test_any_text_is_written_to_the_letter(text, language, document):
    rich = parse(text)
    found = words_of(to_html(of_blocks(Prose(Text(rich, language)), language=document)))
    assert missing(plain(rich).split("\n"), found) == []


@given(plan=plans())
def test_the_sections_together_are_the_whole(plan):
    document = document_of(plan, "en")
    whole = words_of(to_html(document))
    numbers = []
    for section in PROGRAM.template().sections:
        page = section_to_html(document, section.id)
        for note in tree(page).iter("a"):
            if note.get("role") == "doc-backlink":
                numbers.append(int(note.text))
        body = text_of(tree(page).find("body/main"))
        assert missing(body.split("\n"), whole) == []
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_section_that_is_not_there_gives_no_page():
    assert section_to_html(document_of(SMALL, "en"), "nowhere") == ""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_a_small_plan_is_as_agreed(language, golden):
    golden(f"small-{language}.html", to_html(document_of(SMALL, language)))


def test_what_looks_like_markup_stays_text():
    evil = '</style><script>alert(1)</script> & "quoted" <b>'
    cell = Cell((plain_text(evil, "en"),))
    document = Document(
        "en",
        evil,
        evil,
        (
            Line("title", plain_text(evil, "en")),
            Heading(1, evil, plain_text(evil, "en"), 'summary" onclick="x'),
            Table(evil, (Column(evil, 1),), ((cell,),)),
            Fields(evil, ()),
        ),
    )
    page = read(document)
    assert {element.tag for element in page.iter()} == {
        *("html", "head", "meta", "title", "style", "body", "main", "div", "h1", "h2"),
        *("table", "thead", "tbody", "tr", "th", "td", "p"),
    }
    assert not any(name.startswith("on") for element in page.iter() for name in element.attrib)
    assert text_of(page).count(evil) == 5


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("HTTP://example.org/a b[é]", "HTTP://example.org/a%20b%5B%C3%A9%5D"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//example.org", None),
        ("data:text/html,x", None),
    ],
)
def test_only_links_to_the_web_and_to_mail_are_links(address, leads_to):
    rich = RichText((Paragraph((Run("words", link=address),)),), ())
    page = read(of_blocks(Prose(Text(rich, "en"))))
    assert [link.get("href") for link in page.iter("a")] == ([leads_to] if leads_to else [])
    assert "words" in text_of(page)


def test_a_footnote_stands_at_the_end_with_links_both_ways():
    page = read(of_blocks(prose("One.[^a] Two.[^b] Again.[^a]\n\n[^a]: First.\n[^b]: Second."), prose("End.")))
    marks = [mark for mark in page.iter("a") if mark.get("role") == "doc-noteref"]
    assert [(mark.text, mark.get("href"), mark.get("id")) for mark in marks] == [
        ("1", "#note-1", "mark-1"),
        ("2", "#note-2", "mark-2"),
        ("1", "#note-1", None),
    ]
    *_, notes = page.find("body/main")
    assert notes.get("role") == "doc-endnotes"
    assert [text_of(note).strip() for note in notes] == ["First.", "Second."]
    assert [(back.get("id"), back.get("href")) for back in notes.iter("a")] == [
        ("note-1", "#mark-1"),
        ("note-2", "#mark-2"),
    ]


def test_headings_and_tables_say_what_they_are():
    page = read(document_of(samples.plan(), "en"))
    assert [heading.get("class") for heading in page.iter("h1")] == ["title"]
    assert [heading.get("id") for heading in page.iter("h2")] == [s.id for s in PROGRAM.template().sections]
    for table in page.iter("table"):
        assert {header.get("scope") for header in table.iter("th")} == (
            {"col"} if "list" in table.get("class").split() else {"row"}
        )
    assert page.get("lang") == "en"
    assert page.findtext("head/title") == samples.plan().title


def test_a_plan_without_a_title_has_a_first_heading_all_the_same():
    [heading] = read(document_of(SMALL.model_copy(update={"title": " "}), "en")).iter("h1")
    assert text_of(heading).strip() == "Business plan"


def test_an_arabic_document_runs_from_right_to_left_and_other_text_in_it_says_so():
    page = read(of_blocks(prose("زئبق", "ar"), prose("Mercury", "en"), prose("- زئبق\n- Mercury", "ar"), language="ar"))
    assert page.get("dir") == page.find("body").get("dir") == "rtl"
    assert [(p.get("lang"), p.get("dir")) for p in page.find("body/main").findall("p")] == [
        (None, None),
        ("en", "ltr"),
    ]
    assert [item.get("dir") for item in page.iter("li")] == [None, "ltr"]


def test_a_telephone_number_keeps_its_order_in_arabic_text():
    page = read(of_blocks(prose("هاتف +1 202 555 0121", "ar"), language="ar"))
    assert "هاتف \u200e+1\u00a0202\u00a0555\u00a00121" in text_of(page)


@pytest.mark.parametrize(
    ("markdown", "mark"),
    [("Head +1 202 555", ""), ("Head (مدير), +1 202 555", "\u200e"), ("A **م**, \u200e+1 202 555", "\u200e")],
)
def test_a_telephone_number_behind_arabic_words_keeps_its_order_in_other_text(markdown, mark):
    told = text_of(read(of_blocks(prose(markdown))))
    assert f"{mark}+1\u00a0202\u00a0555" in told
    assert told.count("\u200e") == len(mark)


@pytest.mark.parametrize(
    ("written", "kept"), [("+1 (202) 555-0104", "+1\u00a0(202)\u00a0555-\u20600104"), ("+ 1 2", "+ 1 2")]
)
def test_a_telephone_number_is_kept_together(written, kept):
    assert f"Call {kept} now." in text_of(read(of_blocks(prose(f"Call {written} now."))))


@pytest.mark.parametrize(("columns", "kind"), [(3, "list"), (12, "list dense")])
def test_a_table_has_smaller_letters_where_its_words_would_be_broken(columns, kind):
    row = (Cell((plain_text("international", "en"),)),) * columns
    [table] = read(of_blocks(Table("", (Column("", 1),) * columns, (row,)))).iter("table")
    assert table.get("class") == kind


def test_columns_are_turned_for_qt_only_and_in_arabic_only():
    def first_header(language: str, **look: object) -> str:
        table = Table("", (Column("first", 1), Column("second", 2)), ())
        return next(tree(to_html(of_blocks(table, language=language), **look)).iter("th")).text

    assert first_header("ar") == first_header("en", look=PRINT) == "first"
    assert first_header("ar", look=PRINT) == "second"


def test_the_widths_of_columns_fill_the_table():
    for table in read(document_of(samples.plan(), "fr")).iter("table"):
        first_row = next(table.iter("tr"))
        assert sum(int(cell.get("width").removesuffix("%")) for cell in first_row) == 100


@pytest.mark.parametrize(
    ("language", "marks"),
    [("en", ["(a) ", "(b) "]), ("fr", ["a) ", "b) "]), ("ar", ["(أ) ", "(ب) "])],
)
def test_subparagraphs_are_marked_as_the_language_has_it(language, marks):
    page = read(of_blocks(prose("1. a\n   1. b\n   2. c\n\ntext\n\n4. d"), language=language))
    assert [item.get("data-mark") for item in page.iter("li") if item.get("data-mark")] == marks
    assert [ordered.get("start") for ordered in page.iter("ol")] == [None, None, "4"]


def test_arabic_marks_are_words_of_the_text_for_qt_only():
    document = of_blocks(prose("1. a\n   1. b\n      1. c", "ar"), language="ar")
    assert [p.text for p in tree(to_html(document, PRINT)).iter("p")] == ["a", "(أ)\u00a0b", "c"]
    assert [p.text for p in tree(to_html(document)).iter("p")] == ["a", "b", "c"]


def test_a_page_needs_no_other_file():
    html = to_html(document_of(samples.plan(), "en"))
    assert not re.search(r"<(link|script|img|iframe)|url\(|@import", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_to_a_printer_has_a_title_of_one_line_and_the_words_for_pages(language):
    made = printable(document_of(SMALL.model_copy(update={"title": "Two\nlines"}), language))
    assert made.title == "Two lines"
    assert made.footer.format(page=3, pages=7)
    assert {"3", "7"} <= set(re.findall("[0-9]+", made.footer.format(page=3, pages=7)))
    assert made.rtl is (language == "ar")
