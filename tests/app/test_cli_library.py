"""gmp-desk import, list, show, versions, compare, review, state, restore …: the library from the command line."""

import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.app import keeping, library_cli
from gmp_desk.domain import states
from gmp_desk.domain.edits import Add, Edit, Move, SetValue
from gmp_desk.domain.plan import Action, Plan
from gmp_desk.domain.plan import Move as Step
from gmp_desk.formats.package import read_plan, to_json
from gmp_desk.i18n import Locale
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Listed, Stored
from tests import samples
from tests.app.desks import made_from
from tests.storage.making import flip

ASGM = samples.PLANS[0]
ID = samples.plan().id


def answers(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library" / "library.db"


@pytest.fixture
def filled(cli: Callable) -> Callable:
    """The command line, with the English sample in the library."""
    assert cli("import", ASGM).status == 0
    return cli


@pytest.fixture
def copy(tmp_path: Path, filled: Callable) -> Callable[..., Path]:
    """Make a file as somebody else would send it back: the plan as it was sent, with other values in some fields."""

    def make(name: str = "back", *edits: Edit, **values: Any) -> Path:
        sent, back = tmp_path / "sent.gmpplan", tmp_path / f"{name}.gmpplan"
        if not sent.exists():
            assert filled("export", ID, sent).status == 0
        plan = read_plan(sent).content
        for edit in (*edits, *(SetValue(address, value) for address, value in values.items())):
            plan = edit.apply(plan)
        back.write_text(to_json(plan), encoding="utf-8")
        return back

    return make


def titles(cli: Callable) -> list[str]:
    return [entry["title"] for entry in answers(cli("list", "--json").out)]


def test_an_empty_library_says_how_to_fill_it(cli: Callable):
    assert cli("list") == (0, "The library is empty. A file is taken in with: gmp-desk import FILE\n", "")


def test_files_are_taken_in_and_listed(cli: Callable):
    status, out, err = cli("import", *samples.PLANS, *samples.REPORTS)
    assert (status, err) == (0, "")
    assert [line.endswith(", version 1.") for line in out.splitlines()] == [True] * 8
    listed = cli("list").out
    today = Locale("en").short_date(date.today())
    assert f"{ID[:8]}  Business plan  asgm  2026–2027  en  Agreed  {today} " in listed
    assert len(listed.splitlines()) == 8


def test_the_same_file_again_changes_nothing(filled: Callable):
    status, out, _ = filled("import", ASGM)
    assert (status, out) == (
        0,
        f"{ASGM}: the library has it already, as version 1 of {ID[:8]}; nothing was changed.\n",
    )


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_taken_in(cli: Callable, tmp_path: Path):
    (tmp_path / "broken.gmpplan").write_text("{", encoding="utf-8")
    status, out, err = cli("import", tmp_path / "broken.gmpplan", ASGM)
    assert status == 2
    assert "taken into the library" in out
    assert str(tmp_path / "broken.gmpplan") in err


def test_a_copy_of_a_plan_that_was_not_edited_here_becomes_the_plan(filled: Callable, copy: Callable[..., Path]):
    status, out, _ = filled("import", copy(title="Theirs"))
    assert (status, titles(filled)) == (0, ["Theirs"])
    assert f"is now version 2 of {ID[:8]}, which was not edited here" in out


def test_where_both_changed_both_are_kept_and_the_answer_is_no(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    status, out, _ = filled("import", copy("second", title="Second", summary="Theirs"))
    assert (status, titles(filled)) == (1, ["First"])
    assert f"kept as version 3 of {ID[:8]}, beside the plan that is here; 2 changes are suggested by it." in out
    assert [version["own"] for version in answers(filled("versions", ID, "--json").out)] == [True, True, False]


def test_suggested_changes_are_accepted_but_for_those_in_conflict(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    filled("import", copy("second", title="Second", summary="Theirs"))
    offered = answers(filled("review", ID, "--json").out)
    assert {(one["field"], one["conflict"], one["decision"]) for one in offered} == {
        ("title", True, "open"),
        ("summary", False, "open"),
    }
    status, out, _ = filled("review", ID, "--accept-all")
    assert status == 1
    assert "1 change accepted." in out
    assert "1 change is left" in out
    [left] = answers(filled("review", ID, "--json").out)
    assert filled("review", ID, "--accept", left["id"][:8]).status == 0
    assert titles(filled) == ["Second"]
    assert filled("review", ID) == (0, "0 suggested changes to decide.\n", "")


def test_suggested_changes_of_one_author_are_rejected(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    filled("import", copy("second", title="Second"))
    assert "1 suggested change to decide." in filled("review", ID).out
    assert filled("review", ID, "--reject-all", "--author", "Nobody").out == ""
    assert "1 change rejected." in filled("review", ID, "--reject-all", "--author", "").out
    assert titles(filled) == ["First"]


def test_a_suggested_move_says_from_where_and_to_which_place(filled: Callable, copy: Callable[..., Path]):
    first = samples.plan().actions[0]
    filled("import", copy("first", title="First"))
    filled("import", copy("second", Move(f"actions/{first.id}", 2)))
    assert f"moved  actions/{first.id}  actions → actions 3" in filled("review", ID).out
    assert filled("review", ID, "--accept-all").status == 0
    assert f"moved  actions/{first.id}  actions 1 → actions 3\n" in filled("compare", f"{ID}@2", ID).out


def test_import_replaces_where_asked_and_names_the_backup(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    [told] = answers(filled("import", copy("second", title="Second"), "--replace", "--json").out)
    assert (told["outcome"], titles(filled)) == ("replaced", ["Second"])
    assert Path(told["backup"]).exists()


def test_a_file_sent_from_the_library_says_which_version_it_is(filled: Callable, copy: Callable[..., Path]):
    assert read_plan(copy()).content.version.number == 1
    filled("import", copy(title="Second"))
    out = copy().with_name("again.gmpplan")
    filled("export", f"{ID}@2", out)
    block = read_plan(out).content.version
    assert (block.number, len(block.parent)) == (2, 64)


def test_a_plan_of_the_library_is_checked_and_exported_by_its_id(filled: Callable, tmp_path: Path):
    assert filled("check", ID[:8]).out.replace(ID[:8], str(ASGM)) == filled("check", ASGM).out
    for name in ("plan.docx", "plan.xlsx", "plan.gmpplan"):
        assert filled("export", ID[:8], tmp_path / name) == (0, f"{tmp_path / name}\n", "")
        assert filled("export", ID[:8], tmp_path / name).status == 1


def test_a_file_of_that_name_goes_before_a_plan(filled: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path(ID[:8]).write_text("no plan", encoding="utf-8")
    assert filled("check", ID[:8]).status == 2


def test_a_plan_that_is_not_there_is_told(filled: Callable):
    status, out, err = filled("show", "deadbeef")
    assert (status, out) == (2, "")
    assert err == "“deadbeef” is neither a file nor a plan or report of the library. See: gmp-desk list\n"
    assert answers(filled("show", "deadbeef", "--json").out) == [{"error": err.strip()}]


def test_nothing_is_opened_for_a_file_that_is_not_there(cli: Callable, library: Path):
    assert cli("check", "missing.gmpplan").status == 2
    assert not library.exists()


def test_versions_are_kept_compared_and_restored(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy(title="Second"))
    assert filled("keep", ID, "--name", "Before the meeting", "--by", "Ann").out == f"{ID[:8]} is kept as version 3.\n"
    status, out, _ = filled("compare", f"{ID}@1", ID, "--json")
    [told] = answers(out)
    assert status == 0
    assert told["changes"] == [{"field": "title", "kind": "set", "before": samples.plan().title, "after": "Second"}]
    assert filled("compare", f"{ID}@2", ID).out == "The two are the same.\n"
    status, out, _ = filled("restore", f"{ID}@1")
    assert (status, titles(filled)) == (0, [samples.plan().title])
    assert f"{ID[:8]} is again as it was in version 1, now as version 4." in out
    assert "Before the meeting" in filled("versions", ID).out


def test_a_version_that_is_not_there_is_told(filled: Callable):
    assert filled("restore", f"{ID}@9").err == f"{ID} has no version 9. See: gmp-desk versions {ID}\n"
    assert "Say which version" in filled("restore", ID).err


def test_states_are_recorded_with_who_and_why(filled: Callable, tmp_path: Path):
    assert filled("state", ID, "draft", "--by", "Ann").err == (
        "Going back to an earlier state needs a reason; give it as a note.\n"
    )
    assert filled("state", ID, "draft", "--by", "Ann", "--note", "New partners").status == 0
    assert filled("state", ID, "submitted", "--by", "Ann").status == 0
    out = tmp_path / "plan.gmpplan"
    filled("export", ID, out)
    assert [(move.to, move.by, move.note) for move in read_plan(out).content.history] == [
        ("draft", "Ann", "New partners"),
        ("submitted", "Ann", ""),
    ]


def test_a_plan_with_errors_is_not_submitted(cli: Callable, tmp_path: Path):
    file = tmp_path / "plan.gmpplan"
    file.write_text(to_json(SetValue("summary", "").apply(samples.plan().model_copy(update={"state": "draft"}))))
    cli("import", file)
    status, _, err = cli("state", ID, "submitted", "--by", "Ann")
    assert (status, err) == (
        2,
        "The plan still has errors (1) to settle before; they are told by: gmp-desk check\n",
    )


def test_a_plan_is_deleted_only_when_said_twice_and_comes_back_from_the_backup(filled: Callable):
    assert filled("delete", ID).status == 2
    [told] = answers(filled("delete", ID[:8], "--yes", "--json").out)
    assert titles(filled) == []
    assert filled("restore", told["backup"]).status == 0
    assert titles(filled) == [samples.plan().title]


def test_the_library_and_its_backups_are_for_their_owner_only(filled: Callable, library: Path):
    [told] = answers(filled("backup", "--json").out)
    assert stat.S_IMODE(library.stat().st_mode) == stat.S_IMODE(Path(told["backup"]).stat().st_mode) == 0o600


def test_a_backup_goes_where_it_is_asked_for_and_replaces_nothing(filled: Callable, tmp_path: Path):
    out = tmp_path / "mine.db"
    assert filled("backup", out) == (0, f"The library is backed up in {out}.\n", "")
    assert filled("backup", out).status == 2


def test_a_sound_library_is_told_so(filled: Callable, library: Path):
    assert filled("verify") == (0, f"{library}: nothing is damaged.\n", "")


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


def test_an_option_names_another_library(filled: Callable, tmp_path: Path):
    assert filled("--library", tmp_path / "other.db", "list").out.startswith("The library is empty.")
    assert filled("list", "--library", tmp_path / "other.db").out.startswith("The library is empty.")


def test_a_foreign_file_is_no_library_and_left_as_it_is(cli: Callable, tmp_path: Path):
    other = tmp_path / "notes.db"
    other.write_bytes(b"my notes\n" * 1000)
    status, _, err = cli("list", "--library", other)
    assert status == 2
    assert err.startswith(f"{other} is not a library of GMP Desk")
    assert other.read_bytes() == b"my notes\n" * 1000
    assert list(tmp_path.iterdir()) == [other]


def test_the_address_of_a_server_is_refused(cli: Callable):
    assert cli("list", "--library", "postgresql://example.org/plans").err == (
        "postgresql://example.org/plans is the address of a server; the library is a file on this computer.\n"
    )


def test_a_file_is_checked_without_loading_the_database():
    code = "import sys; from gmp_desk.bootstrap import run; run(sys.argv[1:]); sys.exit('sqlalchemy' in sys.modules)"
    command = [sys.executable, "-c", code, "check", ASGM]
    assert subprocess.run(command, cwd=samples.RESOURCES.parent, check=False, capture_output=True).returncode == 0


def test_contacts_that_were_left_out_of_a_file_come_back_with_it(filled: Callable, tmp_path: Path):
    out = tmp_path / "without.gmpplan"
    filled("export", ID, out, "--contacts", "none")
    plan: Plan = read_plan(out).content
    out.write_text(to_json(SetValue("title", "Theirs").apply(plan)), encoding="utf-8")
    assert filled("import", out).status == 0
    again = tmp_path / "again.gmpplan"
    filled("export", ID, again)
    back = read_plan(again).content
    assert back.title == "Theirs"
    assert back.partners == samples.plan().partners


@pytest.mark.parametrize("command", [["delete", "--yes"], ["keep"], ["versions"], ["review"], ["state"]])
def test_a_version_is_not_taken_for_its_plan(command: list[str], filled: Callable):
    rest = ["draft", "--by", "Ann", "--note", "Why"] if command == ["state"] else command[1:]
    status, _, err = filled(command[0], f"{ID}@1", *rest)
    assert (status, err) == (2, f"“{ID}@1” names a version; name the plan or report alone.\n")
    assert titles(filled) == [samples.plan().title]


def test_one_suggested_change_is_named_so_that_it_is_one(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    filled("import", copy("second", title="Second", summary="Theirs"))
    for how in ("--accept", "--reject"):
        assert "give the id of one" in filled("review", ID, how, "zz").err
        status, _, err = filled("review", ID, how, "")
        assert (status, err.strip()) == (2, "Give the id of a suggested change, or how it begins. See: gmp-desk review")
    assert len(answers(filled("review", ID, "--json").out)) == 2


def test_an_option_of_the_library_is_not_guessed_from_a_part_of_it(filled: Callable, tmp_path: Path):
    assert filled("list", "--lib", tmp_path / "other.db").status == 2
    assert filled("list", "--library", "") == (2, "", filled("list", "--library").err)


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


def test_a_plan_that_is_deleted_while_it_is_looked_for_is_told(
    filled: Callable, library: Path, monkeypatch: pytest.MonkeyPatch
):
    entries, found = Library.entries, []

    def deleting(library: Library) -> tuple[Listed, ...]:
        found.append(entries(library))
        if len(found) == 2:  # the first looks whether there is something to back up
            keeping.delete(library, ID)
        return found[-1]

    monkeypatch.setattr(Library, "entries", deleting)
    status, _, err = filled("show", ID)
    assert (status, err.split(" is ")[0]) == (2, f"“{ID}”")


def test_names_that_are_no_text_are_made_fit(filled: Callable):
    assert filled("keep", ID, "--name", "bad\udcff", "--by", "\udcff").status == 0
    assert [version["name"] for version in answers(filled("versions", ID, "--json").out)] == ["", "bad\ufffd"]


def test_a_file_that_could_not_be_taken_in_is_named_when_the_library_is_locked(filled: Callable, library: Path):
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        status, _, err = filled("import", samples.PLANS[1])
    assert status == 2
    assert err.startswith(f"{samples.PLANS[1]}: {library} is being changed by another window or program.")


def test_a_length_is_told_to_programs(cli: Callable, tmp_path: Path):
    (tmp_path / "text.txt").write_text("Three small words", encoding="utf-8")
    assert answers(cli("count", "--language", "en", "--json", tmp_path / "text.txt").out) == [
        {"count": 3, "unit": "words"}
    ]


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


def test_one_suggested_change_alone_is_not_accepted_by_an_empty_id(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    filled("import", copy("second", title="Second"))
    assert filled("review", ID, "--accept", "").status == 2
    assert titles(filled) == ["First"]


def test_a_file_of_an_earlier_version_names_the_command_that_restores_it(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy(title="Second"))
    status, out, _ = filled("import", ASGM)
    assert status == 0
    assert out == (
        f"{ASGM}: the library has it already, as version 1 of {ID[:8]}; nothing was changed. What {ID[:8]} is now "
        f"differs from it; to restore that version: gmp-desk restore {ID[:8]}@1\n"
    )
    [told] = answers(filled("import", ASGM, "--json").out)
    assert (told["outcome"], told["differs"], told["moves"]) == ("equal", True, [])


def test_a_file_that_is_the_plan_already_replaces_nothing_and_no_backup_is_made(filled: Callable, library: Path):
    [told] = answers(filled("import", ASGM, "--replace", "--json").out)
    assert (told["outcome"], told["backup"]) == ("equal", None)
    assert not list(library.with_name("library-backups").glob("*-import.db"))
    assert len(filled("versions", ID).out.splitlines()) == 1


def test_a_move_made_in_a_copy_is_told(filled: Callable, copy: Callable[..., Path]):
    move = Step.model_validate({"from": "agreed", "to": "advised", "on": "2026-11-20", "by": "Bob", "note": "Again"})
    nameless = move.model_copy(update={"by": ""})
    file = copy()
    back = read_plan(file).content.model_copy(update={"state": "advised", "history": (move, nameless)})
    file.write_text(to_json(back), encoding="utf-8")
    filled("state", ID, "draft", "--by", "Ann", "--note", "Next")
    status, out, _ = filled("import", file)
    assert status == 1
    day = Locale("en").short_date(date(2026, 11, 20))
    assert out.splitlines()[1:] == [
        f"In the copy, the plan was moved to “Advice received” on {day} by Bob.",
        f"In the copy, the plan was moved to “Advice received” on {day}.",
        f"To record that here: gmp-desk state {ID[:8]} advised --by NAME",
    ]
    assert "suggested" not in out


def test_a_plan_that_is_deleted_while_its_copy_is_told_of_does_no_harm(
    filled: Callable, copy: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    move = Step.model_validate({"from": "agreed", "to": "advised", "on": "2026-11-20", "by": "Bob", "note": "Again"})
    file = copy()
    back = read_plan(file).content.model_copy(update={"state": "advised", "history": (move,)})
    file.write_text(to_json(back), encoding="utf-8")
    filled("state", ID, "draft", "--by", "Ann", "--note", "Next")
    read = Library.read

    def deleting(library: Library, id: str) -> Stored:
        keeping.delete(library, ID)
        return read(library, id)

    monkeypatch.setattr(Library, "read", deleting)
    status, out, err = filled("import", file)
    assert (status, err) == (1, "")
    assert out.splitlines()[-1].startswith("In the copy, the plan was moved to")


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


def test_an_older_copy_is_told_as_such_and_is_no_reason_to_act(cli: Callable, tmp_path: Path):
    plan = samples.plan()
    first, second = tmp_path / "first.gmpplan", tmp_path / "second.gmpplan"
    for file, content in ((first, plan), (second, made_from(plan, plan.model_copy(update={"title": "Later"})))):
        file.write_text(content.model_dump_json(by_alias=True), encoding="utf-8")
    cli("import", second)
    assert cli("import", first)[:2] == (
        0,
        f"{first}: an older copy, from which a version here was made; kept as version 3 of {ID[:8]}. "
        "Nothing else was changed.\n",
    )
    assert titles(cli) == ["Later"]


def test_what_goes_into_an_item_that_is_only_suggested_is_told_so(filled: Callable, copy: Callable[..., Path]):
    plan = samples.plan()
    action, effort = Action.blank(id="00000000-0000-4000-8000-0000000000aa", title="New"), plan.actions[0].efforts[0].id
    into = Move(f"actions/{plan.actions[0].id}/efforts/{effort}", 0, f"actions/{action.id}/efforts")
    filled("import", copy("first", title="First"))
    filled("import", copy("second", Add("actions", action), into))
    ids = {one["kind"]: one["id"] for one in answers(filled("review", ID, "--json").out)}
    status, out, _ = filled("review", ID, "--accept", ids["move"])
    assert status == 1
    assert "1 change is left: what it belongs to is itself only suggested; accept that first." in out
    assert filled("review", ID, "--reject", ids["add"]).status == 0
    status, out, _ = filled("review", ID, "--accept", ids["move"])
    assert status == 1
    assert "1 change is left: what it belongs to is not in the plan any more." in out


def test_what_is_no_backup_is_not_restored(filled: Callable, library: Path, tmp_path: Path):
    other = tmp_path / "notes.db"
    other.write_bytes(b"my notes\n" * 1000)
    before = library.read_bytes()
    for given in (other, "/dev/null"):
        assert filled("restore", given).err == (
            f"{given} is not a backup of GMP Desk, or its beginning is damaged; nothing was changed. "
            "Choose another backup.\n"
        )
    assert library.read_bytes() == before


def test_the_states_of_the_command_line_are_those_of_plans():
    # The command line names them itself, as the plan's model takes longer to load than a mistyped word to be told.
    assert library_cli.STATES == states.STATES
