"""What holds for any edit of any plan."""

from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.address import canonical, places, value_at
from gmp_desk.domain.edits import Add, Duplicate, Edit, Link, Move, Remove, SetValue, Unlink
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import LINKS, Objective, Plan, items
from tests import samples
from tests.strategies import edits, fewer, new_id, plans, texts


def done(edit: Edit, plan: Plan) -> Plan:
    """Apply an edit; where the plan happens to know its new id already, the plan stays as it is."""
    try:
        return edit.apply(plan)
    except Refused as error:
        if error.id != "edit.known_id":
            raise
        return plan


@given(st.data())
def test_any_edits_keep_a_plan_valid_and_never_change_the_plan_before(data: st.DataObject):
    plan = data.draw(plans())
    before = []
    for _ in range(data.draw(st.integers(1, 8))):
        edit = data.draw(edits(plan))
        before.append((plan, plan.model_dump_json()))
        plan = done(edit, plan)
        assert Plan.model_validate(plan.model_dump(mode="json")) == plan
    for earlier, dumped in before:
        assert earlier.model_dump_json() == dumped


@given(st.data())
def test_an_edit_shares_every_item_that_it_does_not_change(data: st.DataObject):
    plan = data.draw(plans())
    edit = data.draw(edits(plan))
    edited = done(edit, plan)
    known = {place.item.id: place.item for place in places(plan)}
    for place in places(edited):
        if place.item == known.get(place.item.id):
            assert place.item is known[place.item.id]


@given(st.data())
@fewer(2)
def test_removing_leaves_no_link_to_what_is_gone(data: st.DataObject):
    plan = data.draw(plans())
    for place in places(plan):
        removed = Remove(place.address).apply(plan)
        gone = {item.id for item in items(plan)} - {item.id for item in items(removed)}
        assert gone == {item.id for item in items(place.item)}
        for item in items(removed):
            for kind, name in LINKS:
                if type(item) is kind:
                    links = getattr(item, name)
                    assert not gone & set(links if isinstance(links, tuple) else (links,))


@given(st.data(), texts())
def test_an_edit_at_an_address_from_outside_is_done_or_refused(data: st.DataObject, text: str):
    plan = samples.plan()
    place = data.draw(st.sampled_from(list(places(plan))))
    address = data.draw(
        st.sampled_from([text, f"{place.address}/{text}", f"{text}/{place.item.id}", f"/{place.address}"])
    )
    kind = data.draw(st.sampled_from(["set", "add", "remove", "move", "duplicate", "link", "unlink"]))
    new = new_id(100)
    edit = {
        "set": SetValue(address, text),
        "add": Add(address, Objective.blank(id=new)),
        "remove": Remove(address),
        "move": Move(address, 0, text),
        "duplicate": Duplicate(address, new),
        "link": Link(address, text),
        "unlink": Unlink(address, text),
    }[kind]
    try:
        edited = edit.apply(plan)
    except Refused:
        return
    assert Plan.model_validate(edited.model_dump(mode="json")) == edited


@given(plans())
@fewer(2)
def test_every_address_leads_to_its_item(plan: Plan):
    for place in places(plan):
        assert value_at(plan, place.address) is place.item
        assert value_at(plan, place.list)[place.position] is place.item
        assert canonical(plan, f"elsewhere/{place.item.id}") == place.address
