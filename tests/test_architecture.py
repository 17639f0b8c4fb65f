"""The rings of the program point inwards; the contracts stand in pyproject.toml."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "gmp_desk").rglob("*.py"))

VIOLATIONS = [
    # the rings
    ("gmp_desk.domain.plan", "gmp_desk.formats.blocks"),
    ("gmp_desk.domain.edits", "gmp_desk.i18n.catalogue"),
    ("gmp_desk.domain.rules", "gmp_desk.paths"),
    ("gmp_desk.i18n.catalogue", "gmp_desk.formats.blocks"),
    ("gmp_desk.formats.package", "gmp_desk.app.wording"),
    ("gmp_desk.formats.guard", "gmp_desk.paths"),
    ("gmp_desk.app.cli", "gmp_desk.bootstrap"),
    ("gmp_desk.bootstrap", "gmp_desk.__main__"),
    # the domain is pure
    ("gmp_desk.domain.plan", "pathlib"),
    ("gmp_desk.domain.text", "os"),
    ("gmp_desk.domain.words", "lxml"),
    ("gmp_desk.domain.values", "babel"),
    # each library has one place
    ("gmp_desk.app.commands", "docx"),
    ("gmp_desk.i18n.marks", "openpyxl"),
    ("gmp_desk.bootstrap", "xlsxwriter"),
    ("gmp_desk.app.wording", "babel"),
    ("gmp_desk.formats.terms", "gettext"),
    ("gmp_desk.formats.package", "PySide6"),
    ("gmp_desk.files", "sqlmodel"),
    ("gmp_desk.app.cli", "PySide6"),
    ("gmp_desk.app.exporting", "sqlalchemy"),
    ("gmp_desk.domain.report", "sqlmodel"),
    ("gmp_desk.__main__", "PySide6"),
    ("gmp_desk.i18n.locale", "locale"),
]


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


@pytest.fixture(scope="module")
def broken_contracts(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What is said of a copy of the program in which all violations are planted."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "gmp_desk", folder / "gmp_desk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for module, forbidden in VIOLATIONS:
        with (folder / module.replace(".", "/")).with_suffix(".py").open("a", encoding="utf-8") as file:
            file.write(f"\nimport {forbidden}\n")
    return check_contracts(folder)


@pytest.mark.parametrize(("module", "forbidden"), VIOLATIONS)
def test_a_planted_violation_is_named(module: str, forbidden: str, broken_contracts: subprocess.CompletedProcess[str]):
    assert broken_contracts.returncode == 1
    assert f"{module} -> {forbidden}" in broken_contracts.stdout


# What would take its language, or the form of its dates and numbers, from the system instead of an argument.
GLOBAL = {
    "default_locale", "getlocale", "setlocale", "getdefaultlocale", "localeconv", "nl_langinfo", "bindtextdomain",
    "textdomain", "install", "translation", "strftime", "strptime", "ctime",
}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_reads_a_global_locale(path: Path):
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute | ast.Name):
            names.append(node.attr if isinstance(node, ast.Attribute) else node.id)
        elif isinstance(node, ast.ImportFrom):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            [*spec] = [part.value for part in node.format_spec.values if isinstance(part, ast.Constant)]
            names += ["strftime" for text in spec if "%" in text or text.endswith("n")]
    assert not GLOBAL & set(names)
