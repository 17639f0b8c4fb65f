"""The members of a zip package, checked against what its directory says before and while they are read."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from gmp_desk.formats.guard_limits import Limits, refusal

_RATIO_COUNTS_FROM = 1_000_000  # bytes; a small part full of empty table rows may well shrink a thousandfold
_SLICE = 1 << 18  # bytes of the file taken at once
_LARGEST_CHUNK = 1 << 20  # bytes given at once
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # flag bits: a member's data, with strong encryption, the directory itself
_UNSAFE_NAME = re.compile(r"/|.*\\|[A-Za-z]:|(.*/)?\.\.(/|$)|.*[\0-\x1f]|$", re.DOTALL)


@dataclass(frozen=True)
class Member:
    """Where the compressed bytes of one part lie in the file, and what they must become."""

    name: str
    start: int
    end: int
    deflated: bool
    size: int
    crc: int


def members_of(data: bytes, limits: Limits) -> list[Member]:
    """Return the members of a zip file, folders left out.

    Raise ``Unreadable`` where the directory is broken, a name, a kind of member or a size is not allowed, or members
    overlap. The sizes are still claims: ``contents`` holds each member to them.
    """
    directory, directory_start = _directory(data, limits.parts)
    _check_claims(directory, limits)
    in_order = sorted(directory, key=lambda info: info.header_offset)
    if in_order and in_order[0].header_offset != 0:
        raise refusal("guard.damaged", part="")  # something lies before the package, perhaps another one
    members = []
    free_from = 0
    for info in in_order:
        member = _member(data, info)
        if info.header_offset < free_from or member.end > directory_start:
            raise refusal("guard.overlap", part=member.name)
        free_from = member.end
        if not (member.name.endswith("/") and member.size == 0):
            members.append(member)
    return members


def names_in(data: bytes, most: int) -> list[str]:
    """Return the names of the members of a zip file as they stand there; raise ``Unreadable`` where it is broken."""
    return [info.orig_filename for info in _directory(data, most)[0]]


def contents(data: bytes, member: Member) -> Iterator[bytes]:
    """Yield the uncompressed bytes of a member in chunks of at most 1 MB.

    Raise ``Unreadable`` as soon as there are more than its directory says, and at the end where there are fewer or
    where their checksum differs: whoever needs to be sure takes all chunks.
    """
    size = crc = 0
    for chunk in _inflated(data, member) if member.deflated else _stored(data, member):
        size += len(chunk)
        if size > member.size:
            raise refusal("guard.damaged", part=member.name)
        crc = zlib.crc32(chunk, crc)
        if chunk:
            yield chunk
    if size != member.size or crc != member.crc:
        raise refusal("guard.damaged", part=member.name)


def beginning(chunks: Iterator[bytes]) -> bytes:
    """Take chunks until they hold 4,096 bytes together, or all there are: a packer may make the first ones tiny."""
    head = b""
    while len(head) < 4_096 and (chunk := next(chunks, b"")):
        head += chunk
    return head


def _directory(data: bytes, most: int) -> tuple[list[zipfile.ZipInfo], int]:
    """Return the entries of the directory, and where it starts in the file."""
    # Every entry begins with this signature. Millions of them, which a file of 50 MB can hold, would take zipfile
    # seconds and gigabytes; more than there are entries occur where a zip lies uncompressed in the zip.
    found = data.count(b"PK\x01\x02")
    if found > 10 * most:
        raise refusal("guard.too_many_parts", limit=most, found=found)
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + _END_OF_DIRECTORY.size > len(data):
        raise refusal("guard.damaged", part="")
    # Nothing may follow the comment: readers disagree about which directory counts where there is room for two.
    comment = _END_OF_DIRECTORY.unpack_from(data, end)[-1]
    if end + _END_OF_DIRECTORY.size + comment != len(data):
        raise refusal("guard.damaged", part="")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.infolist(), package.start_dir
    except Exception as error:  # zipfile raises at least seven kinds of error for a broken directory
        raise refusal("guard.damaged", part="") from error


def _check_claims(directory: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(directory) > limits.parts:
        raise refusal("guard.too_many_parts", limit=limits.parts, found=len(directory))
    seen = set()
    total = 0
    for info in directory:
        name = info.orig_filename
        if _UNSAFE_NAME.match(name):
            raise refusal("guard.unsafe_name", part=name)
        if name.casefold() in seen:
            raise refusal("guard.duplicate_name", part=name)
        seen.add(name.casefold())
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refusal("guard.link", part=name)
        if info.flag_bits & _ENCRYPTED:
            raise refusal("guard.encrypted", part=name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal("guard.compression", part=name, method=info.compress_type)
        if info.file_size > limits.part:
            raise refusal("guard.part_too_big", part=name, limit=limits.part, found=info.file_size)
        ratio = info.file_size // max(info.compress_size, 1)
        if limits.ratio is not None and info.file_size > _RATIO_COUNTS_FROM and ratio > limits.ratio:
            raise refusal("guard.ratio", part=name, limit=limits.ratio, found=ratio)
        total += info.file_size
    if total > limits.total:
        raise refusal("guard.content_too_big", limit=limits.total, found=total)


def _member(data: bytes, info: zipfile.ZipInfo) -> Member:
    """Return the member that a directory entry leads to, whose own header must say the same."""
    name = info.orig_filename
    try:
        fields = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise refusal("guard.damaged", part=name) from error
    signature, _, flags, method, *_, name_length, extra_length = fields
    name_start = info.header_offset + _LOCAL_HEADER.size
    name_end = name_start + name_length
    own_name = data[name_start:name_end].decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
    if flags & _ENCRYPTED:
        raise refusal("guard.encrypted", part=name)
    if signature != b"PK\x03\x04" or own_name != name or method != info.compress_type:
        raise refusal("guard.damaged", part=name)
    start = name_end + extra_length
    deflated = method == zipfile.ZIP_DEFLATED
    return Member(name, start, start + info.compress_size, deflated, info.file_size, info.CRC)


def _stored(data: bytes, member: Member) -> Iterator[bytes]:
    for start in range(member.start, member.end, _SLICE):
        yield data[start : min(start + _SLICE, member.end)]


def _inflated(data: bytes, member: Member) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in _stored(data, member):
        rest = piece
        while rest:
            try:
                chunk = inflater.decompress(rest, _LARGEST_CHUNK)
            except zlib.error as error:
                raise refusal("guard.damaged", part=member.name) from error
            rest = inflater.unconsumed_tail
            yield chunk
        if inflater.unused_data:
            break
    yield inflater.flush()  # what did not fit into the last chunk
    if not inflater.eof or inflater.unused_data:
        raise refusal("guard.damaged", part=member.name)
