"""gmp-desk export: Word, Excel and plan files to send."""

import html
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gmp_desk.domain.plan import Comment
from gmp_desk.formats.guard import kind_of
from gmp_desk.formats.package import read_plan, to_json
from gmp_desk.i18n import Catalogue
from gmp_desk.paths import find
from tests import samples
from tests.bad_files import plan_with
from tests.strategies import blank_plan, new_id

ASGM = samples.PLANS[0]
FORMATS = {".docx": "word", ".xlsx": "excel", ".gmpplan": "json"}


def words_in(file: Path) -> str:
    """Return all that stands in a file, in whatever part of it, with its marks and once more without them."""
    if not zipfile.is_zipfile(file):
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as package:
        parts = [package.read(name).decode("utf-8", errors="replace") for name in package.namelist()]
    # Word keeps telephone numbers on one line.
    whole = "\n".join(parts).replace("<w:noBreakHyphen/>", "-").replace("\u00a0", " ")
    return html.unescape(whole) + html.unescape(re.sub("<[^>]*>", "", whole))


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.name)
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_of_the_name_decides_the_format(path: Path, suffix: str, tmp_path: Path, cli: Callable):
    out = tmp_path / f"plan{suffix}"
    assert cli("export", path, out) == (0, f"{out}\n", "")
    assert kind_of(out) == FORMATS[suffix]
    assert names_in(tmp_path) == [out.name]
    assert samples.plan(path).partners[0].name in words_in(out)


@pytest.mark.parametrize(
    "name", ["PLAN.DOCX", "Plan.Xlsx", "my plan.v2.gmpplan", "خطة.docx", "-.xlsx", "汞" * 80 + ".docx"]
)
def test_any_name_with_a_known_suffix_will_do(name: str, tmp_path: Path, cli: Callable):
    assert cli("export", ASGM, tmp_path / name).status == 0
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize("name", ["plan.odt", "plan.doc", "plan", ".docx", "plan.docx.", "plan.gmpreport"])
def test_an_unknown_suffix_is_refused_with_those_that_are_known(name: str, tmp_path: Path, cli: Callable):
    out = tmp_path / name
    assert cli("export", ASGM, out) == (2, "", f"{out}: the name must end in .docx, .xlsx, .pdf, .html, .gmpplan.\n")
    assert names_in(tmp_path) == []


def test_a_plan_file_exported_is_the_plan(tmp_path: Path, cli: Callable):
    assert cli("export", ASGM, tmp_path / "copy.gmpplan").status == 0
    assert (tmp_path / "copy.gmpplan").read_text(encoding="utf-8") == to_json(samples.plan())


def test_a_report_is_exported_as_a_report_file(tmp_path: Path, cli: Callable):
    assert cli("export", samples.REPORTS[0], tmp_path / "copy.gmpreport").status == 0
    assert (tmp_path / "copy.gmpreport").read_text(encoding="utf-8") == to_json(samples.report())
    assert cli("export", samples.REPORTS[0], tmp_path / "copy.docx").status == 2


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_headings_are_in_the_language_asked_for_and_the_text_stays(
    language: str, suffix: str, tmp_path: Path, cli: Callable
):
    out = tmp_path / f"plan{suffix}"
    assert cli("export", ASGM, out, "--language", language).status == 0
    said = words_in(out)
    catalogue = Catalogue(language, find().translations)
    assert catalogue.gettext("Opportunities") in said
    assert samples.plan().opportunities[0].title in said
    if language != "en":
        assert catalogue.gettext("Opportunities") != "Opportunities"


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.name)
def test_headings_are_in_the_language_of_the_plan_by_default(path: Path, tmp_path: Path, cli: Callable):
    cli("export", path, tmp_path / "plan.docx", "--ui-language", "es")
    catalogue = Catalogue(samples.plan(path).language, find().translations)
    assert catalogue.gettext("Opportunities") in words_in(tmp_path / "plan.docx")


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.name)
@pytest.mark.parametrize("suffix", FORMATS)
def test_contacts_go_along_as_far_as_asked_and_no_farther(path: Path, suffix: str, tmp_path: Path, cli: Callable):
    contacts = [contact for partner in samples.plan(path).partners for contact in partner.contacts]
    names = {contact.name for contact in contacts}
    reach = {way for contact in contacts for way in (contact.email, contact.phone) if way}
    assert names
    assert reach
    said = {}
    for how in ("full", "names", "none"):
        out = tmp_path / f"{how}{suffix}"
        assert cli("export", path, out, "--contacts", how).status == 0
        said[how] = words_in(out)
    assert all(word in said["full"] for word in names | reach)
    assert all(name in said["names"] for name in names)
    assert [way for way in reach if way in said["names"]] == []
    assert [word for word in names | reach if word in said["none"]] == []


