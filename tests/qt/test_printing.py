"""Plans on pages: what is in a PDF file, and how it is parted into pages."""

import re
import subprocess
import threading
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPdfWriter, QTextBlock, QTextCursor, QTextDocument, QTextListFormat
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.formats.blocks import Cell, Column, Document, Heading, Prose, Table, Text, plain_text
from gmp_desk.formats.html_style import INDENT
from gmp_desk.formats.html_writer import Printable, printable
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Locale
from gmp_desk.qt import printing
from gmp_desk.qt.pages import Page, parted
from tests import samples

pytestmark = pytest.mark.usefixtures("qapp")
PROGRAM = samples.program()
HEIGHT = 11000  # dots of a page in tests of the layout, about as many as are used of A4


def terms_in(language: str) -> Terms:
    return Terms(PROGRAM.template(), PROGRAM.catalogue_in(language))


def document_of(plan: Plan, language: str) -> Document:
    return plan_document(plan, terms_in(language), Locale(language))


def of_blocks(*blocks, language: str = "en", title: str = "Title") -> Printable:
    return printable(Document(language, title, "", blocks, footer="Page {page} of {pages}"))


def asked(*command: object) -> str:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout


def pages_of(path: Path) -> list[str]:
    """Return the text of each page, without its line breaks, ligatures and direction marks."""
    text = unicodedata.normalize("NFKC", asked("pdftotext", path, "-"))
    return [re.sub("[\u200e\u200f\u202a-\u202e]", "", page) for page in text.split("\f")[:-1]]


def packed(text: str) -> str:
    # A font may have one shape for a radical and the character that is like it; the file names the first.
    return "".join(unicodedata.normalize("NFKC", text).split()).translate({0x2EC5: "见", 0x2ED4: "门"})


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[[Printable], Path]:
    def write(document: Printable) -> Path:
        printing.write_pdf(document, tmp_path / "plan.pdf")
        return tmp_path / "plan.pdf"

    return write


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "ar"])
@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_every_heading_is_there_and_none_ends_a_page(sample: Path, language: str, pdf: Callable):
    document = document_of(samples.plan(sample), language)
    pages = pages_of(pdf(printable(document)))
    whole = packed("".join(pages))
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    if samples.plan(sample).language == "ar":  # whose letters come out of a PDF file as they look
        headings = [heading for heading in headings if heading.level == 1]
    told = [packed(heading.mark + plain(heading.text.rich)) for heading in headings]
    assert [heading for heading in told if heading not in whole] == []
    for page in pages:
        last = packed(page)[: -len(packed(page.strip().splitlines()[-1]))]
        assert [heading for heading in told if last.endswith(heading)] == []


@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_a_pdf_file_has_its_title_its_fonts_and_a4_pages(sample: Path, pdf: Callable):
    plan = samples.plan(sample)
    path = pdf(printable(document_of(plan, plan.language)))
    told = asked("pdfinfo", path)
    assert " ".join(plan.title.split()) in told
    assert re.search("Page size: .*(A4)", told)
    fonts = [line.split() for line in asked("pdffonts", path).splitlines()[2:]]
    assert {font[-5] for font in fonts} == {"yes"}  # embedded


def test_each_page_has_the_title_at_its_head_and_its_number_at_its_foot(pdf: Callable):
    words = Prose(Text(parse("\n\n".join(["Mercury is used in many small mines."] * 200)), "en"))
    pages = pages_of(pdf(of_blocks(words, title="A plan")))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        lines = page.strip().splitlines()
        assert (lines[0], lines[-1]) == ("A plan", f"Page {number} of {len(pages)}")


def test_a_title_of_any_length_stands_on_one_line(pdf: Callable):
    [page] = pages_of(pdf(of_blocks(title="Mercury " * 100)))
    title, footer = filter(None, page.splitlines())
    assert title.startswith("Mercury Mercury")
    assert footer == "Page 1 of 1"


def test_a_heading_that_fills_more_than_a_page_is_written_all_the_same(pdf: Callable):
    heading = Heading(1, "I.", plain_text("Mercury " * 2000, "en"), "summary")
    pages = pages_of(pdf(of_blocks(heading, Prose(plain_text("End.", "en")))))
    assert len(pages) > 2
    assert "End." in pages[-1]


def test_an_empty_document_is_one_page(pdf: Callable):
    assert len(pages_of(pdf(of_blocks()))) == 1


def test_what_looks_like_a_place_for_the_number_stays_text(pdf: Callable):
    [page] = pages_of(pdf(of_blocks(Prose(plain_text("{page} <b>{pages}</b>", "en")), title="{page}")))
    assert page.strip().splitlines()[0] == "{page}"
    assert "{page} <b>{pages}</b>" in page


