"""Backups of the library: whole, verified copies in a folder beside it, of which the older are thinned out."""

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from gmp_desk.domain.errors import Refused
from gmp_desk.files import put, sync_folder
from gmp_desk.storage.database import connect, told, unfinished
from gmp_desk.storage.leftovers import followed
from gmp_desk.storage.records import moment
from gmp_desk.storage.verifying import problems, problems_in

Occasion = Literal["daily", "request", "migration", "import", "delete", "restore"]

# What is kept: the latest, and one of each of so many days, weeks and months; in all no more than so many bytes.
_LATEST, _DAYS, _WEEKS, _MONTHS = 10, 7, 5, 12
_LARGEST = 1_000_000_000
_ALWAYS = 3

_NAME = re.compile(r"(?P<number>[0-9]{4,})-(?P<moment>[0-9]{8}T[0-9]{6}Z)-(?P<occasion>[a-z]+)\.db")


class Backup(NamedTuple):
    """A backup: its file, its number, when and on what occasion it was made, its size in bytes.

    Numbers count up; two that were made at the same time by two processes may have the same.
    """

    path: Path
    number: int
    moment: datetime
    occasion: str
    size: int


def folder_of(library: Path) -> Path:
    """Return the folder with the backups of a library, the same whichever link names it."""
    library = followed(library)
    return library.with_name(f"{library.stem}-backups")


def stamp(now: datetime) -> str:
    """Return a time in UTC as it stands in the name of a file: ``20260531T140500Z``."""
    return re.sub("[-:]", "", moment(now))


def backups(library: Path) -> tuple[Backup, ...]:
    """Return the backups of a library, the latest last; other files in the folder are left out."""
    paths: tuple[Path, ...] = ()
    with told(folder_of(library)), contextlib.suppress(FileNotFoundError):
        paths = tuple(folder_of(library).iterdir())
    found = filter(None, map(_backup, paths))
    return tuple(sorted(found, key=lambda backup: (backup.number, backup.moment)))


def is_due(library: Path, now: datetime) -> bool:
    """Tell whether the latest backup is a day old, or there is none; one of the future tells of a clock that jumped."""
    made = backups(library)
    return not made or not timedelta() <= now - made[-1].moment < timedelta(days=1)


def back_up(library: Path, occasion: Occasion, now: datetime, source: sqlite3.Connection | None = None) -> Backup:
    """Make a backup of a library, verify it, and thin out the older ones; return it.

    ``source`` is the connection that has the library for itself, where there is one. Raise ``Refused`` where there is
    no room or right for it ("library.full" …), or where the copy is not sound ("backup.failed").
    """
    folder = folder_of(library)
    with told(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        path = _new_backup(library, occasion, now, source)
    for old in dispensable(backups(library)):
        with contextlib.suppress(OSError):  # the next one tries again
            old.path.unlink()
    return next(backup for backup in backups(library) if backup.path == path)


def _new_backup(library: Path, occasion: str, now: datetime, source: sqlite3.Connection | None) -> Path:
    """Make a backup under the next number; where another process takes its name meanwhile, under the one after it."""
    while True:
        made = backups(library)
        number = made[-1].number + 1 if made else 1
        path = folder_of(library) / f"{number:04}-{stamp(now)}-{occasion}.db"
        try:
            copy_verified(library, path, source)
        except Refused as error:
            if error.id != "backup.exists":
                raise
        else:
            return path


def copy_verified(library: Path, path: Path, source: sqlite3.Connection | None = None) -> None:
    """Copy a library to a file that is not there yet; nothing is left of a copy that is not sound.

    A copy of a library with damage is sound when its damage is the same: the rest of it may be needed. Raise
    ``Refused`` ("backup.failed") where the copy is not sound, and ("backup.exists") where there is such a file.
    """
    with told(path):
        if path.exists():
            raise Refused("backup.exists", file=str(path))
        with unfinished(path) as new:
            with contextlib.ExitStack() as open_ones:
                if source is None:
                    source = open_ones.enter_context(contextlib.closing(connect(library)))
                copy(source, new)
                damaged = problems(new, is_copy=True)
                if damaged and damaged != problems_in(source):
                    raise Refused("backup.failed", file=str(path))
            try:
                put(new, path)
            except FileExistsError as error:
                raise Refused("backup.exists", file=str(path)) from error
    sync_folder(path.parent)


def copy(source: sqlite3.Connection, path: Path) -> None:
    """Copy an open library into a file, which then stands alone, without a log beside it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target)
        try:
            target.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise
            # The header that was copied claims a format of the future, which SQLite only reads.
            raise Refused("library.damaged", file=str(path)) from error


def _backup(path: Path) -> Backup | None:
    """Return the backup of a file; None where it is none, or is no more: another process may thin them out."""
    name = _NAME.fullmatch(path.name)
    if name and path.is_file():
        with contextlib.suppress(FileNotFoundError, ValueError):  # the digits may make no date
            moment = datetime.fromisoformat(name["moment"])
            return Backup(path, int(name["number"]), moment, name["occasion"], path.stat().st_size)
    return None


def dispensable(made: Iterable[Backup]) -> tuple[Backup, ...]:
    """Return the backups that need not be kept, in any order."""
    latest_first = sorted(made, key=lambda backup: (backup.number, backup.moment), reverse=True)
    kept = set(latest_first[:_LATEST])
    # Of a day the first, which has what was deleted on it; of a week and a month the last.
    periods: tuple[tuple[int, int, Callable[[Backup], object]], ...] = (
        (_DAYS, -1, lambda backup: backup.moment.date()),
        (_WEEKS, 0, lambda backup: backup.moment.isocalendar()[:2]),
        (_MONTHS, 0, lambda backup: (backup.moment.year, backup.moment.month)),
    )
    for number, which, period_of in periods:
        found: dict[object, list[Backup]] = {}
        for backup in latest_first:
            found.setdefault(period_of(backup), []).append(backup)
        kept |= {of_period[which] for of_period in list(found.values())[:number]}
    size = 0
    for place, backup in enumerate(backup for backup in latest_first if backup in kept):
        size += backup.size
        if place >= _ALWAYS and size > _LARGEST:
            kept.discard(backup)
    return tuple(backup for backup in latest_first if backup not in kept)
