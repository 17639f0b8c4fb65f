"""Changes to the library, all of them in one transaction."""

import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Update,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from gmp_desk.domain.proposals import Proposal
from gmp_desk.domain.versions import canonical, fingerprint_of
from gmp_desk.storage import reading
from gmp_desk.storage.records import ChangedElsewhere, Editor, Kept, Offered, Stored
from gmp_desk.storage.rows import Content, Key, Rows, difference, digest, kind_of, rows, tables_of
from gmp_desk.storage.seal import is_intact, sealed
from gmp_desk.storage.tables import Decision, Reason, Row

_ENTRY, _VERSION, _PROPOSAL, _EDITING = (
    Row.metadata.tables[name] for name in ("entry", "version", "proposal", "editing")
)

_LONGEST_LEAP = 1_000  # of version numbers
_HIGHEST = 1_000_000  # number of a version, with which the format ends; nor is another number higher, if not damaged


class Change:
    """What changes a library; ``now`` is the moment that is noted with each change."""

    def __init__(self, connection: Connection, now: str) -> None:
        self._connection = connection
        self._now = now

    def kind_of(self, id: str) -> str | None:
        """Return whether an id is that of a plan or a report here; None where it is neither."""
        entry = reading.entry_of(self._connection, id)
        return str(entry["kind"]) if entry else None

    def read(self, id: str) -> Stored:
        """Return a plan or report as it is now (see ``Library.read``)."""
        return reading.read(self._connection, id)

    def versions(self, id: str) -> tuple[Kept, ...]:
        """Return all versions of a plan or report, the earliest first."""
        return reading.versions(self._connection, id)

    def version(self, id: str, number: int) -> Content:
        """Return a version's content (see ``Library.version``)."""
        return reading.version(self._connection, id, number)

    def proposals(self, id: str) -> tuple[Offered, ...]:
        """Return the proposals on a plan (see ``Library.proposals``)."""
        return reading.proposals(self._connection, id)

    def add(self, content: Content) -> Stored:
        """Take in a plan or report that is not in the library yet."""
        stored = _stored(content, 1)
        self._connection.execute(insert(_ENTRY), self._entry(stored))
        self._write(stored.rows)
        return stored

    def store(self, stored: Stored, content: Content) -> Stored:
        """Store a plan or report in place of what was stored of it; raise ``ChangedElsewhere`` where that is no more.

        Only the rows that differ are written; where none does, nothing is.
        """
        found = rows(content)
        changes = difference(stored.rows, found)
        if not any(changes):
            return stored
        digests = {key: known for key, known in stored.digests.items() if key in found}
        for changed in (changes.added, changes.changed):
            digests |= {key: digest(key[0], values) for key, values in changed.items()}
        after = Stored(content, stored.revision + 1, found, digests)
        known = {"known_id": content.id, "known_revision": stored.revision, "known_hash": stored.hash}
        if self._connection.execute(_STORING, self._entry(after) | known).rowcount != 1:
            raise ChangedElsewhere(content.id)
        self._erase(changes.removed)
        self._update(stored.rows, changes.changed)
        self._write(changes.added)
        return after

    def replace(self, content: Content) -> Stored:
        """Store a plan or report in place of whatever is stored under its id, damaged or not."""
        known = _ENTRY.c.id == content.id
        revision = self._last(_ENTRY.c.revision, known) or 0
        self._clear(content.id)
        stored = _stored(content, revision + 1)
        self._connection.execute(update(_ENTRY).where(known), self._entry(stored))
        self._write(stored.rows)
        return stored

    def delete(self, id: str) -> None:
        """Take a plan or report with all its versions and proposals out of the library.

        Raise ``Refused`` ("library.unknown").
        """
        self._find(id)
        self._clear(id)
        for table in (_VERSION, _PROPOSAL, _EDITING):
            self._connection.execute(delete(table).where(table.c.entry == id))
        self._connection.execute(delete(_ENTRY).where(_ENTRY.c.id == id))

    def keep(
        self,
        content: Content,
        reason: Reason,
        *,
        name: str = "",
        by: str = "",
        own: bool = True,
        shared: bool = False,
        parent: str = "",
        number: int | None = None,
    ) -> int:
        """Keep a version and return its number (D3).

        Numbers only go up: the one that a file gives is taken where it is a little higher than the last, else the next.
        """
        last = self._last(_VERSION.c.number, _VERSION.c.entry == content.id) or 0
        if number is None or not last < number <= last + _LONGEST_LEAP:
            number = last + 1
        written = canonical(content)
        row = {
            "entry": content.id,
            "number": number,
            "fingerprint": fingerprint_of(written),
            "content": zlib.compress(written.encode()),
            "kept": self._now,
            "reason": reason,
            "name": name,
            "by": by,
            "state": content.state,
            "own": own,
            "shared": shared,
            "parent": parent,
        }
        self._connection.execute(insert(_VERSION), sealed("version", row))
        return number

    def share(self, id: str, number: int) -> None:
        """Note that somebody else may know a version from now on; one that is not there any more is passed over."""
        known = (_VERSION.c.entry == id) & (_VERSION.c.number == number)
        row = self._connection.execute(select(_VERSION).where(known)).mappings().first()
        if row and is_intact("version", dict(row)) and not row["shared"]:
            seal = sealed("version", {**row, "shared": True})["seal"]
            self._connection.execute(update(_VERSION).where(known).values(shared=True, seal=seal))

    def unsettled(self, id: str) -> frozenset[int]:
        """Return the numbers of the versions of which proposals are still open, damaged or not."""
        is_open = (_PROPOSAL.c.entry == id) & (_PROPOSAL.c.decision == "open")
        return frozenset(self._connection.execute(select(_PROPOSAL.c.version).where(is_open)).scalars())

    def propose(self, id: str, offered: Iterable[Proposal], version: int) -> int:
        """Put proposals behind those on a plan, but for those it has already, decided or not; return how many."""
        of_plan = _PROPOSAL.c.entry == id
        known = set(self._connection.execute(select(_PROPOSAL.c.id).where(of_plan)).scalars())
        last = self._last(_PROPOSAL.c.position, of_plan)
        new = [proposal for proposal in offered if proposal.id not in known]
        new_rows = [
            {
                "entry": id,
                "id": proposal.id,
                "position": position,
                "version": version,
                "content": proposal.model_dump_json(),
                "decision": "open",
                "decided": "",
            }
            for position, proposal in enumerate(new, 0 if last is None else last + 1)
        ]
        if new_rows:
            self._connection.execute(insert(_PROPOSAL), [sealed("proposal", row) for row in new_rows])
        return len(new_rows)

    def decide(self, id: str, decisions: Mapping[str, Decision]) -> None:
        """Note what became of proposals on a plan, by their ids; one that is not there any more is passed over."""
        for proposal, decision in decisions.items():
            known = (_PROPOSAL.c.entry == id) & (_PROPOSAL.c.id == proposal)
            row = self._connection.execute(select(_PROPOSAL).where(known)).mappings().first()
            decided = "" if decision == "open" else self._now
            if row and is_intact("proposal", dict(row)) and row["decision"] != decision:
                new = sealed("proposal", {**row, "decision": decision, "decided": decided})
                self._connection.execute(update(_PROPOSAL).where(known), new)

    def claim(self, id: str, editor: Editor) -> Editor | None:
        """Note that somebody edits a plan or report, and return None; return who does where somebody else is at it.

        Who has given no sign for half a minute is gone, and so is one whose sign is of the future by half a minute or
        more: a clock has jumped. Raise ``Refused`` ("library.unknown").
        """
        self._find(id)
        row = self._connection.execute(select(_EDITING).where(_EDITING.c.entry == id)).mappings().first()
        if row and row["process"] != editor.process and reading.is_fresh(row["beat"], self._now):
            return Editor(row["person"], row["host"], row["process"])
        self._connection.execute(delete(_EDITING).where(_EDITING.c.entry == id))
        self._connection.execute(insert(_EDITING), {"entry": id, "beat": self._now, **editor._asdict()})
        return None

    def release(self, id: str, editor: Editor) -> None:
        """Note that somebody edits a plan or report no more."""
        known = (_EDITING.c.entry == id) & (_EDITING.c.process == editor.process)
        self._connection.execute(delete(_EDITING).where(known))

    def _find(self, id: str) -> None:
        if self.kind_of(id) is None:
            raise reading.not_found(self._connection, id)

    def _last(self, column: ColumnElement[int], of_it: ColumnElement[bool]) -> int | None:
        """Return the highest number in a column; where a row is damaged, it may hold anything."""
        highest = select(func.max(column)).where(of_it, column.between(0, _HIGHEST))
        last = self._connection.execute(highest).scalar()
        return None if last is None else int(last)

    def _entry(self, stored: Stored) -> dict[str, Any]:
        return sealed(
            "entry",
            {
                "id": stored.content.id,
                "kind": kind_of(stored.content),
                "revision": stored.revision,
                "changed": self._now,
                "hash": stored.hash,
            },
        )

    def _write(self, found: Rows) -> None:
        by_table: dict[str, list[Mapping[str, Any]]] = {}
        for (name, _), values in found.items():
            by_table.setdefault(name, []).append(values)
        for name, listed in by_table.items():
            self._connection.execute(_writing(name), listed)

    def _update(self, before: Rows, changed: Rows) -> None:
        by_columns: dict[tuple[str, tuple[str, ...]], list[Mapping[str, Any]]] = {}
        for key, values in changed.items():
            columns = tuple(name for name, value in values.items() if value != before[key][name])
            # Only what differs: an index is not written where its columns stay.
            new = {f"new_{name}": values[name] for name in columns}
            by_columns.setdefault((key[0], columns), []).append(new | _by_key(*key))
        for (name, columns), listed in by_columns.items():
            self._connection.execute(_updating(name, columns), listed)

    def _erase(self, keys: Iterable[Key]) -> None:
        by_table: dict[str, list[Mapping[str, Any]]] = {}
        for name, key in keys:
            by_table.setdefault(name, []).append(_by_key(name, key))
        for name, listed in by_table.items():
            self._connection.execute(_erasing(name), listed)

    def _clear(self, id: str) -> None:
        for kind in ("plan", "report"):
            for name in tables_of(kind):
                table = Row.metadata.tables[name]
                self._connection.execute(delete(table).where(table.c[kind] == id))


