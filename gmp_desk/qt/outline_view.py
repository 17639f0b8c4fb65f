"""The ten sections at the left: number, title, what is missing in each."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gmp_desk.app.outline import Outline, SectionState
from gmp_desk.domain.template import Section
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import RADIUS, SPACE, Role

_NUMBER, _TITLE, _STATE = (Qt.ItemDataRole.UserRole + n for n in range(1, 4))
_MARKS: Mapping[str, tuple[str, Role]] = {
    "empty": ("empty", "muted"),
    "incomplete": ("incomplete", "warning"),
    "complete": ("complete", "success"),
}


class OutlineView(QListWidget):
    """A list of the sections; ``section_chosen`` tells which one the user wants to see."""

    section_chosen = Signal(str)

    def __init__(self, desk: Desk, sections: Iterable[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("look", "bare")
        self.setAccessibleName(desk.catalogue.gettext("Sections of the plan"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        for section in sections:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.UserRole, section.id)
            mark = desk.locale.heading_mark(1, section.number) if section.number else ""
            item.setData(_NUMBER, mark.rstrip(".-、 "))
            item.setData(_TITLE, desk.terms.text(section.title))
        numbers = (self.item(row).data(_NUMBER) for row in range(self.count()))
        widest = max(map(self.fontMetrics().horizontalAdvance, numbers))
        self.setItemDelegate(_Delegate(desk, widest, self))
        self.currentItemChanged.connect(self._chosen)

    def show_outline(self, outline: Outline) -> None:
        """Show the state of each section."""
        states = {state.id: state for state in outline.sections}
        for row in range(self.count()):
            item = self.item(row)
            id = item.data(Qt.ItemDataRole.UserRole)
            state = states.get(id) or SectionState(id, 0, "incomplete" if outline.about else "complete", outline.about)
            if item.data(_STATE) != state:
                item.setData(_STATE, state)
                told = f"{item.data(_NUMBER)} {item.data(_TITLE)}, {self.said(state)}".strip()
                item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
                item.setToolTip(self.said(state))

    def choose(self, section: str) -> None:
        """Make a section the chosen one."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == section:
                self.setCurrentRow(row)

    def said(self, state: SectionState) -> str:
        """Return the state of a section in words."""
        catalogue = self._desk.catalogue
        _ = catalogue.gettext
        mark = {"empty": _("empty"), "incomplete": _("incomplete"), "complete": _("complete")}[state.mark]
        parts = [mark]
        if state.errors:
            parts.append(
                catalogue.ngettext("{count} to settle", "{count} to settle", state.errors).format(count=state.errors)
            )
        if state.warnings:
            parts.append(
                catalogue.ngettext("{count} worth a look", "{count} worth a look", state.warnings).format(
                    count=state.warnings
                )
            )
        return ", ".join(parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give titles the height that goes with the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.section_chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class _Delegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, widest: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._widest, self._mark = desk, widest, desk.theme.mark.width()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give each section room for two lines at most."""
        width = option.widget.viewport().width() if isinstance(option.widget, QListWidget) else option.rect.width()
        room = QRect(0, 0, max(width - self._indent - self._mark - 4 * SPACE[1] - 4, 1), 10_000)
        text = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), index.data(_TITLE))
        return QSize(width, text.height() + 2 * SPACE[1] + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw number, title and mark, with the count where something is to be settled."""
        theme, state = self._desk.theme, index.data(_STATE)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(2, 1, -2, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if chosen else "raised"))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.colour("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        inner = box.adjusted(SPACE[1], SPACE[1], -SPACE[1], -SPACE[1])
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        indent, end = self._indent, self._mark + 2 * SPACE[1]
        number = self._placed(inner, 0, indent, mirrored=mirrored)
        title = self._placed(inner, indent, inner.width() - indent - end, mirrored=mirrored)
        mark = self._placed(inner, inner.width() - self._mark, self._mark, mirrored=mirrored)
        painter.setFont(option.font)
        painter.setPen(theme.colour("muted"))
        painter.drawText(number, int(flags), index.data(_NUMBER))
        painter.setPen(theme.colour("text"))
        painter.drawText(title, int(flags), index.data(_TITLE))
        if state is not None:
            name, role = ("error", "error") if state.errors else _MARKS[state.mark]
            icon = self._desk.icons.icon(name, role)  # type: ignore[arg-type]
            top = mark.top() + (option.fontMetrics.height() - self._mark) // 2
            icon.paint(painter, QRect(mark.left(), top, self._mark, self._mark))
            if state.errors:
                count = self._placed(inner, inner.width() - 2 * self._mark - SPACE[0], self._mark, mirrored=mirrored)
                painter.setPen(theme.colour("error"))
                painter.drawText(
                    count, int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop), str(state.errors)
                )
        painter.restore()

    @property
    def _indent(self) -> int:
        return self._widest + SPACE[2]

    def _placed(self, box: QRect, start: int, width: int, *, mirrored: bool) -> QRect:
        left = box.right() - start - width + 1 if mirrored else box.left() + start
        return QRect(left, box.top(), width, box.height())
