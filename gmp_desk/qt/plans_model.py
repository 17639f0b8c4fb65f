"""My plans as a table: what each column shows, how it sorts, which plans a search and a filter leave.

Without a proxy: to ask Python for each of the values that are compared takes ten times as long as to sort them there.
"""

from collections.abc import Mapping, Sequence
from functools import cmp_to_key
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk

if TYPE_CHECKING:  # the window is painted before the library is loaded
    from gmp_desk.app.listing import Row

Index = QModelIndex | QPersistentModelIndex

COLUMNS: tuple[tuple[str, str], ...] = (
    ("area", N_("Area")),
    ("language", N_("Language")),
    ("period", N_("Period")),
    ("state", N_("State")),
    ("missing", N_("Missing")),
    ("changed", N_("Changed")),
)
NAMES = tuple(name for name, _ in COLUMNS)

ID = Qt.ItemDataRole.UserRole
SECOND_LINE = Qt.ItemDataRole.UserRole + 1

# The order of domain.states, which takes longer to load than the window to be painted.
_STATES = {state: place for place, state in enumerate(("draft", "submitted", "advised", "agreed", "superseded"))}
_NO_PARENT = QModelIndex()


class PlansModel(QAbstractTableModel):
    """The rows of ``app.listing``, as many as are looked for, in the order that is asked for."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: dict[str, Row] = {}
        self._rows: list[Row] = []
        self._searched: dict[str, str] = {}
        self._words: tuple[str, ...] = ()
        self._state = self._language = ""
        self._sorted = "changed", True
        collator = QCollator(QLocale(desk.catalogue.language))
        collator.setNumericMode(True)
        self._compared = cmp_to_key(collator.compare)

    def show_rows(self, rows: "Sequence[Row]") -> None:
        """Show these plans in place of all that are shown."""
        self._all = {row.id: row for row in rows}
        self._searched.clear()
        self._choose()

    def update_rows(self, rows: "Mapping[str, Row]") -> None:
        """Show other rows for some plans, by their ids, each where it stands now."""
        self._all |= {id: row for id, row in rows.items() if id in self._all}
        for id in rows:
            self._searched.pop(id, None)
        for place, row in enumerate(self._rows):
            if row.id in rows:
                self._rows[place] = rows[row.id]
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def search(self, words: str) -> None:
        """Leave the plans in whose row each of these words is found, however it is written."""
        from gmp_desk.app.searching import folded

        self._words = tuple(folded(words).text.split())
        self._choose()

    def filter(self, state: str, language: str) -> None:
        """Leave the plans of a state and of a language; "" for all."""
        self._state, self._language = state, language
        self._choose()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; plans that are the same in it come as they are given, those changed last first."""
        self._sorted = NAMES[column], order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before = [row.id for row in self._rows]
        self._rows = self._in_order(self._rows)
        places = {row.id: place for place, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(places[before[index.row()]], index.column()))
        self.layoutChanged.emit()

    @property
    def total(self) -> int:
        """The number of plans, looked for or not."""
        return len(self._all)

    @property
    def rows(self) -> "Sequence[Row]":
        """The rows that are shown, in their order."""
        return self._rows

    def place_of(self, id: str) -> int:
        """Return the place of a plan among the rows; -1 where it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.id == id), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of plans."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands above a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._desk.catalogue.gettext(COLUMNS[section][1])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, says, or is sorted by."""
        if not index.isValid():
            return None
        row, name = self._rows[index.row()], NAMES[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return getattr(row, name)
        if role == ID:
            return row.id
        if role == SECOND_LINE:
            return row.title if name == "area" else ""
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _plain(self._told(row, name))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(dict.fromkeys(filter(None, (getattr(row, name), self._told(row, name)))))
        if role == Qt.ItemDataRole.ForegroundRole and name == "missing" and row.errors:
            return self._desk.theme.colour("error")
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        self._rows = self._in_order([row for row in self._all.values() if self._is_left(row)])
        self.endResetModel()

    def _is_left(self, row: "Row") -> bool:
        entry = row.entry
        if (self._state and entry.state != self._state) or (self._language and entry.language != self._language):
            return False
        return not self._words or all(word in self._text_of(row) for word in self._words)

    def _text_of(self, row: "Row") -> str:
        """Return the texts of a row as a search compares them."""
        if row.id not in self._searched:
            from gmp_desk.app.searching import folded

            texts = "\n".join((row.area, row.title, row.language, row.period, row.state))
            self._searched[row.id] = folded(texts).text
        return self._searched[row.id]

    def _in_order(self, rows: "Sequence[Row]") -> "list[Row]":
        name, descending = self._sorted
        newest_first = sorted(rows, key=lambda row: str(row.entry.changed), reverse=True)
        return sorted(newest_first, key=lambda row: self._key(row, name), reverse=descending)

    def _key(self, row: "Row", name: str) -> Any:
        match name:
            case "changed":
                return str(row.entry.changed)
            case "missing":
                return -1 if row.errors is None else row.errors
            case "period":
                return f"{row.entry.first_year} {row.entry.last_year}"
            case "state":
                return _STATES.get(row.entry.state, len(_STATES))
            case "area":
                return self._compared(row.area), self._compared(row.title)
            case _:
                return self._compared(getattr(row, name))

    def _icon(self, row: "Row", name: str) -> Any:
        icons = self._desk.icons
        if name == "missing" and row.errors:
            return icons.icon("error", "error")
        if name == "area":
            if row.mark:
                return icons.icon("error", "error") if row.mark == "damaged" else icons.icon("lock", "warning")
            return icons.icon("plan", "muted" if row.entry.state in ("agreed", "superseded") else "accent")
        return None

    def _told(self, row: "Row", name: str) -> str:
        """Return what is said of a cell beside what it shows."""
        if name == "area":
            return "\n".join(filter(None, (row.title, row.note)))
        if name == "state":
            return row.state
        if name == "missing" and row.errors:
            _ = self._desk.catalogue.gettext
            return _("To settle before sending: {count}").format(count=row.errors)
        return ""


def _plain(text: str) -> str:
    """Return a text of the user's fit for a tool tip, which would take what looks like HTML for HTML."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""
