import ast
import datetime as dt
import re
import subprocess
import sys
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.i18n import LANGUAGES, Locale

LOCALES = {language: Locale(language) for language in LANGUAGES}
EVERY = st.sampled_from(list(LOCALES.values()))
MONTHS = st.builds("{:04}-{:02}".format, st.integers(0, 9999), st.integers(1, 12))


def in_each(call) -> dict[str, str]:
    return {language: call(locale) for language, locale in LOCALES.items()}


def test_figures_have_the_separators_of_each_language():
    assert in_each(lambda locale: locale.number("1082432.5")) == {
        "ar": "1,082,432.5",
        "en": "1,082,432.5",
        "es": "1.082.432,5",
        "fr": "1\u202f082\u202f432,5",
        "ru": "1\u00a0082\u00a0432,5",
        "zh": "1,082,432.5",
    }


def test_four_figures_are_grouped_too():
    assert in_each(lambda locale: locale.number("1062.5")) == {
        "ar": "1,062.5",
        "en": "1,062.5",
        "es": "1.062,5",
        "fr": "1\u202f062,5",
        "ru": "1\u00a0062,5",
        "zh": "1,062.5",
    }


def test_three_figures_are_not_grouped():
    assert set(in_each(lambda locale: locale.number("877")).values()) == {"877"}


def test_a_minus_stays_on_the_left_in_arabic():
    assert LOCALES["ar"].number("-1062.5") == "\u200e-1,062.5"
    assert LOCALES["es"].number("-1062.5") == "-1.062,5"
    assert LOCALES["en"].number("+3") == "+3"


def test_decimals_stay_as_they_were_given():
    english = LOCALES["en"]
    assert [english.number(text) for text in ("140000.50", "0.10", "7.0", "007")] == [
        "140,000.50",
        "0.10",
        "7.0",
        "007",
    ]


def test_forty_figures_stay_forty_figures():
    assert LOCALES["en"].number("1234567890123456789012345678901234567.89") == (
        "1,234,567,890,123,456,789,012,345,678,901,234,567.89"
    )


def test_whole_numbers_and_decimals_are_written_like_their_text():
    assert LOCALES["fr"].number(1062) == "1\u202f062"
    assert LOCALES["fr"].number(Decimal("1062.50")) == "1\u202f062,50"
    assert LOCALES["en"].number(Decimal("1E+3")) == "1,000"


@pytest.mark.parametrize("text", ["", ">5", "about 3", "1,940", "1e5", "NaN", "٣", "1.", ".5", "5\n"])
def test_what_is_no_plain_figure_comes_back_as_it_is(text: str):
    assert LOCALES["fr"].number(text) == text


@given(EVERY, st.from_regex(r"[0-9]{1,37}(\.[0-9]{1,2})?", fullmatch=True))
def test_every_figure_can_be_read_back(locale: Locale, figure: str):
    zero_point_five = locale.number("0.5")
    thousand = locale.number("1000")
    written = locale.number(figure)
    assert written.replace(thousand[1], "").replace(zero_point_five[1], ".") == figure
    assert re.sub(r"\D", "", written) == figure.replace(".", "")


@given(EVERY, st.text() | st.integers() | st.decimals(min_value=-(10**50), max_value=10**50) | st.just(Decimal("NaN")))
def test_writing_a_number_never_fails(locale: Locale, value: str | int | Decimal):
    assert isinstance(locale.number(value), str)


def test_a_number_of_five_thousand_figures_is_written():
    assert len(LOCALES["en"].number(10**5000)) == 5001 + 1666


def test_money_is_an_amount_with_its_code_held_by_a_no_break_space():
    assert in_each(lambda locale: locale.money("140000.50", "EUR")) == {
        "ar": "EUR\u00a0140,000.50\u200f",
        "en": "EUR\u00a0140,000.50",
        "es": "140.000,50\u00a0EUR",
        "fr": "140\u202f000,50\u00a0EUR",
        "ru": "140\u00a0000,50\u00a0EUR",
        "zh": "EUR\u00a0140,000.50",
    }


def test_a_day_is_written_in_full():
    assert in_each(lambda locale: locale.date(dt.date(2026, 6, 3))) == {
        "ar": "3 حزيران/يونيه 2026",
        "en": "3 June 2026",
        "es": "3 de junio de 2026",
        "fr": "3 juin 2026",
        "ru": "3 июня 2026 года",
        "zh": "2026 年 6 月 3 日",
    }


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    assert in_each(lambda locale: locale.date(dt.date(2026, 7, 1))) == {
        "ar": "1 تموز/يوليه 2026",
        "en": "1 July 2026",
        "es": "1 de julio de 2026",
        "fr": "1er juillet 2026",
        "ru": "1 июля 2026 года",
        "zh": "2026 年 7 月 1 日",
    }


