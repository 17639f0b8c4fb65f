"""What the commands of the library do: take files in, list and show plans, keep versions, move, delete."""

import functools
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from gmp_desk.app import keeping
from gmp_desk.app.answering import DONE, NO, answer, failed, say_line, warn, wording
from gmp_desk.app.finding import content_of, find, find_plan
from gmp_desk.app.program import Program
from gmp_desk.app.reading import read_file
from gmp_desk.app.taking_in import TakenIn, take_in
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.rules import check
from gmp_desk.formats import package
from gmp_desk.i18n import N_
from gmp_desk.storage import backups
from gmp_desk.storage.backups import Backup
from gmp_desk.storage.records import Kept, Listed
from gmp_desk.storage.tables import Reason

SHOWN = 8  # characters of an id, which tell it from others, mostly


def _import(program: Program, options: Namespace) -> int:
    # One backup for all files, before the first that replaces something.
    back_up = functools.cache(lambda: backups.back_up(program.library().path, "import", program.clock()))
    return max(_import_file(program, path, options, back_up) for path in options.files)


def _import_file(program: Program, path: Path, options: Namespace, back_up: Callable[[], Backup]) -> int:
    try:
        content = read_file(path, package.read).content
        library, backup = program.library(), None
        if options.replace and any(entry.id == content.id for entry in library.entries()):
            backup = back_up()
        taken = take_in(library, content, path.name, replace=options.replace)
    except UserError as error:
        return failed(program, error, options, file=str(path))
    if options.json:
        told: dict[str, Any] = {"file": str(path), "plan": content.id, **taken._asdict()}
        answer(told | {"backup": str(backup.path) if backup else None})
    else:
        say_line(_taken_in(program, path, content, taken))
        say_backup(program, backup)
    return NO if taken.outcome == "beside" else DONE


def _taken_in(program: Program, path: Path, content: Plan | AreaReport, taken: TakenIn) -> str:
    _ = program.catalogue.gettext
    told = {"file": wording(program).file(path), "id": content.id[:SHOWN], "number": taken.number}
    match taken.outcome:
        case "added":
            message = _("{file}: taken into the library as {id}, version {number}.")
        case "equal" if taken.number:
            message = _("{file}: the library has it already, as version {number} of {id}; nothing was changed.")
        case "equal":
            message = _("{file}: the library has it already, as {id}; nothing was changed.")
        case "current":
            message = _("{file}: is now version {number} of {id}, which was not edited here since its last version.")
        case "replaced":
            message = _("{file}: is now version {number} of {id}; what was there is kept as a version.")
        case "beside":
            message = program.catalogue.ngettext(
                "{file}: {id} was changed here as well. The file is kept as version {number}, and {count} change is "
                "suggested by it.",
                "{file}: {id} was changed here as well. The file is kept as version {number}, and {count} changes are "
                "suggested by it.",
                taken.suggested,
            )
    return message.format(**told, count=taken.suggested)


def say_backup(program: Program, backup: Backup | None) -> None:
    """Name the backup that was made before, if one was."""
    if backup:
        message = program.catalogue.gettext("What was there before is in the backup {file}.")
        say_line(message.format(file=wording(program).file(backup.path)))


def _list(program: Program, options: Namespace) -> int:
    entries = program.library().entries()
    for entry in entries:
        if options.json:
            answer(entry._asdict())
        else:
            say_line(_listed(program, entry))
    if not entries and not options.json:
        say_line(program.catalogue.gettext("The library is empty. A file is taken in with: gmp-desk import FILE"))
    return DONE


def _listed(program: Program, entry: Listed) -> str:
    period = f"{entry.first_year}–{entry.last_year}"
    pgettext = program.catalogue.pgettext
    kind = pgettext("record", "Business plan") if entry.kind == "plan" else pgettext("record", "Biennial report")
    state = _state(program, entry.state)
    parts = (
        entry.id[:SHOWN],
        kind,
        entry.area,
        period,
        entry.language,
        state,
        _when(program, entry.changed),
        entry.title,
    )
    return "  ".join(wording(program).file(part) for part in parts if part)


def _when(program: Program, moment: str) -> str:
    """Return a moment as it is told here: in the form of the language, by the clock of the computer."""
    try:
        here = datetime.fromisoformat(moment).astimezone()
    except ValueError:  # damaged
        return moment
    return f"{program.locale().short_date(here.date())} {here.time().isoformat('minutes')}"


