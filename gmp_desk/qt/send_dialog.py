"""Makes a file to send of the open plan: asks which, tells what is still open, makes it beside the window."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSize, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from gmp_desk.app.exporting import Options
from gmp_desk.app.outline import section_of
from gmp_desk.app.sending import Made, file_name, free_name, send, tidy_name, version_number
from gmp_desk.app.wording import isolated, printable
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.values import LANGUAGES
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale
from gmp_desk.qt import background
from gmp_desk.qt.background import Cancelled, Job
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.file_dialogs import ask_folder
from gmp_desk.qt.findings_panel import counts
from gmp_desk.qt.forms import Form
from gmp_desk.qt.in_folder import show_in_folder
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.printing import write_pdf

_SUFFIXES = {"word": ".docx", "excel": ".xlsx", "pdf": ".pdf", "web": ".html", "plan": ".gmpplan"}
_ICONS = {"web": "preview"}
_STORING = 10.0  # seconds to wait for the last edit to be stored
_WIDTH = 76  # characters
_FOLDER_ROOM = 36
_TARGET = 28  # pixels


class SendForm(Form):
    """The parts of ``ui/send.ui``."""

    choosing_page: QWidget
    made_page: QWidget
    choices: QWidget
    word: QRadioButton
    excel: QRadioButton
    pdf: QRadioButton
    web: QRadioButton
    plan: QRadioButton
    language: QComboBox
    contacts: QComboBox
    name: QLineEdit
    suffix: QLabel
    folder: QLabel
    choose: QPushButton
    open_mark: QLabel
    still_open: QLabel
    problem: QLabel
    progress: QProgressBar
    cancel: QPushButton
    make: QPushButton
    made_mark: QLabel
    made: QLabel
    notes: QLabel
    show_folder: QPushButton
    open_file: QPushButton
    close: QPushButton


class SendDialog(QDialog):
    """Asks what file to make, makes it, and shows where it is."""

    def __init__(self, desk: Desk, plan: OpenPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._plan = desk, plan
        self._job: Job | None = None
        self._named = False
        self._version = _version(desk, plan)
        self._folder = _folder(desk)
        self.made: Made | None = None
        """What was made, once it is."""
        self.form = SendForm.load(desk, "send", self)
        form = self.form
        self._kinds = {"word": form.word, "excel": form.excel, "pdf": form.pdf, "web": form.web, "plan": form.plan}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(form.widget)
        self.setWindowTitle(desk.catalogue.gettext("Make a file to send"))
        self._mark = round(self.fontMetrics().height() * 1.2)
        form.widget.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        self._fill()
        self._connect()
        self._show_kind()

    @property
    def kind(self) -> str:
        """The kind of file that is chosen."""
        return next(kind for kind, button in self._kinds.items() if button.isChecked())

    def choose_kind(self, kind: str) -> None:
        """Choose a kind of file: "word", "excel", "pdf", "web" or "plan"."""
        self._kinds[kind].setChecked(True)

    @property
    def target(self) -> Path:
        """The file that is to be made."""
        name = self.form.name.text().strip().removesuffix(_SUFFIXES[self.kind])
        return self._folder / f"{tidy_name(name) or self._usual_name()}{_SUFFIXES[self.kind]}"

    def set_folder(self, folder: Path) -> None:
        """Choose the folder of the file."""
        self._folder = folder
        self._show_folder_name()

    def make(self) -> None:
        """Make the file, after asking what is to become of one that is there already."""
        target, replacing = self.target, False
        if target.exists() or target.is_symlink():
            answer = ask_about_existing(self._desk, target.name, self)
            if answer == "cancel":
                return
            replacing = answer == "replace"
            target = target if replacing else free_name(target)
        self._start(target, replacing=replacing)

    def reject(self) -> None:
        """Cancel what is being made; close the dialog where nothing is."""
        if self._job:
            self._job.cancel()
            self.form.cancel.setEnabled(False)
        else:
            super().reject()

    def _fill(self) -> None:
        form, desk = self.form, self._desk
        _ = desk.catalogue.gettext
        for kind, button in self._kinds.items():
            button.setIcon(desk.icons.icon(_ICONS.get(kind, kind)))
            button.setIconSize(QSize(self._mark, self._mark))
            button.setMinimumHeight(max(_TARGET, button.sizeHint().height()))
        for language in LANGUAGES:
            form.language.addItem(desk.terms.choice("language", language), language)
        form.language.setCurrentIndex(form.language.findData(self._plan.plan.language))
        for contacts, words in (
            ("full", _("In full")),
            ("names", _("Names only, without e-mail and telephone")),
            ("none", _("None")),
        ):
            form.contacts.addItem(words, contacts)
        for label in (form.suffix, form.folder, form.still_open, form.problem, form.made, form.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
        form.choose.setAccessibleName(_("Choose the folder"))
        form.choose.setMinimumHeight(form.choose.sizeHint().height())
        form.progress.setAccessibleName(_("How much of the file is made"))
        for hidden in (form.made_page, form.problem, form.progress):
            hidden.hide()
        form.progress.setRange(0, 100)
        self._show_still_open()
        self._show_folder_name()

    def _connect(self) -> None:
        form = self.form
        for button in self._kinds.values():
            button.toggled.connect(self._show_kind)
        form.language.currentIndexChanged.connect(self._show_kind)
        form.name.textEdited.connect(self._was_named)
        form.choose.clicked.connect(self._choose_folder)
        form.cancel.clicked.connect(self.reject)
        form.make.clicked.connect(self.make)
        form.show_folder.clicked.connect(self._show_in_folder)
        form.open_file.clicked.connect(self._open_file)
        form.close.clicked.connect(self.accept)

    def _was_named(self) -> None:
        self._named = bool(self.form.name.text().strip())

    def _show_kind(self) -> None:
        """Show what goes with the kind of file."""
        form = self.form
        form.suffix.setText(_SUFFIXES[self.kind])
        form.language.setEnabled(self.kind != "plan")  # whoever opens it has a language of their own
        if not self._named:
            form.name.setText(self._usual_name())
            form.name.setCursorPosition(0)

    def _usual_name(self) -> str:
        return file_name(self._plan.plan, self._version, self._terms, self._locale)

    @property
    def _terms(self) -> Terms:
        program = self._desk.program
        return Terms(program.template(), program.catalogue_in(self.form.language.currentData()))

    @property
    def _locale(self) -> Locale:
        return Locale(self.form.language.currentData())

    def _show_still_open(self) -> None:
        """Say what is still open; it keeps nobody from making the file (D2)."""
        form, _ = self.form, self._desk.catalogue.gettext
        errors = sum(finding.severity == "error" for finding in self._plan.findings)
        told = counts(self._desk, errors, len(self._plan.findings) - errors)
        mark: Literal["error", "warning", "success"] = "error" if errors else "warning" if told else "success"
        form.open_mark.setPixmap(self._desk.icons.icon(mark, mark).pixmap(self._mark, self._mark))
        open_ = _("Still open: {counts}. You can make the file all the same.").format(counts=told)
        form.still_open.setText(open_ if told else _("Nothing is missing in the plan."))

    def _show_folder_name(self) -> None:
        name = isolated(printable(str(self._folder)), self._desk.catalogue)
        room = self.fontMetrics().averageCharWidth() * _FOLDER_ROOM
        self.form.folder.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self.form.folder.setToolTip("" if self.form.folder.text() == name else name)
        self.form.choose.setAccessibleDescription(name)

    def _choose_folder(self) -> None:
        title = self._desk.catalogue.gettext("Folder for files to send")
        if chosen := ask_folder(title, str(self._folder), self):
            self.set_folder(chosen)

    def _start(self, target: Path, *, replacing: bool) -> None:
        program, plan, workspace = self._desk.program, self._plan.plan, self._plan.workspace
        by = self._desk.preferences.current.name
        contacts = self.form.contacts.currentData()
        options = Options(self._terms, self._locale, program.word_parts, contacts, write_pdf)

        def work(progress: background.Progress) -> Made:
            stored = workspace.flush(_STORING)
            return send(
                program.library(),
                plan,
                target,
                options,
                by=by,
                replacing=replacing,
                stored=stored,
                progress=progress,
            )

        self._show_working(on=True)
        self._job = background.start(self, work, self._was_made, self._failed, self._show_progress)

    def _show_progress(self, done: float) -> None:
        self.form.progress.setValue(round(100 * done))

    def _show_working(self, *, on: bool) -> None:
        form = self.form
        form.problem.hide()
        form.progress.setValue(0)
        form.progress.setVisible(on)
        form.choices.setEnabled(not on)
        form.make.setEnabled(not on)
        form.cancel.setEnabled(True)
        if on:
            form.cancel.setFocus()

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._show_working(on=False)
        self.form.make.setFocus()
        if isinstance(error, Cancelled):
            self._show_problem(self._desk.catalogue.gettext("Cancelled: no file was made."))
        elif isinstance(error, Refused) and error.id == "file.exists":  # since we looked
            self.make()
        elif isinstance(error, UserError):
            self._show_problem(self._desk.wording.error(error, self.target.name))
        else:
            raise error

    def _show_problem(self, words: str) -> None:
        self.form.problem.setText(words)
        self.form.problem.show()

    def _was_made(self, made: Made) -> None:
        self._job, self.made = None, made
        self._desk.preferences.change(folder=str(made.path.parent))
        self._show_working(on=False)
        form, desk = self.form, self._desk
        _ = desk.catalogue.gettext
        form.made_mark.setPixmap(desk.icons.icon("success", "success").pixmap(self._mark, self._mark))
        form.made.setText(
            _("{file} is in the folder {folder}.").format(
                file=desk.wording.file(made.path.name), folder=desk.wording.file(made.path.parent)
            )
        )
        notes = "\n".join(self._notes(made))
        form.notes.setText(notes)
        form.notes.setVisible(bool(notes))
        form.open_file.setVisible(made.path.suffix != ".gmpplan")  # which this very program would open
        form.choosing_page.hide()
        form.made_page.show()
        width = self.width()
        self.adjustSize()
        self.resize(width, self.height())
        form.close.setDefault(True)
        form.close.setFocus()

    def _notes(self, made: Made) -> list[str]:
        """Return what the user should know of the file before sending it."""
        _, catalogue, terms = self._desk.catalogue.gettext, self._desk.catalogue, self._desk.terms
        notes = []
        if made.held:
            notes.append(
                _(
                    "The file that was to be replaced is open in another program, such as Word, and stays as it is. "
                    "The new one stands beside it, under a name of its own."
                )
            )
        if left_out := made.exported.comments_left_out:
            words = catalogue.ngettext(
                "{count} comment was left out because it is on a contact or quotes one.",
                "{count} comments were left out because they are on contacts or quote them.",
                left_out,
            )
            notes.append(words.format(count=left_out))
        quoting = [section_of(address, terms.template) for address in made.exported.still_quoting]
        for section in dict.fromkeys(quoting):
            where = terms.section(section) if section else terms.plan()
            words = catalogue.ngettext(
                "A text in “{section}” still quotes a contact: nothing is taken out of your own texts.",
                "{count} texts in “{section}” still quote contacts: nothing is taken out of your own texts.",
                quoting.count(section),
            )
            notes.append(words.format(section=where, count=quoting.count(section)))
        return notes

    def _show_in_folder(self) -> None:
        if self.made:
            message = self._desk.catalogue.gettext("No program on this computer shows folders.")
            # This window may be closed by the time the answer comes.
            show_in_folder(self.made.path, lambda: self._note(message) if isValid(self) else None)

    def _open_file(self) -> None:
        if self.made and not _open(self.made.path):
            self._note(self._desk.catalogue.gettext("No program on this computer opens such a file."))

    def _note(self, message: str) -> None:
        self.form.notes.setText(message)
        self.form.notes.show()


def send_file(desk: Desk, plan: OpenPlan, parent: QWidget | None = None) -> None:
    """Let the user make a file to send of the open plan."""
    dialog = SendDialog(desk, plan, parent)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()


Answer = Literal["replace", "keep", "cancel"]


def existing_box(desk: Desk, name: str, parent: QWidget | None) -> tuple[QMessageBox, dict[Answer, QPushButton]]:
    """Return the question what is to become of a file that is there already, and its buttons."""
    _ = desk.catalogue.gettext
    text = _("{file} is there already.").format(file=desk.wording.file(name))
    box = QMessageBox(QMessageBox.Icon.Question, _("Make a file to send"), text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    buttons: dict[Answer, QPushButton] = {
        "keep": box.addButton(_("Keep both"), QMessageBox.ButtonRole.AcceptRole),
        "replace": box.addButton(_("Replace"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    box.setDefaultButton(buttons["keep"])
    box.setEscapeButton(buttons["cancel"])
    return box, buttons


def ask_about_existing(desk: Desk, name: str, parent: QWidget | None) -> Answer:
    """Ask what is to become of a file that is there already."""
    box, buttons = existing_box(desk, name, parent)
    try:
        box.exec()
        clicked = box.clickedButton()
        return next((answer for answer, button in buttons.items() if button is clicked), "cancel")
    finally:
        box.deleteLater()


def _open(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _version(desk: Desk, plan: OpenPlan) -> int:
    try:
        return version_number(desk.program.library(), plan.plan)
    except UserError:  # locked just now: it is only for the name
        return 1


def _folder(desk: Desk) -> Path:
    """Return the folder that was chosen last, where it is still there, else that for documents."""
    chosen = Path(desk.preferences.current.folder)
    if desk.preferences.current.folder and chosen.is_dir():
        return chosen
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
