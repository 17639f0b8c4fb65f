"""The preferences fit a small screen with large text, and their parts stand apart."""

import pytest
from PySide6.QtWidgets import QPushButton

from gmp_desk.i18n import LANGUAGES
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.preferences_dialog import PreferencesDialog
from tests.qt.opened import show


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_fits_a_small_screen_with_text_of_twice_the_size(desk_in, qtbot, language: str):
    dialog = PreferencesDialog(desk_in(language, text_size=200), None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.width() <= 1280, dialog.height() <= 720) == (True, True)


def test_the_line_of_the_folder_stands_apart_from_its_button(desk: Desk, qtbot):
    dialog = PreferencesDialog(desk, None)
    qtbot.addWidget(show(dialog, 600, 400))
    (choose,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Choose…"]
    assert choose.geometry().left() - dialog.folder.geometry().right() > 8
