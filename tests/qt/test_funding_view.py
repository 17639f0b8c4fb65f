"""The money of a plan as a picture: a panel for each currency, bars with their figures, and where they lead."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gmp_desk.domain.funding import funding
from gmp_desk.domain.plan import Action, Effort, Plan, Resources, Source
from gmp_desk.domain.values import Amount, Money, Words
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.drawing import Area, Drawing
from gmp_desk.qt.drawing import Words as Text
from gmp_desk.qt.funding_view import FundingView
from gmp_desk.qt.picture import save_png
from tests import samples
from tests.strategies import blank_plan, new_id

ADVISE, TRAIN, ONE, TWO = new_id(1), new_id(2), new_id(11), new_id(12)


def usd(amount: str) -> Amount:
    return Amount(amount=amount, currency="USD")


def source(number: int, status: str, amount: Money | None, *efforts: str) -> Source:
    return Source.blank(id=new_id(number), name=f"Donor {number}", status=status, amount=amount, efforts=efforts)


def plan_of(costs: Sequence[Money | None], *sources: Source) -> Plan:
    """Return a plan with an action for each of at most two costs."""
    actions = tuple(
        Action.blank(id=id_, title=title, efforts=(Effort.blank(id=effort, title=f"{title} all", cost=cost),))
        for id_, title, effort, cost in zip((ADVISE, TRAIN), ("Advise", "Train"), (ONE, TWO), costs, strict=False)
    )
    return blank_plan(actions=actions, resources=Resources(narrative="", sources=sources, projects=()))


@pytest.fixture
def show(qtbot: QtBot, desk_in: Callable[..., Desk]) -> Callable[..., FundingView]:
    """Show a plan: ``show(plan, "ar", width=600, dark=True)``."""

    kept = []  # PySide crashes where a shown widget that paints itself is collected as garbage

    def show(plan: Plan, language: str = "en", *, width: int = 1000, **look: object) -> FundingView:
        view = FundingView(desk_in(language, **look), plan)
        qtbot.addWidget(view)
        view.resize(width, 500)
        view.show()
        qtbot.waitExposed(view)
        kept.append(view)
        return view

    return show


def texts(drawing: Drawing) -> list[str]:
    return [shape.whole for shape in drawing.shapes if isinstance(shape, Text)]


def rows(drawing: Drawing) -> list[tuple[str, ...]]:
    """Return the texts of the picture, those on one line together."""
    lines: dict[float, list[str]] = {}
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            lines.setdefault(round(shape.rect.top()), []).append(shape.whole)
    return [tuple(line) for _, line in sorted(lines.items())]


ALL_KINDS = plan_of(
    [usd("1000"), usd("50")],
    source(21, "received", usd("300"), ONE),
    source(22, "pledged", usd("200.50"), ONE),
    source(23, "applied", usd("100"), ONE),
    source(24, "potential", usd("70"), ONE),
    source(25, "received", usd("80"), TWO),
    source(26, "pledged", usd("40"), ONE, TWO),
)


def test_each_bar_has_its_name_and_figure(show):
    assert rows(show(ALL_KINDS).drawing) == [
        ("USD · US Dollar",),
        ("Needed in all: USD 1,050; pledged and received: USD 620.50; gap: USD 429.50".replace("USD ", "USD\u00a0"),),
        ("1", "Advise"),
        ("Needed", "1,000"),
        ("Received", "300"),
        ("Pledged", "200.50"),
        ("Gap", "499.50"),
        ("Applied for", "100"),
        ("Potential", "70"),
        ("2", "Train"),
        ("Needed", "50"),
        ("Received", "80"),
        ("More than needed", "30"),
        ("For several priority actions, or not tied to an effort",),
        ("Pledged", "40"),
    ]


def test_the_lengths_of_bars_are_to_one_scale(show):
    drawing = show(ALL_KINDS).drawing
    widths = [round(bar.outline.boundingRect().width()) for bar in bars(drawing)]
    assert [round(width / widths[0], 2) for width in widths] == pytest.approx(
        [1, 0.3, 0.2, 0.5, 0.1, 0.07, 0.05, 0.08, 0.03, 0.04], abs=0.01
    )


def test_what_is_given_and_the_gap_make_up_what_is_needed(show):
    needed, received, pledged, gap, *_ = (bar.outline.boundingRect() for bar in bars(show(ALL_KINDS).drawing))
    assert received.left() == needed.left()
    assert pledged.left() == pytest.approx(received.right())
    assert (gap.left(), gap.right()) == (pytest.approx(pledged.right()), pytest.approx(needed.right()))


def test_no_two_kinds_of_bar_look_alike_without_their_colour(show):
    seven = [bar for n, bar in enumerate(bars(show(ALL_KINDS).drawing)) if n in (0, 1, 2, 3, 4, 5)]
    looks = {
        (bar.fill is not None and bar.fill != "line", bar.fill == "line", bar.pattern, bar.dashed) for bar in seven
    }
    assert len(looks) == 6


def bars(drawing: Drawing) -> list[Area]:
    return [shape for shape in drawing.shapes if isinstance(shape, Area) and shape.edge]


def test_each_currency_has_a_panel(show):
    plan = plan_of([usd("1"), Amount(amount="2", currency="EUR")])
    headings = [text for text in texts(show(plan, "fr").drawing) if " · " in text]
    assert headings == ["EUR · euro", "USD · dollar des États-Unis"]


def test_what_has_no_figure_is_counted_and_told_apart(show):
    plan = plan_of([Words(text="staff time"), None], source(21, "received", Words(text="rooms")))
    drawing = show(plan).drawing
    assert rows(drawing) == [
        ("Without a figure",),
        ("Costs in words: 1; no cost yet: 1",),
        ("Advise all", "staff time"),
        ("Train all", "No cost yet."),
        ("Amounts in words: 1; no amount yet: 0",),
        ("Donor 21", "rooms"),
    ]
    assert [spot.address for spot in drawing.spots] == [
        f"actions/{ADVISE}/efforts/{ONE}",
        f"actions/{TRAIN}/efforts/{TWO}",
        f"resources/sources/{new_id(21)}",
    ]


def test_money_given_where_none_is_needed_is_no_surplus(show):
    seen = texts(show(plan_of([], source(21, "pledged", usd("5")))).drawing)
    assert "More than needed" not in seen
    assert "Pledged and received in all: USD\u00a05" in seen


def test_an_empty_plan_says_what_will_be_here(show):
    view = show(plan_of([None]))
    assert texts(view.drawing) == [
        "There is no money in the plan yet; costs of efforts and what is given for them will be compared here."
    ]


def test_bars_lead_to_the_action_or_to_the_source(qtbot, show):
    plan = plan_of(
        [usd("9")], source(21, "received", usd("1"), ONE), *(source(n, "pledged", usd("1"), ONE) for n in (22, 23))
    )
    view = show(plan)
    gone: list[str] = []
    view.go_to.connect(gone.append)
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert gone == [f"actions/{ADVISE}", f"resources/sources/{new_id(21)}", "resources/sources", f"actions/{ADVISE}"]


def test_readers_of_the_screen_hear_action_amount_and_sources(qtbot, show):
    view = show(plan_of([usd("9")], source(21, "received", usd("1"), ONE)))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleName() == "1 Advise\nReceived: USD\u00a01\nDonor 21"


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize(("language", "width", "text_size"), [("en", 1000, 100), ("ar", 420, 100), ("zh", 700, 200)])
def test_all_figures_of_the_samples_are_within_the_picture(path, language, width, text_size, show):
    plan = samples.plan(path)
    view = show(plan, language, width=width, text_size=text_size)
    seen = texts(view.drawing)
    locale = view.sketch._desk.locale
    for action in funding(plan).actions:
        for sums in action.sums.values():
            assert locale.number(sums.needed) in seen or not sums.needed
            assert locale.number(sums.gap) in seen or not sums.needed or sums.surplus
    for shape in view.drawing.shapes:
        around = (
            shape.rect if isinstance(shape, Text) else shape.outline.boundingRect() if isinstance(shape, Area) else None
        )
        assert around is None or (around.left() >= -3 and around.right() <= view.drawing.width + 3), shape
    figures = [shape for shape in view.drawing.shapes if isinstance(shape, Text) and shape.whole[:1].isdigit()]
    assert not any(figure.elided for figure in figures)


def test_a_figure_of_forty_digits_leaves_room_for_the_bars(show):
    drawing = show(plan_of([usd("9" * 40)], source(21, "received", usd("9" * 39), ONE)), width=420).drawing
    assert min(bar.outline.boundingRect().width() for bar in bars(drawing)) > 5
    assert all(figure.rect.right() <= drawing.width + 1 for figure in drawing.shapes if isinstance(figure, Text))


def test_the_picture_can_be_saved(show, tmp_path):
    save_png(show(ALL_KINDS), tmp_path / "t.png")
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG")
