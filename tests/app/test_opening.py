import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gmp_desk.app.opening import Notice, open_for
from gmp_desk.app.rescuing import Rescue
from gmp_desk.app.taking_in import take_in
from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import back_up, backups, folder_of
from gmp_desk.storage.library import Library
from gmp_desk.storage.restoring import restore
from tests.app.desks import DAY, PLAN, small_plan
from tests.storage.making import LIBRARIES, NOW, Clock, dump, pages


class Opener:
    """Opens the library of a path again and again, as the program does when it starts."""

    def __init__(self, path: Path) -> None:
        self.path, self.clock = path, Clock()
        self.told: list[Notice] = []
        self.libraries: list[Library] = []

    def open(self) -> list[tuple[str, dict[str, object]]]:
        """Open the library and return the notices."""
        self.told.clear()
        self.libraries.append(open_for(self.path, self.clock, self.told.append))
        return [(notice.id, notice.params) for notice in self.told]

    @property
    def library(self) -> Library:
        return self.libraries[-1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder and one for temporary files, both empty."""
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "home"


@pytest.fixture
def opener(home: Path) -> Iterator[Opener]:
    opener = Opener(home / "data" / "library.db")
    yield opener
    for library in opener.libraries:
        library.close()


def test_a_library_is_made_where_there_is_none_and_nothing_is_to_be_told(opener: Opener):
    assert opener.open() == []
    assert opener.library.entries() == ()
    assert opener.path.exists()


def test_an_empty_library_needs_no_backup(opener: Opener):
    opener.open()
    opener.open()
    assert backups(opener.path) == ()


def test_a_backup_is_made_once_a_day(opener: Opener):
    opener.open()
    take_in(opener.library, small_plan(), "x", on=DAY)
    made = []
    for hours in (0, 1, 22, 1, 1, 30):
        opener.clock.forward(hours=hours)
        assert opener.open() == []
        made.append(len(backups(opener.path)))
    assert made == [1, 1, 1, 2, 2, 3]
    assert {backup.occasion for backup in backups(opener.path)} == {"daily"}


def test_a_backup_is_made_where_the_last_one_is_of_the_future(opener: Opener):
    opener.open()
    take_in(opener.library, small_plan(), "x", on=DAY)
    opener.open()
    opener.clock.forward(days=-400)
    opener.open()
    assert len(backups(opener.path)) == 2


def test_a_backup_that_fails_is_told_and_keeps_nobody_from_going_on(opener: Opener):
    opener.open()
    take_in(opener.library, small_plan(), "x", on=DAY)
    folder = folder_of(opener.path)
    folder.write_text("in the way")
    assert opener.open() == [
        ("notice.no_backup", {"file": str(opener.path)}),
        ("library.file", {"file": str(folder), "reason": "ENOTDIR"}),
    ]
    assert opener.library.read(PLAN).content == small_plan()


def test_a_library_that_cannot_be_listed_is_let_go_so_that_a_backup_can_be_restored_here(opener: Opener):
    opener.open()
    take_in(opener.library, small_plan(), "x", on=DAY)
    opener.library.close()
    backup = back_up(opener.path, "request", NOW)
    with opener.path.open("rb+") as file:
        file.seek(pages(opener.path)["entry"].start)
        file.write(b"\xff" * 16)
    with pytest.raises(Refused, match=r"library\.damaged") as kept:  # with all that it knows, as a window may keep it
        opener.open()
    restore(opener.path, backup.path, NOW)
    assert kept.value.params == {"file": str(opener.path)}
    opener.open()
    assert opener.library.read(PLAN).content == small_plan()


def test_the_log_of_a_library_that_is_gone_is_told_until_that_is_back(opener: Opener):
    opener.path.parent.mkdir(exist_ok=True)
    log = opener.path.with_name(opener.path.name + "-wal")
    log.write_bytes(b"changes")
    ((id, params),) = opener.open()
    kept = Path(params["file"])
    assert (id, kept.read_bytes(), log.read_bytes()) == ("notice.log_left", b"changes", b"")
    assert opener.open() == [(id, params)]
    kept.with_name(kept.name.removesuffix("-wal")).touch()
    assert opener.open() == []


@pytest.mark.parametrize(("folder", "service"), [("OneDrive - UN", "OneDrive"), ("Dropbox", "Dropbox")])
def test_a_synced_folder_is_told(home: Path, folder: str, service: str):
    opener = Opener(home / folder / "library.db")
    assert opener.open() == [("notice.synced", {"file": str(opener.path), "service": service})]
    opener.library.close()


def test_an_older_library_is_brought_up_to_date_and_its_backup_is_named(opener: Opener):
    opener.path.parent.mkdir()
    shutil.copy(LIBRARIES / "0001.db", opener.path)
    notices = opener.open()
    assert [id for id, _ in notices] == ["notice.migrated"]
    (backup, *_) = backups(opener.path)
    assert notices[0][1] == {"backup": str(backup.path)}
    assert backup.occasion == "migration"
    assert opener.library.entries()
    assert opener.open() == []


def test_a_plan_that_a_program_left_which_died_is_told_until_the_file_is_gone(opener: Opener, home: Path):
    opener.open()
    files = [Path(Rescue([folder]).write(small_plan())) for folder in (opener.path.parent, home)]
    assert opener.open() == [("notice.rescued", {"file": str(file)}) for file in files]
    for file in files:
        file.unlink()
    assert opener.open() == []


@pytest.mark.parametrize("content", [b"not a library", b""])
def test_a_file_of_something_else_is_refused_and_left_alone(opener: Opener, content: bytes):
    opener.path.parent.mkdir()
    opener.path.write_bytes(content)
    with pytest.raises(Refused, match=r"library\.foreign"):
        opener.open()
    assert opener.path.read_bytes() == content
    assert [path.name for path in opener.path.parent.iterdir()] == ["library.db"]


def test_a_library_of_a_newer_program_is_refused_and_left_alone(opener: Opener):
    opener.open()
    opener.library.close()
    with closing(sqlite3.connect(opener.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("PRAGMA journal_mode = DELETE")
    before = dump(opener.path)
    with pytest.raises(Refused, match=r"library\.newer"):
        opener.open()
    assert dump(opener.path) == before
