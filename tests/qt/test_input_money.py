import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gmp_desk.domain.values import Amount, Words
from gmp_desk.qt.inputs.money import MoneyInput

AMOUNT = Amount(amount="1200.50", currency="EUR", note="with travel")


@pytest.fixture
def money(desk, qtbot):
    return make(desk, qtbot)


def make(desk, qtbot):
    widget = MoneyInput(desk)
    qtbot.addWidget(widget)
    widget.show()
    widget.said = []
    widget.edited.connect(widget.said.append)
    widget.problems = []
    widget.problem.connect(widget.problems.append)
    return widget


def leave(line):
    line.editingFinished.emit()


def choose_currency(widget, text):
    widget.currency.line.clear()
    widget.currency.line.insert(text)
    leave(widget.currency.line)


@pytest.mark.parametrize(
    ("language", "figure", "currency"),
    [
        ("en", "1,200.50", "EUR · Euro"),
        ("fr", "1\u202f200,50", "EUR · euro"),
        ("ar", "1,200.50", "يورو · EUR"),
        ("zh", "1,200.50", "EUR · 欧元"),
    ],
)
def test_an_amount_is_shown_as_the_language_writes_it(desk_in, qtbot, language, figure, currency):
    widget = make(desk_in(language), qtbot)
    widget.show_value(AMOUNT)
    assert (widget.figure.text(), widget.currency.currentText(), widget.note.value()) == (
        figure,
        currency,
        "with travel",
    )
    assert widget.value() == AMOUNT
    assert widget.said == []


def test_words_are_shown_as_words(money):
    money.show_value(Words(text="staff time"))
    assert money.is_in_words
    assert money.words.value() == "staff time"
    money.show_value(AMOUNT)
    assert not money.is_in_words
    money.show_value(None)
    assert (money.value(), money.figure.text(), money.said) == (None, "", [])


@pytest.mark.parametrize("text", ["1 200,50", "١٢٠٠٫٥٠", "1200.50", "1.200,50"])
def test_an_amount_in_odd_forms_is_understood(money, text):
    money.figure.take(text)
    assert money.said[-1] == Amount(amount="1200.50", currency="USD")
    assert money.figure.text() == "1,200.50"


def test_each_key_of_an_amount_is_told(money, qtbot):
    qtbot.keyClicks(money.figure, "125")
    qtbot.keyClicks(money.note.line, "x")
    assert [(told.amount, told.note) for told in money.said] == [("1", ""), ("12", ""), ("125", ""), ("125", "x")]
    assert money.typing


def test_a_currency_that_is_typed_with_the_amount_is_taken(money):
    money.figure.take("1 200 €")
    assert money.said == [Amount(amount="1200", currency="EUR")]
    assert money.value() == Amount(amount="1200", currency="EUR")
    money.figure.take("CHF 1200")
    assert money.value() == Amount(amount="1200", currency="CHF")
    assert money.currency.currentText() == "CHF · Swiss Franc"
    assert money.figure.text() == "1,200"


def test_a_currency_is_found_by_code_or_name_and_common_ones_stand_first(money):
    money.show_value(AMOUNT)
    choose_currency(money, "kes")
    choose_currency(money, "swiss franc")
    assert [told.currency for told in money.said] == ["KES", "CHF"]
    assert money.currency.currentText() == "CHF · Swiss Franc"
    assert [money.currency.itemData(row) for row in range(3)] == ["USD", "EUR", "CHF"]
    assert money.currency.count() == len({money.currency.itemData(row) for row in range(money.currency.count())})


def test_a_currency_of_the_past_is_kept(money):
    money.show_value(Amount(amount="5", currency="DEM"))
    assert money.value().currency == "DEM"
    assert money.currency.currentText() == "DEM · German Mark"
    money.figure.take("6")
    assert money.said == [Amount(amount="6", currency="DEM")]


