"""Where a plan cannot be stored, its text is in a rescue file until it is."""

import stat
import threading
from pathlib import Path

import pytest

from gmp_desk.domain.edits import Add
from gmp_desk.domain.plan import Objective
from gmp_desk.formats.package import read
from gmp_desk.storage.verifying import problems
from tests.app.desks import LONG, Desk, decisions, events_of, small_plan, suggest, title
from tests.strategies import new_id

pytestmark = pytest.mark.usefixtures("desk_with_plan")


class TestFailures:
    def test_a_full_disk_leaves_the_plan_in_a_rescue_file_until_it_is_stored(self, desk: Desk):
        window = desk.open()
        told = events_of(window)
        window.do(title("First"))
        with desk.disk_full():
            assert not window.flush(LONG)
            assert window.status == "not_stored"
            (file,) = desk.rescued()
            assert told[-1].rescue == str(file)
            assert told[-1].error.id in ("library.full", "library.disk")
            assert read(file).content == small_plan(title="First")
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            window.do(title("Second"))
            assert window.status == "not_stored"
            assert not window.flush(LONG)
            assert read(file).content == small_plan(title="Second")
            assert desk.plan() == small_plan()
        assert window.flush(LONG)
        assert (window.status, told[-1].status) == ("stored", "stored")
        assert desk.plan() == small_plan(title="Second")
        assert desk.rescued() == []
        assert problems(desk.path) == ()

    def test_a_library_that_is_locked_is_tried_again_by_itself(self, tmp_path: Path):
        desk = Desk(tmp_path / "impatient", patience=0.05)
        desk.take(small_plan())
        window = desk.open()
        stored = threading.Event()
        with desk.locked():
            window.do(title("Edited"))
            assert not window.flush(LONG)
            assert window.status == "not_stored"
            assert len(desk.rescued()) == 1
            window.listen(lambda event: stored.set() if event.status == "stored" else None)
        assert stored.wait(LONG)
        assert desk.plan().title == "Edited"
        assert desk.rescued() == []
        desk.close()

    def test_closing_while_it_cannot_be_stored_leaves_the_newest_plan_in_a_rescue_file(self, desk: Desk):
        window = desk.open()
        window.do(title("First"))
        with desk.disk_full():
            assert not window.flush(LONG)
            window.do(title("Second"))
            assert not window.close(LONG)
        (file,) = desk.rescued()
        assert read(file).content == small_plan(title="Second")

    def test_closing_that_waits_no_longer_leaves_the_plan_in_a_rescue_file(self, tmp_path: Path):
        desk = Desk(tmp_path / "patient", patience=0.5)
        desk.take(small_plan())
        window = desk.open()
        told = events_of(window)
        with desk.locked():
            window.do(title("Edited"))
            closing = threading.Thread(target=lambda: window.close(0.05))
            closing.start()
            closing.join(LONG)
            (file,) = desk.rescued()
            assert read(file).content == small_plan(title="Edited")
            assert str(file) in {event.rescue for event in told}
        desk.close()

    def test_closing_waits_until_all_is_stored(self, desk: Desk):
        window = desk.open()
        window.do(title("Edited"))
        assert window.close(LONG)
        assert desk.plan().title == "Edited"
        assert window.close()

    @pytest.mark.parametrize("table", ["objective", "entry"])
    def test_a_bug_while_storing_loses_no_text(self, desk: Desk, table: str):
        window = desk.open()
        told = events_of(window)
        what = "INSERT" if table == "objective" else "UPDATE"
        desk.spoil(f"CREATE TRIGGER broken AFTER {what} ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END")
        for number in (8, 9):
            window.do(Add("objectives", Objective.blank(id=new_id(number))))
            assert not window.flush(LONG)
        assert ["broken" in str(event.error) for event in told if event.error] == [True]
        (file,) = desk.rescued()
        assert read(file).content == window.plan
        desk.spoil("DROP TRIGGER broken")
        assert window.close(LONG)
        assert desk.plan() == window.plan
        assert len(desk.plan().objectives) == 4
        assert desk.rescued() == []

    def test_a_decision_that_cannot_be_stored_takes_the_edit_along(self, desk: Desk):
        suggest(desk, title("Theirs"))
        window = desk.open()
        window.accept(window.proposals()[0])
        desk.spoil("CREATE TRIGGER broken AFTER UPDATE ON proposal BEGIN SELECT RAISE(ABORT, 'broken'); END")
        assert not window.flush(LONG)
        assert not window.flush(LONG)
        assert (desk.plan(), decisions(desk)) == (small_plan(), ["open"])
        desk.spoil("DROP TRIGGER broken")
        assert window.flush(LONG)
        assert (desk.plan().title, decisions(desk)) == ("Theirs", ["accepted"])
