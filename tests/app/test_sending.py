"""A file to send: its name, its version, and what becomes of one that is there already."""

import os
from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.app.exporting import Options
from gmp_desk.app.listing import count
from gmp_desk.app.sending import file_name, free_name, send, tidy_name, version_number
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.values import Period
from gmp_desk.formats.html_writer import Printable
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Locale
from tests import samples
from tests.app.desks import PLAN, Desk, title

PROGRAM = samples.program()
ENGLISH = Terms(PROGRAM.template(), PROGRAM.catalogue_in("en"))
OPTIONS = Options(ENGLISH, Locale("en"), PROGRAM.word_parts)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sent"
    folder.mkdir()
    return folder


def test_a_name_tells_area_period_and_version():
    plan = samples.plan()
    assert file_name(plan, 3, ENGLISH, Locale("en")) == "Artisanal and small-scale gold mining, 2026-2027, version 3"
    months = plan.model_copy(update={"period": Period(first_year=2026, last_year=2027, first_month=4, last_month=3)})
    assert "April 2026 - March 2027" in file_name(months, 3, ENGLISH, Locale("en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_a_name_can_be_given_to_a_file_in_any_language(sample: Path, language: str, folder: Path):
    terms = Terms(PROGRAM.template(), PROGRAM.catalogue_in(language))
    name = file_name(samples.plan(sample), 12, terms, Locale(language))
    assert name == tidy_name(name) != ""
    (folder / f"{name}.gmpplan").touch()
    assert names_in(folder) == [f"{name}.gmpplan"]


@pytest.mark.parametrize(
    ("given", "tidy"),
    [
        ("a/b\\c:d*e?f", "a b c d e f"),
        ("../../etc/passwd", "etc passwd"),
        (" .hidden. ", "hidden"),
        ("2026–2027", "2026-2027"),
        ("a\u202eb\nc\x00", "a b c"),
        ("汞" * 200, "汞" * 60),
        ("...", ""),
    ],
)
def test_a_name_is_made_fit_for_every_system(given: str, tidy: str):
    assert tidy_name(given) == tidy


def test_the_number_of_a_file_is_the_same_in_the_list_of_plans(desk_with_plan: Desk):
    desk = desk_with_plan

    def number() -> int:
        counted = count(desk.library, PLAN, PROGRAM.template()).number
        assert version_number(desk.library, desk.plan()) == counted
        return counted

    desk.edit(title("Second"))
    assert number() == 2
    keeping.keep(desk.library, PLAN, "request")
    assert number() == 2
    desk.spoil("UPDATE version SET seal = '' WHERE number = 2")
    assert number() == keeping.keep(desk.library, PLAN, "request") == 3


def test_a_free_name_has_the_first_number_that_nobody_has(folder: Path):
    path = folder / "plan.v1.docx"
    assert free_name(path) == path
    path.touch()
    (folder / "plan.v1 (2).docx").mkdir()
    (folder / "plan.v1 (3).docx").symlink_to("nowhere")
    assert free_name(path) == folder / "plan.v1 (4).docx"


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".gmpplan"])
def test_what_is_sent_is_kept_as_a_version_once(suffix: str, folder: Path, desk_with_plan: Desk):
    desk = desk_with_plan
    desk.edit(title("Edited"))
    number = version_number(desk.library, desk.plan())
    for name in ("a", "b"):
        made = send(desk.library, desk.plan(), folder / f"{name}{suffix}", OPTIONS, by="Lead")
        assert (made.path, made.held) == (folder / f"{name}{suffix}", False)
    last = desk.library.versions(PLAN)[-1]
    assert (last.number, last.reason, last.by) == (number, "export", "Lead")
    assert version_number(desk.library, desk.plan()) == number
    # Only a plan file can come back and be told from the version it was made of.
    assert last.shared is (suffix == ".gmpplan")


