"""Colleagues with their functions, and who is kept off a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.store.colleagues import colleagues_at, denials_of
from app.store.overview import schools_with
from app.store.rights import find_dossier
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A function of somebody, with the id by which it is ended."""

    id: UUID
    function: str
    school: UUID | None
    """Null where it is held at the board."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at a school."""

    id: UUID
    name: str
    login: str
    active: bool
    """Whether they can sign in: they used their one-time link, or may do so."""
    functions: tuple[HeldBy, ...]


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The staff of a school."""

    items: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody who is kept off a dossier."""

    id: UUID
    """Of the denial: by it the denial is lifted."""
    person: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class KeptOff:
    """Who is kept off a dossier."""

    items: tuple[Kept, ...]


def list_colleagues(work: Work, actor: Actor, school: UUID | None) -> Colleagues:
    """The staff of a school of the actor, of the only one where none is named. Raises NotFoundError for another's."""
    own = [row.school_id for row in schools_with(work, actor.id)]
    if school is None and len(own) == 1:
        school = own[0]
    if school is None or school not in own:
        raise NotFoundError
    rows = groupby(colleagues_at(work, school), lambda row: (row.person_id, row.name, row.login, row.active))
    return Colleagues(tuple(
        Colleague(*who, tuple(HeldBy(r.holding_id, r.function, r.school_id) for r in each if r.holding_id))
        for who, each in rows
    ))  # fmt: skip


def list_denials(work: Work, actor: Actor, dossier_id: UUID) -> KeptOff:
    """Who is kept off a dossier. Raises NotFoundError for who does not keep its team."""
    found = find_dossier(work, dossier_id, actor.id)
    if found is None or not may(actor, Permission.KEEP_TEAM, found.subject):
        raise NotFoundError
    return KeptOff(tuple(
        Kept(row.denial_id, row.person_id, row.name, row.began_at) for row in denials_of(work, dossier_id)
    ))  # fmt: skip
