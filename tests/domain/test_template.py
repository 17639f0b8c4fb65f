"""The template edition of March 2020 fits the models: each field has one label, each choice one meaning (F21)."""

import re
from collections.abc import Iterator
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import ValidationError

from gmp_desk.domain import plan as plans
from gmp_desk.domain import values
from gmp_desk.domain.plan import LINKS, Part, Plan
from gmp_desk.domain.template import Field, read_template
from gmp_desk.domain.values import Item, Record
from tests import samples
from tests.strategies import hints

# What a plan carries along that no section shows: the file's own marks, and what other screens are for.
NOT_IN_SECTIONS = {
    "format", "format_version", "id", "history", "continues", "translation_of", "contacts_left_out", "comments",
}  # fmt: skip


def record_models() -> dict[str, type[Item]]:
    """Return each kind of record by its name in the template, found by following the items of a plan."""

    def kinds(model: type[Record]) -> Iterator[type[Item]]:
        for name, annotation in hints(model).items():
            for part in inner(annotation):
                if isinstance(part, type) and issubclass(part, Item | Part) and name != "comments":
                    if issubclass(part, Item):
                        yield part
                    yield from kinds(part)

    return {re.sub("(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in kinds(Plan)}


def inner(annotation: Any) -> tuple[Any, ...]:
    """Return what a list or an optional value is made of."""
    if get_origin(annotation) is Literal or annotation in (values.Id, values.Text):
        return (annotation,)
    arguments = get_args(annotation)
    return tuple(part for part in arguments if part not in (NoneType, ...)) or (annotation,)


def plan_fields() -> dict[str, Any]:
    """Return the fields of the plan by address, with their annotations."""
    found = {}
    for name, annotation in hints(Plan).items():
        if isinstance(annotation, type) and issubclass(annotation, Part):
            found |= {f"{name}/{part}": hint for part, hint in hints(annotation).items()}
        elif name not in NOT_IN_SECTIONS:
            found[name] = annotation
    return found


def all_fields() -> Iterator[tuple[str, Field, Any, type[Record], str]]:
    template = samples.template()
    for name, field in template.fields.items():
        yield name, field, plan_fields()[name], Plan, name
    for record, model in record_models().items():
        for field in template.records[record].fields:
            yield f"{record}/{field.name}", field, hints(model)[field.name], model, field.name


FIELDS = [pytest.param(*case[1:], id=case[0]) for case in all_fields()]


def test_every_field_of_a_plan_has_one_label_and_every_label_a_field():
    template = samples.template()
    named = [field.name for field in template.plan.fields]
    named += [field.name for section in template.sections for field in section.fields]
    assert sorted(named) == sorted(plan_fields())


def test_every_kind_of_record_is_described():
    assert samples.template().records.keys() == record_models().keys()


@pytest.mark.parametrize("record", record_models())
def test_every_field_of_a_record_has_one_label_and_every_label_a_field(record: str):
    labels = [field.name for field in samples.template().records[record].fields]
    assert sorted(labels) == sorted(set(record_models()[record].model_fields) - {"id"})


@pytest.mark.parametrize("record", record_models())
def test_the_labels_of_a_record_are_different(record: str):
    labels = [field.label for field in samples.template().records[record].fields]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(("field", "annotation", "model", "name"), FIELDS)
def test_a_field_is_of_the_kind_that_its_model_has(field: Field, annotation: Any, model: type[Record], name: str):
    parts = inner(annotation)
    kinds = {
        values.Text: {"line", "text", "rich", "address", "area"},
        values.Month: {"month"},
        values.Day: {"date"},
        values.Period: {"period"},
        plans.Version: {"version"},
        values.Reading: {"readings" if get_origin(annotation) is tuple else "reading"},
        values.Id: {"links" if get_origin(annotation) is tuple else "link"},
        values.Money: {"money"},
    }
    expected = next((kind for known, kind in kinds.items() if any(part is known for part in parts)), None)
    if expected is None and get_origin(parts[0]) is Literal:
        expected = {"choices" if get_origin(annotation) is tuple else "choice"}
    elif expected is None and isinstance(parts[0], type) and issubclass(parts[0], Item):
        expected = {"items"}
    elif name == "country":
        expected = {"country"}
    assert field.kind in (expected or ()), f"{annotation} is shown as {field.kind}"


@pytest.mark.parametrize("record", record_models())
def test_a_field_of_a_record_is_rich_where_the_schema_says_markdown(record: str):
    properties = samples.schema("plan")["$defs"][record]["properties"]
    markdown = [name for name, node in properties.items() if node == {"$ref": "#/$defs/markdown"}]
    fields = samples.template().records[record].fields
    assert sorted(field.name for field in fields if field.kind == "rich") == sorted(markdown)


def test_a_field_of_the_plan_is_rich_where_the_schema_says_markdown():
    properties = samples.schema("plan")["properties"]
    parts = ((name, node.get("properties", {})) for name, node in properties.items())
    properties = properties | {f"{name}/{part}": node for name, nodes in parts for part, node in nodes.items()}
    markdown = [name for name, node in properties.items() if node == {"$ref": "#/$defs/markdown"}]
    rich = [name for name, field in samples.template().fields.items() if field.kind == "rich"]
    assert sorted(rich) == sorted(markdown)


@pytest.mark.parametrize(
    ("field", "annotation", "model", "name"), [case for case in FIELDS if case.values[0].kind in ("choice", "choices")]
)
def test_a_choice_offers_what_its_model_allows(field: Field, annotation: Any, model: type[Record], name: str):
    [literal] = inner(annotation)
    offered = [choice.value for choice in samples.template().choices[field.choices]]
    assert sorted(offered) == sorted(get_args(literal))


@pytest.mark.parametrize(
    ("field", "annotation", "model", "name"), [case for case in FIELDS if case.values[0].kind in ("link", "links")]
)
def test_a_link_leads_to_the_kind_of_item_that_the_models_say(
    field: Field, annotation: Any, model: type[Record], name: str
):
    assert record_models()[field.of] is LINKS[model, name]


@pytest.mark.parametrize(
    ("field", "annotation", "model", "name"), [case for case in FIELDS if case.values[0].kind == "items"]
)
def test_a_list_holds_the_kind_of_item_that_the_models_say(
    field: Field, annotation: Any, model: type[Record], name: str
):
    assert record_models()[field.of] in inner(annotation)


def test_every_link_of_the_models_is_in_the_template():
    linked = {(case.values[2], case.values[3]) for case in FIELDS if case.values[0].kind in ("link", "links")}
    assert linked == LINKS.keys()


def test_every_list_of_choices_is_used_and_has_different_labels():
    template = samples.template()
    used = {case.values[0].choices for case in FIELDS} - {""}
    assert template.choices.keys() == used | {"qualifier"}
    assert {choice.value for choice in template.choices["qualifier"]} == set(get_args(values.Qualifier))
    for choices in template.choices.values():
        assert len({choice.label for choice in choices}) == len(choices)


def test_the_ten_sections_stand_in_the_order_of_annex_2():
    assert [(section.number, section.id, section.requirement) for section in samples.template().sections] == [
        (1, "summary", "F10"),
        (2, "objectives", "F11"),
        (3, "actions", "F12"),
        (4, "efforts", "F13"),
        (5, "opportunities", "F14"),
        (6, "evaluation", "F15"),
        (7, "resources", "F16"),
        (8, "planning_process", "F17"),
        (9, "linkages", "F18"),
        (10, "partners", "F19"),
    ]


def test_every_section_has_guidance():
    assert all(section.guidance for section in samples.template().sections)


def test_the_eight_areas_of_march_2020_are_known():
    assert samples.template().area_codes == (
        "asgm", "coal", "chlor-alkali", "products", "fate", "waste", "supply", "cement",
    )  # fmt: skip


def test_goals_focuses_and_priorities_are_those_of_the_framework():
    choices = samples.template().choices
    assert [choice.value for choice in choices["goal"]] == [
        "supply", "releases", "demand", "technology", "capacity", "information",
    ]  # fmt: skip
    assert [choice.value for choice in choices["focus"]] == ["minamata", "science", "outreach"]
    assert [choice.value for choice in choices["priority"]] == list("abcdefg")
    assert len(choices["category"]) == 7
    assert all(choice.text for name in ("goal", "focus", "priority", "effort_kind") for choice in choices[name])


def test_the_summary_is_limited_to_250_words_and_the_actions_to_three_to_five():
    fields = samples.template().fields
    assert fields["summary"].limit == 250
    assert (fields["actions"].least, fields["actions"].most) == (3, 5)
    assert {name for name, field in fields.items() if field.limit or field.least or field.most} == {
        "summary",
        "actions",
    }


def test_the_edition_is_the_one_that_the_samples_follow():
    assert {samples.plan(path).template for path in samples.PLANS} == {samples.template().edition}


def test_every_text_of_the_template_is_found_for_translation():
    template = samples.template()
    messages = [(context, text) for context, text, _ in template.messages()]
    assert ("area", "Coal combustion") in messages
    assert ("field", "Means of verification") in messages
    assert ("choice", "Co-lead") in messages
    assert ("record", "Indicator") in messages
    assert ("", template.goal) in messages
    words = [text for _, text in messages]
    assert all(text in words for text in texts_in(template.model_dump()))


def texts_in(value: Any) -> Iterator[str]:
    """Yield each text that reads as prose or a label: it begins with a capital or a bracket."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("requirement",):
                yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, str) and re.match(r"[A-Z(]", value):
        yield value


def test_only_the_introduction_has_placeholders():
    template = samples.template()
    with_placeholders = {text for _, text, _ in template.messages() if "{" in text}
    assert with_placeholders == {text for text in template.introduction if "{" in text}
    assert all(text.format(area="", period="") for text in template.introduction)


def test_a_key_that_the_program_does_not_know_is_refused():
    text = (samples.RESOURCES / "templates" / "gmp-2020.toml").read_text(encoding="utf-8")
    with pytest.raises(ValidationError):
        read_template(text.replace('edition = "gmp-2020"', 'edition = "gmp-2020"\nlimit = 5'))
