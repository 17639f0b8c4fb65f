"""Tells a business plan as the first sheet of its workbook: what it is, its prose, and its totals as live formulas."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from gmp_desk.domain.text import is_blank
from gmp_desk.formats.excel_limits import Fitting, check_rows
from gmp_desk.formats.plan_columns import CURRENCY
from gmp_desk.formats.plan_sheets import NUMBER, PlanSheets
from gmp_desk.formats.plan_values import left_out
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
    quoted_text,
)
from gmp_desk.formats.text_lines import lines, parts

# The table of money needs seven columns.
_WIDTHS = (34, 16, 16, 16, 16, 16, 16)
# Lines of prose in a row; Excel shows no row higher than 409 points.
_LONGEST_PIECE = 24
_STATUSES = ("potential", "applied", "pledged", "received")


def plan_overview(sheets: PlanSheets, tables: Mapping[str, Table], fitting: Fitting) -> Overview:
    """Return the first sheet; texts that ``fitting`` has cut or could not show are named before all that may be long.

    Raise ``Refused`` ("excel.rows") where it has more rows than a worksheet.
    """
    name = sheets.names["overview"]
    overview = Overview(name, _WIDTHS, _PlanOverview(sheets, tables, fitting).rows())
    check_rows(name, len(overview.rows))
    return overview


class _PlanOverview:
    def __init__(self, sheets: PlanSheets, tables: Mapping[str, Table], fitting: Fitting) -> None:
        self._sheets = sheets
        self._tables = tables
        self._fitting = fitting
        self._plan = sheets.plan
        self._terms = sheets.terms
        self._costs = _amounts(tables["efforts"], "cost", "action")
        self._without_figure = self._terms.gettext("Entries without a figure, or with more than 15 digits")
        self._in_others = self._terms.gettext("Figures in other currencies")
        self._rows: list[OverviewRow] = []

    def rows(self) -> tuple[OverviewRow, ...]:
        """Return all rows; formulas refer to the rows that are there before them."""
        self._rows = [*self._titles(), *self._facts(), *self._named_cells(), *self._contents()]
        self._add_money()
        self._add_costs()
        return (*self._rows, *self._prose())

    @property
    def _next(self) -> int:
        """The number, as formulas write it, of the row that is added next."""
        return len(self._rows) + 1

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
        yield Fact(terms.pgettext("column", "Identifier"), plan.id)
        if plan.contacts_left_out:
            yield Fact(terms.label("partner", "contacts"), left_out(terms))

    def _named_cells(self) -> Iterator[OverviewRow]:
        terms = self._terms
        too_long = terms.gettext("Texts that are too long for a cell; they are complete in the plan file (.gmpplan)")
        not_shown = terms.gettext("Texts that are not shown in full; the cells hold all of them")
        for heading, places in ((too_long, self._fitting.cut), (not_shown, self._fitting.not_shown)):
            if places:
                yield Heading(heading)
            for place in places:
                told = terms.gettext("No. {number}, {field}").format(number=place.number, field=place.field)
                yield Fact(place.sheet, told)

    def _contents(self) -> Iterator[OverviewRow]:
        yield Heading(self._terms.gettext("Contents of this workbook"))
        for table in self._tables.values():
            yield Fact(table.name, Formula(f"COUNT({table.column(NUMBER)})", len(table.rows)))

    def _add_money(self) -> None:
        """Add what efforts cost, sources give and projects seek, a line per currency."""
        terms = self._terms
        totals = self._totals()
        self._rows.append(Heading(terms.gettext("Money by currency")))
        self._rows.append(Header((terms.pgettext("column", "Currency"), *totals)))
        first = self._next
        for code in sorted({code for total in totals.values() for code in total.currencies}):
            cell = f"$A{self._next}"
            self._rows.append(Line((code, *(total.in_currency(code, cell) for total in totals.values()))))
        listed = {CURRENCY: f"$A${first}:$A${self._next - 1}"} if self._next > first else {}
        in_others = (total.beside(listed) for total in totals.values())
        without_figure = (total.without_figure for total in totals.values())
        self._rows.append(Line((self._in_others, *in_others), below_sums=True))
        self._rows.append(Line((self._without_figure, *without_figure), below_sums=True))

    def _totals(self) -> dict[str, "_Total"]:
        """Return the totals of the whole plan by what is said of them."""
        terms, pair = self._terms, self._sheets.columns.pair
        efforts, resources = self._tables["efforts"], self._tables["resources"]
        header = pair(efforts.name, terms.label("effort", "cost"))
        totals = {header: self._total(efforts, "cost", {}, chain(*self._costs.values()))}
        given = _amounts(resources, "amount", "status")
        for status in _STATUSES:
            label = terms.choice("funding_status", status)
            header = pair(terms.plan_label("resources/sources"), label)
            totals[header] = self._total(resources, "amount", {"status": label}, given[label])
        project = terms.record("project")
        sought = _amounts(resources, "amount", "record")[project]
        header = pair(terms.plan_label("resources/projects"), terms.label("project", "amount"))
        totals[header] = self._total(resources, "amount", {"record": project}, sought)
        return totals

    def _total(
        self, table: Table, amount: str, where: Mapping[str, str | int], amounts: Iterable[tuple[Value, Value]]
    ) -> "_Total":
        return _Total(table, amount, where, list(amounts), self._terms.pgettext("money", "not added"))

    def _add_costs(self) -> None:
        """Add what each priority action costs, a line per currency."""
        terms, efforts = self._terms, self._tables["efforts"]
        cost = terms.label("effort", "cost")
        self._rows.append(Heading(self._sheets.columns.pair(self._tables["actions"].name, cost)))
        headers = terms.record("action"), terms.gettext("No."), efforts.name, self._without_figure
        self._rows.append(Header((*headers, terms.pgettext("column", "Currency"), cost)))
        first = self._next
        for number, title in enumerate(self._tables["actions"].values("title"), 1):
            total = self._total(efforts, "cost", {"action": number}, self._costs[number])
            start: tuple[Value, ...] = (_shortened(str(title)) or None, number, total.count, total.without_figure)
            for code in sorted(total.currencies) or [""]:
                money = (code, total.in_currency(code, f"$E{self._next}")) if code else (None, None)
                self._rows.append(Line((*start, *money)))
                start = (None, number, None, None)
        listed = {"action": f"$B${first}:$B${self._next - 1}", CURRENCY: f"$E${first}:$E${self._next - 1}"}
        every = self._total(efforts, "cost", {}, chain(*self._costs.values()))
        beside = every.beside(listed if self._next > first else {})
        self._rows.append(Line((self._in_others, None, beside, None, None, None)))

    def _prose(self) -> Iterator[OverviewRow]:
        plan, terms = self._plan, self._terms
        rich = self._sheets.rich
        told = {
            "summary": rich(plan.summary),
            "actions_justification": plan.actions_justification,
            "evaluation/method": rich(plan.evaluation.method),
            "resources/narrative": rich(plan.resources.narrative),
            "planning_process": rich(plan.planning_process),
            "other_information": rich(plan.other_information),
        }
        yield Heading(terms.gettext("Texts of the plan"))
        for address, text in told.items():
            label = terms.plan_label(address)
            if not is_blank(text):
                yield from self._text(label, text)
            elif address not in ("actions_justification", "other_information"):
                yield Fact(label, terms.gettext("No entry yet."))

    def _text(self, label: str, text: str) -> Iterator[Fact]:
        """Yield a text, parted into rows that Excel can show in full, the label at the first."""
        for piece in _pieces(text, sum(_WIDTHS[1:])):
            yield Fact(label, piece)
            label = ""


class _Total:
    """The amounts in some rows of a table: those that have given values in other columns."""

    def __init__(
        self,
        table: Table,
        amount: str,
        where: Mapping[str, str | int],
        found: list[tuple[Value, Value]],
        not_added: str,
    ) -> None:
        """Take the amounts and currencies found in the rows, and what to say of a sum without its only figures."""
        self._table = table
        self._amounts = table.column(amount)
        self._conditions = [
            f"{table.column(key)},{quoted_text(value) if isinstance(value, str) else value}"
            for key, value in where.items()
        ]
        self._not_added = not_added
        self.currencies = {str(code) for _, code in found if code}
        self._sums = dict.fromkeys(self.currencies, Decimal(0))
        self._with_texts = {code for figure, code in found if isinstance(figure, str)}
        for figure, code in found:
            if isinstance(figure, Decimal):
                self._sums[str(code)] += figure
        count = f"COUNTIFS({self._conditions[0]})" if where else f"COUNT({table.column(NUMBER)})"
        self.count = Formula(count, len(found))
        self._figures = ",".join([*self._conditions, f'{self._amounts},">=0"'])
        without = sum(not isinstance(figure, Decimal) for figure, _ in found)
        self.without_figure = Formula(f"{count}-COUNTIFS({self._figures})", without)

    def in_currency(self, code: str, cell: str) -> Formula:
        """Return the sum in a currency, whose code stands in a cell."""
        conditions = ",".join([*self._conditions, f"{self._table.column(CURRENCY)},{cell}"])
        text = f"SUMIFS({self._amounts},{conditions})"
        result = self._sums.get(code, Decimal(0))
        return Formula(text, result, self._not_added) if code in self._with_texts else Formula(text, result)

    def beside(self, listed: Mapping[str, str]) -> Formula:
        """Return how many figures are in no row that has in these columns what stands in the cells of these ranges.

        None is when the workbook is written; a reader may add some.
        """
        text = f"COUNTIFS({self._figures})"
        if listed:
            ranges = ",".join(f"{self._table.column(key)},{cells}" for key, cells in listed.items())
            text += f"-SUMPRODUCT(COUNTIFS({self._figures},{ranges}))"
        return Formula(text, 0)


def _amounts(table: Table, amount: str, key: str) -> Mapping[Value, list[tuple[Value, Value]]]:
    """Return the amount and currency of each row of a table, both None without any, by another of its columns."""
    found: defaultdict[Value, list[tuple[Value, Value]]] = defaultdict(list)
    for value, figure, code in zip(table.values(key), table.values(amount), table.values(CURRENCY), strict=True):
        found[value].append((figure, code))
    return found


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield a text in pieces that are not too high, parted at line ends and, within a long line, at spaces."""
    piece: list[str] = []
    height = 0
    for line in text.split("\n"):
        *full, rest = parts(line, width, _LONGEST_PIECE)
        needed = lines(rest, width)
        if piece and (full or height + needed > _LONGEST_PIECE):
            yield "\n".join(piece)
            piece, height = [], 0
        yield from full
        piece.append(rest)
        height += needed
    yield "\n".join(piece)


def _shortened(title: str) -> str:
    """Return as much of a title as a row shows; all of it is on its own sheet."""
    first = next(_pieces(title, _WIDTHS[0]))
    return first if first == title else f"{first}…"
