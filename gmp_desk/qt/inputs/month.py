"""A month, typed or picked."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gmp_desk.i18n.listed import months
from gmp_desk.i18n.typed import Typed
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.picked import PickedInput, Picker

_EXAMPLE = "2026-05"


class MonthPicker(Picker):
    """The months of a year."""

    def now(self) -> str:
        """Return the present month."""
        today = self.desk.program.clock().date()
        return f"{today.year:04}-{today.month:02}"

    def now_label(self) -> str:
        """Return what picks the present month."""
        return self.desk.catalogue.gettext("This month")

    def page_of(self, value: str) -> int:
        """Return the year of a month."""
        return int(value[:4])

    def title_of(self, page: int) -> str:
        """Return the year."""
        return self.desk.locale.period(page, page)

    def cells(self, page: int) -> Sequence[tuple[int, str, str, str]]:
        """Return the months of a year."""
        if not dt.MINYEAR <= page <= dt.MAXYEAR:
            return ()
        return [
            (number, name, self.desk.locale.month(month), month)
            for number, name in enumerate(months(self.desk.locale))
            for month in [f"{page:04}-{number + 1:02}"]
        ]


class MonthInput(PickedInput):
    """A month as the model holds it, ``2026-05``, or None."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        _ = desk.catalogue.gettext
        super().__init__(
            desk,
            parent,
            read=Typed(desk.locale.language).month,
            write=desk.locale.month,
            expected=_("Write a month such as {example}.").format(example=desk.locale.month(_EXAMPLE)),
            pick=_("Pick a month"),
            make_picker=MonthPicker,
        )
