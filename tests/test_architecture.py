"""The rings of the program point inwards; the contracts stand in pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def check_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_imports_keep_the_contracts():
    result = check_contracts(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("gmp_desk.domain.plan", "gmp_desk.formats"),
        ("gmp_desk.domain.plan", "gmp_desk.i18n"),
        ("gmp_desk.domain.plan", "pathlib"),
        ("gmp_desk.domain.plan", "lxml"),
        ("gmp_desk.formats.package", "gmp_desk.app"),
        ("gmp_desk.formats.package", "PySide6"),
        ("gmp_desk.formats.package", "sqlmodel"),
        ("gmp_desk.app.cli", "gmp_desk.bootstrap"),
        ("gmp_desk.app.cli", "PySide6"),
    ],
)
def test_a_planted_violation_is_named(module: str, forbidden: str, tmp_path: Path):
    shutil.copytree(ROOT / "gmp_desk", tmp_path / "gmp_desk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module.replace(".", "/")).with_suffix(".py").open("a", encoding="utf-8") as file:
        file.write(f"\nimport {forbidden}\n")
    result = check_contracts(tmp_path)
    assert result.returncode == 1
    assert f"{module} -> {forbidden}" in result.stdout
