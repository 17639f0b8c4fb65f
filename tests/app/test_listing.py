"""The rows of My plans tell what a plan is and what it misses; counting that disturbs nobody."""

import threading
from datetime import UTC, datetime

import pytest

from gmp_desk.app import listing
from gmp_desk.app.listing import NOTHING, Counted, Counting, Listing, Row, count
from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.rules import check
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import LANGUAGES, Locale
from gmp_desk.storage.records import Editor, Listed
from tests import samples
from tests.app.desks import LONG, PLAN, Desk, small_plan, title
from tests.storage.making import renamed
from tests.strategies import blank_plan, new_id

TEMPLATE = samples.template()
CATALOGUES = samples.program().catalogue_in
ENTRY = Listed(
    id=PLAN,
    kind="plan",
    area="waste",
    title="Less waste",
    language="zh",
    first_year=2026,
    last_year=2027,
    state="draft",
    changed="2026-11-21T08:05:00Z",
    revision=3,
)


def listing_in(language: str = "en") -> Listing:
    terms = Terms(TEMPLATE, CATALOGUES(language))
    return Listing(terms, Locale(language), lambda: datetime(2026, 11, 21, 9, tzinfo=UTC))


def row(entry: Listed = ENTRY, counted: Counted | None = None, editor: Editor | None = None) -> Row:
    return listing_in().row(entry, counted, editor)


@pytest.fixture
def counting(desk: Desk):
    counting = Counting(desk.library, TEMPLATE)
    yield counting
    counting.rest()


def wait_for(counting: Counting) -> None:
    """Wait until all is counted."""
    thread = counting._thread
    if thread:
        thread.join(LONG)
    assert not counting._waiting


def test_a_row_tells_what_a_plan_is():
    told = row()
    assert (told.area, told.title, told.language) == ("Mercury waste management", "Less waste", "Chinese")
    assert (told.period, told.state) == ("2026–2027", "Draft")
    assert (told.mark, told.note) == ("", "")


def test_until_it_is_counted_nothing_is_said_of_what_is_missing():
    assert (row().missing, row().errors) == ("", None)


def test_what_is_missing_is_told_with_the_number_of_the_draft():
    told = row(counted=Counted(errors=2, warnings=5, number=3))
    assert (told.missing, told.errors, told.state) == ("2 to settle", 2, "Draft 3")
    assert row(counted=Counted(warnings=5, number=3)).missing == NOTHING


def test_only_a_draft_has_a_number():
    assert row(ENTRY._replace(state="advised"), Counted(number=3)).state == "Advice received"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-21T08:05:00Z", "today, {:%H:%M}"),
        ("2026-11-03T12:00:00Z", "3 Nov 2026"),
        ("2025-01-12T12:00:00Z", "12 Jan 2025"),
        ("soon", "soon"),
    ],
)
def test_the_last_change_is_told_by_the_clock_of_the_computer(moment: str, told: str):
    here = datetime.fromisoformat(moment).astimezone() if moment[0] == "2" else None
    assert row(ENTRY._replace(changed=moment)).changed == told.format(here)


def test_who_edits_a_plan_elsewhere_is_told():
    told = row(editor=Editor("Ann\nLead", "desk-2", "a"))
    assert (told.mark, told.note) == ("elsewhere", "Ann Lead is editing this plan on desk-2.")
    assert row(editor=Editor("", "desk-2", "a")).note == "It is being edited on desk-2."


def test_a_damaged_plan_is_marked_and_what_is_left_of_it_shown():
    left = Listed(PLAN, "plan", "w\x00ste", "", "tlh", 0, 2027, "agr\u202eeed", "", 1, intact=False)
    told = row(left, None, Editor("Ann", "desk-2", "a"))
    assert told.mark == "damaged"
    assert "damaged" in told.note
    assert (told.area, told.title, told.language) == ("w\ufffdste", "", "tlh")
    assert (told.period, told.state, told.changed, told.missing) == ("", "agreed", "", "")


def test_damage_that_shows_only_when_a_plan_is_read_is_marked_as_well():
    told = row(counted=Counted(damaged=True))
    assert (told.mark, told.missing, told.errors, told.state) == ("damaged", "", None, "Draft")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_told_in_every_language(language: str):
    told = listing_in(language).row(ENTRY, Counted(errors=2, number=3))
    assert "2" in told.missing
    assert "3" in told.state
    assert "2026" in told.period