def test_what_is_no_currency_stays_and_is_explained(money):
    money.show_value(AMOUNT)
    choose_currency(money, "doubloons")
    assert "“doubloons”" in money.problems[-1]
    assert money.currency.currentText() == "doubloons"
    assert money.said == []
    choose_currency(money, "USD")
    assert money.problems[-1] == ""
    assert money.value().currency == "USD"


def test_a_word_in_the_place_of_a_currency_is_none(money):
    money.show_value(AMOUNT)
    choose_currency(money, "mil")
    assert (money.said, money.value()) == ([], AMOUNT)
    assert "“mil”" in money.problems[-1]


def test_the_beginning_of_what_is_no_currency_does_not_stay(money, qtbot):
    money.show_value(Amount(amount="5", currency="KES"))
    money.currency.line.clear()
    qtbot.keyClicks(money.currency.line, "eurodollar")
    assert [told.currency for told in money.said] == ["EUR", "KES"]
    leave(money.currency.line)
    assert (money.value().currency, money.currency.currentText()) == ("KES", "eurodollar")


def test_a_currency_of_the_past_is_passed_by_unhurt(money):
    money.show_value(Amount(amount="5", currency="DEM"))
    leave(money.currency.line)
    choose_currency(money, "dem")
    assert (money.said, money.problems) == ([], [])
    assert money.currency.currentText() == "DEM · German Mark"


def test_an_emptied_currency_is_shown_again(money):
    money.show_value(AMOUNT)
    money.currency.line.clear()
    leave(money.currency.line)
    assert (money.currency.currentText(), money.problems) == ("EUR · Euro", [])


class Beside(QWidget):
    """Money with another field after it."""

    def __init__(self, money):
        super().__init__()
        self.other = QLineEdit(self)
        column = QVBoxLayout(self)
        column.addWidget(money)
        column.addWidget(self.other)


@pytest.fixture
def beside(money, qtbot):
    both = Beside(money)
    qtbot.addWidget(both)
    both.show()
    both.activateWindow()
    money.figure.setFocus()
    qtbot.waitUntil(money.figure.hasFocus)
    return both


@pytest.mark.parametrize("text", ["5 million", "USD 2m", "500k", "100 to 200", "1e6", "5 allowances", "7 usd or so"])
@pytest.mark.parametrize("before", [None, AMOUNT, Words(text="as agreed")])
def test_the_beginning_of_a_text_that_is_no_amount_does_not_stay(money, beside, qtbot, text, before):
    money.show_value(before)
    if isinstance(before, Words):
        money.switch.click()
    else:
        money.figure.selectAll()
    money.figure.setFocus()
    qtbot.keyClicks(money.figure, text)
    assert money.value() == before
    assert money.said[-1] == before
    assert money.currency.currentText().startswith("EUR" if before == AMOUNT else "USD")
    assert money.figure.text() == text


def test_a_text_that_is_no_amount_is_kept_in_words_when_one_goes_on(money, beside, qtbot):
    qtbot.keyClicks(money.figure, "5 million")
    qtbot.keyClick(money.figure, Qt.Key.Key_Tab)
    assert money.value() is None  # one is still at it
    assert money.problems == ["Write an amount such as 1,200.50."]
    beside.other.setFocus()
    assert money.value() == Words(text="5 million")
    assert money.is_in_words
    assert money.problems[-1] == "This is no amount such as 1,200.50, and is kept in words."
    qtbot.keyClicks(money.words.line, "!")
    assert money.problems[-1] == ""


def test_words_kept_from_an_amount_have_its_note_and_can_be_an_amount_again(money, beside, qtbot):
    money.show_value(AMOUNT)
    money.figure.selectAll()
    qtbot.keyClicks(money.figure, "500k")
    beside.other.setFocus()
    assert money.said[-1] == Words(text="500k (with travel)")
    money.switch.click()
    assert (money.figure.text(), money.note.value()) == ("", "500k (with travel)")
    qtbot.keyClicks(money.figure, "500000")
    assert money.value() == Amount(amount="500000", currency="EUR", note="500k (with travel)")


