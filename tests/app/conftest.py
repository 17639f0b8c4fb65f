"""The command line as tests use it: in this process, or as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gmp_desk.bootstrap import run
from gmp_desk.domain.edits import Edit, SetValue
from gmp_desk.formats.package import read_plan, to_json
from tests.app.commands import ASGM, ID
from tests.app.desks import Desk, small_plan

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")
SCREEN_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class Answer(NamedTuple):
    """What a command gave: its exit status, results and messages."""

    status: int
    out: str
    err: str


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Answer]:
    """Run a command in this process, in English unless it says otherwise, with a library of the test's own."""
    monkeypatch.setenv("GMP_DESK_LIBRARY", str(tmp_path / "library" / "library.db"))
    for variable in (*LANGUAGE_VARIABLES, *SCREEN_VARIABLES):
        monkeypatch.delenv(variable, raising=False)

    def answer(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            status = run([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
        return Answer(status, *capsys.readouterr())

    return answer


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


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command as a program of its own, in a folder of its own; Python's warnings are errors."""

    def answer(*arguments: object, env: dict[str, str] | None = None, **how: Any) -> subprocess.CompletedProcess[str]:
        given = {"stdin": subprocess.DEVNULL} if "input" not in how else {}
        return subprocess.run(
            [*how.pop("before", []), sys.executable, "-W", "error", "-m", "gmp_desk", *map(str, arguments)],
            cwd=tmp_path,
            env=environment(tmp_path) | (env or {}),
            encoding="utf-8",
            check=False,
            timeout=60,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | given | how,
        )

    return answer


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The environment of a program that a test starts by itself."""
    return environment(tmp_path)


def environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in (*LANGUAGE_VARIABLES, *SCREEN_VARIABLES, "PYTHONUNBUFFERED")
    }
    return (
        kept
        | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        | {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("data", "state")}
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty library."""
    desk = Desk(tmp_path / "here")
    yield desk
    desk.close()


@pytest.fixture
def desk_with_plan(desk: Desk) -> Desk:
    """The desk, with a small plan in its library."""
    desk.take(small_plan())
    return desk


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Desk]:
    """Another desk, with a library of its own."""
    desk = Desk(tmp_path / "elsewhere", "Somebody else")
    yield desk
    desk.close()
