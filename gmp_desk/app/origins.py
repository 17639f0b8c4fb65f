"""Finds out which version a file is, or was made from: by what it says, else by what it is like."""

from functools import cached_property
from typing import NamedTuple, cast

from gmp_desk.domain.compare import compare
from gmp_desk.domain.contacts import with_contacts, with_contacts_of
from gmp_desk.domain.plan import Plan, Version
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.change import Change
from gmp_desk.storage.records import Kept, last_own

_MOST = 50  # so many versions, and the first, are compared with a file that does not say from which it was made


class Origin(NamedTuple):
    """The version that a file was made from, and its content; both None where none can be told.

    Where the file does not say so, it may have been made from one of the ``others`` as well; where it ``is_unknown``,
    also from one that is not here, that cannot be read any more, or with which it was not compared.
    """

    version: Kept | None = None
    content: Plan | None = None
    others: tuple[Plan, ...] = ()
    is_unknown: bool = False


class Versions:
    """The versions of a plan or report, each read once; ``intact`` are those that can be read."""

    def __init__(self, change: Change, id: str) -> None:
        self._change, self._id = change, id
        self.kept = change.versions(id)
        self.intact = tuple(version for version in self.kept if version.intact)
        self._plans: dict[str, Plan] = {}

    def plan(self, version: Kept) -> Plan:
        """Return the content of an intact version of a plan."""
        if version.fingerprint not in self._plans:
            # A plan and a report never have the same id.
            self._plans[version.fingerprint] = cast("Plan", self._change.version(self._id, version.number))
        return self._plans[version.fingerprint]

    def marked(self, mark: str) -> Kept | None:
        """Return the last version that has a fingerprint, or had it when it was sent with less of its contacts."""
        direct = (version for version in reversed(self.intact) if version.fingerprint == mark)
        return next(direct, None) or self._with_less.get(mark)

    def has_number_of_its_file(self, version: Kept) -> bool:
        """Tell whether a version surely has the number that its file gave it: one given here follows the last."""
        before = max((one.number for one in self.kept if one.number < version.number), default=None)
        return before is None or version.number > before + 1

    @cached_property
    def _with_less(self) -> dict[str, Kept]:
        shared = (version for version in self.intact if version.shared)
        return {mark: version for version in shared for mark in _marks_with_less(self.plan(version))}


def known_as(content: Plan | AreaReport, versions: Versions) -> int | None:
    """Return the number of the version that a file is, its contacts perhaps left out; None where it is none."""
    mark = fingerprint(content)
    for version in versions.intact:
        if version.fingerprint == mark:
            return version.number
    if isinstance(content, Plan) and content.contacts_left_out:
        for version in reversed(versions.intact):
            if version.shared and fingerprint(completed(content, versions.plan(version))) == version.fingerprint:
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


def made_into(content: Plan | AreaReport, versions: Versions) -> Kept | None:
    """Return a version that was made from what a file is, so that the file is older; None where none was.

    What was restored is a later version of the same content: it has a higher number, and was made from a later one.
    """
    made = [version for version in versions.intact if version.parent]
    if not made or not isinstance(content, Plan):
        return None
    block = content.version
    marks = {fingerprint(content), *_marks_with_less(content)}
    before = versions.marked(block.parent) if block and block.parent else None

    def may_be_older(block: Version, version: Kept) -> bool:
        if block.number > version.number or block.parent == version.fingerprint:
            return False
        if before is not None:
            return before.number < version.number
        return not block.parent or versions.has_number_of_its_file(version)

    def is_parent(version: Kept) -> bool:
        if block and not may_be_older(block, version):
            return False
        if version.parent in marks:
            return True
        return content.contacts_left_out and fingerprint(completed(content, versions.plan(version))) == version.parent

    return next(filter(is_parent, made), None)


