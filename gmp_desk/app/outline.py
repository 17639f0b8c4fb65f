"""How far a plan is, section by section, and what is found at each of its fields and items."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from gmp_desk.domain.address import value_at
from gmp_desk.domain.plan import Plan, efforts
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.rules import Finding
from gmp_desk.domain.template import Section, Template
from gmp_desk.domain.text import is_blank

Mark = Literal["empty", "incomplete", "complete"]

_EFFORTS = "efforts"


class SectionState(NamedTuple):
    """A section with its mark and what is found in it, in the order of the rules.

    It is "complete" where it has something, no error is left, and no field of its own is missed by a finding.
    """

    id: str
    number: int
    mark: Mark
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are to be settled before sending."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are worth a look."""
        return len(self.findings) - self.errors


class Outline(NamedTuple):
    """The sections in their order, what is found on the plan as a whole, and all findings by their addresses."""

    sections: tuple[SectionState, ...]
    about: tuple[Finding, ...]
    by_address: Mapping[str, tuple[Finding, ...]]

    def section(self, id: str) -> SectionState:
        """Return a section by its id."""
        return next(section for section in self.sections if section.id == id)

    def at(self, address: str) -> tuple[Finding, ...]:
        """Return what is found at a field or item itself."""
        return self.by_address.get(address, ())

    def within(self, address: str) -> tuple[Finding, ...]:
        """Return what is found at a field or item, or at any in it."""
        inside = (found for known, found in self.by_address.items() if f"{known}/".startswith(f"{address}/"))
        return tuple(finding for found in inside for finding in found)


def outline(plan: Plan, template: Template, findings: Iterable[Finding]) -> Outline:
    """Return the outline of a plan with its findings (see ``domain.rules.check``)."""
    by_section: dict[str, list[Finding]] = {}
    by_address: dict[str, list[Finding]] = {}
    for finding in findings:
        by_section.setdefault(section_of_finding(finding, template), []).append(finding)
        by_address.setdefault(finding.field, []).append(finding)
    sections = tuple(_state(plan, section, tuple(by_section.get(section.id, ()))) for section in template.sections)
    return Outline(
        sections, tuple(by_section.get("", ())), {address: tuple(found) for address, found in by_address.items()}
    )


def section_of_finding(finding: Finding, template: Template) -> str:
    """Return the id of the section that a finding belongs to; "" for the plan as a whole.

    That is the section that asks for it: that there is no effort is told of section IV, though it leads to the actions
    where there is none of these either.
    """
    asking = (section.id for section in template.sections if section.requirement == finding.requirement)
    return next(asking, section_of(finding.field, template))


def section_of(address: str, template: Template) -> str:
    """Return the id of the section in which a field or item stands; "" for what is about the plan as a whole."""
    steps = address.split("/")
    if steps[0] == "actions" and len(steps) > 2 and steps[2] == _EFFORTS:
        return _EFFORTS
    for section in template.sections:
        if any(f"{address}/".startswith(f"{field.name}/") for field in section.fields):
            return section.id
    return ""


def _state(plan: Plan, section: Section, found: tuple[Finding, ...]) -> SectionState:
    return SectionState(section.id, section.number, _mark(plan, section, found), found)


def _mark(plan: Plan, section: Section, found: tuple[Finding, ...]) -> Mark:
    empty = {field.name for field in section.fields if _is_empty(value_at(plan, field.name))}
    if section.id == _EFFORTS:
        if next(efforts(plan), None) is None:
            return "empty"
    elif len(empty) == len(section.fields):
        return "empty"
    if any(finding.severity == "error" or finding.field in empty for finding in found):
        return "incomplete"
    return "complete"


def _is_empty(value: Any) -> bool:
    """Tell whether a reader would see nothing: no item, or no word."""
    return is_blank(plain(parse(value))) if isinstance(value, str) else not value
