import pytest

from gmp_desk.app import keeping
from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.rules import check
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.backups import backups
from gmp_desk.storage.verifying import problems
from tests import samples
from tests.app.desks import DAY, PLAN, Desk, made_from, ready_plan, small_plan
from tests.strategies import new_id

TITLE = SetValue("title", "Changed")


def move(desk: Desk, to: str, note: str = "", by: str = "Lead") -> int:
    return keeping.set_state(desk.library, PLAN, to, DAY, by, note, samples.template())


def refused(desk: Desk, to: str, **how: str) -> Refused:
    before = desk.everything()
    with pytest.raises(Refused) as raised:
        move(desk, to, **how)
    assert desk.everything() == before
    return raised.value


def successors(desk: Desk) -> dict[int, int | None]:
    return {kept.number: by for kept, by in keeping.with_successors(desk.library.versions(PLAN))}


def test_a_plan_that_was_not_edited_is_kept_only_once(desk: Desk):
    desk.take(small_plan())
    assert keeping.keep(desk.library, PLAN, "request") == 1
    desk.edit(TITLE)
    before = desk.plan()
    assert [keeping.keep(desk.library, PLAN, reason) for reason in ("comment", "request", "export")] == [2, 2, 2]
    assert desk.versions() == [small_plan(), before]
    assert desk.plan() == before


def test_a_version_with_a_name_is_kept_though_the_last_one_is_the_same(desk: Desk):
    desk.take(small_plan())
    assert keeping.keep(desk.library, PLAN, "request", name="Before the meeting", by="Lead") == 2
    kept = desk.library.versions(PLAN)[1]
    assert (kept.name, kept.by, kept.reason, kept.own) == ("Before the meeting", "Lead", "request", True)


