"""Settings and helpers that all tests share."""

import difflib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"


def pytest_addoption(parser: pytest.Parser):
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write the golden files instead of comparing with them"
    )


def pytest_configure(config: pytest.Config):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # No test depends on how fast the computer is; the usual run tries the same examples every time.
    common = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
    settings.register_profile("usual", max_examples=50, derandomize=True, **common)
    settings.register_profile("soak", max_examples=2000, **common)
    settings.load_profile("soak" if os.environ.get("GMP_DESK_SOAK") else "usual")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]):
    if config.getoption("--rewrite-golden"):
        others = [item for item in items if "golden" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter):
    for report in terminalreporter.stats.get("skipped", ()):
        terminalreporter.write_line(f"NOT TESTED: {report.nodeid}: {report.longrepr[2]}", red=True, bold=True)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare a text, or an XML part given as bytes, with the file of that name in tests/golden.

    ``make golden`` writes the files instead.
    """

    def compare(name: str, content: str | bytes) -> None:
        now = indented(content) if isinstance(content, bytes) else content
        path = GOLDEN / name
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, encoding="utf-8", newline="\n")
        elif not path.exists():
            pytest.fail(f"tests/golden/{name} is not there yet: make golden", pytrace=False)
        elif now != (before := path.read_text(encoding="utf-8")):
            lines = difflib.unified_diff(
                before.splitlines(), now.splitlines(), f"tests/golden/{name}", "now", lineterm=""
            )
            pytest.fail("\n".join(list(lines)[:200]), pytrace=False)

    return compare


def indented(part: bytes) -> str:
    """Return an XML part with an element on each line; text is left as it is."""
    root = etree.fromstring(part)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Iterable[Path], str], list[Path]]:
    """Convert files with LibreOffice, all in one start; return the new files in the same order.

    ``soffice([plan_docx, plan_xlsx], "pdf")``. Convert many files in one call: a start takes seconds.
    """
    program = shutil.which("soffice")
    if program is None:
        missing = "LibreOffice (soffice) is not installed, so nothing was opened in it"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless"]

    def convert(files: Iterable[Path], to: str) -> list[Path]:
        folder = tmp_path_factory.mktemp("converted")
        # Numbers for names: plan.docx and plan.xlsx would both become plan.pdf.
        copies = [shutil.copy(file, folder / f"{n}{file.suffix}") for n, file in enumerate(files)]
        result = subprocess.run(
            [*command, "--convert-to", to, "--outdir", folder / "out", *copies],
            env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        converted = [folder / "out" / f"{copy.stem}.{to.partition(':')[0]}" for copy in copies]
        missing = [str(file) for file in converted if not file.exists()]
        assert not missing, f"LibreOffice did not write {', '.join(missing)}\n{result.stdout}{result.stderr}"
        return converted

    return convert


@pytest.fixture(scope="session")
def catalogues() -> ModuleType:
    """The tool packaging/catalogues.py, loaded by its path: packaging/ is no package."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "packaging" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
