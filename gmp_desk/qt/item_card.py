"""A card for one item of a list: closed it shows what the item is called, open it holds the item's form."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from gmp_desk.domain.values import Item
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.handling import drag, is_pulled, item_menu, wanted_by
from gmp_desk.qt.theme import SPACE, Role

_KEYS = {
    Qt.Key.Key_Return: "toggle",
    Qt.Key.Key_Enter: "toggle",
    Qt.Key.Key_Space: "toggle",
    Qt.Key.Key_Up: "before",
    Qt.Key.Key_Down: "after",
}
_LONGEST = 160  # characters of a title that a card shows


class Card(QFrame):
    """One item of a list.

    ``wanted`` carries the name of an action: "toggle", "up", "down", "before", "after", "duplicate", "remove".
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk, record: str, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = address
        self._desk, self._record = desk, record
        self._press = QPoint()
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._number, self._title, self._detail = QLabel(self), QLabel(self), QLabel(self)
        self._marks = QLabel(self)
        self._chevron = QLabel(self)
        self.body: QWidget | None = None
        for label, look in ((self._number, "muted"), (self._title, "label"), (self._detail, "muted")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("look", look)
            label.setWordWrap(label is not self._number)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._head = QWidget(self)
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(SPACE[2], SPACE[1], SPACE[2], SPACE[1])
        row.setSpacing(SPACE[2])
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._marks)
        row.addWidget(self._chevron)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._show_chevron()

    def show_item(self, item: Item, number: str, title: str, detail: str, unnamed: str) -> None:
        """Show what the item is called; ``unnamed`` is shown where it has no name yet."""
        self._number.setText(number)
        self._title.setText(_shortened(title or unnamed))
        look = "label" if title else "muted"
        if self._title.property("look") != look:
            self._title.setProperty("look", look)
            self._title.style().polish(self._title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._describe()

    def show_missing(self, errors: int, warnings: int) -> None:
        """Mark the card where something in it is missing."""
        catalogue = self._desk.catalogue
        tone: Role = "error" if errors else "warning"
        count = errors or warnings
        self._marks.setVisible(bool(count))
        if count:
            icon = self._desk.icons.icon(tone, tone)
            self._marks.setPixmap(icon.pixmap(self._desk.theme.mark, self.devicePixelRatioF()))
        said = catalogue.ngettext("{count} to settle", "{count} to settle", errors) if errors else ""
        if not errors and warnings:
            said = catalogue.ngettext("{count} worth a look", "{count} worth a look", warnings)
        self._marks.setToolTip(said.format(count=count))
        self._describe()

    @property
    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self.body is not None

    def open_with(self, body: QWidget) -> None:
        """Show the form below the head."""
        self.body = body
        self._column.addWidget(body)
        self.setProperty("chosen", True)
        self._show_chevron()

    def shut(self) -> None:
        """Take the form away."""
        if self.body:
            if self.isAncestorOf(QApplication.focusWidget() or self):
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._column.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
            self.body = None
        self.setProperty("chosen", False)
        self._show_chevron()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open or close with Enter, move with Alt and arrows, remove with Delete, go on with arrows."""
        if self.window().focusWidget() is not self:  # a key that an input of the form has no use for
            super().keyPressEvent(event)
            return
        held = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        wanted = wanted_by(event) or ("" if held else _KEYS.get(Qt.Key(event.key()), ""))
        if wanted:
            self.wanted.emit(wanted)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the mouse went down: a click opens, a pull drags."""
        self._press = event.position().toPoint()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the card where the mouse is pulled with its button down."""
        if self._head.geometry().contains(self._press) and is_pulled(event, self._press):
            drag(self, self.address, self._head)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close the card."""
        here = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._head.geometry().contains(here):
            self.wanted.emit("toggle")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer all that can be done with the card, on its head: what stands in its form is not the card."""
        if self._head.geometry().contains(event.pos()) or self.window().focusWidget() is self:
            self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Return the menu of what can be done with the card."""
        return item_menu(self._desk, self.wanted.emit, self)

    def _show_chevron(self) -> None:
        icon = self._desk.icons.icon("fold" if self.is_open else "unfold", "muted")
        self._chevron.setPixmap(icon.pixmap(self._desk.theme.mark, self.devicePixelRatioF()))
        self.style().polish(self)

    def _describe(self) -> None:
        record = self._desk.terms.record(self._record)
        told = [f"{record} {self._number.text()}".strip(), self._title.text(), self._detail.text()]
        told.append(self._marks.toolTip())
        self.setAccessibleName(", ".join(part for part in told if part))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
