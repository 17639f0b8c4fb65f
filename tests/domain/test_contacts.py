from typing import Literal

import pytest
from hypothesis import given

from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.plan import Comment, Plan, efforts
from tests import samples
from tests.strategies import blank_plan, new_id, plans


def test_in_full_the_plan_is_the_very_same():
    assert with_contacts(samples.plan(), "full") is samples.plan()


def test_names_go_along_without_e_mail_and_telephone():
    plan = with_contacts(samples.plan(), "names")
    before = [contact for partner in samples.plan().partners for contact in partner.contacts]
    after = [contact for partner in plan.partners for contact in partner.contacts]
    assert [(contact.id, contact.name, contact.title) for contact in after] == [
        (contact.id, contact.name, contact.title) for contact in before
    ]
    assert any(contact.email and contact.phone for contact in before)
    assert not any(contact.email or contact.phone for contact in after)
    assert list(efforts(plan)) == list(efforts(samples.plan()))
    assert plan.contacts_left_out


def test_without_contacts_there_are_none_and_no_links_to_them():
    plan = with_contacts(samples.plan(), "none")
    assert not any(partner.contacts for partner in plan.partners)
    assert not any(effort.contacts for effort in efforts(plan))
    assert plan.contacts_left_out


@pytest.mark.parametrize("contacts", ["names", "none"])
@pytest.mark.parametrize(
    "field",
    [
        f"partners/{new_id(1)}/contacts/{new_id(2)}/email",
        f"partners/{new_id(1)}/contacts",
        f"actions/{new_id(3)}/efforts/{new_id(4)}/contacts",
    ],
)
def test_comments_on_contacts_may_quote_them_and_go_with_them(field: str, contacts: Literal["names", "none"]):
    about = Comment.blank(id=new_id(5), field=field, anchor="ada@example.org")
    other = Comment.blank(id=new_id(6), field="summary", anchor="contacts")
    assert with_contacts(blank_plan(comments=(about, other)), contacts).comments == (other,)


@given(plans())
def test_any_plan_without_contacts_is_otherwise_the_same_and_valid(plan: Plan):
    for contacts in ("names", "none"):
        less = with_contacts(plan, contacts)
        assert Plan.model_validate(less.model_dump(mode="json")) == less
        for name in set(Plan.model_fields) - {"partners", "actions", "comments", "contacts_left_out"}:
            assert getattr(less, name) is getattr(plan, name)
        assert with_contacts(less, contacts) == less
