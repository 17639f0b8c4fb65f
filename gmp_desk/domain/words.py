"""How long a text is: words, or characters (字) in Chinese (D1)."""

import re
from typing import Literal

from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.values import Language

Unit = Literal["words", "characters"]

# One algorithm serves all languages, because LibreOffice counts each ideograph as one in any of them. The classes
# were measured character by character against LibreOffice 7.4.
#
# East Asian letters, and the marks that are always full-width.
_WIDE = (
    "\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u2fff\u3001-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Fractions, subscript figures and circled figures: LibreOffice counts "CO₂" and "2½" as two.
_FIGURES = "\u00bc-\u00be\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
# Soft hyphens, joiners, direction marks and other signs that a reader does not see.
_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_SUPERSCRIPTS = "\u00b2\u00b3\u00b9\u2070-\u207f"
_QUOTES = "“”‘’"

_IGNORED = re.compile(f"[{_UNSEEN}{_SUPERSCRIPTS}]")
_HYPHENS = re.compile("--+")
_WORD = re.compile(rf"[{_WIDE}{_FIGURES}]|[^\s–—{_WIDE}{_FIGURES}]+")
# In Chinese the curly quotation marks are full-width marks as well, unless one is the apostrophe of a foreign word.
_CHARACTER = re.compile(rf"[{_WIDE}{_FIGURES}{_QUOTES}]|[^\s–—{_WIDE}{_FIGURES}{_QUOTES}]+")
_APOSTROPHE = re.compile(rf"(?<=[^\W{_WIDE}])’(?=[^\W{_WIDE}])")


def unit(language: Language) -> Unit:
    """Return what a text's length is counted in (D1)."""
    return "characters" if language == "zh" else "words"


def count(text: str, language: Language) -> int:
    """Return the length of a plain text in the unit of its language (D1).

    The reference is LibreOffice Writer's count with default settings. As D1 says, direction marks and superscripts
    neither count nor separate, and each curly quotation mark is one in Chinese; LibreOffice differs there. So do
    the other signs that a reader does not see, the letters of Thai and Lao, characters for private use and the
    numerals of a few scripts: LibreOffice counts each of these as one, but here they go with their word.
    """
    # One hyphen joins, two or more stand for a dash, which is counted with the word before it.
    text = _HYPHENS.sub("-- ", _IGNORED.sub("", text))
    if language == "zh":
        return len(_CHARACTER.findall(_APOSTROPHE.sub("'", text)))
    return len(_WORD.findall(text))


def length(markdown: str, language: Language) -> int:
    """Return the length of a rich field as a reader sees it, in the unit of its language (D1, D9)."""
    return count(plain(parse(markdown)), language)
