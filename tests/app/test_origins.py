from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.app.taking_in import TakenIn
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.edits import Add, Remove, SetValue
from gmp_desk.domain.plan import Objective, Plan
from gmp_desk.domain.versions import fingerprint
from tests.app.desks import DAY, PLAN, SUMMARY, TITLE, Desk, changed, made_from, small_plan
from tests.strategies import new_id


def bare(plan: Plan) -> Plan:
    """Return a plan that does not say which version it is."""
    return plan.model_copy(update={"version": None})


def keep_many(desk: Desk, count: int) -> None:
    for number in range(count):
        desk.edit(SetValue("other_information", f"Edited {number} times."))
        keeping.keep(desk.library, PLAN, "request")


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

    def test_is_told_from_what_its_sender_went_back_to_though_the_numbers_are_other_ones_here(
        self, desk: Desk, elsewhere: Desk
    ):
        desk.take(small_plan())
        elsewhere.take(desk.send())
        keep_many(desk, 8)
        for text in ("Second", "Third", "Fourth"):
            elsewhere.edit(SetValue("summary", text))
            file = elsewhere.send()
            if text == "Third":
                assert desk.take(file)[:2] == ("beside", 10)
        keeping.restore(elsewhere.library, PLAN, 2, DAY)
        assert desk.take(elsewhere.send())[:2] == ("beside", 11)
        assert [one.proposal.value for one in desk.library.proposals(PLAN) if one.proposal.address == "summary"] == [
            "Third",
            "Second",
        ]

    def test_is_known_by_the_number_that_the_version_had_where_what_it_was_made_from_is_not_here(
        self, desk: Desk, elsewhere: Desk
    ):
        desk.take(small_plan())
        files = []
        for text in ("Second", "Third"):
            desk.edit(SetValue("summary", text))
            files.append(desk.send())
        elsewhere.take(files[1])
        elsewhere.edit(TITLE)
        assert elsewhere.take(files[0]).outcome == "older"

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


@pytest.mark.parametrize("contacts", ["names", "none"])
class TestAVersionThatCameWithoutContactsAndComesInFull:
    def test_brings_its_contacts_where_nothing_was_edited(self, desk: Desk, elsewhere: Desk, contacts: str):
        desk.take(small_plan())
        file = desk.send()
        elsewhere.take(with_contacts(file, contacts))
        assert elsewhere.take(file).outcome == "current"
        assert elsewhere.plan() == small_plan()

    def test_suggests_its_contacts_and_nothing_else_where_it_was_edited(
        self, desk: Desk, elsewhere: Desk, contacts: str
    ):
        desk.take(small_plan())
        desk.edit(SUMMARY)
        file = desk.send()
        elsewhere.take(with_contacts(file, contacts))
        elsewhere.edit(TITLE)
        assert elsewhere.take(file).outcome == "beside"
        offered = [one.proposal for one in elsewhere.library.proposals(PLAN)]
        assert offered
        assert not any(proposal.conflict for proposal in offered)
        assert all("contacts" in proposal.address for proposal in offered)


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
