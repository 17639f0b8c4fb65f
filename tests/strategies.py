"""Plans, reports, texts and edits for property tests: all that the exchange format allows, and nothing else.

The strategies follow the fields of the models, so a field that is added to a model is tried without a word here.
Texts are as they come from outside; the models normalize them.
"""

import functools
import itertools
import os
import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gmp_desk.domain import values
from gmp_desk.domain.address import places
from gmp_desk.domain.edits import Add, Duplicate, Edit, Link, Move, Remove, SetValue, Unlink
from gmp_desk.domain.plan import LINKS, Part, Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.values import LONGEST_FIGURE, Item, Record

# Every category of Unicode.
CATEGORIES = (
    "Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl",
    "No", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
)  # fmt: skip
WORDS = (
    "mercury", "Ртуть", "زئبق", "汞", "région", "año", "1,940.5 t", "2026–2027", "Annex D", "l’or", "«\u00a0or\u00a0»",
)  # fmt: skip
TRAPS = (
    "", " ", "  ", "\n", "\n\n", "\t", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029",
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x9f", "\ud800", "\udfff", "\udc00\ud800", "\ufffe", "\uffff", "\ufdd0",
    "\U0001fffe", "\U0010ffff", "\ue000", "\ufffd", "\ufeff",
    "\u202e", "\u202aabc", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c", "\u200b", "\u200d", "\u00ad", "\u2060",
    "e\u0301", "\u0301", "\u2126", "\u1112\u1161\u11ab", "\u00a0", "\u202f", "\u3000", "👩‍👩‍👧", "😀", "\u0338",
    "=1+1", '=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "{=1}", "=", "0012", "1e5",
    "TRUE", "#REF!", "#N/A", "2026-05-01", "12:30", "1/2",
    "*", "**", "***", "_", "__", "**a**", "*a*", "\\", "\\*", "`", "``", "- ", "\n- a", "* ", "1. ", "\n2) a", "# ",
    "\n===", "\n---", "> ", "    ", "\n    - a", "  \n", "\\\n", "[a](https://example.org)", "[a](javascript:b)",
    "![a](b)", "[", "](", "[^1]", "\n\n[^1]: a", "[^1]: ", "<https://example.org>", "| a |", "~~a~~", "&nbsp;", "&#0;",
    "<w:t>", "</w:t>", "<br/>", "&", "&amp;", "&lt;", "<", ">", "]]>", "<!--", "-->", "<?xml", "<![CDATA[", '"', "'",
    "_x0041_", "_x005F_", "_x000D_", "_xD800_", "_x", "{0}", "{name}", "{", "}", "%s", "%(a)s", "$1", "\\1", "\\u0041",
    "../..", "C:\\", "null", "NaN",
)  # fmt: skip


@functools.cache
def characters() -> st.SearchStrategy[str]:
    """Any code point, lone surrogates and unassigned ones too, each category as often as the others."""
    return st.one_of([st.characters(categories=[category]) for category in CATEGORIES])


@functools.cache
def texts() -> st.SearchStrategy[str]:
    """Any text: words, traps of every format, and any code points, alone or mixed; mostly short."""
    piece = st.one_of(st.sampled_from(WORDS), st.sampled_from(TRAPS), st.text(characters(), max_size=3))
    return st.one_of(st.sampled_from(TRAPS), st.sampled_from(WORDS), st.lists(piece, max_size=4).map("".join))


