from typing import Literal

import pytest
from hypothesis import given

from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.plan import Answer, Comment, Contact, Move, Partner, Plan, Version, efforts
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


CHANGED = {"partners", "actions", "comments", "contacts_left_out", "version", "history"}


@given(plans())
def test_any_plan_without_contacts_is_otherwise_the_same_and_valid(plan: Plan):
    for contacts in ("names", "none"):
        less = with_contacts(plan, contacts)
        assert Plan.model_validate(less.model_dump(mode="json")) == less
        for name in set(Plan.model_fields) - CHANGED:
            assert getattr(less, name) is getattr(plan, name)
        assert with_contacts(less, contacts) == less


ADA = Contact(id=new_id(2), name="Ada Lovelace", email="ada@example.org", phone="+41 22 917 12 34")
PARTNER = Partner.blank(id=new_id(1), category="other", name="A partner", contacts=(ADA,))


def left(contacts: Literal["names", "none"], **comment: object) -> bool:
    """Tell whether a comment goes along."""
    plan = blank_plan(partners=(PARTNER,), comments=(Comment.blank(id=new_id(5), **{"field": "summary"} | comment),))
    return with_contacts(plan, contacts).comments == plan.comments


def test_a_comment_is_on_a_contact_however_its_address_is_spelt():
    assert not left("names", field=f"{ADA.id}/email")
    assert left("names", field=f"{new_id(9)}/email")


@pytest.mark.parametrize("quoted", ["ada@example.org", "ADA@example.org", "+41 22 917 12 34", "+41229171234"])
def test_a_comment_that_quotes_a_way_to_reach_a_contact_is_left_out(quoted: str):
    text = f"Write to {quoted}."
    for said in (
        {"text": text}, {"anchor": text}, {"answers": (Answer(author="", date=None, text=text),)},
    ):  # fmt: skip
        assert not left("names", **said)
        assert not left("none", **said)


def test_a_comment_that_names_a_contact_goes_with_the_names_only():
    assert left("names", text="Ask Ada Lovelace.")
    assert not left("none", text="Ask ada lovelace.")


def test_without_contacts_their_names_do_not_stand_in_the_history():
    moves = tuple(Move(**{"from": "draft"}, to="submitted", on="2026-05-31", by=by) for by in ("Ada Lovelace", "Bob"))
    plan = blank_plan(partners=(PARTNER,), version=Version(number=1, by="Ada Lovelace"), history=moves)
    assert [move.by for move in with_contacts(plan, "none").history] == ["", "Bob"]
    assert with_contacts(plan, "none").version.by == ""
    assert with_contacts(plan, "names").version.by == "Ada Lovelace"
