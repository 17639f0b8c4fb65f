"""Suggested changes from other copies of the open plan: read, accept, reject, edit, one by one or all (D8)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app.comparing import Suggestion, authors, suggestions
from gmp_desk.app.workspace import Event, Workspace
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.draft_dialog import ask_draft
from gmp_desk.qt.inputs.flow import Flow
from gmp_desk.qt.open_plan import PAUSE, OpenPlan
from gmp_desk.qt.suggestion_card import SuggestionCard
from gmp_desk.qt.suggestions_list import SuggestionsList
from gmp_desk.qt.theme import SPACE
from gmp_desk.storage.records import Offered


class SuggestionsWindow(QDialog):
    """A window beside the editor, which shows at once what is accepted here."""

    go_to = Signal(str)
    """The address of a field that the user wants to edit."""
    counted = Signal(int)
    """So many changes are still to be decided."""

    def __init__(self, desk: Desk, open_plan: OpenPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._open = desk, open_plan
        self._shown: object = None
        self._refusals: dict[str, str] = {}
        _ = desk.catalogue.gettext
        self.setWindowTitle(_("Suggested changes"))
        self.setModal(False)
        self.resize(920, 680)
        self._count = QLabel(self)
        self._count.setProperty("look", "title")
        self._count.setWordWrap(True)
        self._damage = self._told("error")
        self._told_what = self._told("muted")
        self._told_what.hide()
        self.author = QComboBox(self)
        self.author.setAccessibleName(_("Suggested by"))
        self.author.setMinimumContentsLength(16)
        self.author.currentIndexChanged.connect(self.refresh)
        self.decided = QCheckBox(_("Show what is decided, too"), self)
        self.decided.setMinimumHeight(SPACE[4])
        self.decided.toggled.connect(self.refresh)
        self.accept_all_button = self._button("check", _("Accept all"), self.accept_all)
        self.reject_all_button = self._button("close", _("Reject all"), self.reject_all)
        self.list = SuggestionsList(desk, self)
        self.list.wanted.connect(self.carry_out)
        self._lay_out()
        for key, act in (
            (QKeySequence.StandardKey.Undo, open_plan.undo),
            (QKeySequence.StandardKey.Redo, open_plan.redo),
        ):
            QShortcut(QKeySequence(key), self, act)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.refresh)
        open_plan.told.connect(self._hear)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Take notice of what happened while the window was closed."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show the suggested changes as they are now."""
        self._timer.stop()
        try:
            offered = self._open.workspace.proposals()
            damaged = self._desk.program.library().has_damaged_proposals(self._open.plan.id)
        except Refused as error:
            self._say(error)
            return
        self._say(Refused("proposal.damaged", id=self._open.plan.id) if damaged else None)
        self._offer_authors(offered)
        author = self.author.currentData()
        mine = [one for one in offered if author in (None, one.proposal.author)]
        shown = [one for one in mine if self.decided.isChecked() or one.decision == "open"]
        plan = self._open.plan
        state = (plan, tuple((one.proposal.id, one.decision) for one in shown), dict(self._refusals))
        self._show_counts(offered, mine)
        if state != self._shown:
            self._shown = state
            found = suggestions(plan, shown, self._desk.terms, self._desk.locale)
            self.list.show_suggestions(found, offered, dict(self._refusals), read_only=self._open.read_only)

    def accept_all(self) -> None:
        """Accept all that is shown but what is in conflict with the plan, which is to be decided one by one."""
        found = suggestions(self._open.plan, self._open_ones(), self._desk.terms, self._desk.locale)
        disputed = {one.offered.proposal.id for one in found if one.is_disputed}
        chosen = [one for one in self._open_ones() if one.proposal.id not in disputed]
        done = self._each(chosen, lambda one: self._open.workspace.accept(one, by=self))
        left = len(self._open_ones())
        ngettext = self._desk.catalogue.ngettext
        told = ngettext("{count} change accepted.", "{count} changes accepted.", done).format(count=done)
        if left:
            told += " " + ngettext(
                "{count} change is left for you to decide.", "{count} changes are left for you to decide.", left
            ).format(count=left)
        self._say_done(told)

    def reject_all(self) -> None:
        """Reject all that is shown."""
        done = self._each(self._open_ones(), self._open.workspace.reject, drafts=False)
        told = self._desk.catalogue.ngettext("{count} change rejected.", "{count} changes rejected.", done)
        self._say_done(told.format(count=done))

    def carry_out(self, wish: str, suggestion: Suggestion) -> None:
        """Do what is wanted with one suggested change: "accept", "edit", "reject" or "reopen"."""
        offered, workspace = suggestion.offered, self._open.workspace
        over = suggestion.is_disputed
        acts: dict[str, Callable[[Offered], None]] = {
            "accept": lambda one: workspace.accept(one, by=self, over=over),
            "edit": lambda one: workspace.accept(one, by=self, over=over),
            "reject": workspace.reject,
            "reopen": workspace.reopen,
        }
        done = self._each([offered], acts[wish], drafts=wish in ("accept", "edit"))
        self._say_done("")
        if done and wish == "edit":
            self.go_to.emit(offered.proposal.address)

    @property
    def cards(self) -> Sequence[SuggestionCard]:
        """The cards on the screen, in their order."""
        return self.list.cards

    @property
    def told(self) -> str:
        """What was done last, in one sentence."""
        return self._told_what.text()

    def _say_done(self, words: str) -> None:
        self._told_what.setText(words)
        self._told_what.setVisible(bool(words))

    def _each(self, chosen: Sequence[Offered], act: Callable[[Offered], None], *, drafts: bool = True) -> int:
        """Carry out an act on suggested changes; return for how many it could be done. Refusals show on their cards."""
        done = 0
        if drafts and chosen and not self._is_draft():
            return done
        for one in chosen:
            self._refusals.pop(one.proposal.id, None)
            try:
                act(one)
            except UserError as error:
                self._refusals[one.proposal.id] = self._worded(error, one)
            else:
                done += 1
        self.refresh()
        return done

    def _is_draft(self) -> bool:
        """Tell whether the plan can be edited, having asked whether to start the next draft (D3)."""
        workspace = self._open.workspace
        if workspace.needs_draft and not self._open.read_only:
            if not ask_draft(self._desk, self._open.plan, self):
                return False
            workspace.begin_draft(self._desk.program.clock().date(), self._desk.preferences.current.name)
        return True

    def _worded(self, error: UserError, offered: Offered) -> str:
        """Return the sentence for an error; a field is named as the user knows it, not by its address."""
        if "address" in error.params:
            [told] = suggestions(self._open.plan, [offered], self._desk.terms, self._desk.locale)
            error = Refused(error.id, **{**error.params, "address": told.where.title or self._desk.terms.plan()})
        return self._desk.wording.error(error)

    def _open_ones(self) -> list[Offered]:
        author = self.author.currentData()
        try:
            offered = self._open.workspace.proposals()
        except Refused as error:
            self._say(error)
            return []
        return [one for one in offered if one.decision == "open" and author in (None, one.proposal.author)]

    def _hear(self, event: Event) -> None:
        if self.isVisible() and not event.rescue:
            self._timer.start()

    def _show_counts(self, offered: Sequence[Offered], mine: Sequence[Offered]) -> None:
        waiting = sum(one.decision == "open" for one in offered)
        _, ngettext = self._desk.catalogue.gettext, self._desk.catalogue.ngettext
        words = ngettext("{count} suggested change to decide", "{count} suggested changes to decide", waiting)
        self._count.setText(words.format(count=waiting) if waiting else _("Suggested changes"))
        is_any = any(one.decision == "open" for one in mine) and not self._open.read_only
        self.accept_all_button.setEnabled(is_any)
        self.reject_all_button.setEnabled(is_any)
        self.counted.emit(waiting)

    def _offer_authors(self, offered: Sequence[Offered]) -> None:
        _, chosen = self._desk.catalogue.gettext, self.author.currentData()
        found = authors(offered)
        if [self.author.itemData(row) for row in range(1, self.author.count())] == list(found) and self.author.count():
            return
        self.author.blockSignals(True)
        self.author.clear()
        self.author.addItem(_("By everybody"), None)
        for author in found:
            self.author.addItem(author or _("Somebody who is not named"), author)
        self.author.setCurrentIndex(max(self.author.findData(chosen), 0) if chosen is not None else 0)
        self.author.blockSignals(False)
        self.author.setVisible(len(found) > 1)

    def _say(self, error: UserError | None) -> None:
        self._damage.setText(self._desk.wording.error(error) if error else "")
        self._damage.setVisible(error is not None)

    def _lay_out(self) -> None:
        bar = QWidget(self)
        row = Flow(bar, SPACE[2], SPACE[1])
        for part in (self.accept_all_button, self.reject_all_button, self.author, self.decided):
            row.addWidget(part)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], 0)
        head.setSpacing(SPACE[1])
        head.addWidget(self._count)
        head.addWidget(self._damage)
        head.addWidget(bar)
        head.addWidget(self._told_what)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE[1])
        whole.addLayout(head)
        whole.addWidget(self.list, 1)

    def _button(self, icon: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._desk.icons.icon(icon), words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _told(self, look: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("look", look)
        label.setWordWrap(True)
        return label


def open_suggestions(workspace: Workspace) -> int:
    """Return how many suggested changes to the open plan are still to be decided."""
    return sum(offered.decision == "open" for offered in workspace.proposals())
