import pytest

from gmp_desk.app.moving import Way, keep_open, move_open, restore_open, ways
from gmp_desk.domain.errors import Refused
from tests import samples
from tests.app.desks import DAY, PLAN, Desk, events_of, ready_plan, small_plan, title


@pytest.fixture
def ready(desk):
    """A desk with a plan that may be submitted."""
    desk.take(ready_plan())
    return desk


def move(desk, window, to, note="", by="Lead"):
    return move_open(window, to, DAY, by, note, samples.template())


def test_a_move_of_the_open_plan_is_stored_and_kept_as_a_version(ready):
    window = ready.open()
    window.do(title("Typed a moment ago"))
    number = move(ready, window, "submitted")
    assert window.plan.state == "submitted"
    assert ready.plan() == window.plan == ready.library.version(PLAN, number)
    kept = ready.library.versions(PLAN)[-1]
    assert (kept.number, kept.reason, kept.state, kept.by) == (number, "move", "submitted", "Lead")


def test_a_move_is_on_record_and_cannot_be_undone(ready):
    window = ready.open()
    window.do(title("Typed a moment ago"))
    move(ready, window, "submitted")
    window.undo()
    assert (window.plan.state, window.plan.title) == ("submitted", "Typed a moment ago")
    assert not window.history.can_undo


def test_a_plan_is_moved_on_and_back_without_a_draft_in_between(ready):
    window = ready.open()
    for to, note in (("submitted", ""), ("advised", ""), ("submitted", "Advice withdrawn"), ("draft", "Start again")):
        move(ready, window, to, note)
    assert [step.to for step in ready.plan().history] == ["submitted", "advised", "submitted", "draft"]


def test_listeners_are_told_of_a_move(ready):
    window = ready.open()
    told = events_of(window)
    move(ready, window, "submitted")
    assert any("state" in event.changes.fields for event in told)


@pytest.mark.parametrize(
    ("to", "note", "by", "why"),
    [
        ("submitted", "", "", "state.by"),
        ("superseded", "", "Lead", "state.superseded"),
        ("draft", "", "Lead", "state.same"),
    ],
)
def test_a_move_that_is_refused_changes_nothing_and_keeps_no_version(ready, to, note, by, why):
    window = ready.open()
    before, versions = window.plan, ready.versions()
    with pytest.raises(Refused, match=why):
        move(ready, window, to, note, by)
    assert window.plan is before
    assert ready.versions() == versions


def test_a_plan_with_errors_can_only_be_moved_where_errors_are_allowed():
    plan = small_plan()
    assert ways(plan, samples.template()) == (
        Way("submitted", needs_reason=False, is_blocked=True),
        Way("advised", needs_reason=False, is_blocked=False),
        Way("agreed", needs_reason=False, is_blocked=True),
    )


def test_only_a_way_back_needs_a_reason_and_only_an_agreed_plan_is_replaced():
    agreed = ready_plan().model_copy(update={"state": "agreed"})
    assert [(way.to, way.needs_reason) for way in ways(agreed, samples.template())] == [
        ("draft", True),
        ("submitted", True),
        ("advised", True),
        ("superseded", False),
    ]


def test_a_restored_version_is_the_open_plan_and_what_was_there_is_kept(desk_with_plan):
    window = desk_with_plan.open()
    window.do(title("Not stored yet"))
    number = restore_open(desk_with_plan.library, window, 1, DAY, "Lead")
    assert window.plan.title == desk_with_plan.plan().title == "Less mercury"
    kept = desk_with_plan.library.versions(PLAN)
    assert [(version.number, version.reason) for version in kept[-2:]] == [(number - 1, "restore"), (number, "restore")]
    assert [plan.title for plan in desk_with_plan.versions()[-2:]] == ["Not stored yet", "Less mercury"]


def test_restoring_is_one_step_that_can_be_undone(desk_with_plan):
    window = desk_with_plan.open()
    window.do(title("Better"))
    restore_open(desk_with_plan.library, window, 1, DAY, "Lead")
    window.undo()
    assert window.plan.title == "Better"


def test_a_version_from_before_a_move_is_restored_as_the_next_draft(ready):
    window = ready.open()
    move(ready, window, "submitted")
    restore_open(ready.library, window, 1, DAY, "Lead")
    assert window.plan.state == "draft"
    assert [step.to for step in window.plan.history] == ["submitted", "draft"]


def test_a_version_that_is_not_there_is_not_restored(desk_with_plan):
    window = desk_with_plan.open()
    with pytest.raises(Refused, match=r"version\.unknown"):
        restore_open(desk_with_plan.library, window, 9, DAY, "Lead")
    assert len(desk_with_plan.versions()) == 1


def test_keeping_keeps_what_was_typed_a_moment_ago(desk_with_plan):
    window = desk_with_plan.open()
    window.do(title("Before the meeting"))
    number = keep_open(desk_with_plan.library, window, "For Geneva", "Lead")
    kept = desk_with_plan.library.versions(PLAN)[-1]
    assert (kept.number, kept.name, kept.by) == (number, "For Geneva", "Lead")
    assert desk_with_plan.library.version(PLAN, number).title == "Before the meeting"


def test_nothing_is_kept_or_moved_while_what_was_edited_cannot_be_stored(ready):
    window = ready.open()
    versions = ready.versions()
    with ready.disk_full():
        window.do(title("Does not fit"))
        for act in (lambda: move(ready, window, "submitted"), lambda: keep_open(ready.library, window, "", "Lead")):
            with pytest.raises(Refused, match=r"library\.disk"):
                act()
    assert window.plan.state == "draft"
    assert ready.versions() == versions


@pytest.mark.parametrize("trouble", ["disk_full", "locked"])
def test_a_move_that_cannot_be_stored_is_not_made(tmp_path, trouble):
    ready = Desk(tmp_path / "desk", patience=0.1)
    ready.take(ready_plan())
    window, versions = ready.open(), ready.versions()
    window.do(title("Typed before"))
    assert window.flush()
    with getattr(ready, trouble)():
        for act in (lambda: move(ready, window, "submitted"), lambda: window.commit(title("Two"), "move", "Lead", 1.0)):
            with pytest.raises(Refused, match="library"):
                act()
    assert (window.plan.state, window.plan.title) == ("draft", "Typed before")
    assert window.history.can_undo
    assert window.flush()
    assert ready.plan() == window.plan
    assert ready.versions() == versions
    assert move(ready, window, "submitted") == ready.library.versions(PLAN)[-1].number
    ready.close()


def test_a_plan_that_another_process_has_changed_is_not_moved_and_both_are_kept(ready):
    window = ready.open()
    with ready.library.changing() as change:
        change.store(change.read(PLAN), window.plan.model_copy(update={"title": "Theirs"}))
    with pytest.raises(Refused, match=r"library\.changed_elsewhere"):
        move(ready, window, "submitted")
    assert (window.plan.state, window.plan.title) == ("draft", "Theirs")
    assert ready.plan() == window.plan
    assert [version.reason for version in ready.library.versions(PLAN)][-1] == "merge"


def test_restoring_in_another_state_is_undone_in_one_step(ready):
    window = ready.open()
    move(ready, window, "submitted")
    restore_open(ready.library, window, 1, DAY, "Lead")
    assert window.plan.history[-1].by == "Lead"
    window.undo()
    assert window.plan.state == "submitted"
    assert [step.to for step in window.plan.history] == ["submitted"]
