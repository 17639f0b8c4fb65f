"""Makes files to send: Word, Excel, PDF, web pages, plan files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gmp_desk.domain.contacts import Contacts, still_quoting, with_contacts
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.files import refusing, write_whole
from gmp_desk.formats.package import to_json
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale

if TYPE_CHECKING:
    from gmp_desk.formats.blocks import Document
    from gmp_desk.formats.html_writer import Printable

Progress = Callable[[float], None]
"""Is told from time to time how much is done, from 0 to 1; it raises where that is to end."""


def untold(_done: float) -> None:
    """Let nobody know how much is done."""


@dataclass(frozen=True)
class Options:
    """How a file is made: its words, dates and numbers, and how much of the contacts goes along."""

    terms: Terms
    locale: Locale
    word_parts: Path
    contacts: Contacts = "full"
    write_pdf: "Callable[[Printable, Path, Progress], None] | None" = None
    """Writes a PDF file; None where there is nothing to set pages with."""


@dataclass(frozen=True)
class Exported:
    """What became of a plan whose contacts do not all go along."""

    comments_left_out: int = 0
    still_quoting: tuple[str, ...] = ()
    """The addresses of the plan's own texts that quote a contact; nothing is taken out of them."""


def check_target(content: Plan | AreaReport, out: Path, *, replace: bool) -> None:
    """Raise ``Refused`` where a plan or report cannot be exported to ``out``, before anything is done for it.

    Its suffix is of another format, the file is there already and ``replace`` is not set, or something else than a
    file is there.
    """
    known = (".gmpreport",) if isinstance(content, AreaReport) else tuple(_WRITERS)
    if out.suffix.lower() not in known:
        raise Refused("file.suffix", file=str(out), known=", ".join(known))
    with refusing(out):
        if out.is_dir():
            raise Refused("file.folder", file=str(out))
        if out.exists() and not out.is_file():
            raise Refused("file.special", file=str(out))
        if out.exists() and not replace:
            raise Refused("file.exists", file=str(out))


def export(
    content: Plan | AreaReport, out: Path, options: Options, *, replace: bool = False, progress: Progress = untold
) -> Exported:
    """Write a plan or report to ``out``, in the format that its suffix names; nothing is half written.

    Raise ``Refused`` as ``check_target`` does, where the folder cannot be written to, and for a PDF file where there
    is nothing that sets its pages ("export.no_pdf"); let through what ``progress`` raises.
    """
    check_target(content, out, replace=replace)
    if isinstance(content, AreaReport):
        write_whole(out, lambda path: _write_json(content, path), replace=replace)
        return Exported()
    suffix = out.suffix.lower()
    progress(0.0)
    plan = with_contacts(content, options.contacts)
    write = _WRITERS[suffix]
    write_whole(out, lambda path: write(plan, path, options, progress), replace=replace)
    return Exported(len(content.comments) - len(plan.comments), still_quoting(content, options.contacts))


def _write_json(content: Plan | AreaReport, path: Path) -> None:
    path.write_text(to_json(content), encoding="utf-8", newline="\n")


def _write_plan(plan: Plan, path: Path, _options: Options, progress: Progress) -> None:
    _write_json(plan, path)
    progress(1.0)


# The writers are imported when used: python-docx and XlsxWriter take long to load, and a plan file needs neither.
def _document(plan: Plan, options: Options, progress: Progress) -> "Document":
    from gmp_desk.formats.plan_document import plan_document

    document = plan_document(plan, options.terms, options.locale)
    progress(0.3)
    return document


def _write_word(plan: Plan, path: Path, options: Options, progress: Progress) -> None:
    from gmp_desk.formats.word_writer import write_word

    write_word(_document(plan, options, progress), path, options.word_parts)
    progress(1.0)


def _write_excel(plan: Plan, path: Path, options: Options, progress: Progress) -> None:
    from gmp_desk.formats.excel_writer import write_excel

    write_excel(plan, path, options.terms, options.locale)
    progress(1.0)


def _write_html(plan: Plan, path: Path, options: Options, progress: Progress) -> None:
    from gmp_desk.formats.html_writer import to_html

    path.write_text(to_html(_document(plan, options, progress)), encoding="utf-8", newline="\n")
    progress(1.0)


def _write_pdf(plan: Plan, path: Path, options: Options, progress: Progress) -> None:
    from gmp_desk.formats.html_writer import printable

    if options.write_pdf is None:
        raise Refused("export.no_pdf")
    document = printable(_document(plan, options, progress))
    options.write_pdf(document, path, lambda done: progress(0.3 + 0.7 * done))


_WRITERS: Mapping[str, Callable[[Plan, Path, Options, Progress], None]] = {
    ".docx": _write_word,
    ".xlsx": _write_excel,
    ".pdf": _write_pdf,
    ".html": _write_html,
    ".gmpplan": _write_plan,
}
