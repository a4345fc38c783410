"""Who somebody is to Leidraad: their functions and schools, as they count now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.actors import Actor
from app.queries.dossiers import SchoolShown
from app.store.overview import myself, schools_with
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Held:
    """A function; without a school it is held at the board, for all of its schools."""

    function: str
    school: UUID | None


@dataclass(frozen=True, slots=True)
class BoardShown:
    """A board of schools."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Me:
    """Whoever asks."""

    id: UUID
    name: str
    login: str
    board: BoardShown
    functions: tuple[Held, ...]
    schools: tuple[SchoolShown, ...]


def read_me(work: Work, actor: Actor) -> Me:
    """Whoever asks, as they stand in the books."""
    row = myself(work, actor.id)
    held = sorted(actor.holdings, key=lambda each: (each.function, str(each.school)))
    return Me(
        actor.id, row.name, row.login, BoardShown(work.board, row.board_name),
        tuple(Held(each.function, each.school) for each in held),
        tuple(SchoolShown(each.school_id, each.name) for each in schools_with(work, actor.id)),
    )  # fmt: skip
