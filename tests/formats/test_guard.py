"""Hostile, broken and ordinary files before the guard."""

import io
import os
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats import guard
from gmp_desk.formats.guard import EXCEL, PLAN, WORD, Limits, kind_of, open_package
from gmp_desk.formats.guard_xml import check_xml

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Issue summary", 1)
    document.add_paragraph("Mercury — 汞 — زئبق — ртуть")
    document.add_table(3, 3).cell(0, 0).text = "Lead"
    return saved(document)


def excel_file() -> bytes:
    workbook = openpyxl.Workbook()
    for row in range(20):
        workbook.active.append([row, f"Effort {row}", None, "=1+1"])
    workbook.active.merge_cells("A1:C1")
    workbook.active["B2"].hyperlink = "https://example.org"
    return saved(workbook)


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def package(method: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    """Pack parts; each is named by its keyword, in which __ stands for a slash and _xml for .xml."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    return packed(named, method)


def packed(parts: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return file.getvalue()


def sheet(rows: str, after: str = "") -> bytes:
    text = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return package(xl__worksheets__sheet1_xml=text.encode())


def altered(data: bytes, signature: bytes, offset: int, form: str, value: int) -> bytes:
    """Overwrite a field of the first local header (PK 3 4), directory entry (PK 1 2) or directory's end (PK 5 6)."""
    copy = bytearray(data)
    struct.pack_into(form, copy, data.index(signature) + offset, value)
    return bytes(copy)


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes, Limits], guard.Package]:
    def open_(data: bytes, limits: Limits = WORD) -> guard.Package:
        path = tmp_path / "file.bin"
        path.write_bytes(data)
        return open_package(path, limits)

    return open_


@pytest.fixture
def refused(opened) -> Callable[[bytes, Limits], Unreadable]:
    def refuse(data: bytes, limits: Limits = WORD) -> Unreadable:
        with pytest.raises(Unreadable) as caught:
            opened(data, limits)
        assert set(caught.value.params) == set(guard.REFUSALS[caught.value.id])
        return caught.value

    return refuse


def test_an_ordinary_word_file_is_let_through_with_all_its_parts(opened):
    data = word_file()
    found = opened(data)
    with zipfile.ZipFile(io.BytesIO(data)) as expected:
        assert {name: found[name] for name in found} == {name: expected.read(name) for name in expected.namelist()}
    assert found.data == data
    assert found.ignored == {}


def test_an_ordinary_workbook_is_let_through(opened):
    found = opened(excel_file(), EXCEL)
    assert b"Effort 19" in found.xml("xl/worksheets/sheet1.xml")


def test_a_large_ordinary_workbook_is_let_through(opened):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="FZ{n}" t="s"><v>1</v></c></row>' for n in range(1, 30_000)
    )
    assert len(opened(sheet(rows), EXCEL)) == 1


def test_a_part_in_utf_16_is_let_through(opened):
    part = '<?xml version="1.0" encoding="UTF-16"?><a>汞😀</a>'.encode("utf-16")
    assert opened(package(word__document_xml=part)).xml("word/document.xml") == part


def test_a_plan_in_a_zip_is_let_through_even_where_its_text_repeats_itself(opened):
    found = opened(packed({"plan.gmpplan": b"a" * 5_000_000, "folder/": b"", "notes.xml": b"<no"}), PLAN)
    assert [(name, len(content)) for name, content in found.items()] == [("plan.gmpplan", 5_000_000), ("notes.xml", 3)]


def test_a_small_part_of_many_empty_rows_is_no_bomb(opened):
    assert opened(package(word__document_xml=b"<a>" + b"<w:tr/>" * 100_000 + b"</a>"))