def test_a_day_in_a_table_is_shorter_but_keeps_the_name_of_its_month():
    assert in_each(lambda locale: locale.short_date(dt.date(2026, 9, 30))) == {
        "ar": "30 أيلول/سبتمبر 2026",
        "en": "30 Sept 2026",
        "es": "30 sept 2026",
        "fr": "30 sept. 2026",
        "ru": "30 сент. 2026",
        "zh": "2026 年 9 月 30 日",
    }


def test_a_month_is_written_in_full():
    assert in_each(lambda locale: locale.month("2026-05")) == {
        "ar": "أيار/مايو 2026",
        "en": "May 2026",
        "es": "mayo de 2026",
        "fr": "mai 2026",
        "ru": "май 2026 года",
        "zh": "2026 年 5 月",
    }


def test_a_month_in_a_table_is_shorter():
    assert in_each(lambda locale: locale.short_month("2026-01")) == {
        "ar": "كانون الثاني/يناير 2026",
        "en": "Jan 2026",
        "es": "ene 2026",
        "fr": "janv. 2026",
        "ru": "янв. 2026",
        "zh": "2026 年 1 月",
    }
    assert LOCALES["ru"].short_month("2026-05") == "май 2026"


def test_arabic_months_have_both_their_names():
    assert [LOCALES["ar"].month(f"2026-{n:02}").removesuffix(" 2026") for n in range(1, 13)] == [
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيه",
        "تموز/يوليه",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ]


def test_a_range_of_months_over_years():
    assert in_each(lambda locale: locale.month_range("2026-01", "2027-12")) == {
        "ar": "كانون الثاني/يناير 2026 - كانون الأول/ديسمبر 2027",
        "en": "January 2026 – December 2027",
        "es": "enero de 2026 a diciembre de 2027",
        "fr": "janvier 2026-décembre 2027",
        "ru": "январь 2026 года — декабрь 2027 года",
        "zh": "2026 年 1 月至 2027 年 12 月",
    }


def test_a_range_of_months_within_a_year_names_the_year_once():
    assert in_each(lambda locale: locale.month_range("2026-03", "2026-10")) == {
        "ar": "آذار/مارس - تشرين الأول/أكتوبر 2026",
        "en": "March–October 2026",
        "es": "marzo a octubre de 2026",
        "fr": "mars-octobre 2026",
        "ru": "март–октябрь 2026 года",
        "zh": "2026 年 3 月至 10 月",
    }


def test_a_range_without_an_end():
    assert in_each(lambda locale: locale.month_range("2026-04", None)) == {
        "ar": "اعتبارا من نيسان/أبريل 2026",
        "en": "from April 2026",
        "es": "desde abril de 2026",
        "fr": "dès avril 2026",
        "ru": "с апреля 2026 года",
        "zh": "2026 年 4 月起",
    }


def test_a_range_without_a_start():
    assert in_each(lambda locale: locale.month_range(None, "2027-04")) == {
        "ar": "حتى نيسان/أبريل 2027",
        "en": "until April 2027",
        "es": "hasta abril de 2027",
        "fr": "jusqu’en avril 2027",
        "ru": "по апрель 2027 года",
        "zh": "至 2027 年 4 月",
    }


def test_a_range_of_one_month_is_that_month_and_an_open_one_is_empty():
    assert LOCALES["ru"].month_range("2026-05", "2026-05") == "май 2026 года"
    assert set(in_each(lambda locale: locale.month_range(None, None)).values()) == {""}


def test_a_period_is_written_in_years():
    assert in_each(lambda locale: locale.period(2026, 2027)) == {
        "ar": "\u200f2026\u200f-\u200f2027",  # else the first year would stand on the left
        "en": "2026–2027",
        "es": "2026-2027",
        "fr": "2026-2027",
        "ru": "2026–2027 годы",
        "zh": "2026—2027 年",
    }


def test_a_period_of_one_year_is_that_year():
    assert in_each(lambda locale: locale.period(2026, 2026)) == {
        "ar": "2026",
        "en": "2026",
        "es": "2026",
        "fr": "2026",
        "ru": "2026 год",
        "zh": "2026 年",
    }


def test_a_period_with_months_names_them():
    english = LOCALES["en"]
    assert english.period(2026, 2027, 7, 6) == "July 2026 – June 2027"
    assert english.period(2026, 2027, first_month=7) == "July 2026 – December 2027"
    assert english.period(2026, 2026, last_month=6) == "January–June 2026"


