"""Writes a plan that cannot be stored in the library to a file of its own, wherever there is room for it."""

import contextlib
import itertools
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.files import write_whole
from gmp_desk.formats.package import to_json

_NAME, _NEXT = "rescued-{id}.gmpplan", "rescued-{id}-{number}.gmpplan"


def places(library: Path) -> tuple[Path, ...]:
    """Return the folders for rescue files: beside the library, in the home folder, among temporary files."""
    found = [library.parent]
    with contextlib.suppress(RuntimeError):  # no home
        found.append(Path.home())
    return (*found, Path(tempfile.gettempdir()))


def rescued(library: Path) -> tuple[Path, ...]:
    """Return the rescue files that were left by a program that ended before it could store their plans."""
    found: dict[Path, None] = {}
    for folder in places(library):
        with contextlib.suppress(OSError):
            found |= dict.fromkeys(sorted(filter(_is_own, folder.glob(_NAME.format(id="*")))))
    return tuple(found)


class Rescue:
    """Keeps the newest form of one plan in a rescue file while it cannot be stored."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._files: list[Path] = []

    def write(self, plan: Plan) -> str:
        """Write the plan to the first folder that takes it, and return the name of the file; "" where none does.

        A rescue file that was there before holds what another could not store, and is left as it is.
        """
        for folder in self._folders:
            mine = next((file for file in self._files if file.parent == folder), None)
            with contextlib.suppress(Refused, OSError):
                path = mine or _new_name(folder, plan.id)
                write_whole(path, lambda beside: _write(plan, beside), replace=path == mine, mode=0o600)
                if not mine:
                    self._files.append(path)
                return str(path)
        return ""

    def forget(self) -> None:
        """Remove the file, as its plan has been stored."""
        for file in self._files:
            with contextlib.suppress(OSError):
                file.unlink()
        self._files.clear()


def _new_name(folder: Path, id: str) -> Path:
    numbered = (folder / _NEXT.format(id=id, number=number) for number in itertools.count(2))
    names = itertools.chain([folder / _NAME.format(id=id)], numbered)
    return next(path for path in names if not os.path.lexists(path))


def _is_own(path: Path) -> bool:
    """Tell whether a file is one of this user's: others may put theirs among the temporary files."""
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())


def _write(plan: Plan, path: Path) -> None:
    path.write_text(to_json(plan), encoding="utf-8", newline="\n")
