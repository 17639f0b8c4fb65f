"""The words of a template edition in the language of a document."""

from gmp_desk.domain.template import Choice, Template
from gmp_desk.i18n import Catalogue


class Terms:
    """Labels, choices and fixed texts of a template edition, in the language of a catalogue."""

    def __init__(self, template: Template, catalogue: Catalogue) -> None:
        self.template = template
        self.catalogue = catalogue

    def gettext(self, message: str) -> str:
        """Return words of a document that no template has."""
        return self.catalogue.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        """Return words of a document that no template has, as used in a context."""
        return self.catalogue.pgettext(context, message)

    def text(self, message: str) -> str:
        """Return a fixed text of the template."""
        return self.catalogue.gettext(message)

    def area(self, code: str) -> str:
        """Return the name of a partnership area; one that the edition does not know is shown as its code."""
        for area in self.template.areas:
            if area.code == code:
                return self.catalogue.pgettext("area", area.name)
        return code

    def plan(self) -> str:
        """Return what a plan is called: "Business plan"."""
        return self.catalogue.pgettext("record", self.template.plan.name)

    def record(self, record: str) -> str:
        """Return what a kind of record is called, such as "Effort"."""
        return self.catalogue.pgettext("record", self.template.records[record].name)

    def label(self, record: str, field: str) -> str:
        """Return the label of a field of a kind of record."""
        known = {known.name: known.label for known in self.template.records[record].fields}
        return self.catalogue.pgettext("field", known[field])

    def plan_label(self, address: str) -> str:
        """Return the label of a field of the plan itself, by its address."""
        return self.catalogue.pgettext("field", self.template.fields[address].label)

    def section(self, id: str) -> str:
        """Return the title of a section."""
        return self.text(self.template.section(id).title)

    def choice(self, choices: str, value: str) -> str:
        """Return the label of a choice."""
        return self.catalogue.pgettext("choice", self._choice(choices, value).label)

    def _choice(self, choices: str, value: str) -> Choice:
        return next(choice for choice in self.template.choices[choices] if choice.value == value)
