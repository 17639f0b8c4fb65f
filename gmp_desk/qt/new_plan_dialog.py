"""Asks what a new plan is to be: its area, years and language, and whether it begins where an earlier one ended."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from gmp_desk.app.listing import Listing
from gmp_desk.app.planning import biennium, new_plan, next_plan_from, period_after
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.values import FIRST_YEAR, LANGUAGES, LAST_YEAR, Period
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.forms import Form
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Listed

_YEARS = 30
"""So many years before and after are offered."""


class NewPlanForm(Form):
    """The parts of ``ui/new_plan.ui``."""

    earlier: QComboBox
    area: QComboBox
    first_year: QComboBox
    last_year: QComboBox
    language: QComboBox
    note: QLabel
    problem: QLabel
    cancel: QPushButton
    create: QPushButton


class NewPlanDialog(QDialog):
    """Makes a new plan when it is accepted; ``earlier`` is the id of the plan to begin with, "" for none.

    Raise ``Refused`` where the library cannot be read.
    """

    def __init__(self, desk: Desk, library: Library, parent: QWidget | None = None, *, earlier: str = "") -> None:
        super().__init__(parent)
        self._desk = desk
        self._library = library
        self._plans = {entry.id: entry for entry in self._library.entries() if entry.kind == "plan" and entry.intact}
        self.plan: Plan | None = None
        """The new plan, when it is made; it is not in the library yet."""
        self.form = NewPlanForm.load(desk, "new_plan", self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.form.widget)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.setWindowTitle(desk.catalogue.gettext("New plan"))
        self._fill()
        self._connect()
        self._begin_with(max(self.form.earlier.findData(earlier), 0) if earlier else 0)

    def _fill(self) -> None:
        form, desk = self.form, self._desk
        _, terms = desk.catalogue.gettext, desk.terms
        form.earlier.addItem(_("An empty plan"), "")
        listing = Listing(terms, desk.locale, desk.program.clock)
        for entry in self._plans.values():
            row = listing.row(entry, None)
            form.earlier.addItem(" · ".join((row.area, row.period, row.language)), entry.id)
        for area in desk.program.template().areas:
            form.area.addItem(terms.area(area.code), area.code)
        for language in LANGUAGES:
            form.language.addItem(terms.choice("language", language), language)
        for box in (form.earlier, form.area):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(36)
        for year, name in ((form.first_year, _("First year")), (form.last_year, _("Last year"))):
            year.setAccessibleName(name)
        self._show_years(biennium(desk.program.clock().date()))
        for label in (form.note, form.problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
        form.problem.hide()

    def _connect(self) -> None:
        form = self.form
        form.earlier.currentIndexChanged.connect(self._take_over)
        form.first_year.currentIndexChanged.connect(self._follow)
        for box in (form.area, form.last_year, form.language):
            box.currentIndexChanged.connect(self._show_note)
        form.cancel.clicked.connect(self.reject)
        form.create.clicked.connect(self.accept)

    def _begin_with(self, place: int) -> None:
        """Choose what to begin with; an empty plan is for the area and in the language of the plan changed last."""
        form = self.form
        last = next(iter(self._plans.values()), None)
        self._choose(last.area if last else "", last.language if last else self._desk.catalogue.language)
        form.earlier.setCurrentIndex(place)
        self._take_over()

    def _take_over(self) -> None:
        """Take the area, the language and the next years from the earlier plan."""
        form, earlier = self.form, self._earlier
        if earlier:
            self._choose(earlier.area, earlier.language)
            period = period_after(Period(first_year=earlier.first_year, last_year=earlier.last_year))
        else:
            period = biennium(self._desk.program.clock().date())
        self._show_years(period)
        for box in (form.area, form.language):
            box.setEnabled(earlier is None)
        self._show_note()

    def _choose(self, area: str, language: str) -> None:
        form = self.form
        if area and form.area.findData(area) < 0:  # one that this edition does not know
            form.area.addItem(self._desk.terms.area(area), area)
        form.area.setCurrentIndex(max(form.area.findData(area), 0))
        form.language.setCurrentIndex(max(form.language.findData(language), 0))

    def _show_years(self, period: Period) -> None:
        """Offer the years around a period, and choose those of the period."""
        first, last = self.form.first_year, self.form.last_year
        with QSignalBlocker(first), QSignalBlocker(last):
            first.clear()
            last.clear()
            end = min(period.first_year + _YEARS, LAST_YEAR) + 1
            for year in range(max(period.first_year - _YEARS, FIRST_YEAR), end):
                first.addItem(str(year), year)
            for year in range(period.first_year, max(end, period.last_year + 1)):
                last.addItem(str(year), year)
            first.setCurrentIndex(first.findData(period.first_year))
            last.setCurrentIndex(last.findData(period.last_year))

    def _follow(self) -> None:
        """Keep the number of years when the first of them is changed."""
        first = self.form.first_year.currentData()
        years = self.form.last_year.currentData() - self.form.last_year.itemData(0)  # which begins with the first
        self._show_years(Period(first_year=first, last_year=min(first + years, LAST_YEAR)))
        self._show_note()

    @property
    def _earlier(self) -> Listed | None:
        return self._plans.get(self.form.earlier.currentData())

    @property
    def _period(self) -> Period:
        return Period(first_year=self.form.first_year.currentData(), last_year=self.form.last_year.currentData())

    def _show_note(self) -> None:
        """Say what comes along, and whether there is such a plan already; neither keeps anybody from making it."""
        form, _ = self.form, self._desk.catalogue.gettext
        period = self._period
        wanted = (form.area.currentData(), period.first_year, period.last_year, form.language.currentData())
        notes = []
        if self._earlier:
            notes.append(_("Everything that the earlier plan says comes along, for you to change; it stays as it is."))
        known = ((plan.area, plan.first_year, plan.last_year, plan.language) for plan in self._plans.values())
        if wanted in known:
            notes.append(_("You have a plan for this area, these years and in this language already."))
        form.note.setText(" ".join(notes))
        form.note.setVisible(bool(notes))

    def accept(self) -> None:
        """Make the plan; where that fails, say why and leave everything as it is."""
        try:
            self.plan = self._made()
        except Refused as error:
            self.form.problem.setText(self._desk.wording.error(error, str(self._library.path)))
            self.form.problem.show()
            return
        super().accept()

    def _made(self) -> Plan:
        form, template = self.form, self._desk.program.template()
        if self._earlier:
            earlier = self._library.read(self._earlier.id).content
            if isinstance(earlier, Plan):
                return next_plan_from(earlier, self._period, template)
        return new_plan(template, form.area.currentData(), self._period, form.language.currentData())


def ask_new_plan(desk: Desk, library: Library, parent: QWidget | None = None, *, earlier: str = "") -> Plan | None:
    """Ask what a new plan is to be, and return it, not stored yet; None where the user thought better of it.

    Raise ``Refused`` where the library cannot be read.
    """
    dialog = NewPlanDialog(desk, library, parent, earlier=earlier)
    try:
        dialog.exec()
        return dialog.plan
    finally:
        dialog.deleteLater()