def test_pictures_fonts_and_pages_in_a_word_file_are_left_alone(opened):
    drawing = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.org/svg.dtd" [<!ENTITY n "x">]><svg/>'
    found = opened(
        packed({"word/media/logo.svg": drawing, "word/fonts/font1.odttf": b"<\x00\xff\x12", "x.bin": b"\0" * 9})
    )
    assert found["word/media/logo.svg"] == drawing
    with pytest.raises(Unreadable, match=r"guard\.missing_part"):
        found.xml("word/media/logo.svg")


def test_a_missing_part_is_told_by_name(opened):
    with pytest.raises(Unreadable) as caught:
        opened(word_file()).xml("word/comments.xml")
    assert (caught.value.id, caught.value.params) == ("guard.missing_part", {"part": "word/comments.xml"})


def test_macros_objects_and_external_links_are_named_as_ignored(opened):
    data = packed(
        {
            "xl/vbaProject.bin": b"\xd0\xcf",
            "xl/embeddings/oleObject1.bin": b"\xd0\xcf",
            "xl/externalLinks/externalLink1.xml": b"<a/>",
            "xl/embeddings/Microsoft_Excel_Sheet1.xlsx": b"PK",
            "xl/printerSettings/printerSettings1.bin": b"x",
        }
    )
    assert opened(data, EXCEL).ignored == {
        "xl/vbaProject.bin": "macros",
        "xl/embeddings/oleObject1.bin": "object",
        "xl/externalLinks/externalLink1.xml": "external_link",
    }


def test_a_file_that_is_not_there_a_folder_and_a_pipe_cannot_be_opened(tmp_path):
    def told(path: Path) -> str:
        with pytest.raises(Unreadable) as caught:
            kind_of(path)
        with pytest.raises(Unreadable, match=caught.value.id):
            open_package(path, WORD)
        return caught.value.id

    assert told(tmp_path / "absent.docx") == "file.missing"
    assert told(tmp_path) == "file.folder"
    assert told(tmp_path / "\0") == "guard.cannot_open"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert told(tmp_path / "pipe") == "guard.cannot_open"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions differ")
def test_a_file_one_may_not_read_is_told_as_such(tmp_path):
    path = tmp_path / "locked.docx"
    path.write_bytes(word_file())
    path.chmod(0)
    with without_root(), pytest.raises(Unreadable, match=r"guard\.no_access"):
        open_package(path, WORD)


