"""Plans on pages: what is in a PDF file, and how it is parted into pages."""

import re
import subprocess
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.formats.blocks import Document, Heading, Prose, Text, plain_text
from gmp_desk.formats.html_writer import Printable, printable
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Locale
from gmp_desk.qt import printing
from tests import samples

pytestmark = pytest.mark.usefixtures("qapp")
PROGRAM = samples.program()


def terms_in(language: str) -> Terms:
    return Terms(PROGRAM.template(), PROGRAM.catalogue_in(language))


def document_of(plan: Plan, language: str) -> Document:
    return plan_document(plan, terms_in(language), Locale(language))


def of_blocks(*blocks, language: str = "en", title: str = "Title") -> Printable:
    return printable(Document(language, title, "", blocks), terms_in(language))


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
    pages = pages_of(pdf(printable(document, terms_in(language))))
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
    path = pdf(printable(document_of(plan, plan.language), terms_in(plan.language)))
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
    document = printable(document_of(samples.plan(), "en"), terms_in("en"))
    paths = [tmp_path / f"{number}.pdf" for number in range(4)]
    threads = [threading.Thread(target=printing.write_pdf, args=(document, path)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({len(pages_of(path)) for path in paths}) == 1


def test_progress_goes_up_and_what_it_raises_ends_it(tmp_path: Path):
    document = printable(document_of(samples.plan(), "en"), terms_in("en"))
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
    document = printable(document_of(samples.plan(), "en"), terms_in("en"))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(printing.page_layout())
    printing.print_on(printer, document)
    printing.write_pdf(document, tmp_path / "plan.pdf")
    assert pages_of(tmp_path / "printed.pdf") == pages_of(tmp_path / "plan.pdf")
