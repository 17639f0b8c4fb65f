"""What the framework says of the section that is being written, and an example of one written well."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gmp_desk.domain.template import Section
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.theme import SPACE


class GuidancePane(QWidget):
    """The pane at the right of the editor."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        _ = desk.catalogue.gettext
        title = QLabel(_("Guidance"), self)
        title.setProperty("look", "lead")
        close = QToolButton(self)
        close.setIcon(desk.icons.icon("close", "muted"))
        close.setToolTip(_("Hide the guidance"))
        close.setAccessibleName(_("Hide the guidance"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        inner = QWidget(self)
        self._texts = QVBoxLayout(inner)
        self._texts.setContentsMargins(0, 0, SPACE[1], 0)
        self._texts.setSpacing(SPACE[2])
        self._example = QToolButton(inner)
        self._example.setCheckable(True)
        self._example.setText(_("A worked example"))
        self._example.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._example.toggled.connect(self._show_example)
        self._example_text = _paragraph("", inner)
        self._example_text.setProperty("look", "muted")
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE[3], SPACE[3], SPACE[2], SPACE[3])
        whole.addLayout(head)
        whole.addWidget(area, 1)
        self._paragraphs: list[QLabel] = []
        self._show_example(shown=False)

    def show_section(self, section: Section, example: tuple[str, ...]) -> None:
        """Show the guidance for a section, and the paragraphs of its example, already in the interface's language."""
        for paragraph in self._paragraphs:
            paragraph.setParent(None)
            paragraph.deleteLater()
        while self._texts.takeAt(0):
            pass
        self._paragraphs = [_paragraph(self._desk.terms.text(text), self) for text in section.guidance]
        for label in self._paragraphs:
            self._texts.addWidget(label)
        self._example_text.setText("\n\n".join(example))
        self._example.setVisible(bool(example))
        self._texts.addWidget(self._example, 0, Qt.AlignmentFlag.AlignLeading)
        self._texts.addWidget(self._example_text)
        self._texts.addStretch(1)

    def _show_example(self, *, shown: bool) -> None:
        self._example.setIcon(self._desk.icons.icon("unfold" if shown else "forward", "muted"))
        self._example_text.setVisible(shown)


def _paragraph(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
