"""Tells what a file is by its content, and refuses hostile or broken packages before a parser sees them."""

import codecs
import errno
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats.guard_limits import EXCEL, PLAN, REFUSALS, WORD, Limits, refusal
from gmp_desk.formats.guard_xml import check_xml, looks_like_xml
from gmp_desk.formats.guard_zip import Member, contents, members_of, names_in

__all__ = ["EXCEL", "PLAN", "REFUSALS", "WORD", "Ignored", "Kind", "Limits", "Package", "kind_of", "open_package"]

Kind = Literal["json", "zip", "word", "excel", "opendocument", "ole", "pdf", "text", "empty", "other"]
Ignored = Literal["macros", "object", "external link"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_LARGEST_FILE = max(WORD.file, EXCEL.file, PLAN.file)
_HEAD = 4_096
_NEVER_USED: tuple[tuple[re.Pattern[str], Ignored], ...] = (
    (re.compile(r"(.*/)?vba(Project|Data)[^/]*$|xl/macrosheets/", re.IGNORECASE), "macros"),
    (re.compile(r".*/(embeddings/[^/]*\.bin$|activeX/|ctrlProps/|oleObject)", re.IGNORECASE), "object"),
    (re.compile(r"xl/externalLinks/[^/]+$", re.IGNORECASE), "external link"),
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
        chunks = contents(data, member)
        head = next(chunks, b"")
        if limits.elements is not None and _to_be_parsed(member.name, head, limits):
            elements = check_xml(member.name, lambda m=member: contents(data, m), member.size, elements, limits)
            parsed.add(member.name)
        else:
            for _ in chunks:
                pass
    return Package(data, {member.name: member for member in members}, frozenset(parsed))


def kind_of(path: Path) -> Kind:
    """Tell what a file is from its content, whatever its name; raise ``Unreadable`` where it cannot be opened."""
    size = _size(path)
    head = _bytes(path, _HEAD)
    if head.startswith(_ZIP):
        return _kind_of_zip(head, _bytes(path, _LARGEST_FILE) if size <= _LARGEST_FILE else b"")
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
    if text is None:
        return "other"
    begin = text.lstrip()
    return "json" if begin.startswith(("{", "[")) and not begin.startswith("{\\rtf") else "text"


def _text(head: bytes) -> str | None:
    """Return the beginning of a text file, or None where these bytes are no text."""
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)  # the last character may be cut
    except UnicodeError:
        return None
    return None if "\0" in text else text


def _not_a_package(data: bytes) -> Unreadable:
    if not data:
        return refusal("guard.empty")
    if not data.startswith(_OLE):
        return refusal("guard.not_package", kind=_kind_of_head(data[:_HEAD]))
    return refusal("guard.password" if _OLE_PASSWORD in data else "guard.old_format")


def _to_be_parsed(name: str, head: bytes, limits: Limits) -> bool:
    """Tell whether a part is XML by its name or content.

    In Word files pictures and pages from elsewhere, which often declare a document type, are left alone, and
    ``Package.xml`` does not give them. In workbooks nothing is: libraries take a sheet from wherever it is said to be.
    """
    lower = name.lower()
    if lower.endswith((".xml", ".rels")):
        return True
    return looks_like_xml(head) and (limits.cells or not lower.endswith(_FOREIGN))


def _read(path: Path, limit: int) -> bytes:
    size = _size(path)
    if size <= limit:
        data = _bytes(path, limit + 1)
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
        raise refusal("guard.folder")
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
        return refusal("guard.missing")
    if isinstance(error, PermissionError):
        return refusal("guard.no_access")
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    return refusal("guard.cannot_open", reason=errno.errorcode.get(number or 0, "EIO"))
