"""The one way XML enters: bytes to a tree, with everything refused that could reach outside the file.

No DOCTYPE at all (so no entities, internal or external), no network, no huge trees. Measured reasons:
an older libxml2 read a local file into a process through an external entity, and internal entities still expand today.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from workflows.errors import SourceError

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 60
MAX_ELEMENTS: Final = 50_000
_DECLARED: Final = re.compile(rb"""(\A<\?xml\s[^>]*?encoding=["'])([\w.:\-]+)(["'])""")
_HEAD: Final = 1000
_UTF8: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe"


def read_xml(data: bytes, *, max_bytes: int = MAX_BYTES) -> etree._Element:
    """Return the root element of an XML document.

    Raises SourceError, with code and where possible line, for anything that is not plain, modest, well-formed XML
    in the encoding that it declares.
    """
    if len(data) > max_bytes:
        message = f"Het bestand is {len(data):,} bytes; meer dan {max_bytes:,} wordt niet gelezen.".replace(",", ".")
        raise SourceError(message, code="too-large")
    if not data.strip():
        raise SourceError("Het bestand is leeg.", code="not-xml", line=1)
    _refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax(error) from error
    except (ValueError, LookupError) as error:
        raise SourceError("Het bestand noemt een tekenset die niet bestaat.", code="encoding", line=1) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(_DOCTYPE_MESSAGE, code="doctype", line=1)
    _refuse_bombs(root)
    return root


def as_utf8(data: bytes) -> bytes:
    """The same XML as UTF-8, for who reads nothing else: a browser. What cannot be read comes back as it is."""
    declared = _DECLARED.match(data[:_HEAD].replace(b"\x00", b"").lstrip(_MARKS))
    if not (declared and declared[2].lower() not in _UTF8) and not data.startswith(_WIDE):
        return data.removeprefix(codecs.BOM_UTF8)
    try:
        name = read_xml(data).getroottree().docinfo.encoding or ""  # only what libxml2 knows is handed to a codec
        text = data.decode(_codec(name, data)).removeprefix("\ufeff")
    except (SourceError, LookupError, UnicodeError):
        return data
    return _DECLARED.sub(rb"\g<1>UTF-8\g<3>", text.encode(), count=1)


def _codec(name: str, data: bytes) -> str:
    if data.startswith(_WIDE):
        return "utf-16"
    return "utf-16-be" if name.upper() == "UTF-16" and data.startswith(b"\x00") else name


def line_of(element: etree._Element) -> int | None:
    """The line on which an element begins."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


_DOCTYPE_MESSAGE = "Het bestand bevat een DOCTYPE of ENTITY. Haal die regel weg; een diagram heeft die nooit nodig."


def _refuse_doctype(data: bytes) -> None:
    """A DOCTYPE can only stand before the root element, among comments and processing instructions."""
    plain = data.replace(b"\x00", b"")  # UTF-16 and UTF-32 put zero bytes between the letters
    at = max(plain.find(b"<"), 0)
    while plain.startswith((b"<?", b"<!--"), at):
        end = plain.find(b"?>" if plain.startswith(b"<?", at) else b"-->", at)
        at = plain.find(b"<", end) if end >= 0 else len(plain)
        if at < 0:
            return
    if plain.startswith(b"<!", at):
        raise SourceError(_DOCTYPE_MESSAGE, code="doctype", line=plain[:at].count(b"\n") + 1)


def _syntax(error: etree.XMLSyntaxError) -> SourceError:
    line = error.lineno or 1
    if "encoding" in str(error).lower():
        return SourceError(
            f"Regel {line}: de tekens in het bestand passen niet bij de tekenset die het noemt. "
            "Sla het op als UTF-8.", code="encoding", line=line,
        )  # fmt: skip
    if "depth" in str(error).lower():
        return SourceError("Het bestand is te diep genest.", code="too-deep", line=line)
    return SourceError(
        f"Regel {line}: dit is geen goed gevormde XML. Open en bewaar het bestand opnieuw in de modeler.",
        code="not-xml", line=line,
    )  # fmt: skip


def _refuse_bombs(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth, count = depth + 1, count + 1
            if depth > MAX_DEPTH:
                raise SourceError(f"Het bestand is dieper genest dan {MAX_DEPTH} lagen.", code="too-deep")
            if count > MAX_ELEMENTS:
                raise SourceError(f"Het bestand heeft meer dan {MAX_ELEMENTS} elementen.", code="too-large")
        else:
            depth -= 1
