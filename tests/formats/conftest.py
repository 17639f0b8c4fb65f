"""What the tests of file formats share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import ooxml


@pytest.fixture(scope="session")
def valid_parts() -> Callable[[Path], None]:
    """Assert that every part of a .docx or .xlsx file is as its standard asks."""

    def check(path: Path) -> None:
        assert ooxml.faults(path) == []

    return check
