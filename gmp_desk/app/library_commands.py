"""What the commands of the library do: list and show plans, keep versions, move, delete."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from gmp_desk.app import keeping
from gmp_desk.app.answering import DONE, answer, say_line, warn, wording
from gmp_desk.app.finding import content_of, find, find_plan
from gmp_desk.app.import_command import import_files
from gmp_desk.app.program import Program
from gmp_desk.app.telling import SHOWN, moment, say_backup, state
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.rules import check
from gmp_desk.i18n import N_
from gmp_desk.storage.records import Kept, Listed
from gmp_desk.storage.tables import Reason


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
    parts = (
        entry.id[:SHOWN],
        kind,
        entry.area,
        period,
        entry.language,
        state(program, entry.state),
        moment(program, entry.changed),
        entry.title,
        "" if entry.intact else program.catalogue.gettext("damaged"),
    )
    return "  ".join(wording(program).file(part) for part in parts if part)


def _show(program: Program, options: Namespace) -> int:
    _, library = program.catalogue.gettext, program.library()
    found = find(library, options.plan)
    entry = next((entry for entry in library.entries() if entry.id == found.id), None)
    if entry is None:  # another process deletes it in this moment
        raise Refused("library.unknown", id=found.id)
    damages: list[Refused] = []
    content = content_of(library, found, damages.append)
    for damage in damages:
        warn(program, damage)
    number = found.number or keeping.number_of(content, library.versions(found.id))
    waiting = sum(offered.decision == "open" for offered in library.proposals(found.id))
    entry = entry._replace(state=content.state, title=content.title)
    told: dict[str, Any] = entry._asdict() | {"version": number, "open_proposals": waiting, "damaged": bool(damages)}
    if isinstance(content, Plan):
        findings = check(content, program.template())
        told["errors"] = sum(finding.severity == "error" for finding in findings)
        told["warnings"] = len(findings) - told["errors"]
    if options.json:
        answer(told)
        return DONE
    say_line(_listed(program, entry))
    say_line(_("Id: {id}").format(id=entry.id))
    if number or not damages:  # nobody knows whether what is left of a damaged one was a version
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
        moment(program, kept.kept),
        state(program, kept.state),
        _(_REASONS[kept.reason]) if kept.reason else "",
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
        say_line(message.format(id=id[:SHOWN], state=state(program, options.state), number=number))
    return DONE


def _delete(program: Program, options: Namespace) -> int:
    library = program.library()
    id = find_plan(library, options.plan)
    if not options.yes:
        raise Refused("library.confirm", id=id)
    backup = keeping.back_up_before(library, "delete", id, program.clock())
    keeping.delete(library, id)
    if options.json:
        answer({"plan": id, "backup": str(backup.path)})
    else:
        message = program.catalogue.gettext("{id} is deleted with all its versions.")
        say_line(message.format(id=id[:SHOWN]))
        say_backup(program, backup)
    return DONE


LIBRARY_COMMANDS: Mapping[str, Callable[[Program, Namespace], int]] = {
    "import": import_files,
    "list": _list,
    "show": _show,
    "versions": _versions,
    "keep": _keep,
    "state": _state_command,
    "delete": _delete,
}
