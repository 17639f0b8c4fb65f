from babel.core import get_global

from gmp_desk.i18n import LANGUAGES, Locale
from gmp_desk.i18n.listed import countries, currencies, folded, months


def test_the_countries_are_those_of_iso_3166():
    assert len(countries()) == 249
    assert {"AD", "CI", "PS", "VA", "ZW"} < set(countries())
    assert not {"EU", "UN", "XK", "ZZ"} & set(countries())


def test_every_country_has_a_name_in_every_language():
    for language in LANGUAGES:
        locale = Locale(language)
        names = [locale.country(code) for code in countries()]
        assert not set(names) & set(countries())
        assert len(set(names)) == len(names)


def test_the_currencies_are_those_in_use():
    assert {"USD", "EUR", "CHF", "KES", "XOF"} < set(currencies())
    assert not {"DEM", "FRF", "XAU", "XXX"} & set(currencies())
    assert set(currencies()) <= set(get_global("all_currencies"))


def test_the_months_stand_without_a_year():
    first_three = {language: months(Locale(language))[:3] for language in LANGUAGES}
    assert first_three == {
        "ar": ("كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس"),
        "en": ("Jan", "Feb", "Mar"),
        "es": ("ene", "feb", "mar"),
        "fr": ("janv.", "févr.", "mars"),
        "ru": ("янв.", "февр.", "март"),
        "zh": ("1 月", "2 月", "3 月"),
    }
    assert all(len(months(Locale(language))) == 12 for language in LANGUAGES)


def test_a_search_does_not_mind_case_and_accents():
    assert folded("  Côte\u00a0d’IVOIRE ") == folded("cote d’ivoire")
    assert folded("Ёлка") == folded("елка")
    assert folded("أيار") == folded("ايار")
