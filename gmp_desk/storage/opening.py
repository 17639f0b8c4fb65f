"""Opens the library of a path: makes an empty one where there is none, brings an older one up to date."""

import contextlib
from pathlib import Path
from typing import NamedTuple

from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import Backup
from gmp_desk.storage.database import SCHEMAS, create, look_at, told
from gmp_desk.storage.library import Clock, Library


class Opened(NamedTuple):
    """An open library, and the backup that was made where it had to be brought up to date."""

    library: Library
    migrated: Backup | None


def open_library(path: Path, clock: Clock) -> Opened:
    """Open a library; raise ``Refused`` where the file is of something else, of a newer program, or in use."""
    version = look_at(path)
    migrated = None
    if version is None:
        create(path)
    elif version != SCHEMAS[-1]:
        # Alembic takes longer to load than a command takes to answer.
        from gmp_desk.storage.migrating import migrate

        migrated = migrate(path, clock())
    return Opened(Library(path, clock), migrated)


def path_of(given: str) -> Path:
    """Return the file of a library that a user names, which may be that of its folder.

    Raise ``Refused`` ("library.address") for the address of a database server: the library is a file.
    """
    if "://" in given:
        raise Refused("library.address", file=given)
    path = Path(given)
    with contextlib.suppress(RuntimeError):  # nobody of that name
        path = path.expanduser()
    with told(path):
        return path / "library.db" if path.is_dir() else path
