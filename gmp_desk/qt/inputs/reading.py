"""One value of an indicator: how much, how sure, when."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gmp_desk.domain.values import FIRST_YEAR, LAST_YEAR, Reading
from gmp_desk.i18n.typed import Typed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.combo import Combo
from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.inputs.parts import Captioned, name_parts
from gmp_desk.qt.inputs.typed_line import TypedLine
from gmp_desk.qt.theme import SPACE

_FIGURE, _YEAR = "1200.5", 2026


class ReadingInput(Input):
    """A reading as the model holds it, None where nothing is given."""

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        _ = desk.catalogue.gettext
        typed = Typed(desk.locale.language)
        self._value: Reading | None = None
        self._problem = ""
        letter = self.fontMetrics().averageCharWidth()
        self.qualifier = Combo(self)
        for choice in desk.terms.template.choices["qualifier"]:
            self.qualifier.addItem(desk.terms.choice("qualifier", choice.value), choice.value)
        example = _("Write a figure such as {example}.").format(example=desk.locale.number(_FIGURE))
        self.figure = TypedLine(typed.reading, desk.locale.number, example, self)
        self.figure.setMinimumWidth(letter * 11)
        self.year = TypedLine(
            lambda text: _within(typed.year(text)),
            str,
            _("Write a year such as {example}.").format(example=_YEAR),
            self,
        )
        self.year.setFixedWidth(letter * 9)
        self.note = LineInput(desk, self)
        self._captioned = (
            Captioned(_("How sure"), self.qualifier),
            Captioned(_("Value"), self.figure),
            Captioned(_("Year"), self.year),
            Captioned(_("Note"), self.note),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for captioned, stretch in zip(self._captioned, (0, 2, 0, 3), strict=True):
            row.addWidget(captioned, stretch)
        self.qualifier.activated.connect(self._changed)
        for line in (self.figure, self.year):
            line.understood.connect(self._changed)
            line.troubled.connect(self._check)
        self.note.edited.connect(self._changed)

    def value(self) -> Reading | None:
        """Return the reading."""
        return self._value

    def show_value(self, value: Reading | None) -> None:
        """Show a reading; what was mistyped gives way only to another value than the last."""
        self._value = value
        self.qualifier.setCurrentIndex(self.qualifier.findData(value.qualifier if value else "exact"))
        self.figure.show_value(value.value if value else None)
        self.year.show_value(value.year if value else None)
        self.note.show_value(value.note if value else "")

    def set_read_only(self, on: bool) -> None:
        """Let the reading be read and copied only, or be changed again."""
        self.qualifier.set_read_only(on)
        self.figure.setReadOnly(on)
        self.year.setReadOnly(on)
        self.note.set_read_only(on)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the first part; a proxy for it would have Tab pass by those before, or turn in a circle."""
        self.figure.setFocus(event.reason())

    def set_name(self, name: str) -> None:
        """Say what the reading is of."""
        name_parts(self.desk, name, self._captioned)

    def parts(self) -> tuple[QWidget, ...]:
        """Return what can have the focus, in its order."""
        return self.qualifier, self.figure, self.year, self.note.line

    def show_captions(self, on: bool) -> None:
        """Show captions above the parts, or none, as in all rows of a list but the first."""
        for captioned in self._captioned:
            captioned.show_caption(on)

    def _changed(self) -> None:
        made = Reading(
            value=self.figure.value(),
            qualifier=self.qualifier.currentData(),
            year=self.year.value(),
            note=self.note.value(),
        )
        given = None if made == Reading(value=None, qualifier="exact", year=None) else made
        if given != self._value:
            self._value = given
            self.edited.emit(given)

    def _check(self) -> None:
        problem = self.figure.trouble or self.year.trouble
        if problem != self._problem:
            self._problem = problem
            self.problem.emit(problem)


def _within(year: int | None) -> int | None:
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None
