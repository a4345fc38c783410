"""A school's roll as the last import left it: read whole, every value as it was. Names of children are sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from app.domain.roll import PersonName, RollGroup, RollPupil, RollStaff, Sex
from app.domain.roll_plan import Known, KnownRoll
from app.store.boards import unseal_personal
from app.store.schools import find_school
from app.store.tables import dossier, employment, person, pupil, school_group
from app.store.unit_of_work import Work

PUPIL: Final = "pupil"
"""What is sealed of a pupil, as `seal_personal` knows it."""


def load_roll(work: Work, school_id: UUID) -> KnownRoll | None:
    """All that a school has, also who has left; None where there is no such school."""
    school = find_school(work, school_id)
    if school is None:
        return None
    return KnownRoll(_groups(work, school_id), _pupils(work, school_id), _staff(work, school_id), school.brin)


def open_dossiers_of(work: Work, school_id: UUID, pupils: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Pupil to their open dossier, of those who have one."""
    wanted = set(pupils)
    where = (dossier.c.board_id == work.board, dossier.c.school_id == school_id, dossier.c.closed_at.is_(None))
    rows = work.rows(select(dossier.c.pupil_id, dossier.c.dossier_id).where(*where))
    return {row.pupil_id: row.dossier_id for row in rows if row.pupil_id in wanted}


def said_of_pupil(value: RollPupil) -> dict[str, Any]:
    """What is sealed of a pupil: all but the key, as JSON values."""
    return {
        "name": asdict(value.name), "born": _text(value.born), "sex": str(value.sex), "jaargroep": value.jaargroep,
        "groups": list(value.groups), "postcode": value.postcode, "entered_on": _text(value.entered_on),
        "left_on": _text(value.left_on),
    }  # fmt: skip


def pupil_of(key: str, said: Mapping[str, Any]) -> RollPupil:
    """The pupil again."""
    return RollPupil(
        key=key, name=PersonName(**said["name"]), born=_day(said.get("born")),
        sex=Sex(said.get("sex", Sex.UNKNOWN)), jaargroep=said.get("jaargroep", ""),
        groups=tuple(said.get("groups", ())), postcode=said.get("postcode", ""),
        entered_on=_day(said.get("entered_on")), left_on=_day(said.get("left_on")),
    )  # fmt: skip


def said_of_staff(value: RollStaff) -> dict[str, Any]:
    """What the file said of a member of staff: all but the key, as JSON values."""
    return {
        "name": asdict(value.name), "username": value.username, "email": value.email, "roles": list(value.roles),
        "role_texts": list(value.role_texts), "groups": list(value.groups),
    }  # fmt: skip


def staff_of(key: str, name: str, said: Mapping[str, Any]) -> RollStaff:
    """The member of staff again; `name` stands in where no file said one."""
    return RollStaff(
        key=key, name=PersonName(**said.get("name", {"achternaam": name})), username=said.get("username", ""),
        email=said.get("email", ""), roles=tuple(said.get("roles", ())),
        role_texts=tuple(said.get("role_texts", ())), groups=tuple(said.get("groups", ())),
    )  # fmt: skip


def _groups(work: Work, school_id: UUID) -> tuple[Known[RollGroup], ...]:
    where = (school_group.c.board_id == work.board, school_group.c.school_id == school_id)
    return tuple(
        Known(row.group_id, RollGroup(row.key, row.name, row.jaargroep, row.composite), row.ended_at is None)
        for row in work.rows(select(school_group).where(*where).order_by(school_group.c.key))
    )


def _pupils(work: Work, school_id: UUID) -> tuple[Known[RollPupil], ...]:
    where = (pupil.c.board_id == work.board, pupil.c.school_id == school_id)
    return tuple(
        Known(
            row.pupil_id, pupil_of(row.key, unseal_personal(work, PUPIL, row.pupil_id, row.sealed)),
            row.left_on is None,
        )
        for row in work.rows(select(pupil).where(*where).order_by(pupil.c.key))
    )  # fmt: skip


def _staff(work: Work, school_id: UUID) -> tuple[Known[RollStaff], ...]:
    """Those whom a file named; who was only invited by hand is no business of the file."""
    where = (employment.c.board_id == work.board, employment.c.school_id == school_id, employment.c.key.is_not(None))
    rows = work.rows(
        select(employment, person.c.name)
        .join(person, (person.c.board_id == employment.c.board_id) & (person.c.person_id == employment.c.person_id))
        .where(*where)
        .order_by(employment.c.key)
    )
    return tuple(
        Known(row.person_id, staff_of(row.key, row.name, dict(row.said)), row.ended_at is None) for row in rows
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
