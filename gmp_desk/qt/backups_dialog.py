"""The backups of the library: what there is, making one, looking for damage, and going back to one."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.domain.errors import Refused
from gmp_desk.qt import background
from gmp_desk.qt.background import Job
from gmp_desk.qt.backups_words import BackupWords
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.forms import Form
from gmp_desk.qt.inputs.flow import Flow
from gmp_desk.qt.plans_table import LinesDelegate
from gmp_desk.qt.question import Question
from gmp_desk.qt.theme import SPACE
from gmp_desk.storage import backups, restoring, verifying
from gmp_desk.storage.backups import Backup
from gmp_desk.storage.verifying import Problem

_LARGEST = QSize(1200, 680)  # of the dialog when it opens, in logical pixels
_SMALLEST = QSize(640, 360)


class BackupsForm(Form):
    """The parts of ``ui/backups.ui``."""

    made: QTableWidget
    told: QLabel
    busy: QProgressBar
    back_up: QPushButton
    verify: QPushButton
    restore: QPushButton
    folder: QPushButton
    buttons: QWidget
    done: QPushButton


class BackupsDialog(QDialog):
    """Shows the backups, the latest first. What takes time is done in a thread; until it is done nothing else can be.

    ``restoring`` is sent before a backup takes the place of the library: whoever uses the library ends that at once.
    ``restored`` is sent when all plans are as they were then.
    """

    restoring = Signal()
    restored = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._path = desk.program.library_path()
        self._made: tuple[Backup, ...] = ()
        self._job: Job | None = None
        self._words = BackupWords(desk)
        self.form = BackupsForm.load(desk, "backups", self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)  # for much damage told in large text
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form.widget)
        whole.addWidget(area)
        self.setWindowTitle(desk.catalogue.gettext("Backups"))
        self._build()
        self.show_backups()

    # What is there

    def show_backups(self) -> None:
        """Show the backups that there are now."""
        table = self.form.made
        try:
            self._made = tuple(reversed(backups.backups(self._path)))
        except Refused as error:
            self._fail(error)
        table.setRowCount(len(self._made))
        for place, backup in enumerate(self._made):
            for column, text in enumerate(self._words.row(backup)):
                item = QTableWidgetItem(text)
                item.setToolTip(backup.path.name)
                table.setItem(place, column, item)
        if self._made:
            table.setCurrentCell(0, 0)
        else:
            self._tell(self._desk.catalogue.gettext("There is no backup yet."))
        self._show_busy(self._job is not None)

    # What can be done

    def back_up(self) -> None:
        """Make a backup now."""
        now = self._desk.program.clock()

        def then(backup: Backup) -> None:
            self.show_backups()
            self._tell(self._desk.catalogue.gettext("Backed up as {file}.").format(file=self._named(backup.path)))

        self._begin(lambda: backups.back_up(self._path, "request", now), then)

    def verify(self) -> None:
        """Look for damage in the library, and say what is damaged and what can be done."""
        self._begin(lambda: verifying.problems(self._path), self._tell_problems)

    def restore(self) -> None:
        """Ask whether to go back to the chosen backup, and do so."""
        backup = self._chosen
        if backup is None or not ask_restore(self, self._desk, self._words.when(backup)):
            return
        self.restoring.emit()
        now = self._desk.program.clock()

        def then(kept: Path | None) -> None:
            self.show_backups()
            _ = self._desk.catalogue.gettext
            message = _("All plans are again as they were: {when}.").format(when=self._words.when(backup))
            if kept:
                message += " " + _("What was there before is in the backup {file}.").format(file=self._named(kept))
            self._tell(message)
            self.restored.emit()

        self._begin(lambda: self._restored(backup.path, now), then)

    def show_folder(self) -> None:
        """Show the folder with the backups in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(backups.folder_of(self._path))))

    def reject(self) -> None:
        """Close, unless something is being done."""
        if self._job is None:
            super().reject()

    @property
    def _chosen(self) -> Backup | None:
        row = self.form.made.currentRow()
        return self._made[row] if 0 <= row < len(self._made) else None

    # In the thread

    def _restored(self, backup: Path, now: datetime) -> Path | None:
        with contextlib.suppress(Refused):  # where it does not open there is all the more reason
            self._desk.program.library().close()  # its connections; it opens others when it is used again
        return restoring.restore(self._path, backup, now)

    # How it goes on

    def _begin(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something in a thread, and then what follows from it."""
        if self._job is not None:
            return

        def done(found: Any) -> None:
            self._end()
            then(found)

        def failed(error: Exception) -> None:
            self._end()
            if not isinstance(error, Refused):
                raise error
            self._fail(error)

        self._job = background.start(self, lambda _: work(), done, failed)
        self._show_busy(True)

    def _end(self) -> None:
        self._job = None
        self._show_busy(False)

    def _show_busy(self, on: bool) -> None:
        form = self.form
        form.busy.setVisible(on)
        for button in (form.back_up, form.verify, form.done):
            button.setEnabled(not on)
        for button in (form.restore, form.folder):
            button.setEnabled(not on and bool(self._made))
        if on:
            form.told.clear()

    def _tell_problems(self, found: tuple[Problem, ...]) -> None:
        self._tell(self._words.problems(found), "error" if found else "success")

    def _fail(self, error: Refused) -> None:
        self._tell(self._desk.wording.error(error, str(self._path)), "error")

    def _tell(self, message: str, look: str = "") -> None:
        label = self.form.told
        label.setText(message)
        label.setProperty("look", look)
        label.style().polish(label)

    def _named(self, path: Path) -> str:
        return self._desk.wording.file(path.name)

    def _build(self) -> None:
        form, _ = self.form, self._desk.catalogue.gettext
        form.told.setTextFormat(Qt.TextFormat.PlainText)
        form.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        table = form.made
        table.setColumnCount(3)
        table.setHorizontalHeaderLabels([_("When"), _("Why"), _("Size")])
        table.setAccessibleName(_("Backups"))
        table.setItemDelegate(LinesDelegate(table))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        columns = table.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        line = table.fontMetrics().lineSpacing()
        table.verticalHeader().setDefaultSectionSize(line + 16)
        self.resize(min(40 * line, _LARGEST.width()), min(26 * line, _LARGEST.height()))
        self.setMinimumSize(min(40 * line, _SMALLEST.width()), min(26 * line, _SMALLEST.height()))
        row = Flow(form.buttons, SPACE[1], SPACE[1])  # in large text they need two rows
        for button in (form.back_up, form.verify, form.restore, form.folder):
            row.addWidget(button)
        form.back_up.clicked.connect(self.back_up)
        form.verify.clicked.connect(self.verify)
        form.restore.clicked.connect(self.restore)
        form.folder.clicked.connect(self.show_folder)
        form.done.clicked.connect(self.accept)


def ask_restore(parent: QWidget, desk: Desk, when: str) -> bool:
    """Ask whether all plans are to be again as they were when a backup was made."""
    _ = desk.catalogue.gettext
    question = Question(
        _("Go back to the backup: {when}?").format(when=when),
        _("All plans will be as they were then. What is there now is kept as another backup, to come back to."),
        _("Restore backup"),
        _("Keep what is there"),
        parent,
    )
    question.do_button.setProperty("look", "danger")
    question.leave_button.setDefault(True)
    try:
        return question.ask()
    finally:
        question.deleteLater()


def show_backups(desk: Desk, parent: QWidget | None = None, before_restoring: Callable[[], None] | None = None) -> None:
    """Show the backups until they are closed.

    ``before_restoring`` ends what else uses the library: the plan that is open, the counting in my plans.
    """
    dialog = BackupsDialog(desk, parent)
    if before_restoring:
        dialog.restoring.connect(before_restoring)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()
