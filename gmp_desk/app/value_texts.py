"""What stands in a field of a plan, and where an item stands, told in words for who compares two copies of a plan."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gmp_desk.app.wording import isolated, printable
from gmp_desk.domain import plan as plans
from gmp_desk.domain.address import Place
from gmp_desk.domain.plan import Plan, items
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.template import Field, FieldKind
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import Item, Period, Record
from gmp_desk.formats.plan_values import PlanValues
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import N_, Locale

_WRITTEN: frozenset[FieldKind] = frozenset({"line", "text", "rich", "address"})
_OTHER_WRITTEN = frozenset({"text", "anchor", "history", "answers"})
_LISTED: frozenset[FieldKind] = frozenset({"choices", "links", "readings"})
_LONGEST_NAME = 80

# Fields of the format for which the template has no label.
_OTHER_LABELS: Mapping[str, str] = {
    "history": N_("Moves from state to state"),
    "contacts_left_out": N_("Contacts are left out"),
    "continues": N_("Continues another plan"),
    "translation_of": N_("Is a translation of another plan"),
    "field": N_("Field"),
    "author": N_("Author"),
    "date": N_("Date"),
    "anchor": N_("Words commented on"),
    "text": N_("Comment"),
    "source": N_("From the file"),
    "answers": N_("Answers"),
    "decision": N_("What became of it"),
    "reason": N_("Reason"),
}
_DECISIONS: Mapping[str, str] = {
    "open": N_("Not decided yet"),
    "taken_up": N_("Taken up"),
    "not_taken_up": N_("Not taken up"),
}


class ValueTexts:
    """Words values in the language of the interface; ``copies`` are the plans whose items links may lead to.

    What an item is called is taken from the first copy that has it.
    """

    def __init__(self, copies: Sequence[Plan], terms: Terms, locale: Locale) -> None:
        self._terms, self._locale = terms, locale
        self._values = PlanValues(copies[0], terms, locale)
        self._names: dict[str, str] = {}
        for plan in copies:
            for item in items(plan):
                self.know(item)

    def know(self, item: Item) -> None:
        """Learn what an item is called, so that links to it can be told; its first name stays."""
        if name := name_of(item):
            self._names.setdefault(item.id, name)

    def label(self, owner: type[Record], address: str) -> str:
        """Return the label of the field at an address, whose record is of a type."""
        if field := self.field(owner, address):
            return self._terms.pgettext("field", field.label)
        return self._terms.gettext(_OTHER_LABELS.get(address.rpartition("/")[2], N_("Another field")))

    def field(self, owner: type[Record], address: str) -> Field | None:
        """Return the field of the template at an address; None for what has no label there, such as comments."""
        if not issubclass(owner, Item):
            return self._terms.template.fields.get(address)
        record = self._terms.template.records.get(_snake(owner))
        name = address.rpartition("/")[2]
        return next((field for field in record.fields if field.name == name), None) if record else None

    def is_written(self, owner: type[Record], address: str) -> bool:
        """Tell whether a field holds what somebody wrote, which is compared word by word."""
        field = self.field(owner, address)
        return (
            field.kind in _WRITTEN if field else address.rpartition("/")[2] in ("text", "anchor", "history", "answers")
        )

    def text(self, owner: type[Record], address: str, value: Any) -> str:
        """Return a value of a field in words; "" for nothing.

        Of rich text that is what a reader sees of it.
        """
        field = self.field(owner, address)
        return self._by_kind(field, value) if field else self._by_type(address.rpartition("/")[2], value)

    def record(self, kind: type[Item]) -> str:
        """Return what a kind of item is called."""
        known = _snake(kind)
        if known in self._terms.template.records:
            return self._terms.record(known)
        return self._terms.pgettext("record", "Comment")

    def called(self, item: Item, number: int) -> str:
        """Return what an item is called: its kind with its name, or with its number where it has none."""
        name, record = name_of(item), self.record(type(item))
        if name:
            return self._terms.gettext("{record} “{name}”").format(
                record=record, name=isolated(name, self._terms.catalogue)
            )
        return self._terms.gettext("{record} {number}").format(record=record, number=number)

    def item(self, item: Item) -> str:
        """Return all that an item says, a line for each field, with the items in it."""
        return "\n".join(self._lines(item))

    def place(self, place: Place, holder: str) -> str:
        """Return where an item stands: its place in its list, and what holds that list, if an item does."""
        number = place.position + 1
        if holder:
            return self._terms.gettext("Place {number} in {holder}").format(number=number, holder=holder)
        return self._terms.gettext("Place {number}").format(number=number)

    def move(self, move: plans.Move) -> str:
        """Return a move to another state on one line: the day, the state, who and why."""
        given = (
            isolated(printable(text), self._terms.catalogue) for text in (move.by, move.note) if not is_blank(text)
        )
        between = self._terms.pgettext("between the parts of a contact", ", ")
        return between.join((self._locale.date(move.on), self._terms.choice("state", move.to), *given))

    def _lines(self, item: Item) -> list[str]:
        lines = []
        for name, value in item:
            told = "" if name == "id" else self.text(type(item), name, value)
            if told:
                field = self.field(type(item), name)
                if field and field.kind in _LISTED:
                    told = told.replace("\n", self._terms.pgettext("between references", "; "))
                told = f"\n{told}" if "\n" in told else told
                line = self._terms.gettext("{label}: {value}").format(label=self.label(type(item), name), value=told)
                lines += [part.rstrip() for part in line.split("\n")]
        return lines

    def _by_kind(self, field: Field, value: Any) -> str:
        if value is None or value == "" or value == ():
            return ""
        match field.kind:
            case "rich":
                return plain(parse(value))
            case "choice":
                return self._terms.choice(field.choices, value)
            case "choices":
                return "\n".join(self._terms.choice(field.choices, one) for one in value)
            case "items":
                return "\n".join(self.item(one) for one in value)
            case "link":
                return self._linked((value,))
            case "links":
                return self._linked(value)
            case "money":
                return self._values.money(value)
            case "month":
                return self._locale.month(value)
            case "date":
                return self._locale.date(value)
            case "reading":
                return self._values.reading(value)
            case "readings":
                return "\n".join(self._values.reading(one) for one in value)
            case "country":
                return self._locale.country(value)
            case "area":
                return self._terms.area(value)
            case "period":
                return _period(value, self._locale)
        return str(value)

    def _by_type(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return self._terms.gettext("Yes") if value else self._terms.gettext("No")
        if name == "decision":
            return self._terms.gettext(_DECISIONS[value])
        if isinstance(value, date):
            return self._locale.date(value)
        if isinstance(value, tuple):
            return "\n".join(self._by_type(name, one) for one in value)
        if isinstance(value, plans.Move):
            return self.move(value)
        if isinstance(value, plans.Answer):
            return ": ".join(part for part in (value.author, value.text) if part)
        return self._names.get(value, value) if value else ""

    def _linked(self, ids: Iterable[str]) -> str:
        unknown = self._terms.gettext("something that is not in the plan")
        return "\n".join(self._names.get(id, unknown) for id in ids)


def name_of(item: Item) -> str:
    """Return what an item is called by whoever wrote it, on one line; "" where that is not written yet."""
    match item:
        case plans.Objective():
            text = plain(parse(item.statement))
        case plans.LinkageInside():
            text = item.topic or plain(parse(item.description))
        case plans.Comment():
            text = item.text
        case _:
            text = getattr(item, "title", "") if _is_titled(item) else getattr(item, "name", "")
    if is_blank(text):
        return ""
    line = printable(" ".join(text.split()))
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"


def _is_titled(item: Item) -> bool:
    """Tell whether an item is known by its title: that of a contact is the contact's function."""
    return not isinstance(item, plans.Contact) and "title" in type(item).model_fields


def _period(period: Period, locale: Locale) -> str:
    return locale.period(period.first_year, period.last_year, period.first_month, period.last_month)


def _snake(kind: type[Record]) -> str:
    """Return a kind of record as the template calls it: ``linkage_inside``."""
    return re.sub("(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
