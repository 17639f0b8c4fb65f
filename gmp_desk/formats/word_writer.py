"""Writes a document told in blocks as a Word file (ECMA-376 transitional).

The parts are written as text into those of an empty document. A tree of elements, as python-docx keeps one, took
2.4 GB for a field of 5 MB, and time that grew with the square of the length of a table.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from gmp_desk.domain.richtext import Block as TextBlock
from gmp_desk.domain.richtext import Listing, RichText, plain
from gmp_desk.formats.blocks import Block, Cell, Document, Fields, Heading, Line, Prose, Table, Text
from gmp_desk.formats.column_widths import Letters, column_widths
from gmp_desk.formats.text_lines import lines
from gmp_desk.formats.word_text import BULLETS, TAG_KINDS, TAGS, WIDTH, References, WordText, note_mark

_LABEL_WIDTH = 22  # per cent of the width of the page
_CELL_MARGINS = 170  # twips, left and right together, as in the styles
# Of letters in Times New Roman, in twips, at the size of the style of text in tables.
_LETTERS = Letters(letter=88, wide=50, bold=1.08, margins=_CELL_MARGINS)
_DIGIT, _NARROWEST = 85, 40
# LibreOffice leaves out the end of many a row that may not be split and is about as high as a page or higher. So many
# lines are a third of a page in Times New Roman, and in the highest scripts, as items of lists, less than all of it.
_MOST_LINES = 23
_ORDERED = "2"  # the abstract list of numbers in the numbering part
_STYLES = {"partnership": "Partnership", "title": "Title", "subtitle": "Subtitle", "note": "Note"}
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_AFTER_TABLE = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>'
_KEPT_WITH_TABLE = (
    '<w:p><w:pPr><w:pStyle w:val="AfterTable"/><w:keepNext/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
_WHOLE = "<w:cantSplit/>"  # of a row: it stays on one page
_SPACE = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
# What may stand in an address as it is (RFC 3986); the rest is percent-encoded, since Word refuses a bad one.
_IN_ADDRESSES = ";/?:@&=+$,#%-_.!~*'()"
# Arabic marks are words of different lengths, which no tab stop fits.
_AFTER_MARK = {False: "\t", True: "\u00a0"}
# Marks of subparagraphs where they are not (a), (i) as in English and Chinese (Editorial Manual).
_LIST_MARKS = {
    **dict.fromkeys(("es", "fr", "ru"), (('w:val="(%', 'w:val="%'),)),
    "ar": (('w:numFmt w:val="lowerLetter"', 'w:numFmt w:val="arabicAlpha"'), ('w:val="lowerRoman"', 'w:val="decimal"')),
}
_PLACES = re.compile(r"(\{pages?\})")
_LONGEST_PROPERTY = 255  # characters that Word keeps of a property or caption
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same document gives the same file


def write_word(document: Document, path: Path, parts: Path) -> None:
    """Write the document to a file; ``parts`` is the folder of an empty Word document, unzipped."""
    # In memory first: a zip file that cannot be finished on a full disk complains once more when it is collected.
    file = io.BytesIO()
    _WordWriter(document, parts).save(file)
    path.write_bytes(file.getvalue())


class _Links:
    """The addresses that the text of one part leads to, each under the id of a relationship."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id_of(self, address: str) -> str:
        """Return the relationship's id of an address, the same each time."""
        return self._ids.setdefault(quote(address, safe=_IN_ADDRESSES), f"rLink{len(self._ids) + 1}")

    def relationships(self) -> str:
        """Return the relationships as XML."""
        return "".join(
            f'<Relationship Id="{id_}" Type="{_LINK}" Target={quoteattr(address)} TargetMode="External"/>'
            for address, id_ in self._ids.items()
        )


