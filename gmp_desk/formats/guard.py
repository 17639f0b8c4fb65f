"""Tells what a file is by its content, and refuses hostile or broken packages before a parser sees them."""

import codecs
import errno
import re
import stat
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Literal

from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats.guard_limits import EXCEL, PLAN, REFUSALS, WORD, Limits, refusal
from gmp_desk.formats.guard_xml import check_xml, looks_like_xml
from gmp_desk.formats.guard_zip import Member, beginning, contents, members_of, names_in

__all__ = ["EXCEL", "PLAN", "REFUSALS", "WORD", "Ignored", "Kind", "Limits", "Package", "kind_of", "open_package"]

Kind = Literal["json", "zip", "word", "excel", "opendocument", "ole", "pdf", "text", "empty", "other"]
Ignored = Literal["macros", "object", "external_link"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_LARGEST_FILE = max(WORD.file, EXCEL.file, PLAN.file)
_HEAD = 4_096
_NEVER_USED: tuple[tuple[re.Pattern[str], Ignored], ...] = (
    (re.compile(r"(.*/)?vba(Project|Data)[^/]*$|xl/macrosheets/", re.IGNORECASE), "macros"),
    (re.compile(r".*/(embeddings/[^/]*\.bin$|activeX/|ctrlProps/|oleObject)", re.IGNORECASE), "object"),
    (re.compile(r"xl/externalLinks/[^/]+$", re.IGNORECASE), "external_link"),
)
_FOREIGN = (".svg", ".htm", ".html")


class Package(Mapping[str, bytes]):
    """The parts of a package that passed the guard, by name; each is uncompressed anew when it is asked for.

    ``data`` is the file itself as it was checked, for libraries that want a whole file: give them this and never the
    path, where the file may meanwhile be another. ``ignored`` names what a file may bring along but nothing here
    runs, opens or fetches.
    """

    def __init__(self, data: bytes, members: Mapping[str, Member], parsed: frozenset[str]) -> None:
        self.data = data
        self.ignored: Mapping[str, Ignored] = {
            name: what for name in members for pattern, what in _NEVER_USED if pattern.match(name)
        }
        self._members = members
        self._parsed = parsed

    def __getitem__(self, name: str) -> bytes:
        return b"".join(contents(self.data, self._members[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def xml(self, name: str) -> bytes:
        """Return a part to be parsed as XML; raise ``Unreadable`` where it is missing or was not checked as XML."""
        if name not in self._parsed:
            raise refusal("guard.missing_part", part=name)
        return self[name]


def open_package(path: Path, limits: Limits) -> Package:
    """Read and check a zip package against WORD, EXCEL or PLAN.

    Raise ``Unreadable`` with an id of ``REFUSALS`` for everything that is not allowed, or not as it should be.
    """
    data = _read(path, limits.file)
    if not data.startswith(_ZIP):
        raise _not_a_package(data)
    members = members_of(data, limits)
    parsed = set()
    elements = 0
    for member in members:
        counted = None if limits.elements is None else _elements(data, member, elements, limits)
        if counted is None:
            for _ in contents(data, member):
                pass
        else:
            elements = counted
            parsed.add(member.name)
    return Package(data, {member.name: member for member in members}, frozenset(parsed))


def kind_of(path: Path) -> Kind:
    """Tell what a file is from its content, whatever its name; raise ``Unreadable`` where it cannot be opened."""
    size = _size(path)
    head = _bytes(path, _HEAD)
    if head.startswith(_ZIP):
        return _kind_of_zip(head, _bytes(path, size) if size <= _LARGEST_FILE else b"")
    return _kind_of_head(head)


def _kind_of_zip(head: bytes, data: bytes) -> Kind:
    if head[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument"):
        return "opendocument"
    try:
        names = {name.casefold() for name in names_in(data, WORD.parts)}
    except Unreadable:
        return "zip"
    if "[content_types].xml" in names:
        # Some services call the main part word/document2.xml.
        if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
            return "word"
        if "xl/workbook.xml" in names:
            return "excel"
    return "zip"


def _kind_of_head(head: bytes) -> Kind:
    if not head:
        return "empty"
    if head.startswith(_OLE):
        return "ole"
    if b"%PDF-" in head[:1_024]:
        return "pdf"
    text = _text(head)
    begin = (head.decode("utf-8-sig", errors="replace") if text is None else text).lstrip()
    if begin.startswith(("{", "[")) and not begin.startswith("{\\rtf"):
        return "json"  # also where a byte of it is broken: its reader tells which
    return "other" if text is None else "text"


def _text(head: bytes) -> str | None:
    """Return the beginning of a text file, or None where these bytes are no text."""
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        whole = len(head) < _HEAD  # else the last character may be cut
        text = codecs.getincrementaldecoder(encoding)().decode(head, whole)
    except UnicodeError:
        return None
    return None if "\0" in text else text


def _not_a_package(data: bytes) -> Unreadable:
    if not data:
        return refusal("guard.empty")
    if not data.startswith(_OLE):
        return refusal("guard.not_package", kind=_kind_of_head(data[:_HEAD]))
    return refusal("guard.password" if _OLE_PASSWORD in data else "guard.old_format")


def _elements(data: bytes, member: Member, before: int, limits: Limits) -> int | None:
    """Check a part that is XML by its name or content; return how many elements there are so far, None for others.

    What only looks like XML in a Word file, such as a font, is left alone where it turns out otherwise, and so are
    pictures and pages from elsewhere, which often declare a document type: ``Package.xml`` does not give them. In
    workbooks nothing is left alone: libraries take a sheet from wherever the file says it is.
    """
    chunks = partial(contents, data, member)
    name = member.name.lower()
    by_name = name.endswith((".xml", ".rels"))
    if not by_name and not looks_like_xml(beginning(chunks())):
        return None
    try:
        return check_xml(member.name, chunks, member.size, before, limits)
    except Unreadable as error:
        foreign = error.id in ("guard.not_xml", "guard.encoding") or name.endswith(_FOREIGN)
        if by_name or limits.cells or not foreign:
            raise
        return None


def _read(path: Path, limit: int) -> bytes:
    size = _size(path)
    if size <= limit:
        data = _bytes(path, size + 1)
        size = len(data)
    if size > limit:
        raise refusal("guard.file_too_big", limit=limit, found=size)
    return data


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _cannot_open(error) from error
    if stat.S_ISDIR(status.st_mode):
        raise refusal("file.folder")
    if not stat.S_ISREG(status.st_mode):  # reading a pipe or device might never end
        raise refusal("guard.cannot_open", reason="EINVAL")
    return status.st_size


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise _cannot_open(error) from error


def _cannot_open(error: Exception) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return refusal("file.missing")
    if isinstance(error, PermissionError):
        return refusal("guard.no_access")
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    return refusal("guard.cannot_open", reason=errno.errorcode.get(number or 0, "EIO"))
