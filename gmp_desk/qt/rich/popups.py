"""The small windows in which a link or a footnote is written."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gmp_desk.domain.richtext_writer import allowed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import leave_files_to_window, let_undo_through
from gmp_desk.qt.rich.editor import RichEditor
from gmp_desk.qt.theme import SPACE

_MAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
_SITE = re.compile(r"[^\s@:/]+\.[^\s@:/.?#]{2,}([/?#].*)?", re.DOTALL)


class _Popup(QDialog):
    """A small window with buttons to keep, to take away and to leave."""

    removed = Signal()
    """What is shown is to be taken away."""

    def __init__(self, desk: Desk, title: str, remove: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        _ = desk.catalogue.gettext
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[3])
        self.column.setSpacing(SPACE[1])
        self.remove = QPushButton(remove, self)
        self.remove.setProperty("look", "danger")
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        self.keep = QPushButton(_("Apply"), self)
        self.keep.setProperty("look", "primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.accept)
        cancel = QPushButton(_("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, SPACE[2], 0, 0)
        self._buttons.addWidget(self.remove)
        self._buttons.addStretch(1)
        self._buttons.addWidget(cancel)
        self._buttons.addWidget(self.keep)

    def _add_part(self, label: str, part: QWidget) -> None:
        name = QLabel(label, self)
        name.setProperty("look", "label")
        name.setBuddy(part)
        part.setAccessibleName(label)
        self.column.addWidget(name)
        self.column.addWidget(part)

    def _remove(self) -> None:
        self.removed.emit()
        self.reject()


class LinkPopup(_Popup):
    """Asks for the text and the address of a link."""

    def __init__(self, desk: Desk, address: str, text: str, parent: QWidget | None) -> None:
        _ = desk.catalogue.gettext
        super().__init__(desk, _("Link"), _("Remove link"), parent)
        self._desk = desk
        self.text = QLineEdit(text, self)
        self.address = QLineEdit(address, self)
        self.address.setPlaceholderText("https://")
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.address.setMinimumWidth(self.fontMetrics().averageCharWidth() * 48)
        self.problem = QLabel(self)
        self.problem.setProperty("look", "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        for part in (self.text, self.address):
            let_undo_through(part)
            leave_files_to_window(part)
        self._add_part(_("Text"), self.text)
        self._add_part(_("Address"), self.address)
        self.column.addWidget(self.problem)
        self.column.addLayout(self._buttons)
        self.remove.setVisible(bool(address))
        self.address.setFocus()

    def link(self) -> str:
        """Return the address as a link can have it, completed where its kind goes without saying; "" if it cannot."""
        return completed(self.address.text())

    def accept(self) -> None:
        """Keep the link, if its address can be one."""
        if self.link():
            super().accept()
            return
        problem = self._desk.catalogue.gettext(
            "This is no address of a web page or for e-mail: https://www.unep.org, name@example.org."
        )
        self.problem.setText(problem)
        self.problem.show()
        self.address.setFocus()


class NotePopup(_Popup):
    """Shows the text of a footnote to be written or changed."""

    def __init__(self, desk: Desk, text: str, parent: QWidget | None) -> None:
        _ = desk.catalogue.gettext
        super().__init__(desk, _("Footnote"), _("Remove footnote"), parent)
        self.editor = RichEditor(desk, self, least=4, greatest=14, notes=False)
        self.editor.show_markdown(text)
        self.editor.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self.editor.link_wanted.connect(lambda: ask_link(desk, self.editor))
        self._add_part(_("Text of the footnote"), self.editor)
        hint = QLabel(_("The marks of footnotes are numbered by themselves."), self)
        hint.setProperty("look", "muted")
        self.column.addWidget(hint)
        self.column.addLayout(self._buttons)
        self.remove.setVisible(bool(text))
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        self.editor.setFocus()


def completed(address: str) -> str:
    """Return an address with what people leave out of it, "https://" or "mailto:"; "" where it cannot be a link."""
    address = address.strip()
    for begin, pattern in (("mailto:", _MAIL), ("https://", _SITE)):
        if pattern.fullmatch(address):
            address = begin + address
    return address if allowed(address) else ""


def ask_link(desk: Desk, editor: RichEditor) -> LinkPopup:
    """Open the window for the link at the editor's cursor."""
    address, text = editor.link_at_cursor()
    popup = LinkPopup(desk, address, text, editor.window())
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popup.accepted.connect(lambda: editor.set_link(popup.link(), popup.text.text().strip()))
    popup.removed.connect(lambda: editor.set_link(""))
    _open_below(popup, editor)
    return popup


def ask_note(desk: Desk, editor: RichEditor) -> NotePopup:
    """Open the window for the footnote at the editor's cursor."""
    popup = NotePopup(desk, editor.note_at_cursor() or "", editor.window())
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popup.accepted.connect(lambda: editor.set_note(popup.editor.markdown()))
    popup.removed.connect(lambda: editor.set_note(""))
    _open_below(popup, editor)
    return popup


def _open_below(popup: QDialog, editor: RichEditor) -> None:
    popup.finished.connect(lambda _result: editor.setFocus())
    popup.open()
    popup.move(editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft()))
