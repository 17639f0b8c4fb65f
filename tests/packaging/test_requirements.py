"""requirements.txt goes with pyproject.toml: where one of these fails, ``make lock`` was forgotten."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
PINS = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE))


def wanted() -> list[Requirement]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = (table["build-system"]["requires"], table["project"]["dependencies"], table["dependency-groups"]["dev"])
    return [Requirement(text) for texts in lists for text in texts]


def test_all_that_the_project_asks_for_is_pinned_within_its_bounds():
    for requirement in wanted():
        pinned = PINS.get(canonicalize_name(requirement.name))
        assert pinned, f"{requirement.name} is not pinned"
        assert requirement.specifier.contains(pinned), f"{requirement} is pinned to {pinned}"


def test_each_pin_has_a_hash():
    for entry in re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry


def test_no_package_index_and_no_path_is_named():
    assert re.findall(r"://|--index|--find-links|--extra|^\.|/", LOCK) == []
