import sys
from typing import Literal

import pytest
from hypothesis import given

from gmp_desk.domain.contacts import still_quoting, with_contacts, with_contacts_of
from gmp_desk.domain.edits import Add, Remove, SetValue
from gmp_desk.domain.edits import Move as MoveItem
from gmp_desk.domain.plan import Action, Answer, Comment, Contact, Effort, Move, Partner, Plan, Version, efforts, items
from tests import samples
from tests.domain.test_merge import done
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


@pytest.mark.parametrize("contacts", ["names", "none"])
def test_who_said_or_did_something_is_left_blank_where_it_tells_how_to_reach_a_contact(
    contacts: Literal["names", "none"],
):
    by = "Ada <ada@example.org>"
    plan = blank_plan(
        partners=(PARTNER,),
        version=Version(number=1, by=by),
        history=(Move(**{"from": "draft"}, to="submitted", on="2026-05-31", by=by, note="sent by ada@example.org"),),
        comments=(
            Comment.blank(
                id=new_id(5), field="summary", author=by, source="ada@example.org.docx", text="Good.",
                answers=(Answer(author=by, date=None, text="Thanks."),),
            ),
        ),
    )  # fmt: skip
    less = with_contacts(plan, contacts)
    assert less.version.by == ""
    assert (less.history[0].by, less.history[0].note) == ("", "")
    [comment] = less.comments
    assert (comment.author, comment.source, comment.text) == ("", "", "Good.")
    assert (comment.answers[0].author, comment.answers[0].text) == ("", "Thanks.")


def test_the_author_of_a_comment_stays_where_names_go_along():
    plan = blank_plan(
        partners=(PARTNER,), comments=(Comment.blank(id=new_id(5), field="summary", author="Ada Lovelace"),)
    )
    assert with_contacts(plan, "names").comments[0].author == "Ada Lovelace"
    assert with_contacts(plan, "none").comments[0].author == ""


def test_a_name_that_is_an_e_mail_address_does_not_go_along_with_the_names():
    desk = Contact(id=new_id(3), name="desk@example.org", title="Desk", email="desk@example.org")
    partner = PARTNER.model_copy(update={"contacts": (ADA, desk)})
    [one, other] = with_contacts(blank_plan(partners=(partner,)), "names").partners[0].contacts
    assert (one.name, other.name, other.title) == ("Ada Lovelace", "", "Desk")


@pytest.mark.parametrize("tells", ["ada@example.org", "sam@example.org", "tel. (202) 555-0101", "+41 22 917 12 34"])
def test_a_title_that_tells_how_to_reach_somebody_does_not_go_along_with_the_names(tells: str):
    desk = Contact(id=new_id(3), name="Sam", title=f"Area co-lead, {tells}")
    known = blank_plan(partners=(PARTNER.model_copy(update={"contacts": (ADA, desk)}),))
    sent = with_contacts(known, "names")
    assert [contact.title for contact in sent.partners[0].contacts] == ["", ""]
    assert with_contacts_of(sent, known) == known
    renamed = SetValue(f"{desk.id}/title", "Lead").apply(sent)
    assert with_contacts_of(renamed, known).partners[0].contacts[1].title == "Lead"


def test_a_text_that_quotes_a_contact_under_its_formatting_is_told():
    jane = Contact(id=new_id(2), name="Dr Jane Sample", email="jane_sample@example.org")
    partner = PARTNER.model_copy(update={"contacts": (jane,)})
    summary, process = "jane\\_**sample**@example.org", "**Jane** Sample"
    written = blank_plan(partners=(partner,), summary=summary, planning_process=process)
    assert still_quoting(written, "names") == ("summary",)
    assert still_quoting(written, "none") == ("summary", "planning_process")


def test_a_comment_on_something_that_has_gone_goes_along():
    assert left("none", field=f"objectives/{new_id(9)}/statement", text="Good.")


