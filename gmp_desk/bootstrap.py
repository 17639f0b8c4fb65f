"""Builds every long-lived object once and hands them to each other."""

import functools
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gmp_desk import __version__
from gmp_desk.app import cli, output
from gmp_desk.app.program import Program
from gmp_desk.domain.errors import Refused
from gmp_desk.i18n import Catalogue, Locale, system_language
from gmp_desk.paths import Paths, find

if TYPE_CHECKING:
    from gmp_desk.domain.template import Template

EDITION = "gmp-2020"
FAILED = 2


def run(arguments: Sequence[str]) -> int:
    """Carry out what the command line asks and return the exit status; a bug is logged and told, never shown raw."""
    output.prepare()
    program = build(cli.asked_language(arguments) or system_language(os.environ))
    try:
        try:
            return cli.run(arguments, program)
        finally:  # --help, --version and wrong usage end in SystemExit
            output.finish()
    except Refused as error:  # the output; a command tells all else by itself
        from gmp_desk.app.wording import Wording

        output.tell(Wording(program.catalogue, program.locale).error(error))
        return FAILED
    except Exception:
        return _report_bug(program)


def build(ui_language: str) -> Program:
    """Return the program with its interface in a language; nothing is read before it is asked for."""
    paths = find()
    catalogue_in = functools.cache(lambda language: Catalogue(language, paths.translations))
    return Program(
        version=__version__,
        catalogue=catalogue_in(ui_language),
        locale=functools.cache(lambda: Locale(ui_language)),
        catalogue_in=catalogue_in,
        template=functools.cache(lambda: _template(paths)),
        schema=lambda name: (paths.resources / "schemas" / f"gmp-{name}.schema.json").read_text(encoding="utf-8"),
        word_parts=paths.resources / "word",
    )


def _template(paths: Paths) -> "Template":
    # pydantic takes longer to load than --version takes to answer.
    from gmp_desk.domain.template import read_template

    return read_template((paths.resources / "templates" / f"{EDITION}.toml").read_text(encoding="utf-8"))


def _report_bug(program: Program) -> int:
    """Log what went wrong in the program itself, and tell the user where; the log is readable by its owner only."""
    # Not needed where all goes well; --version answers sooner without them.
    import tempfile
    import traceback
    from datetime import datetime
    from pathlib import Path

    import platformdirs

    details = f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{traceback.format_exc()}\n"
    try:
        log = platformdirs.user_log_path("gmp-desk", appauthor=False, ensure_exists=True) / "errors.log"
        _append(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), details)
    except OSError:  # no home, or one that cannot be written to
        handle, name = tempfile.mkstemp(prefix="gmp-desk-", suffix=".log")
        log = Path(name)
        _append(handle, details)
    message = program.catalogue.gettext(
        "Something went wrong in the program itself; your files were left as they were. The details are in {file}."
    )
    output.tell(message.format(file=log))
    return FAILED


def _append(handle: int, text: str) -> None:
    # The name of a file may hold lone surrogates, in place of bytes that are no text.
    with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
