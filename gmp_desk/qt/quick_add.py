"""Adds a partner or a contact where it is found to be missing, without leaving the effort that is being written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app import planning
from gmp_desk.domain.address import value_at
from gmp_desk.domain.edits import Add, Edit, Link, Together
from gmp_desk.domain.plan import Contact, Effort, Partner
from gmp_desk.domain.text import is_blank, normalize
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.choice import ChoiceInput
from gmp_desk.qt.inputs.country import CountryInput
from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.theme import SPACE


class QuickAdd(QDialog):
    """A small form with a button that adds; ``finish`` ends it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(SPACE[2])
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[3])
        self._whole.setSpacing(SPACE[4])
        self._whole.addLayout(self.form)

    def row(self, label: str, widget: QWidget) -> None:
        """Add a line to the form."""
        text = QLabel(label, self)
        text.setBuddy(widget)
        self.form.addRow(text, widget)

    def finish(self, desk: Desk, add: str) -> None:
        """Put the buttons below the form; made after its lines, they are the last that Tab comes to."""
        self.buttons = QDialogButtonBox(self)
        self.add_button = QPushButton(add, self)
        self.add_button.setProperty("look", "primary")  # before the box takes it in, which settles how it looks
        self.buttons.addButton(self.add_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(desk.catalogue.gettext("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._whole.addWidget(self.buttons)


class PartnerDialog(QuickAdd):
    """Asks for a new partner: its name, category and country; partners of other plans are offered."""

    def __init__(self, desk: Desk, typed: str, known: Sequence[Partner], parent: QWidget) -> None:
        _ = desk.catalogue.gettext
        super().__init__(_("New partner"), parent)
        self._known = {partner.name: partner for partner in known}
        self.name = LineInput(desk, self)
        self.category, self.country = ChoiceInput(desk, "category", self), CountryInput(desk, self)
        for name, input in (("name", self.name), ("category", self.category), ("country", self.country)):
            input.set_name(desk.terms.label("partner", name))
            self.row(desk.terms.label("partner", name), input)
        completer = QCompleter(sorted(self._known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        self.name.line.setCompleter(completer)
        self.name.line.setText(typed)
        self.category.show_value("other")  # nobody is to be taken for a Government unsaid
        self.finish(desk, _("Add the partner"))
        self.name.setFocus()
        self.name.line.textChanged.connect(self._check)
        self._check()

    def partner(self) -> Partner:
        """Return the partner, with an id of its own; one of another plan with its contacts."""
        name = normalize(self.name.line.text().strip()).text
        chosen = {"name": name, "category": self.category.value(), "country": self.country.value()}
        if name in self._known:
            return planning.copied_partner(self._known[name]).model_copy(update=chosen)
        return Partner.blank(id=planning.new_id(), role="partner", **chosen)

    def _take(self, name: str) -> None:
        partner = self._known[name]
        self.category.show_value(partner.category)
        self.country.show_value(partner.country)

    def _check(self) -> None:
        self.add_button.setEnabled(not is_blank(self.name.line.text()))


class ContactDialog(QuickAdd):
    """Asks for a new contact and the partner that it belongs to."""

    def __init__(self, desk: Desk, typed: str, partners: Sequence[Partner], first: str, parent: QWidget) -> None:
        _ = desk.catalogue.gettext
        super().__init__(_("New contact"), parent)
        self.partner = QComboBox(self)
        for partner in partners:
            self.partner.addItem(partner.name or _("Partner without a name yet"), partner.id)
        self.partner.setCurrentIndex(max(self.partner.findData(first), 0))
        self.partner.setAccessibleName(desk.terms.record("partner"))
        self.row(desk.terms.record("partner"), self.partner)
        self.lines = {name: LineInput(desk, self) for name in ("name", "title", "email", "phone")}
        for name, line in self.lines.items():
            line.set_name(desk.terms.label("contact", name))
            self.row(desk.terms.label("contact", name), line)
        self.lines["name"].line.setText(typed)
        self.lines["name"].line.textChanged.connect(self._check)
        self.finish(desk, _("Add the contact"))
        self.lines["name"].setFocus()
        self._check()

    def contact(self) -> Contact:
        """Return the contact, with an id of its own."""
        given = {name: normalize(line.line.text().strip()).text for name, line in self.lines.items()}
        return Contact.blank(id=planning.new_id(), **given)

    def _check(self) -> None:
        self.add_button.setEnabled(not is_blank(self.lines["name"].line.text()))


def add_partner(
    desk: Desk, open_plan: OpenPlan, address: str, typed: str, known: Sequence[Partner], parent: QWidget
) -> None:
    """Ask for a new partner; add it to the plan and link the field at an address to it, in one step."""
    here = {partner.name for partner in open_plan.plan.partners}
    dialog = PartnerDialog(desk, typed, [partner for partner in known if partner.name not in here], parent)
    if dialog.exec():
        partner = dialog.partner()
        open_plan.do(Together((Add("partners", partner), Link(address, partner.id)), Add.label))
    dialog.deleteLater()


def add_contact(
    desk: Desk, open_plan: OpenPlan, address: str, typed: str, parent: QWidget, known: Sequence[Partner] = ()
) -> None:
    """Ask for a new contact; add it to its partner and link the field at an address to it, in one step.

    Where the plan has no partner yet, one is asked for first, and ``known`` are offered: a contact belongs to a
    partner, and who writes alone begins with the partner. It is added in the same step, also without a contact.
    """
    partners = open_plan.plan.partners
    edits: tuple[Edit, ...] = ()
    if not partners:
        dialog = PartnerDialog(desk, "", known, parent)
        if dialog.exec():
            partners = (dialog.partner(),)
            edits = (Add("partners", partners[0]),)
        dialog.deleteLater()
        if not partners:
            return
    holder = value_at(open_plan.plan, address.rpartition("/")[0])
    first = holder.partners[0] if isinstance(holder, Effort) and holder.partners else partners[0].id
    asked = ContactDialog(desk, typed, partners, first, parent)
    if asked.exec():
        contact = asked.contact()
        there = f"partners/{asked.partner.currentData()}/contacts"
        edits = (*edits, Add(there, contact), Link(address, contact.id))
    asked.deleteLater()
    if edits:
        open_plan.do(Together(edits, Add.label))
