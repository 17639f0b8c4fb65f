"""Puts a backup in the place of the library, and keeps what was there."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from gmp_desk.domain.errors import Refused
from gmp_desk.files import sync_folder
from gmp_desk.storage.backups import back_up, backups, copy, folder_of, stamp
from gmp_desk.storage.database import (
    BESIDE,
    SCHEMAS,
    connect_untouched,
    look_at,
    told,
    unfinished,
)
from gmp_desk.storage.exclusive import alone, put_in_place
from gmp_desk.storage.held import FILE, held
from gmp_desk.storage.leftovers import followed, place
from gmp_desk.storage.verifying import Problem, problems


def restore(path: Path, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a library and return the file that holds what was there, None where nothing was.

    Where no library was, but its log, that is what was there. Raise ``Refused`` where the backup is no library
    ("backup.foreign") or damaged ("backup.damaged"), or the library is in use. A library that is itself damaged is kept
    as it is.
    """
    path, backup = followed(path), followed(backup)
    with _blamed(backup):
        version = look_at(backup)
    if version is None:
        raise Refused("file.missing", file=str(backup))
    with told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished(path) as restored:
            with _blamed(backup), told(path):
                _fetch(backup, version, restored)
            return _swap(path, restored, now)


@contextmanager
def _blamed(backup: Path) -> Iterator[None]:
    """Say of what is wrong with a file that was meant as a backup that it is the backup's."""
    try:
        yield
    except Refused as error:
        if error.id == "library.damaged":
            raise Refused("backup.damaged", file=str(backup)) from error
        if error.id in ("library.foreign", "library.special"):
            raise Refused("backup.foreign", file=str(backup)) from error
        raise


def _fetch(backup: Path, version: str, restored: Path) -> None:
    """Copy a backup into a file, and bring it to the newest schema."""
    with closing(connect_untouched(backup)) as source:
        copy(source, restored)
    if version != SCHEMAS[-1]:
        from gmp_desk.storage.migrating import upgrade

        upgrade(restored)
    if Problem("file") in problems(restored, is_copy=True):
        raise Refused("backup.damaged", file=str(backup))


def _swap(path: Path, restored: Path, now: datetime) -> Path | None:
    if not path.exists():
        with suppress(FileExistsError):  # another process has just made one
            return place(restored, path)
    try:
        look_at(path)
        with alone(path) as connection:
            kept = back_up(path, "restore", now, connection).path
            put_in_place(restored, connection)
    except Refused as error:
        # A library whose beginning is damaged is no library to see; that it is ours is told by its backups.
        ours = error.id == "library.foreign" and backups(path)
        if not ours and error.id not in ("library.damaged", "backup.failed"):
            raise
        return _replaced_raw(path, restored, now)
    return kept


def _replaced_raw(path: Path, restored: Path, now: datetime) -> Path:
    """Replace a file that does not open as a library, keeping it byte for byte.

    A process may have opened it before it was damaged, so nobody is to have it by SQLite's own locks.
    """
    with held(path, FILE, path) as file:
        folder = folder_of(path)
        folder.mkdir(mode=0o700, exist_ok=True)
        kept = folder / f"damaged-{stamp(now)}-{os.urandom(4).hex()}.db"
        for suffix in BESIDE[:-1]:
            there = path.with_name(path.name + suffix)
            if there.exists():
                with there.open("rb") as log:
                    _copy_raw(log, kept.with_name(kept.name + suffix))
        _copy_raw(file, kept)
        sync_folder(folder)
        if sys.platform == "win32":  # nothing is locked there, and no open file replaced
            file.close()
        # The log first: beside another file it would be taken for that file's.
        for suffix in BESIDE[:-1]:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        restored.replace(path)
    sync_folder(path.parent)
    return kept


def _copy_raw(source: BinaryIO, path: Path) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
