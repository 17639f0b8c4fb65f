"""The timeline of a plan as a picture: what it shows, where it leads, and how it is saved."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Action, Effort, Milestone, Plan
from gmp_desk.domain.values import Period
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.drawing import Area, Drawing, Stroke, Words
from gmp_desk.qt.picture import PictureView, save_png
from gmp_desk.qt.timeline_view import TimelineView
from tests import samples
from tests.strategies import blank_plan, new_id

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
ONE, TWO = (f"actions/{new_id(1)}/efforts/{new_id(n)}" for n in (11, 12))


def at_noon(desk: Desk) -> Desk:
    return dataclasses.replace(desk, program=dataclasses.replace(desk.program, clock=lambda: NOON))


def effort(number: int, title: str, start: str | None, end: str | None, *due: date | None) -> Effort:
    milestones = tuple(Milestone(id=new_id(100 * number + n), title=f"Step {n}", due=day) for n, day in enumerate(due))
    return Effort.blank(id=new_id(number), title=title, start=start, end=end, milestones=milestones)


def plan_of(*efforts: Effort, period: Period | None = None) -> Plan:
    fields = {"period": period} if period else {}
    return blank_plan(actions=(Action.blank(id=new_id(1), title="Advise", efforts=efforts),), **fields)


TWO_EFFORTS = plan_of(
    effort(11, "Help desk", "2026-04", "2026-09", date(2026, 6, 1), date(2027, 3, 1)),
    effort(12, "Training", None, None),
)


@pytest.fixture
def show(qtbot: QtBot, desk_in: Callable[..., Desk]) -> Callable[..., TimelineView]:
    """Show a plan: ``show(plan, "ar", width=600, dark=True)``."""

    kept = []  # PySide crashes where a shown widget that paints itself is collected as garbage

    def show(plan: Plan, language: str = "en", *, width: int = 1000, **look: object) -> TimelineView:
        view = TimelineView(at_noon(desk_in(language, **look)), plan)
        qtbot.addWidget(view)
        view.resize(width, 500)
        view.show()
        qtbot.waitExposed(view)
        kept.append(view)
        return view

    return show


def texts(drawing: Drawing) -> list[str]:
    return [shape.whole for shape in drawing.shapes if isinstance(shape, Words)]


def of_text(drawing: Drawing, text: str) -> Words:
    return next(shape for shape in drawing.shapes if isinstance(shape, Words) and shape.whole == text)


def bars(drawing: Drawing) -> list[Area]:
    """Return the bars in the picture, without the one in the legend."""
    found = [shape for shape in drawing.shapes if isinstance(shape, Area) and shape.fill == "accent"]
    return found[:-1]


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [360, 1000])
def test_each_action_effort_and_milestone_of_a_sample_is_to_be_seen(path, width, show):
    plan = samples.plan(path)
    view = show(plan, width=width)
    seen = texts(view.drawing)
    for action in plan.actions:
        assert action.title in seen
        for each in action.efforts:
            assert each.title in seen
            assert {view.sketch._desk.locale.short_date(milestone.due) for milestone in each.milestones} <= set(seen)
    assert len(bars(view.drawing)) == sum(len(action.efforts) for action in plan.actions)


@pytest.mark.parametrize(("language", "width", "text_size"), [("en", 1000, 100), ("ar", 500, 200), ("zh", 360, 100)])
def test_nothing_reaches_over_the_edges(language, width, text_size, show):
    drawing = show(samples.plan(), language, width=width, text_size=text_size).drawing
    for shape in drawing.shapes:
        around = (
            shape.rect
            if isinstance(shape, Words)
            else shape.outline.boundingRect()
            if isinstance(shape, Area)
            else None
        )
        assert around is None or (around.left() >= -1 and around.right() <= drawing.width + 1), shape


def test_titles_of_neighbouring_efforts_do_not_overlap(show):
    for width in (360, 700, 1200):
        drawing = show(samples.plan(), width=width).drawing
        for one, other in zip(drawing.spots, drawing.spots[1:], strict=False):
            assert one.rect.bottom() <= other.rect.top()


def test_bars_and_milestones_stand_at_their_months(show):
    drawing = show(TWO_EFFORTS).drawing
    (bar,) = bars(drawing)
    outline = bar.outline.boundingRect()
    month = outline.width() / 6
    diamonds = [
        shape.outline.boundingRect() for shape in drawing.shapes if isinstance(shape, Area) and shape.edge == "surface"
    ]
    assert [round((diamond.center().x() - outline.left()) / month, 2) for diamond in diamonds] == [2, 11]


def test_days_that_there_is_no_room_for_are_counted(show):
    days = [date(2026, 3, day) for day in range(1, 13)]
    seen = texts(show(plan_of(effort(11, "Help desk", "2026-03", "2026-03", *days))).drawing)
    assert [text for text in seen if text.endswith("Mar 2026")] == [f"{day} Mar 2026" for day in range(1, 7)]
    assert "+6" in seen


def test_arabic_mirrors_the_picture(show):
    english, arabic = (show(TWO_EFFORTS, language).drawing for language in ("en", "ar"))
    assert bars(arabic)[0].outline.boundingRect().right() == pytest.approx(
        arabic.width - bars(english)[0].outline.boundingRect().left(), abs=30
    )
    assert of_text(arabic, "Help desk").rect.left() > arabic.width / 2


def test_today_is_a_line_with_its_label(show):
    drawing = show(TWO_EFFORTS).drawing
    label = of_text(drawing, "Today, 16 Nov 2026")
    line = next(shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.role == "warning")
    assert label.rect.left() <= line.start.x() <= label.rect.right()


def test_a_plan_of_other_years_has_no_line_of_today(show):
    plan = plan_of(effort(11, "Help desk", "2020-01", None), period=Period(first_year=2020, last_year=2021))
    assert not any(text.startswith("Today") for text in texts(show(plan).drawing))


@pytest.mark.parametrize(
    ("years", "width", "shown", "missing"),
    [((2026, 2026), 1000, {"2026", "1", "12"}, {"Q1"}), ((2026, 2027), 1000, {"2026", "2027", "Q1", "Q4"}, {"12"}),
     ((2020, 2029), 600, {"2020", "2028"}, {"Q1"}), ((1900, 2200), 600, {"1900", "2000"}, {"1901", "Q1"})],
)  # fmt: skip
def test_the_axis_shows_months_quarters_or_years_as_there_is_room(years, width, shown, missing, show):
    first, last = years
    plan = plan_of(effort(11, "Help", None, None), period=Period(first_year=first, last_year=last))
    seen = set(texts(show(plan, width=width).drawing))
    assert shown <= seen
    assert not missing & seen


def test_open_ends_missing_dates_and_wrong_order_are_told_in_words(show):
    efforts = [("2026-03", None), (None, "2026-05"), (None, None), ("2026-08", "2026-02")]
    plan = plan_of(*(effort(11 + n, f"E{n}", *months) for n, months in enumerate(efforts)))
    seen = texts(show(plan).drawing)
    assert {"from March 2026", "until May 2026", "No dates yet."} <= set(seen)
    assert "August 2026 → February 2026: the end is before the start" in seen


def test_an_empty_plan_says_what_will_be_here(show):
    view = show(blank_plan())
    assert texts(view.drawing) == ["There are no efforts yet; each one will have its bar and its milestones here."]
    assert view.drawing.spots == []


def test_keys_walk_the_picture_and_enter_goes_there(qtbot, show):
    view = show(TWO_EFFORTS)
    gone: list[str] = []
    view.go_to.connect(gone.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Enter, Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    assert gone == [ONE, TWO, ONE, f"actions/{new_id(1)}", f"actions/{new_id(1)}"]


def test_the_chosen_bar_is_what_readers_of_the_screen_hear(qtbot, show):
    view = show(TWO_EFFORTS)
    assert view.accessibleName() == "Timeline of the efforts"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleName() == (
        "1.1 Help desk\nApril–September 2026\n◆ Step 0: 1 June 2026\n◆ Step 1: 1 March 2027"
    )
    assert view.accessibleDescription() == "Timeline of the efforts\n1 Advise\n1.1 Help desk\n1.2 Training"


def test_a_click_on_a_bar_goes_to_its_effort(qtbot, show):
    view = show(TWO_EFFORTS)
    with qtbot.waitSignal(view.go_to) as gone:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=in_viewport(view, 1).toPoint())
    assert gone.args == [ONE]


def in_viewport(view: PictureView, number: int) -> QPointF:
    """Return the middle of a spot, as the mouse finds it."""
    offset = next(
        QPointF(x, y)
        for y in range(100)
        for x in range(100)
        if view.tip_at(view.drawing.spots[0].rect.topLeft() + QPointF(x, y)) == view.drawing.spots[0].text
    )
    return view.drawing.spots[number].rect.center() + offset


def test_the_keys_bring_what_is_chosen_into_view(qtbot, show):
    view = show(samples.plan(), width=360)
    qtbot.keyClick(view, Qt.Key.Key_End)
    rect = view.drawing.spots[-1].rect
    assert rect.bottom() <= view.verticalScrollBar().value() + view.viewport().height()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.verticalScrollBar().value() <= view.drawing.spots[0].rect.top()


def test_what_is_chosen_stays_chosen_when_the_plan_changes(qtbot, show):
    view = show(TWO_EFFORTS)
    qtbot.keyClick(view, Qt.Key.Key_End)
    first, second = TWO_EFFORTS.actions[0].efforts
    view.show_plan(plan_of(second, first))
    assert view.accessibleName().startswith("1.1 Training")
    view.show_plan(plan_of(first))
    assert view.accessibleName() == "Timeline of the efforts"


def test_a_long_title_is_elided_and_whole_in_the_tool_tip(show):
    title = "Help desk for everybody " * 30
    view = show(plan_of(effort(11, title, "2026-01", "2026-02")))
    assert of_text(view.drawing, title).elided
    assert of_text(view.drawing, title).lines[-1].endswith("…")
    assert view.tip_at(in_viewport(view, 1)).startswith(f"1.1 {title}")


def test_saving_writes_a_picture_twice_as_fine_in_the_light_theme(show, tmp_path):
    light, dark = show(TWO_EFFORTS), show(TWO_EFFORTS, dark=True)
    for name, view in (("light", light), ("dark", dark)):
        save_png(view, tmp_path / f"{name}.png")
    assert (tmp_path / "light.png").read_bytes() == (tmp_path / "dark.png").read_bytes()
    image = QImage(str(tmp_path / "dark.png"))
    assert image.width() == 2400
    assert image.pixelColor(0, 0) == image.pixelColor(image.width() - 1, image.height() - 1) == QColor("white")


def test_saving_does_not_change_what_is_on_the_screen(show, tmp_path):
    view = show(TWO_EFFORTS, width=360)
    before = view.drawing
    save_png(view, tmp_path / "t.png")
    assert view.drawing is before


def test_a_picture_that_cannot_be_written_is_refused(show, tmp_path):
    view = show(TWO_EFFORTS)
    with pytest.raises(Refused) as refused:
        save_png(view, tmp_path / "no such folder" / "t.png")
    assert refused.value.id == "file.write"


def test_a_picture_of_hundreds_of_efforts_is_whole(show, tmp_path: Path):
    view = show(plan_of(*(effort(n, f"E{n}", "2026-01", "2026-05") for n in range(11, 911))))
    image = view.image()
    assert image.height() <= 30_000
    assert image.width() / image.height() < 2400 / 30_000


def test_copying_puts_the_picture_on_the_clipboard(show):
    view = show(TWO_EFFORTS)
    view.copy()
    assert QGuiApplication.clipboard().image().size() == view.image().size()


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_painted_in_the_theme(dark, show):
    view = show(TWO_EFFORTS, dark=dark)
    ground = QColor("#1C2425" if dark else "#FFFFFF")
    assert view.grab().toImage().pixelColor(2, 2) == ground
