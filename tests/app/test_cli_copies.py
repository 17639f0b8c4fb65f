"""gmp-desk import, review …: copies that come back, from the command line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.domain.edits import Add, Move, SetValue
from gmp_desk.domain.plan import Action, Plan
from gmp_desk.domain.plan import Move as Step
from gmp_desk.formats.package import read_plan, to_json
from gmp_desk.i18n import Locale
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Stored
from tests import samples
from tests.app.commands import ASGM, ID, answers, titles
from tests.app.desks import made_from


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
    assert filled("review", ID, "--reject-all", "--author", "Nobody").out == "0 suggested changes to decide.\n"
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


def test_one_suggested_change_is_named_so_that_it_is_one(filled: Callable, copy: Callable[..., Path]):
    filled("import", copy("first", title="First"))
    filled("import", copy("second", title="Second", summary="Theirs"))
    for how in ("--accept", "--reject"):
        assert "give the id of one" in filled("review", ID, how, "zz").err
        status, _, err = filled("review", ID, how, "")
        assert (status, err.strip()) == (2, "Give the id of a suggested change, or how it begins. See: gmp-desk review")
    assert len(answers(filled("review", ID, "--json").out)) == 2


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


@pytest.mark.parametrize("how", ["--accept-all", "--reject-all"])
def test_where_nothing_is_suggested_that_is_said(filled: Callable, how: str):
    assert filled("review", ID, how) == (0, "0 suggested changes to decide.\n", "")


def moved_copy(file: Path, to: str) -> Path:
    """Let whoever sends a copy back have moved the plan to another state."""
    move = Step.model_validate({"from": "agreed", "to": to, "on": "2026-11-20", "by": "Bob", "note": "Again"})
    back = read_plan(file).content.model_copy(update={"state": to, "history": (move,)})
    file.write_text(to_json(back), encoding="utf-8")
    return file


def test_a_move_to_an_earlier_state_is_recorded_with_a_reason(filled: Callable, copy: Callable[..., Path]):
    file = moved_copy(copy(), "draft")
    filled("state", ID, "superseded", "--by", "Ann")
    status, out, _ = filled("import", file)
    assert (status, out.splitlines()[2:]) == (
        1,
        [f"To record that here: gmp-desk state {ID[:8]} draft --by NAME --note REASON"],
    )
    assert filled("state", ID[:8], "draft", "--by", "NAME", "--note", "REASON").status == 0


def test_a_move_that_the_plan_here_cannot_make_is_not_proposed(filled: Callable, copy: Callable[..., Path]):
    submitted, superseded = (moved_copy(copy(to), to) for to in ("submitted", "superseded"))
    filled("import", copy("first", summary=""))
    filled("state", ID, "draft", "--by", "Ann", "--note", "Next")
    for file, to in ((submitted, "submitted"), (superseded, "superseded")):
        status, out, _ = filled("import", file)
        assert status == 1
        assert "In the copy, the plan was moved to" in out.splitlines()[-1]
        assert filled("state", ID, to, "--by", "NAME", "--note", "REASON").status == 2


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
