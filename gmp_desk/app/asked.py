"""What the arguments ask of the program as a whole, before they are looked at: language, library, window or command."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gmp_desk.i18n import LANGUAGES


class Asked(NamedTuple):
    """What the arguments ask of the program as a whole, whatever the command; None where they do not.

    ``files`` are those to be opened in the window: none where there is no argument, None where there is a command.
    """

    language: str | None = None
    library: str | None = None
    files: tuple[Path, ...] | None = None


def asked(arguments: Sequence[str]) -> Asked:
    """Return what the arguments ask of the program as a whole, before they are looked at."""
    import argparse

    first = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    first.add_argument("--ui-language", choices=LANGUAGES)
    first.add_argument("--library")
    try:
        options, rest = first.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        return Asked()
    files = tuple(Path(name) for name in rest)
    are_files = all(not name.startswith("-") and file.is_file() for name, file in zip(rest, files, strict=True))
    return Asked(options.ui_language, options.library, files if are_files else None)
