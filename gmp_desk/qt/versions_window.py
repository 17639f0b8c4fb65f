"""The versions of the open plan: look at one, compare two, keep one under a name, restore one."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app import keeping, moving
from gmp_desk.app.comparing import differences
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.text import is_blank, normalize
from gmp_desk.qt.comparison_view import ComparisonView
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.plan_text import PlanText
from gmp_desk.qt.question import Question
from gmp_desk.qt.theme import SPACE
from gmp_desk.qt.versions_list import NOW, Told, VersionsList, named
from gmp_desk.storage.records import Kept

_LOOK, _COMPARE = 0, 1


class VersionsWindow(QDialog):
    """A window beside the editor; what is restored shows in the editor at once."""

    restored = Signal(int)
    """A version is the plan again: its number before."""

    def __init__(self, desk: Desk, open_plan: OpenPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._open = desk, open_plan
        self._library = desk.program.library()
        self._kept: dict[int, Kept] = {}
        self._seen: Plan | None = None
        self._text_of = NOW
        _ = desk.catalogue.gettext
        self.setWindowTitle(_("Versions of the plan"))
        self.setModal(False)
        self.resize(1040, 680)
        self.list = VersionsList(desk, self)
        self.name = QLineEdit(self)
        self.name.setMaxLength(200)
        self.name.setPlaceholderText(_("Name, such as “Before the meeting”"))
        self.name.setAccessibleName(_("Name of the version to keep"))
        self.keep_button = QPushButton(desk.icons.icon("add", "accent"), _("Keep a version now"), self)
        self.keep_button.clicked.connect(self.keep)
        self.name.returnPressed.connect(self.keep)
        self._title, self._detail, self._message = QLabel(self), QLabel(self), QLabel(self)
        for label, look in ((self._title, "title"), (self._detail, "muted"), (self._message, "error")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("look", look)
            label.setWordWrap(True)
        self._message.hide()
        self.restore_button = QPushButton(desk.icons.icon("restore"), "", self)
        self.restore_button.clicked.connect(self.restore)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(desk.icons.icon("preview"), _("Look at it"))
        self.tabs.addTab(desk.icons.icon("compare"), _("Compare"))
        self.tabs.setAccessibleName(_("Look at it or compare it"))
        self.tabs.currentChanged.connect(self._show)
        self.other = QComboBox(self)
        self.other.setAccessibleName(_("Compare with"))
        self.other.setMinimumContentsLength(20)
        self.other.currentIndexChanged.connect(self._show)
        self._with = QLabel(_("Compare with"), self)
        self._with.setBuddy(self.other)
        self.text = PlanText(desk, self)
        self.text.setAccessibleName(_("The text of the version"))
        self.comparison = ComparisonView(desk, self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.text)
        self._compared = QWidget(self)
        self._pages.addWidget(self._compared)
        self._lay_out()
        self.list.chosen.connect(self._choose)
        open_plan.paused.connect(self._catch_up)
        open_plan.told.connect(self._show_what_can_be_done)  # another may have closed the plan, or opened it
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Take notice of what happened while the window was closed."""
        super().showEvent(event)
        self._catch_up()

    def refresh(self) -> None:
        """Read the versions anew."""
        try:
            versions = keeping.with_successors(self._library.versions(self._open.plan.id))
        except Refused as error:
            self._tell(error)
            return
        self._seen = self._open.plan
        self._kept = {version.kept.number: version.kept for version in versions}
        _ = self._desk.catalogue.gettext
        plan = self._open.plan
        last = keeping.number_of(plan, tuple(self._kept.values()))
        detail = _("The same as version {number}").format(number=last) if last else _("Edited since the last version")
        self.list.show_versions(
            versions, Told(named(self._desk, NOW), detail, self._desk.terms.choice("state", plan.state))
        )
        self._choose(self.list.number)

    def keep(self) -> None:
        """Keep a version of the plan as it is now, under the name that was typed, if any."""
        if self._open.read_only:
            return
        name = normalize(self.name.text().strip()).text
        by = self._desk.preferences.current.name
        try:
            number = moving.keep_open(self._library, self._open.workspace, "" if is_blank(name) else name, by)
        except UserError as error:
            self._tell(error)
            return
        self.name.clear()
        self._tell(None)
        self.refresh()
        self.list.choose(number)

    def restore(self) -> None:
        """Make the version that is chosen the plan again, once the user has said so."""
        number = self.list.number
        if number == NOW or not ask_restore(self._desk, number, self):
            return
        by, today = self._desk.preferences.current.name, self._desk.program.clock().date()
        try:
            moving.restore_open(self._library, self._open.workspace, number, today, by)
        except UserError as error:
            self._tell(error)
            return
        self._tell(None)
        self.refresh()
        self.list.choose(NOW)
        self.restored.emit(number)

    def compare(self, before: int, after: int) -> None:
        """Show what differs between two versions, either of which may be ``NOW``."""
        self.list.choose(after)
        self.other.setCurrentIndex(self.other.findData(before))
        self.tabs.setCurrentIndex(_COMPARE)

    @property
    def message(self) -> str:
        """What could not be done, in one sentence; "" where all went well."""
        return self._message.text() if self._message.isVisibleTo(self) else ""

    def _catch_up(self) -> None:
        """Show the plan as it is now, if it was edited since."""
        if self.isVisible() and self._seen is not self._open.plan:
            self.refresh()

    def _lay_out(self) -> None:
        _ = self._desk.catalogue.gettext
        left = QWidget(self)
        side = QVBoxLayout(left)
        side.setContentsMargins(SPACE[3], SPACE[3], SPACE[2], SPACE[3])
        side.setSpacing(SPACE[1])
        heading = QLabel(_("Versions"), left)
        heading.setProperty("look", "lead")
        for part in (heading, self.name, self.keep_button):
            side.addWidget(part)
        side.insertWidget(1, self.list, 1)
        right = QWidget(self)
        middle = QVBoxLayout(right)
        middle.setContentsMargins(SPACE[4], SPACE[3], SPACE[3], SPACE[3])
        middle.setSpacing(SPACE[1])
        head = QHBoxLayout()
        head.setSpacing(SPACE[3])
        head.addWidget(self._title, 1)
        head.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignTop)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE[1])
        bar.addWidget(self._with)
        bar.addWidget(self.other)
        bar.addStretch(1)
        compared = QVBoxLayout(self._compared)
        compared.setContentsMargins(0, SPACE[1], 0, 0)
        compared.addLayout(bar)
        compared.addWidget(self.comparison, 1)
        middle.addLayout(head)
        middle.addWidget(self._detail)
        middle.addWidget(self._message)
        middle.addWidget(self.tabs)
        middle.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([360, 680])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        for button in (self.keep_button, self.restore_button):
            button.setAutoDefault(False)

    def _choose(self, number: int) -> None:
        _ = self._desk.catalogue.gettext
        kept = self._kept.get(number)
        self._title.setText(named(self._desk, number, kept.name if kept else ""))
        self._detail.setText(" · ".join(part for part in self.list.told[1:] if part))
        self.restore_button.setText(_("Restore version {number}").format(number=number))
        self.restore_button.setVisible(number != NOW)
        self._show_what_can_be_done()
        self._offer_others(number)
        self._show()

    def _show_what_can_be_done(self) -> None:
        """Let versions be kept and restored where the plan can be edited; elsewhere say why they cannot."""
        refusal = self._open.workspace.refusal
        why = self._desk.wording.error(refusal) if refusal else ""
        kept = self._kept.get(self.list.number)
        for part in (self.name, self.keep_button, self.restore_button):
            part.setEnabled(refusal is None and (part is not self.restore_button or kept is None or kept.intact))
            part.setToolTip(f"<qt>{escape(why)}</qt>" if why else "")  # the name of a person is no markup
            part.setAccessibleDescription(why)

    def _offer_others(self, number: int) -> None:
        """Offer all other copies to compare with; first the one before, as one asks what changed since."""
        wanted = self.other.currentData() if self.other.count() else None
        intact = [one for one in sorted(self._kept, reverse=True) if self._kept[one].intact and one != number]
        numbers = intact if number == NOW else [NOW, *intact]
        self.other.blockSignals(True)
        self.other.clear()
        for one in numbers:
            self.other.addItem(named(self._desk, one, self._kept[one].name if one else ""), one)
        earlier = next((one for one in intact if number == NOW or one < number), NOW)
        self.other.setCurrentIndex(max(self.other.findData(wanted if wanted in numbers else earlier), 0))
        self.other.blockSignals(False)
        self.tabs.setTabEnabled(_COMPARE, bool(numbers))

    def _show(self) -> None:
        """Show the text of what is chosen, or how it differs from another."""
        comparing = self.tabs.currentIndex() == _COMPARE and self.other.count() > 0
        try:
            if comparing:
                self._show_comparison()
            else:
                self._show_text(self._plan(self.list.number))
        except UserError as error:
            self._tell(error)
            self.text.clear()
            self._pages.setCurrentWidget(self.text)
            return
        self._tell(None)
        self._pages.setCurrentWidget(self._compared if comparing else self.text)

    def _show_text(self, plan: Plan) -> None:
        bar, shown = self.text.verticalScrollBar(), self.list.number
        place = bar.value() if shown == self._text_of else 0
        self._text_of = shown
        self.text.show_plan(plan)
        bar.setValue(place)

    def _show_comparison(self) -> None:
        numbers = [self.other.currentData(), self.list.number]
        numbers.sort(key=lambda number: (number == NOW, number))  # the earlier one first, whichever was chosen
        before, after = (self._plan(number) for number in numbers)
        found = differences(before, after, self._desk.terms, self._desk.locale)
        titles = (named(self._desk, number) for number in numbers)
        self.comparison.show_differences(found, *titles)

    def _plan(self, number: int) -> Plan:
        if number == NOW:
            return self._open.plan
        content = self._library.version(self._open.plan.id, number)
        if not isinstance(content, Plan):
            raise Refused("workspace.report", id=content.id)
        return content

    def _tell(self, error: UserError | None) -> None:
        self._message.setText(self._desk.wording.error(error) if error else "")
        self._message.setVisible(error is not None)


def restore_question(desk: Desk, number: int, parent: QWidget | None = None) -> Question:
    """Return the question whether to restore a version."""
    _ = desk.catalogue.gettext
    return Question(
        _("Restore version {number}?").format(number=number),
        _("It becomes the plan again. The plan as it is now is kept as a version, so nothing is lost."),
        _("Restore version {number}").format(number=number),
        _("Cancel"),
        parent,
    )


def ask_restore(desk: Desk, number: int, parent: QWidget | None = None) -> bool:
    """Ask whether to restore a version; tell whether to."""
    question = restore_question(desk, number, parent)
    try:
        return question.ask()
    finally:
        question.deleteLater()
