"""The period of a plan: from one year or month to another."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gmp_desk.domain.values import FIRST_YEAR, LAST_YEAR, Period
from gmp_desk.i18n.typed import Typed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.parts import Captioned, name_parts
from gmp_desk.qt.inputs.typed_line import TypedLine
from gmp_desk.qt.theme import SPACE

End = tuple[int, int | None]
"""A year, and a month where one is given."""
_YEAR, _MONTH = 2026, "2026-05"


class PeriodInput(Input):
    """The first and the last year, or month, of a period; both are needed."""

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        catalogue = desk.catalogue
        self._typed = Typed(desk.locale.language)
        self._value: Period | None = None
        self._problem = ""
        expected = catalogue.gettext("Write a year such as {year}, or a month such as {month}.").format(
            year=_YEAR, month=desk.locale.month(_MONTH)
        )
        self.first, self.last = (TypedLine(self._read, self._write, expected, self, required=True) for _ in "12")
        self._captioned = (
            Captioned(catalogue.pgettext("period", "From"), self.first),
            Captioned(catalogue.pgettext("period", "Until"), self.last),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for captioned in self._captioned:
            captioned.part.setMinimumWidth(self.fontMetrics().averageCharWidth() * 14)
            row.addWidget(captioned, 1)
        row.addStretch(1)
        self.setFocusProxy(self.first)
        for line in (self.first, self.last):
            line.understood.connect(self._changed)
            line.troubled.connect(self._check)

    def value(self) -> Period | None:
        """Return the period; None before one was shown or given."""
        return self._value

    def show_value(self, value: Period | None) -> None:
        """Show a period; what was mistyped gives way only to another value than the last."""
        self._value = value
        ends = ((value.first_year, value.first_month), (value.last_year, value.last_month)) if value else (None, None)
        for line, end in zip((self.first, self.last), ends, strict=True):
            line.show_value(end)

    def set_read_only(self, on: bool) -> None:
        """Let the period be read and copied only, or be changed again."""
        self.first.setReadOnly(on)
        self.last.setReadOnly(on)

    def set_name(self, name: str) -> None:
        """Say what the period is of."""
        name_parts(self.desk, name, self._captioned)

    def _read(self, text: str) -> End | None:
        end: End | None = None
        if (year := self._typed.year(text)) is not None:
            end = (year, None)
        elif month := self._typed.month(text):
            end = (int(month[:4]), int(month[5:]))
        return end if end and FIRST_YEAR <= end[0] <= LAST_YEAR else None

    def _write(self, end: End) -> str:
        year, month = end
        return self.desk.locale.month(f"{year:04}-{month:02}") if month else str(year)

    def _changed(self) -> None:
        first, last = self.first.value(), self.last.value()
        made = None
        if first is not None and last is not None:
            made = Period(first_year=first[0], last_year=last[0], first_month=first[1], last_month=last[1])
        if made != self._value:
            self._value = made
            self.edited.emit(made)

    def _check(self) -> None:
        problem = self.first.trouble or self.last.trouble
        if problem != self._problem:
            self._problem = problem
            self.problem.emit(problem)
