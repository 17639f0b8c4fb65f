"""The sample plans and reports, and the template edition they follow, as tests need them."""

import functools
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from gmp_desk.app.program import Program
from gmp_desk.bootstrap import build
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.template import Template, read_template

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
PLANS = sorted((RESOURCES / "samples").glob("*.gmpplan"))
REPORTS = sorted((RESOURCES / "samples").glob("*.gmpreport"))


def document(path: Path) -> dict[str, Any]:
    """Return a sample as plain JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


@functools.cache
def plan(path: Path = PLANS[0]) -> Plan:
    """Return a sample plan; without a path the English one."""
    return Plan.model_validate(document(path))


@functools.cache
def report(path: Path = REPORTS[0]) -> AreaReport:
    """Return a sample report; without a path the English one."""
    return AreaReport.model_validate(document(path))


def program() -> Program:
    """Return the program with its interface in English; its library is not to be opened."""
    return build("en", "", ExitStack())


@functools.cache
def template() -> Template:
    """Return the template edition of March 2020."""
    return read_template((RESOURCES / "templates" / "gmp-2020.toml").read_text(encoding="utf-8"))


@functools.cache
def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a "plan" or "report"."""
    return json.loads((RESOURCES / "schemas" / f"gmp-{name}.schema.json").read_text(encoding="utf-8"))


def without_empty_options(path: Path) -> dict[str, Any]:
    """Return a sample without what is empty and not required: an empty optional value equals an absent one (D10)."""
    whole = schema("plan" if path in PLANS else "report")
    return _without_empty(document(path), whole, whole["$defs"])


def _without_empty(value: Any, node: dict[str, Any], known: dict[str, Any]) -> Any:
    if "$ref" in node:
        node = known[node["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, list):
        return [_without_empty(part, node["items"], known) for part in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in node:
        return _without_empty(value, node["anyOf"][0], known)
    if "oneOf" in node:
        node = next(kind for kind in node["oneOf"] if value.keys() >= set(kind["required"]))
    return {
        name: _without_empty(part, node["properties"][name], known)
        for name, part in value.items()
        if name in node["required"] or part not in ("", None, [], False)
    }


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each member of each object and list, by what holds it and its name or number there."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(part, dict | list):
            yield from places_in(part)
