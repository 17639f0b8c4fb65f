"""Seals on rows that stand outside plans and reports: a flipped bit in one is noticed when it is read."""

from collections.abc import Mapping
from typing import Any

from gmp_desk.storage.rows import digest


def sealed(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its seal, a digest of all its other columns."""
    return {**row, "seal": _seal_of(table, row)}


def is_intact(table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a row is as it was sealed."""
    return bool(row["seal"] == _seal_of(table, row))


def _seal_of(table: str, row: Mapping[str, Any]) -> str:
    return digest(table, {name: value for name, value in row.items() if name != "seal"}).hex()
