"""The rows of My plans: what a user wants to know of each plan without opening it."""

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from gmp_desk.app.wording import isolated, printable
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.rules import check
from gmp_desk.domain.template import Template
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.versions import fingerprint
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Damaged, Editor, Listed, number_now

Mark = Literal["", "damaged", "elsewhere"]

NOTHING = "–"


class Counted(NamedTuple):
    """What was found in a plan: errors, warnings, the number that its next version has or would have."""

    errors: int = 0
    warnings: int = 0
    number: int = 0
    damaged: bool = False


class Row(NamedTuple):
    """A plan as My plans shows it; ``errors`` is None until they are counted, ``note`` says what a mark means."""

    id: str
    area: str
    title: str
    language: str
    period: str
    state: str
    missing: str
    changed: str
    mark: Mark
    note: str
    entry: Listed
    errors: int | None


class Counting:
    """Counts in a thread of its own what is missing in plans; what was counted is known until the plan is changed."""

    def __init__(self, library: Library, template: Template) -> None:
        self._library, self._template = library, template
        self._counted: dict[str, tuple[Listed, Counted]] = {}
        self._waiting: deque[Listed] = deque()
        self._news: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def count(self, entries: Iterable[Listed]) -> None:
        """Count these plans next, in their order, but for those that are known as they are, and no others."""
        with self._lock:
            self._waiting = deque(entry for entry in entries if self.of(entry) is None)
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="counting", daemon=True)
                self._thread.start()

    def of(self, entry: Listed) -> Counted | None:
        """Return what was counted in a plan as it is now; None where that is still to be done."""
        # The whole entry: where a backup is restored, a plan has an earlier revision and another content.
        known, counted = self._counted.get(entry.id, (None, None))
        return counted if known == entry else None

    def news(self) -> frozenset[str]:
        """Return the ids of the plans counted since this was asked last."""
        with self._lock:
            found = frozenset(self._news)
            self._news.clear()
        return found

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be counted, or to be told by ``news``."""
        with self._lock:
            return self._thread is not None or bool(self._news)

    def rest(self) -> None:
        """Count no more, until it is asked again; what is being counted ends before this returns."""
        with self._lock:
            self._waiting.clear()
            thread = self._thread
        if thread:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                entry = self._waiting.popleft()
            try:
                counted = count(self._library, entry.id, self._template)
            except Refused:  # deleted or locked in this moment; it is asked again when the list is shown again
                continue
            except Exception:  # a bug is told as one, but the other plans are counted
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
                continue
            with self._lock:
                self._counted[entry.id] = entry, counted
                self._news.add(entry.id)


def count(library: Library, id: str, template: Template) -> Counted:
    """Return what is found in a plan of the library; raise ``Refused`` where it cannot be read."""
    try:
        content = library.read(id).content
    except Damaged:
        return Counted(damaged=True)
    if not isinstance(content, Plan):
        return Counted()
    findings = check(content, template)
    errors = sum(finding.severity == "error" for finding in findings)
    number = number_now(library.versions(id), fingerprint(content))
    return Counted(errors, len(findings) - errors, number)


class Listing:
    """Puts the plans of a library into rows, in the language of the interface."""

    def __init__(self, terms: Terms, locale: Locale, clock: Callable[[], datetime]) -> None:
        self._terms, self._locale, self._clock = terms, locale, clock
        self._words = {
            (name, choice.value): terms.choice(name, choice.value)
            for name in ("state", "language")
            for choice in terms.template.choices[name]
        }

    def row(self, entry: Listed, counted: Counted | None, editor: Editor | None = None) -> Row:
        """Return the row of a plan; ``editor`` is who edits it elsewhere."""
        mark, note = self._mark(entry, counted, editor)
        return Row(
            id=entry.id,
            area=printable(self._terms.area(entry.area)),
            title="" if is_blank(entry.title) else printable(entry.title),
            language=self.language(entry.language),
            period=self._period(entry),
            state=self._state(entry, counted),
            missing=self._missing(counted),
            changed=self._when(entry.changed),
            mark=mark,
            note=note,
            entry=entry,
            errors=counted.errors if counted and not counted.damaged else None,
        )

    def state(self, code: str) -> str:
        """Return what a state is called; what is none, as in a damaged plan, is shown as it is."""
        return self._words.get(("state", code)) or printable(code)

    def language(self, code: str) -> str:
        """Return what a language is called."""
        return self._words.get(("language", code)) or printable(code)

    def _mark(self, entry: Listed, counted: Counted | None, editor: Editor | None) -> tuple[Mark, str]:
        _ = self._terms.gettext
        if not entry.intact or (counted and counted.damaged):
            return "damaged", _("This plan is damaged. A version of it, or a backup, can be restored.")
        if editor is None:
            return "", ""
        person, host = (isolated(printable(name), self._terms.catalogue) for name in (editor.person, editor.host))
        message = _("{person} is editing this plan on {host}.") if editor.person else _("It is being edited on {host}.")
        return "elsewhere", message.format(person=person, host=host)

    def _period(self, entry: Listed) -> str:
        known = entry.first_year and entry.last_year  # else it is damaged
        return self._locale.period(entry.first_year, entry.last_year) if known else ""

    def _state(self, entry: Listed, counted: Counted | None) -> str:
        if entry.state == "draft" and counted and counted.number:
            return self._terms.gettext("Draft {number}").format(number=counted.number)
        return self.state(entry.state)

    def _missing(self, counted: Counted | None) -> str:
        if counted is None or counted.damaged:
            return ""
        if not counted.errors:
            return NOTHING
        message = self._terms.catalogue.ngettext("{count} to settle", "{count} to settle", counted.errors)
        return message.format(count=counted.errors)

    def _when(self, moment: str) -> str:
        """Return a moment by the clock of the computer: "today, 14:05" or its day."""
        try:
            here = datetime.fromisoformat(moment).astimezone()
        except ValueError:  # damaged
            return printable(moment)
        if here.date() == self._clock().astimezone().date():
            return self._terms.gettext("today, {time}").format(time=here.time().isoformat("minutes"))
        return self._locale.short_date(here.date())
