"""What may be put under a task: of which kinds a file may be, how large, and how it is called.

A kind is told by what is in a file, never by its name: a name says what somebody wants that others think.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

MOST_BYTES: Final = 10_000_000
"""Of one file."""
MOST_FILES: Final = 10
"""Under one task."""
MOST_CHARACTERS: Final = 120
"""Of a name."""
NAMELESS: Final = "bijlage"
_MOST_MEMBERS: Final = 5_000
_MOST_READ: Final = 200_000
"""Bytes of one member of a document that is opened: more says nothing of its kind, and could be made to fill memory."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be kept."""

    media_type: str
    suffixes: tuple[str, ...]
    """How its name may end; the first is put behind a name that ends otherwise."""
    is_picture: bool = False
    """Whether people call it a photo."""
    is_shown: bool = False
    """Whether every browser can show it, and none can be made to run anything of it."""


_JPEG: Final = FileKind("image/jpeg", (".jpg", ".jpeg"), is_picture=True, is_shown=True)
_PNG: Final = FileKind("image/png", (".png",), is_picture=True, is_shown=True)
_WEBP: Final = FileKind("image/webp", (".webp",), is_picture=True, is_shown=True)
_HEIC: Final = FileKind("image/heic", (".heic", ".heif"), is_picture=True)
_PDF: Final = FileKind("application/pdf", (".pdf",))
_DOCX: Final = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
_ODT: Final = FileKind("application/vnd.oasis.opendocument.text", (".odt",))
_TEXT: Final = FileKind("text/plain", (".txt", ".md"))
KINDS: Final = (_JPEG, _PNG, _WEBP, _HEIC, _PDF, _DOCX, _ODT, _TEXT)
KINDS_SAID: Final = "een foto (JPEG, PNG, HEIC of WebP), PDF, Word zonder macro’s (DOCX), OpenDocument (ODT) of tekst"
"""The kinds in the words of the people who choose a file."""

_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"msf1"})
_ZIP: Final = b"PK\x03\x04"
_DOCX_MAIN: Final = b"wordprocessingml.document.main+xml"
_RUNS: Final = ("vbaproject", "vbadata", "activex", "oleobject", "basic/", "scripts/")
"""Parts of names within a document: of macros, of controls, and of programs."""
_RUN_ENDS: Final = (".bin", ".exe", ".dll", ".js", ".vbs", ".xlsm", ".docm", ".pptm")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""What no text holds that somebody typed: all controls but tab, ends of lines and of pages."""
_FOR_PROGRAMS: Final = re.compile(
    r"\s*(?:#!|<[a-z!?/]|%!ps|\{\\rtf)|.*?<(?:script|html|svg|!doctype|\?php|iframe|object)\b",
    re.IGNORECASE | re.DOTALL,
)
"""Texts that a program reads: scripts, markup, PostScript and RTF by how they begin, markup wherever it is."""


def is_strange_path(name: str) -> bool:
    """Whether a path within a protocol leads out of it, or is none on every system."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable()


def kind_of(data: bytes) -> FileKind | None:
    """The kind of a file by its content; None where it is of none that may be kept."""
    if data.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return _HEIC
    if data.startswith(b"%PDF-"):
        return _PDF
    if data.startswith(_ZIP):
        return _document(data)
    return _TEXT if _is_text(data) else None


def kind_named(media_type: str) -> FileKind | None:
    """The kind with this media type."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)


def cleaned_name(name: str, kind: FileKind) -> str:
    """The last part of a path, without what cannot be seen, and with an end that tells what it is.

    The end matters where the file is opened again: a text that is called `.bat` is a program there.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        each if unicodedata.category(each) != "Zs" else " "
        for each in unicodedata.normalize("NFC", last)
        if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    seen = " ".join(seen.split()).strip(". ") or NAMELESS
    end = next((each for each in kind.suffixes if seen.lower().endswith(each)), "")
    stem = seen[: -len(end)] if end else seen
    end = seen[-len(end) :] if end else kind.suffixes[0]
    return (stem[: MOST_CHARACTERS - len(end)].rstrip(". ") or NAMELESS) + end


def size_said(size: int) -> str:
    """A size in words, a small one rounded up: what is just too large never reads as what is allowed."""
    if size < 1_000:
        return f"{size} bytes"
    if size > MOST_BYTES + 1_000_000:
        return f"{round(size / 1_000_000)} MB"
    unit, name = (1_000_000, "MB") if size > 999_000 else (1_000, "kB")
    tenths = -(-size * 10 // unit)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} {name}" if rest and unit > 1_000 else f"{whole + bool(rest)} {name}"


def _is_text(data: bytes) -> bool:
    """Whether it is plain text in UTF-8: nothing that a browser, a printer or a shell would take for its own."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _UNSEEN.search(text) and not _FOR_PROGRAMS.match(text)


def _document(data: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [each.filename.lower() for each in archive.infolist()]
            before = min((each.header_offset for each in archive.infolist()), default=1)
            runs = any(name.endswith(_RUN_ENDS) or any(part in name for part in _RUNS) for name in names)
            if before or runs or len(names) > _MOST_MEMBERS:
                return None
            return _document_of(archive, set(archive.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, KeyError, EOFError, OSError, zlib.error):
        # What another program may make of a broken one is not ours to guess.
        return None


def _document_of(archive: zipfile.ZipFile, names: set[str]) -> FileKind | None:
    if "mimetype" in names:
        return _ODT if _member(archive, "mimetype").strip() == _ODT.media_type.encode() else None
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return _DOCX if _DOCX_MAIN in _member(archive, "[Content_Types].xml") else None
    return None


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_MOST_READ)
