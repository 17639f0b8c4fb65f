"""A plan as an Excel file: what a reader counts, filters and sums in it, and that nothing of the plan is lost."""

import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmp_desk.bootstrap import build
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.plan import Plan, efforts
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import Amount, Reading, Words
from gmp_desk.formats.excel_writer import write_excel
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Locale
from tests import samples
from tests.ooxml import Cell, table, worksheets
from tests.strategies import TRAPS, blank_plan, huge_plans, new_id, plans, texts

PROGRAM = build("en")
SMALL = Path(__file__).resolve().parents[1] / "data" / "small.gmpplan"
CUT = " [cut here: a cell holds no more; the plan file (.gmpplan) has the whole text]"

# Texts that a spreadsheet, or the library that writes one, could take for something else.
STRANGE = (
    *TRAPS,
    *("_x0041_", "_x0041_x0042_", "_x005F_", "_x005F_x005F_", "x005F_", "__x0041__", "_x00e9_x00E9_x0041"),
    *("_x0041 ", " x0041_", "_x0041\t", "_x0041_ ", " _x0020_ "),
    *("<r>", "<r></r>", "<r><t>a</t></r>", "<r>a</b>&</r>", "<r>_x0041_</r>", "{=1}", "=", "'", "''=1", "\t", "a\tb"),
    *(" space ", "\n line \n", "two  spaces", "http://example.org", "internal:A1", "mailto:a@example.org", "1e400"),
)  # fmt: skip


def written(plan: Plan, path: Path, language: str = "en") -> Path:
    write_excel(plan, path, Terms(PROGRAM.template(), PROGRAM.catalogue_in(language)), Locale(language))
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


def texts_of(plan: Plan) -> list[str]:
    """Return every text that a reader should find in a cell of its own."""

    def reader_sees(rich: str) -> str:
        return plain(parse(rich))

    def money(value: Amount | Words | None) -> list[str]:
        return [] if value is None else [value.note if isinstance(value, Amount) else value.text]

    found = [reader_sees(objective.statement) for objective in plan.objectives]
    for action in plan.actions:
        found += [action.title, reader_sees(action.description)]
    for effort in efforts(plan):
        found += [effort.title, reader_sees(effort.description), reader_sees(effort.targets), *money(effort.cost)]
        found += [milestone.title for milestone in effort.milestones]
    for opportunity in plan.opportunities:
        found += [opportunity.title, reader_sees(opportunity.description)]
    for indicator in plan.evaluation.indicators:
        found += [indicator.name, indicator.unit, indicator.means_of_verification]
        readings: list[Reading | None] = [indicator.baseline, indicator.target, *indicator.history]
        found += [reading.note for reading in readings if reading is not None]
    for source in plan.resources.sources:
        found += [source.name, source.note, *money(source.amount)]
    for project in plan.resources.projects:
        found += [project.title, reader_sees(project.details), *money(project.amount)]
    for linkage in plan.linkages.inside:
        found += [linkage.topic, reader_sees(linkage.description)]
    for linkage in plan.linkages.outside:
        found += [linkage.name, reader_sees(linkage.description), linkage.url]
    for partner in plan.partners:
        found += [partner.name, reader_sees(partner.contribution)]
        for contact in partner.contacts:
            found += [contact.name, contact.title, contact.email, contact.phone]
    return [text for text in found if text]


def prose_of(plan: Plan) -> list[str]:
    """Return every text that a reader should find on the overview."""
    rich = [plan.summary, plan.evaluation.method, plan.resources.narrative, plan.planning_process]
    rich.append(plan.other_information)
    found = [*(plain(parse(text)) for text in rich), plan.actions_justification]
    return [plan.title, plan.version_note, *(text for text in found if not is_blank(text))]


