"""Takes plans and reports from elsewhere into the library, so that nothing that is there is lost (D8)."""

import sys
from typing import Literal, NamedTuple

from gmp_desk.domain.compare import compare
from gmp_desk.domain.contacts import with_contacts_of
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import propose
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.change import Change
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Damaged, Kept, Stored, last_own
from gmp_desk.storage.rows import kind_of

Outcome = Literal["added", "equal", "current", "replaced", "beside"]

_NEAREST = 20  # so many versions are compared with one that does not say what it was made from


class TakenIn(NamedTuple):
    """What became of a file: the number of the version that it is, and how many changes it suggests.

    "added": it is new here. "equal": it was known already. "current": the plan here was not edited, so it is the plan
    now. "replaced": it took the place of the plan here, as asked. "beside": both were changed, so it is kept as a
    version, and its changes are suggested.
    """

    outcome: Outcome
    number: int
    suggested: int = 0


def take_in(library: Library, content: Plan | AreaReport, source: str, *, replace: bool = False) -> TakenIn:
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
            return _replaced(change, content)
        return _settled(change, content, source)


def without_version(content: Plan | AreaReport) -> Plan | AreaReport:
    """Return a plan as it is edited here: which version a file was is noted with the version."""
    return content.model_copy(update={"version": None}) if isinstance(content, Plan) else content


def _settled(change: Change, content: Plan | AreaReport, source: str) -> TakenIn:
    ours, kept = change.read(content.id), change.versions(content.id)
    known = _known(change, content, kept)
    if known is not None or _is(content, ours.content):
        return TakenIn("equal", known or 0)
    base_of = _base(change, content, kept)
    if _follows(base_of, ours, kept):
        content = _completed(content, ours.content)
        change.store(ours, without_version(content))
        return TakenIn("current", _kept(change, content, own=True))
    base = change.version(content.id, base_of.number) if base_of else None
    content = _completed(content, base or ours.content)
    number = _kept(change, content, own=False)
    if not isinstance(content, Plan) or not isinstance(ours.content, Plan):
        return TakenIn("beside", number)
    origin = base if isinstance(base, Plan) else ours.content
    by, saved = (content.version.by, content.version.saved) if content.version else ("", None)
    offered = propose(origin, ours.content, content, author=by, date=saved, source=source)
    # A move to another state is an act of somebody's own here, with its conditions (D3).
    suggested = [proposal for proposal in offered if proposal.address not in ("state", "history")]
    return TakenIn("beside", number, change.propose(content.id, suggested, number))


def _known(change: Change, content: Plan | AreaReport, kept: tuple[Kept, ...]) -> int | None:
    """Return the number of the version that a file is, its contacts perhaps left out; None where it is none."""
    mark = fingerprint(content)
    intact = [version for version in kept if version.intact]
    for version in intact:
        if version.fingerprint == mark:
            return version.number
    if isinstance(content, Plan) and content.contacts_left_out:
        for version in reversed(intact):
            if _is(content, change.version(content.id, version.number)):
                return version.number
    return None


def _is(content: Plan | AreaReport, known: Plan | AreaReport) -> bool:
    """Tell whether a file is a plan or report that is known, its contacts perhaps left out."""
    return fingerprint(_completed(content, known)) == fingerprint(known)


def _follows(base: Kept | None, ours: Stored, kept: tuple[Kept, ...]) -> bool:
    """Tell whether the one here was not edited since its last version, and what comes was made from that."""
    last = last_own(kept)
    if last is None or last.fingerprint != fingerprint(ours.content):
        return False
    return base is None or base.fingerprint == last.fingerprint


def _replaced(change: Change, content: Plan | AreaReport) -> TakenIn:
    """Put what comes in the place of what is here; that is kept as a version, unless it is damaged."""
    kept = [version for version in change.versions(content.id) if version.intact]
    try:
        ours = change.read(content.id).content
        if fingerprint(ours) not in {version.fingerprint for version in kept}:
            change.keep(ours, "import")
        content = _completed(content, ours)
    except Damaged:
        last = last_own(kept)
        content = _completed(content, change.version(content.id, last.number)) if last else content
    change.replace(without_version(content))
    return TakenIn("replaced", _kept(change, content, own=True))


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


def _origin(content: Plan | AreaReport, kept: tuple[Kept, ...]) -> Kept | None:
    """Return the version that a plan file was made from, as far as it says and we know that version.

    It says so by the fingerprint of that version; but a file of ours that was changed by something else than this
    program still says which version it was itself.
    """
    block = content.version if isinstance(content, Plan) else None
    if block is None:
        return None
    is_it = (block.number, block.saved, block.by)
    same = (version for version in kept if (version.number, version.kept, version.by) == is_it)
    named = (version for version in kept if block.parent and version.fingerprint == block.parent)
    return next(same, None) or next(named, None)


def _completed(content: Plan | AreaReport, known: Plan | AreaReport) -> Plan | AreaReport:
    """Return a plan with the contacts that were left out of its file (D6)."""
    if isinstance(content, Plan) and isinstance(known, Plan):
        return with_contacts_of(content, known)
    return content


def _base(change: Change, content: Plan | AreaReport, kept: tuple[Kept, ...]) -> Kept | None:
    """Return the version that what comes was made from; where it does not say, the one that it differs least from."""
    intact = tuple(version for version in kept if version.intact)
    origin = _origin(content, intact)
    if origin or not isinstance(content, Plan):
        return origin

    def differences(version: Kept) -> int:
        plan = change.version(content.id, version.number)
        return len(compare(plan, with_contacts_of(content, plan))) if isinstance(plan, Plan) else sys.maxsize

    # Of several that are as near, the last.
    return min(reversed(intact[-_NEAREST:]), key=differences, default=None)
