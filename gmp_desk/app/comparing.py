"""What is told of the differences between two copies of a plan: where they are, what stood there, what stands there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from gmp_desk.app.outline import section_of
from gmp_desk.app.suggested_values import is_disputed, item_of, owner_of, values_of
from gmp_desk.app.value_texts import ValueTexts
from gmp_desk.domain.address import Place, places
from gmp_desk.domain.compare import Change, compare
from gmp_desk.domain.hunks import hunks
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import Proposal
from gmp_desk.domain.values import UUID, Item
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.storage.records import Offered

Kind = Literal["set", "add", "remove", "move"]


class Span(NamedTuple):
    """A stretch of a text, in code points, that the text beside it does not have."""

    start: int
    end: int


@dataclass(frozen=True)
class Side:
    """One of the texts that are compared, and what of it the other has not; "" is nothing."""

    text: str = ""
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Where:
    """What a difference is about.

    ``section`` is the id of a section, "" for the plan as a whole; ``item`` what the item is called, ``holder`` what
    holds it, and ``field`` the label of the field; each is "" where there is none.
    """

    section: str
    address: str
    item: str = ""
    holder: str = ""
    field: str = ""

    @property
    def title(self) -> str:
        """What it is called on one line."""
        return " · ".join(part for part in (self.item, self.field) if part)


@dataclass(frozen=True)
class Difference:
    """One difference between two copies; ``written`` tells whether the sides are texts that somebody wrote.

    Those are marked word by word; other values, such as amounts and choices, as wholes.
    """

    kind: Kind
    where: Where
    before: Side
    after: Side
    written: bool


@dataclass(frozen=True)
class Suggestion:
    """A suggested change: what stood there in the version that both copies come from, what stands there now, what then.

    Now and then are marked with what makes the difference between them. ``is_there`` tells whether what it belongs to
    is still in the plan, ``is_disputed`` whether both copies have changed the same, be it since it was suggested.
    """

    offered: Offered
    kind: Kind
    where: Where
    before: Side
    now: Side
    suggested: Side
    written: bool
    is_there: bool = True
    is_disputed: bool = False


def differences(before: Plan, after: Plan, terms: Terms, locale: Locale) -> tuple[Difference, ...]:
    """Return what differs between two copies, in words, in the order of the sections."""
    teller = _Teller((after, before), terms, locale)
    found = [teller.difference(change) for change in compare(before, after)]
    return tuple(sorted(found, key=lambda difference: teller.rank(difference.where)))


def suggestions(plan: Plan, offered: Sequence[Offered], terms: Terms, locale: Locale) -> tuple[Suggestion, ...]:
    """Return the changes that are suggested for a plan, in words, in the order of the sections."""
    teller = _Teller((plan,), terms, locale)
    for one in offered:  # links may lead to what is to be added by another of them
        teller.know(item_of(one.proposal, one.proposal.value), one.proposal)
    found = [teller.suggestion(plan, one) for one in offered]
    return tuple(sorted(found, key=lambda suggestion: teller.rank(suggestion.where)))


def marked(before: str, after: str) -> tuple[Side, Side]:
    """Return two texts with marks on what was taken out of the first, and on what was put into the second."""
    removed, added, shift = [], [], 0
    for hunk in hunks(before, after):
        if hunk.end > hunk.start:
            removed.append(Span(hunk.start, hunk.end))
        if hunk.text:
            added.append(Span(hunk.start + shift, hunk.start + shift + len(hunk.text)))
        shift += len(hunk.text) - (hunk.end - hunk.start)
    return Side(before, tuple(removed)), Side(after, tuple(added))


def _by_lines(before: str, after: str) -> tuple[Side, Side]:
    """Return two values with marks on the lines that the other has not: figures and names are never taken apart."""
    return _marked_lines(before, after), _marked_lines(after, before)


def _marked_lines(text: str, other: str) -> Side:
    marks, start, known = [], 0, set(other.split("\n"))
    for line in text.split("\n"):
        if line and line not in known:
            marks.append(Span(start, start + len(line)))
        start += len(line) + 1
    return Side(text, tuple(marks))


def told_moment(moment: str, locale: Locale) -> str:
    """Return a moment in UTC as it is told here: in the form of the language, by the clock of the computer."""
    try:
        here = datetime.fromisoformat(moment.upper()).astimezone()
    except (ValueError, OverflowError):  # damaged
        return moment
    return f"{locale.short_date(here.date())} {here.time().isoformat('minutes')}"


class _Teller:
    def __init__(self, copies: Sequence[Plan], terms: Terms, locale: Locale) -> None:
        self._terms = terms
        self._texts = ValueTexts(copies, terms, locale)
        self._places: dict[str, Place] = {}
        for plan in copies:
            for place in places(plan):
                self._places.setdefault(place.item.id, place)
        self._ranks = {section.id: number for number, section in enumerate(terms.template.sections, 1)}

    def know(self, item: Item | None, proposal: Proposal) -> None:
        """Learn of an item that is suggested and stands nowhere yet."""
        if item:
            self._texts.know(item)
            self._places.setdefault(item.id, Place(proposal.list, proposal.position or 0, item))

    def rank(self, where: Where) -> int:
        """Return the place of a section among all."""
        return self._ranks.get(where.section, 0)

    def difference(self, change: Change) -> Difference:
        before, after, written = self._sides(change.kind, change.address, change.before, change.after)
        return Difference(change.kind, self._where(change.kind, change.address), before, after, written)

    def suggestion(self, plan: Plan, offered: Offered) -> Suggestion:
        proposal = offered.proposal
        base, now, then, is_there = values_of(plan, offered)
        where = self._where(proposal.kind, proposal.address)
        disputed = is_disputed(plan, offered)
        if proposal.kind == "move":
            before = Side(self._list(base))
            present, suggested = _by_lines(self._list(now), self._list(then))
            return Suggestion(offered, "move", where, before, present, suggested, False, is_there, disputed)
        before, _, _ = self._sides(proposal.kind, proposal.address, base, None)
        present, suggested, written = self._sides(proposal.kind, proposal.address, now, then)
        before = Side(before.text)
        return Suggestion(offered, proposal.kind, where, before, present, suggested, written, is_there, disputed)

    def _where(self, kind: Kind, address: str) -> Where:
        section = section_of(address, self._terms.template)
        owner, name = owner_of(address)
        ids = [step for step in address.split("/") if UUID.fullmatch(step)]
        known = [self._called(id) for id in ids if id in self._places]
        whole = kind != "set"
        return Where(
            section,
            address,
            item=known[-1] if known else "",
            holder=known[-2] if len(known) > 1 else "",
            field="" if whole or not name else self._texts.label(owner, address),
        )

    def _called(self, id: str) -> str:
        place = self._places[id]
        return self._texts.called(place.item, place.position + 1)

    def _sides(self, kind: Kind, address: str, before: Any, after: Any) -> tuple[Side, Side, bool]:
        if kind == "set":
            owner, _ = owner_of(address)
            old, new = (self._texts.text(owner, address, value) for value in (before, after))
            if not self._texts.is_written(owner, address):
                return *_by_lines(old, new), False
            if old == new and isinstance(before, str) and isinstance(after, str):
                old, new = before, after  # they differ in their marks alone: bold, lists, addresses of links
            return *marked(old, new), True
        if kind == "move":
            return *_by_lines(self._place(before), self._place(after)), False
        old, new = (self._item_text(value) for value in (before, after))
        return *marked(old, new), True

    def _item_text(self, value: Place | Item | None) -> str:
        item = value.item if isinstance(value, Place) else value
        return self._texts.item(item) if item else ""

    def _place(self, place: Place) -> str:
        return self._texts.place(place, self._called(place.holder) if place.holder in self._places else "")

    def _list(self, place: Place | str | None) -> str:
        """Return where an item is: its place, or the list alone where no more is known."""
        if isinstance(place, Place):
            return self._place(place)
        if not place:
            return ""
        holder = place.rpartition("/")[0].rpartition("/")[2]
        return self._called(holder) if holder in self._places else self._label_of_list(place)

    def _label_of_list(self, address: str) -> str:
        return self._texts.label(owner_of(address)[0], address)


def authors(offered: Iterable[Offered]) -> tuple[str, ...]:
    """Return who suggests changes, each once, in the order of the changes; "" stands for nobody named."""
    return tuple(dict.fromkeys(one.proposal.author for one in offered))
