"""Reads the figures, months and dates that people type, in the writing of any of the six languages."""

import datetime as dt
import re
import unicodedata
from functools import cache

from gmp_desk.domain.values import LONGEST_FIGURE
from gmp_desk.i18n.conventions import CONVENTIONS
from gmp_desk.i18n.listed import currencies, folded
from gmp_desk.i18n.months import month_names

# Marks that stand for one of a keyboard. The Arabic decimal sign, U+066B, can be nothing else, and stays.
_SAME_MARKS = str.maketrans(
    dict.fromkeys("\u066c‘’ʼʹˈ`´＇", "'")
    | dict.fromkeys("،，、", ",")
    | dict.fromkeys("．。", ".")
    | dict.fromkeys("−‐‑‒–﹣－", "-")
    | dict.fromkeys("／⁄∕", "/")
)
_LONGEST_TEXT = 200  # what is longer was pasted by mistake
_FIGURE = re.compile("([+-]?) ?([0-9][0-9 ,.'\u066b]*|[,.\u066b][0-9]+)")
# Groups of three, or as India has them: 12,00,000.
_GROUPED = re.compile(
    "[0-9]{1,3}([ ,.'])[0-9]{3}(?:\\1[0-9]{3})*|[0-9]{1,2}([ ,.'])[0-9]{2}(?:\\2[0-9]{2})*\\2[0-9]{3}"
)
_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "₽": "RUB"}  # "$" and "¥" are of several currencies
_CURRENCY = r"[A-Za-z]{3}|US\$|[€£₽]"
_WITH_CURRENCY = re.compile(f"(?:(?P<before>{_CURRENCY}) ?)?(?P<figure>[^A-Za-z€£₽$]+?)(?: ?(?P<after>{_CURRENCY}))?")

_NUMBER = re.compile("[0-9]+")
_NUMBERS = re.compile("[0-9]+(?:[ /.,-]+[0-9]+)*[ .]*")
_RUN = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})?")
_CHINESE = re.compile("([0-9]{4}) ?年 ?([0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?月(?: ?([0-9]{1,2}) ?[日号號])?")
_YEAR = re.compile("([0-9]{4})(?: ?(?:г[.]?|год|года|年|م))?")
# Words that stand beside a day, a month or a year and say nothing more.
_FILLERS = frozenset(
    [
        "de",
        "del",
        "le",
        "er",
        "re",
        "o",
        "a",
        "st",
        "nd",
        "rd",
        "th",
        "of",
        "the",
        "го",
        "г",
        "год",
        "года",
        "سنة",
        "عام",
        "م",
        "年",
    ]
)
# Arabic names of months as the Mashriq, Egypt, Morocco and Tunisia have them.
_NAMES_FROM = ("ar", "ar_LB", "ar_MA", "ar_TN", "en", "en_GB", "es", "fr", "ru", "zh_Hans")
_NAMES_OF_THE_UN = {"يونيه": 6, "يوليه": 7}
_SHORTEST_NAME = 3


class Typed:
    """Reads what is typed into an interface in one language; digits and names of months may be of any other.

    Each method returns None for what it cannot read. Where a figure can be read in two ways, such as "1,200",
    the convention of the language decides.
    """

    def __init__(self, language: str) -> None:
        self._group = CONVENTIONS[language].group

    def amount(self, text: str) -> str | None:
        """Return a figure of money as the model holds it, ``1200.50`` for "1 200,50"; it has at most two decimals."""
        figure = self.reading(text)
        if figure is None or figure.startswith("-") or len(figure.partition(".")[2]) > 2:
            return None
        return figure

    def money(self, text: str) -> tuple[str, str] | None:
        """Return the figure of an amount, and its currency or "" where none is named: "EUR 1,200", "1 200 €".

        Three letters that are the code of no currency of today, as in "5 mil", are none.
        """
        parts = _WITH_CURRENCY.fullmatch(_plain(text))
        if not parts or (parts["before"] and parts["after"]):
            return None
        figure = self.amount(parts["figure"])
        code = parts["before"] or parts["after"] or ""
        currency = _SIGNS.get(code, code.upper())
        if figure is None or (currency and currency not in currencies()):
            return None
        return figure, currency

    def reading(self, text: str) -> str | None:
        """Return a figure with any number of decimals, which may be negative, as the model holds it: ``-0.125``."""
        parts = _FIGURE.fullmatch(_plain(text))
        figure = self._figure(parts[2]) if parts else None
        if not parts or figure is None:
            return None
        if parts[1] == "-":
            figure = f"-{figure}"
        return figure if len(figure) <= LONGEST_FIGURE else None

    def month(self, text: str) -> str | None:
        """Return a month as the model holds it, ``2026-05`` for "5.2026", "May 2026" or "2026年5月"."""
        year, month, day = _year_month_day(text)
        return f"{year:04}-{month:02}" if year and 1 <= month <= 12 and day is None else None

    def date(self, text: str) -> dt.date | None:
        """Return a day; where all its parts are numbers and the year is last, the month stands in the middle."""
        year, month, day = _year_month_day(text)
        try:
            return None if day is None else dt.date(year, month, day)
        except ValueError:
            return None

    def year(self, text: str) -> int | None:
        """Return a year, which has four digits."""
        found = _YEAR.fullmatch(_plain(text).casefold())
        return (int(found[1]) or None) if found else None

    def _figure(self, text: str) -> str | None:
        """Return a figure without its groups, and its decimals behind a point."""
        whole, decimals = self._parted(text)
        if _GROUPED.fullmatch(whole):
            whole = "".join(_NUMBER.findall(whole))
        if not (whole or "0").isdecimal() or not (decimals or "0").isdecimal():
            return None
        return (whole or "0") + (f".{decimals}" if decimals else "")

    def _parted(self, text: str) -> tuple[str, str]:
        """Return what stands before and behind the decimal sign; a figure without one stands before it."""
        marks = re.findall("[,.\u066b]", text)
        if not marks or (len(marks) > 1 and marks.count(marks[-1]) > 1):
            return text, ""
        whole, mark, decimals = text.rpartition(marks[-1])
        if mark == self._group and len(marks) == 1 and re.fullmatch("[1-9][0-9]{0,2},[0-9]{3}", f"{whole},{decimals}"):
            return text, ""
        return whole, decimals


