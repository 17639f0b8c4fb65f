"""A library of every earlier schema opens, and holds afterwards what it held before.

``tests/libraries`` has a real library of each schema, written by the program of its time and never changed again. That
of a new schema is made when the schema is: ``make_library(LIBRARIES / f"{SCHEMAS[-1]}.db")`` in a Python that was
started with ``.venv/bin/python`` in the folder of the project, after ``from tests.storage.test_migrations import *``.
"""

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.storage import backups, migrating
from gmp_desk.storage.database import SCHEMAS, create, look_at
from gmp_desk.storage.library import Library
from gmp_desk.storage.opening import open_library
from gmp_desk.storage.tables import Row
from gmp_desk.storage.verifying import Problem, problems
from tests import samples
from tests.storage.making import LIBRARIES, NOW, Clock, dump, everything, fill, full_plan, full_report, renamed

MIGRATIONS = Path(migrating.__file__).parent / "migrations"
OLD = SCHEMAS[:-1]
LATER = " Written after the meeting."
"""What was added to the summary of one plan in each library after its last version was kept."""


def make_library(path: Path) -> None:
    """Make the library of the newest schema for ``tests/libraries``: all samples, and full ones."""
    contents = [samples.plan(path) for path in samples.PLANS] + [samples.report(path) for path in samples.REPORTS]
    fill(path, *contents, renamed(full_plan(), 1), full_report().model_copy(update={"id": renamed(full_plan(), 2).id}))
    library = Library(path, Clock())
    with library.changing() as change:
        stored = change.read(contents[0].id)
        change.store(stored, stored.content.model_copy(update={"summary": stored.content.summary + LATER}))
    library.close()


