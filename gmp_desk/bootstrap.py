"""Builds every long-lived object once and hands them to each other."""

import functools
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gmp_desk import __version__
from gmp_desk.app import output
from gmp_desk.app.program import Program
from gmp_desk.domain.errors import Refused
from gmp_desk.i18n import Catalogue, system_language
from gmp_desk.paths import Paths, find

if TYPE_CHECKING:
    from gmp_desk.app.asked import Asked
    from gmp_desk.app.exporting import Progress
    from gmp_desk.app.opening import Notice
    from gmp_desk.domain.template import Template
    from gmp_desk.formats.html_writer import Printable
    from gmp_desk.i18n import Locale
    from gmp_desk.storage.library import Library

EDITION = "gmp-2020"
FAILED = 2


def run(arguments: Sequence[str]) -> int:
    """Carry out what the command line asks and return the exit status; a bug is logged and told, never shown raw."""
    output.prepare()
    asked = _asked(arguments)
    with ExitStack() as in_the_end:
        language = asked.language or system_language(os.environ)
        notices: list[Notice] | None = [] if asked.files is not None and _has_screen() else None
        library = asked.library or os.environ.get("GMP_DESK_LIBRARY", "")
        program = build(language, library, in_the_end, notices)
        try:
            try:
                if asked.files is not None and notices is not None:
                    return _show_window(program, asked.language or "", asked.files, notices)
                return _carry_out(arguments, program)
            finally:  # --help, --version and wrong usage end in SystemExit
                output.finish()
        except Refused as error:  # the output; a command tells all else by itself
            _tell(program, error)
            return FAILED
        except Exception:
            return _report_bug(program)


def _asked(arguments: Sequence[str]) -> "Asked":
    # Without arguments there is nothing to parse, and the window need not wait for the parser.
    from gmp_desk.app.asked import Asked, asked

    return asked(arguments) if arguments else Asked(files=())


def _carry_out(arguments: Sequence[str], program: Program) -> int:
    from gmp_desk.app import cli

    return cli.run(arguments, program)


def build(ui_language: str, library: str, in_the_end: ExitStack, notices: "list[Notice] | None" = None) -> Program:
    """Return the program with its interface in a language; nothing is read before it is asked for.

    ``library`` is the file of the library, "" for the usual one; what is opened is closed ``in_the_end``. What opening
    it has to tell is told on standard error, or collected in ``notices``.
    """
    paths = find()
    library_path = functools.cache(lambda: _library_path(library))
    catalogue_in = functools.cache(lambda language: Catalogue(language, paths.translations))
    program = Program(
        version=__version__,
        catalogue=catalogue_in(ui_language),
        locale=functools.cache(lambda: _locale(ui_language)),
        catalogue_in=catalogue_in,
        template=functools.cache(lambda: _template(paths)),
        schema=lambda name: (paths.resources / "schemas" / f"gmp-{name}.schema.json").read_text(encoding="utf-8"),
        word_parts=paths.resources / "word",
        write_pdf=_write_pdf,
        library_path=library_path,
        library=functools.cache(lambda: _open(program, in_the_end, notices)),
        clock=_now,
    )
    return program


def _now() -> datetime:
    return datetime.now().astimezone()


def _locale(language: str) -> "Locale":
    from gmp_desk.i18n import Locale  # with Babel; a message without dates goes without

    return Locale(language)


def _library_path(given: str) -> Path:
    if given:
        # Loads the database, for which the first paint does not wait where no library is named.
        from gmp_desk.storage.opening import path_of

        return path_of(given)
    import platformdirs

    return platformdirs.user_data_path("gmp-desk", appauthor=False) / "library.db"


def _write_pdf(printable: "Printable", path: Path, progress: "Progress") -> None:
    # Qt takes longer to load than most commands take to answer.
    from gmp_desk.qt.printing import write_pdf

    write_pdf(printable, path, progress)


def _has_screen() -> bool:
    """Tell whether there is a screen to show a window on, or something that stands for one."""
    on_linux = sys.platform.startswith("linux")
    return not on_linux or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))


def _show_window(program: Program, language: str, files: Sequence[Path], notices: "list[Notice]") -> int:
    # Qt takes longer to load than most commands take to answer.
    import platformdirs

    from gmp_desk.qt import application

    preferences = platformdirs.user_config_path("gmp-desk", appauthor=False) / "preferences.json"
    return application.run(program, find(), preferences, language, files, notices)


def _open(program: Program, in_the_end: ExitStack, notices: "list[Notice] | None") -> "Library":
    from gmp_desk.app.opening import open_for

    tell = (lambda notice: _tell(program, notice)) if notices is None else notices.append
    library = open_for(program.library_path(), program.clock, tell)
    in_the_end.callback(library.close)
    return library


def _tell(program: Program, what: "Refused | Notice") -> None:
    from gmp_desk.app.wording import Wording

    output.tell(Wording(program.catalogue, program.locale).error(what))


def _template(paths: Paths) -> "Template":
    # pydantic takes longer to load than --version takes to answer.
    from gmp_desk.domain.template import read_template

    return read_template((paths.resources / "templates" / f"{EDITION}.toml").read_text(encoding="utf-8"))


def _report_bug(program: Program) -> int:
    """Log what went wrong in the program itself, and tell the user where; the log is readable by its owner only."""
    # Not needed where all goes well; --version answers sooner without them.
    import traceback

    from gmp_desk.app import bugs

    log = bugs.keep(traceback.format_exc())
    if log is None:
        output.tell(
            program.catalogue.gettext(
                "Something went wrong in the program itself; your files were left as they were. "
                "The details could not be kept, as nothing can be written."
            )
        )
        return FAILED
    message = program.catalogue.gettext(
        "Something went wrong in the program itself; your files were left as they were. The details are in {file}."
    )
    output.tell(message.format(file=log))
    return FAILED
