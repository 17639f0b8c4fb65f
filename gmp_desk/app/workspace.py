"""The open plan: what is done to it, undone and done again, who listens to it, and that all of it is stored."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from gmp_desk.app.history import Doing, History
from gmp_desk.app.rescuing import Rescue
from gmp_desk.app.writer import Writer
from gmp_desk.domain.compare import compare
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import Proposal, accepted
from gmp_desk.domain.states import begin_draft
from gmp_desk.storage.change import Change
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import ChangedElsewhere, Editor, Offered, Stored
from gmp_desk.storage.tables import Decision, Reason

Status = Literal["stored", "waiting", "not_stored"]


class Changes(NamedTuple):
    """The addresses of the fields and items that changed, and who changed them: a widget, perhaps."""

    fields: tuple[str, ...]
    by: object


class Event(NamedTuple):
    """What a listener is told: the plan changed, or how it is stored, who edits it, or another process had changed it.

    ``kept`` is the number of the version that our plan was kept as where another had been stored meanwhile; ``rescue``
    names the file that holds what could not be stored, and ``error`` says why: "library.unknown" where the plan was
    deleted. What goes on being tried is told once.
    """

    changes: Changes = Changes((), None)
    status: Status = "stored"
    kept: int = 0
    rescue: str = ""
    error: Exception | None = None


@dataclass(frozen=True)
class BeginDraft:
    """Start the next draft of a plan that was moved to another state (D3)."""

    on: date
    by: str
    label: str = "draft"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan as a draft."""
        return begin_draft(plan, self.on, self.by)


