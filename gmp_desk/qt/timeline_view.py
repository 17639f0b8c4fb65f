"""The efforts of a plan as bars in time, grouped by priority action (section IV)."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.timeline import Bar, Group, Timeline, position, timeline
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.drawing import Drawing
from gmp_desk.qt.picture import PictureView
from gmp_desk.qt.theme import SPACE, Role

# How high a bar is, and how far a diamond reaches from its middle, in lines of text.
_BAR = 0.8
_DIAMOND = 0.36
# Below so many times the height of a line, titles stand above the bars and not beside them.
_NARROW = 34
# From so many times the height of a line on, months have their numbers; closer together they are hard to tell apart.
_MONTHS = 2.5
_MOST_LABEL_LINES = 6
_STEPS_OF_YEARS = (1, 2, 5, 10, 20, 50, 100)


class TimelineView(PictureView):
    """Shows the efforts of a plan in time; each leads to its address."""

    def __init__(self, desk: Desk, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(desk, _sketch(desk, plan), parent)

    def show_plan(self, plan: Plan) -> None:
        """Show the plan as it has become."""
        self.show_sketch(_sketch(self._desk, plan))


def _sketch(desk: Desk, plan: Plan) -> "TimelineSketch":
    return TimelineSketch(desk, plan.title, timeline(plan, desk.program.clock().date()))


class TimelineSketch:
    """Draws a timeline at any width."""

    def __init__(self, desk: Desk, plan_title: str, shown: Timeline) -> None:
        self._desk = desk
        self.plan_title = plan_title
        self._shown = shown
        self.title = desk.catalogue.gettext("Timeline of the efforts")

    def draw(self, drawing: Drawing) -> None:
        """Add the axis, each action with its bars, the line of today and the legend."""
        if self._shown.is_empty:
            _ = self._desk.catalogue.gettext
            text = _("There are no efforts yet; each one will have its bar and its milestones here.")
            drawing.text(0, 0, drawing.width, text, role="muted", most=6)
        else:
            _Picture(self._desk, self._shown, drawing).draw()


class _Picture:
    """One drawing: where months stand across, and how far it has got down."""

    def __init__(self, desk: Desk, shown: Timeline, drawing: Drawing) -> None:
        self._desk = desk
        self._shown = shown
        self._on = drawing
        self._line = drawing.letters.height()
        self._bar = round(_BAR * self._line)
        self._diamond = round(_DIAMOND * self._line)
        self._stacked = drawing.width < _NARROW * self._line
        # Room at the edges for half a diamond and half a label of today.
        self._left = 0.0 if self._stacked else round(min(drawing.width * 0.36, 24 * self._line)) + SPACE[3]
        self._number = max((drawing.letters.width(bar.number) for bar in _bars(shown)), default=0.0) + SPACE[1]
        self._month = (drawing.width - self._left - self._diamond) / (shown.last + 1 - shown.first)
        self._y = 0.0
        self._labels: list[tuple[float, float, float, str]] = []
        self._strips: list[tuple[float, float]] = []  # where lines may run through
        self._years = 1

    def draw(self) -> None:
        """Add all shapes: what lies behind first."""
        self._y = self._line + SPACE[0]  # the label of today
        top = self._y
        self._add_axis()
        axis = self._y
        behind = len(self._on.shapes)
        for group in self._shown.groups:
            self._add_group(group)
        front = self._on.shapes[behind:]
        del self._on.shapes[behind:]
        # Where titles stand above the bars, no line goes through them.
        strips = self._strips if self._stacked else [(axis, self._y)]
        for strip in strips:
            self._add_ground(*strip)
        self._on.shapes += front
        self._add_today(top, axis, strips)
        self._add_labels()
        self._add_legend()

    def _x(self, months: float) -> float:
        """Return where a moment stands, counted in months."""
        return self._left + (months - self._shown.first) * self._month

    def _add_axis(self) -> None:
        """Add the years, and below them quarters or months where there is room for them."""
        on, shown = self._on, self._shown
        years = range(shown.first // 12, shown.last // 12 + 1)
        widest = max(on.letters.width(str(year), bold=True) for year in years) + SPACE[1]
        step = next((step for step in _STEPS_OF_YEARS if step * 12 * self._month >= widest), _STEPS_OF_YEARS[-1])
        self._years = step
        for year in (year for year in years if year % step == 0):
            start, end = max(year * 12, shown.first), min((year + step) * 12, shown.last + 1)
            if (end - start) * self._month >= widest:
                on.text(self._x(start) + SPACE[0], self._y, widest, str(year), bold=True)
        self._y += self._line
        label = self._desk.catalogue.pgettext("axis", "Q{number}")
        quarter = max(on.letters.width(label.format(number=number)) for number in range(1, 5)) + SPACE[1]
        if self._month >= _MONTHS * self._line:
            labels = [(count, 1, str(count % 12 + 1)) for count in range(shown.first, shown.last + 1)]
        elif 3 * self._month >= quarter:
            first = -(-shown.first // 3) * 3
            labels = [(n, 3, label.format(number=n % 12 // 3 + 1)) for n in range(first, shown.last - 1, 3)]
        else:
            labels = []
        for start, length, text in labels:
            on.text(self._x(start) + SPACE[0], self._y, length * self._month - SPACE[0], text, role="muted")
        self._y += (self._line if labels else 0) + SPACE[0]
        on.line(self._left, self._y, on.width, self._y, "outline")

    def _add_ground(self, top: float, bottom: float) -> None:
        """Add what lies behind the bars: months outside the period shaded, lines between quarters or years."""
        on, shown = self._on, self._shown
        for first, last in ((shown.first, shown.period_first), (shown.period_last + 1, shown.last + 1)):
            if last > first:
                on.box(self._x(first), top, (last - first) * self._month, bottom - top, fill="raised")
        every = 3 if 3 * self._month >= SPACE[4] else 12 * self._years
        for count in range(-(-shown.first // every) * every, shown.last + 1, every):
            on.line(self._x(count), top, self._x(count), bottom, "outline" if count % 12 == 0 else "line")

    def _add_group(self, group: Group) -> None:
        on = self._on
        self._y += SPACE[3]
        top = self._y
        number = str(group.number)
        on.text(0, self._y, self._number, number, bold=True)
        width = (on.width if self._stacked else self._left - SPACE[2]) - self._number
        height = on.text(self._number, self._y, width, group.title or "–", bold=True, most=3)
        on.spot(0, top, self._number + width, height, group.address, f"{number} {group.title}")
        self._y += height + SPACE[0]
        if not group.bars:
            text = self._desk.catalogue.gettext("No efforts yet.")
            self._y += on.text(self._number, self._y, width, text, role="muted", most=2)
        for bar in group.bars:
            self._add_bar(bar)
        self._y += SPACE[1]
        on.line(0, self._y, on.width, self._y, "line")

    def _add_bar(self, bar: Bar) -> None:
        on = self._on
        top = self._y + SPACE[1]
        width = (on.width if self._stacked else self._left - SPACE[2]) - self._number
        on.text(0, top, self._number, bar.number, role="muted")
        height = on.text(self._number, top, width, bar.title or "–", most=3)
        height += on.text(self._number, top + height, width, self._when(bar), role=self._when_role(bar), most=2)
        at = top + height + SPACE[1] if self._stacked else top + max(self._line - self._bar, 0) / 2
        if bar.span:
            self._add_shape(bar, bar.span, at)
        below = self._add_milestones(bar, at)
        bottom = max(top + height, below)
        self._strips.append((at - SPACE[0], bottom))
        on.spot(0, top, on.width, bottom - top, bar.address, self._told(bar))
        self._y = bottom

    def _when(self, bar: Bar) -> str:
        _, months = self._desk.catalogue.gettext, self._desk.locale.month_range
        if bar.backwards:
            return f"{months(bar.start, bar.start)} → {months(bar.end, bar.end)}: " + _("the end is before the start")
        return months(bar.start, bar.end) or _("No dates yet.")

    def _when_role(self, bar: Bar) -> Role:
        return "error" if bar.backwards else "muted"

    def _add_shape(self, bar: Bar, span: tuple[int, int], top: float) -> None:
        """Add the bar itself; an end that is open, or beyond the picture, is pointed."""
        shown = self._shown
        first, last = max(span[0], shown.first), min(span[1], shown.last)
        if first > last:  # all of it lies beyond the picture: a point at its edge
            first = last = shown.first if span[1] < shown.first else shown.last
        left, right = self._x(first), self._x(last + 1)
        before, after = self._pointed(bar)
        bottom, middle = top + self._bar, top + self._bar / 2
        if not (before or after):
            if bar.backwards:
                self._on.box(
                    left, top, right - left, self._bar, fill="error", pattern="hatched", edge="error", radius=3
                )
            else:
                self._on.box(left, top, right - left, self._bar, fill="accent", radius=3)
            return
        point = min(self._bar, (right - left) / 2)
        outline = (
            [(left + point, top), (left, middle), (left + point, bottom)] if before else [(left, top), (left, bottom)]
        )
        other = (
            [(right - point, bottom), (right, middle), (right - point, top)]
            if after
            else [(right, bottom), (right, top)]
        )
        self._on.shape([*outline, *other], fill="accent")

    def _pointed(self, bar: Bar) -> tuple[bool, bool]:
        """Tell whether the start and the end of a bar are open or beyond the picture."""
        first, last = bar.span or (self._shown.first, self._shown.last)
        return bar.open_start or first < self._shown.first, bar.open_end or last > self._shown.last

    def _add_milestones(self, bar: Bar, top: float) -> float:
        """Add a diamond for each milestone with a day in the picture, its day below; return where they end."""
        on, shown = self._on, self._shown
        ends: list[float] = []
        more: list[tuple[float, float]] = []  # labels that there is no room for
        middle, size = top + self._bar / 2, self._diamond
        for day in sorted(point.due for point in bar.milestones if point.due):
            at = position(day)
            if not shown.first <= at <= shown.last + 1:
                continue
            x = self._x(at)
            outline = [(x - size, middle), (x, middle - size), (x + size, middle), (x, middle + size)]
            on.shape(outline, fill="text", edge="surface")
            text = self._desk.locale.short_date(day)
            width = on.letters.width(text)
            left = min(max(x - width / 2, self._left), on.width - width)
            row = next((row for row, end in enumerate(ends) if left >= end + SPACE[1]), len(ends))
            if row == _MOST_LABEL_LINES:
                more.append((left, width))
                continue
            ends[row : row + 1] = [left + width]
            self._labels.append((left, top + self._bar + 2 + row * self._line, width, text))
        if more:
            left, width = more[0]
            self._labels.append((left, top + self._bar + 2 + len(ends) * self._line, width, f"+{len(more)}"))
            ends.append(left + width)
        return top + self._bar + 2 + len(ends) * self._line

    def _told(self, bar: Bar) -> str:
        """Return all that is said of an effort, a milestone on each line."""
        locale = self._desk.locale
        milestone = self._desk.catalogue.pgettext("milestone", "{title}: {date}")
        undated = self._desk.catalogue.gettext("no date")
        points = (
            milestone.format(title=point.title, date=locale.date(point.due) if point.due else undated)
            for point in bar.milestones
        )
        return "\n".join((f"{bar.number} {bar.title}", self._when(bar), *(f"◆ {point}" for point in points)))

    def _add_today(self, top: float, axis: float, strips: Sequence[tuple[float, float]]) -> None:
        """Add the line of today with its label, where today is in the picture."""
        on, shown = self._on, self._shown
        at = position(shown.today)
        if not shown.first <= at < shown.last + 1:
            return
        text = self._desk.catalogue.gettext("Today, {date}").format(date=self._desk.locale.short_date(shown.today))
        width = on.letters.width(text, bold=True)
        x = self._x(at)
        for start, end in ((top, axis), *strips):
            on.line(x, start, x, end, "warning", width=2, dashed=True)
        on.text(min(max(x - width / 2, 0), on.width - width), 0, width, text, bold=True, role="warning")

    def _add_labels(self) -> None:
        """Add the days of milestones, on a ground of their own where a line would go through them."""
        period = self._x(self._shown.period_first), self._x(self._shown.period_last + 1)
        for x, y, width, text in self._labels:
            inside = period[0] <= x + width / 2 <= period[1]
            self._on.box(x - 1, y + 1, width + 2, self._line - 2, fill="surface" if inside else "raised")
            self._on.text(x, y, width, text, role="muted")

    def _add_legend(self) -> None:
        """Say what the shapes stand for: only those that occur."""
        on, _ = self._on, self._desk.catalogue.gettext
        bars = list(_bars(self._shown))
        entries = [("bar", _("Effort"))] if any(bar.span for bar in bars) else []
        if any(point.due for bar in bars for point in bar.milestones):
            entries.append(("diamond", _("Milestone")))
        if any(any(self._pointed(bar)) for bar in bars):
            entries.append(("arrow", _("The start or end is not given, or not in the picture")))
        if (self._shown.first, self._shown.last) != (self._shown.period_first, self._shown.period_last):
            entries.append(("ground", _("Outside the period of the plan")))
        x, y = 0.0, self._y + SPACE[2]
        for kind, text in entries:
            width = min(on.letters.width(text), on.width - 3 * SPACE[3])
            if x and x + width + 2 * SPACE[3] > on.width:
                x, y = 0.0, y + self._line + SPACE[0]
            self._add_sign(kind, x, y + self._line / 2)
            on.text(x + 2 * SPACE[3], y, width, text, role="muted")
            x += 2 * SPACE[3] + width + SPACE[4]

    def _add_sign(self, kind: str, x: float, middle: float) -> None:
        on, half = self._on, self._bar / 2
        if kind == "bar":
            on.box(x, middle - half + 2, SPACE[4], self._bar - 4, fill="accent", radius=3)
        elif kind == "ground":
            on.box(x, middle - half, SPACE[4], self._bar, fill="raised", edge="line")
        elif kind == "arrow":
            on.shape(
                [(x, middle - 5), (x + 17, middle - 5), (x + 24, middle), (x + 17, middle + 5), (x, middle + 5)],
                fill="accent",
            )
        else:
            centre, size = x + SPACE[4] / 2, self._diamond
            on.shape(
                [(centre - size, middle), (centre, middle - size), (centre + size, middle), (centre, middle + size)],
                fill="text",
            )


def _bars(shown: Timeline) -> Iterator[Bar]:
    return (bar for group in shown.groups for bar in group.bars)
