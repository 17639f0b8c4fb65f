"""Keeps the details of what went wrong in the program itself, where its user can find them and nobody else."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

import platformdirs


def log_folder() -> Path:
    """Return the folder of the log."""
    return platformdirs.user_log_path("gmp-desk", appauthor=False)


def keep(details: str) -> Path | None:
    """Add details, a traceback usually, to the log and return its file; None where nothing can be written at all."""
    told = f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{details}\n"
    try:
        folder = platformdirs.user_log_path("gmp-desk", appauthor=False, ensure_exists=True)
        log = folder / "errors.log"
        _append(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), told)
    except OSError:  # no home, or one that cannot be written to
        try:
            handle, name = tempfile.mkstemp(prefix="gmp-desk-", suffix=".log")
            log = Path(name)
            _append(handle, told)
        except OSError:
            return None
    return log


def _append(handle: int, text: str) -> None:
    # The name of a file may hold lone surrogates, in place of bytes that are no text.
    with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