def test_pdf_files_are_written_in_several_threads_at_once(tmp_path: Path):
    document = printable(document_of(samples.plan(), "en"))
    paths = [tmp_path / f"{number}.pdf" for number in range(4)]
    threads = [threading.Thread(target=printing.write_pdf, args=(document, path)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({len(pages_of(path)) for path in paths}) == 1


def test_progress_goes_up_and_what_it_raises_ends_it(tmp_path: Path):
    document = printable(document_of(samples.plan(), "en"))
    told: list[float] = []
    printing.write_pdf(document, tmp_path / "plan.pdf", told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)

    def stop(done: float) -> None:
        if done > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        printing.write_pdf(document, tmp_path / "other.pdf", stop)
    assert not (tmp_path / "other.pdf").exists()


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        printing.write_pdf(of_blocks(), tmp_path / "nowhere" / "plan.pdf")


def test_a_printer_gets_the_same_pages(qapp: QApplication, tmp_path: Path):
    document = printable(document_of(samples.plan(), "en"))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(printing.page_layout())
    printing.print_on(printer, document)
    printing.write_pdf(document, tmp_path / "plan.pdf")
    assert pages_of(tmp_path / "printed.pdf") == pages_of(tmp_path / "plan.pdf")


def laid_out(document: Printable) -> tuple[QTextDocument, list[Page]]:
    """Return a document laid out for a PDF file, and its pages of the height of A4 with its margins."""
    writer = QPdfWriter(QBuffer())
    writer.setResolution(1200)
    writer.setPageLayout(printing.page_layout())
    text = printing.text_document(document, writer)
    return text, parted(text, writer.width(), HEIGHT)


def blocks_of(text: QTextDocument) -> Iterator[tuple[QTextBlock, list[tuple[float, float]]]]:
    """Yield the blocks with the tops and bottoms of their lines."""
    block = text.begin()
    while block.isValid():
        top, layout = text.documentLayout().blockBoundingRect(block).top(), block.layout()
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        yield block, [(top + line.y(), top + line.y() + line.height()) for line in lines]
        block = block.next()


def page_of(pages: list[Page], line: tuple[float, float]) -> int:
    """Return the only page that a line is on."""
    [number] = [n for n, page in enumerate(pages) if page.content[0] <= line[0] and line[1] <= page.content[1]]
    return number


EVERY_SAMPLE = pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@IN_EVERY_LANGUAGE
@EVERY_SAMPLE
def test_headings_stand_with_their_text_and_low_rows_are_whole(sample: Path, language: str):
    text, pages = laid_out(printable(document_of(samples.plan(sample), language)))
    rows: dict[tuple[int, int], list[tuple[float, float]]] = {}
    headings: set[int] = set()
    for block, lines in blocks_of(text):
        on = [page_of(pages, line) for line in lines]
        table = QTextCursor(block).currentTable()
        if table is not None:
            row = table.cellAt(block.position()).row()
            rows.setdefault((table.firstPosition(), row), []).extend(lines)
            if row >= table.format().toTableFormat().headerRowCount():
                assert headings <= set(on)
                headings = set()
        elif block.blockFormat().headingLevel():
            headings |= set(on)
            assert len(headings) == 1
        else:
            assert headings <= {on[0]}
            assert on[0] == on[min(1, len(on) - 1)]  # nor is one line of a paragraph alone
            assert on[-1] == on[max(-2, -len(on))]
            headings = set()
    for lines in rows.values():
        if max(lines)[1] - min(lines)[0] < HEIGHT / 4:
            assert len({page_of(pages, line) for line in lines}) == 1
    assert max(page.content[1] - page.content[0] for page in pages) <= HEIGHT


@EVERY_SAMPLE
def test_no_page_but_the_last_is_half_empty(sample: Path):
    plan = samples.plan(sample)
    _, pages = laid_out(printable(document_of(plan, plan.language)))
    assert min(page.content[1] - page.content[0] for page in pages[:-1]) > HEIGHT / 2


@IN_EVERY_LANGUAGE
@EVERY_SAMPLE
def test_no_word_is_broken(sample: Path, language: str):
    text, _ = laid_out(printable(document_of(samples.plan(sample), language)))
    broken = []
    for block, _ in blocks_of(text):
        for number in range(1, block.layout().lineCount()):
            start = block.layout().lineAt(number).textStart()
            around = block.text()[start - 1 : start + 1]
            word = re.split(r"\s", block.text()[:start])[-1] + re.split(r"\s", block.text()[start:])[0]
            # Addresses of the web and of mail may be; and Chinese has no spaces.
            if re.fullmatch("[^\\W\u2e80-\ua4cf]{2}", around) and not re.search("://|@|www", word):
                broken.append(word)
    assert broken == []


def test_a_telephone_number_stands_on_one_line():
    words = "word " * 13
    text, _ = laid_out(
        of_blocks(*(Prose(plain_text(words + "w" * n + " +1 (202) 555-0104.", "en")) for n in range(40)))
    )
    for block, _ in blocks_of(text):
        lines = [block.layout().lineAt(number) for number in range(block.layout().lineCount())]
        told = [block.text()[line.textStart() :][: line.textLength()] for line in lines]
        assert any("+1\u00a0(202)\u00a0555-\u20600104" in line for line in told)


def test_a_row_taller_than_a_page_is_parted_between_its_lines():
    tall = Cell((Text(parse("\n\n".join(["Mercury is used in many small mines."] * 200)), "en"),))
    listed = Cell((Text(parse("\n".join(["- Mercury is used in many small mines 汞."] * 200)), "en"),))
    table = Table("", (Column("One", 1), Column("Two", 1)), ((tall, listed),))
    text, pages = laid_out(of_blocks(Heading(1, "I.", plain_text("Head", "en")), table))
    assert len(pages) > 3
    for _, lines in blocks_of(text):
        for line in lines:
            assert any(page.content[0] <= line[0] and line[1] <= page.content[1] for page in pages)


def test_the_header_of_a_table_stands_on_each_of_its_pages(pdf: Callable):
    row = Cell((plain_text("Mercury", "en"),))
    table = Table("", (Column("Substance", 1),), ((row,),) * 200)
    pages = pages_of(pdf(of_blocks(table, Prose(plain_text("End.", "en")))))
    assert len(pages) > 3
    assert [page.count("Substance") for page in pages] == [1] * len(pages)
    assert sum(page.count("Mercury") for page in pages) == 200


def test_what_is_cut_between_two_pages_is_in_the_file_once(pdf: Callable):
    words = " ".join(f"a{n}" for n in range(3000))
    listed = "\n".join(f"{n}. " + " ".join(f"b{n}x{k}" for k in range(150)) for n in range(1, 21))
    cells = tuple(
        Cell((plain_text(" ".join(f"{side}{n}" for n in range(1000)), "en"), Text(parse("- " + "g " * 50), "en")))
        for side in "cd"
    )
    table = Table("", (Column("One", 2), Column("Two", 1)), (cells,))
    pages = pages_of(pdf(of_blocks(Prose(plain_text(words, "en")), Prose(Text(parse(listed), "en")), table)))
    assert len(pages) > 5
    told = " ".join(pages).split()
    expected = [*words.split(), *re.findall("b[0-9x]+", listed), *(f"{side}{n}" for side in "cd" for n in range(1000))]
    assert [word for word in expected if told.count(word) != 1] == []
    assert [told.count(f"{n}.") for n in range(1, 21)] == [1] * 20


def marks_of(text: QTextDocument) -> list[str]:
    """Return what stands before the items of lists: Qt's mark, or how the text begins where Qt has none."""
    items = [(block.textList(), block) for block, _ in blocks_of(text) if block.textList() is not None]
    return [
        all_.itemText(block) if all_.format().style() != QTextListFormat.Style.ListStyleUndefined else block.text()[:4]
        for all_, block in items
    ]


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("ar", ["1.", "(أ)\u00a0", "(1)", "(ب)\u00a0", "2."]),
        ("en", ["1.", "(a)", "(i)", "(b)", "2."]),
        ("fr", ["1.", "a)", "i)", "b)", "2."]),
    ],
)
def test_marks_of_lists_are_as_the_language_has_them_also_at_arabic_text(language: str, marks: list[str]):
    for item in ("زئبق", "Mercury"):
        listed = f"1. {item}\n   1. {item}\n      1. {item}\n   2. {item}\n2. {item}"
        text, _ = laid_out(of_blocks(Prose(Text(parse(listed), "ru")), language=language))
        assert marks_of(text) == marks


