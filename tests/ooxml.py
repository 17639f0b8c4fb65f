"""What Word and Excel ask of a file (ECMA-376), as tests check it; and what Excel shows in the cells of one."""

import functools
import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# The schema of a part, by a piece of its content type; those without one belong to the package, not to the format.
SCHEMA_OF = {
    "wordprocessingml": "wml.xsd",
    "spreadsheetml": "sml.xsd",
    "drawingml.chart+xml": "dml-chart.xsd",
    "drawing+xml": "dml-spreadsheetDrawing.xsd",
    "theme+xml": "dml-main.xsd",
    "extended-properties": "shared-documentPropertiesExtended.xsd",
    "custom-properties": "shared-documentPropertiesCustom.xsd",
}
WITHOUT_SCHEMA = ("package.relationships+xml", "package.core-properties+xml", "image/")


def faults(path: Path) -> list[str]:
    """Say what is wrong with a .docx or .xlsx: parts that are not valid, not typed, missing or there twice."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        found = [f"{name} is there twice" for name in sorted(set(names)) if names.count(name) > 1]
        if package.testzip():
            found.append(f"{package.testzip()} is damaged")
        parts = {name: package.read(name) for name in names}
    type_of = _types(parts)
    for name, data in parts.items():
        if name != "[Content_Types].xml":
            found += [f"{name}: {fault}" for fault in _faults_of(data, type_of(name))]
        if name.endswith(".rels"):
            found += [f"{name}: no part {target}" for target in _targets(name, data) if target not in parts]
    return found


def _types(parts: dict[str, bytes]):
    root = etree.fromstring(parts["[Content_Types].xml"])
    by_suffix = {item.get("Extension").lower(): item.get("ContentType") for item in root.iter(f"{TYPES}Default")}
    by_name = {item.get("PartName").lstrip("/"): item.get("ContentType") for item in root.iter(f"{TYPES}Override")}
    return lambda name: by_name.get(name) or by_suffix.get(name.rpartition(".")[2].lower(), "")


def _faults_of(data: bytes, content_type: str) -> Iterator[str]:
    if not content_type:
        yield "has no content type"
    elif not content_type.startswith("image/"):
        schema = next((schema for piece, schema in SCHEMA_OF.items() if piece in content_type), None)
        root = etree.fromstring(data)
        if schema is not None:
            validator = _schema(schema)
            if not validator.validate(_without_extensions(root)):
                yield from (f"line {error.line}: {error.message}" for error in list(validator.error_log)[:5])
        elif not any(piece in content_type for piece in WITHOUT_SCHEMA):
            yield f"there is no schema for {content_type}"


def _targets(name: str, data: bytes) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    for relationship in etree.fromstring(data).iter(RELATIONSHIP):
        if relationship.get("TargetMode") != "External":
            yield posixpath.normpath(posixpath.join("/", folder, relationship.get("Target"))).lstrip("/")


@functools.cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def _without_extensions(root: etree._Element) -> etree._Element:
    """Drop what a part itself declares ignorable, as a program that knows only the standard does."""
    prefixes = root.attrib.pop(f"{COMPATIBILITY}Ignorable", "").split()
    ignorable = {root.nsmap[prefix] for prefix in prefixes}
    for element in list(root.iter(etree.Element)):
        for attribute in list(element.attrib):
            if etree.QName(attribute).namespace in ignorable:
                del element.attrib[attribute]
        if etree.QName(element).namespace in ignorable:
            element.getparent().remove(element)
    return root


class Cell(NamedTuple):
    """A cell of a worksheet: its value as Excel reads it, its formula, and its format."""

    value: str | Decimal
    formula: str
    number_format: str
    quote_prefix: bool


def worksheets(path: Path) -> dict[str, dict[str, Cell]]:
    """Read the cells of a workbook's sheets by name and reference ("B2"), without trust in any library for it.

    openpyxl drops "x005F_" from every text, also where a user wrote it.
    """
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))}
    relationships = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {item.get("Id"): posixpath.join("xl", item.get("Target")) for item in relationships}
    strings = [_text(item) for item in etree.fromstring(parts["xl/sharedStrings.xml"])]
    styles = _styles(etree.fromstring(parts["xl/styles.xml"]))
    return {
        sheet.get("name"): dict(_cells(etree.fromstring(parts[targets[sheet.get(f"{R}id")]]), strings, styles))
        for sheet in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{S}sheet")
    }


def table(cells: dict[str, Cell]) -> list[dict[str, str | Decimal]]:
    """Return the rows below the first as dictionaries by the headers in it; empty cells are left out."""
    rows: dict[int, dict[str, str | Decimal]] = {}
    for reference, cell in cells.items():
        letters = reference.rstrip("0123456789")
        rows.setdefault(int(reference[len(letters) :]), {})[letters] = cell.value
    headers = rows.pop(1)
    return [{str(headers[letters]): value for letters, value in row.items()} for row in rows.values()]


def _cells(root: etree._Element, strings: list[str], styles: list[tuple[str, bool]]) -> Iterator[tuple[str, Cell]]:
    for cell in root.iter(f"{S}c"):
        formula, value = cell.findtext(f"{S}f", ""), cell.findtext(f"{S}v")
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            value = _text(cell.find(f"{S}is"))
        if value is not None:
            read = strings[int(value)] if kind == "s" else Decimal(value) if kind == "n" else value
            yield cell.get("r"), Cell(read, formula, *styles[int(cell.get("s", "0"))])


def _text(element: etree._Element) -> str:
    """Return the text of a shared string with _xHHHH_ read as a character (ST_Xstring), run by run."""
    runs = [run.text or "" for run in element.iter(f"{S}t") if run.getparent().tag != f"{S}rPh"]
    return "".join(re.sub("_x([0-9A-Fa-f]{4})_", lambda escape: chr(int(escape[1], 16)), run) for run in runs)


def _styles(root: etree._Element) -> list[tuple[str, bool]]:
    codes = {item.get("numFmtId"): item.get("formatCode") for item in root.iter(f"{S}numFmt")}
    formats = root.find(f"{S}cellXfs")
    return [
        (codes.get(item.get("numFmtId"), item.get("numFmtId")), item.get("quotePrefix") in ("1", "true"))
        for item in formats
    ]
