"""Libraries that are ready to be opened."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gmp_desk.storage.library import Library
from tests.storage.making import Clock, fill, full_plan, full_report


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library file with a plan and a report that have something in every table; nobody may change it."""
    path = tmp_path_factory.mktemp("filled") / "library.db"
    fill(path, full_plan(), full_report())
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A library file of one's own with the same content; it is not open."""
    copy = tmp_path / "library.db"
    shutil.copy(filled, copy)
    return copy


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_at(clock: Clock) -> Iterator[Callable[[Path], Library]]:
    """Open a library file; it is closed when the test ends."""
    libraries: list[Library] = []

    def opened(path: Path) -> Library:
        libraries.append(Library(path, clock))
        return libraries[-1]

    yield opened
    for library in libraries:
        library.close()


@pytest.fixture
def library(path: Path, open_at: Callable[[Path], Library]) -> Library:
    """An open library with a plan and a report that have something in every table."""
    return open_at(path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own that holds half a megabyte more than a library."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here (that takes root)")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
