"""Brings a library to the newest schema: a copy is migrated and verified, then takes the place of the old content.

Each step is a file of SQL in ``migrations/``, which is never changed again.
"""

import random
import sqlite3
import time
from datetime import datetime
from pathlib import Path

from alembic import op
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from gmp_desk.domain.errors import Refused
from gmp_desk.storage.backups import Backup, back_up, copy
from gmp_desk.storage.database import PATIENCE, SCHEMAS, look_at, told, unfinished
from gmp_desk.storage.exclusive import alone, put_in_place
from gmp_desk.storage.verifying import problems, problems_in

_FOLDER = Path(__file__).parent / "migrations"
_LONGEST_PAUSE = 0.5  # seconds


def migrate(path: Path, now: datetime, patience: float = PATIENCE) -> Backup | None:
    """Bring a library to the newest schema and return the backup that was made of it before.

    None where another process does so meanwhile, for which others wait ``patience`` seconds. The library is the old one
    or the new one at any moment, whatever happens. Raise ``Refused`` where another process has it open
    ("library.in_use", "library.locked"), where it is damaged, or where there is no room.
    """
    until = time.monotonic() + patience
    while True:
        try:
            version = look_at(path)
            if version == SCHEMAS[-1]:
                return None
            with told(path), alone(path) as connection:
                if _is_still(version, connection):
                    return _migrated(path, now, connection)
        except Refused as error:
            if error.id not in ("library.in_use", "library.locked") or time.monotonic() >= until:
                raise
        # Two that want it alone at once keep each other from it, so they must not come back at the same moment.
        time.sleep(random.uniform(0, _LONGEST_PAUSE))  # noqa: S311, nothing secret


def _is_still(version: str | None, connection: sqlite3.Connection) -> bool:
    """Tell whether a library is of a version yet: another process may have migrated it before we had it alone."""
    return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(version,)]


def _migrated(path: Path, now: datetime, connection: sqlite3.Connection) -> Backup:
    backup = back_up(path, "migration", now, connection)
    with unfinished(path) as copied:
        copy(connection, copied)
        upgrade(copied)
        if problems(copied, is_copy=True) != problems_in(connection):
            raise Refused("migration.failed", file=str(path), backup=str(backup.path))
        put_in_place(copied, connection)
    return backup


def upgrade(path: Path) -> None:
    """Bring a library file that nobody else has open to the newest schema, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Left alone, the driver commits before each CREATE TABLE.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    environment = EnvironmentContext(
        config,
        script,
        fn=lambda version, _: script._upgrade_revs("head", version),  # the way of alembic.command
    )
    with engine.connect() as connection:
        environment.configure(connection=connection)
        with environment, connection.begin():
            environment.run_migrations()


def run(name: str) -> None:
    """Run the statements of a file of SQL, each ended by a semicolon and an empty line; called by a migration."""
    for statement in (_FOLDER / name).read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.execute(statement)
