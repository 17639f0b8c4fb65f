"""Puts findings and errors, which are data, into words."""

import errno
import os
import unicodedata
from collections.abc import Callable, Mapping

from gmp_desk.app.messages import ERRORS, FINDINGS, REASONS
from gmp_desk.domain.errors import UserError
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.words import Unit
from gmp_desk.i18n import Catalogue, Locale

_LONGEST_NAME = 80
_LONGEST_ADDRESS = 160  # that of a milestone's title has 143
_JOINERS = "\u200c\u200d"
_ISOLATED = "\u2068{}\u2069"


class Wording:
    """Words findings, errors and lengths in the language of the interface."""

    def __init__(self, catalogue: Catalogue, locale: Callable[[], Locale]) -> None:
        self._catalogue = catalogue
        self._locale = locale

    def finding(self, finding: Finding) -> str:
        """Return the sentence for a finding."""
        params = self._fitted(finding.params)
        if "number" in params:
            params["name"] = params["number"]
            if finding.params.get("title"):
                params["name"] = self._catalogue.gettext("{number} “{title}”").format(**params)
        if "month" in params:
            params["month"] = self._locale().month(str(finding.params["month"]))
        if "currency" in params:
            for name in ("cost", "given"):
                params[name] = self._locale().money(str(finding.params[name]), params["currency"])
        message = FINDINGS[finding.rule]
        if isinstance(message, str):
            return self._catalogue.gettext(message).format(**params)
        counted = message[_form(finding)]
        return self._catalogue.ngettext(counted.one, counted.many, int(finding.params["count"])).format(**params)

    def error(self, error: UserError, file: str = "") -> str:
        """Return the sentence for an error; ``file`` names the file that it happened with, which is told whole."""
        told = {"file": self.file(error.params.get("file", file))}
        if "reason" in error.params:
            told["reason"] = self._reason(str(error.params["reason"]))
        return self._catalogue.gettext(ERRORS[error.id]).format(**self._fitted(error.params) | told)

    def file(self, name: object) -> str:
        """Return the name of a file fit for a message: on one line and without effect on what is around it."""
        return isolated(printable(str(name)), self._catalogue)

    def length(self, count: int, unit: Unit) -> str:
        """Return a length, the number first and then the unit, such as "183 words" (D1)."""
        if unit == "characters":
            message = self._catalogue.ngettext("{count} character", "{count} characters", count)
        else:
            message = self._catalogue.ngettext("{count} word", "{count} words", count)
        return message.format(count=count)

    def _reason(self, name: str) -> str:
        """Return the words for the system's name of an error, its own words where we have none."""
        if name in REASONS:
            return self._catalogue.gettext(REASONS[name])
        number = getattr(errno, name, None)
        return isolated(os.strerror(number) if isinstance(number, int) else printable(name), self._catalogue)

    def _fitted(self, params: Mapping[str, str | int]) -> dict[str, str]:
        """Return values from outside fit for a message: short, on one line, without effect on what is around them."""
        return {
            name: str(value)
            if isinstance(value, int)
            else isolated(_shortened(printable(value), _longest(name)), self._catalogue)
            for name, value in params.items()
        }


def isolated(text: str, catalogue: Catalogue) -> str:
    """Keep a text from being reordered with the words around it, where these run from right to left."""
    return _ISOLATED.format(text) if catalogue.direction == "rtl" else text


def _form(finding: Finding) -> str:
    for name in ("unit", "kind"):
        if name in finding.params:
            return str(finding.params[name])
    return "reason" if finding.severity == "warning" else ""


def _longest(param: str) -> int:
    return _LONGEST_ADDRESS if param in ("where", "address") else _LONGEST_NAME


def _shortened(text: str, longest: int) -> str:
    line = " ".join(text[: longest * 4].split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def printable(text: str) -> str:
    """Return the text on one line, with a sign for each character that has no look of its own.

    Spaces of all kinds and joiners stay, as a writing may need them; direction marks and the like are left out.
    """
    return "".join(map(_shown, " ".join(text.splitlines())))


def _shown(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Cs", "Co", "Cn"):
        return "\ufffd"
    return "" if kind == "Cf" and letter not in _JOINERS else letter
