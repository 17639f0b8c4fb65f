"""A program that is killed at any moment loses nothing that it has acknowledged, and leaves no half change."""

import itertools
import random
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.domain.plan import Plan
from gmp_desk.storage import migrating  # noqa: F401, so that a fork need not load it
from gmp_desk.storage.backups import back_up, backups
from gmp_desk.storage.database import SCHEMAS, look_at
from gmp_desk.storage.library import Library
from gmp_desk.storage.opening import open_library
from gmp_desk.storage.restoring import restore
from gmp_desk.storage.verifying import problems
from tests.storage.making import (
    LIBRARIES,
    NOW,
    Clock,
    Tell,
    dump,
    full_plan,
    full_report,
    renamed,
    started,
    times,
    wait_for,
)

KILLS = times(12, 1_000)
PLAN = full_plan().id


class Killing:
    """Starts work on a fresh library again and again, and kills it at random moments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.random = random.Random(3)

    def tries(self, times: int = KILLS) -> Iterator[tuple[Path, float]]:
        """Yield folders, each removed before the next, and which part of some work is to be let through."""
        for number in range(times):
            folder = self.folder / f"{number}"
            folder.mkdir()
            yield folder, (number + self.random.random()) / times
            shutil.rmtree(folder)

    def kill(self, work: Callable[[Tell], None], seconds: float, *, at_work: bool) -> list[Any]:
        """Kill some work after so many seconds, and return what it has acknowledged until then.

        Where it is to be killed ``at_work``, the time counts from its first word.
        """
        process = started(work)
        if at_work:
            wait_for(process)
        time.sleep(seconds)
        return process.kill()


@pytest.fixture
def killing(tmp_path: Path) -> Killing:
    return Killing(tmp_path)


def seconds_of(work: Callable[[Tell], None]) -> float:
    """Return how long some work takes where nobody kills it."""
    start = time.perf_counter()
    started(work).end()
    return time.perf_counter() - start


def typed(number: int) -> Plan:
    """Return a plan with a number in three of its tables."""
    plan = full_plan()
    objective = plan.objectives[0].model_copy(update={"statement": f"{number}"})
    action = plan.actions[0].model_copy(update={"title": f"{number}"})
    return plan.model_copy(
        update={
            "title": f"{number}",
            "objectives": (objective, *plan.objectives[1:]),
            "actions": (action, *plan.actions[1:]),
        }
    )


def test_typing_loses_no_edit_that_was_acknowledged(path: Path, killing: Killing):
    def work(tell: Tell) -> None:
        library = Library(path, Clock())
        for number in itertools.count():
            with library.changing() as change:
                change.store(change.read(PLAN), typed(number))
            tell(number)

    acknowledged = 0
    for _ in range(KILLS):
        said = killing.kill(work, killing.random.uniform(0, 0.02), at_work=True)
        acknowledged += len(said)
        assert problems(path) == ()
        library = Library(path, Clock())
        content = library.read(PLAN).content
        library.close()
        if said:
            assert content in (typed(said[-1]), typed(said[-1] + 1))
    assert acknowledged >= KILLS


def test_an_import_is_there_with_its_version_or_not_at_all(filled: Path, killing: Killing):
    def work(path: Path) -> Callable[[Tell], None]:
        def add(tell: Tell) -> None:
            library = Library(path, Clock())
            for number in itertools.count():
                plan = renamed(full_plan(), number)
                with library.changing() as change:
                    change.add(plan)
                    change.keep(plan, "import")
                tell(plan.id)

        return add

    acknowledged = 0
    for folder, part in killing.tries():
        path = shutil.copy(filled, folder / "library.db")
        said = killing.kill(work(path), 0.04 * part, at_work=True)
        acknowledged += len(said)
        assert problems(path) == ()
        library = Library(path, Clock())
        new = [entry.id for entry in library.entries() if entry.id not in (PLAN, full_report().id)]
        assert set(said) <= set(new)
        assert len(new) <= len(said) + 1
        assert all([version.number for version in library.versions(id)] == [1] for id in new)
        library.close()
    assert acknowledged >= KILLS


def test_a_migration_leaves_the_old_library_or_the_new_one(killing: Killing):
    def work(path: Path) -> Callable[[Tell], None]:
        def open_it(tell: Tell) -> None:
            open_library(path, Clock()).library.close()
            tell("done")

        return open_it

    old = LIBRARIES / f"{SCHEMAS[0]}.db"
    held = {table: rows for table, rows in dump(old).items() if table not in ("sqlite_master", "alembic_version")}
    longest, found = 0.0, set()
    for folder, part in killing.tries(times(10, 1_000)):
        path = shutil.copy(old, folder / "library.db")
        longest = longest or seconds_of(work(shutil.copy(old, folder / "another.db")))
        said = killing.kill(work(path), longest * part, at_work=False)
        found.add(look_at(path))
        assert not said or look_at(path) == SCHEMAS[-1]
        assert problems(path) == ()
        open_library(path, Clock()).library.close()
        after = dump(path)
        assert {table: after[table] for table in held} == held
        assert look_at(path) == SCHEMAS[-1]
    assert found <= {SCHEMAS[0], SCHEMAS[-1]}
    assert SCHEMAS[0] in found


def test_every_backup_that_is_there_is_whole(filled: Path, killing: Killing):
    def work(path: Path) -> Callable[[Tell], None]:
        def back_it_up(tell: Tell) -> None:
            for second in itertools.count():
                tell(back_up(path, "request", NOW + timedelta(seconds=second)).number)

        return back_it_up

    before = dump(filled)
    made = 0
    for folder, part in killing.tries():
        path = shutil.copy(filled, folder / "library.db")
        said = killing.kill(work(path), 0.05 * part, at_work=True)
        assert problems(path) == ()
        kept = backups(path)
        assert {backup.number for backup in kept} >= set(said[-10:])
        for backup in kept:
            assert dump(backup.path) == before
        assert back_up(path, "daily", NOW).number == (kept[-1].number if kept else 0) + 1
        made += len(kept)
    assert made >= KILLS


def test_restoring_leaves_the_library_before_or_the_backup_and_both_are_kept(filled: Path, killing: Killing):
    def work(path: Path, backup: Path) -> Callable[[Tell], None]:
        def put_back(tell: Tell) -> None:
            restore(path, backup, NOW)
            tell("done")

        return put_back

    def changed(folder: Path) -> tuple[Path, Path]:
        path = shutil.copy(filled, folder / "library.db")
        library = Library(path, Clock())
        with library.changing() as change:
            change.delete(full_report().id)
            change.add(renamed(full_plan(), 3))
        library.close()
        return path, shutil.copy(filled, folder / "backup.db")

    earlier, longest, found = dump(filled), 0.0, set()
    for folder, part in killing.tries(times(10, 1_000)):
        path, backup = changed(folder)
        later = dump(path)
        if not longest:
            (folder / "first").mkdir()
            longest = seconds_of(work(*changed(folder / "first")))
        said = killing.kill(work(path, backup), longest * part, at_work=False)
        assert problems(path) == ()
        now = dump(path)
        assert now in (earlier, later)
        assert not said or now == earlier
        if now == earlier:
            assert dump(backups(path)[-1].path) == later
        assert dump(backup) == earlier
        restore(path, backup, NOW + timedelta(seconds=1))
        assert dump(path) == earlier
        found.add(now == earlier)
    assert False in found
