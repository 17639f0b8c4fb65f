"""A library that is open is not taken from under those who have it, and nothing is written to one that is gone."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.storage.backups import Backup, back_up
from gmp_desk.storage.database import SCHEMAS, connect, create, look_at
from gmp_desk.storage.exclusive import alone
from gmp_desk.storage.held import is_open_here
from gmp_desk.storage.leftovers import logs_left, place
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
    fill,
    full_plan,
    hash_of_files,
    refusal,
    refusal_and_file,
    renamed,
    started,
    wait_for,
)
from tests.storage.test_rights import as_nobody

PLAN = full_plan().id

HOLD = """
import sys
from pathlib import Path
from gmp_desk.domain.errors import Refused
from gmp_desk.storage.held import FILE, held
try:
    with held(Path(sys.argv[1]), FILE, Path(sys.argv[1])):
        print("free")
except Refused as error:
    print(error.id)
"""


def elsewhere(program: str, *arguments: object) -> str:
    """Return what another process says that has nothing open; nobody here may open the file of a library for it."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def flip_elsewhere(path: Path, place: int) -> None:
    """Flip a byte of a file in another process, as a failing disk would."""
    program = (
        "import sys\n"
        "with open(sys.argv[1], 'rb+') as file:\n"
        "    file.seek(int(sys.argv[2])); byte = file.read(1)[0]\n"
        "    file.seek(int(sys.argv[2])); file.write(bytes([byte ^ 0xFF]))"
    )
    elsewhere(program, path, place)


def using(path: Path) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        library = Library(path, Clock())
        tell(len(library.entries()))
        time.sleep(60)

    return work


def adding(path: Path) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        add(Library(path, Clock()), 7)
        tell("added")

    return work


def dying(path: Path) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        adding(path)(tell)
        time.sleep(60)

    return work


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def add(library: Library, number: int) -> None:
    with library.changing() as change:
        change.add(renamed(full_plan(), number))


@pytest.fixture
def backup(path: Path) -> Backup:
    return back_up(path, "request", NOW)


# Looked at while it is open


def test_a_library_that_is_looked_at_while_it_is_open_stays_locked(path: Path, library: Library):
    add(library, 1)
    assert elsewhere(HOLD, path) == "library.in_use"
    assert look_at(path) == SCHEMAS[-1]
    open_library(path, Clock()).library.close()
    assert elsewhere(HOLD, path) == "library.in_use"
    add(library, 2)
    library.close()
    assert elsewhere(HOLD, path) == "free"
    assert len(dump(path)["entry"]) == 4


@pytest.mark.parametrize(("place", "told"), [(3, "library.damaged"), (16, "library.damaged"), (68, "library.foreign")])
def test_a_library_whose_beginning_is_damaged_while_it_is_open_stays_locked(
    path: Path, library: Library, place: int, told: str
):
    library.entries()
    flip_elsewhere(path, place)
    assert refusal(lambda: look_at(path)) == told
    assert elsewhere(HOLD, path) == "library.in_use"


def test_what_is_open_here_is_known_by_any_name_but_what_the_program_was_started_with_is_not(
    path: Path, tmp_path: Path
):
    link = tmp_path / "link.db"
    link.hardlink_to(path)
    assert not is_open_here(path)
    assert not is_open_here(tmp_path / "none.db")
    with path.open("rb") as file:
        assert is_open_here(path)
        assert is_open_here(link)
        os.set_inheritable(file.fileno(), True)
        assert not is_open_here(path)


# Restored while it is open


@pytest.mark.parametrize("place", [3, 16, 68, 100])
def test_a_library_with_a_damaged_beginning_that_another_process_has_open_is_not_replaced(
    path: Path, backup: Backup, place: int
):
    other = started(using(path))
    wait_for(other)
    flip_elsewhere(path, place)
    before = path.read_bytes()
    try:
        assert refusal_and_file(lambda: restore(path, backup.path, NOW)) == ("library.in_use", str(path))
        assert path.read_bytes() == before
        assert [file.name for file in backup.path.parent.iterdir()] == [backup.path.name]
    finally:
        other.kill()
    kept = restore(path, backup.path, NOW)
    assert kept is not None
    assert kept.read_bytes() == before
    assert problems(path) == ()


