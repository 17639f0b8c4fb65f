"""Links to items of the plan: chips of what is chosen, and a list to choose from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gmp_desk.app.wording import isolated
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.flow import Flow
from gmp_desk.qt.inputs.link_list import LinkList
from gmp_desk.qt.inputs.parts import icon_size, order_tabs, tool_button
from gmp_desk.qt.theme import SPACE

_LONGEST, _LONGEST_LARGE = 56, 44  # letters of a chip, and where texts are large; the rest is in its tool tip
_LOWEST = 28  # pixels; a lower chip would lose its round ends


@dataclass(frozen=True)
class Option:
    """An item that can be linked: its id, what it is called, and what else tells it from others."""

    id: str
    label: str
    detail: str = ""


class LinksInput(Input):
    """The ids of items, in a tuple; with ``single`` one id or None."""

    go_to = Signal(str)
    """The user wants to see the item with this id."""

    def __init__(
        self,
        desk: Desk,
        options: Callable[[], Sequence[Option]],
        parent: QWidget | None = None,
        *,
        create: Callable[[str], None] | None = None,
        create_label: str = "",
        single: bool = False,
    ) -> None:
        """Take what gives the items to choose from.

        ``create`` makes and links an item that is not there yet, called as it was searched for; ``create_label``
        says so: "New partner…".
        """
        super().__init__(desk, parent)
        self._options, self._create, self._create_label, self._single = options, create, create_label, single
        self._ids: tuple[str, ...] = ()
        self._read_only = False
        self._name = ""
        self._list: LinkList | None = None
        self.chips: list[Chip] = []
        _ = desk.catalogue.gettext
        self.add = QPushButton(desk.icons.icon("add", "accent"), _("Choose…") if single else _("Add…"), self)
        self.add.setProperty("look", "link")
        self.add.setIconSize(icon_size(self))
        self.add.clicked.connect(self.choose)
        self._flow = Flow(self, SPACE[1], SPACE[1])
        self._flow.addWidget(self.add)

    def value(self) -> tuple[str, ...] | str | None:
        """Return the ids, or the one id or None."""
        if self._single:
            return self._ids[0] if self._ids else None
        return self._ids

    def show_value(self, value: tuple[str, ...] | str | None) -> None:
        """Show what is linked."""
        self._ids = value if isinstance(value, tuple) else (value,) if value else ()
        self.refresh()

    def refresh(self) -> None:
        """Show what is linked under the names that it has now."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        known = {option.id: option for option in self._options()}
        self._flow.removeWidget(self.add)
        self.chips = [Chip(self.desk, id_, known.get(id_), self._name, self) for id_ in dict.fromkeys(self._ids)]
        for chip in self.chips:
            chip.set_read_only(self._read_only)
            chip.activated.connect(self.go_to)
            chip.removed.connect(self._remove)
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.add)
        parts = [part for chip in self.chips for part in (chip.name, chip.remove) if part]
        order_tabs((*parts, self.add))
        self.add.setVisible(not self._read_only)
        self.updateGeometry()

    def set_read_only(self, on: bool) -> None:
        """Let the links be read and followed only, or be changed again."""
        self._read_only = on
        self.add.setVisible(not on)
        for chip in self.chips:
            chip.set_read_only(on)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the first part; a proxy for it would have Tab pass by those before, or turn in a circle."""
        (self.chips[0].name or self.chips[0].remove if self.chips else self.add).setFocus(event.reason())

    def set_name(self, name: str) -> None:
        """Say what is linked."""
        self._name = name
        self.setAccessibleName(name)
        told = self.desk.catalogue.gettext("{field}: {part}")
        self.add.setAccessibleName(told.format(field=name, part=self.add.text()))
        for chip in self.chips:
            chip.set_name(name)

    def choose(self) -> None:
        """Open the list of what can be linked."""
        if self._read_only:
            return
        # Made each time: the plan has other items by then.
        self._list = LinkList(
            self.desk,
            [(option.id, option.label, option.detail) for option in self._options() if option.id not in self._ids],
            self._create_label if self._create else "",
            self,
        )
        self._list.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list.picked.connect(self._pick)
        self._list.wanted.connect(self._make)
        self._list.open_at(self.add)

    @property
    def list(self) -> LinkList | None:
        """The list opened last."""
        return self._list

    def _pick(self, id_: str) -> None:
        self._ids = (id_,) if self._single else (*self._ids, id_)
        self.refresh()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(self.value())

    def _make(self, name: str) -> None:
        if self._create:
            self._create(name)

    def _remove(self, id_: str) -> None:
        at = next(number for number, chip in enumerate(self.chips) if chip.id == id_)
        self._ids = tuple(each for each in self._ids if each != id_)
        self.refresh()
        following = self.chips[min(at, len(self.chips) - 1)].remove if self.chips else self.add
        following.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(self.value())


class Chip(QFrame):
    """One item that is linked: its name leads to it, and the button beside it, or Delete, removes the link."""

    activated = Signal(str)
    removed = Signal(str)

    def __init__(self, desk: Desk, id_: str, option: Option | None, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.id = id_
        self._desk = desk
        _ = desk.catalogue.gettext
        self.setProperty("look", "chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[1], 1, SPACE[0] // 2, 1)
        row.setSpacing(SPACE[0])
        self.text = option.label.strip() or _("without a name") if option else _("no longer in the plan")
        if option:
            shown = " ".join(self.text.split())
            most = _LONGEST_LARGE if desk.theme.is_large else _LONGEST
            shown = shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
            button = QPushButton(isolated(shown.replace("&", "&&"), desk.catalogue), self)
            button.setProperty("look", "link")
            # Escaped, and said to be markup, since Qt would guess.
            lines = (escape(line) for line in (self.text, option.detail) if line)
            button.setToolTip(f"<qt>{'<br>'.join(lines)}</qt>")
            button.clicked.connect(lambda: self.activated.emit(self.id))
            self.name: QPushButton | None = button
            row.addWidget(button)
        else:
            mark = QLabel(self)
            mark.setPixmap(desk.icons.icon("error", "error").pixmap(icon_size(self)))
            label = QLabel(self.text, self)
            label.setProperty("look", "error")
            self.name = None
            row.addWidget(mark)
            row.addWidget(label)
        self.remove = tool_button(desk, "close", _("Remove"), self, "muted")
        self.remove.clicked.connect(lambda: self.removed.emit(self.id))
        row.addWidget(self.remove)
        self.setMinimumHeight(_LOWEST)
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # else the first layout has sizes that know nothing of the styles
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say of which links this is one."""
        _ = self._desk.catalogue.gettext
        if self.name:
            self.name.setAccessibleName(_("{field}: {part}").format(field=name, part=self.text))
        self.remove.setAccessibleName(_("Remove “{name}”").format(name=self.text))

    def set_read_only(self, on: bool) -> None:
        """Let the link be followed only, or be removed as well."""
        self.remove.setVisible(not on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the link by Delete; keys that the buttons leave come here."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.remove.isHidden():
            self.removed.emit(self.id)
        else:
            super().keyPressEvent(event)
