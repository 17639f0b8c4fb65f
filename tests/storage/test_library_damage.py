"""The library notices what is damaged in it, and gives all that is not."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from gmp_desk.domain.plan import Plan
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Damaged
from gmp_desk.storage.tables import Reason
from gmp_desk.storage.verifying import Problem, problems
from tests.storage.making import EDITOR, damage, flip, full_plan, full_report, refusal, suggested
from tests.strategies import new_id

PLAN, REPORT = full_plan().id, full_report().id


def loosen(path: Path, table: str) -> None:
    """Let a table take what only a failing disk would put there: no value at all."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "PRAGMA writable_schema = ON; "
            f"UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = '{table}'"
        )


FLIPPED = [
    ("UPDATE plan SET summary = replace(summary, 'mercury', 'mercurx')", True),
    ("UPDATE objective SET position = 9 WHERE position = 0", False),
    ("UPDATE effort SET kind = 'bilaterbl'", False),
    ("UPDATE effort SET action = 'nowhere' WHERE position = 0", False),
    ("UPDATE milestone SET due = '2026-13-45'", False),
    ("UPDATE milestone SET due = 7", False),
    ("UPDATE plan SET period_first_year = 'x'", False),
    ("DELETE FROM milestone WHERE position = 0", False),
    ("DELETE FROM contact", True),
    ("DELETE FROM plan", False),
    ("UPDATE plan SET plan = '00000000-0000-4000-8000-00000000dead'", False),
    ("UPDATE contact SET name = CAST(x'c328ff' AS TEXT)", True),
    ("UPDATE entry SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE kind = 'plan'", True),
    ("UPDATE entry SET revision = 7 WHERE kind = 'plan'", True),
    ("UPDATE entry SET changed = NULL, revision = 'x' WHERE kind = 'plan'", True),
    ("UPDATE entry SET seal = '' WHERE kind = 'plan'", True),
]


@pytest.mark.parametrize(("statement", "is_readable"), FLIPPED)
def test_a_damaged_plan_is_noticed_and_what_is_left_of_it_is_read(
    path: Path, open_at: Callable[[Path], Library], statement: str, is_readable: bool
):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, "
                                 "'changed VARCHAR NOT NULL', 'changed VARCHAR') WHERE name = 'entry'")  # fmt: skip
    damage(path, statement)
    library = open_at(path)
    with pytest.raises(Damaged) as damaged:
        library.read(PLAN)
    assert (damaged.value.id, damaged.value.params) == ("library.damaged_plan", {"id": PLAN})
    assert (damaged.value.readable is not None) == is_readable
    assert Problem("content", PLAN) in problems(path)
    # All else is there: the list, the other plans, and the versions of this one.
    assert {entry.id for entry in library.entries()} == {PLAN, REPORT}
    assert library.read(REPORT).content == full_report()
    assert library.version(PLAN, 2) == full_plan().model_copy(update={"version": None})
    assert all(version.intact for version in library.versions(PLAN))


@pytest.mark.parametrize("kind", ["plbn", "", 0, b"plan"])
def test_a_plan_is_listed_even_where_it_is_not_known_to_be_one(
    path: Path, open_at: Callable[[Path], Library], kind: object
):
    damage(path, "UPDATE entry SET kind = ? WHERE kind = 'plan'", kind)
    library = open_at(path)
    assert {entry.id for entry in library.entries()} == {PLAN, REPORT}
    with pytest.raises(Damaged):
        library.read(PLAN)
    assert Problem("content", PLAN) in problems(path)


def test_a_damaged_plan_can_be_replaced_and_deleted(path: Path, open_at: Callable[[Path], Library]):
    damage(path, "DELETE FROM plan")
    library = open_at(path)
    with library.changing() as change:
        change.replace(full_plan())
    assert library.read(PLAN).content == full_plan()
    assert problems(path) == ()
    damage(path, "UPDATE plan SET title = 'Flipped'")
    with library.changing() as change:
        change.delete(PLAN)
    assert problems(path) == ()


# What a bit makes of a number: its type stands in another place of the row than its value.
NO_NUMBERS = ["", "x", b"", 0.5, -7, 2**63 - 1]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_a_plan_is_replaced_whatever_is_left_of_its_revision(
    path: Path, open_at: Callable[[Path], Library], value: object
):
    damage(path, "UPDATE entry SET revision = ? WHERE id = ?", value, PLAN)
    library = open_at(path)
    with library.changing() as change:
        change.replace(full_plan())
    assert (library.read(PLAN).content, library.read(PLAN).revision) == (full_plan(), 1)
    assert problems(path) == ()


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_changes_are_suggested_behind_the_others_whatever_is_left_of_the_place_of_one(
    path: Path, open_at: Callable[[Path], Library], value: object
):
    damage(path, "UPDATE proposal SET position = ? WHERE position = 0", value)
    library = open_at(path)
    (before, *_), known = suggested(full_plan())[1], library.proposals(PLAN)
    new = before.model_copy(update={"id": new_id(1), "source": "again.gmpplan"})
    with library.changing() as change:
        assert change.propose(PLAN, [new], 3) == 1
    assert [offered.proposal.id for offered in library.proposals(PLAN)] == [
        *(offered.proposal.id for offered in known),
        new_id(1),
    ]


@pytest.mark.parametrize("name", ["entry", "sqlite_autoindex_entry_1"])
def test_where_an_index_and_its_table_disagree_the_file_is_told_to_be_damaged(
    path: Path, open_at: Callable[[Path], Library], name: str
):
    flip(path, name, PLAN)
    assert Problem("file") in problems(path)
    library = open_at(path)
    listed = {entry.id for entry in library.entries()} - {REPORT}
    for id in {*listed, PLAN}:
        assert refusal(lambda id=id: library.read(id)) == "library.damaged"
        assert refusal(lambda id=id: claim(library, id)) == "library.damaged"
    assert refusal(lambda: take(library, full_plan())) == "library.damaged"
    assert library.read(REPORT).content == full_report()