def test_a_plan_that_was_edited_back_is_kept_again(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    keeping.keep(desk.library, PLAN, "request")
    desk.edit(SetValue("title", small_plan().title))
    assert keeping.keep(desk.library, PLAN, "request") == 3


def test_a_plan_whose_last_version_is_damaged_is_kept_again_and_can_be_sent(desk: Desk):
    desk.take(small_plan())
    desk.spoil("UPDATE version SET content = zeroblob(9)")
    assert desk.send().version.number == 2
    assert desk.library.version(PLAN, 2) == small_plan()


def test_restoring_makes_a_new_version_and_keeps_what_was_there(desk: Desk):
    desk.take(small_plan())
    plan = desk.edit(TITLE)
    assert keeping.restore(desk.library, PLAN, 1, DAY) == 3
    assert desk.plan() == small_plan()
    assert desk.versions() == [small_plan(), plan, small_plan()]
    assert [kept.reason for kept in desk.library.versions(PLAN)] == ["import", "restore", "restore"]


def test_restoring_keeps_nothing_twice(desk: Desk):
    desk.take(small_plan())
    plan = desk.edit(TITLE)
    keeping.keep(desk.library, PLAN, "request")
    assert keeping.restore(desk.library, PLAN, 1, DAY) == 3
    assert desk.versions() == [small_plan(), plan, small_plan()]


def test_a_version_that_came_from_elsewhere_can_be_restored(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    theirs = desk.versions()[0].model_copy(update={"title": "Theirs"})
    assert desk.take(made_from(desk.versions()[0], theirs)).outcome == "beside"
    keeping.restore(desk.library, PLAN, 2, DAY)
    assert desk.plan() == theirs
    assert desk.plan().version is None


def test_a_version_of_another_state_is_restored_as_a_draft_with_all_moves_on_record(desk: Desk):
    desk.take(ready_plan())
    move(desk, "submitted")
    keeping.restore(desk.library, PLAN, 1, DAY)
    assert desk.plan().state == "draft"
    assert [(step.from_, step.to) for step in desk.plan().history] == [("draft", "submitted"), ("submitted", "draft")]


@pytest.mark.parametrize(("number", "id"), [(0, "version.unknown"), (3, "version.unknown"), (1, "version.damaged")])
def test_a_version_that_is_not_there_or_damaged_is_not_restored(desk: Desk, number: int, id: str):
    desk.take(small_plan())
    desk.edit(TITLE)
    desk.spoil("UPDATE version SET content = zeroblob(9)")
    before = desk.plan(), desk.library.versions(PLAN)
    with pytest.raises(Refused) as refused:
        keeping.restore(desk.library, PLAN, number, DAY)
    assert refused.value.id == id
    assert (desk.plan(), desk.library.versions(PLAN)) == before


def test_restoring_heals_a_damaged_plan(desk: Desk):
    desk.take(small_plan())
    desk.spoil("UPDATE plan SET title = 'x'")
    assert keeping.last_intact(desk.library, PLAN) == 1
    assert keeping.restore(desk.library, PLAN, 1, DAY) == 2
    assert desk.plan() == small_plan()
    assert problems(desk.path) == ()


def test_restoring_a_damaged_plan_keeps_its_moves_on_record(desk: Desk):
    desk.take(ready_plan())
    move(desk, "submitted")
    desk.spoil("UPDATE plan SET summary = 'x'")
    keeping.restore(desk.library, PLAN, 1, DAY)
    assert [(step.from_, step.to) for step in desk.plan().history] == [("draft", "submitted"), ("submitted", "draft")]
    assert desk.plan().state == "draft"


def test_restoring_a_damaged_plan_keeps_the_moves_that_no_intact_version_has(desk: Desk):
    desk.take(ready_plan())
    move(desk, "submitted")
    desk.spoil("UPDATE plan SET summary = 'x'")
    desk.spoil("UPDATE version SET content = zeroblob(9) WHERE number = 2")
    keeping.restore(desk.library, PLAN, 1, DAY)
    assert [(step.from_, step.to) for step in desk.plan().history] == [("draft", "submitted"), ("submitted", "draft")]


def test_restoring_a_plan_of_which_nothing_can_be_read_keeps_the_moves_of_its_last_version(desk: Desk):
    desk.take(ready_plan())
    move(desk, "submitted")
    desk.spoil("DELETE FROM plan")
    keeping.restore(desk.library, PLAN, 1, DAY)
    assert [(step.from_, step.to) for step in desk.plan().history] == [("draft", "submitted"), ("submitted", "draft")]


def test_the_last_intact_version_is_the_plans_own(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    keeping.keep(desk.library, PLAN, "request")
    desk.take(made_from(desk.plan(), small_plan(title="Theirs", summary="Other")))
    assert keeping.last_intact(desk.library, PLAN) == 3
    desk.edit(SetValue("title", "Again"))
    desk.take(made_from(small_plan(), small_plan(summary="Foreign")))
    assert keeping.last_intact(desk.library, PLAN) == 3
    desk.spoil("UPDATE version SET content = zeroblob(9) WHERE number = 3")
    assert keeping.last_intact(desk.library, PLAN) == 2
    desk.spoil("UPDATE version SET content = zeroblob(9)")
    assert keeping.last_intact(desk.library, PLAN) is None


def test_a_plan_without_errors_goes_through_all_states_and_each_move_is_kept(desk: Desk):
    desk.take(ready_plan())
    states = ["submitted", "advised", "agreed", "superseded"]
    assert [move(desk, to) for to in states] == [2, 3, 4, 5]
    plan = desk.plan()
    assert [(step.from_, step.to, step.on, step.by) for step in plan.history] == [
        (before, after, DAY, "Lead") for before, after in zip(["draft", *states], states, strict=False)
    ]
    assert [kept.state for kept in desk.library.versions(PLAN)] == ["draft", *states]
    assert desk.versions()[-1] == plan


@pytest.mark.parametrize("to", ["submitted", "agreed"])
def test_a_plan_with_errors_is_neither_submitted_nor_agreed(desk: Desk, to: str):
    desk.take(small_plan())
    error = refused(desk, to)
    errors = sum(finding.severity == "error" for finding in check(small_plan(), samples.template()))
    assert (error.id, error.params["count"]) == ("state.errors", errors)
    assert move(desk, "advised") == 2


def test_a_plan_that_arrives_with_errors_keeps_its_state(desk: Desk):
    desk.take(small_plan(state="agreed"))
    assert desk.plan().state == "agreed"


def test_a_move_is_taken_back_with_a_reason_only(desk: Desk):
    desk.take(ready_plan())
    move(desk, "submitted")
    assert refused(desk, "draft", note=" ").id == "state.reason"
    assert move(desk, "draft", note="Sent too soon") == 3
    assert desk.plan().state == "draft"
    assert desk.plan().history[-1].note == "Sent too soon"


def test_a_move_needs_a_name_and_another_state(desk: Desk):
    desk.take(ready_plan())
    assert refused(desk, "submitted", by=" ").id == "state.by"
    assert refused(desk, "draft").id == "state.same"
    assert refused(desk, "superseded").id == "state.superseded"


def test_a_report_has_no_such_states(desk: Desk):
    desk.take(samples.report().model_copy(update={"id": PLAN}))
    assert refused(desk, "submitted").id == "state.report"


def test_an_agreed_version_is_replaced_by_the_next_that_is_agreed(desk: Desk):
    desk.take(ready_plan())
    move(desk, "agreed")
    assert successors(desk) == {1: None, 2: None}
    move(desk, "draft", note="Next draft")
    desk.edit(TITLE)
    move(desk, "submitted")
    assert successors(desk)[2] is None
    move(desk, "agreed")
    assert successors(desk) == {1: None, 2: 5, 3: None, 4: None, 5: None}


def test_a_name_for_an_agreed_version_does_not_replace_it(desk: Desk):
    desk.take(ready_plan())
    move(desk, "agreed")
    keeping.keep(desk.library, PLAN, "request", name="Final")
    assert successors(desk) == {1: None, 2: None, 3: None}


def test_what_is_agreed_elsewhere_replaces_nothing_before_it_is_settled(desk: Desk):
    desk.take(ready_plan())
    move(desk, "agreed")
    theirs = desk.plan().model_copy(update={"title": "Theirs"})
    with desk.library.changing() as change:
        change.keep(theirs, "import", own=False, shared=True)
    assert successors(desk) == {1: None, 2: None, 3: None}


def test_a_file_to_send_says_which_version_it_is_and_from_which_it_was_made(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    file = desk.send()
    assert (file.version.number, file.version.by, file.version.saved) == (2, "Lead", "2026-11-21T09:00:00Z")
    assert file.version.parent == fingerprint(small_plan())
    assert file.model_copy(update={"version": None}) == desk.plan()


def test_a_version_whose_file_could_not_be_written_is_known_to_nobody_else(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    with pytest.raises(Refused), keeping.sending(desk.library, PLAN):
        raise Refused("file.write")
    assert [kept.shared for kept in desk.library.versions(PLAN)] == [True, False]
    desk.edit(SetValue("title", "Third"))
    assert desk.send().version.parent == fingerprint(small_plan())


def test_a_file_that_is_sent_twice_is_the_same(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    file = desk.send()
    desk.clock.forward(days=1)
    assert desk.send() == file


def test_a_version_that_nobody_else_knows_is_no_parent(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    keeping.keep(desk.library, PLAN, "request")
    desk.edit(SetValue("title", "Third"))
    assert desk.send().version.parent == fingerprint(small_plan())
    second = desk.send(number=2)
    desk.edit(SetValue("title", "Fourth"))
    assert second.version.parent == fingerprint(small_plan())
    assert desk.send().version.parent == fingerprint(desk.versions()[2])


def test_the_first_version_has_no_parent(desk: Desk):
    desk.take(small_plan())
    assert desk.send().version.parent == ""


@pytest.mark.parametrize("decision", ["accepted", "rejected"])
def test_what_came_from_elsewhere_is_a_parent_once_all_of_it_is_settled(desk: Desk, decision: str):
    desk.take(small_plan())
    desk.edit(TITLE)
    theirs = made_from(small_plan(), small_plan(summary="Theirs", planning_process="Theirs"))
    assert desk.take(theirs).suggested == 2
    ids = [offered.proposal.id for offered in desk.library.proposals(PLAN)]
    with desk.library.changing() as change:
        change.decide(PLAN, {ids[0]: decision})
    desk.edit(SetValue("title", "Third"))
    assert desk.send().version.parent == fingerprint(small_plan())
    with desk.library.changing() as change:
        change.decide(PLAN, {ids[1]: decision})
    desk.edit(SetValue("title", "Fourth"))
    assert desk.send().version.parent == fingerprint(desk.versions()[2])
    with desk.library.changing() as change:
        assert change.versions(PLAN)[2].shared


def test_two_desks_that_settle_and_send_back_come_to_the_same_plan(desk: Desk, elsewhere: Desk):
    desk.take(small_plan())
    elsewhere.take(desk.send())
    desk.edit(TITLE)
    elsewhere.edit(SetValue("summary", "Theirs"))
    assert desk.take(elsewhere.send()).outcome == "beside"
    window = desk.open()
    for offered in window.proposals():
        window.accept(offered)
    assert window.close(5)
    assert elsewhere.take(desk.send()).outcome == "current"
    assert elsewhere.plan() == desk.plan()
    assert (desk.plan().title, desk.plan().summary) == ("Changed", "Theirs")


def test_a_deleted_plan_is_gone_with_all_that_was_known_of_it(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE)
    desk.take(made_from(small_plan(), small_plan(summary="Theirs")))
    keeping.delete(desk.library, PLAN)
    assert desk.library.entries() == ()
    assert desk.library.versions(PLAN) == desk.library.proposals(PLAN) == ()
    with pytest.raises(Refused, match=r"library\.unknown"):
        keeping.delete(desk.library, PLAN)
    assert desk.take(small_plan()).number == 1


@pytest.mark.parametrize(
    ("plan", "number", "id"),
    [
        (new_id(9), None, "library.unknown"),
        (new_id(9), 1, "library.unknown"),
        (PLAN, 3, "version.unknown"),
        (PLAN, 1, "version.damaged"),
    ],
)
def test_no_backup_is_made_before_what_cannot_be_done(desk: Desk, plan: str, number: int | None, id: str):
    desk.take(small_plan())
    desk.spoil("UPDATE version SET content = zeroblob(9)")
    with pytest.raises(Refused) as refused:
        keeping.back_up_before(desk.library, "restore", plan, desk.clock(), number)
    assert (refused.value.id, backups(desk.library.path)) == (id, ())


@pytest.mark.parametrize("number", [None, 1])
def test_a_backup_is_made_before_a_damaged_plan_is_deleted_or_restored(desk: Desk, number: int | None):
    desk.take(small_plan())
    desk.spoil("UPDATE plan SET title = 'x'")
    backup = keeping.back_up_before(desk.library, "delete", PLAN, desk.clock(), number)
    assert backups(desk.library.path) == (backup,)
    assert backup.occasion == "delete"


def test_the_number_of_a_plan_is_that_of_the_last_version_with_its_content(desk: Desk):
    desk.take(small_plan())
    keeping.keep(desk.library, PLAN, "request", name="Again")
    assert keeping.number_of(desk.plan(), desk.library.versions(PLAN)) == 2
    desk.edit(TITLE)
    assert keeping.number_of(desk.plan(), desk.library.versions(PLAN)) is None
