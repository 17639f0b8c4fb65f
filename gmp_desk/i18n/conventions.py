"""How United Nations documents write numbers, dates and ranges, as one table row per language.

A month in a pattern has these parts: ``year``; ``number``; ``name`` and ``short``, as they stand alone;
``of`` and ``short_of``, as they follow a day (Russian has another case there).
"""

from typing import NamedTuple


class Conventions(NamedTuple):
    """The patterns of one language."""

    babel: str  # Babel's locale for names and lists
    group: str
    decimal: str
    money: str
    date: str
    short_date: str
    month: str
    short_month: str
    months: str
    months_of_a_year: str
    since: str
    until: str
    years: str
    year: str
    excel_date: str
    excel_month: str
    first_day: str = "1"
    minus: str = "-"


CONVENTIONS = {
    "ar": Conventions(
        babel="ar_001",
        group=",",
        decimal=".",
        # Code first: after a Latin letter figures keep its direction, whatever stands before. U+200F ends that
        # direction, else figures that come next ("…, 2026-2027") would stand on the wrong side.
        money="{code}\u00a0{amount}\u200f",
        date="{day} {of} {year}",
        short_date="{day} {of} {year}",
        month="{name} {year}",
        short_month="{name} {year}",
        months="{start[name]} {start[year]} - {end[name]} {end[year]}",
        months_of_a_year="{start[name]} - {end[name]} {end[year]}",
        since="اعتبارا من {name} {year}",
        until="حتى {name} {year}",
        # Between figures a hyphen runs from left to right with them, and so do figures behind Latin letters.
        years="\u200f{first}\u200f-\u200f{last}",
        year="{year}",
        # No format prints both names of a month.
        excel_date="yyyy-mm-dd",
        excel_month="yyyy-mm",
        # U+200E keeps the sign on the left of the figure.
        minus="\u200e-",
    ),
    "en": Conventions(
        babel="en_GB",
        group=",",
        decimal=".",
        money="{code}\u00a0{amount}",
        date="{day} {of} {year}",
        short_date="{day} {short_of} {year}",
        month="{name} {year}",
        short_month="{short} {year}",
        months="{start[name]} {start[year]} – {end[name]} {end[year]}",
        months_of_a_year="{start[name]}–{end[name]} {end[year]}",
        since="from {name} {year}",
        until="until {name} {year}",
        years="{first}–{last}",
        year="{year}",
        excel_date="[$-809]d mmmm yyyy",
        excel_month="[$-809]mmmm yyyy",
    ),
    "es": Conventions(
        babel="es",
        group=".",
        decimal=",",
        money="{amount}\u00a0{code}",
        date="{day} de {of} de {year}",
        short_date="{day} {short_of} {year}",
        month="{name} de {year}",
        short_month="{short} {year}",
        months="{start[name]} de {start[year]} a {end[name]} de {end[year]}",
        months_of_a_year="{start[name]} a {end[name]} de {end[year]}",
        since="desde {name} de {year}",
        until="hasta {name} de {year}",
        years="{first}-{last}",
        year="{year}",
        excel_date='[$-C0A]d" de "mmmm" de "yyyy',
        excel_month='[$-C0A]mmmm" de "yyyy',
    ),
    "fr": Conventions(
        babel="fr",
        group="\u202f",
        decimal=",",
        money="{amount}\u00a0{code}",
        date="{day} {of} {year}",
        short_date="{day} {short_of} {year}",
        month="{name} {year}",
        short_month="{short} {year}",
        months="{start[name]} {start[year]}-{end[name]} {end[year]}",
        months_of_a_year="{start[name]}-{end[name]} {end[year]}",
        # "à partir de" would need an elision before avril, août and octobre.
        since="dès {name} {year}",
        until="jusqu’en {name} {year}",
        years="{first}-{last}",
        year="{year}",
        excel_date="[$-40C]d mmmm yyyy",
        excel_month="[$-40C]mmmm yyyy",
        first_day="1er",
    ),
    "ru": Conventions(
        babel="ru",
        group="\u00a0",
        decimal=",",
        money="{amount}\u00a0{code}",
        date="{day} {of} {year} года",
        short_date="{day} {short_of} {year}",
        month="{name} {year} года",
        short_month="{short} {year}",
        months="{start[name]} {start[year]} года — {end[name]} {end[year]} года",
        months_of_a_year="{start[name]}–{end[name]} {end[year]} года",
        since="с {of} {year} года",
        until="по {name} {year} года",
        years="{first}–{last} годы",
        year="{year} год",
        # The month's name after a day: LibreOffice 7.4 has it only under 419, Excel only under FC19.
        excel_date="dd.mm.yyyy",
        excel_month="[$-419]mmmm yyyy",
    ),
    "zh": Conventions(
        babel="zh_Hans",
        group=",",
        decimal=".",
        money="{code}\u00a0{amount}",
        date="{year} 年 {number} 月 {day} 日",
        short_date="{year} 年 {number} 月 {day} 日",
        month="{year} 年 {number} 月",
        short_month="{year} 年 {number} 月",
        months="{start[year]} 年 {start[number]} 月至 {end[year]} 年 {end[number]} 月",
        months_of_a_year="{end[year]} 年 {start[number]} 月至 {end[number]} 月",
        since="{year} 年 {number} 月起",
        until="至 {year} 年 {number} 月",
        years="{first}—{last} 年",
        year="{year} 年",
        excel_date='[$-804]yyyy" 年 "m" 月 "d" 日"',
        excel_month='[$-804]yyyy" 年 "m" 月"',
    ),
}
