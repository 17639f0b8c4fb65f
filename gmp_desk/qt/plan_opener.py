"""Opens plans: from the list, new ones, samples, files that were received; and what else my plans offer."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QWidget

from gmp_desk.app import keeping, planning
from gmp_desk.app.reading import read_file
from gmp_desk.app.rescuing import Rescue, places
from gmp_desk.app.taking_in import TakenIn, take_in
from gmp_desk.app.workspace import Workspace
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.examples import read_examples
from gmp_desk.domain.plan import Partner, Plan
from gmp_desk.formats import package
from gmp_desk.qt import background
from gmp_desk.qt.backups_words import BackupWords
from gmp_desk.qt.draft_dialog import ask_draft
from gmp_desk.qt.editor_view import EditorView
from gmp_desk.qt.inputs.making import InputMaker
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.plans_page import PlansPage
from gmp_desk.qt.poster import Poster
from gmp_desk.qt.question import Question
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Damaged, Editor

if TYPE_CHECKING:
    from gmp_desk.qt.shell import Shell


class PlanOpener(QObject):
    """Does for the shell what needs the library."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._poster = Poster(self)
        self.known: tuple[Partner, ...] = ()

    @property
    def library(self) -> Library:
        """The library; raise ``Refused`` where it cannot be opened."""
        return self._shell.desk.program.library()

    def wire(self, page: PlansPage) -> None:
        """Have a page of my plans ask here for what it offers."""
        page.opened.connect(self.open)
        page.new_wanted.connect(self._shell.new_plan)
        page.file_wanted.connect(self._shell.choose_files)
        page.sample_wanted.connect(self._shell.choose_sample)
        page.files_dropped.connect(lambda names: self.take_in([Path(name) for name in names]))
        page.delete_wanted.connect(self.delete)
        page.next_wanted.connect(lambda id: self.new_plan(self._shell.window, earlier=id))
        page.send_wanted.connect(lambda id: self._open_and("send", id))
        page.versions_wanted.connect(lambda id: self._open_and("versions", id))

    def open(self, id: str) -> bool:
        """Open a plan of the library in the editor; tell whether it is open."""
        shell = self._shell
        if not shell.leave_for(id):
            return shell.window.plan is not None and shell.window.plan.plan.id == id
        try:
            library = self.library
            rescue = Rescue(places(library.path))
            workspace = Workspace(library, id, Editor(*shell.editor), rescue, self._poster.post)
        except Damaged as error:
            shell.window.show_plans()
            return self._restored(id, error) and self.open(id)
        except Refused as error:
            shell.window.show_plans()
            shell.tell_error(error)
            return False
        template = shell.desk.program.template()
        open_plan = OpenPlan(workspace, template, self._ask_draft, self._begin_draft)
        shell.show_plan(open_plan)
        self._look_for_partners(id)
        return True

    def recent(self, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Return those of the plans that are there, with their names."""
        terms, locale = self._shell.desk.terms, self._shell.desk.locale
        try:
            known = {entry.id: entry for entry in self.library.entries()}
        except Refused:
            return []
        found = []
        for id in ids:
            if entry := known.get(id):
                period = locale.period(entry.first_year, entry.last_year)
                found.append((id, f"{terms.area(entry.area)} · {period} · {terms.choice('language', entry.language)}"))
        return found

    def _restored(self, id: str, error: Damaged) -> bool:
        """Show a damaged plan beside its last intact version; tell whether that was restored."""
        from gmp_desk.qt.damaged_dialog import DamagedDialog, last_intact

        shell = self._shell
        readable = error.readable if isinstance(error.readable, Plan) else None
        try:
            intact = last_intact(self.library, id)
            dialog = DamagedDialog(shell.desk, BackupWords(shell.desk).plan(id), readable, intact, shell.window)
            wanted = dialog.ask()
            dialog.deleteLater()
            if wanted == "restore" and intact:
                self._restore(id, intact.number)
                return True
        except Refused as refused:
            shell.tell_error(refused)
        else:
            if wanted == "backups":
                shell.backups()
        return False

    def _restore(self, id: str, number: int) -> None:
        shell, now = self._shell, self._shell.desk.program.clock()
        backup = keeping.back_up_before(self.library, "restore", id, now, number)
        keeping.restore(self.library, id, number, now.date())
        message = shell.desk.catalogue.gettext("What was there before is in the backup {file}.")
        shell.tell(message.format(file=backup.path))

    def editor_view(self, open_plan: OpenPlan) -> EditorView:
        """Return the view of an open plan for the window."""
        desk, window = self._shell.desk, self._shell.window
        maker = InputMaker(desk, open_plan, lambda: self.known, window)
        edition = desk.program.template().edition
        examples = read_examples((desk.paths.resources / "examples" / f"{edition}.toml").read_text("utf-8"))

        def example(section: str) -> tuple[str, ...]:
            return tuple(desk.catalogue.gettext(paragraph) for paragraph in examples.of(section))

        return EditorView(desk, open_plan, maker, example, window)

    def new_plan(self, parent: QWidget, earlier: str = "") -> None:
        """Ask for area, period and language, and open an empty plan, or one that goes on from an earlier one."""
        from gmp_desk.qt.new_plan_dialog import ask_new_plan

        try:
            plan = ask_new_plan(self._shell.desk, self.library, parent, earlier=earlier)
            if plan is not None:
                self.open(planning.start(self.library, plan))
        except Refused as error:
            self._shell.tell_error(error)

    def choose_sample(self, parent: QWidget) -> None:
        """Ask for a sample, and open a copy of it that is the user's own."""
        shell = self._shell
        _ = shell.desk.catalogue.gettext
        samples = sorted((shell.desk.paths.resources / "samples").glob("*.gmpplan"))
        plans = [package.read_plan(sample).content for sample in samples]
        terms = shell.desk.terms
        names = [f"{terms.area(plan.area)} ({terms.choice('language', plan.language)})" for plan in plans]
        name, chosen = QInputDialog.getItem(
            parent, _("Open a sample"), _("A plan to look at and to try things in:"), names, 0, False
        )
        if chosen:
            self.take_in([samples[names.index(name)]])

    def take_in(self, files: Sequence[Path]) -> None:
        """Take files into the library and open the last plan among them; say what became of each."""
        program = self._shell.desk.program

        def work(_: object) -> list[tuple[Path, str, TakenIn | UserError]]:
            told: list[tuple[Path, str, TakenIn | UserError]] = []
            for file in files:
                try:
                    content = read_file(file, package.read).content
                    kind = content.id if isinstance(content, Plan) else ""
                    told.append((file, kind, take_in(program.library(), content, file.name, on=program.clock().date())))
                except UserError as error:
                    told.append((file, "", error))
            return told

        background.start(self, work, lambda told: self._shell.when_free(lambda: self._taken_in(told)), self._failed)

    def delete(self, id: str) -> None:
        """Ask, make a backup that is named, and delete a plan."""
        shell = self._shell
        _ = shell.desk.catalogue.gettext
        try:
            entry = next((entry for entry in self.library.entries() if entry.id == id), None)
        except Refused as error:
            shell.tell_error(error)
            return
        if entry is None:
            return
        if editor := self.library.editors().get(id):
            message = _("This plan is being edited on {host}. Close it there before you delete it.")
            shell.tell(message.format(host=editor.host))
            return
        name = entry.title or shell.desk.terms.area(entry.area)
        question = Question(
            _("Delete the plan “{name}” from this computer?").format(name=name),
            _("A backup of all plans is made before, from which it can be restored."),
            _("Delete plan"),
            _("Keep"),
            shell.window,
        )
        question.do_button.setProperty("look", "danger")
        question.leave_button.setDefault(True)
        wanted = question.ask()
        question.deleteLater()
        if wanted:
            try:
                backup = keeping.back_up_before(self.library, "delete", id, shell.desk.program.clock())
                keeping.delete(self.library, id)
            except Refused as error:
                shell.tell_error(error)
            else:
                shell.tell(
                    _("Deleted. All plans as they were before are in the backup {file}.").format(file=backup.path)
                )
            shell.window.plans.refresh()

    def show_backups(self, parent: QWidget) -> None:
        """Show the backups of the library."""
        from gmp_desk.qt.backups_dialog import show_backups

        show_backups(self._shell.desk, parent, self._shell.let_go_of_library)
        self._shell.window.plans.refresh()

    def _open_and(self, name: str, id: str) -> None:
        if self.open(id):
            self._shell.window.carry_out(name)

    def _taken_in(self, told: list[tuple[Path, str, TakenIn | UserError]]) -> None:
        shell = self._shell
        last, said = "", ""
        for file, id, result in told:
            if isinstance(result, UserError):
                shell.tell_error(result, str(file))
                continue
            said = self._said(file.name, result) if id else self._said_of_report(file.name)
            last = id or last
        if last:
            self.open(last)
        else:
            shell.window.plans.refresh()
        if said:
            shell.tell(said)

    def _said(self, name: str, taken: TakenIn) -> str:
        catalogue = self._shell.desk.catalogue
        _ = catalogue.gettext
        match taken.outcome:
            case "added":
                message = _("{file} is among my plans now.")
            case "equal":
                message = _("{file} is here already; nothing was changed.")
            case "older":
                message = _(
                    "{file} is an older copy, from which a version here was made. It is kept as version {number}; "
                    "nothing else was changed."
                )
            case "current" | "replaced":
                message = _("{file} is now version {number} of the plan.")
            case _:
                message = catalogue.ngettext(
                    "Both copies were changed: {count} change is suggested by {file}.",
                    "Both copies were changed: {count} changes are suggested by {file}.",
                    taken.suggested,
                )
        return message.format(file=name, number=taken.number, count=taken.suggested)

    def _said_of_report(self, name: str) -> str:
        """Return what is said of a biennial report: it is kept, but the window shows plans."""
        _ = self._shell.desk.catalogue.gettext
        return _("{file} is a biennial report. It is kept in the library, which shows plans only so far.").format(
            file=name
        )

    def _failed(self, error: Exception) -> None:
        raise error

    def _ask_draft(self) -> bool:
        plan = self._shell.window.plan
        return plan is not None and ask_draft(self._shell.desk, plan.plan, self._shell.window)

    def _begin_draft(self, workspace: Workspace) -> None:
        program, name = self._shell.desk.program, self._shell.editor[0]
        workspace.begin_draft(program.clock().date(), name)

    def _look_for_partners(self, id: str) -> None:
        """Read the partners of other plans in a thread, to be offered where one is added."""
        library = self.library

        def work(_: object) -> tuple[Partner, ...]:
            try:
                return planning.known_partners(library, id)
            except Refused:  # nothing is offered, then
                return ()

        background.start(self, work, lambda found: setattr(self, "known", found), self._failed)
