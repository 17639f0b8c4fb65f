"""The clipboard: what others copy becomes rich text as a field can hold it; what is copied here, any can paste."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtCore import QMimeData

from gmp_desk.domain.richtext import Block, Listing, Paragraph, RichText, Run, parse, plain
from gmp_desk.domain.richtext_writer import normal, write
from gmp_desk.domain.text import normalize
from gmp_desk.i18n import Catalogue
from gmp_desk.qt.rich.html_lines import lines_of_html
from gmp_desk.qt.rich.lines import Line, cut, rich_of

OWN = "application/x-gmp-desk-text"
"""The type under which the editor finds its own text again, with its footnotes."""
LONGEST_PARAGRAPH = 20_000
"""Characters from which a paragraph is divided: one of 100 kB makes each key press slow."""

_BULLET = re.compile(r"[•·▪◦‣⁃*-][ \t\u00a0]+")
_SENTENCE = re.compile(r"[.!?؟۔…][»”\"')\]]*\s+|[。！？]+[」』”’）]*")


@dataclass(frozen=True)
class Pasted:
    """A rich text from elsewhere, and what in it could not stay as it was."""

    rich: RichText
    tables: int = 0
    pictures: int = 0
    divided: bool = False

    def told(self, catalogue: Catalogue) -> str:
        """Return in words what became of tables, pictures and monstrous paragraphs; "" if there were none."""
        sentences = []
        if self.tables and self.pictures:
            sentences.append(
                catalogue.gettext("Tables were pasted as text, a paragraph for each row; pictures were left out.")
            )
        elif self.tables:
            sentences.append(
                catalogue.ngettext(
                    "A table was pasted as text, a paragraph for each row.",
                    "{n} tables were pasted as text, a paragraph for each row.",
                    self.tables,
                ).format(n=self.tables)
            )
        elif self.pictures:
            sentences.append(
                catalogue.ngettext(
                    "A picture was left out, because a field holds text only.",
                    "{n} pictures were left out, because a field holds text only.",
                    self.pictures,
                ).format(n=self.pictures)
            )
        if self.divided:
            sentences.append(catalogue.gettext("A very long paragraph was divided at the end of a sentence."))
        return " ".join(sentences)


def read(source: QMimeData) -> Pasted:
    """Return what a clipboard or a drop holds, from the kind that says most."""
    if source.hasFormat(OWN):
        return _divided(Pasted(parse(normalize(bytes(source.data(OWN).data()).decode("utf-8", "replace")).text)))
    if source.hasHtml():
        return read_html(source.html())
    if source.hasText():
        return read_plain(source.text())
    return Pasted(RichText(()), pictures=int(source.hasImage()))


def read_html(html: str) -> Pasted:
    """Return the text of a web page or of Word: bold, italic, links, lists, footnotes, and everything else plain."""
    lines, tables, pictures = lines_of_html(normalize(html).text)
    return _divided(Pasted(normal(rich_of(lines)), tables, pictures))


def read_plain(text: str) -> Pasted:
    """Return plain text: each line a paragraph, or an item where it begins with a bullet."""
    lines = []
    for line in normalize(text).text.split("\n"):
        line = line.strip(" \t")
        match = _BULLET.match(line)
        if line:
            rest = line[match.end() :] if match else line
            lines.append(Line((Run(rest),), level=int(bool(match)), list=int(bool(match))))
    return _divided(Pasted(normal(rich_of(lines))))


def written(rich: RichText) -> QMimeData:
    """Return a rich text for the clipboard: as plain text, HTML and Markdown."""
    data = QMimeData()
    encoded = write(rich).encode("utf-8", "replace")
    data.setText(plain(normal(rich)))
    data.setHtml("".join(_html(normal(rich))))
    data.setData("text/markdown", encoded)
    data.setData(OWN, encoded)
    return data


def _divided(found: Pasted) -> Pasted:
    if len(plain(found.rich)) <= LONGEST_PARAGRAPH:
        return found
    blocks = tuple(part for block in found.rich.blocks for part in _parts(block))
    return replace(found, rich=normal(RichText(blocks, found.rich.notes)), divided=blocks != found.rich.blocks)


def _parts(block: Block) -> Iterator[Block]:
    """Yield a paragraph in parts that are short enough; a list with its items divided so."""
    if isinstance(block, Listing):
        yield replace(
            block, items=tuple(tuple(part for inner in item for part in _parts(inner)) for item in block.items)
        )
        return
    rest = Line(block.runs)
    while len(rest.text) > LONGEST_PARAGRAPH:
        text = rest.text[:LONGEST_PARAGRAPH]
        ends = [match.end() for match in _SENTENCE.finditer(text)]
        end = ends[-1] if ends else (text.rfind(" ") + 1 or LONGEST_PARAGRAPH)
        first, rest = cut(rest, end)
        yield Paragraph(first.runs)
    yield Paragraph(rest.runs)


def _html(rich: RichText) -> Iterator[str]:
    yield from _html_blocks(rich.blocks)
    for number, note in enumerate(rich.notes, 1):
        yield f"<p><sup>{number}</sup></p>"
        yield from _html_blocks(note)


def _html_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield f"<p>{''.join(map(_html_run, block.runs))}</p>"
            continue
        yield f'<ol start="{block.start}">' if block.ordered else "<ul>"
        for item in block.items:
            yield "<li>"
            yield from _html_blocks(item)
            yield "</li>"
        yield "</ol>" if block.ordered else "</ul>"


def _html_run(run: Run) -> str:
    html = f"<sup>{run.note}</sup>" if run.note else "<br>" if run.text == "\n" else escape(run.text)
    if run.italic:
        html = f"<i>{html}</i>"
    if run.bold:
        html = f"<b>{html}</b>"
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html
