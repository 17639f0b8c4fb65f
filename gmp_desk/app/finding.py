"""Finds what a user names: a file, or a plan or report of the library, at one of its versions perhaps."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gmp_desk.app.reading import read_file
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.formats import package
from gmp_desk.formats.package import FromFile

if TYPE_CHECKING:  # SQLAlchemy takes longer to load than a file takes to be read
    from gmp_desk.storage.library import Library

# An id or how it begins, and the number of a version.
_DIRECTION = re.compile("[\u200e\u200f\u2066-\u2069]")  # as they stand around an id in an Arabic message
_NAME = re.compile(r"(?P<id>[0-9a-f][0-9a-f-]{3,35})(?:@(?P<number>[0-9]{1,7}))?", re.IGNORECASE)


class Found(NamedTuple):
    """A plan or report of the library by its id; ``number`` is that of a version, None for how it is now."""

    id: str
    number: int | None


def may_be_plan(given: str) -> bool:
    """Tell whether what a user gives names a plan of the library: there is no file of that name, and it looks so."""
    try:
        return _named(given) is not None and not Path(given).exists()
    except OSError:  # a folder that may not be looked into
        return False


def find(library: "Library", given: str) -> Found:
    """Return the plan or report that a user names by its id or how that begins, ``d2369e6a`` or ``d2369e6a@3``.

    Raise ``Refused`` where there is none ("library.unknown") or more than one ("library.ambiguous").
    """
    name = _named(given)
    start = name["id"].lower() if name else ""
    ids = [entry.id for entry in library.entries() if name and entry.id.startswith(start)]
    if not name or not ids:
        raise Refused("library.unknown", id=given)
    if len(ids) > 1:
        raise Refused("library.ambiguous", id=given, count=len(ids))
    return Found(ids[0], int(name["number"]) if name["number"] else None)


def find_plan(library: "Library", given: str) -> str:
    """Return the id of the plan or report that a user names as such; raise ``Refused`` where a version is named too."""
    id, number = find(library, given)
    if number is not None:
        raise Refused("library.version_given", id=given)
    return id


def content_of(library: "Library", found: Found, damaged: Callable[[Refused], None] | None = None) -> Plan | AreaReport:
    """Return what was found, as it is now or as it was; raise ``Damaged``, or ``Refused`` for no such version.

    Where ``damaged`` is given, it is told of the damage, and what can be read of a damaged plan is returned.
    """
    if found.number is not None:
        return library.version(found.id, found.number)
    from gmp_desk.storage.records import Damaged  # loaded with the library by now

    try:
        return library.read(found.id).content
    except Damaged as error:
        if damaged is None or error.readable is None:
            raise
        damaged(error)
        return error.readable


def given_content(
    library: "Callable[[], Library]", given: str, damaged: Callable[[Refused], None] | None = None
) -> FromFile[Plan | AreaReport]:
    """Return the plan or report that a user names: that of a file, or else of the library (see ``content_of``).

    Raise ``Unreadable`` for a file, ``Refused`` for the library, which is opened only where no file is meant.
    """
    if may_be_plan(given):
        return FromFile(content_of(library(), find(library(), given), damaged), ())
    return read_file(Path(given), package.read)


def _named(given: str) -> re.Match[str] | None:
    return _NAME.fullmatch(_DIRECTION.sub("", given))
