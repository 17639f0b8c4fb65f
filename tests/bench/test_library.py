"""How fast the library is, against bare SQLite with the same pragmas on the same disk."""

import io
import itertools
import os
import sqlite3
import time
import uuid
from contextlib import ExitStack, closing, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest

from gmp_desk.app.cli import run
from gmp_desk.bootstrap import build
from gmp_desk.domain.plan import Plan
from gmp_desk.formats.package import read_plan, to_json
from gmp_desk.storage.database import create
from gmp_desk.storage.library import Library
from tests.strategies import blank_plan

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def largest() -> Plan:
    return read_plan(max(SAMPLES.glob("*.gmpplan"), key=lambda path: path.stat().st_size)).content


def clock() -> datetime:
    return datetime.now(UTC)


def fill(library: Library, count: int) -> list[str]:
    """Take in so many plans, each in a transaction of its own with a version, as files are; return their ids."""
    plan, ids = largest(), [id_of(number) for number in range(count)]
    for number, id in enumerate(ids):
        copy = plan.model_copy(update={"id": id, "title": f"Plan {number}"})
        with library.changing() as change:
            change.add(copy)
            change.keep(copy, "import", shared=True)
    return ids


def id_of(number: int) -> str:
    return str(uuid.UUID(int=number + 1, version=4))


def imported(files: list[Path], library: Path) -> None:
    """Take files into a library as the command does."""
    with ExitStack() as in_the_end, redirect_stdout(io.StringIO()):
        program = build("en", str(library), in_the_end)
        assert run(["import", *map(str, files)], program) == 0
        assert len(program.library().entries()) == len(files)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory):
    """A library of 1,000 plans, and their ids."""
    path = tmp_path_factory.mktemp("library") / "library.db"
    create(path)
    library = Library(path, clock)
    yield library, fill(library, 1_000)
    library.close()


@pytest.mark.benchmark(group="library")
def test_one_edit_stored_against_a_bare_commit(benchmark, tmp_path):
    path = tmp_path / "library.db"
    create(path)
    library = Library(path, clock)
    [id] = fill(library, 1)
    stored = library.read(id)
    numbers = itertools.count()

    def edit():
        nonlocal stored
        plan = stored.content
        action = plan.actions[0].model_copy(update={"title": f"Action {next(numbers)}"})
        after = plan.model_copy(update={"actions": (action, *plan.actions[1:])})
        with library.changing() as change:
            stored = change.store(stored, after)

    floors = []
    with closing(sqlite3.connect(tmp_path / "bare.db", isolation_level=None)) as bare:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            bare.execute(f"PRAGMA {pragma}")
        bare.execute("CREATE TABLE action (plan TEXT, id TEXT, title TEXT, PRIMARY KEY (plan, id))")
        bare.execute("INSERT INTO action VALUES ('a', 'b', '')")

        def commit():
            start = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("UPDATE action SET title = ? WHERE plan = 'a' AND id = 'b'", (os.urandom(8).hex(),))
            bare.execute("COMMIT")
            floors.append((time.perf_counter() - start) * 1000)

        # By turns, so that both meet the same disk and the same load.
        benchmark.pedantic(edit, setup=commit, rounds=400, warmup_rounds=20)
    assert library.read(id).content == stored.content
    library.close()
    floor = median(floors)
    benchmark.extra_info["bare commit, ms"] = floor
    benchmark.extra_info["more than that, ms"] = benchmark.stats["median"] * 1000 - floor
    assert benchmark.extra_info["more than that, ms"] <= 2


@pytest.mark.benchmark(group="library")
def test_open_a_plan_of_a_thousand(benchmark, thousand):
    library, ids = thousand
    stored = benchmark(library.read, ids[500])
    assert stored.content.title == "Plan 500"
    assert benchmark.stats["median"] * 1000 <= 50


@pytest.mark.benchmark(group="library")
def test_list_of_a_thousand(benchmark, thousand):
    library, ids = thousand
    assert len(benchmark(library.entries)) == len(ids)
    assert benchmark.stats["median"] * 1000 <= 50


@pytest.mark.benchmark(group="library")
def test_import_of_a_thousand_against_a_hundred(benchmark, milliseconds, tmp_path):
    files = [tmp_path / f"{number}.gmpplan" for number in range(1_000)]
    for number, file in enumerate(files):
        # The less there is in a plan, the more shows what grows with the library.
        file.write_text(to_json(blank_plan(id=id_of(number))), encoding="utf-8")
    imported(files[:1], tmp_path / "warm.db")
    benchmark.pedantic(imported, (files[:100], tmp_path / "hundred.db"), rounds=1)
    taken = milliseconds(lambda: imported(files, tmp_path / "thousand.db"), 1)
    benchmark.extra_info["1,000 plans, ms"] = taken
    benchmark.extra_info["ratio of 1,000 to 100"] = taken / (benchmark.stats["median"] * 1000)
    assert benchmark.extra_info["ratio of 1,000 to 100"] <= 15  # 10 where each plan takes as long as the first
