"""The table of My plans: rows of two lines, opened by Enter or a double click."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gmp_desk.qt.plans_model import NAMES, SECOND_LINE, Index
from gmp_desk.qt.theme import SPACE

_FIRST, _LANGUAGE, _STATE = (NAMES.index(name) for name in ("area", "language", "state"))
_MARGIN = SPACE[1]
_LEAST = 22
"""So many letters wide the first column is to be, before the language goes below it."""


class PlansTable(QTableView):
    """Shows whole rows; ``setModel`` once, with the columns of ``plans_model``."""

    chosen = Signal(QModelIndex)
    """A cell of the plan to open."""
    delete_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(LinesDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        line = QFontMetrics(self.font()).lineSpacing()
        self.setIconSize(QSize(line, line))
        self.setSortingEnabled(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(2 * line + 2 * SPACE[1])
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        columns.setResizeContentsPrecision(0)  # the rows that are seen
        self.doubleClicked.connect(self.chosen)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; its first column takes the room that the others leave."""
        super().setModel(model)
        columns = self.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def fit(self) -> None:
        """Fit the columns into the width: where that is small, the language goes below the area, the state is cut."""
        columns = self.horizontalHeader()
        wanted = {
            column: max(self.sizeHintForColumn(column), columns.sectionSizeHint(column))
            for column in range(self.model().columnCount())
            if column != _FIRST
        }
        room = self.viewport().width() - _LEAST * QFontMetrics(self.font()).averageCharWidth() - sum(wanted.values())
        if (room < 0) != self.isColumnHidden(_LANGUAGE):
            self.setColumnHidden(_LANGUAGE, room < 0)
            self.viewport().update()
        room += wanted[_LANGUAGE] if room < 0 else 0
        if room < 0:
            columns.setSectionResizeMode(_STATE, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(_STATE, max(wanted[_STATE] + room, columns.sectionSizeHint(_STATE)))
        else:
            columns.setSectionResizeMode(_STATE, QHeaderView.ResizeMode.ResizeToContents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns into the new width."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen plan on Enter; tell of the delete key."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.chosen.emit(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


class LinesDelegate(QStyledItemDelegate):
    """Paints a cell: a picture, its text, and below that a second, quieter line where it has one."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, icon = cell.text, QIcon(cell.icon)
        cell.text, cell.icon = "", QIcon()
        cell.state &= ~QStyle.StateFlag.State_HasFocus  # the row is marked, and the table has a frame
        self._table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, self._table)
        room = cell.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        aside = 0
        if not icon.isNull():
            side = cell.decorationSize.width()
            picture = QRect(room.left(), room.center().y() - side // 2 + 1, side, side)
            icon.paint(painter, QStyle.visualRect(cell.direction, room, picture))
            aside = side + SPACE[1]
        lines = [(text, QPalette.ColorRole.Text)]
        if second := self._second(index):
            lines.append((second, QPalette.ColorRole.PlaceholderText))
        height = cell.fontMetrics.lineSpacing()
        top = room.top() + (room.height() - len(lines) * height) // 2
        align = QStyle.visualAlignment(cell.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.save()
        painter.setFont(cell.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text runs as its own letters do
        for place, (words, role) in enumerate(lines):
            line = QRect(room.left() + aside, top + place * height, room.width() - aside, height)
            painter.setPen(cell.palette.color(role))
            shown = cell.fontMetrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, line.width())
            flags = align | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
            painter.drawText(QStyle.visualRect(cell.direction, room, line), flags, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that the first line of a cell takes."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        aside = 0 if cell.icon.isNull() else cell.decorationSize.width() + SPACE[1]
        width = cell.fontMetrics.horizontalAdvance(cell.text) + aside + 2 * _MARGIN + SPACE[3]
        return QSize(width, self._table.verticalHeader().defaultSectionSize())

    def _second(self, index: Index) -> str:
        """Return the second line; it takes in the language where there is no room for its column."""
        if index.column() != _FIRST:
            return ""
        title = str(index.data(SECOND_LINE) or "")
        hidden = self._table.isColumnHidden(_LANGUAGE)
        language = str(index.model().index(index.row(), _LANGUAGE).data()) if hidden else ""
        return " · ".join(filter(None, (language, title)))
