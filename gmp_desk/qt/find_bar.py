"""Find in the whole plan: a line below the editor, with the places found."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from gmp_desk.app.searching import Hit
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import leave_files_to_window, let_undo_through
from gmp_desk.qt.theme import SPACE

_PAUSE = 150  # milliseconds


class FindBar(QFrame):
    """A line to type in what is looked for; ``go_to`` tells the address of a place found."""

    go_to = Signal(str)

    def __init__(self, desk: Desk, search: Callable[[str], Sequence[Hit]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._search = desk, search
        self._hits: Sequence[Hit] = ()
        self._place = -1
        self.setProperty("look", "surface")
        _ = desk.catalogue.gettext
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Find in the plan"))
        self.line.setAccessibleName(_("Find in the plan"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(desk.icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        let_undo_through(self.line)
        leave_files_to_window(self.line)
        self.told = QLabel(self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setProperty("look", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[3], SPACE[0], SPACE[3], SPACE[0])
        row.addWidget(self.line, 1)
        for icon, text, action in (
            ("up", _("Previous place"), lambda: self.go_on(-1)),
            ("down", _("Next place"), lambda: self.go_on(1)),
            ("close", _("Close"), self.hide),
        ):
            button = QToolButton(self)
            button.setIcon(desk.icons.icon(icon))
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.clicked.connect(action)
            row.addWidget(button)
        row.addWidget(self.told, 2)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._look)
        self.line.textEdited.connect(lambda: self._timer.start())
        self.line.returnPressed.connect(lambda: self.go_on(1))
        self.hide()

    def start(self) -> None:
        """Show the line and let the user type."""
        self.show()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_on(self, by: int) -> None:
        """Go to the next place found, or to the one before."""
        self._look(keep=True)
        if self._hits:
            self._place = (self._place + by) % len(self._hits)
            self._show_place()
            self.go_to.emit(self._hits[self._place].address)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _look(self, *, keep: bool = False) -> None:
        self._timer.stop()
        text = self.line.text()
        hits = self._search(text) if text.strip() else ()
        if not keep or len(hits) != len(self._hits):
            self._place = -1
        self._hits = hits
        self._show_place()

    def _show_place(self) -> None:
        catalogue = self._desk.catalogue
        if not self.line.text().strip():
            self.told.clear()
        elif not self._hits:
            self.told.setText(catalogue.gettext("Not in this plan"))
        elif self._place < 0:
            count = len(self._hits)
            self.told.setText(catalogue.ngettext("{count} place", "{count} places", count).format(count=count))
        else:
            hit = self._hits[self._place]
            message = catalogue.gettext("{number} of {count}: {excerpt}")
            self.told.setText(
                message.format(number=self._place + 1, count=len(self._hits), excerpt=" ".join(hit.excerpt.split()))
            )
