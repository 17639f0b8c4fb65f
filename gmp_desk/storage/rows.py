"""Turns a plan or report into rows and rows into a plan or report; the two are each other's inverse.

A field becomes a column of its name. The fields of a record within a record become columns of their own, named after
both (``period_first_year``), but for its figure, which has the name of the field (``cost``, ``cost_currency``).
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, cast, get_args, get_origin

from pydantic import ValidationError

from gmp_desk.domain import plan as plans
from gmp_desk.domain import report as reports
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.values import Amount, Count, Reading, Record, Words
from gmp_desk.storage.tables import Kind, Row
from gmp_desk.storage.tables import plans as plan_tables
from gmp_desk.storage.tables import reports as report_tables

Value = str | int | date | None
Key = tuple[str, tuple[str | int, ...]]
"""A table, and the values of its key columns."""
Rows = dict[Key, dict[str, Value]]
Content = Plan | AreaReport


class Incomplete(Exception):
    """Rows are missing, or do not fit together."""


class Difference(NamedTuple):
    """What leads from some rows to others."""

    added: Rows
    changed: Rows
    removed: tuple[Key, ...]


@dataclasses.dataclass(frozen=True)
class _List:
    """How the members of a list are stored: their table, the column with the item that holds them, their own key."""

    table: type[Row]
    holder: str = ""
    key: str = "position"

    @cached_property
    def name(self) -> str:
        return str(self.table.__tablename__)

    @cached_property
    def value(self) -> str:
        """The column with the member, where it is no record."""
        return list(self.table.model_fields)[-1]


# Each list of a plan or report. Members with an id of their own are stored under it.
_LISTS: Mapping[tuple[type[Record], str], _List] = {
    (Plan, "objectives"): _List(plan_tables.Objective, key="id"),
    (plans.Objective, "goals"): _List(plan_tables.ObjectiveGoal, "objective"),
    (plans.Objective, "focuses"): _List(plan_tables.ObjectiveFocus, "objective"),
    (plans.Objective, "priorities"): _List(plan_tables.ObjectivePriority, "objective"),
    (Plan, "actions"): _List(plan_tables.Action, key="id"),
    (plans.Action, "objectives"): _List(plan_tables.ActionObjective, "action"),
    (plans.Action, "efforts"): _List(plan_tables.Effort, "action", "id"),
    (plans.Effort, "partners"): _List(plan_tables.EffortPartner, "effort"),
    (plans.Effort, "objectives"): _List(plan_tables.EffortObjective, "effort"),
    (plans.Effort, "contacts"): _List(plan_tables.EffortContact, "effort"),
    (plans.Effort, "milestones"): _List(plan_tables.Milestone, "effort", "id"),
    (Plan, "opportunities"): _List(plan_tables.Opportunity, key="id"),
    (plans.Opportunity, "objectives"): _List(plan_tables.OpportunityObjective, "opportunity"),
    (plans.Evaluation, "indicators"): _List(plan_tables.Indicator, key="id"),
    (plans.Indicator, "history"): _List(plan_tables.IndicatorReading, "indicator"),
    (plans.Resources, "sources"): _List(plan_tables.Source, key="id"),
    (plans.Source, "efforts"): _List(plan_tables.SourceEffort, "source"),
    (plans.Resources, "projects"): _List(plan_tables.Project, key="id"),
    (plans.Project, "efforts"): _List(plan_tables.ProjectEffort, "project"),
    (plans.Linkages, "inside"): _List(plan_tables.LinkageInside, key="id"),
    (plans.Linkages, "outside"): _List(plan_tables.LinkageOutside, key="id"),
    (Plan, "partners"): _List(plan_tables.Partner, key="id"),
    (plans.Partner, "contacts"): _List(plan_tables.Contact, "partner", "id"),
    (Plan, "history"): _List(plan_tables.Move),
    (Plan, "comments"): _List(plan_tables.Comment, key="id"),
    (plans.Comment, "answers"): _List(plan_tables.Answer, "comment"),
    (AreaReport, "efforts"): _List(report_tables.ReportEffort, key="effort"),
    (reports.EffortProgress, "milestones"): _List(report_tables.ReportMilestone, "effort"),
    (reports.EffortProgress, "partners"): _List(report_tables.ReportPartner, "effort"),
    (AreaReport, "readings"): _List(report_tables.ReportReading),
    (AreaReport, "contributions"): _List(report_tables.ReportContribution),
    (AreaReport, "history"): _List(report_tables.ReportMove),
}
_MODELS: Mapping[str, type[Content]] = {"plan": Plan, "report": AreaReport}
_CONSTANTS = frozenset({"format", "format_version"})
# Fields that say the value itself; their column has the name of the field they are in.
_FIGURES = frozenset({(Amount, "amount"), (Reading, "value"), (Count, "value")})
_NAMES: Mapping[tuple[type[Record], str], str] = {(Words, "text"): "words"}


def kind_of(content: Content) -> Kind:
    """Return what a content is, by its name in the library."""
    return "plan" if isinstance(content, Plan) else "report"


def tables_of(kind: str) -> tuple[str, ...]:
    """Return the names of the tables that hold plans or reports, the one of the whole first.

    Each has the id of the plan or report in a column of that name.
    """
    return kind, *(listed.name for listed in _LISTS.values() if kind in listed.table.model_fields)


def rows(content: Content) -> Rows:
    """Return the rows of a plan or report, by table and key."""
    kind = kind_of(content)
    found: Rows = {}
    values = _columns(content, "")
    del values["id"]
    whole: dict[str, Value] = {kind: content.id}
    found[kind, (content.id,)] = whole | values
    _put_lists(content, whole, content.id, found)
    return found


def content_of(kind: str, id: str, found: Rows) -> Content:
    """Return the plan or report of which these are all the rows; raise ``Incomplete`` where they do not make one."""
    members: dict[tuple[str, Value], list[dict[str, Value]]] = {}
    holders = {listed.name: listed.holder or kind for listed in _LISTS.values()}
    for (table, _), values in found.items():
        if table != kind:
            members.setdefault((table, values[holders[table]]), []).append(values)
    if (kind, (id,)) not in found:
        raise Incomplete(f"{kind} {id} has no row of its own")
    values = found[kind, (id,)] | {"id": id}
    model = _MODELS[kind]
    try:
        content = model.model_validate(_document(model, values, "", id, members) | _constants(model))
    except (ValidationError, TypeError) as error:  # positions may be anything
        raise Incomplete(str(error)) from error
    if members:
        raise Incomplete(f"rows without an item: {sorted(table for table, _ in members)}")
    return content


def difference(before: Rows, after: Rows) -> Difference:
    """Return what leads from some rows to others."""
    return Difference(
        {key: values for key, values in after.items() if key not in before},
        {key: values for key, values in after.items() if key in before and before[key] != values},
        tuple(key for key in before if key not in after),
    )


def digest(table: str, values: Mapping[str, object]) -> bytes:
    """Return the SHA-256 of a row, the same whether its values are the models' or as SQLite has them."""
    plain = {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
    return hashlib.sha256(_TOLD.encode([table, plain]).encode()).digest()


def hash_of(digests: Iterable[bytes]) -> str:
    """Return the hash of a plan or report, from the digests of all its rows in any order."""
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else hashlib.sha256(cast("bytes", value)).hexdigest()


_TOLD = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":"))