@pytest.mark.parametrize("place", [16, 68, 100])
def test_a_library_with_a_damaged_beginning_that_is_open_here_is_replaced_when_it_is_closed(
    path: Path, backup: Backup, library: Library, place: int
):
    add(library, 1)
    flip_elsewhere(path, place)
    assert refusal(lambda: restore(path, backup.path, NOW)) == "library.in_use"
    assert elsewhere(HOLD, path) == "library.in_use"
    library.close()
    assert restore(path, backup.path, NOW) is not None
    add(library, 2)  # it opens what is there now
    library.close()
    assert problems(path) == ()


# Replaced while it is open


def test_nothing_is_written_to_a_library_that_was_replaced_nor_to_what_is_there_now(path: Path, library: Library):
    add(library, 1)
    path.unlink()
    path.write_text("of somebody else")
    assert refusal_and_file(lambda: add(library, 2)) == ("library.replaced", str(path))
    with library._database.reading():  # has the one connection: another has to be made
        assert refusal(lambda: add(library, 2)) == "library.replaced"
    library.close()
    assert path.read_text() == "of somebody else"


def test_a_library_that_was_moved_away_is_written_to_again_when_it_is_back(path: Path, library: Library):
    add(library, 1)
    path.rename(path.with_name("away.db"))
    assert refusal_and_file(lambda: add(library, 2)) == ("library.replaced", str(path))
    path.with_name("away.db").rename(path)
    add(library, 2)
    library.close()
    assert len(dump(path)["entry"]) == 4


CHANGE = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('DELETE FROM editing'); c.commit(); "
DIE = CHANGE + "import os; os._exit(0)"


def remove_log_elsewhere(path: Path) -> None:
    """Let another process take itself for the last that has the library, and remove its log."""
    for file in (path, beside(path, "-shm")):
        file.open("rb").close()  # as a dialog does that lists files: the locks are gone
    elsewhere(CHANGE + "c.close()", path)
    assert not beside(path, "-wal").exists()


def replace_by(path: Path, source: Path) -> None:
    """Put a copy of a file in the place of the library, as a file manager does; it becomes ``away.db``."""
    path.rename(path.with_name("away.db"))
    shutil.copy(source, path)


@contextmanager
def second_connection(path: Path) -> Iterator[None]:
    """Have another connection to what is at the path, as a backup in the background does."""
    with closing(connect(path)) as connection:
        connection.execute("SELECT count(*) FROM entry").fetchone()
        yield


def test_nothing_is_written_to_a_log_that_another_process_has_removed(path: Path, library: Library):
    add(library, 1)
    remove_log_elsewhere(path)
    assert refusal_and_file(lambda: add(library, 2)) == ("library.replaced", str(path))
    elsewhere(DIE, path)
    assert beside(path, "-wal").exists()
    assert refusal_and_file(lambda: add(library, 2)) == ("library.replaced", str(path))
    with library._database.reading():  # has the one connection: another has to be made
        assert refusal(lambda: add(library, 2)) == "library.replaced"
    library.close()
    assert len(dump(path)["entry"]) == 3
    assert dump(path)["editing"] == []
    assert problems(path) == ()


def test_a_second_connection_here_does_not_hide_that_the_library_was_replaced(
    path: Path, library: Library, backup: Backup
):
    add(library, 1)
    replace_by(path, backup.path)
    with second_connection(path):
        assert refusal_and_file(lambda: add(library, 2)) == ("library.replaced", str(path))
        with library._database.reading():  # has the one connection: another has to be made
            assert refusal(lambda: add(library, 2)) == "library.replaced"


def test_a_second_connection_here_does_not_hide_that_the_log_was_removed(path: Path, library: Library):
    add(library, 1)
    remove_log_elsewhere(path)
    with second_connection(path):
        assert refusal_and_file(lambda: add(library, 2)) == ("library.replaced", str(path))
    library.close()
    assert len(dump(path)["entry"]) == 3
    assert problems(path) == ()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_the_first_change_is_not_written_to_a_log_that_was_removed_before_it(path: Path, library: Library, mode: str):
    elsewhere(f"import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode = {mode}')", path)
    library.entries()
    remove_log_elsewhere(path)
    assert refusal_and_file(lambda: add(library, 1)) == ("library.replaced", str(path))
    library.close()
    add(library, 2)
    library.close()
    assert len(dump(path)["entry"]) == 3


