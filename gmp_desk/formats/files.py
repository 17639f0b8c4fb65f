"""Writes a file whole or not at all."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from gmp_desk.domain.errors import Refused


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a new file beside ``path``, and put it in the place of ``path`` when it is complete.

    After a failure or a power cut there is the earlier file or the new one, never half of one. A link is
    followed. Raise ``Refused`` with the reason in plain data where the folder or disk does not let us.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        try:
            write(beside)
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except OSError as error:
        raise Refused("file.write", file=str(path), reason=error.strerror or str(error)) from error


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; systems that cannot open a folder do it by themselves."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