# Statements are kept: to put one together takes longer than to run it.
# A plan that was deleted and taken in again has its old revision, but not its old rows.
_STORING = update(_ENTRY).where(*(_ENTRY.c[name] == bindparam(f"known_{name}") for name in ("id", "revision", "hash")))


@cache
def _writing(name: str) -> Insert:
    return insert(Row.metadata.tables[name])


@cache
def _updating(name: str, columns: tuple[str, ...]) -> Update:
    table = Row.metadata.tables[name]
    return update(table).where(*_of_key(name)).values({table.c[each]: bindparam(f"new_{each}") for each in columns})


@cache
def _erasing(name: str) -> Delete:
    return delete(Row.metadata.tables[name]).where(*_of_key(name))


def _of_key(name: str) -> Iterable[ColumnElement[bool]]:
    return (column == bindparam(f"key_{column.name}") for column in Row.metadata.tables[name].primary_key)


def _by_key(name: str, key: tuple[str | int, ...]) -> dict[str, Any]:
    columns = Row.metadata.tables[name].primary_key
    return {f"key_{column.name}": part for column, part in zip(columns, key, strict=True)}


def _stored(content: Content, revision: int) -> Stored:
    found = rows(content)
    return Stored(content, revision, found, {key: digest(key[0], values) for key, values in found.items()})