class _Field(NamedTuple):
    """A field of a record: a column, records whose fields are columns, or a list."""

    name: str
    alias: str
    models: tuple[type[Record], ...]
    optional: bool
    listed: _List | None


@cache
def _fields(model: type[Record]) -> tuple[_Field, ...]:
    fields = []
    for name, field in model.model_fields.items():
        if name in _CONSTANTS:
            continue
        models, optional = tuple(_models(field.annotation)), type(None) in get_args(field.annotation)
        fields.append(_Field(name, field.alias or name, models, optional, _LISTS.get((model, name))))
    return tuple(fields)


def _models(annotation: Any) -> Iterable[type[Record]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _models(get_args(annotation)[0])
    elif origin in (Union, UnionType, tuple):
        for part in get_args(annotation):
            yield from _models(part)
    elif isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation


def _constants(model: type[Record]) -> dict[str, Any]:
    return {name: get_args(model.model_fields[name].annotation)[0] for name in _CONSTANTS}


@cache
def _column(model: type[Record], name: str, prefix: str) -> str:
    if prefix and (model, name) in _FIGURES:
        return prefix
    name = _NAMES.get((model, name), name)
    return f"{prefix}_{name}" if prefix else name


@cache
def _column_names(models: tuple[type[Record], ...], prefix: str) -> tuple[str, ...]:
    """Return the columns of the records that a field may hold."""
    names: list[str] = []
    for model in models:
        for field in _fields(model):
            column = _column(model, field.name, prefix)
            if not field.listed:
                names += _column_names(field.models, column) if field.models else (column,)
    return tuple(names)


@cache
def _columns_of(model: type[Record], prefix: str) -> tuple[tuple[str, str, tuple[str, ...] | None], ...]:
    """Return the fields that are no lists: the name, the column, and the columns of the records that it may hold,
    None for a field that holds a value."""
    found = []
    for field in _fields(model):
        if not field.listed:
            column = _column(model, field.name, prefix)
            found.append((field.name, column, _column_names(field.models, column) if field.models else None))
    return tuple(found)


@cache
def _fields_with_lists(model: type[Record]) -> tuple[_Field, ...]:
    """Return the fields that are lists or hold records with lists."""
    return tuple(field for field in _fields(model) if field.listed or any(map(_fields_with_lists, field.models)))


def _columns(record: Record, prefix: str) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, column, inner in _columns_of(type(record), prefix):
        value = getattr(record, name)
        if inner is None:
            values[column] = value
            continue
        values |= dict.fromkeys(inner)
        if value is not None:
            values |= _columns(value, column)
    return values


def _put_lists(record: Record, whole: dict[str, Value], holder: Value, found: Rows) -> None:
    for field in _fields_with_lists(type(record)):
        value, listed = getattr(record, field.name), field.listed
        if not listed:
            if value is not None:
                _put_lists(value, whole, holder, found)
            continue
        within = whole | {listed.holder: holder} if listed.holder else whole
        name, above = listed.name, tuple((within if listed.key == "position" else whole).values())
        goes_deeper = field.models and _fields_with_lists(field.models[0])
        for position, member in enumerate(value):
            values = within | {"position": position}
            values |= _columns(member, "") if field.models else {listed.value: member}
            own = values[listed.key]
            found[name, cast("tuple[str | int, ...]", (*above, own))] = values
            if goes_deeper:
                _put_lists(member, whole, own, found)


def _document(
    model: type[Record],
    values: Mapping[str, Value],
    prefix: str,
    own: Value,
    members: dict[tuple[str, Value], list[dict[str, Value]]],
) -> dict[str, Any]:
    """Return a record as the exchange format has it, taking the members of its lists out of ``members``."""
    document: dict[str, Any] = {}
    for field in _fields(model):
        column = _column(model, field.name, prefix)
        if field.listed:
            listed = sorted(members.pop((field.listed.name, own), []), key=lambda row: cast("int", row["position"]))
            if [row["position"] for row in listed] != list(range(len(listed))):
                raise Incomplete(f"gaps in {field.listed.name}")
            document[field.alias] = [
                _document(field.models[0], row, "", row[field.listed.key], members)
                if field.models
                else row[field.listed.value]
                for row in listed
            ]
        elif field.models:
            given = _given(field.models, column, values)
            if given or not field.optional:
                document[field.alias] = _document(given or field.models[0], values, column, own, members)
            else:
                document[field.alias] = None
        else:
            document[field.alias] = values[column]
    return document


def _given(models: tuple[type[Record], ...], prefix: str, values: Mapping[str, Value]) -> type[Record] | None:
    """Return which of the records a field holds: the one that has a value in its columns."""
    for model in models:
        if any(values[column] is not None for column in _column_names((model,), prefix)):
            return model
    return None
