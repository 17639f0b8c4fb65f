"""The short list in which one searches for an item to link."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app.wording import isolated
from gmp_desk.i18n.listed import folded
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import let_undo_through
from gmp_desk.qt.inputs.parts import icon_size
from gmp_desk.qt.inputs.popup import Popup
from gmp_desk.qt.theme import SPACE

_ID = Qt.ItemDataRole.UserRole
_SEARCHED, _DETAIL = _ID + 1, _ID + 2
_MOST_LINES = 14
_LETTERS = 52
_TO_THE_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _TwoLines(QStyledItemDelegate):
    """Paints what an item is called, and below it, muted, what else is told of it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._muted = desk.theme.colour("muted")
        self._catalogue = desk.catalogue

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of an item."""
        lines = 2 if index.data(_DETAIL) else 1
        return QSize(0, lines * _line_height(option) + 2 * SPACE[1])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint an item, its texts cut where they are too long."""
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        label, option.text = option.text, ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        rect = option.rect.adjusted(SPACE[1], SPACE[1], -SPACE[1], -SPACE[1])
        align = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # Not the direction of each text: names in several writings stand on one side.
        painter.save()
        for line, (text, colour) in enumerate(
            ((label, option.palette.text().color()), (index.data(_DETAIL), self._muted))
        ):
            painter.setPen(colour)
            place = rect.adjusted(0, line * _line_height(option), 0, 0)
            cut = option.fontMetrics.elidedText(text or "", Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(place, align | Qt.TextFlag.TextSingleLine, isolated(cut, self._catalogue))
        painter.restore()


def _line_height(option: QStyleOptionViewItem) -> int:
    return option.fontMetrics.height() + SPACE[0] // 2


class LinkList(Popup):
    """A line to search in, the items found, and as its last line a button for an item that is not there yet."""

    picked = Signal(str)
    """The id of the item chosen."""
    wanted = Signal(str)
    """A new item is wanted, called as it was searched for."""

    def __init__(self, desk: Desk, items: Sequence[tuple[str, str, str]], create_label: str, parent: QWidget) -> None:
        """Take the items: each its id, what it is called, and what else is told of it."""
        super().__init__(parent)
        _ = desk.catalogue.gettext
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Type to search"))
        self.search.setAccessibleName(_("Search"))
        self.search.addAction(desk.icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        let_undo_through(self.search)
        model = QStandardItemModel(self)
        for id_, label, detail in items:
            shown = " ".join(label.split()) or _("without a name")
            item = QStandardItem(shown)
            item.setData(id_, _ID)
            item.setData(" ".join(detail.split()), _DETAIL)
            item.setData(folded(f"{label} {detail}"), _SEARCHED)
            item.setEditable(False)
            model.appendRow(item)
        self.found = QSortFilterProxyModel(self)
        self.found.setSourceModel(model)
        self.found.setFilterRole(_SEARCHED)
        self.view = QListView(self)
        self.view.setProperty("look", "bare")
        self.view.setModel(self.found)
        self.view.setItemDelegate(_TwoLines(desk, self.view))
        self.view.setAccessibleName(_("Found"))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.none = QLabel(_("Nothing found") if items else _("There is nothing else to choose"), self)
        self.none.setProperty("look", "muted")
        self.create_new = QPushButton(desk.icons.icon("add", "accent"), create_label, self)
        self.create_new.setProperty("look", "link")
        self.create_new.setIconSize(icon_size(self))
        self.create_new.setVisible(bool(create_label))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[1]] * 4)
        column.setSpacing(SPACE[1])
        for part in (self.search, self.view, self.none, self.create_new):
            column.addWidget(part)
        self.setFixedWidth(
            min(self.fontMetrics().averageCharWidth() * _LETTERS, self.screen().availableGeometry().width())
        )
        self.setFocusProxy(self.search)
        self.search.installEventFilter(self)
        self.view.installEventFilter(self)
        self.search.textEdited.connect(self._look_for)
        self.view.clicked.connect(self._pick)
        self.create_new.clicked.connect(self._create)
        self._look_for("")

    def open_at(self, anchor: QWidget) -> None:
        """Show the list below a widget, ready to search."""
        super().open_at(anchor)
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys walk through the list while one types, on to the last line, and Enter choose."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_current()
            return True
        if event.key() not in _TO_THE_LIST:
            return False
        last = self.view.currentIndex().row() == self.found.rowCount() - 1
        if event.key() == Qt.Key.Key_Down and last and not self.create_new.isHidden():
            self.create_new.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if watched is self.search:
            QApplication.sendEvent(self.view, event)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the last line, as it chooses in the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.create_new.hasFocus():
            self._create()
        else:
            super().keyPressEvent(event)

    def _look_for(self, text: str) -> None:
        self.found.setFilterFixedString(folded(text))
        rows = self.found.rowCount()
        if rows:
            self.view.setCurrentIndex(self.found.index(0, 0))
        self.view.setVisible(rows > 0)
        self.none.setVisible(rows == 0)
        lines = sum(self.view.sizeHintForRow(row) for row in range(min(rows, _MOST_LINES)))
        most = self.fontMetrics().height() * _MOST_LINES
        self.view.setFixedHeight(min(lines, most) + 4)
        self.adjustSize()

    def _choose_current(self) -> None:
        if self.found.rowCount():
            self._pick(self.view.currentIndex())
        elif not self.create_new.isHidden():
            self.create_new.setFocus(Qt.FocusReason.TabFocusReason)

    def _pick(self, index: QModelIndex) -> None:
        id_ = str(index.data(_ID))
        self.close()
        self.picked.emit(id_)

    def _create(self) -> None:
        name = " ".join(self.search.text().split())
        self.close()
        self.wanted.emit(name)
