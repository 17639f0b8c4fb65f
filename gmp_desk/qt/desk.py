"""What every part of the window is handed: the program, its look, its preferences."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gmp_desk.app.preferences import PreferencesFile
from gmp_desk.app.program import Program
from gmp_desk.i18n import Catalogue, Locale
from gmp_desk.paths import Paths
from gmp_desk.qt.icons import Icons
from gmp_desk.qt.theme import Theme

if TYPE_CHECKING:
    from gmp_desk.app.wording import Wording
    from gmp_desk.formats.terms import Terms


@dataclass(frozen=True)
class Desk:
    """The surroundings of one window in one language and one look; another language gets another desk."""

    program: Program
    paths: Paths
    theme: Theme
    icons: Icons
    preferences: PreferencesFile

    @property
    def catalogue(self) -> Catalogue:
        """The texts of the interface."""
        return self.program.catalogue

    @property
    def locale(self) -> Locale:
        """How the interface writes dates and numbers."""
        return self.program.locale()

    # Made when first asked for: these load pydantic, which the first paint does not wait for.

    @cached_property
    def terms(self) -> "Terms":
        """The words of the template in the language of the interface."""
        from gmp_desk.formats.terms import Terms

        return Terms(self.program.template(), self.catalogue)

    @cached_property
    def wording(self) -> "Wording":
        """Puts findings and errors into words."""
        from gmp_desk.app.wording import Wording

        return Wording(self.catalogue, self.program.locale)
