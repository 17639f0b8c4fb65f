"""What a user may not read or write is told, and nothing in it changes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import Occasion, back_up, backups
from gmp_desk.storage.database import create
from gmp_desk.storage.opening import open_library, path_of
from gmp_desk.storage.restoring import restore
from tests.storage.making import NOW, Clock, Tell, dump, full_plan, hash_of_files, refusal, renamed, started


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


@pytest.mark.parametrize(("occasion", "number"), [("delete", None), ("restore", 1)])
def test_no_backup_is_left_of_what_cannot_be_done_in_a_read_only_library(
    foreign_folder: Path, occasion: Occasion, number: int | None
):
    foreign_folder.chmod(0o777)
    path = foreign_folder / "library.db"

    def work() -> None:
        keeping.back_up_before(open_library(path, Clock()).library, occasion, full_plan().id, NOW, number)

    assert as_nobody(work) == "library.read_only"
    assert backups(path) == ()


def test_a_file_that_may_not_be_read_is_told(foreign_folder: Path):
    (foreign_folder / "library.db").chmod(0o000)
    assert as_nobody(lambda: entries_of(foreign_folder / "library.db")) == "library.cannot_open"


def test_a_library_for_everybody_is_not_made_where_its_folder_cannot_be(tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    assert refusal(lambda: create(tmp_path / "file" / "library.db")) == "library.file"
    assert (tmp_path / "file").read_text() == "mine"


def test_the_tests_of_rights_are_made_without_rights():
    assert as_nobody(os.geteuid) != 0
