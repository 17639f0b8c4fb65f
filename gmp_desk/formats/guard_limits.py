"""How much a file from outside may hold, and the ids under which it is refused."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gmp_desk.domain.errors import Unreadable

FARTHEST_ROW: Final = 200_000
FARTHEST_COLUMN: Final = 200
LARGEST_RANGE: Final = 1_000_000  # cells in all merged, linked and commented ranges of a sheet: readers visit each


@dataclass(frozen=True)
class Limits:
    """What a zip package may hold: sizes in bytes, and counts."""

    file: int  # the package itself
    total: int  # all parts together, uncompressed
    part: int  # one part, uncompressed
    parts: int
    ratio: int | None  # how many times larger a part may be than its compressed form
    depth: int  # elements within elements
    elements: int | None  # in all parts together; None: nobody parses XML from such a package
    cells: bool  # whether the parts may be worksheets, with cells no farther than FARTHEST_ROW and FARTHEST_COLUMN


_MB = 1_000_000

WORD: Final = Limits(
    file=50 * _MB,
    total=200 * _MB,
    part=24 * _MB,
    parts=2_000,
    ratio=200,
    depth=200,
    elements=400_000,
    cells=False,
)
EXCEL: Final = Limits(
    file=50 * _MB,
    total=200 * _MB,
    part=128 * _MB,
    parts=2_000,
    ratio=200,
    depth=200,
    elements=5_000_000,
    cells=True,
)
# A plan whose text repeats itself is no bomb at this size, so its ratio is free.
PLAN: Final = Limits(
    file=50 * _MB,
    total=60 * _MB,
    part=50 * _MB,
    parts=100,
    ratio=None,
    depth=200,
    elements=None,
    cells=False,
)

# Every id of a refusal, with the names of its parameters. "part" is the name of a member of the package, "limit" and
# "found" are counts, or bytes where the id speaks of size.
REFUSALS: Final = MappingProxyType(
    {
        # the file itself
        "file.missing": (),
        "file.folder": (),
        "guard.no_access": (),
        "guard.cannot_open": ("reason",),  # the system's name of the error, such as EIO
        "guard.file_too_big": ("limit", "found"),
        "guard.empty": (),
        "guard.not_package": ("kind",),  # as kind_of tells it
        "guard.old_format": (),  # .doc, .xls and others from before 2007
        "guard.password": (),  # the whole document is encrypted
        # the package
        "guard.damaged": ("part",),  # cut short, altered, or not as its directory says; "" where no part is to blame
        "guard.compression": ("part", "method"),
        "guard.encrypted": ("part",),
        "guard.unsafe_name": ("part",),
        "guard.duplicate_name": ("part",),
        "guard.link": ("part",),
        "guard.overlap": ("part",),
        "guard.too_many_parts": ("limit", "found"),
        "guard.part_too_big": ("part", "limit", "found"),
        "guard.content_too_big": ("limit", "found"),
        "guard.ratio": ("part", "limit", "found"),
        "guard.missing_part": ("part",),
        # what the parts hold
        "guard.dtd": ("part",),
        "guard.encoding": ("part", "encoding"),
        "guard.not_xml": ("part", "line"),
        "guard.long_tag": ("part", "limit"),
        "guard.too_many_elements": ("part", "limit"),
        "guard.too_deep": ("part", "limit"),
        "guard.bad_cell": ("part", "cell"),
        "guard.far_cell": ("part", "cell", "rows", "columns"),
        "guard.large_range": ("part", "cell", "limit"),
    }
)
_LONGEST_PARAMETER = 200  # characters of a name from a file, where 65,535 are possible


def refusal(id: str, **params: str | int) -> Unreadable:
    """Return the error that tells why a file is refused; the id and its parameters are those of ``REFUSALS``."""
    return Unreadable(id, **{k: v[:_LONGEST_PARAMETER] if isinstance(v, str) else v for k, v in params.items()})
