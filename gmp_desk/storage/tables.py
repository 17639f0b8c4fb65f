"""The tables of the library: plans and reports in rows, one table for each kind of record in them.

The key of an item is (plan, id), since ids survive versions and biennia; a link, a choice or a record without an id
has its position in its list for a key. Links may lead nowhere, as they may in a plan file, so they are no foreign
keys. All conditions are such that PostgreSQL enforces them as well.
"""

from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, MetaData
from sqlmodel import Field, SQLModel

from gmp_desk.domain import plan as plans
from gmp_desk.domain import report as reports
from gmp_desk.domain.values import FIRST_YEAR, LARGEST_COUNT, LAST_YEAR, Language, Qualifier

APPLICATION_ID = 0x676D7044  # "gmpD", in the header of the file

Kind = Literal["plan", "report"]
Reason = Literal["import", "move", "comment", "export", "request", "restore", "merge"]
Decision = Literal["open", "accepted", "rejected"]

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def _one_of(column: str, choices: Any) -> CheckConstraint:
    listed = ", ".join(f"'{choice}'" for choice in get_args(choices))
    return CheckConstraint(f'"{column}" IN ({listed})', name=column)


def _between(column: str, least: int, most: int) -> CheckConstraint:
    return CheckConstraint(f'"{column}" BETWEEN {least} AND {most}', name=column)


def _month(column: str) -> CheckConstraint:
    return CheckConstraint(f"\"{column}\" LIKE '____-__'", name=column)


def _money(field: str) -> tuple[CheckConstraint, CheckConstraint]:
    """A figure with its currency, or words, or nothing (D7)."""
    return (
        CheckConstraint(f"({field} IS NULL) = ({field}_currency IS NULL)", name=f"{field}_currency"),
        CheckConstraint(f"{field} IS NULL OR {field}_words IS NULL", name=f"{field}_words"),
    )


def _reading(field: str) -> tuple[CheckConstraint, CheckConstraint]:
    return (
        _one_of(f"{field}_qualifier", Qualifier),
        _between(f"{field}_year", FIRST_YEAR, LAST_YEAR),
    )


def _count(field: str) -> tuple[CheckConstraint, CheckConstraint]:
    return _one_of(f"{field}_qualifier", Qualifier), _between(field, 0, LARGEST_COUNT)


def _listed(*columns: str) -> tuple[CheckConstraint, Index]:
    """The order of a list: items count from 0 within the columns that name the list."""
    return CheckConstraint("position >= 0", name="position"), Index(None, *columns, "position")


def _within(whole: str, table: str) -> ForeignKeyConstraint:
    """A row belongs to an item; checked at the end of a transaction, so that rows come in any order."""
    columns = ([whole, table.rpartition("_")[2]], [f"{table}.{whole}", f"{table}.{_ITEM_KEYS.get(table, 'id')}"])
    return ForeignKeyConstraint(*columns, deferrable=True, initially="DEFERRED")