def test_contacts_are_in_full_by_default(tmp_path: Path, cli: Callable):
    cli("export", ASGM, tmp_path / "plan.docx")
    assert samples.plan().partners[0].contacts[0].email in words_in(tmp_path / "plan.docx")


def test_a_file_without_contacts_says_so_and_can_be_checked(tmp_path: Path, cli: Callable):
    out = tmp_path / "plan.gmpplan"
    cli("export", ASGM, out, "--contacts", "none")
    assert read_plan(out).content.contacts_left_out
    assert "has no contact" not in cli("check", out).out


def test_comments_that_quote_contacts_are_left_out_with_them(tmp_path: Path, cli: Callable):
    partner = samples.plan().partners[0]
    field = f"partners/{partner.id}/contacts/{partner.contacts[0].id}/email"
    comment = Comment.blank(
        id=new_id(1), field=field, author="A reviewer", text=f"Is {partner.contacts[0].email} right?"
    )
    plan = samples.plan().model_copy(update={"comments": (comment,)})
    (tmp_path / "plan.gmpplan").write_text(to_json(plan), encoding="utf-8")
    for suffix in FORMATS:
        out = tmp_path / f"out{suffix}"
        told = cli("export", tmp_path / "plan.gmpplan", out, "--contacts", "none")
        assert told.status == 0
        assert told.err == f"{out}: 1 comment was left out because it is on a contact or quotes one.\n"
        assert partner.contacts[0].email not in words_in(out)


def exported_with(contacts: str, tmp_path: Path, cli: Callable, **fields: object):
    """Export the sample plan with other values in some fields; return the answer and the new plan."""
    (tmp_path / "plan.gmpplan").write_bytes(plan_with(**fields))
    out = tmp_path / "out.gmpplan"
    return cli("export", tmp_path / "plan.gmpplan", out, "--contacts", contacts), read_plan(out).content


def test_the_text_of_the_plan_stays_and_the_fields_that_quote_a_contact_are_told(tmp_path: Path, cli: Callable):
    contact = samples.plan().partners[0].contacts[0]
    text = f"Ask {contact.name}, {contact.email}."
    told, plan = exported_with("names", tmp_path, cli, other_information=text, summary="Nothing.")
    assert told.status == 0
    assert told.err == f"{tmp_path / 'out.gmpplan'}: “other_information” still quotes a contact.\n"
    assert plan.other_information == text


def test_of_a_plan_with_all_its_contacts_nothing_is_told(tmp_path: Path, cli: Callable):
    told, _ = exported_with("full", tmp_path, cli, other_information=samples.plan().partners[0].contacts[0].email)
    assert (told.status, told.err) == (0, "")


