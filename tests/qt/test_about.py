"""The dialog about the program tells the versions and places, all of them to be read."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from gmp_desk.qt.about import AboutDialog
from gmp_desk.qt.desk import Desk
from tests.qt.opened import show


def ink(label: QLabel) -> tuple[int, int]:
    """Return how far from the left and from the right edge of a label its text stands."""
    picture = label.grab().toImage()
    paper = picture.pixel(0, 0)
    columns = [x for x in range(picture.width()) if any(picture.pixel(x, y) != paper for y in range(picture.height()))]
    return columns[0], picture.width() - 1 - columns[-1]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("text_size", [100, 200])
def test_every_label_has_room_for_all_of_its_lines_on_a_small_screen(desk_in, qtbot, language: str, text_size: int):
    dialog = AboutDialog(desk_in(language, text_size=text_size), None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.width() <= 1280, dialog.height() <= 720) == (True, True)
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


@pytest.mark.parametrize(("language", "edge"), [("en", 0), ("ar", 1)])
def test_values_stand_beside_what_they_are_called(desk_in: Callable[..., Desk], qtbot, language: str, edge: int):
    dialog = AboutDialog(desk_in(language), None)
    qtbot.addWidget(show(dialog, 600, 600))
    values = [label for label in dialog.findChildren(QLabel) if label.accessibleName()]
    assert values
    assert [value.text() for value in values if ink(value)[edge] > 4] == []
