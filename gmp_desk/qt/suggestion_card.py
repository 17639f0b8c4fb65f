"""A card for one suggested change: who suggests it and when, before, now and then, and what to do with it."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gmp_desk.app.comparing import Side, Suggestion, told_moment
from gmp_desk.app.wording import isolated, printable
from gmp_desk.qt.comparison_view import KINDS, card_head
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.flow import Flow
from gmp_desk.qt.marked_text import Column, Columns, read_out
from gmp_desk.qt.theme import SPACE

Wish = Literal["accept", "reject", "edit", "reopen"]


class SuggestionCard(QFrame):
    """One suggested change; ``wanted`` carries a ``Wish``."""

    wanted = Signal(str)

    def __init__(
        self, desk: Desk, suggestion: Suggestion, waits: bool, *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        """``waits`` tells whether the change is about an item that is itself only suggested."""
        super().__init__(parent)
        self.suggestion = suggestion
        self._desk = desk
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        column.setSpacing(SPACE[1])
        column.addLayout(card_head(desk, suggestion.where, suggestion.kind, self))
        column.addWidget(self._label(self.origin, "muted"))
        warning = self._warning(waits=waits)
        self._notice = self._row("warning", warning)
        self._refusal = self._row("error", "")
        column.addWidget(self._notice)
        column.addWidget(Columns(desk, self._columns(), self))
        column.addWidget(self._refusal)
        self.buttons: dict[str, QPushButton] = {}
        column.addWidget(self._actions(read_only=read_only))
        kind = desk.catalogue.gettext(KINDS[suggestion.kind])
        self.setAccessibleName(", ".join(part for part in (suggestion.where.title, kind, self.origin) if part))
        told = read_out(desk, suggestion.now, suggestion.suggested)
        self.setAccessibleDescription(". ".join(part for part in (warning, told) if part))

    @property
    def origin(self) -> str:
        """Who suggests it, when, and in which file."""
        _, proposal = self._desk.catalogue.gettext, self.suggestion.offered.proposal
        author, source = (self._named(text) for text in (proposal.author, proposal.source))
        when = told_moment(proposal.date, self._desk.locale) if proposal.date else ""
        return " · ".join(part for part in (author or _("Somebody who is not named"), when, source) if part)

    @property
    def warning(self) -> str:
        """What is to be known before it is decided; "" for nothing."""
        return str(self._notice.property("words"))

    @property
    def refusal(self) -> str:
        """Why it could not be done; "" where it was not refused."""
        return str(self._refusal.property("words"))

    def show_refusal(self, words: str) -> None:
        """Say why it could not be done."""
        self._refusal.setProperty("words", words)
        self._refusal.findChildren(QLabel)[-1].setText(words)
        self._refusal.setVisible(bool(words))

    def _named(self, text: str) -> str:
        """Return a name that somebody gave, kept apart from the direction of the words around it."""
        return isolated(printable(text), self._desk.catalogue) if text else ""

    def _columns(self) -> tuple[Column, ...]:
        _, shown = self._desk.catalogue.gettext, self.suggestion
        suggested = Column(_("Suggested"), shown.suggested, "added")
        if shown.kind == "add":
            return (suggested,)
        now = Column(_("Now"), shown.now, "removed")
        if shown.offered.decision == "accepted":
            return (Column(_("Before"), shown.now, "removed"), suggested)
        if shown.before.text == shown.now.text:
            return (Column(_("Before and now"), shown.now, "removed"), suggested)
        return (Column(_("Before"), Side(shown.before.text), "plain"), now, suggested)

    def _warning(self, *, waits: bool) -> str:
        _, shown = self._desk.catalogue.gettext, self.suggestion
        if shown.offered.decision != "open":
            return ""
        if not shown.is_there and waits:
            return _("This belongs to something that is itself only suggested. Accept that first.")
        if not shown.is_there:
            return _("What this belongs to is not in the plan any more.")
        if shown.is_disputed:
            return _("Changed in both copies. Choose which of the two is to stand.")
        return ""

    def _actions(self, *, read_only: bool) -> QWidget:
        """Return what can be done with the change, or what became of it."""
        _, shown = self._desk.catalogue.gettext, self.suggestion
        widget = QWidget(self)
        row = Flow(widget, SPACE[1], SPACE[1])
        if shown.offered.decision == "open":
            over = shown.is_disputed
            self._button(row, "accept", "check", _("Put the suggested in its place") if over else _("Accept"))
            self._button(row, "reject", "close", _("Keep what is there now") if over else _("Reject"))
            if shown.kind in ("set", "add"):
                self._button(row, "edit", "forward", _("Accept and edit"))
        else:
            row.addWidget(self._outcome(widget))
            if shown.offered.decision == "rejected":
                self._button(row, "reopen", "undo", _("Decide again"))
        for wish, button in self.buttons.items():
            button.setEnabled(not read_only and (shown.is_there or wish not in ("accept", "edit")))
        return widget

    def _outcome(self, parent: QWidget) -> QWidget:
        _, offered = self._desk.catalogue.gettext, self.suggestion.offered
        icon, words = ("check", _("Accepted")) if offered.decision == "accepted" else ("close", _("Rejected"))
        if offered.decided:
            words = f"{words} · {told_moment(offered.decided, self._desk.locale)}"
        outcome = QWidget(parent)
        row = QHBoxLayout(outcome)
        row.setContentsMargins(0, SPACE[0], 0, SPACE[0])
        row.setSpacing(SPACE[1])
        mark, label = QLabel(outcome), QLabel(words, outcome)
        mark.setPixmap(self._desk.icons.icon(icon, "muted").pixmap(self._desk.theme.mark, self.devicePixelRatioF()))
        label.setProperty("look", "muted")
        row.addWidget(mark)
        row.addWidget(label)
        return outcome

    def _button(self, row: Flow, wish: Wish, icon: str, words: str) -> None:
        button = QPushButton(self._desk.icons.icon(icon), words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{words}: {self.suggestion.where.title}")
        button.clicked.connect(lambda: self.wanted.emit(wish))
        self.buttons[wish] = button
        row.addWidget(button)

    def _row(self, tone: Literal["warning", "error"], words: str) -> QWidget:
        widget = QWidget(self)
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        mark = QLabel(widget)
        mark.setPixmap(self._desk.icons.icon(tone, tone).pixmap(self._desk.theme.mark, self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        label = self._label(words, tone)
        row.addWidget(label, 1)
        widget.setProperty("words", words)
        widget.setVisible(bool(words))
        return widget

    def _label(self, words: str, look: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("look", look)
        label.setWordWrap(True)
        return label