def test_a_plan_file_and_a_page_say_which_version_they_are(folder: Path, desk_with_plan: Desk):
    desk = desk_with_plan
    desk.edit(title("Edited"))
    number = version_number(desk.library, desk.plan())
    send(desk.library, desk.plan(), folder / "plan.gmpplan", OPTIONS)
    assert read_plan(folder / "plan.gmpplan").content.version.number == number
    send(desk.library, desk.plan(), folder / "plan.html", OPTIONS)
    assert f"Draft, version {number}" in (folder / "plan.html").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_replaced_only_where_that_was_said(folder: Path, desk_with_plan: Desk):
    out = folder / "plan.docx"
    out.write_text("mine")
    with pytest.raises(Refused) as refused:
        send(desk_with_plan.library, desk_with_plan.plan(), out, OPTIONS)
    assert refused.value.id == "file.exists"
    assert out.read_text() == "mine"
    assert send(desk_with_plan.library, desk_with_plan.plan(), out, OPTIONS, replacing=True).path == out
    assert out.read_bytes().startswith(b"PK")


def test_beside_a_file_that_is_open_in_word_the_new_one_gets_a_name_of_its_own(
    folder: Path, desk_with_plan: Desk, monkeypatch: pytest.MonkeyPatch
):
    out = folder / "plan.docx"
    out.write_text("open in Word")
    replace = os.replace

    def as_windows_does(source: object, target: object, **how: object) -> None:
        if Path(target) == out:
            raise PermissionError(13, "The process cannot access the file", str(source), 32, str(target))
        replace(source, target, **how)

    monkeypatch.setattr(os, "replace", as_windows_does)
    made = send(desk_with_plan.library, desk_with_plan.plan(), out, OPTIONS, replacing=True)
    assert (made.path, made.held) == (folder / "plan (2).docx", True)
    assert out.read_text() == "open in Word"
    assert names_in(folder) == ["plan (2).docx", "plan.docx"]


def test_a_folder_that_is_not_there_is_refused_as_such(folder: Path, desk_with_plan: Desk):
    with pytest.raises(Refused) as refused:
        send(desk_with_plan.library, desk_with_plan.plan(), folder / "nowhere" / "plan.docx", OPTIONS)
    assert refused.value.params["reason"] == "ENOENT"


def test_without_anything_to_set_pages_a_pdf_file_is_refused(folder: Path, desk_with_plan: Desk):
    with pytest.raises(Refused) as refused:
        send(desk_with_plan.library, desk_with_plan.plan(), folder / "plan.pdf", OPTIONS)
    assert refused.value.id == "export.no_pdf"
    assert names_in(folder) == []


def test_a_pdf_file_is_handed_on_with_its_progress(folder: Path, desk_with_plan: Desk):
    told: list[float] = []

    def write_pdf(document: Printable, path: Path, progress) -> None:
        progress(0.5)
        path.write_text(document.title)

    options = Options(ENGLISH, Locale("en"), PROGRAM.word_parts, write_pdf=write_pdf)
    send(desk_with_plan.library, desk_with_plan.plan(), folder / "plan.pdf", options, progress=told.append)
    assert (folder / "plan.pdf").read_text() == desk_with_plan.plan().title
    assert told == sorted(told)
    assert 0.5 < told[-1] < 1


def test_what_the_progress_raises_leaves_no_file(folder: Path, desk_with_plan: Desk):
    def stop(done: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        send(desk_with_plan.library, desk_with_plan.plan(), folder / "plan.docx", OPTIONS, progress=stop)
    assert names_in(folder) == []


def test_a_version_sent_before_an_edit_comes_back_as_known(folder: Path, desk_with_plan: Desk):
    desk = desk_with_plan
    send(desk.library, desk.plan(), folder / "plan.gmpplan", OPTIONS)
    returned = read_plan(folder / "plan.gmpplan").content
    assert keeping.number_of(returned.model_copy(update={"version": None}), desk.library.versions(PLAN)) is not None
