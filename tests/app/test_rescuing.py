import os
import stat
import tempfile
from pathlib import Path

import pytest

from gmp_desk.app.rescuing import Rescue, places, rescued
from gmp_desk.formats.package import read
from tests.app.desks import PLAN, small_plan


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """The folders for rescue files: beside the library, the home folder, and that of temporary files."""
    folders = tuple(tmp_path / name for name in ("library", "home", "temporary"))
    for folder in folders:
        folder.mkdir()
    monkeypatch.setenv("HOME", str(folders[1]))
    monkeypatch.setattr(tempfile, "tempdir", str(folders[2]))
    return folders


def content(path: Path | str) -> object:
    return read(Path(path)).content


def test_a_rescued_plan_is_a_plan_file_beside_the_library_for_its_owner_only(folders: tuple[Path, ...]):
    file = Rescue(places(folders[0] / "library.db")).write(small_plan())
    assert file == str(folders[0] / f"rescued-{PLAN}.gmpplan")
    assert content(file) == small_plan()
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600


def test_a_rescued_plan_was_at_no_time_for_others(folders: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch):
    modes, opened = [], os.open

    def watched(path: str, flags: int, mode: int = 0o777, **given: int) -> int:
        modes.extend([mode] if flags & os.O_CREAT else [])
        return opened(path, flags, mode, **given)

    monkeypatch.setattr(os, "open", watched)
    Rescue(folders).write(small_plan())
    assert modes == [0o600]


def test_the_newest_form_takes_the_place_of_the_one_before(folders: tuple[Path, ...]):
    rescue = Rescue(folders)
    files = {rescue.write(small_plan(title=title)) for title in ("One", "Two", "Three")}
    assert len(files) == 1
    assert [path.name for path in folders[0].iterdir()] == [f"rescued-{PLAN}.gmpplan"]
    (file,) = files
    assert content(file) == small_plan(title="Three")
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600


def test_a_folder_that_takes_no_file_is_passed_over(folders: tuple[Path, ...]):
    folders[0].rmdir()
    file = Rescue(places(folders[0] / "library.db")).write(small_plan())
    assert Path(file).parent == folders[1]
    assert content(file) == small_plan()


def test_it_is_said_where_no_folder_takes_a_file(tmp_path: Path):
    assert Rescue([tmp_path / "nowhere", tmp_path / "neither"]).write(small_plan()) == ""


def test_the_file_is_gone_when_its_plan_is_stored(folders: tuple[Path, ...]):
    rescue = Rescue(folders)
    rescue.write(small_plan())
    rescue.forget()
    assert list(folders[0].iterdir()) == []
    rescue.forget()


def test_all_files_are_gone_when_the_plan_is_stored_though_a_folder_failed_meanwhile(folders: tuple[Path, ...]):
    rescue = Rescue(folders)
    first = Path(rescue.write(small_plan(title="One")))
    away = folders[0].with_name("away")
    folders[0].rename(away)
    second = Path(rescue.write(small_plan(title="Two")))
    assert content(second) == small_plan(title="Two")
    away.rename(folders[0])
    assert first.exists()
    rescue.forget()
    assert not first.exists()
    assert not second.exists()


def test_a_rescue_file_that_another_left_is_neither_overwritten_nor_removed(folders: tuple[Path, ...]):
    left = Path(Rescue(folders).write(small_plan(title="Left")))
    rescue = Rescue(folders)
    file = rescue.write(small_plan(title="Next"))
    assert Path(file) != left
    assert set(rescued(folders[0] / "library.db")) == {left, Path(file)}
    rescue.forget()
    assert content(left) == small_plan(title="Left")
    assert rescued(folders[0] / "library.db") == (left,)


def test_a_link_in_the_place_of_a_rescue_file_leads_nowhere(folders: tuple[Path, ...], tmp_path: Path):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (folders[0] / f"rescued-{PLAN}.gmpplan").symlink_to(precious)
    (folders[0] / f"rescued-{PLAN}-2.gmpplan").symlink_to(tmp_path / "not-there")
    rescue = Rescue(folders)
    file = rescue.write(small_plan())
    assert content(file) == small_plan()
    rescue.forget()
    assert precious.read_text() == "mine"
    assert not (tmp_path / "not-there").exists()
    assert rescued(folders[0] / "library.db") == ()


def test_rescue_files_are_found_in_all_folders(folders: tuple[Path, ...]):
    files = {Path(Rescue([folder]).write(small_plan())) for folder in folders}
    (folders[0] / "other.gmpplan").write_text("x")
    assert set(rescued(folders[0] / "library.db")) == files
    assert set(rescued(folders[1] / "library.db")) == files - {folders[0] / f"rescued-{PLAN}.gmpplan"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_file_of_another_user_is_no_rescue_file(folders: tuple[Path, ...]):
    file = Path(Rescue([folders[2]]).write(small_plan()))
    os.chown(file, 65534, 65534)
    assert rescued(folders[0] / "library.db") == ()
