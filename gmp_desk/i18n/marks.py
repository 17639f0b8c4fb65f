"""The marks of headings, paragraphs and subparagraphs as United Nations documents count them."""

from collections.abc import Callable

_LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
_ROMAN = ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CHINESE = "〇一二三四五六七八九"
# The letters in the order of the abjad, and their names.
_ABJAD = {
    "أ": "ألف",
    "ب": "باء",
    "ج": "جيم",
    "د": "دال",
    "هـ": "هاء",
    "و": "واو",
    "ز": "زاي",
    "ح": "حاء",
    "ط": "طاء",
    "ي": "ياء",
    "ك": "كاف",
    "ل": "لام",
    "م": "ميم",
    "ن": "نون",
    "س": "سين",
    "ع": "عين",
    "ف": "فاء",
    "ص": "صاد",
    "ق": "قاف",
    "ر": "راء",
    "ش": "شين",
    "ت": "تاء",
    "ث": "ثاء",
    "خ": "خاء",
    "ذ": "ذال",
    "ض": "ضاد",
    "ظ": "ظاء",
    "غ": "غين",
}
_FIRST_TO_TENTH = ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")
_ARABIC_UNITS = ("حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع")
_ARABIC_TENS = ("عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")


def heading_mark(language: str, level: int, n: int) -> str:
    """Return the mark of the nth heading of a level: 1 a section, 2 to 4 below it (``I.``, ``A.``, ``1.``, ``(a)``).

    Levels below the fourth are marked like the fourth; n beyond 1 to 99 is written in figures.
    """
    return _mark(_HEADINGS[language], level, n)


def list_mark(language: str, level: int, n: int) -> str:
    """Return the mark of the nth paragraph (level 1) or subparagraph (2 to 4): ``1.``, ``(a)``, ``(i)``, ``a.``.

    Levels below the fourth are marked like the fourth; n beyond 1 to 99 is written in figures.
    """
    return _mark(_LISTS[language], level, n)


Numeral = Callable[[int], str]
Scheme = tuple[tuple[Numeral, str], ...]


def _mark(scheme: Scheme, level: int, n: int) -> str:
    numeral, pattern = scheme[min(level, len(scheme)) - 1]
    return pattern.format(numeral(n) if 1 <= n <= 99 else str(n))


def _roman(n: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, n = divmod(n, value)
        text += letters * times
    return text


def _upper_roman(n: int) -> str:
    return _roman(n).upper()


def _repeated(symbols: tuple[str, ...], n: int) -> list[str]:
    # After the last letter come aa, bb, cc …, in these documents and in Word's own numbering.
    times, index = divmod(n - 1, len(symbols))
    return [symbols[index]] * (times + 1)


def _letters(n: int) -> str:
    return "".join(_repeated(_LATIN, n))


def _upper_letters(n: int) -> str:
    return _letters(n).upper()


def _abjad(n: int) -> str:
    return " ".join(_repeated(tuple(_ABJAD), n))


def _abjad_name(n: int) -> str:
    return " ".join(_repeated(tuple(_ABJAD.values()), n))


def _arabic_ordinal(n: int) -> str:
    if n <= 10:
        return _FIRST_TO_TENTH[n - 1]
    tens, unit = divmod(n, 10)
    if tens == 1:
        return f"{_ARABIC_UNITS[unit - 1]} عشر"
    return f"{_ARABIC_UNITS[unit - 1]} و{_ARABIC_TENS[tens - 2]}" if unit else _ARABIC_TENS[tens - 2]


def _chinese(n: int) -> str:
    tens, unit = divmod(n, 10)
    ten = (_CHINESE[tens] if tens > 1 else "") + "十" if tens else ""
    return ten + (_CHINESE[unit] if unit else "")


_HEADINGS: dict[str, Scheme] = {
    "ar": ((_arabic_ordinal, "{} -"), (_abjad_name, "{} -"), (str, "{} -"), (_abjad, "({})")),
    "en": ((_upper_roman, "{}."), (_upper_letters, "{}."), (str, "{}."), (_letters, "({})")),
    "es": ((_upper_roman, "{}."), (_upper_letters, "{}."), (str, "{}."), (_letters, "{})")),
    "fr": ((_upper_roman, "{}."), (_upper_letters, "{}."), (str, "{}."), (_letters, "{})")),
    "ru": ((_upper_roman, "{}."), (_upper_letters, "{}."), (str, "{}."), (_letters, "{})")),
    "zh": ((_chinese, "{}、"), (_upper_letters, "{}."), (str, "{}."), (_letters, "({})")),
}

_LISTS: dict[str, Scheme] = {
    "ar": ((str, "{} -"), (_abjad, "({})"), (str, "'{}'"), (_abjad, "{} -")),
    "en": ((str, "{}."), (_letters, "({})"), (_roman, "({})"), (_letters, "{}.")),
    "es": ((str, "{}."), (_letters, "{})"), (_roman, "{})"), (_letters, "{}.")),
    "fr": ((str, "{}."), (_letters, "{})"), (_roman, "{})"), (_letters, "{}.")),
    "ru": ((str, "{}."), (_letters, "{})"), (_roman, "{})"), (_letters, "{}.")),
    "zh": ((str, "{}."), (_letters, "({})"), (_chinese, "({})"), (_letters, "{}.")),
}
