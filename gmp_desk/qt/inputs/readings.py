"""Earlier values of an indicator, below each other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gmp_desk.domain.values import Reading
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.parts import icon_size, order_tabs, tool_button
from gmp_desk.qt.inputs.reading import ReadingInput
from gmp_desk.qt.theme import SPACE


class ReadingsInput(Input):
    """A list of readings to add to, remove from and put in order; a row in which nothing is given does not count."""

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._value: tuple[Reading, ...] = ()
        self._rows: list[_Row] = []
        self._read_only = False
        self._name = ""
        self.add = QPushButton(desk.icons.icon("add", "accent"), desk.catalogue.gettext("Add a value"), self)
        self.add.setProperty("look", "link")
        self.add.setIconSize(icon_size(self))
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE[0])
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch()
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(SPACE[0])
        column_of_all.addLayout(self._column)
        column_of_all.addLayout(foot)

    def value(self) -> tuple[Reading, ...]:
        """Return the readings."""
        return self._value

    def show_value(self, value: tuple[Reading, ...]) -> None:
        """Show readings; rows still empty or mistyped stay while the readings are as they were."""
        if value == self._value:
            return
        self._value = value
        self._fill(value)
        self._check()

    def set_read_only(self, on: bool) -> None:
        """Let the readings be read and copied only, or be changed again."""
        self._read_only = on
        self.add.setVisible(not on)
        for row in self._rows:
            row.set_read_only(on)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the first part; a proxy for it would have Tab pass by those before, or turn in a circle."""
        (self._rows[0].input.figure if self._rows else self.add).setFocus(event.reason())

    def set_name(self, name: str) -> None:
        """Say what the readings are of."""
        self._name = name
        self.add.setAccessibleDescription(name)
        self._arrange()

    @property
    def rows(self) -> tuple["_Row", ...]:
        """The rows, also those that are still empty."""
        return tuple(self._rows)

    def _fill(self, readings: tuple[Reading, ...]) -> None:
        """Make the rows anew."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [_Row(self) for _ in readings]
        for row, reading in zip(self._rows, readings, strict=True):
            row.input.show_value(reading)
            row.set_read_only(self._read_only)
        self._arrange()

    def _arrange(self) -> None:
        """Put the rows below each other, the first with captions."""
        told = self.desk.catalogue.gettext("{field} {number}")
        for number, row in enumerate(self._rows, 1):
            self._column.removeWidget(row)
            self._column.addWidget(row)
            row.show_captions(number == 1)
            row.input.set_name(told.format(field=self._name, number=number))
            row.up.setEnabled(number > 1)
            row.down.setEnabled(number < len(self._rows))
        order_tabs((*(part for row in self._rows for part in row.parts()), self.add))

    def _add(self) -> None:
        self._rows.append(_Row(self))
        self._arrange()
        self._rows[-1].input.figure.setFocus(Qt.FocusReason.OtherFocusReason)

    def moved(self, row: "_Row", by: int) -> None:
        """Move a row up or down."""
        at = self._rows.index(row)
        self._rows.insert(at + by, self._rows.pop(at))
        self._arrange()
        button = row.up if by < 0 else row.down
        (button if button.isEnabled() else row.input).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed()

    def removed(self, row: "_Row") -> None:
        """Remove a row."""
        at = self._rows.index(row)
        self._rows.remove(row)
        row.hide()
        row.deleteLater()
        self._arrange()
        next_one = self._rows[min(at, len(self._rows) - 1)].remove if self._rows else self.add
        next_one.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed()

    def changed(self) -> None:
        """Take over what the rows hold."""
        made = tuple(reading for row in self._rows if (reading := row.input.value()) is not None)
        self._check()
        if made != self._value:
            self._value = made
            self.edited.emit(made)

    def _check(self) -> None:
        self.problem.emit(next((row.problem for row in self._rows if row.problem), ""))


class _Row(QWidget):
    """A reading with what moves and removes it."""

    def __init__(self, readings: ReadingsInput) -> None:
        super().__init__(readings)
        _ = readings.desk.catalogue.gettext
        self.input = ReadingInput(readings.desk, self)
        self.problem = ""
        self._readings = readings
        self.up = tool_button(readings.desk, "up", _("Move up"), self)
        self.down = tool_button(readings.desk, "down", _("Move down"), self)
        self.remove = tool_button(readings.desk, "remove", _("Remove"), self)
        buttons = QGridLayout()  # below a caption that says nothing, so that they stand beside the lines
        buttons.setSpacing(SPACE[0] // 2)
        self._caption = QLabel("\u00a0", self)
        buttons.addWidget(self._caption, 0, 0)
        for column, button in enumerate((self.up, self.down, self.remove)):
            buttons.addWidget(button, 1, column)
        buttons.setRowStretch(1, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE[0])
        line.addWidget(self.input, 1)
        line.addLayout(buttons)
        self.up.clicked.connect(lambda: readings.moved(self, -1))
        self.down.clicked.connect(lambda: readings.moved(self, 1))
        self.remove.clicked.connect(lambda: readings.removed(self))
        self.input.edited.connect(lambda _reading: readings.changed())
        self.input.problem.connect(self._has_problem)

    def parts(self) -> tuple[QWidget, ...]:
        """Return what can have the focus, in its order."""
        return *self.input.parts(), self.up, self.down, self.remove

    def set_read_only(self, on: bool) -> None:
        """Let the reading be read only, or be changed again."""
        self.input.set_read_only(on)
        for button in (self.up, self.down, self.remove):
            button.setVisible(not on)

    def show_captions(self, on: bool) -> None:
        """Show captions above the parts, or none."""
        self.input.show_captions(on)
        self._caption.setVisible(on)

    def _has_problem(self, problem: str) -> None:
        self.problem = problem
        self._readings.changed()
