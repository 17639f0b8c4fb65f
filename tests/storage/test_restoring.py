"""A backup takes the place of the library, which is kept, or all stays as it was."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import Backup, back_up, backups
from gmp_desk.storage.database import SCHEMAS, look_at
from gmp_desk.storage.library import Library
from gmp_desk.storage.restoring import restore
from gmp_desk.storage.verifying import Problem, problems
from tests.storage.making import (
    LIBRARIES,
    NOW,
    Clock,
    dump,
    fill_up,
    full_plan,
    full_report,
    hash_of_files,
    refusal,
    renamed,
)

PLAN = full_plan().id


def contents(path: Path) -> dict[str, object]:
    """Return all rows of a library but who edits, which is no content."""
    return {table: rows for table, rows in dump(path).items() if table != "editing"}


@pytest.fixture
def backup(path: Path) -> Backup:
    """A backup of a library that has changed since."""
    made = back_up(path, "request", NOW)
    library = Library(path, Clock())
    with library.changing() as change:
        change.delete(full_report().id)
        change.add(renamed(full_plan(), 3))
    library.close()
    return made


def test_a_backup_takes_the_place_of_the_library_which_is_kept(path: Path, backup: Backup):
    before = contents(path)
    kept = restore(path, backup.path, NOW)
    assert contents(path) == contents(backup.path)
    assert kept == backups(path)[-1].path
    assert backups(path)[-1].occasion == "restore"
    assert contents(kept) == before
    assert problems(path) == ()
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["library.db"]
    assert restore(path, kept, NOW) is not None
    assert contents(path) == before


def test_a_library_that_is_gone_is_restored(path: Path, backup: Backup):
    path.unlink()
    assert restore(path, backup.path, NOW) is None
    assert contents(path) == contents(backup.path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_library_that_is_open_elsewhere_is_not_replaced(path: Path, backup: Backup):
    before = contents(path)
    library = Library(path, Clock())
    library.entries()
    assert refusal(lambda: restore(path, backup.path, NOW)) == "library.in_use"
    library.close()
    assert contents(path) == before


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_backup_of_an_earlier_schema_is_brought_up_to_date(path: Path, tmp_path: Path, schema: str):
    older = shutil.copy(LIBRARIES / f"{schema}.db", tmp_path / "older.db")
    held = dump(older)
    before = hash_of_files(LIBRARIES)
    restore(path, LIBRARIES / f"{schema}.db", NOW)
    assert look_at(path) == SCHEMAS[-1]
    assert dump(path)["version"] == held["version"]
    assert dump(path)["plan"] == held["plan"]
    assert problems(path) == ()
    assert hash_of_files(LIBRARIES) == before


def test_what_is_no_backup_is_refused_and_the_library_stays(path: Path, tmp_path: Path, backup: Backup):
    before = hash_of_files(path.parent)
    (tmp_path / "text.db").write_text("nothing " * 5_000)
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE a (b)")
    newer = shutil.copy(backup.path, tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert refusal(lambda: restore(path, tmp_path / "missing.db", NOW)) == "file.missing"
    assert refusal(lambda: restore(path, tmp_path / "text.db", NOW)) == "backup.foreign"
    assert refusal(lambda: restore(path, tmp_path / "other.db", NOW)) == "backup.foreign"
    assert refusal(lambda: restore(path, newer, NOW)) == "library.newer"
    assert refusal(lambda: restore(path, tmp_path, NOW)) == "backup.foreign"
    for name in ("text.db", "other.db", "newer.db"):
        (tmp_path / name).unlink()
    assert hash_of_files(path.parent) == before


@pytest.mark.parametrize("place", [5_000, 100_000, 200_000])
def test_a_damaged_backup_is_refused_by_its_own_name_and_the_library_stays(path: Path, backup: Backup, place: int):
    before = hash_of_files(path.parent)
    with backup.path.open("r+b") as file:
        file.seek(place // 4096 * 4096)
        file.write(b"\xa5" * 4096)
    with pytest.raises(Refused) as refused:
        restore(path, backup.path, NOW)
    assert (refused.value.id, refused.value.params) == ("backup.damaged", {"file": str(backup.path)})
    assert hash_of_files(path.parent) == before


def test_a_backup_that_was_cut_off_is_refused(path: Path, backup: Backup):
    os.truncate(backup.path, backup.size // 2)
    assert refusal(lambda: restore(path, backup.path, NOW)) == "backup.damaged"


def test_a_backup_with_one_damaged_plan_is_restored_for_the_rest_of_it(path: Path, backup: Backup):
    with closing(sqlite3.connect(backup.path)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'Flipped'")
    restore(path, backup.path, NOW)
    assert problems(path) == (Problem("content", PLAN),)


@pytest.mark.parametrize("damage", ["text", "header", "cut"])
def test_a_library_that_does_not_open_is_kept_byte_for_byte_and_replaced(path: Path, backup: Backup, damage: str):
    if damage == "text":
        path.write_text("This is no library any more.")
    elif damage == "header":
        with path.open("r+b") as file:
            file.write(b"\x00" * 200)
    else:
        os.truncate(path, path.stat().st_size // 3)
    before = path.read_bytes()
    kept = restore(path, backup.path, NOW)
    assert kept is not None
    assert kept.read_bytes() == before
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert contents(path) == contents(backup.path)
    assert problems(path) == ()
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["library.db"]


@pytest.mark.parametrize("number", [0, 1])
def test_a_library_whose_header_claims_a_later_format_is_replaced(path: Path, backup: Backup, number: int):
    """Bit 5 of byte 18: SQLite reads such a file, and writes neither it nor a copy of it."""
    flipped_one = (path, backup.path)[number]
    flipped = bytearray(flipped_one.read_bytes())
    flipped[18] ^= 1 << 5
    flipped_one.write_bytes(flipped)
    kept = restore(path, backup.path, NOW)
    assert kept is not None
    assert kept.exists()
    assert problems(path) == ()
    library = Library(path, Clock())
    with library.changing() as change:
        change.add(renamed(full_plan(), 8))
    assert library.read(PLAN).content == full_plan()
    library.close()


def test_a_full_disk_keeps_the_library_as_it_was(filled: Path, small_disk: Path):
    path = shutil.copy(filled, small_disk / "library.db")
    fill_up(small_disk)
    before = hash_of_files(small_disk)
    assert refusal(lambda: restore(path, LIBRARIES / f"{SCHEMAS[-1]}.db", NOW)) == "library.full"
    assert hash_of_files(small_disk) == before
    assert sorted(file.name for file in small_disk.iterdir()) == ["filling", "library.db"]


def test_a_file_of_others_is_not_replaced_by_a_backup(path: Path, tmp_path: Path):
    backup = back_up(path, "request", NOW)
    elsewhere = tmp_path / "elsewhere" / "notes.db"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"my notes\n" * 1000)
    assert refusal(lambda: restore(elsewhere, backup.path, NOW)) == "library.foreign"
    assert [*elsewhere.parent.iterdir()] == [elsewhere]
    assert elsewhere.read_bytes() == b"my notes\n" * 1000


def test_a_library_of_a_newer_program_is_not_replaced_by_a_backup(path: Path):
    backup = back_up(path, "request", NOW)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert refusal(lambda: restore(path, backup.path, NOW)) == "library.newer"
