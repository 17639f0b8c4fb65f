"""The bar at the top of the editor: the way back, undo and redo, the name of the plan, and what is shown beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.elided_label import ElidedLabel
from gmp_desk.qt.theme import SPACE


class TopBar(QFrame):
    """Buttons lose their words where there is no room for these."""

    back_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    missing_wanted = Signal(bool)
    preview_wanted = Signal(bool)
    send_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("look", "surface")
        _ = desk.catalogue.gettext
        self._back = QPushButton(desk.icons.icon("back"), _("My plans"), self)
        self._back.setProperty("look", "quiet")
        self._back.setToolTip(_("Back to my plans; everything is stored"))
        self._back.clicked.connect(self.back_wanted)
        self.undo_button, self.redo_button = QToolButton(self), QToolButton(self)
        for button, icon, signal in (
            (self.undo_button, "undo", self.undo_wanted),
            (self.redo_button, "redo", self.redo_wanted),
        ):
            button.setIcon(desk.icons.icon(icon))
            button.setIconSize(desk.theme.mark)
            button.setAccessibleName(_("Undo") if icon == "undo" else _("Redo"))
            button.clicked.connect(signal)
        self._title = ElidedLabel(self)
        self._title.setProperty("look", "label")
        self.missing_button = QPushButton(desk.icons.icon("missing"), _("What is still missing"), self)
        self.missing_button.toggled.connect(self.missing_wanted)
        self.preview_button = QPushButton(desk.icons.icon("preview"), _("Preview"), self)
        self.preview_button.clicked.connect(self.preview_wanted)
        for pane in (self.missing_button, self.preview_button):
            pane.setProperty("look", "quiet")
            pane.setCheckable(True)
        self._send = QPushButton(desk.icons.icon("send", "on_accent"), _("Make a file to send"), self)
        self._send.setProperty("look", "primary")
        self._send.clicked.connect(self.send_wanted)
        self._lay_out()

    def show_title(self, title: str) -> None:
        """Show what the plan is called."""
        self._title.show_text(title)

    def show_missing(self, errors: int) -> None:
        """Show how much is to be settled."""
        text, button = self._desk.catalogue.gettext("What is still missing"), self.missing_button
        button.setProperty("words", f"{text}  {errors}" if errors else text)
        button.setProperty("count", str(errors) if errors else "")
        button.setAccessibleName(f"{text} {errors}" if errors else text)
        button.setIcon(self._desk.icons.icon("missing", "error" if errors else "text"))

    def fit(self, width: int) -> None:
        """Show the buttons without their words, one after the other, where there is no room for these."""
        for button in self._worded:
            button.setText(button.property("words"))
        spare = width - self.minimumSizeHint().width()
        for button in self._worded:
            if spare >= 0:
                return
            with_words = button.sizeHint().width()
            button.setText(button.property("count") or "")
            spare += with_words - button.sizeHint().width()

    @property
    def _worded(self) -> tuple[QPushButton, ...]:
        """The buttons with words, the one that loses them first at the beginning."""
        return self.preview_button, self._back, self.missing_button, self._send

    def _lay_out(self) -> None:
        for button in self._worded:
            button.setProperty("words", button.text())
            button.setAccessibleName(button.text())
            if not button.toolTip():
                button.setToolTip(button.text())
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[2], SPACE[1], SPACE[3], SPACE[1])
        row.setSpacing(SPACE[1])
        for widget in (self._back, self.undo_button, self.redo_button):
            row.addWidget(widget)
        row.addSpacing(SPACE[2])
        row.addWidget(self._title, 1)
        for widget in (self.missing_button, self.preview_button, self._send):
            row.addWidget(widget)
