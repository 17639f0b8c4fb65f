"""The only door to translated text, and to dates, numbers and marks as each language writes them."""

from typing import TYPE_CHECKING

from gmp_desk.i18n.catalogue import DOMAIN, LANGUAGES, N_, Catalogue, Plural, system_language

if TYPE_CHECKING:
    from gmp_desk.i18n.locale import Locale

__all__ = ["DOMAIN", "LANGUAGES", "N_", "Catalogue", "Locale", "Plural", "system_language"]


def __getattr__(name: str) -> object:
    """Load ``Locale`` when it is first asked for (PEP 562): neither texts nor the first paint wait for it."""
    if name != "Locale":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gmp_desk.i18n.locale import Locale

    return Locale
