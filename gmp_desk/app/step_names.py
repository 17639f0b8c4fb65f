"""What a step of the history is called in a menu: "Undo typing in Issue summary"."""

from collections.abc import Mapping

from gmp_desk.app.history import Doing, Step
from gmp_desk.app.moving import Restore
from gmp_desk.app.wording import isolated, printable
from gmp_desk.app.workspace import Accept, BeginDraft
from gmp_desk.domain.edits import Add, Duplicate, Link, Move, Remove, SetValue, Together, Unlink, place_of
from gmp_desk.domain.errors import Refused
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import parse, plain
from gmp_desk.domain.template import Field, FieldKind, Template
from gmp_desk.domain.text import is_blank
from gmp_desk.domain.values import UUID, Item
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import N_

_TYPED: frozenset[FieldKind] = frozenset({"line", "text", "rich", "address"})
_LONGEST_NAME = 40

_WITH_ITEM: Mapping[type[Doing], str] = {
    Add: N_("add the {item}"),
    Remove: N_("remove the {item}"),
    Move: N_("move the {item}"),
    Duplicate: N_("duplicate the {item}"),
}


def undo_name(step: Step, terms: Terms) -> str:
    """Return what it is called to undo a step, in the language of the terms."""
    typed = _typed_in(step.edit, terms)
    if typed:
        return terms.gettext("Undo typing in {field}").format(field=typed)
    return terms.gettext("Undo: {step}").format(step=step_name(step, terms))


def redo_name(step: Step, terms: Terms) -> str:
    """Return what it is called to do a step again, in the language of the terms."""
    typed = _typed_in(step.edit, terms)
    if typed:
        return terms.gettext("Redo typing in {field}").format(field=typed)
    return terms.gettext("Redo: {step}").format(step=step_name(step, terms))


def step_name(step: Step, terms: Terms) -> str:
    """Return what was done in a step: "remove the partner “X”", "change of Period"."""
    return _name(step.edit, step, terms)


def _name(edit: Doing, step: Step, terms: Terms) -> str:
    _ = terms.gettext
    match edit:
        case Together(edits=edits):
            made = next((part for part in edits if isinstance(part, Add)), edits[0])
            return _name(made, step, terms)
        case Accept():
            return _("accept a suggested change")
        case Restore():
            return _("restore an earlier version")
        case BeginDraft():
            return _("start the next draft")
        case Add() | Remove() | Move() | Duplicate():
            return _(_WITH_ITEM[type(edit)]).format(item=_item(edit, step, terms))
        case SetValue(address=address) | Link(address=address) | Unlink(address=address):
            return _("change of {field}").format(field=_label(address, terms))
    return _("change")


def _typed_in(edit: Doing, terms: Terms) -> str:
    """Return the label of the field that was typed in; "" where something else was done."""
    if not isinstance(edit, SetValue):
        return ""
    field = _field(edit.address, terms.template)
    return _label(edit.address, terms) if field and field.kind in _TYPED else ""


def _label(address: str, terms: Terms) -> str:
    field = _field(address, terms.template)
    return terms.pgettext("field", field.label) if field else terms.plan()


def _field(address: str, template: Template) -> Field | None:
    """Return the field of the template at an address; None for what has no label, such as comments."""
    if address in template.fields:
        return template.fields[address]
    above, _, name = address.rpartition("/")
    record = _record_of(above, template)
    fields = template.records[record].fields if record else ()
    return next((field for field in fields if field.name == name), None)


def _record_of(address: str, template: Template) -> str:
    """Return the kind of record that an item at an address is, as the template calls it; "" for none of its own."""
    steps = address.split("/")
    if len(steps) < 2 or not UUID.fullmatch(steps[-1].lower()):
        return ""
    in_records = (field for record in template.records.values() for field in record.fields)
    lists = (field for field in (*template.fields.values(), *in_records) if field.kind == "items")
    return next((field.of for field in lists if field.name.rpartition("/")[2] == steps[-2]), "")


def _item(edit: Add | Remove | Move | Duplicate, step: Step, terms: Terms) -> str:
    """Return what an item is called, with its name where it has one: "partner “X”"."""
    item: Item | None
    if isinstance(edit, Add):
        address, item = f"{edit.address}/{edit.item.id}", _item_at(step.after, edit.item.id) or edit.item
    else:
        address, item = edit.address, _item_at(step.before, edit.address)
    kind = _record_of(address, terms.template)
    record = terms.record(kind) if kind else terms.pgettext("record", "Item")
    record = record[:1].lower() + record[1:]
    name = _name_of(item, kind, terms.template) if item else ""
    if not name:
        return record
    return terms.gettext("{record} “{name}”").format(record=record, name=isolated(name, terms.catalogue))


def _item_at(plan: Plan, address: str) -> Item | None:
    try:
        return place_of(plan, address).item
    except Refused:
        return None


def _name_of(item: Item, kind: str, template: Template) -> str:
    """Return the first words of the field that an item is known by, on one line; "" where there are none."""
    field = next((field for field in template.records[kind].fields if field.kind in _TYPED), None) if kind else None
    text = getattr(item, field.name) if field else ""
    if field and field.kind == "rich":
        text = plain(parse(text))
    if is_blank(text):
        return ""
    line = printable(" ".join(text.split()))
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"
