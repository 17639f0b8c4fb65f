"""A day, typed or picked from a calendar."""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from gmp_desk.i18n.typed import Typed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.picked import PickedInput, Picker

_EXAMPLE = dt.date(2026, 6, 3)


class DatePicker(Picker):
    """The days of a month, in weeks that begin on Monday."""

    columns, rows = 7, 6

    def headings(self) -> Sequence[str]:
        """Return the days of the week."""
        locale = QLocale(self.desk.locale.language)
        # Arabic has only long names besides those of one letter.
        width = (
            QLocale.FormatType.NarrowFormat
            if locale.language() == QLocale.Language.Arabic
            else QLocale.FormatType.ShortFormat
        )
        return [locale.standaloneDayName(day, width) for day in range(1, 8)]

    def now(self) -> dt.date:
        """Return the present day."""
        return self.desk.program.clock().date()

    def now_label(self) -> str:
        """Return what picks the present day."""
        return self.desk.catalogue.gettext("Today")

    def page_of(self, value: dt.date) -> int:
        """Return the month of a day, counted from the year 0."""
        return value.year * 12 + value.month - 1

    def title_of(self, page: int) -> str:
        """Return the month."""
        return self.desk.locale.month(f"{page // 12:04}-{page % 12 + 1:02}")

    def cells(self, page: int) -> Sequence[tuple[int, str, str, dt.date]]:
        """Return the days of a month."""
        year, month = page // 12, page % 12 + 1
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return ()
        first, length = monthrange(year, month)
        days = [dt.date(year, month, day) for day in range(1, length + 1)]
        return [(first + day.day - 1, str(day.day), self.desk.locale.date(day), day) for day in days]


class DateInput(PickedInput):
    """A day, or None."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        _ = desk.catalogue.gettext
        super().__init__(
            desk,
            parent,
            read=Typed(desk.locale.language).date,
            write=desk.locale.date,
            expected=_("Write a date such as {example}.").format(example=desk.locale.date(_EXAMPLE)),
            pick=_("Pick a date"),
            make_picker=DatePicker,
        )
