"""How fast a plan becomes an Excel file, against bare XlsxWriter writing the same cells."""

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.excel_writer import write_excel
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.plan_workbook import plan_workbook
from gmp_desk.formats.sheets import Fact, Formula, Header, Line, Value, Workbook
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from tests import samples

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def rows_of(workbook: Workbook) -> list[tuple[str, list[tuple[Value, ...]]]]:
    """Return the rows of each sheet by its name, headers first."""
    overview: list[tuple[Value, ...]] = []
    for row in workbook.overview.rows:
        match row:
            case Fact():
                overview.append((row.label, row.value))
            case Header() | Line():
                overview.append(row.values)
            case _:
                overview.append((row.text,))
    tables = [
        (table.name, [tuple(column.header for column in table.columns), *table.rows]) for table in workbook.tables
    ]
    return [(workbook.overview.name, overview), *tables]


def write_bare(sheets: list[tuple[str, list[tuple[Value, ...]]]], path: Path) -> None:
    file = xlsxwriter.Workbook(path)
    top = {"valign": "top", "text_wrap": True}
    header, text = file.add_format({**top, "bold": True, "bg_color": "#DCE6EC"}), file.add_format(top)
    whole, figure = file.add_format({**top, "num_format": "0"}), file.add_format({**top, "num_format": "#,##0"})
    day = file.add_format({**top, "num_format": "d mmmm yyyy"})
    for name, rows in sheets:
        sheet = file.add_worksheet(name)
        for number, row in enumerate(rows):
            for position, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, position, value, text if number else header)
                elif isinstance(value, int | Decimal):
                    sheet.write_number(number, position, value, whole if isinstance(value, int) else figure)
                elif isinstance(value, Formula):
                    sheet.write_formula(number, position, f"={value.text}", whole, value.result)
                elif value is not None:
                    sheet.write_datetime(number, position, value, day)
    file.close()


@pytest.mark.benchmark(group="excel")
def test_excel_export_against_bare_xlsxwriter(benchmark, tmp_path, milliseconds):
    plan: Plan = read_plan(max(SAMPLES.glob("*.gmpplan"), key=lambda path: path.stat().st_size)).content
    program = samples.program()
    terms, locale = Terms(program.template(), program.catalogue_in(plan.language)), Locale(plan.language)
    rows = rows_of(plan_workbook(plan, terms, locale))
    # Ours begins with the plan, the peer with ready rows.
    benchmark(write_excel, plan, tmp_path / "ours.xlsx", terms, locale)
    its = milliseconds(lambda: write_bare(rows, tmp_path / "peer.xlsx"), 40)
    benchmark.extra_info["bare XlsxWriter, ms"] = its
    benchmark.extra_info["ratio"] = benchmark.stats["median"] * 1000 / its
    assert benchmark.extra_info["ratio"] <= 1.5
