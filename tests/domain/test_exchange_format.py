"""The models are the exchange format: what the schemas say, they say, and the other way round (D10)."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from gmp_desk.domain import values
from gmp_desk.domain.plan import Answer, Comment, Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.values import LARGEST_COUNT, LONGEST_FIGURE, Record
from tests import samples
from tests.strategies import new_id, plans, reports

FORMATS = [pytest.param("plan", Plan, id="plan"), pytest.param("report", AreaReport, id="report")]

# Where the models are stricter than the schema: no number and no figure is unbounded.
BOUNDS = {
    ("version/number", "at most", 1_000_000),
    ("plan_version", "at most", 1_000_000),
    *((f"meetings/{mode}/value", "at most", LARGEST_COUNT) for mode in ("face_to_face", "online", "hybrid")),
    ("partner_count/value", "at most", LARGEST_COUNT),
    *((f"{money}/amount", "longest", LONGEST_FIGURE) for money in (
        "actions/*/efforts/*/cost", "resources/sources/*/amount", "resources/projects/*/amount",
        "efforts/*/spent", "contributions/*/amount",
    )),
    *((f"{reading}/value", "longest", LONGEST_FIGURE) for reading in (
        *(f"evaluation/indicators/*/{name}" for name in ("baseline", "target", "history/*")), "readings/*/reading",
    )),
}  # fmt: skip

Fact = tuple[str, str, Any]


@pytest.mark.parametrize(("name", "model"), FORMATS)
def test_the_models_say_what_the_schema_says(name: str, model: type[Record]):
    schema = samples.schema(name)
    in_schema, in_models = set(facts_of_schema(schema, schema, "")), set(facts_of_model(model, ""))
    bounds = {(path.lstrip("/"), *rest) for path, *rest in in_models - in_schema}
    assert in_schema - in_models == set()
    assert bounds <= BOUNDS
    assert {bound for bound in BOUNDS if (f"/{bound[0]}", *bound[1:]) in in_models} == bounds


def facts_of_schema(node: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[Fact]:
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in node:
        inner, null = node["anyOf"]
        assert null == {"type": "null"}
        yield path, "may be null", True
        yield from facts_of_schema(inner, schema, path)
    for kind in node.get("oneOf", ()):
        yield from facts_of_schema(kind, schema, path)
    match node.get("type"):
        case "object":
            yield path, "closed", (tuple(sorted(node["properties"])), not node["additionalProperties"])
            for name, inner in node["properties"].items():
                required = name in node["required"]
                yield f"{path}/{name}", "required", required
                for fact in facts_of_schema(inner, schema, f"{path}/{name}"):
                    if required or fact != (f"{path}/{name}", "may be null", True):
                        yield fact
        case "array":
            yield path, "type", "array"
            yield from facts_of_schema(node["items"], schema, f"{path}/*")
        case "string" | "integer" | "boolean" as kind:
            yield path, "type", node.get("format", kind)
    if "const" in node or "enum" in node:
        yield path, "choices", frozenset(node.get("enum", [node.get("const")]))
    for keyword, fact in (("pattern", "pattern"), ("minimum", "at least"), ("maximum", "at most")):
        if keyword in node:
            yield path, fact, node[keyword]


def facts_of_model(model: type[Record], path: str) -> Iterator[Fact]:
    hints = get_type_hints(model, include_extras=True)
    names = {name: field.alias or name for name, field in model.model_fields.items()}
    yield path, "closed", (tuple(sorted(names.values())), model.model_config["extra"] == "forbid")
    for name, field in model.model_fields.items():
        there = f"{path}/{names[name]}"
        yield there, "required", field.is_required()
        for fact in facts_of_annotation(hints[name], there):
            if field.is_required() or fact != (there, "may be null", True):
                yield fact


def facts_of_annotation(annotation: Any, path: str) -> Iterator[Fact]:
    for known, kind in ((values.Id, "uuid"), (values.Day, "date"), (values.Moment, "date-time")):
        if annotation is known:
            yield path, "type", kind
            return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for argument in arguments:
            yield from facts_of_annotation(argument, path)
    elif annotation is NoneType:
        yield path, "may be null", True
    elif origin is Literal:
        yield path, "choices", frozenset(arguments)
    elif origin is tuple:
        yield path, "type", "array"
        yield from facts_of_annotation(arguments[0], f"{path}/*")
    elif origin is Annotated:
        yield from facts_of_annotation(arguments[0], path)
        limits = [limit for mark in arguments[1:] if isinstance(mark, FieldInfo) for limit in mark.metadata]
        for name, fact in (("pattern", "pattern"), ("ge", "at least"), ("le", "at most"), ("max_length", "longest")):
            for limit in limits:
                if getattr(limit, name, None) is not None:
                    yield path, fact, getattr(limit, name)
    elif annotation in (str, int, bool):
        yield path, "type", {str: "string", int: "integer", bool: "boolean"}[annotation]
    else:
        yield from facts_of_model(annotation, path)


def validator(name: str) -> Draft202012Validator:
    checker = FormatChecker(formats=())
    checker.checks("uuid")(lambda text: not isinstance(text, str) or bool(re.fullmatch(UUID, text, re.ASCII)))
    checker.checks("date", raises=ValueError)(lambda text: not isinstance(text, str) or date.fromisoformat(text))
    checker.checks("date-time")(lambda text: not isinstance(text, str) or bool(re.match(r"\d{4}-\d\d-\d\d[Tt ]", text)))
    return Draft202012Validator(samples.schema(name), format_checker=checker)


UUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


@pytest.mark.parametrize("path", samples.PLANS + samples.REPORTS, ids=lambda path: path.name)
def test_a_sample_comes_back_as_it_was_but_for_empty_options(path: Path):
    model = Plan if path in samples.PLANS else AreaReport
    assert model.model_validate(samples.document(path)).model_dump(mode="json") == samples.without_empty_options(path)


@given(plans())
def test_what_a_plan_dumps_is_valid_and_reads_back_equal(plan: Plan):
    dumped = plan.model_dump(mode="json")
    validator("plan").validate(dumped)
    assert Plan.model_validate(dumped) == plan


@given(reports())
def test_what_a_report_dumps_is_valid_and_reads_back_equal(report: AreaReport):
    dumped = report.model_dump(mode="json")
    validator("report").validate(dumped)
    assert AreaReport.model_validate(dumped) == report


@pytest.mark.parametrize(("name", "model"), FORMATS)
@given(data=st.data())
def test_schema_and_models_agree_on_what_a_wrong_value_is(name: str, model: type[Record], data: st.DataObject):
    document = samples.document((samples.PLANS if name == "plan" else samples.REPORTS)[0])
    holder, key = data.draw(st.sampled_from(list(samples.places_in(document))))
    wrong = data.draw(st.sampled_from([1, -1, 1.5, True, "", "x", "2026-13", "2026-02-30", "-5", [], {}, [[]]]))
    match data.draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            holder[key] = wrong
        case "remove":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[f"{key}_"] = wrong
    try:
        model.model_validate(deepcopy(document))
        accepted = True
    except ValidationError:
        accepted = False
    assert accepted == validator(name).is_valid(document)


def test_null_stands_for_an_optional_value_that_is_absent():
    document = samples.document(samples.PLANS[0])
    plan = Plan.model_validate(document)
    assert Plan.model_validate(document | {"continues": None, "version": None}) == plan.model_copy(
        update={"continues": None, "version": None}
    )


def test_an_id_is_kept_in_lower_case():
    document = samples.document(samples.PLANS[0])
    assert Plan.model_validate(document | {"id": document["id"].upper()}).id == document["id"]


@pytest.mark.parametrize("year", [1899, 2201, 10**30, 2026.0, True, "2026", None])
def test_a_year_is_a_whole_number_from_1900_to_2200(year: Any):
    with pytest.raises(ValidationError):
        values.Period(first_year=year, last_year=2027)


@pytest.mark.parametrize(
    "moment", ["2026-05-31T14:05:00Z", "2026-05-31t14:05:00.5z", "2026-05-31 14:05:00+05:30", "0001-01-01T00:00:00Z"]
)
def test_a_moment_is_kept_to_the_letter(moment: str):
    assert Plan.model_validate(with_saved(moment)).version.saved == moment


@pytest.mark.parametrize(
    "moment", ["2026-02-30T14:05:00Z", "2026-05-31T25:00:00Z", "2026-05-31", "2026-05-31T14:05:00", "now", 5]
)
def test_an_impossible_moment_is_refused(moment: Any):
    with pytest.raises(ValidationError):
        Plan.model_validate(with_saved(moment))


def test_an_empty_moment_equals_an_absent_one():
    plan = Plan.model_validate(with_saved(""))
    assert plan == Plan.model_validate(with_saved(None))
    assert "saved" not in plan.model_dump()["version"]
    assert Comment.blank(id=new_id(1), date="").date is None
    assert Answer.blank(date="").date is None


def with_saved(moment: Any) -> dict[str, Any]:
    return samples.document(samples.PLANS[0]) | {"version": {"number": 1, "saved": moment}}


@pytest.mark.parametrize("amount", ["12,5", "1e3", "-1", "1.234", "", "٣", "9" * 41, 12])
def test_an_amount_is_a_plain_figure_as_given(amount: Any):
    with pytest.raises(ValidationError):
        values.Amount(amount=amount, currency="USD")


def test_a_model_cannot_be_changed():
    with pytest.raises(ValidationError):
        samples.plan().title = "Another"


@pytest.mark.parametrize("name", ["plan", "report"])
def test_true_is_no_version_of_the_format_though_it_equals_1(name: str):
    path = samples.PLANS[0] if name == "plan" else samples.REPORTS[0]
    model = Plan if name == "plan" else AreaReport
    with pytest.raises(ValidationError):
        model.model_validate(samples.document(path) | {"format_version": True})
