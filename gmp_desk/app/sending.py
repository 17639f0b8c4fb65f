"""Makes a file to send of a plan of the library: its name, the version that is kept of it, and where it is written."""

import errno
import re
import unicodedata
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from pathlib import Path
from typing import NamedTuple

from gmp_desk.app import keeping
from gmp_desk.app.exporting import Exported, Options, Progress, export, untold
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan, Version
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import fingerprint
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import number_now

_LONGEST_NAME = 180  # bytes in UTF-8; file systems take 255, and mail programs and people less
# What Windows takes in no name, and what has no look of its own.
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# What Windows says of a file that is open in Word, and others of one that must not be replaced.
_HELD = {errno.errorcode[number] for number in (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)}


class Made(NamedTuple):
    """A file that was made; ``held`` says that the one which was to be replaced could not be: it is open elsewhere."""

    path: Path
    exported: Exported
    held: bool = False


def version_number(library: Library, plan: Plan) -> int:
    """Return the number of the version that a file made of the plan now is of: the last one, or the next."""
    return number_now(library.versions(plan.id), fingerprint(plan))


def file_name(plan: Plan, number: int, terms: Terms, locale: Locale) -> str:
    """Return a name for a file of the plan, without its suffix: area, period and version."""
    period = plan.period
    told = (
        terms.area(plan.area),
        locale.period(period.first_year, period.last_year, period.first_month, period.last_month),
        terms.gettext("version {number}").format(number=number),
    )
    return tidy_name(", ".join(told))


def tidy_name(name: str) -> str:
    """Return a name that every system takes, as near to the one given as can be; "" where nothing is left of it."""
    shown = "".join(" " if unicodedata.category(letter) in ("Cf", "Cc", "Cs") else letter for letter in name)
    plain = " ".join(_NOT_IN_NAMES.sub(" ", shown.replace("–", "-").replace("—", "-")).split())
    return plain.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(" .")


def free_name(path: Path) -> Path:
    """Return the path, with a number behind the name where something has that name already."""
    numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return path if not _is_taken(path) else next(other for other in numbered if not _is_taken(other))


def send(
    library: Library,
    plan: Plan,
    out: Path,
    options: Options,
    *,
    by: str = "",
    replacing: bool = False,
    stored: bool = True,
    progress: Progress = untold,
) -> Made:
    """Write a file of the plan as the library has it, and keep that as a version; return what was made.

    A plan file is of a version, so that what comes back is known; other files say which version they show. Where the
    plan could not be ``stored``, the file has all that was typed, and is of no version. Where the file that is to be
    replaced is held by another program, a new name beside it is taken. Raise ``Refused`` as ``exporting.export`` does,
    and where the library cannot be changed.
    """
    with _content(library, plan, out, by) if stored else nullcontext(plan) as content:
        try:
            return Made(out, export(content, out, options, replace=replacing, progress=progress))
        except Refused as error:
            if error.id != "file.write" or error.params.get("reason") not in _HELD or not _is_taken(out):
                raise
            beside = free_name(out)
            try:
                return Made(beside, export(content, beside, options, progress=progress), held=True)
            except Refused:
                raise error from None  # it is the folder that cannot be written to


def _content(library: Library, plan: Plan, out: Path, by: str) -> AbstractContextManager[Plan | AreaReport]:
    """Give what goes into a file."""
    if out.suffix.lower() == ".gmpplan":
        return keeping.sending(library, plan.id, by=by)
    number = keeping.keep(library, plan.id, "export", by=by)
    return nullcontext(plan.model_copy(update={"version": Version(number=number)}))


def _is_taken(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True
