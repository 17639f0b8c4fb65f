"""What is done with the versions and the state of the open plan, so that whoever shows it sees the result (D3)."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gmp_desk.app import keeping
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan, State
from gmp_desk.domain.states import STATES, begin_draft, move, restored
from gmp_desk.domain.template import Template
from gmp_desk.storage.library import Library

PATIENCE = 5.0
"""Seconds to wait until what was edited is stored."""


class Way(NamedTuple):
    """A state that a plan can be moved to, whether that needs a reason, and whether errors are to be settled before."""

    to: State
    needs_reason: bool
    is_blocked: bool


@dataclass(frozen=True)
class MoveState:
    """Move a plan to another state."""

    to: State
    on: date
    by: str
    note: str
    template: Template
    label: str = "state"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan in the other state; raise ``Refused`` as ``domain.states.move`` does."""
        return move(plan, self.to, self.on, self.by, self.note, self.template)


@dataclass(frozen=True)
class Restore:
    """Make an earlier version the plan again, as the next draft where it was moved; the moves on record stay there."""

    earlier: Plan
    on: date
    by: str
    label: str = "restore"

    def apply(self, plan: Plan) -> Plan:
        """Return the earlier version as the plan that follows."""
        return restored(self.earlier, begin_draft(plan, self.on, self.by) if plan.state != "draft" else plan, self.on)


def ways(plan: Plan, template: Template) -> tuple[Way, ...]:
    """Return the states that a plan can be moved to, in their order, also those that errors keep it from."""
    found = []
    for state in STATES:
        refusal = _refusal(plan, state, template, note="any")
        if refusal in ("", "state.errors"):
            needs_reason = _refusal(plan, state, template, note="") == "state.reason"
            found.append(Way(state, needs_reason, is_blocked=bool(refusal)))
    return tuple(found)


def keep_open(library: Library, workspace: Workspace, name: str, by: str) -> int:
    """Keep a version of the open plan as it is now, on request, and return its number.

    Raise ``Refused`` ("library.locked" …) where what was edited cannot be stored.
    """
    workspace.store(PATIENCE)
    return keeping.keep(library, workspace.plan.id, "request", name=name, by=by)


def restore_open(library: Library, workspace: Workspace, number: int, on: date, by: str) -> int:
    """Make a version the open plan again, as a step that can be undone; return the number that it has now.

    What was there is kept as a version before. Raise ``Refused`` ("version.unknown", "version.damaged",
    "library.locked", "workspace.read_only").
    """
    earlier = library.version(workspace.plan.id, number)
    if not isinstance(earlier, Plan):
        raise Refused("workspace.report", id=earlier.id)
    workspace.store(PATIENCE)
    keeping.keep(library, workspace.plan.id, "restore", by=by)
    return workspace.commit(Restore(earlier, on, by), "restore", by, PATIENCE)


def move_open(workspace: Workspace, to: State, on: date, by: str, note: str, template: Template) -> int:
    """Move the open plan to another state, keep it as a version, and return its number (D3).

    It is on record then: it can be taken back by another move, but not undone, nor can what was done before it.
    Raise ``Refused`` as ``domain.states.move`` does, "workspace.read_only" and "library.locked".
    """
    number = workspace.commit(MoveState(to, on, by, note, template), "move", by, PATIENCE)
    workspace.forget_steps()
    return number


def _refusal(plan: Plan, to: State, template: Template, note: str) -> str:
    """Return why a plan cannot be moved to a state, were it moved by somebody; "" where it can."""
    try:
        move(plan, to, date.min, "somebody", note, template)
    except Refused as error:
        return error.id
    return ""
