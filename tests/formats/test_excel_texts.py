"""The texts of a plan in its Excel file: all there to the letter, none a formula, and none cut without a note."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmp_desk.domain.plan import Plan, efforts
from gmp_desk.domain.richtext import parse
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import Amount, Reading, Words
from gmp_desk.formats.excel_rich import readable
from gmp_desk.formats.package import read_plan
from gmp_desk.i18n import LANGUAGES, Locale
from tests import samples
from tests.ooxml import Cell, table, worksheets
from tests.strategies import TRAPS, blank_plan, huge_plans, new_id, plans, texts
from tests.workbooks import facts, written

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


def with_texts(wanted) -> Plan:
    """Return a plan that has each text in a cell of its own."""
    linkages = [{"id": new_id(n), "area": None, "topic": text, "description": ""} for n, text in enumerate(wanted, 1)]
    return blank_plan(linkages={"inside": linkages, "outside": []})


def texts_of(plan: Plan) -> list[str]:
    """Return every text that a reader should find in a cell of its own."""

    def reader_sees(rich: str) -> str:
        return readable(parse(rich), Locale("en"))

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
    found = [*(readable(parse(text), Locale("en")) for text in rich), plan.actions_justification]
    return [plan.title, plan.version_note, *(text for text in found if not is_blank(text))]


def missing(plan: Plan, path: Path) -> list[str]:
    """Return the texts of a plan that a reader of the workbook would not find, whole or cut with a note."""
    sheets = list(worksheets(path).values())
    told = {str(cell.value) for cells in sheets[1:] for cell in cells.values()}
    cut = [text.removesuffix(CUT) for text in told if text.endswith(CUT)]
    # A long line goes on in the next row, behind a space or a Chinese letter.
    prose = {"".join(text.split()) for _, text in facts(sheets[0])}
    return [
        *(text for text in texts_of(plan) if text not in told and not any(text.startswith(part) for part in cut)),
        *(text for text in prose_of(plan) if "".join(text.split()) not in prose),
    ]


def topics(path: Path) -> list[str]:
    return [row["Topic or activity"] for row in table(worksheets(path)["Linkages"]) if "Topic or activity" in row]


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


def test_user_text_is_never_a_formula(tmp_path):
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "\t=1", "{=1}", "=HYPERLINK(1)"]
    cells = worksheets(written(with_texts([*dangerous, "plain"]), tmp_path / "t.xlsx"))["Linkages"]
    column = {cell.value: cell for cell in cells.values()}
    assert [text for text in dangerous if column[text].formula] == []
    assert {text for text in column if column[text].quote_prefix} == set(dangerous) - {"{=1}"}


def test_a_text_that_looks_like_a_value_stays_text_when_somebody_edits_it(tmp_path):
    values = ["2026", "0012", "1/2", "12:30", "1e400", ".5", "$5", "(5)", "50 %", "1 May 2026", "true", "FALSE", "#N/A"]
    titles = ["Phase 2", "true colours", "汞", "COP-5", "10,000 households and more are to be reached by the year 2027"]
    cells = worksheets(written(with_texts([*values, *titles]), tmp_path / "t.xlsx"))["Linkages"]
    column = {cell.value: cell for cell in cells.values()}
    assert set(values + titles) <= set(column)
    assert {text for text in values + titles if column[text].quote_prefix} == set(values)


@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_every_address_and_bullet_of_a_sample_is_in_its_workbook(sample, tmp_path):
    typed = sample.read_text("utf-8")
    addresses = re.findall(r"\]\((https?:[^)]+)\)", typed)
    bullets = re.findall(r"(?:\\n|\") *- ", typed)
    assert len(addresses) >= 3
    assert len(bullets) >= 15
    shown = [
        str(cell.value)
        for cells in worksheets(written(samples.plan(sample), tmp_path / "t.xlsx")).values()
        for cell in cells.values()
    ]
    assert [address for address in addresses if not any(f"({address})" in text for text in shown)] == []
    assert sum(line.lstrip().startswith("• ") for text in shown for line in text.split("\n")) == len(bullets)


def test_the_footnotes_of_a_plan_stand_below_its_text(tmp_path):
    told = facts(worksheets(written(read_plan(SMALL).content, tmp_path / "t.xlsx"))["Overview"])
    summary = dict(told)["Issue summary"].split("\n")
    assert "link (https://example.org/a?b=1&c=%C3%A9#x).[1]" in summary[0]
    assert summary[-1] == "[1] The note, with stress and its own link (https://example.org/note)."
    assert summary[2:8] == ["1. one", "   • inner", "      (i) deeper", "   • second inner", "2. two", "   continued"]


def test_a_text_too_long_for_a_cell_is_cut_with_a_note_and_named_on_the_overview(tmp_path):
    cells = worksheets(written(with_texts(["short", "汞" * 40_000]), tmp_path / "t.xlsx"))
    held = topics(tmp_path / "t.xlsx")[1]
    assert len(held) == 32_767
    assert held.endswith(CUT)
    told = facts(cells["Overview"])
    assert "Texts that are not shown in full; the cells hold all of them" not in dict(told)
    first = 1 + [label for label, _ in told].index(
        "Texts that are too long for a cell; they are complete in the plan file (.gmpplan)"
    )
    assert told[first : first + 2] == [("Linkages", "No. 2, Topic or activity"), ("Contents of this workbook", "")]


def test_a_text_too_high_for_a_row_is_whole_and_named_on_the_overview(tmp_path):
    text = "word " * 5_000
    cells = worksheets(written(with_texts(["short", text]), tmp_path / "t.xlsx"))
    assert topics(tmp_path / "t.xlsx")[1] == text
    told = facts(cells["Overview"])
    first = 1 + [label for label, _ in told].index("Texts that are not shown in full; the cells hold all of them")
    assert told[first : first + 2] == [("Linkages", "No. 2, Topic or activity"), ("Contents of this workbook", "")]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_column_is_wide_enough_for_its_longest_text(language, tmp_path):
    path = written(with_texts(["word " * 700]), tmp_path / "t.xlsx", language)
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet9.xml").decode()
    assert "word" in str(list(worksheets(path).values())[8])
    width = float(re.findall(r'<col min="4" max="4" width="([0-9.]+)"', sheet)[0])
    assert 36 < 13 * 3_500 * 0.8 / 409 < width <= 256
    assert max(heights(path, 9)) <= 409


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_paragraph_too_long_for_a_row_goes_on_in_the_next(language, tmp_path):
    summary = " ".join(f"word{number}" for number in range(900))
    cells = next(iter(worksheets(written(blank_plan(summary=summary), tmp_path / "t.xlsx", language)).values()))
    rows = [str(cell.value) for cell in cells.values() if str(cell.value).startswith("word")]
    assert "".join(rows) == summary
    assert len(rows) >= 3
    assert max(map(len, rows)) < 409 / 13 * 96 / 1.06
    assert max(heights(tmp_path / "t.xlsx", 1)) <= 409


def test_a_long_summary_goes_on_in_the_next_row(tmp_path):
    paragraphs = [f"Paragraph {number}." for number in range(100)]
    cells = worksheets(written(blank_plan(summary="\n\n".join(paragraphs)), tmp_path / "t.xlsx"))["Overview"]
    rows = [cell.value for cell in cells.values() if str(cell.value).startswith("Paragraph")]
    assert len(rows) == 5
    assert "\n".join(map(str, rows)) == "\n".join(paragraphs)
    assert max(heights(tmp_path / "t.xlsx", 1)) <= 409


def heights(path: Path, number: int) -> list[float]:
    with zipfile.ZipFile(path) as package:
        return [
            float(height) for height in re.findall(rb'ht="([0-9.]+)"', package.read(f"xl/worksheets/sheet{number}.xml"))
        ]


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
