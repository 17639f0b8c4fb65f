"""Libraries to test with: full ones, their content as values, what harms them, and processes that use them and die."""

import contextlib
import functools
import hashlib
import json
import os
import select
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Answer, Comment, LinkageInside, Move, Plan, Version
from gmp_desk.domain.proposals import Proposal, propose
from gmp_desk.domain.report import AreaReport, ReportMove
from gmp_desk.domain.values import Amount, Reading
from gmp_desk.storage.database import create
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Editor
from gmp_desk.storage.rows import Content
from tests import samples
from tests.strategies import new_id

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LIBRARIES = Path(__file__).resolve().parent.parent / "libraries"
EDITOR = Editor("Lead", "desk-1", "a")


def times(usual: int, soak: int) -> int:
    """Return how many to try: few in the usual run, the full number in the long one."""
    return soak if os.environ.get("GMP_DESK_SOAK") else usual


class Clock:
    """A clock that stands still unless it is set; it can go backwards."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **given: float) -> None:
        self.now += timedelta(**given)


@functools.cache
def full_plan() -> Plan:
    """Return a plan with something in every list and every field that may be empty."""
    plan = samples.plan()
    indicator = plan.evaluation.indicators[0].model_copy(
        update={
            "history": (
                Reading(value="-3.50", qualifier="at_least", year=2024, note="estimated"),
                Reading(value=None, qualifier="unknown", year=None),
            )
        }
    )
    comment = Comment(
        id=new_id(901),
        field=f"actions/{plan.actions[0].id}/title",
        author="Reviewer",
        date="2026-05-31t00:00:00.123+05:30",
        anchor="mercury",
        text="Say\nwhich « sites ».",
        source="returned.docx",
        answers=(Answer(author="Lead", date=None, text="Done 👩‍👩‍👧"),),
        decision="taken_up",
        reason="clearer",
    )
    project = plan.resources.projects[0].model_copy(
        update={"amount": Amount(amount="1000000.50", currency="USD", note="of which half is secured")}
    )
    history = (Move.model_validate({"from": "draft", "to": "submitted", "on": "2026-05-01", "by": "Lead"}),)
    return plan.model_copy(
        update={
            "history": history,
            "comments": (comment,),
            "version": Version(number=3, saved="2026-05-31T14:05:00Z", by="Lead", parent="ab" * 32),
            "continues": new_id(902),
            "translation_of": new_id(903),
            "other_information": "More.",
            "evaluation": plan.evaluation.model_copy(
                update={"indicators": (indicator, *plan.evaluation.indicators[1:])}
            ),
            "resources": plan.resources.model_copy(update={"projects": (project, *plan.resources.projects[1:])}),
            "linkages": plan.linkages.model_copy(
                update={
                    "inside": (
                        *plan.linkages.inside,
                        LinkageInside(id=new_id(904), area=None, topic="Oil and gas", description=""),
                    )
                }
            ),
        }
    )


@functools.cache
def full_report() -> AreaReport:
    """Return a report with something in every list."""
    report = samples.report()
    effort = report.efforts[0].model_copy(update={"partners": ("Somebody", ""), "title": "Elsewhere"})
    move = ReportMove.model_validate({"from": "draft", "to": "sent", "on": "2027-12-31", "by": "Lead"})
    return report.model_copy(
        update={"efforts": (effort, *report.efforts[1:]), "history": (move,), "plan_version": 3, "interim": True}
    )


def renamed(content: Plan, number: int) -> Plan:
    """Return a plan as another one: under another id, and with a title that tells which."""
    return content.model_copy(update={"id": new_id(10_000 + number), "title": f"Plan {number}"})


def suggested(plan: Plan) -> tuple[Plan, tuple[Proposal, ...]]:
    """Return another copy of a plan, and what it would change."""
    other = plan.model_copy(
        update={"summary": f"{plan.summary} More.", "title": "Retitled", "objectives": plan.objectives[1:]}
    )
    return other, propose(plan, plan, other, author="Reviewer", date="2026-06-01T10:00:00Z", source="returned.gmpplan")


def fill(path: Path, *contents: Content) -> None:
    """Make a library of plans and reports with what else a library knows of them."""
    create(path)
    clock = Clock()
    library = Library(path, clock)
    for content in contents:
        clock.forward(minutes=7)
        with library.changing() as change:
            change.add(content)
            change.keep(content, "import", shared=True, parent="cd" * 32)
            change.keep(content, "request", name="Before the meeting « 1 »", by="Lead")
            if isinstance(content, Plan):
                other, proposals = suggested(content)
                number = change.keep(other, "import", own=False, shared=True)
                change.propose(content.id, proposals, number)
                change.decide(content.id, {proposals[0].id: "accepted", proposals[1].id: "rejected"})
                change.claim(content.id, EDITOR)
    library.close()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables of a library file, as SQLite has them, with its schema."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
        tables = [name for kind, name, _ in connection.execute(schema).fetchall() if kind == "table"]
        found = {"sqlite_master": connection.execute(schema).fetchall()}
        for name in tables:
            found[name] = sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        return found


def everything(library: Library) -> dict[str, Any]:
    """Return all that a library tells of its plans and reports."""
    told: dict[str, Any] = {}
    for entry in library.entries():
        kept = library.versions(entry.id)
        told[entry.id] = {
            "listed": entry,
            "content": library.read(entry.id).content,
            "versions": kept,
            "contents": [library.version(entry.id, version.number) for version in kept],
            "proposals": library.proposals(entry.id),
        }
    return told


def hash_of_files(folder: Path) -> dict[str, str]:
    """Return the files of a folder by name, with the hashes of their bytes; for files that no process has open."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def on(day: str) -> datetime:
    """Return the noon of a day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(hours=12)


def refusal(call: Callable[[], object]) -> str:
    """Return the id of what a call is refused with."""
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.id


def refusal_and_file(call: Callable[[], object]) -> tuple[str, object]:
    """Return the id of what a call is refused with, and the file that is named."""
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.id, refused.value.params.get("file")


def damage(path: Path, statement: str, *values: Any) -> None:
    """Change a library file behind its back, as a failing disk would."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        assert connection.execute(statement, values).rowcount > 0


