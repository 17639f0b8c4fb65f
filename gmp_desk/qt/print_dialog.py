"""Prints the open plan, after a look at its pages."""

from pathlib import Path

from PySide6.QtCore import QChildEvent, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.html_writer import Printable, printable
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.file_dialogs import ask_place
from gmp_desk.qt.printing import page_layout, print_on


class PrintDialog(QPrintPreviewDialog):
    """Shows the pages of a plan, in its own language; its button for printing asks for the printer."""

    def __init__(self, desk: Desk, plan: Plan, parent: QWidget | None = None) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setPageLayout(page_layout())
        super().__init__(self._printer, parent, Qt.WindowType.Window)
        document = _document(desk, plan)
        self._printer.setDocName(document.title)
        self._printer.setCreator("GMP Desk")
        self.setWindowTitle(desk.catalogue.gettext("Print"))
        self.paintRequested.connect(lambda printer: print_on(printer, document))
        for zoom in self.findChildren(QComboBox):
            # The line within the box would have a frame of its own, and no room for the figures.
            if line := zoom.lineEdit():
                line.setProperty("look", "bare")
        self.resize(900, 900)

    def childEvent(self, event: QChildEvent) -> None:
        """Have Qt's dialog that asks for the printer look for a file as all others do (see ``file_dialogs``)."""
        super().childEvent(event)
        asking = event.child()
        if event.polished() and isinstance(asking, QPrintDialog):
            browse, name = asking.findChild(QToolButton, "fileBrowser"), asking.findChild(QLineEdit, "filename")
            if isinstance(browse, QToolButton) and isinstance(name, QLineEdit):  # only Linux has them
                browse.clicked.disconnect()
                browse.clicked.connect(lambda: _browse(asking, name))


def _browse(asking: QPrintDialog, name: QLineEdit) -> None:
    place = Path(name.text() or "plan.pdf").absolute()
    if chosen := ask_place(asking.windowTitle(), place, "PDF (*.pdf)", asking):
        name.setText(str(chosen))


def _document(desk: Desk, plan: Plan) -> Printable:
    program = desk.program
    terms = Terms(program.template(), program.catalogue_in(plan.language))
    return printable(plan_document(plan, terms, Locale(plan.language)))


def print_plan(desk: Desk, plan: Plan, parent: QWidget | None = None) -> None:
    """Let the user look at the pages of a plan and print them."""
    dialog = PrintDialog(desk, plan, parent)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()
