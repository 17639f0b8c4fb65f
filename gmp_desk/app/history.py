"""What was done to the open plan, to be undone and done again."""

from dataclasses import dataclass, replace
from typing import Protocol

from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.plan import Plan


class Doing(Protocol):
    """What can be done to a plan: an edit, or something with the same two members."""

    @property
    def label(self) -> str:
        """What it is called."""

    def apply(self, plan: Plan) -> Plan:
        """Return the changed plan; raise ``Refused`` where it cannot be done."""


@dataclass(frozen=True)
class Step:
    """What was done, with the plan before and after it; the two share what was not changed.

    ``proposal`` is the id of the proposal that was accepted by it, "" for an edit of the user's own.
    """

    edit: Doing
    before: Plan
    after: Plan
    proposal: str = ""


class History:
    """The steps that can be undone, and those that were undone and can be done again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def do(self, plan: Plan, edit: Doing, *, joined: bool = False, proposal: str = "") -> Plan:
        """Apply an edit and keep the step; return the changed plan.

        An edit that changes nothing is no step, unless it accepts a proposal. A new step forgets those that were
        undone. One that is ``joined`` to another setting of the same field, as while one types, makes one step of
        both. What the edit refuses (``Refused``) passes through and leaves the history as it was.
        """
        after = edit.apply(plan)
        if after == plan and not proposal:
            return plan
        self.record(plan, edit, after, joined=joined, proposal=proposal)
        return after

    def record(self, plan: Plan, edit: Doing, after: Plan, *, joined: bool = False, proposal: str = "") -> None:
        """Keep the step of an edit that was applied already, as ``do`` does."""
        last = self._done[-1] if self._done else None
        if joined and not self._undone and last and _same_field(last.edit, edit):
            self._done[-1] = replace(last, edit=edit, after=after)
        else:
            self._done.append(Step(edit, plan, after, proposal))
        self._undone.clear()

    def undo(self) -> Step:
        """Take back the last step and return it; only where ``can_undo``."""
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> Step:
        """Do the step undone last again and return it; only where ``can_redo``."""
        step = self._undone.pop()
        self._done.append(step)
        return step

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    @property
    def last_done(self) -> Step | None:
        """The step that would be undone; None where there is none."""
        return self._done[-1] if self._done else None

    @property
    def last_undone(self) -> Step | None:
        """The step that would be done again; None where there is none."""
        return self._undone[-1] if self._undone else None


def _same_field(one: Doing, other: Doing) -> bool:
    return isinstance(one, SetValue) and isinstance(other, SetValue) and one.address == other.address
