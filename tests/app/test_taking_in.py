import sqlite3
from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.app.taking_in import TakenIn, take_in
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.edits import Add, Remove, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Contact, Objective, Plan, Version, items
from gmp_desk.domain.proposals import accepted
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.records import Damaged
from gmp_desk.storage.verifying import problems
from tests import samples
from tests.app.desks import DAY, PLAN, Desk, made_from, ready_plan, small_plan
from tests.storage.making import NOW
from tests.strategies import new_id

TITLE = SetValue("title", "Changed elsewhere")
SUMMARY = SetValue("summary", "Written anew.")
CONTACT = Add(f"partners/{new_id(3)}/contacts", Contact(id=new_id(5), name="B. Person", email="b@example.org"))


def changed(plan: Plan, *edits: SetValue | Add | Remove) -> Plan:
    for edit in edits:
        plan = edit.apply(plan)
    return plan


def state(desk: Desk, to: str, by: str) -> None:
    keeping.set_state(desk.library, PLAN, to, DAY, by, "", samples.template())


def bare(plan: Plan) -> Plan:
    """Return a plan that does not say which version it is."""
    return plan.model_copy(update={"version": None})


def keep_many(desk: Desk, count: int) -> None:
    for number in range(count):
        desk.edit(SetValue("other_information", f"Edited {number} times."))
        keeping.keep(desk.library, PLAN, "request")


def people(plan: Plan) -> set[Contact]:
    return {item for item in items(plan) if isinstance(item, Contact)}


def test_a_plan_that_is_new_is_added_with_its_first_version(desk: Desk):
    assert desk.take(small_plan()) == TakenIn("added", 1)
    assert desk.plan() == small_plan()
    assert desk.versions() == [small_plan()]


def test_which_version_a_file_was_is_noted_with_the_version_and_not_in_the_plan(desk: Desk):
    content = made_from(small_plan(), changed(small_plan(), TITLE))
    assert desk.take(content) == TakenIn("added", 2)
    (kept,) = desk.library.versions(PLAN)
    assert (kept.by, kept.parent, kept.own, kept.shared) == ("Somebody else", fingerprint(small_plan()), True, True)
    assert desk.plan().version is None


@pytest.mark.parametrize(("given", "number"), [(1, 1), (7, 7), (1_000, 1_000), (1_001, 1), (1_000_000, 1)])
def test_a_file_gives_its_number_to_the_first_version_unless_it_leaps(desk: Desk, given: int, number: int):
    assert desk.take(small_plan(version=Version(number=given))).number == number
    assert desk.send().version.number == number


@pytest.mark.parametrize(("given", "number"), [(1, 6), (5, 6), (6, 6), (9, 9), (1_005, 1_005), (1_006, 6)])
def test_numbers_of_versions_only_go_up(desk: Desk, given: int, number: int):
    desk.take(small_plan(version=Version(number=5)))
    next_one = small_plan(title="Next", version=Version(number=given, parent=fingerprint(small_plan())))
    assert desk.take(next_one) == TakenIn("current", number)
    assert [kept.number for kept in desk.library.versions(PLAN)] == [5, number]


def test_a_file_of_any_earlier_version_changes_nothing(desk: Desk):
    desk.take(small_plan())
    for title in ("Second", "Third"):
        desk.edit(SetValue("title", title))
        keeping.keep(desk.library, PLAN, "request")
    desk.edit(SetValue("title", "Not kept"))
    files = [desk.send(number=number) for number in (1, 2, 3)]
    before = desk.everything()
    assert [desk.take(file) for file in files] == [TakenIn("equal", number, differs=True) for number in (1, 2, 3)]
    assert desk.everything() == before


def test_a_file_of_the_plan_as_it_is_now_changes_nothing_though_no_version_has_it(desk: Desk):
    desk.take(small_plan())
    plan = desk.edit(TITLE)
    before = desk.everything()
    assert desk.take(plan) == TakenIn("equal", 0)
    assert desk.everything() == before


def test_a_file_made_from_the_last_version_is_the_plan_now_where_it_was_not_edited_here(desk: Desk, elsewhere: Desk):
    desk.take(small_plan())
    elsewhere.take(desk.send())
    edited = elsewhere.edit(TITLE)
    assert desk.take(elsewhere.send()) == TakenIn("current", 2)
    assert desk.plan() == edited
    assert desk.versions() == [small_plan(), edited]
    assert desk.library.proposals(PLAN) == ()