@contextmanager
def without_root() -> Iterator[None]:
    """Be an ordinary user for a while: root may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_what_is_not_a_package_is_told_with_its_kind(refused):
    assert refused(b"").id == "guard.empty"
    assert refused(b"%PDF-1.7 ...").params == {"kind": "pdf"}
    assert refused(b'{"format": "gmp-plan"}').params == {"kind": "json"}
    assert refused(b"\x89PNG\r\n\x1a\n\0\0\0").params == {"kind": "other"}


def test_an_old_office_file_and_one_with_a_password_are_told_apart(refused):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refused(ole + "WordDocument".encode("utf-16-le")).id == "guard.old_format"
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")).id == "guard.password"


def test_a_file_too_big_is_refused_unread(refused, tmp_path):
    path = tmp_path / "big.docx"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(Unreadable) as caught:
        open_package(path, WORD)
    assert caught.value.params == {"limit": 50_000_000, "found": 50_000_001}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_damaged(refused, share):
    data = word_file()
    assert refused(data[: int(len(data) * share)]).id == "guard.damaged"


def test_a_file_with_something_before_or_behind_it_is_refused(refused):
    data = word_file()
    assert refused(data + b"\0").id == "guard.damaged"
    assert refused(data + data).id == "guard.damaged"
    assert refused(b"#!/bin/sh\n" + data).id == "guard.not_package"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "word/../../evil.xml",
        "/etc/evil.xml",
        "word\\evil.xml",
        "C:evil.xml",
        "c:/evil.xml",
        "word/..",
        "a\nb",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(refused, name):
    info = zipfile.ZipInfo("x" * len(name))
    info.filename = name
    assert refused(packed({info: b"<a/>"})).id == "guard.unsafe_name"


def test_names_with_dots_that_lead_nowhere_are_let_through(opened):
    assert set(opened(packed({"word/a..b.bin": b"x", ".hidden": b"x"}))) == {"word/a..b.bin", ".hidden"}


def test_two_parts_of_one_name_are_refused_in_small_letters_or_capitals(refused):
    assert refused(packed({"word/document.xml": b"<a/>", "Word/Document.xml": b"<b/>"})).id == "guard.duplicate_name"


def test_a_link_is_refused(refused):
    info = zipfile.ZipInfo("word/document.xml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(packed({info: b"/etc/passwd"})).id == "guard.link"


def test_encrypted_parts_are_refused(refused):
    data = package(word__document_xml=b"<a/>")
    assert refused(altered(data, b"PK\x01\x02", 8, "<H", 1)).id == "guard.encrypted"
    assert refused(altered(data, b"PK\x03\x04", 6, "<H", 1)).id == "guard.encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compression_that_office_does_not_use_is_refused(refused, method):
    error = refused(package(method, word__document_xml=b"<a/>"))
    assert error.params == {"part": "word/document.xml", "method": method}


def test_absurd_numbers_of_parts_are_refused(refused):
    assert refused(packed({f"part{number}": b"" for number in range(2_001)})).id == "guard.too_many_parts"
    assert refused(b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000).id == "guard.too_many_parts"


def test_a_bomb_is_refused_by_its_ratio(refused):
    error = refused(package(word__document_xml=b"<a>" + b" " * 20_000_000 + b"</a>"))
    assert error.id == "guard.ratio"
    assert int(error.params["found"]) > 900


def test_a_part_too_big_and_parts_too_big_together_are_refused(refused):
    large = b"\0" * 24_000_000
    assert refused(package(zipfile.ZIP_STORED, word__media__a=large + b"\0")).id == "guard.part_too_big"
    total = Limits(50_000_000, 1_000, 900, 2_000, 200, 200, 400_000, cells=False)
    assert refused(packed({"a": b"x" * 600, "b": b"x" * 600}), total).params == {"limit": 1_000, "found": 1_200}


@pytest.mark.parametrize("claim", [0, 10, 9_999_999, 10_000_001, 23_000_000])
def test_a_size_that_is_not_the_real_one_is_found_out(refused, claim):
    data = package(word__media__a=os.urandom(1_000) * 10_000)
    error = refused(altered(data, b"PK\x01\x02", 24, "<L", claim))
    assert error.id in ("guard.damaged", "guard.ratio")
    stored = package(zipfile.ZIP_STORED, word__media__a=b"0123456789" * 10)
    assert refused(altered(stored, b"PK\x01\x02", 24, "<L", 50)).id == "guard.damaged"
    assert refused(altered(stored, b"PK\x01\x02", 20, "<L", 5_000)).id == "guard.overlap"


def test_a_part_whose_checksum_or_own_name_differs_is_damaged(refused):
    data = package(word__media__a=b"mercury")
    assert refused(altered(data, b"PK\x01\x02", 16, "<L", 7)).params == {"part": "word/media/a"}
    assert refused(altered(data, b"PK\x03\x04", 30, "<B", ord("x"))).id == "guard.damaged"
    assert refused(altered(data, b"PK\x01\x02", 42, "<L", 1)).id == "guard.damaged"


def test_parts_that_lie_over_each_other_are_refused(refused):
    """One compressed kernel, which each part quotes with all headers between (Fifield, A better zip bomb, 2019)."""
    kernel = deflated(b"0" * 500_000)
    inner = local_header("b", kernel, b"0" * 500_000)
    quoting = struct.pack("<BHH", 0, len(inner), len(inner) ^ 0xFFFF) + inner + kernel
    outer_content = inner + b"0" * 500_000
    outer = local_header("a", quoting, outer_content)
    assert zlib.decompress(quoting, -15) == outer_content
    directory = directory_entry("a", quoting, outer_content, 0)
    directory += directory_entry("b", kernel, b"0" * 500_000, len(outer) + 5)
    body = outer + quoting
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), len(body), 0)
    data = body + directory + end
    assert refused(data).params == {"part": "b"}


def deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(content) + deflater.flush()


def sizes(name: str, stream: bytes, content: bytes) -> tuple[int, ...]:
    return (20, 0, 8, 0, 33, zlib.crc32(content), len(stream), len(content), len(name), 0)


def local_header(name: str, stream: bytes, content: bytes) -> bytes:
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", *sizes(name, stream, content)) + name.encode()


def directory_entry(name: str, stream: bytes, content: bytes, at: int) -> bytes:
    fields = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *sizes(name, stream, content), 0, 0, 0, 0, at)
    return fields + name.encode()


def test_a_bomb_within_a_zip_within_the_file_is_never_opened(opened):
    bomb = package(a=b"\0" * 20_000_000)
    assert opened(packed({"word/embeddings/inner.zip": package(bomb=bomb)}))


XXE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
ENCODINGS = {
    "utf-8": BOMB,
    "utf-8 with a mark": b"\xef\xbb\xbf" + BOMB,
    "utf-16": BOMB.decode().encode("utf-16"),
    "utf-16, big end first": b"\xfe\xff" + BOMB.decode().encode("utf-16-be"),
    "declared utf-16": ('<?xml version="1.0" encoding="UTF-16"?>' + BOMB.decode()).encode("utf-16"),
}


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
    directory = directory_entry("a.xml", stream, content, 0)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(body), 0)
    assert refused(body + directory + end).id == "guard.encoding"


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


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b'\xef\xbb\xbf \n{"format": "gmp-plan"}', "json"),
        ('{"title": "汞"}'.encode("utf-16"), "json"),
        (b'{"title": "caf\xe9"}', "json"),
        ("Mercury in artisanal mining é".encode(), "text"),
        (("x" * 4_095 + "é").encode(), "text"),
        (b"{\\rtf1 text}", "text"),
        (b"<html>", "text"),
        (b"caf\xe9", "other"),
        (b"\x89PNG\r\n\x1a\n\0", "other"),
        (b"%PDF-1.7\n\xff", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "ole"),
        (word_file(), "word"),
        (excel_file(), "excel"),
        (word_file()[:9_000], "zip"),
        (package(plan=b"{}"), "zip"),
        (packed({"[Content_Types].xml": b"", "word/document2.xml": b""}), "word"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "zip"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED), "opendocument"),
    ],
)
def test_a_file_is_recognized_by_its_content(tmp_path, content, kind):
    path = tmp_path / "misnamed.docx"
    path.write_bytes(content)
    assert kind_of(path) == kind


WORD_FILE, EXCEL_FILE = word_file(), excel_file()


@pytest.mark.parametrize(("data", "limits"), [(WORD_FILE, WORD), (EXCEL_FILE, EXCEL)], ids=["word", "excel"])
@given(draw=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_read_whole_or_refused(tmp_path, data, limits, draw):
    copy = bytearray(data)
    # Half of the flips hit the directory, where they hurt most.
    places = st.one_of(st.integers(0, len(data) - 1), st.integers(data.rindex(b"PK\x01\x02"), len(data) - 1))
    for place in draw.draw(st.lists(places, max_size=6)):
        copy[place] ^= 1 << draw.draw(st.integers(0, 7))
    cut = draw.draw(st.one_of(st.just(len(data)), st.integers(0, len(data))))
    path = tmp_path / "damaged"
    path.write_bytes(copy[:cut])
    kind_of(path)
    try:
        found = open_package(path, limits)
    except Unreadable as error:
        assert set(error.params) == set(guard.REFUSALS[error.id])  # noqa: PT017
    else:
        for name in found:
            assert isinstance(found[name], bytes)


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
