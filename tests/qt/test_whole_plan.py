"""A complete plan is written from nothing through the widgets, section by section, closed, and found again."""

from datetime import date
from pathlib import Path

from gmp_desk.app import planning
from gmp_desk.domain.address import value_at
from gmp_desk.domain.rules import check, has_errors
from gmp_desk.domain.values import Amount, Period, Reading, Words
from gmp_desk.qt.desk import Desk
from tests import samples
from tests.qt.editing import Editing

PERIOD = Period(first_year=2026, last_year=2027)


def test_a_complete_plan_is_written_through_the_widgets(desk: Desk, tmp_path: Path):
    template = samples.template()
    editing = Editing(desk, planning.new_plan(template, "cement", PERIOD, "en"), tmp_path)
    write_about(editing)
    objectives = write_objectives(editing)
    partner, contact = write_partners(editing)
    efforts = write_actions(editing, objectives, partner, contact)
    write_rest(editing, objectives, efforts)
    written = editing.plan
    assert not has_errors(check(written, template))
    assert [finding.rule for finding in check(written, template)] == []
    assert editing.stored == written
    editing.close()
    editing.open(written.id, tmp_path)
    assert editing.plan == written
    assert editing.row("summary").input.value() == written.summary
    editing.close()


def write_about(editing: Editing) -> None:
    editing.put("title", "Less mercury from cement kilns")
    editing.put("version_note", "First draft")
    editing.put("summary", "Kilns release **mercury** that is in limestone and fuel.\n\nThe area works on this.")


def write_objectives(editing: Editing) -> list[str]:
    editing.section("objectives")
    found = []
    for text in ("Measured at 40 kilns by 2027", "Dust is kept apart at 20 kilns by 2027"):
        address = editing.add("objectives")
        editing.put(f"{address}/statement", text)
        editing.put(f"{address}/goals", ("releases",))
        found.append(address.rpartition("/")[2])
    return found


def write_partners(editing: Editing) -> tuple[str, str]:
    editing.section("partners")
    lead = editing.add("partners")
    editing.put(f"{lead}/name", "Association of makers")
    editing.put(f"{lead}/category", "industry")
    editing.put(f"{lead}/country", "CH")
    editing.put(f"{lead}/role", "lead")
    form = editing.items("partners").open(lead.rpartition("/")[2])
    form.lists[0].add_button.click()
    contact = value_at(editing.plan, lead).contacts[0].id
    editing.put(f"{lead}/contacts/{contact}/name", "Desk for mercury")
    editing.put(f"{lead}/contacts/{contact}/email", "desk@example.org")
    editing.put("other_information", "A second lead is looked for.")
    return lead.rpartition("/")[2], contact


def write_actions(editing: Editing, objectives: list[str], partner: str, contact: str) -> list[str]:
    efforts = []
    for number, title in enumerate(("Measure", "Keep dust apart", "Share what works"), 1):
        editing.section("actions")
        action = editing.add("actions")
        editing.put(f"{action}/title", title)
        editing.put(f"{action}/description", f"- first part of {number}\n- second part")
        editing.put(f"{action}/objectives", (objectives[0],))
        editing.section("efforts")
        effort = editing.add(f"{action}/efforts")
        editing.put(f"{effort}/title", f"Effort of {title}")
        editing.put(f"{effort}/kind", "collaborative")
        editing.put(f"{effort}/description", "With *two* partners.")
        editing.put(f"{effort}/partners", (partner,))
        editing.put(f"{effort}/objectives", (objectives[0],))
        editing.put(
            f"{effort}/cost", Amount(amount="1200.50", currency="USD") if number > 1 else Words(text="staff time")
        )
        editing.put(f"{effort}/start", f"2026-0{number}")
        editing.put(f"{effort}/end", "2027-06")
        editing.put(f"{effort}/targets", "Twenty kilns")
        editing.put(f"{effort}/contacts", (contact,))
        form = editing.items(f"{action}/efforts").open(effort.rpartition("/")[2])
        form.lists[0].add_button.click()
        [milestone] = value_at(editing.plan, f"{effort}/milestones")
        editing.put(f"{effort}/milestones/{milestone.id}/title", "Half way")
        editing.put(f"{effort}/milestones/{milestone.id}/due", date(2026, 12, 31))
        efforts.append(effort.rpartition("/")[2])
    return efforts


def write_rest(editing: Editing, objectives: list[str], efforts: list[str]) -> None:
    editing.section("opportunities")
    opportunity = editing.add("opportunities")
    editing.put(f"{opportunity}/title", "Other fuels")
    editing.put(f"{opportunity}/description", "Not yet scoped.")
    editing.put(f"{opportunity}/objectives", (objectives[1],))
    editing.put(f"{opportunity}/reason", "unfunded")
    editing.put("evaluation/method", "Once a year, at the meeting.")
    editing.section("evaluation")
    indicator = editing.add("evaluation/indicators")
    editing.put(f"{indicator}/name", "Kilns measured")
    editing.put(f"{indicator}/objective", objectives[0])
    editing.put(f"{indicator}/unit", "kilns")
    editing.put(f"{indicator}/baseline", Reading(value="3", qualifier="exact", year=2025))
    editing.put(f"{indicator}/target", Reading(value="40", qualifier="at_least", year=2027))
    editing.put(f"{indicator}/means_of_verification", "Reports of the kilns")
    editing.put("resources/narrative", "Mostly in kind.")
    editing.section("resources")
    source = editing.add("resources/sources")
    editing.put(f"{source}/name", "A foundation")
    editing.put(f"{source}/kind", "donor")
    editing.put(f"{source}/status", "pledged")
    editing.put(f"{source}/amount", Amount(amount="600", currency="USD"))
    editing.put(f"{source}/efforts", (efforts[1],))
    project = editing.add("resources/projects")
    editing.put(f"{project}/title", "A shared laboratory")
    editing.put(f"{project}/details", "For two countries.")
    editing.put("planning_process", "Reviewed by all partners in spring.")
    editing.section("linkages")
    inside = editing.add("linkages/inside")
    editing.put(f"{inside}/area", "coal")
    editing.put(f"{inside}/topic", "Fuels")
    outside = editing.add("linkages/outside")
    editing.put(f"{outside}/name", "Work of the Convention")
    editing.put(f"{outside}/url", "https://example.org")
