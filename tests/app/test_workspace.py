"""An open plan is edited, its proposals are decided on, and all of it is stored and can be undone."""

import threading
from collections.abc import Callable

import pytest

from gmp_desk.app import keeping
from gmp_desk.app.workspace import Changes, Event, Workspace
from gmp_desk.domain.edits import Add, Remove, SetValue
from gmp_desk.domain.plan import Objective
from gmp_desk.storage.records import Offered
from tests import samples
from tests.app.desks import DAY, LONG, PLAN, Desk, decisions, events_of, small_plan, suggest, title
from tests.storage.making import refusal
from tests.strategies import new_id

pytestmark = pytest.mark.usefixtures("desk_with_plan")


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
    @pytest.fixture(autouse=True)
    def advised(self, desk_with_plan: Desk) -> None:
        """The plan was moved to another state."""
        keeping.set_state(desk_with_plan.library, PLAN, "advised", DAY, "Lead", "", samples.template())

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
