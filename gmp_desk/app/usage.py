"""A parser of the command line that speaks the language of the interface."""

import argparse
import ast
import re
import sys
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
            r"argument (?P<name>[^:]+): invalid choice: (?P<value>'.*'|\".*\") \(choose from (?P<known>.+)\)",
            N_("{name} cannot be “{value}”; choose from {known}"),
        ),
        ("argument (?P<name>[^:]+): expected (at least )?one argument", N_("{name} needs a value")),
        ("argument (?P<name>[^:]+): not allowed with argument (?P<other>.+)", N_("{name} cannot stand with {other}")),
        ("argument (?P<name>[^:]+): ignored explicit argument .+", N_("{name} takes no value")),
    )
)


class Parser(argparse.ArgumentParser):
    """Parses a command; its help and its complaints are in the language of a catalogue.

    Arguments belong into its groups ``wanted`` and ``options``: the groups of argparse have English titles.
    """

    def __init__(self, *, catalogue: Catalogue, **how: Any) -> None:
        super().__init__(**how, add_help=False, allow_abbrev=False, formatter_class=self._formatter)
        self._catalogue = catalogue
        _ = catalogue.gettext
        self.wanted = self.add_argument_group(_("arguments"))
        self.options = self.add_argument_group(_("options"))
        self.options.add_argument("-h", "--help", action="help", help=_("show this help and end"))
        self.options.add_argument("--ui-language", choices=LANGUAGES, help=_("language of the messages"))
        self.options.add_argument(
            "--library", metavar=_("PATH"), type=_given, help=_("the file of the library, if not the usual one")
        )

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the usage and how it is right, and end with the status 2."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {self._worded(message)}")

    def _print_message(self, message: str, file: object = None) -> None:
        # Help, the version and complaints: argparse would say nothing of an output that cannot be written.
        if file is sys.stderr:
            output.tell(message)
        else:
            output.say(message)

    def _formatter(self, prog: str) -> argparse.HelpFormatter:
        return _Formatter(prog, self._catalogue.gettext("usage:") + " ")

    def _worded(self, complaint: str) -> str:
        # Wording takes longer to load than --version takes to answer.
        from gmp_desk.app.wording import isolated, printable

        for pattern, message in _COMPLAINTS:
            found = pattern.fullmatch(complaint)
            if found:
                told = {name: printable(_unquoted(name, value)) for name, value in found.groupdict().items()}
                # What the user typed; the rest are names of ours, in the letters of ASCII.
                told |= {name: isolated(told[name], self._catalogue) for name in ("value", "names") if name in told}
                return self._catalogue.gettext(message).format(**told)
        return printable(complaint)


def _given(value: str) -> str:
    if not value:
        raise argparse.ArgumentTypeError("expected one argument")  # as argparse says it of one that is not there
    return value


def _unquoted(name: str, value: str) -> str:
    """Return the value as it was typed, and what it can be without the quotes that some versions of argparse add."""
    if name == "value":
        return str(ast.literal_eval(value))
    return value.replace("'", "") if name == "known" else value


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
