"""The audits of a school, for who gives them and for the school that is told what was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.audit import drawn, lift_shown
from app.queries.audit_shapes import Audit, LiftShown
from app.queries.paging import Page, cursor, instant_and_id, page
from app.queries.places import SchoolAt, schools_for
from app.store import audits as store
from app.store.staff import holders
from app.store.unit_of_work import Work

MANY: Final = 20


@dataclass(frozen=True, slots=True)
class AuditItem(Audit):
    """An audit, for the school."""

    auditor: str
    given_by: str
    given_at: datetime
    school: SchoolAt
    lifts: tuple[LiftShown, ...]
    runs: bool
    """Whether it counts now, or will."""
    may_end: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to whom an audit can be given."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Oversight:
    """The audits of the schools of whoever asks."""

    audits: Page[AuditItem]
    schools: tuple[SchoolAt, ...]
    """Where they may give one."""
    school: SchoolAt | None
    """The one that the form is about."""
    candidates: tuple[Candidate, ...]
    """Without whoever asks."""


def read_oversight(work: Work, actor: Actor, asked: UUID | None, after: str | None) -> Oversight:
    """The audits of the asker's schools, the last given first. Raises InvalidValueError for the cursor."""
    place = instant_and_id(after)
    sees = schools_for(work, actor, Permission.SEE_AUDITS)
    gives = tuple(each for each in sees if may(actor, Permission.GIVE_AUDIT, Subject(school=each.id)))
    school = next((each for each in gives if asked in (None, each.id)), None)
    rows = store.audits_at(work, [each.id for each in sees], place, MANY + 1)
    lifts: dict[UUID, list[Any]] = {}
    for row in store.lifts_of(work, [each.audit_id for each in rows[:MANY]], actor.id):
        lifts.setdefault(row.audit_id, []).append(row)
    places = {each.id: each for each in sees}
    shown = page(
        rows, MANY, lambda row: _item(work, actor, row, places, lifts.get(row.audit_id, ())),
        lambda row: cursor(row.given_at, row.audit_id),
    )  # fmt: skip
    return Oversight(shown, gives, school, _candidates(work, actor, school) if school else ())


def _candidates(work: Work, actor: Actor, school: SchoolAt) -> tuple[Candidate, ...]:
    people = holders(work, f.AUDITOR, school.id) - {actor.id}
    return tuple(Candidate(row.person_id, row.name) for row in store.auditors_at(work, people)) if people else ()


def _item(work: Work, actor: Actor, row: Any, places: Mapping[UUID, SchoolAt], lifts: Sequence[Any]) -> AuditItem:
    runs = row.ended_at is None and work.clock.roughly() < row.until
    return AuditItem(
        **drawn(work, row), auditor=row.name, given_by=row.giver_name or "", given_at=row.given_at,
        school=places[row.school_id], lifts=tuple(lift_shown(work, each) for each in lifts), runs=runs,
        may_end=runs and may(actor, Permission.GIVE_AUDIT, Subject(school=row.school_id)),
    )  # fmt: skip
