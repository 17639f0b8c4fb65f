"""Money: an amount in a currency with a note, or words where there is no figure."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

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
    figures and words takes the text along. A text that is no amount, such as "500k", becomes words once the user
    has gone on to something else.
    """

    typing = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        _ = desk.catalogue.gettext
        self._typed = Typed(desk.locale.language)
        self._value: Money | None = None
        self._currency = _OFTEN[0]
        self._before = self._currency  # what the currency was when the typing of an amount or currency began
        self._unread = ""  # what was typed for an amount, and is kept in words
        self._turned: tuple[Amount, str] | None = None
        self._wrong_currency = self._problem = ""
        example = desk.locale.number(_EXAMPLE)
        expected = _("Write an amount such as {example}.").format(example=example)
        self._kept = _("This is no amount such as {example}, and is kept in words.").format(example=example)
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
        # A click shall find the amount as it was typed, not already in words since the focus has left it.
        self.switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
        self.figure.editingFinished.connect(self._figure_finished)
        self.currency.typed.connect(self._currency_typed)
        self.currency.left.connect(self._currency_left)
        self.note.edited.connect(self._changed)
        self.note.line.editingFinished.connect(self._left)
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
        self._settle(amount.currency if amount else self._before)
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
        self._check()

    def _figure_typed(self, text: str) -> None:
        money = self._typed.money(text)
        currency = (money[1] if money else "") or self._before
        if currency != self._currency:
            self._currency = currency
            self._show_currency()
        self._changed()

    def _figure_finished(self) -> None:
        if self.figure.readable:
            self._before = self._currency
        self._left()

    def _currency_typed(self, text: str) -> None:
        code = self._code(text)
        self._currency = code or self._before
        if code:
            self._wrong_currency = ""
        self._changed()

    def _currency_left(self) -> None:
        text = self.currency.currentText().strip()
        found = (self._code(text) or self.currency.only_found(text)) if text else self._before
        if found:
            self._settle(found)
        else:
            message = self.desk.catalogue.gettext("There is no currency called “{name}”. Choose one from the list.")
            self._wrong_currency = message.format(name=text)
        self._changed()
        self._left()

    def _code(self, text: str) -> str | None:
        """Return the code of the currency that a text names; the one of before may be none of today."""
        own = text.strip() in (self._before, self._before.lower(), self._named(self._before))
        return self._before if own else self.currency.value_of(text)

    def _settle(self, currency: str) -> None:
        """Have a currency that is not typed any more."""
        self._currency = self._before = currency
        self._show_currency()

    def _left(self) -> None:
        """Keep an amount that cannot be read in words, unless the user is still at it."""
        focused = QApplication.focusWidget()
        if self.figure.readable or self.is_in_words or (focused and self._figures.isAncestorOf(focused)):
            return
        self._to_words()
        self._unread = self.words.value()
        self._show_words(True)
        self._changed()

    def _turn(self) -> None:
        """Change between figures and words."""
        words = not self.is_in_words
        if words:
            self._to_words()
        else:
            self._to_figures()
        self._show_words(words)
        (self.words if words else self.figure).setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def _to_words(self) -> None:
        amount = self._value if self.figure.readable and isinstance(self._value, Amount) else None
        if amount:
            written = self.desk.locale.money(amount.amount, amount.currency)
        else:
            written = "" if self.figure.readable else self.figure.text().strip()
        note = self.note.value()
        if written and note:
            written = self.desk.catalogue.gettext("{value} ({note})").format(value=written, note=note)
        self._turned = (amount, written) if amount else None
        self.words.show_value(written or note)

    def _to_figures(self) -> None:
        text = self.words.value()
        amount = self._turned[0] if self._turned and self._turned[1] == text else None
        if amount is None and (money := self._typed.money(text)):
            amount = Amount(amount=money[0], currency=money[1] or self._currency)
        if amount:
            self._settle(amount.currency)
        self.figure.put(amount.amount if amount else None)
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
        if self.is_in_words:
            problem = self._kept if self._unread and self.words.value() == self._unread else ""
        else:
            problem = self.figure.trouble or self._wrong_currency
        if problem != self._problem:
            self._problem = problem
            self.problem.emit(problem)
