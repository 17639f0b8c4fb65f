"""The text of a whole plan to be read and copied, as it will stand in the document."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.html_writer import to_html
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.preview import look_of


class PlanText(QTextBrowser):
    """Shows a plan from the same blocks as the Word file, in the language of the plan."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # all of it wraps

    def show_plan(self, plan: Plan) -> None:
        """Show a plan from its beginning."""
        program = self._desk.program
        terms = Terms(program.template(), program.catalogue_in(plan.language))
        document = plan_document(plan, terms, Locale(plan.language))
        self.setHtml(to_html(document, look_of(self._desk.theme)))
        self.verticalScrollBar().setValue(0)
