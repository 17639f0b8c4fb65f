"""The library: the plans and reports on this computer, each with all its versions."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from gmp_desk.storage import reading
from gmp_desk.storage.change import Change
from gmp_desk.storage.database import PATIENCE, Database
from gmp_desk.storage.records import Editor, Kept, Listed, Offered, Stored, moment
from gmp_desk.storage.rows import Content

Clock = Callable[[], datetime]
"""Tells the time, with its zone."""


class Library:
    """An open library. Reading and changing are safe from any thread, and beside other processes.

    Each of its methods raises ``Refused`` where the file does not let it: locked by another process for longer than
    ``patience`` (in seconds), on a full disk …
    """

    def __init__(self, path: Path, clock: Clock, patience: float = PATIENCE) -> None:
        self._database = Database(path, patience)
        self._clock = clock

    @property
    def path(self) -> Path:
        """The file of the library."""
        return self._database.path

    def close(self) -> None:
        """Close the library; everything in it was stored when it was changed."""
        self._database.close()

    def entries(self) -> tuple[Listed, ...]:
        """Return all plans and reports, those changed last first."""
        with self._database.reading() as connection:
            return reading.entries(connection)

    def editors(self) -> dict[str, Editor]:
        """Return who edits which plan or report now, in this process or another, by its id."""
        with self._database.reading() as connection:
            return reading.editors(connection, moment(self._clock()))

    def read(self, id: str) -> Stored:
        """Return a plan or report by its id; raise ``Damaged``, or ``Refused`` ("library.unknown")."""
        with self._database.reading() as connection:
            return reading.read(connection, id)

    def versions(self, id: str) -> tuple[Kept, ...]:
        """Return all versions of a plan or report, the earliest first."""
        with self._database.reading() as connection:
            return reading.versions(connection, id)

    def version(self, id: str, number: int) -> Content:
        """Return the content of a version; raise ``Refused`` ("version.unknown", "version.damaged")."""
        with self._database.reading() as connection:
            return reading.version(connection, id, number)

    def proposals(self, id: str) -> tuple[Offered, ...]:
        """Return the proposals on a plan, decided or not, in their order, but for those that are damaged."""
        with self._database.reading() as connection:
            return reading.proposals(connection, id)

    def has_damaged_proposals(self, id: str) -> bool:
        """Tell whether a proposal on a plan is damaged."""
        with self._database.reading() as connection:
            return reading.has_damaged_proposals(connection, id)

    @contextlib.contextmanager
    def changing(self) -> Iterator[Change]:
        """Give what changes the library; all its changes are stored when the block ends well, else none of them."""
        with self._database.writing() as connection:
            yield Change(connection, moment(self._clock()))
