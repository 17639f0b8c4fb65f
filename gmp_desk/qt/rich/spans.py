"""Stretches of text with one format, and the links that they make up."""

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor


def link_over(cursor: QTextCursor) -> QTextCursor | None:
    """Return a cursor over the whole link that a cursor is in."""
    place = cursor.selectionStart() if cursor.hasSelection() else cursor.position()
    block = cursor.document().findBlock(place)
    spans = list(_fragments(block))
    for at, (start, end, style) in enumerate(spans):
        if style.isAnchor() and start <= place <= end and (place < end or not cursor.hasSelection()):
            first = last = at
            while first and spans[first - 1][2].anchorHref() == style.anchorHref():
                first -= 1
            while last + 1 < len(spans) and spans[last + 1][2].anchorHref() == style.anchorHref():
                last += 1
            over = QTextCursor(block)
            over.setPosition(spans[first][0])
            over.setPosition(spans[last][1], QTextCursor.MoveMode.KeepAnchor)
            return over
    return None


def _fragments(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Yield where each stretch of one format begins and ends, and its format."""
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        yield fragment.position(), fragment.position() + fragment.length(), fragment.charFormat()
        fragments += 1


def stretches(cursor: QTextCursor) -> list[tuple[int, int, QTextCharFormat]]:
    """Return the stretches of one format in a selection."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = cursor.document().findBlock(start)
    found = []
    while block.isValid() and block.position() < end:
        for first, last, style in _fragments(block):
            if first < end and last > start:
                found.append((max(first, start), min(last, end), style))
        block = block.next()
    return found


def plain_text(cursor: QTextCursor) -> str:
    """Return the selected text in one line, without footnote marks."""
    return cursor.selectedText().replace("\u2029", " ").replace("\u2028", " ").replace("\ufffc", "")
