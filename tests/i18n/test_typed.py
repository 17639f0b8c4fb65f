import datetime as dt

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.i18n import LANGUAGES, Locale
from gmp_desk.i18n.listed import currencies
from gmp_desk.i18n.typed import Typed

LOCALES = {language: Locale(language) for language in LANGUAGES}
TYPED = {language: Typed(language) for language in LANGUAGES}
EVERY = st.sampled_from(LANGUAGES)
WHOLE = st.from_regex("0|[1-9][0-9]{0,20}", fullmatch=True)
MONTHS = st.builds("{:04}-{:02}".format, st.integers(1000, 9999), st.integers(1, 12))
DAYS = st.dates(min_value=dt.date(1000, 1, 1))
ARABIC, PERSIAN, FULL_WIDTH = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"


def decimals(most: int) -> st.SearchStrategy[str]:
    return st.just("") | st.from_regex(f"[.][0-9]{{1,{most}}}", fullmatch=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "1200.50",
        "1200,50",
        "1 200,50",
        "1,200.50",
        "1.200,50",
        "1’200.50",
        "1'200.50",
        "1\u00a0200,50",
        "1\u202f200,50",
        "1\u2009200,50",
        "١٢٠٠٫٥٠",
        "١٬٢٠٠٫٥٠",
        "١٢٠٠,٥٠",
        "۱۲۰۰٫۵۰",
        "１２００．５０",
        "１，２００．５０",
        "\u200f1,200.50\u200e",
        "  1200.50 ",
        "+1200.50",
    ],
)
def test_an_amount_is_read_in_the_writing_of_any_language(language: str, text: str):
    assert TYPED[language].amount(text) == "1200.50"


def test_where_a_figure_can_be_read_in_two_ways_the_language_decides():
    assert {language: typed.amount("1,200") for language, typed in TYPED.items()} == {
        "ar": "1200",
        "en": "1200",
        "es": None,
        "fr": None,
        "ru": None,
        "zh": "1200",
    }
    assert {language: typed.amount("1.200") for language, typed in TYPED.items()} == {
        "ar": None,
        "en": None,
        "es": "1200",
        "fr": None,
        "ru": None,
        "zh": None,
    }
    assert [TYPED[language].reading("1,125") for language in ("en", "fr")] == ["1125", "1.125"]


def test_what_can_only_be_decimals_is_decimals_in_every_language():
    for typed in TYPED.values():
        assert [typed.reading(text) for text in ("0,125", "0.125", "1250,125", "1,5", ".5", "1.2500")] == [
            "0.125",
            "0.125",
            "1250.125",
            "1.5",
            "0.5",
            "1.2500",
        ]


@pytest.mark.parametrize("text", ["1,200,000", "1.200.000", "1 200 000", "12,00,000", "1'200'000", "1200000."])
def test_several_groups_are_groups_in_every_language(text: str):
    expected = "1200000"
    assert {typed.amount(text) for typed in TYPED.values()} == {expected}


def test_figures_stay_as_they_were_given():
    assert TYPED["en"].reading("007.50") == "007.50"
    assert TYPED["en"].amount("0.10") == "0.10"


def test_a_reading_may_be_negative_and_an_amount_not():
    for text in ("-1.5", "−1.5", "– 1.5", "\u200e-1.5", "-۱٫۵"):
        assert TYPED["en"].reading(text) == "-1.5"
        assert TYPED["en"].amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ",",
        "1 20",
        "1,20,00",
        "1,2,3",
        "1.2.3",
        "1,200 000",
        "abc",
        "1e5",
        "5 t",
        "1²",
        "½",
        "NaN",
        "1--2",
        "1.5 million",
        "120万",
        "#1",
        "1_000",
        "\ud800",
        "9" * 300,
    ],
)
def test_what_is_no_figure_is_not_read(text: str):
    for typed in TYPED.values():
        assert typed.amount(text) is None
        assert typed.reading(text) is None


def test_a_third_decimal_or_a_forty_first_digit_makes_no_amount():
    typed = TYPED["en"]
    assert typed.amount("0.125") is None
    assert typed.amount("9" * 40) == "9" * 40
    assert typed.amount("9" * 41) is None
    assert typed.reading("-" + "9" * 40) is None


def test_a_currency_may_stand_on_either_side():
    typed = TYPED["en"]
    assert {typed.money(text) for text in ("EUR 1,200", "1,200 EUR", "eur1200", "€1200", "1 200 €")} == {
        ("1200", "EUR")
    }
    assert [typed.money(text) for text in ("US$ 5", "£5", "5 ₽", "5")] == [
        ("5", "USD"),
        ("5", "GBP"),
        ("5", "RUB"),
        ("5", ""),
    ]
    assert [typed.money(text) for text in ("$5", "¥5", "EUR 5 USD", "EUR", "EURO 5", "")] == [None] * 6


@pytest.mark.parametrize("text", ["5 mil", "5 million", "USD 2m", "500k", "100 to 200", "1e6", "5 tot", "XXX 5"])
def test_words_beside_a_figure_are_no_currency(text: str):
    assert {typed.money(text) for typed in TYPED.values()} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "2026-05",
        "2026/5",
        "202605",
        "05/2026",
        "5.2026",
        "5 2026",
        "٠٥/٢٠٢٦",
        "۲۰۲۶-۰۵",
        "０５／２０２６",
        "May 2026",
        "may, 2026",
        "2026 May",
        "MAY 2026",
        "mayo de 2026",
        "mayo del 2026",
        "mai 2026",
        "май 2026 года",
        "мая 2026 г.",
        "2026年5月",
        "2026 年 5 月",
        "2026年五月",
        "أيار/مايو 2026",
        "أيار 2026",
        "مايو ٢٠٢٦",
        "May/mayo 2026",
        "ماي 2026",
    ],
)
def test_a_month_is_read_in_any_language(text: str):
    assert {typed.month(text) for typed in TYPED.values()} == {"2026-05"}


