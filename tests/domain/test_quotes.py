"""Whether a text quotes a contact, however it is written there."""

import pytest

from gmp_desk.domain.plan import Contact, Indicator, Objective, Partner
from gmp_desk.domain.quotes import fields_that_quote, quotes_of
from gmp_desk.domain.values import Reading
from tests.strategies import blank_plan, new_id

ADA = Contact(id=new_id(2), name="Ada Lovelace", email="ada@example.org", phone="+41 22 917 12 34")
PARTNER = Partner.blank(id=new_id(1), name="A partner", contacts=(ADA,))
NATIONAL_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def quoted(text: str, **contact: str) -> bool:
    """Tell whether a text quotes Ada, or a contact with these values alone."""
    return quotes_of([Contact.blank(id=new_id(2), **contact) if contact else ADA], names=True)(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write to ada@example.org.", "<ADA@Example.org>", "[her](mailto:ada@example.org)", "请写信给ada@example.org。",
        "ada@\u200bexample\u00ad.org", "_ada@example.org_", "\u202aada@example.org\u202c",
    ],
)  # fmt: skip
def test_an_e_mail_is_found_in_any_spelling(text: str):
    assert quoted(text)


@pytest.mark.parametrize(
    "text",
    [
        "+41 22 917 12 34", "+41229171234", "0041 22 917 12 34", "022 917 12 34", "(022) 917.12.34", "917-12-34",
        "Call 022\u00a0917\u202f12\u200934!", "022\n917 12 34", "+41 22 917 12 34".translate(NATIONAL_DIGITS),
        "０２２ ９１７ １２ ３４", "022 917\u200b12\u00ad34",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_in_any_spelling(text: str):
    assert quoted(text)


@pytest.mark.parametrize("text", ["Since 2012, 34 kilns have closed.", "917 tonnes, 12 sites, 34 people", "+41 22 917"])
def test_other_figures_are_no_telephone_number(text: str):
    assert not quoted(text)


def test_each_of_several_numbers_in_one_field_is_found():
    phone = "+41 22 917 12 34 / +33 1 40 20 50 60, ext. 7"
    assert quoted("01 40 20 50 60", phone=phone)
    assert quoted("022 917 12 34", phone=phone)


def test_a_number_of_few_digits_is_not_looked_for():
    assert not quoted("Since 2012, in 12 months: 12345", phone="12345")
    assert quoted("Dial 12-34-56.", phone="123456")


@pytest.mark.parametrize(
    "text",
    [
        "Ask Ada Lovelace.", "ask ADA LOVELACE", "Ada\u00a0Lovelace", "Ada \n Lovelace", "**Ada Lovelace**",
        "_Ada Lovelace_", "Ada\u200b Love\u00adlace", "问Ada Lovelace吗",
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_spelling(text: str):
    assert quoted(text)


def test_a_name_is_sought_as_a_word_of_its_own():
    assert not quoted("Please clarify the baseline, Lili.", name="Li")
    assert quoted("Ask Li.", name="Li")
    assert quoted("请Li确认", name="Li")


def test_a_name_in_a_writing_without_spaces_is_found_within_a_sentence():
    assert quoted("请王伟确认基线。", name="王伟")
    assert not quoted("请确认基线。", name="王伟")


@pytest.mark.parametrize("value", ["", " ", "\u200b", "-", "…"])
def test_a_value_that_says_nothing_is_quoted_nowhere(value: str):
    assert not quoted("A text - with… \u200b marks", name=value, email=value, phone=value)


def test_names_are_sought_only_where_asked():
    assert not quotes_of([ADA], names=False)("Ada Lovelace")
    assert quotes_of([ADA], names=False)("ada@example.org")


def test_the_fields_that_quote_a_contact_are_told_by_their_addresses():
    reading = Reading(value=None, qualifier="unknown", year=None, note="says Ada Lovelace")
    plan = blank_plan(
        summary="Ask Ada Lovelace.",
        partners=(PARTNER,),
        objectives=(Objective.blank(id=new_id(3), statement="As ada@example.org says"),),
        evaluation={
            "method": "Call 022 917 12 34",
            "indicators": (Indicator.blank(id=new_id(4), history=(reading, reading)),),
        },
    )
    assert list(fields_that_quote(plan, quotes_of([ADA], names=True))) == [
        "summary",
        f"objectives/{new_id(3)}/statement",
        "evaluation/method",
        f"evaluation/indicators/{new_id(4)}/history/1/note",
        f"evaluation/indicators/{new_id(4)}/history/2/note",
        f"partners/{new_id(1)}/contacts/{new_id(2)}/name",
        f"partners/{new_id(1)}/contacts/{new_id(2)}/email",
        f"partners/{new_id(1)}/contacts/{new_id(2)}/phone",
    ]
