"""The biennial report of a partnership area on its plan: frozen models that are also the .gmpreport format."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gmp_desk.domain.plan import ContributionKind
from gmp_desk.domain.values import (
    Count,
    Day,
    FormatVersion,
    Id,
    Language,
    Many,
    Money,
    Period,
    Reading,
    Record,
    RichText,
    Text,
)

ReportState = Literal["draft", "sent", "received"]
Status = Literal["not_started", "on_track", "delayed", "completed", "dropped"]


class Meetings(Record):
    """Meetings of the area by mode (F35, F41)."""

    face_to_face: Count
    online: Count
    hybrid: Count


class MilestoneProgress(Record):
    """When a milestone was reached, if it was."""

    milestone: Id
    done: Day | None
    note: Text = ""


class EffortProgress(Record):
    """What became of an effort; with its own title and partners where the area has no plan here."""

    effort: Id
    status: Status
    progress: RichText
    milestones: Many[MilestoneProgress]
    spent: Money | None
    title: Text = ""
    partners: Many[Text] = ()


class IndicatorReading(Record):
    """The value reached by an indicator of the plan."""

    indicator: Id
    reading: Reading


class Contribution(Record):
    """What a partner gave, in money or in kind."""

    partner: Id
    kind: ContributionKind
    amount: Money | None
    note: Text
    id: Id | None = None


class ReportMove(Record):
    """A move of the report from one state to another."""

    from_: Annotated[ReportState, Field(alias="from")]
    to: ReportState
    on: Day
    by: Text = ""
    note: Text = ""


class AreaReport(Record):
    """One area's biennial report (F40, F41)."""

    format: Literal["gmp-report"]
    format_version: FormatVersion
    id: Id
    plan: Id | None
    area: Text
    language: Language
    period: Period
    meetings: Meetings
    partner_count: Count
    efforts: Many[EffortProgress]
    readings: Many[IndicatorReading]
    contributions: Many[Contribution]
    highlights: RichText
    effectiveness: RichText
    impact: RichText
    lessons_learned: RichText
    best_practices: RichText
    future_work: RichText
    title: Text = ""
    template: Text = ""
    state: ReportState = "draft"
    plan_version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = None
    history: Many[ReportMove] = ()
    interim: bool = Field(default=False, strict=True)

    @model_validator(mode="after")
    def _each_thing_is_reported_once(self) -> "AreaReport":
        given = [contribution.id for contribution in self.contributions if contribution.id]
        for ids in ([progress.effort for progress in self.efforts], given):
            seen: set[str] = set()
            for id_ in ids:
                if id_ in seen:
                    raise PydanticCustomError("duplicate_id", "the id {id} occurs twice", {"id": id_})
                seen.add(id_)
        return self
