"""Plan and report files (.gmpplan and .gmpreport): JSON, recognized by content, also alone in a .zip (D10)."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

from pydantic import ValidationError

from gmp_desk.domain.errors import Unreadable
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.text import Replacement, normalize
from gmp_desk.domain.values import MONEY_KINDS
from gmp_desk.formats import guard, json_places

FORMAT_VERSION = 1
_MODELS: dict[str, type[Plan] | type[AreaReport]] = {"gmp-plan": Plan, "gmp-report": AreaReport}
_LARGEST_FILE = guard.PLAN.part  # bytes, as for one in a zip; the largest sample has 39,000

_Content = TypeVar("_Content")


@dataclass(frozen=True)
class Replaced:
    """What was replaced in the text of one field while it was read."""

    field: str
    kinds: tuple[Replacement, ...]


@dataclass(frozen=True)
class FromFile(Generic[_Content]):
    """What a file held, and what had to be replaced in its texts."""

    content: _Content
    replaced: tuple[Replaced, ...]


def read(path: Path) -> FromFile[Plan | AreaReport]:
    """Read a plan or report file, whatever its name.

    Raise ``Unreadable`` with the place in the file where it is broken, of another kind, or from a newer program.
    """
    document = _parsed(_bytes_of(path))
    model = _model_for(document)
    try:
        return FromFile(model.model_validate(document), tuple(_replaced(document, "")))
    except ValidationError as error:
        _refuse(error, document)


def read_plan(path: Path) -> FromFile[Plan]:
    """Read a plan file; raise ``Unreadable`` also where the file holds a report."""
    found = read(path)
    if isinstance(found.content, Plan):
        return FromFile(found.content, found.replaced)
    raise Unreadable("package.report")


def to_json(content: Plan | AreaReport) -> str:
    """Return the text of a plan or report file: JSON, one value a line, the same for the same content."""
    return json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def _bytes_of(path: Path) -> bytes:
    kind = guard.kind_of(path)
    if kind == "empty":
        raise Unreadable("guard.empty")
    if kind == "zip":
        return _alone_in_zip(path)
    if kind == "json":
        with path.open("rb") as file:
            return read_limited(file)
    raise Unreadable("package.kind", kind=kind)


def read_limited(file: BinaryIO) -> bytes:
    """Return what is in an open file; raise ``Unreadable`` where it is more than any plan, endless perhaps."""
    data = file.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        raise Unreadable("package.too_big", limit=_LARGEST_FILE // 1_000_000)
    return data


def _alone_in_zip(path: Path) -> bytes:
    members = guard.open_package(path, guard.PLAN)
    files = [data for name, data in members.items() if not _is_clutter(name)]
    if len(files) != 1:
        raise Unreadable("package.zip_members", count=len(files))
    if files[0].startswith(b"PK"):
        raise Unreadable("package.kind", kind="zip")
    return files[0]


def _is_clutter(name: str) -> bool:
    """Tell whether a zip member is a folder, or something that a file manager put there by itself."""
    return name.endswith(("/", ".DS_Store", "Thumbs.db", "desktop.ini")) or name.startswith("__MACOSX/")


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data, object_pairs_hook=_without_repetition, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Unreadable("package.json", line=error.lineno, column=error.colno) from error
    except UnicodeDecodeError as error:
        before = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0  # the codec does not count it
        raise Unreadable("package.encoding", position=before + error.start + 1) from error
    except RecursionError as error:
        raise _at("package.depth", json_places.deep(data)) from error
    except ValueError as error:  # an integer of more digits than Python reads
        raise _at("package.digits", json_places.long_number(data)) from error
    except _Repeated as error:
        raise _at("package.repeated_key", json_places.repeated(data, error.name), key=error.name) from error
    except _Constant as error:
        raise _at("package.constant", json_places.constant(data), name=error.name) from error
    if not isinstance(document, dict) or document.get("format") not in list(_MODELS):  # it may be a list, unhashable
        raise Unreadable("package.not_ours")
    return document


class _Repeated(Exception):
    """An object has a name twice."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _Constant(Exception):
    """NaN or Infinity, which Python reads and JSON does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _at(id: str, place: tuple[int, int], **params: str) -> Unreadable:
    line, column = place
    return Unreadable(id, line=line, column=column, **params)


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise _Repeated(name)
        members[name] = value
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise _Constant(name)


def _model_for(document: Mapping[str, Any]) -> type[Plan] | type[AreaReport]:
    version = document.get("format_version")
    if type(version) is int and version > FORMAT_VERSION:
        raise Unreadable("package.newer", version=min(version, 1_000_000), known=FORMAT_VERSION)
    if type(version) is not int or version < 1:
        raise Unreadable("package.version", where="format_version")
    return _MODELS[document["format"]]


def _replaced(value: Any, where: str) -> Iterator[Replaced]:
    if isinstance(value, str):
        kinds = normalize(value).replaced
        if kinds:
            yield Replaced(where, kinds)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _replaced(part, f"{where}/{name}" if where else name)
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _replaced(part, f"{where}/{_step(value, position)}")


def _step(values: list[Any], position: int) -> str:
    """Return the step of an address for an item of a list: its id, or else its number counted from 1."""
    item = values[position] if position < len(values) else None
    id_ = item.get("id") if isinstance(item, dict) else None
    return id_ if isinstance(id_, str) and id_ else str(position + 1)


def _addresses(value: Any, where: str, id_: str) -> Iterator[str]:
    """Yield the address of each item with an id."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _addresses(part, f"{where}/{name}" if where else name, id_)
    elif isinstance(value, list):
        for position, part in enumerate(value):
            address = f"{where}/{_step(value, position)}"
            if isinstance(part, dict) and str(part.get("id")).lower() == id_:
                yield address
            yield from _addresses(part, address, id_)


