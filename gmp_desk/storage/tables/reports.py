"""A biennial report in rows."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from gmp_desk.domain import plan as plans
from gmp_desk.domain import report as reports
from gmp_desk.domain.values import FIRST_YEAR, LAST_YEAR, Language
from gmp_desk.storage.tables.conditions import belongs, between, count, listed, money, one_of, reading, within
from gmp_desk.storage.tables.entries import Row


class Report(Row, table=True):
    """A biennial report but for its lists."""

    __tablename__ = "report"
    __table_args__ = (
        ForeignKeyConstraint(["report"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        one_of("language", Language),
        one_of("state", reports.ReportState),
        between("period_first_year", FIRST_YEAR, LAST_YEAR),
        between("period_last_year", FIRST_YEAR, LAST_YEAR),
        between("period_first_month", 1, 12),
        between("period_last_month", 1, 12),
        *count("meetings_face_to_face"),
        *count("meetings_online"),
        *count("meetings_hybrid"),
        *count("partner_count"),
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
        belongs("report"),
        *listed("report"),
        one_of("status", reports.Status),
        *money("spent"),
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
    __table_args__ = (within("report", "report_effort"),)
    milestone: str
    done: date | None
    note: str


class ReportPartner(_OfReportEffort, table=True):
    """A partner of an effort, by name."""

    __tablename__ = "report_partner"
    __table_args__ = (within("report", "report_effort"),)
    partner: str


class ReportReading(_OfReport, table=True):
    """The value reached by an indicator."""

    __tablename__ = "report_reading"
    __table_args__ = (belongs("report"), *reading("reading"))
    position: int = Field(primary_key=True)
    indicator: str
    reading: str | None
    reading_qualifier: str
    reading_year: int | None
    reading_note: str


class ReportContribution(_OfReport, table=True):
    """What a partner gave."""

    __tablename__ = "report_contribution"
    __table_args__ = (belongs("report"), one_of("kind", plans.ContributionKind), *money("amount"))
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
    __table_args__ = (belongs("report"), one_of("from_", reports.ReportState), one_of("to", reports.ReportState))
    position: int = Field(primary_key=True)
    from_: str
    to: str
    on: date
    by: str
    note: str
