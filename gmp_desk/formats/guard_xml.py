"""The XML parts of a package, checked without building a tree: encoding, declarations, depth, elements and cells."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from xml.parsers import expat

from gmp_desk.formats.guard_limits import FARTHEST_COLUMN, FARTHEST_ROW, LARGEST_RANGE, Limits, refusal
from gmp_desk.formats.guard_zip import beginning

_LONGEST_TAG = 4_000_000  # bytes; Word keeps whole pictures in attributes, and expat starts a cut tag anew each time
_LARGE = 1_000_000  # bytes from which looking at a worksheet as bytes is worth it
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def looks_like_xml(head: bytes) -> bool:
    """Tell from the first bytes of a part whether a parser could take it for XML, in UTF-8 or UTF-16."""
    for mark in (codecs.BOM_UTF8, *_UTF_16):
        head = head.removeprefix(mark)
    text = head.translate(None, b"\0\t\r\n ")
    return text.startswith(b"<") or (not text and any(head))  # after so many blanks anything may come


def check_xml(part: str, chunks: Callable[[], Iterator[bytes]], size: int, elements: int, limits: Limits) -> int:
    """Check one part, and return how many elements it and the parts before it (``elements``) hold together.

    ``chunks`` begins to read the part. Raise ``Unreadable`` for an encoding other than UTF-8 and UTF-16, a document
    type declaration, and so any entity of its own, for broken XML, too many elements, elements in elements too deep,
    and in workbooks for cells too far out. A large part of a workbook is not parsed where its bytes show that it
    is harmless; whether it is well-formed is then left to its reader.
    """
    if limits.cells and size > _LARGE:
        count = _Count(part, elements, limits)
        if _surely_harmless(count.over(_utf8(part, chunks())), _Cells(part), limits.depth):
            return count.elements
    count = _Count(part, elements, limits)
    _parse(part, count.over(_utf8(part, chunks())), limits)
    return count.elements


class _Count:
    """Counts elements, generously: a comment or instruction counts as one, and so does what looks like one inside."""

    def __init__(self, part: str, elements: int, limits: Limits) -> None:
        self.elements = elements
        self._part = part
        self._most = limits.elements or 0

    def over(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.elements += chunk.count(b"<") - chunk.count(b"</")
            if self.elements > self._most:
                raise refusal("guard.too_many_elements", part=self._part, limit=self._most)
            yield chunk


def _utf8(part: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the text in UTF-8, without byte order mark and XML declaration.

    Only the encodings that the packages' standard allows (ISO/IEC 29500-2, 8.3.2) are let through: in any other, the
    same bytes may mean one thing here and another to the next parser.
    """
    head = beginning(chunks)
    encoding = _UTF_16.get(head[:2])
    if encoding:
        decoder = codecs.getincrementaldecoder(encoding)()
        recode = _recoder(part, decoder)
        head = recode(head[2:])
        allowed = {b"utf-16"}
    else:
        head = head.removeprefix(codecs.BOM_UTF8)
        recode = None
        allowed = {b"utf-8", b"us-ascii", b"ascii"}
    if b"\0" in head[:100]:
        raise refusal("guard.encoding", part=part, encoding="")
    if head.startswith(b"<?xml"):
        declaration, ended, head = head.partition(b"?>")
        if not ended:
            raise refusal("guard.not_xml", part=part, line=1)
        for name in _ENCODING.findall(declaration):
            if name.lower() not in allowed:
                raise refusal("guard.encoding", part=part, encoding=name.decode("ascii", errors="replace"))
    yield head
    for chunk in chunks:
        yield recode(chunk) if recode else chunk
    if recode:
        yield recode(b"", True)


def _recoder(part: str, decoder: codecs.IncrementalDecoder) -> Callable[..., bytes]:
    def recode(chunk: bytes, final: bool = False) -> bytes:
        try:
            return decoder.decode(chunk, final).encode()
        except UnicodeError as error:
            raise refusal("guard.not_xml", part=part, line=1) from error

    return recode


