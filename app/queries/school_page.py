"""A school as those who keep it see it: its days, its region, its protocol."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.actors import Actor
from app.domain.free_days import FreeDay, FreeKind, Region
from app.domain.in_force import places
from app.domain.permissions import Permission
from app.queries.calendars import free_days_at
from app.queries.places import SchoolAt, schools_for, the_school
from app.store.dossiers import bundle_in_force
from app.store.in_force import all_put
from app.store.overview import published
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of the protocol."""

    name: str
    geheel: str
    published_at: datetime
    since: datetime | None
    """When it was last brought into force."""
    in_force: bool
    why: str = ""
    """What was said when it was first put in force."""


@dataclass(frozen=True, slots=True)
class SchoolKept:
    """A school, for those who keep it."""

    schools: tuple[SchoolAt, ...]
    school: SchoolAt
    region: Region
    days: tuple[FreeDay, ...]
    versions: tuple[VersionShown, ...]
    """The last published first."""

    @property
    def own(self) -> tuple[FreeDay, ...]:
        """The days that are the school's own."""
        return tuple(each for each in self.days if each.kind is FreeKind.OWN)


def read_school(work: Work, actor: Actor, asked: UUID | None) -> SchoolKept:
    """A school of the asker. Raises NotFoundError for another's."""
    schools = schools_for(work, actor, Permission.IMPORT)
    school = the_school(schools, asked)
    region, days = free_days_at(work, school.id)
    current = bundle_in_force(work, school.id)
    return SchoolKept(schools, school, region, days, versions_of(work, {current} if current else set()))


def versions_of(work: Work, in_force: Collection[str] | None = None) -> tuple[VersionShown, ...]:
    """The versions of a board, the last published first; in force are those given, else those that hold somewhere."""
    if in_force is None:
        in_force = {each.geheel for each in places(all_put(work), work.clock.roughly())}
    return tuple(
        VersionShown(row.name, row.geheel, row.published_at, row.since, row.geheel in in_force, row.why or "")
        for row in published(work)
    )  # fmt: skip