def flip(path: Path, name: str, word: str) -> None:
    """Flip a bit of a word where it stands first in a table or index of one page; nobody has the library open."""
    page, whole = pages(path)[name], bytearray(path.read_bytes())
    whole[whole.index(word.encode(), page.start, page.stop)] ^= 1
    path.write_bytes(whole)


def pages(path: Path) -> dict[str, range]:
    """Return the bytes of the first page of each table and index, by its name."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        roots = connection.execute("SELECT name, rootpage FROM sqlite_master").fetchall()
    return {name: range((page - 1) * 4096, page * 4096) for name, page in roots}


def fill_up(folder: Path) -> None:
    """Leave no room on the disk of a folder."""
    with (folder / "filling").open("wb") as file:
        try:
            while True:
                os.write(file.fileno(), b"x" * 4096)
        except OSError:
            pass


Tell = Callable[[object], None]


class Process(NamedTuple):
    """Another process that works on a library, and the pipe on which it says what it has done."""

    id: int
    pipe: int

    def said(self) -> Iterator[Any]:
        """Yield what it says until it ends."""
        with os.fdopen(self.pipe, encoding="utf-8") as lines:
            for line in lines:
                if line.endswith("\n"):
                    yield json.loads(line)

    def kill(self) -> list[Any]:
        """End it at once with what it is at, and return all that it has said."""
        os.kill(self.id, signal.SIGKILL)
        said = list(self.said())
        os.waitpid(self.id, 0)
        return said

    def kill_after_its_word(self) -> list[Any]:
        """End it at once when it has said something, and return all that it has said."""
        wait_for(self)
        return self.kill()

    def end(self) -> list[Any]:
        """Wait until it ends well, and return all that it has said."""
        said = list(self.said())
        assert os.waitstatus_to_exitcode(os.waitpid(self.id, 0)[1]) == 0
        return said


def wait_for(process: Process) -> None:
    """Wait until a process has said something."""
    select.select([process.pipe], [], [])


def started(work: Callable[[Tell], None]) -> Process:
    """Start some work in another process, a fork of this one; its ``Tell`` acknowledges on a pipe.

    This process must have no library open: SQLite's connections do not survive a fork.
    """
    readable, writable = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writable)
        return Process(pid, readable)
    try:
        os.close(readable)
        sys.dont_write_bytecode = True  # nothing of the program is to be half written
        work(lambda said: os.write(writable, json.dumps(said).encode() + b"\n"))
        os._exit(0)
    except BaseException:
        traceback.print_exc(file=sys.stderr)
        os._exit(1)
