"""gmp-desk import, list, show, versions, compare, review, state, restore …: the library from the command line."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from gmp_desk.app import keeping, library_cli
from gmp_desk.domain import states
from gmp_desk.domain.edits import SetValue
from gmp_desk.formats.package import read_plan, to_json
from gmp_desk.i18n import Locale
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Listed
from tests import samples
from tests.app.commands import ASGM, ID, answers, titles


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


@pytest.mark.parametrize("command", [["delete", "--yes"], ["keep"], ["versions"], ["review"], ["state"]])
def test_a_version_is_not_taken_for_its_plan(command: list[str], filled: Callable):
    rest = ["draft", "--by", "Ann", "--note", "Why"] if command == ["state"] else command[1:]
    status, _, err = filled(command[0], f"{ID}@1", *rest)
    assert (status, err) == (2, f"“{ID}@1” names a version; name the plan or report alone.\n")
    assert titles(filled) == [samples.plan().title]


def test_an_option_of_the_library_is_not_guessed_from_a_part_of_it(filled: Callable, tmp_path: Path):
    assert filled("list", "--lib", tmp_path / "other.db").status == 2
    assert filled("list", "--library", "") == (2, "", filled("list", "--library").err)


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
