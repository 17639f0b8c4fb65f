"""A look at the pages before they are printed."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QStyle, QStyleOptionFrame, QToolButton
from pytestqt.qtbot import QtBot

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.file_dialogs import PlainIcons
from gmp_desk.qt.print_dialog import PrintDialog
from tests import samples


@pytest.mark.parametrize("text_size", [100, 200])
def test_the_size_of_the_pages_can_be_read(desk_in, qtbot: QtBot, text_size: int):
    dialog = PrintDialog(desk_in(text_size=text_size), samples.plan(samples.PLANS[0]))
    qtbot.addWidget(dialog)
    dialog.show()
    (zoom,) = dialog.findChildren(QComboBox)
    line = zoom.lineEdit()
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    inside = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    assert inside.height() >= line.fontMetrics().height()
    assert inside.width() >= line.fontMetrics().horizontalAdvance("1000.0%")


@pytest.mark.parametrize("sample", samples.PLANS, ids=lambda path: path.stem)
def test_the_pages_of_a_plan_are_shown(sample: Path, desk: Desk, qtbot: QtBot):
    dialog = PrintDialog(desk, samples.plan(sample))
    qtbot.addWidget(dialog)
    dialog.show()
    pages = dialog.findChild(QPrintPreviewWidget)
    qtbot.waitUntil(lambda: pages.pageCount() > 5, timeout=20_000)
    assert isinstance(dialog.printer(), QPrinter)
    assert dialog.printer().docName() == " ".join(samples.plan(sample).title.split())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there Qt has a dialog of its own for printers")
def test_the_file_to_print_to_is_asked_for_as_all_files_are(desk: Desk, qtbot: QtBot, tmp_path: Path):
    dialog = PrintDialog(desk, samples.plan())
    qtbot.addWidget(dialog)
    dialog.show()
    asking = QPrintDialog(dialog.printer(), dialog)
    asking.show()
    qtbot.waitExposed(asking)
    QApplication.sendPostedEvents(dialog)  # by which Qt tells of a child that is ready
    name = asking.findChild(QLineEdit, "filename")
    name.setText(str(tmp_path / "old.pdf"))
    folders = []

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        if not isinstance(asked, QFileDialog):
            QTimer.singleShot(20, answer)
            return
        folders.append(Path(asked.directory().path()))
        assert isinstance(asked.iconProvider(), PlainIcons)
        asked.findChild(QLineEdit, "fileNameEdit").setText("printed")
        asked.accept()

    QTimer.singleShot(20, answer)
    asking.findChild(QToolButton, "fileBrowser").click()
    assert folders == [tmp_path]
    assert name.text() == str(tmp_path / "printed.pdf")
    asking.close()
