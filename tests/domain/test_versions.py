import hashlib
import json
import re

import pytest
from hypothesis import given

from gmp_desk.domain.compare import compare
from gmp_desk.domain.plan import Plan, Version
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import canonical, fingerprint
from tests import samples
from tests.strategies import blank_plan, new_id, plans, reports


def test_canonical_json_is_sorted_without_spaces_and_with_letters_as_they_are():
    text = canonical(blank_plan(title="汞 \u0301"))
    assert text.startswith('{"actions":[],"actions_justification":"","area":"asgm",')
    assert '"title":"汞 \u0301"' in text


def test_the_fingerprint_is_the_sha_256_of_the_canonical_json():
    assert fingerprint(blank_plan()) == hashlib.sha256(canonical(blank_plan()).encode("utf-8")).hexdigest()
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(samples.report()))


def test_the_fingerprint_of_a_plan_stays_what_it_is_in_files_that_were_sent():
    assert fingerprint(blank_plan()) == "3b3c0d2610e867fdf4902f3b74bf30bca96ecd8465569b219a63c90c90710507"


def test_which_version_a_plan_is_makes_no_difference_but_whose_plan_it_is_does():
    numbered = blank_plan(version=Version(number=3, by="Ada", parent="0" * 64))
    assert fingerprint(numbered) == fingerprint(blank_plan())
    assert fingerprint(blank_plan(id=new_id(1))) != fingerprint(blank_plan())


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
def test_a_plan_keeps_its_fingerprint_when_it_is_sent(path):
    plan = samples.plan(path)
    assert fingerprint(Plan.model_validate_json(plan.model_dump_json())) == fingerprint(plan)


@given(plans(), plans())
def test_two_plans_have_one_fingerprint_only_where_they_are_equal(one: Plan, other: Plan):
    other = other.model_copy(update={"id": one.id})
    assert (fingerprint(one) == fingerprint(other)) == (compare(one, other) == ())
    assert fingerprint(Plan.model_validate(json.loads(canonical(one)))) == fingerprint(one)


@given(reports())
def test_reports_have_fingerprints_too(report: AreaReport):
    assert AreaReport.model_validate(json.loads(canonical(report))) == report
