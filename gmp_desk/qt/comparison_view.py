"""What differs between two copies of a plan: a card for each difference, under the sections of the plan."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gmp_desk.app.comparing import Difference, Kind, Side, Where
from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.marked_text import Column, Columns, MarkedText, read_out
from gmp_desk.qt.theme import SPACE

_FIRST = 40  # cards that are shown until more are asked for
_SHORT = 100  # characters that two values have at most to stand on one line

KINDS: Mapping[Kind, str] = {"set": N_("Changed"), "add": N_("Added"), "remove": N_("Removed"), "move": N_("Moved")}
_ICONS: Mapping[Kind, str] = {"set": "compare", "add": "add", "remove": "remove", "move": "drag"}


class ComparisonView(QScrollArea):
    """The differences between two copies, which can be read one after the other with Tab."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._differences: Sequence[Difference] = ()
        self._titles = ("", "")
        self._cards: list[DifferenceCard] = []
        self.more_button: QPushButton | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_differences(self, differences: Sequence[Difference], before: str, after: str) -> None:
        """Show what differs; ``before`` and ``after`` say which copies are compared."""
        self._differences, self._titles = differences, (before, after)
        self._fill(_FIRST)
        self.verticalScrollBar().setValue(0)

    @property
    def cards(self) -> tuple["DifferenceCard", ...]:
        """The cards on the screen, in their order."""
        return tuple(self._cards)

    def _fill(self, most: int) -> None:
        self._cards.clear()
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[4])
        column.setSpacing(SPACE[2])
        for part in self._parts(page, most):
            column.addWidget(part)
        left = len(self._differences) - most
        self.more_button = self._more(page, left) if left > 0 else None
        if self.more_button:
            column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.setWidget(page)

    def _parts(self, page: QWidget, most: int) -> Iterator[QWidget]:
        if not self._differences:
            same = QLabel(self._desk.catalogue.gettext("The two are the same."), page)
            same.setProperty("look", "muted")
            yield same
        section = None
        for difference in self._differences[:most]:
            if difference.where.section != section:
                section = difference.where.section
                yield section_title(self._desk, section, page)
            card = DifferenceCard(self._desk, difference, self._titles, page)
            self._cards.append(card)
            yield card

    def _more(self, page: QWidget, count: int) -> QPushButton:
        words = self._desk.catalogue.ngettext("Show {count} more difference", "Show {count} more differences", count)
        button = QPushButton(words.format(count=count), page)
        button.setProperty("look", "link")
        # Not at once: the button is taken away while it is being pressed.
        button.clicked.connect(self._show_all, Qt.ConnectionType.QueuedConnection)
        return button

    def _show_all(self) -> None:
        self._fill(len(self._differences))


class DifferenceCard(QFrame):
    """One difference: what it is about, and the two sides."""

    def __init__(
        self, desk: Desk, difference: Difference, titles: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.difference = difference
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        column.setSpacing(SPACE[1])
        column.addLayout(card_head(desk, difference.where, difference.kind, self))
        column.addWidget(self._sides(desk, titles))
        kind = desk.catalogue.gettext(KINDS[difference.kind])
        told = read_out(desk, difference.before, difference.after)
        if not difference.written:
            told = f"{difference.before.text} → {difference.after.text}"
        self.setAccessibleName(f"{difference.where.title}, {kind}")
        self.setAccessibleDescription(told)

    def _sides(self, desk: Desk, titles: tuple[str, str]) -> QWidget:
        before, after = self.difference.before, self.difference.after
        if self.difference.kind == "add":
            return MarkedText(desk, after, "added", self)
        if self.difference.kind == "remove":
            return MarkedText(desk, before, "removed", self)
        texts = before.text + after.text
        if not self.difference.written and "\n" not in texts and len(texts) <= _SHORT:
            return ValueChange(desk, before, after, self)
        columns = (Column(titles[0], before, "removed"), Column(titles[1], after, "added"))
        return Columns(desk, columns, self)


class ValueChange(QWidget):
    """Two short values on one line, with an arrow from one to the other."""

    def __init__(self, desk: Desk, before: Side, after: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[2])
        for side in (before, after):
            if side is after:
                arrow = QLabel("←" if desk.catalogue.direction == "rtl" else "→", self)
                arrow.setProperty("look", "muted")
                row.addWidget(arrow)
            value = QLabel(side.text or "–", self)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setProperty("look", "muted" if side is before else "label")
            row.addWidget(value)
        row.addStretch(1)


def section_title(desk: Desk, section: str, parent: QWidget) -> QLabel:
    """Return the title of a section, or of what is about the plan as a whole, as a heading."""
    if section:
        known = desk.terms.template.section(section)
        mark = desk.locale.heading_mark(1, known.number)
        text = f"{mark} {desk.terms.text(known.title)}"
    else:
        text = desk.catalogue.gettext("The plan as a whole")
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", "lead")
    label.setWordWrap(True)
    label.setContentsMargins(0, SPACE[1], 0, 0)
    return label


def card_head(desk: Desk, where: Where, kind: Kind, parent: QWidget) -> QVBoxLayout:
    """Return the head of a card: what it is about, what holds that, and what kind of change it is."""
    head = QVBoxLayout()
    head.setSpacing(2)
    row = QHBoxLayout()
    row.setSpacing(SPACE[1])
    mark = QLabel(parent)
    mark.setPixmap(desk.icons.icon(_ICONS[kind], "muted").pixmap(desk.theme.mark, parent.devicePixelRatioF()))
    title = QLabel(where.title or desk.terms.plan(), parent)
    title.setTextFormat(Qt.TextFormat.PlainText)
    title.setProperty("look", "label")
    title.setWordWrap(True)
    word = QLabel(desk.catalogue.gettext(KINDS[kind]), parent)
    word.setProperty("look", "muted")
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(title, 1)
    row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
    head.addLayout(row)
    if where.holder:
        holder = QLabel(where.holder, parent)
        holder.setTextFormat(Qt.TextFormat.PlainText)
        holder.setProperty("look", "muted")
        holder.setWordWrap(True)
        holder.setContentsMargins(desk.theme.mark.width() + SPACE[1], 0, 0, 0)
        head.addWidget(holder)
    return head
