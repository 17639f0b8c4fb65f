"""Asks for files and folders, without opening any of them."""

import sys
from pathlib import Path

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget


class PlainIcons(QFileIconProvider):
    """Icons of files and folders by nothing but that: Qt's own are found by looking into files.

    Where it looks into the library and closes it, SQLite's locks are gone (see ``storage.held``).
    """

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """Return the icon of a file or of a kind of them."""
        if isinstance(what, QFileInfo):
            kinds = QAbstractFileIconProvider.IconType
            what = kinds.Folder if what.isDir() else kinds.File
        return super().icon(what)

    def type(self, info: QFileInfo) -> str:
        """Return the ending of a file's name; Qt lists no file of which this is ""."""
        return "–" if info.isDir() else info.suffix() or "–"


def ask_files(title: str, folder: str, kinds: str, parent: QWidget) -> list[Path]:
    """Ask for files to be opened, of some kinds ("Plan files (*.gmpplan);;…"); return none where nobody wants any."""
    dialog = made(title, folder, parent)
    dialog.setNameFilters(kinds.split(";;"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _asked(dialog)


def ask_folder(title: str, folder: str, parent: QWidget) -> Path | None:
    """Ask for a folder; return None where nobody wants one."""
    dialog = made(title, folder, parent)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_asked(dialog)), None)


def ask_place(title: str, place: Path, kinds: str, parent: QWidget) -> Path | None:
    """Ask under which name a file is to be saved, and whether it may replace another; None where it is not to be."""
    dialog = made(title, str(place.parent), parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(kinds.split(";;"))
    dialog.setDefaultSuffix(place.suffix[1:])
    dialog.selectFile(place.name)
    return next(iter(_asked(dialog)), None)


def made(title: str, folder: str, parent: QWidget | None) -> QFileDialog:
    """Return a dialog that shows a folder, not yet shown itself."""
    dialog = QFileDialog(parent, title, folder)
    if sys.platform not in ("win32", "darwin"):
        # Those of Linux run in this process too, and look into files; those of Windows and macOS do no harm.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        icons = PlainIcons()
        dialog.setIconProvider(icons)
        dialog.destroyed.connect(lambda: icons)  # Qt does not keep it alive
    return dialog


def _asked(dialog: QFileDialog) -> list[Path]:
    chosen = [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
    dialog.deleteLater()
    return chosen
