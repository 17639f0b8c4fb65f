"""Writes a document told in blocks as a Word file (ECMA-376 transitional)."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from gmp_desk.domain.richtext import Block as TextBlock
from gmp_desk.domain.richtext import RichText
from gmp_desk.formats.blocks import Cell, Document, Fields, Heading, Line, Prose, Table, Text
from gmp_desk.formats.word_text import BULLETS, TAG_KINDS, TAGS, References, WordText

_WIDTH = 9638  # twips between the margins of the page in resources/word/word/document.xml
_LABEL_WIDTH = 22  # per cent of it
_ORDERED = "2"  # the abstract list of numbers in the numbering part
_STYLES = {"partnership": "Partnership", "title": "Title", "subtitle": "Subtitle", "note": "Note"}
_NAMESPACES = nsdecls("w", "r")
_SPACE = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
# What may stand in an address as it is (RFC 3986); the rest is percent-encoded, since Word refuses a bad one.
_IN_ADDRESSES = ";/?:@&=+$,#%-_.!~*'()"
# Arabic marks are words of different lengths, which no tab stop fits.
_AFTER_MARK = {False: "\t", True: "\u00a0"}
_LONGEST_PROPERTY = 255  # characters that Word keeps of a property or caption


def write_word(document: Document, path: Path, parts: Path) -> None:
    """Write the document to a file; ``parts`` is the folder of an empty Word document, unzipped."""
    _WordWriter(document, parts).save(path)


class _WordWriter:
    def __init__(self, document: Document, parts: Path) -> None:
        self._document = document
        self._file = _open(parts)
        self._body = self._file.part
        self._footnotes = self._body.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
        self._notes: list[str] = []
        self._lists: list[tuple[int, int]] = []
        self._text = self._text_in(self._body)
        self._note_text = self._text_in(self._footnotes)

    def save(self, path: Path) -> None:
        body = _parsed(f"<w:body>{''.join(self._blocks())}</w:body>")
        section = self._file.element.body.sectPr
        for element in list(body):
            section.addprevious(element)
        if self._text.rtl:
            section.find(qn("w:titlePg")).addnext(OxmlElement("w:bidi"))
        self._write_lists()
        self._write_footnotes()
        self._write_margins()
        self._write_language()
        properties = self._file.core_properties
        properties.title = _shortened(self._document.title)
        properties.subject = _shortened(self._document.subject)
        properties.language = TAGS[self._document.language]
        self._file.save(str(path))

    def _blocks(self) -> Iterator[str]:
        for block in self._document.blocks:
            match block:
                case Heading():
                    yield self._heading(block)
                case Prose():
                    yield self._text.blocks(block.text, "Normal")
                case Line():
                    yield self._text.blocks(block.text, _STYLES[block.style])
                case Table():
                    yield self._table(block)
                case Fields():
                    yield self._fields(block)

    def _heading(self, heading: Heading) -> str:
        mark = self._text.run(heading.mark + _AFTER_MARK[self._text.rtl]) if heading.mark else ""
        return self._text.blocks(heading.text, f"Heading{heading.level}", mark)

    def _table(self, table: Table) -> str:
        shares = sum(column.width for column in table.columns)
        widths = [_WIDTH * column.width // shares for column in table.columns]
        header = [self._text.fixed(column.header, "TableHeader") for column in table.columns]
        rows = [_row(header, widths, header=True)]
        rows.extend(_row([self._cell(cell) for cell in row], widths) for row in table.rows)
        return self._framed("PlanTable", table.title, widths, rows, look='w:firstRow="1"')

    def _fields(self, fields: Fields) -> str:
        widths = [_WIDTH * _LABEL_WIDTH // 100, _WIDTH - _WIDTH * _LABEL_WIDTH // 100]
        rows = [
            _row([self._text.fixed(field.label, "FieldLabel"), self._cell(field.value)], widths)
            for field in fields.fields
        ]
        return self._framed("PlanFields", fields.title, widths, rows, look='w:firstColumn="1"')

    def _framed(self, style: str, title: str, widths: list[int], rows: list[str], look: str) -> str:
        """Return a table, and the small paragraph that keeps it apart from what follows."""
        bidi = "<w:bidiVisual/>" if self._text.rtl else ""
        caption = f"<w:tblCaption w:val={quoteattr(_shortened(title))}/>" if title else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{bidi}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook {look} w:noHBand="1" w:noVBand="1"/>'
            f"{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
            '<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>'
        )

    def _cell(self, cell: Cell) -> str:
        return "".join(self._text.blocks(text, "TableText") for text in cell.texts)

    def _text_in(self, part: Part) -> WordText:
        """Return the writer of text for a part, whose links are the part's own."""
        return WordText(
            self._document.language,
            References(
                link=lambda address: str(
                    part.relate_to(quote(address, safe=_IN_ADDRESSES), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                ),
                footnote=self._footnote,
                numbering=self._numbering,
            ),
        )

    def _footnote(self, blocks: tuple[TextBlock, ...], language: str) -> str:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
        content = self._note_text.blocks(
            Text(RichText(blocks, ()), language), "FootnoteText", mark.format("<w:footnoteRef/>") + _SPACE
        )
        self._notes.append(content)
        return mark.format(f'<w:footnoteReference w:id="{len(self._notes)}"/>')

    def _numbering(self, level: int, start: int) -> str:
        self._lists.append((level, start))
        return str(int(BULLETS) + len(self._lists))

    def _write_lists(self) -> None:
        part = _xml_part(self._body, RELATIONSHIP_TYPE.NUMBERING)
        for number, (level, start) in enumerate(self._lists, int(BULLETS) + 1):
            part.element.append(
                _parsed(
                    f'<w:num w:numId="{number}"><w:abstractNumId w:val="{_ORDERED}"/>'
                    f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
                )
            )

    def _write_footnotes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{number}">{content}</w:footnote>' for number, content in enumerate(self._notes, 1)
        )
        # python-docx has no part for footnotes, so it keeps this one as bytes.
        self._footnotes._blob = self._footnotes.blob.replace(b"</w:footnotes>", f"{notes}</w:footnotes>".encode())

    def _write_margins(self) -> None:
        """Put the title into the header and the number of the page into the footer."""
        title = self._text.fixed(_shortened(self._document.title), "Header")
        pages = self._text.paragraph("Footer", _field("PAGE") + self._text.run(" / ") + _field("NUMPAGES"), rtl=False)
        for kind, paragraph in ((RELATIONSHIP_TYPE.HEADER, title), (RELATIONSHIP_TYPE.FOOTER, pages)):
            _xml_part(self._body, kind).element.append(_parsed(paragraph))

    def _write_language(self) -> None:
        language = _xml_part(self._body, RELATIONSHIP_TYPE.STYLES).element.find(f".//{qn('w:lang')}")
        language.set(qn(f"w:{TAG_KINDS[self._document.language]}"), TAGS[self._document.language])


def _open(parts: Path) -> WordFile:
    """Return an empty Word document from its unzipped parts, which are kept as text so that they can be read."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as package:
        for part in sorted(parts.rglob("*")):
            if part.is_file():
                package.write(part, part.relative_to(parts).as_posix())
    return docx.Document(zipped)


def _xml_part(owner: Part, kind: str) -> XmlPart:
    return cast("XmlPart", owner.part_related_by(kind))


def _row(cells: Sequence[str], widths: Sequence[int], *, header: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if header else "") + "</w:trPr>"
    return f"<w:tr>{properties}{''.join(map(_framed_cell, cells, widths))}</w:tr>"


def _framed_cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _parsed(xml: str) -> BaseOxmlElement:
    """Parse an element written with the prefix w, and r for relationships."""
    end = min(xml.index(sign) for sign in "/> " if sign in xml)
    return parse_xml(f"{xml[:end]} {_NAMESPACES}{xml[end:]}")


def _shortened(text: str) -> str:
    """Return text for a property or caption on one line, which Word cuts; it stands in full in the document."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_PROPERTY else line[: _LONGEST_PROPERTY - 1] + "…"