def test_the_name_of_a_month_may_be_cut_as_long_as_no_other_begins_so():
    typed = TYPED["fr"]
    months = {
        text: typed.month(f"{text} 2026") for text in ("sept.", "sep", "Sept", "fevr", "août", "aout", "сент", "ноя")
    }
    assert months == {
        "sept.": "2026-09",
        "sep": "2026-09",
        "Sept": "2026-09",
        "fevr": "2026-02",
        "août": "2026-08",
        "aout": "2026-08",
        "сент": "2026-09",
        "ноя": "2026-11",
    }
    assert [typed.month(f"{text} 2026") for text in ("jui", "ma", "تشرين", "كانون", "me")] == [None] * 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "May",
        "13/2026",
        "0/2026",
        "2026-00",
        "0000-05",
        "05/26",
        "3 May 2026",
        "2026-05-03",
        "May 2026 2027",
        "May/June 2026",
        "Maybe 2026",
        "2026年13月",
        "5/5",
        "5 2026 6",
        "12345",
        "\ud800 2026",
        "x" * 300,
    ],
)
def test_what_is_no_month_is_not_read(text: str):
    assert {typed.month(text) for typed in TYPED.values()} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-03",
        "2026/6/3",
        "2026.06.03",
        "20260603",
        "3/6/2026",
        "03.06.2026",
        "3-6-2026",
        "٣/٦/٢٠٢٦",
        "2026年6月3日",
        "3 June 2026",
        "3rd of June 2026",
        "June 3, 2026",
        "3-Jun-2026",
        "3 juin 2026",
        "3 de junio de 2026",
        "3 июня 2026 года",
        "3 июня 2026 г.",
        "3-го июня 2026",
        "2026 年 6 月 3 日",
        "2026年六月3号",
        "3 حزيران/يونيه 2026",
        "٣ يونيو ٢٠٢٦",
        "3 حزيران 2026",
    ],
)
def test_a_day_is_read_in_any_language(text: str):
    assert {typed.date(text) for typed in TYPED.values()} == {dt.date(2026, 6, 3)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-06",
        "June 2026",
        "30 February 2026",
        "2026-02-30",
        "06/30/2026",
        "3.6.26",
        "3 6 2026 1",
        "today",
        "3",
        "2026年6月31日",
        "3 2026 6",
        "0000-01-01",
        "32 June 2026",
        "3 4 June 2026",
        "\ud800",
        "1" * 300,
    ],
)
def test_what_is_no_day_is_not_read(text: str):
    assert {typed.date(text) for typed in TYPED.values()} == {None}


def test_a_year_has_four_digits():
    typed = TYPED["ru"]
    assert {typed.year(text) for text in ("2026", "٢٠٢٦", "２０２６", "2026 год", "2026 г.", "2026年", "2026 年")} == {
        2026
    }
    assert [typed.year(text) for text in ("", "26", "20266", "0000", "2026-05", "year")] == [None] * 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_month_means_another_in_another_language(language: str):
    babel = {"ar": "ar_001", "zh": "zh_Hans"}.get(language, language)
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for month, name in get_month_names(width, context, babel).items():
                text = f"2026年{name}" if language == "zh" else f"{name} 2026"
                assert {typed.month(text) for typed in TYPED.values()} == {f"2026-{month:02}"}, name


@given(EVERY, st.builds("{}{}{}".format, st.sampled_from(["", "-"]), WHOLE, decimals(15)))
def test_a_number_that_was_written_is_read_back(language: str, figure: str):
    assert TYPED[language].reading(LOCALES[language].number(figure)) == figure


@given(EVERY, st.builds("{}{}".format, WHOLE, decimals(2)), st.sampled_from(currencies()))
def test_money_that_was_written_is_read_back(language: str, figure: str, currency: str):
    assert TYPED[language].money(LOCALES[language].money(figure, currency)) == (figure, currency)


@given(EVERY, MONTHS)
def test_a_month_that_was_written_is_read_back(language: str, month: str):
    locale, typed = LOCALES[language], TYPED[language]
    assert typed.month(month) == typed.month(locale.month(month)) == typed.month(locale.short_month(month)) == month


@given(EVERY, DAYS)
def test_a_day_that_was_written_is_read_back(language: str, day: dt.date):
    locale, typed = LOCALES[language], TYPED[language]
    assert typed.date(locale.date(day)) == typed.date(locale.short_date(day)) == typed.date(day.isoformat()) == day


@given(EVERY, st.builds("{}{}".format, WHOLE, decimals(2)), st.sampled_from([ARABIC, PERSIAN, FULL_WIDTH]))
def test_the_digits_may_be_of_another_writing(language: str, figure: str, digits: str):
    written = LOCALES[language].number(figure).translate(str.maketrans("0123456789", digits))
    assert TYPED[language].amount(written) == figure


@given(EVERY, st.text(max_size=30) | st.text("0123456789 .,-/'年月٫٬٣May", max_size=12))
def test_reading_never_fails_and_gives_what_the_model_holds(language: str, text: str):
    from pydantic import TypeAdapter

    from gmp_desk.domain.values import Amount, Month, Reading

    typed = TYPED[language]
    if (figure := typed.amount(text)) is not None:
        Amount(amount=figure, currency="USD")
    if (figure := typed.reading(text)) is not None:
        Reading(value=figure, qualifier="exact", year=None)
    if (month := typed.month(text)) is not None:
        TypeAdapter(Month).validate_python(month)
    typed.money(text)
    typed.date(text)
    typed.year(text)
