"""What months and days have in common: a typed line, and a popup to pick from."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.parts import tool_button
from gmp_desk.qt.inputs.popup import Popup
from gmp_desk.qt.inputs.typed_line import TypedLine
from gmp_desk.qt.theme import SPACE

_LETTERS = 24  # as long as most months and days are when written


class Picker(Popup):
    """Pages of values, such as the months of a year or the days of a month, to pick one from."""

    picked = Signal(object)
    """The value picked, or None for none."""
    columns, rows = 3, 4

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._page = 0
        self._value: Any = None
        self._values: list[Any] = []
        self.buttons: list[QToolButton] = []
        """The values of the page, in their order."""
        _ = desk.catalogue.gettext
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("look", "label")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        back = tool_button(desk, "back", _("Earlier"), self)
        back.clicked.connect(lambda: self.turn(-1))
        forward = tool_button(desk, "forward", _("Later"), self)
        forward.clicked.connect(lambda: self.turn(1))
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(self._title, 1)
        head.addWidget(forward)
        self._grid = QGridLayout()
        self._grid.setSpacing(2)
        for column, heading in enumerate(self.headings()):
            label = QLabel(heading, self)
            label.setProperty("look", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(label, 0, column)
        self._cell = QSize(self.fontMetrics().height() * 2, self.fontMetrics().height() + SPACE[2])
        for row in range(1, self.rows + 1):
            self._grid.setRowMinimumHeight(row, self._cell.height())
        clear = QPushButton(_("Clear"), self)
        clear.setProperty("look", "link")
        clear.clicked.connect(lambda: self._pick(None))
        now = QPushButton(self.now_label(), self)
        now.setProperty("look", "link")
        now.clicked.connect(lambda: self._pick(self.now()))
        foot = QHBoxLayout()
        foot.addWidget(now)
        foot.addStretch()
        foot.addWidget(clear)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(*[SPACE[1]] * 4)
        column_of_all.setSpacing(SPACE[1])
        column_of_all.addLayout(head)
        column_of_all.addLayout(self._grid)
        column_of_all.addLayout(foot)

    def pick_from(self, value: Any, anchor: QWidget) -> None:
        """Open the page of a value, or that of today."""
        self._value = value
        at = self.now() if value is None else value
        self._page = self.page_of(at)
        self._fill()
        self.open_at(anchor)
        self.buttons[self._values.index(at)].setFocus()

    @property
    def title(self) -> str:
        """The title of the page shown."""
        return self._title.text()

    def turn(self, pages: int) -> None:
        """Show a page before or after this one."""
        if self.cells(self._page + pages):
            self._page += pages
            self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk by arrow keys, on to the pages before and after, and turn pages by Page Up and Page Down."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or watched not in self.buttons:
            return False
        forward = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Down: self.columns,
            Qt.Key.Key_Up: -self.columns,
        }
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        at = next(number for number, button in enumerate(self.buttons) if button is watched)
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self._walk(at + step)
        elif (page := pages.get(Qt.Key(event.key()))) is not None:
            self.turn(page)
            self.buttons[min(at, len(self.buttons) - 1)].setFocus()
        else:
            return False
        return True

    def headings(self) -> Sequence[str]:
        """Return the headings of the columns, if they have any."""
        return ()

    @abstractmethod
    def now(self) -> Any:
        """Return the value that is today."""

    @abstractmethod
    def now_label(self) -> str:
        """Return what picks the value that is today."""

    @abstractmethod
    def page_of(self, value: Any) -> int:
        """Return the page on which a value stands."""

    @abstractmethod
    def title_of(self, page: int) -> str:
        """Return the title of a page."""

    @abstractmethod
    def cells(self, page: int) -> Sequence[tuple[int, str, str, Any]]:
        """Return the cells of a page: place, text, full text and value; none where the calendar ends."""

    def _fill(self) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self._title.setText(self.title_of(self._page))
        cells = self.cells(self._page)
        self._values = [value for *_, value in cells]
        for place, text, full, value in cells:
            button = QToolButton(self)
            button.setText(text)
            button.setAccessibleName(full)
            button.setCheckable(True)
            button.setChecked(value == self._value)
            button.setSizePolicy(self._title.sizePolicy())
            # By itself a button does not know the size of the styles' text yet.
            width = self.fontMetrics().horizontalAdvance(text) + SPACE[4]
            button.setMinimumSize(self._cell.expandedTo(QSize(width, 0)))
            if value == self.now():
                font = button.font()
                font.setBold(True)
                button.setFont(font)
            button.clicked.connect(lambda _checked=False, value=value: self._pick(value))
            button.installEventFilter(self)
            self.buttons.append(button)
            self._grid.addWidget(button, 1 + place // self.columns, place % self.columns)
            button.show()

    def _walk(self, to: int) -> None:
        """Give the focus to a place of the page, or to one that lies as far beyond its end."""
        length = len(self.buttons)
        if to < 0:
            self.turn(-1)
            to += len(self.buttons)
        elif to >= length:
            self.turn(1)
            to -= length
        self.buttons[max(0, min(to, len(self.buttons) - 1))].setFocus()

    def _pick(self, value: Any) -> None:
        self.close()
        self.picked.emit(value)


class PickedInput(Input):
    """A line in which a month or day is typed, what it was understood as, and a button to pick instead."""

    typing = True

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        *,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        expected: str,
        pick: str,
        make_picker: Callable[[Desk, QWidget], Picker],
    ) -> None:
        super().__init__(desk, parent)
        self._make_picker = make_picker
        self.picker: Picker | None = None
        """The popup to pick from, once it was opened."""
        self.line = TypedLine(read, write, expected, self)
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.line.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LETTERS * 2)
        self.button = tool_button(desk, "calendar", pick, self)
        self.understood = QLabel(self)
        self.understood.setTextFormat(Qt.TextFormat.PlainText)
        self.understood.setProperty("look", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[0])
        row.addWidget(self.line, 2)
        row.addWidget(self.button)
        row.addWidget(self.understood, 1)
        row.addStretch(1)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._explain)
        self.line.editingFinished.connect(self._explain)
        self.line.understood.connect(self.edited)
        self.line.troubled.connect(lambda: self.problem.emit(self.line.trouble))
        self.button.clicked.connect(self.pick)
        keys = QShortcut(QKeySequence("Alt+Down"), self.line, context=Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.pick)

    def value(self) -> Any:
        """Return the value read last; None for an empty line."""
        return self.line.value()

    def show_value(self, value: Any) -> None:
        """Show a value as the language writes it."""
        self.line.show_value(value)
        self._explain()

    def set_read_only(self, on: bool) -> None:
        """Let the value be read and copied only, or be changed again."""
        self.line.setReadOnly(on)
        self.button.setVisible(not on)

    def set_name(self, name: str) -> None:
        """Say what the value is."""
        self.line.setAccessibleName(name)
        told = self.desk.catalogue.gettext("{field}: {part}")
        self.button.setAccessibleName(told.format(field=name, part=self.button.toolTip()))

    def pick(self) -> None:
        """Open the popup to pick from."""
        if self.line.isReadOnly():
            return
        if self.picker is None:
            self.picker = self._make_picker(self.desk, self)
            self.picker.picked.connect(self._picked)
        self.picker.pick_from(self.value(), self.line)

    def _picked(self, value: Any) -> None:
        self.line.take(self.line.written(value))
        self._explain()
        self.line.setFocus()

    def _explain(self) -> None:
        """Say as what the text is understood, while it is written otherwise."""
        text, written = self.line.text(), self.line.written(self.value())
        known = bool(text.strip()) and self.line.readable and text != written
        self.understood.setText(written if known else "")
        self.line.setAccessibleDescription(written if known else "")
