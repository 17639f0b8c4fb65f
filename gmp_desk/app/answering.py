"""How a command answers: its exit status, and lines for people or JSON for programs."""

import json
from argparse import Namespace

from gmp_desk.app.messages import ERRORS
from gmp_desk.app.output import say, tell
from gmp_desk.app.program import Program
from gmp_desk.app.wording import Wording
from gmp_desk.domain.errors import UserError

DONE, NO, FAILED = 0, 1, 2


def wording(program: Program) -> Wording:
    """Return what words messages in the language of the interface."""
    return Wording(program.catalogue, program.locale)


def say_line(line: str) -> None:
    """Print a line of the result."""
    say(line + "\n")


def answer(value: object) -> None:
    """Print an object as JSON on one line, in ASCII, which every output can hold."""
    say(json.dumps(value) + "\n")


def failed(program: Program, error: UserError, options: Namespace, file: str = "") -> int:
    """Tell of an error, with ``--json`` as part of the answer, and return the exit status.

    ``file`` is the file that it happened with, or the plan in place of one.
    """
    message = _worded(program, error, file)
    if getattr(options, "json", False):
        answer(({"file": file} if file else {}) | {"error": message})
    else:
        tell(message)
    return FAILED


def warn(program: Program, error: UserError) -> None:
    """Tell of an error that keeps nobody from going on."""
    tell(_worded(program, error, ""))


def _worded(program: Program, error: UserError, file: str) -> str:
    message = wording(program).error(error, file)
    if file and error.id.startswith("library.") and not _is_named(error, file):
        message = f"{wording(program).file(file)}: {message}"
    if error.id == "library.damaged_plan":
        message += _intact(program, str(error.params["id"]))
    return message


def _is_named(error: UserError, file: str) -> bool:
    """Tell whether the message of an error names the file that it happened with, or the plan in place of one."""
    if "{file}" in ERRORS[error.id]:
        return error.params.get("file", file) == file  # else it is that of the library
    return str(error.params.get("id", "")).startswith(file)


def _intact(program: Program, id: str) -> str:
    """Return which version of a damaged plan can be used in its place."""
    from gmp_desk.app import keeping  # SQLAlchemy, which most commands do without

    number = keeping.last_intact(program.library(), id)
    if number is None:
        return ""
    message = program.catalogue.gettext("Version {number} is intact: {id}@{number}")
    return "\n" + message.format(id=id, number=number)
