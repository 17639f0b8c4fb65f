"""Writes a file whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from gmp_desk.domain.errors import Refused


@contextlib.contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Tell the errors of the system with the file at ``path`` as ``Refused``, with the reason in plain data."""
    try:
        yield
    except OSError as error:
        name = error.filename
        if name is not None and Path(name) != path and Path(name).parent != Path(os.path.realpath(path)).parent:
            raise  # an error with a file of the program's own
        raise Refused("file.write", file=str(path), reason=error.strerror or str(error)) from error


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a new file beside ``path``, and put it in the place of ``path`` when it is complete.

    After a failure or a power cut there is the earlier file or the new one, never half of one. A link is
    followed. The new file may be read and written by those who could do so with the earlier one. Raise ``Refused`` with the reason in plain data where the folder or disk does not let us.
    """
    # Not Path.resolve(), which raises RuntimeError where links lead in a circle. A name may have 255 bytes, and a
    # character four of them.
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.part")
    with refusing(path):
        try:
            write(beside)
            with contextlib.suppress(OSError):  # no earlier file, or links in a circle
                beside.chmod(target.stat().st_mode & 0o777)
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system and the folder let us.

    The file is in its place by now, so it would be wrong to say that it cannot be written.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
