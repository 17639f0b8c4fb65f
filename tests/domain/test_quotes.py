"""Whether a text quotes a contact, however it is written there."""

import pytest

from gmp_desk.domain.plan import Contact, Indicator, Objective, Partner
from gmp_desk.domain.quotes import fields_that_quote, quotes_of, reaches
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


SAM = "sam_sample@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "sam\\_sample@example.org", "sam_**sample**@example.org", "**sam**\\_sample@*example*.org",
        "sam_sample@[example](https://example.org).org",
    ],
)  # fmt: skip
def test_an_address_is_found_also_where_its_letters_look_different(text: str):
    assert quoted(text, email=SAM)


def test_a_name_and_a_number_are_found_also_where_their_letters_look_different():
    assert quoted("Ask Dr **Jane** _Sample_.", name="Dr Jane Sample")
    assert quoted("Call 022 **917** 12 34.")


@pytest.mark.parametrize(
    "email",
    [
        "ada@example.org; sam_sample@example.org", "ada@example.org,sam_sample@example.org",
        "Sam Sample <sam_sample@example.org>", "mailto:sam_sample@example.org",
        "MAILTO:sam_sample@example.org?subject=Hi",
        "ada@example.org/sam_sample@example.org", "（sam_sample@example.org）", "sam_sample＠example.org",
        "“sam_sample@example.org”.", "ada@example.org、sam_sample@example.org",
    ],
)  # fmt: skip
def test_each_address_in_a_field_is_found_by_itself(email: str):
    assert quoted(f"Write to {SAM}, please.", email=email)
    assert not quoted("Write to sam@example.org, Sam.", email=email)


def test_an_address_or_number_in_the_name_or_title_is_one_too():
    quotes = quotes_of(
        [Contact.blank(id=new_id(2), name="S <s@b.org>", title="Lead, tel. (202) 555-0101")], names=False
    )
    assert quotes("Write to s@b.org.")
    assert quotes("+1 202 555 0101")
    assert not quotes("The lead tells.")


@pytest.mark.parametrize(
    "name",
    [
        "Dr Jane Sample", "Dr. Jane Sample", "Prof. Dr. Jane Sample", "Ms. Jane Sample", "H.E. Jane Sample",
        "Jane Sample, PhD", "Jane Sample", "Д-р Jane Sample", "د. Jane Sample", "M. Jane Sample", "Dr.Jane Sample",
        "Jane Sample <jane@example.org>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["Jane Sample", "Ask Dr Jane Sample.", "Ask Dr. Jane Sample", "JANE SAMPLE (chair)"])
def test_a_name_is_found_with_and_without_what_a_person_is_called_by(name: str, text: str):
    assert quoted(text, name=name)


def test_a_name_of_one_word_is_not_found_without_what_stood_before_it():
    for name in ("Dr Sample", "Dr. Sample", "Dr.Sample"):
        assert not quoted("A sample of hair, Dr Jones.", name=name)
        assert quoted("Ask Dr Sample.", name=name)
        assert quoted("Ask Dr. Sample.", name=name)
    assert not quoted("A sample of hair", name="Dr A Sample")
    assert quoted("Ask J. Sample", name="Dr J. Sample")
    assert not quoted("Dr", name="Dr Jane Sample")
    assert not quoted("The doctor", name="Dr")
    assert quoted("Drew Barry Sample", name="Drew Barry")


def test_a_chinese_name_is_found_without_what_follows_it_but_not_by_its_first_character():
    assert quoted("请王伟确认。", name="王伟博士")
    assert not quoted("国王确认。", name="王先生")
    assert quoted("请王先生确认。", name="王先生")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ａｄａ Lovelace", "Ada Lovelace"), ("Soﬁe Example", "Sofie Example"),
        ("Ask O'Neil Example", "O’Neil Example"),
        ("OʼNeil Example", "O'Neil Example"), ("Jean‑Luc Example", "Jean-Luc Example"),
        ("Jean–Luc Example", "Jean-Luc Example"), ("سَامِي مِثَال", "سامي مثال"), ("سامي مثال", "سَامِي مِثَال"),
        ("ســامي مثال", "سامي مثال"), ("ﺳﺎﻣﻲ مثال", "سامي مثال"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_other_letters_of_the_same_kind(text: str, name: str):
    assert quoted(text, name=name)


@pytest.mark.parametrize("between", [" / ", ", ", "/", " ; "])
def test_a_second_number_of_which_only_the_end_is_written_is_found(between: str):
    for end in ("0102", "02"):
        phone = f"+1 202 555 0101{between}{end}"
        assert quoted("Call 555-0101.", phone=phone)
        assert quoted("Call 555-0102.", phone=phone)
        assert not quoted("In 0102 and 2020", phone=phone)


def test_an_extension_is_no_second_number():
    assert not quoted("(202) 555-0107", phone="+1 202 555 0101, ext. 7")


@pytest.mark.parametrize(
    "text",
    [
        "Lead, tel. (202) 555-0101", "sam@example.org", "Lead (sam＠example.org)", "٠٢٢ ٩١٧ ١٢ ٣٤",
        "Desk 022.917.12.34",
        "+41229171234", "write to s at example.org: s@b",
    ],
)  # fmt: skip
def test_a_text_that_tells_how_to_reach_somebody_is_known_by_its_look(text: str):
    assert reaches(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Area co-lead", "Lead 2026-2027", "Co-lead since 2019/2020", "Director, Unit 12/3", "@", "Chair 2026–2027",
        "Head of unit, since 2024-05-31", "Adviser, ISO 14001", "Member 2019, 2020, 2021",
    ],
)  # fmt: skip
def test_another_title_does_not_look_like_a_way_to_reach_somebody(text: str):
    assert not reaches(text)


@pytest.mark.parametrize("unit", ["a ", "博士", "dr. ", ", phd", "a@", "1 ", "(1", "٠-", "a.", "_*"])
def test_a_name_or_number_of_very_many_characters_is_no_trap(unit: str):
    long = unit * (200_000 // len(unit))
    quotes = quotes_of([Contact.blank(id=new_id(2), name=long, title=long, email=long, phone=long)], names=True)
    assert not quotes("A text of a plan.")
    reaches(long)


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
