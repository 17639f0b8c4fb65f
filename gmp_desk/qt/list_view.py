"""What all lists of items have: words for an empty one, Add at the end, and items that are moved about."""

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gmp_desk.app import planning
from gmp_desk.domain.edits import Add, Duplicate, Move, Remove
from gmp_desk.domain.fields import kind_in
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.handling import MIME
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.notes import Notes
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.record_texts import RECORD_TEXTS, blank_item
from gmp_desk.qt.theme import SPACE


class ListView(QWidget):
    """The items of the list at an address, one widget for each."""

    def __init__(
        self, desk: Desk, open_plan: OpenPlan, maker: InputMaker, address: str, record: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.address = address
        self._desk, self._plan, self._maker, self._record = desk, open_plan, maker, record
        self._texts = RECORD_TEXTS[record]
        self._notes = Notes(desk, self)
        _ = desk.catalogue.gettext
        self._empty = QLabel(_(self._texts.empty), self)
        self._empty.setProperty("look", "muted")
        self._empty.setWordWrap(True)
        self.add_button = QPushButton(desk.icons.icon("add", "accent"), _(self._texts.add), self)
        self.add_button.setProperty("look", "link")
        self.add_button.setEnabled(not open_plan.read_only)
        self.add_button.clicked.connect(self.add)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE[1])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE[1])
        for part in (self._notes, self._empty):
            whole.addWidget(part)
        whole.addLayout(self._column)
        whole.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.setAcceptDrops(not open_plan.read_only)

    @property
    @abstractmethod
    def shown(self) -> Mapping[str, QWidget]:
        """The widgets by the ids of their items, in their order."""

    @abstractmethod
    def begin(self, id: str) -> None:
        """Go to the first field of an item that was added."""

    @abstractmethod
    def focus(self, id: str) -> None:
        """Go to an item, so that keys move it on."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing in the list itself."""
        return self._notes.texts

    @property
    def is_empty_shown(self) -> bool:
        """Whether it says what belongs into the list."""
        return not self._empty.isHidden()

    def add(self) -> None:
        """Add an item at the end, and go to its first field."""
        item = blank_item(self._plan.plan, self.address)
        if self._plan.do(Add(self.address, item)):
            self.begin(item.id)

    def carry_out(self, what: str, id: str) -> None:
        """Move an item "up" or "down", "duplicate" or "remove" it, and go to where one goes on from there."""
        ids = list(self.shown)
        if id not in ids:  # it has gone since the menu was opened
            return
        place, address = ids.index(id), f"{self.address}/{id}"
        if what == "duplicate":
            new = planning.new_id()
            if self._plan.do(Duplicate(address, new)):
                self.begin(new)
        elif what == "remove":
            if self._plan.do(Remove(address)):
                self.focus_place(min(place, len(self.shown) - 1))
        elif 0 <= (to := place + (1 if what == "down" else -1)) < len(ids):
            self._plan.do(Move(address, to))
            self.focus(id)

    def focus_place(self, place: int) -> None:
        """Go to the item at a place, or to Add where there is none before or at all."""
        ids = list(self.shown)
        if 0 <= place < len(ids):
            self.focus(ids[place])
        elif place < 0 or not ids:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items of the same kind."""
        if self._dragged(event) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take items of the same kind."""
        if self._dragged(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Move the item to where it is dropped."""
        address = self._dragged(event)
        if address is None:
            return
        y = event.position().toPoint().y()
        id = address.rpartition("/")[2]
        others = (widget for other, widget in self.shown.items() if other != id)
        move = Move(address, sum(widget.geometry().center().y() < y for widget in others), self.address)
        event.acceptProposedAction()
        # Once the mouse is free again: whether to start a draft may have to be asked.
        QTimer.singleShot(0, self, lambda: self._plan.do(move))

    def _dragged(self, event: QDropEvent) -> str | None:
        if not event.mimeData().hasFormat(MIME):
            return None
        address = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")  # perhaps not of this program
        kinds = [kind_in(where.split("/")[-1]) for where in (address.rpartition("/")[0], self.address)]
        return address if kinds[0] is kinds[1] else None
