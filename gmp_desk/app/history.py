"""What was done to the open plan, to be undone and done again."""

from dataclasses import dataclass

from gmp_desk.domain.edits import Edit
from gmp_desk.domain.plan import Plan


@dataclass(frozen=True)
class Step:
    """An edit, with the plan before and after it; the two share what the edit did not change."""

    edit: Edit
    before: Plan
    after: Plan


class History:
    """The steps that can be undone, and those that were undone and can be done again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def do(self, plan: Plan, edit: Edit) -> Plan:
        """Apply an edit and keep the step; return the changed plan.

        An edit that changes nothing is no step. A new step forgets those that were undone. What the edit refuses
        (``Refused``) passes through and leaves the history as it was.
        """
        after = edit.apply(plan)
        if after == plan:
            return plan
        self._done.append(Step(edit, plan, after))
        self._undone.clear()
        return after

    def undo(self) -> Plan:
        """Return the plan before the last step; only where ``can_undo``."""
        step = self._done.pop()
        self._undone.append(step)
        return step.before

    def redo(self) -> Plan:
        """Return the plan after the step undone last; only where ``can_redo``."""
        step = self._undone.pop()
        self._done.append(step)
        return step.after

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    @property
    def undo_label(self) -> str:
        """What the step to undo is called, such as "move"; "" where there is none."""
        return self._done[-1].edit.label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What the step to do again is called; "" where there is none."""
        return self._undone[-1].edit.label if self._undone else ""
