import sqlite3
from pathlib import Path

import pytest

from gmp_desk.app.taking_in import TakenIn, take_in
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.errors import Refused
from gmp_desk.storage.records import Damaged
from gmp_desk.storage.verifying import problems
from tests import samples
from tests.app.desks import DAY, PLAN, SUMMARY, TITLE, Desk, changed, made_from, ready_plan, small_plan


def test_a_file_replaces_the_plan_where_that_is_asked_and_what_was_there_is_kept(desk: Desk):
    desk.take(small_plan())
    plan = desk.edit(SUMMARY)
    content = small_plan(title="Theirs")
    assert desk.take(content, replace=True) == TakenIn("replaced", 3)
    assert desk.plan() == content
    assert desk.versions() == [small_plan(), plan, content]


def test_a_file_that_is_the_plan_already_replaces_nothing(desk: Desk):
    desk.take(small_plan())
    before = desk.everything()
    for file in (small_plan(), with_contacts(small_plan(), "none")):
        assert desk.take(file, replace=True) == TakenIn("equal", 1)
    assert desk.everything() == before
    desk.edit(TITLE)
    assert desk.take(desk.plan(), replace=True) == TakenIn("equal", 0)


def test_nobody_changes_the_library_between_the_backup_and_what_replaces_a_plan(tmp_path: Path, desk: Desk):
    desk.take(small_plan())
    other = Desk(tmp_path / "here", "Another process", patience=0.05)
    made = []

    def back_up() -> None:
        with pytest.raises(Refused) as refused:
            other.edit(TITLE)
        made.append((refused.value.id, other.plan()))

    file = small_plan(title="Theirs")
    assert take_in(desk.library, file, "file", on=DAY, back_up=back_up) == TakenIn("replaced", 2)
    assert made == [("library.locked", small_plan())]
    assert take_in(desk.library, file, "file", on=DAY, back_up=back_up) == TakenIn("equal", 2)
    assert len(made) == 1
    other.close()


@pytest.mark.parametrize("damaged", [False, True])
def test_nothing_is_replaced_where_there_is_no_backup(desk: Desk, damaged: bool):
    desk.take(small_plan())
    if damaged:
        desk.spoil("UPDATE plan SET title = 'x'")

    def no_room() -> None:
        raise Refused("library.full", file="backup")

    with pytest.raises(Refused, match=r"library\.full"):
        take_in(desk.library, small_plan(title="Theirs"), "file", on=DAY, back_up=no_room)
    assert desk.asked("SELECT title FROM plan") == ("x" if damaged else small_plan().title)
    assert desk.versions() == [small_plan()]


def test_a_copy_that_was_kept_beside_the_plan_is_not_kept_again_when_it_replaces_it(desk: Desk, elsewhere: Desk):
    desk.take(ready_plan())
    elsewhere.take(desk.send())
    elsewhere.edit(TITLE)
    file = elsewhere.send()
    desk.state("submitted", "Lead")
    assert desk.take(file) == TakenIn("beside", 3, 1)
    assert desk.take(file, replace=True) == TakenIn("replaced", 4)
    assert [kept.own for kept in desk.library.versions(PLAN)] == [True, True, False, True]
    assert [(step.by, step.to) for step in desk.plan().history] == [("Lead", "submitted"), ("", "draft")]


def test_what_was_replaced_is_not_kept_twice(desk: Desk):
    desk.take(small_plan())
    content = small_plan(title="Theirs")
    assert desk.take(content, replace=True) == TakenIn("replaced", 2)
    assert desk.versions() == [small_plan(), content]


def test_a_damaged_plan_takes_in_nothing_unless_it_is_to_be_replaced(desk: Desk):
    desk.take(small_plan())
    desk.take(samples.plan())
    desk.spoil("UPDATE plan SET title = 'x' WHERE plan = ?", PLAN)
    content = small_plan(title="Whole")
    with pytest.raises(Damaged) as refused:
        desk.take(content)
    assert refused.value.readable == small_plan(title="x")
    assert desk.versions() == [small_plan()]
    assert desk.take(samples.plan()).outcome == "equal"
    assert desk.take(content, replace=True) == TakenIn("replaced", 2, damaged=True)
    assert desk.plan() == content
    assert problems(desk.path) == ()


def test_a_damaged_version_comes_back_with_its_file(desk: Desk):
    desk.take(small_plan())
    desk.edit(SUMMARY)
    desk.spoil("UPDATE version SET content = zeroblob(9)")
    assert desk.take(small_plan()).number == 2
    assert desk.library.version(PLAN, 2) == small_plan()


@pytest.mark.parametrize(("table", "outcome"), [("version", "beside"), ("proposal", "beside"), ("version", "current")])
def test_nothing_is_half_done_where_a_step_fails(desk: Desk, table: str, outcome: str):
    desk.take(small_plan())
    if outcome == "beside":
        desk.edit(SUMMARY)
    file = made_from(small_plan(), changed(small_plan(), TITLE))
    before = desk.everything()
    desk.spoil(f"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END")
    with pytest.raises(sqlite3.IntegrityError, match="broken"):
        desk.take(file)
    assert desk.everything() == before
    desk.spoil("DROP TRIGGER broken")
    assert desk.take(file).outcome == outcome


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("here", ["edited", "untouched"])
def test_nothing_is_half_done_on_a_full_disk(desk: Desk, here: str, replace: bool):
    desk.take(small_plan())
    if here == "edited":
        desk.edit(SUMMARY)
    file = made_from(small_plan(), changed(small_plan(), TITLE))
    before = desk.everything()
    with desk.disk_full(), pytest.raises(Refused) as refused:
        desk.take(file, replace=replace)
    assert refused.value.id in ("library.full", "library.disk")
    assert desk.everything() == before
    assert problems(desk.path) == ()
    assert desk.take(file, replace=replace).outcome == (
        "replaced" if replace else "beside" if here == "edited" else "current"
    )
