"""Dossiers on their way to being destroyed, for tests: closed, past their time, proposed, agreed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

import app.store.tables as t
from app.commands.attachments import AddAttachment
from app.commands.erasure import ConfirmErasure, ProposeErasure
from app.commands.files import checked_file
from app.commands.finishing import finish
from app.commands.routes import CloseDossier, WithdrawRoute
from app.commands.teams import RecordParent
from app.queries.verification import Verdict, verify
from tests.school import School
from tests.steps import DIR, IB, LK, new_pupil, task_of

BOARD = "bestuur"
TOLD = "Kanarie-verhaal over thuis"
FILE = "Kanarie-foto van thuis"
WHY = "Kanarie-reden om te vernietigen"


def closed(school: School, *, ends: bool = True) -> UUID:
    """A closed dossier with answers and a file in it, of a pupil of its own who left when it was closed."""
    school.pupil = new_pupil(school)
    dossier = school.open(LK, "Zorg", {"aanleiding": TOLD})
    look = task_of(school, dossier, "Kijken")
    school.send(LK, AddAttachment(look, checked_file(f"{FILE}.txt", TOLD.encode(), None)))
    school.send(IB, RecordParent(school.pupil, None, "Kanarie-ouder", "moeder"))
    if ends:
        for route in routes(school, dossier):
            school.send(IB, WithdrawRoute(route, "Het is niet meer nodig."))
        school.send(IB, CloseDossier(dossier, "Alles is afgerond."))
        leave(school)
    return dossier


def leave(school: School) -> None:
    with school.writing() as work:
        mine = (t.pupil.c.board_id == school.board, t.pupil.c.pupil_id == school.pupil)
        work.run(update(t.pupil).where(*mine).values(left_on=school.clock.now.date()))


def routes(school: School, dossier: UUID) -> list[UUID]:
    with school.reading() as work:
        where = (t.route.c.board_id == school.board, t.route.c.dossier_id == dossier)
        return list(work.run(select(t.route.c.route_id).where(*where).order_by(t.route.c.number)).scalars())


def proposed(school: School, dossier: UUID, route: UUID | None = None, ground: str = "verzoek") -> UUID:
    made: UUID = school.send(DIR, ProposeErasure(dossier, route, ground, WHY)).result
    return made


def begun(school: School, dossier: UUID, route: UUID | None = None, ground: str = "verzoek") -> UUID:
    made = proposed(school, dossier, route, ground)
    school.send(BOARD, ConfirmErasure(made))
    return made


def erased(school: School, dossier: UUID, route: UUID | None = None) -> UUID:
    made = begun(school, dossier, route)
    assert finish(school.bus, school.board, made)
    return made


def past_time(school: School) -> None:
    """So much later that every dossier is past its time."""
    school.clock.now += timedelta(days=3 * 366)


def judged(school: School, dossier: UUID | None = None) -> Verdict:
    with school.reading() as work:
        return verify(work, school.site.bundles, dossier)


def elsewhere(school: School) -> School:
    """The same school as another process has it, which holds no key in memory."""
    school.site.keys._recent.forget()
    return replace(school)
