"""What the library knows of its plans and reports: versions, suggested changes, who edits."""

from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, MetaData
from sqlmodel import Field, SQLModel

from gmp_desk.storage.tables.conditions import listed, one_of

Kind = Literal["plan", "report"]
Reason = Literal["import", "move", "comment", "export", "request", "restore", "merge"]
Decision = Literal["open", "accepted", "rejected"]

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Row(SQLModel):
    """A row of the library."""

    metadata = MetaData(naming_convention=_NAMES)


class Entry(Row, table=True):
    """A plan or report that the library has, and what it knows of it.

    ``revision`` counts the changes stored; ``hash`` is over all rows of the plan or report, ``seal`` over this row.
    """

    __tablename__ = "entry"
    __table_args__ = (one_of("kind", Kind), CheckConstraint("revision >= 1", name="revision"))
    id: str = Field(primary_key=True)
    kind: str
    revision: int
    changed: str
    hash: str
    seal: str


class Version(Row, table=True):
    """A version as it was kept, immutable (D3): its content is canonical JSON, compressed.

    ``own`` says that the plan here went through it; the others came from elsewhere and were settled by proposals.
    ``parent`` is the fingerprint of the version it was made from, as far as a file says. ``shared`` says that somebody
    else may know it, as it came in or went out.
    """

    __tablename__ = "version"
    __table_args__ = (
        ForeignKeyConstraint(["entry"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        one_of("reason", Reason),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "entry", "fingerprint"),
    )
    entry: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    fingerprint: str
    content: bytes
    kept: str
    reason: str
    name: str
    by: str
    state: str
    own: bool
    shared: bool
    parent: str
    seal: str


class Proposal(Row, table=True):
    """A suggested change to a plan, and what became of it; ``content`` is JSON (see ``domain.proposals``).

    ``version`` is the number of the version that it came with, 0 where it came with none.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        ForeignKeyConstraint(["entry"], ["entry.id"], deferrable=True, initially="DEFERRED"),
        one_of("decision", Decision),
        *listed("entry"),
    )
    entry: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    position: int
    version: int
    content: str
    decision: str
    decided: str
    seal: str


class Editing(Row, table=True):
    """Who has a plan or report open to edit it: a person, a computer, a process, and when it last gave a sign."""

    __tablename__ = "editing"
    __table_args__ = (ForeignKeyConstraint(["entry"], ["entry.id"], deferrable=True, initially="DEFERRED"),)
    entry: str = Field(primary_key=True)
    person: str
    host: str
    process: str
    beat: str
