"""Tells a business plan as blocks, in the order and under the numbers of its template (F10 to F19)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from gmp_desk.domain.plan import Contact, Effort, Partner, Plan
from gmp_desk.domain.richtext import Paragraph, RichText, Run, parse, plain
from gmp_desk.domain.text import is_blank
from gmp_desk.formats.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Line,
    Prose,
    Table,
    Text,
    plain_text,
)
from gmp_desk.formats.plan_values import PlanValues, left_out
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale


def plan_document(plan: Plan, terms: Terms, locale: Locale) -> Document:
    """Return the whole plan as a document in the language of the terms; the plan's own texts stay as they are."""
    return _PlanDocument(plan, terms, locale).document()


class _PlanDocument:
    def __init__(self, plan: Plan, terms: Terms, locale: Locale) -> None:
        self._plan = plan
        self._terms = terms
        self._locale = locale
        self._values = PlanValues(plan, terms, locale)

    def document(self) -> Document:
        terms, plan = self._terms, self._plan
        sections: Mapping[str, Callable[[], Iterator[Block]]] = {
            "summary": self._summary,
            "objectives": self._objectives,
            "actions": self._actions,
            "efforts": self._efforts,
            "opportunities": self._opportunities,
            "evaluation": self._evaluation,
            "resources": self._resources,
            "planning_process": self._planning_process,
            "linkages": self._linkages,
            "partners": self._partners,
        }
        blocks: list[Block] = [*self._title_block()]
        for section in terms.template.sections:
            content = list(sections[section.id]())
            blocks.append(self._heading(1, section.number, self._fixed(terms.text(section.title)), section.id))
            blocks.extend(content or [self._nothing()])
        title = terms.plan() if is_blank(plan.title) else plan.title
        subject, footer = terms.text(terms.template.partnership), terms.gettext("Page {page} of {pages}")
        return Document(terms.catalogue.language, title, subject, tuple(blocks), footer)

    def _title_block(self) -> Iterator[Block]:
        terms, plan = self._terms, self._plan
        area, period = terms.area(plan.area), self._values.period()
        yield Line("partnership", self._text(terms.text(terms.template.partnership)))
        yield Line("subtitle", self._text(terms.plan()))
        if not is_blank(plan.title):
            yield Line("title", plain_text(plan.title, plan.language))
        yield Line("subtitle", self._text(area))
        yield Line("subtitle", self._text(period))
        yield Line("note", self._text(self._values.state()))
        if not is_blank(plan.version_note):
            yield Line("note", plain_text(plan.version_note, plan.language))
        if plan.contacts_left_out:
            yield Line("note", self._labelled(terms.label("partner", "contacts"), left_out(terms)))
        for paragraph in terms.template.introduction:
            yield Prose(self._text(terms.text(paragraph).format(area=area, period=period)))

    def _summary(self) -> Iterator[Block]:
        yield from self._prose(self._plan.summary)

    def _objectives(self) -> Iterator[Block]:
        values = self._values
        yield from self._table(
            "objective",
            {"statement": 42, "goals": 18, "focuses": 18, "priorities": 18},
            (
                (
                    self._text(str(number)),
                    self._rich(objective.statement),
                    self._fixed(values.choices("goal", objective.goals)),
                    self._fixed(values.choices("focus", objective.focuses)),
                    self._fixed(values.choices("priority", objective.priorities)),
                )
                for number, objective in enumerate(self._plan.objectives, 1)
            ),
            Column(self._terms.gettext("No."), 7),
        )

    def _actions(self) -> Iterator[Block]:
        if not is_blank(self._plan.actions_justification):
            yield self._field_heading(0, "actions_justification")
            yield Prose(plain_text(self._plan.actions_justification, self._plan.language))
        for number, action in enumerate(self._plan.actions, 1):
            yield self._heading(2, number, self._own(action.title), f"actions/{action.id}")
            yield from self._prose(action.description)
            if action.objectives:
                served = self._values.objectives(action.objectives)
                yield Prose(self._labelled(self._terms.label("action", "objectives"), served))

    def _efforts(self) -> Iterator[Block]:
        for number, action in enumerate(self._plan.actions, 1):
            yield self._heading(2, number, self._own(action.title), f"actions/{action.id}/efforts")
            if not action.efforts:
                yield self._nothing()
            for place, effort in enumerate(action.efforts, 1):
                address = f"actions/{action.id}/efforts/{effort.id}"
                yield self._heading(3, place, self._own(effort.title), address)
                yield self._effort(effort, address)
                if effort.milestones:
                    yield from self._milestones(effort)

    def _effort(self, effort: Effort, address: str) -> Fields:
        values = self._values
        told: dict[str, Text | None] = {
            "kind": self._fixed(self._terms.choice("effort_kind", effort.kind)),
            "description": self._rich(effort.description),
            "partners": self._own(values.partners(effort.partners)),
            "objectives": self._fixed(values.objectives(effort.objectives)),
            "cost": self._fixed(values.money(effort.cost)),
            "start": self._fixed(values.month(effort.start)),
            "end": self._fixed(values.month(effort.end)),
            "targets": self._rich(effort.targets),
            "milestones": None,
            "contacts": self._own(values.contacts(effort.contacts)),
            "opportunity": self._own(values.opportunity(effort.opportunity)),
        }
        if self._plan.contacts_left_out and not effort.contacts:
            del told["contacts"]
        if not effort.opportunity:
            del told["opportunity"]
        if effort.milestones:
            del told["milestones"]
        missing = self._text(self._terms.gettext("Not specified"))
        return Fields(
            effort.title,
            tuple(
                Field(self._terms.label("effort", name), f"{address}/{name}", Cell((text or missing,)))
                for name, text in told.items()
            ),
        )

    def _milestones(self, effort: Effort) -> Iterator[Block]:
        yield from self._table(
            "milestone",
            {"title": 70, "due": 30},
            ((self._own(milestone.title), self._date(milestone.due)) for milestone in effort.milestones),
        )

    def _opportunities(self) -> Iterator[Block]:
        yield from self._table(
            "opportunity",
            {"title": 24, "description": 40, "objectives": 18, "reason": 18},
            (
                (
                    self._own(opportunity.title),
                    self._rich(opportunity.description),
                    self._fixed(self._values.objectives(opportunity.objectives)),
                    self._fixed(self._terms.choice("opportunity_reason", opportunity.reason)),
                )
                for opportunity in self._plan.opportunities
            ),
        )

    def _evaluation(self) -> Iterator[Block]:
        values, evaluation = self._values, self._plan.evaluation
        yield Prose(self._text(self._terms.text(self._terms.template.evaluation)))
        yield self._field_heading(1, "evaluation/method")
        yield from self._prose(evaluation.method)
        yield self._field_heading(2, "evaluation/indicators")
        earlier = any(indicator.history for indicator in evaluation.indicators)
        yield from self._table(
            "indicator",
            {"name": 26, "objective": 18, "unit": 13, "baseline": 14, "target": 14, "means_of_verification": 19}
            | ({"history": 14} if earlier else {}),
            (
                (
                    self._own(indicator.name),
                    self._fixed(values.objectives([indicator.objective] if indicator.objective else [])),
                    self._own(indicator.unit),
                    self._fixed(values.reading(indicator.baseline)),
                    self._fixed(values.reading(indicator.target)),
                    self._own(indicator.means_of_verification),
                    *((self._fixed(values.readings(indicator)),) if earlier else ()),
                )
                for indicator in evaluation.indicators
            ),
        )

    def _resources(self) -> Iterator[Block]:
        values, resources = self._values, self._plan.resources
        yield self._field_heading(1, "resources/narrative")
        yield from self._prose(resources.narrative)
        yield self._field_heading(2, "resources/sources")
        yield from self._table(
            "source",
            {"name": 16, "kind": 14, "contribution": 13, "status": 13, "amount": 17, "efforts": 19, "note": 14},
            (
                (
                    self._own(source.name),
                    self._fixed(self._terms.choice("source_kind", source.kind)),
                    self._fixed(self._terms.choice("contribution", source.contribution)),
                    self._fixed(self._terms.choice("funding_status", source.status)),
                    self._fixed(values.money(source.amount)),
                    self._own(values.efforts(source.efforts)),
                    self._own(source.note),
                )
                for source in resources.sources
            ),
        )
        yield self._field_heading(3, "resources/projects")
        yield from self._table(
            "project",
            {"title": 22, "details": 40, "amount": 18, "efforts": 20},
            (
                (
                    self._own(project.title),
                    self._rich(project.details),
                    self._fixed(values.money(project.amount)),
                    self._own(values.efforts(project.efforts)),
                )
                for project in resources.projects
            ),
        )

    def _planning_process(self) -> Iterator[Block]:
        yield from self._prose(self._plan.planning_process)

    def _linkages(self) -> Iterator[Block]:
        linkages = self._plan.linkages
        yield self._field_heading(1, "linkages/inside")
        yield from self._table(
            "linkage_inside",
            {"area": 25, "topic": 30, "description": 45},
            (
                (
                    self._fixed(self._terms.area(linkage.area) if linkage.area else ""),
                    self._own(linkage.topic),
                    self._rich(linkage.description),
                )
                for linkage in linkages.inside
            ),
        )
        yield self._field_heading(2, "linkages/outside")
        yield from self._table(
            "linkage_outside",
            {"name": 30, "description": 45, "url": 25},
            (
                (self._own(linkage.name), self._rich(linkage.description), self._web_address(linkage.url))
                for linkage in linkages.outside
            ),
        )

    def _partners(self) -> Iterator[Block]:
        plan = self._plan
        contacts = [(partner, contact) for partner in plan.partners for contact in partner.contacts]
        if contacts:
            yield self._field_heading(1, "partners")
        yield from self._table(
            "partner",
            {"name": 24, "category": 18, "country": 16, "role": 15, "contribution": 27},
            (
                (
                    self._own(partner.name),
                    self._fixed(self._terms.choice("category", partner.category)),
                    self._fixed(self._locale.country(partner.country) if partner.country else ""),
                    self._fixed(self._terms.choice("role", partner.role)),
                    self._rich(partner.contribution),
                )
                for partner in plan.partners
            ),
        )
        if contacts:
            yield self._heading(2, 2, self._fixed(self._terms.label("partner", "contacts")), "partners")
            yield from self._contacts(contacts)
        if not is_blank(plan.other_information):
            yield self._field_heading(3 if contacts else 0, "other_information")
            yield from self._prose(plan.other_information)

    def _contacts(self, contacts: Sequence[tuple[Partner, Contact]]) -> Iterator[Block]:
        """Yield contacts as a table, without the columns that no contact has anything for."""
        widths = {"name": 20, "title": 18, "email": 30, "phone": 16}
        used = {name: width for name, width in widths.items() if any(getattr(contact, name) for _, contact in contacts)}
        yield from self._table(
            "contact",
            used,
            (
                (self._own(partner.name), *(self._own(getattr(contact, name)) for name in used))
                for partner, contact in contacts
            ),
            Column(self._terms.label("partner", "name"), 22),
        )

    def _table(
        self, record: str, widths: Mapping[str, int], rows: Iterable[Sequence[Text | None]], *before: Column
    ) -> Iterator[Block]:
        """Yield a table of items with the labels of their fields above, behind other columns; or say there is none."""
        columns = (*before, *(Column(self._terms.label(record, name), width) for name, width in widths.items()))
        none = self._text("–")
        cells = tuple(tuple(Cell((text or none,)) for text in row) for row in rows)
        yield Table(self._terms.record(record), columns, cells) if cells else self._nothing()

    def _prose(self, text: str) -> Iterator[Block]:
        rich = self._rich(text)
        yield Prose(rich) if rich else self._nothing()

    def _nothing(self) -> Prose:
        return Prose(self._text(self._terms.gettext("No entry yet.")))

    def _heading(self, level: int, number: int, text: Text | None, address: str) -> Heading:
        """Return a heading; one with the number 0 has no mark."""
        mark = self._locale.heading_mark(level, number) if number else ""
        return Heading(level, mark, text or self._text(self._terms.gettext("Without a title")), address)

    def _field_heading(self, number: int, address: str) -> Heading:
        return self._heading(2, number, self._fixed(self._terms.plan_label(address)), address)

    def _labelled(self, label: str, value: str) -> Text:
        return self._text(self._terms.gettext("{label}: {value}").format(label=label, value=value))

    def _text(self, text: str) -> Text:
        return plain_text(text, self._terms.catalogue.language)

    def _fixed(self, text: str) -> Text | None:
        """Return text in the language of the document; None where there is nothing to read."""
        return None if is_blank(text) else self._text(text)

    def _own(self, text: str) -> Text | None:
        """Return plain text of the author's; None where there is nothing to read."""
        return None if is_blank(text) else plain_text(text, self._plan.language)

    def _rich(self, text: str) -> Text | None:
        """Return rich text of the author's (D9); None where there is nothing to read."""
        rich = parse(text)
        return None if is_blank(plain(rich)) else Text(rich, self._plan.language)

    def _web_address(self, url: str) -> Text | None:
        if not url.startswith(("http://", "https://")):
            return self._own(url)
        return Text(RichText((Paragraph((Run(url, link=url),)),), ()), self._plan.language, plain=True)

    def _date(self, day: date | None) -> Text | None:
        return None if day is None else self._text(self._locale.date(day))
