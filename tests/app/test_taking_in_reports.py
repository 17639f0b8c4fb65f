import pytest

from gmp_desk.app import keeping
from gmp_desk.app.taking_in import TakenIn
from gmp_desk.domain.errors import Refused
from tests import samples
from tests.app.desks import DAY, PLAN, Desk, small_plan


def test_reports_are_taken_in_like_plans_but_nothing_is_suggested(desk: Desk):
    report = samples.report()
    assert desk.take(report) == TakenIn("added", 1)
    assert desk.take(report) == TakenIn("equal", 1)
    newer = report.model_copy(update={"title": "Newer"})
    assert desk.take(newer) == TakenIn("current", 2)
    assert desk.library.read(report.id).content == newer
    with desk.library.changing() as change:
        stored = change.read(report.id)
        edited = newer.model_copy(update={"language": "es"})
        change.store(stored, edited)
    assert desk.take(report.model_copy(update={"language": "ru"})) == TakenIn("beside", 3)
    assert desk.library.read(report.id).content == edited


def test_any_file_of_a_report_that_is_new_here_is_the_report_now_where_nothing_was_written_here(desk: Desk):
    reports = [samples.report().model_copy(update={"title": title}) for title in ("First", "Second", "Third")]
    outcomes = [desk.take(report) for report in reports]
    assert outcomes == [TakenIn("added", 1), TakenIn("current", 2), TakenIn("current", 3)]
    keeping.restore(desk.library, reports[0].id, 1, DAY)
    keeping.keep(desk.library, reports[0].id, "request", name="Before the meeting")
    assert desk.take(samples.report()) == TakenIn("current", 6)


def test_a_report_does_not_say_of_which_version_it_is_so_it_replaces_nothing_that_was_edited_since(desk: Desk):
    report = samples.report()
    desk.take(report)
    with desk.library.changing() as change:
        ours = report.model_copy(update={"title": "Ours"})
        change.store(change.read(report.id), ours)
        change.keep(ours, "export", shared=True)
    answer = report.model_copy(update={"title": "Theirs, made from the first"})
    assert desk.take(answer) == TakenIn("beside", 3)
    assert desk.library.read(report.id).content == ours


@pytest.mark.parametrize("replace", [False, True])
def test_a_report_under_the_id_of_a_plan_is_refused(desk: Desk, replace: bool):
    desk.take(small_plan())
    report = samples.report().model_copy(update={"id": PLAN})
    with pytest.raises(Refused) as refused:
        desk.take(report, replace=replace)
    assert refused.value.id == "library.other_kind"
    assert desk.versions() == [small_plan()]
    assert desk.plan() == small_plan()
