"""Tells the fields of a plan's items as columns of a table: labels from the template, values that can be summed."""

from collections.abc import Mapping
from datetime import date

from gmp_desk.domain.values import Amount, Money, Reading
from gmp_desk.formats import excel_limits
from gmp_desk.formats.sheets import Column, Value
from gmp_desk.formats.terms import Terms
from gmp_desk.formats.text_lines import width_of_words
from gmp_desk.i18n import Locale

CURRENCY = "currency"
"""The key of the column that stands beside an amount."""


class FieldColumns:
    """Columns and values in the language of a document.

    Money takes three columns (figure, currency, words or note), a reading four (figure, how exact, year, note).
    """

    def __init__(self, terms: Terms, locale: Locale) -> None:
        self._terms = terms
        self._locale = locale

    def of(self, record: str, widths: Mapping[str, int]) -> list[Column]:
        """Return the columns of fields of a kind of record, with the labels and kinds that the template has."""
        fields = {field.name: field for field in self._terms.template.records[record].fields}
        columns: list[Column] = []
        for name, width in widths.items():
            label = self._terms.label(record, name)
            match fields[name].kind:
                case "money":
                    columns.append(Column(name, label, width, "number"))
                    columns.append(Column(CURRENCY, self._terms.pgettext("column", "Currency"), 11))
                    columns.append(
                        Column(f"{name}.note", self.pair(label, self._terms.pgettext("column", "words or note")), 20)
                    )
                case "reading":
                    columns += self.of_reading(name, label, width)
                case "month" | "date" as kind:
                    columns.append(Column(name, label, width, kind))
                case "choice" | "choices":
                    columns.append(Column(name, label, max(width, self._width_of_choices(fields[name].choices))))
                case _:
                    columns.append(Column(name, label, width))
        return columns

    def _width_of_choices(self, choices: str) -> int:
        """Return the width of a column in which no word of these choices is broken."""
        labels = (self._terms.choice(choices, choice.value) for choice in self._terms.template.choices[choices])
        return max(map(width_of_words, labels))

    def of_reading(self, key: str, label: str, width: int) -> list[Column]:
        """Return the columns of a reading."""
        return [
            Column(key, label, width, "number"),
            Column(f"{key}.qualifier", self.pair(label, self._terms.pgettext("column", "how exact")), 12),
            Column(f"{key}.year", self.pair(label, self._terms.pgettext("column", "year")), 12, "number"),
            Column(f"{key}.note", self.pair(label, self._terms.pgettext("column", "note")), 18),
        ]

    def pair(self, label: str, value: str) -> str:
        """Return the header of a column that holds one part of a field."""
        return self._terms.gettext("{label}: {value}").format(label=label, value=value)

    def money(self, money: Money | None) -> tuple[Value, ...]:
        """Return the values of the three columns of money."""
        if isinstance(money, Amount):
            return excel_limits.figure(money.amount), money.currency, money.note
        return None, None, money.text if money else None

    def reading(self, reading: Reading | None) -> tuple[Value, ...]:
        """Return the values of the four columns of a reading."""
        if reading is None:
            return None, None, None, None
        value = None if reading.value is None else excel_limits.figure(reading.value)
        return value, self._terms.choice("qualifier", reading.qualifier), reading.year, reading.note

    def month(self, month: str | None) -> Value:
        """Return the first day of a month."""
        return excel_limits.month(month, self._locale.month(month)) if month else None

    def day(self, day: date | None) -> Value:
        """Return a day."""
        return excel_limits.day(day, self._locale.date(day)) if day else None
