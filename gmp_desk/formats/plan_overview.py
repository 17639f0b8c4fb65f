"""Tells a business plan as the first sheet of its workbook: what it is, its prose, and its totals as live formulas."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from gmp_desk.domain.text import is_blank
from gmp_desk.formats.excel_limits import Cut, Fitting
from gmp_desk.formats.plan_columns import CURRENCY
from gmp_desk.formats.plan_sheets import NUMBER, PlanSheets
from gmp_desk.formats.sheets import (
    Fact,
    Formula,
    Header,
    Heading,
    Line,
    Overview,
    OverviewRow,
    Table,
    Title,
    Value,
    lines,
    quoted_text,
)

# The table of money needs seven columns.
_WIDTHS = (34, 16, 16, 16, 16, 16, 16)
# Lines of prose in a row; Excel shows no row higher than 409 points.
_LONGEST_PIECE = 24
_STATUSES = ("potential", "applied", "pledged", "received")


def plan_overview(sheets: PlanSheets, tables: Mapping[str, Table], fitting: Fitting) -> Overview:
    """Return the first sheet; the texts that ``fitting`` has cut are named before all that may be long.

    Raise ``Refused`` ("excel.rows") where it has more rows than a worksheet.
    """
    name = sheets.names["overview"]
    overview = Overview(name, _WIDTHS, _PlanOverview(sheets, tables, fitting).rows())
    fitting.check_rows(name, len(overview.rows))
    return overview


class _PlanOverview:
    def __init__(self, sheets: PlanSheets, tables: Mapping[str, Table], fitting: Fitting) -> None:
        self._sheets = sheets
        self._tables = tables
        self._fitting = fitting
        self._plan = sheets.plan
        self._terms = sheets.terms

    def rows(self) -> tuple[OverviewRow, ...]:
        facts, prose = list(self._facts()), list(self._prose())
        rows: list[OverviewRow] = [*self._titles(), *facts, *self._cuts(), *self._contents()]
        rows += self._money(len(rows))
        rows += self._costs(len(rows))
        return (*rows, *prose)

    def _titles(self) -> Iterator[OverviewRow]:
        terms = self._terms
        yield Title(terms.text(terms.template.partnership))
        yield Title(terms.plan())

    def _facts(self) -> Iterator[OverviewRow]:
        plan, terms = self._plan, self._terms
        version = plan.version
        told: dict[str, str | int | None] = {
            "title": plan.title,
            "area": terms.area(plan.area),
            "period": self._sheets.period,
            "language": terms.choice("language", plan.language),
            "state": terms.choice("state", plan.state),
            "version": version.number if version else None,
            "version_note": plan.version_note,
            "template": plan.template,
        }
        for address, value in told.items():
            label = terms.plan_label(address)
            if isinstance(value, int):
                yield Fact(label, value)
            elif value:
                yield from self._text(label, value)
        yield Fact(self._terms.pgettext("column", "Identifier"), plan.id)
        if plan.contacts_left_out:
            yield Fact(
                terms.label("partner", "contacts"), self._terms.gettext("Left out of this file, in whole or in part.")
            )

    def _cuts(self) -> Iterator[OverviewRow]:
        places = [self._place(cut) for cut in self._fitting.cuts]
        if places:
            yield Heading(
                self._terms.gettext("Texts that are too long for a cell; they are complete in the plan file (.gmpplan)")
            )
            yield from places

    def _place(self, cut: Cut) -> Fact:
        if cut.number is None:
            return Fact(cut.sheet, cut.field)
        return Fact(cut.sheet, self._terms.gettext("No. {number}, {field}").format(number=cut.number, field=cut.field))

    def _contents(self) -> Iterator[OverviewRow]:
        yield Heading(self._terms.gettext("Contents of this workbook"))
        for table in self._tables.values():
            yield Fact(table.name, Formula(f"COUNT({table.column(NUMBER)})", len(table.rows)))

    def _money(self, above: int) -> Iterator[OverviewRow]:
        """Yield what efforts cost, sources give and projects seek: a line per currency, below so many rows."""
        terms, pair = self._terms, self._sheets.columns.pair
        efforts, resources = self._tables["efforts"], self._tables["resources"]
        costs = _amounts(efforts, "cost", "action")
        totals = {
            pair(efforts.name, terms.label("effort", "cost")): _Total(efforts, "cost", {}, chain(*costs.values()))
        }
        given = _amounts(resources, "amount", "status")
        for status in _STATUSES:
            label = terms.choice("funding_status", status)
            header = pair(terms.plan_label("resources/sources"), label)
            totals[header] = _Total(resources, "amount", {"status": label}, given[label])
        project = terms.record("project")
        sought = _amounts(resources, "amount", "record")[project]
        header = pair(terms.plan_label("resources/projects"), terms.label("project", "amount"))
        totals[header] = _Total(resources, "amount", {"record": project}, sought)
        yield Heading(self._terms.gettext("Money by currency"))
        yield Header((self._terms.pgettext("column", "Currency"), *totals))
        currencies = sorted({code for total in totals.values() for code in total.currencies})
        for row, code in enumerate(currencies, above + 3):
            yield Line((code, *(total.in_currency(code, f"$A{row}") for total in totals.values())))
        yield Line(
            (self._terms.gettext("Entries without a figure"), *(total.without_figure for total in totals.values()))
        )

    def _costs(self, above: int) -> Iterator[OverviewRow]:
        """Yield what each priority action costs: a line per currency, below so many rows."""
        terms, efforts = self._terms, self._tables["efforts"]
        cost = terms.label("effort", "cost")
        yield Heading(self._sheets.columns.pair(self._tables["actions"].name, cost))
        without = self._terms.gettext("Entries without a figure")
        yield Header(
            (
                terms.record("action"),
                self._terms.gettext("No."),
                efforts.name,
                without,
                self._terms.pgettext("column", "Currency"),
                cost,
            )
        )
        costs = _amounts(efforts, "cost", "action")
        row = above + 3
        for number, title in enumerate(self._tables["actions"].values("title"), 1):
            total = _Total(efforts, "cost", {"action": number}, costs[number])
            start: tuple[Value, ...] = (title, number, total.count, total.without_figure)
            for code in sorted(total.currencies) or [""]:
                yield Line((*start, code or None, total.in_currency(code, f"$E{row}") if code else None))
                start = (None,) * len(start)
                row += 1

    def _prose(self) -> Iterator[OverviewRow]:
        plan = self._plan
        rich = self._sheets.rich
        told = {
            "summary": rich(plan.summary),
            "actions_justification": plan.actions_justification,
            "evaluation/method": rich(plan.evaluation.method),
            "resources/narrative": rich(plan.resources.narrative),
            "planning_process": rich(plan.planning_process),
            "other_information": rich(plan.other_information),
        }
        yield Heading(self._terms.gettext("Texts of the plan"))
        for address, text in told.items():
            label = self._terms.plan_label(address)
            if not is_blank(text):
                yield from self._text(label, text)
            elif address not in ("actions_justification", "other_information"):
                yield Fact(label, self._terms.gettext("No entry yet."))

    def _text(self, label: str, text: str) -> Iterator[Fact]:
        """Yield a text, parted at line ends into rows that Excel can show in full, the label at the first."""
        field = label
        for piece in _pieces(text):
            yield Fact(label, self._fitting.text(piece, self._sheets.names["overview"], None, field))
            label = ""


class _Total:
    """The amounts in some rows of a table: those that have given values in other columns."""

    def __init__(
        self, table: Table, amount: str, where: Mapping[str, str | int], amounts: Iterable[tuple[Value, Value]]
    ) -> None:
        found = list(amounts)
        self._amounts = table.column(amount)
        self._currency = table.column(CURRENCY)
        self._conditions = [
            f"{table.column(key)},{quoted_text(value) if isinstance(value, str) else value}"
            for key, value in where.items()
        ]
        self.currencies = {str(code) for _, code in found if code}
        self._sums = dict.fromkeys(self.currencies, Decimal(0))
        for figure, code in found:
            if isinstance(figure, Decimal):
                self._sums[str(code)] += figure
        count = f"COUNTIFS({self._conditions[0]})" if where else f"COUNT({table.column(NUMBER)})"
        self.count = Formula(count, len(found))
        figures = ",".join([*self._conditions, f'{self._amounts},">=0"'])
        without = sum(not isinstance(figure, Decimal) for figure, _ in found)
        self.without_figure = Formula(f"{count}-COUNTIFS({figures})", without)

    def in_currency(self, code: str, cell: str) -> Formula:
        """Return the sum in a currency, whose code stands in a cell."""
        conditions = ",".join([*self._conditions, f"{self._currency},{cell}"])
        return Formula(f"SUMIFS({self._amounts},{conditions})", self._sums.get(code, Decimal(0)))


def _amounts(table: Table, amount: str, key: str) -> Mapping[Value, list[tuple[Value, Value]]]:
    """Return the amounts and currencies of a table's rows, by what stands in another of its columns."""
    found: defaultdict[Value, list[tuple[Value, Value]]] = defaultdict(list)
    for value, figure, code in zip(table.values(key), table.values(amount), table.values(CURRENCY), strict=True):
        found[value].append((figure, code))
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield the lines of a text in groups that are not too high; joined with newlines they are the text."""
    piece: list[str] = []
    height = 0
    for line in text.split("\n"):
        needed = lines(line, sum(_WIDTHS[1:]))
        if piece and height + needed > _LONGEST_PIECE:
            yield "\n".join(piece)
            piece, height = [], 0
        piece.append(line)
        height += needed
    yield "\n".join(piece)