def fewer(times: int, *, in_soak: bool = True) -> settings:
    """Settings that try so many times fewer examples than usual, for tests that take long over each."""
    if not in_soak and os.environ.get("GMP_DESK_SOAK"):
        times = 1
    return settings(max_examples=max(settings.default.max_examples // times, 1))


@functools.cache
def long_texts(least: int = 40_000) -> st.SearchStrategy[str]:
    """Texts of at least so many characters; a cell of Excel holds 32,767."""
    return texts().map(lambda text: (text or "汞") * (least // len(text or "汞") + 1))


def plans(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Plan]:
    """Plans from an empty one to some three items in each list; one link in ten or so leads nowhere."""
    return _drafts(Plan, text or texts()).map(_assembled)


def huge_plans() -> st.SearchStrategy[Plan]:
    """Plans with hundreds of items, and a text in them that no cell of a workbook can hold."""

    def make(draft: "_Draft", long: str) -> Plan:
        _multiply(draft, 12)
        draft.fields["summary"] = long
        for effort in _of_kind(draft, "Effort"):
            effort.fields["title"] = long
            break
        return _assembled(draft)

    return st.builds(make, _drafts(Plan, texts()), long_texts())


def reports(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[AreaReport]:
    """Biennial reports from an empty one to some three entries in each list."""
    return _drafts(AreaReport, text or texts()).map(_assembled)


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> Edit:
    """Any edit that the plan takes; each kind as often as the others, and so is each place for it."""
    lists, fields, links = _places_for_edits(plan, "")
    stand = list(places(plan))
    items_of = {kind: [place.item.id for place in stand if type(place.item) is kind] for kind in LINKS.values()}
    to_link = [(address, ids) for address, kind, _ in links if (ids := items_of[kind])]
    to_unlink = [(address, ids) for address, _, ids in links if ids]
    kinds = {"set": fields, "add": lists, "remove": stand, "move": stand, "duplicate": stand}
    kinds |= {"link": to_link, "unlink": to_unlink}
    kind = draw(st.sampled_from([kind for kind, chances in kinds.items() if chances]))
    place: Any = draw(st.sampled_from(kinds[kind]))
    fresh = 1_000 * draw(st.integers(1, 1_000)) + 10 * len(stand)  # beyond the ids of the plan, mostly
    match kind:
        case "set":
            return SetValue(place[0], draw(_values_of(*place[1:])))
        case "add":
            item = _assembled(draw(_drafts(place[1], texts())), fresh)
            return Add(place[0], item, draw(st.none() | st.integers(0, 5)))
        case "remove":
            return Remove(place.address)
        case "move":
            targets = [address for address, model in lists if model is type(place.item)]
            return Move(place.address, draw(st.integers(0, 5)), draw(st.none() | st.sampled_from(targets)))
        case "duplicate":
            return Duplicate(place.address, new_id(fresh))
        case "link":
            return Link(place[0], draw(st.sampled_from(place[1])))
    return Unlink(place[0], draw(st.sampled_from(place[1])))


def _places_for_edits(record: Record, prefix: str) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the lists of items, the other fields and the links in a record, each beginning with its address."""
    lists, fields, links = [], [], []
    for name, annotation in hints(type(record)).items():
        address, value = prefix + name, getattr(record, name)
        inner = [kind for kind in get_args(annotation) if isinstance(kind, type) and issubclass(kind, Item)]
        deeper = [(f"{address}/", value)] if isinstance(value, Part) else []
        if inner:
            lists.append((address, inner[0]))
            deeper = [(f"{address}/{item.id}/", item) for item in value]
        elif (type(record), name) in LINKS:
            links.append((address, LINKS[type(record), name], value if isinstance(value, tuple) else (value,)))
        elif not deeper and name not in ("format", "format_version", "id"):
            fields.append((address, type(record), name))
        for there, part in deeper:
            for mine, found in zip((lists, fields, links), _places_for_edits(part, there), strict=True):
                mine += found
    return lists, fields, [(address, kind, [id_ for id_ in ids if id_]) for address, kind, ids in links]


@functools.cache
def hints(model: type[Record]) -> dict[str, Any]:
    """Return the annotations of a model's fields, that of a list without its mark."""
    annotated = get_type_hints(model, include_extras=True)
    return {name: _without_mark(annotated[name]) for name in model.model_fields}


def _without_mark(annotation: Any) -> Any:
    inner = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return inner if get_origin(inner) is tuple else annotation


@functools.cache
def _values_of(model: type[Record], name: str) -> st.SearchStrategy[Any]:
    return _drawn(hints(model)[name], texts()).map(lambda value: _resolved(value, itertools.count(1), {}))


def blank_plan(**fields: Any) -> Plan:
    """Return the smallest plan there is, with other values in the fields given."""
    given = {"id": new_id(0), "template": "gmp-2020", "area": "asgm", "language": "en", "period": blank_period()}
    return Plan.blank(**given | fields)


def blank_period() -> values.Period:
    """Return the biennium 2026–2027."""
    return values.Period(first_year=2026, last_year=2027)


def new_id(number: int) -> str:
    """Return the id of a number, the same each time."""
    return str(uuid.UUID(int=number, version=4))


class _Draft:
    """A record before its ids and links are known."""

    def __init__(self, model: type[Record], fields: dict[str, Any]) -> None:
        self.model = model
        self.fields = fields


class _Link(int):
    """A link to the item of that number among those of the right kind; to nowhere beyond the last of them."""


_LINKS_DRAWN = st.integers(0, 6).map(_Link)
_MONTHS = st.builds("{:04}-{:02}".format, st.integers(2025, 2028) | st.integers(1, 9999), st.integers(1, 12))
_MOMENTS = st.one_of(
    st.sampled_from(["2026-05-31T14:05:00Z", "2026-05-31t00:00:00.123456+05:30", "0001-01-01 23:59:59-12:00"]),
    st.datetimes().map(lambda moment: moment.isoformat("T", "seconds") + "Z"),
)


@functools.cache
def _drafts(model: type[Record], text: st.SearchStrategy[str]) -> st.SearchStrategy[_Draft]:
    fields = {}
    for name, annotation in hints(model).items():
        field, drawn = model.model_fields[name], _drawn(annotation, text)
        fields[name] = drawn if field.is_required() else st.just(field.default) | drawn
    return st.fixed_dictionaries(fields).map(lambda fields: _Draft(model, fields))


def _drawn(annotation: Any, text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    known = [
        (values.Text, text),
        (values.Id, _LINKS_DRAWN),
        (values.Month, _MONTHS),
        (values.Day, st.dates(min_value=date(2025, 12, 1), max_value=date(2028, 2, 1)) | st.dates()),
        (values.Moment, _MOMENTS),
    ]
    for annotated, strategy in known:
        if annotation is annotated:
            return strategy
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return st.one_of([_drawn(argument, text) for argument in arguments])
    if annotation is NoneType:
        return st.none()
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(_drawn(arguments[0], text), max_size=3)
    if origin is Annotated:
        limits = [limit for mark in arguments[1:] if isinstance(mark, FieldInfo) for limit in mark.metadata]
        found = {name: getattr(limit, name) for limit in limits for name in _LIMITS if hasattr(limit, name)}
        return _limited(arguments[0], found) if found else _drawn(arguments[0], text)
    if annotation is bool:
        return st.booleans()
    assert issubclass(annotation, BaseModel), annotation
    return st.deferred(lambda: _drafts(annotation, text))


_LIMITS = ("ge", "le", "pattern", "max_length")


def _limited(kind: type, limits: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind is int:
        return st.integers(limits["ge"], limits["le"])
    longest = limits.get("max_length", LONGEST_FIGURE)
    pattern = limits["pattern"].removeprefix("^").removesuffix("$")
    return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) <= longest)


def _walk(value: Any) -> Iterator[_Draft]:
    """Yield a draft and all drafts in it."""
    if isinstance(value, _Draft):
        yield value
        value = list(value.fields.values())
    if isinstance(value, list):
        for part in value:
            yield from _walk(part)


def _of_kind(draft: _Draft, name: str) -> Iterator[_Draft]:
    return (found for found in _walk(draft) if found.model.__name__ == name)


def _multiply(value: Any, times: int) -> None:
    """Repeat each list of records so many times, those within them a fifth as often."""
    for name, part in value.fields.items():
        if isinstance(part, _Draft):
            _multiply(part, times)
        elif isinstance(part, list) and part and isinstance(part[0], _Draft):
            for inner in part:
                _multiply(inner, times // 5)
            value.fields[name] = [_copied(inner) for inner in part * max(times, 1)]


def _copied(value: Any) -> Any:
    if isinstance(value, _Draft):
        return _Draft(value.model, {name: _copied(part) for name, part in value.fields.items()})
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _assembled(draft: _Draft, first: int = 1) -> Any:
    """Give each item an id of its own, lead each link to an item, and make the record."""
    numbers = itertools.count(first)
    ids = {part: new_id(next(numbers)) for part in _walk(draft) if issubclass(part.model, Item)}
    return draft.model.model_validate(_resolved(draft, numbers, ids))


def _resolved(
    value: Any, numbers: Iterator[int], ids: Mapping[_Draft, str], kind: type[Item] | None = None, own: str = ""
) -> Any:
    """Return a value without drafts and links: objects and ids, as a file has them."""
    if isinstance(value, list):
        return [_resolved(part, numbers, ids, kind) for part in value]
    if isinstance(value, _Link):
        known = [id_ for part, id_ in ids.items() if part.model is kind] if kind else []
        return own or (known[value] if value < len(known) else new_id(1_000_000 + next(numbers)))
    if not isinstance(value, _Draft):
        return value
    model, own = value.model, ids.get(value, "")
    return {
        model.model_fields[name].alias or name: _resolved(
            part, numbers, ids, LINKS.get((model, name)), own if name == "id" else ""
        )
        for name, part in value.fields.items()
    }
