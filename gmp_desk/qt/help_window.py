"""The help: topics at the left with a search over them, the text of one at the right."""

import re
from collections.abc import Iterable, Iterator
from string import Formatter

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.app.searching import holds
from gmp_desk.app.wording import isolated
from gmp_desk.domain.help_texts import Topic, read_help
from gmp_desk.domain.richtext import Listing, Paragraph, RichText, Run, plain
from gmp_desk.formats.blocks import Block, Cell, Column, Document, Heading, Prose, Table, Text, plain_text
from gmp_desk.formats.html_style import INDENT
from gmp_desk.formats.html_writer import to_html
from gmp_desk.qt.actions import ACTIONS, MENUS
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.base import let_undo_through
from gmp_desk.qt.preview import look_of
from gmp_desk.qt.theme import SPACE

# In characters and lines, as texts can be large.
_WIDE, _HIGH, _TOPICS = 124, 37, 38
_PLACE = "help"
_AROUND = 12  # pixels around the words of a topic
# Chinese menus have the letter of a mnemonic behind the words: "文件(&F)".
_MNEMONIC = re.compile(r"\s?\(&\w\)|&(?=\w)")


class HelpWindow(QDialog):
    """A window beside the main one; while it is open one can go on writing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        _ = desk.catalogue.gettext
        self.help = read_help((desk.paths.resources / "help" / "topics.toml").read_text("utf-8"))
        self._words = {name: plain_words(_(text)) for name, text in self.help.words.items()}
        self._searched = {topic.id: self._told(topic) for topic in self.help.topics}
        self.setWindowTitle(_("Help"))
        self.setModal(False)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search the help"))
        self.search.setAccessibleName(_("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(desk.icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        let_undo_through(self.search)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Topics of the help"))
        self.list.setProperty("look", "bare")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setItemDelegate(_Wrapped(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for topic in self.help.topics:
            item = QListWidgetItem(_(topic.title), self.list)
            item.setData(Qt.ItemDataRole.UserRole, topic.id)
        self.nothing = QLabel(_("No topic has these words."), self)
        self.nothing.setProperty("look", "muted")
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        self.text = _text(self)
        split = self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(self._show)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find)
        place = desk.preferences.current.places.get(_PLACE, "")
        if not place or not self.restoreGeometry(QByteArray.fromBase64(place.encode())):
            letters = self.fontMetrics()
            usual = QSize(letters.averageCharWidth() * _WIDE, letters.lineSpacing() * _HIGH)
            self.resize(usual.boundedTo(self.screen().availableSize()))
        # The text has its share where large letters find no room for all.
        topics = min(self.fontMetrics().averageCharWidth() * _TOPICS, self.width() * _TOPICS // _WIDE)
        split.setSizes([topics, self.width() - topics])
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def topic(self) -> str:
        """The id of the topic that is shown."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of the topics that have what is searched for: all of them where nothing is."""
        items = map(self.list.item, range(self.list.count()))
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if not item.isHidden())

    def show_section(self, section: str) -> None:
        """Show the topic that helps with a page of the editor, "" for none of them."""
        self.search.clear()
        self.list.setCurrentRow(self.help.topics.index(self.help.topic_for(section)))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember where the window was and how large."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        places = dict(self._desk.preferences.current.places)
        self._desk.preferences.change(places=places | {_PLACE: geometry})
        super().hideEvent(event)

    def _find(self) -> None:
        self.search.selectAll()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self, words: str) -> None:
        """List the topics that have all the words, and show the first of them where this one has not."""
        for row, topic in enumerate(self.help.topics):
            self.list.item(row).setHidden(not holds(self._searched[topic.id], words))
        left = self.topics
        self.nothing.setVisible(not left)
        if left and self.topic not in left:
            ids = [topic.id for topic in self.help.topics]
            self.list.setCurrentRow(ids.index(left[0]))
        self._mark()

    def _show(self) -> None:
        topic = self.help.topics[self.list.currentRow()]
        self.text.setHtml(to_html(self._document(topic), look_of(self._desk.theme)))
        self.text.setAccessibleName(self._desk.catalogue.gettext(topic.title))
        self._mark()

    def _mark(self) -> None:
        """Mark what is searched for, and scroll to the first of it."""
        found = sorted(_places(self.text.document(), self.search.text().split()), key=QTextCursor.selectionStart)
        marks = []
        for cursor in found:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(self._desk.theme.colour("selection"))
            marks.append(mark)
        self.text.setExtraSelections(marks)
        start = QTextCursor(self.text.document())
        if found:
            start.setPosition(found[0].selectionStart())
        self.text.setTextCursor(start)
        self.text.ensureCursorVisible()

    # What is shown

    def _document(self, topic: Topic) -> Document:
        catalogue = self._desk.catalogue
        title = catalogue.gettext(topic.title)
        blocks: list[Block] = [Heading(1, "", plain_text(title, catalogue.language))]
        parts: list[Paragraph | Listing] = []
        for part in topic.text:
            if isinstance(part, str):
                parts.append(self._paragraph(part))
            else:
                parts.append(Listing(False, 1, tuple((self._paragraph(item),) for item in part)))
        blocks.append(Prose(Text(RichText(tuple(parts)), catalogue.language, plain=True)))
        if topic.shortcuts:
            blocks.append(self._shortcuts())
        return Document(catalogue.language, title, "", tuple(blocks))

    def _paragraph(self, text: str) -> Paragraph:
        """Return a text with the words of the interface in bold."""
        return Paragraph(tuple(self._runs(self._desk.catalogue.gettext(text))))

    def _runs(self, text: str) -> Iterator[Run]:
        for words, name, _spec, _conversion in Formatter().parse(text):
            if words:
                yield Run(words)
            if name:
                yield Run(self._words[name], bold=True)

    def _shortcuts(self) -> Table:
        """Return the keys of all actions in the menus."""
        language, _ = self._desk.catalogue.language, self._desk.catalogue.gettext
        rows, menu = [], ""
        for spec in ACTIONS:
            if spec.keys:
                first = "" if spec.menu == menu else plain_words(_(MENUS[spec.menu]))
                menu = spec.menu
                told = first, plain_words(_(spec.text)), isolated(native(spec.keys), self._desk.catalogue)
                rows.append(tuple(Cell((plain_text(text, language),)) for text in told))
        columns = Column(_("Menu"), 3), Column(_("Command"), 6), Column(_("Keys"), 3)
        return Table(_("Keys"), columns, tuple(rows))

    def _told(self, topic: Topic) -> str:
        """Return all words of a topic, to be searched."""
        lines = ["".join(run.text for run in self._paragraph(text).runs) for text in topic.texts()]
        if topic.shortcuts:
            lines += (plain(text.rich) for row in self._shortcuts().rows for cell in row for text in cell.texts)
        return "\n".join(lines)

    def _lay_out(self) -> QSplitter:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(SPACE[2], SPACE[2], SPACE[2], SPACE[2])
        column.setSpacing(SPACE[2])
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        right = QWidget(self)
        page = QHBoxLayout(right)
        page.setContentsMargins(*[SPACE[2]] * 4)
        page.addWidget(self.text)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        return split