def _plain(text: str) -> str:
    """Return a text in the digits, spaces and marks of an English keyboard, without marks of direction."""
    letters = []
    for letter in text[: _LONGEST_TEXT + 1].translate(_SAME_MARKS):
        kind = unicodedata.category(letter)
        if kind == "Nd":
            letters.append(str(unicodedata.decimal(letter)))
        elif kind != "Cf":
            letters.append(" " if letter.isspace() else letter)
    return "" if len(text) > _LONGEST_TEXT else " ".join("".join(letters).split())


def _year_month_day(text: str) -> tuple[int, int, int | None]:
    """Return the parts of a date, or of a month, which has no day; each is 0 where they cannot be told apart."""
    plain = _plain(text)
    if chinese := _CHINESE.fullmatch(plain):
        month = int(chinese[2]) if chinese[2].isdecimal() else _named(f"{chinese[2]}月")
        return int(chinese[1]), month, int(chinese[3]) if chinese[3] else None
    if run := _RUN.fullmatch(plain):
        return int(run[1]), int(run[2]), int(run[3]) if run[3] else None
    numbers = _NUMBER.findall(plain)
    years = [number for number in numbers if len(number) == 4]
    if not _NUMBERS.fullmatch(plain):
        # Beside a name, day and year may stand in either order.
        month = _named(_NUMBER.sub(" ", plain))
        numbers = [*years, str(month), *(number for number in numbers if number not in years)]
    elif numbers[-1:] == years:
        numbers.reverse()
    if len(years) != 1 or numbers[:1] != years or len(numbers) > 3 or any(len(number) > 2 for number in numbers[1:]):
        return 0, 0, None
    year, month, day = [*map(int, numbers), 0, 0][:3]
    return year, month, day if len(numbers) == 3 else None


def _named(text: str) -> int:
    """Return the number of the month that all names in a text mean, the names parted by strokes; 0 for none."""
    found = {_month_of(key) for name in text.split("/") if (key := _key(name))}
    return found.pop() if len(found) == 1 else 0


def _month_of(key: str) -> int:
    """Return the number of a month by its name, or by as much of a name as no other month begins with."""
    names = _month_names()
    if key in names:
        return names[key]
    begun = {month for name, month in names.items() if name.startswith(key)}
    return begun.pop() if len(begun) == 1 and len(key) >= _SHORTEST_NAME else 0


def _key(name: str) -> str:
    """Return a name as it is looked up: without case, accents, points, and words that say nothing."""
    words = re.sub("[.,-]", " ", folded(name)).split()
    return " ".join(word for word in words if word not in _FILLERS)


@cache
def _month_names() -> dict[str, int]:
    """Return the names of months in the six languages, long and short; none of them means two months."""
    names = {_key(name): month for name, month in _NAMES_OF_THE_UN.items()}
    for locale in _NAMES_FROM:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in month_names(locale, width, context).items():
                    if not name[0].isdigit():  # Chinese has "6月" for short, which is read without a name
                        names[_key(name)] = month
    return names
