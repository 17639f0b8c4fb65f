"""What a user does with the plans of the library: keep and restore versions, move to another state, delete."""

import contextlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from gmp_desk.app.taking_over import last_known, without_version
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan, State, Version
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.states import move, restored
from gmp_desk.domain.template import Template
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.backups import Backup, Occasion, back_up
from gmp_desk.storage.change import Change
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Damaged, Editor, Kept, last_own
from gmp_desk.storage.tables import Reason


def keep(library: Library, id: str, reason: Reason, *, name: str = "", by: str = "") -> int:
    """Keep a version of a plan or report as it is now, and return its number.

    Where the last version is the same, it is that one, unless this one is to have a name.
    """
    with library.changing() as change:
        content = change.read(id).content
        return change.keep(content, reason, name=name, by=by) if name else keep_edited(change, content, reason, by)


def keep_edited(change: Change, content: Plan | AreaReport, reason: Reason, by: str = "") -> int:
    """Keep a version, unless the last one is the same; return the number of the one or the other."""
    last = last_own(change.versions(content.id))
    if last and last.fingerprint == fingerprint(content):
        return last.number
    return change.keep(content, reason, by=by)


def back_up_before(library: Library, occasion: Occasion, id: str, now: datetime, number: int | None = None) -> Backup:
    """Make and return the backup before a plan or report is deleted, or the version of a ``number`` of it restored.

    None is left of what would be refused after it: raise ``Refused`` where the library cannot be changed
    ("library.read_only", "library.locked" …) or they are not there ("library.unknown", "version.unknown",
    "version.damaged"), besides what ``back_up`` raises.
    """
    with library.changing() as change:
        with contextlib.suppress(Damaged):  # which can be deleted, and restored
            change.read(id)
        if number is not None:
            change.version(id, number)
        # In a file that can only be read SQLite begins a change, and refuses its first statement: this one changes
        # nothing, as nobody edits under no name.
        change.release(id, Editor("", "", ""))
    # Not while others wait for the lock: the backup of a large library takes longer than they do.
    return back_up(library.path, occasion, now)


def restore(library: Library, id: str, number: int, on: date) -> int:
    """Make a version the plan or report again, as a new version; what was there is kept as a version before.

    A plan that was moved to another state in between becomes the next draft, its moves still on record (D3).
    Raise ``Refused`` ("version.unknown", "version.damaged").
    """
    with library.changing() as change:
        content = change.version(id, number)
        ours: Plan | AreaReport | None
        try:
            ours = change.read(id).content
            keep_edited(change, ours, "restore")
        except Damaged as error:  # its backup was made, and its other versions are there
            ours = last_known(change, id, error.readable)
        if isinstance(content, Plan) and isinstance(ours, Plan):
            content = restored(content, ours, on)
        change.replace(without_version(content))
        return change.keep(content, "restore")


def set_state(library: Library, id: str, to: State, on: date, by: str, note: str, template: Template) -> int:
    """Move a plan to another state, keep it as a version, and return its number (D3).

    Raise ``Refused`` as ``domain.states.move`` does, and for a report ("state.report").
    """
    with library.changing() as change:
        stored = change.read(id)
        if not isinstance(stored.content, Plan):
            raise Refused("state.report", id=id)
        moved = move(stored.content, to, on, by, note, template)
        change.store(stored, moved)
        return change.keep(moved, "move", by=by)


@contextlib.contextmanager
def sending(library: Library, id: str, number: int | None = None, by: str = "") -> Iterator[Plan | AreaReport]:
    """Give a version for a file to send, the one kept of what is here now unless one is named.

    A plan says which version it is, and which one it was made from. When the block ends well, the file is there, and it
    is noted that others may know the version.
    """
    number = number or keep(library, id, "export", by=by)
    with library.changing() as change:
        content = change.version(id, number)
        kept = change.versions(id)
        version = next(version for version in kept if version.number == number)
        parent = _parent_of(change, id, kept, number)
    block = Version(number=number, saved=version.kept, by=version.by, parent=parent)
    yield content.model_copy(update={"version": block}) if isinstance(content, Plan) else content
    with library.changing() as change:
        change.share(id, number)


def delete(library: Library, id: str) -> None:
    """Take a plan or report with all its versions out of the library; raise ``Refused`` ("library.unknown")."""
    with library.changing() as change:
        change.delete(id)


def number_of(content: Plan | AreaReport, kept: tuple[Kept, ...]) -> int | None:
    """Return the number of the last version that has a content; None where it was edited since."""
    mark = fingerprint(content)
    return next((version.number for version in reversed(kept) if version.fingerprint == mark), None)


def last_intact(library: Library, id: str) -> int | None:
    """Return the number of the last version of a plan or report here that is not damaged; None where there is none."""
    last = last_own(library.versions(id))
    return last.number if last else None


class Superseded(NamedTuple):
    """A version, and the number of the later one by which it was replaced, if it was (D3)."""

    kept: Kept
    by: int | None


def with_successors(kept: tuple[Kept, ...]) -> tuple[Superseded, ...]:
    """Return versions with what they were replaced by: an agreed one by the next that was agreed on in its place."""
    agreed = [version for version in kept if version.own and version.state == "agreed"]
    found = []
    for version in kept:
        later = (one.number for one in agreed if one.number > version.number and one.fingerprint != version.fingerprint)
        found.append(Superseded(version, next(later, None) if version in agreed else None))
    return tuple(found)


def _parent_of(change: Change, id: str, kept: tuple[Kept, ...], number: int) -> str:
    """Return the fingerprint of what a version was made from: the last one before it that others may know, "" for none.

    One that came from elsewhere counts once all that it suggested is settled: from then on it is part of the plan. One
    from which another was made that had come in before is older than that, and does not count. A version that itself
    came from elsewhere was made from what its file said, and so was the first one.
    """
    unsettled, parents, known = change.unsettled(id), set[str](), ""
    for version in kept:
        if version.number == number:
            return known if known and version.own else version.parent
        is_part = version.own or (version.number not in unsettled and version.fingerprint not in parents)
        if version.shared and is_part:
            known = version.fingerprint
        parents.add(version.parent)
    return known