def _parse(part: str, chunks: Iterator[bytes], limits: Limits) -> None:
    """Go through every tag of a part."""
    parser = expat.ParserCreate("utf-8")
    cells = _Cells(part) if limits.cells else None
    depth = 0

    def declare(*_: object) -> None:
        raise refusal("guard.dtd", part=part)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            raise refusal("guard.too_deep", part=part, limit=limits.depth)
        if cells:
            cells.meet(name, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declare
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    given = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            given += len(chunk)
            if given - parser.CurrentByteIndex > _LONGEST_TAG:
                raise refusal("guard.long_tag", part=part, limit=_LONGEST_TAG)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refusal("guard.not_xml", part=part, line=error.lineno) from error


class _Cells:
    """Follows the cells of a worksheet as its readers do, and refuses what lies too far out for them.

    A cell beyond the limits makes readers fill everything between; so does a large merged range. A far row without
    cells is harmless and usual: LibreOffice writes one where a format reaches down to the last row.
    """

    _REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
    _NUMBER = re.compile(r"[0-9]{1,7}")
    _RANGES = frozenset(("mergeCell", "hyperlink", "comment"))

    def __init__(self, part: str) -> None:
        self._part = part
        self._row = 0
        self._column = 0
        self._in_ranges = 0

    def meet(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start tag of the next element."""
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r")
            if reference is None:  # a cell without a place follows the one before it
                self._column += 1
                self._check(self._row, self._column, f"R{self._row}C{self._column}")
            else:
                self._column = self._place(reference, reference)[1]
        elif name == "row":
            number = attributes.get("r")
            if number is not None and not self._NUMBER.fullmatch(number):
                raise refusal("guard.bad_cell", part=self._part, cell=number)
            self._row = self._row + 1 if number is None else int(number)
            self._column = 0
        elif name in self._RANGES and "ref" in attributes:
            self._meet_range(attributes["ref"])

    def _meet_range(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        top, left = self._place(first, reference)
        bottom, right = self._place(last or first, reference)
        self._in_ranges += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if self._in_ranges > LARGEST_RANGE:
            raise refusal("guard.large_range", part=self._part, cell=reference, limit=LARGEST_RANGE)

    def _place(self, cell: str, reference: str) -> tuple[int, int]:
        found = self._REFERENCE.fullmatch(cell)
        if not found:
            raise refusal("guard.bad_cell", part=self._part, cell=reference)
        column = _column(found[1])
        row = int(found[2])
        self._check(row, column, reference)
        return row, column

    def _check(self, row: int, column: int, cell: str) -> None:
        if row > FARTHEST_ROW or column > FARTHEST_COLUMN:
            raise refusal("guard.far_cell", part=self._part, cell=cell, rows=FARTHEST_ROW, columns=FARTHEST_COLUMN)


@lru_cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


# Tags that do not say first where they are, as every program writes them: then only a parser can tell. Of the others
# the place is taken, except that of the many cells well within the limits: up to column FZ (182) and row 199,999.
_TAGS = (
    ("c", re.compile(rb'<c(?=[\s/>])(?! r="[A-F]?[A-Z]1?[0-9]{1,5}")(?: r="([A-Za-z]{1,3}[0-9]{1,7})")?')),
    ("mergeCell", re.compile(rb'<mergeCell(?=[\s/>])(?: ref="([A-Z0-9:]{1,40})")?')),
    ("hyperlink", re.compile(rb'<hyperlink(?=[\s/>])(?: ref="([A-Z0-9:]{1,40})")?')),
)
_DOUBTS = (
    re.compile(rb"!(?<=<!)"),  # so written because ! and ? are rare and < is not
    re.compile(rb"\?(?<=<\?)"),
    re.compile(rb"\0"),
    re.compile(rb":(?:c|row|comment|mergeCell|hyperlink)[\s/>]"),
    re.compile(rb'<row(?=[\s/>])(?! r="[0-9]{1,7}")'),
    re.compile(rb"<comment[\s/>]"),
)
_LONGEST_PLAIN_TAG = 4_096
_STEP = 1_024  # bytes; few enough that ordinary cells within them cannot be mistaken for 200 elements in each other


def _surely_harmless(chunks: Iterator[bytes], cells: _Cells, most: int) -> bool:
    """Tell whether the bytes of a worksheet alone show that ``_parse`` would find nothing; several times faster.

    Without comments, declarations and instructions each ``<`` begins a tag and each ``</`` ends an element. ``/>``
    could also stand in a text, but every such one would leave the depth below zero at the end. So the depth is known
    at each step, and is never more than at its start plus the elements begun in it. What is malformed all the same,
    its reader refuses.
    """
    depth = 0
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        last_tag = max(text.rfind(b"<"), 0)
        cut = last_tag if text.find(b">", last_tag) < 0 else len(text) - text.endswith(b"/")
        text, rest = text[:cut], text[cut:]
        if len(rest) > _LONGEST_PLAIN_TAG or any(doubt.search(text) for doubt in _DOUBTS):
            return False
        for name, tag in _TAGS:
            for place in tag.findall(text):
                if not place:
                    return False
                cells.meet(name, {"r" if name == "c" else "ref": place.decode()})
        for start in range(0, len(text), _STEP):
            end = start + _STEP
            closed = text.count(b"</", start, end + 1)
            opened = text.count(b"<", start, end) - closed
            if depth + opened > most:
                return False
            depth += opened - closed - text.count(b"/>", start, end + 1)
    return depth == 0 and not rest
