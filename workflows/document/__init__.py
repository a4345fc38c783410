"""A protocol as it is read on paper: who does what and when, as it is asked, with pictures, tables, rules and proofs.

Pure: a bundle in, frozen values out. Knows nothing of paper, pages or markup: that is `app/documents`.
"""

from workflows.document.drafted import Written, WrittenDraft, WrittenProcess, WrittenStep, written_out
from workflows.document.leaflet import Leaflet, LeafletPart, LeafletRoute, LeafletStep, leaflet_of
from workflows.document.model import (
    Asked,
    Chapter,
    Document,
    Entry,
    EntryKind,
    Fact,
    FormAsked,
    Onward,
    Proven,
    ReadRight,
    RuleTold,
    Section,
    Table,
)  # fmt: skip
from workflows.document.outline import document_of

__all__ = [
    "Asked", "Chapter", "Document", "Entry", "EntryKind", "Fact", "FormAsked", "Leaflet", "LeafletPart",
    "LeafletRoute", "LeafletStep", "Onward", "Proven", "ReadRight", "RuleTold", "Section", "Table", "Written",
    "WrittenDraft", "WrittenProcess", "WrittenStep", "document_of", "leaflet_of", "written_out",
]  # fmt: skip
