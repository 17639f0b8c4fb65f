"""Pasting: what Word, web pages and plain texts become in a field."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from gmp_desk.domain.richtext import RichText, plain
from gmp_desk.domain.richtext_writer import normal, write
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.rich import paste
from tests.rich_texts import kept_rich_texts


def item(level: int, mark: str, text: str, of: str = "l0", lfo: str = "lfo1") -> str:
    """A paragraph of a list as Word puts it on the clipboard."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:{of} level{level} "
        f"{lfo}'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span\n"
        f"style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span>"
        f"</span><![endif]><span lang=EN-GB>{text}<o:p></o:p></span></p>"
    )


def word(body: str) -> str:
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\n<head>\n'
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'><title>Draft</title>\n"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->\n"
        "<style>\n<!--\n p.MsoNormal {mso-style-name:Normal;}\n-->\n</style></head>\n"
        f"<body lang=EN-GB style='tab-interval:36.0pt'>\n<!--StartFragment-->{body}<!--EndFragment-->\n</body></html>"
    )


def markdown(html: str) -> str:
    return write(paste.read_html(html).rich)


class TestWord:
    def test_its_lists_are_paragraphs_and_become_lists(self):
        body = item(1, "·", "One") + item(2, "o", "Under one") + item(1, "·", "Two")
        assert markdown(word(body)) == "- One\n  - Under one\n- Two"

    def test_its_numbers_tell_the_kind_and_the_start(self):
        body = (
            item(1, "3.", "Three", "l1", "lfo2")
            + item(2, "(a)", "Letter", "l1", "lfo2")
            + item(1, "4.", "Four", "l1", "lfo2")
        )
        assert markdown(word(body)) == "3. Three\n   1. Letter\n4. Four"

    def test_headings_are_bold_and_looks_stay(self):
        body = (
            "<h1><span lang=EN-US>Issue\nsummary<o:p></o:p></span></h1>"
            "<p class=MsoNormal>In <b style='mso-bidi-font-weight:normal'>bold</b>, <i>italic</i> and "
            "<span style='font-weight:bold'>more</span>.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        )
        assert markdown(word(body)) == "**Issue summary**\n\nIn **bold**, *italic* and **more**."

    def test_its_footnotes_become_footnotes(self):
        body = (
            '<p class=MsoNormal>Text<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1"><span '
            "class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>.</p>"
            "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>"
            "<p class=MsoFootnoteText>"
            '<a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Decision <i>3/1</i>.</p></div></div>'
        )
        assert markdown(word(body)) == "Text[^1].\n\n[^1]: Decision *3/1*."

    def test_its_endnotes_become_footnotes_too_and_are_not_taken_for_those(self):
        body = (
            "<p>One<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'>[1]</a>, "
            "two<a style='mso-endnote-id:edn1' href='file:///C:/a.htm#_edn1' name='_ednref1'>[i]</a>.</p>"
            "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
            "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> First.</p></div></div>"
            "<div style='mso-element:endnote-list'><div style='mso-element:endnote' id=edn1>"
            "<p><a href='#_ednref1' name='_edn1'>[i]</a> Second.</p></div></div>"
        )
        assert markdown(word(body)) == "One[^1], two[^2].\n\n[^1]: First.\n[^2]: Second."

    def test_a_table_is_a_paragraph_for_each_row_and_the_user_is_told(self, desk: Desk):
        body = (
            "<table class=MsoTableGrid><tr><td><p class=MsoNormal>Year</p></td><td><p>Tonnes</p></td></tr>"
            "<tr><td><p>2026</p><p>(plan)</p></td><td></td></tr></table><p>After</p>"
        )
        found = paste.read_html(word(body))
        assert write(found.rich) == "Year | Tonnes\n\n2026 (plan) |\n\nAfter"
        assert found.told(desk.catalogue) == "A table was pasted as text, a paragraph for each row."


PIECES = (
    *("<p>", "</p>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>"),
    *("汞", "铅", " ", "&nbsp;", "<a href='https://a.org'>", "</a>", "<i>", "<br>", "<pre>", "</div>"),
    "<div style='mso-list:l0 level3 lfo1'>",
)


class TestWebPages:
    def test_google_documents_are_not_all_bold(self):
        bold = '<span style="font-weight:700">a</span>'
        html = f'<b style="font-weight:normal;" id="docs-internal-guid-1"><p>{bold} b</p></b>'
        assert markdown(html) == "**a** b"

    def test_nested_lists_stay_with_empty_items_and_further_paragraphs(self):
        html = "<ul><li><p>a</p><p>more</p></li><li>b<ol start=4><li>c<li></ol>rest</li></ul>"
        assert markdown(html) == "- a\n\n  more\n- b\n\n  4. c\n  5.\n\n  rest"

    def test_only_links_to_the_web_and_to_mail_are_links(self):
        html = '<a href="https://a.org/?b=1&amp;c">a</a> <a href="javascript:alert(1)">b</a> <a href="/c">c</a>'
        assert markdown(html) == "[a](https://a.org/?b=1&c) b c"

    def test_scripts_styles_and_hidden_parts_are_no_text(self):
        html = "<style>p{}</style><p>a<span style='display: none'>x</span></p><script>alert(1)</script><!-- b -->"
        assert markdown(html) == "a"

    def test_no_break_spaces_breaks_and_preformatted_lines_stay(self):
        assert markdown("<p>Quoi\u202f? 11&nbsp;%<br>b</p><pre>c\nd</pre>") == "Quoi\u202f? 11\u00a0%\\\nb\n\nc\\\nd"

    def test_marks_in_the_text_stay_literal(self):
        assert markdown("<p>1. a</p><p>*b* [^1]</p>") == "1\\. a\n\n\\*b\\* \\[^1]"

    def test_pictures_are_left_out_and_the_user_is_told(self, desk: Desk):
        found = paste.read_html("<p>a<img src='x.png'>b<img src='y.png'></p>")
        assert write(found.rich) == "ab"
        assert found.told(desk.catalogue) == "2 pictures were left out, because a field holds text only."

    def test_one_sentence_tells_of_tables_and_pictures(self, desk: Desk):
        found = paste.read_html("<table><tr><td>a<td>b</table><img src=c>")
        assert found.told(desk.catalogue).count(".") == 1

    @given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
    def test_no_text_vanishes_from_broken_html(self, html: str):
        shown = plain(paste.read_html(html).rich)
        assert [c for c in shown if c in "汞铅"] == [c for c in html if c in "汞铅"]


class TestPlainText:
    def test_each_line_is_a_paragraph_or_an_item(self):
        assert write(paste.read_plain("• a\n• b\r\ntext\n\n1. more").rich) == "- a\n- b\n\ntext\n\n1\\. more"

    def test_a_monstrous_paragraph_is_divided_at_the_end_of_a_sentence(self, desk: Desk):
        sentence = "The partners measure what they emit. "
        found = paste.read_plain(sentence * 2_000)
        assert len(found.rich.blocks) == 4
        assert all(plain(RichText((block,))).endswith("emit.") for block in found.rich.blocks)
        assert plain(found.rich).replace("\n", " ") == (sentence * 2_000).strip()
        assert found.told(desk.catalogue) == "A very long paragraph was divided at the end of a sentence."

    def test_a_monstrous_paragraph_without_sentences_is_divided_all_the_same(self):
        found = paste.read_plain("汞" * 50_000)
        assert [len(plain(RichText((block,)))) for block in found.rich.blocks] == [20_000, 20_000, 10_000]


class TestClipboard:
    @given(kept_rich_texts())
    def test_what_is_copied_here_is_pasted_as_it_was(self, rich: RichText):
        copied = paste.written(rich)
        assert normal(paste.read(copied).rich) == rich
        assert bytes(copied.data("text/markdown").data()).decode() == write(rich)

    def test_others_get_html_and_plain_text(self):
        data = paste.written(paste.read_html("<p>a <b>b</b> &lt;c&gt;</p><ol start=3><li>d</ol>").rich)
        assert data.html() == '<p>a <b>b</b> &lt;c&gt;</p><ol start="3"><li><p>d</p></li></ol>'
        assert data.text() == "a b <c>\nd"

    def test_our_own_html_is_read_as_it_was(self):
        rich = paste.read_html("<p>a <b>b <i>c</i></b></p><ul><li>d<ol><li>e</ol></ul>").rich
        assert paste.read_html("".join(paste._html(rich))).rich == rich

    def test_a_picture_alone_is_told(self, desk: Desk):
        data = QMimeData()
        data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
        assert paste.read(data).told(desk.catalogue) == "A picture was left out, because a field holds text only."
