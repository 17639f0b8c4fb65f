"""Shows a file in the file manager of the system: its folder, with the file chosen there."""

import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_PATIENCE = 3_000  # milliseconds for the file manager to answer


def show_in_folder(path: Path, failed: Callable[[], None]) -> None:
    """Show a file in its folder; where the file manager cannot be asked to choose it, show the folder alone.

    ``failed`` is called, maybe later, where no program shows folders.
    """

    def open_folder() -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            failed()

    program, *arguments = command(path, sys.platform)
    if sys.platform == "win32":  # Explorer goes on by itself, and its exit status says nothing
        if not QProcess.startDetached(program, arguments)[0]:
            open_folder()
        return
    process = QProcess(QCoreApplication.instance())  # the window that asks may be closed before the answer comes
    process.finished.connect(lambda status: open_folder() if status else None)
    process.finished.connect(process.deleteLater)

    def not_started(error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # then it does not finish either
            process.deleteLater()
            open_folder()

    process.errorOccurred.connect(not_started)
    process.start(program, arguments)


def command(path: Path, platform: str) -> tuple[str, ...]:
    """Return the program that shows a file in its folder on a platform, as ``sys.platform`` names it.

    On Linux that is the file manager behind ``org.freedesktop.FileManager1`` of the freedesktop.org specification.
    """
    if platform == "win32":
        return "explorer.exe", "/select,", str(PureWindowsPath(path.as_posix()))
    if platform == "darwin":
        return "open", "-R", str(path)
    # A comma would end an entry of the array.
    address = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded).replace(",", "%2C")
    return (
        "dbus-send",
        "--session",
        "--print-reply",
        f"--reply-timeout={_PATIENCE}",
        "--dest=org.freedesktop.FileManager1",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1.ShowItems",
        f"array:string:{address}",
        "string:",
    )
