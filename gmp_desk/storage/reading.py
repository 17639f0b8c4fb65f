"""Reads plans, reports, versions and proposals out of the library, and notices where one is not what was stored."""

import json
import sqlite3
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast, get_args

from sqlalchemy import Connection, RowMapping, Select, bindparam, or_, select, text, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.storage import plain
from gmp_desk.storage.database import OutOfStep, is_damage
from gmp_desk.storage.plain import number
from gmp_desk.storage.records import Damaged, Editor, Kept, Listed, Offered, Stored
from gmp_desk.storage.rows import Content, Incomplete, Rows, content_of, digest, hash_of, tables_of
from gmp_desk.storage.seal import is_intact
from gmp_desk.storage.tables import Kind, Reason, Row

_ENTRY, _VERSION, _PROPOSAL = (Row.metadata.tables[name] for name in ("entry", "version", "proposal"))
_EDITING = Row.metadata.tables["editing"]
_GONE_AFTER = timedelta(seconds=30)
_KINDS: tuple[Kind, ...] = ("plan", "report")
_LISTED: Mapping[str, str] = {
    "area": "area",
    "title": "title",
    "language": "language",
    "first_year": "period_first_year",
    "last_year": "period_last_year",
    "state": "state",
}
# Without the types of the columns: a damaged row may hold any, and is still to be told from others by its seal.
_ENTRY_AS_STORED, _VERSION_AS_STORED, _PROPOSAL_AS_STORED = (
    select(*(type_coerce(column, NullType()).label(column.name) for column in table.c))
    for table in (_ENTRY, _VERSION, _PROPOSAL)
)
# By the place of the row: where SQLite finds a row by an index, it takes the id from the index and not from the row.
_ENTRY_BY_ID = select(_ENTRY).where(text("entry.rowid = (SELECT rowid FROM entry WHERE id = :id)"))
_LOOKED_THROUGH = text("SELECT 1 FROM entry NOT INDEXED WHERE id = :id")
_FORMATS: Mapping[str, type[Content]] = {"gmp-plan": Plan, "gmp-report": AreaReport}


def entries(connection: Connection) -> tuple[Listed, ...]:
    """Return all plans and reports, those changed last first; of one that is damaged, what is left of it."""
    found: list[Listed] = []
    for kind in _KINDS:
        of_kind = Row.metadata.tables[kind]
        query = _ENTRY_AS_STORED.add_columns(
            *(type_coerce(of_kind.c[column], NullType()).label(name) for name, column in _LISTED.items())
        )
        joined = query.join_from(_ENTRY, of_kind, _ENTRY.c.id == of_kind.c[kind], isouter=True)
        found += map(_listed, connection.execute(joined.where(_ENTRY.c.kind == kind)).mappings())
    others = _ENTRY_AS_STORED.where(or_(_ENTRY.c.kind.not_in(_KINDS), _ENTRY.c.kind.is_(None)))
    found += map(_listed, connection.execute(others).mappings())
    return tuple(sorted(found, key=lambda entry: (entry.changed, entry.id), reverse=True))


def read(connection: Connection, id: str) -> Stored:
    """Return a plan or report by its id; raise ``Damaged``, or ``Refused`` ("library.unknown")."""
    entry = entry_of(connection, id)
    if entry is None:
        raise not_found(connection, id)
    try:
        found = _rows_of(connection, entry["kind"], id)
        content = content_of(entry["kind"], id, found)
    except Incomplete as error:
        raise Damaged(id, None) from error
    digests = {key: digest(key[0], values) for key, values in found.items()}
    if hash_of(digests.values()) != entry["hash"] or not is_intact("entry", dict(entry)):
        raise Damaged(id, content)
    return Stored(content, entry["revision"], found, digests)


def entry_of(connection: Connection, id: str) -> RowMapping | None:
    """Return what is known of a plan or report; None where there is none of that id."""
    entry = connection.execute(_ENTRY_BY_ID, {"id": id}).mappings().first()
    if entry and entry["id"] != id:
        raise OutOfStep(id)
    return entry


def not_found(connection: Connection, id: str) -> Exception:
    """Return what to raise where no plan or report was found by an id: there is none, or the index has lost it."""
    is_there = connection.execute(_LOOKED_THROUGH, {"id": id}).first()
    return OutOfStep(id) if is_there else Refused("library.unknown", id=id)


