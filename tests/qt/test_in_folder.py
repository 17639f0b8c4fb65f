"""A file shown in its folder: by the file manager that there is, or else the folder alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gmp_desk.qt.in_folder import command, show_in_folder

ROOT = Path(__file__).resolve().parents[2]

# A file manager that tells what it is asked to show.
MANAGER = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QObject, Slot, ClassInfo, QTimer
from PySide6.QtDBus import QDBusConnection
app = QCoreApplication([])

@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})
class Manager(QObject):
    @Slot("QStringList", str)
    def ShowItems(self, addresses, startup):
        print(*addresses, flush=True)
        QTimer.singleShot(0, app.quit)

manager = Manager()
bus = QDBusConnection.sessionBus()
assert bus.registerService("org.freedesktop.FileManager1")
assert bus.registerObject("/org/freedesktop/FileManager1", manager, QDBusConnection.RegisterOption.ExportAllSlots)
asked = subprocess.Popen(sys.argv[1:])
app.exec()
sys.exit(asked.wait())
"""


class Opened(QObject):
    """Takes what the program would open with another."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def take(self, address: QUrl) -> None:
        self.files.append(Path(address.toLocalFile()))


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")
    yield opened
    QDesktopServices.unsetUrlHandler("file")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the file managers of Linux")
def test_the_file_manager_is_asked_to_choose_the_file(tmp_path: Path):
    file = tmp_path / "Plan, l’été 50 %.docx"
    file.touch()
    ran = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", MANAGER, *command(file, "linux")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
    )
    shown = [line for line in ran.stdout.splitlines() if line.startswith("file:")]
    assert ran.returncode == 0, ran.stderr
    assert [Path(QUrl(address).toLocalFile()) for address in shown] == [file]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the file managers of Linux")
def test_where_no_file_manager_answers_the_folder_is_shown(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    show_in_folder(tmp_path / "plan.docx", lambda: None)
    qtbot.waitUntil(lambda: opened.files == [tmp_path], timeout=10_000)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the file managers of Linux")
def test_without_a_way_to_ask_the_folder_is_shown(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    monkeypatch.setenv("PATH", str(tmp_path))
    show_in_folder(tmp_path / "plan.docx", lambda: None)
    qtbot.waitUntil(lambda: opened.files == [tmp_path], timeout=10_000)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the file managers of Linux")
def test_that_nothing_shows_folders_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot):
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[str] = []
    show_in_folder(tmp_path / "plan.docx", lambda: told.append("failed"))
    qtbot.waitUntil(lambda: told == ["failed"], timeout=10_000)


def test_windows_and_macos_are_asked_in_their_own_way(tmp_path: Path):
    assert command(Path("C:/Users/Ann/plan, 2.docx"), "win32") == (
        "explorer.exe",
        "/select,",
        "C:\\Users\\Ann\\plan, 2.docx",
    )
    assert command(tmp_path / "plan.docx", "darwin") == ("open", "-R", str(tmp_path / "plan.docx"))
