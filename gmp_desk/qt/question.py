"""A question with verbs on its buttons, the careful answer being the one that Escape gives."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from gmp_desk.qt.theme import SPACE

_WIDTH = 48  # characters of a line


class Question(QDialog):
    """Asks whether to do something; ``do`` and ``leave`` are the words on the buttons."""

    def __init__(self, text: str, detail: str, do: str, leave: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("GMP Desk")
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        buttons = QDialogButtonBox(self)
        self.do_button, self.leave_button = QPushButton(do, self), QPushButton(leave, self)
        self.do_button.setProperty("look", "primary")  # before the box takes it in, which settles how it looks
        buttons.addButton(self.do_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.leave_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.do_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[3])
        column.setSpacing(SPACE[2])
        for words, look in ((text, "lead"), (detail, "muted")):
            label = QLabel(words, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("look", look)
            label.setWordWrap(True)
            label.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
            column.addWidget(label)
        column.addSpacing(SPACE[1])
        column.addWidget(buttons)

    def ask(self) -> bool:
        """Wait for the answer; tell whether it is to be done."""
        return self.exec() == QDialog.DialogCode.Accepted
