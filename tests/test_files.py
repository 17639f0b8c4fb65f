import contextlib
import errno
import os
from pathlib import Path

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.files import write_whole


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written(tmp_path: Path):
    write_whole(tmp_path / "plan.txt", lambda path: path.write_text("plan"), replace=True)
    assert (tmp_path / "plan.txt").read_text() == "plan"
    assert names_in(tmp_path) == ["plan.txt"]


def test_the_earlier_file_stays_until_the_new_one_is_complete(tmp_path: Path):
    file = tmp_path / "plan.txt"
    file.write_text("earlier")

    def write(path: Path) -> None:
        path.write_text("new")
        assert file.read_text() == "earlier"
        assert path.parent == tmp_path

    write_whole(file, write, replace=True)
    assert file.read_text() == "new"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError, RuntimeError])
def test_whatever_stops_the_writing_leaves_the_earlier_file_and_nothing_else(stop: type, tmp_path: Path):
    file = tmp_path / "plan.txt"
    file.write_text("earlier")

    def write(path: Path) -> None:
        path.write_text("half")
        raise stop

    with pytest.raises(stop):
        write_whole(file, write, replace=True)
    assert file.read_text() == "earlier"
    assert names_in(tmp_path) == ["plan.txt"]


def test_what_the_system_refuses_is_told_with_the_reason(tmp_path: Path):
    file = tmp_path / "nowhere" / "plan.txt"
    with pytest.raises(Refused) as error:
        write_whole(file, lambda path: path.write_text("plan"), replace=True)
    assert error.value.id == "file.write"
    assert error.value.params == {"file": str(file), "reason": "ENOENT"}


def test_an_error_with_another_file_is_none_of_the_users(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "plan.txt", lambda _: (tmp_path / "resources" / "missing").read_text(), replace=True)
    assert names_in(tmp_path) == []


def test_a_name_of_255_bytes_will_do(tmp_path: Path):
    name = "汞" * 85
    write_whole(tmp_path / name, lambda path: path.write_text("plan"), replace=True)
    assert names_in(tmp_path) == [name]


def test_links_are_followed(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "folder" / "link.txt").symlink_to("plan.txt")
    write_whole(tmp_path / "folder" / "link.txt", lambda path: path.write_text("plan"), replace=True)
    assert (tmp_path / "real" / "plan.txt").read_text() == "plan"
    assert (tmp_path / "real" / "link.txt").is_symlink()


def test_the_new_file_is_as_private_as_the_earlier_one(tmp_path: Path):
    file = tmp_path / "plan.txt"
    file.write_text("earlier")
    file.chmod(0o600)
    write_whole(file, lambda path: path.write_text("new"), replace=True)
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600


def test_nobody_else_may_read_the_new_file_while_it_is_written(tmp_path: Path):
    file = tmp_path / "plan.txt"
    file.write_text("earlier")
    file.chmod(0o600)
    modes = []
    write_whole(file, lambda path: modes.append(path.stat().st_mode & 0o777), replace=True)
    assert modes == [0o600]


def test_nobody_else_may_read_a_private_file_at_any_time(tmp_path: Path):
    file = tmp_path / "plan.txt"
    modes = []

    def write(path: Path) -> None:
        modes.append(path.stat().st_mode & 0o777)
        path.write_text("mine")

    for _ in range(2):
        write_whole(file, write, replace=True, mode=0o600)
        modes.append(file.stat().st_mode & 0o777)
    assert modes == [0o600] * 4


def test_a_file_that_came_meanwhile_stays(tmp_path: Path):
    file = tmp_path / "plan.txt"
    with pytest.raises(Refused) as error:
        write_whole(file, lambda _: file.write_text("theirs") and None, replace=False)
    assert error.value.id == "file.exists"
    assert file.read_text() == "theirs"
    assert names_in(tmp_path) == ["plan.txt"]


@pytest.mark.parametrize("there", [False, True])
def test_a_file_system_without_links_will_do(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "plan.txt"

    def write(path: Path) -> None:
        path.write_text("plan")
        if there:
            file.write_text("theirs")

    with pytest.raises(Refused) if there else contextlib.nullcontext():
        write_whole(file, write, replace=False)
    assert file.read_text() == ("theirs" if there else "plan")
    assert names_in(tmp_path) == ["plan.txt"]
