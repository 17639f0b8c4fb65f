"""What the command does that takes files into the library, and what it tells of each."""

import contextlib
import functools
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gmp_desk.app.answering import DONE, NO, answer, failed, say_line, wording
from gmp_desk.app.moving import Way, ways
from gmp_desk.app.program import Program
from gmp_desk.app.reading import read_file
from gmp_desk.app.taking_in import TakenIn, take_in
from gmp_desk.app.telling import SHOWN, say_backup, state
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.plan import Move, Plan, State
from gmp_desk.domain.report import AreaReport
from gmp_desk.formats import package
from gmp_desk.storage import backups
from gmp_desk.storage.backups import Backup


def import_files(program: Program, options: Namespace) -> int:
    """Take files into the library, each for itself."""
    # One backup for all files, before the first that replaces something.
    back_up = functools.cache(lambda: backups.back_up(program.library().path, "import", program.clock()))
    return max(_import_file(program, path, options, back_up) for path in options.files)


def _import_file(program: Program, path: Path, options: Namespace, back_up: Callable[[], Backup]) -> int:
    try:
        content = read_file(path, package.read).content
        replacing = back_up if options.replace else None
        taken = take_in(program.library(), content, path.name, on=program.clock().date(), back_up=replacing)
        backup = back_up() if taken.outcome == "replaced" else None  # the one that was made then
    except UserError as error:
        return failed(program, error, options, file=str(path))
    if options.json:
        moves = [move.model_dump(mode="json", by_alias=True) for move in taken.moves]
        told: dict[str, Any] = {"file": str(path), "plan": content.id, **taken._asdict(), "moves": moves}
        answer(told | {"backup": str(backup.path) if backup else None})
    else:
        say_line(_taken_in(program, path, content, taken))
        for line in _moves(program, content.id, taken.moves):
            say_line(line)
        say_backup(program, backup)
    return NO if taken.outcome == "beside" else DONE


def _taken_in(program: Program, path: Path, content: Plan | AreaReport, taken: TakenIn) -> str:
    _ = program.catalogue.gettext
    match taken.outcome:
        case "added":
            message = _("{file}: taken into the library as {id}, version {number}.")
        case "equal" if taken.differs:
            message = _(
                "{file}: the library has it already, as version {number} of {id}; nothing was changed. "
                "What {id} is now differs from it; to restore that version: gmp-desk restore {id}@{number}"
            )
        case "equal" if taken.number:
            message = _("{file}: the library has it already, as version {number} of {id}; nothing was changed.")
        case "equal":
            message = _("{file}: the library has it already, as {id}; nothing was changed.")
        case "older":
            message = _(
                "{file}: an older copy, from which a version here was made; kept as version {number} of {id}. "
                "Nothing else was changed."
            )
        case "current":
            message = _("{file}: is now version {number} of {id}, which was not edited here since its last version.")
        case "replaced" if taken.damaged:
            message = _("{file}: is now version {number} of {id}, which was damaged.")
        case "replaced":
            message = _("{file}: is now version {number} of {id}; what was there is kept as a version.")
        case "beside" if isinstance(content, AreaReport):
            message = _(
                "{file}: kept as version {number} of {id}, beside the report that is here. "
                "To look at it: gmp-desk show {id}@{number}; to take it over: gmp-desk restore {id}@{number}"
            )
        case "beside" if taken.suggested:
            message = program.catalogue.ngettext(
                "{file}: kept as version {number} of {id}, beside the plan that is here; {count} change is suggested "
                "by it. See: gmp-desk review {id}",
                "{file}: kept as version {number} of {id}, beside the plan that is here; {count} changes are suggested "
                "by it. See: gmp-desk review {id}",
                taken.suggested,
            )
        case "beside":
            message = _("{file}: kept as version {number} of {id}, beside the plan that is here.")
    told = {"file": wording(program).file(path), "id": content.id[:SHOWN], "number": taken.number}
    return message.format(**told, count=taken.suggested)


def _moves(program: Program, id: str, moves: Sequence[Move]) -> Iterator[str]:
    """Tell of the moves made in a copy, and how the last is recorded here, where the plan can be moved so."""
    _ = program.catalogue.gettext
    for move in moves:
        yield _moved(program, move)
    with contextlib.suppress(Refused):  # another process deletes it in this moment
        way = _way(program, id, moves[-1].to) if moves else None
        if way and not way.is_blocked:
            if way.needs_reason:
                message = _("To record that here: gmp-desk state {id} {state} --by NAME --note REASON")
            else:
                message = _("To record that here: gmp-desk state {id} {state} --by NAME")
            yield message.format(id=id[:SHOWN], state=way.to)


def _way(program: Program, id: str, to: State) -> Way | None:
    """Return how a plan here is moved to a state; None where it cannot be, or is in it."""
    plan = program.library().read(id).content
    found = ways(plan, program.template()) if isinstance(plan, Plan) else ()
    return next((way for way in found if way.to == to), None)


def _moved(program: Program, move: Move) -> str:
    _ = program.catalogue.gettext
    told = {"state": state(program, move.to), "date": program.locale().short_date(move.on)}
    if not move.by:
        return _("In the copy, the plan was moved to “{state}” on {date}.").format(**told)
    message = _("In the copy, the plan was moved to “{state}” on {date} by {name}.")
    return message.format(**told, name=wording(program).file(move.by))
