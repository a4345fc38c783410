"""Routes of a made-up school as rows: what figures are counted from, without playing hundreds of dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import app.store.tables as t
from app.store.clock import random_id
from app.store.unit_of_work import Work
from tests.school import School

PROCESS = "meldcode"
BEGUN = datetime(2026, 8, 20, 7, 0, tzinfo=UTC)
"""In the school year in which tests take place."""


@dataclass(frozen=True)
class Did:
    """A task of a route: how long after its beginning it came, how long it took and how long it might."""

    element: str
    name: str
    took: timedelta | None
    """None where it is open."""
    term: timedelta | None = timedelta(days=5)
    after: timedelta = timedelta()
    status: str = "afgerond"
    process: str = PROCESS
    lane: str | None = None


def did(element: str, days: float | None, term: float | None = 5, after: float = 0, **more: str) -> Did:
    """The same with days, and the element for its name."""
    spans = [None if each is None else timedelta(days=each) for each in (days, term)]
    name = more.pop("name", element.title())
    return Did(element, name, spans[0], spans[1], timedelta(days=after), **more)


@dataclass(frozen=True)
class Went:
    """A route as it went."""

    tasks: Sequence[Did] = ()
    begun: datetime = BEGUN
    ended: bool = True
    process: str = PROCESS
    status: str = "afgerond"
    moved_to: str = ""
    pupil: UUID | None = None
    """None is a child of its own."""


def add_route(work: Work, school: UUID, went: Went) -> UUID:
    """One route in a dossier of its own; its id."""
    dossier, route, at = random_id(), random_id(), went.begun
    common = {"key_id": random_id(), "facts": 1, "head": bytes(32), "last_at": at}
    work.add(
        t.dossier, dossier_id=dossier, school_id=school, pupil_id=went.pupil or random_id(), stream_id=random_id(),
        routes=1, opened_at=at, closed_at=at, **common,
    )  # fmt: skip
    ended = at + timedelta(days=60) if went.ended else None
    work.add(
        t.route, route_id=route, dossier_id=dossier, number=1, process=went.process, name=went.process.title(),
        bundle="", status=went.status, stuck=False, version=1, state=b"", milestone="", phase="", ends=[],
        next_due=None, started_by=None, started_at=at, ended_at=ended, stream_id=random_id(), **common,
    )  # fmt: skip
    for place, each in enumerate(went.tasks):
        _add_task(work, (dossier, route), went, place, each)
    if went.moved_to:
        work.add(
            t.deviation, deviation_id=random_id(), dossier_id=dossier, route_id=route, element=went.moved_to,
            leaving=[], sealed=b"", proposed_by=random_id(), proposed_at=at, decided_by=random_id(), decided_at=at,
        )  # fmt: skip
    return route


def _add_task(work: Work, of: tuple[UUID, UUID], went: Went, place: int, each: Did) -> None:
    opened = went.begun + each.after
    closed = None if each.took is None else opened + each.took
    work.add(
        t.task, task_id=random_id(), dossier_id=of[0], route_id=of[1], version=place, kind="taak", name=each.name,
        status=each.status if closed else "open", lane=each.lane, element=each.element, process=each.process,
        path=each.element, form=None, niet_door=[], phase="", due_at=opened + each.term if each.term else None,
        opened_at=opened, opened_by=random_id(), opened_in=place, closed_at=closed,
        closed_by=random_id() if closed else None, closed_in=place if closed else None,
        done_by=random_id() if closed else None, joined=False,
    )  # fmt: skip


def add_school(work: Work, name: str) -> UUID:
    """Another school of the board."""
    made = random_id()
    work.add(
        t.school, school_id=made, name=name, brin=str(made)[:6], region="noord", calendar="", created_at=work.now
    )  # fmt: skip
    return made


def went(school: School, *routes: Went, at: UUID | None = None) -> list[UUID]:
    """Put routes in a school."""
    with school.writing() as work:
        return [add_route(work, at or school.school, each) for each in routes]
