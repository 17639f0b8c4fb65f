"""HTML of web pages and of Word's clipboard, read as lines of rich text."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from gmp_desk.domain.commonmark import DEEPEST_LIST, LARGEST_START
from gmp_desk.domain.richtext import RichText, Run
from gmp_desk.domain.richtext_writer import write
from gmp_desk.qt.rich.lines import Line, rich_of, settled

_SPACES = re.compile("[ \t\n\r\f]+")
_STYLE = re.compile(r"([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
_MSO_LIST = re.compile(r"(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?", re.IGNORECASE)
_MSO_NUMBER = re.compile(r"\(?(?:(\d+)|[a-zA-Z]{1,5})[.)]")
# Footnotes and endnotes, each numbered from 1.
_MSO_NOTE = re.compile(r"[^#]*#_(ftn|edn)(\d{1,9})")
_MSO_NOTE_TEXT = re.compile(r"(ftn|edn)(\d{1,9})")
_MSO_BACK = ("#_ftnref", "#_ednref")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "pre", "address"),
    *(
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "hr",
        "form",
        "fieldset",
        "caption",
        "center",
        "body",
        "html",
        "details",
    ),
}
_UNSEEN = {"style", "script", "head", "title", "xml", "template", "noscript", "select", "textarea", "svg", "math"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "source", "embed", "track", "param"}
_BOLD_TAGS = _HEADINGS | {"b", "strong", "th", "dt"}


@dataclass
class _Element:
    """An open element, and what it changes for what is in it."""

    tag: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    ignored: bool = False
    note: int = 0


@dataclass
class _List:
    number: int
    ordered: bool
    start: int


def lines_of_html(html: str) -> tuple[list[Line], int, int]:
    """Return the lines of HTML, how many tables became paragraphs, and how many pictures were left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.result(), reader.tables, reader.pictures


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self.pictures = 0
        self._open = [_Element("")]
        self._lists: list[_List] = []
        self._mso: dict[tuple[str, int], int] = {}
        self._numbers = iter(range(1, 1 << 30))
        self._outputs: dict[int, list[Line]] = {0: []}
        self._runs: list[Run] = []
        self._shape = Line()
        self._mark = ""
        self._rows: list[int] = []
        self._counted: list[bool] = []

    def result(self) -> list[Line]:
        """Return the lines read; footnotes stand in the lines of their marks."""
        self._flush(end_of_row=True)
        self._end_item()
        texts = {
            number: write(RichText(rich_of(settled(lines)).blocks)) for number, lines in self._outputs.items() if number
        }
        made = []
        for line in settled(self._outputs[0]):
            runs = tuple(run for run in line.runs if not run.note or texts.get(run.note))
            notes = tuple(texts[run.note] for run in runs if run.note)
            made.append(Line(runs, notes, line.level, line.list, line.ordered, line.start))
        return made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        style = {name.lower(): value.strip() for name, value in _STYLE.findall(given.get("style", ""))}
        if tag == "br":
            self._add("\n")
        elif tag == "img" or tag == "svg":
            self.pictures += not self._open[-1].ignored
        if tag in _VOID:
            if tag == "hr":
                self._flush()
            return
        outer = self._open[-1]
        element = _Element(tag, outer.bold, outer.italic, outer.link, outer.ignored, outer.note)
        if tag in _UNSEEN or style.get("display", "").lower() == "none" or style.get("mso-hide", "") == "all":
            element.ignored = True
        self._look(element, tag, style, given)
        if style.get("mso-list", "").lower() == "ignore":
            element.ignored, element.tag = True, tag
            element.link = "mark"
        is_note = tag == "div" and style.get("mso-element", "") in ("footnote", "endnote")
        if is_note and (match := _MSO_NOTE_TEXT.fullmatch(given.get("id", ""))):
            self._flush()
            element.note = _note(match)
        if tag in _BLOCKS or tag in ("ul", "ol", "li", "table", "tr", "tbody", "thead"):
            self._flush()
        self._open.append(element)
        if tag in ("ul", "ol"):
            start = given.get("start", "1")
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 1
            self._lists.append(_List(next(self._numbers), tag == "ol", first))
        elif tag == "li" and not self._rows:
            if not self._lists:
                self._lists.append(_List(next(self._numbers), ordered=False, start=1))
            self._end_item()
            of = self._lists[-1]
            level = min(len(self._lists), DEEPEST_LIST)
            self._shape = Line(level=level, list=of.number, ordered=of.ordered, start=of.start)
        elif tag == "table":
            self._rows.append(0)
            self._counted.append(False)
        elif tag == "tr" and self._rows:
            self._rows[-1] = 0
        elif tag in ("td", "th") and self._rows:
            if self._rows[-1]:
                spaced = bool(self._runs) and self._runs[-1].text.endswith(" ")
                self._runs.append(Run("| " if spaced else " | "))
                if not self._counted[-1]:
                    self._counted[-1] = True
                    self.tables += 1
            self._rows[-1] += 1
        elif not self._rows and (match := _MSO_LIST.search(style.get("mso-list", ""))):
            self._mso_item(match)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element without content, as XHTML writes it."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those in it that were left open."""
        if tag in _VOID or all(element.tag != tag for element in self._open[1:]):
            return
        if tag in _BLOCKS or tag in ("li", "table", "tr", "ul", "ol"):
            if tag == "table" and len(self._rows) == 1:
                self._rows.pop()
                self._counted.pop()
                self._flush()
            elif tag == "table" and self._rows:
                self._rows.pop()
                self._counted.pop()
            elif tag == "tr" and len(self._rows) == 1:
                self._flush(end_of_row=True)
            else:
                self._flush()
        if tag in ("ul", "ol") and self._lists:
            self._end_item()
            self._lists.pop()
            self._shape = Line(level=min(len(self._lists), DEEPEST_LIST))
        elif tag == "li" and not self._rows:
            self._end_item()
        while self._open[-1].tag != tag:
            self._open.pop()
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take text."""
        element = self._open[-1]
        if element.link == "mark" and element.ignored:
            self._mark += data
        elif not element.ignored:
            in_pre = any(open_one.tag == "pre" for open_one in self._open)
            if in_pre:
                for number, part in enumerate(data.split("\n")):
                    if number:
                        self._add("\n")
                    self._add(part)
            else:
                self._add(_SPACES.sub(" ", data))

    def _look(self, element: _Element, tag: str, style: dict[str, str], given: dict[str, str]) -> None:
        weight = style.get("font-weight", "").lower()
        if tag in _BOLD_TAGS:
            element.bold = True
        if weight:
            element.bold = weight in ("bold", "bolder") or (
                weight.isascii() and weight.isdigit() and int(weight[:4]) >= 600
            )
        if tag in ("i", "em", "cite", "var"):
            element.italic = True
        if slant := style.get("font-style", "").lower():
            element.italic = slant in ("italic", "oblique")
        if tag == "a" and (address := given.get("href", "").strip()):
            if match := _MSO_NOTE.fullmatch(address):
                self._runs.append(Run("", note=_note(match)))
                element.ignored = True
            elif any(back in address for back in _MSO_BACK):
                element.ignored = True
            else:
                element.link = address

    def _mso_item(self, match: re.Match[str]) -> None:
        """Begin an item of one of Word's lists, which are paragraphs; its mark, which is read later, tells the kind."""
        level = min(max(int(match[2][:2]), 1), DEEPEST_LIST)
        key = (match[1] + (match[3] or ""), level)
        if key not in self._mso:
            self._mso[key] = next(self._numbers)
        self._mark = ""
        self._shape = Line(level=level, list=self._mso[key])

    def _end_item(self) -> None:
        # An item without any text is an item all the same.
        if self._shape.list:
            self._emit(())
        self._shape = Line(level=min(len(self._lists), DEEPEST_LIST))

    def _add(self, text: str) -> None:
        element = self._open[-1]
        if element.ignored or not text:
            return
        if text == " " and (not self._runs or self._runs[-1].text.endswith((" ", "\n"))):
            return
        if self._runs and text.startswith(" ") and self._runs[-1].text.endswith((" ", "\n")):
            text = text[1:]
        if text == "\n" and self._rows:
            text = " "
        self._runs.append(Run(text, element.bold, element.italic, element.link))

    def _flush(self, *, end_of_row: bool = False) -> None:
        """End a paragraph; in a table only a row is one."""
        if self._rows and not end_of_row:
            if self._runs and not self._runs[-1].text.endswith(" ") and self._runs[-1].text:
                self._runs.append(Run(" "))
            return
        runs, self._runs = tuple(self._runs), []
        if any(run.note or run.text.strip(" \n\u00a0") for run in runs):
            if self._shape.list and (match := _MSO_NUMBER.match(self._mark.strip())):
                start = min(int(match[1] or 1), LARGEST_START) if len(match[1] or "") < 4 else 1
                self._shape = Line(level=self._shape.level, list=self._shape.list, ordered=True, start=start)
            self._emit(runs)
        if not self._lists:
            self._shape = Line()
        self._mark = ""

    def _emit(self, runs: tuple[Run, ...]) -> None:
        shape = self._shape
        output = self._outputs.setdefault(self._open[-1].note, [])
        output.append(Line(runs, (), shape.level, shape.list, shape.ordered, shape.start))
        # A further paragraph of an item is no item of its own.
        self._shape = Line(level=shape.level) if self._lists else Line()


def _note(match: re.Match[str]) -> int:
    """Return a name for one of Word's notes that no other note has, of either kind."""
    return 2 * int(match[2]) + (match[1] == "edn")
