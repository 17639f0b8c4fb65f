"""Writes a document told in blocks as one HTML text, for browsers, the preview, print and PDF.

It is well-formed XML, needs no other file, and keeps to what Qt's QTextDocument understands: tables take their widths
from attributes, headings their sizes from Qt's own scale (2, 1.5, 1.2 and 1 times the text), which browsers are told.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from urllib.parse import quote

from gmp_desk.domain.richtext import Block as TextBlock
from gmp_desk.domain.richtext import Listing, Paragraph, Run
from gmp_desk.formats.blocks import Block, Cell, Document, Fields, Heading, Line, Prose, Table, Text
from gmp_desk.formats.column_widths import Letters, column_widths, least_widths
from gmp_desk.formats.html_style import PAPER, PRINT, SMALL, SMALLER, Look, style
from gmp_desk.formats.telephones import kept_together, turns_numbers
from gmp_desk.i18n import Locale

_LABEL_WIDTH = 22  # per cent of the width of the text
_TEXT_WIDTH = 482.0  # points: A4 without its margins; the widest text in a browser has as much
# Of letters as in Noto Sans, in em, and how many times as wide bold ones are.
_LETTER, _WIDE, _NARROW, _BOLD = 0.62, 0.33, 0.25, 1.06
_CELL_MARGINS = 9.75  # points, left and right together with a border, as the style below has them


@dataclass(frozen=True)
class Printable:
    """A document ready for pages: its HTML, its title for the head of each, and the words for their numbers."""

    html: str
    title: str
    footer: str
    """Has the places ``{page}`` and ``{pages}``."""
    rtl: bool


def printable(document: Document) -> Printable:
    """Return the document as it goes to a printer or into a PDF file."""
    title = " ".join(document.title.split())
    return Printable(to_html(document, PRINT), title, document.footer, document.language == "ar")


def to_html(document: Document, look: Look = PAPER) -> str:
    """Return the whole document as HTML, with its footnotes at the end."""
    return _HtmlWriter(document, look).page(document.blocks)


def section_to_html(document: Document, section: str, look: Look = PAPER) -> str:
    """Return one section of a document as HTML, its footnotes numbered as in the whole; "" where there is no such one.

    ``section`` is the address of the heading that it begins with.
    """
    writer, wanted, blocks = _HtmlWriter(document, look), False, []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if wanted:
                break
            wanted = block.address == section
        if wanted:
            blocks.append(block)
        else:
            writer.pass_over(block)
    return writer.page(tuple(blocks)) if blocks else ""


class _HtmlWriter:
    def __init__(self, document: Document, look: Look) -> None:
        self._document, self._look = document, look
        self._rtl = document.language == "ar"
        self._locale = Locale(document.language)
        self._notes: list[str] = []
        self._count = 0
        self._h1 = _first_of(document, "title") or _first_of(document, "subtitle")

    def pass_over(self, block: Block) -> None:
        """Count the footnotes of a block that is not written."""
        texts: tuple[Text, ...] = ()
        match block:
            case Prose() | Heading() | Line():
                texts = (block.text,)
            case Table():
                texts = tuple(text for row in block.rows for cell in row for text in cell.texts)
            case Fields():
                texts = tuple(text for field in block.fields for text in field.value.texts)
        self._count += sum(len(text.rich.notes) for text in texts)

    def page(self, blocks: tuple[Block, ...]) -> str:
        body = []
        for are_titles, group in groupby(blocks, lambda block: isinstance(block, Line)):
            content = "\n".join(map(self._block, group))
            body.append(f'<div class="titles">\n{content}\n</div>' if are_titles else content)
        if self._notes:
            body += ['<hr/>\n<div class="notes" role="doc-endnotes">', *self._notes, "</div>"]
        lines = (
            "<!DOCTYPE html>",
            f'<html lang="{_tag(self._document.language)}" dir="{_direction(self._rtl)}">',
            '<head>\n<meta charset="utf-8"/>',
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
            f"<title>{escape(self._document.title)}</title>",
            f"<style>{style(self._look, self._document.language)}</style>\n</head>",
            # Qt does not look at the element around it.
            f'<body dir="{_direction(self._rtl)}">\n<main>',
            *body,
            "</main>\n</body>\n</html>\n",
        )
        return "\n".join(lines)

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Prose():
                return self._text(block.text)
            case Line():
                return self._line(block)
            case Table():
                return self._table(block)
            case Fields():
                return self._fields(block)

    def _heading(self, heading: Heading) -> str:
        # Not each heading's address: some stand over two headings, and an id must be the only one.
        id_ = f' id="{escape(heading.address)}"' if heading.level == 1 and heading.address else ""
        mark = escape(heading.mark) + ("\u00a0" if self._rtl else "\u2002") if heading.mark else ""
        content, attributes = self._in_one(heading.text)
        tag = f"h{heading.level + 1}"
        return f"<{tag}{id_}{attributes}>{mark}{content}</{tag}>"

    def _line(self, line: Line) -> str:
        content, attributes = self._in_one(line.text)
        tag = "h1" if line is self._h1 else "p"
        return f'<{tag} class="{line.style}"{attributes}>{content}</{tag}>'

    def _table(self, table: Table) -> str:
        widths, is_dense = self._widths(table)
        header = "".join(
            self._row(
                f'<th scope="col" width="{width}%">{escape(column.header)}</th>'
                for column, width in zip(table.columns, widths, strict=True)
            )
        )
        rows = "".join(self._row(f"<td>{self._cell(cell)}</td>" for cell in row) for row in table.rows)
        kind = "list dense" if is_dense else "list"
        return f"{_opening(kind, table.title)}<thead>{header}</thead>\n<tbody>\n{rows}</tbody>\n</table>"

    def _widths(self, table: Table) -> tuple[list[int], bool]:
        """Return the widths of columns in whole per cent, which is all that Qt reads, and whether letters are smaller.

        They are where words would have to be broken otherwise.
        """
        usual, smaller = (self._letters(share) for share in (SMALL, SMALLER))
        is_dense = sum(least_widths(table, usual)) > 100
        return column_widths(table, 100, smaller if is_dense else usual), is_dense

    def _letters(self, share: float) -> Letters:
        em = 100 * self._look.size * share / _TEXT_WIDTH
        return Letters(_LETTER * em, _WIDE * em, _BOLD, 100 * _CELL_MARGINS / _TEXT_WIDTH, _NARROW * em)

    def _fields(self, fields: Fields) -> str:
        rows = "".join(
            self._row(
                (
                    f'<th scope="row" width="{_LABEL_WIDTH}%">{escape(field.label)}</th>',
                    f'<td width="{100 - _LABEL_WIDTH}%">{self._cell(field.value)}</td>',
                )
            )
            for field in fields.fields
        )
        return f"{_opening('fields', fields.title)}<tbody>\n{rows}</tbody>\n</table>"

    def _row(self, cells: Iterable[str]) -> str:
        all_ = tuple(cells)
        return f"<tr>{''.join(reversed(all_) if self._rtl and self._look.turned else all_)}</tr>\n"

    def _cell(self, cell: Cell) -> str:
        return "".join(self._text(text) for text in cell.texts)

    def _in_one(self, text: Text) -> tuple[str, str]:
        """Return the paragraphs of a heading or line as one, and the attributes of what holds it."""
        source = _Source(text)
        paragraphs = list(_paragraphs(text.rich.blocks))
        rtl = self._is_rtl(paragraphs[0] if paragraphs else Paragraph(()), source)
        content = "<br/>".join(self._runs(paragraph, source, rtl=rtl) for paragraph in paragraphs)
        self._write_notes(source)
        return content, self._language(source) + (f' dir="{_direction(rtl)}"' if rtl != self._rtl else "")

    def _text(self, text: Text) -> str:
        """Return the paragraphs and lists of a text; its footnotes go to the end."""
        source = _Source(text)
        content = "".join(self._blocks(text.rich.blocks, source, self._rtl, self._language(source)))
        self._write_notes(source)
        return content or "<p></p>"

    def _blocks(
        self, blocks: tuple[TextBlock, ...], source: "_Source", rtl: bool, attributes: str = "", level: int = 1
    ) -> Iterator[str]:
        """Yield elements; ``rtl`` is the direction of what they stand in, ``attributes`` are for each of them."""
        for block in blocks:
            if isinstance(block, Listing):
                yield self._listing(block, source, rtl, attributes, level)
            else:
                yield self._paragraph(block, source, rtl, attributes)

    def _paragraph(
        self, paragraph: Paragraph, source: "_Source", around: bool, attributes: str = "", before: str = ""
    ) -> str:
        rtl = self._is_rtl(paragraph, source)
        turned = f' dir="{_direction(rtl)}"' if rtl != around else ""
        return f"<p{attributes}{turned}>{before}{self._runs(paragraph, source, rtl=rtl)}</p>"

    def _listing(self, listing: Listing, source: "_Source", around: bool, attributes: str, level: int) -> str:
        kind = (level - 1) % 3 + 1
        items = []
        for number, item in enumerate(listing.items, listing.start):
            rtl = self._is_rtl(_first_paragraph(item)[0], source)
            # Browsers mark subparagraphs as they are told to; "1." they and Qt know, and it is the same in Word.
            mark = escape(self._locale.list_mark(kind, number)) if listing.ordered and kind > 1 else ""
            marked = f' data-mark="{mark} "' if mark else ""
            turned = f' dir="{_direction(rtl)}"' if rtl != around else ""
            content, rest = "", item
            # Qt has no Arabic letters for lists.
            if mark and kind == 2 and self._rtl and self._look.turned:
                first, rest = _first_paragraph(item)
                content = self._paragraph(first, source, rtl, ' class="marked"', before=f"{mark}\u00a0")
            content += "".join(self._blocks(rest, source, rtl, level=level + 1))
            items.append(f"<li{marked}{turned}>{content}</li>")
        if not listing.ordered:
            return f"<ul{attributes}>{''.join(items)}</ul>"
        start = f' start="{listing.start}"' if listing.start != 1 else ""
        turned = " rtl" if self._is_rtl(_first_paragraph(listing.items[0])[0], source) else ""
        return f'<ol class="level{kind}{turned}"{start}{attributes}>{"".join(items)}</ol>'

    def _runs(self, paragraph: Paragraph, source: "_Source", *, rtl: bool) -> str:
        turned = rtl or any(turns_numbers(run.text) for run in paragraph.runs)
        return "".join(
            self._note_mark(run.note, source) if run.note else _run(run, turned=turned) for run in paragraph.runs
        )

    def _note_mark(self, note: int, source: "_Source") -> str:
        number = source.numbers.get(note)
        if number is None:
            self._count += 1
            number = source.numbers[note] = self._count
            return f'<sup><a id="mark-{number}" href="#note-{number}" role="doc-noteref">{number}</a></sup>'
        return f'<sup><a href="#note-{number}" role="doc-noteref">{number}</a></sup>'

    def _write_notes(self, source: "_Source") -> None:
        """Write the footnotes of a text that is written, in the order of their first marks."""
        for note, number in source.numbers.items():
            back = f'<a id="note-{number}" href="#mark-{number}" role="doc-backlink">{number}</a>\u2002'
            (first, rest), attributes = _first_paragraph(source.text.rich.notes[note - 1]), self._language(source)
            self._notes.append(
                self._paragraph(first, source, self._rtl, attributes, before=back)
                + "".join(self._blocks(rest, source, self._rtl, attributes))
            )

    def _language(self, source: "_Source") -> str:
        language = source.text.language
        return f' lang="{_tag(language)}"' if language != self._document.language else ""

    def _is_rtl(self, paragraph: Paragraph, source: "_Source") -> bool:
        """Tell the direction of a paragraph: that of its first letter, or that of the document (see ``Text``)."""
        if source.text.plain and source.text.language == self._document.language:
            return self._rtl
        directions = (unicodedata.bidirectional(letter) for run in paragraph.runs for letter in run.text)
        strong = next((direction for direction in directions if direction in ("L", "R", "AL")), None)
        return self._rtl if strong is None else strong != "L"


class _Source:
    """A text on its way into the document, and the numbers there of those of its footnotes that have a mark so far."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.numbers: dict[int, int] = {}


