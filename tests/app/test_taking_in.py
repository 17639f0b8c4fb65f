import pytest

from gmp_desk.app import keeping
from gmp_desk.app.taking_in import TakenIn
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.edits import Add, Remove, SetValue
from gmp_desk.domain.plan import Contact, Objective, Plan, Version, items
from gmp_desk.domain.proposals import accepted
from gmp_desk.domain.versions import fingerprint
from tests import samples
from tests.app.desks import DAY, PLAN, SUMMARY, TITLE, Desk, changed, made_from, ready_plan, small_plan
from tests.storage.making import NOW
from tests.strategies import new_id

CONTACT = Add(f"partners/{new_id(3)}/contacts", Contact(id=new_id(5), name="B. Person", email="b@example.org"))


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

    def test_a_partner_with_contacts_is_not_removed_unasked(self, desk: Desk, contacts: str):
        desk.take(small_plan())
        file = made_from(small_plan(), changed(small_plan(), Remove(f"partners/{new_id(3)}"), TITLE))
        assert desk.take(with_contacts(file, contacts)) == TakenIn("beside", 2, 2)
        assert desk.plan() == small_plan()
        kinds = {one.proposal.kind for one in desk.library.proposals(PLAN)}
        assert kinds == {"set", "remove"}

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
        desk.state("submitted", "Bob")
        elsewhere.state("advised", "Alice")
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
        desk.state("submitted", ours)
        elsewhere.state("submitted", "Mia")
        assert desk.take(elsewhere.send(), replace=True).outcome == "replaced"
        assert desk.plan().state == "submitted"
        assert sorted(step.by for step in desk.plan().history) == sorted([ours, "Mia"])
        before = desk.everything()
        assert desk.take(elsewhere.send(), replace=True).outcome == "equal"
        assert desk.everything() == before

    @pytest.mark.parametrize("damaged", [False, True])
    def test_a_file_that_replaces_the_plan_keeps_the_moves_made_here(self, desk: Desk, damaged: bool):
        desk.take(ready_plan())
        desk.state("submitted", "Lead")
        if damaged:
            desk.spoil("UPDATE plan SET summary = 'x'")
        assert desk.take(ready_plan(), replace=True).outcome == "replaced"
        assert [(step.by, step.to) for step in desk.plan().history] == [("Lead", "submitted"), ("", "draft")]
        before = desk.everything()
        assert desk.take(ready_plan(), replace=True).outcome == "equal"
        assert desk.everything() == before
