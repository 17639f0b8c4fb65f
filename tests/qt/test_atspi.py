"""What a screen reader is told: the tree of AT-SPI of the program itself, on a screen of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import samples

CLIENT = Path(__file__).with_name("atspi_client.py")
PYTHON = "/usr/bin/python3"  # Debian's own, for which its bindings of AT-SPI are made
ROOT = CLIENT.parents[2]
PLAN = samples.PLANS[0]
NAMED = {"text", "push button", "toggle button", "check box", "radio button", "combo box", "list", "table", "link"}

Node = dict[str, Any]


def missing() -> str:
    """Name what is not installed."""
    tools = [tool for tool in ("Xvfb", "dbus-run-session") if shutil.which(tool) is None]
    bindings = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if (
        not Path(PYTHON).exists()
        or subprocess.run([PYTHON, "-c", bindings], capture_output=True, check=False).returncode
    ):
        tools.append("gir1.2-atspi-2.0 with python3-gi")
    if not Path("/usr/share/dbus-1/services/org.a11y.Bus.service").exists():
        tools.append("at-spi2-core")
    return ", ".join(tools)


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A screen where there is none, and its name."""
    if lacking := missing():
        reason = f"{lacking} not installed, so nobody listened to what screen readers are told"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with closing(os.fdopen(reading)) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def told(screen: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Node]]:
    """What is told of all that is on the screen, by the section that is shown."""
    folder = tmp_path_factory.mktemp("home")
    homes = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
    look = {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    program = [sys.executable, "-m", "gmp_desk", "--library", folder / "library.db", "--ui-language", "en", PLAN]
    result = subprocess.run(
        ["dbus-run-session", "--", PYTHON, CLIENT, folder / "told.json", *program],
        cwd=ROOT,
        env={**os.environ, **homes, **look},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads((folder / "told.json").read_text(encoding="utf-8"))


def test_the_window_is_told_by_the_plan(told: dict[str, list[Node]]):
    for nodes in told.values():
        assert [node["name"] for node in nodes if node["role"] == "frame"] == [
            "Artisanal and small-scale gold mining · 2026–2027 – GMP Desk"
        ]


def test_the_outline_tells_every_section_with_its_state(told: dict[str, list[Node]]):
    template = samples.template()
    assert [name.partition(",")[0].partition(" ")[2] for name in told][1:] == [
        section.title for section in template.sections
    ]
    assert all("complete" in name for name in told)


def test_each_section_is_told_by_its_title_when_it_is_shown(told: dict[str, list[Node]]):
    for section, nodes in zip(samples.template().sections, list(told.values())[1:], strict=True):
        assert any(node["role"] == "label" and node["name"].endswith(f". {section.title}") for node in nodes)


def test_a_text_is_told_with_its_name(told: dict[str, list[Node]]):
    [summary] = [node for node in told["I Issue summary, complete"] if node["name"] == "Issue summary"]
    assert summary["role"] == "text"
    assert summary["focusable"]
    assert summary["text"].startswith(samples.plan(PLAN).summary.replace("*", "")[:40])
    [title] = [
        node
        for node in next(iter(told.values()))
        if node["role"] == "text" and node["text"] == samples.plan(PLAN).title
    ]
    assert title["name"] == "Title of the plan"


def test_buttons_are_told_by_what_they_do(told: dict[str, list[Node]]):
    for nodes in told.values():
        buttons = {node["name"] for node in nodes if node["role"] in ("push button", "check box")}
        assert {"My plans", "Undo", "Redo", "What is still missing", "Preview", "Make a file to send"} <= buttons


def test_all_that_takes_the_keys_has_a_name(told: dict[str, list[Node]]):
    inputs = [(section, node) for section, nodes in told.items() for node in nodes if node["role"] in NAMED]
    assert len(inputs) > 100
    assert not [(section, node) for section, node in inputs if node["focusable"] and not node["name"].strip()]