def claim(library: Library, id: str) -> None:
    with library.changing() as change:
        change.claim(id, EDITOR)


def take(library: Library, plan: Plan) -> None:
    """Take a plan in where it is not there yet."""
    with library.changing() as change:
        if change.kind_of(plan.id) is None:
            change.add(plan)


def test_a_plan_that_is_added_twice_is_a_bug_and_no_damage(path: Path, open_at: Callable[[Path], Library]):
    library = open_at(path)
    with pytest.raises(sqlite3.IntegrityError), library.changing() as change:
        change.add(full_plan())


DAMAGED_VERSIONS = [
    "UPDATE version SET content = replace(content, substr(content, 50, 2), 'xx') WHERE number = 2 AND entry = ?",
    "UPDATE version SET content = 'text' WHERE number = 2 AND entry = ?",
    "UPDATE version SET content = 7, own = 'x', shared = NULL WHERE number = 2 AND entry = ?",
    "UPDATE version SET reason = 'rfquest' WHERE number = 2 AND entry = ?",
    "UPDATE version SET own = 0 WHERE number = 2 AND entry = ?",
    "UPDATE version SET seal = '' WHERE number = 2 AND entry = ?",
]


@pytest.mark.parametrize("statement", DAMAGED_VERSIONS)
def test_a_damaged_version_is_noticed_and_the_others_are_offered(
    path: Path, open_at: Callable[[Path], Library], statement: str
):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, "
                                 "'shared BOOLEAN NOT NULL', 'shared BOOLEAN') WHERE name = 'version'")  # fmt: skip
    damage(path, statement, PLAN)
    library = open_at(path)
    assert [version.intact for version in library.versions(PLAN)] == [True, False, True]
    assert refusal(lambda: library.version(PLAN, 2)) == "version.damaged"
    assert library.version(PLAN, 1) == full_plan().model_copy(update={"version": None})
    assert library.read(PLAN).content == full_plan()
    assert problems(path) == (Problem("version", PLAN, 2),)
    with library.changing() as change:
        assert change.keep(full_plan(), "request") == 4


@pytest.mark.parametrize("value", [7, 2.5, None, b"\xff\x00", "zzz"])
@pytest.mark.parametrize("column", ["number", "reason", "kept", "name", "by", "state", "fingerprint", "parent", "own"])
def test_a_version_is_listed_whatever_its_row_holds(
    path: Path, open_at: Callable[[Path], Library], column: str, value: object
):
    loosen(path, "version")
    damage(path, f'UPDATE version SET "{column}" = ? WHERE number = 2 AND entry = ?', value, PLAN)
    library = open_at(path)
    kept = library.versions(PLAN)
    assert len(kept) == 3
    for version in kept:
        assert all(isinstance(given, str | int) for given in version)
        assert version.reason in ("", *get_args(Reason))
    assert json.dumps([version._asdict() for version in kept])
    assert json.dumps([problem._asdict() for problem in problems(path)])
    with library.changing() as change:
        assert change.keep(full_plan(), "request") in (4, 8)


@pytest.mark.parametrize("value", [7, None, b"\xff\x00", "zzz"])
@pytest.mark.parametrize("column", ["id", "kind", "revision", "changed", "hash", "seal"])
def test_a_plan_is_listed_whatever_its_row_holds(
    path: Path, open_at: Callable[[Path], Library], column: str, value: object
):
    loosen(path, "entry")
    damage(path, f"UPDATE entry SET {column} = ? WHERE id = ?", value, PLAN)
    listed = open_at(path).entries()
    assert sorted(entry.intact for entry in listed) == [False, True]
    assert json.dumps([entry._asdict() for entry in listed])
    assert json.dumps([problem._asdict() for problem in problems(path)])


@pytest.mark.parametrize("value", [7, b"\xff\x00", 0.5])
@pytest.mark.parametrize("column", ["title", "area", "period_first_year"])
def test_a_plan_is_listed_whatever_its_title_holds(
    path: Path, open_at: Callable[[Path], Library], column: str, value: object
):
    loosen(path, "plan")
    damage(path, f"UPDATE plan SET {column} = ? WHERE plan = ?", value, PLAN)
    assert json.dumps([entry._asdict() for entry in open_at(path).entries()])


def test_damaged_proposals_are_noticed_and_the_plan_is_not_touched(path: Path, open_at: Callable[[Path], Library]):
    damage(path, "UPDATE proposal SET content = replace(content, 'Retitled', 'Retjtled')")
    library = open_at(path)
    assert not any("Retitled" in offered.proposal.model_dump_json() for offered in library.proposals(PLAN))
    assert not any("Retjtled" in offered.proposal.model_dump_json() for offered in library.proposals(PLAN))
    assert library.has_damaged_proposals(PLAN)
    assert library.read(PLAN).content == full_plan()
    assert set(problems(path)) == {Problem("proposal", PLAN)}


def test_rows_that_belong_to_no_plan_are_noticed(path: Path):
    damage(path, "UPDATE objective SET plan = '00000000-0000-4000-8000-00000000dead'")
    nobody = "00000000-0000-4000-8000-00000000dead"
    assert set(problems(path)) == {Problem("content", PLAN), Problem("content", nobody)}


def test_one_who_edits_what_is_not_there_is_noticed(path: Path):
    damage(path, "UPDATE editing SET entry = '00000000-0000-4000-8000-00000000dead'")
    assert problems(path) == (Problem("file"),)
