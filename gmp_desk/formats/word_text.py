"""Text as WordprocessingML: runs split by script, paragraphs with their direction, lists, links and footnotes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from gmp_desk.domain.richtext import Block, Listing, Paragraph, Run
from gmp_desk.formats.blocks import Text
from gmp_desk.formats.telephones import RTL, TELEPHONE, kept_together, turns_numbers

# BCP 47 tags with a region, which Word wants for its proofing tools.
TAGS = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
TAG_KINDS = {"ar": "bidi", "en": "val", "es": "val", "fr": "val", "ru": "val", "zh": "eastAsia"}
_LTR = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff\uf900-\ufaff\uff21-\uffdc\U00020000-\U0003ffff"
_FIRST_STRONG = re.compile(f"(?P<rtl>[{RTL}\u200f])|[{_LTR}\u200e]")
# From a letter of the one direction to the last letter or digit before one of the other.
_RTL_WORDS = re.compile(f"[{RTL}](?:[^{_LTR}]*[{RTL}])?")
# LibreOffice ends lines between a bracket and a figure that runs in another direction. Ranges have a direction of
# their own.
_IN_BRACKETS = r"\([0-9]+(?:[/.,][0-9]+)*\)"
# A telephone number is read from left to right in any text.
_LTR_WORDS = re.compile(f"[{_LTR}](?:[^{RTL}]*[{_LTR}0-9%])?|\u200e?{TELEPHONE}|{_IN_BRACKETS}")
_DEEPEST = 8  # Word's lists have nine levels, counted from 0
# To the footnotes of one text: with 400 LibreOffice takes ten seconds to open it, and the time grows with their cube.
_MOST_REFERENCES = 50
_INDENT = 425  # twips of a level of lists, as in the numbering part
WIDTH = 9638
"""Twips between the margins of the page, as the empty document has them."""


@dataclass(frozen=True)
class References:
    """What text needs from the parts around it; each call adds one and returns by what it is known."""

    link: Callable[[str], str]
    """The relationship id of an address."""
    footnote: Callable[[tuple[Block, ...], str], int]
    """The number of a footnote with these blocks, in a language; footnotes are counted from 1."""
    numbering: Callable[[int, int], str]
    """The number id of a new ordered list at a level counted from 0, which starts at a number."""


class WordText:
    """Writes the text of one document, whose language decides fonts, direction and language tags."""

    def __init__(self, language: str, references: References) -> None:
        self.language = language
        self.rtl = language == "ar"
        self._references = references

    def blocks(self, text: Text, style: str, before: str = "", width: int = WIDTH) -> str:
        """Return the paragraphs of a text, lists and footnotes included, to stand in a width in twips.

        ``before`` is XML of runs to begin with.
        """
        blocks, source = text.rich.blocks, _Source(text, self._references.footnote, width)
        if before:
            first, blocks = _first_paragraph(blocks)
            return self._paragraph(first, source, style, before) + "".join(self._blocks(blocks, source, style, 0))
        return "".join(self._blocks(blocks, source, style, 0)) or self.paragraph(style, "", rtl=self.rtl)

    def fixed(self, text: str, style: str) -> str:
        """Return words of the document itself as one paragraph."""
        return self.paragraph(style, self.run(text), rtl=self.rtl)

    def paragraph(self, style: str, runs: str, *, rtl: bool, numbering: str = "", indent: int = 0) -> str:
        """Return a paragraph of runs in a direction; ``indent`` is in twips, and a number stands before it."""
        hanging = f' w:hanging="{_INDENT}"' if numbering else ""
        properties = (
            ("" if style == "Normal" else f'<w:pStyle w:val="{style}"/>')
            + numbering
            + ("<w:bidi/>" if rtl else "")
            + (f'<w:ind w:left="{indent}"{hanging}/>' if indent else "")
        )
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"

    def run(self, text: str) -> str:
        """Return words of the document itself as runs."""
        return self._run(Run(text), self.language, rtl=self.rtl, turned=self.rtl)

    def _blocks(self, blocks: tuple[Block, ...], source: "_Source", style: str, level: int) -> Iterator[str]:
        """Yield paragraphs; ``level`` counts the lists around them."""
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self._paragraph(block, source, style, indent=source.indent(level))
            else:
                yield from self._listing(block, source, style, level)

    def _listing(self, listing: Listing, source: "_Source", style: str, level: int) -> Iterator[str]:
        level = min(level, _DEEPEST)
        number = self._references.numbering(level, listing.start) if listing.ordered else BULLETS
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        indent = source.indent(level + 1)
        own = 0 if indent == _INDENT * (level + 1) else indent  # otherwise the numbering part says it
        for item in listing.items:
            first, rest = _first_paragraph(item)
            yield self._paragraph(first, source, style, numbering=mark, indent=own)
            yield from self._blocks(rest, source, style, level + 1)

    def _paragraph(
        self,
        paragraph: Paragraph,
        source: "_Source",
        style: str,
        before: str = "",
        numbering: str = "",
        indent: int = 0,
    ) -> str:
        """Return a paragraph that runs in the direction of its first letter, or of the document (see ``Text``)."""
        if source.plain and source.language == self.language:
            rtl = self.rtl
        else:
            rtl = _is_rtl("".join(run.text for run in paragraph.runs), otherwise=self.rtl)
        runs = before + self._runs(paragraph, source, rtl=rtl)
        return self.paragraph(style, runs, rtl=rtl, numbering=numbering, indent=indent)

    def _runs(self, paragraph: Paragraph, source: "_Source", *, rtl: bool) -> str:
        turned = rtl or any(turns_numbers(run.text) for run in paragraph.runs)
        written = []
        for run in paragraph.runs:
            if run.note:
                written.append(source.mark(run.note))
            elif run.link:
                target = quoteattr(self._references.link(run.link))
                content = self._run(run, source.language, rtl=rtl, turned=turned)
                written.append(f"<w:hyperlink r:id={target}>{content}</w:hyperlink>")
            else:
                written.append(self._run(run, source.language, rtl=rtl, turned=turned))
        return "".join(written)

    def _run(self, run: Run, language: str, *, rtl: bool, turned: bool) -> str:
        """Return Word's runs for one of ours, one for each change of direction in it.

        ``turned`` tells whether its telephone numbers would stand in the wrong order.
        """
        before = (
            ('<w:rStyle w:val="Hyperlink"/>' if run.link else "")
            + ('<w:rFonts w:hint="eastAsia"/>' if language == "zh" else "")
            + ("<w:b/><w:bCs/>" if run.bold else "")
            + ("<w:i/><w:iCs/>" if run.italic else "")
        )
        tag = "" if language == self.language else f'<w:lang w:{TAG_KINDS[language]}="{TAGS[language]}"/>'
        written = []
        for piece, piece_rtl in _by_direction(run.text, rtl):
            properties = before + ("<w:rtl/>" if piece_rtl else "") + tag
            opening = f"<w:rPr>{properties}</w:rPr>" if properties else ""
            content = _characters(kept_together(piece, _NO_BREAK_HYPHEN, "\u200e" if turned else ""))
            written.append(f"<w:r>{opening}{content}</w:r>")
        return "".join(written)


class _Source:
    """A text on its way into a document: how far its lists are indented, and under which numbers its footnotes are."""

    def __init__(self, text: Text, footnote: Callable[[tuple[Block, ...], str], int], width: int) -> None:
        self.language, self.plain = text.language, text.plain
        # Lists take at most half of the width.
        inner = _depth(text.rich.blocks) - 1
        self._step = min(_INDENT, max(width // 2 - _INDENT, 0) // inner) if inner > 0 else _INDENT
        self._notes = text.rich.notes
        self._footnote = footnote
        self._numbers: dict[int, int] = {}
        self._references = 0
        self._times = Counter(_marks(text.rich.blocks)) if self._notes else Counter[int]()

    def indent(self, level: int) -> int:
        """Return the twips by which a text inside so many lists is indented."""
        return _INDENT + self._step * (level - 1) if level else 0

    def mark(self, note: int) -> str:
        """Return the mark of a footnote; from the second on it refers to the first, which has a bookmark for that.

        Where there are very many, the rest are figures, which stay as they are when other notes are added.
        """
        number = self._numbers.get(note)
        if number is not None:
            figure = note_mark(f"<w:t>{number}</w:t>")
            self._references += 1
            if self._references > _MOST_REFERENCES:
                return figure
            return f'<w:fldSimple w:instr=" NOTEREF {_bookmark(number)} \\f \\h ">{figure}</w:fldSimple>'
        number = self._numbers[note] = self._footnote(self._notes[note - 1], self.language)
        mark = note_mark(f'<w:footnoteReference w:id="{number}"/>')
        if self._times[note] == 1:
            return mark
        start = f'<w:bookmarkStart w:id="{number}" w:name="{_bookmark(number)}"/>'
        return f'{start}{mark}<w:bookmarkEnd w:id="{number}"/>'


def note_mark(content: str) -> str:
    """Return a run that looks like the mark of a footnote."""
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{content}</w:r>'


def _bookmark(number: int) -> str:
    return f"_Note{number}"  # Word keeps names that begin like this out of its list of bookmarks


def _marks(blocks: tuple[Block, ...]) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (run.note for run in block.runs if run.note)
        else:
            for item in block.items:
                yield from _marks(item)


def _depth(blocks: tuple[Block, ...]) -> int:
    """Return how many lists are around the deepest text."""
    lists = (block for block in blocks if isinstance(block, Listing))
    return max((1 + max(map(_depth, listing.items), default=0) for listing in lists), default=0)


BULLETS = "1"
"""The number id of bullets in the numbering part."""


def _first_paragraph(blocks: tuple[Block, ...]) -> tuple[Paragraph, tuple[Block, ...]]:
    """Return the paragraph that blocks begin with, an empty one where they begin with a list, and the rest."""
    if blocks and isinstance(blocks[0], Paragraph):
        return blocks[0], blocks[1:]
    return Paragraph(()), blocks


def _is_rtl(text: str, *, otherwise: bool) -> bool:
    """Tell the direction of a text by its first letter that has one, as Unicode's bidirectional algorithm does."""
    strong = _FIRST_STRONG.search(text)
    return otherwise if strong is None else strong["rtl"] is not None


