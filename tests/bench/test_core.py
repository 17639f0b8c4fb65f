"""How fast the inner rings are: counting, rules, the start of the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from gmp_desk.domain import words
from gmp_desk.domain.rules import check
from gmp_desk.formats.package import read_plan
from tests import samples

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def largest_sample() -> Path:
    return max(SAMPLES.glob("*.gmpplan"), key=lambda path: path.stat().st_size)


def test_count_250_words(benchmark):
    summary = (read_plan(SAMPLES / "asgm-2026-en.gmpplan").content.summary + "\n\n") * 2
    while words.length(summary, "en") > 250:
        summary = summary.rpartition(" ")[0]
    assert benchmark(words.length, summary, "en") == 250
    assert benchmark.stats["median"] * 1000 < 1


def test_count_250_characters(benchmark):
    summary = (read_plan(SAMPLES / "waste-2026-zh.gmpplan").content.summary + "\n\n") * 2
    while words.length(summary, "zh") > 250:
        summary = summary[:-1]
    assert benchmark(words.length, summary, "zh") == 250
    assert benchmark.stats["median"] * 1000 < 1


def test_rules_over_the_largest_sample(benchmark):
    plan, template = read_plan(largest_sample()).content, samples.program().template()
    benchmark(check, plan, template)
    assert benchmark.stats["median"] * 1000 <= 10


@pytest.mark.benchmark(group="start")
def test_start_of_version_against_bare_python(benchmark, milliseconds):
    bare, version = [sys.executable, "-c", "pass"], [sys.executable, "-m", "gmp_desk", "--version"]
    benchmark.pedantic(lambda: subprocess.run(version, check=True, capture_output=True), rounds=20)
    floor = milliseconds(lambda: subprocess.run(bare, check=True, capture_output=True), 20)
    benchmark.extra_info["bare python, ms"] = floor
    benchmark.extra_info["ratio"] = benchmark.stats["median"] * 1000 / floor
    assert benchmark.extra_info["ratio"] < 8
