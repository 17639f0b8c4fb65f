"""Whatever stands in the way of the library is told in data, and what is not ours is left untouched."""

import functools
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import back_up, is_due
from gmp_desk.storage.database import SCHEMAS, create, look_at
from gmp_desk.storage.library import Library
from gmp_desk.storage.opening import open_library, path_of
from gmp_desk.storage.placing import is_on_network, kind_of_drive, sync_service
from gmp_desk.storage.restoring import restore
from gmp_desk.storage.verifying import problems
from tests.storage.making import (
    LIBRARIES,
    NOW,
    Clock,
    Tell,
    dump,
    full_plan,
    hash_of_files,
    on,
    renamed,
    started,
    wait_for,
)

PLAN = full_plan().id


def refusal(call: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.id, refused.value.params.get("file")


# Files of others


def foreign_files(folder: Path) -> dict[str, str]:
    """Put files into a folder that are no libraries of ours; return the refusal of each by name."""
    (folder / "text.db").write_text("Dear colleagues,\n" * 3_000, encoding="utf-8")
    (folder / "empty.db").touch()
    (folder / "short.db").write_bytes(b"SQLite format 3\x00")
    (folder / "broken.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)
    with closing(sqlite3.connect(folder / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE entry (id)")
    with closing(sqlite3.connect(folder / "log.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE entry (id)")
    newer = shutil.copy(LIBRARIES / f"{SCHEMAS[-1]}.db", folder / "newer.db")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return {
        "text.db": "library.foreign",
        "empty.db": "library.foreign",
        "short.db": "library.foreign",
        "broken.db": "library.foreign",
        "other.db": "library.foreign",
        "log.db": "library.foreign",
        "newer.db": "library.newer",
    }


def test_a_file_of_others_or_of_a_newer_program_is_refused_and_not_touched(tmp_path: Path):
    expected = foreign_files(tmp_path)
    before = hash_of_files(tmp_path)
    times = {name: (tmp_path / name).stat().st_mtime_ns for name in expected}
    for name, id in expected.items():
        assert refusal(lambda: open_library(tmp_path / name, Clock())) == (id, str(tmp_path / name)), name  # noqa: B023
    assert hash_of_files(tmp_path) == before
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in expected} == times
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(expected)


def died_with_its_log(path: Path, statement: str) -> None:
    """Change a file so that the change is in its log alone, as after a crash."""

    def work(tell: Tell) -> None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(statement)
        connection.commit()
        tell("done")
        time.sleep(60)

    assert started(work).kill_after_its_word() == ["done"]
    path.with_name(path.name + "-shm").unlink()  # the system has been started again since


def test_a_foreign_database_with_its_log_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE a (b)")
    died_with_its_log(path, "INSERT INTO a VALUES (1)")
    before = hash_of_files(tmp_path)
    assert set(before) == {"other.db", "other.db-wal"}
    assert refusal(lambda: open_library(path, Clock())) == ("library.foreign", str(path))
    assert hash_of_files(tmp_path) == before


def test_a_newer_library_is_known_by_what_its_log_says_and_left_as_it_is(path: Path, tmp_path: Path):
    died_with_its_log(path, "UPDATE alembic_version SET version_num = '9999'")
    before = hash_of_files(tmp_path)
    assert refusal(lambda: open_library(path, Clock())) == ("library.newer", str(path))
    assert {name: digest for name, digest in hash_of_files(tmp_path).items() if not name.endswith("-shm")} == before


def test_a_library_with_the_log_of_a_crash_opens_with_what_the_log_has(path: Path):
    died_with_its_log(path, "DELETE FROM editing")
    open_library(path, Clock()).library.close()
    assert dump(path)["editing"] == []
    assert problems(path) == ()


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path):
    (tmp_path / "folder.db").mkdir()
    os.mkfifo(tmp_path / "fifo.db")
    for name in ("folder.db", "fifo.db"):
        path = tmp_path / name
        assert refusal(lambda: open_library(path, Clock())) == ("library.special", str(path))  # noqa: B023
    assert not list((tmp_path / "folder.db").iterdir())


def test_a_link_that_leads_nowhere_is_refused_and_stays(tmp_path: Path):
    (tmp_path / "link.db").symlink_to(tmp_path / "gone.db")
    library = open_library(tmp_path / "link.db", Clock()).library
    assert refusal(library.entries) == ("library.cannot_open", str(tmp_path / "link.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["link.db"]


def test_a_folder_stands_for_the_library_in_it_and_a_database_server_is_refused(tmp_path: Path):
    assert path_of(str(tmp_path)) == tmp_path / "library.db"
    assert path_of(str(tmp_path / "plans.db")) == tmp_path / "plans.db"
    assert refusal(lambda: path_of("postgresql://host/plans")) == ("library.address", "postgresql://host/plans")


@pytest.mark.parametrize("name", ["a b%41?mode=memory#x.db", "«plans» 汞.db", "-x.db"])
def test_a_library_may_have_any_name(tmp_path: Path, name: str):
    library = open_library(tmp_path / name, Clock()).library
    with library.changing() as change:
        change.add(full_plan())
    library.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert back_up(tmp_path / name, "daily", NOW).size > 100_000
    assert look_at(tmp_path / name) == SCHEMAS[-1]


def test_a_library_whose_schema_is_damaged_is_said_to_be(path: Path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE version RENAME COLUMN seal TO sfal")
        connection.execute("ALTER TABLE proposal RENAME TO propotal")
    library = open_library(path, Clock()).library
    assert refusal(lambda: library.proposals(PLAN)) == ("library.damaged", str(path))
    library.close()
    assert problems(path)


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
        assert refusal(library.changing().__enter__) == ("library.locked", str(path))
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
        assert refusal(library.entries) == ("library.locked", str(path))
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


def test_processes_that_open_an_old_library_at_the_same_moment_migrate_it_once_or_are_told(tmp_path: Path):
    path = shutil.copy(LIBRARIES / f"{SCHEMAS[0]}.db", tmp_path / "library.db")
    held = dump(path)

    def work(tell: Tell) -> None:
        try:
            open_library(path, Clock()).library.close()
            tell("opened")
        except Refused as error:
            tell(error.id)

    said = [answer for process in [started(work) for _ in range(3)] for answer in process.end()]
    assert "opened" in said
    assert set(said) <= {"opened", "library.in_use", "library.locked"}
    assert look_at(path) == SCHEMAS[-1]
    assert dump(path)["plan"] == held["plan"]
    assert problems(path) == ()


# What a user may not write


def as_nobody(work: Callable[[], object]) -> object:
    """Return what some work says of itself when it is done by a user without rights."""

    def child(tell: Tell) -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        try:
            tell(work())
        except Refused as error:
            tell(error.id)

    [said] = started(child).end()
    return said


@pytest.fixture
def foreign_folder(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of another user that everybody may read, in a folder in which nobody else may write."""
    folder = Path("/tmp") / f"gmp-desk-test-{os.getpid()}-{os.urandom(4).hex()}"  # noqa: S108, its parents are open to all
    folder.mkdir()
    shutil.copy(path, folder / "library.db")
    (folder / "library.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def entries_of(path: Path) -> int:
    library = open_library(path, Clock()).library
    found = len(library.entries())
    library.close()
    return found


def add_to(path: Path) -> None:
    library = open_library(path, Clock()).library
    with library.changing() as change:
        change.add(renamed(full_plan(), 1))


def test_a_read_only_folder_is_told_and_nothing_in_it_changes(foreign_folder: Path):
    path = foreign_folder / "library.db"
    before = hash_of_files(foreign_folder)
    assert as_nobody(lambda: entries_of(path)) == "library.read_only"
    assert as_nobody(lambda: add_to(path)) == "library.read_only"
    assert as_nobody(lambda: create(foreign_folder / "new.db")) == "library.file"
    assert as_nobody(lambda: str(back_up(path, "daily", NOW))) == "library.file"
    assert as_nobody(lambda: str(restore(path, path, NOW))) == "library.file"
    assert hash_of_files(foreign_folder) == before


def test_a_backup_on_a_read_only_disk_is_restored_whether_or_not_it_has_ever_had_a_log(
    foreign_folder: Path,
):
    with (foreign_folder / "library.db").open("rb") as file:
        assert file.read(20)[18:] == b"\x02\x02"  # it is to have a log
    held = hash_of_files(foreign_folder)

    def put_back() -> int:
        path = Path("/tmp") / f"gmp-desk-test-{os.getpid()}-{os.urandom(4).hex()}" / "library.db"  # noqa: S108
        restore(path, foreign_folder / "library.db", NOW)
        try:
            return entries_of(path)
        finally:
            shutil.rmtree(path.parent)

    assert as_nobody(put_back) == 2
    assert hash_of_files(foreign_folder) == held


def test_a_folder_that_may_not_be_looked_into_is_told(foreign_folder: Path):
    foreign_folder.chmod(0o000)
    assert as_nobody(lambda: str(path_of(str(foreign_folder / "library.db")))) == "library.file"
    assert as_nobody(lambda: entries_of(foreign_folder / "library.db")) == "library.file"


def test_a_read_only_file_is_read_and_a_change_of_it_is_refused(foreign_folder: Path):
    foreign_folder.chmod(0o777)
    before = dump(foreign_folder / "library.db")
    assert as_nobody(lambda: entries_of(foreign_folder / "library.db")) == 2
    assert as_nobody(lambda: add_to(foreign_folder / "library.db")) == "library.read_only"
    assert dump(foreign_folder / "library.db") == before


def test_a_file_that_may_not_be_read_is_told(foreign_folder: Path):
    (foreign_folder / "library.db").chmod(0o000)
    assert as_nobody(lambda: entries_of(foreign_folder / "library.db")) == "library.cannot_open"


def test_a_library_for_everybody_is_not_made_where_its_folder_cannot_be(tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    assert refusal(lambda: create(tmp_path / "file" / "library.db"))[0] == "library.file"
    assert (tmp_path / "file").read_text() == "mine"


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
    assert refusal(call) == ("library.cannot_open", str(tmp_path / "none-backups" / "0001-20261121T090000Z-daily.db"))
    assert [path.name for path in (tmp_path / "none-backups").iterdir()] == []


def test_the_tests_of_rights_are_made_without_rights():
    assert as_nobody(os.geteuid) != 0
