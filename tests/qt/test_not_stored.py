"""What cannot be stored: the editor says why, and where the text is meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.domain.edits import SetValue
from gmp_desk.qt.desk import Desk
from tests import samples
from tests.app.desks import disk_full
from tests.qt.editing import Editing


@pytest.fixture
def editing(desk: Desk, tmp_path: Path) -> Iterator[Editing]:
    made = Editing(desk, samples.plan().model_copy(update={"state": "draft"}), tmp_path)
    yield made
    made.close()


def test_a_disk_that_fails_is_told_with_the_file_that_holds_the_text(editing: Editing, qtbot, tmp_path: Path):
    status = editing.page.status
    with disk_full(editing.library.path):
        editing.open_plan.do(SetValue("title", "Does not fit"))
        qtbot.waitUntil(lambda: status.stored == "Not stored: trying again", timeout=10_000)
        assert "the disk failed" in status.why
        [rescued] = tmp_path.glob("*.gmpplan")
        assert str(rescued) in status.why
        assert status.why.startswith(status.message)
        assert "the disk failed" in status.message
    qtbot.waitUntil(lambda: status.stored == "Everything is stored", timeout=10_000)
    assert status.why == ""


def test_a_plan_that_was_deleted_meanwhile_is_told_with_the_file_that_holds_the_text(editing: Editing, qtbot, tmp_path):
    keeping.delete(editing.library, editing.plan.id)
    editing.open_plan.do(SetValue("title", "Typed after that"))
    status = editing.page.status
    qtbot.waitUntil(lambda: status.why != "", timeout=10_000)
    [rescued] = tmp_path.glob("*.gmpplan")
    assert status.why == (
        f"Another window or program has deleted this plan. The plan as it is now is in the file {rescued}."
    )
