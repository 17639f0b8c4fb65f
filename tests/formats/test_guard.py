"""Files before the guard: what it lets through, what it cannot open, and what kind of file each is."""

import io
import os
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmp_desk.domain.errors import Unreadable
from gmp_desk.formats import guard
from gmp_desk.formats.guard import EXCEL, PLAN, WORD, Limits, kind_of, open_package
from tests.packages import excel_file, package, packed, word_file


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


def test_a_plan_in_a_zip_is_let_through_even_where_its_text_repeats_itself(opened):
    found = opened(packed({"plan.gmpplan": b"a" * 5_000_000, "folder/": b"", "notes.xml": b"<no"}), PLAN)
    assert [(name, len(content)) for name, content in found.items()] == [("plan.gmpplan", 5_000_000), ("notes.xml", 3)]


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
    found = package_or_refusal(path, limits)
    if isinstance(found, Unreadable):
        assert set(found.params) == set(guard.REFUSALS[found.id])
    else:
        assert all(isinstance(content, bytes) for content in found.values())


def package_or_refusal(path: Path, limits: Limits) -> guard.Package | Unreadable:
    try:
        return open_package(path, limits)
    except Unreadable as error:
        return error
