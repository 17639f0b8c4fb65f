"""Keeps a widget for each item of a list, in the order of the list."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

_Shown = TypeVar("_Shown", bound=QWidget)


def arranged(
    shown: dict[str, _Shown], ids: Sequence[str], make: Callable[[str], _Shown], column: QVBoxLayout
) -> dict[str, _Shown]:
    """Return the widgets by the ids of their items, in the order of the ids, which the column has then too.

    Those whose items are gone are taken away, those of new items are made; the others stay as they are.
    """
    if list(shown) == list(ids):
        return shown
    for id in shown.keys() - set(ids):
        gone = shown[id]
        column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
    kept = {id: shown[id] if id in shown else make(id) for id in ids}
    for place, widget in enumerate(kept.values()):
        column.insertWidget(place, widget)
    return kept
