"""Edits on a small plan told in full."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from gmp_desk.domain.address import canonical, value_at
from gmp_desk.domain.edits import Add, Duplicate, Edit, Link, Move, Remove, SetValue, Unlink
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import (
    Action,
    Contact,
    Effort,
    Indicator,
    Milestone,
    Objective,
    Opportunity,
    Partner,
    Plan,
    Project,
    Source,
    efforts,
    items,
)  # fmt: skip
from gmp_desk.domain.values import Amount, Words
from tests.strategies import blank_plan, new_id

GOAL, OTHER_GOAL, FIRST, SECOND, EFFORT, NEXT_EFFORT, PARTNER, OTHER_PARTNER, CONTACT, OTHER_CONTACT, MILESTONE = map(
    new_id, range(1, 12)
)
NEW = new_id(100)
NOWHERE = new_id(999)
LETTERS = new_id(0xABCDEF)


@pytest.fixture
def plan() -> Plan:
    """Two objectives, two actions, two efforts under the first, two partners with a contact each."""
    peers = Effort.blank(id=NEXT_EFFORT, title="Peers")
    effort = Effort.blank(
        id=EFFORT, title="Help desk", objectives=(GOAL, OTHER_GOAL), partners=(PARTNER, OTHER_PARTNER),
        contacts=(CONTACT, OTHER_CONTACT), milestones=(Milestone(id=MILESTONE, title="Opened", due=None),),
    )  # fmt: skip
    return blank_plan(
        objectives=(Objective.blank(id=GOAL, statement="Less"), Objective.blank(id=OTHER_GOAL, statement="None")),
        actions=(
            Action.blank(
                id=FIRST,
                title="Advise",
                objectives=(GOAL,),
                efforts=(effort, peers),
            ),
            Action.blank(id=SECOND, title="Measure"),
        ),
        partners=(
            Partner.blank(id=PARTNER, name="Ministry", contacts=(Contact(id=CONTACT, name="Ada"),)),
            Partner.blank(id=OTHER_PARTNER, name="Institute", contacts=(Contact(id=OTHER_CONTACT, name="Ben"),)),
        ),
    )


def ids(plan: Plan, address: str) -> list[str]:
    return [item.id for item in value_at(plan, address)]


def refused(plan: Plan, edit: Edit) -> str:
    with pytest.raises(Refused) as error:
        edit.apply(plan)
    return error.value.id


class TestSet:
    def test_a_text_is_replaced(self, plan: Plan):
        address = f"actions/{FIRST}/efforts/{EFFORT}/title"
        assert value_at(SetValue(address, "Advice line").apply(plan), address) == "Advice line"

    def test_the_text_is_normalized(self, plan: Plan):
        assert SetValue("summary", "one\r\ntwo\x00e\u0301").apply(plan).summary == "one\ntwoé"

    def test_an_item_is_found_by_its_id_wherever_it_was_moved(self, plan: Plan):
        edited = SetValue(f"actions/{SECOND}/efforts/{EFFORT}/title", "Advice line").apply(plan)
        assert edited.actions[0].efforts[0].title == "Advice line"

    def test_money_dates_and_choices_are_read_as_from_a_file(self, plan: Plan):
        address = f"actions/{FIRST}/efforts/{EFFORT}"
        for name, value in {
            "cost": {"amount": "12.50", "currency": "USD"},
            "start": "2026-05",
            "kind": "bilateral",
            "objectives": [OTHER_GOAL],
        }.items():
            plan = SetValue(f"{address}/{name}", value).apply(plan)
        plan = SetValue(f"{address}/milestones/{MILESTONE}/due", "2026-12-31").apply(plan)
        effort = value_at(plan, address)
        assert effort.cost == Amount(amount="12.50", currency="USD")
        assert (effort.start, effort.kind, effort.objectives) == ("2026-05", "bilateral", (OTHER_GOAL,))
        assert effort.milestones[0].due.isoformat() == "2026-12-31"
        assert SetValue(f"{address}/cost", {"text": "staff time"}).apply(plan).actions[0].efforts[0].cost == Words(
            text="staff time"
        )

    def test_everything_else_is_the_very_same(self, plan: Plan):
        edited = SetValue(f"objectives/{GOAL}/statement", "Much less").apply(plan)
        assert edited.objectives[1] is plan.objectives[1]
        assert edited.actions is plan.actions
        assert edited.evaluation is plan.evaluation
        assert edited.partners is plan.partners

    def test_setting_what_is_there_gives_the_very_same_plan(self, plan: Plan):
        assert SetValue(f"objectives/{GOAL}/statement", "Less").apply(plan) is plan
        assert SetValue("period", {"first_year": 2026, "last_year": 2027}).apply(plan) is plan

    @pytest.mark.parametrize(
        ("address", "value"),
        [
            ("title", None),
            ("title", 5),
            ("language", "de"),
            ("period", {"first_year": 10**30, "last_year": 2027}),
            ("period", {"first_year": 2026}),
            (f"actions/{FIRST}/efforts/{EFFORT}/start", "2026-13"),
            (f"actions/{FIRST}/efforts/{EFFORT}/cost", {"amount": "much", "currency": "USD"}),
            (f"objectives/{GOAL}/goals", ["peace"]),
        ],
    )
    def test_a_value_that_the_field_cannot_hold_is_refused(self, plan: Plan, address: str, value: Any):
        assert refused(plan, SetValue(address, value)) == "edit.value"

    @pytest.mark.parametrize(
        ("address", "value"),
        [
            ("id", NEW),
            ("format", "gmp-plan"),
            (f"objectives/{GOAL}/id", OTHER_GOAL),
            ("objectives", ()),
            ("objectives", ({"id": NEW, "statement": "", "goals": [], "focuses": [], "priorities": []},)),
            ("evaluation", {"method": "", "indicators": []}),
        ],
    )
    def test_ids_and_items_are_not_set(self, plan: Plan, address: str, value: Any):
        assert refused(plan, SetValue(address, value)) == "edit.value"

    def test_an_id_may_be_spelt_in_capitals(self, plan: Plan):
        plan = Add("objectives", Objective.blank(id=LETTERS, statement="More")).apply(plan)
        address = f"objectives/{LETTERS.upper()}/statement"
        assert value_at(plan, address) == "More"
        assert canonical(plan, address) == f"objectives/{LETTERS}/statement"
        assert SetValue(address, "Most").apply(plan).objectives[2].statement == "Most"

    @pytest.mark.parametrize(
        "address",
        ["", "nothing", f"objectives/{GOAL}", f"objectives/{NOWHERE}/statement", "title/x", "evaluation//method"],
    )
    def test_an_address_that_leads_to_no_field_is_refused(self, plan: Plan, address: str):
        assert refused(plan, SetValue(address, "x")) == "address.nowhere"


class TestAdd:
    def test_an_item_is_added_at_the_end(self, plan: Plan):
        assert ids(Add("objectives", Objective.blank(id=NEW)).apply(plan), "objectives") == [GOAL, OTHER_GOAL, NEW]

    @pytest.mark.parametrize(("position", "order"), [(0, [NEW, GOAL, OTHER_GOAL]), (1, [GOAL, NEW, OTHER_GOAL])])
    def test_an_item_is_added_at_its_position(self, plan: Plan, position: int, order: list[str]):
        assert ids(Add("objectives", Objective.blank(id=NEW), position).apply(plan), "objectives") == order

    @pytest.mark.parametrize(("position", "order"), [(-5, [NEW, GOAL, OTHER_GOAL]), (50, [GOAL, OTHER_GOAL, NEW])])
    def test_a_position_beyond_the_list_is_its_end(self, plan: Plan, position: int, order: list[str]):
        assert ids(Add("objectives", Objective.blank(id=NEW), position).apply(plan), "objectives") == order

    def test_an_item_is_added_within_another(self, plan: Plan):
        added = Add(f"actions/{SECOND}/efforts", Effort.blank(id=NEW)).apply(plan)
        assert ids(added, f"actions/{SECOND}/efforts") == [NEW]

    def test_a_known_id_is_refused(self, plan: Plan):
        assert refused(plan, Add("objectives", Objective.blank(id=EFFORT))) == "edit.known_id"

    def test_a_known_id_within_the_item_is_refused(self, plan: Plan):
        partner = Partner.blank(id=NEW, contacts=(Contact(id=GOAL, name=""),))
        assert refused(plan, Add("partners", partner)) == "edit.known_id"

    def test_an_item_with_one_id_twice_is_refused(self, plan: Plan):
        twice = (Milestone(id=NOWHERE, title="", due=None),) * 2
        effort = Effort.blank(id=NEW, milestones=twice)
        assert refused(plan, Add(f"actions/{SECOND}/efforts", effort)) == "edit.known_id"

    @pytest.mark.parametrize("address", ["actions", "title", "evaluation", f"actions/{FIRST}/objectives"])
    def test_a_place_for_something_else_is_refused(self, plan: Plan, address: str):
        assert refused(plan, Add(address, Objective.blank(id=NEW))) == "edit.value"


class TestRemove:
    def test_an_item_is_gone(self, plan: Plan):
        assert ids(Remove(f"actions/{FIRST}").apply(plan), "actions") == [SECOND]

    def test_removing_a_partner_unlinks_it_and_its_contacts_wherever_they_are_used(self, plan: Plan):
        [effort, _] = efforts(Remove(f"partners/{PARTNER}").apply(plan))
        assert effort.partners == (OTHER_PARTNER,)
        assert effort.contacts == (OTHER_CONTACT,)

    def test_removing_an_objective_unlinks_it_from_actions_efforts_opportunities_and_indicators(self, plan: Plan):
        plan = Add("opportunities", Opportunity.blank(id=NEW, objectives=(GOAL, OTHER_GOAL))).apply(plan)
        plan = Add("evaluation/indicators", Indicator.blank(id=NOWHERE, objective=GOAL)).apply(plan)
        plan = Remove(f"objectives/{GOAL}").apply(plan)
        assert plan.actions[0].objectives == ()
        assert plan.actions[0].efforts[0].objectives == (OTHER_GOAL,)
        assert plan.opportunities[0].objectives == (OTHER_GOAL,)
        assert plan.evaluation.indicators[0].objective is None

    def test_removing_an_action_unlinks_its_efforts_from_sources_and_projects(self, plan: Plan):
        plan = Add("resources/sources", Source.blank(id=NEW, efforts=(EFFORT, NEXT_EFFORT))).apply(plan)
        plan = Add("resources/projects", Project.blank(id=NOWHERE, efforts=(EFFORT,))).apply(plan)
        plan = Remove(f"actions/{FIRST}").apply(plan)
        assert plan.resources.sources[0].efforts == ()
        assert plan.resources.projects[0].efforts == ()

    def test_removing_an_opportunity_unlinks_the_effort_that_came_from_it(self, plan: Plan):
        plan = Add("opportunities", Opportunity.blank(id=NEW)).apply(plan)
        plan = Link(f"actions/{FIRST}/efforts/{EFFORT}/opportunity", NEW).apply(plan)
        assert Remove(f"opportunities/{NEW}").apply(plan).actions[0].efforts[0].opportunity is None

    def test_what_was_not_linked_is_the_very_same(self, plan: Plan):
        removed = Remove(f"partners/{PARTNER}").apply(plan)
        assert removed.actions[0].efforts[1] is plan.actions[0].efforts[1]
        assert removed.actions[1] is plan.actions[1]
        assert removed.objectives is plan.objectives

    def test_an_item_is_found_by_its_id_in_capitals(self, plan: Plan):
        plan = Add("actions", Action.blank(id=LETTERS)).apply(plan)
        assert ids(Remove(LETTERS.upper()).apply(plan), "actions") == [FIRST, SECOND]

    @pytest.mark.parametrize("address", ["objectives", "title", f"objectives/{NOWHERE}", ""])
    def test_what_is_no_item_is_refused(self, plan: Plan, address: str):
        assert refused(plan, Remove(address)) == "address.nowhere"


class TestMove:
    def test_an_item_is_moved_within_its_list(self, plan: Plan):
        assert ids(Move(f"objectives/{GOAL}", 1).apply(plan), "objectives") == [OTHER_GOAL, GOAL]
        assert ids(Move(f"objectives/{OTHER_GOAL}", 0).apply(plan), "objectives") == [OTHER_GOAL, GOAL]

    def test_an_item_moved_to_where_it_stands_gives_the_very_same_plan(self, plan: Plan):
        assert Move(f"actions/{FIRST}/efforts/{EFFORT}", 0).apply(plan) is plan

    def test_an_effort_is_moved_to_another_action_with_its_links(self, plan: Plan):
        moved = Move(f"actions/{FIRST}/efforts/{EFFORT}", 0, f"actions/{SECOND}/efforts").apply(plan)
        assert ids(moved, f"actions/{FIRST}/efforts") == [NEXT_EFFORT]
        assert moved.actions[1].efforts == (plan.actions[0].efforts[0],)
        assert canonical(moved, f"actions/{FIRST}/efforts/{EFFORT}") == f"actions/{SECOND}/efforts/{EFFORT}"

    def test_a_contact_is_moved_to_another_partner_and_stays_linked(self, plan: Plan):
        moved = Move(f"partners/{PARTNER}/contacts/{CONTACT}", 5, f"partners/{OTHER_PARTNER}/contacts").apply(plan)
        assert ids(moved, f"partners/{OTHER_PARTNER}/contacts") == [OTHER_CONTACT, CONTACT]
        assert moved.actions is plan.actions

    @pytest.mark.parametrize("to", ["actions", "title", f"partners/{PARTNER}/contacts"])
    def test_a_list_of_another_kind_is_refused(self, plan: Plan, to: str):
        assert refused(plan, Move(f"objectives/{GOAL}", 0, to)) == "edit.value"

    @pytest.mark.parametrize("to", [f"actions/{FIRST}/efforts", f"{FIRST}/efforts", f"{EFFORT}/milestones"])
    def test_an_item_cannot_be_moved_into_itself_however_its_lists_are_spelt(self, plan: Plan, to: str):
        assert refused(plan, Move(f"actions/{FIRST}", 0, to)) == "edit.into_itself"


class TestDuplicate:
    def test_the_copy_stands_behind_the_item(self, plan: Plan):
        assert ids(Duplicate(f"objectives/{GOAL}", NEW).apply(plan), "objectives") == [GOAL, NEW, OTHER_GOAL]

    def test_the_items_within_get_new_ids_too(self, plan: Plan):
        [original, copy, _] = Duplicate(f"actions/{FIRST}", NEW).apply(plan).actions
        assert not {item.id for item in items(original)} & {item.id for item in items(copy)}
        assert copy.id == NEW
        assert copy.efforts[0].milestones[0].title == "Opened"

    def test_links_to_the_rest_of_the_plan_stay(self, plan: Plan):
        copy = Duplicate(f"actions/{FIRST}/efforts/{EFFORT}", NEW).apply(plan).actions[0].efforts[1]
        assert (copy.partners, copy.objectives, copy.contacts) == (
            (PARTNER, OTHER_PARTNER), (GOAL, OTHER_GOAL), (CONTACT, OTHER_CONTACT),
        )  # fmt: skip

    def test_a_text_that_looks_like_an_id_stays(self, plan: Plan):
        plan = SetValue(f"actions/{FIRST}/title", EFFORT).apply(plan)
        assert Duplicate(f"actions/{FIRST}", NEW).apply(plan).actions[1].title == EFFORT

    def test_the_same_edit_gives_the_same_ids(self, plan: Plan):
        edit = Duplicate(f"actions/{FIRST}", NEW)
        assert edit.apply(plan) == edit.apply(plan)

    def test_a_known_id_is_refused(self, plan: Plan):
        assert refused(plan, Duplicate(f"objectives/{GOAL}", EFFORT)) == "edit.known_id"

    @pytest.mark.parametrize("id_", ["", "1", "no id"])
    def test_an_id_that_is_no_uuid_is_refused(self, plan: Plan, id_: str):
        assert refused(plan, Duplicate(f"objectives/{GOAL}", id_)) == "edit.value"


class TestLink:
    def test_a_link_is_added_at_the_end(self, plan: Plan):
        linked = Link(f"actions/{FIRST}/objectives", OTHER_GOAL).apply(plan)
        assert linked.actions[0].objectives == (GOAL, OTHER_GOAL)

    def test_a_link_that_is_there_changes_nothing(self, plan: Plan):
        assert Link(f"actions/{FIRST}/objectives", GOAL).apply(plan) is plan

    def test_the_one_link_of_a_field_is_replaced(self, plan: Plan):
        plan = Add("evaluation/indicators", Indicator.blank(id=NEW, objective=GOAL)).apply(plan)
        linked = Link(f"evaluation/indicators/{NEW}/objective", OTHER_GOAL).apply(plan)
        assert linked.evaluation.indicators[0].objective == OTHER_GOAL

    @pytest.mark.parametrize("id_", [NOWHERE, EFFORT, ""])
    def test_what_is_not_there_or_of_another_kind_is_refused(self, plan: Plan, id_: str):
        assert refused(plan, Link(f"actions/{FIRST}/objectives", id_)) == "edit.link"

    def test_a_field_that_is_no_link_is_refused(self, plan: Plan):
        assert refused(plan, Link(f"actions/{FIRST}/title", GOAL)) == "edit.link"
        assert refused(plan, Link("nothing", GOAL)) == "address.nowhere"

    def test_a_link_is_taken_out(self, plan: Plan):
        assert Unlink(f"actions/{FIRST}/objectives", GOAL).apply(plan).actions[0].objectives == ()

    def test_a_dangling_link_can_be_taken_out(self, plan: Plan):
        plan = SetValue(f"actions/{FIRST}/objectives", (NOWHERE, GOAL)).apply(plan)
        assert Unlink(f"actions/{FIRST}/objectives", NOWHERE).apply(plan).actions[0].objectives == (GOAL,)

    def test_the_one_link_of_a_field_is_taken_out(self, plan: Plan):
        plan = Add("evaluation/indicators", Indicator.blank(id=NEW, objective=GOAL)).apply(plan)
        assert (
            Unlink(f"evaluation/indicators/{NEW}/objective", GOAL).apply(plan).evaluation.indicators[0].objective
            is None
        )

    def test_a_link_that_is_not_there_changes_nothing(self, plan: Plan):
        assert Unlink(f"actions/{SECOND}/objectives", GOAL).apply(plan) is plan

    def test_a_link_cannot_be_taken_out_of_a_text(self, plan: Plan):
        assert refused(plan, Unlink(f"actions/{FIRST}/title", GOAL)) == "edit.link"


def test_every_edit_has_a_label_of_its_own():
    kinds = get_args(Edit)
    assert len({kind.label for kind in kinds}) == len(kinds) == 7


def test_a_plan_with_an_id_twice_is_no_plan():
    with pytest.raises(ValidationError):
        blank_plan(objectives=(Objective.blank(id=GOAL),) * 2)
