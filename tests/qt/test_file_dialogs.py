"""The dialogs that ask for files: they open none, least of all the library, whose locks that would drop."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from gmp_desk.qt.file_dialogs import ask_files, ask_folder, ask_place, made
from gmp_desk.storage.database import create
from gmp_desk.storage.library import Library
from tests.storage.making import Clock
from tests.storage.test_in_use import HOLD, elsewhere


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks SQLite's locks as POSIX has them")
@pytest.mark.parametrize("mode", [QFileDialog.FileMode.ExistingFiles, QFileDialog.FileMode.Directory])
def test_a_dialog_that_shows_the_folder_of_the_library_leaves_it_locked(
    tmp_path: Path, qtbot: QtBot, mode: QFileDialog.FileMode
):
    path = tmp_path / "library.db"
    create(path)
    library = Library(path, Clock())
    assert library.entries() == ()
    dialog = made("Files", str(tmp_path), None)
    qtbot.addWidget(dialog)
    dialog.setFileMode(mode)
    dialog.show()
    view = dialog.findChild(QListView, "listView")
    loop = QEventLoop()  # not the waiting of pytest-qt, which lets no other thread run, such as the one that lists
    QTimer.singleShot(2_000, loop.quit)
    loop.exec()
    names = [
        view.model().index(row, 0, view.rootIndex()).data() for row in range(view.model().rowCount(view.rootIndex()))
    ]
    assert "library.db" in names
    assert elsewhere(HOLD, path) == "library.in_use"
    library.close()


def answered(answer: str) -> None:
    """Type a name in the dialog that is about to be shown, or close it."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, choose)
            return
        dialog.findChild(QLineEdit, "fileNameEdit").setText(answer)
        (dialog.accept if answer else dialog.reject)()

    QTimer.singleShot(20, choose)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_files_that_were_chosen_are_returned(tmp_path: Path, window: QWidget):
    (tmp_path / "plan.gmpplan").touch()
    answered("plan.gmpplan")
    assert ask_files("Open", str(tmp_path), "Plans (*.gmpplan);;All files (*)", window) == [tmp_path / "plan.gmpplan"]
    answered("")
    assert ask_files("Open", str(tmp_path), "Plans (*.gmpplan)", window) == []


def test_a_folder_that_was_chosen_is_returned(tmp_path: Path, window: QWidget):
    (tmp_path / "folder").mkdir()
    answered("folder")
    assert ask_folder("Folder", str(tmp_path), window) == tmp_path / "folder"
    answered("")
    assert ask_folder("Folder", str(tmp_path), window) is None


def test_a_place_gets_the_ending_of_its_kind(tmp_path: Path, window: QWidget):
    answered("picture")
    assert ask_place("Save", tmp_path / "chart.png", "Pictures (*.png)", window) == tmp_path / "picture.png"
    answered("")
    assert ask_place("Save", tmp_path / "chart.png", "Pictures (*.png)", window) is None