def test_a_comment_is_on_a_contact_also_where_its_id_is_in_capitals():
    contact = ADA.model_copy(update={"id": new_id(0xABCDEF)})
    partner = PARTNER.model_copy(update={"contacts": (contact,)})
    comment = Comment.blank(id=new_id(5), field=f"{contact.id.upper()}/title", text="?")
    assert with_contacts(blank_plan(partners=(partner,), comments=(comment,)), "names").comments == ()


def test_twice_as_many_comments_take_twice_the_work():
    def calls(count: int) -> int:
        comments = tuple(Comment.blank(id=new_id(n), field=f"comments/{new_id(n)}") for n in range(5, 5 + count))
        plan, made = blank_plan(comments=comments), []
        sys.setprofile(lambda _frame, event, _argument: made.append(event == "call"))
        try:
            with_contacts(plan, "names")
        finally:
            sys.setprofile(None)
        return sum(made)

    assert calls(200) < 2.5 * calls(100)


def test_without_contacts_their_names_do_not_stand_in_the_history():
    moves = tuple(Move(**{"from": "draft"}, to="submitted", on="2026-05-31", by=by) for by in ("Ada Lovelace", "Bob"))
    plan = blank_plan(partners=(PARTNER,), version=Version(number=1, by="Ada Lovelace"), history=moves)
    assert [move.by for move in with_contacts(plan, "none").history] == ["", "Bob"]
    assert with_contacts(plan, "none").version.by == ""
    assert with_contacts(plan, "names").version.by == "Ada Lovelace"


