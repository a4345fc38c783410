"""What came of having the dossiers of an audit judged: how far that is, and the worst of each dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.queries.found import Sort
from app.store.judging import judged_in
from app.store.unit_of_work import Work

WORST: Final = (Sort.WRONG, Sort.UNJUDGED, Sort.ERASED, Sort.DEPARTED, Sort.LATE)
"""What is told of a dossier in a list, the worst first. What is found of other sorts leaves it in order."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The dossiers of an audit that its auditor may see, as the newest check of each for this audit left them."""

    total: int
    waiting: frozenset[int]
    """Numbers of those that are still to be judged."""
    worst: Mapping[int, Sort | None]
    """Number of each that was judged to the worst that was found; None where it is in order."""
    first: datetime | None
    """When the oldest of these verdicts was asked for; …"""
    last: datetime | None
    """… and the newest."""

    @property
    def done(self) -> int:
        """How many were judged."""
        return len(self.worst)

    @property
    def fine(self) -> int:
        """How many of those are in order."""
        return sum(each is None for each in self.worst.values())

    @property
    def found(self) -> dict[Sort, list[int]]:
        """Each sort, the worst first, to the numbers of the dossiers of which it is the worst."""
        found: dict[Sort, list[int]] = {each: [] for each in WORST}
        for number, worst in self.worst.items():
            if worst is not None:
                found[worst].append(number)
        return {sort: numbers for sort, numbers in found.items() if numbers}


def judged_of(work: Work, auditor: UUID, audit_id: UUID) -> Judged:
    """That of an audit which counts now, in one statement. Not written down: whoever asks for the page is."""
    rows = judged_in(work, auditor, audit_id, WORST)
    judged = [row for row in rows if row.begun_at is not None and not row.runs]
    worst = {row.number: None if row.worst is None else WORST[row.worst] for row in judged}
    begun = sorted(row.begun_at for row in judged)
    waiting = frozenset(row.number for row in rows if row.runs)
    return Judged(len(rows), waiting, worst, begun[0] if begun else None, begun[-1] if begun else None)
