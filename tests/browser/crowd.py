"""A school with as much in it as a large one has, and names as long and foreign as people have."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.commands.routes import OpenDossier
from app.store.boards import seal_personal
from app.store.clock import random_id
from app.store.people import load_actor
from app.store.unit_of_work import Work, transaction
from tests.browser.product import BEGIN
from tests.machine import Machine

ROWS: Final = 500
GROUP: Final = "1/2A"
FIRST: Final = ("Wilhelmina-Ottilie", "Şükrüye", "Sjoukje-Ât", "D’Angelo", "İbrahim-Çağatay", "Nynke", "Ljubomir")
LAST: Final = ("Ykema-Bûterwei", "Groenewegen-Öztürk", "O’Shaughnessy", "Hottentottententententoonstelling", "Yıldırım")


def fill(folder: Path, login: str) -> None:
    """Put a dossier for each of many pupils more into the made-up school of a folder; nothing serves it yet."""
    machine = Machine(folder)
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with transaction(board, parts.bus.keys, parts.bus.clock) as work:
            school, group, person = _places(work, login)
            pupils = [_pupil(work, number, school, group) for number in range(ROWS)]
        with parts.desk.reading(board) as work:
            actor = load_actor(work, person)
        assert actor is not None
        for pupil in pupils:
            parts.bus.send(OpenDossier(pupil, "Zorg over leerling", BEGIN), by=actor)


def _places(work: Work, login: str) -> tuple[UUID, UUID, UUID]:
    where = t.school_group.c.name == GROUP
    group = work.rows(select(t.school_group.c.school_id, t.school_group.c.group_id).where(where))[0]
    person = work.run(select(t.person.c.person_id).where(t.person.c.login == login)).scalar_one()
    return group.school_id, group.group_id, person


def _pupil(work: Work, number: int, school: UUID, group: UUID) -> UUID:
    made = random_id()
    name = {
        "roepnaam": FIRST[number % len(FIRST)], "voorvoegsel": "van der",
        "achternaam": f"{LAST[number % len(LAST)]} {number}",
    }  # fmt: skip
    work.add(
        t.pupil, pupil_id=made, school_id=school, key=f"veel-{number}", left_on=None, changed_at=work.now,
        sealed=seal_personal(work, "pupil", made, {"name": name}),
    )  # fmt: skip
    work.add(t.pupil_group, pupil_id=made, group_id=group)
    return made
