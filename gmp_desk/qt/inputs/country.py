"""A country, searched for by its name."""

from PySide6.QtCore import QCollator, QLocale
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gmp_desk.i18n.listed import countries
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.combo import SearchCombo

_LETTERS = 40


class CountryInput(Input):
    """The code of a country, or None; countries have the names that the United Nations give them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.combo = SearchCombo(self._countries, self)
        self.combo.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.combo.line.setPlaceholderText(desk.catalogue.gettext("Type to search"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo)
        row.addStretch()
        self.setFocusProxy(self.combo)
        self.combo.typed.connect(self._typed)
        self.combo.left.connect(self._left)
        self._value: str | None = None
        self._before: str | None = None  # what the value was when this typing began
        self._problem = ""

    def value(self) -> str | None:
        """Return the code of the country."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Show a country; a name that is none gives way only to another country than the last."""
        if self._problem and value == self._value:
            return
        self._value = self._before = value
        self.combo.show_text(self._written())
        self._tell("")

    def set_read_only(self, on: bool) -> None:
        """Let the country be read and copied only, or be changed again."""
        self.combo.set_read_only(on)

    def set_name(self, name: str) -> None:
        """Say whose country it is."""
        self.combo.set_name(name)

    def _countries(self) -> list[tuple[str, str]]:
        order = QCollator(QLocale(self.desk.locale.language))
        names = [(code, self.desk.locale.country(code)) for code in countries()]
        return sorted(names, key=lambda named: order.sortKey(named[1]))

    def _written(self) -> str:
        return "" if self._value is None else self.desk.locale.country(self._value)

    def _typed(self, text: str) -> None:
        value = self.combo.value_of(text) if text.strip() else None
        if text.strip() and value is None:
            value = self._before  # "Niger" of "Niger delta" was only its beginning
        else:
            self._tell("")
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _left(self) -> None:
        text = self.combo.currentText()
        if text.strip() and (found := self.combo.only_found(text)):
            self._typed(found)
        if text.strip() and found is None:
            message = self.desk.catalogue.gettext("There is no country called “{name}”. Choose one from the list.")
            self._tell(message.format(name=text.strip()))
        else:
            self._before = self._value
            self.combo.show_text(self._written())

    def _tell(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.problem.emit(problem)
