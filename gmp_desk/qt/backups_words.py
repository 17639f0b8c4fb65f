"""What is said of backups, and of damage that is found in the library."""

from collections.abc import Sequence

from gmp_desk.app.keeping import last_intact
from gmp_desk.app.listing import Listing
from gmp_desk.domain.errors import Refused
from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk
from gmp_desk.storage.backups import Backup
from gmp_desk.storage.verifying import Problem

_MOST_TOLD = 8
_KB = 1_000

_OCCASIONS = {
    "daily": N_("Once a day"),
    "request": N_("On request"),
    "migration": N_("Before a newer program changed the library"),
    "import": N_("Before a file replaced a plan"),
    "delete": N_("Before a plan was deleted"),
    "restore": N_("Before something was restored"),
}


class BackupWords:
    """Puts backups and damage into the words of the interface."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._listing = Listing(desk.terms, desk.locale, desk.program.clock)

    def row(self, backup: Backup) -> tuple[str, str, str]:
        """Return when and why a backup was made, and its size."""
        return self.when(backup), self._why(backup), self._size(backup)

    def when(self, backup: Backup) -> str:
        """Return when a backup was made, by the clock of the computer."""
        _, here = self._desk.catalogue.gettext, backup.moment.astimezone()
        time = here.time().isoformat("minutes")
        if here.date() == self._desk.program.clock().astimezone().date():
            return _("today, {time}").format(time=time)
        return _("{date}, {time}").format(date=self._desk.locale.short_date(here.date()), time=time)

    def _why(self, backup: Backup) -> str:
        return self._desk.catalogue.gettext(_OCCASIONS.get(backup.occasion, backup.occasion))

    def _size(self, backup: Backup) -> str:
        _, number = self._desk.catalogue.gettext, self._desk.locale.number
        if backup.size < _KB * _KB:
            return _("{size} kB").format(size=number(max(backup.size // _KB, 1)))
        return _("{size} MB").format(size=number(f"{backup.size / _KB / _KB:.1f}"))

    def problems(self, found: Sequence[Problem]) -> str:
        """Return what is damaged and what can be done, a line for each; that nothing is, where nothing is."""
        _ = self._desk.catalogue.gettext
        if not found:
            return _("Nothing is damaged.")
        lines = [self._told(problem) for problem in found[:_MOST_TOLD]]
        if len(found) > _MOST_TOLD:
            more = len(found) - _MOST_TOLD
            message = self._desk.catalogue.ngettext("And {count} more.", "And {count} more.", more)
            lines.append(message.format(count=more))
        return "\n".join(lines)

    def _told(self, problem: Problem) -> str:
        _, plan = self._desk.catalogue.gettext, self.plan(problem.id)
        match problem.what:
            case "file":
                return _("The file of the library is damaged. Restore a backup.")
            case "version":
                return _("“{plan}”: version {number} is damaged.").format(plan=plan, number=problem.number)
            case "proposal":
                return _("“{plan}”: the suggested changes are damaged. Restore a backup.").format(plan=plan)
        intact = last_intact(self._desk.program.library(), problem.id)
        if intact is None:
            return _("“{plan}” is damaged, and no version of it is intact. Restore a backup.").format(plan=plan)
        message = _("“{plan}” is damaged. Version {number} is intact; it can be restored under Versions.")
        return message.format(plan=plan, number=intact)

    def plan(self, id: str) -> str:
        """Return what a plan is called, as far as that can be read."""
        try:
            entry = next((entry for entry in self._desk.program.library().entries() if entry.id == id), None)
        except Refused:
            entry = None
        if entry is None:
            return id
        row = self._listing.row(entry, None)
        return " · ".join(filter(None, (row.area, row.period, row.language))) or id
