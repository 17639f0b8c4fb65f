"""The library keeps plans and reports, their versions and the proposals on them, and notices what is damaged."""

import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import ChangedElsewhere, Damaged, Editor, Kept
from gmp_desk.storage.rows import rows
from gmp_desk.storage.verifying import Problem, problems
from tests import samples
from tests.storage.making import (
    EDITOR,
    Clock,
    dump,
    everything,
    full_plan,
    full_report,
    on,
    renamed,
    started,
    suggested,
)

PLAN, REPORT = full_plan().id, full_report().id
OTHER = Editor("Co-lead", "desk-2", "b")


def retitled(plan: Plan, title: str) -> Plan:
    return plan.model_copy(update={"title": title})


def damage(path: Path, statement: str, *values: Any) -> None:
    """Change a library file behind its back, as a failing disk would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        assert connection.execute(statement, values).rowcount > 0


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.id


# Reading


def test_what_was_added_is_read_again(library: Library):
    assert library.read(PLAN).content == full_plan()
    assert library.read(PLAN).revision == 1
    assert library.read(REPORT).content == full_report()


def test_an_unknown_plan_or_version_is_refused_in_words(library: Library):
    unknown = "00000000-0000-4000-8000-00000000dead"
    assert refusal(lambda: library.read(unknown)) == "library.unknown"
    assert refusal(lambda: library.version(unknown, 1)) == "version.unknown"
    assert refusal(lambda: library.version(PLAN, 9)) == "version.unknown"
    assert library.versions(unknown) == ()
    assert library.proposals(unknown) == ()


def test_the_list_has_the_plan_changed_last_first(library: Library, clock: Clock):
    assert [entry.id for entry in library.entries()] == [REPORT, PLAN]
    clock.forward(hours=1)
    with library.changing() as change:
        change.store(change.read(PLAN), retitled(full_plan(), "Newer"))
    plan, report = library.entries()
    assert (plan.kind, plan.title, plan.area, plan.first_year, plan.revision) == ("plan", "Newer", "asgm", 2026, 2)
    assert plan.changed == "2026-11-21T10:00:00Z"
    assert (report.id, report.kind, report.language, report.state) == (REPORT, "report", "en", full_report().state)


def test_a_plan_added_twice_is_a_bug(library: Library):
    with pytest.raises(Exception, match="UNIQUE"), library.changing() as change:
        change.add(full_plan())


# Storing


def test_only_the_rows_that_differ_are_written(library: Library, path: Path):
    effort = full_plan().actions[0].efforts[0]
    changed = effort.model_copy(update={"title": "Another", "milestones": effort.milestones[1:]})
    action = full_plan().actions[0]
    action = action.model_copy(update={"efforts": (changed, *action.efforts[1:])})
    after = full_plan().model_copy(update={"actions": (action, *full_plan().actions[1:])})
    before = dump(path)
    with library.changing() as change:
        statements = written(change._connection.connection.dbapi_connection)
        stored = change.store(change.read(PLAN), after)
    assert {table for table, changes in compared(before, dump(path)).items() if changes} == {
        "entry", "effort", "milestone",
    }  # fmt: skip
    assert compared(before, dump(path))["effort"] == 1
    # Those that keep their key are updated where they differ; the milestones behind the one removed move up.
    heard = [re.sub(r"WHERE.*|\d+", "", statement) for statement in statements()]
    assert [statement for statement in heard if not statement.startswith("UPDATE entry")] == [
        "DELETE FROM milestone ",
        "UPDATE effort SET title='Another' ",
        *["UPDATE milestone SET position= "] * (len(effort.milestones) - 1),
    ]
    assert library.read(PLAN) == stored
    assert stored.content == after


def written(connection: sqlite3.Connection) -> Callable[[], list[str]]:
    """Take down the statements of a connection that write."""
    heard: list[str] = []
    connection.set_trace_callback(heard.append)
    return lambda: [statement for statement in heard if statement.startswith(("INSERT", "UPDATE", "DELETE"))]


def compared(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, int]:
    """Return how many rows of each table are new or changed."""
    return {table: len(set(map(repr, after[table])) - set(map(repr, before[table]))) for table in after}


def test_storing_what_is_stored_already_writes_nothing(library: Library, path: Path):
    before = dump(path)
    stored = library.read(PLAN)
    with library.changing() as change:
        assert change.store(stored, full_plan().model_copy()) is stored
    assert dump(path) == before


def test_an_edit_and_its_undo_leave_the_same_rows(library: Library, path: Path):
    before = dump(path)
    stored = library.read(PLAN)
    with library.changing() as change:
        edited = change.store(stored, full_plan().model_copy(update={"partners": (), "actions": ()}))
        again = change.store(edited, full_plan())
    assert again.rows == stored.rows
    assert again.digests == stored.digests
    assert again.revision == 3
    assert {table: rows for table, rows in dump(path).items() if table != "entry"} == {
        table: rows for table, rows in before.items() if table != "entry"
    }


def test_a_plan_changed_elsewhere_is_not_overwritten(library: Library, path: Path, open_at: Callable[[Path], Library]):
    stored = library.read(PLAN)
    with open_at(path).changing() as change:
        change.store(change.read(PLAN), retitled(full_plan(), "Theirs"))
    with pytest.raises(ChangedElsewhere) as refused, library.changing() as change:
        change.store(stored, retitled(full_plan(), "Ours"))
    assert (refused.value.id, refused.value.params) == ("library.changed_elsewhere", {"id": PLAN})
    assert library.read(PLAN).content.title == "Theirs"


def test_a_plan_deleted_elsewhere_is_not_stored(library: Library, path: Path, open_at: Callable[[Path], Library]):
    stored = library.read(PLAN)
    with open_at(path).changing() as change:
        change.delete(PLAN)
    with pytest.raises(ChangedElsewhere), library.changing() as change:
        change.store(stored, retitled(full_plan(), "Ours"))
    assert refusal(lambda: library.read(PLAN)) == "library.unknown"


def test_nothing_is_stored_onto_another_copy_that_was_taken_in_meanwhile(library: Library, path: Path):
    stored = library.read(PLAN)
    with library.changing() as change:
        change.delete(PLAN)
        change.add(retitled(full_plan(), "Another copy"))
    with pytest.raises(ChangedElsewhere), library.changing() as change:
        change.store(stored, retitled(full_plan(), "Ours"))
    assert library.read(PLAN).content.title == "Another copy"
    assert problems(path) == ()


def test_a_change_that_fails_leaves_nothing_of_it(library: Library, path: Path):
    before = dump(path)

    def fail() -> None:
        with library.changing() as change:
            change.store(change.read(PLAN), retitled(full_plan(), "Half"))
            change.keep(full_plan(), "request")
            change.delete(REPORT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert dump(path) == before


def test_replacing_puts_a_plan_in_the_place_of_whatever_is_there(library: Library, path: Path):
    other = retitled(samples.plan(), "Other").model_copy(update={"actions": ()})
    with library.changing() as change:
        stored = change.replace(other)
    assert library.read(PLAN) == stored
    assert stored.revision == 2
    assert len(library.versions(PLAN)) == 3
    assert problems(path) == ()


def test_deleting_takes_all_of_a_plan_and_nothing_of_others(library: Library, path: Path):
    before = everything(library)[REPORT]
    with library.changing() as change:
        change.delete(PLAN)
    assert everything(library) == {REPORT: before}
    for table, held in dump(path).items():
        if table != "sqlite_master":
            assert not [row for row in held if PLAN in row and table not in ("report",)], table
    assert problems(path) == ()


# Versions


def test_versions_are_kept_with_all_that_is_known_of_them(library: Library, clock: Clock):
    clock.forward(hours=2)
    with library.changing() as change:
        number = change.keep(full_plan(), "move", by="Lead", parent="ef" * 32)
    assert library.versions(PLAN)[-1] == Kept(
        number=4, fingerprint=fingerprint(full_plan()), kept="2026-11-21T11:00:00Z", reason="move", name="", by="Lead",
        state=full_plan().state, own=True, shared=False, parent="ef" * 32, intact=True,
    )  # fmt: skip
    assert number == 4
    assert [(version.number, version.own, version.shared) for version in library.versions(PLAN)] == [
        (1, True, True), (2, True, False), (3, False, True), (4, True, False),
    ]  # fmt: skip


def test_a_version_is_what_was_kept_but_for_which_version_it_is(library: Library):
    assert library.version(PLAN, 1) == full_plan().model_copy(update={"version": None})
    assert library.version(PLAN, 3) == suggested(full_plan())[0].model_copy(update={"version": None})
    assert library.version(REPORT, 2) == full_report()


@pytest.mark.parametrize(
    ("given", "number"), [(None, 4), (3, 4), (4, 4), (9, 9), (1_003, 1_003), (1_004, 4), (10**9, 4), (0, 4), (-1, 4)]
)
def test_numbers_of_versions_only_go_up_and_never_leap_far(library: Library, given: int | None, number: int):
    with library.changing() as change:
        assert change.keep(full_plan(), "import", number=given) == number


def test_a_version_that_went_out_is_known_to_others(library: Library, path: Path):
    assert not library.versions(PLAN)[1].shared
    with library.changing() as change:
        change.share(PLAN, 2)
        change.share(PLAN, 2)
    assert library.versions(PLAN)[1] == library.versions(PLAN)[1]._replace(shared=True, intact=True)
    assert library.version(PLAN, 2) == full_plan().model_copy(update={"version": None})
    assert problems(path) == ()


# Proposals


def test_proposals_are_kept_in_order_with_what_became_of_them(library: Library, clock: Clock):
    proposals = suggested(full_plan())[1]
    offered = library.proposals(PLAN)
    assert [one.proposal for one in offered] == list(proposals)
    assert [one.decision for one in offered] == ["accepted", "rejected"] + ["open"] * (len(proposals) - 2)
    assert [bool(one.decided) for one in offered] == [True, True] + [False] * (len(proposals) - 2)
    assert {one.version for one in offered} == {3}
    clock.forward(hours=3)
    with library.changing() as change:
        change.decide(PLAN, {proposals[0].id: "open", proposals[2].id: "accepted"})
    decided = library.proposals(PLAN)
    assert (decided[0].decision, decided[0].decided) == ("open", "")
    assert (decided[1].decision, decided[1].decided) == ("rejected", offered[1].decided)
    assert (decided[2].decision, decided[2].decided) == ("accepted", "2026-11-21T12:00:00Z")


def test_proposals_that_are_there_already_are_not_made_again(library: Library, path: Path):
    proposals = suggested(full_plan())[1]
    new = proposals[0].model_copy(update={"id": "00000000-0000-4000-8000-00000000abcd"})
    with library.changing() as change:
        assert change.propose(PLAN, proposals, 7) == 0
        assert change.propose(PLAN, [*proposals, new], 7) == 1
        assert change.propose(REPORT, proposals, 2) == len(proposals)
    assert [one.version for one in library.proposals(PLAN)] == [3] * len(proposals) + [7]
    assert library.proposals(PLAN)[-1].proposal == new
    assert problems(path) == ()


# Who edits


def test_who_edits_keeps_others_away_for_half_a_minute_after_each_sign(library: Library, clock: Clock):
    def claim(id: str, editor: Editor) -> Editor | None:
        with library.changing() as change:
            return change.claim(id, editor)

    assert claim(REPORT, EDITOR) is None
    clock.forward(seconds=29)
    assert claim(REPORT, OTHER) == EDITOR
    assert claim(REPORT, EDITOR) is None
    clock.forward(seconds=29)
    assert claim(REPORT, OTHER) == EDITOR
    clock.forward(seconds=1)
    assert claim(REPORT, OTHER) is None
    assert claim(REPORT, EDITOR) == OTHER
    with library.changing() as change:
        change.release(REPORT, EDITOR)  # it is not theirs
    assert claim(REPORT, EDITOR) == OTHER
    with library.changing() as change:
        change.release(REPORT, OTHER)
    assert claim(REPORT, EDITOR) is None


@pytest.mark.parametrize("day", ["2026-11-20", "2030-01-01", "1999-01-01"])
def test_who_edits_is_gone_where_a_clock_has_jumped(library: Library, clock: Clock, day: str):
    with library.changing() as change:
        change.claim(REPORT, EDITOR)
    clock.now = on(day)
    with library.changing() as change:
        assert change.claim(REPORT, OTHER) is None


@pytest.mark.parametrize("beat", ["", "soon", "2026-11-21T09:07:00", "2026-13-01T00:00:00Z"])
def test_who_edits_is_gone_where_the_sign_is_damaged(path: Path, open_at: Callable[[Path], Library], beat: str):
    damage(path, "UPDATE editing SET beat = ?", beat)
    with open_at(path).changing() as change:
        assert change.claim(PLAN, OTHER) is None


# Several at once


def test_several_threads_read_and_write_at_once(library: Library, path: Path):
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                with library.changing() as change:
                    change.add(renamed(samples.plan(), number))
                    change.delete(renamed(samples.plan(), number).id)
                assert library.read(PLAN).content == full_plan()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert problems(path) == ()


def test_two_processes_store_into_one_library_and_neither_loses_anything(path: Path):
    def work(mine: Plan) -> Callable[[Callable[[object], None]], None]:
        def add(tell: Callable[[object], None]) -> None:
            library = Library(path, Clock())
            with library.changing() as change:
                stored = change.add(mine)
            for number in range(20):
                with library.changing() as change:
                    stored = change.store(stored, retitled(mine, f"Title {number}"))
                tell(number)
            library.close()

        return add

    first, second = (started(work(renamed(full_plan(), number))) for number in (1, 2))
    assert first.end() == second.end() == list(range(20))
    assert problems(path) == ()
    library = Library(path, Clock())
    for number in (1, 2):
        stored = library.read(renamed(full_plan(), number).id)
        assert (stored.content.title, stored.revision) == ("Title 19", 21)
    library.close()


def test_a_reader_sees_the_library_as_it_was_when_it_began(
    library: Library, path: Path, open_at: Callable[[Path], Library]
):
    other = open_at(path)
    with library._database.reading() as connection:
        count = "SELECT count(*) FROM version"
        before = connection.exec_driver_sql(count).scalar()
        with other.changing() as change:
            change.keep(full_plan(), "request")
        assert connection.exec_driver_sql(count).scalar() == before
    assert len(library.versions(PLAN)) == 4


# Damage


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


def test_damaged_proposals_are_noticed_and_the_plan_is_not_touched(path: Path, open_at: Callable[[Path], Library]):
    damage(path, "UPDATE proposal SET content = replace(content, 'Retitled', 'Retjtled')")
    library = open_at(path)
    assert refusal(lambda: library.proposals(PLAN)) == "proposal.damaged"
    assert library.read(PLAN).content == full_plan()
    assert set(problems(path)) == {Problem("proposal", PLAN)}


def test_rows_that_belong_to_no_plan_are_noticed(path: Path):
    damage(path, "UPDATE objective SET plan = '00000000-0000-4000-8000-00000000dead'")
    nobody = "00000000-0000-4000-8000-00000000dead"
    assert set(problems(path)) == {Problem("content", PLAN), Problem("content", nobody)}


def test_one_who_edits_what_is_not_there_is_noticed(path: Path):
    damage(path, "UPDATE editing SET entry = '00000000-0000-4000-8000-00000000dead'")
    assert problems(path) == (Problem("file"),)


def test_a_report_and_its_plan_do_not_share_rows(library: Library):
    assert not {key[0] for key in rows(full_plan())} & {key[0] for key in rows(full_report())}
