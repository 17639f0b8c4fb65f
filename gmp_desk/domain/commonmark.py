"""The part of CommonMark that a rich field may use (D9), as a markdown-it parser without the rest."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from gmp_desk.domain.text import is_blank

# Word numbers lists on nine levels; markdown-it drops what is deeper than its own limit.
DEEPEST_LIST = 9

# Word numbers from 0 to 32,767; and a line that begins with "2026." is a sentence, not the 2026th item of a list.
LARGEST_START = 999

_FIRST_NUMBER = re.compile(r"([0-9]{1,9})[.)]")
_ORDINARY = re.compile(r"[^\n\\*_\[\]]+")
_THEMATIC_BREAK = re.compile(r"([-*_])(?:[ \t]*+\1){2,}+[ \t]*+")
_NOTE = re.compile(r"\[\^([^\s\[\]]++)\]")
_DEFINITION = re.compile(rf"{_NOTE.pattern}:")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s/]", re.IGNORECASE)
_CHARACTER = r"[^\s()<\\]++|\\\S"
_PARENTHESIS = rf"\((?:{_CHARACTER})*+\)"
_BALANCED = rf"(?:{_CHARACTER}|\((?:{_CHARACTER}|{_PARENTHESIS})*+\))++"
_TARGET = re.compile(rf"\(\s*+(?:<((?:[^<>\\\n]|\\.)*+)>|({_BALANCED}))\s*+\)")


@cache
def parser() -> MarkdownIt:
    """Return the parser; its blocks are found by ``parse``, what is inside them by ``inline``.

    Footnote marks are tokens of type ``note`` with the label as content, made for the labels in the
    environment only. Definitions of footnotes are recognized outside lists and outside each other.
    """
    md = MarkdownIt("zero", {"maxNesting": 2 * DEEPEST_LIST + 2})
    md.core.ruler.enableOnly(["block"])
    md.block.ruler.at("hr", _thematic_break, {"alt": ["paragraph", "list"]})
    md.block.ruler.at("list", _list, {"alt": ["paragraph"]})
    md.block.ruler.before("paragraph", "footnote_def", _definition, {"alt": ["paragraph"]})
    md.inline.ruler.at("text", _text)
    md.inline.ruler.at("link", _link)
    md.inline.ruler.before("link", "note", _note)
    md.enable(["hr", "list", "newline", "escape", "emphasis", "link"])
    # markdown-it compiles its rules at first use, which is not safe when two threads come at once.
    for ruler in (md.core.ruler, md.block.ruler, md.inline.ruler, md.inline.ruler2):
        ruler.getRules()
    return md


def inline(content: str, labels: set[str]) -> list[Token]:
    """Return the tokens inside a paragraph; the labels are those that footnote marks may have."""
    tokens: list[Token] = []
    parser().inline.parse(content, parser(), {"labels": labels}, tokens)
    return tokens


def _thematic_break(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Take a line such as ``* * *`` as a paragraph, so that no list of empty items is made of it."""
    first = state.bMarks[start] + state.tShift[start]
    if not _THEMATIC_BREAK.fullmatch(state.src, first, state.eMarks[start]):
        return False
    if not silent:
        state.push("paragraph_open", "p", 1)
        token = state.push("inline", "", 0)
        token.content = state.src[first : state.eMarks[start]].rstrip()
        state.push("paragraph_close", "p", -1)
        state.line = start + 1
    return True


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a list, unless it is too deep or starts at a year or the like: then its text stays as it was typed."""
    first = _FIRST_NUMBER.match(state.src, state.bMarks[start] + state.tShift[start])
    if first and int(first[1]) > LARGEST_START:
        return False
    return (silent or state.level < 2 * DEEPEST_LIST) and list_block(state, start, end, silent)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the definition of a footnote, unless it is inside a list or another definition."""
    first = state.bMarks[start] + state.tShift[start]
    if not _DEFINITION.match(state.src, first, state.eMarks[start]):
        return False
    return (silent or state.level == 0) and footnote_def(state, start, end, silent)


def _text(state: StateInline, silent: bool) -> bool:
    """Take the text up to the next mark that has a meaning here."""
    match = _ORDINARY.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.append_pending(match[0])
    state.pos = match.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    """Take a footnote mark whose label is defined."""
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if not match or match[1] not in state.env["labels"]:
        return False
    if not silent:
        state.push("note", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """Take an inline link with an allowed address, keeping the address as it was typed.

    markdown-it's own rule would encode the address, and has titles and references, which D9 has not.
    """
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos, True)
    match = _TARGET.match(state.src, end + 1, state.posMax) if end >= start else None
    address = _ESCAPED.sub(r"\1", match[1] or match[2] or "") if match else ""
    if not match or not _ALLOWED.match(address) or is_blank(state.src[start:end]):
        return False
    if not silent:
        after, state.pos, state.posMax = state.posMax, start, end
        state.push("link_open", "a", 1).attrs["href"] = address
        state.md.inline.tokenize(state)
        state.push("link_close", "a", -1)
        state.posMax = after
    state.pos = match.end()
    return True