def test_what_is_counted_is_what_the_rules_find(desk: Desk):
    plan = samples.plan().model_copy(update={"summary": ""})
    desk.take(plan)
    findings = check(plan, TEMPLATE)
    errors = [finding for finding in findings if finding.severity == "error"]
    counted = count(desk.library, plan.id, TEMPLATE)
    assert counted == Counted(len(errors), len(findings) - len(errors), 1)
    assert counted.errors == 1


def test_a_plan_has_the_number_of_its_version_until_it_is_edited(desk: Desk):
    def number() -> int:
        return count(desk.library, PLAN, TEMPLATE).number

    with desk.library.changing() as change:
        change.add(small_plan())
    assert number() == 1
    desk.send()
    assert number() == 1
    desk.edit(title("Another"))
    assert number() == 2
    with desk.library.changing() as change:
        change.keep(small_plan(title="Theirs"), "import", own=False)
    assert number() == 3


def test_plans_are_counted_in_a_thread_of_their_own(desk: Desk, counting: Counting):
    desk.take(small_plan())
    desk.take(renamed(blank_plan(), 1))
    entries = desk.library.entries()
    assert [counting.of(entry) for entry in entries] == [None, None]
    assert not counting.is_busy
    counting.count(entries)
    wait_for(counting)
    assert counting.is_busy  # there is news
    assert counting.news() == {entry.id for entry in entries}
    assert not counting.is_busy
    assert counting.news() == frozenset()
    for entry in entries:
        assert counting.of(entry) == count(desk.library, entry.id, TEMPLATE)


def test_only_plans_that_were_changed_are_counted_again(desk: Desk, counting: Counting):
    desk.take(small_plan())
    desk.take(renamed(blank_plan(), 1))
    counting.count(desk.library.entries())
    wait_for(counting)
    counting.news()
    desk.edit(SetValue("summary", "word " * 300))
    entries = desk.library.entries()
    assert [entry.id for entry in entries if counting.of(entry) is None] == [PLAN]
    counting.count(entries)
    wait_for(counting)
    assert counting.news() == {PLAN}


def test_a_plan_that_is_deleted_meanwhile_is_passed_over(desk: Desk, counting: Counting):
    desk.take(small_plan())
    counting.count([ENTRY._replace(id=new_id(77)), *desk.library.entries()])
    wait_for(counting)
    assert counting.news() == {PLAN}


def test_a_damaged_plan_is_told_as_such(desk: Desk, counting: Counting):
    desk.take(small_plan())
    desk.spoil("UPDATE plan SET title = 'Spoiled'")
    counting.count(desk.library.entries())
    wait_for(counting)
    assert counting.of(desk.library.entries()[0]) == Counted(damaged=True)


def test_a_report_is_no_plan_to_count(desk: Desk):
    desk.take(samples.report())
    assert count(desk.library, samples.report().id, TEMPLATE) == Counted()


def test_counting_rests_when_asked_and_goes_on_later(desk: Desk, counting: Counting):
    for number in range(30):
        desk.take(renamed(blank_plan(), number))
    entries = desk.library.entries()
    counting.count(entries)
    counting.rest()
    counted = [entry for entry in entries if counting.of(entry)]
    assert counting._thread is None
    assert len(counted) < 30
    counting.count(entries)
    wait_for(counting)
    assert all(counting.of(entry) for entry in entries)


def test_a_bug_in_counting_is_told_and_the_others_are_counted(desk: Desk, counting: Counting, monkeypatch):
    desk.take(small_plan())
    desk.take(renamed(blank_plan(), 1))
    real, told = listing.check, []

    def check_with_bug(plan: Plan, template) -> tuple:
        if plan.id == PLAN:
            raise ZeroDivisionError
        return real(plan, template)

    monkeypatch.setattr(listing, "check", check_with_bug)
    monkeypatch.setattr(threading, "excepthook", told.append)
    counting.count(desk.library.entries())
    wait_for(counting)
    assert [args.exc_type for args in told] == [ZeroDivisionError]
    assert counting.news() == {renamed(blank_plan(), 1).id}
