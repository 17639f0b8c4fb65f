"""Packages before the guard that are damaged, lie about their parts or hold too much."""

import os
import stat
import struct
import zipfile
import zlib

import pytest

from gmp_desk.formats.guard import Limits
from tests.packages import altered, crafted, deflated, directory_entry, local_header, package, packed, word_file


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


def test_a_small_part_of_many_empty_rows_is_no_bomb(opened):
    assert opened(package(word__document_xml=b"<a>" + b"<w:tr/>" * 100_000 + b"</a>"))


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
    first = directory_entry("a", quoting, outer_content, 0)
    second = directory_entry("b", kernel, b"0" * 500_000, len(outer) + 5)
    assert refused(crafted(outer + quoting, first, second)).params == {"part": "b"}


def test_a_bomb_within_a_zip_within_the_file_is_never_opened(opened):
    bomb = package(a=b"\0" * 20_000_000)
    assert opened(packed({"word/embeddings/inner.zip": package(bomb=bomb)}))
