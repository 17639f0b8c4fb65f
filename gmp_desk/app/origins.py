"""Finds out which version a file is, or was made from: by what it says, else by what it is like."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from gmp_desk.domain.compare import compare
from gmp_desk.domain.contacts import with_contacts, with_contacts_of
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.change import Change
from gmp_desk.storage.records import Kept, last_own

_LATEST = 50  # so many versions are compared with a file that does not say from which it was made, and the first


class Origin(NamedTuple):
    """The version that a file was made from, and its content; both None where none can be told.

    Where it ``is_guessed``, the file may have been made from one of the ``others`` as well.
    """

    version: Kept | None = None
    content: Plan | None = None
    is_guessed: bool = True
    others: tuple[Plan, ...] = ()


def known_as(change: Change, content: Plan | AreaReport, kept: tuple[Kept, ...]) -> int | None:
    """Return the number of the version that a file is, its contacts perhaps left out; None where it is none."""
    mark = fingerprint(content)
    intact = [version for version in kept if version.intact]
    for version in intact:
        if version.fingerprint == mark:
            return version.number
    if isinstance(content, Plan) and content.contacts_left_out:
        for version in reversed(intact):
            if is_same(content, change.version(content.id, version.number)):
                return version.number
    return None


def is_same(content: Plan | AreaReport, known: Plan | AreaReport) -> bool:
    """Tell whether a file is a plan or report that is known, its contacts perhaps left out."""
    return fingerprint(completed(content, known)) == fingerprint(known)


def completed(content: Plan | AreaReport, known: Plan | AreaReport) -> Plan | AreaReport:
    """Return a plan with the contacts that were left out of its file (D6)."""
    if isinstance(content, Plan) and isinstance(known, Plan):
        return with_contacts_of(content, known)
    return content


def origin_of(change: Change, content: Plan | AreaReport, kept: tuple[Kept, ...]) -> Origin:
    """Return the version that a file was made from; where a plan does not say, the one that it differs least from."""
    if not isinstance(content, Plan):
        return Origin()  # a report does not say
    intact = tuple(version for version in kept if version.intact)
    named = _named(change, content, intact)
    if named:
        return Origin(named, _plan(change, content.id, named), is_guessed=False)
    alike = {version.fingerprint: version for version in reversed((*intact[:1], *intact[1:][-_LATEST:]))}
    plans = {version: _plan(change, content.id, version) for version in sorted(alike.values())}
    if not plans:
        return Origin()
    # Of several that are as near, the first: what was edited here since is in conflict then, and not overwritten.
    nearest = min(plans, key=lambda version: _differences(content, plans[version]))
    return Origin(nearest, plans[nearest], others=tuple(plans[one] for one in plans if one != nearest))


def follows(origin: Origin, ours: Plan | AreaReport, kept: tuple[Kept, ...]) -> bool:
    """Tell whether the one here was not edited since its last version, and a file can only come from that."""
    last = last_own(kept)
    if last is None or last.fingerprint != fingerprint(ours):
        return False
    may_be = kept if origin.is_guessed else (origin.version,)
    return {version.fingerprint for version in may_be if version} == {last.fingerprint}


def _named(change: Change, content: Plan, intact: tuple[Kept, ...]) -> Kept | None:
    """Return the version that a plan file was made from, as far as it says and we know that version.

    It says so by the fingerprint of that version, which was sent with less of its contacts perhaps; but a file of ours
    that was changed by something else than this program still says which version it was itself.
    """
    block = content.version
    if block is None:
        return None
    is_it = (block.number, block.saved, block.by)
    for version in intact:
        if (version.number, version.kept, version.by) == is_it:
            return version
    if not block.parent:
        return None
    latest_first = intact[::-1]
    direct = (version for version in latest_first if version.fingerprint == block.parent)
    sent = (one for one in latest_first if block.parent in _marks_with_less(_plan(change, content.id, one)))
    return next(direct, None) or next(sent, None)


def _marks_with_less(plan: Plan) -> Iterable[str]:
    return (fingerprint(with_contacts(plan, "names")), fingerprint(with_contacts(plan, "none")))


def _plan(change: Change, id: str, version: Kept) -> Plan:
    return cast("Plan", change.version(id, version.number))  # a plan and a report never have the same id


def _differences(content: Plan, plan: Plan) -> int:
    return len(compare(plan, with_contacts_of(content, plan)))
