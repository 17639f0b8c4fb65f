"""Finds the files that belong to the program: forms, resources and catalogues."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders of the program's own files."""

    ui: Path
    resources: Path
    translations: Path


def find() -> Paths:
    """Return the folders as they stand in a frozen build, an installed wheel or a checkout.

    A frozen build unpacks them where ``sys._MEIPASS`` says, a wheel has them in the package, a checkout beside it.
    """
    package = Path(__file__).resolve().parent
    unpacked = getattr(sys, "_MEIPASS", None)
    folder = Path(unpacked) if unpacked else package if (package / "resources").is_dir() else package.parent
    return Paths(ui=folder / "ui", resources=folder / "resources", translations=folder / "translations")