_LINKS = re.compile("(?:https?|mailto):", re.IGNORECASE)
# What may stand in an address as it is (RFC 3986); the rest is percent-encoded.
_IN_ADDRESSES = ";/?:@&=+$,#%-_.!~*'()"


def _run(run: Run, *, turned: bool) -> str:
    """Return the markup of a run; ``turned`` tells whether its telephone numbers would stand in the wrong order."""
    if run.text == "\n":
        return "<br/>"
    # Characters rather than a style: Qt knows white-space for whole paragraphs only.
    text = kept_together(run.text, hyphen="-\u2060", mark="\u200e" if turned else "")
    content = escape(text, quote=False).replace("\n", "<br/>")
    if run.italic:
        content = f"<em>{content}</em>"
    if run.bold:
        content = f"<strong>{content}</strong>"
    if _LINKS.match(run.link):
        content = f'<a href="{escape(quote(run.link, safe=_IN_ADDRESSES))}">{content}</a>'
    return content


def _first_of(document: Document, style: str) -> Line | None:
    return next((block for block in document.blocks if isinstance(block, Line) and block.style == style), None)


def _paragraphs(blocks: tuple[TextBlock, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for item in block.items:
                yield from _paragraphs(item)


def _first_paragraph(blocks: tuple[TextBlock, ...]) -> tuple[Paragraph, tuple[TextBlock, ...]]:
    """Return the paragraph that blocks begin with, an empty one where they begin with a list, and the rest."""
    if blocks and isinstance(blocks[0], Paragraph):
        return blocks[0], blocks[1:]
    return Paragraph(()), blocks


def _opening(kind: str, title: str) -> str:
    label = f' aria-label="{escape(" ".join(title.split()))}"' if title else ""
    return f'<table class="{kind}" width="100%"{label}>\n'


def _direction(rtl: bool) -> str:
    return "rtl" if rtl else "ltr"


def _tag(language: str) -> str:
    """Return the tag of a language for browsers, which choose the forms of Chinese characters by it."""
    return "zh-Hans" if language == "zh" else language
