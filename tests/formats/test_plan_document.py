"""The plan told as blocks: all of it, in the order and under the numbers of the template."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.domain.address import places, value_at
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.plan import Contact, Effort, Partner, Plan, efforts
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import LANGUAGES, Reading
from gmp_desk.formats.blocks import Document, Fields, Heading, Line, Prose, Table, Text
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.plan_values import PlanValues
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Catalogue, Locale
from gmp_desk.paths import find
from tests import samples
from tests.strategies import blank_plan, fewer, new_id, plans


def document(plan: Plan, language: str = "en") -> Document:
    return plan_document(plan, Terms(samples.template(), Catalogue(language, find().translations)), Locale(language))


def texts_of(block: Any) -> Iterator[Text]:
    match block:
        case Line() | Heading() | Prose():
            yield block.text
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from cell.texts
        case Fields():
            for field in block.fields:
                yield from field.value.texts


def said(plan: Plan, language: str = "en") -> str:
    """Return all that a reader sees, one text below the other."""
    return "\n".join(plain(text.rich) for block in document(plan, language).blocks for text in texts_of(block))


def headings(plan: Plan, level: int = 1) -> list[str]:
    found = [block for block in document(plan).blocks if isinstance(block, Heading) and block.level == level]
    return [f"{heading.mark} {plain(heading.text.rich)}".strip() for heading in found]


def test_the_ten_sections_stand_in_their_order_even_in_a_plan_without_any_entry():
    assert headings(blank_plan()) == headings(samples.plan()) == [
        "I. Issue summary",
        "II. Objectives of the partnership area",
        "III. Priority actions",
        "IV. Partner efforts and timelines",
        "V. Opportunities",
        "VI. Evaluation",
        "VII. Resource mobilization",
        "VIII. Business planning process",
        "IX. Linkages",
        "X. Partners",
    ]  # fmt: skip


def test_a_section_without_an_entry_says_so():
    blocks = document(blank_plan()).blocks
    at = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.address == "opportunities")
    assert plain(blocks[at + 1].text.rich) == "No entry yet."


@pytest.mark.parametrize("empty", ["- ", "1.", " \n\u200b"])
def test_a_text_of_which_nothing_is_written_is_no_entry(empty: str):
    assert document(blank_plan(summary=empty)).blocks == document(blank_plan()).blocks


@pytest.mark.parametrize("title", ["", " ", "\u200b"])
def test_a_plan_without_a_title_is_called_what_it_is(title: str):
    plan = document(blank_plan(title=title))
    assert plan.title == "Business plan"
    assert not [block for block in plan.blocks if isinstance(block, Line) and block.style == "title"]


def test_the_reason_for_the_number_of_actions_is_printed():
    assert "Six cover it all." in said(blank_plan(actions_justification="Six cover it all."))


def test_the_paragraph_common_to_all_areas_begins_the_evaluation():
    assert samples.template().evaluation in said(blank_plan())


@given(plans(), st.sampled_from(LANGUAGES))
def test_any_plan_is_told_in_any_language(plan: Plan, language: str):
    told = document(plan, language)
    assert told.language == language
    for block in told.blocks:
        if isinstance(block, Table):
            assert {len(row) for row in block.rows} == {len(block.columns)}
        assert all(text.language in (language, plan.language) for text in texts_of(block))


# What a reader of the document is not shown: the marks of the file, and what its own screens are for.
UNSHOWN = {"template", "area", "comments", "history", "version"}


@given(plans(), st.sampled_from(LANGUAGES))
def test_every_text_of_the_plan_is_in_the_document(plan: Plan, language: str):
    whole = said(plan, language)
    rich = {name for name, field in samples.template().fields.items() if field.kind == "rich"}
    for address, field in samples.template().fields.items():
        if field.kind in ("line", "text", "rich") and address not in UNSHOWN:
            assert_said(value_at(plan, address), address in rich, whole)
    for place in places(plan):
        record = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(place.item).__name__).lstrip("_")
        for field in samples.template().records[record].fields if record in samples.template().records else ():
            if field.kind in ("line", "text", "rich", "address"):
                assert_said(getattr(place.item, field.name), field.kind == "rich", whole)


def assert_said(text: str, rich: bool, whole: str):
    shown = plain(parse(text)) if rich else text
    if not is_blank(shown):
        assert shown in whole


@given(plans())
@fewer(2)
def test_an_effort_shows_who_answers_for_it(plan: Plan):
    contacts = {place.item.id: place.item.name for place in places(plan) if isinstance(place.item, Contact)}
    told = {block.fields[0].address.split("/")[3]: block for block in fields_of(plan)}
    for effort in efforts(plan):
        shown = "\n".join(plain(text.rich) for text in texts_of(told[effort.id]))
        for id in effort.contacts:
            assert_said(contacts.get(id, "").strip(), rich=False, whole=shown)


def test_without_contacts_there_is_no_column_and_no_row_for_them():
    plan = with_contacts(samples.plan(), "none")
    labels = {field.address.rpartition("/")[2] for block in fields_of(plan) for field in block.fields}
    tables = [block for block in document(plan).blocks if isinstance(block, Table)]
    assert labels < set(Effort.model_fields) - {"contacts"}
    assert "Contacts" not in {column.header for table in tables for column in table.columns}


def test_a_document_without_all_contacts_says_so_below_its_title():
    told = "Contacts: Left out of this file, in whole or in part."
    assert told not in said(samples.plan())
    for kept in ("none", "names"):
        notes = [block for block in document(with_contacts(samples.plan(), kept)).blocks if isinstance(block, Line)]
        assert (notes[-1].style, plain(notes[-1].text.rich)) == ("note", told)


def fields_of(plan: Plan) -> list[Fields]:
    return [block for block in document(plan).blocks if isinstance(block, Fields)]


def test_a_link_that_is_there_twice_is_told_once():
    plan = samples.plan()
    effort, objective, partner = plan.actions[0].efforts[0], plan.objectives[0], plan.partners[0]
    twice = effort.model_copy(
        update={
            "objectives": (objective.id,) * 2,
            "partners": (partner.id,) * 2,
            "contacts": (partner.contacts[0].id,) * 2,
        }
    )
    told = values(plan)
    assert told.objectives(twice.objectives) == "Objective\u00a01"
    assert told.partners(twice.partners) == partner.name
    assert told.contacts(twice.contacts) == told.contact(partner.contacts[0])
    assert told.efforts((effort.id,) * 2) == effort.title
    assert told.choices("goal", ("supply",) * 2) == told.choices("goal", ("supply",))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_an_objective_stays_on_the_line_of_its_name(language: str):
    told = values(samples.plan(), language).objectives(objective.id for objective in samples.plan().objectives)
    assert told.count("\u00a0") == len(samples.plan().objectives)
    assert not re.search(" [0-9]", told)


def values(plan: Plan, language: str = "en", mark: str = "") -> PlanValues:
    terms = Terms(samples.template(), Catalogue(language, find().translations))
    return PlanValues(plan, terms, Locale(language), before_telephone=mark)


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u00ad \t"])
def test_a_part_in_which_there_is_nothing_to_read_gets_no_mark_beside_it(blank: str):
    contact = Contact.blank(id=new_id(2), name=blank, title="Lead", email=blank, phone=blank)
    others = (contact.model_copy(update={"id": new_id(3), "title": blank}), contact)
    plan = blank_plan(
        partners=(
            Partner.blank(id=new_id(1), name=blank, contacts=others),
            Partner.blank(id=new_id(4), name="A partner"),
        )
    )
    for mark in ("", "\u200e"):
        told = values(plan, mark=mark)
        assert told.contact(contact) == told.contacts([new_id(3), new_id(2)]) == "Lead"
    assert told.partners([new_id(1), new_id(4)]) == "A partner"
    assert told.reading(Reading(value=None, qualifier="unknown", year=2025, note=blank)) == "not known (2025)"


def test_the_parts_of_a_contact_of_an_arabic_plan_stand_from_right_to_left_each_in_its_own_order():
    contact = Contact.blank(id=new_id(2), name="نهى", email="n@example.org", phone="0202 555")
    plan = blank_plan(partners=(Partner.blank(id=new_id(1), name="C", contacts=(contact,)),), language="ar")
    for mark in ("", "\u200e"):
        assert values(plan, "ar", mark).contact(contact) == "نهى، \u200fn@example.org، \u200f\u200e0202 555"


@pytest.mark.parametrize(("title", "mark"), [("مدير", "\u200e"), ("Director", "")])
def test_a_telephone_number_behind_an_arabic_title_keeps_its_order_in_any_plan(title: str, mark: str):
    contact = Contact.blank(id=new_id(2), name="Noha", title=title, phone="0202 555")
    plan = blank_plan(partners=(Partner.blank(id=new_id(1), name="C", contacts=(contact,)),))
    assert values(plan).contact(contact) == f"Noha, {title}, {mark}0202 555"


@pytest.mark.parametrize(
    ("language", "line", "part"), [("ar", "؛", "، \u200f"), ("fr", "\u202f;", ", "), ("zh", "；", "，")]
)
def test_the_texts_of_the_plan_are_set_apart_by_marks_of_its_language(language: str, line: str, part: str):
    contact = Contact.blank(id=new_id(2), name="A", title="B")
    partners = (Partner.blank(id=new_id(1), name="C", contacts=(contact,)), Partner.blank(id=new_id(4), name="D"))
    for document_language in LANGUAGES:
        told = values(blank_plan(partners=partners, language=language), document_language)
        assert told.contact(contact) == f"A{part}B"
        assert told.partners([new_id(1), new_id(4)]) == f"C{line}\nD"