def test_a_file_that_does_not_say_from_what_it_was_made_is_the_plan_now_where_it_was_not_edited_here(desk: Desk):
    desk.take(small_plan())
    assert desk.take(changed(small_plan(), TITLE)) == TakenIn("current", 2)
    assert desk.plan() == changed(small_plan(), TITLE)


def test_a_file_made_from_an_earlier_version_is_suggested_and_not_taken_over(desk: Desk, elsewhere: Desk):
    desk.take(small_plan())
    elsewhere.take(desk.send())
    elsewhere.edit(TITLE)
    plan = desk.edit(SUMMARY)
    keeping.keep(desk.library, PLAN, "request")
    assert desk.take(elsewhere.send()) == TakenIn("beside", 3, 1)
    assert desk.plan() == plan


def test_a_file_made_from_a_version_that_is_not_known_here_is_the_plan_now_where_it_was_not_edited_here(desk: Desk):
    desk.take(small_plan())
    unknown = small_plan(title="Never seen here")
    assert desk.take(made_from(unknown, changed(small_plan(), TITLE))) == TakenIn("current", 2)


def test_a_file_made_from_what_was_restored_is_the_plan_now_where_it_was_not_edited_here(desk: Desk):
    desk.take(small_plan())
    desk.edit(SUMMARY)
    keeping.restore(desk.library, PLAN, 1, NOW.date())
    assert desk.take(made_from(small_plan(), changed(small_plan(), TITLE))) == TakenIn("current", 4)


def test_a_file_of_ours_that_was_changed_by_something_else_is_made_from_the_version_that_it_says(desk: Desk):
    desk.take(small_plan())
    desk.edit(TITLE, SUMMARY)
    file = desk.send()
    desk.edit(SetValue("title", "Third"))
    keeping.keep(desk.library, PLAN, "request")
    assert desk.take(changed(file, SetValue("planning_process", "Theirs"))) == TakenIn("beside", 4, 1)
    (offered,) = desk.library.proposals(PLAN)
    assert offered.proposal.address == "planning_process"


def test_where_both_were_changed_both_are_kept_and_the_differences_are_suggested(desk: Desk, elsewhere: Desk):
    desk.take(small_plan())
    elsewhere.take(desk.send())
    elsewhere.edit(TITLE, Add("objectives", Objective.blank(id=new_id(9))))
    file = elsewhere.send()
    plan = desk.edit(SUMMARY)
    assert desk.take(file, "from-elsewhere.gmpplan") == TakenIn("beside", 2, 2)
    assert desk.plan() == plan
    assert [kept.own for kept in desk.library.versions(PLAN)] == [True, False]
    assert desk.versions()[1] == elsewhere.plan()
    offered = desk.library.proposals(PLAN)
    assert [(one.proposal.kind, one.proposal.address, one.version, one.decision) for one in offered] == [
        ("set", "title", 2, "open"),
        ("add", f"objectives/{new_id(9)}", 2, "open"),
    ]
    assert {(one.proposal.source, one.proposal.date) for one in offered} == {
        ("from-elsewhere.gmpplan", file.version.saved)
    }
    assert {one.proposal.author for one in offered} == {"Somebody else"}


def test_what_both_changed_is_suggested_as_a_conflict(desk: Desk):
    desk.take(small_plan())
    desk.edit(SetValue("title", "Changed here"))
    assert desk.take(made_from(small_plan(), changed(small_plan(), TITLE))) == TakenIn("beside", 2, 1)
    (offered,) = desk.library.proposals(PLAN)
    assert (offered.proposal.base, offered.proposal.before, offered.proposal.value, offered.proposal.conflict) == (
        "Less mercury",
        "Changed here",
        "Changed elsewhere",
        True,
    )


def test_the_base_is_the_version_that_a_file_names_though_another_is_nearer(desk: Desk):
    desk.take(small_plan())
    nearer = desk.edit(TITLE, SUMMARY)
    keeping.keep(desk.library, PLAN, "request")
    desk.edit(SetValue("planning_process", "Here"))
    desk.take(made_from(small_plan(), changed(nearer, SetValue("planning_process", "There"))))
    bases = {offered.proposal.address: offered.proposal.base for offered in desk.library.proposals(PLAN)}
    assert bases == {"planning_process": ""}
    desk.take(made_from(small_plan(), changed(small_plan(), SetValue("title", "Third"))))
    assert [one.proposal.base for one in desk.library.proposals(PLAN) if one.proposal.address == "title"] == [
        "Less mercury"
    ]


