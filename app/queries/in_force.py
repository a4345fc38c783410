"""What holds where and from when, and what somebody proposes to do about it: as the pages of the workbench tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.in_force import Put, Reach, Target, holding, places, turn_of
from app.domain.permissions import Permission, Subject, may
from app.queries.places import SchoolAt, schools_at
from app.queries.school_page import VersionShown
from app.store.colleagues import colleagues_at
from app.store.in_force import all_put, find_proposal, list_proposals
from app.store.overview import published
from app.store.people import names_of
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Aimed:
    """For whom, in names."""

    reach: Reach
    school: str
    """Empty for the whole board."""
    people: tuple[str, ...]
    """Whose pilot it is."""


class State(StrEnum):
    """How it stands with what was put in force."""

    HOLDS = "nu"
    PLANNED = "komt"
    OVER = "voorbij"
    """Another came in its place, or stands for it."""
    WITHDRAWN = "terug"


@dataclass(frozen=True, slots=True)
class Held:
    """A version that was put in force."""

    id: UUID
    geheel: str
    name: str
    published_at: datetime
    aimed: Aimed
    put: Put
    proposed_by: str
    agreed_by: str
    withdrawn_by: str
    withdrawn_with: str
    state: State


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal for a version that was published before."""

    id: UUID
    geheel: str
    name: str
    published_at: datetime
    put: UUID | None
    """What is to be taken back; None where the version is to come into force."""
    aimed: Aimed
    target: Target
    why: str
    by: UUID
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds where, what comes, and what is proposed."""

    held: tuple[Held, ...]
    """All that was ever put in force, the last in front."""
    proposals: tuple[Asked, ...]
    turn: int
    at: datetime
    """When this was so."""

    @property
    def now(self) -> tuple[Held, ...]:
        """What holds: for the board, for schools, for pilots."""
        found = [each for each in self.held if each.state is State.HOLDS]
        return tuple(sorted(found, key=lambda each: (-each.aimed.reach, each.aimed.school.casefold())))

    @property
    def planned(self) -> tuple[Held, ...]:
        """What will hold, the first day in front."""
        found = [each for each in self.held if each.state is State.PLANNED]
        return tuple(sorted(found, key=lambda each: (each.put.since, each.put.number)))

    @property
    def in_force(self) -> frozenset[str]:
        """The versions that hold somewhere."""
        return frozenset(each.geheel for each in self.now)

    @property
    def starting(self) -> tuple[Held, ...]:
        """Each version that holds somewhere once, the widest first: to begin a draft as, and to take routes to."""
        return tuple({each.geheel: each for each in self.now}.values())

    def after(self, held: Held) -> Held | None:
        """What would hold there for everybody, were this taken back."""
        rest = [each.put for each in self.held if each.id != held.id]
        found = holding(rest, held.put.school, None, self.at)
        return next((each for each in self.held if found and each.id == found.id), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """For whom somebody may propose a version."""

    schools: tuple[SchoolAt, ...]
    all_schools: tuple[SchoolAt, ...]
    school: UUID | None
    """The one that was chosen, or the only one."""
    people: Mapping[UUID, str]
    """Who works there and can sign in, by name."""

    @property
    def options(self) -> list[tuple[UUID, str]]:
        """The schools, to choose from."""
        return [(each.id, each.name) for each in self.schools]


def read_standing(work: Work) -> Standing:
    """All of it, with names."""
    puts, proposals, now = all_put(work), list_proposals(work), work.clock.roughly()
    known = _Known(
        {row.geheel: row for row in published(work)}, {each.id: each.name for each in schools_at(work)},
        names_of(work, {*(one for each in puts for one in _people(each)), *_asking(proposals)}),
    )  # fmt: skip
    current = {each.id for each in places(puts, now)}
    return Standing(
        tuple(known.held(each, _state(each, current, now)) for each in puts),
        tuple(known.asked(each) for each in proposals), turn_of(puts), now,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one version holds."""

    held: tuple[Held, ...]
    """Each time that it was put in force, the last in front."""
    everywhere: bool
    """Whether it holds for everybody, and nothing else does or will for anybody."""


