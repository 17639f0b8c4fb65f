"""What the program is, and the versions of what it is made of."""

import platform
from importlib.metadata import version

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app import bugs
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE

_PARTS = ("PySide6-Essentials", "SQLModel", "SQLAlchemy", "pydantic", "Babel", "markdown-it-py", "XlsxWriter")
_ICON = QSize(64, 64)
_HIGHEST = 680  # of the dialog when it opens, in logical pixels


class AboutDialog(QDialog):
    """Name, purpose, versions, and where the library and the log are."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        _ = desk.catalogue.gettext
        self.setWindowTitle(_("About GMP Desk"))
        icon = QLabel(self)
        icon.setPixmap(desk.icons.program.pixmap(_ICON, self.devicePixelRatioF()))
        name = QLabel(f"GMP Desk {desk.program.version}", self)
        name.setProperty("look", "title")
        purpose = QLabel(_("Business plans of the UNEP Global Mercury Partnership, offline."), self)
        purpose.setWordWrap(True)
        nothing = QLabel(_("The program sends nothing to anybody; all it keeps is on this computer."), self)
        nothing.setProperty("look", "muted")
        nothing.setWordWrap(True)
        words = QVBoxLayout()
        for label in (name, purpose, nothing):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(SPACE[3])
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        table = QGridLayout()
        table.setHorizontalSpacing(SPACE[3])
        table.setVerticalSpacing(SPACE[0])
        told = [(_("Library"), str(desk.program.library_path())), (_("Log"), str(bugs.log_folder()))]
        told += [("Python", platform.python_version()), ("Qt", qVersion())]
        told += [(part, version(part)) for part in _PARTS]
        # Absolute: paths and numbers run from left to right in every window, and would stand at the left edge.
        right_to_left = desk.catalogue.direction == "rtl"
        edge = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        beside = edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
        for line, (term, value) in enumerate(told):
            shown = QLabel(value, self)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setWordWrap(True)
            shown.setAlignment(beside)
            shown.setAccessibleName(f"{term} {value}")
            caption = QLabel(term, self)
            caption.setProperty("look", "muted")
            table.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(shown, line, 1)
        table.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[2])
        column.setSpacing(SPACE[4])
        column.addLayout(head)
        column.addLayout(table)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the values take the focus, and come into sight by it
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE[4], SPACE[1], SPACE[4], SPACE[3])
        foot.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
        for label in inner.findChildren(QLabel):
            label.ensurePolished()  # which settles how large its text is
        width = self.fontMetrics().averageCharWidth() * 70
        self.setMinimumWidth(width)
        self.resize(width, min(column.totalHeightForWidth(width) + foot.sizeHint().height(), _HIGHEST))


def show(desk: Desk, parent: QWidget | None) -> AboutDialog:
    """Show the dialog; it goes when it is closed."""
    dialog = AboutDialog(desk, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