@given(EVERY, st.dates())
def test_every_day_can_be_written(locale: Locale, day: dt.date):
    assert {str(day.year), str(day.day)} <= set(re.findall("[0-9]+", locale.date(day)))
    assert str(day.year) in locale.short_date(day)


@given(EVERY, MONTHS | st.none(), MONTHS | st.none())
def test_every_range_of_months_can_be_written(locale: Locale, start: str | None, end: str | None):
    written = re.findall("[0-9]+", locale.month_range(start, end))
    assert {str(int(month[:4])) for month in (start, end) if month} <= set(written)


def test_items_are_enumerated_as_in_a_sentence():
    assert in_each(lambda locale: locale.list_of(["a", "b", "c"])) == {
        "ar": "a وb وc",
        "en": "a, b and c",
        "es": "a, b y c",
        "fr": "a, b et c",
        "ru": "a, b и c",
        "zh": "a、b和c",
    }


@given(EVERY, st.lists(st.text()))
def test_an_enumeration_holds_every_item_as_it_is(locale: Locale, items: list[str]):
    written = locale.list_of(items)
    assert all(item in written for item in items)
    assert len(items) != 1 or written == items[0]
    assert items or written == ""


@pytest.mark.parametrize(
    ("last", "written"),
    [
        ("Italia", "Suiza e Italia"),
        ("Índice", "Suiza e Índice"),
        ("hidrógeno", "Suiza e hidrógeno"),
        ("hielo", "Suiza y hielo"),
        ("y Italia", "Suiza y y Italia"),
        ("Perú", "Suiza y Perú"),
    ],
)
def test_spanish_says_e_before_the_sound_of_i(last: str, written: str):
    assert LOCALES["es"].list_of(["Suiza", last]) == written
    assert LOCALES["es"].list_of([last]) == last


def test_countries_have_names_and_unknown_ones_their_code():
    assert in_each(lambda locale: locale.country("CH")) == {
        "ar": "سويسرا",
        "en": "Switzerland",
        "es": "Suiza",
        "fr": "Suisse",
        "ru": "Швейцария",
        "zh": "瑞士",
    }
    assert set(in_each(lambda locale: locale.country("QX")).values()) == {"QX"}


def test_currencies_have_names_and_unknown_ones_their_code():
    assert in_each(lambda locale: locale.currency_name("USD")) == {
        "ar": "دولار أمريكي",
        "en": "US Dollar",
        "es": "dólar estadounidense",
        "fr": "dollar des États-Unis",
        "ru": "доллар США",
        "zh": "美元",
    }
    assert set(in_each(lambda locale: locale.currency_name("QQQ")).values()) == {"QQQ"}


def test_marks_are_those_of_the_language():
    assert in_each(lambda locale: locale.heading_mark(1, 4)) == {
        "ar": "رابعا -",
        "en": "IV.",
        "es": "IV.",
        "fr": "IV.",
        "ru": "IV.",
        "zh": "四、",
    }
    assert LOCALES["fr"].list_mark(2, 1) == "a)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_reads_days_and_months_back_as_dates(language: str):
    locale = LOCALES[language]
    workbook = openpyxl.Workbook()
    cells = {"A1": locale.excel_date_format, "A2": locale.excel_month_format}
    for address, number_format in cells.items():
        workbook.active[address] = dt.date(2026, 6, 3)
        workbook.active[address].number_format = number_format
    file = BytesIO()
    workbook.save(file)
    sheet = openpyxl.load_workbook(file).active
    assert [sheet[address].value for address in cells] == [dt.datetime(2026, 6, 3)] * 2


def test_figures_in_a_workbook_have_the_decimals_asked_for():
    assert [LOCALES["es"].excel_number_format(decimals) for decimals in (0, 1, 2)] == ["#,##0", "#,##0.0", "#,##0.00"]


@pytest.mark.parametrize("first", LANGUAGES)
def test_no_language_speaks_as_another_that_was_used_before(first: str):
    # In a process of its own: Babel keeps what it has loaded.
    told = (
        "from gmp_desk.i18n import LANGUAGES, Locale\n"
        f"Locale({first!r}).short_month('2026-02')\n"
        "print([(Locale(name).month('2026-02'), Locale(name).short_month('2026-02')) for name in LANGUAGES])"
    )
    answer = subprocess.run([sys.executable, "-X", "utf8", "-c", told], capture_output=True, text=True, check=True)
    assert ast.literal_eval(answer.stdout) == [
        ("شباط/فبراير 2026", "شباط/فبراير 2026"),
        ("February 2026", "Feb 2026"),
        ("febrero de 2026", "feb 2026"),
        ("février 2026", "févr. 2026"),
        ("февраль 2026 года", "февр. 2026"),
        ("2026 年 2 月", "2026 年 2 月"),
    ]
