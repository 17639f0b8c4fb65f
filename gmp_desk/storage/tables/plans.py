"""A plan in rows."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from gmp_desk.domain import plan as plans
from gmp_desk.domain.values import FIRST_YEAR, LAST_YEAR, Language, Qualifier
from gmp_desk.storage.tables.conditions import belongs, between, listed, money, month, one_of, reading, within
from gmp_desk.storage.tables.entries import Row


class Plan(Row, table=True):
    """A business plan but for its lists."""

    __tablename__ = "plan"
    __table_args__ = (
        ForeignKeyConstraint(["plan"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        one_of("language", Language),
        one_of("state", plans.State),
        between("period_first_year", FIRST_YEAR, LAST_YEAR),
        between("period_last_year", FIRST_YEAR, LAST_YEAR),
        between("period_first_month", 1, 12),
        between("period_last_month", 1, 12),
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
    __table_args__ = (belongs("plan"), *listed("plan"))
    statement: str


class _OfObjective(_OfPlan):
    objective: str = Field(primary_key=True)
    position: int = Field(primary_key=True)


class ObjectiveGoal(_OfObjective, table=True):
    """A goal that an objective serves."""

    __tablename__ = "objective_goal"
    __table_args__ = (within("plan", "objective"), one_of("goal", plans.Goal))
    goal: str


class ObjectiveFocus(_OfObjective, table=True):
    """A current focus that an objective serves."""

    __tablename__ = "objective_focus"
    __table_args__ = (within("plan", "objective"), one_of("focus", plans.Focus))
    focus: str


class ObjectivePriority(_OfObjective, table=True):
    """A priority of decision 24/3 that an objective serves."""

    __tablename__ = "objective_priority"
    __table_args__ = (within("plan", "objective"), one_of("priority", plans.Priority))
    priority: str


class Action(_Item, table=True):
    """A priority action."""

    __tablename__ = "action"
    __table_args__ = (belongs("plan"), *listed("plan"))
    title: str
    description: str


class ActionObjective(_OfPlan, table=True):
    """An objective that an action serves."""

    __tablename__ = "action_objective"
    __table_args__ = (within("plan", "action"),)
    action: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    objective: str


class Effort(_Item, table=True):
    """What partners do under an action."""

    __tablename__ = "effort"
    __table_args__ = (
        within("plan", "action"),
        *listed("plan", "action"),
        one_of("kind", plans.EffortKind),
        *money("cost"),
        month("start"),
        month("end"),
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
    __table_args__ = (within("plan", "effort"),)
    partner: str


class EffortObjective(_OfEffort, table=True):
    """An objective that an effort serves."""

    __tablename__ = "effort_objective"
    __table_args__ = (within("plan", "effort"),)
    objective: str


class EffortContact(_OfEffort, table=True):
    """A contact of an effort."""

    __tablename__ = "effort_contact"
    __table_args__ = (within("plan", "effort"),)
    contact: str


class Milestone(_Item, table=True):
    """A point by which something in an effort is done."""

    __tablename__ = "milestone"
    __table_args__ = (within("plan", "effort"), *listed("plan", "effort"))
    effort: str
    title: str
    due: date | None


class Opportunity(_Item, table=True):
    """An idea that is not pursued in this time frame."""

    __tablename__ = "opportunity"
    __table_args__ = (belongs("plan"), *listed("plan"), one_of("reason", plans.OpportunityReason))
    title: str
    description: str
    reason: str


class OpportunityObjective(_OfPlan, table=True):
    """An objective that an opportunity would serve."""

    __tablename__ = "opportunity_objective"
    __table_args__ = (within("plan", "opportunity"),)
    opportunity: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    objective: str


class Indicator(_Item, table=True):
    """A progress indicator."""

    __tablename__ = "indicator"
    __table_args__ = (belongs("plan"), *listed("plan"), *reading("baseline"), *reading("target"))
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
        within("plan", "indicator"),
        one_of("qualifier", Qualifier),
        between("year", FIRST_YEAR, LAST_YEAR),
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
        belongs("plan"),
        *listed("plan"),
        one_of("kind", plans.SourceKind),
        one_of("contribution", plans.ContributionKind),
        one_of("status", plans.FundingStatus),
        *money("amount"),
    )
    name: str
    kind: str
    contribution: str
    status: str
    note: str


class SourceEffort(_OfPlan, table=True):
    """An effort that a source is for."""

    __tablename__ = "source_effort"
    __table_args__ = (within("plan", "source"),)
    source: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    effort: str


class Project(_Funds, table=True):
    """A project that seeks funds."""

    __tablename__ = "project"
    __table_args__ = (belongs("plan"), *listed("plan"), *money("amount"))
    title: str
    details: str


class ProjectEffort(_OfPlan, table=True):
    """An effort that a project is for."""

    __tablename__ = "project_effort"
    __table_args__ = (within("plan", "project"),)
    project: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    effort: str


class LinkageInside(_Item, table=True):
    """A cross-cutting activity inside the partnership."""

    __tablename__ = "linkage_inside"
    __table_args__ = (belongs("plan"), *listed("plan"))
    area: str | None
    topic: str
    description: str


class LinkageOutside(_Item, table=True):
    """An activity outside the partnership."""

    __tablename__ = "linkage_outside"
    __table_args__ = (belongs("plan"), *listed("plan"))
    name: str
    description: str
    url: str


class Partner(_Item, table=True):
    """An entity that takes part in the area."""

    __tablename__ = "partner"
    __table_args__ = (
        belongs("plan"),
        *listed("plan"),
        one_of("category", plans.Category),
        one_of("role", plans.Role),
    )
    name: str
    category: str
    country: str | None
    role: str
    contribution: str


class Contact(_Item, table=True):
    """A person or desk to write to."""

    __tablename__ = "contact"
    __table_args__ = (within("plan", "partner"), *listed("plan", "partner"))
    partner: str
    name: str
    title: str
    email: str
    phone: str


class Move(_OfPlan, table=True):
    """A move of a plan from one state to another."""

    __tablename__ = "move"
    __table_args__ = (belongs("plan"), one_of("from_", plans.State), one_of("to", plans.State))
    position: int = Field(primary_key=True)
    from_: str
    to: str
    on: date
    by: str
    note: str


class Comment(_Item, table=True):
    """A reviewer's comment on a field."""

    __tablename__ = "comment"
    __table_args__ = (belongs("plan"), *listed("plan"), one_of("decision", plans.Decision))
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
    __table_args__ = (within("plan", "comment"),)
    comment: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    author: str
    date: str | None
    text: str