def test_the_base_of_a_file_that_names_none_is_the_nearest_version(desk: Desk):
    desk.take(small_plan())
    nearest = desk.edit(TITLE, SUMMARY)
    keeping.keep(desk.library, PLAN, "request")
    desk.edit(SetValue("title", "Third"))
    assert desk.take(changed(nearest, SetValue("planning_process", "Theirs"))) == TakenIn("beside", 3, 1)
    (offered,) = desk.library.proposals(PLAN)
    assert offered.proposal.address == "planning_process"


def test_taking_in_twice_is_taking_in_once(desk: Desk):
    first, follows = small_plan(), made_from(small_plan(), changed(small_plan(), TITLE))
    beside = made_from(small_plan(), changed(small_plan(), SUMMARY))
    for file, outcome, number in ((first, "added", 1), (follows, "current", 2), (beside, "beside", 3)):
        assert desk.take(file)[:2] == (outcome, number)
        before = desk.everything()
        desk.clock.forward(minutes=1)
        assert desk.take(file) == TakenIn("equal", number, differs=outcome == "beside")
        assert desk.everything() == before


def test_proposals_that_were_decided_are_not_made_again_by_another_file_of_the_same_content(desk: Desk):
    desk.take(small_plan())
    desk.edit(SUMMARY)
    file = changed(small_plan(), TITLE)
    desk.take(made_from(small_plan(), file))
    (offered,) = desk.library.proposals(PLAN)
    with desk.library.changing() as change:
        change.decide(PLAN, {offered.proposal.id: "rejected"})
    assert desk.take(made_from(None, file, by="A third")).outcome == "equal"
    assert [one.decision for one in desk.library.proposals(PLAN)] == ["rejected"]


