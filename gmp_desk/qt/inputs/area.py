"""A partnership area: one that the template knows, or another by its name."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gmp_desk.domain.text import normalize
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.combo import SearchCombo


class AreaInput(Input):
    """The code of an area, or the text that was typed for one that the template does not know.

    An empty text is None where the area is ``optional``, as in linkages.
    """

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, optional: bool = False) -> None:
        super().__init__(desk, parent)
        self._optional = optional
        self.combo = SearchCombo(
            lambda: [(code, desk.terms.area(code)) for code in desk.terms.template.area_codes], self
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo, 3)
        row.addStretch(1)
        self.setFocusProxy(self.combo)
        self.combo.typed.connect(self._typed)
        self.combo.left.connect(self._left)
        self._value: str | None = None if optional else ""

    def value(self) -> str | None:
        """Return the area's code, or its name where it has none."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Show an area by its name."""
        self._value = value
        self.combo.show_text(self.desk.terms.area(value or ""))

    def set_read_only(self, on: bool) -> None:
        """Let the area be read and copied only, or be changed again."""
        self.combo.set_read_only(on)

    def set_name(self, name: str) -> None:
        """Say what the area is for."""
        self.combo.set_name(name)

    def _typed(self, text: str) -> None:
        name = normalize(text).text
        value = self.combo.value_of(name) or name.strip() or (None if self._optional else "")
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _left(self) -> None:
        self.combo.show_text(self.desk.terms.area(self._value or ""))