class _Wrapped(QStyledItemDelegate):
    """Gives a topic the lines it needs; Qt forgets what the style sheet puts around the words."""

    def __init__(self, topics: QListWidget) -> None:
        super().__init__(topics)
        self._topics = topics

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of an item as wide as the list."""
        width = self._topics.viewport().width() - 2 * _AROUND
        words = option.fontMetrics.boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, index.data())
        return QSize(width, words.height() + _AROUND)


def show(desk: Desk, topic: str, parent: QWidget | None) -> HelpWindow:
    """Show the help on a page of the editor ("summary") or from its beginning (""); it is opened once."""
    window = parent.findChild(HelpWindow) if parent else None
    if not isinstance(window, HelpWindow):
        window = HelpWindow(desk, parent)
    window.show_section(topic)
    window.show()
    window.raise_()
    window.activateWindow()
    return window


def _text(parent: QWidget) -> QTextBrowser:
    text = QTextBrowser(parent)
    text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # all of it wraps
    text.document().setIndentWidth(INDENT)
    text.document().setDocumentMargin(SPACE[4])
    return text


def _places(document: QTextDocument, words: Iterable[str]) -> Iterator[QTextCursor]:
    """Yield where words stand, whether in small letters or in capitals."""
    for word in words:
        found = document.find(word)
        while not found.isNull():
            yield found
            found = document.find(word, found)


def plain_words(text: str) -> str:
    """Return the text of a menu or button as one reads it: without the mark of its mnemonic and the dots at its end."""
    return _MNEMONIC.sub("", text).removesuffix("…")


def native(keys: str) -> str:
    """Return a shortcut as it is written on this system, in the language of the interface."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