def read_placed(work: Work, version: VersionShown) -> Placed:
    """Where this version holds; of others only that they do, without their names and people."""
    puts, now = all_put(work), work.clock.roughly()
    mine = [each for each in puts if each.geheel == version.geheel]
    schools = {each.id: each.name for each in schools_at(work)} if any(each.school for each in mine) else {}
    known = _Known({version.geheel: version}, schools, names_of(work, {one for put in mine for one in _people(put)}))
    there = places(puts, now)
    current = {each.id for each in there}
    alone = {each.geheel for each in there} == {version.geheel} and there[0].reach is Reach.BOARD
    return Placed(
        tuple(known.held(each, _state(each, current, now)) for each in mine),
        alone and not any(each.is_planned(now) for each in puts),
    )  # fmt: skip


def turn_now(work: Work) -> int:
    """How often something was put in force or taken back until now."""
    return turn_of(all_put(work))


def takes_back(work: Work, actor: Actor, proposal_id: UUID) -> UUID | None:
    """What a proposal would take back; None where it is to bring a version into force. Raises NotFoundError."""
    row = find_proposal(work, proposal_id) if may(actor, Permission.PUBLISH) else None
    if row is None:
        raise NotFoundError
    found: UUID | None = row.in_force_id
    return found


def read_asked(work: Work, proposal_id: UUID) -> tuple[Asked, Standing]:
    """One proposal that takes something back, beside what stands. Raises NotFoundError."""
    standing = read_standing(work)
    found = next((each for each in standing.proposals if each.id == proposal_id), None)
    if found is None:
        raise NotFoundError
    return found, standing


def read_held(work: Work, actor: Actor, put_id: UUID) -> tuple[Held, Standing]:
    """One that was put in force, beside what stands. Raises NotFoundError."""
    standing = read_standing(work)
    found = next((each for each in standing.held if each.id == put_id), None)
    if found is None or not may(actor, Permission.PUBLISH, Subject(school=found.put.school)):
        raise NotFoundError
    return found, standing


def read_choice(work: Work, actor: Actor, school: UUID | None) -> Choice:
    """The schools for which this person may publish, and who could do a pilot at the one chosen, or the only one."""
    everywhere = tuple(schools_at(work))
    schools = tuple(each for each in everywhere if may(actor, Permission.PUBLISH, Subject(school=each.id)))
    asked = school or (schools[0].id if len(schools) == 1 else None)
    chosen = next((each.id for each in schools if each.id == asked), None)
    there = colleagues_at(work, chosen) if chosen else ()
    return Choice(schools, everywhere, chosen, {row.person_id: row.name for row in there if row.active})


def aimed_with(choice: Choice, target: Target, names: Mapping[UUID, str]) -> Aimed:
    """For whom, in names."""
    return _Known({}, {each.id: each.name for each in choice.all_schools}, names).aimed(target.school, target.people)


@dataclass(frozen=True, slots=True)
class _Known:
    """Names, by what they name."""

    versions: Mapping[str, Any]
    schools: Mapping[UUID, str]
    people: Mapping[UUID, str]

    def held(self, put: Put, state: State) -> Held:
        proposed, agreed, by, beside = (
            self.people.get(each, "") if each else ""
            for each in (put.proposed_by, put.agreed_by, put.withdrawn_by, put.withdrawn_with)
        )
        version = self.versions[put.geheel]
        return Held(
            put.id, put.geheel, version.name, version.published_at, self.aimed(put.school, put.people), put, proposed,
            agreed, by, beside, state,
        )  # fmt: skip

    def asked(self, row: Any) -> Asked:
        target, version = Target.from_json(row.target), self.versions[row.geheel]
        return Asked(
            row.proposal_id, row.geheel, version.name, version.published_at, row.in_force_id,
            self.aimed(target.school, target.people), target, row.why, row.proposed_by,
            self.people.get(row.proposed_by, ""), row.proposed_at,
        )  # fmt: skip

    def aimed(self, school: UUID | None, people: Iterable[UUID]) -> Aimed:
        names = sorted((self.people.get(each, "") for each in people), key=str.casefold)
        reach = Target(school, frozenset(people)).reach
        return Aimed(reach, self.schools.get(school, "") if school else "", tuple(names))


def _people(put: Put) -> Iterable[UUID]:
    beside = (put.proposed_by, put.agreed_by, put.withdrawn_by, put.withdrawn_with)
    return (*put.people, *(each for each in beside if each))


def _asking(rows: Sequence[Any]) -> Iterable[UUID]:
    for row in rows:
        yield row.proposed_by
        yield from Target.from_json(row.target).people


def _state(put: Put, current: set[UUID], now: datetime) -> State:
    if put.withdrawn_at is not None:
        return State.WITHDRAWN
    if put.is_planned(now):
        return State.PLANNED
    return State.HOLDS if put.id in current else State.OVER
