"""What the library tells of its plans, reports and versions, and what may be wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Self

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.proposals import Proposal
from gmp_desk.storage.rows import Content, Key, Rows, hash_of
from gmp_desk.storage.tables import Decision, Kind, Reason


class Listed(NamedTuple):
    """A plan or report in the list of all; ``changed`` is a moment in UTC, such as ``2026-05-31T14:05:00Z``.

    Where ``intact`` is not set, its entry is damaged; what cannot be read of one that is damaged is "" or 0.
    """

    id: str
    kind: Kind
    area: str
    title: str
    language: str
    first_year: int
    last_year: int
    state: str
    changed: str
    revision: int
    intact: bool = True


class Kept(NamedTuple):
    """A version that was kept (see ``tables.entries.Version``); where ``intact`` is not set, its row was damaged.

    What cannot be read of one that was damaged is "" or 0.
    """

    number: int
    fingerprint: str
    kept: str
    reason: Reason | Literal[""]
    name: str
    by: str
    state: str
    own: bool
    shared: bool
    parent: str
    intact: bool


class Editor(NamedTuple):
    """Who has a plan or report open to edit it; ``process`` is a word that no other process has."""

    person: str
    host: str
    process: str


class Offered(NamedTuple):
    """A proposal on a plan, the number of the version that it came with (0 for none), and what became of it."""

    proposal: Proposal
    version: int
    decision: Decision
    decided: str

    @classmethod
    def of(cls, content: str, version: int, decision: Decision, decided: str) -> Self:
        """Return one whose proposal is given as JSON."""
        return cls(Proposal.model_validate_json(content), version, decision, decided)


@dataclass(frozen=True)
class Stored:
    """A plan or report as it is stored, and the rows it is stored in."""

    content: Content
    revision: int
    rows: Rows
    digests: dict[Key, bytes]

    @property
    def hash(self) -> str:
        """The hash over all the rows."""
        return hash_of(self.digests.values())


def last_own(kept: Sequence[Kept]) -> Kept | None:
    """Return the last version that the plan or report here went through and that is intact."""
    return next((version for version in reversed(kept) if version.own and version.intact), None)


def number_now(kept: Sequence[Kept], fingerprint: str) -> int:
    """Return the number of the version that a plan is now, or of the one that it would be kept as (D3)."""
    last = last_own(kept)
    if last and last.fingerprint == fingerprint:
        return last.number
    return max((version.number for version in kept), default=0) + 1


def moment(now: datetime) -> str:
    """Return a time as the library notes it, in UTC: ``2026-05-31T14:05:00Z``."""
    return now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Damaged(Refused):
    """A plan or report is not what was stored; ``readable`` is what can be read of it, if it makes a whole at all."""

    def __init__(self, id: str, readable: Content | None) -> None:
        super().__init__("library.damaged_plan", id=id)
        self.readable = readable


class ChangedElsewhere(Refused):
    """Another process has changed the plan or report since it was read."""

    def __init__(self, id: str) -> None:
        super().__init__("library.changed_elsewhere", id=id)
