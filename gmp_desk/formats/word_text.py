"""Text as WordprocessingML: runs split by script, paragraphs with their direction, lists, links and footnotes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from gmp_desk.domain.richtext import Block, Listing, Paragraph, Run
from gmp_desk.formats.blocks import Text

# BCP 47 tags with a region, which Word wants for its proofing tools.
TAGS = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # Hebrew, Arabic and their neighbours
_LTR = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff\uf900-\ufaff\uff21-\uffdc\U00020000-\U0003ffff"
_FIRST_STRONG = re.compile(f"(?P<rtl>[{_RTL}\u200f])|[{_LTR}\u200e]")
# From a letter of the one direction to the last letter or digit before one of the other.
_RTL_WORDS = re.compile(f"[{_RTL}](?:[^{_LTR}]*[{_RTL}])?")
_LTR_WORDS = re.compile(f"[{_LTR}](?:[^{_RTL}]*[{_LTR}0-9%])?")
_DEEPEST = 8  # Word's lists have nine levels, counted from 0
_INDENT = 425  # twips of a level of lists, as in the numbering part


def direction(text: str, otherwise: str) -> str:
    """Return "rtl" or "ltr" by the first letter that has a direction, as the Unicode bidirectional algorithm does."""
    strong = _FIRST_STRONG.search(text)
    if strong is None:
        return otherwise
    return "rtl" if strong["rtl"] else "ltr"


@dataclass(frozen=True)
class References:
    """What text needs from the parts around it; each call adds one and returns its XML attribute or element."""

    link: Callable[[str], str]
    """The relationship id of an address."""
    footnote: Callable[[tuple[Block, ...], str], str]
    """The mark of a footnote with these blocks, in a language."""
    numbering: Callable[[int, int], str]
    """The number id of a new ordered list at a level counted from 0, which starts at a number."""


class WordText:
    """Writes the text of one document, whose language decides fonts, direction and language tags."""

    def __init__(self, language: str, references: References) -> None:
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self._references = references

    def blocks(self, text: Text, style: str, before: str = "") -> str:
        """Return the paragraphs of a text, lists and footnotes included; ``before`` is XML of runs to begin with."""
        blocks = text.rich.blocks
        if before:
            first, blocks = _first_paragraph(blocks)
            opening = self.paragraph(style, before + self._runs(first.runs, text), _plain(first))
            return opening + "".join(self._blocks(blocks, text, style, ()))
        return "".join(self._blocks(blocks, text, style, ())) or self.paragraph(style, "", "")

    def line(self, text: Text, style: str, before: str = "") -> str:
        """Return a text as one paragraph, its own paragraphs divided by line breaks; ``before`` is XML of runs."""
        paragraphs = list(_paragraphs(text.rich.blocks))
        runs = "<w:r><w:br/></w:r>".join(self._runs(paragraph.runs, text) for paragraph in paragraphs)
        return self.paragraph(style, before + runs, "".join(_plain(paragraph) for paragraph in paragraphs))

    def fixed(self, text: str, style: str) -> str:
        """Return fixed words of the document as one paragraph."""
        return self.paragraph(style, self.run(text, self.language), text)

    def paragraph(self, style: str, runs: str, plain: str, numbering: str = "", indent: int = 0) -> str:
        """Return a paragraph of runs; ``plain`` decides its direction, ``indent`` is in twips."""
        properties = (
            ("" if style == "Normal" else f'<w:pStyle w:val="{style}"/>')
            + numbering
            + ("<w:bidi/>" if direction(plain, self.direction) == "rtl" else "")
            + (f'<w:ind w:left="{indent}"/>' if indent else "")
        )
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"

    def run(self, text: str, language: str, properties: str = "", *, rtl: bool | None = None) -> str:
        """Return runs of plain text, one for each change of direction; ``properties`` goes into their w:rPr."""
        base = direction(text, self.direction) == "rtl" if rtl is None else rtl
        return "".join(
            self._run(piece, language, properties, rtl=is_rtl) for piece, is_rtl in _by_direction(text, base)
        )

    def _blocks(self, blocks: tuple[Block, ...], text: Text, style: str, levels: tuple[str, ...]) -> Iterator[str]:
        """Yield paragraphs; ``levels`` are the numbers of the lists around them, from the outermost."""
        for block in blocks:
            if isinstance(block, Paragraph):
                indent = _INDENT * min(len(levels), _DEEPEST + 1)
                yield self.paragraph(style, self._runs(block.runs, text), _plain(block), indent=indent)
            else:
                yield from self._listing(block, text, style, levels)

    def _listing(self, listing: Listing, text: Text, style: str, levels: tuple[str, ...]) -> Iterator[str]:
        level = min(len(levels), _DEEPEST)
        number = self._references.numbering(level, listing.start) if listing.ordered else BULLETS
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        for item in listing.items:
            first, rest = _first_paragraph(item)
            yield self.paragraph(style, self._runs(first.runs, text), _plain(first), numbering=mark)
            yield from self._blocks(rest, text, style, (*levels, number))

    def _runs(self, runs: tuple[Run, ...], text: Text) -> str:
        rtl = direction("".join(run.text for run in runs), self.direction) == "rtl"
        written = []
        for run in runs:
            if run.note:
                written.append(self._references.footnote(text.rich.notes[run.note - 1], text.language))
                continue
            bold = "<w:b/><w:bCs/>" if run.bold else ""
            italic = "<w:i/><w:iCs/>" if run.italic else ""
            linked = '<w:rStyle w:val="Hyperlink"/>' if run.link else ""
            pieces = self.run(run.text, text.language, linked + bold + italic, rtl=rtl)
            if run.link:
                pieces = f"<w:hyperlink r:id={quoteattr(self._references.link(run.link))}>{pieces}</w:hyperlink>"
            written.append(pieces)
        return "".join(written)

    def _run(self, text: str, language: str, properties: str, *, rtl: bool) -> str:
        hint = '<w:rFonts w:hint="eastAsia"/>' if language == "zh" else ""
        style, rest = ("", properties)
        if properties.startswith("<w:rStyle"):
            end = properties.index("/>") + 2
            style, rest = properties[:end], properties[end:]
        inner = f"{style}{hint}{rest}{'<w:rtl/>' if rtl else ''}{self._tag(language)}"
        return f"<w:r>{f'<w:rPr>{inner}</w:rPr>' if inner else ''}{_characters(text)}</w:r>"

    def _tag(self, language: str) -> str:
        if language == self.language:
            return ""
        attribute = {"ar": "bidi", "zh": "eastAsia"}.get(language, "val")
        return f'<w:lang w:{attribute}="{TAGS[language]}"/>'


BULLETS = "1"
"""The number id of bullets in the numbering part."""


def _first_paragraph(blocks: tuple[Block, ...]) -> tuple[Paragraph, tuple[Block, ...]]:
    """Return the paragraph that blocks begin with, an empty one where they begin with a list, and the rest."""
    if blocks and isinstance(blocks[0], Paragraph):
        return blocks[0], blocks[1:]
    return Paragraph(()), blocks


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for item in block.items:
                yield from _paragraphs(item)


def _plain(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs)


def _by_direction(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Yield pieces of a text with whether each runs from right to left; what has no direction goes with the text."""
    position = 0
    for words in (_LTR_WORDS if rtl else _RTL_WORDS).finditer(text):
        if words.start() > position:
            yield text[position : words.start()], rtl
        yield words[0], not rtl
        position = words.end()
    if position < len(text):
        yield text[position:], rtl


_BREAKS = re.compile("([\t\n])")


def _characters(text: str) -> str:
    """Return the content of a run; Word has elements of its own for tabs and line breaks."""
    elements = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    return "".join(
        elements.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in _BREAKS.split(text) if part
    )
