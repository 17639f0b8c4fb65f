"""Parts of XML before the guard: document types, encodings, too much of anything, and cells far away."""

import os
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats.guard import EXCEL, WORD
from gmp_desk.formats.guard_xml import check_xml
from tests.packages import crafted, directory_entry, local_header, package, packed

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
XXE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
ENCODINGS = {
    "utf-8": BOMB,
    "utf-8 with a mark": b"\xef\xbb\xbf" + BOMB,
    "utf-16": BOMB.decode().encode("utf-16"),
    "utf-16, big end first": b"\xfe\xff" + BOMB.decode().encode("utf-16-be"),
    "declared utf-16": ('<?xml version="1.0" encoding="UTF-16"?>' + BOMB.decode()).encode("utf-16"),
}


def test_a_part_in_utf_16_is_let_through(opened):
    part = '<?xml version="1.0" encoding="UTF-16"?><a>汞😀</a>'.encode("utf-16")
    assert opened(package(word__document_xml=part)).xml("word/document.xml") == part


@pytest.mark.parametrize("part", [XXE, b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', *ENCODINGS.values()])
@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels", "word/oddly-named.bin", "xl/a.vml"])
@pytest.mark.parametrize("limits", [WORD, EXCEL])
def test_a_document_type_is_refused_wherever_it_stands_and_however_it_is_encoded(refused, part, name, limits):
    error = refused(packed({name: part}), limits)
    assert (error.id, error.params) == ("guard.dtd", {"part": name})


def test_a_document_type_deep_in_a_large_worksheet_is_refused(refused):
    part = b"<!-- " + os.urandom(400_000).hex().encode() * 2 + b" -->" + BOMB
    assert refused(package(xl__worksheets__sheet1_xml=part), EXCEL).id == "guard.dtd"


@pytest.mark.parametrize("encoding", ["UTF-7", "ISO-8859-1", "cp037", "UTF-16", "ucs-4"])
def test_an_encoding_that_packages_may_not_have_is_refused(refused, encoding):
    part = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode("ascii")
    assert refused(package(word__document_xml=part)).params == {"part": "word/document.xml", "encoding": encoding}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_characters_without_the_mark_of_utf_16_are_refused(refused, encoding):
    assert refused(package(word__document_xml=BOMB.decode().encode(encoding))).id == "guard.encoding"
    assert refused(packed({"xl/sheet.bin": b" " * 9_000 + BOMB}), EXCEL).id == "guard.dtd"


def test_a_declaration_split_by_its_packer_is_still_read(refused):
    """Empty deflate blocks make the first chunks of a part as short as one wants."""
    deflater = zlib.compressobj(0, zlib.DEFLATED, -15)
    content = b'<?xml version="1.0" encoding="UTF-7"?><a/>'
    stream = deflater.compress(content[:1]) + deflater.flush(zlib.Z_SYNC_FLUSH)
    stream += b"\0\0\0\xff\xff" * 60_000 + deflater.compress(content[1:]) + deflater.flush()
    body = local_header("a.xml", stream, content) + stream
    assert refused(crafted(body, directory_entry("a.xml", stream, content, 0))).id == "guard.encoding"


@pytest.mark.parametrize(
    "part", [b"", b"mercury", b"<a>", b"<a></b>", b"<a>&mercury;</a>", b"<a>\xff</a>", b"<a/><a/>"]
)
def test_a_part_that_is_no_xml_is_refused_with_its_line(refused, part):
    assert refused(package(word__document_xml=part)).params == {"part": "word/document.xml", "line": 1}


def test_a_lone_surrogate_in_utf_16_is_refused(refused):
    part = b"\xff\xfe<\0a\0>\0\x00\xd8<\0/\0a\0>\0"
    assert refused(package(word__document_xml=part)).id == "guard.not_xml"


def test_elements_too_many_are_refused(refused):
    part = b"<a>" + b"<b></b>" * 1_700_000 + b"</a>"
    assert refused(package(zipfile.ZIP_STORED, word__document_xml=part)).id == "guard.too_many_elements"
    half = b"<a>" + b"<b/>" * 250_000 + b"</a>"
    error = refused(package(zipfile.ZIP_STORED, word__document_xml=half, word__footnotes_xml=half))
    assert error.params == {"part": "word/footnotes.xml", "limit": 400_000}


@pytest.mark.parametrize("limits", [WORD, EXCEL])
@pytest.mark.parametrize("before", [b"", b"<b>mercury</b>" * 200_000])
def test_elements_too_deep_are_refused(refused, opened, limits, before):
    def nested(depth: int) -> bytes:
        part = b"<a>" + before + b"<b>" * (depth - 1) + b"</b>" * (depth - 1) + b"</a>"
        return package(zipfile.ZIP_STORED, word__document_xml=part)

    assert opened(nested(200), limits)
    assert refused(nested(201), limits).params == {"part": "word/document.xml", "limit": 200}


def test_a_tag_of_many_megabytes_is_refused(refused):
    part = b'<a b="' + os.urandom(3_000_000).hex().encode() + b'"/>'
    assert refused(package(word__document_xml=part)).id == "guard.long_tag"


NEAR = [
    '<row r="200000"><c r="GR200000"/></row>',
    '<row><c/><c r="B1"/><c/></row><row/><row><c/></row>',
    '<row r="1048576" ht="12.8"/>',  # LibreOffice writes it where a format reaches down to the end
    "<row>" + "<c/>" * 200 + "</row>",
]
MANY_ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * n}</v></c></row>' for n in range(30_000)) + '<row r="0"></row>'
FAR = {
    '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>': "XFD1048576",
    '<row r="1"><c r="GS1"/></row>': "GS1",
    '<row r="200001"><c r="A200001"/></row>': "A200001",
    '<row r="200001"><c/></row>': "R200001C1",
    '<row r="200000"/><row><c/></row>': "R200001C1",
    "<row>" + "<c/>" * 201 + "</row>": "R1C201",
    '<row><c r="GR1"/><c/></row>': "R1C201",
    '<row r="1"><c s="1" r = \'XFD1\'/></row>': "XFD1",
    '<row r="1"><c r="&#88;FD1"/></row>': "XFD1",
    '<row r="1"><c r="xfd1"/></row>': "xfd1",
    f'<x:row xmlns:x="{SHEET}" r="1"><x:c\nr="XFD1"/></x:row>': "XFD1",
    '<row r="1"><c r="A1"/><!-- --><c r="XFD1"/></row>': "XFD1",
}


def sheet(rows: str, after: str = "") -> bytes:
    text = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return package(xl__worksheets__sheet1_xml=text.encode())


def test_a_large_ordinary_workbook_is_let_through(opened):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="FZ{n}" t="s"><v>1</v></c></row>' for n in range(1, 30_000)
    )
    assert len(opened(sheet(rows), EXCEL)) == 1


