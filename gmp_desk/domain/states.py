"""Moves of a plan from one state to another: dated, named, kept, and taken back by another move (D3)."""

from datetime import date
from typing import get_args

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.logs import ends, joined
from gmp_desk.domain.plan import Move, Plan, State
from gmp_desk.domain.rules import check
from gmp_desk.domain.template import Template
from gmp_desk.domain.text import is_blank

STATES: tuple[State, ...] = get_args(State)
"""The states in the order in which a plan goes through them; it may skip some on its way."""

_WITHOUT_ERRORS = frozenset({"submitted", "agreed"})


def move(plan: Plan, to: State, on: date, by: str, note: str, template: Template) -> Plan:
    """Return the plan in another state, with the move at the end of its history.

    Raise ``Refused`` where nobody is named ("state.by"), where it is in that state ("state.same"), where a move back
    gives no reason ("state.reason"), where it is to be superseded without having been agreed ("state.superseded"),
    and where it has errors and is to be submitted or agreed ("state.errors" with their ``count``).
    """
    if is_blank(by):
        raise Refused("state.by")
    if to == plan.state:
        raise Refused("state.same", state=to)
    if STATES.index(to) < STATES.index(plan.state) and is_blank(note):
        raise Refused("state.reason", state=to)
    if to == "superseded" and plan.state != "agreed":
        raise Refused("state.superseded", state=plan.state)
    if to in _WITHOUT_ERRORS:
        count = sum(finding.severity == "error" for finding in check(plan, template))
        if count:
            raise Refused("state.errors", state=to, count=count)
    return _moved(plan, to, on, by, note)


def begin_draft(plan: Plan, on: date, by: str) -> Plan:
    """Return the plan as the next draft, which the first edit after a move starts; a draft is returned as it is.

    Writing is never blocked (D2), so it needs no reason, and no name where none is known.
    """
    return plan if plan.state == "draft" else _moved(plan, "draft", on, by, "")


def restored(earlier: Plan, present: Plan, on: date) -> Plan:
    """Return an earlier version, or another copy, as the plan that follows the present one.

    All moves that either has on record stay there. Where these do not lead to its state, as the plan was moved in
    between, it becomes the next draft.
    """
    history = joined(present.history, earlier.history)
    if history == earlier.history and (history != present.history or earlier.state == present.state):
        return earlier
    if history and history[-1].to == earlier.state and ends(history, earlier.history):
        return earlier.model_copy(update={"history": history})
    at = present.state if history == present.history else history[-1].to
    return begin_draft(earlier.model_copy(update={"state": at, "history": history}), on, "")


def taken_over(copy: Plan, present: Plan, on: date) -> Plan:
    """Return a copy from elsewhere as the plan that follows the present one, as ``restored`` does.

    A state that it arrives in without any move stays (D3).
    """
    return copy if copy.history == present.history else restored(copy, present, on)


def _moved(plan: Plan, to: State, on: date, by: str, note: str) -> Plan:
    step = Move.model_validate({"from": plan.state, "to": to, "on": on, "by": by, "note": note})
    return plan.model_copy(update={"state": to, "history": (*plan.history, step)})
