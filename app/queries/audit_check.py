"""The verdicts on a dossier of an audit: the last check of it, with pseudonyms in the place of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.queries.audit import opening
from app.queries.lens import Called
from app.store.bundles import BundleCache
from app.store.checks import checks, finding_counts, findings, wrong_since
from app.store.judging import waits_since
from app.store.unit_of_work import Work
from workflows import Bundle

READ: Final = "audit check"
MOST: Final = 100
"""Findings on one page."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found."""

    verdict: str
    sort: str
    sentence: str
    number: int
    """Of the route; 0 for none."""
    sequence: int
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The last check."""

    begun_at: datetime
    ended_at: datetime | None
    status: str
    verdicts: tuple[str, ...]
    counts: dict[str, int]
    numbers: Mapping[str, Mapping[str, int]]
    """By verdict and sort how many findings there are, on all pages together."""
    findings: tuple[Finding, ...]
    """Those of this page."""
    next: int | None = None
    """The place behind which the next page begins; None on the last."""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A dossier of an audit, and the last check of it; none where none was done yet."""

    dossier: UUID
    pupil: str
    checked: Checked | None
    wrong_since: datetime | None = None
    """When a later check over all dossiers found that something in this one does not hold."""
    waits_since: datetime | None = None
    """When it was asked to be judged, where that is still to come; until then what was found before stands."""


def read_audit_check(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], called: Called, place: tuple[UUID, int],
    after: int = -1,
) -> CheckPage | None:  # fmt: skip
    """The page behind a place in the findings, and a line in the log of reads.

    None where the audit does not count or holds no such dossier.
    """
    found = opening(work, actor, bundles, called, place, READ)
    if found is None:
        return None
    row = next(iter(checks(work, 1, found.row.dossier_id)), None)
    waits = waits_since(work, found.audit.id, found.row.dossier_id)
    if row is None:
        return CheckPage(found.row.dossier_id, found.pupil, None, None, waits)
    who = found.lens.who
    rows = findings(work, row.check_id, MOST + 1, after)
    said = tuple(
        Finding(
            each.verdict, each.sort, each.sentence, each.number, each.sequence, who(each.by_id) if each.by_id else "",
            who(each.second_id) if each.second_id else "",
        )
        for each in rows[:MOST]
    )  # fmt: skip
    numbers: dict[str, dict[str, int]] = {}
    for each in finding_counts(work, [row.check_id]):
        numbers.setdefault(each.verdict, {})[each.sort] = each.number
    following = rows[MOST - 1].place if len(rows) > MOST else None
    checked = Checked(
        row.begun_at, row.ended_at, row.status, tuple(row.verdicts), dict(row.counts), numbers, said, following
    )
    later = wrong_since(work, found.row.dossier_id, row.begun_at, 1)
    return CheckPage(found.row.dossier_id, found.pupil, checked, later[0].begun_at if later else None, waits)
