"""A damaged plan, to be read only: what can be read of it, beside its last version that is intact."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app import keeping
from gmp_desk.app.comparing import differences
from gmp_desk.domain.plan import Plan
from gmp_desk.qt.comparison_view import ComparisonView
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.plan_text import PlanText
from gmp_desk.qt.theme import SPACE
from gmp_desk.qt.versions_list import NOW, named
from gmp_desk.storage.library import Library

Wanted = Literal["", "restore", "backups"]


@dataclass(frozen=True)
class Intact:
    """The last version of a plan that is not damaged."""

    number: int
    plan: Plan


def last_intact(library: Library, id: str) -> Intact | None:
    """Read the last version of a plan that is not damaged; raise ``Refused`` where the library cannot be read."""
    number = keeping.last_intact(library, id)
    content = library.version(id, number) if number else None
    return Intact(number, content) if number and isinstance(content, Plan) else None


class DamagedDialog(QDialog):
    """Shows what is left of a plan, and asks what to do; Escape leaves everything as it is."""

    def __init__(
        self, desk: Desk, name: str, readable: Plan | None, intact: Intact | None, parent: QWidget | None = None
    ) -> None:
        """``name`` is what the plan is called; ``readable`` what can be read of it, if that makes a whole at all."""
        super().__init__(parent)
        self._desk, self._readable, self._intact = desk, readable, intact
        self.wanted: Wanted = ""
        _ = desk.catalogue.gettext
        self.setWindowTitle(_("A damaged plan"))
        self.told, self.detail = QLabel(self), QLabel(self)
        self.told.setText(_("“{plan}” is damaged. Your other plans are not affected.").format(plan=name))
        self.detail.setText(self._what_is_here())
        for label, look in ((self.told, "lead"), (self.detail, "muted")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("look", look)
            label.setWordWrap(True)
        self.texts = [
            self._text(title, plan)
            for title, plan in (
                (_("What can be read of the plan"), readable),
                (named(desk, intact.number) if intact else "", intact.plan if intact else None),
            )
            if plan
        ]
        self.tabs = QTabBar(self)
        self.comparison: ComparisonView | None = None
        self._pages = QStackedWidget(self)
        self.do_button = QPushButton(self)
        self._lay_out()
        self.setAccessibleName(self.told.text())
        self.setAccessibleDescription(self.detail.text())

    def ask(self) -> Wanted:
        """Wait for the answer: restore the version, look at the backups, or "", leave everything as it is."""
        self.exec()
        return self.wanted

    def _what_is_here(self) -> str:
        _ = self._desk.catalogue.gettext
        if self._intact is None:
            if self._readable is None:
                return _("Nothing of it can be read, and no version of it is intact. Restore a backup.")
            return _("What can still be read of it is shown here; no version of it is intact. Restore a backup.")
        if self._readable is None:
            message = _("Nothing of it can be read as a whole, but version {number} is intact.")
        else:
            message = _("What can still be read of it stands beside version {number}, which is intact.")
        backup = _("A backup of all plans is made before the version is restored.")
        return f"{message.format(number=self._intact.number)} {backup}"

    def _text(self, title: str, plan: Plan) -> PlanText:
        text = PlanText(self._desk, self)
        text.setAccessibleName(title)
        text.show_plan(plan)
        return text

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[3])
        column.setSpacing(SPACE[2])
        for label in (self.told, self.detail):
            column.addWidget(label)
        if self.texts:
            self.resize(1040, 680)
            self._pages.addWidget(self._side_by_side())
            self._add_comparison(column)
            column.addWidget(self._pages, 1)
        else:
            self._pages.hide()
            self.tabs.hide()
        column.addWidget(self._buttons())

    def _side_by_side(self) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[3])
        for text in self.texts:
            side = QVBoxLayout()
            side.setSpacing(SPACE[1])
            heading = QLabel(text.accessibleName(), page)
            heading.setProperty("look", "label")
            heading.setBuddy(text)
            side.addWidget(heading)
            side.addWidget(text, 1)
            row.addLayout(side, 1)
        return page

    def _add_comparison(self, column: QVBoxLayout) -> None:
        """Offer to look at the differences, where there are two to be compared."""
        if self._readable is None or self._intact is None:
            self.tabs.hide()
            return
        desk, _ = self._desk, self._desk.catalogue.gettext
        self.comparison = ComparisonView(desk, self)
        found = differences(self._intact.plan, self._readable, desk.terms, desk.locale)
        self.comparison.show_differences(found, named(desk, self._intact.number), named(desk, NOW))
        self._pages.addWidget(self.comparison)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(desk.icons.icon("preview"), _("Side by side"))
        self.tabs.addTab(desk.icons.icon("compare"), _("Compare"))
        self.tabs.setAccessibleName(_("Look at both or compare them"))
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        column.addWidget(self.tabs)

    def _buttons(self) -> QDialogButtonBox:
        _ = self._desk.catalogue.gettext
        box = QDialogButtonBox(self)
        if self._intact:
            self.do_button.setText(_("Restore version {number}").format(number=self._intact.number))
        else:
            self.do_button.setText(_("Look at the backups"))
        self.do_button.setProperty("look", "primary")
        leave_button = QPushButton(_("Leave as it is"), self)
        box.addButton(self.do_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(leave_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.do_button.setDefault(True)
        box.accepted.connect(self._do)
        box.rejected.connect(self.reject)
        return box

    def _do(self) -> None:
        self.wanted = "restore" if self._intact else "backups"
        self.accept()
