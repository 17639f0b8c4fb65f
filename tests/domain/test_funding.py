"""What efforts cost and what is given for them, added up by action and currency."""

import itertools
from collections.abc import Sequence
from decimal import Decimal, localcontext

import pytest
from hypothesis import given

from gmp_desk.domain.funding import Part, Sums, funding
from gmp_desk.domain.plan import Action, Effort, Plan, Resources, Source
from gmp_desk.domain.values import Amount, Money, Words
from gmp_desk.formats.plan_workbook import plan_workbook
from gmp_desk.formats.sheets import Formula, Header, Line
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from tests import samples
from tests.strategies import blank_plan, new_id, plans

STATUSES = ("potential", "applied", "pledged", "received")
ONE, TWO, THREE = new_id(11), new_id(12), new_id(13)


def usd(amount: str) -> Amount:
    return Amount(amount=amount, currency="USD")


def source(number: int, status: str, amount: Money | None, *efforts: str) -> Source:
    return Source.blank(id=new_id(number), name=f"Donor {number}", status=status, amount=amount, efforts=efforts)


def plan_of(costs: Sequence[Money | None], *sources: Source) -> Plan:
    """Return a plan with two actions: the first two costs are of efforts of the first, the third of the second."""
    efforts = [Effort.blank(id=new_id(11 + n), title=f"E{n}", cost=cost) for n, cost in enumerate(costs)]
    actions = (
        Action.blank(id=new_id(1), title="Advise", efforts=tuple(efforts[:2])),
        Action.blank(id=new_id(2), title="Train", efforts=tuple(efforts[2:])),
    )
    return blank_plan(actions=actions, resources=Resources(narrative="", sources=sources, projects=()))


def in_dollars(part: Part) -> Sums:
    return part.sums["USD"]


def test_the_gap_is_what_is_neither_pledged_nor_received():
    given = [source(21, "pledged", usd("30"), ONE), source(22, "received", usd("20.50"), ONE)]
    apart = [source(23, "applied", usd("500"), ONE), source(24, "potential", usd("700"), ONE)]
    sums = in_dollars(funding(plan_of([usd("60"), usd("40"), None], *given, *apart)).actions[0])
    assert (sums.needed, sums.given, sums.gap, sums.surplus) == (100, Decimal("50.50"), Decimal("49.50"), 0)
    assert [sums.by_status[status] for status in STATUSES] == [700, 500, 30, Decimal("20.50")]


def test_what_is_given_beyond_the_need_is_a_surplus_and_no_gap_below_zero():
    sums = in_dollars(funding(plan_of([usd("60")], source(21, "received", usd("100"), ONE))).actions[0])
    assert (sums.gap, sums.surplus) == (0, 40)


def test_a_source_for_several_efforts_of_one_action_is_of_that_action():
    result = funding(plan_of([usd("60"), usd("40"), None], source(21, "pledged", usd("70"), ONE, TWO)))
    assert (in_dollars(result.actions[0]).gap, result.shared.sums) == (30, {})


@pytest.mark.parametrize("efforts", [(ONE, THREE), (), (new_id(99),)])
def test_a_source_that_is_not_of_one_action_is_counted_once_apart(efforts):
    result = funding(plan_of([usd("60"), None, usd("40")], source(21, "pledged", usd("70"), *efforts)))
    assert [in_dollars(part).given for part in (*result.actions, result.shared)] == [0, 0, 70]
    assert (result.total["USD"].given, result.total["USD"].gap) == (70, 30)


def test_currencies_are_kept_apart():
    euros = Amount(amount="5", currency="EUR")
    result = funding(plan_of([usd("60"), euros], source(21, "pledged", euros, ONE)))
    assert result.currencies == ("EUR", "USD")
    assert [result.actions[0].sums[code].gap for code in result.currencies] == [0, 60]


def test_costs_and_sources_in_words_or_without_any_are_told_apart_from_figures():
    words, blank = Words(text="staff time"), Words(text=" ")
    result = funding(plan_of([words, blank, None], source(21, "received", words, ONE), source(22, "potential", None)))
    assert [entry.words for entry in result.actions[0].efforts_without_figure] == ["staff time", ""]
    assert [entry.words for entry in result.actions[1].efforts_without_figure] == [""]
    assert [entry.title for entry in result.actions[0].sources_without_figure] == ["Donor 21"]
    assert [entry.title for entry in result.shared.sources_without_figure] == ["Donor 22"]
    assert not result.currencies
    assert not result.is_empty


def test_a_plan_that_tells_of_no_money_is_empty():
    assert funding(plan_of([])).is_empty
    assert funding(plan_of([None, None], source(21, "potential", None))).is_empty
    assert not funding(plan_of([usd("0")])).is_empty


def test_long_figures_lose_no_digit():
    long, cent = "9" * 37, "0.01"
    sums = in_dollars(funding(plan_of([usd(long), usd(cent)])).actions[0])
    assert format(sums.needed, "f") == f"{long}.01"


def test_each_sum_leads_to_its_sources():
    result = funding(plan_of([usd("1")], source(21, "pledged", usd("1"), ONE), source(22, "pledged", usd("1"), ONE)))
    assert in_dollars(result.actions[0]).sources == {
        "pledged": tuple(f"resources/sources/{new_id(n)}" for n in (21, 22))
    }


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
def test_the_figures_are_those_of_the_excel_overview(path):
    plan, program = samples.plan(path), samples.program()
    result = funding(plan)
    rows = plan_workbook(plan, Terms(program.template(), program.catalogue), Locale("en")).overview.rows
    money, costs = [below(rows, n) for n, row in enumerate(rows) if isinstance(row, Header)]

    *by_currency, _, without_figure = money
    assert {code for code, *sums, sought in by_currency if any(sums) or not sought} == set(result.currencies)
    for code, *sums, _ in by_currency:
        if code in result.total:
            total = result.total[code]
            assert sums == [total.needed, *(total.by_status.get(status, 0) for status in STATUSES)]
    assert without_figure[1] == sum(len(action.efforts_without_figure) for action in result.actions)

    in_excel = {(number, code): cost for _, number, _, _, code, cost in costs[:-1] if code}
    needed = {(action.number, code): sums.needed for action in result.actions for code, sums in action.sums.items()}
    assert {key: cost for key, cost in needed.items() if cost} == in_excel


def below(rows: Sequence[object], header: int) -> list[list[object]]:
    """Return the lines of a table on the overview, with what its formulas come to."""
    found = itertools.takewhile(lambda row: isinstance(row, Line), rows[header + 1 :])
    return [[value.result if isinstance(value, Formula) else value for value in line.values] for line in found]


@given(plans())
def test_in_any_plan_each_figure_is_in_one_action_or_shared(plan):
    result = funding(plan)
    parts = (*result.actions, result.shared)
    for code, sums in result.total.items():
        with localcontext(prec=100):  # the longest figures have more digits than a usual sum keeps
            assert sum((p.sums[code].needed for p in parts if code in p.sums), Decimal()) == sums.needed
            assert sum((p.sums[code].given for p in parts if code in p.sums), Decimal()) == sums.given
        assert 0 in (sums.gap, sums.surplus)
        assert sums.gap >= 0 <= sums.surplus
    assert {code for p in parts for code in p.sums} == set(result.currencies)
    unfigured = sum(len(p.efforts_without_figure) for p in parts)
    figured = sum(isinstance(e.cost, Amount) for action in plan.actions for e in action.efforts)
    assert unfigured + figured == sum(len(action.efforts) for action in plan.actions)
