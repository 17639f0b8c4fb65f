"""What the fields of a plan hold: items, parts with fields of their own, prose, or a value that is taken whole."""

from collections.abc import Iterator
from functools import cache
from typing import get_args, get_origin

from gmp_desk.domain.plan import (
    Action,
    Effort,
    Evaluation,
    Indicator,
    LinkageInside,
    LinkageOutside,
    Objective,
    Opportunity,
    Part,
    Partner,
    Plan,
    Project,
    Resources,
    Source,
)
from gmp_desk.domain.values import Item, Record

# What makes a plan the one it is, and which version it is; no part of its content.
ABOUT_THE_FILE = frozenset({"format", "format_version", "id", "version"})

_PROSE: dict[type[Record], frozenset[str]] = {
    Plan: frozenset({"version_note", "summary", "actions_justification", "planning_process", "other_information"}),
    Objective: frozenset({"statement"}),
    Action: frozenset({"description"}),
    Effort: frozenset({"description", "targets"}),
    Opportunity: frozenset({"description"}),
    Evaluation: frozenset({"method"}),
    Indicator: frozenset({"means_of_verification"}),
    Resources: frozenset({"narrative"}),
    Source: frozenset({"note"}),
    Project: frozenset({"details"}),
    LinkageInside: frozenset({"description"}),
    LinkageOutside: frozenset({"description"}),
    Partner: frozenset({"contribution"}),
}


def is_prose(model: type[Record], name: str) -> bool:
    """Tell whether a field is running text, in which two people's changes can stand side by side.

    Names, titles, addresses, codes and what others said are taken whole, like figures, dates and choices.
    """
    return name in _PROSE.get(model, ())


@cache
def item_lists(model: type[Record]) -> dict[str, type[Item]]:
    """Return the fields of a model that hold items, with the kind of item."""
    found = {}
    for name, field in model.model_fields.items():
        if get_origin(field.annotation) is tuple:
            kind = get_args(field.annotation)[0]
            if isinstance(kind, type) and issubclass(kind, Item):
                found[name] = kind
    return found


@cache
def parts(model: type[Record]) -> dict[str, type[Part]]:
    """Return the fields of a model that are parts of the plan."""
    kinds = ((name, field.annotation) for name, field in model.model_fields.items())
    return {name: kind for name, kind in kinds if isinstance(kind, type) and issubclass(kind, Part)}


def values(model: type[Record]) -> Iterator[str]:
    """Yield the fields that hold neither items nor parts, without those about the file."""
    others = ABOUT_THE_FILE | item_lists(model).keys() | parts(model).keys()
    return (name for name in model.model_fields if name not in others)


@cache
def kind_in(name: str) -> type[Item] | None:
    """Return the kind of item in the lists of that name, such as Milestone for ``milestones``."""
    return _kinds(Plan).get(name)


def _kinds(model: type[Record]) -> dict[str, type[Item]]:
    found = dict(item_lists(model))
    for kind in (*item_lists(model).values(), *parts(model).values()):
        found |= _kinds(kind)
    return found
