"""A protocol version on paper and as one page: typesetting and markup of what `workflows` tells.

Values in, bytes out; knows no database, no web and no clock.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from app.documents.page import outline_html
from app.documents.papers import NOT_APPROVED, Issue, leaflet_pdf, poster_pdf, protocol_pdf
from workflows import Document

PAPERS: Final[Mapping[str, Callable[[Document, Issue], bytes]]] = MappingProxyType({
    "protocol.pdf": protocol_pdf,
    "folder-voor-ouders.pdf": leaflet_pdf,
    "wandkaart.pdf": poster_pdf,
    "protocol.html": lambda document, issue: outline_html(document, issue).encode(),
})  # fmt: skip
"""Every paper, by the name of its file."""

__all__ = ["NOT_APPROVED", "PAPERS", "Issue", "leaflet_pdf", "outline_html", "poster_pdf", "protocol_pdf"]
