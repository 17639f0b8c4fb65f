"""Plans, reports and their versions."""

from gmp_desk.storage.migrating import run

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first library."""
    run("0001.sql")
