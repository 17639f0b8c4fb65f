"""The only door to translated text, and to dates, numbers and marks as each language writes them."""

from gmp_desk.i18n.catalogue import DOMAIN, LANGUAGES, N_, Catalogue, Plural, system_language
from gmp_desk.i18n.locale import Locale

__all__ = ["DOMAIN", "LANGUAGES", "N_", "Catalogue", "Locale", "Plural", "system_language"]