class _WordWriter:
    def __init__(self, document: Document, parts: Path) -> None:
        self._document = document
        self._parts = parts
        self._links, self._note_links = _Links(), _Links()
        self._notes: list[str] = []
        self._lists: list[tuple[int, int]] = []
        self._text = self._text_with(self._links)
        self._note_text = self._text_with(self._note_links)

    def save(self, file: io.BytesIO) -> None:
        body = "".join(self._blocks())  # first, as it finds the notes, lists and links
        language = self._document.language
        tag = f'w:{TAG_KINDS[language]}="{TAGS[language]}"'
        title = self._text.fixed(_shortened(self._document.title), "Header")
        pages = self._text.paragraph("Footer", self._page_number(), rtl=self._text.rtl)
        # For each part of the empty document: what is put before which of its words.
        added = {
            "word/document.xml": (("<w:sectPr>", body), ("</w:sectPr>", "<w:bidi/>" if self._text.rtl else "")),
            "word/numbering.xml": (("</w:numbering>", self._numbers()),),
            "word/footnotes.xml": (("</w:footnotes>", self._footnotes()),),
            "word/header1.xml": (("</w:hdr>", title),),
            "word/footer1.xml": (("</w:ftr>", pages),),
            "word/_rels/document.xml.rels": (("</Relationships>", self._links.relationships()),),
            "word/_rels/footnotes.xml.rels": (("</Relationships>", self._note_links.relationships()),),
            "docProps/core.xml": (("</cp:coreProperties>", self._properties()),),
        }
        replaced = {
            "word/styles.xml": ((f'w:{TAG_KINDS[language]}="{_DEFAULT_TAGS[TAG_KINDS[language]]}"', tag),),
            "word/numbering.xml": _LIST_MARKS.get(language, ()),
        }
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for path in sorted(self._parts.rglob("*.xml")) + sorted(self._parts.rglob("*.rels")):
                name = path.relative_to(self._parts).as_posix()
                part = path.read_text(encoding="utf-8")
                for words, instead in replaced.get(name, ()):
                    part = part.replace(words, instead)
                for words, addition in added.get(name, ()):
                    before, found, after = part.rpartition(words)
                    part = f"{before}{addition}{found}{after}"
                info = zipfile.ZipInfo(name, _NO_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, part)

    def _blocks(self) -> Iterator[str]:
        before: Block | None = None
        for block in self._document.blocks:
            # Between two tables Word needs a paragraph; above a heading there is room enough without one.
            if isinstance(before, Table | Fields) and not isinstance(block, Heading):
                yield _AFTER_TABLE
            # LibreOffice keeps a heading with a table below it, but not what that heading is kept with.
            if isinstance(before, Heading) and isinstance(block, Table | Fields):
                yield _KEPT_WITH_TABLE
            match block:
                case Heading():
                    yield self._heading(block)
                case Prose():
                    style = "AfterTitles" if isinstance(before, Line) else "Normal"
                    yield self._text.blocks(block.text, style)
                case Line():
                    yield self._text.blocks(block.text, _STYLES[block.style])
                case Table():
                    yield self._table(block)
                case Fields():
                    yield self._fields(block)
            before = block
        if isinstance(before, Table | Fields):
            yield _AFTER_TABLE  # a table may not be the last in a document

    def _page_number(self) -> str:
        """Return the words at the foot of a page as runs."""
        fields = {"{page}": _field("PAGE"), "{pages}": _field("NUMPAGES")}
        parts = _PLACES.split(self._document.footer)
        return "".join(fields.get(part) or self._text.run(part) for part in parts if part)

    def _heading(self, heading: Heading) -> str:
        mark = self._text.run(heading.mark + _AFTER_MARK[self._text.rtl]) if heading.mark else ""
        return self._text.blocks(heading.text, f"Heading{heading.level}", mark)

    def _table(self, table: Table) -> str:
        widths = column_widths(table, WIDTH, _LETTERS)
        header = [self._text.fixed(column.header, "TableHeader") for column in table.columns]
        rows = [_row(header, widths, f"{_WHOLE}<w:tblHeader/>")]
        for row in table.rows:
            content = [self._cell(cell, "TableText", width) for cell, width in zip(row, widths, strict=True)]
            rows.append(_row(content, widths, _WHOLE if _is_low(row, widths) else ""))
        return self._framed("PlanTable", table.title, widths, rows, look='w:firstRow="1"')

    def _fields(self, fields: Fields) -> str:
        widths = [WIDTH * _LABEL_WIDTH // 100, WIDTH - WIDTH * _LABEL_WIDTH // 100]
        low = [_is_low([field.value], widths[1:]) for field in fields.fields]
        rows = []
        for number, field in enumerate(fields.fields):
            # The first two stay together, and so with the heading above.
            kept = "Kept" if number == 0 and all(low[:2]) else ""
            label = self._text.fixed(field.label, f"FieldLabel{kept}")
            value = self._cell(field.value, f"TableText{kept}", widths[1])
            rows.append(_row([label, value], widths, _WHOLE if low[number] else ""))
        return self._framed("PlanFields", fields.title, widths, rows, look='w:firstColumn="1"')

    def _framed(self, style: str, title: str, widths: list[int], rows: list[str], look: str) -> str:
        bidi = "<w:bidiVisual/>" if self._text.rtl else ""
        caption = f"<w:tblCaption w:val={quoteattr(_shortened(title))}/>" if title else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{bidi}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook {look} w:noHBand="1" w:noVBand="1"/>'
            f"{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _cell(self, cell: Cell, style: str, width: int) -> str:
        return "".join(self._text.blocks(text, style, width=width - _CELL_MARGINS) for text in cell.texts)

    def _text_with(self, links: _Links) -> WordText:
        """Return the writer of text for a part, whose links are the part's own."""
        return WordText(self._document.language, References(links.id_of, self._footnote, self._numbering))

    def _footnote(self, blocks: tuple[TextBlock, ...], language: str) -> int:
        text = Text(RichText(blocks, ()), language)
        self._notes.append(self._note_text.blocks(text, "FootnoteText", note_mark("<w:footnoteRef/>") + _SPACE))
        return len(self._notes)

    def _footnotes(self) -> str:
        return "".join(
            f'<w:footnote w:id="{number}">{content}</w:footnote>' for number, content in enumerate(self._notes, 1)
        )

    def _numbering(self, level: int, start: int) -> str:
        self._lists.append((level, start))
        return str(int(BULLETS) + len(self._lists))

    def _numbers(self) -> str:
        """Return the ordered lists, each counting from its own start."""
        return "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{_ORDERED}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            for number, (level, start) in enumerate(self._lists, int(BULLETS) + 1)
        )

    def _properties(self) -> str:
        return (
            f"<dc:title>{escape(_shortened(self._document.title))}</dc:title>"
            f"<dc:subject>{escape(_shortened(self._document.subject))}</dc:subject>"
            f"<dc:language>{TAGS[self._document.language]}</dc:language>"
        )


