"""Settles suggested changes: each is accepted or rejected, those in conflict only one by one."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gmp_desk.app.keeping import keep_edited
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import accepted
from gmp_desk.domain.states import begin_draft
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Offered
from gmp_desk.storage.tables import Decision


class Settled(NamedTuple):
    """How many proposals were accepted and rejected, and how many are left as they are in conflict with the plan."""

    accepted: int = 0
    rejected: int = 0
    conflicts: int = 0


def settle(library: Library, id: str, chosen: Sequence[Offered], *, accept: bool, over: bool, on: date) -> Settled:
    """Accept or reject proposals on a plan, all in one go; what was there is kept as a version before.

    One in conflict with the plan is left open, unless it is to go ``over`` what stands there. Accepting starts the
    next draft where the plan was moved to another state (D3).
    """
    with library.changing() as change:
        stored = change.read(id)
        if not isinstance(stored.content, Plan):
            raise Refused("review.report", id=id)
        if not accept:
            change.decide(id, {offered.proposal.id: "rejected" for offered in chosen})
            return Settled(rejected=len(chosen))
        plan, decisions = _accepted(begin_draft(stored.content, on, ""), chosen, over=over)
        if not decisions:
            return Settled(conflicts=len(chosen))
        keep_edited(change, stored.content, "merge")
        change.store(stored, plan)
        change.decide(id, decisions)
        return Settled(accepted=len(decisions), conflicts=len(chosen) - len(decisions))


def _accepted(plan: Plan, chosen: Sequence[Offered], *, over: bool) -> tuple[Plan, dict[str, Decision]]:
    decisions: dict[str, Decision] = {}
    for offered in chosen:
        if offered.proposal.conflict and not over:
            continue
        try:
            plan = accepted(plan, offered.proposal, over=over)
        except Refused:  # the plan has changed since the proposal was made
            continue
        decisions[offered.proposal.id] = "accepted"
    return plan, decisions
