"""Ids that two people gave to different kinds of items: a plan has each id once, so one item gets another id."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from gmp_desk.domain.compare import Key
from gmp_desk.domain.plan import LINKS
from gmp_desk.domain.values import Item, Record


def new_ids(keys: Iterable[Key], base: Iterable[Key], taken: Iterable[str]) -> dict[Key, str]:
    """Return other ids for those of the items whose ids are also those of another kind; the same each time.

    The kind that the base has under that id keeps it, else the one whose name comes first. The new ids are none of
    those ``taken``.
    """
    kinds: dict[str, list[type[Item]]] = {}
    for kind, id_ in keys:
        kinds.setdefault(id_, []).append(kind)
    old, used, found = set(base), set(taken), {}
    for id_, those in sorted(kinds.items()):
        known = [kind for kind in those if (kind, id_) in old]
        for kind in sorted(set(those) - {(known or sorted(those, key=_name))[0]}, key=_name):
            new = id_
            while new in used:
                new = str(uuid.uuid5(uuid.UUID(new), _name(kind)))
            used.add(new)
            found[kind, id_] = new
    return found


def _name(kind: type[Item]) -> str:
    return kind.__name__


def renamed(record: Any, names: Mapping[Key, str]) -> Any:
    """Return the record in which the items have their new ids, and the links to them lead there."""
    if isinstance(record, tuple):
        return tuple(renamed(part, names) for part in record)
    if not isinstance(record, Record):
        return record
    changes = {}
    for name, value in record:
        kind = type(record) if name == "id" and isinstance(record, Item) else LINKS.get((type(record), name))
        if kind is None:
            changes[name] = renamed(value, names)
        elif isinstance(value, tuple):
            changes[name] = tuple(names.get((kind, link), link) for link in value)
        else:
            changes[name] = names.get((kind, value), value)
    return record.model_copy(update=changes)
