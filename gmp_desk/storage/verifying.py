"""Finds what is damaged in a library of any schema: the file's own structure, and every text in it by its hash."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, NamedTuple

import sqlalchemy
from sqlalchemy import Select, literal_column, select
from sqlalchemy.dialects import sqlite

from gmp_desk.storage.database import connect, is_damage, is_sound, told
from gmp_desk.storage.plain import number, text
from gmp_desk.storage.rows import digest, hash_of
from gmp_desk.storage.seal import is_intact
from gmp_desk.storage.tables import Kind

_KINDS: tuple[Kind, ...] = ("plan", "report")


class Problem(NamedTuple):
    """What is damaged: the file as such, a plan or report, one of its versions, or the proposals on it."""

    what: Literal["file", "content", "version", "proposal"]
    id: str = ""
    number: int = 0


def problems(path: Path, *, is_copy: bool = False) -> tuple[Problem, ...]:
    """Return all that is damaged in a library, the file first; nothing is repaired.

    The hash of a plan is over all its rows, whatever tables and columns the library has.
    """
    with told(path), closing(connect(path, is_copy=is_copy)) as connection:
        return problems_in(connection)


def problems_in(connection: sqlite3.Connection) -> tuple[Problem, ...]:
    """Return all that is damaged in an open library."""
    found: dict[Problem, None] = {}
    try:
        if not is_sound(connection):
            found[Problem("file")] = None
        for check in (_contents, _versions, _proposals):
            for problem in check(connection):
                found[problem] = None
        # Where a row has lost what it belongs to, a hash or seal has mostly told it already.
        if not found and connection.execute("PRAGMA foreign_key_check").fetchone():
            found[Problem("file")] = None
    except (KeyError, UnicodeDecodeError):  # a column is missing, or has a damaged name
        found = {Problem("file"): None} | found
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        found = {Problem("file"): None} | found
    return tuple(found)


def _contents(connection: sqlite3.Connection) -> Iterator[Problem]:
    digests: dict[tuple[str, str], list[bytes]] = {}
    for table, kind in _tables_of_contents(connection):
        for row in _rows(connection, table):
            digests.setdefault((kind, row[kind]), []).append(digest(table, row))
    for entry in _rows(connection, "entry"):
        of_entry = digests.pop((entry["kind"], entry["id"]), [])
        if not is_intact("entry", entry) or hash_of(of_entry) != entry["hash"]:
            yield Problem("content", text(entry["id"]))
    for _, id in digests:
        yield Problem("content", text(id))


def _versions(connection: sqlite3.Connection) -> Iterator[Problem]:
    for row in _rows(connection, "version"):
        if not is_intact("version", row):
            yield Problem("version", text(row["entry"]), number(row["number"]))


def _proposals(connection: sqlite3.Connection) -> Iterator[Problem]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'proposal'").fetchone():
        return  # before schema 0002
    for row in _rows(connection, "proposal"):
        if not is_intact("proposal", row):
            yield Problem("proposal", text(row["entry"]))


def _tables_of_contents(connection: sqlite3.Connection) -> Iterator[tuple[str, Kind]]:
    """Yield the tables with rows of plans or reports: the key of each begins with the plan or report."""
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        key = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (table,)).fetchone()
        for kind in _KINDS:
            if key == (kind,):
                yield table, kind


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    # The name comes from the schema of a file that may be damaged: SQLAlchemy quotes it.
    statement: Select[Any] = select(literal_column("*")).select_from(sqlalchemy.table(table))
    cursor = connection.execute(str(statement.compile(dialect=sqlite.dialect())))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
