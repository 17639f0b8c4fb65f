import stat
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gmp_desk.app import keeping, writer
from gmp_desk.app.workspace import Changes, Event, Workspace
from gmp_desk.domain.edits import Add, Edit, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Objective, Plan
from gmp_desk.formats.package import read
from gmp_desk.storage.library import moment
from gmp_desk.storage.records import ChangedElsewhere, Offered
from gmp_desk.storage.verifying import problems
from tests import samples
from tests.app.desks import PLAN, Desk, made_from, small_plan
from tests.strategies import new_id

DAY = date(2026, 11, 21)
LONG = 20


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk with a plan."""
    desk.take(small_plan())
    return desk


def title(text: str) -> SetValue:
    return SetValue("title", text)


def events_of(workspace: Workspace) -> list[Event]:
    told: list[Event] = []
    workspace.listen(told.append)
    return told


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.id


def suggest(desk: Desk, *edits: Edit, base: Plan | None = None) -> None:
    """Have changes suggested by a copy that was made from the first version."""
    base = base or small_plan()
    theirs = base
    for edit in edits:
        theirs = edit.apply(theirs)
    with desk.library.changing() as change:
        change.keep(small_plan(title="So that it counts as edited here"), "request")
    assert desk.take(made_from(base, theirs)).outcome == "beside"


def decisions(desk: Desk) -> list[str]:
    return [offered.decision for offered in desk.library.proposals(PLAN)]


class TestEditing:
    def test_an_edit_is_seen_at_once_and_stored(self, desk: Desk):
        window = desk.open()
        window.do(title("Edited"))
        assert (window.plan.title, window.status) == ("Edited", "waiting")
        assert window.flush(LONG)
        assert window.status == "stored"
        assert desk.plan() == window.plan

    def test_it_is_stored_by_itself(self, desk: Desk):
        window = desk.open()
        stored = threading.Event()
        window.listen(lambda event: stored.set() if event.status == "stored" else None)
        window.do(title("Edited"))
        assert stored.wait(LONG)
        assert desk.plan().title == "Edited"

    def test_undo_and_redo_are_stored_too(self, desk: Desk):
        window = desk.open()
        window.do(title("Edited"))
        window.undo()
        assert window.flush(LONG)
        assert desk.plan() == window.plan == small_plan()
        window.redo()
        assert window.flush(LONG)
        assert desk.plan().title == "Edited"

    def test_undo_and_redo_do_nothing_where_there_is_nothing_to_do(self, desk: Desk):
        window = desk.open()
        told = events_of(window)
        window.undo()
        window.redo()
        assert (window.plan, told) == (small_plan(), [])

    def test_a_burst_of_typing_is_one_step(self, desk: Desk):
        window = desk.open()
        for end in range(1, 5):
            window.do(title("Edit"[:end]), joined=end > 1)
        window.do(SetValue("planning_process", "x"), joined=True)
        window.undo()
        assert window.plan.title == "Edit"
        window.undo()
        assert window.plan == small_plan()
        assert not window.history.can_undo

    def test_listeners_are_told_what_changed_and_by_whom(self, desk: Desk):
        window = desk.open()
        told, widget = events_of(window), object()
        window.do(title("Edited"), by=widget)
        window.do(Add("objectives", Objective.blank(id=new_id(9))))
        window.do(Remove(f"objectives/{new_id(1)}"))
        window.undo(by=widget)
        assert [event.changes for event in told if event.changes.fields] == [
            Changes(("title",), widget),
            Changes((f"objectives/{new_id(9)}",), None),
            Changes((f"objectives/{new_id(1)}",), None),
            Changes((f"objectives/{new_id(1)}",), widget),
        ]

    def test_a_listener_that_went_is_told_nothing(self, desk: Desk):
        window = desk.open()
        told: list[Event] = []
        end = window.listen(told.append)
        end()
        window.do(title("Edited"))
        assert told == []

    def test_an_edit_that_changes_nothing_tells_and_stores_nothing(self, desk: Desk):
        window = desk.open()
        told = events_of(window)
        window.do(title(small_plan().title))
        assert (told, window.status) == ([], "stored")
        assert window.flush(LONG)
        assert desk.library.read(PLAN).revision == 1

    def test_an_edit_that_is_refused_leaves_all_as_it_was(self, desk: Desk):
        window = desk.open()
        told = events_of(window)
        assert refusal(lambda: window.do(Remove("objectives/nowhere"))) == "address.nowhere"
        assert (window.plan, told, window.status) == (small_plan(), [], "stored")

    def test_what_is_stored_is_told_where_the_listeners_want_to_be_told(self, desk: Desk):
        posted: list[Callable[[], None]] = []
        window = desk.open(post=posted.append)
        told = events_of(window)
        window.do(title("Edited"))
        assert window.flush(LONG)
        assert [event.status for event in told] == ["waiting"]
        for call in posted:
            call()
        assert [event.status for event in told] == ["waiting", "stored"]

    def test_it_is_not_said_to_be_stored_when_it_was_edited_since(self, desk: Desk):
        posted: list[Callable[[], None]] = []
        window = desk.open(post=posted.append)
        window.do(title("Edited"))
        assert window.flush(LONG)
        told = events_of(window)
        window.do(title("Edited again"))
        posted[0]()
        assert [event.status for event in told] == ["waiting", "waiting"]

    def test_a_listener_with_a_bug_loses_no_text(self, desk: Desk, monkeypatch: pytest.MonkeyPatch):
        reported: list[str] = []
        monkeypatch.setattr(threading, "excepthook", lambda of: reported.append(str(of.exc_value)))
        window = desk.open()

        def bug(event: Event) -> None:
            raise ZeroDivisionError("bug")

        window.listen(bug)
        for text in ("One", "Two"):
            with pytest.raises(ZeroDivisionError):
                window.do(title(text))
            assert window.flush(LONG)
            assert desk.plan().title == text
        assert set(reported) == {"bug"}

    def test_a_report_is_not_opened_as_a_plan(self, desk: Desk):
        report = samples.report()
        desk.take(report)
        assert refusal(lambda: desk.open(report.id)) == "workspace.report"

    def test_a_damaged_plan_is_not_opened_to_be_edited(self, desk: Desk):
        desk.spoil("UPDATE plan SET title = 'x'")
        assert refusal(desk.open) == "library.damaged_plan"


class TestDrafts:
    @pytest.fixture
    def desk(self, desk: Desk) -> Desk:
        """A desk with a plan that was moved to another state."""
        keeping.set_state(desk.library, PLAN, "advised", DAY, "Lead", "", samples.template())
        return desk

    def test_the_first_edit_after_a_move_asks_once(self, desk: Desk):
        window = desk.open()
        assert window.needs_draft
        assert refusal(lambda: window.do(title("Edited"))) == "workspace.draft"
        window.begin_draft(DAY, "Lead")
        assert not window.needs_draft
        window.do(title("Edited"))
        window.do(title("Edited again"))
        assert window.close(LONG)
        plan = desk.plan()
        assert (plan.state, plan.title) == ("draft", "Edited again")
        assert [(step.from_, step.to, step.by) for step in plan.history] == [
            ("draft", "advised", "Lead"),
            ("advised", "draft", "Lead"),
        ]
        assert desk.versions()[-1].state == "advised"

    def test_undoing_the_draft_asks_again(self, desk: Desk):
        window = desk.open()
        window.begin_draft(DAY, "Lead")
        window.undo()
        assert window.needs_draft
        assert refusal(lambda: window.do(title("Edited"))) == "workspace.draft"
        window.redo()
        window.do(title("Edited"))

    def test_a_proposal_is_not_accepted_without_a_draft(self, desk: Desk):
        suggest(desk, title("Theirs"))
        window = desk.open()
        (offered,) = window.proposals()
        assert refusal(lambda: window.accept(offered)) == "workspace.draft"
        window.begin_draft(DAY, "Lead")
        window.accept(offered)
        assert window.plan.title == "Theirs"

    def test_a_plan_that_is_read_only_asks_for_no_draft(self, desk: Desk):
        desk.open()
        assert refusal(lambda: desk.open().do(title("Edited"))) == "workspace.read_only"


class TestReviewing:
    @pytest.fixture
    def window(self, desk: Desk) -> Workspace:
        """A window with three suggested changes."""
        suggest(desk, title("Theirs"), SetValue("summary", "Theirs"), Remove(f"objectives/{new_id(2)}"))
        return desk.open()

    def offered(self, window: Workspace, address: str) -> Offered:
        return next(one for one in window.proposals() if one.proposal.address == address)

    def test_an_accepted_proposal_is_in_the_plan_and_both_are_stored(self, desk: Desk, window: Workspace):
        window.accept(self.offered(window, "title"))
        assert self.offered(window, "title").decision == "accepted"
        assert window.flush(LONG)
        assert desk.plan().title == "Theirs"
        assert decisions(desk) == ["accepted", "open", "open"]

    def test_accepting_is_undone_and_done_again_together_with_its_decision(self, desk: Desk, window: Workspace):
        for offered in window.proposals():
            window.accept(offered)
        assert window.flush(LONG)
        assert decisions(desk) == ["accepted"] * 3
        window.undo()
        assert window.flush(LONG)
        assert decisions(desk) == ["accepted", "accepted", "open"]
        window.undo()
        window.undo()
        assert window.flush(LONG)
        assert (desk.plan(), decisions(desk)) == (small_plan(), ["open"] * 3)
        window.redo()
        assert window.flush(LONG)
        assert (desk.plan().title, decisions(desk)) == ("Theirs", ["accepted", "open", "open"])

    def test_typing_after_an_accepted_proposal_is_a_step_of_its_own(self, window: Workspace):
        window.accept(self.offered(window, "title"))
        window.do(title("Theirs, and more"), joined=True)
        window.undo()
        assert window.plan.title == "Theirs"
        assert self.offered(window, "title").decision == "accepted"

    def test_accepting_what_is_so_already_is_a_step_too(self, window: Workspace):
        window.do(title("Theirs"))
        window.accept(self.offered(window, "title"))
        assert self.offered(window, "title").decision == "accepted"
        window.undo()
        assert self.offered(window, "title").decision == "open"
        assert window.plan.title == "Theirs"

    def test_a_conflict_is_refused_unless_it_goes_over_what_stands_there(self, window: Workspace):
        window.do(title("Ours"))
        offered = self.offered(window, "title")
        assert refusal(lambda: window.accept(offered)) == "proposal.conflict"
        assert (window.plan.title, self.offered(window, "title").decision) == ("Ours", "open")
        window.accept(offered, over=True)
        assert window.plan.title == "Theirs"
        window.undo()
        assert window.plan.title == "Ours"

    def test_a_rejected_proposal_can_be_opened_again(self, desk: Desk, window: Workspace):
        offered = self.offered(window, "title")
        window.reject(offered)
        assert self.offered(window, "title").decision == "rejected"
        assert window.flush(LONG)
        assert decisions(desk) == ["rejected", "open", "open"]
        window.reopen(offered)
        assert window.close(LONG)
        assert decisions(desk) == ["open"] * 3
        assert desk.plan() == small_plan()

    def test_listeners_are_told_of_a_decision(self, window: Workspace):
        told = events_of(window)
        window.reject(self.offered(window, "title"))
        assert told[0] == Event(Changes((), None), "waiting")


class TestTwoAtOnce:
    def test_who_comes_second_can_only_read(self, desk: Desk):
        first, second = desk.open(person="First"), desk.open(person="Second")
        assert first.other_editor is None
        assert second.other_editor.person == "First"
        suggest(desk, title("Theirs"))
        (offered,) = second.proposals()
        for attempt in (
            lambda: second.do(title("Edited")),
            lambda: second.begin_draft(DAY, "Second"),
            lambda: second.accept(offered),
            lambda: second.reject(offered),
            lambda: second.reopen(offered),
        ):
            assert refusal(attempt) == "workspace.read_only"
        assert (second.plan, second.status) == (small_plan(), "stored")
        assert second.close(LONG)
        first.do(title("Edited"))
        assert first.close(LONG)
        assert desk.plan().title == "Edited"
        assert decisions(desk) == ["open"]

    def test_a_reader_who_closes_leaves_the_editor_alone(self, desk: Desk):
        desk.open()
        desk.open().close(LONG)
        assert desk.open().other_editor is not None

    def test_when_the_first_has_closed_the_next_can_edit(self, desk: Desk):
        desk.open().close(LONG)
        assert desk.open().other_editor is None

    @pytest.mark.parametrize(("seconds", "is_gone"), [(0, False), (29, False), (30, True), (86_400, True)])
    def test_who_gave_no_sign_for_half_a_minute_is_gone(self, desk: Desk, seconds: int, is_gone: bool):
        desk.open()
        desk.clock.forward(seconds=seconds)
        assert (desk.open().other_editor is None) == is_gone

    def test_a_sign_of_the_far_future_comes_from_a_clock_that_jumped(self, desk: Desk):
        desk.open()
        desk.clock.forward(days=-365)
        assert desk.open().other_editor is None

    def test_an_open_plan_gives_signs(self, desk: Desk, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(writer, "_BEAT", 0.02)
        desk.open(person="First")
        desk.clock.forward(minutes=5)
        end = time.monotonic() + LONG
        while desk.asked("SELECT beat FROM editing") != moment(desk.clock.now) and time.monotonic() < end:
            time.sleep(0.01)
        assert desk.open().other_editor.person == "First"

    def test_a_beat_that_cannot_be_stored_does_no_harm(self, desk: Desk, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(writer, "_BEAT", 0.01)
        window = desk.open()
        with desk.disk_full():
            threading.Event().wait(0.1)
        window.do(title("Edited"))
        assert window.flush(LONG)
        assert desk.plan().title == "Edited"


class TestStoredElsewhereMeanwhile:
    def test_ours_is_kept_as_a_version_and_theirs_is_loaded_and_both_are_named(self, desk: Desk):
        window = desk.open(person="Lead")
        told = events_of(window)
        theirs = desk.edit(SetValue("summary", "Theirs"))
        window.do(title("Ours"))
        assert window.flush(LONG)
        assert window.plan == desk.plan() == theirs
        kept = desk.library.versions(PLAN)[-1]
        assert (kept.reason, kept.name, kept.own) == ("merge", "Lead", False)
        assert desk.library.version(PLAN, kept.number) == small_plan(title="Ours")
        (event,) = [event for event in told if event.kept]
        assert event.kept == kept.number
        assert event.changes.fields == ("title", "summary")
        assert told[-1].status == window.status == "stored"

    def test_what_is_typed_until_theirs_is_loaded_is_kept_too(self, desk: Desk):
        window = desk.open()
        desk.edit(SetValue("summary", "Theirs"))
        window.do(title("Ours"))
        window.do(title("Ours, and more"))
        assert window.flush(LONG)
        assert desk.versions()[-1].title == "Ours, and more"

    def test_editing_goes_on_with_theirs(self, desk: Desk):
        window = desk.open()
        desk.edit(SetValue("summary", "Theirs"))
        window.do(title("Ours"))
        assert window.flush(LONG)
        assert not window.history.can_undo
        window.undo()
        window.do(title("Ours again"))
        assert window.close(LONG)
        assert (desk.plan().title, desk.plan().summary) == ("Ours again", "Theirs")
        assert len(desk.versions()) == 2

    def test_a_proposal_that_was_accepted_in_ours_is_open_in_theirs(self, desk: Desk):
        suggest(desk, title("Theirs"))
        window = desk.open()
        window.accept(window.proposals()[0])
        desk.edit(SetValue("summary", "Other"))
        assert window.flush(LONG)
        assert [offered.decision for offered in window.proposals()] == decisions(desk) == ["open"]
        assert window.plan.title == small_plan().title

    def test_nothing_is_written_over_theirs_where_ours_cannot_be_kept(self, desk: Desk):
        window = desk.open()
        theirs = desk.edit(SetValue("summary", "Theirs"))
        window.do(title("Ours"))
        desk.spoil("CREATE TRIGGER broken AFTER INSERT ON version BEGIN SELECT RAISE(ABORT, 'broken'); END")
        assert not window.flush(LONG)
        assert not window.flush(LONG)
        assert (desk.plan(), window.plan.title, window.status) == (theirs, "Ours", "not_stored")
        desk.spoil("DROP TRIGGER broken")
        assert window.flush(LONG)
        assert desk.plan() == window.plan == theirs
        assert desk.versions()[-1].title == "Ours"

    def test_nothing_is_written_over_theirs_where_the_disk_is_full(self, desk: Desk):
        window = desk.open()
        theirs = desk.edit(SetValue("summary", "Theirs"))
        window.do(title("Ours"))
        with desk.disk_full():
            assert not window.flush(LONG)
            assert not window.flush(LONG)
        assert window.flush(LONG)
        assert desk.plan() == window.plan == theirs
        assert desk.versions()[-1].title == "Ours"

    def test_a_plan_that_was_deleted_elsewhere_is_rescued(self, desk: Desk):
        window = desk.open()
        told = events_of(window)
        keeping.delete(desk.library, PLAN)
        window.do(title("Ours"))
        assert not window.flush(LONG)
        assert read(Path(told[-1].rescue)).content == small_plan(title="Ours")
        assert (window.status, window.plan.title) == ("not_stored", "Ours")
        assert desk.library.entries() == ()

    def test_the_command_line_is_refused_what_the_window_has_changed(self, desk: Desk):
        window = desk.open()
        stored = desk.library.read(PLAN)
        window.do(title("Ours"))
        assert window.flush(LONG)
        with pytest.raises(ChangedElsewhere), desk.library.changing() as change:
            change.store(stored, small_plan(title="By command"))
        assert desk.plan().title == "Ours"


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
        assert "broken" in str(told[-1].error)
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
