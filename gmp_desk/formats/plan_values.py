"""Values of a plan in the words of a document: money, readings, durations, references, contacts."""

from collections.abc import Iterable

from gmp_desk.domain.plan import Contact, Indicator, Plan, efforts
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import Amount, Money, Reading
from gmp_desk.formats.telephones import turns_numbers
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale


class PlanValues:
    """Writes the values of one plan in the language of a document; what stands twice in a list is told once."""

    def __init__(self, plan: Plan, terms: Terms, locale: Locale, before_telephone: str = "") -> None:
        """Take a mark to stand before telephone numbers where their document would turn them around."""
        self.plan = plan
        self._terms = terms
        self._locale = locale
        self._before_telephone = before_telephone
        # Between texts of the plan, marks of its language: LibreOffice writes Arabic over itself at Chinese ones.
        own = terms.catalogue.in_language(plan.language)
        self._between_lines = own.pgettext("between references", "; ").rstrip()
        self._between_parts = own.pgettext("between the parts of a contact", ", ")
        self._objectives = {objective.id: number for number, objective in enumerate(plan.objectives, 1)}
        self._efforts = {effort.id: effort for effort in efforts(plan)}
        self._partners = {partner.id: partner for partner in plan.partners}
        self._contacts = {contact.id: contact for partner in plan.partners for contact in partner.contacts}
        self._opportunities = {opportunity.id: opportunity for opportunity in plan.opportunities}

    def money(self, money: Money | None) -> str:
        """Return an amount with its currency and note, or the words that stand for it; "" for None."""
        if money is None:
            return ""
        if not isinstance(money, Amount):
            return money.text
        written = self._locale.money(money.amount, money.currency)
        return self._with_note(written, money.note)

    def reading(self, reading: Reading | None) -> str:
        """Return a value with what is known of it, such as "at least 140 (2025)"; "" for None."""
        if reading is None:
            return ""
        value = "" if reading.value is None else self._locale.number(reading.value)
        if reading.qualifier == "unknown":
            value = " ".join(part for part in (self._terms.gettext("not known"), value) if part)
        elif reading.qualifier == "at_least" and value:
            value = self._terms.gettext("at least {value}").format(value=value)
        year = "" if reading.year is None else str(reading.year)
        between = self._terms.pgettext("between references", "; ")
        return self._with_note(value, between.join(_visible(year, reading.note)))

    def readings(self, indicator: Indicator) -> str:
        """Return the earlier values of an indicator, below each other."""
        return "\n".join(self.reading(reading) for reading in indicator.history)

    def month(self, month: str | None) -> str:
        """Return a month such as "May 2026"; "" for None."""
        return self._locale.month(month) if month else ""

    def objectives(self, ids: Iterable[str]) -> str:
        """Return references to objectives by their number, such as "Objective 1; Objective 3"."""
        numbers = sorted({self._objectives[id_] for id_ in ids if id_ in self._objectives})
        between = self._terms.pgettext("between references", "; ")
        return between.join(self.objective(number) for number in numbers)

    def objective(self, number: int) -> str:
        """Return what an objective is called in the document; its number stays on one line with the word before it."""
        called = self._terms.gettext("Objective {number}").replace(" {", "\u00a0{")
        return called.format(number=number)

    def efforts(self, ids: Iterable[str]) -> str:
        """Return the titles of efforts, below each other."""
        return self._below(self._efforts[id_].title for id_ in dict.fromkeys(ids) if id_ in self._efforts)

    def partners(self, ids: Iterable[str]) -> str:
        """Return the names of partners, below each other."""
        return self._below(self._partners[id_].name for id_ in dict.fromkeys(ids) if id_ in self._partners)

    def contacts(self, ids: Iterable[str]) -> str:
        """Return contacts, below each other, each with the way to reach them."""
        return self._below(self.contact(self._contacts[id_]) for id_ in dict.fromkeys(ids) if id_ in self._contacts)

    def contact(self, contact: Contact) -> str:
        """Return a contact on one line: name, function, e-mail, telephone; in Arabic plans from right to left."""
        rtl = self.plan.language == "ar"
        turned = rtl or turns_numbers(contact.name + contact.title)
        phone = ("\u200e" if turned else self._before_telephone) + contact.phone
        # Without U+200F, parts in Latin letters and figures would stand together from left to right.
        between = self._between_parts + ("\u200f" if rtl else "")
        return between.join(_visible(contact.name, contact.title, contact.email, phone))

    def opportunity(self, id_: str | None) -> str:
        """Return the title of the opportunity that an effort came from; "" where there is none."""
        found = self._opportunities.get(id_ or "")
        return found.title if found else ""

    def choices(self, choices: str, values: Iterable[str]) -> str:
        """Return the labels of choices, below each other."""
        return "\n".join(self._terms.choice(choices, value) for value in dict.fromkeys(values))

    def period(self) -> str:
        """Return the period of the plan."""
        period = self.plan.period
        return self._locale.period(period.first_year, period.last_year, period.first_month, period.last_month)

    def state(self) -> str:
        """Return the state of the plan, its version, and the day of the move to that state where it is recorded."""
        plan = self.plan
        told = [self._terms.choice("state", plan.state)]
        if plan.version:
            version = self._terms.gettext("{state}, version {number}")
            told = [version.format(state=told[0], number=plan.version.number)]
        if plan.history and plan.history[-1].to == plan.state:
            told.append(self._locale.date(plan.history[-1].on))
        return self._terms.pgettext("between the parts of a contact", ", ").join(told)

    def _below(self, names: Iterable[str]) -> str:
        """Return names below each other, with a mark between them, since a long one takes several lines."""
        return f"{self._between_lines}\n".join(_visible(*names))

    def _with_note(self, value: str, note: str) -> str:
        if is_blank(note):
            return value
        return self._terms.gettext("{value} ({note})").format(value=value, note=note) if value else note


def _visible(*texts: str) -> list[str]:
    """Return those of some texts in which there is something to read."""
    return [text for text in texts if not is_blank(text)]


def left_out(terms: Terms) -> str:
    """Return what a file says of contacts that are not, or not wholly, in it."""
    return terms.gettext("Left out of this file, in whole or in part.")
