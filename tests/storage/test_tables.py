"""The tables keep out what no plan may hold, and are such that PostgreSQL would keep it out as well."""

import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from sqlalchemy import CheckConstraint, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.storage.database import BESIDE, connect, create
from gmp_desk.storage.library import Library
from gmp_desk.storage.tables import APPLICATION_ID, Row
from tests.storage.making import Clock, full_plan
from tests.strategies import hints

TABLES = Row.metadata.tables
CHECKS = [
    pytest.param(table, check, id=str(check.name))
    for table in Row.metadata.sorted_tables
    for check in sorted(table.constraints, key=lambda constraint: str(constraint.name))
    if isinstance(check, CheckConstraint)
]


def bad_rows(table: Table, check: CheckConstraint, good: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield rows that are good but for what a condition asks, each wrong in its own way."""
    condition = str(check.sqltext)
    if found := re.fullmatch(r'"(\w+)" IN \(.*\)', condition):
        for wrong in ("wrong", ""):
            yield good | {found[1]: wrong}
    elif found := re.fullmatch(r'"(\w+)" BETWEEN (-?\d+) AND (\d+)', condition):
        for wrong in (int(found[2]) - 1, int(found[3]) + 1):
            yield good | {found[1]: wrong}
    elif found := re.fullmatch(r"\"(\w+)\" LIKE '____-__'", condition):
        for wrong in ("2026", "2026-1", "2026-01-01", "2026/01"):
            yield good | {found[1]: wrong}
    elif found := re.fullmatch(r"(\w+) >= (\d)", condition):
        yield good | {found[1]: int(found[2]) - 1}
    elif found := re.fullmatch(r"\((\w+) IS NULL\) = \((\w+) IS NULL\)", condition):
        yield good | {found[1]: "5", found[2]: None, f"{found[1]}_words": None}
        yield good | {found[1]: None, found[2]: "USD", f"{found[1]}_words": None}
    elif found := re.fullmatch(r"(\w+) IS NULL OR (\w+) IS NULL", condition):
        yield good | {found[1]: "5", f"{found[1]}_currency": "USD", found[2]: "staff time"}
    else:
        pytest.fail(f"no bad value is known for {check.name}: {condition}")


@pytest.fixture(scope="module")
def rows(filled: Path) -> dict[str, dict[str, Any]]:
    """A good row of each table."""
    found = {}
    with closing(sqlite3.connect(filled)) as connection:
        connection.row_factory = sqlite3.Row
        for name in TABLES:
            found[name] = dict(connection.execute(f'SELECT * FROM "{name}"').fetchone())
    return found


@pytest.fixture
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection as the library has it."""
    with closing(connect(path)) as connection:
        yield connection


def insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})', row)


@pytest.mark.parametrize(("table", "check"), CHECKS)
def test_a_condition_is_enforced(
    table: Table, check: CheckConstraint, rows: dict[str, dict[str, Any]], bare: sqlite3.Connection
):
    good = rows[table.name]
    bare.execute("PRAGMA foreign_keys = OFF")
    bare.execute("BEGIN")
    bare.execute(f'DELETE FROM "{table.name}"')
    for bad in bad_rows(table, check, good):
        with pytest.raises(sqlite3.IntegrityError, match=f"CHECK constraint failed: {check.name}$"):
            insert(bare, table.name, bad)
    insert(bare, table.name, good)


