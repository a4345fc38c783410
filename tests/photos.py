"""Photos in which stands where they were taken, put together by hand: what shows them, and what must not stay."""

from __future__ import annotations

import struct
import zlib

from tests.samples import PNG

WHERE = b"52.0907N 5.1214E Kanariestraat 1"
"""Stands in every one of these."""
PICTURE = b"\x11\xff\x00\x22\xff\xd0\x33\xff\xd9"[:-2] * 50
"""As a scan holds it: the first byte of a marker only before a zero and before a restart."""
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x01"
_TABLE = b"\xff\xdb\x00\x06\xff\xd9\xff\xe1"
"""A table in which stands what would be markers elsewhere."""


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int | None, order: str = "<") -> bytes:
    """As a phone writes it: which way is up, the make, and where."""
    told = [(0x010F, 2, len(WHERE), 200)]
    entries = b"".join(struct.pack(f"{order}HHII", *each) for each in told)
    if orientation is not None:
        entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    count = len(told) + (orientation is not None)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, count)
    return segment(0xE1, b"Exif\0\0" + head + entries + bytes(40) + WHERE)


def jpeg(*before: bytes) -> bytes:
    """Two scans with a table between them, as a progressive one has; words before, between and behind."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + PICTURE
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    colours = segment(0xE2, b"ICC_PROFILE\0\x01\x01" + bytes(20))
    words = segment(0xFE, WHERE), segment(0xED, WHERE), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + WHERE)
    more = segment(0xE2, b"MPF\0" + WHERE)
    return b"".join((
        b"\xff\xd8", jfif, *before, colours, *words, _ADOBE, _TABLE, more, scan, _TABLE, segment(0xFE, WHERE), scan,
        b"\xff\xd9", b"\xff\xd8", exif(1), WHERE,
    ))  # fmt: skip


def jpeg_kept(*before: bytes) -> bytes:
    """What must be left of it."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + PICTURE
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    colours = segment(0xE2, b"ICC_PROFILE\0\x01\x01" + bytes(20))
    return b"".join((b"\xff\xd8", jfif, *before, colours, _ADOBE, _TABLE, scan, _TABLE, scan, b"\xff\xd9"))


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png() -> bytes:
    head, rest = PNG[:33], PNG[33:]
    words = b"".join(png_chunk(name, WHERE) for name in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
    return head + words + rest + WHERE


def webp(flags: int, *more: tuple[bytes, bytes]) -> bytes:
    chunks = [(b"VP8X", bytes([flags]) + bytes(9)), (b"VP8L", b"\x2f" + bytes(12)), *more]
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body
