"""The outline says of each section whether it is empty, incomplete or complete, and what is found where."""

import pytest
from hypothesis import given

from gmp_desk.app.outline import Outline, outline, section_of, section_of_finding
from gmp_desk.domain.address import places
from gmp_desk.domain.edits import Add, Edit, Remove, SetValue
from gmp_desk.domain.plan import Action, Effort, Indicator, Objective, Partner, Plan
from gmp_desk.domain.rules import check
from tests import samples
from tests.strategies import blank_plan, new_id, plans

TEMPLATE = samples.template()


def outline_of(plan: Plan, *edits: Edit) -> Outline:
    for edit in edits:
        plan = edit.apply(plan)
    return outline(plan, TEMPLATE, check(plan, TEMPLATE))


def marks(of: Outline) -> dict[str, str]:
    return {section.id: section.mark for section in of.sections}


def test_the_sections_come_as_in_the_template():
    sections = outline_of(blank_plan()).sections
    assert [(section.number, section.id) for section in sections] == [
        (section.number, section.id) for section in TEMPLATE.sections
    ]


def test_in_an_empty_plan_every_section_is_empty_and_says_so_once():
    for section in outline_of(blank_plan()).sections:
        assert section.mark == "empty"
        assert len(section.findings) == section.errors + section.warnings == 1


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
def test_in_a_sample_plan_every_section_without_errors_is_complete(path):
    for section in outline_of(samples.plan(path)).sections:
        assert section.mark == ("incomplete" if section.errors else "complete")


def test_a_summary_over_its_limit_is_incomplete():
    section = outline_of(samples.plan(), SetValue("summary", "word " * 251)).section("summary")
    assert (section.mark, section.errors, section.warnings) == ("incomplete", 1, 0)


def test_a_summary_of_marks_alone_is_empty():
    assert outline_of(samples.plan(), SetValue("summary", "- \n- ")).section("summary").mark == "empty"


def test_an_action_without_a_word_is_something_but_incomplete():
    section = outline_of(blank_plan(), Add("actions", Action.blank(id=new_id(1)))).section("actions")
    assert (section.mark, section.errors) == ("incomplete", 2)


def test_what_is_only_worth_a_look_leaves_a_section_complete():
    effort = samples.plan().actions[0].efforts[0]
    address = f"actions/{samples.plan().actions[0].id}/efforts/{effort.id}"
    section = outline_of(samples.plan(), SetValue(f"{address}/cost", None)).section("efforts")
    assert (section.mark, section.errors) == ("complete", 0)
    assert "F13.cost" in [finding.rule for finding in section.findings]


def test_a_section_of_which_a_field_is_missed_is_incomplete():
    plan = samples.plan()
    gone = [Remove(f"evaluation/indicators/{indicator.id}") for indicator in plan.evaluation.indicators]
    section = outline_of(plan, *gone).section("evaluation")
    assert (section.mark, section.errors, section.warnings) == ("incomplete", 0, 1)


def test_a_reason_that_nobody_asks_for_and_other_information_are_not_missed():
    plan = samples.plan()
    of = outline_of(plan, SetValue("actions_justification", ""), SetValue("other_information", ""))
    assert marks(of)["actions"] == marks(of)["partners"] == "complete"


def test_efforts_belong_to_section_iv_and_their_actions_to_section_iii():
    action = Action.blank(id=new_id(1), efforts=(Effort.blank(id=new_id(2)),))
    of = outline_of(blank_plan(actions=(action,)))
    assert {finding.requirement for finding in of.section("actions").findings} == {"F12"}
    assert {finding.requirement for finding in of.section("efforts").findings} == {"F13"}
    assert of.section("efforts").mark == "incomplete"


def test_that_there_is_no_effort_is_told_of_section_iv_even_without_an_action():
    section = outline_of(blank_plan()).section("efforts")
    assert [(finding.rule, finding.field) for finding in section.findings] == [("F13.empty", "actions")]


def test_what_is_wrong_with_the_plan_as_a_whole_belongs_to_no_section():
    of = outline_of(samples.plan(), SetValue("area", "oil"), SetValue("template", "gmp-2005"))
    assert [finding.rule for finding in of.about] == ["F21.edition", "F5.area"]
    assert of.at("area") == of.about[1:]


def test_what_is_found_is_told_at_its_field_and_within_the_item_that_holds_it():
    objective, partner = Objective.blank(id=new_id(1)), Partner.blank(id=new_id(2))
    of = outline_of(blank_plan(objectives=(objective,), partners=(partner,)))
    address = f"objectives/{objective.id}"
    assert [finding.rule for finding in of.at(f"{address}/goals")] == ["F11.goal"]
    assert of.at(address) == ()
    assert [finding.rule for finding in of.within(address)] == ["F11.statement", "F11.goal"]
    assert [finding.rule for finding in of.within(f"partners/{partner.id}")] == ["F19.name", "F19.contact"]
    assert of.at("nowhere") == of.within("object") == ()


@given(plans())
def test_every_finding_is_told_once_and_where_it_stands(plan: Plan):
    found = check(plan, TEMPLATE)
    of = outline(plan, TEMPLATE, found)
    in_sections = [finding for section in of.sections for finding in section.findings]
    assert sorted([*of.about, *in_sections], key=id) == sorted(found, key=id)
    assert sum(map(len, of.by_address.values())) == len(found)
    for finding in found:
        if finding.rule != "F13.empty":
            assert section_of_finding(finding, TEMPLATE) == section_of(finding.field, TEMPLATE)
    for section in of.sections:
        assert not (section.mark == "complete" and section.errors)


def test_every_item_stands_in_a_section_but_for_comments():
    plan = samples.plan()
    plan = Add("evaluation/indicators", Indicator.blank(id=new_id(1))).apply(plan)
    for place in places(plan):
        assert section_of(place.address, TEMPLATE) or place.list == "comments"
        assert section_of(f"{place.address}/title", TEMPLATE) == section_of(place.address, TEMPLATE)


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("summary", "summary"),
        ("evaluation/method", "evaluation"),
        ("evaluation", ""),
        ("actions_justification", "actions"),
        (f"actions/{new_id(1)}/efforts", "efforts"),
        (f"actions/{new_id(1)}/efforts/{new_id(2)}/milestones/{new_id(3)}/due", "efforts"),
        (f"actions/{new_id(1)}/objectives", "actions"),
        ("title", ""),
        ("period", ""),
    ],
)
def test_an_address_tells_its_section(address: str, section: str):
    assert section_of(address, TEMPLATE) == section
