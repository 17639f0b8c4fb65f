"""A line of text that is cut where there is no room."""

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gmp_desk.qt.elided_label import ElidedLabel
from tests.qt.opened import show

LONG = "The plan <b> is now in the file /home/a/very/long/path/to/a/plan/that/has/no/end.gmpplan"


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    made = ElidedLabel()
    qtbot.addWidget(show(made, 120, 30))
    return made


def test_a_text_that_fits_is_shown_whole(label: ElidedLabel):
    label.show_text("Stored")
    assert (label.text(), label.toolTip(), label.accessibleName()) == ("Stored", "", "Stored")


def test_a_text_that_does_not_fit_is_cut_and_told_whole(label: ElidedLabel):
    label.show_text(LONG)
    assert label.text().endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    assert label.accessibleName() == label.whole == LONG
    assert "The plan &lt;b&gt; is now" in label.toolTip()


def test_with_more_room_more_of_it_is_shown(label: ElidedLabel):
    label.show_text(LONG)
    label.resize(2_000, 30)
    assert (label.text(), label.toolTip()) == (LONG, "")


def test_a_long_text_makes_no_window_wider(qtbot: QtBot):
    window = QWidget()
    row = QHBoxLayout(window)
    label = ElidedLabel(window)
    row.addWidget(QLabel("Stored", window))
    row.addWidget(label, 1)
    qtbot.addWidget(show(window, 200, 40))
    before = window.minimumSizeHint().width()
    label.show_text("x" * 1_000)
    assert window.minimumSizeHint().width() <= before + 20


def test_an_empty_text_takes_no_room(label: ElidedLabel):
    label.show_text(LONG)
    label.show_text("")
    assert (label.text(), label.toolTip(), label.minimumSizeHint().width()) == ("", "", 0)
