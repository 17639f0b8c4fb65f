"""Makes files to send: Word, Excel, plan files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gmp_desk.domain.contacts import Contacts, with_contacts
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.formats.files import refusing, write_whole
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


def export(content: Plan | AreaReport, out: Path, options: Options, *, replace: bool = False) -> int:
    """Write a plan or report to ``out``, in the format that its suffix names; nothing is half written.

    Return how many comments were left out with the contacts.

    Raise ``Refused`` where the suffix is of another format, the file is there already and ``replace`` is not
    set, or the folder cannot be written to.
    """
    writers: Mapping[str, Callable[[Path], None]]
    left_out = 0
    if isinstance(content, AreaReport):
        writers = {".gmpreport": lambda path: _write_json(content, path)}
    else:
        plan = with_contacts(content, options.contacts)
        left_out = len(content.comments) - len(plan.comments)
        writers = {
            ".docx": lambda path: _write_word(plan, path, options),
            ".xlsx": lambda path: _write_excel(plan, path, options),
            ".gmpplan": lambda path: _write_json(plan, path),
        }
    write = writers.get(out.suffix.lower())
    if write is None:
        raise Refused("file.suffix", file=str(out), known=", ".join(writers))
    with refusing(out):
        if out.is_dir():
            raise Refused("file.folder", file=str(out))
        if out.exists() and not replace:
            raise Refused("file.exists", file=str(out))
    write_whole(out, write, replace=replace)
    return left_out


def _write_json(content: Plan | AreaReport, path: Path) -> None:
    path.write_text(to_json(content), encoding="utf-8", newline="\n")


# The writers are imported when used: python-docx and openpyxl take longer to load than to write a plan.
def _write_word(plan: Plan, path: Path, options: Options) -> None:
    from gmp_desk.formats.plan_document import plan_document
    from gmp_desk.formats.word_writer import write_word

    write_word(plan_document(plan, options.terms, options.locale), path, options.word_parts)


def _write_excel(plan: Plan, path: Path, options: Options) -> None:
    from gmp_desk.formats.excel_writer import write_excel

    write_excel(plan, path, options.terms, options.locale)