def editors(connection: Connection, now: str) -> dict[str, Editor]:
    """Return who edits which plan or report at a moment, by its id."""
    rows = connection.execute(select(_EDITING)).mappings()
    return {
        row["entry"]: Editor(row["person"], row["host"], row["process"]) for row in rows if is_fresh(row["beat"], now)
    }


def is_fresh(beat: str, now: str) -> bool:
    """Tell whether who gave a sign at a moment is still there."""
    try:
        age = datetime.fromisoformat(now) - datetime.fromisoformat(beat)
    except (ValueError, TypeError):  # damaged: the row has no seal
        return False
    return abs(age) < _GONE_AFTER


def versions(connection: Connection, id: str) -> tuple[Kept, ...]:
    """Return all versions of a plan or report, the earliest first."""
    query = _VERSION_AS_STORED.where(_VERSION.c.entry == id).order_by(_VERSION.c.number)
    return tuple(_kept(row) for row in connection.execute(query).mappings())


def version(connection: Connection, id: str, number: int) -> Content:
    """Return the content of a version; raise ``Refused`` ("version.unknown", "version.damaged")."""
    query = _VERSION_AS_STORED.where(_VERSION.c.entry == id, _VERSION.c.number == number)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise Refused("version.unknown", id=id, number=number)
    if not is_intact("version", dict(row)):
        raise Refused("version.damaged", id=id, number=number)
    document = json.loads(zlib.decompress(row["content"]))
    return _FORMATS[document["format"]].model_validate(document)


def proposals(connection: Connection, id: str) -> tuple[Offered, ...]:
    """Return the proposals on a plan, in their order, but for those that are damaged (see ``verifying``)."""
    query = _PROPOSAL_AS_STORED.where(_PROPOSAL.c.entry == id).order_by(_PROPOSAL.c.position)
    rows = connection.execute(query).mappings()
    return tuple(_offered(row) for row in rows if is_intact("proposal", dict(row)))


def has_damaged_proposals(connection: Connection, id: str) -> bool:
    """Tell whether a proposal on a plan is not what was stored."""
    rows = connection.execute(_PROPOSAL_AS_STORED.where(_PROPOSAL.c.entry == id)).mappings()
    return not all(is_intact("proposal", dict(row)) for row in rows)


def _listed(row: RowMapping) -> Listed:
    numbers = {name: number(row.get(name)) for name in ("first_year", "last_year", "revision")}
    texts = {name: plain.text(row.get(name)) for name in Listed._fields if name not in (*numbers, "intact")}
    stored = {column.name: row[column.name] for column in _ENTRY.c}
    return Listed(**cast("dict[str, Any]", texts | numbers), intact=is_intact("entry", stored))


def _kept(row: RowMapping) -> Kept:
    flags = {name: bool(row[name]) for name in ("own", "shared")}
    reason = row["reason"] if row["reason"] in get_args(Reason) else ""
    others = {"number": number(row["number"]), "reason": reason, "intact": is_intact("version", dict(row))}
    texts = {name: plain.text(row[name]) for name in Kept._fields if name not in flags | others}
    return Kept(**cast("dict[str, Any]", texts | flags | others))


def _offered(row: RowMapping) -> Offered:
    return Offered.of(row["content"], row["version"], row["decision"], row["decided"])


@cache
def _selecting(name: str, kind: str) -> Select[Any]:
    table = Row.metadata.tables[name]
    return select(table).where(table.c[kind] == bindparam("whole"))


def _rows_of(connection: Connection, kind: str, id: str) -> Rows:
    """Return all rows of a plan or report; raise ``Incomplete`` where the file does not give them."""
    found: Rows = {}
    try:
        for name in tables_of(kind):
            keys = [column.name for column in Row.metadata.tables[name].primary_key]
            for row in connection.execute(_selecting(name, kind), {"whole": id}).mappings():
                found[name, tuple(row[key] for key in keys)] = dict(row)
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error) or not is_damage(error.orig):
            raise
        raise Incomplete(str(error.orig)) from error
    except (KeyError, TypeError, ValueError) as error:  # no kind of ours, or a date that is none
        raise Incomplete(str(error)) from error
    return found