@pytest.mark.parametrize("options", [["--contacts", "none"], ["--language", "fr"]])
def test_options_that_do_nothing_to_a_report_are_refused_with_it(options: list[str], tmp_path: Path, cli: Callable):
    out = tmp_path / "copy.gmpreport"
    assert cli("export", samples.REPORTS[0], out, *options) == (
        2, "", f"{samples.REPORTS[0]} is a biennial report; --contacts and --language are for business plans only.\n",
    )  # fmt: skip
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_pipe_or_device_is_not_replaced_by_a_file(force: list[str], tmp_path: Path, cli: Callable):
    pipe, link, device = tmp_path / "pipe.docx", tmp_path / "link.docx", tmp_path / "null.docx"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    device.symlink_to("/dev/null")
    for out in (pipe, link, device):
        told = f"{out} is not an ordinary file; name a file on a disk.\n"
        assert cli("export", ASGM, out, *force) == (2, "", told)
    assert pipe.is_fifo()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_that_is_there_stays_unless_force_is_used(suffix: str, tmp_path: Path, cli: Callable):
    out = tmp_path / f"plan{suffix}"
    out.write_text("mine")
    status, said, err = cli("export", ASGM, out)
    assert (status, said) == (1, "")
    assert err == f"{out} is there already. Choose another name, or add --force to replace it.\n"
    assert out.read_text() == "mine"
    assert cli("export", ASGM, out, "--force").status == 0
    assert kind_of(out) == FORMATS[suffix]


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_file_that_is_read_is_never_replaced(force: list[str], tmp_path: Path, cli: Callable):
    file, link = tmp_path / "plan.gmpplan", tmp_path / "link.gmpplan"
    shutil.copy(ASGM, file)
    link.symlink_to(file)
    for out in (file, link, tmp_path / "." / ".." / tmp_path.name / "plan.gmpplan"):
        status, said, err = cli("export", file, out, *force)
        assert (status, said) == (2, "")
        assert err == f"{out} is the file that is read; choose another name for the result.\n"
    assert file.read_bytes() == ASGM.read_bytes()


def test_a_link_is_followed(tmp_path: Path, cli: Callable):
    target, link = tmp_path / "target.docx", tmp_path / "link.docx"
    target.write_text("mine")
    link.symlink_to(target)
    assert cli("export", ASGM, link, "--force").status == 0
    assert link.is_symlink()
    assert kind_of(target) == "word"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_folder_that_is_not_there_is_told(suffix: str, tmp_path: Path, cli: Callable):
    out = tmp_path / "nowhere" / f"plan{suffix}"
    status, said, err = cli("export", ASGM, out)
    assert (status, said) == (2, "")
    assert err == f"{out} cannot be written: there is no such file or folder. Choose another name or folder.\n"


def test_a_name_that_is_too_long_is_told(tmp_path: Path, cli: Callable):
    out = tmp_path / f"{'a' * 300}.docx"
    status, said, err = cli("export", ASGM, out)
    assert (status, said) == (2, "")
    assert err == f"{out} cannot be written: the name is too long. Choose another name or folder.\n"


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path, cli: Callable):
    out = tmp_path / "plan.docx"
    out.mkdir()
    assert cli("export", ASGM, out) == (2, "", f"{out} is a folder; name a file.\n")
    assert cli("export", ASGM, out, "--force").status == 2


def test_links_in_a_circle_are_told_or_replaced(tmp_path: Path, cli: Callable):
    out = tmp_path / "plan.docx"
    out.symlink_to(out)
    assert cli("check", out).status == 2
    assert cli("export", ASGM, out).status == 1
    assert cli("export", ASGM, out, "--force").status == 0
    assert kind_of(out) == "word"


