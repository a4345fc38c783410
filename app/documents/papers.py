"""The papers of a protocol version: its document, the leaflet for parents and the wall chart, as PDF."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from app.documents.setting import typeset
from workflows import Document, EntryKind, Section, date_in_words, leaflet_of

ACUTE: Final = "acuut"
"""The phase of the acute way (docs/formats/bundle.md)."""
NOT_APPROVED: Final = "concept, nog niet vastgesteld"
_WORK: Final = (EntryKind.TASK, EntryKind.CALL)


@dataclass(frozen=True, slots=True)
class Issue:
    """What a paper says of itself beside its content."""

    day: date
    """When it was made."""
    approval: str = NOT_APPROVED
    """By whom and when the version was approved, in Dutch, or that it is not."""

    @property
    def made(self) -> datetime:
        """The same, as an instant that a file can carry: the beginning of that day."""
        return datetime.combine(self.day, time(), UTC)

    def told(self, document: Document) -> dict[str, object]:
        """What stands on every paper."""
        return {
            "name": document.name, "version": document.geheel[:12], "hash": document.geheel,
            "date": date_in_words(self.day), "approval": self.approval,
        }  # fmt: skip


def protocol_pdf(document: Document, issue: Issue) -> bytes:
    """The school's protocol."""
    return typeset("protocol", {**asdict(document), **issue.told(document), "title": document.name}, issue.made)


def leaflet_pdf(document: Document, issue: Issue) -> bytes:
    """The leaflet for parents, on one page."""
    return typeset("leaflet", {**asdict(leaflet_of(document)), **issue.told(document)}, issue.made)


def poster_pdf(document: Document, issue: Issue) -> bytes:
    """The wall chart, on one page of A3."""
    routes = [
        {
            "name": chapter.name,
            "steps": [_step(each) for each in chapter.sections if each.is_step and not _is_acute(each)],
        }
        for chapter in document.chapters if any(each.is_step for each in chapter.sections)
    ]  # fmt: skip
    acute = next((each for chapter in document.chapters for each in chapter.sections if _is_acute(each)), None)
    lines = [" · ".join(filter(None, work)) for work in _work(acute)] if acute else []
    told = {"routes": routes, "acute": {"name": "Acuut: een kind is nu niet veilig", "lines": lines}}
    return typeset("poster", {**told, **issue.told(document), "title": document.name}, issue.made)


def _is_acute(section: Section) -> bool:
    return section.phase == ACUTE


def _step(section: Section) -> dict[str, object]:
    work = [{"name": name, "doer": doer, "term": term} for name, doer, term in _work(section)]
    return {"name": section.name, "work": work}


def _work(section: Section) -> tuple[tuple[str, str, str], ...]:
    """What people do in a step, by whom and within which term; the same thing once, with all who may do it."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for entry in section.entries:
        if entry.kind in _WORK:
            found.setdefault((entry.name, entry.term), {})[entry.doer] = None
    return tuple((name, ", ".join(filter(None, doers)), term) for (name, term), doers in found.items())
