"""Reads files that a user names, telling plainly what is wrong with one that cannot be read."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from gmp_desk.domain.errors import Unreadable
from gmp_desk.domain.text import normalize
from gmp_desk.files import reason_of
from gmp_desk.storage.held import is_open_here

_Read = TypeVar("_Read")


def read_file(path: Path, read: Callable[[Path], _Read]) -> _Read:
    """Return what ``read`` makes of a file; raise ``Unreadable`` where there is none or it does not open.

    A file that is open here is the library, or one beside it: to read it would drop its locks (see ``storage.held``).
    """
    try:
        if path.is_dir():
            raise Unreadable("file.folder")
        if path.exists() and not path.is_file():
            raise Unreadable("file.special")
        if is_open_here(path):
            raise Unreadable("package.kind", kind="other")
        return read(path)
    except FileNotFoundError as error:
        raise Unreadable("file.missing") from error
    except OSError as error:
        raise Unreadable("file.read", reason=reason_of(error)) from error


def text_of(data: bytes) -> str:
    """Return the text of a text file in UTF-8, normalized; raise ``Unreadable`` where it is in another encoding."""
    try:
        return normalize(data.decode("utf-8").removeprefix("\ufeff")).text
    except UnicodeDecodeError as error:
        raise Unreadable("text.encoding", position=error.start + 1) from error
