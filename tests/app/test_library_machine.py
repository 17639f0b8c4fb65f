"""The library against a model of it in plain Python, over any sequence of what people do with a plan."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from gmp_desk.app import keeping
from gmp_desk.app.reviewing import Settled, settle
from gmp_desk.app.taking_in import TakenIn
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.contacts import with_contacts
from gmp_desk.domain.edits import Edit, SetValue
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.proposals import accepted
from gmp_desk.domain.states import STATES, begin_draft, move, restored
from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.verifying import problems
from tests import samples
from tests.app.desks import DAY, LONG, PLAN, Desk, ready_plan, small_plan
from tests.app.model import Model, Step, bare
from tests.storage.making import times
from tests.strategies import edits, texts

CONTACTS = st.sampled_from(["full", "names", "none"])


def attempt(call: Callable[[], Any]) -> tuple[Any, str]:
    """Return what a call returns, and the id of what it refuses."""
    try:
        return call(), ""
    except Refused as error:
        return None, error.id


class LibraryMachine(RuleBasedStateMachine):
    """A lead's desk and that of a colleague, who send each other files."""

    sent = Bundle("sent")
    returned = Bundle("returned")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name) / "here")
        self.elsewhere = Desk(Path(self.folder.name) / "elsewhere", "Colleague")
        self.elsewhere.clock.forward(days=1)
        self.model: Model | None = None
        self.window: Workspace | None = None
        self.made_from: dict[str, set[str]] = {}  # fingerprints of files, and of what they say they were made from
        self.came_with_a_word = True  # of what the first version here was made from

    def teardown(self) -> None:
        self.desk.close()
        self.elsewhere.close()
        self.folder.cleanup()

    @initialize(plan=st.sampled_from([small_plan(), ready_plan()]), target=sent)
    def begin(self, plan: Plan) -> Plan:
        self.desk.person = plan.partners[0].contacts[0].name  # left out with the contacts, also where it is who kept it
        assert self.desk.take(plan) == TakenIn("added", 1)
        self.model = Model(plan)
        self.model.keep(plan, shared=True)
        self.window = self.desk.open()
        return plan

    @contextmanager
    def window_closed(self) -> Iterator[None]:
        """Do something with the library while nobody has the plan open."""
        assert self.window.close(LONG)
        yield
        self.window = self.desk.open()
        self.model.forget_steps()

    def start_draft(self) -> None:
        if self.model.plan.state == "draft":
            return
        assert attempt(lambda: self.window.do(SetValue("title", "x")))[1] == "workspace.draft"
        self.window.begin_draft(DAY, "Lead")
        self.model.do(Step(self.model.plan, begin_draft(self.model.plan, DAY, "Lead")))

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        self.start_draft()
        before, edit = self.model.plan, data.draw(edits(self.model.plan))
        after, refused = attempt(lambda: edit.apply(before))
        assert attempt(lambda: self.window.do(edit))[1] == refused
        if not refused:
            self.model.do(Step(before, after, edit.address if isinstance(edit, SetValue) else ""))

    @rule(name=st.sampled_from(["title", "summary"]), text=texts(), joined=st.booleans())
    def type(self, name: str, text: str, joined: bool) -> None:
        self.start_draft()
        before, edit = self.model.plan, SetValue(name, text)
        self.window.do(edit, joined=joined)
        self.model.do(Step(before, edit.apply(before), name), joined=joined)

    @rule()
    def undo(self) -> None:
        self.window.undo()
        self.model.undo()

    @rule()
    def redo(self) -> None:
        self.window.redo()
        self.model.redo()

    @rule(name=st.sampled_from(["", "Before the meeting"]))
    def keep(self, name: str) -> None:
        expected = self.model.keep(self.model.plan) if name else self.model.keep_ours()
        assert self.window.flush(LONG)
        assert keeping.keep(self.desk.library, PLAN, "request", name=name, by=self.desk.person) == expected

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from(self.model.versions))
        with self.window_closed():
            self.model.keep_ours()
            self.model.plan = restored(version.content, self.model.plan, DAY)
            assert keeping.restore(self.desk.library, PLAN, version.number, DAY) == self.model.keep(self.model.plan)

    @rule(to=st.sampled_from(STATES), note=st.sampled_from(["", "Taken back"]))
    def move(self, to: Any, note: str) -> None:
        moved, refused = attempt(lambda: move(self.model.plan, to, DAY, "Lead", note, samples.template()))
        with self.window_closed():
            number, told = attempt(
                lambda: keeping.set_state(self.desk.library, PLAN, to, DAY, "Lead", note, samples.template())
            )
            assert told == refused
            if not refused:
                self.model.plan = moved
                assert number == self.model.keep(moved)

    @rule(target=sent)
    def send(self) -> Plan:
        assert self.window.flush(LONG)
        return self.check_sent(self.model.keep_ours(), self.desk.send())

    @rule(data=st.data(), target=sent)
    def send_version(self, data: st.DataObject) -> Plan:
        number = data.draw(st.sampled_from(self.model.versions)).number
        return self.check_sent(number, self.desk.send(number=number))

    def check_sent(self, number: int, file: Plan) -> Plan:
        assert bare(file) == next(version.content for version in self.model.versions if version.number == number)
        assert (file.version.number, file.version.parent) == (number, self.model.parent_of(number))
        self.model.share(number)
        self.model.sent[number, file.version.saved] = bare(file)
        self.note(file)
        return file

    def note(self, file: Plan) -> None:
        """Note from what a file was made that says so."""
        self.made_from.setdefault(fingerprint(file), set()).add(file.version.parent)

    def lineage(self, mark: str) -> set[str]:
        """Return the fingerprints of all that a file was made from, and its own."""
        found, new = set[str](), {mark}
        while new:
            found |= new
            new = set().union(*(self.made_from.get(one, set()) for one in new)) - found
        return found

    @rule(file=sent, data=st.data(), contacts=CONTACTS, says_its_parent=st.booleans(), target=returned)
    def come_back(self, file: Plan, data: st.DataObject, contacts: Any, says_its_parent: bool) -> Plan:
        """A colleague makes something of a file and sends it back."""
        self.elsewhere.take(file, replace=True)
        for _ in range(data.draw(st.integers(1, 3))):
            typed = st.builds(SetValue, st.sampled_from(["title", "summary"]), texts())
            edit: Edit = data.draw(typed | edits(self.elsewhere.plan()))
            attempt(lambda edit=edit: self.elsewhere.edit(edit))
        full = self.elsewhere.send()
        self.note(full)
        back = with_contacts(full, contacts)
        back = back if says_its_parent else bare(back)
        self.take_in(back, fingerprint(full))
        return back

    @rule(data=st.data(), contacts=CONTACTS)
    def change_by_hand(self, data: st.DataObject, contacts: Any) -> None:
        """Somebody changes a file of ours with another program, which leaves what it says of itself."""
        file = self.send() if data.draw(st.booleans()) else self.send_version(data)
        given = with_contacts(file, contacts)
        edit = data.draw(st.builds(SetValue, st.sampled_from(["title", "summary"]), texts()) | edits(given))
        changed, _ = attempt(lambda: edit.apply(given))
        if changed:
            self.take_in(changed, fingerprint(changed))

    @rule(file=st.one_of(sent, returned), contacts=CONTACTS)
    def take_in_again(self, file: Plan, contacts: Any) -> None:
        self.take_in(with_contacts(file, contacts), fingerprint(file))

    def take_in(self, file: Plan, mark: str) -> None:
        """Take in a file, of which the fingerprint is given that it had with all its contacts."""
        before = self.model.plan
        with self.window_closed():
            expected = self.model.take(file, "file")
            assert self.desk.take(file, "file") == expected
            if expected.outcome == "current" and self.came_with_a_word:
                says = file.version.parent if file.version else ""
                is_older = mark in self.lineage(fingerprint(before)) - self.lineage(says)
                assert not is_older, "what was changed since has come back"
            assert self.model.take(file, "file").outcome == "equal"  # the second time changes nothing more
            assert self.desk.take(file, "file").outcome == "equal"
        if file.contacts_left_out:
            self.no_contact_is_lost(before)

    @rule(file=st.one_of(sent, returned), contacts=CONTACTS)
    def take_in_place_of_ours(self, file: Plan, contacts: Any) -> None:
        given = with_contacts(file, contacts)
        before = self.model.plan
        with self.window_closed():
            expected = self.model.replace(given)
            assert self.desk.take(given, replace=True) == expected
        if given.contacts_left_out:
            self.no_contact_is_lost(before)

    def no_contact_is_lost(self, before: Plan) -> None:
        partners = {partner.id for partner in self.model.plan.partners}
        had = {one.id for partner in before.partners if partner.id in partners for one in partner.contacts}
        assert had <= {one.id for partner in self.model.plan.partners for one in partner.contacts}

    @rule()
    def take_in_our_own(self) -> None:
        assert self.window.flush(LONG)
        assert self.desk.take(self.model.plan).outcome == "equal"

    @precondition(lambda self: self.model and self.model.suggestions)
    @rule(data=st.data(), over=st.booleans())
    def accept(self, data: st.DataObject, over: bool) -> None:
        self.start_draft()
        chosen = data.draw(st.sampled_from(self.model.open_suggestions() or list(self.model.suggestions.values())))
        before = self.model.plan
        after, refused = attempt(lambda: accepted(before, chosen.proposal, over=over))
        offered = next(one for one in self.window.proposals() if one.proposal.id == chosen.proposal.id)
        assert attempt(lambda: self.window.accept(offered, over=over))[1] == refused
        if not refused:
            self.model.do(Step(before, after, proposal=chosen.proposal.id))

    @precondition(lambda self: self.model and self.model.suggestions)
    @rule(data=st.data(), decision=st.sampled_from(["rejected", "open"]))
    def reject_or_reopen(self, data: st.DataObject, decision: str) -> None:
        chosen = data.draw(st.sampled_from(list(self.model.suggestions)))
        offered = next(one for one in self.window.proposals() if one.proposal.id == chosen)
        (self.window.reject if decision == "rejected" else self.window.reopen)(offered)
        self.model.decide(chosen, decision)

    @precondition(lambda self: self.model and self.model.open_suggestions())
    @rule(accept=st.booleans(), over=st.booleans())
    def settle(self, accept: bool, over: bool) -> None:
        chosen = self.model.open_suggestions()
        with self.window_closed():
            told = settle(
                self.desk.library, PLAN, [one.proposal.id for one in chosen], accept=accept, over=over, on=DAY
            )
            if not accept:
                assert told == Settled(rejected=len(chosen))
                for one in chosen:
                    self.model.decide(one.proposal.id, "rejected")
                return
            plan, count, gone = begin_draft(self.model.plan, DAY, ""), 0, 0
            for one in chosen:
                if one.proposal.conflict and not over:
                    continue
                after, refused = attempt(lambda plan=plan, one=one: accepted(plan, one.proposal, over=over))
                gone += refused == "proposal.gone"
                if not refused:
                    plan, count = after, count + 1
                    self.model.decide(one.proposal.id, "accepted")
            assert (told.accepted, told.gone + told.waiting) == (count, gone)
            assert told.conflicts == len(chosen) - count - gone
            if count:
                self.model.keep_ours()
                self.model.plan = plan

    @rule(data=st.data(), text=texts())
    def another_process_stores_meanwhile(self, data: st.DataObject, text: str) -> None:
        self.start_draft()
        assert self.window.flush(LONG)
        edit = data.draw(edits(self.model.plan))
        theirs, refused = attempt(lambda: self.desk.edit(edit))
        if refused or theirs == self.model.plan:
            return
        ours = SetValue("summary", text).apply(self.model.plan)
        self.window.do(SetValue("summary", text))
        if ours == self.model.plan:  # nothing to store, so nobody notices yet
            self.desk.restart(killed=False)
            self.window = self.desk.open()
        else:
            self.model.keep(ours, own=False)
        self.model.plan = theirs
        self.model.forget_steps()

    @rule(file=st.one_of(sent, returned), contacts=CONTACTS)
    def delete_and_take_in(self, file: Plan, contacts: Any) -> None:
        """Begin anew with a file, as a third person does who was sent that one first."""
        given = with_contacts(file, contacts)
        assert self.window.close(LONG)
        keeping.delete(self.desk.library, PLAN)
        assert self.desk.library.entries() == ()
        self.desk.clock.forward(seconds=1)
        self.model = Model(bare(given))
        assert self.desk.take(given) == TakenIn("added", self.model.keep_file(given, own=True))
        self.came_with_a_word = given.version is not None
        self.window = self.desk.open()

    @rule(killed=st.booleans())
    def restart(self, killed: bool) -> None:
        self.desk.restart(killed=killed)
        self.window = self.desk.open()
        assert self.window.other_editor is None
        self.model.forget_steps()

    @invariant()
    def the_library_is_as_the_model(self) -> None:
        if self.window is None:
            return
        assert self.window.flush(LONG)
        library, model = self.desk.library, self.model
        assert self.window.plan == model.plan
        assert library.read(PLAN).content == model.plan
        kept = library.versions(PLAN)
        assert [(one.number, one.own, one.shared, one.fingerprint) for one in kept] == [
            (one.number, one.own, one.shared, one.mark) for one in model.versions
        ]
        assert [library.version(PLAN, one.number) for one in kept] == [one.content for one in model.versions]
        assert [(one.proposal, one.version, one.decision) for one in library.proposals(PLAN)] == [
            (one.proposal, one.version, one.decision) for one in model.suggestions.values()
        ]
        history = self.window.history
        assert (history.can_undo, history.can_redo) == (bool(model.done), bool(model.undone))
        assert (self.window.status, self.desk.rescued(), problems(self.desk.path)) == ("stored", [], ())


LibraryMachine.TestCase.settings = settings(max_examples=times(6, 200), stateful_step_count=times(25, 50))
TestTheLibraryIsAsItsModel = LibraryMachine.TestCase
