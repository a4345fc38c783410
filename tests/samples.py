"""Small files of every kind that may be put under a task, and of kinds that may not; made here, opened by nobody."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/{}.main+xml"/></Types>'
)
_WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD_MACRO = "vnd.ms-word.document.macroEnabled"
_SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(more: Mapping[str, str | bytes] | None = None, kind: str = _WORD) -> bytes:
    types = _DOCX_TYPES.format(kind)
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **(more or {})})


def odt(more: Mapping[str, str | bytes] | None = None, kind: str = ODT_TYPE) -> bytes:
    return zipped({"mimetype": kind, "content.xml": "<office:document-content/>", **(more or {})})


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff")) + _chunk(b"IEND", b"")
)  # fmt: skip
"""One white dot, that a browser can show."""
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x00mdat"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "Wat ik zag: hij at niets. Fryslân, Çelik, <3 en 5 < 6.\r\n\tTabs mogen.\n".encode()
GOOD: Mapping[str, tuple[str, bytes]] = {
    "jpeg": ("image/jpeg", JPEG), "png": ("image/png", PNG), "webp": ("image/webp", WEBP),
    "heic": ("image/heic", HEIC), "heif": ("image/heic", HEIC.replace(b"ftypheic", b"ftypmif1")),
    "pdf": ("application/pdf", PDF), "text": ("text/plain", TEXT),
    "text with a mark": ("text/plain", b"\xef\xbb\xbfHoi"),
    "docx": (f"application/{_WORD}", docx()), "odt": (ODT_TYPE, odt()),
    "docx with a picture": (f"application/{_WORD}", docx({"word/media/image1.png": PNG})),
}  # fmt: skip
BAD: Mapping[str, bytes] = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg behind a declaration": b'<?xml version="1.0"?>\n<svg/>',
    "html": b"<!DOCTYPE html><title>x</title>", "html behind spaces": b" \n\t<HTML>",
    "text with a script in it": b"Een gewone zin.\n<ScRiPt>alert(1)</script>",
    "shell script": b"#!/bin/sh\nrm -rf /\n", "postscript": b"%!PS-Adobe-3.0\n", "rtf": b"{\\rtf1 hoi}",
    "program": b"MZ\x90\x00\x03\x00\x00\x00", "elf": b"\x7fELF\x02\x01\x01\x00",
    "zip": zipped({"een.txt": "hoi"}), "jar": zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}),
    "gzip": b"\x1f\x8b\x08\x00", "rar": b"Rar!\x1a\x07\x00", "7z": b"7z\xbc\xaf\x27\x1c",
    "gif": b"GIF89a\x01\x00\x01\x00", "avif": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00",
    "mp4": b"\x00\x00\x00\x18ftypisom",
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "docm": docx(kind=_WORD_MACRO), "docx with macros": docx({"word/vbaProject.bin": b"x"}),
    "docx with a control": docx({"word/activeX/activeX1.xml": "<x/>"}),
    "docx with a program": docx({"word/embeddings/oleObject1.bin": b"x"}), "xlsx": docx(kind=_SHEET),
    "odt with macros": odt({"Basic/Standard/Module1.xml": "<x/>"}),
    "odt with a script": odt({"Scripts/python/x.py": ""}),
    "ods": odt(kind="application/vnd.oasis.opendocument.spreadsheet"),
    "docx behind a program": b"MZ" + docx(), "docx behind another head": b"PK\x03\x04" + docx(),
    "docx cut off": docx()[:200], "head of a zip": b"PK\x03\x04",
    "utf-16": "Hoi".encode("utf-16"), "latin-1": "Fryslân".encode("latin-1"), "text with a zero": b"hoi\x00",
    "text with an escape": b"\x1b]0;x\x07", "picture that is half": b"\xff\xd8",
    "riff of another kind": b"RIFF\0\0\0\0WAVE",
    "pdf behind something": b"hoi\x00%PDF-1.4",
}  # fmt: skip
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two parts, so that a scanner lets this source pass."""
