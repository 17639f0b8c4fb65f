"""One person at a time edits a plan, and what others have stored meanwhile is never overwritten."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gmp_desk.app import keeping, writer
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.edits import SetValue
from gmp_desk.formats.package import read
from gmp_desk.storage.records import ChangedElsewhere, moment
from tests.app.desks import DAY, LONG, PLAN, Desk, decisions, events_of, small_plan, suggest, title
from tests.storage.making import refusal

pytestmark = pytest.mark.usefixtures("desk_with_plan")


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < end, "this never came to be"
        time.sleep(0.01)


def kill(window: Workspace) -> None:
    """End a window that does not sign off."""
    window._writer.close(LONG)


def sit_down_elsewhere(desk: Desk) -> None:
    """Have somebody else take the plan over while this computer sleeps."""
    desk.spoil("UPDATE editing SET person = 'Other', host = 'desk-2', process = 'elsewhere'")


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


class TestDeletedElsewhere:
    @pytest.fixture(autouse=True)
    def beats_often(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(writer, "_BEAT", 0.02)

    @pytest.fixture
    def bugs(self, monkeypatch: pytest.MonkeyPatch) -> list[object]:
        told: list[object] = []
        monkeypatch.setattr(threading, "excepthook", told.append)
        return told

    def test_it_is_told_once_and_what_is_typed_then_is_in_the_rescue_file(self, desk: Desk, bugs: list[object]):
        window = desk.open()
        window.do(title("First"))
        assert window.flush(LONG)
        told = events_of(window)
        keeping.delete(desk.library, PLAN)
        wait_until(lambda: bool(told))
        (file,) = desk.rescued()
        assert read(file).content == small_plan(title="First")
        threading.Event().wait(0.2)
        assert [(event.status, event.rescue, event.error.id) for event in told] == [
            ("not_stored", str(file), "library.unknown")
        ]
        assert not window.flush(LONG)
        window.do(title("Second"))
        assert not window.flush(LONG)
        assert read(file).content == small_plan(title="Second")
        threading.Event().wait(0.2)
        assert [event.error for event in told[1:]] == [None]  # the edit itself
        assert not window.close(LONG)
        assert read(file).content == small_plan(title="Second")
        assert (bugs, desk.library.entries()) == ([], ())

    def test_when_the_plan_is_back_it_can_be_edited_again(self, desk: Desk, bugs: list[object]):
        window = desk.open()
        told = events_of(window)
        keeping.delete(desk.library, PLAN)
        wait_until(lambda: bool(told))
        desk.take(small_plan())
        wait_until(lambda: told[-1].status == "stored")
        assert (told[0].status, desk.rescued(), len(desk.versions())) == ("not_stored", [], 1)
        window.do(title("Edited"))
        assert window.close(LONG)
        assert (bugs, desk.plan().title) == ([], "Edited")

    def test_when_another_is_in_its_place_ours_is_kept_as_a_version(self, desk: Desk, bugs: list[object]):
        window = desk.open()
        window.do(title("Ours"))
        assert window.flush(LONG)
        told = events_of(window)
        keeping.delete(desk.library, PLAN)
        wait_until(lambda: bool(told))
        desk.take(small_plan())
        wait_until(lambda: told[-1].status == "stored")
        assert (window.plan, desk.plan(), desk.rescued()) == (small_plan(), small_plan(), [])
        assert [plan.title for plan in desk.versions()] == [small_plan().title, "Ours"]
        assert window.close(LONG)
        assert bugs == []


class TestWhoEditsChanges:
    @pytest.fixture(autouse=True)
    def beats_often(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(writer, "_BEAT", 0.02)

    def test_a_reader_can_edit_when_who_was_killed_is_gone(self, desk: Desk):
        first = desk.open(person="First")
        second = desk.open(person="Second")
        told = events_of(second)
        kill(first)
        theirs = desk.edit(title("Theirs"))
        threading.Event().wait(0.1)
        assert refusal(lambda: second.do(title("Ours"))) == "workspace.read_only"
        assert (second.plan, told) == (small_plan(), [])
        desk.clock.forward(seconds=30)
        wait_until(lambda: second.other_editor is None and bool(told))
        assert second.plan == theirs
        assert [event.changes.fields for event in told] == [("title",)]
        second.do(SetValue("summary", "Ours"))
        assert second.close(LONG)
        assert (desk.plan().title, desk.plan().summary) == ("Theirs", "Ours")
        assert len(desk.versions()) == 1  # nothing had to be kept from being written over

    def test_a_reader_can_edit_when_the_other_has_closed_and_nothing_was_changed(self, desk: Desk):
        first, second = desk.open(), desk.open()
        told = events_of(second)
        assert first.close(LONG)
        wait_until(lambda: bool(told))
        assert second.other_editor is None
        assert [event.changes.fields for event in told] == [()]
        assert desk.open().other_editor is not None

    def test_of_two_readers_one_can_edit(self, desk: Desk):
        first, second, third = desk.open(), desk.open(person="Second"), desk.open(person="Third")
        assert first.close(LONG)
        wait_until(lambda: None in (second.other_editor, third.other_editor))
        editor, reader = (second, third) if second.other_editor is None else (third, second)
        wait_until(lambda: reader.other_editor.person == ("Second" if editor is second else "Third"))

    def test_who_finds_another_in_their_place_can_only_read_what_is_stored(self, desk: Desk):
        window = desk.open()
        window.do(title("Ours"))
        assert window.flush(LONG)
        told = events_of(window)
        sit_down_elsewhere(desk)
        wait_until(lambda: bool(told))
        assert window.other_editor.person == "Other"
        assert refusal(lambda: window.do(title("Ours again"))) == "workspace.read_only"
        assert not window.history.can_undo
        window.undo()
        assert window.plan == desk.plan() == small_plan(title="Ours")

    def test_nothing_is_put_on_record_where_another_sat_down_since_our_last_sign(self, desk: Desk):
        window = desk.open()
        sit_down_elsewhere(desk)
        versions = desk.versions()
        assert refusal(lambda: window.commit(title("Restored"), "restore", "Lead", LONG)) == "workspace.read_only"
        assert (window.plan, desk.plan(), desk.versions()) == (small_plan(), small_plan(), versions)

    def test_what_could_not_be_stored_yet_outlives_both(self, desk: Desk):
        window = desk.open()
        desk.spoil("CREATE TRIGGER broken BEFORE UPDATE ON plan BEGIN SELECT RAISE(ABORT, 'broken'); END")
        window.do(title("Ours"))
        assert not window.flush(LONG)
        sit_down_elsewhere(desk)
        wait_until(lambda: window.other_editor is not None)
        assert window.plan.title == "Ours"
        desk.spoil("DELETE FROM editing")
        wait_until(lambda: window.other_editor is None)
        assert window.plan.title == "Ours"
        desk.spoil("DROP TRIGGER broken")
        assert window.flush(LONG)
        assert desk.plan().title == "Ours"

    def test_a_plan_that_was_deleted_meanwhile_stays_only_to_read(self, desk: Desk):
        first, second = desk.open(), desk.open()
        kill(first)
        keeping.delete(desk.library, PLAN)
        threading.Event().wait(0.1)
        assert second.plan == small_plan()
        assert second.other_editor is not None
        assert desk.library.entries() == ()


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

    def test_what_another_decides_after_us_is_seen(self, desk: Desk):
        suggest(desk, title("Theirs"))
        window = desk.open()
        (offered,) = window.proposals()
        window.reject(offered)
        assert window.flush(LONG)
        with desk.library.changing() as change:
            change.decide(PLAN, {offered.proposal.id: "open"})
        assert [one.decision for one in window.proposals()] == ["open"]
        window.do(SetValue("summary", "Edited"))
        assert window.flush(LONG)
        assert decisions(desk) == ["open"]

    def test_what_was_decided_here_before_can_be_decided_again(self, desk: Desk):
        suggest(desk, title("Theirs"))
        window = desk.open()
        (offered,) = window.proposals()
        for decide, decision in ((window.reject, "rejected"), (window.reopen, "open"), (window.reject, "rejected")):
            decide(offered)
            assert [one.decision for one in window.proposals()] == [decision]
            assert window.flush(LONG)
            assert decisions(desk) == [decision]

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