def test_a_text_that_is_no_amount_is_taken_along_into_words(money, beside, qtbot):
    money.show_value(AMOUNT)
    money.figure.selectAll()
    qtbot.keyClicks(money.figure, "500k")
    qtbot.mouseClick(money.switch, Qt.MouseButton.LeftButton)
    assert money.value() == Words(text="500k (with travel)")
    assert money.is_in_words


def test_a_text_that_is_no_amount_is_not_lost_when_its_page_goes(money, beside, qtbot):
    qtbot.keyClicks(money.figure, "500k")
    beside.hide()
    assert money.value() == Words(text="500k")


def test_a_currency_typed_and_taken_back_is_the_one_before(money, qtbot):
    money.show_value(AMOUNT)
    money.figure.selectAll()
    qtbot.keyClicks(money.figure, "5 USD")
    for _ in range(4):
        qtbot.keyClick(money.figure, Qt.Key.Key_Backspace)
    assert money.value() == Amount(amount="5", currency="EUR", note="with travel")


def test_a_mistyped_amount_stays_and_is_explained(money, beside, qtbot):
    money.show_value(AMOUNT)
    money.figure.selectAll()
    qtbot.keyClicks(money.figure, "about 1200")
    qtbot.keyClick(money.figure, Qt.Key.Key_Return)
    assert money.problems == ["Write an amount such as 1,200.50."]
    assert money.figure.text() == "about 1200"
    assert money.said == []
    assert money.value() == AMOUNT
    money.show_value(AMOUNT)
    assert money.figure.text() == "about 1200"
    money.show_value(Amount(amount="7", currency="EUR"))
    assert (money.figure.text(), money.problems[-1]) == ("7", "")


def test_a_note_without_an_amount_is_money_in_words(money, qtbot):
    money.show_value(AMOUNT)
    money.figure.take("")
    assert money.said[-1] == Words(text="with travel")
    money.figure.take("7")
    assert money.said[-1] == Amount(amount="7", currency="EUR", note="with travel")


def test_turning_to_words_and_back_loses_nothing(money):
    money.show_value(AMOUNT)
    money.switch.click()
    assert money.said == [Words(text="EUR\u00a01,200.50 (with travel)")]
    money.switch.click()
    assert money.said[-1] == AMOUNT
    assert money.figure.text() == "1,200.50"


def test_words_become_the_note_of_an_amount(money, qtbot):
    money.show_value(Words(text="staff time"))
    money.switch.click()
    assert money.said == []
    money.figure.take("100")
    assert money.said == [Amount(amount="100", currency="USD", note="staff time")]


def test_words_that_are_an_amount_become_one(money):
    money.show_value(Words(text="CHF 1,200"))
    money.switch.click()
    assert money.said == [Amount(amount="1200", currency="CHF")]


def test_empty_money_turned_to_words_waits_for_them(money, qtbot):
    money.switch.click()
    money.show_value(None)
    assert money.is_in_words
    qtbot.keyClicks(money.words.line, "ok")
    assert money.said == [Words(text="o"), Words(text="ok")]


def test_read_only_money_can_be_read_but_not_changed(money, qtbot):
    money.show_value(AMOUNT)
    money.set_read_only(True)
    for line in (money.figure, money.currency.line, money.note.line):
        assert line.isReadOnly()
        qtbot.keyClicks(line, "9")
    qtbot.keyClick(money.currency, Qt.Key.Key_Down)
    assert money.said == []
    assert not money.switch.isVisible()
    money.set_read_only(False)
    assert money.switch.isVisible()


def test_each_part_has_a_name(money):
    money.set_name("Cost")
    assert [
        part.accessibleName() for part in (money.figure, money.currency.line, money.note.line, money.words.line)
    ] == [
        "Cost: Amount",
        "Cost: Currency",
        "Cost: Note",
        "Cost: In words",
    ]
