"""Telephone numbers in texts: each on one line, and in order also beside letters that run from right to left."""

import re

TELEPHONE = r"\+[0-9][0-9 ()\u00a0-]{5,}[0-9]"
"""What is taken for a telephone number."""
RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""The letters that run from right to left: Hebrew, Arabic and their neighbours."""
_MARKED = re.compile(f"(\u200e?)({TELEPHONE})")
_RTL_LETTER = re.compile(f"[{RTL}]")


def turns_numbers(text: str) -> bool:
    """Tell whether a text has letters behind which a telephone number would stand with its plus at the wrong end."""
    return _RTL_LETTER.search(text) is not None


def kept_together(text: str, hyphen: str = "-", mark: str = "") -> str:
    """Return a text with its telephone numbers kept on one line.

    In them U+00A0 stands for spaces and ``hyphen`` for hyphens. ``mark`` is put before each: U+200E keeps it in order
    where letters around it run from right to left.
    """

    def kept(found: re.Match[str]) -> str:
        return (found[1] or mark) + found[2].replace(" ", "\u00a0").replace("-", hyphen)

    return _MARKED.sub(kept, text)
