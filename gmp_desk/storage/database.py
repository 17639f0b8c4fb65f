"""The file of the library: made whole, recognized before it is touched, and opened with what keeps it safe.

Every commit is flushed to the disk (WAL with synchronous FULL): it outlives a crash of the program and a power cut.
"""

import contextlib
import errno
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from gmp_desk.domain.errors import Refused
from gmp_desk.files import reason_of
from gmp_desk.storage.held import Number, is_open_here, number_of, numbers_open_here
from gmp_desk.storage.leftovers import OWNER_ONLY, beside, log_held, place, set_aside
from gmp_desk.storage.tables import APPLICATION_ID, Row

SCHEMAS = ("0001", "0002")
"""The versions of the schema, the newest last; each has a migration of that name."""

BESIDE = ("-wal", "-shm", "-journal", "")
"""What is added to the name of a library for the files that SQLite keeps beside it, the library itself last."""

PATIENCE = 5.0
"""The seconds to wait for another process to finish its change."""

_UNCHANGED = "mode=ro&immutable=1"  # without the mode, SQLite makes a file where there is none
_HEADER, _FORMAT, _ID = 100, b"SQLite format 3\0", slice(68, 72)
_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{8}\.gmp-part(-wal|-shm|-journal)?")
_LEFT_BEHIND = 86_400  # seconds after which nobody is at an unfinished file any more


class OutOfStep(Exception):
    """An index of a library and its table disagree: the file is damaged."""


