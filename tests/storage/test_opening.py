"""What is opened is a library of ours, and what is not ours is refused and left untouched."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from gmp_desk.storage.backups import back_up
from gmp_desk.storage.database import SCHEMAS, connect_untouched, look_at
from gmp_desk.storage.opening import open_library, path_of
from gmp_desk.storage.verifying import problems
from tests.storage.making import LIBRARIES, NOW, Clock, Tell, dump, full_plan, hash_of_files, refusal_and_file, started

PLAN = full_plan().id


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
        assert refusal_and_file(lambda: open_library(tmp_path / name, Clock())) == (id, str(tmp_path / name)), name  # noqa: B023
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
    assert refusal_and_file(lambda: open_library(path, Clock())) == ("library.foreign", str(path))
    assert hash_of_files(tmp_path) == before


def test_a_newer_library_is_known_by_what_its_log_says_and_left_as_it_is(path: Path, tmp_path: Path):
    died_with_its_log(path, "UPDATE alembic_version SET version_num = '9999'")
    before = hash_of_files(tmp_path)
    assert refusal_and_file(lambda: open_library(path, Clock())) == ("library.newer", str(path))
    assert {name: digest for name, digest in hash_of_files(tmp_path).items() if not name.endswith("-shm")} == before


def test_a_library_with_the_log_of_a_crash_opens_with_what_the_log_has(path: Path):
    died_with_its_log(path, "DELETE FROM editing")
    open_library(path, Clock()).library.close()
    assert dump(path)["editing"] == []
    assert problems(path) == ()


def test_a_library_whose_log_was_being_moved_into_it_opens_with_what_the_log_has(path: Path, tmp_path: Path):
    killed = tmp_path / "killed" / "library.db"
    killed.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        with connection:
            connection.execute("UPDATE plan SET title = ?", ("Long " * 50_000,))  # the file grows
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{killed}{suffix}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with killed.open("r+b") as file:  # so far the move had come when the program was killed
        file.write(path.read_bytes()[:page])
    assert look_at(killed) == SCHEMAS[-1]
    open_library(killed, Clock()).library.close()
    assert dump(killed) == dump(path)


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path):
    (tmp_path / "folder.db").mkdir()
    os.mkfifo(tmp_path / "fifo.db")
    for name in ("folder.db", "fifo.db"):
        path = tmp_path / name
        assert refusal_and_file(lambda: open_library(path, Clock())) == ("library.special", str(path))  # noqa: B023
    assert not list((tmp_path / "folder.db").iterdir())


def test_a_link_that_leads_nowhere_is_refused_and_stays(tmp_path: Path):
    (tmp_path / "link.db").symlink_to(tmp_path / "gone.db")
    library = open_library(tmp_path / "link.db", Clock()).library
    assert refusal_and_file(library.entries) == ("library.cannot_open", str(tmp_path / "link.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["link.db"]


def test_no_file_is_made_where_a_library_vanishes_while_it_is_looked_at(path: Path, monkeypatch: pytest.MonkeyPatch):
    away = path.with_name("away.db")

    def moved_away(file: Path) -> bool:
        file.rename(away)
        return True

    monkeypatch.setattr(Path, "is_file", moved_away)
    assert refusal_and_file(lambda: look_at(path)) == ("library.cannot_open", str(path))
    with pytest.raises(sqlite3.OperationalError):
        connect_untouched(path).execute("SELECT 1 FROM entry")
    assert [*path.parent.iterdir()] == [away]


def test_a_folder_stands_for_the_library_in_it_and_a_database_server_is_refused(tmp_path: Path):
    assert path_of(str(tmp_path)) == tmp_path / "library.db"
    assert path_of(str(tmp_path / "plans.db")) == tmp_path / "plans.db"
    assert refusal_and_file(lambda: path_of("postgresql://host/plans")) == (
        "library.address",
        "postgresql://host/plans",
    )


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
    assert refusal_and_file(lambda: library.proposals(PLAN)) == ("library.damaged", str(path))
    library.close()
    assert problems(path)