def choices_of(model: type[BaseModel], name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the fields in a record that are a choice, by the names that columns may have for them."""
    for field, annotation in hints(model).items():
        for kind in [annotation, *get_args(annotation)]:
            for inner in [kind, *get_args(kind)]:
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    yield from choices_of(inner, field)
        if get_origin(annotation) is Literal and field not in ("format", "format_version"):
            yield field, frozenset(get_args(annotation))
            yield f"{name}_{field}", frozenset(get_args(annotation))


# Columns that have the name of a choice elsewhere.
NO_CHOICES = {("comment", "reason"), ("partner", "contribution"), ("entry", "kind"), ("proposal", "decision")}
NO_CHOICES |= {("version", "state"), ("version", "reason")}


def test_each_choice_of_a_plan_or_report_has_a_condition_with_all_that_may_be_chosen():
    choices: dict[str, set[frozenset[str]]] = {}
    for model in (Plan, AreaReport):
        for name, chosen in choices_of(model, ""):
            choices.setdefault(name, set()).add(chosen)
    found = 0
    for table in Row.metadata.sorted_tables:
        for column in table.columns:
            if column.name in choices and (table.name, column.name) not in NO_CHOICES:
                conditions = [str(check.sqltext) for check in table.constraints if isinstance(check, CheckConstraint)]
                [condition] = [text for text in conditions if text.startswith(f'"{column.name}" IN')]
                assert frozenset(re.findall(r"'(\w+)'", condition)) in choices[column.name]
                found += 1
    assert found >= 20


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"entry"}))
def test_a_row_that_belongs_to_nothing_is_refused_when_the_change_is_made(
    name: str, rows: dict[str, dict[str, Any]], bare: sqlite3.Connection
):
    [key] = TABLES[name].foreign_key_constraints
    lost = {column.name: "00000000-0000-4000-8000-00000000dead" for column in key.columns}
    bare.execute("BEGIN")
    insert(bare, name, {**rows[name], **lost})
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        bare.execute("COMMIT")
    bare.execute("ROLLBACK")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_key_occurs_once_and_nothing_required_is_empty(
    name: str, rows: dict[str, dict[str, Any]], bare: sqlite3.Connection
):
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(bare, name, rows[name])
    bare.execute("PRAGMA foreign_keys = OFF")
    bare.execute("BEGIN")
    bare.execute(f'DELETE FROM "{name}"')
    required = [column.name for column in TABLES[name].columns if not column.nullable]
    for column in required:
        with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
            insert(bare, name, {**rows[name], column: None})


NAMES = {
    "pk": r"pk_{table}",
    "fk": r"fk_{table}_\w+",
    "ix": r"ix_{table}_\w+",
    "ck": r"ck_{table}_\w+",
}


def test_every_constraint_and_index_is_named_by_the_convention_and_short_enough_for_postgresql():
    for table in Row.metadata.sorted_tables:
        patterns = "|".join(pattern.format(table=table.name) for pattern in NAMES.values())
        names = [str(part.name) for part in (*table.constraints, *table.indexes)]
        assert len(set(names)) == len(names) >= 1
        for name in names:
            assert re.fullmatch(patterns, name), name
            assert len(name) <= 63


def test_every_constraint_in_the_file_has_a_name(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        statements = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    for (sql,) in statements:
        named = re.findall(r"CONSTRAINT (\w+) (?:PRIMARY KEY|FOREIGN KEY|CHECK|UNIQUE)", sql)
        assert len(named) == len(re.findall(r"PRIMARY KEY|FOREIGN KEY|CHECK|UNIQUE", sql)), sql


def ddl_for_postgresql(metadata: MetaData) -> list[str]:
    dialect = postgresql.dialect()
    statements = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in sorted(table.indexes, key=str)]
    return statements


def test_the_tables_can_be_made_in_postgresql_with_nothing_that_only_sqlite_has():
    statements = ddl_for_postgresql(Row.metadata)
    for statement in statements:
        assert not re.search(
            r"AUTOINCREMENT|WITHOUT ROWID|STRICT\b|GLOB|typeof|json_|COLLATE|ON CONFLICT|SERIAL|VARCHAR\(", statement
        )
    columns = [column for table in Row.metadata.sorted_tables for column in table.columns]
    types = {column.type.compile(dialect=postgresql.dialect()) for column in columns}
    assert types == {"VARCHAR", "INTEGER", "BOOLEAN", "DATE", "BYTEA"}
    # Whatever a condition compares or calls, both engines know.
    for _, check in (param.values for param in CHECKS):
        words = set(re.findall(r"[A-Z]{2,}", re.sub(r"'[^']*'", "", str(check.sqltext))))
        assert words <= {"IN", "BETWEEN", "AND", "OR", "IS", "NULL", "LIKE"}
        assert "(" not in re.sub(r"IN \(|\(\w+ IS NULL\)", "", str(check.sqltext))


def test_a_library_is_its_owners_alone_and_says_what_it_is(tmp_path: Path):
    path = tmp_path / "new" / "library.db"
    create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["library.db"]
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"gmpD"


def test_the_files_beside_an_open_library_are_its_owners_alone_too(path: Path):
    library = Library(path, Clock())
    with library.changing() as change:
        change.keep(full_plan(), "request")
    beside = [path.with_name(path.name + suffix) for suffix in BESIDE if suffix != "-journal"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in beside] == [0o600] * 3
    library.close()
    assert [file.name for file in path.parent.iterdir()] == ["library.db"]


def test_each_connection_keeps_a_log_flushes_it_and_checks_what_it_is_told(bare: sqlite3.Connection):
    asked = {name: bare.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert asked == {"journal_mode": "wal", "synchronous": 2}
    assert bare.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert bare.execute("PRAGMA cell_size_check").fetchone() == (1,)
    assert bare.isolation_level is None


def test_a_library_made_meanwhile_by_another_process_is_left_as_it_is(path: Path):
    before = path.read_bytes()
    create(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["library.db"]