class TestFillingIn:
    @given(plans())
    def test_what_was_left_out_comes_back_as_it_is_known(self, plan: Plan):
        for contacts in ("full", "names", "none"):
            assert with_contacts_of(with_contacts(plan, contacts), plan) == plan

    @given(plans(), plans())
    def test_any_two_plans_make_a_valid_one(self, plan: Plan, known: Plan):
        filled = with_contacts_of(plan.model_copy(update={"contacts_left_out": True}), known)
        assert Plan.model_validate(filled.model_dump(mode="json")) == filled
        assert {item.id for item in items(plan)} <= {item.id for item in items(filled)}

    def test_a_plan_in_full_is_the_very_same(self):
        assert with_contacts_of(samples.plan(), blank_plan()) is samples.plan()

    def test_the_sender_s_own_changes_stay(self):
        known = samples.plan()
        sent = with_contacts(SetValue("title", "Another").apply(known), "none")
        assert with_contacts_of(sent, known) == known.model_copy(update={"title": "Another"})

    def test_a_contact_that_the_sender_added_stands_beside_those_that_come_back(self):
        known = blank_plan(partners=(PARTNER,))
        sent = Add(f"partners/{PARTNER.id}/contacts", Contact(id=new_id(3), name="Ben")).apply(
            with_contacts(known, "none")
        )
        assert [contact.name for contact in with_contacts_of(sent, known).partners[0].contacts] == [
            "Ada Lovelace",
            "Ben",
        ]

    def test_an_e_mail_address_that_the_sender_wrote_stays(self):
        known = blank_plan(partners=(PARTNER,))
        sent = SetValue(f"{ADA.id}/email", "new@example.org").apply(with_contacts(known, "names"))
        [contact] = with_contacts_of(sent, known).partners[0].contacts
        assert contact == ADA.model_copy(update={"email": "new@example.org"})

    def test_a_contact_goes_with_a_partner_that_the_sender_removed_and_so_does_the_link_to_it(self):
        effort = Effort.blank(id=new_id(4), contacts=(ADA.id,))
        known = blank_plan(partners=(PARTNER,), actions=(Action.blank(id=new_id(3), efforts=(effort,)),))
        sent = Remove(f"partners/{PARTNER.id}").apply(with_contacts(known, "none"))
        filled = with_contacts_of(sent, known)
        assert filled.partners == filled.actions[0].efforts[0].contacts == ()

    def test_a_link_that_the_sender_took_away_stays_away_where_the_contact_went_along(self):
        effort = Effort.blank(id=new_id(4), contacts=(ADA.id,))
        known = blank_plan(partners=(PARTNER,), actions=(Action.blank(id=new_id(3), efforts=(effort,)),))
        for contacts, links in (("names", ()), ("none", (ADA.id,))):
            sent = with_contacts(known, contacts)
            sent = SetValue(f"{effort.id}/contacts", []).apply(sent)
            assert with_contacts_of(sent, known).actions[0].efforts[0].contacts == links

    def test_a_contact_that_the_sender_moved_to_another_partner_is_there_once(self):
        known = blank_plan(partners=(PARTNER, Partner.blank(id=new_id(6))))
        sent = with_contacts(MoveItem(ADA.id, 0, f"{new_id(6)}/contacts").apply(known), "names")
        assert [partner.contacts for partner in with_contacts_of(sent, known).partners] == [(), (ADA,)]

    def test_names_that_were_left_blank_come_back_where_all_else_is_as_known(self):
        steps = tuple(
            Move(**{"from": "draft"}, to="submitted", on=f"2026-05-{day}", by="Ada Lovelace") for day in (30, 31)
        )
        answers = tuple(Answer(author="Ada Lovelace", date=None, text=text) for text in ("Yes.", "No."))
        comment = Comment.blank(id=new_id(5), field="summary", author="Ada Lovelace", text="Good.", answers=answers)
        version = Version(number=2, by="Ada Lovelace")
        known = blank_plan(partners=(PARTNER,), version=version, history=steps, comments=(comment,))
        sent = with_contacts(known, "none")
        assert sent.version.by == sent.history[0].by == sent.comments[0].answers[0].author == ""
        assert with_contacts_of(sent, known) == known
        changed = done(
            sent,
            SetValue("version", {"number": 3}),
            SetValue("history", [*sent.history[:1], {"from": "draft", "to": "agreed", "on": "2026-05-31"}]),
            SetValue(f"{comment.id}/answers", [answers[0], Answer(author="", date=None, text="Perhaps.")]),
        )
        filled = with_contacts_of(changed, known)
        assert filled.version.by == ""
        assert [step.by for step in filled.history] == ["Ada Lovelace", ""]
        assert [answer.author for answer in filled.comments[0].answers] == ["Ada Lovelace", ""]
        assert filled.comments[0].author == "Ada Lovelace"

    def test_names_come_back_though_others_stand_among_the_known_by_now(self):
        def step(day: int, by: str) -> Move:
            return Move(**{"from": "draft"}, to="advised", on=f"2026-05-{day}", by=by)

        ada, bob, carol = step(21, "Ada Lovelace"), step(22, "Bob"), step(19, "Carol")
        sent = with_contacts(blank_plan(partners=(PARTNER,), history=(ada, bob)), "none")
        known = blank_plan(partners=(PARTNER,), history=(carol, ada))
        assert with_contacts_of(sent, known).history == (ada, bob)
        twice = with_contacts(blank_plan(partners=(PARTNER,), history=(ada, ada, ada)), "none")
        known = blank_plan(partners=(PARTNER,), history=(ada, carol, ada))
        assert [move.by for move in with_contacts_of(twice, known).history] == ["Ada Lovelace", "Ada Lovelace", ""]

    def test_who_gave_no_name_gets_none(self):
        moves = tuple(
            Move(**{"from": "draft"}, to="submitted", on="2026-05-30", by=by)
            for by in ("Ada Lovelace", "", "Ada Lovelace")
        )
        known = blank_plan(partners=(PARTNER,), history=moves)
        assert with_contacts_of(known.model_copy(update={"contacts_left_out": True}), known).history == moves

    def test_names_come_back_in_long_records_too(self):
        moves = tuple(
            Move(**{"from": "draft"}, to="submitted", on="2026-05-30", by="Ada Lovelace", note=str(number))
            for number in range(4_000)
        )
        known = blank_plan(partners=(PARTNER,), history=moves)
        assert with_contacts_of(with_contacts(known, "none"), known) == known
