"""The suggested changes to the open plan as cards, under its sections."""

import sys
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gmp_desk.app.comparing import Suggestion
from gmp_desk.domain.proposals import brings
from gmp_desk.qt.comparison_view import section_title
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.suggestion_card import SuggestionCard
from gmp_desk.qt.theme import SPACE
from gmp_desk.storage.records import Offered

_FIRST = 30  # cards that are shown until more are asked for


class SuggestionsList(QScrollArea):
    """The cards; ``wanted`` carries what is wanted with a suggested change (``Wish``), and the change."""

    wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._most = _FIRST
        self._show_again: Callable[[], None] = lambda: None
        self.cards: list[SuggestionCard] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_suggestions(
        self,
        shown: Sequence[Suggestion],
        offered: Sequence[Offered],
        refusals: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Show some of all changes that are ``offered``; ``refusals`` say by their ids why some could not be accepted.

        What had the focus keeps it, or what takes its place.
        """
        self._show_again = lambda: self.show_suggestions(shown, offered, refusals, read_only=read_only)
        place, focused = self.verticalScrollBar().value(), self._focused()
        undecided = [one.proposal for one in offered if one.decision == "open"]
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE[4], SPACE[1], SPACE[4], SPACE[4])
        column.setSpacing(SPACE[2])
        self.cards = []
        section = None
        for suggestion in shown[: self._most]:
            if suggestion.where.section != section:
                section = suggestion.where.section
                column.addWidget(section_title(self._desk, section, page))
            waits = any(brings(other, suggestion.offered.proposal) for other in undecided)
            card = SuggestionCard(self._desk, suggestion, waits, read_only=read_only, parent=page)
            card.show_refusal(refusals.get(suggestion.offered.proposal.id, ""))
            # Not at once: the card is taken away while its button is being pressed.
            card.wanted.connect(self._sender(suggestion), Qt.ConnectionType.QueuedConnection)
            self.cards.append(card)
            column.addWidget(card)
        if len(shown) > self._most:
            column.addWidget(self._more(page, len(shown) - self._most), 0, Qt.AlignmentFlag.AlignLeading)
        if not shown:
            column.addWidget(self._nothing(page, decided=bool(offered)))
        column.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(place)
        if focused and self.cards:
            id, row = focused
            same = next((card for card in self.cards if card.suggestion.offered.proposal.id == id), None)
            (same or self.cards[min(row, len(self.cards) - 1)]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> tuple[str, int] | None:
        """Return the suggested change that has the focus, by its id and its place; None where none has."""
        focus = self.window().focusWidget()
        for row, card in enumerate(self.cards):
            if focus and (focus is card or card.isAncestorOf(focus)):
                return card.suggestion.offered.proposal.id, row
        return None

    def _sender(self, suggestion: Suggestion) -> Callable[[str], None]:
        return lambda wish: self.wanted.emit(wish, suggestion)

    def _more(self, page: QWidget, count: int) -> QPushButton:
        words = self._desk.catalogue.ngettext("Show {count} more change", "Show {count} more changes", count)
        button = QPushButton(words.format(count=count), page)
        button.setProperty("look", "link")
        # Not at once: the button is taken away while it is being pressed.
        button.clicked.connect(self._show_all, Qt.ConnectionType.QueuedConnection)
        return button

    def _show_all(self) -> None:
        self._most = sys.maxsize
        self._show_again()

    def _nothing(self, page: QWidget, *, decided: bool) -> QLabel:
        _ = self._desk.catalogue.gettext
        words = _("All suggested changes are decided.")
        if not decided:
            words = _(
                "No changes are suggested. When you open a file in which somebody else has changed this plan, "
                "what differs is listed here."
            )
        label = QLabel(words, page)
        label.setProperty("look", "muted")
        label.setWordWrap(True)
        return label
