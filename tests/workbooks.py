"""Plans written as Excel files, and what stands on the overview of one."""

import re
from pathlib import Path

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.excel_writer import write_excel
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Catalogue, Locale
from gmp_desk.paths import find
from tests import samples
from tests.ooxml import Cell


def written(plan: Plan, path: Path, language: str = "en") -> Path:
    terms = Terms(samples.template(), Catalogue(language, find().translations))
    write_excel(plan, path, terms, Locale(language))
    return path


def facts(cells: dict[str, Cell]) -> list[tuple[str, str]]:
    """Return the labels of an overview with what stands beside; a text that goes on in the next row is put together."""
    found: list[tuple[str, str]] = []
    for row in range(1, 1 + max(int(re.sub(r"\D", "", reference)) for reference in cells)):
        beside = str(cells[f"B{row}"].value) if f"B{row}" in cells else ""
        if f"A{row}" in cells:
            found.append((str(cells[f"A{row}"].value), beside))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{beside}")
    return found