@pytest.mark.parametrize("before", ["", MANY_ROWS], ids=["small", "large"])
@pytest.mark.parametrize("rows", NEAR)
def test_cells_within_the_limits_are_let_through(opened, rows, before):
    assert opened(sheet(before + rows), EXCEL)


@pytest.mark.parametrize("before", ["", MANY_ROWS], ids=["small", "large"])
@pytest.mark.parametrize(("rows", "cell"), FAR.items())
def test_a_far_cell_is_refused_however_it_is_written(refused, rows, cell, before):
    error = refused(sheet(before + rows), EXCEL)
    assert (error.id, error.params["cell"]) == ("guard.far_cell", cell)


def test_a_far_cell_is_found_in_a_sheet_that_hides_under_another_name(refused):
    part = f'<worksheet xmlns="{SHEET}"><sheetData><c r="XFD9"/></sheetData></worksheet>'
    assert refused(packed({"xl/media/image1.png": part.encode("utf-16")}), EXCEL).id == "guard.far_cell"


@pytest.mark.parametrize("reference", ["A", "1", "A1B2", "ABCD1", "A12345678", "A1 ", "$A$1", "Α1", "A١", ""])
def test_a_cell_whose_place_cannot_be_told_is_refused(refused, reference):
    assert refused(sheet(f'<row><c r="{reference}"/></row>'), EXCEL).params["cell"] == reference


def test_a_row_whose_number_cannot_be_told_is_refused(refused):
    assert refused(sheet('<row r="1e6"><c/></row>'), EXCEL).id == "guard.bad_cell"


def test_merged_ranges_that_readers_would_fill_are_refused(refused, opened):
    def merged(*ranges: str) -> bytes:
        return sheet("", "<mergeCells>" + "".join(f'<mergeCell ref="{r}"/>' for r in ranges) + "</mergeCells>")

    assert opened(merged("A1:D1", "$B$2:$C$9", "A3"), EXCEL)
    assert refused(merged("A1:XFD1048576"), EXCEL).id == "guard.far_cell"
    assert refused(merged("A1:CV5001", "A5002:CV10002"), EXCEL).id == "guard.large_range"


PIECES = st.sampled_from(
    [
        *NEAR,
        *FAR,
        '<row r="3"><c r="A3" t="inlineStr"><is><t>a /&gt; b</t></is></c></row>',
        '<row r="4"><c r="B4"><f>A1/2</f><v>1</v></c></row>',
        "<a b='/>'>",
        "<a>/></a>",
        '<a b=">',
        '"/>',
        "<a>",
        "</a>",
        "<a>" * 199,
        "</a>" * 199,
        "<!-- <c> -->",
        "<![CDATA[</a>]]>",
        "<?a b?>",
        "x" * 5_000,
        ' r="XFD1"',
        '<mergeCell ref="A1:XFD9"/>',
        '<mergeCell ref="A1:C2"/><hyperlink ref="A1" r:id="rId1"/><hyperlink r:id="rId1" ref="GS1"/>',
        '<mergeCell ref="A1:GA5000"/>',
        '<c r="A1" x="' + "y" * 5_000 + '"/>',
    ]
)


def outcome(text: bytes, step: int, size: int) -> str | int:
    """Return the number of elements, or the id of the refusal, of a part that is said to have this size."""
    try:
        return check_xml("part", lambda: (text[at : at + step] for at in range(0, len(text), step)), size, 0, EXCEL)
    except Unreadable as error:
        return error.id


@given(st.lists(PIECES, max_size=12), st.integers(1, 3_000))
@example(["<a b='/>'>"] * 150 + ["</a>"] * 150, 1_000)
@example(["<a>/>"] * 150 + ["</a>"] * 150, 1_000)
def test_a_large_sheet_is_judged_as_a_small_one_would_be(pieces, step):
    text = f"<sheetData>{''.join(pieces)}</sheetData>".encode()
    careful = outcome(text, step, 0)
    fast = outcome(text, step, 10**9)
    if isinstance(careful, int):
        assert fast == careful
    elif careful != "guard.not_xml":  # which is left to the reader of a large sheet
        assert isinstance(fast, str)
