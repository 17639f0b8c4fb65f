"""Tells a business plan as the tables of a workbook: one row per item, to be counted, filtered and summed."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import parse
from gmp_desk.formats.excel_limits import sheet_names
from gmp_desk.formats.excel_rich import readable
from gmp_desk.formats.plan_columns import FieldColumns
from gmp_desk.formats.plan_references import references
from gmp_desk.formats.plan_values import PlanValues
from gmp_desk.formats.sheets import Column, Formula, Table, Value, quoted_text
from gmp_desk.formats.telephones import kept_together
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale

_Row = tuple[Value, ...]

NUMBER, ID = "number", "id"
"""The keys of the first column of a table, which counts its rows, and of the last, which is hidden."""


class PlanSheets:
    """The tables of one plan in the language of a document; the plan's own texts stay as they are.

    Each field of an item is a column, money and readings have one for each of their parts (``FieldColumns``).
    A field with several values is one cell to read and, on the sheet of cross-references, one row per value.
    """

    def __init__(self, plan: Plan, terms: Terms, locale: Locale) -> None:
        self.plan = plan
        self.terms = terms
        self._locale = locale
        # In Arabic text the groups of a telephone number would run from right to left.
        mark = "\u200e" if "ar" in (terms.catalogue.language, plan.language) else ""
        self._values = PlanValues(plan, terms, locale, before_telephone=mark)
        self.columns = FieldColumns(terms, locale)
        self.period = self._values.period()
        self._efforts = [
            (number, action, effort) for number, action in enumerate(plan.actions, 1) for effort in action.efforts
        ]
        self._references = tuple(references(plan, terms, self._values))
        # How many items of a kind (its name) have a value (its number) in a field (its label).
        self._links = Counter((found.record, found.field, found.value_number) for found in self._references)
        self._contacts = [(partner, contact) for partner in plan.partners for contact in partner.contacts]
        wanted = {
            "overview": terms.gettext("Overview"),
            "objectives": terms.plan_label("objectives"),
            "actions": terms.plan_label("actions"),
            "efforts": terms.label("action", "efforts"),
            "milestones": terms.label("effort", "milestones"),
            "opportunities": terms.plan_label("opportunities"),
            "indicators": terms.plan_label("evaluation/indicators"),
            "history": terms.label("indicator", "history"),
            "resources": terms.section("resources"),
            "linkages": terms.section("linkages"),
            "partners": terms.plan_label("partners"),
            "contacts": terms.label("partner", "contacts"),
            "references": terms.gettext("Cross-references"),
        }
        self.names = dict(zip(wanted, sheet_names(wanted.values()), strict=True))
        """What each sheet is called."""

    def tables(self) -> dict[str, Table]:
        """Return the tables in the order of the template's sections; without contacts there is no sheet for them."""
        references, milestones = self._references_table(), self._milestones()
        efforts = self._efforts_table(milestones)
        tables = {
            "objectives": self._objectives(references),
            "actions": self._actions(efforts),
            "efforts": efforts,
            "milestones": milestones,
            "opportunities": self._opportunities(),
            "indicators": self._indicators(),
            "history": self._history(),
            "resources": self._resources(),
            "linkages": self._linkages(),
            "partners": self._partners(references),
            "contacts": self._contacts_table(),
            "references": references,
        }
        return {name: table for name, table in tables.items() if table.rows or name not in ("history", "contacts")}

    def rich(self, text: str) -> str:
        """Return a rich text (D9) as a cell shows it."""
        return readable(parse(text), self._locale)

    def _objectives(self, references: Table) -> Table:
        columns = self.columns.of("objective", {"statement": 60, "goals": 18, "focuses": 18, "priorities": 18})
        counted = {
            "actions": ("action", "objectives"),
            "efforts": ("effort", "objectives"),
            "opportunities": ("opportunity", "objectives"),
            "indicators": ("indicator", "objective"),
        }
        columns += [Column(name, self.names[name], 12) for name in counted]
        choices = self._values.choices
        rows: Iterable[_Row] = (
            (
                objective.id,
                self.rich(objective.statement),
                choices("goal", objective.goals),
                choices("focus", objective.focuses),
                choices("priority", objective.priorities),
                *(self._linked(references, *field, number) for field in counted.values()),
            )
            for number, objective in enumerate(self.plan.objectives, 1)
        )
        return self._table("objectives", columns, rows)

    def _actions(self, efforts: Table) -> Table:
        columns = self.columns.of("action", {"title": 36, "description": 70, "objectives": 22})
        columns.append(Column("efforts", self.names["efforts"], 12))
        rows = (
            (
                action.id,
                action.title,
                self.rich(action.description),
                self._values.objectives(action.objectives),
                Formula(f"COUNTIFS({efforts.column('action')},{_own_number(number)})", len(action.efforts)),
            )
            for number, action in enumerate(self.plan.actions, 1)
        )
        return self._table("actions", columns, rows)

    def _efforts_table(self, milestones: Table) -> Table:
        values, terms = self._values, self.terms
        with_contacts = bool(self._contacts) or not self.plan.contacts_left_out
        widths = {
            "title": 28,
            "kind": 14,
            "description": 44,
            "partners": 24,
            "objectives": 14,
            "cost": 14,
            "start": 18,
            "end": 18,
            "targets": 28,
        }
        after = ({"contacts": 28} if with_contacts else {}) | {"opportunity": 16}
        columns = [
            self._number_of("action", terms.record("action"), 10),
            Column("action.title", terms.record("action"), 24),
            *self.columns.of("effort", widths),
            Column("milestones", self.names["milestones"], 12),
            *self.columns.of("effort", after),
        ]
        rows = (
            (
                effort.id,
                action_number,
                action.title,
                effort.title,
                terms.choice("effort_kind", effort.kind),
                self.rich(effort.description),
                values.partners(effort.partners),
                values.objectives(effort.objectives),
                *self.columns.money(effort.cost),
                self.columns.month(effort.start),
                self.columns.month(effort.end),
                self.rich(effort.targets),
                Formula(f"COUNTIFS({milestones.column('effort')},{_own_number(number)})", len(effort.milestones)),
                # The sheet of contacts has each telephone number as it is.
                *([kept_together(values.contacts(effort.contacts))] if with_contacts else []),
                values.opportunity(effort.opportunity),
            )
            for number, (action_number, action, effort) in enumerate(self._efforts, 1)
        )
        return self._table("efforts", columns, rows)

    def _milestones(self) -> Table:
        terms = self.terms
        columns = [
            self._number_of("action", terms.record("action"), 10),
            self._number_of("effort", terms.record("effort"), 10),
            Column("effort.title", terms.record("effort"), 40),
            *self.columns.of("milestone", {"title": 50, "due": 24}),
        ]
        rows = (
            (
                milestone.id,
                action_number,
                number,
                effort.title,
                milestone.title,
                self.columns.day(milestone.due),
            )
            for number, (action_number, _, effort) in enumerate(self._efforts, 1)
            for milestone in effort.milestones
        )
        return self._table("milestones", columns, rows)

    def _opportunities(self) -> Table:
        columns = self.columns.of("opportunity", {"title": 36, "description": 70, "objectives": 22, "reason": 22})
        rows = (
            (
                opportunity.id,
                opportunity.title,
                self.rich(opportunity.description),
                self._values.objectives(opportunity.objectives),
                self.terms.choice("opportunity_reason", opportunity.reason),
            )
            for opportunity in self.plan.opportunities
        )
        return self._table("opportunities", columns, rows)

    def _indicators(self) -> Table:
        widths = {"name": 36, "objective": 14, "unit": 16, "baseline": 12, "target": 12, "means_of_verification": 32}
        rows = (
            (
                indicator.id,
                indicator.name,
                self._values.objectives([indicator.objective] if indicator.objective else []),
                indicator.unit,
                *self.columns.reading(indicator.baseline),
                *self.columns.reading(indicator.target),
                indicator.means_of_verification,
            )
            for indicator in self.plan.evaluation.indicators
        )
        return self._table("indicators", self.columns.of("indicator", widths), rows)

    def _history(self) -> Table:
        terms = self.terms
        columns = [
            self._number_of("indicator", terms.record("indicator"), 10),
            *self.columns.of("indicator", {"name": 50, "unit": 16}),
            *self.columns.of_reading("value", terms.pgettext("column", "Value"), 16),
        ]
        rows = (
            (number, indicator.name, indicator.unit, *self.columns.reading(reading))
            for number, indicator in enumerate(self.plan.evaluation.indicators, 1)
            for reading in indicator.history
        )
        return self._table("history", columns, rows, with_ids=False)

    def _resources(self) -> Table:
        values, terms = self._values, self.terms
        kinds = terms.record("source"), terms.record("project")
        columns = [
            Column("record", terms.pgettext("column", "Entry"), 18),
            Column("name", terms.pgettext("column", "Name"), 32),
            *self.columns.of("source", {"kind": 18, "contribution": 12, "status": 14, "amount": 14}),
            *self.columns.of("source", {"efforts": 32, "note": 30}),
            *self.columns.of("project", {"details": 50}),
        ]
        sources: Iterable[_Row] = (
            (
                source.id,
                kinds[0],
                source.name,
                terms.choice("source_kind", source.kind),
                terms.choice("contribution", source.contribution),
                terms.choice("funding_status", source.status),
                *self.columns.money(source.amount),
                values.efforts(source.efforts),
                source.note,
                None,
            )
            for source in self.plan.resources.sources
        )
        projects: Iterable[_Row] = (
            (
                project.id,
                kinds[1],
                project.title,
                *(None, None, None),
                *self.columns.money(project.amount),
                values.efforts(project.efforts),
                None,
                self.rich(project.details),
            )
            for project in self.plan.resources.projects
        )
        return self._table("resources", columns, chain(sources, projects))

    def _linkages(self) -> Table:
        terms, linkages = self.terms, self.plan.linkages
        sides = terms.plan_label("linkages/inside"), terms.plan_label("linkages/outside")
        columns = [
            Column("side", terms.pgettext("column", "Where"), 20),
            *self.columns.of("linkage_inside", {"area": 30}),
            Column("topic", terms.pgettext("column", "Topic or activity"), 36),
            *self.columns.of("linkage_outside", {"description": 70, "url": 36}),
        ]
        inside: Iterable[_Row] = (
            (
                linkage.id,
                sides[0],
                terms.area(linkage.area) if linkage.area else None,
                linkage.topic,
                self.rich(linkage.description),
                None,
            )
            for linkage in linkages.inside
        )
        outside: Iterable[_Row] = (
            (linkage.id, sides[1], None, linkage.name, self.rich(linkage.description), linkage.url)
            for linkage in linkages.outside
        )
        return self._table("linkages", columns, chain(inside, outside))

    def _partners(self, references: Table) -> Table:
        terms = self.terms
        columns = self.columns.of(
            "partner", {"name": 36, "category": 24, "country": 18, "role": 12, "contribution": 60}
        )
        columns.append(Column("efforts", self.names["efforts"], 12))
        rows = (
            (
                partner.id,
                partner.name,
                terms.choice("category", partner.category),
                self._locale.country(partner.country) if partner.country else None,
                terms.choice("role", partner.role),
                self.rich(partner.contribution),
                self._linked(references, "effort", "partners", number),
            )
            for number, partner in enumerate(self.plan.partners, 1)
        )
        return self._table("partners", columns, rows)

    def _contacts_table(self) -> Table:
        widths = {"name": 30, "title": 30, "email": 34, "phone": 24}
        fields = {
            name: width
            for name, width in widths.items()
            if not self.plan.contacts_left_out or any(getattr(contact, name) for _, contact in self._contacts)
        }
        columns = [Column("partner", self.terms.record("partner"), 36), *self.columns.of("contact", fields)]
        rows = (
            (contact.id, partner.name, *(getattr(contact, name) for name in fields))
            for partner, contact in self._contacts
        )
        return self._table("contacts", columns, rows)

    def _references_table(self) -> Table:
        terms, pair = self.terms, self.columns.pair
        entry, value = terms.pgettext("column", "Entry"), terms.pgettext("column", "Value")
        columns = [
            Column("record", entry, 20),
            self._number_of("record.number", entry, 12),
            Column("record.name", pair(entry, terms.pgettext("column", "Name")), 50),
            Column("field", terms.pgettext("column", "Field"), 26),
            self._number_of("value.number", value, 12),
            Column("value", value, 50),
        ]
        return self._table("references", columns, self._references, with_ids=False)

    def _number_of(self, key: str, label: str, width: int) -> Column:
        """Return a column of the numbers of other items."""
        return Column(key, self.columns.pair(label, self.terms.gettext("No.")), width, "number")

    def _linked(self, table: Table, record: str, field: str, number: int) -> Formula:
        """Return how many items of a kind are linked to the item in the formula's own row."""
        terms = self.terms
        kind, label = terms.record(record), terms.label(record, field)
        text = (
            f"COUNTIFS({table.column('record')},{quoted_text(kind)},"
            f"{table.column('field')},{quoted_text(label)},"
            f"{table.column('value.number')},{_own_number(number)})"
        )
        return Formula(text, self._links[kind, label, number])

    def _table(self, name: str, columns: Iterable[Column], rows: Iterable[_Row], *, with_ids: bool = True) -> Table:
        """Return a table with its rows counted; where they begin with an id, it goes into a hidden last column."""
        columns = [Column(NUMBER, self.terms.gettext("No."), 6, "number"), *columns]
        if with_ids:
            columns.append(Column(ID, self.terms.pgettext("column", "Identifier"), 38, hidden=True))
            rows = ((*row[1:], row[0]) for row in rows)
        return Table(self.names[name], tuple(columns), tuple((n, *row) for n, row in enumerate(rows, 1)))


def _own_number(number: int) -> str:
    """Return a reference from a row to its own number: below the header, in the first column."""
    return f"$A{number + 1}"