def test_a_library_whose_drive_numbers_its_files_anew_is_still_written_to(
    path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
):
    add(library, 1)
    for call in (os.stat, os.fstat):

        def renumbered(*given: Any, call: Callable[..., os.stat_result] = call, **named: Any) -> os.stat_result:
            mode, number, *rest = call(*given, **named)
            return os.stat_result((mode, number + 1_000_000, *rest))

        monkeypatch.setattr(os, call.__name__, renumbered)
    add(library, 2)
    with library._database.reading():  # has the one connection: another has to be made
        add(library, 3)
    path.rename(path.with_name("away.db"))
    assert refusal(lambda: add(library, 4)) == "library.replaced"


@pytest.fixture
def impatient(path: Path) -> Iterator[Library]:
    """The library, not open yet, that waits for nobody."""
    library = Library(path, Clock(), patience=0)
    yield library
    library.close()


def test_a_library_that_could_not_be_opened_while_it_was_exchanged_is_opened_later(path: Path, impatient: Library):
    with alone(path) as connection:
        connection.execute("DELETE FROM editing")
        assert refusal(impatient.entries) == "library.locked"
    assert len(impatient.entries()) == 2
    add(impatient, 1)


def test_a_library_that_could_not_be_opened_is_opened_when_it_was_restored(
    path: Path, backup: Backup, impatient: Library
):
    flip_elsewhere(path, 16)
    assert refusal(impatient.entries) == "library.foreign"
    restore(path, backup.path, NOW)
    assert len(impatient.entries()) == 2
    add(impatient, 1)


def test_a_library_that_is_closed_while_a_change_is_made_is_opened_again(path: Path, library: Library):
    begun, closed = threading.Event(), threading.Event()

    def change() -> None:
        with library.changing() as change:
            change.add(renamed(full_plan(), 1))
            begun.set()
            closed.wait()

    thread = threading.Thread(target=change)
    thread.start()
    begun.wait()
    library.close()
    closed.set()
    thread.join()
    assert not is_open_here(path)
    assert len(library.entries()) == 3
    add(library, 2)


def test_a_backup_is_restored_as_soon_as_what_was_read_when_the_library_was_closed_is_read(
    path: Path, library: Library, backup: Backup
):
    with library._database.reading():
        library.close()
        assert refusal(lambda: restore(path, backup.path, NOW)) == "library.in_use"
    assert restore(path, backup.path, NOW) is not None


def test_a_change_is_not_stored_where_the_library_was_closed_and_replaced_meanwhile(
    path: Path, library: Library, backup: Backup
):
    def replaced_while_changing() -> None:
        with library.changing() as change:
            change.add(renamed(full_plan(), 1))
            library.close()
            replace_by(path, backup.path)

    assert refusal(replaced_while_changing) == "library.replaced"


# The log of a library that was replaced


def test_the_log_of_a_library_that_was_replaced_is_kept_apart_from_what_is_there_now(
    path: Path, library: Library, backup: Backup
):
    add(library, 1)
    log = beside(path, "-wal").read_bytes()
    replace_by(path, backup.path)
    assert refusal(lambda: add(library, 2)) == "library.replaced"
    library.close()
    assert not beside(path, "-wal").exists()
    [kept] = path.parent.glob("library-left-*.db-wal")
    assert kept.read_bytes() == log
    assert dump(path) == dump(backup.path)
    assert problems(path) == ()
    check_log_brings_back(kept, path)
    add(library, 3)  # it opens what is there now
    library.close()
    assert len(dump(path)["entry"]) == 3


def test_the_log_of_a_library_that_was_moved_away_stays_where_it_finds_it_again(path: Path, library: Library):
    add(library, 1)
    path.rename(path.with_name("away.db"))
    library.close()
    path.with_name("away.db").rename(path)
    assert len(dump(path)["entry"]) == 3
    assert problems(path) == ()


