"""Every finding and every error has its words, and the words have what they name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from gmp_desk.app.messages import ERRORS, FINDINGS
from gmp_desk.app.wording import Wording
from gmp_desk.domain.errors import Refused, Unreadable
from gmp_desk.domain.rules import RULES, Finding, check
from gmp_desk.domain.words import Unit
from gmp_desk.formats.guard import REFUSALS
from gmp_desk.formats.package import _COMPLAINTS
from gmp_desk.i18n import Catalogue, Locale
from gmp_desk.paths import find
from gmp_desk.storage import database
from gmp_desk.storage.records import ChangedElsewhere, Damaged
from tests import samples
from tests.rule_cases import BROKEN, edited
from tests.strategies import new_id

PACKAGE = Path(__file__).resolve().parents[2] / "gmp_desk"
RAISED = {"Refused", "Unreadable", "Notice", "refusal", "_at"}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each error that the sources make, by its id, with the names of what it tells."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
                params = frozenset(keyword.arg for keyword in node.keywords)
                if node.func.id == "_at":
                    params |= {"line", "column"}
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value, params
    for id_, params in REFUSALS.items():
        yield id_, frozenset(params)
    for id_ in (*_COMPLAINTS.values(), "package.value"):
        told = {"package.choice": ["expected"], "package.duplicate_id": ["id"]}
        yield id_, frozenset(["where", *told.get(id_, [])])

    for id_ in database._TOLD.values():
        yield id_, frozenset(["file"])
    for error in (Damaged("an id", None), ChangedElsewhere("an id")):
        yield error.id, frozenset(error.params)


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.fixture(params=["ar", "en", "es", "fr", "ru", "zh"])
def wording(request: pytest.FixtureRequest) -> Wording:
    return Wording(Catalogue(request.param, find().translations), lambda: Locale(request.param))


@pytest.fixture
def english() -> Wording:
    return Wording(Catalogue("en", find().translations), lambda: Locale("en"))


def test_every_rule_has_its_words_and_all_words_belong_to_a_rule():
    assert FINDINGS.keys() == RULES.keys()


def test_every_error_has_its_words_and_all_words_belong_to_an_error():
    assert {id_ for id_, _ in raised()} == ERRORS.keys()


@pytest.mark.parametrize(("id_", "params"), sorted(set(raised()), key=lambda case: (case[0], sorted(case[1]))))
def test_an_error_tells_all_that_its_words_name(id_: str, params: frozenset[str]):
    assert placeholders(ERRORS[id_]) <= params | {"file"}


OF_FILES = {id_ for id_, params in raised() if "file" in params or id_.startswith(("file.", "guard.", "package."))}


@pytest.mark.parametrize("id_", sorted(OF_FILES))
def test_an_error_with_a_file_names_it(id_: str):
    assert "file" in placeholders(ERRORS[id_])


def test_every_finding_is_a_sentence_in_every_language(wording: Wording):
    for edits, _ in BROKEN:
        for finding in check(edited(*edits), samples.template()):
            sentence = wording.finding(finding)
            assert not set("{}") & set(sentence)
            assert sentence.endswith((".", "。"))


def test_a_finding_names_its_item_by_number_and_title(english: Wording):
    assert english.finding(Finding("F13.cost", "warning", "", {"number": "2.4", "title": "A code"})) == (
        "Effort 2.4 “A code” has no cost."
    )
    assert english.finding(Finding("F13.title", "warning", "", {"number": "2.4", "title": ""})) == (
        "Effort 2.4 has no title."
    )


def test_one_word_too_many_is_said_in_the_singular(english: Wording):
    params = {"count": 1, "limit": 0, "unit": "words"}
    assert english.finding(Finding("F10.length", "error", "summary", params)) == (
        "The issue summary has 1 word; the limit is 0."
    )


def test_links_to_nowhere_are_counted_and_the_item_is_named(english: Wording):
    item = {"number": "2.4", "title": "A code"}
    assert english.finding(Finding("F13.link", "error", "", item | {"count": 1})) == (
        "Effort 2.4 “A code” is linked to 1 item that is not in the plan."
    )
    assert english.finding(Finding("F16.link", "error", "", item | {"kind": "project", "count": 2})) == (
        "Project 2.4 “A code” is linked to 2 efforts that are not in the plan."
    )


def test_months_and_money_are_written_as_the_language_of_the_interface_has_them(english: Wording):
    item = {"number": "1.1", "title": ""}
    assert english.finding(Finding("F13.period", "warning", "", item | {"month": "2028-01"})).endswith("January 2028.")
    funds = {"cost": "480000", "given": "500000.50", "currency": "USD"}
    assert "USD\u00a0500,000.50" in english.finding(Finding("F13.funds", "warning", "", item | funds))


@pytest.mark.parametrize("title", ["{name}", "%s", "one\ntwo", "\u202eabc", "\x1b[2J", "a" * 100_000])
def test_a_title_from_outside_stays_short_and_on_its_line(title: str, wording: Wording):
    sentence = wording.finding(Finding("F13.cost", "warning", "", {"number": "1.1", "title": title}))
    assert len(sentence) < 200
    assert re.sub("[\u2068\u2069\u00a0]", "", sentence).isprintable()


@pytest.mark.parametrize(
    "name", ["Coûts\u00a0: «\u202for\u202f»", "汞\u3000问题", "می\u200cخواهم", "👩\u200d👧", "l’or"]
)
def test_spaces_and_joiners_of_a_writing_stay_in_the_name_of_a_file(name: str, english: Wording):
    assert english.file(name) == name


def test_only_what_no_reader_could_see_gets_a_sign(english: Wording):
    assert english.file("a\x1bb\ud800c\ue000d\u0378e\x7f") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd"
    assert english.file("so\u00adft\u200b \u202eabc\u2069\ufeff") == "soft abc"


def test_the_name_of_a_file_is_told_whole(english: Wording):
    name = "a" * 250
    assert name in english.error(Unreadable("package.json", line=1, column=2), name)


def test_the_longest_address_is_told_whole(english: Wording):
    address = f"actions/{new_id(1)}/efforts/{new_id(2)}/milestones/{new_id(3)}/title"
    assert f"“{address}”" in english.error(Unreadable("package.text", where=address), "plan")
    assert f"“{address}”" in english.error(Refused("edit.value", address=address))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
@pytest.mark.parametrize("unit", ["words", "characters"])
def test_a_length_begins_with_its_number(count: int, unit: Unit, wording: Wording):
    assert wording.length(count, unit).startswith(f"{count} ")


def test_the_reason_of_the_system_is_told_in_our_words_or_in_its_own(english: Wording):
    assert "x cannot be read: no space is left on the disk." in english.error(
        Unreadable("file.read", reason="ENOSPC"), "x"
    )
    assert "x cannot be read: Too many open files." in english.error(Unreadable("file.read", reason="EMFILE"), "x")
    assert "x cannot be read: Gone." in english.error(Unreadable("file.read", reason="Gone"), "x")
