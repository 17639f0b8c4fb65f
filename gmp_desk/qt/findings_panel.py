"""What is still missing: all findings of the plan in one list, errors first, each with the field to jump to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from gmp_desk.domain.rules import Finding
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE


class FindingsPanel(QWidget):
    """The list at the bottom of the editor."""

    go_to = Signal(str)
    """The address of a field that the user wants to see."""
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        _ = desk.catalogue.gettext
        self._title = QLabel(_("What is still missing"), self)
        self._title.setProperty("look", "lead")
        self._counts = QLabel(self)
        self._counts.setProperty("look", "muted")
        close = QToolButton(self)
        close.setIcon(desk.icons.icon("close", "muted"))
        close.setToolTip(_("Hide what is still missing"))
        close.setAccessibleName(_("Hide what is still missing"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(SPACE[2])
        head.addWidget(self._title)
        head.addWidget(self._counts, 1)
        head.addWidget(close)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("What is still missing"))
        self.list.setIconSize(desk.theme.mark)
        self.list.setWordWrap(True)
        self.list.setProperty("look", "bare")
        self.list.itemActivated.connect(self._jump)
        self.list.itemClicked.connect(self._jump)
        self._nothing = QLabel(_("Nothing is missing."), self)
        self._nothing.setProperty("look", "muted")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE[3], SPACE[1], SPACE[3], SPACE[1])
        whole.setSpacing(SPACE[0])
        whole.addLayout(head)
        whole.addWidget(self._nothing)
        whole.addWidget(self.list, 1)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show all findings: first those to settle before sending, then those worth a look."""
        place = self.list.currentRow()
        self.list.clear()
        _ = self._desk.catalogue.gettext
        errors = sum(finding.severity == "error" for finding in findings)
        for severity in ("error", "warning"):
            for finding in findings:
                if finding.severity == severity:
                    item = QListWidgetItem(
                        self._desk.icons.icon(severity, severity), self._desk.wording.finding(finding)
                    )
                    item.setData(Qt.ItemDataRole.UserRole, finding.field)
                    kind = _("Settle before sending") if severity == "error" else _("Worth a look")
                    item.setToolTip(kind)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind}: {item.text()}")
                    self.list.addItem(item)
        self._counts.setText(counts(self._desk, errors, len(findings) - errors))
        self._nothing.setVisible(not findings)
        self.list.setVisible(bool(findings))
        if findings:
            self.list.setCurrentRow(min(max(place, 0), len(findings) - 1))

    def go_on(self) -> None:
        """Go to the finding after the chosen one, after the last to the first."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + 1) % self.list.count())
            self._jump(self.list.currentItem())

    def _jump(self, item: QListWidgetItem) -> None:
        self.go_to.emit(item.data(Qt.ItemDataRole.UserRole))


def counts(desk: Desk, errors: int, warnings: int) -> str:
    """Return how many things are to settle before sending and how many are worth a look; "" where there are none."""
    catalogue = desk.catalogue
    parts = []
    if errors:
        parts.append(
            catalogue.ngettext("{count} to settle before sending", "{count} to settle before sending", errors).format(
                count=errors
            )
        )
    if warnings:
        parts.append(
            catalogue.ngettext("{count} worth a look", "{count} worth a look", warnings).format(count=warnings)
        )
    return " · ".join(parts)
