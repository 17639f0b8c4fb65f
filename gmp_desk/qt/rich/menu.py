"""The context menu of a rich text."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from gmp_desk.qt.desk import Desk

if TYPE_CHECKING:
    from gmp_desk.qt.rich.editor import RichEditor


def menu_for(desk: Desk, editor: "RichEditor") -> QMenu:
    """Return the menu for where the cursor of an editor is."""
    _ = desk.catalogue.gettext
    menu = QMenu(editor)
    writable, chosen = not editor.isReadOnly(), editor.textCursor().hasSelection()
    clipboard = QApplication.clipboard().mimeData()
    pastable = writable and clipboard is not None and editor.canInsertFromMimeData(clipboard)

    def add(text: str, do: Callable[[], object], key: str | QKeySequence.StandardKey = "", *, enabled: bool) -> None:
        action = menu.addAction(text, lambda: do())
        action.setShortcut(QKeySequence(key))
        action.setEnabled(enabled)

    if address := editor.link_at_cursor()[0]:
        add(_("Open link"), lambda: QDesktopServices.openUrl(QUrl(address)), enabled=True)
        add(_("Change link…"), editor.link_wanted.emit, "Ctrl+K", enabled=writable)
        add(_("Remove link"), lambda: editor.set_link(""), enabled=writable)
        menu.addSeparator()
    if editor.note_at_cursor() is not None:
        add(_("Footnote…"), editor.note_wanted.emit, "Ctrl+Alt+F", enabled=writable)
        add(_("Remove footnote"), lambda: editor.set_note(""), enabled=writable)
        menu.addSeparator()
    add(_("Cut"), editor.cut, QKeySequence.StandardKey.Cut, enabled=writable and chosen)
    add(_("Copy"), editor.copy, QKeySequence.StandardKey.Copy, enabled=chosen)
    add(_("Paste"), editor.paste, QKeySequence.StandardKey.Paste, enabled=pastable)
    add(_("Paste without looks"), editor.paste_plain, "Ctrl+Shift+V", enabled=pastable)
    menu.addSeparator()
    add(_("Select all"), editor.selectAll, QKeySequence.StandardKey.SelectAll, enabled=True)
    return menu
