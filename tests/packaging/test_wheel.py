import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of the program, built without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_files_of_the_program(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    for folder, pattern in (("resources", "**/*.*"), ("ui", "**/*.ui"), ("translations", "**/*.mo")):
        expected = {f"gmp_desk/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).glob(pattern)}
        assert expected <= set(names)
    assert sum(name.endswith("/gmp_desk.mo") for name in names) == 5


def test_the_wheel_carries_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"gmp_desk"}
    assert not [name for name in names if name.endswith((".po", ".pot", ".pyc")) or "tests" in name]


def test_the_program_runs_from_the_unpacked_wheel(wheel: Path, tmp_path: Path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    run = [sys.executable, "-m", "gmp_desk"]
    where = [sys.executable, "-c", "import gmp_desk.paths as paths; print(paths.find().resources)"]
    answer = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == str(tmp_path / "gmp_desk" / "resources")
    answer = subprocess.run([*run, "schema", "plan"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stdout == (ROOT / "resources" / "schemas" / "gmp-plan.schema.json").read_text("utf-8")


def test_the_unpacked_wheel_brings_an_older_library_up_to_date(wheel: Path, tmp_path: Path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    library = shutil.copy(ROOT / "tests" / "libraries" / "0001.db", tmp_path / "library.db")
    run = [sys.executable, "-m", "gmp_desk", "--ui-language", "en", "list", "--library", library]
    answer = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stderr.startswith("The library was brought up to date.")
    assert len(answer.stdout.splitlines()) == 8
