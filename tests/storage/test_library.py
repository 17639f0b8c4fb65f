"""The library keeps plans and reports, lists them, and loses nothing where several read and store at once."""

import re
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.domain.plan import Plan
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import ChangedElsewhere, Editor
from gmp_desk.storage.verifying import problems
from tests import samples
from tests.storage.making import (
    EDITOR,
    Clock,
    damage,
    dump,
    everything,
    full_plan,
    full_report,
    on,
    refusal,
    renamed,
    started,
)

PLAN, REPORT = full_plan().id, full_report().id
OTHER = Editor("Co-lead", "desk-2", "b")


def retitled(plan: Plan, title: str) -> Plan:
    return plan.model_copy(update={"title": title})


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


def test_it_is_told_who_edits_which_plan_until_they_give_no_more_sign(library: Library, clock: Clock):
    id = full_plan().id
    with library.changing() as change:
        change.claim(id, EDITOR._replace(process="b"))
    assert set(library.editors()) <= {id}
    clock.forward(minutes=1)
    assert library.editors() == {}
    with library.changing() as change:
        change.claim(id, EDITOR)
    assert library.editors() == {id: EDITOR}
