"""What the tests of file formats share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats import guard
from gmp_desk.formats.guard import WORD, Limits, open_package
from tests import ooxml


@pytest.fixture(scope="session")
def valid_parts() -> Callable[[Path], None]:
    """Assert that every part of a .docx or .xlsx file is as its standard asks."""

    def check(path: Path) -> None:
        assert ooxml.faults(path) == []

    return check


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes, Limits], guard.Package]:
    """Open a package given as bytes, by the limits of Word files unless others are given."""

    def open_(data: bytes, limits: Limits = WORD) -> guard.Package:
        path = tmp_path / "file.bin"
        path.write_bytes(data)
        return open_package(path, limits)

    return open_


@pytest.fixture
def refused(opened) -> Callable[[bytes, Limits], Unreadable]:
    """Return the refusal of a package given as bytes; it carries just what its message has to name."""

    def refuse(data: bytes, limits: Limits = WORD) -> Unreadable:
        with pytest.raises(Unreadable) as caught:
            opened(data, limits)
        assert set(caught.value.params) == set(guard.REFUSALS[caught.value.id])
        return caught.value

    return refuse
