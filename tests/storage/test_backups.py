"""Backups are whole and verified, and are thinned out as time goes by."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.storage.backups import Backup, back_up, backups, copy, copy_verified, dispensable, folder_of, is_due
from gmp_desk.storage.database import create
from gmp_desk.storage.library import Library
from gmp_desk.storage.verifying import Problem, problems
from tests import samples
from tests.storage.making import (
    NOW,
    Clock,
    Tell,
    dump,
    fill_up,
    full_plan,
    hash_of_files,
    refusal,
    renamed,
    started,
    wait_for,
)

PLAN = full_plan().id
LIMIT = 1_000_000_000


# Which are kept


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
STEPS = st.one_of(
    st.just(timedelta(minutes=3)), st.just(timedelta(days=1)), st.timedeltas(timedelta(days=-40), timedelta(days=60))
)
SIZES = st.sampled_from([700_000, 700_000, 90_000_000, 400_000_000, 1_100_000_000])


@st.composite
def made(draw: st.DrawFn) -> list[Backup]:
    """Backups one after another, on a clock that may go backwards."""
    moment, found = draw(MOMENTS), []
    for number, (step, size) in enumerate(draw(st.lists(st.tuples(STEPS, SIZES), max_size=60)), 1):
        moment += step
        found.append(Backup(Path(f"{number}"), number, moment.replace(microsecond=0), "daily", size))
    return found


def wanted(found: list[Backup]) -> set[int]:
    """Return the numbers of the backups that are wanted, whatever their size: the rule, told another way."""
    numbers = {backup.number for backup in found[-10:]}
    for keep, form in ((7, "%Y-%m-%d"), (5, "%G week %V"), (12, "%Y-%m")):
        first_of, last_of = {}, {}
        for backup in found:
            first_of.setdefault(backup.moment.strftime(form), backup.number)
            last_of[backup.moment.strftime(form)] = backup.number
        latest = sorted(last_of, key=last_of.__getitem__)[-keep:]
        numbers |= {(first_of if keep == 7 else last_of)[period] for period in latest}
    return numbers


@given(made(), st.randoms())
def test_the_latest_the_first_of_days_and_the_last_of_weeks_and_months_are_kept(found: list[Backup], random):
    shuffled = list(found)
    random.shuffle(shuffled)
    kept = {backup.number for backup in found} - {backup.number for backup in dispensable(shuffled)}
    latest_first = sorted(wanted(found), reverse=True)
    expected, size = set(latest_first[:3]), 0
    for number in latest_first:
        size += found[number - 1].size
        if size <= LIMIT:
            expected.add(number)
    assert kept == expected


@given(made())
def test_the_newest_three_are_kept_and_the_others_fit_into_a_gigabyte(found: list[Backup]):
    gone = set(dispensable(found))
    kept = [backup for backup in found if backup not in gone]
    assert kept[-3:] == found[-3:]
    if len(kept) > 3:
        assert sum(backup.size for backup in kept) <= LIMIT
    assert len(kept) <= 10 + 7 + 5 + 12
    assert not dispensable(kept)


def test_a_year_of_daily_backups_leaves_what_is_promised():
    first = datetime(2026, 1, 1, 9, tzinfo=UTC)
    found = [Backup(Path(f"{day}"), day + 1, first + timedelta(days=day), "daily", 1) for day in range(365)]
    gone = set(dispensable(found))
    kept = [backup.moment.date().isoformat() for backup in found if backup not in gone]
    assert kept == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31",
        "2026-09-30", "2026-10-31", "2026-11-30", "2026-12-06", "2026-12-13", "2026-12-20", "2026-12-22", "2026-12-23",
        "2026-12-24", "2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31",
    ]  # fmt: skip


def test_old_backups_are_removed_from_the_folder_and_foreign_files_are_not(path: Path):
    folder = folder_of(path)
    folder.mkdir()
    strange = ["notes.txt", "0001-20261399T000000Z-daily.db", "damaged-20260101T000000Z-ab12.db", "1-x.db", "0009.db"]
    for name in strange:
        (folder / name).write_text("mine")
    for minute in range(15):
        back_up(path, "request", NOW + timedelta(minutes=minute))
    assert [backup.number for backup in backups(path)] == [1, *range(6, 16)]
    assert {file.name for file in folder.iterdir()} == {*strange, *(backup.path.name for backup in backups(path))}


# Making them


def test_a_backup_is_the_library_verified_and_its_owners_alone(path: Path):
    backup = back_up(path, "daily", NOW)
    assert backup == Backup(
        folder_of(path) / "0001-20261121T090000Z-daily.db", 1, NOW, "daily", backup.path.stat().st_size
    )
    assert backups(path) == (backup,)
    assert dump(backup.path) == dump(path)
    assert problems(backup.path, is_copy=True) == ()
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700
    assert [file.name for file in backup.path.parent.iterdir()] == [backup.path.name]
    assert backup.path.read_bytes()[18:20] == b"\x01\x01"  # no log: it stands alone


def test_a_backup_of_an_open_library_has_what_is_still_in_its_log(path: Path, open_at: Callable[[Path], Library]):
    library = open_at(path)
    with library.changing() as change:
        change.add(renamed(samples.plan(), 5))
    backup = back_up(path, "request", NOW)
    assert path.with_name("library.db-wal").stat().st_size > 0
    restored = open_at(backup.path)
    assert restored.read(renamed(samples.plan(), 5).id).content == renamed(samples.plan(), 5)


def test_backups_are_numbered_upwards_whatever_the_clock_says(path: Path):
    for moment in (NOW, NOW, NOW - timedelta(days=400), NOW + timedelta(days=1)):
        back_up(path, "request", moment)
    assert [(backup.number, backup.moment.year) for backup in backups(path)] == [
        (1, 2026), (2, 2026), (3, 2025), (4, 2026),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "due"), [(0, False), (1, False), (23.9, False), (24, True), (9_000, True), (-0.1, True), (-9_000, True)]
)
def test_a_backup_is_due_when_the_last_is_a_day_old_or_of_the_future(path: Path, since: float, due: bool):
    assert is_due(path, NOW)
    back_up(path, "daily", NOW)
    assert is_due(path, NOW + timedelta(hours=since)) == due


def test_a_backup_made_while_another_process_writes_is_sound(path: Path):
    def write(tell: Tell) -> None:
        library = Library(path, Clock())
        stored = library.read(PLAN)
        for number in range(100_000):
            with library.changing() as change:
                stored = change.store(stored, stored.content.model_copy(update={"title": f"Title {number}"}))
            tell(number)

    writer = started(write)
    wait_for(writer)
    made = [back_up(path, "request", NOW + timedelta(seconds=second)) for second in range(5)]
    assert len(writer.kill()) > 1
    for backup in made:
        assert problems(backup.path, is_copy=True) == ()
        assert len(dump(backup.path)["version"]) == len(dump(path)["version"])


def test_processes_that_make_backups_at_the_same_moment_do_not_spoil_each_others(path: Path):
    def work(tell: Tell) -> None:
        for _ in range(3):
            tell(back_up(path, "request", NOW).path.name)

    processes = [started(work) for _ in range(3)]
    said = [answer for process in processes for answer in process.end()]
    kept = backups(path)
    assert sorted(said) == sorted(backup.path.name for backup in kept)
    assert len(list(folder_of(path).iterdir())) == len(kept)
    for backup in kept:
        assert dump(backup.path) == dump(path)


def test_a_damaged_library_is_backed_up_with_its_damage_for_the_rest_of_it(path: Path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE plan SET title = 'Flipped'")
    backup = back_up(path, "request", NOW)
    assert problems(backup.path, is_copy=True) == (Problem("content", PLAN),)
    assert dump(backup.path) == dump(path)


def test_a_copy_that_a_bad_disk_has_spoilt_is_no_backup(path: Path, monkeypatch: pytest.MonkeyPatch):
    def spoilt(source: sqlite3.Connection, target: Path) -> None:
        copy(source, target)
        with closing(sqlite3.connect(target)) as connection, connection:
            connection.execute("UPDATE plan SET title = 'Flipped'")

    monkeypatch.setattr("gmp_desk.storage.backups.copy", spoilt)
    assert refusal(lambda: back_up(path, "daily", NOW)) == "backup.failed"
    assert list(folder_of(path).iterdir()) == []


def test_a_copy_never_replaces_a_file(path: Path, tmp_path: Path):
    (tmp_path / "taken.db").write_text("mine")
    assert refusal(lambda: copy_verified(path, tmp_path / "taken.db")) == "backup.exists"
    assert (tmp_path / "taken.db").read_text() == "mine"


def test_what_a_process_left_that_died_over_a_backup_is_removed_after_a_day(path: Path):
    folder = folder_of(path)
    folder.mkdir()
    old, fresh, others = folder / ".0001-x.db.0a1b2c3d.gmp-part", folder / ".0002-x.db.0a1b2c3d.gmp-part", folder / ".x"
    for file in (old, fresh, others):
        file.write_text("half")
    for file in (old, others):
        os.utime(file, (1, 1))
    backup = back_up(path, "daily", NOW)
    assert {file.name for file in folder.iterdir()} == {fresh.name, others.name, backup.path.name}


def test_a_full_disk_is_told_and_leaves_no_half_backup_and_the_library_whole(filled: Path, small_disk: Path):
    path = shutil.copy(filled, small_disk / "library.db")
    first = back_up(path, "daily", NOW)
    fill_up(small_disk)
    before = hash_of_files(folder_of(path)), hash_of_files(small_disk)["library.db"]
    assert refusal(lambda: back_up(path, "daily", NOW + timedelta(days=1))) == "library.full"
    assert backups(path) == (first,)
    assert (hash_of_files(folder_of(path)), hash_of_files(small_disk)["library.db"]) == before


def test_a_full_disk_is_told_and_a_change_is_made_wholly_or_not_at_all(filled: Path, small_disk: Path):
    path = shutil.copy(filled, small_disk / "library.db")
    library = Library(path, Clock())
    before = dump(path)
    assert library.read(PLAN).content == full_plan()
    fill_up(small_disk)

    def add() -> None:
        with library.changing() as change:
            for number in range(20):
                change.add(renamed(full_plan(), number))

    assert refusal(add) == "library.full"
    assert library.read(PLAN).content == full_plan()
    (small_disk / "filling").unlink()
    assert dump(path) == before
    with library.changing() as change:
        change.add(renamed(full_plan(), 1))
    library.close()
    assert problems(path) == ()


def test_a_full_disk_keeps_a_new_library_from_being_made_and_leaves_nothing(small_disk: Path):
    fill_up(small_disk)
    assert refusal(lambda: create(small_disk / "library.db")) == "library.full"
    assert [file.name for file in small_disk.iterdir()] == ["filling"]
