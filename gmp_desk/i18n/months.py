"""The names of months in CLDR, by Babel, whichever other language was asked before."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Literal


def month_names(
    locale: str, width: Literal["wide", "abbreviated"], context: Literal["format", "stand-alone"]
) -> Mapping[int, str]:
    """Return the names of the twelve months by their numbers, counted from 1, in one of Babel's locales.

    Babel notes in its data what an alias leads to, and shares that data between locales: after Chinese, its
    ``get_month_names`` gives the Chinese names in French. So it gets a copy of the months to note it in.
    """
    # Imported here: Babel takes longer to load than the command line takes to answer.
    from babel import localedata

    data: Any = localedata.load(locale)
    return dict(localedata.LocaleDataDict(data | {"months": deepcopy(data["months"])})["months"][context][width])
