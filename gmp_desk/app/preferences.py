"""What a user has chosen for the window, and how it was left, kept in one small file of the user's own."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from gmp_desk.domain.errors import Refused
from gmp_desk.files import write_whole
from gmp_desk.i18n import LANGUAGES

# Not pydantic: the language and the theme are needed before the first window, and it takes longer to load than that.

ThemeChoice = Literal["system", "light", "dark"]

SMALLEST_TEXT, LARGEST_TEXT = 100, 200
MOST_RECENT = 10

_LARGEST_FILE = 1_000_000


@dataclass(frozen=True)
class Preferences:
    """What a user has chosen; raise ``ValueError`` where a value is none that can be chosen."""

    language: str = ""
    """The language of the interface; "" for that of the system."""
    theme: ThemeChoice = "system"
    text_size: int = SMALLEST_TEXT
    """In percent of the size that the system has."""
    name: str = ""
    """The user's name, as it stands with versions and moves."""
    folder: str = ""
    """The folder for files to send; "" until one was chosen."""
    recent: tuple[str, ...] = ()
    """The ids of the plans opened last, the latest first."""
    guidance_shown: bool = True
    preview_shown: bool = False
    places: Mapping[str, str] = field(default_factory=dict)
    """Sizes and places of windows and of what divides them, by their names."""
    plans_sort: str = "changed"
    """The column by which My plans are sorted."""
    plans_descending: bool = True
    plans_state: str = ""
    """The state that My plans are filtered by; "" for all."""
    plans_language: str = ""
    """The language that My plans are filtered by; "" for all."""

    def __post_init__(self) -> None:
        for each in fields(self):
            usual = {} if each.default is MISSING else each.default
            if type(getattr(self, each.name)) is not type(usual):
                raise ValueError(each.name)
        texts = (*self.recent, *self.places.keys(), *self.places.values())
        right = {
            "language": self.language in ("", *LANGUAGES),
            "theme": self.theme in get_args(ThemeChoice),
            "text_size": SMALLEST_TEXT <= self.text_size <= LARGEST_TEXT,
            "texts": all(isinstance(text, str) for text in texts),
        }
        if not all(right.values()):
            raise ValueError(next(name for name in right if not right[name]))


class PreferencesFile:
    """The preferences in their file, which only the user can read; each change is stored at once."""

    def __init__(self, path: Path) -> None:
        """Read the file; one that is damaged is put aside under another name, and all is as in the beginning."""
        self._path = path
        self._stored: Preferences | None = None
        self._current = Preferences()
        try:
            self._current = self._stored = _read(path)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, RecursionError):
            with contextlib.suppress(OSError):
                path.replace(path.with_name(f"{path.stem}-damaged{path.suffix}"))

    @property
    def current(self) -> Preferences:
        """The preferences as they are now."""
        return self._current

    def change(self, **values: Any) -> bool:
        """Change preferences by their names; tell whether they are stored.

        Where they cannot be stored they hold until the program ends, and the next change tries again. Raise
        ``ValueError`` or ``TypeError`` where there is no such preference or value.
        """
        self._current = replace(self._current, **values)
        return self._store()

    def remember_place(self, name: str, place: str) -> bool:
        """Keep the size or place of a window or the like; tell whether it is stored."""
        return self.change(places={**self._current.places, name: place})

    def remember_plan(self, id: str) -> bool:
        """Put a plan in front of those opened last; tell whether that is stored."""
        others = (known for known in self._current.recent if known != id)
        return self.change(recent=(id, *others)[:MOST_RECENT])

    def forget_plan(self, id: str) -> bool:
        """Take a plan that is deleted from those opened last; tell whether that is stored."""
        return self.change(recent=tuple(known for known in self._current.recent if known != id))

    def _store(self) -> bool:
        if self._current == self._stored:
            return True
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path, lambda beside: _write(self._current, beside), replace=True, mode=0o600)
        except (Refused, OSError):
            return False
        self._stored = self._current
        return True


def _read(path: Path) -> Preferences:
    if path.stat().st_size > _LARGEST_FILE:
        raise ValueError(path)
    document = json.loads(path.read_bytes())
    if not isinstance(document, dict):
        raise ValueError(path)
    known = {each.name for each in fields(Preferences)}  # a newer program may have others
    found = {name: value for name, value in document.items() if name in known}
    if isinstance(found.get("recent"), list):
        found["recent"] = tuple(found["recent"])
    return Preferences(**found)


def _write(preferences: Preferences, path: Path) -> None:
    # ASCII, which holds the names of folders that are no proper text as well.
    path.write_text(json.dumps(asdict(preferences), indent=1) + "\n", encoding="ascii", newline="\n")