@pytest.mark.parametrize("contacts", ["names", "none"])
class TestWithContactsLeftOut:
    def test_a_file_of_a_version_changes_nothing(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        desk.edit(TITLE)
        file = desk.send()
        before = desk.everything()
        assert desk.take(with_contacts(file, contacts)) == TakenIn("equal", 2)
        assert desk.everything() == before

    def test_a_file_of_an_earlier_version_changes_nothing_though_it_names_the_one_before(
        self, desk: Desk, contacts: str
    ):
        desk.take(small_plan())
        desk.send()
        desk.edit(TITLE, CONTACT)
        file = desk.send()
        assert file.version.parent == fingerprint(small_plan())
        desk.edit(SetValue("title", "Third"))
        before = desk.everything()
        assert desk.take(with_contacts(file, contacts)) == TakenIn("equal", 2, differs=True)
        assert desk.everything() == before

    def test_a_file_of_the_plan_as_it_is_now_changes_nothing(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        plan = desk.edit(CONTACT, SUMMARY)
        assert desk.take(with_contacts(plan, contacts)) == TakenIn("equal", 0)
        assert desk.plan() == plan

    def test_the_plan_that_takes_over_a_file_keeps_its_contacts(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        assert desk.take(with_contacts(made_from(small_plan(), changed(small_plan(), TITLE)), contacts))[:1] == (
            "current",
        )
        assert desk.plan() == changed(small_plan(), TITLE)

    def test_contacts_that_came_after_the_version_a_file_is_like_are_kept(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        plan = desk.edit(SUMMARY, CONTACT)
        keeping.keep(desk.library, PLAN, "request")
        assert desk.take(with_contacts(changed(small_plan(), TITLE), contacts)) == TakenIn("beside", 3, 1)
        [offered] = desk.library.proposals(PLAN)
        assert people(accepted(desk.plan(), offered.proposal)) == people(plan)

    def test_no_suggestion_removes_a_contact(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        plan = desk.edit(SUMMARY, CONTACT)
        file = made_from(small_plan(), changed(small_plan(), TITLE))
        assert desk.take(with_contacts(file, contacts)) == TakenIn("beside", 2, 1)
        assert [one.proposal.address for one in desk.library.proposals(PLAN)] == ["title"]
        assert people(desk.versions()[1]) == people(small_plan())
        assert desk.plan() == plan

    def test_a_file_that_replaces_the_plan_removes_no_contact(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        plan = desk.edit(CONTACT)
        assert desk.take(with_contacts(changed(small_plan(), TITLE), contacts), replace=True) == TakenIn("replaced", 3)
        assert (desk.plan().title, people(desk.plan())) == ("Changed elsewhere", people(plan))

    def test_a_file_that_heals_a_damaged_plan_gets_the_contacts_of_its_last_version(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        plan = desk.edit(CONTACT)
        keeping.keep(desk.library, PLAN, "request")
        desk.spoil("UPDATE plan SET title = 'x'")
        desk.take(with_contacts(changed(small_plan(), TITLE), contacts), replace=True)
        assert people(desk.plan()) == people(plan)


def test_a_file_replaces_the_plan_where_that_is_asked_and_what_was_there_is_kept(desk: Desk):
    desk.take(small_plan())
    plan = desk.edit(SUMMARY)
    content = small_plan(title="Theirs")
    assert desk.take(content, replace=True) == TakenIn("replaced", 3)
    assert desk.plan() == content
    assert desk.versions() == [small_plan(), plan, content]


def test_a_file_that_is_the_plan_already_replaces_nothing(desk: Desk):
    desk.take(small_plan())
    before = desk.everything()
    for file in (small_plan(), with_contacts(small_plan(), "none")):
        assert desk.take(file, replace=True) == TakenIn("equal", 1)
    assert desk.everything() == before
    desk.edit(TITLE)
    assert desk.take(desk.plan(), replace=True) == TakenIn("equal", 0)


def test_nobody_changes_the_library_between_the_backup_and_what_replaces_a_plan(tmp_path: Path, desk: Desk):
    desk.take(small_plan())
    other = Desk(tmp_path / "here", "Another process", patience=0.05)
    made = []

    def back_up() -> None:
        with pytest.raises(Refused) as refused:
            other.edit(TITLE)
        made.append((refused.value.id, other.plan()))

    file = small_plan(title="Theirs")
    assert take_in(desk.library, file, "file", on=DAY, back_up=back_up) == TakenIn("replaced", 2)
    assert made == [("library.locked", small_plan())]
    assert take_in(desk.library, file, "file", on=DAY, back_up=back_up) == TakenIn("equal", 2)
    assert len(made) == 1
    other.close()


@pytest.mark.parametrize("damaged", [False, True])
def test_nothing_is_replaced_where_there_is_no_backup(desk: Desk, damaged: bool):
    desk.take(small_plan())
    if damaged:
        desk.spoil("UPDATE plan SET title = 'x'")

    def no_room() -> None:
        raise Refused("library.full", file="backup")

    with pytest.raises(Refused, match=r"library\.full"):
        take_in(desk.library, small_plan(title="Theirs"), "file", on=DAY, back_up=no_room)
    assert desk.asked("SELECT title FROM plan") == ("x" if damaged else small_plan().title)
    assert desk.versions() == [small_plan()]


def test_a_copy_that_was_kept_beside_the_plan_is_not_kept_again_when_it_replaces_it(desk: Desk, elsewhere: Desk):
    desk.take(ready_plan())
    elsewhere.take(desk.send())
    elsewhere.edit(TITLE)
    file = elsewhere.send()
    state(desk, "submitted", "Lead")
    assert desk.take(file) == TakenIn("beside", 3, 1)
    assert desk.take(file, replace=True) == TakenIn("replaced", 4)
    assert [kept.own for kept in desk.library.versions(PLAN)] == [True, True, False, True]
    assert [(step.by, step.to) for step in desk.plan().history] == [("Lead", "submitted"), ("", "draft")]


def test_what_was_replaced_is_not_kept_twice(desk: Desk):
    desk.take(small_plan())
    content = small_plan(title="Theirs")
    assert desk.take(content, replace=True) == TakenIn("replaced", 2)
    assert desk.versions() == [small_plan(), content]


def test_a_damaged_plan_takes_in_nothing_unless_it_is_to_be_replaced(desk: Desk):
    desk.take(small_plan())
    desk.take(samples.plan())
    desk.spoil("UPDATE plan SET title = 'x' WHERE plan = ?", PLAN)
    content = small_plan(title="Whole")
    with pytest.raises(Damaged) as refused:
        desk.take(content)
    assert refused.value.readable == small_plan(title="x")
    assert desk.versions() == [small_plan()]
    assert desk.take(samples.plan()).outcome == "equal"
    assert desk.take(content, replace=True) == TakenIn("replaced", 2, damaged=True)
    assert desk.plan() == content
    assert problems(desk.path) == ()


def test_a_damaged_version_comes_back_with_its_file(desk: Desk):
    desk.take(small_plan())
    desk.edit(SUMMARY)
    desk.spoil("UPDATE version SET content = zeroblob(9)")
    assert desk.take(small_plan()).number == 2
    assert desk.library.version(PLAN, 2) == small_plan()


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


class TestACopyThatIsNotKnownToBeOfTheLastVersion:
    """Nothing that a colleague has written, or that was written here, is replaced unasked."""

    @pytest.mark.parametrize("contacts", ["names", "none"])
    def test_two_colleagues_who_got_it_without_contacts_do_not_replace_each_other(
        self, tmp_path: Path, desk: Desk, elsewhere: Desk, contacts: str
    ):
        third = Desk(tmp_path / "third", "A third")
        desk.take(small_plan())
        sent = with_contacts(desk.send(), contacts)
        for other, text in ((elsewhere, "Bob's long summary."), (third, "Carol's.")):
            other.take(sent)
            other.edit(SetValue("summary", text))
        assert desk.take(elsewhere.send()).outcome == "current"
        assert desk.take(third.send())[:3] == ("beside", 3, 1)
        (offered,) = desk.library.proposals(PLAN)
        assert offered.proposal.conflict
        assert (offered.proposal.base, desk.plan().summary) == (small_plan().summary, "Bob's long summary.")
        third.close()

    @pytest.mark.parametrize("contacts", ["names", "none"])
    def test_the_version_that_was_sent_without_contacts_is_known_again_and_its_conflicts_are_told(
        self, desk: Desk, elsewhere: Desk, contacts: str
    ):
        desk.take(small_plan())
        elsewhere.take(with_contacts(desk.send(), contacts))
        desk.edit(SUMMARY)
        keeping.keep(desk.library, PLAN, "request")
        desk.edit(TITLE)
        elsewhere.edit(SetValue("summary", "Carol's."))
        assert desk.take(elsewhere.send())[:3] == ("beside", 3, 1)
        assert [one.proposal.conflict for one in desk.library.proposals(PLAN)] == [True]

    def test_two_files_that_do_not_say_from_what_they_were_made_do_not_replace_each_other(self, desk: Desk):
        desk.take(small_plan())
        assert desk.take(small_plan(summary="One")).outcome == "current"
        assert desk.take(small_plan(summary="Two")) == TakenIn("beside", 3, 1)
        (offered,) = desk.library.proposals(PLAN)
        assert (offered.proposal.base, offered.proposal.conflict) == (small_plan().summary, True)
        assert desk.plan().summary == "One"

    def test_the_same_edit_in_both_does_not_hide_what_else_was_edited_here(self, desk: Desk):
        desk.take(small_plan())
        desk.edit(TITLE, SUMMARY, SetValue("planning_process", "Ours"))
        keeping.keep(desk.library, PLAN, "request")
        desk.edit(SetValue("other_information", "Not kept"))
        same = [TITLE, SUMMARY, SetValue("planning_process", "Theirs")]  # nearer to the second, but of the first
        desk.take(changed(small_plan(), *same))
        assert [(one.proposal.address, one.proposal.conflict) for one in desk.library.proposals(PLAN)] == [
            ("planning_process", True)
        ]

    def test_where_a_version_is_damaged_nothing_is_taken_over_unasked(self, desk: Desk):
        desk.take(small_plan())
        desk.edit(TITLE)
        keeping.keep(desk.library, PLAN, "request")
        desk.spoil("UPDATE version SET content = zeroblob(9) WHERE number = 1")
        assert desk.take(small_plan(title="Theirs")) == TakenIn("beside", 3, 1)
        assert [one.proposal.conflict for one in desk.library.proposals(PLAN)] == [True]

    def test_with_very_many_versions_it_is_compared_with_those_that_others_may_know(self, desk: Desk):
        desk.take(small_plan())
        desk.edit(Add("objectives", Objective.blank(id=new_id(9))), SUMMARY)
        sent = desk.send()
        desk.edit(Remove(f"objectives/{new_id(9)}"))
        keep_many(desk, 60)
        desk.take(changed(bare(sent), SetValue("planning_process", "Theirs")))
        assert [(one.proposal.address, one.proposal.conflict) for one in desk.library.proposals(PLAN)] == [
            ("planning_process", True)  # for there are versions with which it was not compared
        ]

    def test_with_very_many_versions_what_was_removed_here_does_not_come_back_unasked(self, desk: Desk):
        desk.take(small_plan())
        here = desk.edit(Add("objectives", Objective.blank(id=new_id(9))))
        keeping.keep(desk.library, PLAN, "request")
        desk.edit(Remove(f"objectives/{new_id(9)}"))
        keep_many(desk, 60)
        desk.take(changed(here, SUMMARY))
        offered = {one.proposal.address: one.proposal.conflict for one in desk.library.proposals(PLAN)}
        assert offered == {"summary": True, f"objectives/{new_id(9)}": True}

    def test_one_that_was_made_from_a_version_which_only_others_have_replaces_nothing(
        self, tmp_path: Path, desk: Desk, elsewhere: Desk
    ):
        third = Desk(tmp_path / "third", "A third")
        desk.take(small_plan())
        first = desk.send()
        elsewhere.take(first)
        desk.edit(TITLE)
        third.take(desk.send())  # which never saw the first
        elsewhere.edit(SUMMARY)
        theirs = elsewhere.send()
        for file in (theirs, bare(theirs)):
            assert third.take(file).outcome in ("beside", "equal")
            assert third.plan().title == "Changed elsewhere"
        assert {one.proposal.address: one.proposal.conflict for one in third.library.proposals(PLAN)} == {
            "title": True,
            "summary": True,
        }
        third.close()

    def test_a_file_without_a_word_of_where_it_comes_from_may_be_made_from_what_only_others_have(self, desk: Desk):
        desk.take(made_from(small_plan(), small_plan(title="Second")))
        assert desk.take(small_plan(summary="Perhaps of the first")).outcome == "beside"
        assert all(one.proposal.conflict for one in desk.library.proposals(PLAN))


class TestAnOlderCopy:
    """One that arrives after what was made from it brings nothing back that was changed since."""

    @pytest.mark.parametrize(
        ("contacts", "later"),
        [("full", "full"), ("names", "full"), ("none", "full"), ("full", "names"), ("full", "none")],
    )
    def test_is_kept_and_nothing_else_changes(self, desk: Desk, elsewhere: Desk, contacts: str, later: str):
        desk.take(small_plan())
        first = desk.send()
        desk.edit(TITLE)
        second = with_contacts(desk.send(), later)
        elsewhere.take(second)
        plan = elsewhere.plan()
        assert elsewhere.take(with_contacts(first, contacts)) == TakenIn("older", 3)
        assert elsewhere.plan() == plan
        assert elsewhere.library.proposals(PLAN) == ()
        assert [(kept.number, kept.own) for kept in elsewhere.library.versions(PLAN)] == [(2, True), (3, False)]
        assert elsewhere.take(with_contacts(first, contacts)) == TakenIn("equal", 3, differs=True)

    @pytest.mark.parametrize("contacts", ["names", "none"])
    def test_is_not_known_again_where_nobody_here_has_its_contacts_so_all_it_suggests_are_conflicts(
        self, desk: Desk, elsewhere: Desk, contacts: str
    ):
        desk.take(small_plan())
        first = desk.send()
        desk.edit(TITLE)
        elsewhere.take(with_contacts(desk.send(), contacts))
        assert elsewhere.take(with_contacts(first, contacts)) == TakenIn("beside", 3, 1)
        assert [one.proposal.conflict for one in elsewhere.library.proposals(PLAN)] == [True]

    def test_is_older_than_a_version_made_from_it_without_contacts(self, tmp_path: Path, desk: Desk, elsewhere: Desk):
        third = Desk(tmp_path / "third", "A third")
        desk.take(small_plan())
        first = desk.send()
        elsewhere.take(with_contacts(first, "none"))
        elsewhere.edit(TITLE)
        third.take(elsewhere.send())
        assert third.take(first).outcome == "older"
        assert third.plan().title == "Changed elsewhere"
        third.close()

    def test_suggests_nothing_where_the_plan_was_edited_here_since(self, desk: Desk, elsewhere: Desk):
        desk.take(small_plan())
        first = desk.send()
        desk.edit(TITLE)
        elsewhere.take(desk.send())
        elsewhere.edit(SUMMARY)
        assert elsewhere.take(first).outcome == "older"
        assert elsewhere.library.proposals(PLAN) == ()

    def test_is_older_than_a_copy_that_is_beside_the_plan_too(self, desk: Desk, elsewhere: Desk):
        desk.take(small_plan())
        elsewhere.take(desk.send())
        elsewhere.edit(TITLE)
        theirs = elsewhere.send()
        elsewhere.edit(SetValue("title", "Changed again"))
        desk.edit(SUMMARY)
        assert desk.take(elsewhere.send()).outcome == "beside"
        assert desk.take(theirs).outcome == "older"
        assert [one.proposal.value for one in desk.library.proposals(PLAN)] == ["Changed again"]

    def test_is_not_what_the_next_version_was_made_from(self, desk: Desk, elsewhere: Desk):
        desk.take(small_plan())
        first = desk.send()
        desk.edit(TITLE)
        second = desk.send()
        elsewhere.take(second)
        elsewhere.take(first)
        elsewhere.edit(SUMMARY)
        assert elsewhere.send().version.parent == fingerprint(second)
        assert elsewhere.send(number=3).version.parent == ""
        assert desk.take(elsewhere.send()).outcome == "current"

    def test_is_told_from_what_was_restored_since(self, desk: Desk, elsewhere: Desk):
        desk.take(small_plan())
        desk.send()
        desk.edit(TITLE)
        elsewhere.take(desk.send())
        keeping.restore(desk.library, PLAN, 1, DAY)
        assert elsewhere.take(desk.send()) == TakenIn("current", 3)
        assert elsewhere.plan() == small_plan()

    def test_makes_the_copy_of_a_third_known_that_was_made_from_it(self, tmp_path: Path, desk: Desk, elsewhere: Desk):
        third = Desk(tmp_path / "third", "A third")
        desk.take(small_plan())
        first = desk.send()
        elsewhere.take(first)
        desk.edit(TITLE)
        third.take(desk.send())
        third.take(first)
        elsewhere.edit(SUMMARY)
        assert third.take(elsewhere.send()) == TakenIn("beside", 4, 1)
        (offered,) = third.library.proposals(PLAN)
        assert (offered.proposal.address, offered.proposal.conflict) == ("summary", False)
        third.close()

    def test_of_which_nothing_here_was_made_directly_suggests_what_it_has_as_conflicts_only(
        self, desk: Desk, elsewhere: Desk
    ):
        desk.take(small_plan())
        first = desk.send()
        desk.edit(TITLE)
        desk.send()
        desk.edit(SUMMARY)
        elsewhere.take(desk.send())
        plan = elsewhere.plan()
        assert elsewhere.take(first).outcome == "beside"
        assert elsewhere.plan() == plan
        assert [one.proposal.conflict for one in elsewhere.library.proposals(PLAN)] == [True, True]


@pytest.mark.parametrize("contacts", ["full", "names", "none"])
def test_a_file_of_ours_sent_with_less_contacts_and_changed_by_something_else_is_of_the_version_that_it_says(
    desk: Desk, contacts: str
):
    desk.take(small_plan())
    desk.edit(SUMMARY)
    desk.person = "A. Person"  # a contact of the plan
    file = with_contacts(desk.send(), contacts)
    assert file.version.by == ("" if contacts == "none" else "A. Person")
    desk.edit(SetValue("summary", small_plan().summary))
    keeping.keep(desk.library, PLAN, "request", name="As it was")
    assert desk.take(changed(file, TITLE)) == TakenIn("beside", 4, 1)
    assert [one.proposal.address for one in desk.library.proposals(PLAN)] == ["title"]
    assert desk.plan() == small_plan()


def test_who_passes_a_plan_on_passes_on_what_it_was_made_from(tmp_path: Path, desk: Desk, elsewhere: Desk):
    third = Desk(tmp_path / "third", "A third")
    desk.take(small_plan())
    for title in ("Second", "Third"):
        third.take(desk.send())
        desk.edit(SetValue("title", title))
    elsewhere.take(desk.send())
    assert elsewhere.send().version.parent == fingerprint(small_plan(title="Second"))
    assert third.take(elsewhere.send()).outcome == "current"
    third.close()


@pytest.mark.parametrize("replace", [False, True])
def test_a_report_under_the_id_of_a_plan_is_refused(desk: Desk, replace: bool):
    desk.take(small_plan())
    report = samples.report().model_copy(update={"id": PLAN})
    with pytest.raises(Refused) as refused:
        desk.take(report, replace=replace)
    assert refused.value.id == "library.other_kind"
    assert desk.versions() == [small_plan()]
    assert desk.plan() == small_plan()


def test_a_file_made_elsewhere_from_a_version_that_is_not_known_here_replaces_nothing(desk: Desk, elsewhere: Desk):
    desk.take(small_plan())
    elsewhere.take(desk.send())
    desk.edit(SUMMARY)
    keeping.keep(desk.library, PLAN, "request")
    elsewhere.edit(TITLE)
    elsewhere.send()  # to somebody else
    elsewhere.edit(Add("objectives", Objective.blank(id=new_id(9))))
    assert desk.take(elsewhere.send()).outcome == "beside"
    assert desk.plan() == small_plan(summary="Written anew.")


def test_a_move_to_another_state_is_not_suggested(desk: Desk, elsewhere: Desk):
    desk.take(ready_plan())
    elsewhere.take(desk.send())
    keeping.set_state(elsewhere.library, PLAN, "submitted", DAY, "Lead", "", samples.template())
    desk.edit(SUMMARY)
    taken = desk.take(elsewhere.send())
    assert taken[:3] == ("beside", 2, 0)
    assert [(step.to, step.by, step.on) for step in taken.moves] == [("submitted", "Lead", DAY)]


class TestMovesStayOnRecord:
    def test_a_copy_that_becomes_the_plan_keeps_the_moves_made_here(self, desk: Desk, elsewhere: Desk):
        desk.take(ready_plan())
        elsewhere.take(desk.send())
        state(desk, "submitted", "Bob")
        state(elsewhere, "advised", "Alice")
        bobs = desk.send()
        assert elsewhere.take(bobs)[:3] == ("beside", 3, 0)
        elsewhere.edit(TITLE)
        taken = desk.take(elsewhere.send())
        assert taken.outcome == "current"
        assert [step.by for step in desk.plan().history] == ["Bob", "Alice"]
        assert desk.plan().state == "advised"
        assert desk.take(elsewhere.send()).outcome == "equal"

    @pytest.mark.parametrize("ours", ["Aaron", "Zoe"])
    def test_which_state_it_is_in_does_not_depend_on_who_moved_it(self, desk: Desk, elsewhere: Desk, ours: str):
        desk.take(ready_plan())
        elsewhere.take(desk.send())
        state(desk, "submitted", ours)
        state(elsewhere, "submitted", "Mia")
        assert desk.take(elsewhere.send(), replace=True).outcome == "replaced"
        assert desk.plan().state == "submitted"
        assert sorted(step.by for step in desk.plan().history) == sorted([ours, "Mia"])
        before = desk.everything()
        assert desk.take(elsewhere.send(), replace=True).outcome == "equal"
        assert desk.everything() == before

    @pytest.mark.parametrize("damaged", [False, True])
    def test_a_file_that_replaces_the_plan_keeps_the_moves_made_here(self, desk: Desk, damaged: bool):
        desk.take(ready_plan())
        state(desk, "submitted", "Lead")
        if damaged:
            desk.spoil("UPDATE plan SET summary = 'x'")
        assert desk.take(ready_plan(), replace=True).outcome == "replaced"
        assert [(step.by, step.to) for step in desk.plan().history] == [("Lead", "submitted"), ("", "draft")]
        before = desk.everything()
        assert desk.take(ready_plan(), replace=True).outcome == "equal"
        assert desk.everything() == before


@pytest.mark.parametrize(("table", "outcome"), [("version", "beside"), ("proposal", "beside"), ("version", "current")])
def test_nothing_is_half_done_where_a_step_fails(desk: Desk, table: str, outcome: str):
    desk.take(small_plan())
    if outcome == "beside":
        desk.edit(SUMMARY)
    file = made_from(small_plan(), changed(small_plan(), TITLE))
    before = desk.everything()
    desk.spoil(f"CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END")
    with pytest.raises(sqlite3.IntegrityError, match="broken"):
        desk.take(file)
    assert desk.everything() == before
    desk.spoil("DROP TRIGGER broken")
    assert desk.take(file).outcome == outcome


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("here", ["edited", "untouched"])
def test_nothing_is_half_done_on_a_full_disk(desk: Desk, here: str, replace: bool):
    desk.take(small_plan())
    if here == "edited":
        desk.edit(SUMMARY)
    file = made_from(small_plan(), changed(small_plan(), TITLE))
    before = desk.everything()
    with desk.disk_full(), pytest.raises(Refused) as refused:
        desk.take(file, replace=replace)
    assert refused.value.id in ("library.full", "library.disk")
    assert desk.everything() == before
    assert problems(desk.path) == ()
    assert desk.take(file, replace=replace).outcome == (
        "replaced" if replace else "beside" if here == "edited" else "current"
    )
