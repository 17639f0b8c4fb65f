"""Makes the input for a field of the template: which widget, with which choices, leading where."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from gmp_desk.domain import plan as plans
from gmp_desk.domain.address import places
from gmp_desk.domain.plan import items
from gmp_desk.domain.template import Field
from gmp_desk.domain.values import Item
from gmp_desk.i18n import N_
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.inputs.area import AreaInput
from gmp_desk.qt.inputs.base import Input
from gmp_desk.qt.inputs.choice import ChoiceInput
from gmp_desk.qt.inputs.choices import ChoicesInput
from gmp_desk.qt.inputs.country import CountryInput
from gmp_desk.qt.inputs.date import DateInput
from gmp_desk.qt.inputs.line import LineInput
from gmp_desk.qt.inputs.links import LinksInput, Option
from gmp_desk.qt.inputs.money import MoneyInput
from gmp_desk.qt.inputs.month import MonthInput
from gmp_desk.qt.inputs.period import PeriodInput
from gmp_desk.qt.inputs.reading import ReadingInput
from gmp_desk.qt.inputs.readings import ReadingsInput
from gmp_desk.qt.inputs.rich import RichInput
from gmp_desk.qt.inputs.text import TextInput
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.quick_add import add_contact, add_partner
from gmp_desk.qt.record_texts import RECORD_TEXTS, title_of

_KINDS: Mapping[str, type[Item]] = {
    "objective": plans.Objective,
    "partner": plans.Partner,
    "contact": plans.Contact,
    "effort": plans.Effort,
    "opportunity": plans.Opportunity,
}
_NEW = {"partner": N_("New partner…"), "contact": N_("New contact…")}


class InputMaker:
    """Makes inputs for the open plan; ``known`` gives the partners of other plans, to be offered."""

    def __init__(
        self, desk: Desk, open_plan: OpenPlan, known: Callable[[], Sequence[plans.Partner]], window: QWidget
    ) -> None:
        self._desk, self._plan, self._known, self._window = desk, open_plan, known, window
        self._simple: dict[str, Callable[[Desk], Input]] = {
            "text": TextInput,
            "rich": RichInput,
            "money": MoneyInput,
            "month": MonthInput,
            "date": DateInput,
            "reading": ReadingInput,
            "readings": ReadingsInput,
            "country": CountryInput,
            "period": PeriodInput,
        }

    def input(self, field: Field, address: str, placeholder: str = "") -> Input:
        """Return a new input for the field of the template that stands at an address."""
        match field.kind:
            case "line" | "address":
                return LineInput(self._desk, address=field.kind == "address", placeholder=placeholder)
            case "choice":
                return ChoiceInput(self._desk, field.choices)
            case "choices":
                return ChoicesInput(self._desk, field.choices)
            case "area":
                return AreaInput(self._desk, optional="/" in address)
            case "link" | "links":
                return self._links(field, address)
            case kind:
                return self._simple[kind](self._desk)

    def _links(self, field: Field, address: str) -> Input:
        links = LinksInput(
            self._desk,
            lambda: self._options(field.of),
            create=self._creator(field.of, address),
            create_label=self._desk.catalogue.gettext(_NEW[field.of]) if field.of in _NEW else "",
            single=field.kind == "link",
        )
        links.go_to.connect(lambda id: self._plan.go_to.emit(address_of(self._plan.plan, id)))
        return links

    def _creator(self, of: str, address: str) -> Callable[[str], None] | None:
        """Return what makes and links a partner or contact that is not there yet, called as it was searched for."""
        if of == "partner":
            return lambda typed: add_partner(self._desk, self._plan, address, typed, self._known(), self._window)
        if of == "contact":
            return lambda typed: add_contact(self._desk, self._plan, address, typed, self._window, self._known())
        return None

    def _options(self, of: str) -> list[Option]:
        plan, unnamed = self._plan.plan, self._desk.catalogue.gettext(RECORD_TEXTS[of].unnamed)
        details = _details(plan, of)
        numbered = of in ("objective", "effort")
        numbers = _numbers(plan)
        return [
            Option(
                item.id,
                (f"{numbers[item.id]} " if numbered else "") + (title_of(item) or unnamed),
                details.get(item.id, ""),
            )
            for item in items(plan)
            if type(item) is _KINDS[of]
        ]


def _numbers(plan: plans.Plan) -> dict[str, str]:
    numbers = {objective.id: str(number) for number, objective in enumerate(plan.objectives, 1)}
    for outer, action in enumerate(plan.actions, 1):
        numbers |= {effort.id: f"{outer}.{inner}" for inner, effort in enumerate(action.efforts, 1)}
    return numbers


def _details(plan: plans.Plan, of: str) -> dict[str, str]:
    """Return what tells items of one name apart: the partner of a contact, the action of an effort."""
    if of == "contact":
        return {contact.id: partner.name for partner in plan.partners for contact in partner.contacts}
    if of == "effort":
        return {effort.id: action.title for action in plan.actions for effort in action.efforts}
    return {}


def address_of(plan: plans.Plan, id: str) -> str:
    """Return where an item stands in a plan; "" where it does not."""
    return next((place.address for place in places(plan) if place.item.id == id), "")
