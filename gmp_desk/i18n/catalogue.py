"""The texts of the program in one language, and which language a user's environment asks for."""

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")  # as domain.values.Language, which takes longer to load
DOMAIN = "gmp_desk"

# GNU gettext lets LANGUAGE overrule LC_ALL; here the variable that is set for one run of a program wins.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")


def N_(message: str) -> str:
    """Mark a message of a table for extraction; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class Plural:
    """A message of a table in singular and plural, marked for extraction as N_ marks others."""

    one: str
    many: str


class Catalogue:
    """The program's texts in one language; English for what is not translated.

    Its methods have gettext's names, by which Babel finds the messages in the code.
    """

    def __init__(self, language: str, folder: Path) -> None:
        """Read ``folder/<language>/LC_MESSAGES/gmp_desk.mo``; without that file the texts are English."""
        self.language = language
        self.direction: Literal["ltr", "rtl"] = "rtl" if language == "ar" else "ltr"
        self._folder = folder
        self._translations = _read(folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo")

    def in_language(self, language: str) -> "Catalogue":
        """Return the texts in a language, which may be this one."""
        return self if language == self.language else Catalogue(language, self._folder)

    def gettext(self, message: str) -> str:
        """Return the message in this language."""
        # To gettext the empty message means the catalogue's header.
        return self._translations.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the form of the message that goes with n things."""
        return self._translations.ngettext(one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        """Return the message in this language, as used in a context."""
        return self._translations.pgettext(context, message)


def system_language(environ: Mapping[str, str]) -> str:
    """Return the first language of the six that the environment's variables name, else English."""
    for variable in _VARIABLES:
        for name in environ.get(variable, "").split(":"):
            language = re.split("[_.@-]", name, maxsplit=1)[0]
            if language in ("C", "POSIX"):
                return "en"
            if language.lower() in LANGUAGES:
                return language.lower()
    return "en"


def _read(path: Path) -> gettext.NullTranslations:
    # Not gettext.translation(): it keeps every catalogue it has read for the life of the process.
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        return gettext.NullTranslations()