# What pydantic calls its complaints, and the ids under which a user is told; the others are "package.value".
_COMPLAINTS = {
    "missing": "package.missing",
    "unknown_name": "package.unknown_key",
    "literal_error": "package.choice",
    "duplicate_id": "package.duplicate_id",
    "bad_id": "package.id",
    "bad_month": "package.form",
    "bad_date": "package.date",
    "bad_moment": "package.moment",
    "greater_than_equal": "package.range",
    "less_than_equal": "package.range",
    "string_too_long": "package.range",
    "string_type": "package.text",
    "int_type": "package.whole_number",
    "bool_type": "package.yes_or_no",
    "tuple_type": "package.list",
    "model_type": "package.group",
    "model_attributes_type": "package.group",
    "string_pattern_mismatch": "package.form",
}


def _refuse(error: ValidationError, document: dict[str, Any]) -> NoReturn:
    """Tell the first complaint of pydantic's as one of ours, with its place as an address."""
    first = error.errors(include_url=False)[0]
    params = {name: str(value) for name, value in first.get("ctx", {}).items() if name in ("expected", "id")}
    where: list[str] = []
    value: Any = document
    for step in first["loc"]:
        if step in MONEY_KINDS:
            continue
        if isinstance(step, int) and isinstance(value, list):
            where.append(_step(value, step))
            value = value[step] if step < len(value) else None
        else:
            where.append(str(step))
            value = value.get(step) if isinstance(value, dict) else None
    id_ = _COMPLAINTS.get(first["type"], "package.value")
    if id_ == "package.unknown_key":
        where.append(first["ctx"]["name"])
    if id_ == "package.duplicate_id":
        where = [*islice(_addresses(document, "", params["id"]), 1, 2)]
    if id_ == "package.choice":  # pydantic quotes them and joins them in English
        params["expected"] = ", ".join(re.findall("'([^']*)'", params["expected"])) or params["expected"]
    raise Unreadable(id_, where="/".join(where) or "id", **params) from error
