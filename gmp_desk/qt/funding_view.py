"""What efforts cost and what is given for them, as bars by priority action, for each currency (section VII)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from PySide6.QtWidgets import QWidget

from gmp_desk.domain.funding import Funding, Part, Sums, Unfigured, funding
from gmp_desk.domain.plan import FundingStatus, Plan
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.drawing import Drawing
from gmp_desk.qt.picture import PictureView
from gmp_desk.qt.theme import SPACE, Role

# How high a bar is, in lines of text.
_BAR = 0.8
_STATUSES: tuple[FundingStatus, ...] = ("received", "pledged", "applied", "potential")

Kind = Literal["needed", "received", "pledged", "applied", "potential", "gap", "surplus"]


class FundingView(PictureView):
    """Shows what is needed and given; each bar leads to the action or the source that it tells of."""

    def __init__(self, desk: Desk, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(desk, FundingSketch(desk, plan), parent)

    def show_plan(self, plan: Plan) -> None:
        """Show the plan as it has become."""
        self.show_sketch(FundingSketch(self._desk, plan))


@dataclass(frozen=True)
class _Row:
    """A bar: of what kind, from where on, how much, and where it leads."""

    kind: Kind
    start: Decimal
    amount: Decimal
    address: str
    names: tuple[str, ...] = ()


class FundingSketch:
    """Draws the money of a plan at any width."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._shown = funding(plan)
        self.plan_title = plan.title
        self._names = {f"resources/sources/{source.id}": source.name for source in plan.resources.sources}
        self.title = desk.catalogue.gettext("What is needed and what is given")

    def draw(self, drawing: Drawing) -> None:
        """Add a panel for each currency, and what has no figure below."""
        _ = self._desk.catalogue.gettext
        if self._shown.is_empty:
            text = _(
                "There is no money in the plan yet; costs of efforts and what is given for them will be compared here."
            )
            drawing.text(0, 0, drawing.width, text, role="muted", most=6)
            return
        y = 0.0
        for code in self._shown.currencies:
            y = _Panel(self._desk, self._shown, code, self._names, drawing).draw(y) + SPACE[4]
        self._add_without_figure(drawing, y)

    def _add_without_figure(self, on: Drawing, y: float) -> None:
        parts = (*self._shown.actions, self._shown.shared)
        efforts = [entry for part in parts for entry in part.efforts_without_figure]
        sources = [entry for part in parts for entry in part.sources_without_figure]
        _ = self._desk.catalogue.gettext
        if not (efforts or sources):
            return
        y += on.text(0, y, on.width, _("Without a figure"), scale="lead", bold=True) + SPACE[0]
        for entries, count, nothing in (
            (efforts, _("Costs in words: {words}; no cost yet: {none}"), _("No cost yet.")),
            (sources, _("Amounts in words: {words}; no amount yet: {none}"), _("No amount yet.")),
        ):
            if entries:
                told = sum(bool(entry.words) for entry in entries)
                text = count.format(words=told, none=len(entries) - told)
                y += SPACE[1]
                y += on.text(0, y, on.width, text, role="muted", most=3) + SPACE[0]
            for entry in entries:
                y = self._add_entry(on, y, entry, entry.words or nothing)

    def _add_entry(self, on: Drawing, y: float, entry: Unfigured, words: str) -> float:
        half = (on.width - SPACE[2]) / 2
        height = max(
            on.text(0, y + 2, half, entry.title or "–", most=2),
            on.text(half + SPACE[2], y + 2, half, words, role="text" if entry.words else "muted", most=2),
        )
        on.spot(0, y, on.width, height + 4, entry.address, f"{entry.title}\n{words}")
        return y + height + 2 * SPACE[0]


