"""The business plan of a partnership area: ten sections, as frozen models that are also the .gmpplan format."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gmp_desk.domain.values import (
    Day,
    FormatVersion,
    Id,
    Item,
    Language,
    Many,
    Moment,
    Money,
    Month,
    Period,
    Reading,
    Record,
    RichText,
    Text,
)

Goal = Literal["supply", "releases", "demand", "technology", "capacity", "information"]
Focus = Literal["minamata", "science", "outreach"]
Priority = Literal["a", "b", "c", "d", "e", "f", "g"]
State = Literal["draft", "submitted", "advised", "agreed", "superseded"]
EffortKind = Literal["overarching", "bilateral", "collaborative"]
OpportunityReason = Literal["needs_scoping", "unfunded", "other"]
SourceKind = Literal["donor", "financial_institution", "regional_organization", "other"]
ContributionKind = Literal["funding", "in_kind"]
FundingStatus = Literal["potential", "applied", "pledged", "received"]
Category = Literal["government", "reio", "international_organization", "industry", "ngo", "academia", "other"]
Role = Literal["partner", "lead", "co_lead"]
Decision = Literal["open", "taken_up", "not_taken_up"]


class Objective(Item):
    """An outcome wanted, linked to the overall goal (F2, F3, F4, F11)."""

    statement: RichText
    goals: Many[Goal]
    focuses: Many[Focus]
    priorities: Many[Priority]


class Milestone(Item):
    """A point by which something in an effort is done."""

    title: Text
    due: Day | None


class Effort(Item):
    """What one or more partners will do under a priority action (F13)."""

    title: Text
    kind: EffortKind
    description: RichText
    partners: Many[Id]
    objectives: Many[Id]
    cost: Money | None
    start: Month | None
    end: Month | None
    targets: RichText
    milestones: Many[Milestone]
    contacts: Many[Id]
    opportunity: Id | None = None


class Action(Item):
    """A priority action and the efforts under it (F12, F13)."""

    title: Text
    description: RichText
    objectives: Many[Id]
    efforts: Many[Effort]


class Opportunity(Item):
    """An idea that would serve an objective but is not pursued in this time frame (F14)."""

    title: Text
    description: RichText
    objectives: Many[Id]
    reason: OpportunityReason


class Indicator(Item):
    """A progress indicator with its baseline and target (F15)."""

    name: Text
    objective: Id | None
    unit: Text
    baseline: Reading | None
    target: Reading | None
    means_of_verification: Text
    history: Many[Reading] = ()


class Part(Record):
    """A part of the plan whose fields have addresses of their own."""


class Evaluation(Part):
    """How performance is measured and reported (F15)."""

    method: RichText
    indicators: Many[Indicator]


class Source(Item):
    """A donor, financial institution or regional organization, and what it gives or may give (F16)."""

    name: Text
    kind: SourceKind
    contribution: ContributionKind
    status: FundingStatus
    amount: Money | None
    efforts: Many[Id]
    note: Text


class Project(Item):
    """An individual project that seeks funds (F16)."""

    title: Text
    details: RichText
    amount: Money | None
    efforts: Many[Id]


class Resources(Part):
    """Resource mobilization (F16)."""

    narrative: RichText
    sources: Many[Source]
    projects: Many[Project]


class LinkageInside(Item):
    """A cross-cutting activity with another partnership area, or on a topic without one (F18)."""

    area: Text | None
    topic: Text
    description: RichText


class LinkageOutside(Item):
    """An activity outside the partnership that the plan touches (F18)."""

    name: Text
    description: RichText
    url: Text = ""


class Linkages(Part):
    """Linkages inside and outside the partnership (F18)."""

    inside: Many[LinkageInside]
    outside: Many[LinkageOutside]


class Contact(Item):
    """A person or desk to write to; personal data (D6)."""

    name: Text
    title: Text = ""
    email: Text = ""
    phone: Text = ""


class Partner(Item):
    """An entity that takes part in the area, with its contacts (F19, F30)."""

    name: Text
    category: Category
    country: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")] | None = None
    role: Role
    contribution: RichText = ""
    contacts: Many[Contact]


class Version(Record):
    """Which version of the plan this is; ``parent`` is the SHA-256 of the version it was made from (D3)."""

    number: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    saved: Moment | None = None
    by: Text = ""
    parent: Text = ""


class Move(Record):
    """A move of the plan from one state to another, dated and named (D3)."""

    from_: Annotated[State, Field(alias="from")]
    to: State
    on: Day
    by: Text = ""
    note: Text = ""


class Answer(Record):
    """An answer to a comment."""

    author: Text
    date: Moment | None
    text: Text


class Comment(Item):
    """A reviewer's comment on a field, and what became of it (F34)."""

    field: Text
    author: Text
    date: Moment | None = None
    anchor: Text = ""
    text: Text
    source: Text = ""
    answers: Many[Answer]
    decision: Decision
    reason: Text = ""


class Plan(Record):
    """One business plan, as it travels between people (F10 to F19, D10)."""

    format: Literal["gmp-plan"]
    format_version: FormatVersion
    id: Id
    template: Text
    area: Text
    title: Text
    language: Language
    period: Period
    state: State
    version_note: Text
    summary: RichText
    objectives: Many[Objective]
    actions: Many[Action]
    actions_justification: Text
    opportunities: Many[Opportunity]
    evaluation: Evaluation
    resources: Resources
    planning_process: RichText
    linkages: Linkages
    partners: Many[Partner]
    version: Version | None = None
    history: Many[Move] = ()
    continues: Id | None = None
    translation_of: Id | None = None
    other_information: RichText = ""
    contacts_left_out: bool = Field(default=False, strict=True)
    comments: Many[Comment] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Plan":
        seen: set[str] = set()
        for item in items(self):
            if item.id in seen:
                raise PydanticCustomError("duplicate_id", "the id {id} occurs twice", {"id": item.id})
            seen.add(item.id)
        return self


# Which fields are links, and which kind of item they lead to.
LINKS: dict[tuple[type[Record], str], type[Item]] = {
    (Effort, "partners"): Partner,
    (Effort, "objectives"): Objective,
    (Effort, "contacts"): Contact,
    (Effort, "opportunity"): Opportunity,
    (Action, "objectives"): Objective,
    (Opportunity, "objectives"): Objective,
    (Indicator, "objective"): Objective,
    (Source, "efforts"): Effort,
    (Project, "efforts"): Effort,
}


def items(record: Record) -> Iterator[Item]:
    """Yield the items within a record, the record itself first if it is one, each before its own items."""
    if isinstance(record, Item):
        yield record
    for _, value in record:
        if isinstance(value, Record):
            yield from items(value)
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, Record):
                    yield from items(part)


def efforts(plan: Plan) -> Iterator[Effort]:
    """Yield the efforts of all actions, in their order."""
    for action in plan.actions:
        yield from action.efforts