_DEFAULT_TAGS = {"val": "en-GB", "eastAsia": "zh-CN", "bidi": "ar-SA"}
"""The languages that the styles part names."""


def _is_low(cells: Sequence[Cell], widths: Sequence[int]) -> bool:
    """Tell whether a row is sure to be lower than a page, footnotes included."""
    rich = [[text.rich for text in cell.texts] for cell in cells]
    most = _MOST_LINES * WIDTH // _NARROWEST
    if any(len(plain(text)) > most for texts in rich for text in texts):
        return False
    highest = max(sum(_lines(text.blocks, width) for text in texts) for texts, width in zip(rich, widths, strict=True))
    notes = sum(_lines(note, WIDTH) for texts in rich for text in texts for note in text.notes)
    return highest + notes <= _MOST_LINES


def _lines(blocks: tuple[TextBlock, ...], width: int) -> int:
    """Return about how many lines blocks take in a width, rather more than too few."""
    room = (width - _CELL_MARGINS) // _DIGIT
    if any(isinstance(block, Listing) for block in blocks):
        room //= 2  # the most that lists are indented
    return lines(plain(RichText(blocks)), room)


def _row(cells: Sequence[str], widths: Sequence[int], properties: str) -> str:
    told = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{told}{''.join(map(_framed_cell, cells, widths))}</w:tr>"


def _framed_cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _shortened(text: str) -> str:
    """Return text for a property or caption on one line, which Word cuts; it stands in full in the document."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_PROPERTY else line[: _LONGEST_PROPERTY - 1] + "…"
