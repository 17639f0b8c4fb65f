"""What a user can choose: language, look, size of text, name, folder."""

from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app.preferences import LARGEST_TEXT, SMALLEST_TEXT
from gmp_desk.domain.text import normalize
from gmp_desk.i18n import LANGUAGES
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.file_dialogs import ask_folder
from gmp_desk.qt.inputs.base import let_undo_through
from gmp_desk.qt.theme import SPACE

_STEP = 25

# Each language by its own name: who cannot read the others has to find it.
_OWN_NAMES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}


class PreferencesDialog(QDialog):
    """Shows the preferences; nothing is changed before the answer is "Apply"."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk = desk
        _ = desk.catalogue.gettext
        current = desk.preferences.current
        self.setWindowTitle(_("Preferences"))
        self.language, self.theme, self.text_size = QComboBox(self), QComboBox(self), QComboBox(self)
        self.language.addItem(_("As the system"), "")
        for code in LANGUAGES:
            self.language.addItem(_OWN_NAMES[code], code)
        for value, text in (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))):
            self.theme.addItem(text, value)
        for size in range(SMALLEST_TEXT, LARGEST_TEXT + 1, _STEP):
            self.text_size.addItem(_("{percent} %").format(percent=size), size)
        if self.text_size.findData(current.text_size) < 0:
            self.text_size.addItem(_("{percent} %").format(percent=current.text_size), current.text_size)
        self.name, self.folder = QLineEdit(current.name, self), QLineEdit(current.folder, self)
        self.language.setCurrentIndex(self.language.findData(current.language))
        self.theme.setCurrentIndex(self.theme.findData(current.theme))
        self.text_size.setCurrentIndex(self.text_size.findData(current.text_size))
        choose = QPushButton(_("Choose…"), self)
        choose.clicked.connect(self._choose_folder)
        folder = QHBoxLayout()
        folder.setSpacing(SPACE[1])
        folder.addWidget(self.folder, 1)
        folder.addWidget(choose)
        form = QFormLayout()
        form.setVerticalSpacing(SPACE[2])
        form.setHorizontalSpacing(SPACE[3])
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, part, widget in (
            (_("Language of the program"), self.language, self.language),
            (_("Colours"), self.theme, self.theme),
            (_("Size of text"), self.text_size, self.text_size),
            (_("Your name"), self.name, self.name),
            (_("Folder for files to send"), folder, self.folder),
        ):
            caption = QLabel(label, self)
            caption.setBuddy(widget)
            widget.setAccessibleName(label)
            form.addRow(caption, part)
        told = QLabel(_("Your name stands with the versions you keep and the states you record; it is sent to nobody."))
        told.setProperty("look", "muted")
        told.setWordWrap(True)
        for line in (self.name, self.folder):
            let_undo_through(line)
        buttons = QDialogButtonBox(self)
        apply = QPushButton(_("Apply"), self)
        apply.setProperty("look", "primary")  # before the box takes it in, which settles how it looks
        buttons.addButton(apply, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[3])
        whole.setSpacing(SPACE[3])
        whole.addLayout(form)
        whole.addWidget(told)
        whole.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)

    def chosen(self) -> dict[str, Any]:
        """Return the preferences as they were chosen."""
        return {
            "language": self.language.currentData(),
            "theme": self.theme.currentData(),
            "text_size": self.text_size.currentData(),
            "name": normalize(self.name.text().strip()).text,
            "folder": self.folder.text().strip(),
        }

    def _choose_folder(self) -> None:
        _ = self._desk.catalogue.gettext
        folder = ask_folder(_("Folder for files to send"), self.folder.text(), self)
        if folder:
            self.folder.setText(str(folder))


def ask(desk: Desk, parent: QWidget | None) -> dict[str, Any] | None:
    """Show the preferences; return what was chosen, None where they stay as they were."""
    dialog = PreferencesDialog(desk, parent)
    chosen = dialog.chosen() if dialog.exec() else None
    dialog.deleteLater()
    return chosen
