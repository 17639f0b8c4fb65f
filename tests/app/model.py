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
    parent: str = ""

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
    """What the library should hold, and the window should be able to undo.

    ``sent`` are the versions that went out, by what their files say: the number, and when it was kept.
    """

    plan: Plan
    versions: list[Version] = field(default_factory=list)
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    sent: dict[tuple[int, str], Plan] = field(default_factory=dict)

    def keep(self, content: Plan, *, own: bool = True, shared: bool = False, number: int = 0, parent: str = "") -> int:
        last = self.versions[-1].number if self.versions else 0
        number = number if last < number <= last + 1_000 else last + 1
        self.versions.append(Version(number, bare(content), own, shared, parent))
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
        version = next(one for one in self.versions if one.number == number)
        before = [one for one in self.versions if one.number < number]
        known = [
            one.mark
            for one in before
            if one.shared and (one.own or (one.number not in unsettled and not self.is_older(one, before)))
        ]
        return known[-1] if known and version.own else version.parent

    @staticmethod
    def is_older(one: Version, versions: list[Version]) -> bool:
        """Tell whether another version was made from this one, and came in before it."""
        return any(other.number < one.number and other.parent == one.mark for other in versions)

    def share(self, number: int) -> None:
        self.versions = [replace(one, shared=True) if one.number == number else one for one in self.versions]

    def take(self, file: Plan, source: str) -> TakenIn:
        known = self.known(file)
        if bare(with_contacts_of(file, self.plan)) == self.plan:
            return TakenIn("equal", known)
        if known:
            return TakenIn("equal", known, differs=True)
        if later := self.made_into(file):
            return TakenIn("older", self.keep_file(with_contacts_of(file, later.content)))
        named, contents = self.named(file), list(dict.fromkeys(one.content for one in self.versions))
        base = named or min(contents, key=lambda plan: len(compare(plan, with_contacts_of(file, plan))))
        may_be = [base] if named else contents
        is_unknown = not named and self.is_of_another(file)
        if self.last_own.content == self.plan and may_be == [self.plan] and not is_unknown:
            return TakenIn("current", self.take_over(file))
        content = with_contacts_of(file, base)
        number = self.keep_file(content)
        by, saved = (content.version.by, content.version.saved) if content.version else ("", None)
        found = propose(base, self.plan, content, author=by, date=saved, source=source)
        found = in_doubt(found, [one for one in may_be if one != base], self.plan)
        if is_unknown:
            found = [one.model_copy(update={"conflict": True}) for one in found]
        of_moves = ("state", "history")
        new = [one for one in found if one.id not in self.suggestions and one.address not in of_moves]
        self.suggestions |= {proposal.id: Suggestion(proposal, number) for proposal in new}
        return TakenIn("beside", number, len(new), added_to(self.plan.history, content.history))

    def known(self, file: Plan) -> int:
        """Return the number of the version that a file is, 0 for none."""
        known = next((one.number for one in self.versions if one.content == bare(file)), 0)
        if known or not file.contacts_left_out:
            return known
        sent = [one for one in reversed(self.versions) if one.shared]
        return next((one.number for one in sent if bare(with_contacts_of(file, one.content)) == one.content), 0)

    def made_into(self, file: Plan) -> Version | None:
        """Return a version that was made from what a file is."""
        for one in self.versions:
            if file.version and (file.version.number > one.number or file.version.parent == one.mark):
                continue
            forms = [with_contacts(file, form) for form in ("full", "names", "none")]
            if one.parent in {fingerprint(form) for form in (*forms, with_contacts_of(file, one.content))}:
                return one
        return None

    def named(self, file: Plan) -> Plan | None:
        """Return the version that a file says it was made from: it was one of ours, or names one."""
        if file.version is None:
            return None
        ours = self.sent.get((file.version.number, file.version.saved))
        return ours or (self.marked(file.version.parent) if file.version.parent else None)

    def marked(self, mark: str) -> Plan | None:
        """Return the version with a fingerprint, as it is or as it was sent with less of its contacts."""
        for forms in (["full"], ["names", "none"]):
            for version in reversed(self.versions):
                marks = {fingerprint(with_contacts(version.content, form)) for form in forms}
                if mark in marks and (version.shared or forms == ["full"]):
                    return version.content
        return None

    def is_of_another(self, file: Plan) -> bool:
        """Tell whether a file that names none of the versions may be made from one that is not here."""
        if file.version and file.version.number <= self.versions[0].number:
            return True
        missing = {one.parent for one in self.versions if one.parent and not self.marked(one.parent)}
        parent = file.version.parent if file.version else ""
        return parent in missing if parent else bool(missing)

    def replace(self, file: Plan) -> TakenIn:
        if taken_over(bare(with_contacts_of(file, self.plan)), self.plan, DAY) == self.plan:
            return TakenIn("equal", next((one.number for one in self.versions if one.content == self.plan), 0))
        if all(version.content != self.plan for version in self.versions):
            self.keep(self.plan)
        return TakenIn("replaced", self.take_over(file))

    def take_over(self, file: Plan) -> int:
        """Put a file in the place of the plan, with the moves of both on record."""
        content = with_contacts_of(file, self.plan)
        after = taken_over(bare(content), self.plan, DAY)
        if after != bare(content) and not self.known(file):
            self.keep_file(content)
        self.plan = after
        return self.keep_file(after.model_copy(update={"version": file.version}), own=True)

    def keep_file(self, file: Plan, *, own: bool = False) -> int:
        number, parent = (file.version.number, file.version.parent) if file.version else (0, "")
        return self.keep(file, own=own, shared=True, number=number, parent=parent)
