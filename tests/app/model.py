"""What a library should hold, in plain Python."""

from dataclasses import dataclass, field, replace

from gmp_desk.app.taking_in import TakenIn
from gmp_desk.domain.compare import compare
from gmp_desk.domain.contacts import with_contacts, with_contacts_of
from gmp_desk.domain.doubts import in_doubt
from gmp_desk.domain.logs import added_to
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import Proposal, propose
from gmp_desk.domain.states import taken_over
from gmp_desk.domain.versions import fingerprint
from tests.app.desks import DAY


def bare(content: Plan) -> Plan:
    return content.model_copy(update={"version": None})


@dataclass(frozen=True)
class Version:
    number: int
    content: Plan
    own: bool
    shared: bool = False

    @property
    def mark(self) -> str:
        return fingerprint(self.content)


@dataclass(frozen=True)
class Suggestion:
    proposal: Proposal
    version: int
    decision: str = "open"


@dataclass(frozen=True)
class Step:
    """What was done: the plan before and after; the field that was set, or the proposal that was accepted."""

    before: Plan
    after: Plan
    address: str = ""
    proposal: str = ""


@dataclass
class Model:
    """What the library should hold, and the window should be able to undo."""

    plan: Plan
    versions: list[Version] = field(default_factory=list)
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def keep(self, content: Plan, *, own: bool = True, shared: bool = False, number: int = 0) -> int:
        last = self.versions[-1].number if self.versions else 0
        number = number if last < number <= last + 1_000 else last + 1
        self.versions.append(Version(number, bare(content), own, shared))
        return number

    def keep_ours(self) -> int:
        """Keep the plan unless it is as its last version."""
        last = self.last_own
        return last.number if last.content == self.plan else self.keep(self.plan)

    @property
    def last_own(self) -> Version:
        return next(version for version in reversed(self.versions) if version.own)

    def do(self, step: Step, *, joined: bool = False) -> None:
        last = self.done[-1] if self.done else None
        if step.before == step.after and not step.proposal:
            return
        if joined and last and not self.undone and last.address and last.address == step.address:
            self.done[-1] = replace(last, after=step.after)
        else:
            self.done.append(step)
        self.undone.clear()
        self.plan = step.after
        self.decide(step.proposal, "accepted")

    def undo(self) -> None:
        if self.done:
            self.undone.append(step := self.done.pop())
            self.plan = step.before
            self.decide(step.proposal, "open")

    def redo(self) -> None:
        if self.undone:
            self.done.append(step := self.undone.pop())
            self.plan = step.after
            self.decide(step.proposal, "accepted")

    def decide(self, id: str, decision: str) -> None:
        if id:
            self.suggestions[id] = replace(self.suggestions[id], decision=decision)

    def open_suggestions(self) -> list[Suggestion]:
        return [one for one in self.suggestions.values() if one.decision == "open"]

    def forget_steps(self) -> None:
        self.done.clear()
        self.undone.clear()

    def parent_of(self, number: int) -> str:
        unsettled = {one.version for one in self.open_suggestions()}
        known = [
            version.mark
            for version in self.versions
            if version.number < number and version.shared and (version.own or version.number not in unsettled)
        ]
        return known[-1] if known else ""

    def share(self, number: int) -> None:
        self.versions = [replace(one, shared=True) if one.number == number else one for one in self.versions]

    def take(self, file: Plan, source: str) -> TakenIn:
        known = next((one.number for one in self.versions if one.content == bare(file)), 0)
        if not known and file.contacts_left_out:
            completed = ((one, bare(with_contacts_of(file, one.content))) for one in reversed(self.versions))
            known = next((one.number for one, content in completed if content == one.content), 0)
        if bare(with_contacts_of(file, self.plan)) == self.plan:
            return TakenIn("equal", known)
        if known:
            return TakenIn("equal", known, differs=True)
        block = file.version
        named = self.named(block.parent) if block and block.parent else None
        contents = list(dict.fromkeys(one.content for one in self.versions))
        base = named or min(contents, key=lambda plan: len(compare(plan, with_contacts_of(file, plan))))
        may_be = [base] if named else contents
        if self.last_own.content == self.plan and may_be == [self.plan]:
            return TakenIn("current", self.take_over(file))
        content = with_contacts_of(file, base)
        number = self.keep(content, own=False, shared=True, number=block.number if block else 0)
        by, saved = (content.version.by, content.version.saved) if content.version else ("", None)
        found = propose(base, self.plan, content, author=by, date=saved, source=source)
        found = in_doubt(found, [one for one in may_be if one != base], self.plan)
        of_moves = ("state", "history")
        new = [one for one in found if one.id not in self.suggestions and one.address not in of_moves]
        self.suggestions |= {proposal.id: Suggestion(proposal, number) for proposal in new}
        return TakenIn("beside", number, len(new), added_to(self.plan.history, content.history))

    def named(self, parent: str) -> Plan | None:
        """Return the version with a fingerprint, as it is or with less of its contacts."""
        for forms in (["full"], ["names", "none"]):
            for version in reversed(self.versions):
                if any(fingerprint(with_contacts(version.content, form)) == parent for form in forms):
                    return version.content
        return None

    def replace(self, file: Plan) -> TakenIn:
        if taken_over(bare(with_contacts_of(file, self.plan)), self.plan, DAY) == self.plan:
            return TakenIn("equal", next((one.number for one in self.versions if one.content == self.plan), 0))
        if all(version.content != self.plan for version in self.versions):
            self.keep(self.plan)
        return TakenIn("replaced", self.take_over(file))

    def take_over(self, file: Plan) -> int:
        """Put a file in the place of the plan, with the moves of both on record."""
        number = file.version.number if file.version else 0
        content = bare(with_contacts_of(file, self.plan))
        after = taken_over(content, self.plan, DAY)
        if after != content:
            self.keep(content, own=False, shared=True, number=number)
        self.plan = after
        return self.keep(after, shared=True, number=number)
