"""Suggested changes of a copy of which it is not known for sure from which version it was made."""

from collections.abc import Iterable

from gmp_desk.domain.compare import compare
from gmp_desk.domain.particulars import about
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import Proposal


def in_doubt(offered: Iterable[Proposal], versions: Iterable[Plan], ours: Plan) -> tuple[Proposal, ...]:
    """Return proposals, in conflict where they are about what was edited here since any of some versions.

    The copy may have been made from each of these: what it seems to change may be what it was before the edit.
    """
    edits = [change for version in versions for change in compare(version, ours)]
    same = {(change.kind, about(change.address)) for change in edits}
    # Of two items in another order, either may be told as moved.
    orders = {about(change.after.list) for change in edits if change.kind == "move"}
    inside = {step for change in edits for step in change.address.split("/")}

    def is_disputed(proposal: Proposal) -> bool:
        what = about(proposal.address)
        match proposal.kind:
            case "set":
                return ("set", what) in same
            case "add":
                return ("remove", what) in same
            case "remove":
                return what in inside
            case "move":
                return ("move", what) in same or about(proposal.list) in orders

    return tuple(
        proposal.model_copy(update={"conflict": proposal.conflict or is_disputed(proposal)}) for proposal in offered
    )
