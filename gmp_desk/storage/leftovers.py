"""What SQLite keeps beside a library, and the logs whose library is gone.

SQLite replays a log into whatever lies beside it: beside another library that destroys it.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from gmp_desk.files import put, sync_folder
from gmp_desk.storage.held import INDEX, held

OWNER_ONLY = 0o600
"""Who may read a library, and what is kept beside it."""

LOGS = ("-wal", "-journal")
"""What is added to the name of a library for that of its log."""


def followed(path: Path) -> Path:
    """Return the file that a path leads to, beside which SQLite keeps its log; the path itself if it leads nowhere."""
    try:
        # Not Path.resolve(), which raises RuntimeError where links lead in a circle.
        return Path(os.path.realpath(path, strict=True))
    except OSError:
        return path


def place(new: Path, path: Path) -> Path | None:
    """Give a new library its place where there is none, and return the log of one that is gone, None where none was.

    SQLite would take that log for the new library's, and replay it. It gets a name of its own, by which SQLite finds it
    again for a library that is put beside it. Raise ``FileExistsError`` where there is a library by now, and
    ``Refused`` ("library.in_use") where a process still has the one that is gone.
    """
    kept = None
    with contextlib.ExitStack() as open_ones:
        if any(beside(path, suffix).exists() for suffix in (*LOGS, "-shm")):
            _check_gone(path)
            # Also where the log is empty: one that has only read the gone library would take the new one for it.
            open_ones.enter_context(log_held(path))
            _check_gone(path)  # again, as nobody can open one from now on
            kept = set_aside(path, *LOGS)
        put(new, path)
    sync_folder(path.parent)
    return kept


@contextlib.contextmanager
def log_held(path: Path) -> Iterator[None]:
    """Keep SQLite from the log at a path; raise ``Refused`` ("library.in_use") where a process has it."""
    index = beside(path, "-shm")
    index.touch(OWNER_ONLY)
    with held(index, INDEX, path):
        yield


def set_aside(path: Path, *suffixes: str) -> Path | None:
    """Give the logs of a library a name of their own, and return the first; one without content is removed."""
    path = followed(path)
    kept = path.with_name(f"{path.stem}-left-{os.urandom(4).hex()}.db")
    moved = []
    for suffix in suffixes:
        log = beside(path, suffix)
        if _size(log):
            moved.append(log.rename(kept.with_name(kept.name + suffix)))
        else:
            log.unlink(missing_ok=True)
    return moved[0] if moved else None


def logs_left(path: Path) -> tuple[Path, ...]:
    """Return the logs that were kept of libraries that are gone from a path (see ``place``), and are still not back."""
    path = followed(path)
    try:
        files = sorted(path.parent.iterdir())
    except OSError:  # a folder that may not be listed
        return ()
    return tuple(
        log
        for log in files
        if log.name.startswith(f"{path.stem}-left-")
        and log.name.endswith(tuple(f".db{suffix}" for suffix in LOGS))
        and not log.with_name(log.name.rpartition("-")[0]).exists()
    )


def _check_gone(path: Path) -> None:
    """Raise ``FileExistsError`` where another process has made a library meanwhile; then the log is its own."""
    if os.path.lexists(path):
        raise FileExistsError(path)


def beside(path: Path, suffix: str) -> Path:
    """Return a file that SQLite keeps beside a library, where that lies itself."""
    path = followed(path)
    return path.with_name(path.name + suffix)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
