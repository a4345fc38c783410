"""Photos without what a camera writes beside them: where and when they were taken, by which phone, with which words.

A photo of a child at home tells where home is. What is needed to show it stays: its size, its colours, which way is up.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Final

_JPEG_HEAD: Final = b"\xff\xd8"
_END, _SCAN, _EXIF, _ICC = 0xD9, 0xDA, 0xE1, 0xE2
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers behind which no length stands."""
_LEFT_OUT: Final = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xEE}
"""Segments for programs and words; the one of Adobe stays, it says how colours are kept."""
_ORIENTATION: Final = 0x0112
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_PNG_LEFT_OUT: Final = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_LEFT_OUT: Final = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS: Final = 0x0C
"""Of an extended WebP: that such chunks are there."""


def without_notes(data: bytes, media_type: str) -> bytes:
    """The photo alone; of another kind of file, and of HEIC, all of it. What stands behind its end is left out too."""
    strip = _BY_TYPE.get(media_type)
    return data if strip is None else strip(data)


def _jpeg(data: bytes) -> bytes:
    kept = [_JPEG_HEAD]
    for marker, start, end in _segments(data):
        if marker == _EXIF and data.startswith(b"Exif\0\0", start + 4):
            kept.append(_upright(_orientation(data[start + 10 : end])))
        elif marker not in _LEFT_OUT or (marker == _ICC and data.startswith(b"ICC_PROFILE\0", start + 4)):
            kept.append(data[start:end])
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment, that of a scan with the picture behind it; ends with the photo."""
    place = len(_JPEG_HEAD)
    while 0 <= (place := data.find(b"\xff", place)) < len(data) - 1:
        marker = data[place + 1]
        if marker in {0x00, 0xFF}:
            place += 1 + (marker == 0x00)
            continue
        end = place + 2
        if marker not in _BARE and marker != _END:
            end += int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == _SCAN:
            end = _end_of_picture(data, end)
        if end > len(data):
            return
        yield marker, place, end
        if marker == _END:
            return
        place = end


def _end_of_picture(data: bytes, place: int) -> int:
    """Where the next marker is: within a picture a marker's first byte stands only before 0 and before a restart."""
    while 0 <= (place := data.find(b"\xff", place)) < len(data) - 1:
        if data[place + 1] not in {0x00, 0xFF} and data[place + 1] not in _BARE:
            return place
        place += 1
    return len(data)


def _orientation(tiff: bytes) -> int:
    """Which way is up, from 1 to 8; 1, as it lies, where that is not said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (begin,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, begin)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, begin + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _upright(orientation: int) -> bytes:
    """A segment that says which way is up, and nothing else."""
    if orientation == 1:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    body = b"Exif\0\0" + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    kept, place = [_PNG_HEAD], len(_PNG_HEAD)
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        if name not in _PNG_LEFT_OUT:
            kept.append(data[place:end])
        if name == b"IEND":
            break
        place = end
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept, place = [b"WEBP"], 12
    until = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while place + 8 <= until:
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        end = place + 8 + size + size % 2
        chunk = data[place : min(end, until)]
        if name == b"VP8X" and len(chunk) > 8:
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS & 0xFF]) + chunk[9:]
        if name not in _WEBP_LEFT_OUT:
            kept.append(chunk)
        place = end
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_BY_TYPE: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp,
}  # fmt: skip
