"""The two themes: contrasts of WCAG 2.2 AA, and a style sheet that Qt understands."""

import itertools

import pytest
from PySide6.QtGui import QColor

from gmp_desk.paths import find
from gmp_desk.qt.theme import Theme

GROUNDS = ("window", "surface", "raised")
READ = ("text", "muted", "accent", "error", "warning", "success")


def theme(name: str) -> Theme:
    return Theme(find().resources, dark=name == "dark")


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("role", "ground"), list(itertools.product(READ, GROUNDS)))
def test_text_stands_out_from_what_it_is_on(name: str, role: str, ground: str, qapp):
    assert contrast(theme(name).colour(role), theme(name).colour(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("role", "ground"), list(itertools.product(("outline", "focus"), GROUNDS)))
def test_parts_stand_out_from_what_they_are_on(name: str, role: str, ground: str, qapp):
    assert contrast(theme(name).colour(role), theme(name).colour(ground)) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_is_read_on_buttons_and_selections(name: str, qapp):
    colours = theme(name)
    assert contrast(colours.colour("on_accent"), colours.colour("accent")) >= 4.5
    assert contrast(colours.colour("text"), colours.colour("selection")) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_qt_understands_the_style_sheet(name: str, qapp):
    theme(name).dress(qapp)  # what it does not understand is a warning, which fails


def test_sizes_follow_the_size_that_was_chosen(qapp):
    usual, large = (Theme(find().resources, dark=False, text_size=size) for size in (100, 200))
    assert large.size("body") == pytest.approx(2 * usual.size("body"))
    assert usual.size("title") > usual.size("lead") > usual.size("body")
