"""Lets forms and Qt's own texts speak the language of the interface."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from gmp_desk.i18n import Catalogue


class CatalogueTranslator(QTranslator):
    """Answers what forms ask for from the program's catalogue."""

    def __init__(self, catalogue: Catalogue, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Return the text in the catalogue's language; None for one that it does not have, as of Qt itself."""
        found = self._catalogue.pgettext(disambiguation, text) if disambiguation else self._catalogue.gettext(text)
        return found if found != text else None

    def isEmpty(self) -> bool:
        """Tell Qt that there are texts; it would not install an empty translator."""
        return False


class Language:
    """Installs the translators of one language, and takes them away again."""

    def __init__(self, app: QCoreApplication, catalogue: Catalogue) -> None:
        self._app = app
        self._own = CatalogueTranslator(catalogue, app)
        self._of_qt = QTranslator(app)
        app.installTranslator(self._own)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        name = {"zh": "zh_CN"}.get(catalogue.language, catalogue.language)
        if self._of_qt.load(f"qtbase_{name}", folder):
            app.installTranslator(self._of_qt)

    def remove(self) -> None:
        """Take the translators away, before those of another language are installed."""
        for translator in (self._of_qt, self._own):
            self._app.removeTranslator(translator)
            translator.deleteLater()
