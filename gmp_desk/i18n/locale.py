"""Numbers, money, dates, names and marks as a document in one language writes them."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from gmp_desk.i18n import marks
from gmp_desk.i18n.conventions import CONVENTIONS
from gmp_desk.i18n.countries import UN_NAMES
from gmp_desk.i18n.months import month_names

_FIGURE = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")

# The United Nations doubles the Arabic names of months, and spells these two otherwise than CLDR.
_ARABIC_JUNE_AND_JULY = {6: "يونيه", 7: "يوليه"}

# Before the sound of i, Spanish writes "e" for "and"; CLDR's list pattern does not know it.
_SOUND_OF_I = re.compile("[ií]|h[ií](?![ae])", re.IGNORECASE)


class MonthParts(TypedDict):
    """What a pattern of ``conventions`` can say of a month."""

    year: int
    number: int
    name: str
    of: str
    short: str
    short_of: str


class Locale:
    """How a document in one of the six languages writes what is not prose.

    Years may be 1 to 9999; months are texts such as ``2026-05``.
    """

    def __init__(self, language: str) -> None:
        # Imported here: Babel takes longer to load than the command line takes to answer.
        from babel import Locale as BabelLocale

        self.language = language
        self._conventions = CONVENTIONS[language]
        self._babel = BabelLocale.parse(self._conventions.babel)
        self._names, self._of_names, self._short, self._short_of = (
            dict(month_names(self._conventions.babel, width, context))
            for width in ("wide", "abbreviated")
            for context in ("stand-alone", "format")
        )
        if language == "ar":
            levantine = month_names("ar_LB", "wide", "format")
            self._names |= _ARABIC_JUNE_AND_JULY
            self._names = {number: f"{levantine[number]}/{name}" for number, name in self._names.items()}
            self._of_names = self._names

    def number(self, value: str | int | Decimal) -> str:
        """Return a number with this language's separators and all its digits as given.

        Text that is no plain figure (``>5``) comes back as it is.
        """
        text = value if isinstance(value, str) else format(Decimal(value), "f")
        figure = _FIGURE.fullmatch(text)
        if not figure:
            return text
        sign, whole, fraction = figure.groups()
        first = len(whole) % 3 or 3
        groups = [whole[:first], *(whole[i : i + 3] for i in range(first, len(whole), 3))]
        written = self._conventions.group.join(groups)
        if fraction:
            written += self._conventions.decimal + fraction
        return sign.replace("-", self._conventions.minus) + written

    def money(self, amount: str | Decimal, currency: str) -> str:
        """Return an amount, as given (D7), with its currency's ISO 4217 code, held together by a no-break space.

        The code stands where each language has it: first in Arabic, Chinese and English, last in the others.
        """
        return self._conventions.money.format(amount=self.number(amount), code=currency)

    def date(self, day: dt.date) -> str:
        """Return a day as running text has it: 3 June 2026, 1er juin 2026, 3 июня 2026 года."""
        return self._day(self._conventions.date, day)

    def short_date(self, day: dt.date) -> str:
        """Return a day as a table has it, the month by name: 3 Jun 2026, 3 июн. 2026."""
        return self._day(self._conventions.short_date, day)

    def month(self, month: str) -> str:
        """Return a month such as ``2026-05`` as running text has it: May 2026, май 2026 года."""
        return self._conventions.month.format(**self._parts(month))

    def short_month(self, month: str) -> str:
        """Return a month such as ``2026-05`` as a table has it: Sept 2026, сент. 2026."""
        return self._conventions.short_month.format(**self._parts(month))

    def month_range(self, start: str | None, end: str | None) -> str:
        """Return the time from one month to another, either of which may be open; both open give an empty text."""
        if start and end:
            if start == end:
                return self.month(start)
            same_year = start[:4] == end[:4]
            pattern = self._conventions.months_of_a_year if same_year else self._conventions.months
            return pattern.format(start=self._parts(start), end=self._parts(end))
        if start:
            return self._conventions.since.format(**self._parts(start))
        return self._conventions.until.format(**self._parts(end)) if end else ""

    def period(
        self, first_year: int, last_year: int, first_month: int | None = None, last_month: int | None = None
    ) -> str:
        """Return the time frame of a plan (D4) in years, or in months where one is given."""
        if first_month or last_month:
            return self.month_range(f"{first_year:04}-{first_month or 1:02}", f"{last_year:04}-{last_month or 12:02}")
        if first_year == last_year:
            return self._conventions.year.format(year=first_year)
        return self._conventions.years.format(first=first_year, last=last_year)

    def list_of(self, items: Sequence[str]) -> str:
        """Return the items as an enumeration in a sentence: a, b and c."""
        from babel.lists import format_list

        text = format_list(items, locale=self._babel)
        if self.language == "es" and len(items) > 1 and _SOUND_OF_I.match(items[-1]):
            return f"{text.removesuffix(f'y {items[-1]}')}e {items[-1]}"
        return text

    def country(self, code: str) -> str:
        """Return the name the United Nations has for a country's ISO 3166 code; an unknown code comes back as it is."""
        return UN_NAMES.get(code, {}).get(self.language) or str(self._babel.territories.get(code, code))

    def currency_name(self, code: str) -> str:
        """Return the name of a currency's ISO 4217 code; an unknown code comes back as it is."""
        return str(self._babel.currencies.get(code, code))

    def heading_mark(self, level: int, n: int) -> str:
        """Return the mark of the nth heading of a level (see ``marks.heading_mark``)."""
        return marks.heading_mark(self.language, level, n)

    def list_mark(self, level: int, n: int) -> str:
        """Return the mark of the nth paragraph or subparagraph (see ``marks.list_mark``)."""
        return marks.list_mark(self.language, level, n)

    @property
    def excel_date_format(self) -> str:
        """The number format of a day in a workbook."""
        return self._conventions.excel_date

    @property
    def excel_month_format(self) -> str:
        """The number format of a month in a workbook."""
        return self._conventions.excel_month

    def excel_number_format(self, decimals: int) -> str:
        """Return the number format of a figure in a workbook; Excel puts in its reader's own separators."""
        return "#,##0" + ("." + "0" * decimals if decimals else "")

    def _day(self, pattern: str, day: dt.date) -> str:
        number = self._conventions.first_day if day.day == 1 else str(day.day)
        return pattern.format(day=number, **self._parts(f"{day.year:04}-{day.month:02}"))

    def _parts(self, month: str) -> MonthParts:
        year, number = map(int, month.split("-"))
        return {
            "year": year,
            "number": number,
            "name": self._names[number],
            "of": self._of_names[number],
            "short": self._short[number],
            "short_of": self._short_of[number],
        }