def _belongs(whole: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([whole], [f"{whole}.{whole}"], deferrable=True, initially="DEFERRED")


_ITEM_KEYS = {"report_effort": "effort"}


class Row(SQLModel):
    """A row of the library."""

    metadata = MetaData(naming_convention=_NAMES)


class Entry(Row, table=True):
    """A plan or report that the library has, and what it knows of it.

    ``revision`` counts the changes stored; ``hash`` is over all rows of the plan or report, ``seal`` over this row.
    """

    __tablename__ = "entry"
    __table_args__ = (_one_of("kind", Kind), CheckConstraint("revision >= 1", name="revision"))
    id: str = Field(primary_key=True)
    kind: str
    revision: int
    changed: str
    hash: str
    seal: str


class Version(Row, table=True):
    """A version as it was kept, immutable (D3): its content is canonical JSON, compressed.

    ``own`` says that the plan here went through it; the others came from elsewhere and were settled by proposals.
    ``parent`` is the fingerprint of the version it was made from, as far as a file says. ``shared`` says that somebody
    else may know it, as it came in or went out.
    """

    __tablename__ = "version"
    __table_args__ = (
        ForeignKeyConstraint(["entry"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        _one_of("reason", Reason),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "entry", "fingerprint"),
    )
    entry: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    fingerprint: str
    content: bytes
    kept: str
    reason: str
    name: str
    by: str
    state: str
    own: bool
    shared: bool
    parent: str
    seal: str


class Proposal(Row, table=True):
    """A suggested change to a plan, and what became of it; ``content`` is JSON (see ``domain.proposals``).

    ``version`` is the number of the version that it came with, 0 where it came with none.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        ForeignKeyConstraint(["entry"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        _one_of("decision", Decision),
        *_listed("entry"),
    )
    entry: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    position: int
    version: int
    content: str
    decision: str
    decided: str
    seal: str


class Editing(Row, table=True):
    """Who has a plan or report open to edit it: a person, a computer, a process, and when it last gave a sign."""

    __tablename__ = "editing"
    __table_args__ = (ForeignKeyConstraint(["entry"], ["entry.id"], deferrable=True, initially="DEFERRED"),)
    entry: str = Field(primary_key=True)
    person: str
    host: str
    process: str
    beat: str


class Plan(Row, table=True):
    """A business plan but for its lists."""

    __tablename__ = "plan"
    __table_args__ = (
        ForeignKeyConstraint(["plan"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        _one_of("language", Language),
        _one_of("state", plans.State),
        _between("period_first_year", FIRST_YEAR, LAST_YEAR),
        _between("period_last_year", FIRST_YEAR, LAST_YEAR),
        _between("period_first_month", 1, 12),
        _between("period_last_month", 1, 12),
    )
    plan: str = Field(primary_key=True)
    template: str
    area: str = Field(index=True)
    title: str
    language: str
    period_first_year: int
    period_last_year: int
    period_first_month: int | None
    period_last_month: int | None
    state: str
    version_note: str
    summary: str
    actions_justification: str
    evaluation_method: str
    resources_narrative: str
    planning_process: str
    version_number: int | None
    version_saved: str | None
    version_by: str | None
    version_parent: str | None
    continues: str | None
    translation_of: str | None
    other_information: str
    contacts_left_out: bool


class _OfPlan(Row):
    plan: str = Field(primary_key=True)


class _Item(_OfPlan):
    id: str = Field(primary_key=True)
    position: int


class Objective(_Item, table=True):
    """An outcome wanted."""

    __tablename__ = "objective"
    __table_args__ = (_belongs("plan"), *_listed("plan"))
    statement: str


class _OfObjective(_OfPlan):
    objective: str = Field(primary_key=True)
    position: int = Field(primary_key=True)


class ObjectiveGoal(_OfObjective, table=True):
    """A goal that an objective serves."""

    __tablename__ = "objective_goal"
    __table_args__ = (_within("plan", "objective"), _one_of("goal", plans.Goal))
    goal: str


class ObjectiveFocus(_OfObjective, table=True):
    """A current focus that an objective serves."""

    __tablename__ = "objective_focus"
    __table_args__ = (_within("plan", "objective"), _one_of("focus", plans.Focus))
    focus: str


class ObjectivePriority(_OfObjective, table=True):
    """A priority of decision 24/3 that an objective serves."""

    __tablename__ = "objective_priority"
    __table_args__ = (_within("plan", "objective"), _one_of("priority", plans.Priority))
    priority: str


class Action(_Item, table=True):
    """A priority action."""

    __tablename__ = "action"
    __table_args__ = (_belongs("plan"), *_listed("plan"))
    title: str
    description: str


class ActionObjective(_OfPlan, table=True):
    """An objective that an action serves."""

    __tablename__ = "action_objective"
    __table_args__ = (_within("plan", "action"),)
    action: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    objective: str


class Effort(_Item, table=True):
    """What partners do under an action."""

    __tablename__ = "effort"
    __table_args__ = (
        _within("plan", "action"),
        *_listed("plan", "action"),
        _one_of("kind", plans.EffortKind),
        *_money("cost"),
        _month("start"),
        _month("end"),
    )
    action: str
    title: str
    kind: str
    description: str
    cost: str | None
    cost_currency: str | None
    cost_note: str | None
    cost_words: str | None
    start: str | None
    end: str | None
    targets: str
    opportunity: str | None


class _OfEffort(_OfPlan):
    effort: str = Field(primary_key=True)
    position: int = Field(primary_key=True)


class EffortPartner(_OfEffort, table=True):
    """A partner of an effort."""

    __tablename__ = "effort_partner"
    __table_args__ = (_within("plan", "effort"),)
    partner: str


class EffortObjective(_OfEffort, table=True):
    """An objective that an effort serves."""

    __tablename__ = "effort_objective"
    __table_args__ = (_within("plan", "effort"),)
    objective: str


class EffortContact(_OfEffort, table=True):
    """A contact of an effort."""

    __tablename__ = "effort_contact"
    __table_args__ = (_within("plan", "effort"),)
    contact: str


class Milestone(_Item, table=True):
    """A point by which something in an effort is done."""

    __tablename__ = "milestone"
    __table_args__ = (_within("plan", "effort"), *_listed("plan", "effort"))
    effort: str
    title: str
    due: date | None


class Opportunity(_Item, table=True):
    """An idea that is not pursued in this time frame."""

    __tablename__ = "opportunity"
    __table_args__ = (_belongs("plan"), *_listed("plan"), _one_of("reason", plans.OpportunityReason))
    title: str
    description: str
    reason: str


class OpportunityObjective(_OfPlan, table=True):
    """An objective that an opportunity would serve."""

    __tablename__ = "opportunity_objective"
    __table_args__ = (_within("plan", "opportunity"),)
    opportunity: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    objective: str


class Indicator(_Item, table=True):
    """A progress indicator."""

    __tablename__ = "indicator"
    __table_args__ = (_belongs("plan"), *_listed("plan"), *_reading("baseline"), *_reading("target"))
    name: str
    objective: str | None
    unit: str
    baseline: str | None
    baseline_qualifier: str | None
    baseline_year: int | None
    baseline_note: str | None
    target: str | None
    target_qualifier: str | None
    target_year: int | None
    target_note: str | None
    means_of_verification: str


class IndicatorReading(_OfPlan, table=True):
    """An earlier value of an indicator."""

    __tablename__ = "indicator_reading"
    __table_args__ = (
        _within("plan", "indicator"),
        _one_of("qualifier", Qualifier),
        _between("year", FIRST_YEAR, LAST_YEAR),
    )
    indicator: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    value: str | None
    qualifier: str
    year: int | None
    note: str


class _Funds(_Item):
    amount: str | None
    amount_currency: str | None
    amount_note: str | None
    amount_words: str | None


class Source(_Funds, table=True):
    """A donor, fund or bank."""

    __tablename__ = "source"
    __table_args__ = (
        _belongs("plan"),
        *_listed("plan"),
        _one_of("kind", plans.SourceKind),
        _one_of("contribution", plans.ContributionKind),
        _one_of("status", plans.FundingStatus),
        *_money("amount"),
    )
    name: str
    kind: str
    contribution: str
    status: str
    note: str


class SourceEffort(_OfPlan, table=True):
    """An effort that a source is for."""

    __tablename__ = "source_effort"
    __table_args__ = (_within("plan", "source"),)
    source: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    effort: str


class Project(_Funds, table=True):
    """A project that seeks funds."""

    __tablename__ = "project"
    __table_args__ = (_belongs("plan"), *_listed("plan"), *_money("amount"))
    title: str
    details: str


class ProjectEffort(_OfPlan, table=True):
    """An effort that a project is for."""

    __tablename__ = "project_effort"
    __table_args__ = (_within("plan", "project"),)
    project: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    effort: str


class LinkageInside(_Item, table=True):
    """A cross-cutting activity inside the partnership."""

    __tablename__ = "linkage_inside"
    __table_args__ = (_belongs("plan"), *_listed("plan"))
    area: str | None
    topic: str
    description: str


class LinkageOutside(_Item, table=True):
    """An activity outside the partnership."""

    __tablename__ = "linkage_outside"
    __table_args__ = (_belongs("plan"), *_listed("plan"))
    name: str
    description: str
    url: str


class Partner(_Item, table=True):
    """An entity that takes part in the area."""

    __tablename__ = "partner"
    __table_args__ = (
        _belongs("plan"),
        *_listed("plan"),
        _one_of("category", plans.Category),
        _one_of("role", plans.Role),
    )
    name: str
    category: str
    country: str | None
    role: str
    contribution: str


class Contact(_Item, table=True):
    """A person or desk to write to."""

    __tablename__ = "contact"
    __table_args__ = (_within("plan", "partner"), *_listed("plan", "partner"))
    partner: str
    name: str
    title: str
    email: str
    phone: str


class Move(_OfPlan, table=True):
    """A move of a plan from one state to another."""

    __tablename__ = "move"
    __table_args__ = (_belongs("plan"), _one_of("from_", plans.State), _one_of("to", plans.State))
    position: int = Field(primary_key=True)
    from_: str
    to: str
    on: date
    by: str
    note: str


class Comment(_Item, table=True):
    """A reviewer's comment on a field."""

    __tablename__ = "comment"
    __table_args__ = (_belongs("plan"), *_listed("plan"), _one_of("decision", plans.Decision))
    field: str
    author: str
    date: str | None
    anchor: str
    text: str
    source: str
    decision: str
    reason: str


class Answer(_OfPlan, table=True):
    """An answer to a comment."""

    __tablename__ = "answer"
    __table_args__ = (_within("plan", "comment"),)
    comment: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    author: str
    date: str | None
    text: str


class Report(Row, table=True):
    """A biennial report but for its lists."""

    __tablename__ = "report"
    __table_args__ = (
        ForeignKeyConstraint(["report"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        _one_of("language", Language),
        _one_of("state", reports.ReportState),
        _between("period_first_year", FIRST_YEAR, LAST_YEAR),
        _between("period_last_year", FIRST_YEAR, LAST_YEAR),
        _between("period_first_month", 1, 12),
        _between("period_last_month", 1, 12),
        *_count("meetings_face_to_face"),
        *_count("meetings_online"),
        *_count("meetings_hybrid"),
        *_count("partner_count"),
    )
    report: str = Field(primary_key=True)
    plan: str | None = Field(index=True)
    area: str = Field(index=True)
    language: str
    period_first_year: int
    period_last_year: int
    period_first_month: int | None
    period_last_month: int | None
    meetings_face_to_face: int | None
    meetings_face_to_face_qualifier: str
    meetings_online: int | None
    meetings_online_qualifier: str
    meetings_hybrid: int | None
    meetings_hybrid_qualifier: str
    partner_count: int | None
    partner_count_qualifier: str
    highlights: str
    effectiveness: str
    impact: str
    lessons_learned: str
    best_practices: str
    future_work: str
    title: str
    template: str
    state: str
    plan_version: int | None
    interim: bool


class _OfReport(Row):
    report: str = Field(primary_key=True)


class ReportEffort(_OfReport, table=True):
    """What became of an effort."""

    __tablename__ = "report_effort"
    __table_args__ = (
        _belongs("report"),
        *_listed("report"),
        _one_of("status", reports.Status),
        *_money("spent"),
    )
    effort: str = Field(primary_key=True)
    position: int
    status: str
    progress: str
    spent: str | None
    spent_currency: str | None
    spent_note: str | None
    spent_words: str | None
    title: str


class _OfReportEffort(_OfReport):
    effort: str = Field(primary_key=True)
    position: int = Field(primary_key=True)


class ReportMilestone(_OfReportEffort, table=True):
    """When a milestone was reached."""

    __tablename__ = "report_milestone"
    __table_args__ = (_within("report", "report_effort"),)
    milestone: str
    done: date | None
    note: str


class ReportPartner(_OfReportEffort, table=True):
    """A partner of an effort, by name."""

    __tablename__ = "report_partner"
    __table_args__ = (_within("report", "report_effort"),)
    partner: str


class ReportReading(_OfReport, table=True):
    """The value reached by an indicator."""

    __tablename__ = "report_reading"
    __table_args__ = (_belongs("report"), *_reading("reading"))
    position: int = Field(primary_key=True)
    indicator: str
    reading: str | None
    reading_qualifier: str
    reading_year: int | None
    reading_note: str


class ReportContribution(_OfReport, table=True):
    """What a partner gave."""

    __tablename__ = "report_contribution"
    __table_args__ = (_belongs("report"), _one_of("kind", plans.ContributionKind), *_money("amount"))
    position: int = Field(primary_key=True)
    partner: str
    kind: str
    amount: str | None
    amount_currency: str | None
    amount_note: str | None
    amount_words: str | None
    note: str
    id: str | None


class ReportMove(_OfReport, table=True):
    """A move of a report from one state to another."""

    __tablename__ = "report_move"
    __table_args__ = (_belongs("report"), _one_of("from_", reports.ReportState), _one_of("to", reports.ReportState))
    position: int = Field(primary_key=True)
    from_: str
    to: str
    on: date
    by: str
    note: str
