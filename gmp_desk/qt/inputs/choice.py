"""One of a list of choices."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.combo import Combo


class ChoiceInput(Input):
    """A combo box with the choices that the template has under a name, such as "category"."""

    def __init__(self, desk: Desk, choices: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.combo = Combo(self)
        for choice in desk.terms.template.choices[choices]:
            self.combo.addItem(desk.terms.choice(choices, choice.value), choice.value)
            if choice.text:
                self.combo.setItemData(
                    self.combo.count() - 1, desk.terms.text(choice.text), Qt.ItemDataRole.ToolTipRole
                )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo)
        row.addStretch()
        self.setFocusProxy(self.combo)
        self.combo.activated.connect(self._chosen)
        self._value = self.value()

    def value(self) -> str:
        """Return the value of the choice."""
        return str(self.combo.currentData())

    def show_value(self, value: str) -> None:
        """Show a choice."""
        self._value = value
        self.combo.setCurrentIndex(self.combo.findData(value))
        self._describe()

    def set_read_only(self, on: bool) -> None:
        """Let the choice be read and copied only, or be changed again."""
        self.combo.set_read_only(on)

    def set_name(self, name: str) -> None:
        """Say what the choice is about."""
        self.combo.setAccessibleName(name)

    def _chosen(self) -> None:
        self._describe()
        if self.value() != self._value:
            self._value = self.value()
            self.edited.emit(self._value)

    def _describe(self) -> None:
        text = self.combo.currentData(Qt.ItemDataRole.ToolTipRole) or ""
        self.combo.setToolTip(text)
        self.combo.setAccessibleDescription(text)