def origin_of(content: Plan | AreaReport, versions: Versions) -> Origin:
    """Return the version that a file was made from; where a plan does not say, the one that it differs least from."""
    if not isinstance(content, Plan):
        return Origin(is_unknown=True)  # a report does not say
    # The version itself may have come before without its contacts.
    named = _bare(content, versions) or _named(content.version, versions, less=content.contacts_left_out)
    if named:
        return Origin(named, versions.plan(named))
    different = {version.fingerprint: version for version in reversed(versions.intact)}
    first, *later = sorted(different.values()) or (None,)
    if first is None:
        return Origin(is_unknown=True)
    # Those that others may know come before those that nobody else should have made a file from.
    compared = sorted([first, *sorted(later, key=lambda version: (version.shared, version.number))[-_MOST:]])
    # Of several that are as near, the first: what was edited here since is in conflict then, and not overwritten.
    nearest = min(compared, key=lambda version: _differences(content, versions.plan(version)))
    others = tuple(versions.plan(version) for version in compared if version != nearest)
    is_unknown = len(compared) < len(different) or _is_of_another(content.version, versions)
    return Origin(nearest, versions.plan(nearest), others, is_unknown)


def follows(origin: Origin, ours: Plan | AreaReport, versions: Versions) -> bool:
    """Tell whether a file takes the place of what is here, which was not edited since its last version (D8).

    A plan must have been made from that version: it says so, or there is none else here, and nothing tells of another.
    A report does not say; it follows where all that was here came in files, so that nothing was written here.
    """
    last = last_own(versions.kept)
    if last is None or last.fingerprint != fingerprint(ours):
        return False
    if isinstance(ours, AreaReport):
        came_in = {version.fingerprint for version in versions.intact if version.reason == "import"}
        return all(version.fingerprint in came_in for version in versions.kept if version.own)
    is_last = origin.version is not None and origin.version.fingerprint == last.fingerprint
    return is_last and not origin.others and not origin.is_unknown


def _bare(content: Plan, versions: Versions) -> Kept | None:
    """Return the version that is a file with less of its contacts; None where there is none."""
    if content.contacts_left_out:
        return None
    marks = _marks_with_less(content)
    return next((version for version in reversed(versions.intact) if version.fingerprint in marks), None)


def _named(block: Version | None, versions: Versions, *, less: bool) -> Kept | None:
    """Return the version that a plan file was made from, as far as it says and we know that version.

    It says so by the fingerprint of that version, which was sent with less of its contacts perhaps; but a file of ours
    that was changed by something else than this program still says which version it was itself. Who kept that is left
    out where it quotes a contact.
    """
    if block is None:
        return None
    for version in versions.intact:
        is_by = version.by == block.by or (less and not block.by)
        if is_by and (version.number, version.kept) == (block.number, block.saved):
            return version
    return versions.marked(block.parent) if block.parent else None


def _is_of_another(block: Version | None, versions: Versions) -> bool:
    """Tell whether a file that names no version here may have been made from one that is not here or not intact.

    Numbers only go up, so a file whose number is not higher than the first one here was made from none of these. And
    versions that came in name those that they were made from: it may say one of them, or say nothing.
    """
    if len(versions.intact) < len(versions.kept) or (block and block.number <= versions.kept[0].number):
        return True
    missing = {one.parent for one in versions.intact if one.parent and not versions.marked(one.parent)}
    parent = block.parent if block else ""
    return parent in missing if parent else bool(missing)


def _marks_with_less(plan: Plan) -> tuple[str, str]:
    return fingerprint(with_contacts(plan, "names")), fingerprint(with_contacts(plan, "none"))


def loses_contacts(content: Plan | AreaReport, ours: Plan | AreaReport) -> bool:
    """Tell whether a file that left contacts out would remove some that are here, with their partner (D6)."""
    if not isinstance(content, Plan) or not isinstance(ours, Plan) or not content.contacts_left_out:
        return False
    return not _contacts(ours) <= _contacts(with_contacts_of(content, ours))


def _contacts(plan: Plan) -> set[str]:
    return {contact.id for partner in plan.partners for contact in partner.contacts}


def _differences(content: Plan, plan: Plan) -> int:
    return len(compare(plan, with_contacts_of(content, plan)))
