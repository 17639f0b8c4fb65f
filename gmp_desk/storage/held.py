"""What this process has open, and the locks by which SQLite tells that a file is in use.

On POSIX, the locks of a process on a file are gone when it closes that file once, however often it has it open
(fcntl(2)). So the file of an open library, or one beside it, must be opened by SQLite alone, which knows of this: after
anything else, another process takes itself for the last one, and removes the log that is still written here.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gmp_desk.domain.errors import Refused

FILE = 0x40000000, 512
"""The first byte and the number of those that SQLite locks in a database (sqlite.org/fileformat2.html, 1.4)."""

INDEX = 120, 9
"""The same in the index of a log (sqlite.org/walformat.html, 2.3)."""


Number = tuple[int, int]
"""The device of a file, and its number there."""


def number_of(path: Path) -> Number | None:
    """Return the number of a file; None where there is none, and on Windows, where an open file stays."""
    if sys.platform != "win32":
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            return status.st_dev, status.st_ino
    return None


def numbers_open_here() -> set[Number]:
    """Return the numbers of the files that this process has opened; none on Windows, where that does no harm."""
    numbers: set[Number] = set()
    try:
        handles = [int(handle.name) for handle in Path("/dev/fd").iterdir()]
    except OSError:  # Windows
        return numbers
    for handle in handles:
        with contextlib.suppress(OSError):  # closed meanwhile, as is the one that listed them
            # One that the process was started with, such as its input, is inheritable; it has no lock of ours.
            if not os.get_inheritable(handle):
                status = os.fstat(handle)
                numbers.add((status.st_dev, status.st_ino))
    return numbers


def is_open_here(path: Path) -> bool:
    """Tell whether this process has opened a file, by whatever name; no on Windows, where that does no harm."""
    with contextlib.suppress(OSError):
        return number_of(path) in numbers_open_here()
    return False


@contextlib.contextmanager
def held(path: Path, place: tuple[int, int], library: Path) -> Iterator[BinaryIO]:
    """Give a file that is there, open, and locked so that no SQLite gets at it; nobody else may open it here meanwhile.

    Raise ``Refused`` ("library.in_use") where this or another process has it open. On Windows nothing is locked: there
    nobody can move or remove what another process has open.
    """
    if is_open_here(path):
        raise Refused("library.in_use", file=str(library))
    with path.open("rb+") as file:
        if sys.platform != "win32":
            import fcntl

            first, count = place
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count, first)
            except OSError as error:
                if error.errno not in (errno.EACCES, errno.EAGAIN):
                    raise
                raise Refused("library.in_use", file=str(library)) from error
        yield file
