"""Finding a pupil: one's own, or by name in the whole school for a button that every employee has.

Every search is written down, with what was typed sealed. Name and group, and nothing else, is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError
from app.domain.permissions import Permission, Subject, may
from app.domain.roll import PersonName
from app.domain.searching import plain
from app.queries.paging import Page, cursor, one_id
from app.store.named import named_pupil
from app.store.overview import Schools, pupils_of, teaches
from app.store.requests import log_read
from app.store.unit_of_work import Work

READ = "pupils"
READ_SCHOOL = "pupils of the school"
FEWEST: Final = 2
"""Characters with which the whole school is searched."""
MOST_OF_SCHOOL: Final = 10
_OVERSEE: Final = frozenset({f.BESTUUR, f.AUDITOR})
"""Functions by which somebody works at no school."""
_HERE: Final = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class PupilFound:
    """A pupil as a search shows them: whole name and group."""

    id: UUID
    name: str
    group: str


def my_pupils(work: Work, actor: Actor, *, q: str, limit: int, after: str | None) -> Page[PupilFound]:
    """Pupils for whom somebody may begin a dossier, by name. Raises InvalidValueError for the cursor."""
    place = one_id(after)
    whole = _schools(actor.schools_as(f.WHOLE_SCHOOL))
    found = _found(work, actor, q, whole, taught=True)
    log_read(work, actor.id, READ, None, found=bool(found), query=q)
    begin = next((number for number, each in enumerate(found, start=1) if each.id == place), 0)
    shown = found[begin : begin + limit]
    following = cursor(shown[-1].id) if len(found) > begin + limit else None
    return Page(tuple(shown), following)


def has_pupils(work: Work, actor: Actor) -> bool:
    """Whether somebody can be shown pupils of their own, to begin a dossier for: else no page leads them there."""
    schools = actor.schools | {each.school for each in actor.holdings}
    if any(may(actor, Permission.SEE_PUPIL, Subject(school=each)) for each in schools if each is not None):
        return True
    return None in actor.schools_as(f.WHOLE_SCHOOL) or teaches(work, actor.id)


def pupils_of_my_schools(work: Work, actor: Actor, *, q: str) -> Page[PupilFound]:
    """At most ten pupils of the schools where somebody works, which nobody does by board or audit alone.

    Raises InvalidValueError for a word of one character.
    """
    if len(q.strip()) < FEWEST:
        raise InvalidValueError(f"Typ ten minste {FEWEST} tekens van de naam.", field="q")
    found = _found(work, actor, q, _where(actor), taught=False)
    log_read(work, actor.id, READ_SCHOOL, None, found=bool(found), query=q)
    return Page(tuple(found[:MOST_OF_SCHOOL]), None)


def one_pupil_of_my_schools(work: Work, actor: Actor, pupil_id: UUID) -> PupilFound | None:
    """A pupil whom `pupils_of_my_schools` could have found, and a line in the log of reads; None for all others."""
    row = next((each for each in _rows(work, actor, _where(actor), taught=False) if each.pupil_id == pupil_id), None)
    log_read(work, actor.id, READ_SCHOOL, pupil_id, found=row is not None)
    if row is None:
        return None
    return PupilFound(row.pupil_id, named_pupil(work, row.pupil_id, row.sealed).full, row.group_name or "")


def _where(actor: Actor) -> Schools:
    held = {each.school for each in actor.holdings if each.function not in _OVERSEE}
    return _schools(held | actor.schools)


def _schools(held: frozenset[UUID | None] | set[UUID | None]) -> Schools:
    return None if None in held else [each for each in held if each is not None]


def _found(work: Work, actor: Actor, q: str, schools: Schools, *, taught: bool) -> list[PupilFound]:
    """Names are sealed, so a search opens those of the school; 2,000 take some 20 ms."""
    word = plain(q)
    rows = _rows(work, actor, schools, taught=taught)
    return _in_order([(row, named_pupil(work, row.pupil_id, row.sealed)) for row in rows], word)


def _rows(work: Work, actor: Actor, schools: Schools, *, taught: bool) -> Sequence[Any]:
    today = work.clock.roughly().astimezone(_HERE).date()
    return pupils_of(work, actor.id, schools, taught=taught, today=today)


def _in_order(rows: Sequence[tuple[Any, PersonName]], word: str) -> list[PupilFound]:
    fits = [(row, name) for row, name in rows if word in plain(name.full)]
    fits.sort(key=lambda each: (each[1].full.casefold(), str(each[0].pupil_id)))
    return [PupilFound(row.pupil_id, name.full, row.group_name or "") for row, name in fits]
