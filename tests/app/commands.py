"""What the tests of the command line have in common."""

import json
from collections.abc import Callable
from typing import Any

from tests import samples

ASGM = samples.PLANS[0]
ID = samples.plan().id


def answers(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def titles(cli: Callable) -> list[str]:
    return [entry["title"] for entry in answers(cli("list", "--json").out)]
