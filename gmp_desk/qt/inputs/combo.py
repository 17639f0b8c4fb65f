"""Combo boxes that a turn of the wheel does not change, and in which one can search."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gmp_desk.i18n.listed import folded
from gmp_desk.qt.inputs.base import leave_files_to_window, let_undo_through
from gmp_desk.qt.theme import SPACE

_SEARCHED = Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN = 12
_NARROWEST = 8  # letters


class _Roomy(QStyledItemDelegate):
    """Gives the lines of a list room to be hit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a line."""
        return super().sizeHint(option, index) + QSize(0, SPACE[1])


def _list_of(owner: QObject) -> QListView:
    view = QListView()
    view.setUniformItemSizes(True)  # else each of hundreds of countries is measured whenever the look changes
    view.setItemDelegate(_Roomy(owner))
    return view


class Combo(QComboBox):
    """A combo box that the wheel changes only where it has the focus, and that can be read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.setView(_list_of(self))
        # Where there is room it is as wide as its longest item, and narrower where there is none.
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NARROWEST + 40)

    def set_read_only(self, on: bool) -> None:
        """Let the choice be read and copied only, or be changed again; it can have the focus either way."""
        self._read_only = on
        self.setProperty("readOnly", on)
        if line := self.lineEdit():
            line.setReadOnly(on)
        self.style().polish(self)

    def showPopup(self) -> None:
        """Show the list, where one may choose from it."""
        if not self._read_only:
            super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page rather than the choice, unless the box has the focus."""
        if self.hasFocus() and not self._read_only:
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the choice by keys, where it may be changed."""
        if not self._read_only:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.currentText())
        else:
            event.ignore()


class SearchCombo(Combo):
    """An editable combo box: what is typed is searched for anywhere in the items, without case and accents."""

    typed = Signal(str)
    """The user has typed or chosen a text."""
    left = Signal()
    """The user has pressed Enter, chosen, or left the box."""

    def __init__(self, items: Callable[[], Iterable[tuple[str, str]]], parent: QWidget | None = None) -> None:
        """Take what gives the items, each its value and its text; they are taken in when they are needed."""
        super().__init__(parent)
        self._give: Callable[[], Iterable[tuple[str, str]]] | None = items
        self.line = QLineEdit(self)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        completer = _Completer(self._items, self)
        self.setCompleter(completer)
        let_undo_through(self.line)
        leave_files_to_window(self.line)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self.typed)
        self.line.editingFinished.connect(self.left)
        self.textActivated.connect(self._chosen)
        completer.activated.connect(self._chosen)

    def set_name(self, name: str) -> None:
        """Say what the box is for, to readers of the screen."""
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)

    def fill(self) -> None:
        """Take in the items, where that was not done yet."""
        if self._give is None:
            return
        give, self._give = self._give, None
        text = self.line.text()
        for value, label in give():
            item = QStandardItem(label)
            item.setData(value, Qt.ItemDataRole.UserRole)
            item.setData(folded(f"{label} {value}"), _SEARCHED)
            self._items.appendRow(item)
        self.setCurrentIndex(self.findText(text))
        self.line.setText(text)

    def showPopup(self) -> None:
        """Show all items."""
        self.fill()
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the items ready when one begins to type."""
        if event.type() == QEvent.Type.FocusIn and watched is self.line:
            self.fill()
        return False

    def value_of(self, text: str) -> str | None:
        """Return the value of the item that a text names in full, by its text or value; None where there is none."""
        self.fill()
        wanted = folded(text)
        for row in range(self._items.rowCount()):
            item = self._items.item(row)
            value = str(item.data(Qt.ItemDataRole.UserRole))
            if wanted in (folded(item.text()), folded(value)):
                return value
        return None

    def only_found(self, text: str) -> str | None:
        """Return the value of the item that is found by a text, where it is the only one."""
        if (value := self.value_of(text)) is not None:
            return value
        found = self._items.match(self._items.index(0, 0), _SEARCHED, folded(text), 2, Qt.MatchFlag.MatchContains)
        return str(found[0].data(Qt.ItemDataRole.UserRole)) if len(found) == 1 else None

    def show_text(self, text: str) -> None:
        """Show a text, as the item it is if there is such an item."""
        if text != self.line.text() or self.currentText() != text:
            self.setCurrentIndex(self.findText(text))
            self.line.setText(text)
        self.line.setCursorPosition(0)

    def _chosen(self, text: str) -> None:
        self.show_text(text)
        self.typed.emit(text)
        self.left.emit()


class _Completer(QCompleter):
    """Searches in the folded texts of the items."""

    def __init__(self, items: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(items, parent)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompletionRole(_SEARCHED)
        self.setPopup(_list_of(self))
        self.setMaxVisibleItems(_MOST_SHOWN)

    def splitPath(self, path: str) -> list[str]:
        """Return what is searched for."""
        return [folded(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the text that a found item puts into the box."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))
