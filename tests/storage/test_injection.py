"""A full disk or death at any single write of an import or a migration: all is as before, or all is done.

``strace`` lets the system refuse or kill at the n-th call. The usual run tries some of the calls, the long one every
call until one run ends untouched.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.storage import migrating  # noqa: F401, so that a fork need not load it
from gmp_desk.storage.database import SCHEMAS, look_at
from gmp_desk.storage.library import Library
from gmp_desk.storage.opening import open_library
from gmp_desk.storage.verifying import problems
from tests.storage.making import LIBRARIES, Clock, dump, full_plan, renamed, times

WRITING = "write,pwrite64,?writev,?pwritev,ftruncate,fallocate"
CHANGING = f"{WRITING},fsync,fdatasync,?link,linkat,?rename,renameat,?unlink,unlinkat,?mkdir,mkdirat"
FAULTS = {"death": (CHANGING, "signal=KILL"), "full disk": (WRITING, "error=ENOSPC")}
DONE, REFUSED, DIED = 0, 3, -9
NEW = ("sqlite_master", "alembic_version")


def outcome(work: Callable[[], object], calls: str, fault: str, number: int, log: Path) -> tuple[int, bool]:
    """Let a fault happen at the n-th of some system calls of a process; return its exit code, and whether it did."""
    readable, writable = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.read(readable, 1)
            os._exit(_code(work))
        finally:
            os._exit(1)
    inject = ["-e", f"trace={calls}", "-e", f"inject={calls}:{fault}:when={number}"]
    tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", log, *inject, "-p", str(pid)], stderr=subprocess.PIPE)
    while not _is_traced(pid) and tracer.poll() is None:
        time.sleep(0.001)
    os.write(writable, b"x")
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _, said = tracer.communicate()
    os.close(readable)
    os.close(writable)
    if "attach" in said.decode():
        missing = f"strace may not trace here: {said.decode().strip()}"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return code, code == DIED or "INJECTED" in log.read_text(encoding="utf-8", errors="replace")


def _code(work: Callable[[], object]) -> int:
    """Return an exit code rather than write a word: that would be a call that writes."""
    try:
        work()
    except Refused as error:
        return REFUSED if error.id in ("library.full", "library.disk", "library.file") else 4
    except BaseException:
        import traceback

        traceback.print_exc()
        return 1
    return DONE


def _is_traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return "TracerPid:\t0\n" not in status


def check_every(
    folder: Path, fault: str, step: int, make: Callable[[Path], Path], work: Callable[[Path], object]
) -> list[tuple[int, Path]]:
    """Do some work with a fault at every so manieth of its calls; return the exit codes and the libraries left."""
    if shutil.which("strace") is None:
        missing = "strace is not installed, so no fault was made to happen"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    calls, how = FAULTS[fault]
    found = []
    number, happened = 1, True
    while happened:
        (folder / f"{number}").mkdir()
        path = make(folder / f"{number}" / "library.db")
        code, happened = outcome(lambda: work(path), calls, how, number, folder / "log")  # noqa: B023
        found.append((code, path))
        number += step
    assert len(found) > 4
    return found


def take_in(path: Path) -> None:
    library = Library(path, Clock())
    plan = renamed(full_plan(), 7)
    with library.changing() as change:
        change.add(plan)
        change.keep(plan, "import")
    library.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_an_import_is_made_wholly_or_not_at_all(filled: Path, tmp_path: Path, fault: str):
    before = dump(filled)
    left = check_every(tmp_path, fault, times(29, 1), lambda path: shutil.copy(filled, path), take_in)
    assert left[-1][0] == DONE
    assert {code for code, _ in left} <= {DONE, DIED if fault == "death" else REFUSED}
    assert {code for code, _ in left} > {DONE}
    for code, path in left:
        assert problems(path) == ()
        after = dump(path)
        assert len(after["version"]) - len(before["version"]) == len(after["entry"]) - len(before["entry"])
        if len(after["entry"]) == len(before["entry"]):
            assert code != DONE
            assert after == before
        else:
            library = Library(path, Clock())
            assert library.read(renamed(full_plan(), 7).id).content == renamed(full_plan(), 7)
            library.close()
        if code == REFUSED:
            take_in(path)  # once there is room
            assert len(dump(path)["entry"]) == len(before["entry"]) + 1


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library of the first schema: one plan and one report."""
    path = shutil.copy(LIBRARIES / f"{SCHEMAS[0]}.db", tmp_path_factory.mktemp("old") / "library.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for kind in ("plan", "report"):
            [(kept,)] = connection.execute(f"SELECT {kind} FROM {kind} ORDER BY {kind} LIMIT 1").fetchall()
            connection.execute(f"DELETE FROM version WHERE entry IN (SELECT {kind} FROM {kind}) AND entry != ?", [kept])
            connection.execute("DELETE FROM entry WHERE kind = ? AND id != ?", [kind, kept])
            for table in tables:
                key = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk = 1", [table]).fetchone()
                if key == (kind,):
                    connection.execute(f'DELETE FROM "{table}" WHERE "{kind}" != ?', [kept])
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    assert problems(path) == ()
    return path


@pytest.mark.parametrize("fault", FAULTS)
def test_a_migration_is_made_wholly_or_not_at_all(old: Path, tmp_path: Path, fault: str):
    before = dump(old)
    left = check_every(
        tmp_path,
        fault,
        times(101, 1),
        lambda path: shutil.copy(old, path),
        lambda path: open_library(path, Clock()).library.close(),
    )
    assert left[-1][0] == DONE
    assert {code for code, _ in left} <= {DONE, DIED if fault == "death" else REFUSED}
    for code, path in left:
        assert problems(path) == ()
        if code == DONE:
            assert look_at(path) == SCHEMAS[-1]
        if look_at(path) == SCHEMAS[0]:
            assert dump(path) == before
        open_library(path, Clock()).library.close()
        after = dump(path)
        assert all(
            after[table] == before[table] for table in before if table not in ("sqlite_master", "alembic_version")
        )
        assert look_at(path) == SCHEMAS[-1]
