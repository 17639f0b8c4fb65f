"""Files that are no plans, each with the id of the error and what its message must name besides the file."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from tests import samples

Document = dict[str, Any]

DOCUMENT = samples.document(samples.PLANS[0])
ACTION = DOCUMENT["actions"][0]
EFFORT = ACTION["efforts"][0]
MILESTONE = EFFORT["milestones"][0]
IN_EFFORT = f"actions/{ACTION['id']}/efforts/{EFFORT['id']}"


def as_bytes(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def plan_with(**fields: Any) -> bytes:
    """Return the sample with other values in the fields given."""
    return as_bytes(DOCUMENT | fields)


def plan_where(change: Callable[[Document], Any]) -> bytes:
    """Return the sample after a change."""
    document = deepcopy(DOCUMENT)
    change(document)
    return as_bytes(document)


def effort_with(**fields: Any) -> bytes:
    """Return the sample with other values in its first effort."""
    return plan_where(lambda document: document["actions"][0]["efforts"][0].update(fields))


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


GOOD = as_bytes(DOCUMENT)
BROKEN = b"\n".join(GOOD.split(b"\n")[:20])

BAD: dict[str, tuple[bytes, str, str]] = {
    "cut in the middle": (GOOD[:3000], "package.json", "line"),
    "a comma too many": (GOOD.replace(b'"language": "en",', b'"language": "en",,'), "package.json", "line 8"),
    "a line end in a text": (GOOD.replace(b"Business plan", b"Business\nplan", 1), "package.json", "line 7"),
    "something behind it": (GOOD + b"}", "package.json", "line"),
    "two documents": (GOOD + GOOD, "package.json", "line"),
    "single quotes": (b"{'format': 'gmp-plan'}", "package.json", "line 1"),
    "title is a number": (plan_with(title=5), "package.text", "title"),
    "summary is null": (plan_with(summary=None), "package.text", "summary"),
    "objectives are an object": (plan_with(objectives={}), "package.list", "objectives"),
    "evaluation is a list": (plan_with(evaluation=[]), "package.group", "evaluation"),
    "an objective is a text": (plan_with(objectives=["Less"]), "package.group", "objectives/1"),
    "a yes is a number": (plan_with(contacts_left_out=1), "package.yes_or_no", "contacts_left_out"),
    "a year is a text": (
        plan_with(period={"first_year": "2026", "last_year": 2027}), "package.whole_number", "period/first_year",
    ),
    "a year is true": (
        plan_with(period={"first_year": True, "last_year": 2027}), "package.whole_number", "period/first_year",
    ),
    "a year has a decimal point": (
        plan_with(period={"first_year": 2026.0, "last_year": 2027}), "package.whole_number", "period/first_year",
    ),
    "a year of 10^30": (plan_with(period={"first_year": 10**30, "last_year": 2027}), "package.range", "first_year"),
    "a year of 10^400": (plan_with(period={"first_year": 10**400, "last_year": 2027}), "package.range", "first_year"),
    "a year of 5,000 digits": (GOOD.replace(b"2026,", b"9" * 5000 + b",", 1), "package.digits", "line 10, column 17"),
    "a month 13": (effort_with(start="2026-13"), "package.form", f"{IN_EFFORT}/start"),
    "a month of the year 0": (effort_with(start="0000-05"), "package.form", f"{IN_EFFORT}/start"),
    "a 30 February": (
        plan_where(lambda document: document["actions"][0]["efforts"][0]["milestones"][0].update(due="2026-02-30")),
        "package.date", f"{IN_EFFORT}/milestones/{MILESTONE['id']}/due",
    ),
    "a moment without a time": (
        plan_with(version={"number": 1, "saved": "2026-05-31"}), "package.moment", "version/saved",
    ),
    "a version 0": (plan_with(version={"number": 0}), "package.range", "version/number"),
    "an amount in words": (
        effort_with(cost={"amount": "much", "currency": "USD"}), "package.form", f"{IN_EFFORT}/cost/amount",
    ),
    "an amount of 41 digits": (
        effort_with(cost={"amount": "9" * 41, "currency": "USD"}), "package.range", f"{IN_EFFORT}/cost/amount",
    ),
    "a currency in lower case": (
        effort_with(cost={"amount": "1", "currency": "usd"}), "package.form", f"{IN_EFFORT}/cost/currency",
    ),
    "money that is a number": (effort_with(cost=5), "package.group", f"{IN_EFFORT}/cost"),
    "a kind that does not exist": (effort_with(kind="secret"), "package.choice", f"{IN_EFFORT}/kind"),
    "a language of no document": (plan_with(language="de"), "package.choice", "language"),
    "a link that is no id": (effort_with(partners=["the ministry"]), "package.id", f"{IN_EFFORT}/partners/1"),
    "an unknown key": (plan_with(colour="blue"), "package.unknown_key", "colour"),
    "an unknown key in an effort": (effort_with(colour="blue"), "package.unknown_key", f"{IN_EFFORT}/colour"),
    "a key with a lone surrogate": (
        GOOD.replace(b'"title"', b'"\\ud800": "", "title"', 1), "package.unknown_key", "“\ufffd”",
    ),
    "a key with a lone surrogate in an effort": (
        effort_with(**{"\ud800": ""}), "package.unknown_key", f"{IN_EFFORT}/\ufffd",
    ),
    "a key that moves the cursor": (
        GOOD.replace(b'"title"', b'"\\u001b[2J\\u202e": "", "title"', 1), "package.unknown_key", "[2J",
    ),
    "a key of a megabyte": (plan_with(**{"k" * 1_000_000: ""}), "package.unknown_key", "kkk"),
    "no summary": (plan_where(lambda document: document.pop("summary")), "package.missing", "summary"),
    "no title of an effort": (
        plan_where(lambda document: document["actions"][0]["efforts"][0].pop("title")), "package.missing",
        f"{IN_EFFORT}/title",
    ),
    "no id": (plan_where(lambda document: document["objectives"][1].pop("id")), "package.missing", "objectives/2/id"),
    "an id that is no UUID": (plan_with(id="1"), "package.id", "id"),
    "an id twice": (
        plan_where(lambda document: document["objectives"][1].update(id=EFFORT["id"])), "package.duplicate_id",
        IN_EFFORT,
    ),
    "an id twice in two spellings": (
        plan_where(lambda document: document["objectives"][1].update(id=EFFORT["id"].upper())), "package.duplicate_id",
        IN_EFFORT,
    ),
    "a key twice": (GOOD.replace(b'"title"', b'"title": "", "title"', 1), "package.repeated_key", "line 7, column "),
    "a newer version": (plan_with(format_version=2), "package.newer", "2"),
    "a version of 10^30": (plan_with(format_version=10**30), "package.newer", ""),
    "a version that is true": (plan_with(format_version=True), "package.version", "format_version"),
    "a version with a decimal point": (plan_with(format_version=1.0), "package.version", "format_version"),
    "a version that is a text": (plan_with(format_version="1"), "package.version", "format_version"),
    "a version before the first": (plan_with(format_version=0), "package.version", "format_version"),
    "no version": (plan_where(lambda document: document.pop("format_version")), "package.version", "format_version"),
    "not a number": (GOOD.replace(b"2026,", b"NaN,", 1), "package.constant", "line 10, column 17: “NaN”"),
    "infinity": (GOOD.replace(b"2026,", b"-Infinity,", 1), "package.constant", "-Infinity"),
    "a number too large for its kind": (
        GOOD.replace(b"2026,", b"1e999,", 1), "package.whole_number", "period/first_year",
    ),
    "nested deeply": (
        b'{"format": "gmp-plan", "format_version": 1, "title": ' + b"[" * 200_000, "package.depth", "line 1, column ",
    ),
    "invalid UTF-8": (GOOD.replace("–".encode(), b"\x96", 1), "package.encoding", "byte "),
    "invalid UTF-8 far behind": (GOOD[:-10] + b"\xff\xfe" + GOOD[-10:], "package.encoding", ""),
    "empty": (b"", "guard.empty", "empty"),
    "only spaces": (b" \n" * 10, "package.kind", ""),
    "another object": (b'{"name": "plan"}', "package.not_ours", ""),
    "an object of another format": (plan_with(format="gmp-plans"), "package.not_ours", ""),
    "a format that is a list": (plan_with(format=[]), "package.not_ours", ""),
    "a list": (b"[1, 2]", "package.not_ours", ""),
    "a text": (b"Dear colleague, the plan will follow.", "package.kind", ""),
    "a number": (b"12", "package.kind", ""),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "package.kind", ""),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "package.kind", ""),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "package.kind", ""),
    "a Word file": (
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}), "package.kind", "",
    ),
    "a zip with two plans": (zipped({"a.gmpplan": GOOD, "b.gmpplan": GOOD}), "package.zip_members", "2"),
    "a zip with nothing": (zipped({}), "package.zip_members", "0"),
    "a zip in a zip": (zipped({"plan.zip": zipped({"a.gmpplan": GOOD})}), "package.kind", ""),
    "a zip with a broken plan": (zipped({"a.gmpplan": BROKEN}), "package.json", "line 20"),
    "a zip with an empty plan": (zipped({"a.gmpplan": b""}), "package.json", "line 1"),
    "a zip that is cut": (zipped({"a.gmpplan": GOOD})[:-50], "guard.damaged", "damaged"),
}  # fmt: skip
