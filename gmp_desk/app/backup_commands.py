"""What the commands do that back up, restore and verify the library."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from gmp_desk.app import keeping
from gmp_desk.app.answering import DONE, NO, answer, say_line, warn, wording
from gmp_desk.app.finding import find, may_be_plan
from gmp_desk.app.program import Program
from gmp_desk.app.telling import SHOWN, say_backup
from gmp_desk.domain.errors import Refused
from gmp_desk.storage import backups, restoring, verifying
from gmp_desk.storage.verifying import Problem


def _backup(program: Program, options: Namespace) -> int:
    library = program.library()
    if options.out is None:
        path = backups.back_up(library.path, "request", program.clock()).path
    else:
        path = options.out
        backups.copy_verified(library.path, path)
    if options.json:
        answer({"backup": str(path)})
    else:
        say_line(
            program.catalogue.gettext("The library is backed up in {file}.").format(file=wording(program).file(path))
        )
    return DONE


def _restore(program: Program, options: Namespace) -> int:
    if may_be_plan(options.what):
        return _restore_version(program, options)
    backup = Path(options.what)
    kept = restoring.restore(program.library_path(), backup, program.clock())
    if options.json:
        answer({"restored": str(backup), "backup": str(kept) if kept else None})
        return DONE
    say_line(
        program.catalogue.gettext("The library is restored from {file}.").format(file=wording(program).file(backup))
    )
    if kept:
        message = program.catalogue.gettext("What was there before is in {file}.")
        say_line(message.format(file=wording(program).file(kept)))
    return DONE


def _restore_version(program: Program, options: Namespace) -> int:
    library = program.library()
    found = find(library, options.what)
    if found.number is None:
        raise Refused("restore.which", id=found.id)
    backup = keeping.back_up_before(library, "restore", found.id, program.clock(), found.number)
    number = keeping.restore(library, found.id, found.number, program.clock().date())
    if options.json:
        answer({"plan": found.id, "restored": found.number, "version": number, "backup": str(backup.path)})
        return DONE
    message = program.catalogue.gettext("{id} is again as it was in version {earlier}, now as version {number}.")
    say_line(message.format(id=found.id[:SHOWN], earlier=found.number, number=number))
    say_backup(program, backup)
    return DONE


def _verify(program: Program, options: Namespace) -> int:
    library = program.library()
    found = verifying.problems(library.path)
    if options.json:
        latest = _latest_backup(program, library.path)
        answer(
            {
                "library": str(library.path),
                "problems": [problem._asdict() for problem in found],
                "latest_backup": str(latest) if latest else None,
            }
        )
        return NO if found else DONE
    for problem in found:
        say_line(_told(program, problem, is_sound=Problem("file") not in found))
    if not found:
        message = program.catalogue.gettext("{file}: nothing is damaged.")
        say_line(message.format(file=wording(program).file(library.path)))
    elif latest := _latest_backup(program, library.path):
        message = program.catalogue.gettext("The latest backup is {file}.")
        say_line(message.format(file=wording(program).file(latest)))
    return NO if found else DONE


def _latest_backup(program: Program, library: Path) -> Path | None:
    """Return the latest backup; None where there is none, or where they cannot be listed, which is told."""
    try:
        made = backups.backups(library)
    except Refused as error:
        warn(program, error)
        return None
    return made[-1].path if made else None


def _told(program: Program, problem: Problem, *, is_sound: bool) -> str:
    """Return what is said of a problem; in a file that is not sound, nothing can be relied on to be restored."""
    _, id = program.catalogue.gettext, problem.id[:SHOWN]
    match problem.what:
        case "file":
            return _("The file of the library is damaged. Restore a backup with: gmp-desk restore BACKUP")
        case "version":
            return _("{id}: version {number} is damaged.").format(id=id, number=problem.number)
        case "proposal":
            return _("{id}: the suggested changes are damaged.").format(id=id)
    if not is_sound:
        return _("{id} is damaged.").format(id=id)
    intact = keeping.last_intact(program.library(), problem.id)
    if intact is None:
        return _("{id} is damaged, and no version of it is intact.").format(id=id)
    message = _("{id} is damaged. Version {number} is intact; it is restored with: gmp-desk restore {id}@{number}")
    return message.format(id=id, number=intact)


BACKUP_COMMANDS: Mapping[str, Callable[[Program, Namespace], int]] = {
    "backup": _backup,
    "restore": _restore,
    "verify": _verify,
}
