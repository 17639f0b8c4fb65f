"""Makes files to send: Word, Excel, plan files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gmp_desk.domain.contacts import Contacts, still_quoting, with_contacts
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.files import refusing, write_whole
from gmp_desk.formats.package import to_json
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale


@dataclass(frozen=True)
class Options:
    """How a file is made: its words, dates and numbers, and how much of the contacts goes along."""

    terms: Terms
    locale: Locale
    word_parts: Path
    contacts: Contacts = "full"


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
    known = (".gmpreport",) if isinstance(content, AreaReport) else (".docx", ".xlsx", ".gmpplan")
    if out.suffix.lower() not in known:
        raise Refused("file.suffix", file=str(out), known=", ".join(known))
    with refusing(out):
        if out.is_dir():
            raise Refused("file.folder", file=str(out))
        if out.exists() and not out.is_file():
            raise Refused("file.special", file=str(out))
        if out.exists() and not replace:
            raise Refused("file.exists", file=str(out))


def export(content: Plan | AreaReport, out: Path, options: Options, *, replace: bool = False) -> Exported:
    """Write a plan or report to ``out``, in the format that its suffix names; nothing is half written.

    Raise ``Refused`` as ``check_target`` does, and where the folder cannot be written to.
    """
    check_target(content, out, replace=replace)
    if isinstance(content, AreaReport):
        write_whole(out, lambda path: _write_json(content, path), replace=replace)
        return Exported()
    plan = with_contacts(content, options.contacts)
    writers: Mapping[str, Callable[[Path], None]] = {
        ".docx": lambda path: _write_word(plan, path, options),
        ".xlsx": lambda path: _write_excel(plan, path, options),
        ".gmpplan": lambda path: _write_json(plan, path),
    }
    write_whole(out, writers[out.suffix.lower()], replace=replace)
    return Exported(len(content.comments) - len(plan.comments), still_quoting(content, options.contacts))


def _write_json(content: Plan | AreaReport, path: Path) -> None:
    path.write_text(to_json(content), encoding="utf-8", newline="\n")


# The writers are imported when used: python-docx and XlsxWriter take long to load, and a plan file needs neither.
def _write_word(plan: Plan, path: Path, options: Options) -> None:
    from gmp_desk.formats.plan_document import plan_document
    from gmp_desk.formats.word_writer import write_word

    write_word(plan_document(plan, options.terms, options.locale), path, options.word_parts)


def _write_excel(plan: Plan, path: Path, options: Options) -> None:
    from gmp_desk.formats.excel_writer import write_excel

    write_excel(plan, path, options.terms, options.locale)
