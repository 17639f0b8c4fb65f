"""Has a library to itself while its whole content is exchanged."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from gmp_desk.domain.errors import Refused
from gmp_desk.storage.database import connect


@contextlib.contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that has the library for itself; raise ``Refused`` ("library.in_use") where others have it."""
    with contextlib.closing(connect(path, patience=1)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise Refused("library.in_use", file=str(path)) from error
        yield connection


def put_in_place(new: Path, connection: sqlite3.Connection) -> None:
    """Put the content of another library into the one that a connection has for itself: all of it, or nothing."""
    with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as source:
        source.backup(connection)
