"""What the columns of the library may hold: conditions that PostgreSQL enforces as well as SQLite."""

from typing import Any, get_args

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index

from gmp_desk.domain.values import FIRST_YEAR, LARGEST_COUNT, LAST_YEAR, Qualifier

_ITEM_KEYS = {"report_effort": "effort"}


def one_of(column: str, choices: Any) -> CheckConstraint:
    """The value is one of a ``Literal``."""
    listed = ", ".join(f"'{choice}'" for choice in get_args(choices))
    return CheckConstraint(f'"{column}" IN ({listed})', name=column)


def between(column: str, least: int, most: int) -> CheckConstraint:
    """The number is within two others, both included."""
    return CheckConstraint(f'"{column}" BETWEEN {least} AND {most}', name=column)


def month(column: str) -> CheckConstraint:
    """The text is a month, "2026-05"."""
    return CheckConstraint(f"\"{column}\" LIKE '____-__'", name=column)


def money(field: str) -> tuple[CheckConstraint, CheckConstraint]:
    """A figure with its currency, or words, or nothing (D7)."""
    return (
        CheckConstraint(f"({field} IS NULL) = ({field}_currency IS NULL)", name=f"{field}_currency"),
        CheckConstraint(f"{field} IS NULL OR {field}_words IS NULL", name=f"{field}_words"),
    )


def reading(field: str) -> tuple[CheckConstraint, CheckConstraint]:
    """A value of an indicator with its year (F17)."""
    return (
        one_of(f"{field}_qualifier", Qualifier),
        between(f"{field}_year", FIRST_YEAR, LAST_YEAR),
    )


def count(field: str) -> tuple[CheckConstraint, CheckConstraint]:
    """A count that is exact, a least number or unknown (F42)."""
    return one_of(f"{field}_qualifier", Qualifier), between(field, 0, LARGEST_COUNT)


def listed(*columns: str) -> tuple[CheckConstraint, Index]:
    """The order of a list: items count from 0 within the columns that name the list."""
    return CheckConstraint("position >= 0", name="position"), Index(None, *columns, "position")


def within(whole: str, table: str) -> ForeignKeyConstraint:
    """A row belongs to an item; checked at the end of a transaction, so that rows come in any order."""
    columns = ([whole, table.rpartition("_")[2]], [f"{table}.{whole}", f"{table}.{_ITEM_KEYS.get(table, 'id')}"])
    return ForeignKeyConstraint(*columns, deferrable=True, initially="DEFERRED")


def belongs(whole: str) -> ForeignKeyConstraint:
    """A row belongs to a plan or report; checked at the end of a transaction."""
    return ForeignKeyConstraint([whole], [f"{whole}.{whole}"], deferrable=True, initially="DEFERRED")
