"""The line at the bottom of the editor: how the plan is stored, its language, its version, and quiet messages."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gmp_desk.app.workspace import Status
from gmp_desk.domain.plan import Plan
from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.elided_label import ElidedLabel
from gmp_desk.qt.theme import SPACE

_SHOWN = 6_000  # milliseconds that a message stays
_STORED = {
    "stored": N_("Everything is stored"),
    "waiting": N_("Storing…"),
    "not_stored": N_("Not stored: trying again"),
}


class StatusLine(QWidget):
    """Says what needs no answer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stored, self._about, self._message = QLabel(self), QLabel(self), ElidedLabel(self)
        for label in (self._stored, self._about, self._message):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("look", "muted")
        self._clear = QTimer(self, singleShot=True, interval=_SHOWN)
        self._clear.timeout.connect(self._forget)
        self._offer = QPushButton(self)
        self._offer.setProperty("look", "link")
        self._offer.clicked.connect(self._take_offer)
        self._offer.hide()
        self._take: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[3], SPACE[0], SPACE[3], SPACE[0])
        row.setSpacing(SPACE[3])
        row.addWidget(self._stored)
        row.addWidget(self._about)
        row.addWidget(self._message, 1, Qt.AlignmentFlag.AlignTrailing)
        row.addWidget(self._offer)

    def show_trouble(self, reason: str, place: str) -> None:
        """Say why something is not stored, and where it is meanwhile; "" once it is stored."""
        why = " ".join(filter(None, (reason, place)))
        if reason and why != self.why:
            self.tell(reason)
        self._stored.setToolTip(f"<qt>{escape(why)}</qt>" if why else "")
        self._stored.setAccessibleDescription(why)

    @property
    def why(self) -> str:
        """Why something is not stored, and where it is meanwhile; "" where everything is."""
        return self._stored.accessibleDescription()

    def show_status(self, status: Status, read_only: str = "") -> None:
        """Show whether everything is stored; ``read_only`` says why the plan can only be read."""
        look = "error" if status == "not_stored" else "muted"
        self._stored.setText(read_only or self._desk.catalogue.gettext(_STORED[status]))
        if self._stored.property("look") != look:
            self._stored.setProperty("look", look)
            self._stored.style().polish(self._stored)

    def show_plan(self, plan: Plan) -> None:
        """Show the language and version of the plan."""
        terms, _ = self._desk.terms, self._desk.catalogue.gettext
        parts = [terms.choice("language", plan.language), terms.choice("state", plan.state)]
        if plan.version:
            parts.append(_("Version {number}").format(number=plan.version.number))
        self._about.setText(" · ".join(parts))

    def tell(self, message: str, offer: str = "", take: Callable[[], None] | None = None) -> None:
        """Show a message for a while, with something that can be done now."""
        self._message.show_text(message)
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        self._take = take
        self._clear.start()

    def _forget(self) -> None:
        self._message.show_text("")
        self._offer.hide()

    def _take_offer(self) -> None:
        take = self._take
        self._forget()
        if take:
            take()

    @property
    def message(self) -> str:
        """The message that is shown."""
        return self._message.whole

    @property
    def stored(self) -> str:
        """What is said of storing."""
        return self._stored.text()
