"""The editor: outline at the left, the section in the middle, guidance or preview at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app.outline import outline, section_of
from gmp_desk.app.workspace import Changes, Event
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.template import Section
from gmp_desk.i18n import N_
from gmp_desk.qt.banner import Banner
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.findings_panel import FindingsPanel
from gmp_desk.qt.guidance_pane import GuidancePane
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.not_stored import trouble
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.outline_view import OutlineView
from gmp_desk.qt.preview import Preview
from gmp_desk.qt.section_page import SectionPage
from gmp_desk.qt.status_line import StatusLine
from gmp_desk.qt.theme import SPACE
from gmp_desk.qt.top_bar import TopBar

ABOUT = "plan"
"""The id of the page with the title, area and period of the plan, which stands before the ten sections."""
_OWN = ("title", "area", "period", "language", "version_note")
_ABOUT_TITLE = N_("Title, area and period")
_ABOUT_GUIDANCE = (
    N_("Say what the plan is called, for which partnership area it is, and for which years: two, as a rule."),
    N_(
        "The language is that of the text you write, and limits are counted in it. "
        "Headings and dates of a file to send can be in another."
    ),
)
_PREVIEW_WIDTH = 440
_WIDTHS = (32, 94, 38)  # of outline, text and guidance, in characters
_ROOM = 130  # characters of a line that outline, text and guidance take beside each other


class EditorPage(QWidget):
    """One open plan on the screen."""

    back_wanted = Signal()
    send_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    suggestions_wanted = Signal()
    section_shown = Signal(str)
    panes_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        open_plan: OpenPlan,
        maker: InputMaker,
        examples: Callable[[str], tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.plan = open_plan
        self._desk, self._maker, self._examples = desk, maker, examples
        self._pages: dict[str, SectionPage] = {}
        template = desk.terms.template
        self.sections = {section.id: section for section in (_about(desk), *template.sections)}
        self._showing = self._folded = False
        self._read_only = open_plan.read_only
        self._middle = QStackedWidget(self)
        self.outline = OutlineView(desk, self.sections.values(), self)
        self.guidance = GuidancePane(desk, self)
        self.preview = Preview(desk, self)
        self.top = TopBar(desk, self)
        self._build()
        self._listen()
        first = next(section.id for section in template.sections)
        self.show_section(first if open_plan.plan.title or open_plan.plan.summary else ABOUT)
        self._show_findings()
        self._show_status()

    @property
    def page(self) -> SectionPage:
        """The section on the screen."""
        page = self._middle.currentWidget()
        if not isinstance(page, SectionPage):
            raise LookupError("no section is shown")
        return page

    def show_section(self, id: str) -> SectionPage:
        """Show a section."""
        if id not in self._pages:
            page = SectionPage(self._desk, self.plan, self._maker, self.sections[id], self._middle)
            self._pages[id] = page
            self._middle.addWidget(page)
        page = self._pages[id]
        if self._middle.currentWidget() is not page or not self._showing:
            self._showing = True
            self._middle.setCurrentWidget(page)
            page.show_findings(self.plan.findings)
            self.outline.choose(id)
            self.guidance.show_section(self.sections[id], self._examples(id))
            self._show_preview()
            self.section_shown.emit(id)
        return page

    def step(self, by: int) -> None:
        """Show the section after this one, or before it."""
        ids = list(self.sections)
        place = ids.index(self.page.section.id) + by
        if 0 <= place < len(ids):
            self.show_section(ids[place])

    def go_to(self, address: str) -> bool:
        """Show the field or item of an address and give it the focus; tell whether it is there."""
        return self.show_section(self._section_of(address)).go_to(address)

    def show_place(self, address: str) -> None:
        """Show the section of an address, where another is on the screen; the focus stays where it is."""
        section = self._section_of(address)
        if section != self.page.section.id:
            self.show_section(section)

    def show_missing(self, *, shown: bool) -> None:
        """Show or hide the list of what is still missing."""
        self._bottom.setVisible(shown)
        self.top.missing_button.setChecked(shown)
        self.panes_changed.emit()

    @property
    def missing_shown(self) -> bool:
        """Whether the list of what is still missing is shown."""
        return not self._bottom.isHidden()

    @property
    def guidance_shown(self) -> bool:
        """Whether the guidance is shown."""
        return not self._right.isHidden() and self._right.currentWidget() is self.guidance

    @property
    def preview_shown(self) -> bool:
        """Whether the preview is shown."""
        return not self._right.isHidden() and self._right.currentWidget() is self.preview

    def show_guidance(self, *, shown: bool) -> None:
        """Show or hide the guidance at the right; it takes the place of the preview."""
        self._show_right(self.guidance if shown else None)

    def show_preview(self, *, shown: bool) -> None:
        """Show or hide the preview at the right; it takes the place of the guidance."""
        self._show_right(self.preview if shown else None)

    def next_finding(self) -> None:
        """Go to the next thing that is missing."""
        self.show_missing(shown=True)
        self.findings.go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the guidance away where there is no room for it beside the text, and show it again where there is."""
        super().resizeEvent(event)
        self.top.fit(self.width())
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _ROOM
        if narrow and self.guidance_shown:
            self._folded = True
            self._right.hide()
            self.panes_changed.emit()
        elif not narrow and self._folded:
            self._folded = False
            self._right.show()
            self.panes_changed.emit()

    def _build(self) -> None:
        desk = self._desk
        self._right = QStackedWidget(self)
        self._right.addWidget(self.guidance)
        self._right.addWidget(self.preview)
        self.findings = FindingsPanel(desk, self)
        self._bottom = QFrame(self)
        self._bottom.setProperty("look", "surface")
        bottom = QVBoxLayout(self._bottom)
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.addWidget(self.findings)
        self.status = StatusLine(desk, self)
        left = QFrame(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(SPACE[1], SPACE[2], SPACE[1], SPACE[1])
        column.addWidget(self.outline)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (left, self._middle, self._right):
            self.columns.addWidget(part)
        self.columns.setStretchFactor(1, 1)
        self.columns.setCollapsible(1, False)
        letter = self.fontMetrics().averageCharWidth()
        self.columns.setSizes([letter * width for width in _WIDTHS])
        self.rows = QSplitter(Qt.Orientation.Vertical, self)
        self.rows.addWidget(self.columns)
        self.rows.addWidget(self._bottom)
        self.rows.setStretchFactor(0, 1)
        self.rows.setSizes([600, 180])
        self._banner = Banner(desk, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addWidget(self._banner)
        whole.addWidget(self.rows, 1)
        whole.addWidget(_rule(self))
        whole.addWidget(self.status)
        self.show_missing(shown=False)
        preferences = desk.preferences.current
        self._show_right(
            self.preview if preferences.preview_shown else self.guidance if preferences.guidance_shown else None
        )

    def _listen(self) -> None:
        plan = self.plan
        plan.changed.connect(self._hear)
        plan.findings_changed.connect(self._show_findings)
        plan.paused.connect(self._show_preview)
        plan.told.connect(self._told)
        plan.refused.connect(self._refused)
        plan.go_to.connect(self.go_to)
        self.top.back_wanted.connect(self.back_wanted)
        self.top.undo_wanted.connect(self.undo_wanted)
        self.top.redo_wanted.connect(self.redo_wanted)
        self.top.missing_wanted.connect(lambda shown: self.show_missing(shown=shown))
        self.top.preview_wanted.connect(lambda shown: self.show_preview(shown=shown))
        self.top.send_wanted.connect(self.send_wanted)
        self.outline.section_chosen.connect(self.show_section)
        self.findings.go_to.connect(self.go_to)
        self.findings.closed.connect(lambda: self.show_missing(shown=False))
        self.guidance.closed.connect(lambda: self.show_guidance(shown=False))
        self._banner.activated.connect(self.suggestions_wanted)

    def _hear(self, changes: Changes) -> None:
        for page in self._pages.values():
            page.hear(changes)
        self._show_status()

    def _show_findings(self) -> None:
        plan, desk = self.plan, self._desk
        told = outline(plan.plan, desk.terms.template, plan.findings)
        self.outline.show_outline(told)
        self.findings.show_findings(plan.findings)
        self.page.show_findings(plan.findings)
        errors = sum(finding.severity == "error" for finding in plan.findings)
        self.top.show_missing(errors)
        self.top.fit(self.width())

    def _show_status(self) -> None:
        plan, desk = self.plan, self._desk
        other = plan.workspace.other_editor
        message = desk.catalogue.gettext("Only to read: open by {person} on {host}")
        self.status.show_status(
            plan.workspace.status, message.format(person=other.person, host=other.host) if other else ""
        )
        self.status.show_plan(plan.plan)
        period = plan.plan.period
        years = desk.locale.period(period.first_year, period.last_year, period.first_month, period.last_month)
        self.top.show_title(f"{desk.terms.area(plan.plan.area)} · {years}")
        history = plan.workspace.history
        self.top.undo_button.setEnabled(history.can_undo)
        self.top.redo_button.setEnabled(history.can_redo)

    def show_suggestions(self, count: int) -> None:
        """Say that changes are suggested by other copies; nothing is said where there are none."""
        told = self._desk.catalogue.ngettext(
            "{count} suggested change from another copy", "{count} suggested changes from another copy", count
        )
        self._banner.show_text(told.format(count=count) if count else "", self._desk.catalogue.gettext("Look at them"))

    def _make_pages_anew(self) -> None:
        """Make inputs that can be written in, or that cannot, as somebody else came or went."""
        shown, opened = self.page.section.id, self.page.opened
        for page in self._pages.values():
            self._middle.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._showing = False
        self.show_section(shown)
        if opened:
            self.go_to(opened)

    def _show_preview(self) -> None:
        if self.preview_shown:
            self.preview.show_section(self.plan.plan, self.page.section.id)

    def _show_right(self, pane: QWidget | None) -> None:
        self._folded = False
        self._right.setVisible(pane is not None)
        if pane:
            self._right.setCurrentWidget(pane)
            self._give_room(_PREVIEW_WIDTH if pane is self.preview else 0)
        self.top.preview_button.setChecked(pane is self.preview)
        self.panes_changed.emit()
        if self._showing:
            self._show_preview()
            self._desk.preferences.change(guidance_shown=pane is self.guidance, preview_shown=pane is self.preview)

    def _give_room(self, width: int) -> None:
        """Make the pane at the right at least so wide, at the cost of the middle."""
        left, middle, right = self.columns.sizes()
        if right < width and self.isVisible():
            self.columns.setSizes([left, middle - (width - right), width])

    def _told(self, event: Event) -> None:
        if self.plan.read_only != self._read_only:
            self._read_only = self.plan.read_only
            self._make_pages_anew()
        self._show_status()
        if event.status != "not_stored":
            self.status.show_trouble("", "")
        elif event.error:
            self.status.show_trouble(*trouble(self._desk, event.error, self.plan.rescue_file))
        if event.kept:
            message = self._desk.catalogue.gettext(
                "Another window or program changed this plan. What you had is kept as version {number}."
            )
            self.status.tell(message.format(number=event.kept))

    def _refused(self, error: Refused) -> None:
        self.status.tell(self._desk.wording.error(error))

    def _section_of(self, address: str) -> str:
        return section_of(address, self._desk.terms.template) or ABOUT


def _about(desk: Desk) -> Section:
    """Return the page before the sections: what the plan itself is called and for whom, when and in which language."""
    fields = tuple(field for field in desk.terms.template.plan.fields if field.name in _OWN)
    return Section(id=ABOUT, number=0, requirement="", title=_ABOUT_TITLE, guidance=_ABOUT_GUIDANCE, fields=fields)


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    rule.setProperty("look", "rule")
    rule.setFixedHeight(1)
    return rule
