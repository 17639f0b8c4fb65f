"""Builds every long-lived object once and hands them to each other."""

import functools
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gmp_desk import __version__
from gmp_desk.app import cli
from gmp_desk.app.program import Program
from gmp_desk.i18n import Catalogue, Locale, system_language
from gmp_desk.paths import Paths, find

if TYPE_CHECKING:
    from gmp_desk.domain.template import Template

EDITION = "gmp-2020"
FAILED, STOPPED = 2, 130


def run(arguments: Sequence[str]) -> int:
    """Carry out what the command line asks and return the exit status; a bug is logged and told, never shown raw."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of files and texts may hold what the terminal's encoding does not.
            stream.reconfigure(errors="backslashreplace")
    program = build(cli.asked_language(arguments) or system_language(os.environ))
    try:
        status = cli.run(arguments, program)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone, as in "gmp-desk check … | head"; Python would say so once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    except KeyboardInterrupt:
        return STOPPED
    except Exception:
        return _report_bug(program)
    return status


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
    import traceback
    from datetime import datetime

    import platformdirs

    log = platformdirs.user_log_path("gmp-desk", appauthor=False, ensure_exists=True) / "errors.log"
    with open(log, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{traceback.format_exc()}\n")
    message = program.catalogue.gettext(
        "Something went wrong in the program itself; your files were left as they were. The details are in {file}."
    )
    print(message.format(file=log), file=sys.stderr)
    return FAILED