@pytest.mark.parametrize("title", ["Mercury", "汞业务计划", "زئبق"])
def test_head_and_foot_have_the_fonts_of_the_text(title: str, pdf: Callable):
    def fonts(document: Printable) -> set[str]:
        lines = asked("pdffonts", pdf(document)).splitlines()[2:]
        return {line.split()[0].partition("+")[2] for line in lines}

    assert fonts(of_blocks(title=title)) == fonts(of_blocks(Prose(plain_text(title, "en")), title=title))


def test_arabic_marks_of_subparagraphs_stand_before_the_text_and_its_lines_below_each_other():
    listed = "1. زئبق\n   1. " + "زئبق " * 40 + "\n      1. زئبق"
    text, _ = laid_out(of_blocks(Prose(Text(parse(listed), "ar")), language="ar"))
    first, marked, inner = (block.layout() for block, _ in blocks_of(text))
    ends = [line.naturalTextRect().right() for line in (marked.lineAt(0), marked.lineAt(1))]
    level = INDENT * 1200 / 96
    assert ends[0] - ends[1] == pytest.approx(level, abs=60)
    assert first.lineAt(0).naturalTextRect().right() - ends[1] == pytest.approx(level, abs=60)
    assert ends[1] - inner.lineAt(0).naturalTextRect().right() == pytest.approx(level, abs=60)
