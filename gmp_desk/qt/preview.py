"""The preview: a section of the plan as it will stand in the document."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.html_style import INDENT, Look
from gmp_desk.formats.html_writer import section_to_html
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE, Theme


class Preview(QTextBrowser):
    """Shows one section from the same blocks as the Word file, with headings and dates in a language.

    Show it again when the plan was edited and a pause came (``OpenPlan.paused``). While it is hidden it makes nothing.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._plan: Plan | None = None
        self._section = self._language = ""
        self._shown: tuple[Plan, str, str] | None = None
        self.setAccessibleName(desk.catalogue.gettext("Preview"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # Everything wraps; a table may still be a pixel too wide.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setIndentWidth(INDENT)
        self.document().setDocumentMargin(SPACE[4])
        self.anchorClicked.connect(self._follow)

    def show_section(self, plan: Plan, section: str, language: str = "") -> None:
        """Show a section by its id, with headings and dates in a language, "" for that of the plan."""
        self._plan, self._section, self._language = plan, section, language or plan.language
        if self.isVisible():
            self._make()

    def showEvent(self, event: QShowEvent) -> None:
        """Make what there was no need for while it was hidden."""
        super().showEvent(event)
        self._make()

    def _make(self) -> None:
        wanted = self._plan, self._section, self._language
        if self._plan is None or wanted == self._shown:
            return
        same_section = self._shown is not None and self._shown[1:] == wanted[1:]
        place = self.verticalScrollBar().value() if same_section else 0
        self._shown = self._plan, self._section, self._language
        program = self._desk.program
        terms = Terms(program.template(), program.catalogue_in(self._language))
        document = plan_document(self._plan, terms, Locale(self._language))
        self.setHtml(section_to_html(document, self._section, look_of(self._desk.theme)))
        self.verticalScrollBar().setValue(place)

    def _follow(self, url: QUrl) -> None:
        """Go to a footnote or back, or open a page of the web."""
        if url.isRelative():
            self.scrollToAnchor(url.fragment())
        elif url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)


def look_of(theme: Theme) -> Look:
    """Return how a document looks in the window's colours."""
    return Look(
        text=theme.colour("text").name(),
        muted=theme.colour("muted").name(),
        accent=theme.colour("accent").name(),
        link=theme.colour("accent").name(),
        line=theme.colour("line").name(),
        frame=theme.colour("outline").name(),
        header=theme.colour("raised").name(),
        label=theme.colour("raised").name(),
        size=theme.size("body"),
        turned=True,
    )