def _state(program: Program, state: str) -> str:
    labels = {choice.value: choice.label for choice in program.template().choices["state"]}
    pgettext = program.catalogue.pgettext
    of_reports = {"sent": pgettext("choice", "Sent"), "received": pgettext("choice", "Received")}
    return pgettext("choice", labels[state]) if state in labels else of_reports.get(state, state)


def _show(program: Program, options: Namespace) -> int:
    _, library = program.catalogue.gettext, program.library()
    found = find(library, options.plan)
    entry = next(entry for entry in library.entries() if entry.id == found.id)
    content = content_of(library, found, lambda error: warn(program, error))
    number = found.number or keeping.number_of(content, library.versions(found.id))
    waiting = sum(offered.decision == "open" for offered in library.proposals(found.id))
    told: dict[str, Any] = entry._asdict() | {"state": content.state, "version": number, "open_proposals": waiting}
    if isinstance(content, Plan):
        findings = check(content, program.template())
        told["errors"] = sum(finding.severity == "error" for finding in findings)
        told["warnings"] = len(findings) - told["errors"]
    if options.json:
        answer(told)
        return DONE
    say_line(_listed(program, entry._replace(state=content.state)))
    say_line(_("Id: {id}").format(id=entry.id))
    say_line(_("Version: {number}").format(number=number) if number else _("Edited since its last version"))
    if isinstance(content, Plan):
        say_line(_("To settle before sending: {count}").format(count=told["errors"]))
        say_line(_("Worth a look: {count}").format(count=told["warnings"]))
        say_line(_("Suggested changes to decide: {count}").format(count=waiting))
    return DONE


def _versions(program: Program, options: Namespace) -> int:
    library = program.library()
    for kept, replaced_by in keeping.with_successors(library.versions(find_plan(library, options.plan))):
        if options.json:
            answer(kept._asdict() | {"replaced_by": replaced_by})
        else:
            say_line(_version(program, kept, replaced_by))
    return DONE


def _version(program: Program, kept: Kept, replaced_by: int | None) -> str:
    _ = program.catalogue.gettext
    parts = [
        str(kept.number),
        _when(program, kept.kept),
        _state(program, kept.state),
        _(_REASONS[kept.reason]),
        kept.by,
        kept.name,
    ]
    if not kept.own:
        parts.append(_("from elsewhere"))
    if replaced_by:
        parts.append(_("replaced by version {number}").format(number=replaced_by))
    if not kept.intact:
        parts.append(_("damaged"))
    return "  ".join(wording(program).file(part) for part in parts if part)


# Why a version was kept.
_REASONS: Mapping[Reason, str] = {
    "import": N_("taken in"),
    "move": N_("moved to another state"),
    "comment": N_("sent for comment"),
    "export": N_("sent"),
    "request": N_("kept on request"),
    "restore": N_("restored"),
    "merge": N_("changed in two places"),
}


def _keep(program: Program, options: Namespace) -> int:
    library = program.library()
    id = find_plan(library, options.plan)
    number = keeping.keep(library, id, "request", name=options.name, by=options.by)
    if options.json:
        answer({"plan": id, "version": number})
    else:
        message = program.catalogue.gettext("{id} is kept as version {number}.")
        say_line(message.format(id=id[:SHOWN], number=number))
    return DONE


def _state_command(program: Program, options: Namespace) -> int:
    library = program.library()
    id = find_plan(library, options.plan)
    today, template = program.clock().date(), program.template()
    number = keeping.set_state(library, id, options.state, today, options.by, options.note, template)
    if options.json:
        answer({"plan": id, "state": options.state, "version": number})
    else:
        message = program.catalogue.gettext("{id} is now in the state “{state}”, kept as version {number}.")
        state = _state(program, options.state)
        say_line(message.format(id=id[:SHOWN], state=state, number=number))
    return DONE


def _delete(program: Program, options: Namespace) -> int:
    library = program.library()
    id = find_plan(library, options.plan)
    if not options.yes:
        raise Refused("library.confirm", id=id)
    backup = backups.back_up(library.path, "delete", program.clock())
    keeping.delete(library, id)
    if options.json:
        answer({"plan": id, "backup": str(backup.path)})
    else:
        message = program.catalogue.gettext("{id} is deleted with all its versions.")
        say_line(message.format(id=id[:SHOWN]))
        say_backup(program, backup)
    return DONE


LIBRARY_COMMANDS: Mapping[str, Callable[[Program, Namespace], int]] = {
    "import": _import,
    "list": _list,
    "show": _show,
    "versions": _versions,
    "keep": _keep,
    "state": _state_command,
    "delete": _delete,
}
