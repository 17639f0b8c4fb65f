"""Frames drawn with Qt Designer: a form of ``ui/`` becomes a class whose annotations name its parts."""

from typing import Self, get_type_hints

from PySide6.QtCore import QFile, QIODevice, QObject
from PySide6.QtUiTools import QUiLoader
from PySide6.QtWidgets import QWidget

from gmp_desk.qt.desk import Desk


class Form:
    """The parts of a form; a subclass declares each by its object name and class.

    ``class NewPlanForm(Form): area: QComboBox``
    """

    widget: QWidget

    @classmethod
    def load(cls, desk: Desk, name: str, parent: QWidget | None = None) -> Self:
        """Make the widgets of ``ui/<name>.ui``; raise ``LookupError`` where form and class have drifted apart."""
        file = QFile(str(desk.paths.ui / f"{name}.ui"))
        if not file.open(QIODevice.OpenModeFlag.ReadOnly):
            raise LookupError(f"there is no form ui/{name}.ui")
        try:
            widget = QUiLoader().load(file, parent)
        finally:
            file.close()
        form = cls()
        form.widget = widget
        declared = get_type_hints(cls)
        declared.pop("widget")
        for part, kind in declared.items():
            found = widget.findChild(QObject, part)
            if not isinstance(found, kind):
                raise LookupError(f"ui/{name}.ui has no {kind.__name__} called {part}")
            setattr(form, part, found)
        named = {child.objectName() for child in widget.findChildren(QWidget)}
        unknown = {part for part in named if part.isidentifier() and part.islower()} - declared.keys()
        # Designer gives parts that nobody asks for names with capitals or numbers: layouts, labels, frames.
        if unknown and (undeclared := [part for part in unknown if not part.startswith("qt_")]):
            raise LookupError(f"ui/{name}.ui names {', '.join(sorted(undeclared))}, which {cls.__name__} does not")
        return form
