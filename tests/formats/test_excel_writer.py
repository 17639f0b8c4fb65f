"""A plan as an Excel file: what a reader counts, filters and sums in it."""

import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.plan import Plan, efforts
from gmp_desk.domain.values import Reading
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.sheets import column_letters
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Catalogue, Locale
from gmp_desk.paths import find
from tests import samples
from tests.ooxml import table, worksheets
from tests.strategies import blank_plan, new_id
from tests.workbooks import facts, written

SMALL = Path(__file__).resolve().parents[1] / "data" / "small.gmpplan"


def test_a_workbook_has_a_sheet_for_each_section_that_lists_something(tmp_path):
    cells = worksheets(written(samples.plan(), tmp_path / "t.xlsx"))
    assert list(cells) == [
        "Overview",
        "Objectives",
        "Priority actions",
        "Efforts",
        "Milestones",
        "Opportunities",
        "Progress indicators",
        "Resource mobilization",
        "Linkages",
        "Partners",
        "Contacts",
        "Cross-references",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_header_or_choice_is_broken(language: str, tmp_path: Path):
    file = written(samples.plan(), tmp_path / "t.xlsx", language)
    terms = Terms(samples.template(), Catalogue(language, find().translations))
    choices = {
        terms.choice(name, choice.value)
        for name in samples.template().choices
        for choice in samples.template().choices[name]
    }
    with zipfile.ZipFile(file) as package:
        parts = [package.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(2, 13)]
    for part, cells in zip(parts, list(worksheets(file).values())[1:], strict=True):
        columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([0-9.]+)"', part)
        widths = {column_letters(n - 1): float(width) for a, b, width in columns for n in range(int(a), int(b) + 1)}
        for reference, cell in cells.items():
            column, row = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()
            if row == "1" or cell.value in choices:
                words = re.split(r"[\s\u1100-\uffff]", str(cell.value))
                longest = max(len(word) - len(re.findall("[fijlrt]", word)) / 2 for word in words)
                assert longest <= widths[column] * (0.9 if row == "1" else 1)


def test_the_headers_of_the_overview_fit_its_columns_and_these_the_page(tmp_path):
    with zipfile.ZipFile(written(samples.plan(), tmp_path / "t.xlsx", "ru")) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    widths = [
        float(width)
        for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([0-9.]+)"', sheet)
        for _ in range(int(first), int(last) + 1)
    ]
    assert 0.9 * widths[6] > len("финансирования:") + 1
    [scale] = re.findall(r'scale="(\d+)"', sheet)
    assert sum(widths) * 5.25 * int(scale) / 100 < 0.92 * 784


def test_an_effort_is_a_row_of_numbers_dates_and_texts(tmp_path):
    first = table(worksheets(written(samples.plan(), tmp_path / "t.xlsx"))["Efforts"])[0]
    assert first == {
        "No.": 1,
        "Priority action: No.": 1,
        "Priority action": "Support Governments in setting and reaching national objectives and reduction targets",
        "Effort": "Help desk for national action plan implementation",
        "Kind": "Overarching",
        "Description": "A standing help desk answers questions from ministries within ten working days and pairs each "
        "country with an experienced peer. It uses the COP guidance on national action plans "
        "(https://minamataconvention.org) as its common reference.",
        "Partners": "United Nations Industrial Development Organization (UNIDO);\n"
        "Natural Resources Defense Council (NRDC);\nSample Institute of Geosciences, Kenya",
        "Objectives served": "Objective\u00a01; Objective\u00a04",
        "Cost": 480_000,
        "Currency": "USD",
        "Cost: words or note": "two staff posts and translation",
        "Start": serial(date(2026, 1, 1)),
        "End": serial(date(2027, 12, 1)),
        "Targets": "At least 20 countries advised; 12 of them report yearly progress by December 2027.",
        "Milestones": 3,
        "Contacts": "Sample Contact, UNIDO desk, Area co-lead, asgm.colead.one@example.org, "
        "+1\u00a0202\u00a0555\u00a00101;\n"
        "Sample Contact, NRDC desk, Area co-lead, asgm.colead.two@example.org, +1\u00a0202\u00a0555\u00a00102",
        "Identifier": "f57e2dc4-7880-56c2-874d-9b59fdf620e6",
    }


def serial(day: date) -> int:
    """Return the number that Excel keeps for a day."""
    return (day - date(1899, 12, 30)) // timedelta(days=1)


def test_a_cost_in_words_has_no_number(tmp_path):
    third = table(worksheets(written(samples.plan(), tmp_path / "t.xlsx"))["Efforts"])[2]
    assert "Cost" not in third
    assert "Currency" not in third
    assert third["Cost: words or note"] == "staff time and travel, shared by the two ministries"


def test_a_source_and_a_project_are_told_apart(tmp_path):
    rows = table(worksheets(written(samples.plan(), tmp_path / "t.xlsx"))["Resource mobilization"])
    assert Counter(row["Entry"] for row in rows) == {"Source of funds": 5, "Project that seeks funds": 2}
    assert [row["Amount"] for row in rows if "Amount" in row and row["Currency"] == "EUR"] == [
        Decimal(120_000),
        Decimal("140000.50"),
    ]


def test_a_reading_is_a_number_with_what_is_known_of_it(tmp_path):
    plan = with_readings(
        Reading(value="1940.5", qualifier="at_least", year=2025, note="estimate"),
        Reading(value=None, qualifier="unknown", year=None),
    )
    cells = worksheets(written(plan, tmp_path / "t.xlsx"))
    first = table(cells["Progress indicators"])[0]
    assert first["Baseline"] == Decimal("1940.5")
    assert first["Baseline: how exact"] == "At least"
    assert first["Baseline: year"] == 2025
    assert first["Baseline: note"] == "estimate"
    assert "Target" not in first
    assert first["Target: how exact"] == "Not known"
    assert [row["Value"] for row in table(cells["Earlier values"])] == [Decimal("1940.5")]


def with_readings(baseline: Reading, target: Reading) -> Plan:
    indicator = {"id": new_id(1), "name": "Uses", "objective": None, "unit": "t", "means_of_verification": ""}
    indicator |= {"baseline": baseline, "target": target, "history": [baseline]}
    return blank_plan(evaluation={"method": "", "indicators": [indicator]})


def test_a_figure_that_excel_would_round_is_text(tmp_path):
    figure = "12345678901234567.89"
    plan = with_readings(
        Reading(value=figure, qualifier="exact", year=None), Reading(value="0.10", qualifier="exact", year=None)
    )
    first = table(worksheets(written(plan, tmp_path / "t.xlsx"))["Progress indicators"])[0]
    assert first["Baseline"] == figure
    assert first["Target"] == Decimal("0.10")


def test_dates_and_months_are_dates_with_a_format_of_the_language(tmp_path):
    cells = worksheets(written(samples.plan(), tmp_path / "t.xlsx", "fr"))
    formats = {cell.number_format for cells in cells.values() for cell in cells.values()}
    assert {Locale("fr").excel_date_format, Locale("fr").excel_month_format} <= formats


def test_a_milestone_before_1900_is_told_in_words(tmp_path):
    effort = samples.plan().actions[0].efforts[0]
    milestone = effort.milestones[0].model_copy(update={"due": date(1850, 6, 3)})
    effort = effort.model_copy(update={"milestones": (milestone,), "start": "0000-01", "end": "2026-05"})
    action = samples.plan().actions[0].model_copy(update={"efforts": (effort,)})
    cells = worksheets(written(samples.plan().model_copy(update={"actions": (action,)}), tmp_path / "t.xlsx"))
    assert table(cells["Milestones"])[0]["Due"] == "3 June 1850"
    assert table(cells["Efforts"])[0]["Start"] == "January 0"
    assert table(cells["Efforts"])[0]["End"] == serial(date(2026, 5, 1))


def test_a_link_is_a_row_of_the_cross_references(tmp_path):
    plan = samples.plan()
    rows = table(worksheets(written(plan, tmp_path / "t.xlsx"))["Cross-references"])
    found = [row for row in rows if row["Entry"] == "Effort" and row["Field"] == "Partners"]
    assert len(found) == sum(len(effort.partners) for effort in efforts(plan))
    partner = next(partner for partner in plan.partners if partner.id == next(efforts(plan)).partners[0])
    assert found[0]["Entry: Name"] == next(efforts(plan)).title
    assert found[0]["Value"] == partner.name
    assert found[0]["Value: No."] == plan.partners.index(partner) + 1


def test_no_contact_is_left_in_a_file_without_contacts(tmp_path):
    plan = samples.plan()
    path = written(with_contacts(plan, "none"), tmp_path / "t.xlsx")
    people = [contact for partner in plan.partners for contact in partner.contacts]
    personal = [text for person in people for text in (person.name, person.email, person.phone, person.id) if text]
    with zipfile.ZipFile(path) as package:
        content = "".join(package.read(name).decode() for name in package.namelist())
    assert [text for text in personal if text in content] == []
    assert "Contacts" not in worksheets(path)
    assert ("Contacts", "Left out of this file, in whole or in part.") in facts(worksheets(path)["Overview"])


def test_names_of_contacts_go_without_e_mail_and_telephone(tmp_path):
    path = written(with_contacts(samples.plan(), "names"), tmp_path / "t.xlsx")
    with zipfile.ZipFile(path) as package:
        content = "".join(package.read(name).decode() for name in package.namelist())
    assert "@" not in content
    assert set(table(worksheets(path)["Contacts"])[0]) == {"No.", "Partner", "Contact", "Function", "Identifier"}


def test_the_properties_name_the_plan_and_no_person(tmp_path):
    plan = samples.plan().model_copy(update={"title": "A plan & more " + "x" * 300})
    with zipfile.ZipFile(written(plan, tmp_path / "t.xlsx")) as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:title>A plan &amp; more x" in core
    assert "x…</dc:title>" in core
    assert set(re.findall("<(?:dc:creator|cp:lastModifiedBy)>(.*?)<", core)) == {"GMP Desk"}


@pytest.mark.parametrize(("language", "from_the_right"), [("ar", True), ("en", False), ("zh", False)])
def test_only_arabic_sheets_run_from_right_to_left(language, from_the_right, tmp_path):
    path = written(samples.plan(), tmp_path / "t.xlsx", language)
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert {b'rightToLeft="1"' in sheet for sheet in sheets} == {from_the_right}


@pytest.mark.parametrize(("language", "footer"), [("ar", "&L&P / &N&R&A"), ("en", "&L&A&R&P / &N")])
def test_the_name_of_a_sheet_stands_where_its_lines_begin(language, footer, tmp_path):
    with zipfile.ZipFile(written(samples.plan(), tmp_path / "t.xlsx", language)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert {unescape(found) for sheet in sheets for found in re.findall("<oddFooter>(.*?)<", sheet)} == {footer}


@pytest.mark.parametrize(
    ("text", "align", "reading_order"),
    [
        ("EUR", "right", 1),
        ("lead@example.org", "right", 1),
        ("https://example.org/a", "right", 1),
        ("+1 202 555 0104", "right", 1),
        ("رصد الزئبق", "right", 2),
        ("\u200f2030\u200f-\u200f2031", "right", 2),
        ("Monitoring of mercury", "left", 1),
    ],
)
def test_short_values_stand_where_an_arabic_sheet_begins_and_prose_where_it_begins_itself(
    text, align, reading_order, tmp_path
):
    linkages = [{"id": new_id(1), "area": None, "topic": text, "description": ""}]
    plan = blank_plan(linkages={"inside": linkages, "outside": []})
    workbook = load_workbook(written(plan, tmp_path / "t.xlsx", "ar"))
    [cell] = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value == text]
    found = cell.alignment.horizontal, cell.alignment.readingOrder
    workbook.close()
    assert found == (align, reading_order)


def test_a_telephone_number_beside_other_texts_is_not_broken_and_its_own_cell_has_it_as_it_is(tmp_path):
    cells = worksheets(written(samples.plan(), tmp_path / "t.xlsx"))
    phone = samples.plan().partners[0].contacts[0].phone
    assert " " in phone
    assert any(phone.replace(" ", "\u00a0") in row["Contacts"] for row in table(cells["Efforts"]) if "Contacts" in row)
    assert any(phone == row.get("Telephone") for row in table(cells["Contacts"]))


def test_sheets_are_ready_to_filter_and_to_print(tmp_path):
    with zipfile.ZipFile(written(samples.plan(), tmp_path / "t.xlsx")) as package:
        sheet = package.read("xl/worksheets/sheet4.xml").decode()
        names = package.read("xl/workbook.xml").decode()
    for part in ('<autoFilter ref="A1:R11"', 'state="frozen"', 'orientation="landscape"', 'fitToHeight="0"'):
        assert part in sheet
    assert "'Priority actions'!$1:$1" in names


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_workbook_of_a_small_plan_is_as_agreed(language, tmp_path, golden):
    path = written(read_plan(SMALL).content, tmp_path / "t.xlsx", language)
    with zipfile.ZipFile(path) as package:
        for name in (
            "workbook.xml",
            "styles.xml",
            "sharedStrings.xml",
            "worksheets/sheet1.xml",
            "worksheets/sheet4.xml",
        ):
            golden(f"small-{language}.xlsx/{Path(name).name}", package.read(f"xl/{name}"))
