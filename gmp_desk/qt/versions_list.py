"""The versions of a plan in a list, each on two lines: which it is, and when and why it was kept."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gmp_desk.app.comparing import told_moment
from gmp_desk.app.keeping import Superseded
from gmp_desk.app.wording import isolated, printable
from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE
from gmp_desk.storage.tables import Reason

NOW = 0
"""Stands for the plan as it is now, which is no version yet."""

REASONS: Mapping[Reason, str] = {
    "import": N_("taken in"),
    "move": N_("moved to another state"),
    "comment": N_("sent for comment"),
    "export": N_("sent"),
    "request": N_("kept on request"),
    "restore": N_("restored"),
    "merge": N_("changed in two places"),
}
_TITLE, _DETAIL, _REMARK, _DAMAGED = (Qt.ItemDataRole.UserRole + number for number in range(1, 5))


class Told(NamedTuple):
    """A version in words: which it is, when and why it was kept, and what is to be known of it."""

    title: str
    detail: str
    remark: str


class VersionsList(QListWidget):
    """The plan as it is now, and below it its versions, the latest first."""

    chosen = Signal(int)
    """The number of the version that is shown; ``NOW`` for the plan as it is now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(desk.catalogue.gettext("Versions"))
        self.setProperty("look", "bare")
        self.setItemDelegate(_TwoLines(desk, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.currentItemChanged.connect(self._choose)

    def show_versions(self, versions: tuple[Superseded, ...], present: Told) -> None:
        """Show the plan as it is now and its versions; what was chosen stays so."""
        number = self.number
        self.blockSignals(True)
        self.clear()
        self._add(NOW, present)
        for version in reversed(versions):
            self._add(version.kept.number, told(self._desk, version), damaged=not version.kept.intact)
        self.blockSignals(False)
        self.choose(number)

    @property
    def number(self) -> int:
        """The number of the version that is chosen; ``NOW`` for the plan as it is now."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else NOW

    @property
    def told(self) -> Told:
        """What is said of the one that is chosen."""
        item = self.currentItem()
        return Told(*(item.data(role) for role in (_TITLE, _DETAIL, _REMARK))) if item else Told("", "", "")

    def choose(self, number: int) -> None:
        """Choose a version by its number; where there is none, the plan as it is now."""
        rows = {self.item(row).data(Qt.ItemDataRole.UserRole): row for row in range(self.count())}
        self.setCurrentRow(rows.get(number, 0))

    def _add(self, number: int, words: Told, *, damaged: bool = False) -> None:
        item = QListWidgetItem(self)
        item.setData(Qt.ItemDataRole.UserRole, number)
        for role, value in ((_TITLE, words.title), (_DETAIL, words.detail), (_REMARK, words.remark)):
            item.setData(role, value)
        item.setData(_DAMAGED, damaged)
        lines = [line for line in words if line]
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(lines))
        item.setToolTip("<p>{}</p>".format("<br/>".join(map(escape, lines))))

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class _TwoLines(QStyledItemDelegate):
    """Draws a version: its title, and below it, smaller in weight, the rest."""

    def __init__(self, desk: Desk, parent: QListWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return room for the lines that there are."""
        lines = 2 + bool(index.data(_REMARK))
        return QSize(120, lines * (option.fontMetrics.height() + 2) + 2 * SPACE[1])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the lines, each cut where it is too long."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = ""
        whole.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)
        theme = self._desk.theme
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        remark_role = "error" if index.data(_DAMAGED) else "accent"
        lines = (
            (index.data(_TITLE), bold, theme.colour("text")),
            (index.data(_DETAIL), option.font, theme.colour("muted")),
            (index.data(_REMARK), option.font, theme.colour(remark_role)),  # type: ignore[arg-type]
        )
        painter.save()
        painter.setLayoutDirection(option.direction)
        height = option.fontMetrics.height() + 2
        room = option.rect.adjusted(SPACE[2], SPACE[1], -SPACE[2], -SPACE[1])
        for place, (text, font, colour) in enumerate(line for line in lines if line[0]):
            painter.setFont(font)
            painter.setPen(colour)
            line = QRect(room.left(), room.top() + place * height, room.width(), height)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            alignment = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
            painter.drawText(line, alignment | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)
        painter.restore()


def told(desk: Desk, version: Superseded) -> Told:
    """Return a version in words."""
    _, kept = desk.catalogue.gettext, version.kept
    title = named(desk, kept.number, kept.name)
    when = told_moment(kept.kept, desk.locale)
    parts = [when, _(REASONS[kept.reason]) if kept.reason else ""]
    states = {choice.value for choice in desk.terms.template.choices["state"]}
    remarks = [desk.terms.choice("state", kept.state) if kept.state in states else ""]
    if version.by:
        remarks = [_("Replaced by version {number}").format(number=version.by)]
    remarks.append(isolated(printable(kept.by), desk.catalogue) if kept.by else "")
    if not kept.own:
        remarks.append(_("from another copy"))
    if not kept.intact:
        remarks.append(_("damaged"))
    return Told(title, " · ".join(part for part in parts if part), " · ".join(part for part in remarks if part))


def named(desk: Desk, number: int, name: str = "") -> str:
    """Return what a version is called: by its number, and by its name where it has one."""
    _ = desk.catalogue.gettext
    if number == NOW:
        return _("The plan as it is now")
    if name:
        given = isolated(printable(name), desk.catalogue)
        return _("Version {number}: {name}").format(number=number, name=given)
    return _("Version {number}").format(number=number)
