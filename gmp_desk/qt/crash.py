"""What happens when the program itself goes wrong: all is stored, the details are logged, the user is told once."""

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from gmp_desk.app import bugs
from gmp_desk.i18n import Catalogue


class CrashReporter(QObject):
    """Takes what nobody has caught, in any thread. The program goes on; Qt calls of the window go through here too."""

    _caught = Signal(str)

    def __init__(
        self, catalogue: Callable[[], Catalogue], save: Callable[[], None], parent: QObject | None = None
    ) -> None:
        """``save`` stores what is not stored yet."""
        super().__init__(parent)
        self._catalogue, self._save = catalogue, save
        self._telling = False
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def take_over(self) -> None:
        """Take all from now on."""
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread

    def remove(self) -> None:
        """Give back the hooks there were before."""
        sys.excepthook, threading.excepthook = self._before

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _take_of_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._take(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _tell(self, details: str) -> None:
        log = bugs.keep(details)
        try:
            self._save()
        except Exception:  # told as the first one is; what was typed is stored again at the next change
            bugs.keep(traceback.format_exc())
        if self._telling:
            return
        self._telling = True
        _ = self._catalogue().gettext
        text = _("Something went wrong in the program itself. What you have written is kept, and you can go on.")
        if log:
            text += "\n\n" + _("The details are in {file}.").format(file=log)
        box = QMessageBox(QMessageBox.Icon.Warning, "GMP Desk", text)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(self._told)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
        self._box = box

    def _told(self) -> None:
        self._telling = False
