"""Rich texts for property tests: all that an editor can make, and more."""

from hypothesis import strategies as st

from gmp_desk.domain.richtext import Block, Listing, Paragraph, RichText, Run, parse
from gmp_desk.domain.richtext_writer import JOINER, normal, write
from gmp_desk.domain.text import normalize
from tests.strategies import TRAPS, WORDS

# Marks of CommonMark, and what stands beside them in six languages: punctuation, spaces, letters of no case, emoji.
_PIECES = (
    *WORDS, "a", "b ", " c", "中文。", "（汞）", "后", "نص،", "«x»", "(a)", "😀",
     "1", "1.", "1. ", "12) x", "2026. ", "-", "- ", "---",
    "+ ", "* ", "*", "**", "_", "__", "a_b",
    "[", "]", "[^1]", "[^1]: ", "](https://a.org)", "\\", "\\*", "!", "#", "\u00a0", "\u202f",
    "\u3000", "  ", "\t", "\u2060", ".", "’", "‏", "\u200c",
)  # fmt: skip
_LINKS = (
    "https://example.org/a_(b)",
    "https://a.org",
    "mailto:a@b.org",
    "https://a.org/<b c>\\*_(",
    "javascript:x",
    " ",
)


def runs(notes: int = 2) -> st.SearchStrategy[Run]:
    """Runs with any look; footnote marks up to two beyond the notes there are."""
    text = st.lists(st.sampled_from(_PIECES) | st.sampled_from(TRAPS), max_size=3).map("".join)
    return st.builds(
        lambda kind, text, bold, italic, link, note: Run(
            {"text": text.replace("\n", ""), "break": "\n", "note": ""}[kind],
            bold,
            italic,
            link,
            note if kind == "note" else 0,
        ),
        st.sampled_from(("text", "text", "text", "text", "break", "note")),
        text,
        st.booleans(),
        st.booleans(),
        st.just("") | st.just("") | st.sampled_from(_LINKS),
        st.integers(1, notes + 2),
    )


def paragraphs() -> st.SearchStrategy[Paragraph]:
    """Paragraphs of up to six runs."""
    return st.lists(runs(), max_size=6).map(tuple).map(Paragraph)


def _grown(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    items = st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple)
    return st.builds(Listing, st.booleans(), st.sampled_from((1, 1, 1, 0, 3, 998, 2026)), items)


def _deep(blocks: tuple[Block, ...], kinds: list[bool]) -> tuple[Block, ...]:
    for ordered in kinds:
        blocks = (Listing(ordered, 1, (blocks,)),)
    return blocks


def blocks() -> st.SearchStrategy[tuple[Block, ...]]:
    """Paragraphs and nested lists of both kinds; now and then deeper than a field can hold."""
    some = st.lists(st.recursive(paragraphs(), _grown, max_leaves=5), max_size=3).map(tuple)
    return some | st.builds(_deep, some, st.lists(st.booleans(), max_size=11))


def rich_texts() -> st.SearchStrategy[RichText]:
    """Rich texts with up to three footnotes."""
    return st.builds(RichText, blocks(), st.lists(blocks(), max_size=3).map(tuple))


def kept_rich_texts() -> st.SearchStrategy[RichText]:
    """Rich texts as the model keeps them: normalized, and in their normal form; without what Qt has its own use for."""

    def kept(rich: RichText) -> RichText:
        text = normalize(write(rich)).text
        for special, shown in (("\ufdd0", "\ufffd"), ("\ufffc", "\ufffd"), ("\ufeff", JOINER)):
            text = text.replace(special, shown)
        return normal(parse(text))

    return rich_texts().map(kept)