def missing(plan: Plan, path: Path) -> list[str]:
    """Return the texts of a plan that a reader of the workbook would not find, whole or cut with a note."""
    sheets = list(worksheets(path).values())
    told = {str(cell.value) for cells in sheets[1:] for cell in cells.values()}
    cut = [text.removesuffix(CUT) for text in told if text.endswith(CUT)]
    prose = {text for _, text in facts(sheets[0])}
    cut_prose = [text.removesuffix(CUT) for text in prose if text.endswith(CUT)]
    return [
        text
        for wanted, whole, parts in ((texts_of(plan), told, cut), (prose_of(plan), prose, cut_prose))
        for text in wanted
        if text not in whole and not any(text.startswith(part) for part in parts)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_every_text_of_a_sample_is_in_its_workbook_in_every_language(sample, language, tmp_path, valid_parts):
    path = written(samples.plan(sample), tmp_path / "plan.xlsx", language)
    valid_parts(path)
    assert missing(samples.plan(sample), path) == []


@given(plan=plans(), language=st.sampled_from(LANGUAGES))
def test_any_plan_gives_a_valid_workbook_with_all_its_text(plan, language, tmp_path_factory, valid_parts):
    path = written(plan, tmp_path_factory.mktemp("any") / "plan.xlsx", language)
    valid_parts(path)
    assert missing(plan, path) == []


@settings(max_examples=4)
@given(plan=huge_plans())
def test_a_huge_plan_gives_a_valid_workbook_and_names_what_was_cut(plan, tmp_path_factory, valid_parts):
    path = written(plan, tmp_path_factory.mktemp("huge") / "plan.xlsx")
    valid_parts(path)
    assert missing(plan, path) == []


@settings(max_examples=100)
@given(wanted=st.lists(texts() | st.sampled_from(STRANGE), min_size=1, max_size=20))
def test_any_text_is_written_to_the_letter(wanted, tmp_path_factory, valid_parts):
    plan = with_texts(wanted)
    path = written(plan, tmp_path_factory.mktemp("t") / "t.xlsx")
    valid_parts(path)
    assert topics(path) == [linkage.topic for linkage in plan.linkages.inside if linkage.topic]


def with_texts(wanted) -> Plan:
    """Return a plan that has each text in a cell of its own."""
    linkages = [{"id": new_id(n), "area": None, "topic": text, "description": ""} for n, text in enumerate(wanted, 1)]
    return blank_plan(linkages={"inside": linkages, "outside": []})


def topics(path: Path) -> list[str]:
    return [row["Topic or activity"] for row in table(worksheets(path)["Linkages"]) if "Topic or activity" in row]


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


def test_an_effort_is_a_row_of_numbers_dates_and_texts(tmp_path):
    first = table(worksheets(written(samples.plan(), tmp_path / "t.xlsx"))["Efforts"])[0]
    assert first == {
        "No.": 1,
        "Priority action: No.": 1,
        "Priority action": "Support Governments in setting and reaching national objectives and reduction targets",
        "Effort": "Help desk for national action plan implementation",
        "Kind": "Overarching",
        "Description": "A standing help desk answers questions from ministries within ten working days and pairs each "
        "country with an experienced peer. It uses the COP guidance on national action plans as its common reference.",
        "Partners": "United Nations Industrial Development Organization (UNIDO);\n"
        "Natural Resources Defense Council (NRDC);\nSample Institute of Geosciences, Kenya",
        "Objectives served": "Objective 1; Objective 4",
        "Cost": 480_000,
        "Currency": "USD",
        "Cost: words or note": "two staff posts and translation",
        "Start": serial(date(2026, 1, 1)),
        "End": serial(date(2027, 12, 1)),
        "Targets": "At least 20 countries advised; 12 of them report yearly progress by December 2027.",
        "Milestones": 3,
        "Contacts": "Sample Contact, UNIDO desk, Area co-lead, asgm.colead.one@example.org, +1 202 555 0101;\n"
        "Sample Contact, NRDC desk, Area co-lead, asgm.colead.two@example.org, +1 202 555 0102",
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


def test_user_text_is_never_a_formula(tmp_path):
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "\t=1", "{=1}", "=HYPERLINK(1)"]
    cells = worksheets(written(with_texts([*dangerous, "plain"]), tmp_path / "t.xlsx"))["Linkages"]
    column = {cell.value: cell for cell in cells.values()}
    assert [text for text in dangerous if column[text].formula] == []
    assert {text for text in column if column[text].quote_prefix} == set(dangerous) - {"{=1}"}


def test_a_text_too_long_for_a_cell_is_cut_with_a_note_and_named_on_the_overview(tmp_path):
    plan = with_texts(["short", "汞" * 40_000]).model_copy(update={"summary": "😀" * 20_000})
    cells = worksheets(written(plan, tmp_path / "t.xlsx"))
    held = topics(tmp_path / "t.xlsx")[1]
    assert len(held) == 32_767
    assert held.endswith(CUT)
    told = facts(cells["Overview"])
    assert dict(told)["Issue summary"].endswith(CUT)
    first = 1 + [label for label, _ in told].index(
        "Texts that are too long for a cell; they are complete in the plan file (.gmpplan)"
    )
    assert told[first : first + 2] == [("Linkages", "No. 2, Topic or activity"), ("Overview", "Issue summary")]


def test_a_long_summary_goes_on_in_the_next_row(tmp_path):
    summary = "\n\n".join(f"Paragraph {number}." for number in range(100))
    cells = worksheets(written(blank_plan(summary=summary), tmp_path / "t.xlsx"))["Overview"]
    rows = [cell.value for cell in cells.values() if str(cell.value).startswith("Paragraph")]
    assert len(rows) == 5
    assert "\n".join(map(str, rows)) == plain(parse(summary))
    assert max(heights(tmp_path / "t.xlsx", 1)) <= 409


def heights(path: Path, number: int) -> list[float]:
    with zipfile.ZipFile(path) as package:
        return [
            float(height) for height in re.findall(rb'ht="([0-9.]+)"', package.read(f"xl/worksheets/sheet{number}.xml"))
        ]


def test_formulas_count_the_items_and_sum_the_money(tmp_path):
    cells = worksheets(written(samples.plan(), tmp_path / "t.xlsx"))["Overview"]
    told = {label: row for row, label in labels(cells)}
    assert cells[f"B{told['Efforts']}"].formula == "COUNT('Efforts'!$A:$A)"
    assert cells[f"B{told['Efforts']}"].value == 10
    usd = told["USD"]
    assert cells[f"B{usd}"].formula == f"SUMIFS('Efforts'!$I:$I,'Efforts'!$J:$J,$A{usd})"
    assert [cells[f"{column}{usd}"].value for column in "BCDEFG"] == [1_730_000, 0, 0, 0, 900_000, 350_000]
    without = told["Entries without a figure"]
    assert [cells[f"{column}{without}"].value for column in "BCDEFG"] == [3, 1, 0, 0, 1, 0]


def labels(cells: dict[str, Cell]):
    return [(int(reference[1:]), cell.value) for reference, cell in cells.items() if reference[0] == "A"]


def test_each_priority_action_has_its_costs_by_currency(tmp_path):
    cells = worksheets(written(samples.plan(), tmp_path / "t.xlsx"))["Overview"]
    first = 1 + next(row for row, label in labels(cells) if label == "Priority action")
    lines = [
        [cells.get(f"{column}{row}", Cell("", "", "", False)).value for column in "BCDEF"]
        for row in range(first, first + 7)
    ]
    assert lines == [
        [1, 3, 1, "EUR", 350_000],
        ["", "", "", "USD", 480_000],
        [2, 4, 1, "GBP", 95_000],
        ["", "", "", "KES", 18_500_000],
        ["", "", "", "USD", 1_250_000],
        [3, 3, 1, "CHF", 400_000],
        ["", "", "", "PEN", 2_400_000],
    ]


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


def test_libreoffice_keeps_all_text_and_comes_to_the_same_results(tmp_path, soffice):
    languages = {sample: samples.plan(sample).language for sample in samples.PLANS}
    files = [written(samples.plan(path), tmp_path / f"{n}.xlsx", languages[path]) for n, path in enumerate(languages)]
    files.append(written(samples.plan(), tmp_path / "other.xlsx", "ar"))
    # LibreOffice reads all of these as they are, but itself writes some of what looks like an escape wrong.
    strange = [text for text in STRANGE if not re.search("_x[0-9a-fA-F]{4}_x|_x0020_", text)]
    files.append(written(with_texts(strange), tmp_path / "strange.xlsx"))
    again = soffice([without_results(file) for file in files], "xlsx")
    for path, converted in zip(files, again, strict=True):
        before, after = worksheets(path), worksheets(converted)
        assert list(after) == list(before)
        assert changes(before, after) == []


def without_results(path: Path) -> Path:
    """Return a copy in which no formula has a result, so that LibreOffice has to find it."""
    copy = path.with_name(f"bare-{path.name}")
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(copy, "w") as bare:
        for name in package.namelist():
            bare.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", package.read(name)))
    return copy


def changes(before: dict[str, dict[str, Cell]], after: dict[str, dict[str, Cell]]):
    return [
        (sheet, reference, cell.value, after[sheet][reference].value if reference in after[sheet] else None)
        for sheet, cells in before.items()
        for reference, cell in cells.items()
        if reference not in after[sheet] or not same(cell.value, after[sheet][reference].value)
    ]


def same(before, after) -> bool:
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return float(before) == pytest.approx(float(after), rel=1e-12)
    return before == after
