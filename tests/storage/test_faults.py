"""Other processes and clocks that jump lose nothing, and whatever stands in the way is told in data."""

import functools
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import back_up, backups, is_due
from gmp_desk.storage.database import SCHEMAS, look_at
from gmp_desk.storage.library import Library
from gmp_desk.storage.migrating import migrate
from gmp_desk.storage.opening import open_library
from gmp_desk.storage.placing import is_on_network, kind_of_drive, sync_service
from gmp_desk.storage.verifying import problems
from tests.storage.making import (
    LIBRARIES,
    NOW,
    Clock,
    Tell,
    dump,
    full_plan,
    on,
    refusal_and_file,
    renamed,
    started,
    wait_for,
)

PLAN = full_plan().id
VERY_LONG = 60  # seconds to wait for what takes a moment, unless the computer is very busy


# Other processes


def locking(path: Path) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        tell("locked")
        time.sleep(60)

    return work


def test_a_library_that_another_process_is_changing_is_told_to_be_locked_and_can_be_read(path: Path):
    other = started(locking(path))
    wait_for(other)
    library = Library(path, Clock(), patience=0.05)
    try:
        assert library.read(PLAN).content == full_plan()
        assert refusal_and_file(library.changing().__enter__) == ("library.locked", str(path))
        assert len(library.entries()) == 2
    finally:
        other.kill()
    with library.changing() as change:
        change.add(renamed(full_plan(), 1))
    library.close()


def test_a_change_waits_for_another_process_to_finish_its_own(path: Path):
    def work(tell: Tell) -> None:
        library = Library(path, Clock())
        with library.changing() as change:
            tell("at it")
            for number in range(10):
                change.add(renamed(full_plan(), number))
        library.close()

    other = started(work)
    wait_for(other)
    library = Library(path, Clock())
    with library.changing() as change:
        change.add(renamed(full_plan(), 99))
    library.close()
    other.end()
    assert len(dump(path)["entry"]) == 13


def test_a_library_whose_content_is_being_exchanged_is_told_to_be_locked(path: Path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN EXCLUSIVE")
        library = Library(path, Clock(), patience=0.05)
        assert refusal_and_file(library.entries) == ("library.locked", str(path))
        library.close()


def test_processes_that_make_one_library_at_the_same_moment_share_it(tmp_path: Path):
    path = tmp_path / "library.db"

    def work(number: int) -> Callable[[Tell], None]:
        def add(tell: Tell) -> None:
            library = open_library(path, Clock()).library
            with library.changing() as change:
                change.add(renamed(full_plan(), number))
            library.close()

        return add

    for process in [started(work(number)) for number in range(4)]:
        process.end()
    assert len(dump(path)["entry"]) == 4
    assert [file.name for file in tmp_path.iterdir()] == ["library.db"]
    assert problems(path) == ()


def test_processes_that_open_an_old_library_at_the_same_moment_migrate_it_once(tmp_path: Path):
    path = shutil.copy(LIBRARIES / f"{SCHEMAS[0]}.db", tmp_path / "library.db")
    held = dump(path)

    def work(tell: Tell) -> None:
        migrated = migrate(path, NOW, patience=VERY_LONG)
        library = Library(path, Clock())
        tell([migrated.path.name if migrated else "", len(library.entries())])
        library.close()

    said = [answer for process in [started(work) for _ in range(3)] for answer in process.end()]
    [backup] = backups(path)
    assert backup.occasion == "migration"
    assert sorted(said) == [["", len(held["entry"])], ["", len(held["entry"])], [backup.path.name, len(held["entry"])]]
    assert look_at(path) == SCHEMAS[-1]
    assert dump(path)["plan"] == held["plan"]
    assert problems(path) == ()


# Clocks


@pytest.mark.parametrize("day", ["1980-01-01", "2026-11-20", "2038-01-20", "2999-12-31"])
def test_a_clock_that_jumps_loses_nothing(path: Path, day: str):
    clock = Clock()
    library = Library(path, clock)
    with library.changing() as change:
        stored = change.store(change.read(PLAN), full_plan().model_copy(update={"title": "Before"}))
    back_up(path, "daily", clock())
    clock.now = on(day)
    assert is_due(path, clock())
    with library.changing() as change:
        change.keep(stored.content, "request")
        change.store(stored, full_plan().model_copy(update={"title": "After"}))
    back_up(path, "daily", clock())
    assert not is_due(path, clock() + timedelta(hours=1))
    assert [version.number for version in library.versions(PLAN)] == [1, 2, 3, 4]
    assert library.read(PLAN).content.title == "After"
    library.close()
    assert problems(path) == ()


# Where a library lies


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/a/OneDrive - UNEP/plans/library.db", "OneDrive"),
        ("/home/a/Dropbox (Personal)/library.db", "Dropbox"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/library.db", "iCloud"),
        ("/home/a/Nextcloud/library.db", "Nextcloud"),
        ("/home/a/plans/dropbox.db", ""),
        ("/home/a/.local/share/gmp-desk/library.db", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str, service: str):
    assert sync_service(Path(path)) == service


def test_a_network_drive_is_known_by_the_mounts_of_the_system(tmp_path: Path):
    mounts = ["/dev/sda / ext4 rw", "srv:/a /mnt/my\\040plans nfs4 rw", "tmpfs /mnt/my\\040plans/x tmpfs rw", "junk"]
    assert kind_of_drive(Path("/mnt/my plans/a/library.db"), mounts) == "nfs4"
    assert kind_of_drive(Path("/mnt/my plans/x/library.db"), mounts) == "tmpfs"
    assert kind_of_drive(Path("/mnt/other/library.db"), mounts) == "ext4"
    assert not is_on_network(tmp_path / "library.db")


# A bug is no fault


def test_a_wrong_statement_is_a_bug_and_not_told_as_the_users_fault(library: Library):
    with pytest.raises(Exception, match="syntax error") as raised, library._database.reading() as connection:
        connection.exec_driver_sql("SELEC 1")
    assert not isinstance(raised.value, Refused)


def test_the_reason_of_the_system_is_told_with_the_file(tmp_path: Path):
    (tmp_path / "x").mkdir()
    call = functools.partial(back_up, tmp_path / "none.db", "daily", NOW)
    assert refusal_and_file(call) == (
        "library.cannot_open",
        str(tmp_path / "none-backups" / "0001-20261121T090000Z-daily.db"),
    )
    assert [path.name for path in (tmp_path / "none-backups").iterdir()] == []
