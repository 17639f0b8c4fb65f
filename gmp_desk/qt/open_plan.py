"""The open plan as the window sees it: signals when it, its findings or its storage change."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from gmp_desk.app.history import Doing
from gmp_desk.app.workspace import Event, Workspace
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.rules import Finding, check
from gmp_desk.domain.template import Template

PAUSE = 200
"""Milliseconds after the last edit until what takes longer than a key press is made anew."""


class OpenPlan(QObject):
    """One plan in the window.

    ``ask_draft`` asks the user whether to start the next draft, where the plan was moved to another state (D3).
    """

    changed = Signal(object)
    """``Changes``: the addresses of fields and items that changed, and the widget that changed them."""
    findings_changed = Signal(object)
    """All findings, after a pause."""
    paused = Signal()
    """Nothing was edited for a moment: previews and the like can be made anew."""
    told = Signal(object)
    """``Event``: what happened to the plan, also how it is stored."""
    go_to = Signal(str)
    """The user wants to see the field or item of an address."""
    refused = Signal(object)
    """``Refused``: an edit could not be carried out."""

    def __init__(
        self,
        workspace: Workspace,
        template: Template,
        ask_draft: Callable[[], bool],
        begin_draft: Callable[[Workspace], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._template, self._ask_draft, self._begin_draft = template, ask_draft, begin_draft
        self._findings = check(workspace.plan, template)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._settle)
        self.rescue_file = ""
        self._silence = workspace.listen(self._hear)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.workspace.plan

    @property
    def read_only(self) -> bool:
        """Whether the plan is open elsewhere, so that it can only be read here."""
        return self.workspace.other_editor is not None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is missing in the plan, as of the last pause."""
        return self._findings

    def do(self, edit: Doing, by: object = None, *, joined: bool = False) -> bool:
        """Carry out an edit; tell whether it was. One that is refused is told by ``refused``."""
        try:
            if self.workspace.needs_draft and not self.read_only:
                if not self._ask_draft():
                    return False
                self._begin_draft(self.workspace)
            self.workspace.do(edit, by, joined=joined)
        except Refused as error:
            self.refused.emit(error)
            return False
        return True

    def undo(self) -> None:
        """Take back the last step."""
        self.workspace.undo()

    def redo(self) -> None:
        """Do again the step undone last."""
        self.workspace.redo()

    def settle(self) -> None:
        """Look for what is missing now, without waiting for a pause."""
        self._timer.stop()
        self._settle()

    def close(self, timeout: float | None = None) -> bool:
        """Store all and let others edit the plan; tell whether all is stored."""
        self._timer.stop()
        done = self.workspace.close(timeout)
        self._silence()
        return done

    def _hear(self, event: Event) -> None:
        if event.changes.fields:
            self._timer.start()
            self.changed.emit(event.changes)
        self.rescue_file = event.rescue or ("" if event.status == "stored" else self.rescue_file)
        self.told.emit(event)

    def _settle(self) -> None:
        found = check(self.plan, self._template)
        if found != self._findings:
            self._findings = found
            self.findings_changed.emit(found)
        self.paused.emit()
