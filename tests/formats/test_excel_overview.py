"""The totals on the overview of a plan's Excel file: right when it is written, and when a reader has edited it."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.values import Amount
from gmp_desk.i18n import LANGUAGES
from tests import samples
from tests.ooxml import table, worksheets
from tests.strategies import new_id
from tests.workbooks import written

WITHOUT = "Entries without a figure, or with more than 15 digits"
STATUSES = ("Potential", "Applied for", "Pledged", "Received")
IN_OTHERS = "Figures in other currencies"


def rows(path: Path) -> dict[str, list[int]]:
    """Return the rows of the overview by what stands in their first cell."""
    found: dict[str, list[int]] = {}
    for reference, cell in next(iter(worksheets(path).values())).items():
        if reference[0] == "A":
            found.setdefault(str(cell.value), []).append(int(reference[1:]))
    return found


def line(path: Path, row: int, columns: str) -> list[str | Decimal]:
    cells = next(iter(worksheets(path).values()))
    return [cells[f"{column}{row}"].value if f"{column}{row}" in cells else "" for column in columns]


def with_costs(*costs: Amount | None) -> Plan:
    """Return the English sample with these costs of efforts under its first priority action, and no other money."""
    plan = samples.plan()
    effort = plan.actions[0].efforts[0]
    made = [
        effort.model_copy(update={"id": new_id(n), "milestones": (), "cost": cost}) for n, cost in enumerate(costs, 1)
    ]
    action = plan.actions[0].model_copy(update={"efforts": tuple(made)})
    resources = plan.resources.model_copy(update={"sources": (), "projects": ()})
    return plan.model_copy(update={"actions": (action,), "resources": resources})


def test_formulas_count_the_items_and_sum_the_money(tmp_path):
    path = written(samples.plan(), tmp_path / "t.xlsx")
    cells, told = worksheets(path)["Overview"], rows(path)
    contents = told["Efforts"][0]
    assert cells[f"B{contents}"].formula == "COUNT('Efforts'!$A:$A)"
    assert cells[f"B{contents}"].value == 10
    usd = told["USD"][0]
    assert cells[f"B{usd}"].formula == f"SUMIFS('Efforts'!$I:$I,'Efforts'!$J:$J,$A{usd})"
    assert line(path, usd, "BCDEFG") == [1_730_000, 0, 0, 0, 900_000, 350_000]
    assert line(path, told[WITHOUT][0], "BCDEFG") == [3, 1, 0, 0, 1, 0]


def test_each_priority_action_has_its_costs_by_currency(tmp_path):
    path = written(samples.plan(), tmp_path / "t.xlsx")
    first = rows(path)["Priority action"][0] + 1
    assert [line(path, row, "BCDEF") for row in range(first, first + 7)] == [
        [1, 3, 1, "EUR", 350_000],
        [1, "", "", "USD", 480_000],
        [2, 4, 1, "GBP", 95_000],
        [2, "", "", "KES", 18_500_000],
        [2, "", "", "USD", 1_250_000],
        [3, 3, 1, "CHF", 400_000],
        [3, "", "", "PEN", 2_400_000],
    ]


def test_a_currency_that_a_reader_adds_is_counted_below_the_totals(tmp_path, soffice):
    path = written(samples.plan(), tmp_path / "t.xlsx")
    totals, costs = rows(path)[IN_OTHERS]
    assert line(path, totals, "BCDEFG") == [0] * 6
    assert line(path, costs, "C") == [0]
    sources = table(worksheets(path)["Resource mobilization"])
    row, status = next((n, source["Status"]) for n, source in enumerate(sources, 2) if "Amount" in source)
    [after] = soffice([edited(path, {("Efforts", "J2"): "JPY", ("Resource mobilization", f"H{row}"): "JPY"})], "xlsx")
    assert line(after, totals, "BCDEFG") == [1, *(int(known == status) for known in STATUSES), 0]
    assert line(after, costs, "C") == [1]


def test_an_effort_that_moves_to_an_action_without_its_currency_is_counted_below_the_costs(tmp_path, soffice):
    path = written(samples.plan(), tmp_path / "t.xlsx")
    totals, costs = rows(path)[IN_OTHERS]
    assert table(worksheets(path)["Efforts"])[0]["Currency"] == "USD"
    [after] = soffice([edited(path, {("Efforts", "B2"): 3})], "xlsx")  # the third action has no costs in dollars
    assert line(after, costs, "C") == [1]
    assert line(after, totals, "B") == [0]


def test_a_currency_is_counted_also_where_there_was_none(tmp_path, soffice):
    path = written(with_costs(None), tmp_path / "t.xlsx")
    totals, costs = rows(path)[IN_OTHERS]
    [after] = soffice([edited(path, {("Efforts", "I2"): 5, ("Efforts", "J2"): "USD"})], "xlsx")
    assert line(after, totals, "B") == [1]
    assert line(after, costs, "C") == [1]
    assert line(after, rows(after)[WITHOUT][0], "B") == [0]


def edited(path: Path, values: dict[tuple[str, str], str | int]) -> Path:
    """Return a copy with other values in some cells; openpyxl leaves out the results of formulas."""
    workbook = load_workbook(path)
    for (sheet, cell), value in values.items():
        workbook[sheet][cell] = value
    copy = path.with_name(f"edited-{path.name}")
    workbook.save(copy)
    workbook.close()
    return copy


def test_a_figure_of_more_digits_than_excel_keeps_is_said_to_be_left_out(tmp_path):
    long = Amount(amount="1234567890123456", currency="XAF")
    path = written(with_costs(long, Amount(amount="5", currency="USD"), None), tmp_path / "t.xlsx")
    told, cells = rows(path), worksheets(path)["Overview"]
    assert line(path, told[WITHOUT][0], "B") == [2]
    francs, dollars = told["XAF"][0], told["USD"][0]
    assert line(path, francs, "BC") == [0, 0]
    assert '"not added"' in cells[f"B{francs}"].number_format
    assert '"–"' in cells[f"C{francs}"].number_format
    assert '"–"' in cells[f"B{dollars}"].number_format


@pytest.mark.parametrize("amount", ["480000", "0.5", "0.10", "9" * 15 + "0" * 25])
def test_a_sum_of_money_has_two_decimals_whatever_it_was_made_of(amount, tmp_path):
    path = written(with_costs(Amount(amount=amount, currency="USD")), tmp_path / "t.xlsx")
    row = rows(path)["USD"][0]
    assert worksheets(path)["Overview"][f"B{row}"].number_format == '#,##0.00_);-#,##0.00_);"–"_)'
    assert line(path, row, "B") == [Decimal(amount)]


def test_counts_below_the_sums_stand_at_the_right_as_these_do(tmp_path):
    path = written(samples.plan(), tmp_path / "t.xlsx")
    told, workbook = rows(path), load_workbook(path)
    cells = [workbook["Overview"][f"B{told[label][0]}"] for label in ("USD", IN_OTHERS, WITHOUT)]
    assert {cell.alignment.horizontal for cell in cells} == {None}  # as numbers stand by themselves
    assert all(cell.number_format.split(";")[0].endswith("_)") for cell in cells)
    # Beside a currency a count at the right would read as money.
    assert workbook["Overview"][f"D{told['Priority action'][0] + 1}"].alignment.horizontal == "center"
    workbook.close()


def test_a_page_ends_before_the_table_of_money(tmp_path):
    path = written(samples.plan(), tmp_path / "t.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Overview"]
    heading = rows(path)["Money by currency"][0]
    assert heading - 1 in [end.id for end in sheet.row_breaks.brk]
    # Excel takes no notice of page breaks in a sheet that is to fit a number of pages.
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.scale in (None, 100)
    workbook.close()


def test_a_wide_overview_is_made_smaller_to_fit_its_page(tmp_path):
    path = written(with_costs(Amount(amount="9" * 15 + "0" * 25, currency="USD")), tmp_path / "t.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Overview"]
    across = sum(sheet.column_dimensions[letter].width * 5.25 for letter in "ABCDEFG")
    assert across * sheet.page_setup.scale / 100 < 784
    workbook.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_under_a_heading_is_as_long_as_the_table_below(language, tmp_path):
    path = written(samples.plan(), tmp_path / "t.xlsx", language)
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    ruled = {
        row[0].row: sum(cell.border.bottom.style == "thin" for cell in row)
        for row in sheet.iter_rows()
        if row[0].font.size == 12
    }
    shaded = {row[0].row: sum(cell.fill.fill_type == "solid" for cell in row) for row in sheet.iter_rows()}
    workbook.close()
    assert [(ruled[row], shaded[row + 1]) for row in ruled] == [(7, 0), (7, 7), (6, 6), (7, 0)]


def test_a_chinese_header_goes_on_in_a_new_line_behind_its_colon(tmp_path):
    cells = next(iter(worksheets(written(samples.plan(), tmp_path / "t.xlsx", "zh")).values()))
    told = [str(cell.value) for cell in cells.values() if "：" in str(cell.value)]
    assert "捐赠者与资金：\n已申请" in told


@pytest.mark.parametrize(("language", "marked"), [("ar", True), ("en", False)])
def test_a_telephone_number_among_arabic_letters_is_kept_in_order(language, marked, tmp_path):
    cells = list(worksheets(written(samples.plan(), tmp_path / "t.xlsx", language)).values())
    told = str(cells[3]["P2"].value)
    assert "+1\u00a0202\u00a0555\u00a00101" in told
    assert ("\u200e+1\u00a0202\u00a0555\u00a00101" in told) is marked
    assert {str(cell.value)[0] for cell in cells[10].values() if "555" in str(cell.value)} == {"+"}


def test_a_telephone_number_of_an_arabic_plan_is_kept_in_order_in_any_language(tmp_path):
    plan = next(plan for path in samples.PLANS if (plan := samples.plan(path)).language == "ar")
    cells = worksheets(written(plan, tmp_path / "t.xlsx"))["Efforts"]
    told = [str(cell.value) for cell in cells.values() if "+" in str(cell.value)]
    assert told
    assert all(text.count("+") == text.count("\u200e+") for text in told)
