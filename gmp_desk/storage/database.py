"""The file of the library: made whole, recognized before it is touched, and opened with what keeps it safe.

Every commit is flushed to the disk (WAL with synchronous FULL): it outlives a crash of the program and a power cut.
"""

import contextlib
import errno
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from gmp_desk.domain.errors import Refused
from gmp_desk.files import put, reason_of, sync_folder
from gmp_desk.storage.tables import APPLICATION_ID, Row

SCHEMAS = ("0001", "0002")
"""The versions of the schema, the newest last; each has a migration of that name."""

BESIDE = ("-wal", "-shm", "-journal", "")
"""What is added to the name of a library for the files that SQLite keeps beside it, the library itself last."""

PATIENCE = 5.0
"""The seconds to wait for another process to finish its change."""

_OWNER_ONLY = 0o600
_HEADER, _FORMAT, _ID = 100, b"SQLite format 3\0", slice(68, 72)
_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{8}\.gmp-part(-wal|-shm|-journal)?")
_LEFT_BEHIND = 86_400  # seconds after which nobody is at an unfinished file any more


class OutOfStep(Exception):
    """An index of a library and its table disagree: the file is damaged."""


class Database:
    """An open library file; its connections may be used by one thread at a time each."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self._engine = _engine(path, patience)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the library as it is now, whatever others change meanwhile."""
        with told(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all made when the block ends well, or none of them."""
        with told(self.path), self._engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close all connections; the last one to close a library moves its log into the file."""
        self._engine.dispose()


def look_at(path: Path) -> str | None:
    """Return the version of the schema of the library at a path, None where there is nothing.

    Raise ``Refused`` where the file is of something else ("library.foreign") or of a newer program
    ("library.newer"). Such a file is left untouched, byte for byte.
    """
    with told(path):
        if not path.exists():
            return None
        if not path.is_file():
            raise Refused("library.special", file=str(path))
        if not _is_ours(path):
            raise Refused("library.foreign", file=str(path))
        with contextlib.closing(connect_untouched(path)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        version = str(row[0]) if row else ""
        if version not in SCHEMAS:
            raise Refused("library.newer", file=str(path))
        return version


def _is_ours(path: Path) -> bool:
    """Tell whether a file is a library, by the header of its file format (sqlite.org/fileformat2.html, 1.3).

    SQLite itself would have to read it together with its log, and bring the index of a foreign log to life, or without
    the log, and take a library for damaged whose log was being moved into the file when the program was killed.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError:  # SQLite meets it as well, and what it says is told
        header = b""
    if len(header) == _HEADER and header.startswith(_FORMAT):
        return int.from_bytes(header[_ID], "big") == APPLICATION_ID
    with contextlib.closing(_connect(path, "immutable=1")) as connection:
        return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def create(path: Path) -> None:
    """Make an empty library, whole or not at all; one that another process has just made is left as it is."""
    with told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished(path) as new:
            _fill(new)
            try:
                put(new, path)
            except FileExistsError:
                return
    sync_folder(path.parent)


def connect(path: Path, patience: float = PATIENCE, *, is_copy: bool = False) -> sqlite3.Connection:
    """Return a connection in autocommit to a library file that is there; ``patience`` is in seconds.

    A copy that nobody else knows of stays without a log beside it.
    """
    connection = _connect(path, "mode=rw", patience)
    try:
        if not is_copy:
            connection.execute("PRAGMA journal_mode = WAL")
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_untouched(path: Path) -> sqlite3.Connection:
    """Return a connection that reads a library file, with its log if it has one, and leaves it as it is.

    Without a log nothing need be written beside it, so the file may lie on a disk that nobody can write to.
    """
    return _connect(path, "mode=ro" if path.with_name(path.name + "-wal").exists() else "immutable=1")


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what SQLite and the system say of the library file as ``Refused``, in plain data."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise _refusal(error.orig, path) from error
    except sqlite3.Error as error:
        raise _refusal(error, path) from error
    except (OutOfStep, UnicodeDecodeError) as error:  # SQLite quotes a damaged name in what it says
        raise Refused("library.damaged", file=str(path)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused("library.full", file=str(path)) from error
        raise Refused("library.file", file=str(path), reason=reason_of(error)) from error


@contextlib.contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Give a new, empty file beside a path, for its owner only and of a name that no other process has.

    It is gone when the block ends, unless it was moved. Those that processes left which died in such a block are
    removed when they are a day old.
    """
    for left in path.parent.iterdir():
        if _UNFINISHED.fullmatch(left.name):
            with contextlib.suppress(OSError):
                if left.stat().st_mtime < time.time() - _LEFT_BEHIND:
                    left.unlink()
    new = path.with_name(f".{path.name}.{os.urandom(4).hex()}.gmp-part")
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    try:
        yield new
    finally:
        remove(new)


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite says that a library file is damaged: its pages, or the names of its tables and columns."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return str(error).startswith(_OF_SCHEMA)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether the structure of a file is sound; a wrong value in a row is told by the hash of its plan alone."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def remove(path: Path) -> None:
    """Remove a library file with what SQLite keeps beside it; nothing happens where there is none."""
    for suffix in BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


# The primary codes of SQLite (the lowest byte of the extended ones), and the ids under which a user is told.
_TOLD = {
    sqlite3.SQLITE_BUSY: "library.locked",
    sqlite3.SQLITE_LOCKED: "library.locked",
    sqlite3.SQLITE_FULL: "library.full",
    sqlite3.SQLITE_READONLY: "library.read_only",
    sqlite3.SQLITE_PERM: "library.read_only",
    sqlite3.SQLITE_CANTOPEN: "library.cannot_open",
    sqlite3.SQLITE_IOERR: "library.disk",
    sqlite3.SQLITE_CORRUPT: "library.damaged",
    sqlite3.SQLITE_NOTADB: "library.foreign",
}


# What SQLite says where the schema of a file is not the one that was written. It has no code of its own for this.
_OF_SCHEMA = ("foreign key mismatch", "no such table", "no such column", "unsupported file format")


def _refusal(error: sqlite3.Error, path: Path) -> Exception:
    """Return the error as a user is told it; a bug of ours, such as a wrong statement, is returned as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    id_ = _TOLD.get(code & 0xFF) if code is not None else None
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the index of the log
        id_ = "library.full"
    if id_ is None and (is_damage(error) or (isinstance(error, sqlite3.IntegrityError) and not _has_sound(path))):
        id_ = "library.damaged"
    return error if id_ is None else Refused(id_, file=str(path))


def _has_sound(path: Path) -> bool:
    """Tell whether the structure of a library is sound: an index that has lost a row takes it for a new one."""
    try:
        with contextlib.closing(connect(path)) as connection:
            return is_sound(connection)
    except sqlite3.Error as error:
        return not is_damage(error)


def _connect(path: Path, how: str, patience: float = PATIENCE) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path.absolute()))}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
    # A damaged text is noticed by its hash; an error here would keep the others from being read.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection


def _fill(path: Path) -> None:
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous = FULL")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("BEGIN")
        Row.metadata.create_all(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version"
            " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (SCHEMAS[-1],))
        connection.commit()


def _engine(path: Path, patience: float) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: connect(path, patience), poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver is in autocommit. A change takes the lock at once: to ask for it later may fail half way.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
