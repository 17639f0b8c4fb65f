"""Tells whether a text quotes a contact, however it is spelt there: contacts are personal data (D6)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from gmp_desk.domain.plan import Contact, Plan
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
_BETWEEN_NUMBERS = re.compile(r"[^\W\d_]+|[/|;,]")
_NO_DIGITS = re.compile("[^0-9]+")


def quotes_of(contacts: Iterable[Contact], *, names: bool) -> Quotes:
    """Return what tells whether a text quotes an e-mail address or a telephone number, with ``names`` also a name.

    Invisible marks and the kind of spaces and digits make no difference, nor do capitals. Names and addresses count
    as whole words. Telephone numbers are compared by their last digits.
    """
    folded = _Folding().fold
    phrases, numbers = set(), set()
    for contact in contacts:
        phrases |= {folded(contact.email), *([folded(contact.name)] if names else ())}
        phone = folded(contact.phone)
        numbers |= {digits for part in (phone, *_BETWEEN_NUMBERS.split(phone)) if (digits := _digits(part))}
    sought = {phrase for phrase in phrases if re.search(r"[^\W_]", phrase)}
    ends = {number[-_LAST_DIGITS:] for number in numbers if len(number) >= _FEWEST_DIGITS}

    def quotes(text: str) -> bool:
        line = folded(text)
        # A pattern takes far longer over a long text than the phrase as it is.
        if any(phrase in line and re.search(_BEGINNING + re.escape(phrase) + _END, line) for phrase in sought):
            return True
        # Letters part one number from the next; spaces and marks do not.
        return bool(ends) and any(_holds(digits, ends) for digits in _NUMBER.findall(_MARKS.sub("", line)))

    return quotes


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
        character = chr(code)
        kind = unicodedata.category(character)
        self[code] = None if kind == "Cf" else str(unicodedata.decimal(character)) if kind == "Nd" else character
        return self[code]

    def fold(self, text: str) -> str:
        """Return a text on one line in small letters, without invisible marks and with the digits of ASCII."""
        return " ".join(text.translate(self).casefold().split())
