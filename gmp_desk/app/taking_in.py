"""Takes plans and reports from elsewhere into the library, so that nothing that is there is lost (D8)."""

from datetime import date
from typing import Literal, NamedTuple

from gmp_desk.app.origins import Origin, completed, follows, is_same, known_as, origin_of
from gmp_desk.app.taking_over import following, last_known, without_version
from gmp_desk.domain.doubts import in_doubt
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.logs import added_to
from gmp_desk.domain.plan import Move, Plan
from gmp_desk.domain.proposals import Proposal, propose
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.change import Change
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Damaged, Kept
from gmp_desk.storage.rows import kind_of

Outcome = Literal["added", "equal", "current", "replaced", "beside"]


class TakenIn(NamedTuple):
    """What became of a file: the number of the version that it is, and how many changes it suggests.

    "added": it is new here. "equal": it was known already; where the one here ``differs`` from it, as an earlier
    version. "current": the plan here was not edited, so it is the plan now. "replaced": it took the place of the plan
    here, as asked. "beside": both were changed, or may have been, so it is kept as a version, and its changes are
    suggested; but for its ``moves`` to other states that the plan here has not made.
    """

    outcome: Outcome
    number: int
    suggested: int = 0
    moves: tuple[Move, ...] = ()
    differs: bool = False


def take_in(library: Library, content: Plan | AreaReport, source: str, *, on: date, replace: bool = False) -> TakenIn:
    """Take a plan or report into the library; ``source`` names the file that it came in.

    Raise ``Damaged`` where the one here is damaged, unless it is to be replaced, and ``Refused``
    ("library.other_kind") where a report has the id of a plan.
    """
    with library.changing() as change:
        known = change.kind_of(content.id)
        if known not in (None, kind_of(content)):
            raise Refused("library.other_kind", id=content.id)
        if known is None:
            number = _kept(change, content, own=True)
            change.add(without_version(content))
            return TakenIn("added", number)
        if replace:
            return _replaced(change, content, on)
        return _settled(change, content, source, on)


def is_present(library: Library, content: Plan | AreaReport, on: date) -> bool:
    """Tell whether a plan or report is the one here already, so that to put it in its place changes nothing."""
    try:
        ours = library.read(content.id).content
    except Refused:  # damaged, or not there
        return False
    return fingerprint(following(content, ours, on)) == fingerprint(ours)


def _settled(change: Change, content: Plan | AreaReport, source: str, on: date) -> TakenIn:
    stored, kept = change.read(content.id), change.versions(content.id)
    ours = stored.content
    known = known_as(change, content, kept)
    if is_same(content, ours):
        return TakenIn("equal", known or 0)
    if known is not None:
        return TakenIn("equal", known, differs=True)
    origin = origin_of(change, content, kept)
    if follows(origin, ours, kept):
        after = following(content, ours, on)
        change.store(stored, without_version(after))
        return TakenIn("current", _kept_with(change, completed(content, ours), after))
    content = completed(content, origin.content or ours)
    number = _kept(change, content, own=False)
    if not isinstance(content, Plan) or not isinstance(ours, Plan):
        return TakenIn("beside", number)
    # A move to another state is an act of somebody's own here, with its conditions (D3).
    offered = [one for one in _offered(origin, ours, content, kept, source) if one.address not in ("state", "history")]
    moves = added_to(ours.history, content.history)
    return TakenIn("beside", number, change.propose(content.id, offered, number), moves)


def _offered(origin: Origin, ours: Plan, content: Plan, kept: tuple[Kept, ...], source: str) -> tuple[Proposal, ...]:
    by, saved = (content.version.by, content.version.saved) if content.version else ("", None)
    found = propose(origin.content or ours, ours, content, author=by, date=saved, source=source)
    if not origin.is_guessed:
        return found
    if origin.content and all(version.intact for version in kept):
        return in_doubt(found, origin.others, ours)
    # It may have been made from a version that cannot be read any more.
    return tuple(proposal.model_copy(update={"conflict": True}) for proposal in found)


def _replaced(change: Change, content: Plan | AreaReport, on: date) -> TakenIn:
    """Put what comes in the place of what is here; that is kept as a version, unless it is damaged."""
    kept = change.versions(content.id)
    ours: Plan | AreaReport | None
    try:
        ours = change.read(content.id).content
        if fingerprint(following(content, ours, on)) == fingerprint(ours):
            return TakenIn("equal", known_as(change, ours, kept) or 0)
        if fingerprint(ours) not in {version.fingerprint for version in kept if version.intact}:
            change.keep(ours, "import")
    except Damaged as error:
        ours = last_known(change, content.id, error.readable)
    after = following(content, ours, on) if ours else content
    change.replace(without_version(after))
    return TakenIn("replaced", _kept_with(change, completed(content, ours) if ours else content, after))


def _kept_with(change: Change, content: Plan | AreaReport, after: Plan | AreaReport) -> int:
    """Keep what the plan is now, and before it what came, where that is not the same: then it is known again."""
    if content != after:
        _kept(change, content, own=False)
    return _kept(change, after, own=True)


def _kept(change: Change, content: Plan | AreaReport, *, own: bool) -> int:
    block = content.version if isinstance(content, Plan) else None
    return change.keep(
        content,
        "import",
        own=own,
        shared=True,
        by=block.by if block else "",
        parent=block.parent if block else "",
        number=block.number if block else None,
    )
