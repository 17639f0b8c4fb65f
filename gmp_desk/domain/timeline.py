"""The efforts of a plan in time: a bar for each, its milestones, and the span that a picture of them covers (F13)."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gmp_desk.domain.plan import Effort, Plan

# A slip such as 2062 for 2026 must not press all other bars into a sliver: a picture shows this much around the period.
_MARGIN = 24


@dataclass(frozen=True)
class Point:
    """A milestone: what is done by when, the day being None where none is given."""

    title: str
    due: date | None


@dataclass(frozen=True)
class Bar:
    """An effort in time.

    ``start`` and ``end`` are months as the plan has them. ``span`` is the first and last month that it is drawn in,
    counted as in ``month_count``, None without dates; an open start or end is drawn to that of the period.
    """

    number: str
    title: str
    address: str
    start: str | None
    end: str | None
    span: tuple[int, int] | None
    milestones: tuple[Point, ...]

    @property
    def open_start(self) -> bool:
        """Whether only the end is given."""
        return self.start is None and self.end is not None

    @property
    def open_end(self) -> bool:
        """Whether only the start is given."""
        return self.end is None and self.start is not None

    @property
    def backwards(self) -> bool:
        """Whether the end is before the start; it is drawn from the earlier to the later."""
        return self.start is not None and self.end is not None and self.end < self.start


@dataclass(frozen=True)
class Group:
    """A priority action and its efforts."""

    number: int
    title: str
    address: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Timeline:
    """All efforts by action, the plan's period and today; months counted as in ``month_count``, the last included.

    ``first`` to ``last`` is what a picture covers: the period, and what lies outside it within two years.
    """

    groups: tuple[Group, ...]
    period_first: int
    period_last: int
    first: int
    last: int
    today: date

    @property
    def is_empty(self) -> bool:
        """Whether there is no effort."""
        return not any(group.bars for group in self.groups)


def month_count(month: str) -> int:
    """Return how many months lie between January of the year 0 and a month such as ``2026-05``."""
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def position(day: date) -> float:
    """Return where a day begins, in months counted as in ``month_count``: 15 June is some half of a month after 1 June.

    A picture that draws month ``m`` from ``m`` to ``m + 1`` has the day in its place.
    """
    return day.year * 12 + day.month - 1 + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]


def timeline(plan: Plan, today: date) -> Timeline:
    """Return the efforts of a plan in time; nothing of the plan is left out, whatever its dates."""
    # The months of a period may stand in the wrong order while it is typed.
    period_first, period_last = sorted(map(month_count, (plan.period.first, plan.period.last)))
    groups = tuple(
        Group(
            number,
            action.title,
            f"actions/{action.id}",
            tuple(
                _bar(effort, f"{number}.{place}", f"actions/{action.id}/efforts/{effort.id}", period_first, period_last)
                for place, effort in enumerate(action.efforts, 1)
            ),
        )
        for number, action in enumerate(plan.actions, 1)
    )
    marked = [period_first, period_last, *_months(bar for group in groups for bar in group.bars)]
    first = max(min(marked), period_first - _MARGIN)
    last = min(max(marked), period_last + _MARGIN)
    return Timeline(groups, period_first, period_last, first, last, today)


def _bar(effort: Effort, number: str, address: str, period_first: int, period_last: int) -> Bar:
    start, end = (month_count(month) if month else None for month in (effort.start, effort.end))
    span = None
    if start is not None and end is not None:
        span = min(start, end), max(start, end)
    elif end is not None:
        span = min(period_first, end), end
    elif start is not None:
        span = start, max(period_last, start)
    points = tuple(Point(milestone.title, milestone.due) for milestone in effort.milestones)
    return Bar(number, effort.title, address, effort.start, effort.end, span, points)


def _months(bars: Iterable[Bar]) -> Iterable[int]:
    for bar in bars:
        yield from bar.span or ()
        yield from (int(position(point.due)) for point in bar.milestones if point.due)
