"""Compile the catalogues before the wheel is built, since .mo files are not kept in git."""

import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    """Called by hatchling for a wheel and for an editable installation."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002 - hatchling's signature
        """Write the .mo files that the wheel carries."""
        root = Path(self.root)
        runpy.run_path(str(root / "packaging" / "catalogues.py"))["compile_all"](root)
