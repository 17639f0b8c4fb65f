"""Settles suggested changes: each is accepted or rejected, those in conflict only one by one."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal, NamedTuple

from gmp_desk.app.keeping import keep_edited
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import Proposal, accepted, brings
from gmp_desk.domain.states import begin_draft
from gmp_desk.storage.library import Library
from gmp_desk.storage.tables import Decision

_Outcome = Literal["accepted", "conflicts", "gone", "waiting"]


class Settled(NamedTuple):
    """How many proposals were accepted and rejected, and how many are left as they are, and why.

    In ``conflicts``, both copies have changed the same; what is ``gone`` from the plan is no more there to be changed;
    what is ``waiting`` is for an item that is itself only suggested.
    """

    accepted: int = 0
    rejected: int = 0
    conflicts: int = 0
    gone: int = 0
    waiting: int = 0

    @property
    def is_anything_left(self) -> bool:
        """Whether not all could be settled."""
        return bool(self.conflicts or self.gone or self.waiting)


def settle(library: Library, id: str, chosen: Collection[str], *, accept: bool, over: bool, on: date) -> Settled:
    """Accept or reject proposals on a plan by their ids, all in one go; what was there is kept as a version before.

    One that was decided meanwhile is passed over. One in conflict with the plan is left open, unless it is to go
    ``over`` what stands there. Accepting starts the next draft where the plan was moved to another state (D3).
    """
    with library.changing() as change:
        stored = change.read(id)
        if not isinstance(stored.content, Plan):
            raise Refused("review.report", id=id)
        undecided = [offered.proposal for offered in change.proposals(id) if offered.decision == "open"]
        proposals = [proposal for proposal in undecided if proposal.id in chosen]
        if not accept:
            change.decide(id, {proposal.id: "rejected" for proposal in proposals})
            return Settled(rejected=len(proposals))
        plan, outcomes = _accepted(begin_draft(stored.content, on, ""), proposals, undecided, over=over)
        decisions: dict[str, Decision] = {one: "accepted" for one, outcome in outcomes.items() if outcome == "accepted"}
        if decisions:
            keep_edited(change, stored.content, "merge")
            change.store(stored, plan)
            change.decide(id, decisions)
        counted = Counter(outcomes.values())
        return Settled(
            accepted=counted["accepted"],
            conflicts=counted["conflicts"],
            gone=counted["gone"],
            waiting=counted["waiting"],
        )


def _accepted(
    plan: Plan, proposals: Iterable[Proposal], undecided: Iterable[Proposal], *, over: bool
) -> tuple[Plan, dict[str, _Outcome]]:
    """Return the plan with proposals carried out as far as they can be, and what became of each by its id."""
    outcomes: dict[str, _Outcome] = {}
    for proposal in proposals:
        if proposal.conflict and not over:
            outcomes[proposal.id] = "conflicts"
            continue
        try:
            plan = accepted(plan, proposal, over=over)
            outcomes[proposal.id] = "accepted"
        except Refused as error:  # the plan has changed since the proposal was made
            outcomes[proposal.id] = "gone" if error.id == "proposal.gone" else "conflicts"
    brought = [one for one in undecided if outcomes.get(one.id) != "accepted"]
    for proposal in proposals:
        if outcomes[proposal.id] == "gone" and any(brings(other, proposal) for other in brought):
            outcomes[proposal.id] = "waiting"
    return plan, outcomes
