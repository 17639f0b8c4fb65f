"""Opens the library of a user, and says what the user should know of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gmp_desk.app.rescuing import rescued
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.storage import backups, placing
from gmp_desk.storage.leftovers import logs_left
from gmp_desk.storage.library import Library
from gmp_desk.storage.opening import open_library


class Notice(UserError):
    """Something that a user should know, and that keeps nobody from going on."""


def open_for(path: Path, clock: Callable[[], datetime], tell: Callable[[Notice], None]) -> Library:
    """Open the library at a path; make the day's backup; tell where the library is in danger.

    Raise ``Refused`` where it cannot be opened (see ``storage.opening.open_library``).
    """
    service = placing.sync_service(path)
    if service:
        tell(Notice("notice.synced", file=str(path), service=service))
    elif placing.is_on_network(path):
        tell(Notice("notice.network", file=str(path)))
    library, migrated = open_library(path, clock)
    try:
        for log in logs_left(path):
            tell(Notice("notice.log_left", file=str(log)))
        if migrated:
            tell(Notice("notice.migrated", backup=str(migrated.path)))
        if library.entries():
            _back_up_daily(path, clock, tell)
        for file in rescued(path):
            tell(Notice("notice.rescued", file=str(file)))
    except BaseException:
        # A connection that nobody knows of would keep a backup from being restored.
        library.close()
        raise
    return library


def _back_up_daily(path: Path, clock: Callable[[], datetime], tell: Callable[[Notice], None]) -> None:
    try:
        if backups.is_due(path, clock()):
            backups.back_up(path, "daily", clock())
    except Refused as error:
        tell(Notice("notice.no_backup", file=str(path)))
        tell(Notice(error.id, **error.params))  # why
