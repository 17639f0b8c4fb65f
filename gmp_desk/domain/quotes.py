"""Tells whether a text quotes a contact, however it is spelt there: contacts are personal data (D6)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from gmp_desk.domain.plan import Contact, Plan
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.values import Record

Quotes = Callable[[str], bool]
"""Tells whether a text quotes what is sought."""

# Of a telephone number: fewer may be a year or a share, and these at the end are the same at home and from abroad.
_FEWEST_DIGITS, _LAST_DIGITS = 6, 7
# Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer: a name is not set apart from what is around it.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_BEGINNING = rf"(?:(?<![^\W_])|(?<=[{_UNSPACED}])|(?=[{_UNSPACED}]))"
_END = rf"(?:(?![^\W_])|(?=[{_UNSPACED}])|(?<=[{_UNSPACED}]))"
_MARKS = re.compile(r"[\W_]+")
_NUMBER = re.compile(f"[0-9]{{{_FEWEST_DIGITS},}}")
_BETWEEN_NUMBERS = re.compile(r"([^\W\d_]+|[/|;,])")
_NO_DIGITS = re.compile("[^0-9]+")
# Digits as they are set in telephone numbers, and what has as many of them: years, and days as ISO 8601 has them.
_TELEPHONE = re.compile(r"\(?[0-9](?:[ ().\-/]{0,3}[0-9])*")
_TIMES = re.compile(r"\b(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}\b")
# What an e-mail address in a field is set apart by; most of it may stand in one, but hardly ever does.
_BETWEEN_ADDRESSES = re.compile(r"[\s,;:<>()\[\]{}\"“”«»、|/?]+")
_FORMATTING = re.compile(r"[\\*_\[]")

# What stands before or behind a name, in small letters; the same person is also named without it.
_BEFORE_NAMES = (
    "dr|prof|professor|mr|mrs|ms|mx|miss|sir|eng|ing|h\\. ?e|m|mme|mlle|pr|sr|sra|srta|dra|lic|"
    "д-р|доктор|проф|профессор|г-н|г-жа|господин|госпожа|"
    "د|أ|م|الدكتور|الدكتورة|دكتور|دكتورة|الأستاذ|الأستاذة|السيد|السيدة|المهندس|المهندسة"
)
_HONORIFICS = re.compile(rf"((?:(?:{_BEFORE_NAMES})(?:\. ?| ))+)")
_BEHIND_NAMES = re.compile(r"(?:先生|女士|小姐|博士|教授|,? (?:ph\.? ?d|m\.? ?d|m\.? ?sc|mba|esq|jr|sr)\.?){1,3}\Z")
# Whole words and shortened ones, not a single letter, and characters of which a name has two or three.
_WORDS_OF_NAMES = re.compile(rf"[{_UNSPACED}]|[^\W_](?:[^\W_]+|\.)")

_APOSTROPHES = "'`´‘’ʻʼ′"
# Vowel signs that some write and some do not, and the stroke that makes a word longer.
_ARABIC_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")


def quotes_of(contacts: Iterable[Contact], *, names: bool) -> Quotes:
    """Return what tells whether a text quotes an e-mail address or a telephone number, with ``names`` also a name.

    Formatting, invisible marks and the kind of spaces, digits, letters, apostrophes and hyphens make no difference,
    nor do capitals and Arabic vowel signs. Names and addresses count as whole words, and a name also without a title
    such as "Dr" if two words are left. Telephone numbers are compared by their last digits.
    """
    folded = _Folding().fold
    phrases, numbers = set(), set()
    for contact in contacts:
        name, title, email, phone = map(folded, (contact.name, contact.title, contact.email, contact.phone))
        phrases |= {*(_addresses(email) or [email]), *_addresses(f"{name} {title}"), *(_named(name) if names else ())}
        numbers |= {*_numbers(phone), *_telephones(f"{name}, {title}")}
    sought = {phrase for phrase in phrases if re.search(r"[^\W_]", phrase)}
    ends = {number[-_LAST_DIGITS:] for number in numbers if len(number) >= _FEWEST_DIGITS}

    def told(text: str) -> bool:
        line = folded(text)
        # A pattern takes far longer over a long text than the phrase as it is.
        if any(phrase in line and re.search(_BEGINNING + re.escape(phrase) + _END, line) for phrase in sought):
            return True
        # Letters part one number from the next; spaces and marks do not.
        return bool(ends) and any(_holds(digits, ends) for digits in _NUMBER.findall(_MARKS.sub("", line)))

    def quotes(text: str) -> bool:
        return told(text) or (bool(_FORMATTING.search(text)) and told(plain(parse(text))))

    return quotes


def reaches(text: str) -> bool:
    """Tell whether a text looks as if it held an e-mail address or a telephone number, whosever."""
    line = _Folding().fold(text)
    return bool(_addresses(line)) or bool(_telephones(line))


def fields_that_quote(plan: Plan, quotes: Quotes) -> Iterator[str]:
    """Yield the address of each text of a plan that quotes; what is in comments is left aside."""
    return _found(plan.model_copy(update={"comments": ()}), "", quotes)


def _found(value: object, address: str, quotes: Quotes) -> Iterator[str]:
    if isinstance(value, str):
        if quotes(value):
            yield address
    elif isinstance(value, Record):
        for name, part in value:
            if name != "id":
                yield from _found(part, f"{address}/{name}" if address else name, quotes)
    elif isinstance(value, tuple):
        for number, part in enumerate(value, 1):
            yield from _found(part, f"{address}/{getattr(part, 'id', number)}", quotes)


def _addresses(line: str) -> list[str]:
    """Return the e-mail addresses in a folded text."""
    words = (word.strip(".'") for word in _BETWEEN_ADDRESSES.split(line))
    return [word for word in words if "@" in word.strip("@")]


def _named(name: str) -> set[str]:
    """Return what a person with a folded name is called."""
    name = " ".join(word for word in name.split() if "@" not in word)
    titles = _HONORIFICS.match(name)
    bare = _BEHIND_NAMES.sub("", name[titles.end() :] if titles else name)
    if len(_WORDS_OF_NAMES.findall(bare)) > 1:
        return {bare}
    if titles is None or not bare:
        return {name}
    title = titles[0].rstrip(". ")
    return {f"{title} {bare}", f"{title}. {bare}", f"{title}.{bare}"}


def _numbers(phone: str) -> Iterator[str]:
    """Yield the digits of each telephone number in a folded field; of a further one only the end may be written."""
    yield _digits(phone)
    before, mark = "", ""
    for place, part in enumerate(_BETWEEN_NUMBERS.split(phone)):
        digits = _digits(part)
        if place % 2:
            mark += part
        elif digits:
            # Behind a word it would be an extension.
            if len(digits) < _FEWEST_DIGITS <= len(before) and not re.search(r"\w", mark):
                digits = before[: -len(digits)] + digits
            before, mark = digits, ""
            yield digits


def _telephones(line: str) -> list[str]:
    """Return the digits of what looks like a telephone number in a folded text of other things."""
    found = (_digits(number) for number in _TELEPHONE.findall(_TIMES.sub(",", line)))
    return [digits for digits in found if len(digits) >= _LAST_DIGITS]


def _holds(digits: str, ends: set[str]) -> bool:
    return any(
        digits[at : at + length] in ends
        for length in range(_FEWEST_DIGITS, _LAST_DIGITS + 1)
        for at in range(len(digits) - length + 1)
    )


def _digits(text: str) -> str:
    return _NO_DIGITS.sub("", text)


class _Folding(dict[int, str | None]):
    """What each character becomes before texts are compared, found out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        # Each by itself: to compose a long run of marks takes the square of its length, and texts are composed.
        self[code] = "".join(map(_folded, unicodedata.normalize("NFKC", chr(code))))
        return self[code]

    def fold(self, text: str) -> str:
        """Return a text on one line in small letters, without invisible marks and with the digits of ASCII."""
        return " ".join(text.translate(self).casefold().split())


def _folded(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cf" or _ARABIC_SIGNS.match(character):
        return ""
    if character in _APOSTROPHES:
        return "'"
    if kind == "Pd" or character == "−":
        return "-"
    return str(unicodedata.decimal(character)) if kind == "Nd" else character
