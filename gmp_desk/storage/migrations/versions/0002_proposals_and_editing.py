"""Suggested changes to a plan, and who has it open."""

from gmp_desk.storage.migrating import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of proposals and of editing; plans stay as they are, and so do their hashes."""
    run("0002.sql")