def test_the_log_of_a_library_that_was_replaced_is_left_to_another_process_that_still_has_it(
    path: Path, backup: Backup, clock: Clock
):
    other = started(using(path))
    wait_for(other)
    library = Library(path, clock)
    add(library, 1)
    log = beside(path, "-wal").read_bytes()
    replace_by(path, backup.path)
    try:
        library.close()
        assert beside(path, "-wal").read_bytes() == log
    finally:
        other.kill()


def test_the_log_of_what_is_there_now_is_left_to_it(path: Path, library: Library, tmp_path: Path):
    add(library, 1)
    new = tmp_path / "new" / "library.db"
    new.parent.mkdir()
    shutil.copy(path, new)
    elsewhere(DIE, new)
    log = beside(new, "-wal").read_bytes()
    replace_by(path, new)
    beside(path, "-wal").rename(path.with_name("away.db-wal"))
    shutil.copy(beside(new, "-wal"), beside(path, "-wal"))
    library.close()
    assert beside(path, "-wal").read_bytes() == log


# The log of a library that is gone


def left_with_its_log(path: Path) -> bytes:
    """Leave the log of a library without it, as one who moves the library away after a crash; return the log."""
    started(dying(path)).kill_after_its_word()
    path.rename(path.with_name("away.db"))
    return beside(path, "-wal").read_bytes()


def check_log_brings_back(log: Path, path: Path) -> None:
    """Check that the log is whole again beside its library, under the name that it has."""
    again = log.with_name(log.name.removesuffix("-wal"))
    path.with_name("away.db").rename(again)
    assert logs_left(path) == ()
    assert len(dump(again)["entry"]) == 3
    assert problems(again) == ()


def test_an_empty_library_is_made_beside_the_log_of_one_that_is_gone_and_the_log_is_kept(path: Path):
    log = left_with_its_log(path)
    create(path)
    (kept,) = logs_left(path)
    assert kept.read_bytes() == log
    assert dump(path)["entry"] == []
    assert problems(path) == ()
    assert sorted(file.name for file in path.parent.iterdir()) == ["away.db", kept.name, "library.db"]
    check_log_brings_back(kept, path)


def test_a_backup_takes_the_place_of_a_library_that_is_gone_and_its_log_is_kept(path: Path, backup: Backup):
    log = left_with_its_log(path)
    kept = restore(path, backup.path, NOW)
    assert kept is not None
    assert kept.read_bytes() == log
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert dump(path)["entry"] == dump(backup.path)["entry"]
    assert problems(path) == ()
    check_log_brings_back(kept, path)


def test_no_library_is_made_beside_the_log_of_one_that_is_gone_and_still_open(path: Path, backup: Backup):
    other = started(using(path))
    wait_for(other)
    started(adding(path)).end()
    path.rename(path.with_name("away.db"))
    log = beside(path, "-wal").read_bytes()
    try:
        assert log
        assert refusal_and_file(lambda: create(path)) == ("library.in_use", str(path))
        assert refusal_and_file(lambda: restore(path, backup.path, NOW)) == ("library.in_use", str(path))
        assert not path.exists()
        assert beside(path, "-wal").read_bytes() == log
    finally:
        other.kill()


def test_an_empty_log_of_a_library_that_is_gone_tells_that_it_is_still_open(path: Path, backup: Backup):
    other = started(using(path))
    wait_for(other)
    path.rename(path.with_name("away.db"))
    try:
        assert beside(path, "-wal").read_bytes() == b""
        assert refusal_and_file(lambda: create(path)) == ("library.in_use", str(path))
        assert refusal_and_file(lambda: restore(path, backup.path, NOW)) == ("library.in_use", str(path))
        assert not path.exists()
    finally:
        other.kill()
    create(path)
    assert logs_left(path) == ()
    assert sorted(file.name for file in path.parent.glob("library*wal")) == []
    assert dump(path)["entry"] == []


def test_the_log_of_a_library_that_another_process_has_made_meanwhile_is_left_to_it(path: Path, tmp_path: Path):
    other = started(using(path))
    wait_for(other)
    started(adding(path)).end()
    new = shutil.copy(LIBRARIES / f"{SCHEMAS[-1]}.db", tmp_path / "new.db")
    try:
        with pytest.raises(FileExistsError):
            place(new, path)
    finally:
        other.kill()
    assert len(dump(path)["entry"]) == 3


