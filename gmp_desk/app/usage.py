"""A parser of the command line that speaks the language of the interface."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from gmp_desk.app import output
from gmp_desk.i18n import LANGUAGES, N_, Catalogue

# What argparse says of wrong usage, and our words for it; what is not here is told as argparse says it.
_COMPLAINTS = tuple(
    (re.compile(pattern, re.DOTALL), message)
    for pattern, message in (
        ("the following arguments are required: (?P<names>.+)", N_("these arguments are missing: {names}")),
        ("unrecognized arguments: (?P<names>.+)", N_("unknown arguments: {names}")),
        (
            r"argument (?P<name>[^:]+): invalid choice: '(?P<value>.*)' \(choose from (?P<known>.+)\)",
            N_("{name} cannot be “{value}”; choose from {known}"),
        ),
        ("argument (?P<name>[^:]+): expected (at least )?one argument", N_("{name} needs a value")),
    )
)


class Parser(argparse.ArgumentParser):
    """Parses a command; its help and its complaints are in the language of a catalogue.

    Arguments belong into its groups ``wanted`` and ``options``: the groups of argparse have English titles.
    """

    def __init__(self, *, catalogue: Catalogue, **how: Any) -> None:
        super().__init__(**how, add_help=False, formatter_class=self._formatter)
        self._catalogue = catalogue
        _ = catalogue.gettext
        self.wanted = self.add_argument_group(_("arguments"))
        self.options = self.add_argument_group(_("options"))
        self.options.add_argument("-h", "--help", action="help", help=_("show this help and end"))
        self.options.add_argument("--ui-language", choices=LANGUAGES, help=_("language of the messages"))

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the usage and how it is right, and end with the status 2."""
        output.tell(f"{self.format_usage()}{self.prog}: {self._worded(message)}")
        raise SystemExit(2)

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002
        # Help and the version: argparse would say nothing of an output that cannot be written.
        output.say(message)

    def _formatter(self, prog: str) -> argparse.HelpFormatter:
        return _Formatter(prog, self._catalogue.gettext("usage:") + " ")

    def _worded(self, complaint: str) -> str:
        for pattern, message in _COMPLAINTS:
            found = pattern.fullmatch(complaint)
            if found:
                particulars = {name: value.replace("'", "") for name, value in found.groupdict().items()}
                return self._catalogue.gettext(message).format(**particulars)
        return complaint


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, prefix: str) -> None:
        super().__init__(prog)
        self._prefix = prefix

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self._prefix if prefix is None else prefix)
