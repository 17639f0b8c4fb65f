"""Takes plans and reports from elsewhere into the library, so that nothing that is there is lost (D8)."""

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from gmp_desk.app.origins import (
    Origin,
    Versions,
    completed,
    follows,
    is_same,
    known_as,
    loses_contacts,
    made_into,
    origin_of,
)
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
from gmp_desk.storage.records import Damaged
from gmp_desk.storage.rows import kind_of

Outcome = Literal["added", "equal", "older", "current", "replaced", "beside"]


class TakenIn(NamedTuple):
    """What became of a file: the number of the version that it is, and how many changes it suggests.

    "added": it is new here. "equal": it was known already; where the one here ``differs`` from it, as an earlier
    version. "older": a version here was made from it, so it is kept as a version and nothing else. "current": the plan
    here was not edited, so it is the plan now. "replaced": it took the place of the plan here, as asked, which was kept
    as a version unless it was ``damaged``. "beside": both were changed, or may have been, so it is kept as a version,
    and its changes are suggested; but for its ``moves`` to other states that the plan here has not made.
    """

    outcome: Outcome
    number: int
    suggested: int = 0
    moves: tuple[Move, ...] = ()
    differs: bool = False
    damaged: bool = False


def take_in(
    library: Library,
    content: Plan | AreaReport,
    source: str,
    *,
    on: date,
    back_up: Callable[[], object] | None = None,
) -> TakenIn:
    """Take a plan or report into the library; ``source`` names the file that it came in.

    Where a way to ``back_up`` the library is given, the file replaces the one here, after a backup was made so; nobody
    else changes the library in between. Raise ``Damaged`` where the one here is damaged, unless it is to be replaced,
    and ``Refused`` ("library.other_kind") where a report has the id of a plan.
    """
    with library.changing() as change:
        known = change.kind_of(content.id)
        if known not in (None, kind_of(content)):
            raise Refused("library.other_kind", id=content.id)
        if known is None:
            number = _kept(change, content, own=True)
            change.add(without_version(content))
            return TakenIn("added", number)
        if back_up:
            return _replaced(change, content, on, back_up)
        return _settled(change, content, source, on)


def _settled(change: Change, content: Plan | AreaReport, source: str, on: date) -> TakenIn:
    stored, versions = change.read(content.id), Versions(change, content.id)
    ours = stored.content
    known = known_as(content, versions)
    if is_same(content, ours):
        return TakenIn("equal", known or 0)
    if known is not None:
        return TakenIn("equal", known, differs=True)
    if later := made_into(content, versions):
        return TakenIn("older", _kept(change, completed(content, versions.plan(later)), own=False))
    origin = origin_of(content, versions)
    if follows(origin, ours, versions) and not loses_contacts(content, ours):
        content = completed(content, ours)
        after = following(content, ours, on)
        change.store(stored, without_version(after))
        return TakenIn("current", _kept_now(change, content, after))
    content = completed(content, origin.content or ours)
    number = _kept(change, content, own=False)
    if not isinstance(content, Plan) or not isinstance(ours, Plan):
        return TakenIn("beside", number)
    # A move to another state is an act of somebody's own here, with its conditions (D3).
    offered = [one for one in _offered(origin, ours, content, source) if one.address not in ("state", "history")]
    moves = added_to(ours.history, content.history)
    return TakenIn("beside", number, change.propose(content.id, offered, number), moves)


def _offered(origin: Origin, ours: Plan, content: Plan, source: str) -> tuple[Proposal, ...]:
    by, saved = (content.version.by, content.version.saved) if content.version else ("", None)
    found = propose(origin.content or ours, ours, content, author=by, date=saved, source=source)
    if origin.is_unknown:
        return tuple(proposal.model_copy(update={"conflict": True}) for proposal in found)
    return in_doubt(found, origin.others, ours)


def _replaced(change: Change, content: Plan | AreaReport, on: date, back_up: Callable[[], object]) -> TakenIn:
    """Put what comes in the place of what is here; that is kept as a version, unless it is damaged."""
    versions = Versions(change, content.id)
    known = known_as(content, versions)
    ours: Plan | AreaReport | None
    try:
        ours, damaged = change.read(content.id).content, False
    except Damaged as error:
        ours, damaged = last_known(change, content.id, error.readable), True
    content = completed(content, ours) if ours else content
    after = following(content, ours, on) if ours else content
    if ours and not damaged and fingerprint(after) == fingerprint(ours):
        return TakenIn("equal", known_as(ours, versions) or 0)
    back_up()
    if ours and not damaged and fingerprint(ours) not in {version.fingerprint for version in versions.intact}:
        change.keep(ours, "import")
    change.replace(without_version(after))
    return TakenIn("replaced", _kept_now(change, content, after, is_known=known is not None), damaged=damaged)


def _kept_now(change: Change, content: Plan | AreaReport, after: Plan | AreaReport, *, is_known: bool = False) -> int:
    """Keep what the plan is now, and before it what came where that is neither the same nor known: it will be then."""
    if content != after and not is_known:
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
