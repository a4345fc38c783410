"""Steps in the small protocol that tests repeat under faults: how to come there, what to do, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.commands.command import Command
from app.commands.routes import OpenDossier, SendMessage
from app.commands.tasks import CompleteTask
from app.commands.timers import FireTimers
from app.domain.actors import Actor
from app.domain.errors import Refused
from app.store.clock import random_id
from tests.school import School, add_pupil

LK, IB, DIR, MT = "leerkracht", "intern begeleider", "directeur", "MT"
NOTE = {"notitie": "Het ging goed vandaag."}


@dataclass(frozen=True)
class Step:
    """A command that is about to be sent, once, by somebody."""

    command: Command
    by: Actor
    dossier: UUID | None
    key: str | None
    refused: bool = False
    """Whether it is refused when it is carried out for the first time."""

    def send(self, school: School) -> Any:
        try:
            return school.bus.send(self.command, by=self.by, key=self.key)
        except Refused:
            if not self.refused:
                raise
            return None


def new_dossier(school: School) -> UUID:
    """A dossier of a pupil of its own."""
    school.pupil = new_pupil(school)
    return school.open(LK, "Zorg", {"aanleiding": "Er is iets aan de hand."})


def new_pupil(school: School) -> UUID:
    pupil = random_id()
    with school.reading() as work:
        group = work.run(
            select(t.school_group.c.group_id).where(t.school_group.c.board_id == school.board)
        ).scalar_one()
    with school.writing() as work:
        add_pupil(work, pupil, school.school, group)
    return pupil


def task_of(school: School, dossier: UUID, name: str, status: str = "open") -> UUID:
    """A task of a dossier by name."""
    where = (t.task.c.board_id == school.board, t.task.c.dossier_id == dossier, t.task.c.name == name)
    with school.reading() as work:
        found = work.rows(select(t.task.c.task_id).where(*where, t.task.c.status == status))
    return found[0].task_id


def do(school: School, dossier: UUID, function: str, name: str, answers: Mapping[str, object] | None = None) -> None:
    task = task_of(school, dossier, name)
    school.send(function, CompleteTask(task, school.example(task, answers or {})))


def to_samen(school: School) -> UUID:
    """To where two people work beside each other, one of them with a term that interrupts."""
    dossier = new_dossier(school)
    do(school, dossier, LK, "Kijken")
    do(school, dossier, LK, "Verder?", {"antwoord": "Samen"})
    return dossier


def to_noteren(school: School) -> UUID:
    """To where one route waits for a message of another."""
    dossier = to_samen(school)
    do(school, dossier, LK, "Praten")
    do(school, dossier, IB, "Wegen")
    return dossier


def to_afronden(school: School) -> UUID:
    """To where the last task can be interrupted by a message."""
    dossier = new_dossier(school)
    do(school, dossier, LK, "Kijken")
    do(school, dossier, LK, "Verder?", {"antwoord": "Per actie"})
    return dossier


def completing(school: School) -> Step:
    dossier = to_samen(school)
    return Step(CompleteTask(task_of(school, dossier, "Wegen"), NOTE, seen=1), school.actor(IB), dossier, _key())


def completing_with_delivery(school: School) -> Step:
    """The message at the end of one route moves another."""
    dossier = to_noteren(school)
    return Step(CompleteTask(task_of(school, dossier, "Noteren"), NOTE), school.actor(LK), dossier, _key())


def starting(school: School) -> Step:
    school.pupil = new_pupil(school)
    command = OpenDossier(school.pupil, "Zorg", {"aanleiding": "Er is iets aan de hand."})
    return Step(command, school.actor(LK), None, _key())


def firing(school: School) -> Step:
    dossier = to_samen(school)
    school.clock.on(days=4)
    return Step(FireTimers(dossier), Actor.system(school.board), dossier, None)


def messaging(school: School) -> Step:
    """A button starts a route, whose message interrupts a task of another."""
    dossier = to_afronden(school)
    return Step(SendMessage(dossier, "Bel"), school.actor(IB), dossier, _key())


def refusing(school: School) -> Step:
    """The task was done meanwhile; what was typed must not be lost."""
    dossier = new_dossier(school)
    task = task_of(school, dossier, "Kijken")
    do(school, dossier, LK, "Kijken")
    return Step(CompleteTask(task, NOTE), school.actor(LK), dossier, _key(), refused=True)


def _key() -> str:
    return f"sleutel {random_id()}"


def sticking(school: School) -> Step:
    """The next element is a timer without an instant: the engine cannot go on, and nothing may have moved."""
    dossier = new_dossier(school)
    school.press(IB, dossier, "Bel")
    command = CompleteTask(task_of(school, dossier, "Bellen"), NOTE)
    return Step(command, school.actor(MT), dossier, _key(), refused=True)


def sticking_by_the_clock(school: School) -> Step:
    """A timer goes off, and what comes after it cannot go on."""
    dossier = to_poison(school)
    return Step(FireTimers(dossier), Actor.system(school.board), dossier, None, refused=True)


def to_poison(school: School) -> UUID:
    """A dossier with a timer that is due and cannot go off."""
    dossier = new_dossier(school)
    school.press(IB, dossier, "Bel")
    do(school, dossier, MT, "Bellen", {"op": school.clock.now.date().isoformat()})
    return dossier


STEPS: Mapping[str, Callable[[School], Step]] = {
    "completing": completing, "completing with delivery": completing_with_delivery, "starting": starting,
    "firing": firing, "messaging": messaging, "refusing": refusing, "sticking": sticking,
    "sticking by the clock": sticking_by_the_clock,
}  # fmt: skip
