import subprocess
import sys
from pathlib import Path

import pytest

from gmp_desk.app.reading import read_file
from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats import package
from gmp_desk.formats.package import to_json
from tests.app.desks import Desk, small_plan


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_a_library_that_is_open_is_told_to_be_no_plan_and_is_not_opened_a_second_time(desk: Desk, suffix: str):
    desk.take(small_plan())
    path = desk.library.path
    opened: list[Path] = []

    def read(file: Path) -> object:
        opened.append(file)
        return package.read(file)

    with pytest.raises(Unreadable) as raised:
        read_file(path.with_name(path.name + suffix), read)
    assert (raised.value.id, raised.value.params) == ("package.kind", {"kind": "other"})
    assert opened == []


def test_a_file_that_the_program_was_started_with_is_read(tmp_path: Path):
    path = tmp_path / "plan.gmpplan"
    path.write_text(to_json(small_plan()), encoding="utf-8")
    program = "import sys; from pathlib import Path; from gmp_desk.app.reading import read_file; "
    program += "from gmp_desk.formats import package; print(read_file(Path(sys.argv[1]), package.read).content.title)"
    with path.open() as given:
        done = subprocess.run([sys.executable, "-c", program, path], stdin=given, capture_output=True, check=False)
    assert done.stdout.strip() == b"Less mercury"
