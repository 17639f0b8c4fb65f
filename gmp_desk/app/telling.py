"""How the commands of the library tell of ids, moments, states and backups."""

from datetime import datetime

from gmp_desk.app.answering import say_line, wording
from gmp_desk.app.program import Program
from gmp_desk.storage.backups import Backup

SHOWN = 8  # characters of an id, which tell it from others, mostly


def moment(program: Program, told: str) -> str:
    """Return a moment as it is told here: in the form of the language, by the clock of the computer."""
    try:
        here = datetime.fromisoformat(told).astimezone()
    except (ValueError, OverflowError, OSError):  # damaged, or in a year that no clock here can show
        return told
    return f"{program.locale().short_date(here.date())} {here.time().isoformat('minutes')}"


def state(program: Program, state: str) -> str:
    """Return the label of a state of a plan or report."""
    labels = {choice.value: choice.label for choice in program.template().choices["state"]}
    pgettext = program.catalogue.pgettext
    of_reports = {"sent": pgettext("choice", "Sent"), "received": pgettext("choice", "Received")}
    return pgettext("choice", labels[state]) if state in labels else of_reports.get(state, state)


def say_backup(program: Program, backup: Backup | None) -> None:
    """Name the backup that was made before, if one was."""
    if backup:
        message = program.catalogue.gettext("What was there before is in the backup {file}.")
        say_line(message.format(file=wording(program).file(backup.path)))
