"""Names of files, of plain letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ENDING: Final = re.compile(r"(\.bpmn20|\.bpmn|\.dmn)?\.(bpmn2?|dmn|xml|form|json)$", re.IGNORECASE)
_BEGIN: Final = 4000
"""Bytes in which a file says of which kind it is."""


def file_name(name: str) -> str:
    """A name for a file, of plain letters."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:80] or "protocol"


def single_path(name: str, data: bytes) -> str:
    """Where in a protocol a file belongs that comes by itself: some modelers give both kinds the ending .xml."""
    stem, ending = _ENDING.sub("", name), name.casefold().rpartition(".")[2]
    if ending in {"form", "json"}:
        return f"forms/{file_name(stem)}.form"
    table = ending == "dmn" or (ending == "xml" and b"/spec/DMN/" in data[:_BEGIN])
    return f"decisions/{file_name(stem)}.dmn" if table else f"{file_name(stem)}.bpmn"
