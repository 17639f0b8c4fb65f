"""What every part of the program is handed: its texts, template and data, each loaded when first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gmp_desk.i18n import Catalogue

if TYPE_CHECKING:
    from gmp_desk.app.exporting import Progress
    from gmp_desk.domain.template import Template
    from gmp_desk.formats.html_writer import Printable
    from gmp_desk.i18n import Locale
    from gmp_desk.storage.library import Library


@dataclass(frozen=True)
class Program:
    """The long-lived objects of one run; ``bootstrap`` makes it."""

    version: str
    catalogue: Catalogue
    """The texts of the interface."""
    locale: "Callable[[], Locale]"
    """Gives the dates and numbers of the interface."""
    catalogue_in: Callable[[str], Catalogue]
    """Gives the texts of a document in a language."""
    template: "Callable[[], Template]"
    """Gives the template edition that plans are checked against."""
    schema: Callable[[str], str]
    """Gives the JSON Schema of the exchange format of a "plan" or "report"."""
    word_parts: Path
    """The folder of the empty Word document that exports begin with."""
    write_pdf: "Callable[[Printable, Path, Progress], None]"
    """Writes a document as a PDF file."""
    library_path: Callable[[], Path]
    """Gives the file of the library."""
    library: "Callable[[], Library]"
    """Opens the library, the same each time."""
    clock: Callable[[], datetime]
    """Tells the time, in the zone of the computer."""
