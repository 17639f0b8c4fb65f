"""A plan as a Word file: what a reader finds in it, and what Word needs of it."""

import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.text import is_blank, normalize
from gmp_desk.formats.blocks import Cell, Column, Document, Field, Fields, Heading, Line, Prose, Table, Text, plain_text
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.formats.word_writer import write_word
from gmp_desk.i18n import LANGUAGES, Locale
from tests import samples
from tests.strategies import plans, texts

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "resources" / "samples").glob("*.gmpplan"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROGRAM = samples.program()


def document_of(plan: Plan, language: str) -> Document:
    terms = Terms(PROGRAM.template(), PROGRAM.catalogue_in(language))
    return plan_document(plan, terms, Locale(language))


def written(document: Document, path: Path) -> Path:
    write_word(document, path, PROGRAM.word_parts)
    return path


def of_blocks(*blocks, language: str = "en") -> Document:
    return Document(language, "Title", "Subject", blocks)


def prose(markdown: str, language: str = "en") -> Prose:
    return Prose(Text(parse(markdown), language))


def part(path: Path, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def text_of(element: etree._Element) -> str:
    """Return what Word shows of an element but for its fields, with a newline after each paragraph."""
    pieces = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen", f"{W}p"):
        if node.getparent().getparent().tag == f"{W}fldSimple":  # the number of a footnote
            continue
        if node.tag == f"{W}p":
            pieces.append("\n")
        else:
            pieces.append({f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}.get(node.tag, node.text or ""))
    return "".join(pieces)


def unmarked(text: str) -> str:
    # What keeps the figures of a telephone number in order and together is no part of what its author wrote.
    return text.replace("\u200e+", "+").replace("\u2060", "").replace("\u00a0", " ")


def missing(lines: list[str], found: str) -> list[str]:
    """Return which of the lines that an author wrote are not found in a text."""
    told = unmarked(found)
    return [line for line in lines if unmarked(line.strip()) not in told]


def all_text(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()]
    return "".join(text_of(part(path, name)) for name in parts)


def lines_of(plan: Plan) -> list[str]:
    """Return every line of text that a reader of the plan should find; contacts and money are written together."""
    rich = [plan.summary, plan.planning_process, plan.other_information, plan.evaluation.method]
    rich += [plan.resources.narrative, *(objective.statement for objective in plan.objectives)]
    simple = [plan.title, plan.version_note, plan.actions_justification]
    for action in plan.actions:
        simple.append(action.title)
        rich.append(action.description)
        for effort in action.efforts:
            simple += [effort.title, *(milestone.title for milestone in effort.milestones)]
            rich += [effort.description, effort.targets]
    for opportunity in plan.opportunities:
        simple.append(opportunity.title)
        rich.append(opportunity.description)
    for indicator in plan.evaluation.indicators:
        simple += [indicator.name, indicator.unit, indicator.means_of_verification]
    for source in plan.resources.sources:
        simple += [source.name, source.note]
    for project in plan.resources.projects:
        simple.append(project.title)
        rich.append(project.details)
    for linkage in plan.linkages.inside:
        simple.append(linkage.topic)
        rich.append(linkage.description)
    for linkage in plan.linkages.outside:
        simple += [linkage.name, linkage.url]
        rich.append(linkage.description)
    for partner in plan.partners:
        simple.append(partner.name)
        rich.append(partner.contribution)
        for contact in partner.contacts:
            simple += [contact.name, contact.title, contact.email, contact.phone]
    lines = [line for text in [*simple, *(plain(parse(text)) for text in rich)] for line in text.split("\n")]
    return [line for line in lines if not is_blank(line)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_text_of_a_sample_is_in_its_document_in_every_language(sample, language, tmp_path, valid_parts):
    plan = read_plan(sample).content
    path = written(document_of(plan, language), tmp_path / "plan.docx")
    valid_parts(path)
    assert missing(lines_of(plan), all_text(path)) == []


@given(plan=plans(), language=st.sampled_from(LANGUAGES))
def test_any_plan_gives_a_valid_document_with_all_its_text(plan, language, tmp_path_factory, valid_parts):
    path = written(document_of(plan, language), tmp_path_factory.mktemp("any") / "plan.docx")
    valid_parts(path)
    assert missing(lines_of(plan), all_text(path)) == []


def test_a_field_of_five_million_ideographs_is_written_whole(tmp_path):
    text = "汞" * 5_000_000
    path = written(of_blocks(prose(text, "zh"), language="zh"), tmp_path / "t.docx")
    with zipfile.ZipFile(path) as package:
        assert package.read("word/document.xml").decode().count("汞") == len(text)
    assert "汞汞汞" in docx.Document(path).paragraphs[0].text


@given(
    text=texts().map(lambda text: normalize(text).text),
    language=st.sampled_from(LANGUAGES),
    document=st.sampled_from(LANGUAGES),
)
def test_any_text_is_written_to_the_letter(text, language, document, tmp_path_factory, valid_parts):
    rich = parse(text)
    path = written(of_blocks(Prose(Text(rich, language)), language=document), tmp_path_factory.mktemp("t") / "t.docx")
    valid_parts(path)
    found = unmarked(all_text(path))
    assert [line for line in plain(rich).split("\n") if unmarked(line) not in found] == []


def test_a_link_leads_to_its_address_and_a_strange_address_is_encoded(tmp_path):
    path = written(
        of_blocks(prose("[one](https://example.org/a?b=1&c=2) [two](<https://example.org/a b[é]>)")),
        tmp_path / "t.docx",
    )
    with zipfile.ZipFile(path) as package:
        relationships = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = [relationship.get("Target") for relationship in relationships if relationship.get("TargetMode")]
    assert targets == ["https://example.org/a?b=1&c=2", "https://example.org/a%20b%5B%C3%A9%5D"]
    assert [text_of(link) for link in part(path).iter(f"{W}hyperlink")] == ["one", "two"]


def test_a_footnote_stands_at_the_foot_of_the_page_and_its_mark_in_the_text(tmp_path, valid_parts):
    path = written(
        of_blocks(prose("Text.[^1] More.[^2]\n\n[^1]: First **note**.\n[^2]: [Second](https://example.org)")),
        tmp_path / "t.docx",
    )
    valid_parts(path)
    marks = [mark.get(f"{W}id") for mark in part(path).iter(f"{W}footnoteReference")]
    notes = {note.get(f"{W}id"): text_of(note).strip() for note in part(path, "word/footnotes.xml")}
    assert [notes[mark] for mark in marks] == ["First note.", "Second"]
    with zipfile.ZipFile(path) as package:
        assert b"https://example.org" in package.read("word/_rels/footnotes.xml.rels")


def test_a_footnote_with_several_marks_stands_there_once_and_the_later_marks_refer_to_it(tmp_path, valid_parts):
    path = written(
        of_blocks(
            prose("Other.[^o]\n\n[^o]: Other note."),
            prose("One.[^n] Two.[^n] Three.[^m]\n\n- Four.[^n]\n\n[^n]: The note.\n[^m]: Another."),
            prose("Five.[^n]\n\n[^n]: The note."),
        ),
        tmp_path / "t.docx",
    )
    valid_parts(path)
    notes = [text_of(note).strip() for note in part(path, "word/footnotes.xml")]
    assert notes[2:] == ["Other note.", "The note.", "Another.", "The note."]
    document = part(path)
    assert [mark.get(f"{W}id") for mark in document.iter(f"{W}footnoteReference")] == ["1", "2", "3", "4"]
    [bookmark] = document.iter(f"{W}bookmarkStart")
    assert [mark.get(f"{W}id") for mark in bookmark.getnext().iter(f"{W}footnoteReference")] == ["2"]
    assert bookmark.getnext().getnext().get(f"{W}id") == bookmark.get(f"{W}id")
    fields = list(document.iter(f"{W}fldSimple"))
    assert [field.get(f"{W}instr").split() for field in fields] == [
        ["NOTEREF", bookmark.get(f"{W}name"), "\\f", "\\h"]
    ] * 2
    assert ["".join(field.itertext()) for field in fields] == ["2", "2"]


def test_of_very_many_marks_of_a_footnote_the_last_are_figures(tmp_path, valid_parts):
    path = written(of_blocks(prose("a[^n] b[^m] " * 2500 + "\n\n[^n]: The note.\n[^m]: Other.")), tmp_path / "t.docx")
    valid_parts(path)
    document = part(path)
    assert len(list(document.iter(f"{W}fldSimple"))) == 50
    marks = [run for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle") is not None]
    assert "".join(text_of(mark) for mark in marks).endswith("12" * 2474)
    assert len(marks) == 5000


def test_libreoffice_opens_a_paragraph_with_thousands_of_marks_of_a_footnote(tmp_path, soffice):
    path = written(of_blocks(prose("a[^n] " * 5000 + "\n\n[^n]: The note.")), tmp_path / "t.docx")
    [text] = soffice([path], "txt:Text")
    assert text.read_text(encoding="utf-8-sig").count("a1") + text.read_text(encoding="utf-8-sig").count("a[1") == 5000


def test_a_long_footnote_with_many_marks_takes_its_length_once(tmp_path, valid_parts):
    path = written(of_blocks(prose("a[^n] " * 8000 + "\n\n[^n]: " + "note " * 2000)), tmp_path / "t.docx")
    valid_parts(path)
    with zipfile.ZipFile(path) as package:
        assert package.getinfo("word/footnotes.xml").file_size < 100_000


def test_libreoffice_shows_the_number_of_a_footnote_at_each_of_its_marks(tmp_path, soffice):
    path = written(
        of_blocks(prose("Zero.[^o] One.[^n] Two.[^n]\n\n[^n]: The note.\n[^o]: Other.")), tmp_path / "t.docx"
    )
    [text] = soffice([path], "txt:Text")
    assert "Zero.1 One.2 Two.2" in text.read_text(encoding="utf-8-sig").replace("[", "").replace("]", "")


def test_each_ordered_list_counts_from_its_own_start(tmp_path):
    path = written(of_blocks(prose("1. one\n2. two\n\ntext\n\n4. four")), tmp_path / "t.docx")
    numbers = [number.get(f"{W}val") for number in part(path).iter(f"{W}numId")]
    assert numbers[0] == numbers[1] != numbers[2]
    numbering = part(path, "word/numbering.xml")
    starts = {
        number.get(f"{W}numId"): number.find(f".//{W}startOverride").get(f"{W}val")
        for number in numbering.iter(f"{W}num")
        if number.find(f".//{W}startOverride") is not None
    }
    assert [starts[number] for number in (numbers[0], numbers[2])] == ["1", "4"]


def list_indents(width: int, levels: int, folder: Path) -> list[int]:
    """Return how far each level of a list is indented in a column with so many per cent of the page."""
    markdown = "\n".join("    " * level + "- item" for level in range(levels))
    columns = (Column("A", width), Column("B", 100 - width))
    cells = (Cell((Text(parse(markdown), "en"),)), Cell((plain_text("", "en"),)))
    path = written(of_blocks(Table("", columns, (cells,))), folder / "t.docx")
    levels_of_part = part(path, "word/numbering.xml").find(f"{W}abstractNum").iter(f"{W}ind")
    usual = [int(indent.get(f"{W}left")) for indent in levels_of_part]
    found = []
    for properties in part(path).iter(f"{W}pPr"):
        if (level := properties.find(f"{W}numPr/{W}ilvl")) is not None:
            own = properties.find(f"{W}ind")
            found.append(usual[int(level.get(f"{W}val"))] if own is None else int(own.get(f"{W}left")))
    return found


def test_a_list_takes_at_most_half_of_the_width_of_its_column(tmp_path):
    deep = list_indents(25, 9, tmp_path)
    assert len(deep) == 9
    assert deep[0] == 425
    assert deep == sorted(set(deep))
    assert deep[-1] <= 9638 * 0.25 / 2
    assert list_indents(25, 2, tmp_path) == [425, 850]
    assert list_indents(90, 9, tmp_path) == [425 * level for level in range(1, 10)]


def test_a_second_paragraph_of_an_item_stands_below_the_first_in_a_narrow_column_too(tmp_path, valid_parts):
    markdown = "\n".join("    " * level + "- item" for level in range(9)) + "\n\n" + "    " * 9 + "more"
    columns = (Column("A", 25), Column("B", 75))
    cells = (Cell((Text(parse(markdown), "en"),)), Cell((plain_text("", "en"),)))
    path = written(of_blocks(Table("", columns, (cells,))), tmp_path / "t.docx")
    valid_parts(path)
    indents = [indent.get(f"{W}left") for indent in part(path).iter(f"{W}ind")]
    assert len(indents) == 9
    assert indents[-1] == indents[-2]


def test_an_arabic_document_runs_from_right_to_left(tmp_path, valid_parts):
    sample = read_plan(ROOT / "resources" / "samples" / "fate-2026-ar.gmpplan").content
    path = written(document_of(sample, "ar"), tmp_path / "t.docx")
    valid_parts(path)
    document = part(path)
    tables = list(document.iter(f"{W}tbl"))
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in tables)
    headings = [
        p
        for p in document.iter(f"{W}p")
        if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and "Heading" in s.get(f"{W}val")
    ]
    assert headings
    assert all(heading.find(f"{W}pPr/{W}bidi") is not None for heading in headings)
    assert document.find(f".//{W}sectPr/{W}bidi") is not None


@pytest.mark.parametrize(
    ("markdown", "pieces"),
    [
        ("نص عربي مع English words وآخر", [("نص عربي مع ", True), ("English words", False), (" وآخر", True)]),
        ("English مع كلمات here", [("English ", False), ("مع كلمات", True), (" here", False)]),
        ("USD 480,000\u200f", [("USD 480,000\u200f", False)]),
        ("123", [("123", None)]),
        ("هاتف +1 202 555 0121", [("هاتف ", True), ("\u200e+1\u00a0202\u00a0555\u00a00121", False)]),
        ("هاتف \u200e+1 202 555", [("هاتف ", True), ("\u200e+1\u00a0202\u00a0555", False)]),
        ("2026-2027", [("2026-2027", True)]),
        ("60 على الأقل (2027)", [("60 على الأقل ", True), ("\u200e(2027)", False)]),
        ("نص (1.5) و(3/4)", [("نص ", True), ("\u200e(1.5)", False), (" و", True), ("\u200e(3/4)", False)]),
        ("نص (2026-2027)", [("نص (2026-2027)", True)]),
        ("نص (2026–2027)", [("نص (2026–2027)", True)]),
    ],
)
def test_runs_are_split_where_the_direction_changes(markdown, pieces, tmp_path):
    path = written(of_blocks(prose(markdown, "ar"), language="ar"), tmp_path / "t.docx")
    runs = [(text_of(run), run.find(f"{W}rPr/{W}rtl") is not None) for run in part(path).iter(f"{W}r")]
    assert [
        (text, rtl if expected is not None else None) for (text, rtl), (_, expected) in zip(runs, pieces, strict=True)
    ] == pieces


@pytest.mark.parametrize(
    ("markdown", "mark"),
    [
        ("Call +7 495 123-45-60 now.", ""),
        ("مدير, +7 495 123-45-60", "\u200e"),
        ("A **مدير**: +7 495 123-45-60", "\u200e"),
    ],
)
def test_a_telephone_number_stays_on_one_line_and_in_order(markdown, mark, tmp_path, valid_parts):
    path = written(of_blocks(prose(markdown)), tmp_path / "t.docx")
    valid_parts(path)
    assert f"{mark}+7\u00a0495\u00a0123-45-60" in text_of(part(path))
    assert ("\u200e" in text_of(part(path))) is bool(mark)
    assert len(list(part(path).iter(f"{W}noBreakHyphen"))) == 2


def test_text_in_another_language_than_the_document_says_which(tmp_path):
    path = written(
        of_blocks(prose("Bonjour", "fr"), prose("汞", "zh"), prose("زئبق", "ar"), prose("Hello", "en")),
        tmp_path / "t.docx",
    )
    tags = [
        dict(run.find(f"{W}rPr/{W}lang").attrib) if run.find(f"{W}rPr/{W}lang") is not None else {}
        for run in part(path).iter(f"{W}r")
    ]
    assert tags == [{f"{W}val": "fr-FR"}, {f"{W}eastAsia": "zh-CN"}, {f"{W}bidi": "ar-SA"}, {}]


@pytest.mark.parametrize(("language", "mark"), [("en", "(%2)"), ("zh", "(%2)"), ("fr", "%2)"), ("ru", "%2)")])
def test_subparagraphs_are_marked_as_the_language_has_it(language, mark, tmp_path):
    path = written(of_blocks(prose("1. a\n   1. b"), language=language), tmp_path / "t.docx")
    texts = [text.get(f"{W}val") for text in part(path, "word/numbering.xml").iter(f"{W}lvlText")]
    assert mark in texts


@pytest.mark.parametrize(
    ("language", "foot"),
    [("ar", "الصفحة 1 من 1"), ("en", "Page 1 of 1"), ("fr", "Page 1 sur 1"), ("zh", "第 1 页，共 1 页")],
)
def test_the_foot_of_a_page_says_which_of_how_many_it_is(language, foot, tmp_path, valid_parts):
    path = written(document_of(samples.plan(), language), tmp_path / "t.docx")
    valid_parts(path)
    footer = part(path, "word/footer1.xml")
    assert "".join(footer.itertext()).strip() == foot
    assert [field.get(f"{W}instr").strip() for field in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert (footer.find(f".//{W}bidi") is not None) is (language == "ar")


def test_there_is_space_between_the_lines_of_the_title_and_the_text(tmp_path):
    path = written(
        of_blocks(Line("note", plain_text("Draft", "en")), prose("First."), prose("Second.")), tmp_path / "t.docx"
    )
    styles = [style.get(f"{W}val") for style in part(path).iter(f"{W}pStyle")]
    assert styles == ["Note", "AfterTitles"]
    [style] = [
        style for style in part(path, "word/styles.xml").iter(f"{W}style") if style.get(f"{W}styleId") == "AfterTitles"
    ]
    assert int(style.find(f".//{W}spacing").get(f"{W}before")) > 200


def test_one_address_is_one_relationship_however_often_it_is_linked(tmp_path, valid_parts):
    path = written(
        of_blocks(prose("[a](https://example.org/1) " * 1000 + "[b](https://example.org/2)")), tmp_path / "t.docx"
    )
    valid_parts(path)
    with zipfile.ZipFile(path) as package:
        assert package.read("word/_rels/document.xml.rels").count(b"TargetMode") == 2


def test_the_same_document_gives_the_same_file(tmp_path):
    document = document_of(read_plan(SAMPLES[0]).content, "en")
    assert written(document, tmp_path / "a.docx").read_bytes() == written(document, tmp_path / "b.docx").read_bytes()


def test_tables_repeat_their_header_and_do_not_split_rows_that_are_low(tmp_path):
    plan = read_plan(SAMPLES[0]).content
    path = written(document_of(plan, "en"), tmp_path / "t.docx")
    document = part(path)
    assert all(whole_rows(document))
    tables = [block for block in document_of(plan, "en").blocks if isinstance(block, Table)]
    assert len(list(document.iter(f"{W}tblHeader"))) == len(tables)


def whole_rows(document: etree._Element) -> list[bool]:
    """Return of each row whether it has to stay on one page."""
    return [row.find(f"{W}trPr/{W}cantSplit") is not None for row in document.iter(f"{W}tr")]


def table_of(*cells: str, language: str = "en") -> Table:
    """Return a table of one row with texts in Markdown, its columns as wide as each other."""
    columns = tuple(Column("A", 1) for _ in cells)
    return Table("", columns, (tuple(Cell((Text(parse(text), language),)) for text in cells),))


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        (("word " * 40, "", ""), True),
        (("word " * 400, "", ""), False),
        (("", "", "word " * 400), False),
        (("word " * 600,), False),
        (("word " * 150,), True),
        (("汞" * 350,), True),
        (("汞" * 3000,), False),
        (("- item\n" * 10,), True),
        (("- item\n" * 40,), False),
        (("Line\\\n" * 40 + "end",), False),
        (("Text.[^n]\n\n[^n]: A note.",), True),
        (("Text.[^n]\n\n[^n]: " + "note " * 600,), False),
        (("A[^n]\n\n[^n]: " + "note " * 150,) * 2, True),
        (("A[^n]\n\n[^n]: " + "note " * 150,) * 4, False),
        (("a" * 5_000_000,), False),
    ],
)
def test_a_row_may_be_split_unless_it_is_low_with_its_footnotes(cells, whole, tmp_path):
    path = written(of_blocks(table_of(*cells)), tmp_path / "t.docx")
    assert whole_rows(part(path)) == [True, whole]


def test_a_high_field_may_be_split(tmp_path):
    texts_ = ("Low", "word " * 600)
    fields = tuple(Field("Label", "", Cell((plain_text(text, "en"),))) for text in texts_)
    path = written(of_blocks(Fields("", fields)), tmp_path / "t.docx")
    assert whole_rows(part(path)) == [True, False]


def with_long_text(field: str, words: int) -> Plan:
    """Return a sample plan in which a field in a table has so many words: w0, w1, w2 …"""
    plan = read_plan(ROOT / "resources" / "samples" / "asgm-2026-en.gmpplan").content
    text = " ".join(f"w{n}" for n in range(words))
    if field == "statement":
        objectives = list(plan.objectives)
        objectives[1] = objectives[1].model_copy(update={"statement": text})
        return plan.model_copy(update={"objectives": tuple(objectives)})
    if field == "contribution":
        partners = list(plan.partners)
        partners[2] = partners[2].model_copy(update={"contribution": text})
        return plan.model_copy(update={"partners": tuple(partners)})
    first, *others = plan.resources.projects
    projects = (first.model_copy(update={"details": text}), *others)
    return plan.model_copy(update={"resources": plan.resources.model_copy(update={"projects": projects})})


def test_libreoffice_shows_every_word_of_a_row_that_is_nearly_a_page_high_or_higher(tmp_path, soffice):
    lengths = {"statement": (650, 700), "contribution": (400, 600), "details": (600, 1000, 1500, 2000)}
    tried = [(field, words) for field, all_ in lengths.items() for words in all_]
    files = [
        written(document_of(with_long_text(field, words), "en"), tmp_path / f"{field}{words}.docx")
        for field, words in tried
    ]
    lost = {}
    for (field, words), file in zip(tried, soffice(files, "pdf"), strict=True):
        found = set(pages_of(file).split())
        lost[field, words] = [f"w{n}" for n in range(words) if f"w{n}" not in found]
    assert {text: words for text, words in lost.items() if words} == {}


def pages_of(file: Path) -> str:
    """Return the text of a PDF file, with a form feed after each page."""
    return subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_heading_is_kept_with_the_table_below_also_under_another_heading(language, tmp_path, valid_parts):
    sample = read_plan(SAMPLES[0]).content
    path = written(document_of(sample, language), tmp_path / "t.docx")
    valid_parts(path)
    below_headings = 0
    for table in part(path).iter(f"{W}tbl"):
        kept = table.getprevious()
        style = kept.getprevious().find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val").startswith("Heading"):
            below_headings += 1
            assert kept.find(f"{W}pPr/{W}keepNext") is not None
            assert kept.find(f"{W}r") is None
        else:
            assert kept.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "AfterTable"
    assert below_headings > 10


def test_a_table_right_above_a_heading_has_no_small_paragraph_behind_it(tmp_path, valid_parts):
    table, line = table_of("Row"), prose("line")
    heading = Heading(2, "A.", plain_text("Heading", "en"))
    path = written(of_blocks(table, heading, table, table, line, table), tmp_path / "t.docx")
    valid_parts(path)
    styles = [node.find(f"{W}pPr/{W}pStyle") for node in part(path)[0] if node.tag == f"{W}p"]
    told = [style.get(f"{W}val") if style is not None else "" for style in styles]
    #          heading     kept with it  between the tables  before the line  the line  at the end
    assert told == ["Heading2", "AfterTable", "AfterTable", "AfterTable", "", "AfterTable"]


def test_libreoffice_leaves_no_field_alone_with_its_heading_at_the_foot_of_a_page(tmp_path, soffice):
    heading = Heading(3, "1.", plain_text("Heading", "en"))
    fields = Fields("", tuple(Field(f"Label{n}", "", Cell((plain_text("value", "en"),))) for n in range(4)))
    files = []
    for lines in range(25, 37):
        files.append(written(of_blocks(*[prose("line")] * lines, heading, fields), tmp_path / f"{lines}.docx"))
    told = [pages_of(file).split("\f") for file in soffice(files, "pdf")]
    for pages in told:
        [page] = [page for page in pages if "Heading" in page]
        assert "Label0" in page
        assert "Label1" in page
    assert any("Heading" in pages[0] and "Label3" in pages[1] for pages in told)


def test_libreoffice_leaves_no_heading_alone_at_the_foot_of_a_page(tmp_path, soffice):
    headings = [Heading(2, "A.", plain_text("Alone", "en")), Heading(3, "1.", plain_text("Below", "en"))]
    table = Table("", (Column("Header", 1),), ((Cell((plain_text("Row", "en"),)),),))
    files = []
    for lines in range(25, 37):
        blocks = (*[prose("line")] * lines, *headings, table)
        files.append(written(of_blocks(*blocks), tmp_path / f"{lines}.docx"))
    for file in soffice(files, "pdf"):
        [page] = [page for page in pages_of(file).split("\f") if "Alone" in page]
        assert "Below" in page
        assert "Row" in page


def widths(columns: list[Column], rows: list[list[str]], folder: Path) -> list[int]:
    """Return the twips of the columns of a table."""
    cells = tuple(tuple(Cell((plain_text(text, "ru"),)) for text in row) for row in rows)
    path = written(of_blocks(Table("", tuple(columns), cells), language="ru"), folder / "t.docx")
    return [int(column.get(f"{W}w")) for column in part(path).iter(f"{W}gridCol")]


def test_a_column_is_as_wide_as_the_longest_word_in_it(tmp_path):
    columns = [Column("Вид", 13), Column("Статус", 13), Column("Мероприятия", 5), Column("Сумма", 69)]
    found = widths(columns, [["Взнос", "Предполагается", "–", "1"]], tmp_path)
    assert 9630 <= sum(found) <= 9638
    assert found[1] >= 14 * 86 + 170
    assert found[2] >= 11 * 92 + 170
    assert found[3] > found[1] > found[0]


def test_columns_keep_their_shares_where_words_are_short_or_longer_than_any_word(tmp_path):
    columns = [Column("A", 20), Column("B", 30), Column("C", 50)]
    for text in ("汞" * 100, "https://example.org/" + "a" * 100, "a b " * 100, ""):
        assert widths(columns, [[text, "", ""]], tmp_path) == [1927, 2891, 4820]


def test_where_there_is_no_room_for_all_words_columns_are_as_wide_as_they_are_long(tmp_path):
    found = widths([Column("a" * 20, 1)] * 6 + [Column("a" * 10, 70)], [], tmp_path)
    assert 9630 <= sum(found) <= 9638
    assert max(found[:6]) - min(found[:6]) < 9
    assert found[6] * 1.5 < found[0]


def test_the_properties_name_the_plan_and_no_person(tmp_path):
    plan = read_plan(SAMPLES[0]).content
    path = written(document_of(plan, "en"), tmp_path / "t.docx")
    with zipfile.ZipFile(path) as package:
        core = package.read("docProps/core.xml").decode()
    assert plan.title in core
    assert "creator" not in core.lower()
    assert "python-docx" not in core


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_document_of_a_small_plan_is_as_agreed(language, tmp_path, golden):
    plan = read_plan(ROOT / "tests" / "data" / "small.gmpplan").content
    path = written(document_of(plan, language), tmp_path / "t.docx")
    with zipfile.ZipFile(path) as package:
        for name in ("word/document.xml", "word/footnotes.xml"):
            golden(f"small-{language}.docx/{Path(name).name}", package.read(name))


def test_libreoffice_opens_all_samples_and_keeps_their_text(tmp_path, soffice):
    plans_ = [read_plan(sample).content for sample in SAMPLES]
    files = [written(document_of(plan, plan.language), tmp_path / f"{n}.docx") for n, plan in enumerate(plans_)]
    for plan, again in zip(plans_, soffice(files, "docx"), strict=True):
        found = all_text(again)
        assert missing(lines_of(plan), found) == []