def test_a_library_that_another_process_makes_while_one_is_restored_is_kept(
    path: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch
):
    made = path.rename(path.with_name("made.db"))
    before = dump(made)["entry"]
    link = os.link

    def after_another(source: Path, target: Path) -> None:
        if Path(target) == path and made.exists():
            made.rename(path)
        link(source, target)

    monkeypatch.setattr(os, "link", after_another)
    kept = restore(path, backup.path, NOW)
    assert kept is not None
    assert dump(kept)["entry"] == before
    assert dump(path)["entry"] == dump(backup.path)["entry"]


# Named by a link


@pytest.fixture
def link(path: Path, tmp_path: Path) -> Path:
    """A link in another folder to a library whose last change is in its log."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    started(dying(path)).kill_after_its_word()
    (folder / "link.db").symlink_to(path)
    return folder / "link.db"


def test_a_backup_that_is_named_by_a_link_is_restored_with_its_log(link: Path, tmp_path: Path):
    restore(tmp_path / "new.db", link, NOW)
    assert len(dump(tmp_path / "new.db")["entry"]) == 3


def test_a_library_that_is_named_by_a_link_is_restored_where_the_link_leads(path: Path, link: Path):
    backup = back_up(link, "request", NOW)
    assert backup.path.parent == path.with_name("library-backups")
    for _ in range(2):  # the second time its beginning is damaged
        kept = restore(link, backup.path, NOW)
        assert kept is not None
        assert kept.parent == backup.path.parent
        assert link.is_symlink()
        assert problems(path) == ()
        flip_elsewhere(path, 16)


def test_a_link_that_leads_nowhere_or_in_a_circle_is_told_and_stays(tmp_path: Path, backup: Backup):
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "nowhere.db").symlink_to(tmp_path / "gone.db")
    (folder / "circle.db").symlink_to(folder / "circle.db")
    for link in folder.iterdir():
        assert refusal(lambda: restore(link, backup.path, NOW)) == "library.cannot_open"  # noqa: B023
        assert refusal(lambda: restore(tmp_path / "new.db", link, NOW)) == "file.missing"  # noqa: B023
    assert sorted(file.name for file in folder.iterdir()) == ["circle.db", "nowhere.db"]
    assert all(file.is_symlink() for file in folder.iterdir())
    assert not (tmp_path / "gone.db").exists()


# Its beginning


@pytest.mark.parametrize("place", [16, 17, 19, 21, 22, 23])
def test_a_library_with_a_damaged_beginning_is_not_told_to_be_foreign_and_is_restored(
    path: Path, tmp_path: Path, place: int
):
    backup = shutil.copy(path, tmp_path / "kept.db")
    flip_elsewhere(path, place)
    before = hash_of_files(tmp_path)
    assert refusal_and_file(lambda: open_library(path, Clock())) == ("library.damaged", str(path))
    assert hash_of_files(tmp_path) == before
    assert restore(path, backup, NOW) is not None
    assert dump(path) == dump(backup)


# Its rights


def test_a_library_that_could_only_be_read_is_written_to_again_when_it_may_be():
    def work() -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library.db"
            fill(path, full_plan())
            path.chmod(0o400)
            library = Library(path, Clock())
            found = len(library.entries()), refusal(lambda: add(library, 1))
            logs = [beside(path, suffix) for suffix in ("-wal", "-shm")]
            path.chmod(0o600)
            add(library, 2)
            modes = {stat.S_IMODE(file.stat().st_mode) for file in (path, *logs)}
            library.close()
            return [*found, *map(oct, modes)]

    assert as_nobody(work) == [1, "library.read_only", "0o600"]


def test_the_logs_that_one_left_who_could_only_read_are_written_by_another():
    def work() -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library.db"
            fill(path, full_plan())
            path.chmod(0o400)
            reading = Library(path, Clock())
            reading.entries()  # makes the files beside it
            reading.close()
            path.chmod(0o600)
            library = Library(path, Clock())
            add(library, 1)
            modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
            library.close()
            return [len(dump(path)["entry"]), *map(oct, modes)]

    assert as_nobody(work) == [2, "0o600"]