class Database:
    """An open library file; its connections may be used by one thread at a time each."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._connections = _Connections(path, patience)
        self._closing = threading.Lock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the library as it is now, whatever others change meanwhile."""
        with (
            self._open() as connections,
            told(self.path),
            connections.engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all made when the block ends well, or none of them.

        Raise ``Refused`` ("library.replaced") where the file at the path, or the log beside it, is not the one that is
        open: what is written to a log that nobody finds is lost. A log is removed by another process where something
        else in this one, such as a dialog that lists files, has opened and closed the library (see ``held``).
        """
        try:
            with (
                self._open() as connections,
                told(self.path),
                connections.engine.connect().execution_options(writing=True) as connection,
                connection.begin(),
            ):
                yield connection
                connections.check_same()
        except Refused as error:
            if error.id == "library.read_only":
                self.close()  # a file that was opened to be read only stays so, whatever its rights are now
            raise

    def close(self) -> None:
        """Close all connections; the last one to close a library moves its log into the file.

        Where another library was put in its place, its log is kept beside that one, as ``place`` does.
        """
        with self._closing:
            connections, self._connections = self._connections, _Connections(self.path, self._patience)
        connections.close()

    @contextlib.contextmanager
    def _open(self) -> Iterator["_Connections"]:
        """Give the connections; what another thread closes meanwhile is closed when the block ends."""
        connections = self._connections
        try:
            yield connections
        finally:
            if connections is not self._connections:
                connections.close()


class _Connections:
    """The connections to a library until it is closed, and the numbers of the files that they have open."""

    def __init__(self, path: Path, patience: float) -> None:
        self.engine = _engine(self._connected)
        self._path = path
        self._patience = patience
        self._opened: dict[Path, Number] = {}

    def check_same(self) -> None:
        """Raise ``Refused`` where the file at the path, or the log beside it, is not the one that is open."""
        self._opened |= self._found()

    def close(self) -> None:
        """Close those that nobody uses at the moment."""
        log = self._log_beside_another()
        self.engine.pool.dispose()  # not the engine's, which forgets those that come back later
        if log:
            # It stays where another process has the library, which keeps it when it closes that, and where the folder
            # does not let us.
            with contextlib.suppress(Refused, OSError), log_held(self._path):
                if number_of(beside(self._path, "-wal")) == log:
                    set_aside(self._path, "-wal")

    def _connected(self) -> sqlite3.Connection:
        found = self._found()  # before it is opened: it may be anybody's
        connection = connect(self._path, self._patience)
        log = beside(self._path, "-wal")
        made = number_of(log)
        self._opened |= ({log: made} if made else {}) | found
        return connection

    def _found(self) -> dict[Path, Number]:
        """Return the numbers that the files have now; raise ``Refused`` where they are not the ones that are open."""
        found = {}
        for file in (self._path, beside(self._path, "-wal")):
            now, opened = number_of(file), self._opened.get(file)
            if opened and now != opened:
                # Some network drives number their files anew; then it is still the one that is open here.
                open_here = numbers_open_here()
                if opened in open_here or now not in open_here:
                    raise Refused("library.replaced", file=str(self._path))
            if now:
                found[file] = now
        return found

    def _log_beside_another(self) -> Number | None:
        """Return the number of our log where it lies beside another library, into which SQLite would replay it."""
        with contextlib.suppress(OSError):
            now, opened = number_of(self._path), self._opened.get(self._path)
            if now and now != opened:
                log, open_here = number_of(beside(self._path, "-wal")), numbers_open_here()
                if opened in open_here and log in open_here:
                    return log
        return None


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
            try:
                row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            except sqlite3.DatabaseError as error:
                if not _is_no_database(error):
                    raise
                raise Refused("library.damaged", file=str(path)) from error  # its beginning, as it is ours
        version = str(row[0]) if row else ""
        if version not in SCHEMAS:
            raise Refused("library.newer", file=str(path))
        return version


def _is_ours(path: Path) -> bool:
    """Tell whether a file is a library, by the header of its file format (sqlite.org/fileformat2.html, 1.3).

    It is read by SQLite, as this process may have the library open: closing it after a plain ``open`` would drop the
    locks of the open connections (see ``held``), and another process remove the log that they write. SQLite is told
    that nobody changes the file: it would have to read it together with its log else, and bring the index of a foreign
    log to life.
    """
    try:
        with contextlib.closing(_connect(path, _UNCHANGED)) as connection:
            # Without its log a library seems cut off whose log was being moved into it when the program was killed:
            # its header counts more pages than there are. In this mode SQLite does not mind.
            connection.execute("PRAGMA writable_schema = ON")
            return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except sqlite3.DatabaseError as error:
        if not _is_no_database(error):
            raise
    if is_open_here(path):
        return True  # it was one when it was opened
    with path.open("rb") as file:
        header = file.read(_HEADER)
    return header.startswith(_FORMAT) and int.from_bytes(header[_ID], "big") == APPLICATION_ID


def _is_no_database(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB


def create(path: Path) -> None:
    """Make an empty library, whole or not at all; one that another process has just made is left as it is."""
    with told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished(path) as new:
            _fill(new)
            with contextlib.suppress(FileExistsError):
                place(new, path)


def connect(path: Path, patience: float = PATIENCE, *, is_copy: bool = False) -> sqlite3.Connection:
    """Return a connection in autocommit to a library file that is there; ``patience`` is in seconds.

    A copy that nobody else knows of stays without a log beside it.
    """
    connection = _connect(path, "mode=rw", patience)
    try:
        if not is_copy:
            _open_logs(path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA schema_version")  # opens the log, which it has from now on
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
    return _connect(path, "mode=ro" if beside(path, "-wal").exists() else _UNCHANGED)


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
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
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


def _open_logs(path: Path) -> None:
    """Let the owner of a library write its log again, which SQLite made like a file that could only be read then."""
    if os.access(path, os.W_OK):
        for log in (beside(path, suffix) for suffix in ("-wal", "-shm")):
            # By another than its owner this is refused, and by root it is left to him.
            with contextlib.suppress(OSError):
                status = log.stat()
                if not status.st_mode & 0o200 and status.st_uid == path.stat().st_uid:
                    log.chmod(OWNER_ONLY)


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


def _engine(connected: Callable[[], sqlite3.Connection]) -> Engine:
    engine = create_engine("sqlite://", creator=connected, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver is in autocommit. A change takes the lock at once: to ask for it later may fail half way.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
