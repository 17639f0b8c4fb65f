"""What efforts cost and what is given for them: by priority action and by currency (F16, D7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from gmp_desk.domain.plan import FundingStatus, Plan, Source
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import LONGEST_FIGURE, Amount, Money, Words

_SUMS = Context(prec=2 * LONGEST_FIGURE)  # the usual 28 digits are fewer than an amount may have
_NOTHING = Decimal()


@dataclass(frozen=True)
class Sums:
    """What is needed and given in one currency; ``sources`` has the addresses of what is in ``by_status``."""

    needed: Decimal
    by_status: Mapping[FundingStatus, Decimal]
    sources: Mapping[FundingStatus, tuple[str, ...]]

    @property
    def given(self) -> Decimal:
        """What is pledged and received."""
        return _SUMS.add(self.by_status.get("pledged", _NOTHING), self.by_status.get("received", _NOTHING))

    @property
    def gap(self) -> Decimal:
        """How much of what is needed is neither pledged nor received; never below zero."""
        return max(_SUMS.subtract(self.needed, self.given), _NOTHING)

    @property
    def surplus(self) -> Decimal:
        """How much more is pledged and received than needed; never below zero."""
        return max(_SUMS.subtract(self.given, self.needed), _NOTHING)


@dataclass(frozen=True)
class Unfigured:
    """An effort or source whose money is told in words, or not at all (``words`` is empty)."""

    title: str
    address: str
    words: str


@dataclass(frozen=True)
class Part:
    """The money of one priority action, by currency, and its efforts and sources without a figure.

    The part with the number 0 is not of one action: sources for efforts of several actions, or for none that is in
    the plan. How they are shared among actions is not recorded, so they are counted once, here.
    """

    number: int
    title: str
    address: str
    sums: Mapping[str, Sums]
    efforts_without_figure: tuple[Unfigured, ...]
    sources_without_figure: tuple[Unfigured, ...]


@dataclass(frozen=True)
class Funding:
    """The money of a plan: its actions, what is not of one action, and the total by currency."""

    actions: tuple[Part, ...]
    shared: Part
    total: Mapping[str, Sums]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that occur, in the order of their codes."""
        return tuple(sorted(self.total))

    @property
    def is_empty(self) -> bool:
        """Whether the plan tells of no money, neither in figures nor in words."""
        parts = (*self.actions, self.shared)
        told = (entry for part in parts for entry in (*part.efforts_without_figure, *part.sources_without_figure))
        return not self.total and not any(entry.words for entry in told)


def funding(plan: Plan) -> Funding:
    """Add up what the efforts of each action cost and what sources give for them; nothing is converted (D7).

    A source belongs to an action when all efforts that it serves are of that action.
    """
    sources: dict[int, list[Source]] = {number: [] for number in range(len(plan.actions) + 1)}
    actions_of = {effort.id: number for number, action in enumerate(plan.actions, 1) for effort in action.efforts}
    for source in plan.resources.sources:
        served = {actions_of[effort] for effort in source.efforts if effort in actions_of}
        sources[served.pop() if len(served) == 1 else 0].append(source)
    actions = tuple(
        Part(
            number,
            action.title,
            f"actions/{action.id}",
            _sums((effort.cost for effort in action.efforts), sources[number]),
            _without_figure(
                (effort.cost, effort.title, f"actions/{action.id}/efforts/{effort.id}") for effort in action.efforts
            ),
            _sources_without_figure(sources[number]),
        )
        for number, action in enumerate(plan.actions, 1)
    )
    shared = Part(0, "", "resources/sources", _sums((), sources[0]), (), _sources_without_figure(sources[0]))
    total = _sums((effort.cost for action in plan.actions for effort in action.efforts), plan.resources.sources)
    return Funding(actions, shared, total)


def _sums(costs: Iterable[Money | None], sources: Iterable[Source]) -> dict[str, Sums]:
    needed: dict[str, Decimal] = {}
    by_status: dict[str, dict[FundingStatus, Decimal]] = {}
    addresses: dict[str, dict[FundingStatus, tuple[str, ...]]] = {}
    for cost in costs:
        if isinstance(cost, Amount):
            needed[cost.currency] = _SUMS.add(needed.get(cost.currency, _NOTHING), Decimal(cost.amount))
    for source in sources:
        if isinstance(source.amount, Amount):
            code, status = source.amount.currency, source.status
            sums, leads = by_status.setdefault(code, {}), addresses.setdefault(code, {})
            sums[status] = _SUMS.add(sums.get(status, _NOTHING), Decimal(source.amount.amount))
            leads[status] = (*leads.get(status, ()), _address(source))
    return {
        code: Sums(needed.get(code, _NOTHING), by_status.get(code, {}), addresses.get(code, {}))
        for code in sorted(needed.keys() | by_status.keys())
    }


def _sources_without_figure(sources: Iterable[Source]) -> tuple[Unfigured, ...]:
    return _without_figure((source.amount, source.name, _address(source)) for source in sources)


def _without_figure(entries: Iterable[tuple[Money | None, str, str]]) -> tuple[Unfigured, ...]:
    return tuple(
        Unfigured(title, address, _words(money)) for money, title, address in entries if not isinstance(money, Amount)
    )


def _words(money: Money | None) -> str:
    return money.text if isinstance(money, Words) and not is_blank(money.text) else ""


def _address(source: Source) -> str:
    return f"resources/sources/{source.id}"
