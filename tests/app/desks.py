"""Desks to test with: a library, a clock, and one person at work; and what disturbs them."""

import contextlib
import functools
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from gmp_desk.app import keeping
from gmp_desk.app.rescuing import Rescue
from gmp_desk.app.taking_in import TakenIn, take_in
from gmp_desk.app.workspace import Event, Workspace
from gmp_desk.domain.edits import Edit, SetValue
from gmp_desk.domain.plan import Contact, Objective, Partner, Plan, Version
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.database import create
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Editor
from tests import samples
from tests.storage.making import Clock, everything
from tests.strategies import blank_plan, new_id

PLAN = new_id(0)
DAY = date(2026, 11, 21)
TITLE = SetValue("title", "Changed elsewhere")
SUMMARY = SetValue("summary", "Written anew.")
LONG = 20  # seconds to wait for what comes at once, unless the computer is very busy


def small_plan(**fields: Any) -> Plan:
    """Return a plan with a little of everything that people change, quick to store."""
    given = {
        "title": "Less mercury",
        "summary": "Mercury is used in many small mines. It harms the people who work there, and those who live near.",
        "objectives": (
            Objective.blank(id=new_id(1), statement="Fewer mines use mercury"),
            Objective.blank(id=new_id(2), statement="Nobody burns amalgam at home"),
        ),
        "partners": (
            Partner.blank(
                id=new_id(3),
                name="Somewhere",
                contacts=(Contact(id=new_id(4), name="A. Person", email="a@example.org", phone="+41 22 000 00 00"),),
            ),
        ),
    }
    return blank_plan(**given | fields)


def ready_plan() -> Plan:
    """Return a draft without errors, which may be submitted."""
    return samples.plan().model_copy(update={"state": "draft", "history": (), "id": PLAN})


def changed(plan: Plan, *edits: Edit) -> Plan:
    """Return a plan after some edits."""
    for edit in edits:
        plan = edit.apply(plan)
    return plan


def made_from(parent: Plan | None, content: Plan, by: str = "Somebody else") -> Plan:
    """Return a plan as another library sends it, which made it from a version."""
    block = Version(
        number=2, saved="2026-11-20T10:00:00Z", by=by, parent=fingerprint(parent) if parent is not None else ""
    )
    return content.model_copy(update={"version": block})


@functools.cache
def _empty_library() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        create(path)
        return path.read_bytes()


class Desk:
    """A computer with a library in a folder, and one person at work on it."""

    def __init__(self, folder: Path, person: str = "Lead", patience: float = 5.0) -> None:
        folder.mkdir(exist_ok=True)
        self.clock = Clock()
        self.path = folder / "library.db"
        self.rescue_folder = folder / "rescued"
        self.rescue_folder.mkdir(exist_ok=True)
        self.person = person
        if not self.path.exists():
            self.path.write_bytes(_empty_library())
        self.library = Library(self.path, self.clock, patience)
        self._patience = patience
        self._open: list[Workspace] = []
        self._dead: list[Library] = []
        self._processes = 0

    def take(self, content: Plan | AreaReport, source: str = "returned.gmpplan", *, replace: bool = False) -> TakenIn:
        return take_in(self.library, content, source, on=DAY, back_up=(lambda: None) if replace else None)

    def open(self, id: str = PLAN, person: str = "", **how: Any) -> Workspace:
        """Open a plan as a window of its own does."""
        self._processes += 1
        editor = Editor(person or self.person, "desk-1", f"process {self._processes}")
        self._open.append(Workspace(self.library, id, editor, Rescue([self.rescue_folder]), **how))
        return self._open[-1]

    def edit(self, *edits: Edit, id: str = PLAN) -> Plan:
        """Change the stored plan as another process does, and return it."""
        with self.library.changing() as change:
            stored = change.read(id)
            plan = stored.content
            for edit in edits:
                plan = edit.apply(plan)
            change.store(stored, plan)
        return plan

    def state(self, to: str, by: str, id: str = PLAN) -> None:
        keeping.set_state(self.library, id, to, DAY, by, "", samples.template())

    def plan(self, id: str = PLAN) -> Plan:
        return self.library.read(id).content

    def send(self, id: str = PLAN, number: int | None = None) -> Plan:
        with keeping.sending(self.library, id, number, self.person) as content:
            return content

    def versions(self, id: str = PLAN) -> list[Plan]:
        return [self.library.version(id, kept.number) for kept in self.library.versions(id)]

    def everything(self) -> dict[str, Any]:
        return everything(self.library)

    def rescued(self) -> list[Path]:
        return sorted(self.rescue_folder.iterdir())

    def spoil(self, statement: str, *values: object) -> None:
        """Change the file of the library behind its back."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)

    def asked(self, statement: str) -> Any:
        """Return the first value of what the file of the library answers."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(statement).fetchone()[0]

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Have another process in the middle of a change."""
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def disk_full(self) -> Iterator[None]:
        """Let what is stored next find no room."""
        with disk_full(self.path):
            yield

    def restart(self, *, killed: bool) -> None:
        """End all windows and open the library again; who was killed does not sign off, and is gone after a time."""
        for workspace in self._open:
            if killed:
                workspace.flush(5)
                workspace._writer.close(5)  # only so that no thread outlives the test
            else:
                workspace.close(5)
        self._open.clear()
        if killed:
            self._dead.append(self.library)
            self.clock.forward(seconds=31)
        else:
            self.library.close()
        self.library = Library(self.path, self.clock, self._patience)

    def close(self) -> None:
        for workspace in self._open:
            workspace.close(5)
        for library in (*self._dead, self.library):
            library.close()


@contextlib.contextmanager
def disk_full(library: Path) -> Iterator[None]:
    """Let no file become larger than the log of a library is now: what is stored next finds no room."""
    log = library.with_name(library.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def title(text: str) -> SetValue:
    """Return the edit that gives a plan a title."""
    return SetValue("title", text)


def events_of(workspace: Workspace) -> list[Event]:
    """Return a list to which all that a workspace tells is added."""
    told: list[Event] = []
    workspace.listen(told.append)
    return told


def suggest(desk: Desk, *edits: Edit, base: Plan | None = None) -> None:
    """Have changes suggested by a copy that was made from the first version."""
    base = base or small_plan()
    theirs = base
    for edit in edits:
        theirs = edit.apply(theirs)
    with desk.library.changing() as change:
        change.keep(small_plan(title="So that it counts as edited here"), "request")
    assert desk.take(made_from(base, theirs)).outcome == "beside"


def decisions(desk: Desk) -> list[str]:
    """Return what became of each proposal on the plan, as it is stored."""
    return [offered.decision for offered in desk.library.proposals(PLAN)]