@dataclass(frozen=True)
class Accept:
    """Carry out a proposal on the plan as it is by then, ``over`` whatever stands there."""

    proposal: Proposal
    over: bool
    label: str = "accept"

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; raise ``Refused`` as ``domain.proposals.edit_of`` does."""
        return accepted(plan, self.proposal, over=self.over)


class Workspace:
    """One plan of the library, open to be edited.

    It is used from one thread. What is stored is told from the writer's thread through ``post``, which has it run
    wherever the listeners want to be told.
    """

    def __init__(
        self,
        library: Library,
        id: str,
        editor: Editor,
        rescue: Rescue,
        post: Callable[[Callable[[], None]], None] = lambda call: call(),
    ) -> None:
        self._library, self._editor, self._rescue, self._post = library, editor, rescue, post
        self._stored = library.read(id)
        self._plan = _plan_of(self._stored)
        self._history = History()
        self._listeners: list[Callable[[Event], None]] = []
        self._decisions: dict[str, Decision] = {}  # that are not stored yet
        self._status: Status = "stored"
        self._trouble: tuple[str, Exception | None] = "", None  # with storing, that was told: rescue file and error
        self._lock = threading.RLock()
        with library.changing() as change:
            self._other = change.claim(id, editor)
        self._writer = Writer(self._store, self._was_stored, self._failed, self._beat)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._plan

    @property
    def other_editor(self) -> Editor | None:
        """Who else edits the plan; then it can only be read here. This changes when they leave, and is told."""
        return self._other

    @property
    def refusal(self) -> Refused | None:
        """Why the plan can only be read here ("workspace.read_only"); None where it can be edited."""
        other = self._other
        return _read_only(other) if other else None

    @property
    def history(self) -> History:
        """What can be undone and done again."""
        return self._history

    @property
    def status(self) -> Status:
        """Whether all is stored, or will be in a moment, or could not be."""
        return self._status

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Have a listener told of all that happens from now on; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def needs_draft(self) -> bool:
        """Whether the next edit has to start a new draft, about which the user is asked once (D3)."""
        return self._plan.state != "draft"

    def begin_draft(self, on: date, by: str) -> None:
        """Start the next draft."""
        self._do(BeginDraft(on, by), by=None)

    def do(self, edit: Doing, by: object = None, *, joined: bool = False) -> None:
        """Carry out an edit; ``joined`` makes one step of it and the one before, as while one types.

        Raise ``Refused`` where the plan is open elsewhere ("workspace.read_only"), where a draft has to be started
        first ("workspace.draft"), and where the edit does.
        """
        self._do(edit, by, joined=joined)

    def commit(self, edit: Doing, reason: Reason, by: str, timeout: float) -> int:
        """Carry out an edit, store it and keep a version of the result, all at once or nothing; return its number.

        What was edited before is stored first, for which this waits ``timeout`` seconds at most. It makes no difference
        in which state the plan is. Raise ``Refused`` where nothing can be stored ("library.locked" …), where the plan
        is open elsewhere or was changed there ("workspace.read_only", "library.changed_elsewhere"), and where the edit
        does.
        """
        self.store(timeout)
        with self._lock:
            self._check_writable()
            before, after = self._plan, edit.apply(self._plan)
            try:
                with self._library.changing() as change:
                    if other := change.claim(after.id, self._editor):  # since our last sign
                        raise _read_only(other)
                    stored = change.store(self._stored, after)
                    number = change.keep(after, reason, by=by)
            except ChangedElsewhere:
                self._take_theirs(after.id)
                raise
            self._history.record(before, edit, after)
            self._stored, self._plan = stored, after
            changes = Changes(tuple(change.address for change in compare(before, after)), None)
        self._tell(Event(changes, self._status))
        return number

    def undo(self, by: object = None) -> None:
        """Take back the last step, if there is one: another process may have stored the plan since one looked."""
        with self._lock:
            if not self._history.can_undo:
                return
            step = self._history.undo()
            if step.proposal:
                self._decisions[step.proposal] = "open"
            changes = self._show(step.before, by)
        self._tell(changes)

    def redo(self, by: object = None) -> None:
        """Do again the step undone last, if there is one."""
        with self._lock:
            if not self._history.can_redo:
                return
            step = self._history.redo()
            if step.proposal:
                self._decisions[step.proposal] = "accepted"
            changes = self._show(step.after, by)
        self._tell(changes)

    def forget_steps(self) -> None:
        """Let nothing done so far be undone: what is on record is taken back by another record (D3)."""
        with self._lock:
            self._history = History()
        self._tell(Event(status=self._status))

    def proposals(self) -> tuple[Offered, ...]:
        """Return the proposals on the plan, with what became of them so far, stored or not."""
        with self._lock:  # first: what is stored meanwhile is found in the library
            decisions = dict(self._decisions)
        return tuple(
            offered._replace(decision=decisions.get(offered.proposal.id, offered.decision))
            for offered in self._library.proposals(self._plan.id)
        )

    def accept(self, offered: Offered, by: object = None, *, over: bool = False) -> None:
        """Accept a proposal; ``over`` puts it in the place of whatever stands there now.

        Raise ``Refused`` where it does not fit the plan any more ("proposal.conflict" …), and as ``do`` does.
        """
        self._do(Accept(offered.proposal, over), by, proposal=offered.proposal.id)

    def reject(self, offered: Offered) -> None:
        """Reject a proposal; it can be opened again. Raise ``Refused`` ("workspace.read_only")."""
        self._decide(offered.proposal.id, "rejected")

    def reopen(self, offered: Offered) -> None:
        """Open a rejected proposal again. Raise ``Refused`` ("workspace.read_only")."""
        self._decide(offered.proposal.id, "open")

    def flush(self, timeout: float | None = None) -> bool:
        """Store all at once; tell whether it is stored, after ``timeout`` seconds at most."""
        return self._writer.flush(timeout) and self._status != "not_stored"

    def store(self, timeout: float) -> None:
        """Store all at once; raise ``Refused`` where that fails, or does not end in time ("library.locked")."""
        if not self.flush(timeout):
            _, error = self._trouble
            raise error if isinstance(error, Refused) else Refused("library.locked", file=str(self._library.path))

    def close(self, timeout: float | None = None) -> bool:
        """Store all, and let others edit the plan; tell whether all is stored. What is not is in the rescue file."""
        done = self._writer.close(timeout) and self._status != "not_stored"
        if not done:
            with self._lock:
                file = self._rescue.write(self._plan)
            self._set_status("not_stored", rescue=file)
        try:
            with self._library.changing() as change:
                change.release(self._plan.id, self._editor)
        except Refused:
            pass  # the sign that we are here fades by itself
        return done

    def _do(self, edit: Doing, by: object, *, joined: bool = False, proposal: str = "") -> None:
        with self._lock:
            self._check_writable()
            if self.needs_draft and not isinstance(edit, BeginDraft):
                raise Refused("workspace.draft", state=self._plan.state)
            after = self._history.do(self._plan, edit, joined=joined, proposal=proposal)
            if proposal:
                self._decisions[proposal] = "accepted"
            if after is self._plan and not proposal:
                return
            changes = self._show(after, by)
        self._tell(changes)

    def _decide(self, id: str, decision: Decision) -> None:
        with self._lock:
            self._check_writable()
            self._decisions[id] = decision
            changes = self._show(self._plan, None)
        self._tell(changes)

    def _check_writable(self) -> None:
        if refusal := self.refusal:
            raise refusal

    def _show(self, plan: Plan, by: object) -> Event:
        """Have a plan stored in place of the present one; return what the listeners are to be told."""
        before, self._plan = self._plan, plan
        self._status = "waiting" if self._status == "stored" else self._status
        # Only what was decided here just now: another process may have decided otherwise on the rest.
        self._writer.offer(_Unstored(plan, dict(self._decisions)))
        return Event(Changes(tuple(change.address for change in compare(before, plan)), by), self._status)

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    # In the writer's thread:

    def _store(self, unstored: "_Unstored") -> None:
        with self._lock:  # but for what was stored since with an earlier plan
            decisions = {id: decision for id, decision in unstored.decisions.items() if id in self._decisions}
        try:
            with self._library.changing() as change:
                stored = change.store(self._stored, unstored.plan)
                change.decide(unstored.plan.id, decisions)
        except ChangedElsewhere:
            self._take_theirs(unstored.plan.id)
        else:
            self._stored = stored  # not before: a full disk shows when the change ends
            with self._lock:
                for id, decision in decisions.items():
                    if self._decisions.get(id) == decision:
                        del self._decisions[id]

    def _take_theirs(self, id: str) -> None:
        """Keep our plan as a version, unless it is the same, and go on with the one that another process has stored."""
        with self._lock:
            with self._library.changing() as change:
                stored, theirs = _read(change, id)
                is_same = theirs == self._plan
                kept = 0 if is_same else change.keep(self._plan, "merge", own=False, name=self._editor.person)
            self._stored = stored
            before, self._plan = self._plan, theirs
            self._history, self._decisions = History(), {}
            self._writer.withdraw()
            changes = Changes(tuple(change.address for change in compare(before, self._plan)), None)
        self._post(lambda: self._tell(Event(changes, self._status, kept=kept)))

    def _was_stored(self) -> None:
        with self._lock:
            if not self._writer.is_idle:
                return  # edited again in this moment
            self._rescue.forget()
            self._set_status("stored")

    def _failed(self, unstored: "_Unstored", error: Exception) -> None:
        self._put_aside(unstored.plan, error)

    def _put_aside(self, plan: Plan, error: Exception) -> None:
        with self._lock:
            file = self._rescue.write(plan)
        self._set_status("not_stored", rescue=file, error=error)

    def _set_status(self, status: Status, rescue: str = "", error: Exception | None = None) -> None:
        with self._lock:
            trouble = rescue, error
            if self._status == status and repr(self._trouble) == repr(trouble):
                return  # it was tried again
            self._status, self._trouble = status, trouble
        # What is told late, when it was edited again, is to be true.
        self._post(lambda: self._tell(Event(status=self._status, rescue=rescue, error=error)))

    def _beat(self) -> None:
        """Give a sign that we are here, where nobody else edits the plan by now."""
        try:
            with self._library.changing() as change:
                other = change.claim(self._plan.id, self._editor)
                # In the same change: nobody else stores between.
                theirs = _read(change, self._plan.id) if other != self._other else None
            if self._status == "not_stored" and self._writer.is_idle:  # it was deleted, and is here again
                self._take_theirs(self._plan.id)
                self._was_stored()
        except Refused as error:
            # What is still to be stored finds out by itself that the plan was deleted.
            if error.id == "library.unknown" and self._status == "stored":
                self._put_aside(self._plan, error)
            return  # locked or full just now, perhaps; the next beat comes in ten seconds
        if theirs:
            self._hand_over(other, *theirs)

    def _hand_over(self, other: Editor | None, stored: Stored, plan: Plan) -> None:
        """Go on with the plan as it is stored, to read it or to edit it, now that another edits it or nobody else."""
        with self._lock:
            self._other = other
            self._history = History()  # undoing is editing too
            before = self._plan
            if self._writer.is_idle:  # else ours is still to be stored, which finds out what was stored meanwhile
                self._stored, self._plan = stored, plan
            changes = Changes(tuple(change.address for change in compare(before, self._plan)), None)
        self._post(lambda: self._tell(Event(changes, self._status)))


@dataclass(frozen=True)
class _Unstored:
    plan: Plan
    decisions: Mapping[str, Decision]


def _read(change: Change, id: str) -> tuple[Stored, Plan]:
    stored = change.read(id)
    return stored, _plan_of(stored)


def _read_only(other: Editor) -> Refused:
    return Refused("workspace.read_only", person=other.person, host=other.host)


def _plan_of(stored: Stored) -> Plan:
    if not isinstance(stored.content, Plan):
        raise Refused("workspace.report", id=stored.content.id)
    return stored.content
