"""The people of a school, for those who keep them: who is there, what they hold, and what would end with it.

Who keeps one school learns of no other: a person is told as far as they work where the asker keeps the people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from app.domain.actors import Actor, Holding
from app.domain.errors import NotFoundError
from app.domain.functions import FUNCTIONS
from app.domain.permissions import Permission, Subject, may
from app.queries.access import TokenKept, read_tokens
from app.queries.places import SchoolAt, schools_for, the_school
from app.store.bundles import BundleCache
from app.store.in_force import versions_counting
from app.store.people import names_of
from app.store.proposals import OpenProposal, open_proposals
from app.store.rights import subject_of
from app.store.staff import employments_of, held_by, holdings_of, places_of
from app.store.staffing import dossiers_around, ended_holding, jobs_of, staff_at, staff_member
from app.store.teams import memberships_of, without_function
from app.store.unit_of_work import Work
from workflows import Bundle


class SignIn(StrEnum):
    """Whether somebody gets in."""

    YES = "ja"
    LINK = "link"
    """A link waits for them."""
    LATE = "verlopen"
    """Their link was not used in time."""
    NO = "nee"
    """Never invited, or no longer here."""


@dataclass(frozen=True, slots=True)
class HeldNow:
    """A function that somebody holds, or will as a deputy."""

    id: UUID
    function: str
    school: UUID | None
    begins: datetime
    until: datetime | None
    instead_of: str = ""
    """The name of whom they stand in for."""
    coming: bool = False

    @property
    def last(self) -> datetime | None:
        """The last day of a deputy, as people say it."""
        return None if self.until is None else self.until - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff."""

    id: UUID
    name: str
    login: str
    email: str
    sign_in: SignIn
    link_until: datetime | None
    held: tuple[HeldNow, ...]

    @property
    def now(self) -> tuple[HeldNow, ...]:
        """What counts now."""
        return tuple(each for each in self.held if not each.coming)


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff of a school."""

    schools: tuple[SchoolAt, ...]
    school: SchoolAt
    keeps: bool
    """Whether the asker may change anything here."""
    members: tuple[Member, ...]
    proposals: tuple[OpenProposal, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A school where somebody works, with what they hold there; without a school, the board."""

    school: SchoolAt | None
    employed: bool
    since: datetime | None
    left: datetime | None
    held: tuple[HeldNow, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as far as the asker keeps the people where they work."""

    member: Member
    places: tuple[Place, ...]
    functions: tuple[str, ...]
    """What could be given."""
    is_me: bool
    whole: bool
    """Whether the asker keeps all places where they work: only then a link is theirs to give."""
    ended: HeldNow | None
    """What ended just now, to be given again."""
    tokens: tuple[TokenKept, ...] = ()
    """What programs act with as this person; none where the asker does not keep all of their places."""


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody who stands in for a colleague."""

    person: UUID
    name: str
    held: HeldNow


@dataclass(frozen=True, slots=True)
class Deputies:
    """Who stands in for whom, now and soon, and what a new one is made from."""

    schools: tuple[SchoolAt, ...]
    school: SchoolAt
    items: tuple[Deputy, ...]
    held: tuple[tuple[Member, HeldNow], ...]
    """Functions that can be stood in for."""
    people: tuple[Member, ...]
    """Who can do it."""


def read_staff(work: Work, actor: Actor, asked: UUID | None) -> Staff:
    """The staff of a school of the asker. Raises NotFoundError for another's."""
    schools = schools_for(work, actor, Permission.IMPORT)
    school = the_school(schools, asked)
    keeps = may(actor, Permission.KEEP_PEOPLE, Subject(school=school.id))
    proposals = open_proposals(work, school.id, work.clock.roughly()) if keeps else ()
    return Staff(schools, school, keeps, _members(work, staff_at(work, school.id)), proposals)


def read_person(work: Work, actor: Actor, bundles: BundleCache[Bundle], person: UUID, ended: UUID | None) -> Person:
    """Somebody with what they hold. Raises NotFoundError where the asker keeps no place of theirs."""
    rows = staff_member(work, person)
    places = places_of(work, person)
    mine = {each.id: each for each in schools_for(work, actor, Permission.KEEP_PEOPLE)}
    board = may(actor, Permission.KEEP_BOARD)
    if not rows or not (places & set(mine) or (board and None in places)):
        raise NotFoundError
    (member,) = _members(work, rows)
    gone = ended_holding(work, ended, person) if ended else None
    whole = all(board if each is None else each in mine for each in places)
    return Person(
        member, _places(work, person, member, mine, board=board), functions_known(work, bundles), person == actor.id,
        whole, _held(gone, {}, work.clock.roughly()) if gone and (gone.school_id in mine or board) else None,
        read_tokens(work, person) if whole else (),
    )  # fmt: skip


def read_deputies(work: Work, actor: Actor, asked: UUID | None) -> Deputies:
    """The deputies of a school. Raises NotFoundError for a school whose people the asker does not keep."""
    schools = schools_for(work, actor, Permission.KEEP_PEOPLE)
    school = the_school(schools, asked)
    members = _members(work, staff_at(work, school.id))
    board = may(actor, Permission.KEEP_BOARD)
    held = [(each, one) for each in members for one in each.held if board or one.school is not None]
    items = sorted(
        (Deputy(each.id, each.name, one) for each, one in held if one.instead_of), key=lambda one: one.held.begins
    )
    return Deputies(
        schools, school, tuple(items), tuple((each, one) for each, one in held if not one.instead_of),
        tuple(each for each in members if each.sign_in is not SignIn.NO and each.id != actor.id),
    )  # fmt: skip


def functions_known(work: Work, bundles: BundleCache[Bundle]) -> tuple[str, ...]:
    """The functions of the product, and of every protocol that holds somewhere or will."""
    known = dict.fromkeys(FUNCTIONS)
    for geheel in versions_counting(work):
        known |= dict.fromkeys(bundles.get(work, geheel).protocol.functies)
    return tuple(known)


# what would end


def lost_with_function(work: Work, person: UUID, holding: UUID) -> int:
    """How many dossiers somebody would no longer see without a function."""
    rows = holdings_of(work, [person])
    ending = next((row for row in rows if row.holding_id == holding), None)
    if ending is None:
        return 0
    left = held_by(row for row in rows if row.holding_id != holding).get(person, frozenset())
    members = memberships_of(work, [person])
    going = {row.member_id for row in without_function(members, left)}
    staying = [row for row in members if row.member_id not in going]
    return _lost(work, person, ending.school_id, (held_by(rows).get(person, frozenset()), left), staying)


def lost_with_job(work: Work, person: UUID, school: UUID) -> int:
    """How many dossiers somebody would no longer see who no longer works at a school."""
    rows = holdings_of(work, [person])
    left = held_by(row for row in rows if row.school_id != school).get(person, frozenset())
    jobs = employments_of(work, [person])
    everywhere = not left and all(row.school_id == school for row in jobs)
    staying = [
        row for row in memberships_of(work, [person]) if not everywhere and row.school_id != school
    ]  # fmt: skip
    return _lost(work, person, school, (held_by(rows).get(person, frozenset()), left), staying)


def _lost(
    work: Work, person: UUID, school: UUID | None, held: tuple[frozenset[Holding], frozenset[Holding]],
    staying: Sequence[Any],
) -> int:  # fmt: skip
    before, after = (Actor(work.board, person, "", each) for each in held)
    whole = {row.dossier_id for row in staying if row.route_id is None}
    some = {row.dossier_id for row in staying}
    lost = 0
    for row in dossiers_around(work, person, school):
        subject = subject_of(row)
        then = replace(subject, member=row.dossier_id in whole, member_of_route=row.dossier_id in some)
        seen = may(before, Permission.SEE_DOSSIER, subject)
        lost += seen and not may(after, Permission.SEE_DOSSIER, then)
    return lost


# rows as values


def _members(work: Work, rows: Sequence[Any]) -> tuple[Member, ...]:
    now = work.clock.roughly()
    named = names_of(work, {row.instead_of for row in rows if row.instead_of})
    found = []
    for _, each in groupby(rows, lambda row: row.person_id):
        theirs = list(each)
        row = theirs[0]
        held = tuple(_held(one, named, now) for one in theirs if one.holding_id)
        sign_in = _sign_in(row, now)
        until = row.link_until if sign_in in (SignIn.LINK, SignIn.LATE) else None
        found.append(Member(row.person_id, row.name, row.login, row.email, sign_in, until, held))
    return tuple(found)


def _held(row: Any, named: Any, now: datetime) -> HeldNow:
    instead_of = named.get(row.instead_of, "?") if row.instead_of else ""
    return HeldNow(
        row.holding_id, row.function, row.school_id, row.began_at, row.ended_at, instead_of, row.began_at > now
    )  # fmt: skip


def _sign_in(row: Any, now: datetime) -> SignIn:
    if not row.active:
        return SignIn.NO
    if row.link_until is not None and row.link_until > now:
        return SignIn.YES if row.has_password else SignIn.LINK
    return SignIn.YES if row.has_password else SignIn.LATE


def _places(
    work: Work, person: UUID, member: Member, mine: dict[UUID, SchoolAt], *, board: bool
) -> tuple[Place, ...]:  # fmt: skip
    jobs = {row.school_id: row for row in jobs_of(work, person)}
    found = []
    for school_id, school in mine.items():
        job, held = jobs.get(school_id), _at(member.held, school_id)
        if job or held:
            employed = job is not None and job.ended_at is None
            since, left = (job.began_at, job.ended_at) if job else (None, None)
            found.append(Place(school, employed, since, left, held))
    at_board = _at(member.held, None)
    if at_board or board:
        found.append(Place(None, employed=False, since=None, left=None, held=at_board))
    return tuple(found)


def _at(held: Iterable[HeldNow], school: UUID | None) -> tuple[HeldNow, ...]:
    return tuple(each for each in held if each.school == school)
