"""How a document looks in HTML: colours, sizes, and the style sheet, kept to what Qt's QTextDocument understands."""

from dataclasses import dataclass

SMALL, SMALLER = 0.87, 0.74
"""Times the size of the text: that of tables and notes, and of crowded tables."""
INDENT = 22
"""The width of a level of lists in Qt, in pixels of its 96 to an inch."""
FONTS = (
    *("Segoe UI", "Helvetica Neue", "Noto Sans", "Noto Sans Arabic", "Geeza Pro"),
    *("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC"),
)
"""The families of letters, of which each is taken from the first that has it."""


@dataclass(frozen=True)
class Look:
    """How a document looks: colours as CSS writes them, size in points."""

    text: str = "#1c2526"
    muted: str = "#595959"
    accent: str = "#1f6f78"
    link: str = "#1a5fa8"
    line: str = "#c6cccc"
    frame: str = "#404848"
    header: str = "#e8f1f2"
    label: str = "#f3f7f7"
    size: float = 10.0
    turned: bool = False
    """Do what Qt does not do in texts from right to left: it sets the first column of a table at the left in any text,
    and knows no Arabic letters for lists, whose marks are words of the text then."""


PAPER = Look()
PRINT = Look(turned=True)


# What Qt puts around the marks of subparagraphs; browsers take each mark as it is given.
_QT_MARKS = {"es": ("", ")"), "fr": ("", ")"), "ru": ("", ")")}
_LATIN = "lower-alpha", "lower-roman"


def style(look: Look, language: str) -> str:
    """Return the style sheet of a document in a language, as browsers and Qt both read it."""
    prefix, suffix = _QT_MARKS.get(language, ("(", ")"))
    around = "-qt-list-number-prefix: '{}'; -qt-list-number-suffix: '{}'".format
    qt_marks, qt_marks_rtl = around(prefix, suffix), around(suffix, prefix)  # which it puts in each other's place there
    letters, roman = ("none" if look.turned else "decimal", "decimal") if language == "ar" else _LATIN
    fonts = ", ".join(f"'{family}'" for family in FONTS)
    small, smaller = look.size * SMALL, look.size * SMALLER
    # Qt takes a height in px for the least one, and one in em for none: a line is as high as its font asks. All lines
    # of a table's row need one height, else Qt leaves a label on one page and puts its value on the next.
    # It knows left, which it turns where the text runs from right to left; browsers take what they know last.
    return f"""
body {{ font-family: {fonts}, sans-serif; font-size: {look.size:g}pt; color: {look.text} }}
main {{ display: block; max-width: 52em; margin: 2em auto; padding: 0 1.5em }}
p, li, th, td, h1, h2, h3, h4 {{ white-space: pre-wrap; overflow-wrap: break-word }}
p, li {{ line-height: {look.size * (2.2 if language == "zh" else 2):.0f}px; margin: 0 0 7px 0 }}
h1 {{ font-size: 2em; line-height: 1.15em; margin: 0 0 6px 0 }}
h2 {{ font-size: 1.5em; line-height: 1.2em; margin: 24px 0 8px 0 }}
h3 {{ font-size: 1.2em; line-height: 1.25em; margin: 16px 0 6px 0 }}
h4 {{ font-size: 1em; line-height: 1.3em; margin: 14px 0 6px 0 }}
.partnership {{ color: {look.accent}; font-size: {look.size * 1.15:.2f}pt; margin: 0 0 12px 0 }}
p.subtitle {{ font-size: {look.size * 1.2:.2f}pt; margin: 0 0 3px 0 }}
.note {{ color: {look.muted}; margin: 0 0 3px 0 }}
.titles + p {{ margin: 18px 0 7px 0 }}
a {{ color: {look.link} }}
sup a {{ text-decoration: none }}
ul, ol {{ margin: 0 0 7px 0; padding-inline-start: 1.8em }}
li, li p {{ margin: 0 0 3px 0 }}
ol.level1.rtl {{ {around(".", "")} }}
ol.level2 {{ list-style-type: {letters}; {qt_marks} }}
ol.level3 {{ list-style-type: {roman}; {qt_marks} }}
ol.level2.rtl, ol.level3.rtl {{ {qt_marks_rtl} }}
p.marked {{ text-indent: -{INDENT}px }}
li[data-mark]::marker {{ content: attr(data-mark) }}
table {{ border-collapse: collapse; table-layout: fixed; margin: 6px 0 12px 0 }}
th, td {{ padding: 3px 6px; vertical-align: top; text-align: left; text-align: start }}
th, td, td p, td li {{ font-size: {small:.2f}pt; line-height: {small * 2:.0f}px }}
td p {{ margin: 0 }}
.dense th, .dense td, .dense td p, .dense td li {{ font-size: {smaller:.2f}pt; line-height: {smaller * 2:.0f}px }}
table.list th {{ border-top: 1px solid {look.frame}; border-bottom: 1px solid {look.frame} }}
table.list th {{ background-color: {look.header} }}
table.list td {{ border-bottom: 1px solid {look.line} }}
table.fields th, table.fields td {{ border-top: 1px solid {look.line}; border-bottom: 1px solid {look.line} }}
table.fields th {{ background-color: {look.label} }}
hr {{ border: 0; height: 1px; background-color: {look.line}; margin: 24px 0 8px 0 }}
.notes p {{ font-size: {small:.2f}pt; margin: 0 0 4px 0 }}
"""
