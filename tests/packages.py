"""Packages, the zip files that Word and Excel files are, ordinary and crafted: what the guard has to judge."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl


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


def altered(data: bytes, signature: bytes, offset: int, form: str, value: int) -> bytes:
    """Overwrite a field of the first local header (PK 3 4), directory entry (PK 1 2) or directory's end (PK 5 6)."""
    copy = bytearray(data)
    struct.pack_into(form, copy, data.index(signature) + offset, value)
    return bytes(copy)


def crafted(body: bytes, *directory: bytes) -> bytes:
    """Put a directory of the entries given, and its end, behind headers and streams."""
    size = sum(map(len, directory))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(directory), len(directory), size, len(body), 0)
    return body + b"".join(directory) + end


def deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(content) + deflater.flush()


def local_header(name: str, stream: bytes, content: bytes) -> bytes:
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", *sizes(name, stream, content)) + name.encode()


def directory_entry(name: str, stream: bytes, content: bytes, at: int) -> bytes:
    fields = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *sizes(name, stream, content), 0, 0, 0, 0, at)
    return fields + name.encode()


def sizes(name: str, stream: bytes, content: bytes) -> tuple[int, ...]:
    return (20, 0, 8, 0, 33, zlib.crc32(content), len(stream), len(content), len(name), 0)
