"""What the command line says of a library that is damaged in part."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests import samples
from tests.app.commands import ASGM, ID, answers, titles
from tests.storage.making import flip


def test_a_damaged_plan_is_named_with_the_version_to_restore(filled: Callable, library: Path):
    filled("import", samples.PLANS[1])
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET summary = 'changed behind its back' WHERE plan = ?", (ID,))
    status, out, _ = filled("verify")
    assert status == 1
    assert f"{ID[:8]} is damaged. Version 1 is intact; it is restored with: gmp-desk restore {ID[:8]}@1" in out
    assert "is damaged in the library; the others are not affected" in filled("check", ID).err
    assert filled("check", samples.plan(samples.PLANS[1]).id).status == 0
    assert filled("restore", f"{ID}@1").status == 0
    assert filled("verify").status == 0


@pytest.mark.parametrize("name", ["entry", "sqlite_autoindex_entry_1"])
def test_where_an_index_and_its_table_disagree_a_backup_is_to_be_restored(
    filled: Callable, copy: Callable[..., Path], library: Path, name: str
):
    file = copy(title="Second")
    [told] = answers(filled("backup", "--json").out)
    flip(library, name, ID)
    damaged = f"{library} is damaged. See: gmp-desk verify; a backup is restored with: gmp-desk restore BACKUP\n"
    for how in ([], ["--replace"]):
        assert filled("import", file, *how) == (2, "", f"{file}: {damaged}")
    [listed] = answers(filled("list", "--json").out)
    for command in (["show"], ["delete", "--yes"], ["keep"], ["state", "draft", "--by", "Ann", "--note", "Why"]):
        assert filled(command[0], listed["id"], *command[1:]).err == damaged
    status, out, err = filled("verify")
    assert (status, err) == (1, "")
    first, *others, last = out.splitlines()
    assert first == "The file of the library is damaged. Restore a backup with: gmp-desk restore BACKUP"
    assert all(line.endswith(f"{ID[1:8]} is damaged.") for line in others)
    assert "The latest backup is" in last
    assert filled("restore", told["backup"]).status == 0
    assert filled("import", file).status == 0


def test_what_is_damaged_is_told_where_the_backups_cannot_be_listed(filled: Callable, library: Path):
    folder = library.with_name("library-backups")
    folder.write_text("in the way")
    assert filled("verify")[:2] == (0, f"{library}: nothing is damaged.\n")
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET summary = 'changed behind its back' WHERE plan = ?", (ID,))
    told = f"{folder}: the library cannot be read or written: "
    status, out, err = filled("verify")
    assert (status, out.startswith(f"{ID[:8]} is damaged."), told in err) == (1, True, True)
    status, out, err = filled("verify", "--json")
    [answer] = answers(out)
    assert (status, len(answer["problems"]), answer["latest_backup"], told in err) == (1, 1, None, True)


def test_a_damaged_plan_names_the_version_that_can_be_used(filled: Callable, library: Path, tmp_path: Path):
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'x'")
    status, _, err = filled("export", ID, tmp_path / "plan.docx")
    assert status == 2
    assert err.endswith(f"Version 1 is intact: {ID}@1\n")
    assert filled("export", f"{ID}@1", tmp_path / "plan.docx").status == 0


def test_a_damaged_plan_is_not_said_to_be_edited(filled: Callable, library: Path):
    assert "\nVersion: 1\n" in filled("show", ID).out
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'x'")
    out = filled("show", ID).out
    assert "Version" not in out
    assert "Edited" not in out


def test_each_file_that_a_damaged_plan_cannot_take_in_is_named(
    filled: Callable, copy: Callable[..., Path], library: Path
):
    file = copy(title="Theirs")
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'x'")
    damaged = (
        f"{ID} is damaged in the library; the others are not affected. See: gmp-desk verify\n"
        f"Version 1 is intact: {ID}@1\n"
    )
    assert filled("import", ASGM, file) == (2, "", f"{ASGM}: {damaged}{file}: {damaged}")
    assert filled("export", ID[:8], file).err == damaged


def test_what_replaces_a_damaged_plan_says_where_that_is_kept(
    filled: Callable, copy: Callable[..., Path], library: Path
):
    file = copy(title="Theirs")
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'x'")
    status, out, _ = filled("import", file, "--replace")
    said, backup = out.splitlines()
    assert (status, said) == (0, f"{file}: is now version 2 of {ID[:8]}, which was damaged.")
    assert backup.startswith("What was there before is in the backup ")
    assert [version["number"] for version in answers(filled("versions", ID, "--json").out)] == [1, 2]
    [told] = answers(filled("import", ASGM, "--replace", "--json").out)
    assert (told["outcome"], told["damaged"]) == ("replaced", False)


def test_a_damaged_plan_can_be_read_beside_its_last_intact_version(filled: Callable, library: Path):
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'Flipped'")
    damaged = f"{ID} is damaged in the library; the others are not affected. See: gmp-desk verify"
    told = f"{damaged}\nVersion 1 is intact: {ID}@1\n"
    assert filled("compare", ID, f"{ID}@1") == (
        0,
        f"changed  title  Flipped → {samples.plan().title[:69]}…\n",
        told,
    )
    assert filled("show", ID).err == told
    status, out, err = filled("check", ID)
    assert (status, err) == (0, told)
    assert out.startswith(f"{ID}: worth a look:")


def test_programs_are_told_of_a_damaged_plan_too(filled: Callable, library: Path):
    for command in (["show", ID], ["check", ID], ["compare", ID, f"{ID}@1"]):
        assert [told["damaged"] for told in answers(filled(*command, "--json").out)] == [False]
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'Flipped'")
    for command in (["show", ID], ["check", ID], ["compare", ID, f"{ID}@1"]):
        assert [told["damaged"] for told in answers(filled(*command, "--json").out)] == [True]


def test_a_report_is_kept_beside_where_a_version_of_it_cannot_be_read(cli: Callable, tmp_path: Path, library: Path):
    file = samples.REPORTS[0]
    cli("import", file)
    id = json.loads(file.read_text(encoding="utf-8"))["id"]
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("UPDATE version SET name = 'x'")
    report = json.loads(file.read_text(encoding="utf-8")) | {"title": "Second"}
    (tmp_path / "back.gmpreport").write_text(json.dumps(report), encoding="utf-8")
    status, out, _ = cli("import", tmp_path / "back.gmpreport")
    assert status == 1
    assert f"To look at it: gmp-desk show {id[:8]}@2; to take it over: gmp-desk restore {id[:8]}@2" in out
    assert "Second" in cli("show", f"{id[:8]}@2").out
    assert titles(cli) == [""]
    assert cli("restore", f"{id[:8]}@2").status == 0
    assert titles(cli) == ["Second"]