# As root, who may write everywhere, run without that privilege.
AS_ANYONE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] * (os.geteuid() == 0)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_folder_that_cannot_be_written_to_is_told(suffix: str, tmp_path: Path, program: Callable):
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o500)
    done = program("export", ASGM, f"folder/plan{suffix}", before=AS_ANYONE)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"folder/plan{suffix} cannot be written: you have no right to do so. Choose another name or folder.\n"
    )
    assert names_in(folder) == []


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, program: Callable):
    (tmp_path / "folder").mkdir(mode=0o000)
    done = program("export", ASGM, "folder/plan.docx", before=AS_ANYONE)
    assert (done.returncode, done.stdout) == (2, "")
    assert "you have no right to do so" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_that_can_be_written_to_but_not_looked_into_will_do(tmp_path: Path, program: Callable):
    (tmp_path / "folder").mkdir(mode=0o300)
    done = program("export", ASGM, "folder/plan.gmpplan", before=AS_ANYONE)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, program: Callable):
    (tmp_path / "plan.gmpplan").touch(mode=0o000)
    done = program("check", "plan.gmpplan", before=AS_ANYONE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "plan.gmpplan cannot be opened: you have no right to read it.\n"


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to a group of others")


@needs_root
def test_the_new_file_belongs_to_the_group_of_the_earlier_one(tmp_path: Path, cli: Callable):
    out = tmp_path / "plan.gmpplan"
    out.touch()
    os.chown(out, -1, 54321)
    out.chmod(0o640)
    assert cli("export", ASGM, out, "--force").status == 0
    assert (out.stat().st_gid, out.stat().st_mode & 0o777) == (54321, 0o640)


@needs_root
def test_no_other_group_may_read_the_new_file_where_that_of_the_earlier_one_cannot_be_kept(
    tmp_path: Path, program: Callable
):
    out = tmp_path / "plan.gmpplan"
    out.touch()
    os.chown(out, -1, 54321)
    out.chmod(0o640)
    without_rights = ["setpriv", "--bounding-set=-chown", "--inh-caps=-all", "--clear-groups"]
    assert program("export", ASGM, out, "--force", before=without_rights).returncode == 0
    assert (out.stat().st_gid, out.stat().st_mode & 0o777) == (os.getegid(), 0o600)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_disk_that_fills_up_leaves_the_earlier_file_and_nothing_else(suffix: str, tmp_path: Path, program: Callable):
    out = tmp_path / f"plan{suffix}"
    out.write_text("mine")
    done = program("export", ASGM, out, "--force", before=["prlimit", "--fsize=4096"])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{out} cannot be written: the file becomes too large. Choose another name or folder.\n"
    assert out.read_text() == "mine"
    assert names_in(tmp_path) == [out.name]


def test_a_plan_that_cannot_be_read_is_not_exported(tmp_path: Path, cli: Callable):
    bad = tmp_path / "bad.gmpplan"
    bad.write_text("{")
    status, said, err = cli("export", bad, tmp_path / "out.docx")
    assert (status, said) == (2, "")
    assert "bad.gmpplan is damaged at line 1" in err
    assert names_in(tmp_path) == ["bad.gmpplan"]


def test_what_was_replaced_is_told_when_exporting_too(tmp_path: Path, cli: Callable):
    (tmp_path / "plan.gmpplan").write_bytes(plan_with(title="a\x00b"))
    status, _, err = cli("export", tmp_path / "plan.gmpplan", tmp_path / "out.docx")
    assert status == 0
    assert "“title” held characters that no document can hold" in err


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_plan_with_errors_is_exported_all_the_same(suffix: str, tmp_path: Path, cli: Callable):
    (tmp_path / "plan.gmpplan").write_text(to_json(blank_plan()), encoding="utf-8")
    assert cli("export", tmp_path / "plan.gmpplan", tmp_path / f"out{suffix}").status == 0


@pytest.mark.parametrize("arguments", [["--language", "de"], ["--contacts", "some"], ["--colour"], []])
def test_wrong_usage_is_told_with_the_right_one(arguments: list[str], cli: Callable):
    status, said, err = cli("export", ASGM, *arguments)
    assert (status, said) == (2, "")
    assert "usage: gmp-desk export" in err


def test_of_two_exports_at_once_one_has_the_answer_no(tmp_path: Path, environ: dict[str, str]):
    command = [sys.executable, "-m", "gmp_desk", "export", ASGM, "plan.docx"]
    started = [subprocess.Popen(command, cwd=tmp_path, env=environ, stderr=subprocess.PIPE) for _ in range(2)]
    for one in started:
        one.communicate(timeout=60)
    assert sorted(one.returncode for one in started) == [0, 1]
    assert names_in(tmp_path) == ["plan.docx"]


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_a_plan_is_exported_to_read_without_a_screen(suffix: str, tmp_path: Path, program: Callable):
    done = program("export", ASGM, f"plan{suffix}")
    assert (done.returncode, done.stderr) == (0, "")
    begins = (tmp_path / f"plan{suffix}").read_bytes()[:9]
    assert begins == (b"%PDF-1.4\n" if suffix == ".pdf" else b"<!DOCTYPE")


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("summary", ["", "हिन्दी, ไทย, 👩‍👩‍👧‍👦"], ids=["empty", "many-scripts"])
def test_what_qt_thinks_of_the_fonts_is_not_told(summary: str, language: str, tmp_path: Path, program: Callable):
    (tmp_path / "a.gmpplan").write_text(
        to_json(blank_plan().model_copy(update={"language": language, "summary": summary})), encoding="utf-8"
    )
    done = program("export", "a.gmpplan", "plan.pdf")
    assert (done.returncode, done.stdout, done.stderr) == (0, "plan.pdf\n", "")
