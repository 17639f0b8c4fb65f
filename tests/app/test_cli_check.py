"""gmp-desk check: what is still missing in plan files."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.rules import check
from gmp_desk.formats.package import to_json
from tests import samples
from tests.bad_files import BAD, GOOD, IN_EFFORT, effort_with, plan_with, zipped
from tests.strategies import blank_plan

ASGM = samples.PLANS[0]


def saved(plan: Plan, path: Path) -> Path:
    path.write_text(to_json(plan), encoding="utf-8")
    return path


@pytest.fixture
def complete(tmp_path: Path) -> Path:
    """A plan file in which nothing is missing."""
    plan = samples.plan()
    values = {"F13.cost": {"text": "staff time"}, "F15.baseline": {"value": "0", "qualifier": "exact", "year": 2025}}
    for finding in check(plan, samples.template()):
        plan = SetValue(finding.field, values[finding.rule]).apply(plan)
    return saved(plan, tmp_path / "complete.gmpplan")


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.name)
def test_a_sample_has_nothing_to_settle_before_sending(path: Path, cli: Callable):
    status, out, err = cli("check", path)
    assert (status, err) == (0, "")
    assert out.startswith(f"{path}: worth a look:\n")
    assert "to settle before sending" not in out


def test_a_finding_is_told_in_words_with_its_rule_and_field(cli: Callable):
    effort = samples.plan().actions[1].efforts[3]
    field = f"actions/{samples.plan().actions[1].id}/efforts/{effort.id}/cost"
    assert f"  Effort 2.4 “{effort.title}” has no cost. [F13.cost, {field}]\n" in cli("check", ASGM).out


def test_a_complete_plan_is_told_so(complete: Path, cli: Callable):
    assert cli("check", complete) == (0, f"{complete}: nothing is missing.\n", "")


def test_errors_come_first_and_the_answer_is_no(tmp_path: Path, cli: Callable):
    file = saved(SetValue("summary", "word " * 251).apply(samples.plan()), tmp_path / "long.gmpplan")
    status, out, err = cli("check", file)
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[:2] == [
        f"{file}: to settle before sending:",
        "  The issue summary has 251 words; the limit is 250. [F10.length, summary]",
    ]
    assert lines[2] == f"{file}: worth a look:"


def test_a_plan_without_any_entry_is_read_and_checked(tmp_path: Path, cli: Callable):
    status, out, err = cli("check", saved(blank_plan(), tmp_path / "empty.gmpplan"))
    assert (status, err) == (1, "")
    assert "There is no objective yet. [F11.empty, objectives]" in out


def test_broken_links_and_dates_are_read_and_found(tmp_path: Path, cli: Callable):
    file = tmp_path / "plan.gmpplan"
    file.write_bytes(
        effort_with(partners=["00000000-0000-4000-8000-000000000000"], start="2027-01", end="2026-01", contacts=[])
    )
    status, out, _ = cli("check", file)
    assert status == 1
    for rule, name in (("F13.link", "partners"), ("F13.order", "end"), ("F13.contact", "contacts")):
        assert f"[{rule}, {IN_EFFORT}/{name}]" in out


def test_json_is_one_object_with_the_plan_and_its_findings(cli: Callable):
    status, out, err = cli("check", ASGM, "--json")
    assert (status, err, out.count("\n")) == (0, "", 1)
    answer = json.loads(out)
    assert list(answer) == ["plan", "findings", "damaged"]
    assert answer["damaged"] is False
    assert answer["plan"] == samples.plan().id
    plain = [line for line in cli("check", ASGM).out.splitlines() if line.startswith("  ")]
    assert [f"  {f['message']} [{f['rule']}, {f['field']}]" for f in answer["findings"]] == plain
    assert {tuple(finding) for finding in answer["findings"]} == {("rule", "severity", "field", "message")}


def test_json_says_of_a_length_how_long_and_in_what(tmp_path: Path, cli: Callable):
    file = saved(SetValue("summary", "汞" * 251).apply(samples.plan(samples.PLANS[3])), tmp_path / "long.gmpplan")
    status, out, _ = cli("check", "--json", file)
    assert status == 1
    [finding] = [finding for finding in json.loads(out)["findings"] if finding["rule"] == "F10.length"]
    assert finding == {
        "rule": "F10.length",
        "severity": "error",
        "field": "summary",
        "message": "The issue summary has 251 characters; the limit is 250.",
        "count": 251,
        "limit": 250,
        "unit": "characters",
    }


def test_json_says_of_a_bad_file_only_why(tmp_path: Path, cli: Callable):
    file = tmp_path / "bad.gmpplan"
    file.write_bytes(b"")
    status, out, err = cli("check", "--json", file)
    assert (status, err) == (2, "")
    assert json.loads(out) == {"file": str(file), "error": f"{file} is empty. Ask for a new copy of it."}


def test_several_files_go_on_past_a_bad_one(tmp_path: Path, complete: Path, cli: Callable):
    missing = tmp_path / "missing.gmpplan"
    status, out, err = cli("check", ASGM, missing, complete)
    assert status == 2
    assert out.startswith(f"{ASGM}: worth a look:")
    assert out.endswith(f"{complete}: nothing is missing.\n")
    assert err == f"{missing}: there is no such file. Check its name and folder.\n"


def test_several_files_give_one_line_of_json_each_in_their_order(tmp_path: Path, cli: Callable):
    bad = tmp_path / "bad.gmpplan"
    bad.write_text("{")
    status, out, _ = cli("check", "--json", *samples.PLANS, bad, *samples.REPORTS)
    assert status == 2
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer.get("plan") for answer in answers[:4]] == [samples.plan(path).id for path in samples.PLANS]
    assert [answer.get("file") for answer in answers[4:]] == [str(bad), *map(str, samples.REPORTS)]


def test_the_gravest_answer_is_the_exit_status(tmp_path: Path, complete: Path, cli: Callable):
    wrong = saved(blank_plan(), tmp_path / "wrong.gmpplan")
    assert cli("check", complete, wrong, complete).status == 1


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_clear_line(name: str, tmp_path: Path, cli: Callable):
    content, _, place = BAD[name]
    file = tmp_path / "bad.gmpplan"
    file.write_bytes(content)
    status, out, err = cli("check", file)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith(str(file))
    assert place in err
    assert err[:-1].isprintable()
    assert len(err) < len(str(file)) + 350


def test_a_folder_a_pipe_and_a_device_are_no_files(tmp_path: Path, cli: Callable):
    os.mkfifo(tmp_path / "pipe")
    told = "is not an ordinary file; name a file on a disk."
    for file, words in {
        tmp_path: "is a folder; name a file.",
        tmp_path / "pipe": told,
        Path("/dev/zero"): told,
    }.items():
        assert cli("check", file) == (2, "", f"{file} {words}\n")


def test_a_report_is_told_from_a_plan(cli: Callable):
    status, out, err = cli("check", samples.REPORTS[0])
    assert (status, out) == (2, "")
    assert "is a biennial report" in err


def test_a_plan_alone_in_a_zip_is_checked(tmp_path: Path, cli: Callable):
    (tmp_path / "plan.zip").write_bytes(zipped({"plan.gmpplan": GOOD}))
    assert cli("check", tmp_path / "plan.zip").status == 0


def test_what_was_replaced_in_a_text_is_told_with_its_field(tmp_path: Path, cli: Callable):
    file = tmp_path / "plan.gmpplan"
    file.write_bytes(effort_with(title="Help\x00 desk\ud800", targets="e\u0301\r\n"))
    status, _, err = cli("check", file)
    assert status == 0
    assert err == (
        f"{file}: “{IN_EFFORT}/title” held characters that no document can hold; they were left out or replaced.\n"
    )


@pytest.mark.parametrize("name", ["two\nlines", "\x1b[31mred", "\u202eabc", "a b", "-", "汞.gmpplan", "ö" * 100])
def test_any_name_of_a_file_is_told_on_one_line(name: str, tmp_path: Path, cli: Callable):
    file = tmp_path / name
    file.write_bytes(GOOD)
    for out in (cli("check", file).out, cli("check", f"{file}x").err):
        first = out.splitlines()[0]
        assert first.isprintable()
        assert first.startswith(str(tmp_path))


def test_five_megabytes_in_one_field_are_checked(tmp_path: Path, cli: Callable):
    file = tmp_path / "plan.gmpplan"
    file.write_bytes(plan_with(summary="Mercury *is* harmful.\n" * 250_000))
    status, out, err = cli("check", file)
    assert (status, err) == (1, "")
    assert "The issue summary has 750000 words" in out


def test_check_needs_a_file(cli: Callable):
    status, out, err = cli("check")
    assert (status, out) == (2, "")
    assert "FILE" in err