class _Panel:
    """The bars of one currency."""

    def __init__(self, desk: Desk, shown: Funding, code: str, names: dict[str, str], drawing: Drawing) -> None:
        self._desk = desk
        self._code = code
        self._names = names
        self._on = drawing
        self._total = shown.total[code]
        self._parts = [part for part in (*shown.actions, shown.shared) if code in part.sums]
        self._line = drawing.letters.height()
        self._bar = round(_BAR * self._line)
        rows = [row for part in self._parts for row in self._rows(part)]
        self._most = max((row.start + row.amount for row in rows), default=Decimal())
        # The same for all panels.
        widest = max(drawing.letters.width(self._label(kind), bold=True) for kind in get_args(Kind))
        self._left = min(widest, drawing.width * 0.35) + SPACE[2]
        figures = max(drawing.letters.width(self._figure(row.amount), bold=True) for row in rows)
        self._figures = min(figures, (drawing.width - self._left) * 0.6) + SPACE[1]
        self._across = drawing.width - self._left - self._figures

    def draw(self, y: float) -> float:
        """Add the panel and return where it ends."""
        on = self._on
        name = self._desk.locale.currency_name(self._code)
        title = self._code if name == self._code else f"{self._code} · {name}"
        y += on.text(0, y, on.width, title, scale="lead", bold=True, most=2) + SPACE[0]
        y += on.text(0, y, on.width, self._summary(), role="muted", most=4) + SPACE[1]
        for part in self._parts:
            y = self._add_part(part, y)
        on.line(0, y, on.width, y, "line")
        return y

    def _summary(self) -> str:
        """Return the totals of the plan in this currency, in one sentence."""
        total, money = self._total, self._money
        _ = self._desk.catalogue.gettext
        if not total.needed:
            return _("Pledged and received in all: {given}").format(given=money(total.given))
        if total.surplus:
            text = _("Needed in all: {needed}; pledged and received: {given}; more than needed: {surplus}")
        else:
            text = _("Needed in all: {needed}; pledged and received: {given}; gap: {gap}")
        return text.format(
            needed=money(total.needed), given=money(total.given), gap=money(total.gap), surplus=money(total.surplus)
        )

    def _add_part(self, part: Part, y: float) -> float:
        on, top = self._on, y
        y += SPACE[1]
        if part.number:
            number = on.letters.width(str(part.number), bold=True) + SPACE[1]
            on.text(0, y, number, str(part.number), bold=True)
            y += on.text(number, y, on.width - number, part.title or "–", bold=True, most=2)
        else:
            y += on.text(0, y, on.width, self._heading(part), bold=True, most=2)
        y += SPACE[0]
        rows = list(self._rows(part))
        needed = part.sums[self._code].needed
        if needed and len(rows) > 1:  # how far the bars below should reach
            x = self._x(needed)
            on.line(x, y, x, y + len(rows) * (self._line + SPACE[0]), "outline", dashed=True)
        for row in rows:
            self._add_row(part, row, y)
            y += self._line + SPACE[0]
        return max(y, top) + SPACE[1]

    def _add_row(self, part: Part, row: _Row, y: float) -> None:
        on = self._on
        important = row.kind in ("gap", "surplus") and row.amount > 0
        role: Role = "text"
        if important:
            role = "warning" if row.kind == "gap" else "success"
        on.text(0, y, self._left - SPACE[1], self._label(row.kind), role=role, bold=important)
        start, end = self._x(row.start), self._x(row.start + row.amount)
        self._add_bar(row.kind, start, y + (self._line - self._bar) / 2, max(end - start, 2))
        figure = self._figure(row.amount)
        width = min(on.letters.width(figure, bold=True), self._figures - SPACE[1])
        at = max(end, start + 2) + SPACE[1]
        on.box(at - 2, y + 1, width + 4, self._line - 2, fill="surface")  # the line of what is needed may go through it
        on.text(at, y, width, figure, role=role, bold=important)
        told = f"{self._heading(part)}\n{self._label(row.kind)}: {self._money(row.amount)}"
        on.spot(0, y - 1, on.width, self._line + 2, row.address, "\n".join((told, *row.names)))

    def _add_bar(self, kind: Kind, x: float, y: float, width: float) -> None:
        """Add a bar; each kind has its own pattern, so that it is told without colour too."""
        on, height = self._on, self._bar
        if kind == "needed":
            on.box(x, y, width, height, fill="line", edge="outline", radius=2)
        elif kind == "received":
            on.box(x, y, width, height, fill="accent", edge="accent", radius=2)
        elif kind == "pledged":
            on.box(x, y, width, height, fill="accent", pattern="hatched", edge="accent", radius=2)
        elif kind == "applied":
            on.box(x, y, width, height, fill="accent", pattern="dotted", edge="outline", radius=2)
        elif kind == "potential":
            on.box(x, y, width, height, edge="outline", radius=2)
        elif kind == "gap":
            on.box(x, y, width, height, edge="warning", dashed=True, radius=2)
        else:
            on.box(x, y, width, height, fill="success", pattern="hatched", edge="success", radius=2)

    def _rows(self, part: Part) -> Iterator[_Row]:
        """Yield the bars of an action: what is given begins where what is given before it ends."""
        sums = part.sums[self._code]
        if sums.needed or (part.number and not sums.by_status):
            yield _Row("needed", Decimal(), sums.needed, part.address)
        start = Decimal()
        for status in _STATUSES[:2]:
            if status in sums.by_status:
                yield self._row(sums, status, start)
                start += sums.by_status[status]
        if sums.needed:
            if sums.surplus:
                yield _Row("surplus", sums.needed, sums.surplus, part.address)
            else:
                yield _Row("gap", start, sums.gap, part.address)
        for status in _STATUSES[2:]:
            if status in sums.by_status:
                yield self._row(sums, status, start)
                start += sums.by_status[status]

    def _row(self, sums: Sums, status: FundingStatus, start: Decimal) -> _Row:
        addresses = sums.sources[status]
        address = addresses[0] if len(addresses) == 1 else "resources/sources"
        return _Row(status, start, sums.by_status[status], address, tuple(self._names[each] for each in addresses))

    def _heading(self, part: Part) -> str:
        if part.number:
            return f"{part.number} {part.title}"
        return self._desk.catalogue.gettext("For several priority actions, or not tied to an effort")

    def _label(self, kind: Kind) -> str:
        pgettext = self._desk.catalogue.pgettext
        if kind == "needed":
            return pgettext("money", "Needed")
        if kind == "gap":
            return pgettext("money", "Gap")
        if kind == "surplus":
            return pgettext("money", "More than needed")
        return self._desk.terms.choice("funding_status", kind)

    def _figure(self, amount: Decimal) -> str:
        return self._desk.locale.number(amount)

    def _money(self, amount: Decimal) -> str:
        return self._desk.locale.money(amount, self._code)

    def _x(self, amount: Decimal) -> float:
        """Return where a bar of an amount ends."""
        return self._left + (float(amount / self._most) if self._most else 0.0) * self._across
