"""A look at the pages before they are printed."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from gmp_desk.qt.desk import Desk
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
