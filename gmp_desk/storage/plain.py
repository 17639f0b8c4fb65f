"""What a damaged row may hold in place of a text or a number, made plain where it is read."""


def text(value: object) -> str:
    """Return a text as it is, and "" for anything else."""
    return value if isinstance(value, str) else ""


def number(value: object) -> int:
    """Return a whole number as it is, and 0 for anything else."""
    return value if isinstance(value, int) else 0