@pytest.fixture(params=SCHEMAS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the library file of a schema."""
    return shutil.copy(LIBRARIES / f"{request.param}.db", tmp_path / "library.db")


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the library file of an earlier schema."""
    return shutil.copy(LIBRARIES / f"{request.param}.db", tmp_path / "library.db")


@pytest.fixture
def opened(kept: Path) -> Iterator[Library]:
    library = open_library(kept, Clock()).library
    yield library
    library.close()


def test_every_schema_has_its_migration_and_its_library():
    assert [path.stem for path in sorted(LIBRARIES.glob("*.db"))] == list(SCHEMAS)
    assert [path.stem for path in sorted(MIGRATIONS.glob("*.sql"))] == list(SCHEMAS)
    scripts = sorted((MIGRATIONS / "versions").glob("*.py"))
    assert [path.stem.partition("_")[0] for path in scripts] == list(SCHEMAS)
    for schema, before, script in zip(SCHEMAS, (None, *SCHEMAS), scripts, strict=False):
        text = script.read_text(encoding="utf-8")
        assert f'\nrevision = "{schema}"\n' in text
        assert f"\ndown_revision = {json.dumps(before) if before else None}\n" in text
        assert f'run("{schema}.sql")' in text


def test_each_library_is_of_its_schema_and_has_plans_reports_and_versions():
    for schema in SCHEMAS:
        path = LIBRARIES / f"{schema}.db"
        before = path.read_bytes()
        assert look_at(path) == schema
        assert path.read_bytes() == before
        held = dump(path)
        assert len(held["plan"]) >= 4
        assert len(held["report"]) >= 4
        assert len(held["version"]) >= 8
    assert held["proposal"]
    assert held["editing"]
    assert not [name for name in held if not held[name] and name not in ("translation",)]


def test_an_old_library_holds_after_its_migration_all_rows_that_it_held_before(old: Path):
    before = dump(old)
    library, backup = open_library(old, Clock())
    library.close()
    after = dump(old)
    assert backup is not None
    assert look_at(old) == SCHEMAS[-1]
    for table in set(before) - {"sqlite_master", "alembic_version"}:
        assert after[table] == before[table], table
    assert [file.name for file in old.parent.iterdir() if file.is_file()] == ["library.db"]


def test_each_plan_report_and_version_of_a_library_reads_as_it_was_kept(kept: Path, opened: Library):
    told = everything(opened)
    with closing(sqlite3.connect(kept)) as connection:
        versions = connection.execute("SELECT entry, number, content, fingerprint FROM version").fetchall()
        ids = {id for (id,) in connection.execute("SELECT id FROM entry")}
    assert set(told) == ids
    for id, number, content, fingerprint in versions:
        document = zlib.decompress(content)
        assert hashlib.sha256(document).hexdigest() == fingerprint
        position = [version.number for version in told[id]["versions"]].index(number)
        assert told[id]["versions"][position].intact
        assert dumped(told[id]["contents"][position]) == json.loads(document)
    edited = 0
    for id in ids:
        last = max(version.number for version in told[id]["versions"] if version.own)
        position = [version.number for version in told[id]["versions"]].index(last)
        now, then = dumped(told[id]["content"]), dumped(told[id]["contents"][position])
        if now.get("summary", "").endswith(LATER):
            edited, then["summary"] = edited + 1, then["summary"] + LATER
        assert now == then
    assert edited == 1


def dumped(content: Any) -> dict[str, Any]:
    document = content.model_dump(mode="json")
    document.pop("version", None)
    return document


def test_a_library_of_any_schema_is_sound(kept: Path):
    assert problems(kept) == ()
    open_library(kept, Clock()).library.close()
    assert problems(kept) == ()


def normalized(sql: str | None) -> str:
    """Return a statement without quotes, case and spaces that make no difference, its conditions sorted."""
    plain = re.sub(r"\s+", " ", (sql or "").replace('"', "")).replace("( ", "(").replace(" )", ")")
    head, bracket, rest = plain.partition(" (")
    parts = re.split(r", (?=CONSTRAINT|[a-z_]+ [A-Z])", rest.removesuffix(")"))
    columns = [part for part in parts if not part.startswith("CONSTRAINT")]
    return head + bracket + ", ".join(columns + sorted(part for part in parts if part.startswith("CONSTRAINT")))


def schema_of(path: Path) -> dict[tuple[str, str], str]:
    return {(kind, name): normalized(sql) for kind, name, sql in dump(path)["sqlite_master"]}


def test_a_migrated_library_has_the_schema_of_a_new_one(kept: Path, tmp_path: Path):
    open_library(kept, Clock()).library.close()
    create(tmp_path / "new.db")
    assert schema_of(kept) == schema_of(tmp_path / "new.db")
    assert len(schema_of(kept)) > len(Row.metadata.tables)


def test_the_migrations_lead_from_an_empty_file_to_the_schema_of_a_new_library(tmp_path: Path):
    create(tmp_path / "new.db")
    (tmp_path / "empty.db").touch()
    migrating.upgrade(tmp_path / "empty.db")
    assert schema_of(tmp_path / "empty.db") == schema_of(tmp_path / "new.db")


def test_a_backup_holds_the_library_as_it_was_before_its_migration(old: Path):
    before = dump(old)
    library, backup = open_library(old, Clock())
    library.close()
    assert backups.backups(old) == (backup,)
    assert backup.occasion == "migration"
    assert backup.moment == NOW
    assert dump(backup.path) == before
    assert look_at(backup.path) == look_at(LIBRARIES / f"{OLD[-1]}.db")


def test_a_library_of_the_newest_schema_is_not_migrated(path: Path):
    library, backup = open_library(path, Clock())
    library.close()
    assert backup is None
    assert not backups.folder_of(path).exists()


def break_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Let the last migration fail after so many of its statements."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "broken")
    script = folder / f"{SCHEMAS[-1]}.sql"
    statements = script.read_text(encoding="utf-8").split(";\n")
    script.write_text(";\n".join([*statements[:at], "CREATE TABLE entry (id VARCHAR)\n"]), encoding="utf-8")
    monkeypatch.setattr(migrating, "_FOLDER", folder)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_migration_that_fails_half_way_leaves_the_library_as_it_was(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
):
    before = dump(old)
    break_migrations(tmp_path, monkeypatch, at)
    with pytest.raises(Exception, match="already exists"):
        open_library(old, Clock())
    assert dump(old) == before
    assert [file.name for file in old.parent.iterdir() if file.is_file()] == ["library.db"]
    monkeypatch.undo()
    open_library(old, Clock()).library.close()
    assert problems(old) == ()


def test_a_migration_that_would_lose_a_text_is_not_put_in_place(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = dump(old)
    folder = shutil.copytree(MIGRATIONS, tmp_path / "losing")
    with (folder / f"{SCHEMAS[-1]}.sql").open("a", encoding="utf-8") as script:
        script.write("\nUPDATE objective SET statement = 'lost' WHERE position = 0;\n")
    monkeypatch.setattr(migrating, "_FOLDER", folder)
    with pytest.raises(Refused) as refused:
        open_library(old, Clock())
    assert refused.value.id == "migration.failed"
    assert dump(old) == before
    assert dump(Path(str(refused.value.params["backup"]))) == before


def test_a_library_that_is_open_elsewhere_is_not_migrated(old: Path):
    before = dump(old)
    with closing(sqlite3.connect(old)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM entry").fetchone()
        with pytest.raises(Refused) as refused:
            migrating.migrate(old, NOW, patience=0)
    assert refused.value.id == "library.in_use"
    assert dump(old) == before
    assert not backups.folder_of(old).exists()


def test_a_library_that_another_process_has_migrated_meanwhile_and_uses_is_not_migrated_again(old: Path):
    library, backup = open_library(old, Clock())
    library.entries()
    assert migrating.migrate(old, NOW, patience=0) is None
    library.close()
    assert backups.backups(old) == (backup,)


def test_a_damaged_plan_does_not_keep_the_others_from_a_migration(old: Path):
    with closing(sqlite3.connect(old)) as connection, connection:
        [(id,)] = connection.execute("SELECT plan FROM plan LIMIT 1").fetchall()
        connection.execute("UPDATE plan SET title = 'Flipped' WHERE plan = ?", (id,))
    library, backup = open_library(old, Clock())
    others = [entry.id for entry in library.entries() if entry.id != id]
    for other in others:
        library.read(other)
    library.close()
    assert backup is not None
    assert len(others) >= 7
    assert problems(old) == (Problem("content", id),)


OPENING = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from gmp_desk.storage.opening import open_library
for path in sys.argv[1:]:
    library = open_library(Path(path), lambda: datetime.now(UTC)).library
    library.entries()
    library.close()
    print("alembic" in sys.modules)
"""


def test_alembic_is_loaded_only_where_a_migration_is_due(path: Path, tmp_path: Path):
    shutil.copy(LIBRARIES / f"{OLD[0]}.db", tmp_path / "old.db")
    paths = [tmp_path / "new.db", path, tmp_path / "old.db"]
    done = subprocess.run([sys.executable, "-c", OPENING, *paths], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]