def _by_direction(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Yield pieces of a text with whether each runs from right to left; what has no direction goes with the text."""
    position = 0
    for words in (_LTR_WORDS if rtl else _RTL_WORDS).finditer(text):
        if words.start() > position:
            yield text[position : words.start()], rtl
        # A left-to-right mark does for a figure in brackets what a letter does for words.
        mark = "\u200e" if words[0].startswith("(") else ""
        yield mark + words[0], not rtl
        position = words.end()
    if position < len(text):
        yield text[position:], rtl


_NO_BREAK_HYPHEN = "-\u2060"
_ELEMENTS = {"\t": "<w:tab/>", "\n": "<w:br/>", _NO_BREAK_HYPHEN: "<w:noBreakHyphen/>"}
_SPECIAL = re.compile(f"({'|'.join(_ELEMENTS)})")
_MOST_CHARACTERS = 1_000_000  # libxml2, and so many a reader, refuses an element with more than 10 MB of text


def _characters(text: str) -> str:
    """Return the content of a run; Word has elements of its own for some characters."""
    return "".join(_ELEMENTS.get(part) or _plain(part) for part in _SPECIAL.split(text))


def _plain(text: str) -> str:
    parts = (text[start : start + _MOST_CHARACTERS] for start in range(0, len(text), _MOST_CHARACTERS))
    return "".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)
