"""Words are found in the whole plan, however they are written, and told where they stand in what a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.app.searching import Hit, find, folded, holds, texts
from gmp_desk.domain.plan import Action, Contact, Effort, Milestone, Objective, Partner, Plan
from gmp_desk.domain.values import Words
from tests import samples
from tests.strategies import blank_plan, new_id, plans
from tests.strategies import texts as any_texts

TEMPLATE = samples.template()


def hits(plan: Plan, words: str) -> list[Hit]:
    return list(find(plan, TEMPLATE, words))


def found_in(text: str, words: str) -> list[str]:
    """Return the parts of a text that were found."""
    plan = blank_plan(planning_process="", actions_justification=text)
    return [plan.actions_justification[hit.start : hit.end] for hit in hits(plan, words)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Mercury, MERCURY, mercury", "mErCuRy", ["Mercury", "MERCURY", "mercury"]),
        ("de l’année à la région", "region", ["région"]),
        ("de l’année à la région", "l'ANNÉE", ["l’année"]),
        ("Straße und STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("Ртуть ещё и её", "еще", ["ещё"]),
        ("الزِّئْبَق في أعمال التعدين", "الزئبق", ["الزِّئْبَق"]),
        ("الزئبق", "الزِّئْبَق", ["الزئبق"]),
        ("أعمال وإدارة وآخر", "اعمال", ["أعمال"]),
        ("زئـــبق", "زئبق", ["زئـــبق"]),
        ("٢٠٢٦ و 2026", "2026", ["٢٠٢٦", "2026"]),
        ("汞的使用２０２６年", "2026年", ["２０２６年"]),
        ("汞的使用，汞的排放", "汞", ["汞", "汞"]),
        ("1\u00a0200\u202f000 USD", "1 200 000", ["1\u00a0200\u202f000"]),
        ("mer\u00adcury", "mercury", ["mer\u00adcury"]),
        ("2026–2027", "2026-2027", ["2026–2027"]),
        ("two\nlines", "two lines", ["two\nlines"]),
        ("two\r\nlınes of 😀 joy", "of 😀 j", ["of 😀 j"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("nothing", "something", []),
        ("nothing", " ", []),
        ("nothing", "\u0301", []),
        ("a.b", ".", ["."]),
    ],
)
def test_words_are_found_however_they_are_written(text: str, words: str, found: list[str]):
    assert found_in(text, words) == found


def test_what_is_found_in_rich_text_stands_where_a_reader_sees_it():
    plan = blank_plan(
        summary="The **mer**cury of *[small](https://example.org/mercury)* mines[^1]\n\n[^1]: Mercury too"
    )
    assert [(hit.address, hit.start, hit.end) for hit in hits(plan, "mercury")] == [
        ("summary", 4, 11),
        ("summary", 27, 34),
    ]


def test_all_texts_are_found_in_the_order_of_the_template():
    effort = Effort.blank(
        id=new_id(2),
        title="x effort",
        cost=Words(text="x staff time"),
        milestones=(Milestone.blank(id=new_id(3), title="x milestone"),),
    )
    plan = blank_plan(
        title="x title",
        summary="x summary",
        objectives=(Objective.blank(id=new_id(4), statement="x objective"),),
        actions=(
            Action.blank(id=new_id(1), title="x action", efforts=(effort,)),
            Action.blank(id=new_id(5), title="x other action"),
        ),
        partners=(Partner.blank(id=new_id(6), name="x partner", contacts=(Contact(id=new_id(7), name="x person"),)),),
        other_information="x other",
    )
    effort_at = f"actions/{new_id(1)}/efforts/{new_id(2)}"
    assert [hit.address for hit in hits(plan, "X ")] == [
        "title",
        "summary",
        f"objectives/{new_id(4)}/statement",
        f"actions/{new_id(1)}/title",
        f"actions/{new_id(5)}/title",
        f"{effort_at}/title",
        f"{effort_at}/cost",
        f"{effort_at}/milestones/{new_id(3)}/title",
        f"partners/{new_id(6)}/name",
        f"partners/{new_id(6)}/contacts/{new_id(7)}/name",
        "other_information",
    ]


def test_what_stands_around_is_shown_on_one_line_from_word_to_word():
    plan = blank_plan(summary="Some words before.\n\n" + "long " * 20 + "Mercury\u00a0here " + "again " * 20)
    (hit,) = hits(plan, "mercury")
    assert hit.excerpt == "…" + "long " * 7 + "Mercury here again again again again again…"
    assert hit.excerpt[hit.at :].startswith("Mercury")


def test_a_text_without_spaces_is_shown_cut():
    plan = blank_plan(language="zh", summary="长" * 100 + "汞" + "短" * 100)
    (hit,) = hits(plan, "汞")
    assert hit.excerpt == "…" + "长" * 40 + "汞" + "短" * 40 + "…"
    assert hit.excerpt[hit.at] == "汞"


@pytest.mark.parametrize("path", samples.PLANS, ids=lambda path: path.stem)
def test_a_text_of_a_sample_is_found_as_a_whole(path):
    plan = samples.plan(path)
    for address, text in [*texts(plan, TEMPLATE)][::7]:
        if text.strip():
            assert (address, text.strip()) in {
                (hit.address, text[hit.start : hit.end].strip()) for hit in hits(plan, text) if hit.address == address
            }


@given(plans())
def test_every_text_of_a_plan_is_told_once_by_each_address_but_for_earlier_values(plan: Plan):
    addresses = [address for address, _ in texts(plan, TEMPLATE) if not address.endswith("/history")]
    assert len(addresses) == len(set(addresses))


def test_the_name_of_the_edition_is_not_searched():
    plan = blank_plan(actions_justification="")
    assert "-" in plan.template
    assert list(hits(plan, "-")) == []


@given(any_texts(), any_texts(), any_texts())
def test_what_is_put_into_a_text_is_found_in_it(before: str, words: str, after: str):
    text = blank_plan(actions_justification=f"{before} {words} {after}").actions_justification
    wanted = folded(words).text.strip()
    for part in found_in(text, words):
        assert folded(part).text.strip() == wanted or wanted in folded(part).text
    if wanted and wanted in folded(text).text:
        assert found_in(text, words)


@given(any_texts())
def test_each_letter_compared_stands_in_the_text(text: str):
    there = folded(text)
    assert len(there.text) == len(there.places)
    assert list(there.places) == sorted(there.places)
    assert all(0 <= place < len(text) for place in there.places)
    assert folded(there.text).text == there.text


@given(st.text("abcé \n"))
def test_letters_in_ascii_are_compared_as_all_others(text: str):
    assert folded(text).text == folded(text + "é").text[:-1]


def test_some_words_are_held_in_any_order():
    assert holds("Gestion des déchets de mercure, 2026–2027", "2026 DECHETS")
    assert not holds("Gestion des déchets de mercure", "dechets 2026")
    assert holds("anything", "")
