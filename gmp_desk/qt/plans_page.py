"""My plans, on this computer: the page that the program begins with."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gmp_desk.domain.errors import Refused
from gmp_desk.i18n import LANGUAGES
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.middle_page import MiddlePage
from gmp_desk.qt.plans_model import ID, NAMES, PlansModel
from gmp_desk.qt.plans_table import PlansTable
from gmp_desk.qt.theme import SPACE

if TYPE_CHECKING:  # the window is painted before the library is loaded
    from gmp_desk.app.listing import Counting, Listing
    from gmp_desk.storage.records import Editor, Listed

_NEWS = 150
"""Milliseconds after which what was counted meanwhile is shown."""
_WIDEST_SEARCH = 320
_FILTER = 14  # letters


class PlansPage(QWidget):
    """The plans of the library. Nothing is read before ``refresh``; from then on, it is read whenever it is shown."""

    opened = Signal(str)
    """The id of the plan to open."""
    new_wanted = Signal()
    file_wanted = Signal()
    sample_wanted = Signal()
    files_dropped = Signal(list)
    """The names of files that were dropped here."""
    delete_wanted = Signal(str)
    send_wanted = Signal(str)
    versions_wanted = Signal(str)
    next_wanted = Signal(str)
    """The id of the plan from which the next one is to be started."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._counting: Counting | None = None
        self._listing: Listing | None = None
        self._entries: dict[str, Listed] = {}
        self._editors: dict[str, Editor] = {}
        self._asked = False
        _ = desk.catalogue.gettext
        self.model = PlansModel(desk, self)
        self._title = QLabel(_("My plans, on this computer"), self)
        self._title.setProperty("look", "display")
        self._count = QLabel(self)
        self._count.setProperty("look", "muted")
        self.open_button = self._button(_("Open a file…"), "open", self.file_wanted)
        self.new_button = self._button(_("New plan"), "add", self.new_wanted, look="primary")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search my plans"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(_WIDEST_SEARCH)
        self.search.textChanged.connect(self._search)
        self.states, self.languages = QComboBox(self), QComboBox(self)
        self.states.setAccessibleName(_("State"))
        self.languages.setAccessibleName(_("Language"))
        for box in (self.states, self.languages):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_FILTER)
        self.table = PlansTable(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self._title.text())
        self.table.chosen.connect(self._open)
        self.table.delete_pressed.connect(lambda: self._emit(self.delete_wanted))
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.problem = QLabel(self)
        self._build()
        self._restore_view()
        self._news = QTimer(self, interval=_NEWS)
        self._news.timeout.connect(self._show_news)
        self.setAcceptDrops(True)

    # What is shown

    def refresh(self, chosen: str = "") -> None:
        """Read the library and show its plans as they are now; ``chosen`` is the id of the plan to be chosen."""
        from gmp_desk.app.listing import Counting, Listing

        chosen = chosen or self.chosen
        try:
            library = self._desk.program.library()
            entries, self._editors = library.entries(), library.editors()
        except Refused as error:
            self.problem.setText(self._desk.wording.error(error, str(self._desk.program.library_path())))
            self._stack.setCurrentWidget(self._unreadable)
            self._show_tools(False)
            return
        if self._counting is None or self._listing is None:
            self._listing = Listing(self._desk.terms, self._desk.locale, self._desk.program.clock)
            self._counting = Counting(library, self._desk.program.template())
            self._fill_filters(self._listing)
        self._entries = {entry.id: entry for entry in entries if entry.kind != "report"}
        counted = self._counting.of
        self.model.show_rows(
            [self._listing.row(entry, counted(entry), self._editors.get(entry.id)) for entry in self._entries.values()]
        )
        self._show_tools(bool(self._entries))
        self._show_what_is_left()
        self.table.fit()
        self.choose(chosen)
        if not self._asked:
            self._asked = True
            (self.table if self._entries else self.first_buttons[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        self._counting.count(self._entries.values())
        self._news.start()

    def rest(self) -> None:
        """Count no more, so that nothing else is done in the library, until the plans are shown again."""
        self._news.stop()
        if self._counting:
            self._counting.rest()

    @property
    def chosen(self) -> str:
        """The id of the chosen plan; "" where none is."""
        return str(self.table.currentIndex().data(ID) or "")

    def choose(self, id: str) -> None:
        """Choose a plan, or the first one where it is not shown."""
        self.table.setCurrentIndex(self.model.index(max(self.model.place_of(id), 0), 0))

    def show_all(self) -> None:
        """Search for nothing, and filter by nothing."""
        self.search.clear()
        self.states.setCurrentIndex(0)
        self.languages.setCurrentIndex(0)

    def _show_news(self) -> None:
        counting, listing = self._counting, self._listing
        if counting is None or listing is None:
            return
        busy = counting.is_busy
        ids = counting.news()
        entries = (self._entries[id] for id in ids if id in self._entries)
        self.model.update_rows(
            {entry.id: listing.row(entry, counting.of(entry), self._editors.get(entry.id)) for entry in entries}
        )
        if ids:
            self.table.fit()
        if not busy:
            self._news.stop()

    def _show_what_is_left(self) -> None:
        catalogue, total, left = self._desk.catalogue, self.model.total, self.model.rowCount()
        message = catalogue.ngettext("{count} plan", "{count} plans", total).format(
            count=self._desk.locale.number(total)
        )
        if left < total:
            message = catalogue.gettext("{left} of {plans}").format(left=self._desk.locale.number(left), plans=message)
        self._count.setText(message)
        self._stack.setCurrentWidget(self._nothing_here if not total else self.table if left else self._nothing_left)

    def _show_tools(self, on: bool) -> None:
        for widget in (self.search, self.states, self.languages, self._count, self.open_button, self.new_button):
            widget.setVisible(on)

    # What the user does

    def _search(self, words: str) -> None:
        chosen = self.chosen
        self.model.search(words)
        self._show_what_is_left()
        self.choose(chosen)

    def _filter(self) -> None:
        chosen = self.chosen
        state, language = self.states.currentData() or "", self.languages.currentData() or ""
        self.model.filter(state, language)
        self._desk.preferences.change(plans_state=state, plans_language=language)
        self._show_what_is_left()
        self.choose(chosen)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        descending = order is Qt.SortOrder.DescendingOrder
        self._desk.preferences.change(plans_sort=NAMES[column], plans_descending=descending)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ID))

    def _emit(self, wanted: SignalInstance) -> None:
        if self.chosen:
            wanted.emit(self.chosen)

    def menu(self) -> QMenu:
        """Return the menu of the chosen plan."""
        _, icons = self._desk.catalogue.gettext, self._desk.icons
        menu = QMenu(self)
        for text, icon, signal in (
            (_("Open"), "plan", self.opened),
            (_("Make a file to send…"), "send", self.send_wanted),
            (_("Versions…"), "versions", self.versions_wanted),
            (_("Start the next biennium…"), "forward", self.next_wanted),
            (_("Delete…"), "delete", self.delete_wanted),
        ):
            if signal is self.delete_wanted:
                menu.addSeparator()
            action = QAction(icons.icon(icon), text, menu)
            action.triggered.connect(lambda _=False, wanted=signal: self._emit(wanted))
            menu.addAction(action)
        menu.setDefaultAction(menu.actions()[0])
        return menu

    def _show_menu(self, at: QPoint) -> None:
        if self.chosen:
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.table.viewport().mapToGlobal(at))

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        """Show the plans as they are now, if they were shown before."""
        super().showEvent(event)
        if self._counting:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the computer to what is shown in place of this."""
        self.rest()
        super().hideEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        files = [str(Path(url.toLocalFile())) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    # How it is built

    def _build(self) -> None:
        _ = self._desk.catalogue.gettext
        head = QHBoxLayout()
        head.setSpacing(SPACE[1])
        head.addWidget(self._title, 1)
        head.addWidget(self.open_button)
        head.addWidget(self.new_button)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE[1])
        tools.addWidget(self.search, 1)
        tools.addWidget(self.states)
        tools.addWidget(self.languages)
        tools.addStretch(1)
        tools.addWidget(self._count)
        self._stack = QStackedWidget(self)
        self._nothing_here = self._empty_page()
        self.show_all_button = QPushButton(_("Show all plans"), self)
        self.show_all_button.clicked.connect(self.show_all)
        nothing_left = self._label(_("No plan matches."), "lead")
        self._nothing_left = MiddlePage(self._desk, "search", nothing_left, [self.show_all_button], self)
        self.again_button = QPushButton(_("Try again"), self)
        self.again_button.clicked.connect(lambda: self.refresh())
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self._unreadable = MiddlePage(self._desk, "error", self.problem, [self.again_button], self)
        for page in (QWidget(self), self.table, self._nothing_here, self._nothing_left, self._unreadable):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE[5], SPACE[4], SPACE[5], SPACE[4])
        whole.setSpacing(SPACE[3])
        whole.addLayout(head)
        whole.addLayout(tools)
        whole.addWidget(self._stack, 1)
        self._show_tools(False)

    def _empty_page(self) -> QWidget:
        _ = self._desk.catalogue.gettext
        sentence = self._label(
            _("The plans that you write or receive are kept here; start with a new one, a file or a sample."), "lead"
        )
        self.first_buttons = (
            self._button(_("New plan"), "add", self.new_wanted, look="primary"),
            self._button(_("Open a file I received"), "open", self.file_wanted),
            self._button(_("Look at a sample"), "sample", self.sample_wanted),
        )
        return MiddlePage(self._desk, "plan", sentence, self.first_buttons, self)

    def _label(self, text: str, look: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("look", look)
        return label

    def _button(self, text: str, icon: str, signal: SignalInstance, look: str = "") -> QPushButton:
        button = QPushButton(self._desk.icons.icon(icon, "on_accent" if look else "text"), text, self)
        button.setIconSize(QSize(*[round(1.2 * self.fontMetrics().height())] * 2))
        button.setProperty("look", look)
        button.clicked.connect(signal)
        return button

    def _fill_filters(self, listing: "Listing") -> None:
        _, chosen = self._desk.catalogue.gettext, self._desk.preferences.current
        states = [choice.value for choice in self._desk.program.template().choices["state"]]
        for box, all_of_them, values, word, now in (
            (self.states, _("All states"), states, listing.state, chosen.plans_state),
            (self.languages, _("All languages"), LANGUAGES, listing.language, chosen.plans_language),
        ):
            box.addItem(all_of_them, "")
            for value in values:
                box.addItem(word(value), value)
            box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + SPACE[5])
            box.setCurrentIndex(max(box.findData(now), 0))
            box.currentIndexChanged.connect(self._filter)
        self.model.filter(self.states.currentData(), self.languages.currentData())

    def _restore_view(self) -> None:
        chosen = self._desk.preferences.current
        column = NAMES.index(chosen.plans_sort if chosen.plans_sort in NAMES else "changed")
        order = Qt.SortOrder.DescendingOrder if chosen.plans_descending else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(column, order)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sort)
