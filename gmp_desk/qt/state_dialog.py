"""Records that the plan has moved to another state, with the day, who and why, and shows the moves on record (D3)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app import keeping, moving
from gmp_desk.app.value_texts import ValueTexts
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.plan import State
from gmp_desk.domain.text import is_blank, normalize
from gmp_desk.i18n import N_
from gmp_desk.i18n.typed import Typed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.typed_line import TypedLine
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.theme import SPACE

_HIGHEST = 680  # of the dialog when it opens, in logical pixels

WAYS: Mapping[State, str] = {
    "draft": N_("Take back to a draft"),
    "submitted": N_("Record as sent to the advisory group"),
    "advised": N_("Record that advice was received"),
    "agreed": N_("Record as agreed by the area"),
    "superseded": N_("Record as replaced by a later version"),
}
_BACK: Mapping[State, str] = {
    "submitted": N_("Take back to: sent to the advisory group"),
    "advised": N_("Take back to: advice received"),
    "agreed": N_("Take back to: agreed"),
}


class StateDialog(QDialog):
    """Offers the moves that are possible; a plan with errors is told why it cannot be moved."""

    go_to = Signal(str)
    """The address of a field in which something is to be settled before."""
    send_wanted = Signal()
    """The user wants to make a copy for comment instead."""
    moved = Signal(int)
    """The plan was moved, and is kept as the version of this number."""

    def __init__(self, desk: Desk, open_plan: OpenPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._open = desk, open_plan
        self._read_only = open_plan.read_only
        self._ways = {way.to: way for way in moving.ways(open_plan.plan, desk.program.template())}
        self.choices: dict[State, QRadioButton] = {}
        _ = desk.catalogue.gettext
        self.setWindowTitle(_("State of the plan"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)
        typed = Typed(desk.catalogue.language)
        self.date = TypedLine(
            typed.date, desk.locale.date, _("Give a day, such as 31 May 2026 or 31.5.2026."), self, required=True
        )
        self.by, self.note = QLineEdit(self), QPlainTextEdit(self)
        self.by.setText(desk.preferences.current.name)
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(self.fontMetrics().height() * 5)
        self.date.show_value(desk.program.clock().date())
        self._note_label = QLabel(self)
        self._message = self._words("", "error")
        self._errors = self._error_box()
        buttons = QDialogButtonBox(self)
        self.record_button = QPushButton(self)
        self.record_button.setProperty("look", "primary")  # before the box takes it in, which settles how it looks
        buttons.addButton(self.record_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.record_button.setDefault(True)
        self.record_button.clicked.connect(self.record)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        for changed in (self.by.textChanged, self.note.textChanged, self.date.textChanged):
            changed.connect(self._check)
        self.date.troubled.connect(self._check)
        open_plan.told.connect(self._hear)
        first = next(iter(self.choices), None)
        if first:
            self.choices[first].setChecked(True)
        self._choose()
        self.resize(
            self.minimumWidth(), min(self._inner.sizeHint().height() + buttons.sizeHint().height() + 40, _HIGHEST)
        )

    @property
    def chosen(self) -> State | None:
        """The state that the plan is to be moved to."""
        return next((state for state, button in self.choices.items() if button.isChecked()), None)

    @property
    def message(self) -> str:
        """What is missing, why nothing can be recorded, or what could not be done; "" where nothing is to be said."""
        return self._message.text()

    def record(self) -> None:
        """Move the plan, keep it as a version, and close."""
        state = self.chosen
        if state is None or not self.record_button.isEnabled():
            return
        program, by = self._desk.program, normalize(self.by.text().strip()).text
        note = normalize(self.note.toPlainText().strip()).text
        try:
            number = moving.move_open(self._open.workspace, state, self.date.value(), by, note, program.template())
        except UserError as error:
            self._say(self._desk.wording.error(error))
            return
        if not self._desk.preferences.current.name:
            self._desk.preferences.change(name=by)
        self.moved.emit(number)
        self.accept()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        _, terms = self._desk.catalogue.gettext, self._desk.terms
        inner = self._inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[2])
        column.setSpacing(SPACE[2])
        title = _("State: {state}").format(state=terms.choice("state", self._open.plan.state))
        column.addWidget(self._words(title, "title"))
        column.addWidget(
            self._words(
                _("Nothing is sent to anybody here: what has happened is put on record, and a version is kept."),
                "muted",
            )
        )
        group = QButtonGroup(self)
        for state, way in self._ways.items():
            button = QRadioButton(_(self._wording_of(state)), inner)
            button.setMinimumHeight(SPACE[4])
            button.toggled.connect(self._choose)
            group.addButton(button)
            self.choices[state] = button
            column.addWidget(button)
            if way.is_blocked:
                button.setText(_("{what} (something is to be settled before)").format(what=button.text()))
        column.addWidget(self._errors)
        self._particulars = QWidget(inner)
        form = QFormLayout(self._particulars)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(SPACE[1])
        form.setHorizontalSpacing(SPACE[3])
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, widget in ((_("Day"), self.date), (_("Recorded by"), self.by)):
            label = QLabel(words, inner)
            label.setBuddy(widget)
            widget.setAccessibleName(words)
            form.addRow(label, widget)
        self._note_label.setBuddy(self.note)
        form.addRow(self._note_label, self.note)
        column.addWidget(self._particulars)
        column.addWidget(self._message)
        column.addWidget(self._history())
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE[4], SPACE[1], SPACE[4], SPACE[3])
        foot.addWidget(buttons)
        whole.addLayout(foot)

    def _wording_of(self, state: State) -> str:
        return _BACK.get(state, WAYS[state]) if self._ways[state].needs_reason else WAYS[state]

    def _error_box(self) -> QFrame:
        """Return why a plan with errors cannot be moved, with the places to settle them, and what can be done now."""
        _ = self._desk.catalogue.gettext
        box = QFrame(self)
        box.setProperty("look", "raised")
        column = QVBoxLayout(box)
        column.setContentsMargins(SPACE[2], SPACE[2], SPACE[2], SPACE[2])
        column.setSpacing(SPACE[1])
        column.addWidget(self._words(_("This is to be settled before. Choose one to go there."), "label"))
        self.findings = QListWidget(box)
        self.findings.setAccessibleName(_("Settle before sending"))
        self.findings.setIconSize(self._desk.theme.mark)
        self.findings.setWordWrap(True)
        self.findings.setProperty("look", "bare")
        self._open.settle()
        for finding in self._open.findings:
            if finding.severity == "error":
                icon = self._desk.icons.icon("error", "error")
                item = QListWidgetItem(icon, self._desk.wording.finding(finding), self.findings)
                item.setData(Qt.ItemDataRole.UserRole, finding.field)
        self.findings.setFixedHeight(min(self.findings.count() * 3, 10) * self.fontMetrics().height())
        self.findings.itemActivated.connect(self._jump)
        self.findings.itemClicked.connect(self._jump)
        column.addWidget(self.findings)
        self.send_button = QPushButton(self._desk.icons.icon("send"), _("Make a copy for comment"), box)
        self.send_button.setAutoDefault(False)
        self.send_button.clicked.connect(self._leave_for(self.send_wanted.emit))
        column.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeading)
        return box

    def _jump(self, item: QListWidgetItem) -> None:
        address = item.data(Qt.ItemDataRole.UserRole)
        self._leave_for(lambda: self.go_to.emit(address))()

    def _leave_for(self, act: Callable[[], None]) -> Callable[[], None]:
        def leave() -> None:
            self.reject()
            act()

        return leave

    def _history(self) -> QWidget:
        """Return the moves on record, the latest first."""
        _, plan = self._desk.catalogue.gettext, self._open.plan
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, SPACE[1], 0, 0)
        column.setSpacing(SPACE[0])
        column.addWidget(self._words(_("Moves on record"), "label"))
        texts = ValueTexts((plan,), self._desk.terms, self._desk.locale)
        self.moves = tuple(texts.move(move) for move in reversed(plan.history))
        for words in self.moves or (_("None yet."),):
            column.addWidget(self._words(words, "muted"))
        if replaced := self._replaced_by():
            column.addWidget(self._words(_("Replaced by version {number}").format(number=replaced), "muted"))
        return box

    def _replaced_by(self) -> int | None:
        """Return the number of the version that has replaced the plan as it is now, if one has."""
        try:
            versions = self._desk.program.library().versions(self._open.plan.id)
        except Refused:  # locked just now
            return None
        number = keeping.number_of(self._open.plan, versions)
        return next((one.by for one in keeping.with_successors(versions) if one.kept.number == number), None)

    def _choose(self) -> None:
        _ = self._desk.catalogue.gettext
        state = self.chosen
        way = self._ways.get(state) if state else None
        self._note_label.setText(_("Reason") if way and way.needs_reason else _("Note"))
        self.note.setAccessibleName(self._note_label.text())
        self._errors.setVisible(bool(way and way.is_blocked))
        self._particulars.setVisible(bool(way and not way.is_blocked))
        self.record_button.setText(_(self._wording_of(way.to)) if way else _("Record"))
        self._check()

    def _hear(self) -> None:
        if self._read_only != self._open.read_only:  # else a message of what could not be done stays
            self._check()

    def _check(self) -> None:
        """Say what is missing, and let the move be recorded where nothing is."""
        _ = self._desk.catalogue.gettext
        way = self._ways.get(self.chosen) if self.chosen else None
        missing = ""
        refusal = self._open.workspace.refusal
        self._read_only = refusal is not None
        if refusal:
            missing = self._desk.wording.error(refusal)
        elif way is None or way.is_blocked:
            pass
        elif self.date.trouble or not self.date.readable:
            missing = self.date.trouble
        elif is_blank(self.by.text()):
            missing = _("Say who does it.")
        elif way.needs_reason and is_blank(self.note.toPlainText()):
            missing = _("A move back needs a reason.")
        self._say(missing)
        ready = not self._read_only and way is not None and not way.is_blocked and not missing and self.date.readable
        self.record_button.setEnabled(ready)
        for button in self.choices.values():
            button.setEnabled(not self._read_only)

    def _say(self, words: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))

    def _words(self, words: str, look: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("look", look)
        label.setWordWrap(True)
        return label
