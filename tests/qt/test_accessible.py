"""Every input has a name, every part can be reached by keys and hit by those whose hands are not steady."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.items_view import ItemsView
from gmp_desk.qt.rich.toolbar import RichToolBar
from tests import samples
from tests.qt.editing import Editing

ACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
LEAST = 24  # logical pixels (WCAG 2.2, target size)


def active(root: QWidget) -> Iterator[QWidget]:
    """Yield what a user can act on."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, ACTIVE) and widget.isVisible() and widget.isEnabled():
            inner = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QAbstractItemView)
            if not inner and not widget.objectName().startswith("qt_"):
                yield widget


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.fixture(params=["plan", *(section.id for section in samples.template().sections)])
def shown(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path):
    """A section of the English sample with the first card of each list open."""
    editing = Editing(desk, samples.plan().model_copy(update={"state": "draft"}), tmp_path)
    page = editing.section(request.param)
    for view in page.findChildren(ItemsView):
        if view.cards:
            view.open(next(iter(view.cards)).address.rpartition("/")[2], focus=False)
    editing.page.show_missing(shown=True)
    yield editing
    editing.close()


def test_every_input_has_a_name(shown: Editing):
    nameless = [widget for widget in active(shown.view) if not name_of(widget).strip()]
    assert not nameless


def test_every_target_is_large_enough(shown: Editing):
    small = [
        (name_of(widget), widget.size().toTuple())
        for widget in active(shown.view)
        if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < LEAST
    ]
    assert not small


def test_every_input_is_reached_by_tab(shown: Editing):
    reached, widget = set(), shown.view
    for _ in range(2_000):
        widget = widget.nextInFocusChain()
        if widget is shown.view or widget in reached:
            break
        reached.add(widget)
    # The tool bar of a text is for those who point: its keys, which its tool tips name, do the same.
    by_keys = [widget for widget in active(shown.page.page) if not isinstance(widget.parentWidget(), RichToolBar)]
    unreached = [name_of(widget) for widget in by_keys if not can_be_reached(widget, reached)]
    assert not unreached


def can_be_reached(widget: QWidget, reached: set[QWidget]) -> bool:
    """Tell whether a widget, or what takes the keys for it, is among those that Tab comes to."""
    takers = (part for part in (widget, widget.focusProxy()) if part is not None)
    return any(part in reached and part.focusPolicy() & Qt.FocusPolicy.TabFocus for part in takers)
