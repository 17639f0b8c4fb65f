"""The small values that plans and reports are made of: text, ids, dates, money, readings, periods."""

import re
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Self, TypeVar, Union, cast, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    FailFast,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gmp_desk.domain.text import normalize

Language = Literal["ar", "en", "es", "fr", "ru", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

FIRST_YEAR, LAST_YEAR = 1900, 2200
# A count of partners or meetings; a larger one is a slip of the keyboard, and SQLite holds no more than 64 bits.
LARGEST_COUNT = 1_000_000_000
# Longer figures are no amounts of money; Excel and Babel handle these without losing a digit.
LONGEST_FIGURE = 40

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(_DAY.pattern + r"[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def _cleaned(value: object) -> object:
    return normalize(value).text if isinstance(value, str) else value


def _id(value: str) -> str:
    lowered = value.lower()
    if not UUID.fullmatch(lowered):
        raise PydanticCustomError("bad_id", "not a UUID")
    return lowered


def _month(value: str) -> str:
    if value.startswith("0000"):  # there is no such year, neither in Python nor in Babel
        raise PydanticCustomError("bad_month", "not a month")
    return value


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("bad_date", "not a date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("bad_date", "not a date") from None


def _moment(value: str) -> str | None:
    if not value:
        return None
    try:
        if _MOMENT.fullmatch(value) and datetime.fromisoformat(value.upper()):
            return value
    except ValueError:
        pass
    raise PydanticCustomError("bad_moment", "not a date and time")


def _number(value: object) -> object:
    if isinstance(value, bool):  # equal to 1, and yet no number (JSON)
        raise PydanticCustomError("bad_number", "not a number")
    return value


FormatVersion = Annotated[Literal[1], BeforeValidator(_number)]
"""The version of the exchange format (D10)."""
Text = Annotated[str, BeforeValidator(_cleaned), Field(strict=True)]
"""Text of any length, normalized (see ``domain.text``)."""
RichText = Text
"""Text in the limited CommonMark of D9 (see ``domain.richtext``)."""
Id = Annotated[str, Field(strict=True), AfterValidator(_id)]
"""A UUID in lower case."""
Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]
MonthNumber = Annotated[int, Field(strict=True, ge=1, le=12)]
Month = Annotated[str, Field(strict=True, pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), AfterValidator(_month)]
"""A month such as ``2026-05``; months compare as text."""
Day = Annotated[date, BeforeValidator(_day), PlainSerializer(date.isoformat)]
Moment = Annotated[str, Field(strict=True), AfterValidator(_moment)]
"""A date and time as given (RFC 3339), kept to the letter; for optional fields, as an empty one becomes None (D10)."""
_Entry = TypeVar("_Entry")
Many = Annotated[tuple[_Entry, ...], FailFast()]
"""A list, read up to its first bad entry: pydantic would list a million of them, and take gigabytes to do so."""
Qualifier = Literal["exact", "at_least", "unknown"]


class Record(BaseModel):
    """A frozen value with named fields; its dump is its form in the exchange format (D10).

    A field without a default is required in the format. One with a default is optional: an empty value
    equals an absent one, so it is left out of the dump.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _no_unknown_names(cls, value: object) -> object:
        """Refuse the first name that is none of a field: pydantic would list them all, and stumble over surrogates."""
        if isinstance(value, dict) and not value.keys() <= _names(cls):
            name = str(next(name for name in value if name not in _names(cls)))
            raise PydanticCustomError("unknown_name", "there is no such field", {"name": normalize(name).text})
        return value

    @model_serializer(mode="wrap")
    def _without_empty_options(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped = cast("dict[str, Any]", handler(self))
        for name, field in type(self).model_fields.items():
            if not field.is_required() and getattr(self, name) == field.default:
                del dumped[name]
        return dumped

    @classmethod
    def blank(cls, **given: Any) -> Self:
        """Return a record with the fields given, and the empty value of its kind in each other required field."""
        empty = {
            name: _empty(field.annotation)
            for name, field in cls.model_fields.items()
            if field.is_required() and name not in given
        }
        return cls(**empty, **given)


@cache
def _names(model: type[Record]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


class Item(Record):
    """A record that a person can point at: its id survives export, import, merge and the next biennium."""

    id: Id


class Amount(Record):
    """Money in a currency (ISO 4217), the figure kept as it was given (D7)."""

    amount: Annotated[str, Field(strict=True, pattern=r"^[0-9]+(\.[0-9]{1,2})?$", max_length=LONGEST_FIGURE)]
    currency: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")]
    note: Text = ""


class Words(Record):
    """Money told in words where there is no figure, such as "staff time" (D7)."""

    text: Text


# Names of the two kinds of money within pydantic; they show up in its errors as steps of a place.
MONEY_KINDS = ("money as an amount", "money in words")


def _money_kind(value: object) -> str:
    in_words = "text" in value if isinstance(value, dict) else isinstance(value, Words)
    return MONEY_KINDS[in_words]


Money = Annotated[
    Annotated[Amount, Tag(MONEY_KINDS[0])] | Annotated[Words, Tag(MONEY_KINDS[1])], Discriminator(_money_kind)
]


class Reading(Record):
    """A value of an indicator in a year; the value is text as given, or None where it is unknown."""

    value: Annotated[str, Field(strict=True, pattern=r"^-?[0-9]+(\.[0-9]+)?$", max_length=LONGEST_FIGURE)] | None
    qualifier: Qualifier
    year: Year | None
    note: Text = ""


class Count(Record):
    """How many, exactly, at least or unknown (F41)."""

    value: Annotated[int, Field(strict=True, ge=0, le=LARGEST_COUNT)] | None
    qualifier: Qualifier


class Period(Record):
    """The time frame of a plan: years, and months where given (D4); months count from 1."""

    first_year: Year
    last_year: Year
    first_month: MonthNumber | None = None
    last_month: MonthNumber | None = None

    @property
    def first(self) -> str:
        """The first month, as ``2026-01``."""
        return f"{self.first_year:04}-{self.first_month or 1:02}"

    @property
    def last(self) -> str:
        """The last month, as ``2027-12``."""
        return f"{self.last_year:04}-{self.last_month or 12:02}"


def _empty(annotation: Any) -> Any:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _empty(parts[0])
    if origin in (Union, UnionType):
        return None
    if origin is Literal:
        return parts[0]
    if origin is tuple:
        return ()
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation.blank()
    return annotation()
