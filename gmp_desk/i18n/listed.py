"""What an interface lists for its user to choose from, and how a search finds it."""

import datetime as dt
import unicodedata
from functools import cache

from gmp_desk.i18n.locale import Locale

# What CLDR has beyond ISO 3166: groups of countries, parts of them, and codes of private use.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
_YEAR = "2000"


@cache
def countries() -> tuple[str, ...]:
    """Return the codes of the countries and territories of ISO 3166."""
    # Babel is imported where it is used: it takes longer to load than the command line takes to answer.
    from babel import Locale as BabelLocale

    codes = (str(code) for code in BabelLocale("en").territories)
    return tuple(sorted(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES))


@cache
def currencies() -> tuple[str, ...]:
    """Return the ISO 4217 codes of the currencies that are tender in a country today."""
    from babel.numbers import get_territory_currencies

    today = dt.date.today()
    return tuple(sorted({code for country in countries() for code in get_territory_currencies(country, today, today)}))


def months(locale: Locale) -> tuple[str, ...]:
    """Return the twelve months as they stand in a table, without a year: Jan, janv., 1 月."""
    written = (locale.short_month(f"{_YEAR}-{month:02}") for month in range(1, 13))
    return tuple(month.replace(_YEAR, "").strip().removeprefix("年").strip() for month in written)


def folded(text: str) -> str:
    """Return a text as a search compares it: without case and accents, and with one space between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if unicodedata.category(letter) != "Mn").split())
