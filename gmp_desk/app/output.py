"""Standard output and standard error, whatever became of them: closed, full, or their reader gone."""

import io
import os
import sys
from typing import TextIO

from gmp_desk.domain.errors import Refused
from gmp_desk.files import reason_of


def prepare() -> None:
    """Make the streams fit for any text; one that was closed leads nowhere, and never into the other."""
    # A name of a file or a text may hold what the terminal's encoding does not.
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(_nowhere(), "w", encoding="utf-8", closefd=False))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a result as it is; once its reader has gone, as in ``check … | head``, results go nowhere.

    Raise ``Refused`` ("output.write") where it cannot be written, on a full disk perhaps.
    """
    try:
        sys.stdout.write(text)
    except OSError as error:
        _give_up_output(error)


def finish() -> None:
    """Send off what is still to be printed; raise ``Refused`` ("output.write") as ``say`` does."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _give_up_output(error)


def tell(message: str) -> None:
    """Print a message on standard error; where that cannot be written to, the exit status has to do."""
    try:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)


def _give_up_output(error: OSError) -> None:
    _give_up(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        raise Refused("output.write", reason=reason_of(error)) from error


def _give_up(stream: TextIO) -> None:
    """Send what is still in the stream nowhere; Python would try once more at exit, and complain."""
    os.dup2(_nowhere(), stream.fileno())


def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
