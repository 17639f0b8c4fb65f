"""Money: an amount in a currency with a note, or words where there is no figure."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gmp_desk.domain.values import Amount, Money, Words
from gmp_desk.i18n.listed import currencies
from gmp_desk.i18n.typed import Typed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.combo import SearchCombo
from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.inputs.parts import Captioned, name_parts
from gmp_desk.qt.inputs.typed_line import TypedLine
from gmp_desk.qt.theme import SPACE

_OFTEN = ("USD", "EUR", "CHF", "GBP", "JPY", "CNY", "CAD", "SEK", "NOK")
_EXAMPLE = "1200.50"
_LETTERS = 14


class MoneyInput(Input):
    """Money as the model holds it: ``Amount``, ``Words`` or None.

    What is shown is what the value is: a note without an amount is money in words, and to change between
    figures and words takes the text along.
    """

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        _ = desk.catalogue.gettext
        self._typed = Typed(desk.locale.language)
        self._value: Money | None = None
        self._currency = _OFTEN[0]
        self._turned: tuple[Amount, str] | None = None
        self._wrong_currency = self._problem = ""
        expected = _("Write an amount such as {example}.").format(example=desk.locale.number(_EXAMPLE))
        self.figure = TypedLine(self._read, desk.locale.number, expected, self)
        self.figure.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.currency = SearchCombo(self._currencies, self)
        self.note, self.words = LineInput(desk, self), LineInput(desk, self)
        self._captioned = (
            Captioned(_("Amount"), self.figure),
            Captioned(_("Currency"), self.currency),
            Captioned(_("Note"), self.note),
        )
        self._in_words = Captioned(_("In words"), self.words)
        self.switch = QPushButton(self)
        self.switch.setProperty("look", "link")
        self._figures = QWidget(self)
        grid = QGridLayout(self._figures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE[1])
        for column, part in enumerate(self._captioned):
            grid.addWidget(part, column // 2, column % 2, 1, 1 if column < 2 else 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.switch)
        foot.addStretch()
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(SPACE[0])
        column_of_all.addWidget(self._figures)
        column_of_all.addWidget(self._in_words)
        column_of_all.addLayout(foot)
        self.figure.textEdited.connect(self._figure_typed)
        self.figure.troubled.connect(self._check)
        self.currency.typed.connect(self._currency_typed)
        self.currency.left.connect(self._currency_left)
        self.note.edited.connect(self._changed)
        self.words.edited.connect(self._changed)
        self.switch.clicked.connect(self._turn)
        self._show_currency()
        self._show_words(False)

    def value(self) -> Money | None:
        """Return the money."""
        return self._value

    def show_value(self, value: Money | None) -> None:
        """Show money; what was mistyped, or turned to words and is still empty, gives way only to another value."""
        if value == self._value:
            return
        self._value, self._turned = value, None
        amount = value if isinstance(value, Amount) else None
        self.figure.show_value(amount.amount if amount else None)
        self.note.show_value(amount.note if amount else "")
        self.words.show_value(value.text if isinstance(value, Words) else "")
        if amount:
            self._currency = amount.currency
        self._show_currency()
        self._show_words(isinstance(value, Words))
        self._check()

    def set_read_only(self, on: bool) -> None:
        """Let the money be read and copied only, or be changed again."""
        self.figure.setReadOnly(on)
        self.currency.set_read_only(on)
        self.note.set_read_only(on)
        self.words.set_read_only(on)
        self.switch.setVisible(not on)

    def set_name(self, name: str) -> None:
        """Say what the money is for."""
        name_parts(self.desk, name, (*self._captioned, self._in_words))
        self.switch.setAccessibleDescription(name)

    @property
    def is_in_words(self) -> bool:
        """Whether words are shown rather than an amount."""
        return not self._in_words.isHidden()

    def _read(self, text: str) -> str | None:
        money = self._typed.money(text)
        return money[0] if money else None

    def _made(self) -> Money | None:
        if self.is_in_words:
            text = self.words.value()
            return Words(text=text) if text else None
        figure, note = self.figure.value(), self.note.value()
        if figure is None:
            return Words(text=note) if note else None
        return Amount(amount=figure, currency=self._currency, note=note)

    def _changed(self) -> None:
        made = self._made()
        if made != self._value:
            self._value = made
            self.edited.emit(made)

    def _figure_typed(self, text: str) -> None:
        money = self._typed.money(text)
        if money and money[1]:
            self._currency = money[1]
            self._show_currency()
        self._changed()

    def _currency_typed(self, text: str) -> None:
        letters = text.strip().upper()
        code = self.currency.value_of(text) or (letters if _is_code(letters) else None)
        if code:
            self._currency = code
            self._wrong_currency = ""
            self._check()
            self._changed()

    def _currency_left(self) -> None:
        text = self.currency.currentText().strip()
        found = self.currency.only_found(text) if text else None
        if found or _is_code(text.upper()):
            self._currency_typed(found or text)
            self._show_currency()
        else:
            message = self.desk.catalogue.gettext("There is no currency called “{name}”. Choose one from the list.")
            self._wrong_currency = message.format(name=text)
        self._check()

    def _turn(self) -> None:
        """Change between figures and words."""
        words = not self.is_in_words
        if words:
            self._to_words()
        else:
            self._to_figures()
        self._show_words(words)
        (self.words if words else self.figure).setFocus(Qt.FocusReason.OtherFocusReason)
        self._check()
        self._changed()

    def _to_words(self) -> None:
        if isinstance(self._value, Amount):
            written = self.desk.locale.money(self._value.amount, self._value.currency)
            if self._value.note:
                together = self.desk.catalogue.gettext("{value} ({note})")
                written = together.format(value=written, note=self._value.note)
            self._turned = (self._value, written)
            self.words.show_value(written)
        else:
            self.words.show_value(self.note.value())

    def _to_figures(self) -> None:
        text = self.words.value()
        amount = self._turned[0] if self._turned and self._turned[1] == text else None
        if amount is None and (money := self._typed.money(text)):
            amount = Amount(amount=money[0], currency=money[1] or self._currency)
        if amount:
            self._currency = amount.currency
            self._show_currency()
        self.figure.show_value(amount.amount if amount else None)
        self.note.show_value(amount.note if amount else text)

    def _show_words(self, on: bool) -> None:
        _ = self.desk.catalogue.gettext
        self._figures.setHidden(on)
        self._in_words.setHidden(not on)
        self.switch.setText(_("Give an amount instead") if on else _("Say it in words instead"))
        self.setFocusProxy(self.words if on else self.figure)

    def _show_currency(self) -> None:
        self._wrong_currency = ""
        self.currency.show_text(self._named(self._currency))

    def _currencies(self) -> list[tuple[str, str]]:
        listed = (*_OFTEN, *(code for code in currencies() if code not in _OFTEN))
        return [(code, self._named(code)) for code in listed]

    def _named(self, code: str) -> str:
        name = self.desk.locale.currency_name(code)
        if name == code:
            return code
        # From right to left a text that begins with a Latin code would run the other way.
        return f"{name} · {code}" if self.desk.catalogue.direction == "rtl" else f"{code} · {name}"

    def _check(self) -> None:
        problem = "" if self.is_in_words else self.figure.trouble or self._wrong_currency
        if problem != self._problem:
            self._problem = problem
            self.problem.emit(problem)


def _is_code(letters: str) -> bool:
    return len(letters) == 3 and letters.isascii() and letters.isalpha()
