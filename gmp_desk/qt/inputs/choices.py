"""Any of a list of choices."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QToolTip, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.flow import Flow
from gmp_desk.qt.theme import SPACE

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class ChoicesInput(Input):
    """A check box for each choice that the template has under a name; what one means in full is its tool tip."""

    def __init__(self, desk: Desk, choices: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        flow = Flow(self, SPACE[4], SPACE[1], columns=True)
        self.boxes: dict[str, QCheckBox] = {}
        for choice in desk.terms.template.choices[choices]:
            # A tool tip is for those who point; it is shown to those who use keys too, and read to others.
            box = QCheckBox(desk.terms.choice(choices, choice.value).replace("&", "&&"), self)
            text = desk.terms.text(choice.text)
            box.setToolTip(text)
            box.setAccessibleDescription(text)
            box.installEventFilter(self)
            box.clicked.connect(self._clicked)
            flow.addWidget(box)
            self.boxes[choice.value] = box
        self._value: tuple[str, ...] = ()
        self._read_only = False
        self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[str, ...]:
        """Return the values chosen."""
        return self._value

    def show_value(self, value: tuple[str, ...]) -> None:
        """Show which are chosen."""
        self._value = tuple(value)
        for name, box in self.boxes.items():
            box.setChecked(name in value)

    def set_read_only(self, on: bool) -> None:
        """Let the choices be read only, or be changed again."""
        self._read_only = on
        for box in self.boxes.values():
            box.setProperty("readOnly", on)
            box.style().polish(box)

    def set_name(self, name: str) -> None:
        """Say what the choices are about."""
        self.setAccessibleName(name)
        told = self.desk.catalogue.gettext("{field}: {part}")
        for box in self.boxes.values():
            box.setAccessibleName(told.format(field=name, part=box.text().replace("&&", "&")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the full text of a box that is reached by keys."""
        if isinstance(event, QFocusEvent) and isinstance(watched, QCheckBox):
            if event.type() == QEvent.Type.FocusIn and event.reason() in _BY_KEYBOARD and watched.toolTip():
                QToolTip.showText(watched.mapToGlobal(QPoint(0, watched.height())), watched.toolTip(), watched)
            elif event.type() == QEvent.Type.FocusOut:
                QToolTip.hideText()
        return False

    def _clicked(self) -> None:
        if self._read_only:
            self.show_value(self._value)
            return
        self._value = tuple(name for name, box in self.boxes.items() if box.isChecked())
        self.edited.emit(self._value)
