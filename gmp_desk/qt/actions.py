"""All that can be done in the window, as a table: name, words, keys, icon, menu, and where it can be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk

Where = Literal["always", "editor", "plans"]

MENUS: Mapping[str, str] = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "plan": N_("&Plan"),
    "tools": N_("&Tools"),
    "help": N_("&Help"),
}


@dataclass(frozen=True)
class Spec:
    """One action. ``name`` is also that of the window's method that carries it out; "" is a line in the menu."""

    menu: str
    name: str = ""
    text: str = ""
    keys: str = ""
    icon: str = ""
    where: Where = "always"
    checkable: bool = False


ACTIONS: tuple[Spec, ...] = (
    Spec("file", "new_plan", N_("&New plan…"), "Ctrl+N", "add"),
    Spec("file", "open_file", N_("&Open a file I received…"), "Ctrl+O", "open"),
    Spec("file", "open_sample", N_("Open a &sample…"), "Ctrl+Shift+O", "sample"),
    Spec("file"),
    Spec("file", "store", N_("Is everything s&tored?"), "Ctrl+S", "check", "editor"),
    Spec("file", "send", N_("&Make a file to send…"), "Ctrl+E", "send", "editor"),
    Spec("file", "print_plan", N_("&Print…"), "Ctrl+P", "print", "editor"),
    Spec("file"),
    Spec("file", "close_plan", N_("Back to m&y plans"), "Ctrl+W", "back", "editor"),
    Spec("file", "quit", N_("&Quit"), "Ctrl+Q"),
    Spec("edit", "undo", N_("&Undo"), "Ctrl+Z", "undo", "editor"),
    Spec("edit", "redo", N_("&Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", "editor"),
    Spec("edit"),
    Spec("edit", "cut", N_("Cu&t"), "Ctrl+X"),
    Spec("edit", "copy", N_("&Copy"), "Ctrl+C"),
    Spec("edit", "paste", N_("&Paste"), "Ctrl+V"),
    Spec("edit", "select_all", N_("Select &all"), "Ctrl+A"),
    Spec("edit"),
    Spec("edit", "search", N_("&Find in the plan…"), "Ctrl+F", "search", "editor"),
    Spec("edit", "search_next", N_("Find &next"), "F3", "", "editor"),
    Spec("view", "toggle_missing", N_("&What is still missing"), "Ctrl+M", "missing", "editor", True),
    Spec("view", "toggle_guidance", N_("&Guidance"), "Ctrl+G", "guidance", "editor", True),
    Spec("view", "toggle_preview", N_("&Preview"), "Ctrl+Shift+P", "preview", "editor", True),
    Spec("view"),
    Spec("view", "larger_text", N_("&Larger text"), "Ctrl++"),
    Spec("view", "smaller_text", N_("&Smaller text"), "Ctrl+-"),
    Spec("view", "usual_text", N_("&Usual text size"), "Ctrl+0"),
    Spec("view"),
    Spec("view", "full_screen", N_("&Full screen"), "F11"),
    Spec("plan", "previous_section", N_("&Previous section"), "Ctrl+PgUp", "up", "editor"),
    Spec("plan", "next_section", N_("&Next section"), "Ctrl+PgDown", "down", "editor"),
    Spec("plan", "next_finding", N_("Next thing &missing"), "F8", "missing", "editor"),
    Spec("plan"),
    Spec("plan", "versions", N_("&Versions…"), "Ctrl+H", "versions", "editor"),
    Spec("plan", "suggestions", N_("&Suggested changes…"), "Ctrl+Shift+H", "compare", "editor"),
    Spec("plan", "record_state", N_("S&tate of the plan…"), "Ctrl+T", "forward", "editor"),
    Spec("tools", "backups", N_("&Backups…"), "Ctrl+Shift+B", "restore"),
    Spec("tools", "preferences", N_("&Preferences…"), "Ctrl+,", "settings"),
    Spec("help", "show_help", N_("&Help"), "F1", "help"),
    Spec("help", "about", N_("&About GMP Desk"), "Ctrl+F1", "info"),
)


def add_actions(window: QMainWindow, desk: Desk, carry_out: Callable[[str], None]) -> dict[str, QAction]:
    """Fill the menu bar of a window; return the actions by their names."""
    _ = desk.catalogue.gettext
    menus: dict[str, QMenu] = {}
    for name, text in MENUS.items():
        menus[name] = window.menuBar().addMenu(_(text))
        menus[name].setObjectName(name)
    made = {}
    for spec in ACTIONS:
        if not spec.name:
            menus[spec.menu].addSeparator()
            continue
        action = QAction(_(spec.text), window)
        action.setObjectName(spec.name)
        if spec.keys:
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys.split(" ")])
        if spec.icon:
            action.setIcon(desk.icons.icon(spec.icon))
        action.setCheckable(spec.checkable)
        action.triggered.connect(_sender(carry_out, spec.name))
        menus[spec.menu].addAction(action)
        window.addAction(action)
        made[spec.name] = action
    return made


def _sender(carry_out: Callable[[str], None], name: str) -> Callable[[], None]:
    return lambda: carry_out(name)
