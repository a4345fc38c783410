"""Importing a school's roll: first the plan, then exactly that plan. Functions are proposed, never given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.imports.reading import read_roll
from app.commands.leaving import close_account, end_functions, hand_over, leave_teams, lock_dossiers
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import PupilLeaves, RollImported
from app.domain.functions import INTERN_BEGELEIDER
from app.domain.permissions import Permission, Subject
from app.domain.roll import Roll
from app.domain.roll_changes import ABSENT, Entry, RollPlan
from app.domain.roll_plan import KnownRoll, plan
from app.store.loaded import LoadedDossier
from app.store.requests import log_read
from app.store.roll import load_roll, open_dossiers_of
from app.store.roll_deed import carry_out_plan
from app.store.staff import employments_of, holders, holdings_of
from app.store.streams import Stream
from app.store.tables import outbox
from app.store.teams import denied_in, memberships_of
from app.store.unit_of_work import Work
from workflows import Calendar

MAIL_LEAVES: Final = "vertrek"
_CHANGED: Final = (
    "Het bestand of de school is veranderd sinds je het voorstel bekeek. Bekijk het opnieuw en bevestig het dan."
)


@dataclass(frozen=True, slots=True)
class PreviewRoll(Unrecorded):
    """Ask what an import would do."""

    school: UUID
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportRoll(Recorded):
    """Bring a school in line with a file, as was shown."""

    school: UUID
    data: bytes = field(repr=False)
    plan: str
    """Digest of the plan that was shown."""
    sure: bool = True
    """False: not where more than half would leave."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A function for a person to confirm, with `GrantFunction`."""

    person: UUID
    name: str
    function: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    counts: Mapping[str, int]
    """By what it is and what became of it: `leerling nieuw`."""
    proposals: tuple[Proposed, ...]
    alerted: int
    """Open dossiers of pupils who leave; the intern begeleiders were told of them."""


def show_roll(command: PreviewRoll, scope: Scope, _attempt: Attempt) -> RollPlan:
    """The plan, for who may import; that somebody looked is written down."""
    scope.require(Permission.IMPORT, Subject(school=command.school))
    roll = read_roll(command.data)
    shown = _planned(scope.work, command.school, roll, _today(scope))[1]
    log_read(scope.work, scope.actor.id, PreviewRoll.__name__, command.school, found=True)
    return shown


def import_roll(command: ImportRoll, scope: Scope, _attempt: Attempt) -> Imported:
    """Do it, if it is still what was shown. Raises WrongStateError where it is not."""
    scope.require(Permission.IMPORT, Subject(school=command.school))
    roll = read_roll(command.data)  # before any lock: a large file takes its time
    board = locked_board(scope)
    known, planned = _planned(scope.work, command.school, roll, _today(scope))
    if planned.digest != command.plan:
        raise WrongStateError(_CHANGED)
    if planned.many_leave and not command.sure:
        raise InvalidValueError("Kijk na of dit het goede bestand is, en vink dat aan.", field="zeker")
    leaving = _Leaving.of(scope, command.school, planned)
    kept = carry_out_plan(scope.work, command.school, known, planned, _today(scope))
    counts = {
        f"{kind.kind} {word}": number for kind in planned.kinds for word, number in kind.counts.items() if number
    }  # fmt: skip
    scope.record(board.stream, RollImported(school=command.school, plan=planned.digest, counts=counts))
    leaving.staff_leaves(scope, board.stream)
    leaving.pupils_leave(scope)
    proposals = tuple(
        Proposed(kept.staff[one.key], one.name, one.function, one.reason) for one in planned.proposals
    )  # fmt: skip
    return Imported(counts, proposals, len(leaving.pupils))


@dataclass(frozen=True, slots=True)
class _Leaving:
    """Those who leave by an import, with every dossier that it concerns locked."""

    school: UUID
    dossiers: dict[UUID, LoadedDossier]
    pupils: Mapping[UUID, Entry[Any]]
    """Open dossier to its pupil."""
    held: list[Any]
    """Holdings that end."""
    members: list[Any]
    """Places on teams that end."""
    closing: list[UUID]
    """Members of staff who work nowhere at the board any more."""

    @classmethod
    def of(cls, scope: Scope, school: UUID, planned: RollPlan) -> _Leaving:
        entries = {entry.id: entry for entry in planned.pupils.leaving if entry.id is not None}
        found = open_dossiers_of(scope.work, school, list(entries))
        staff = [entry.id for entry in planned.staff.leaving if entry.id is not None]
        held = list(holdings_of(scope.work, staff, coming=True)) if staff else []
        elsewhere = {row.person_id for row in employments_of(scope.work, staff) if row.school_id != school}
        elsewhere |= {row.person_id for row in held if row.school_id != school}
        members = [
            row for row in memberships_of(scope.work, staff)
            if row.school_id == school or row.person_id not in elsewhere
        ]  # fmt: skip
        dossiers = lock_dossiers(scope, [*found.values(), *(row.dossier_id for row in members)])
        pupils = {found[pupil]: entry for pupil, entry in entries.items() if pupil in found}
        ending = [row for row in held if row.school_id == school]
        return cls(school, dossiers, pupils, ending, members, [each for each in staff if each not in elsewhere])

    def staff_leaves(self, scope: Scope, stream: Stream) -> None:
        """End what they had by working here: functions, places on teams, and of the last school the sign-in."""
        end_functions(scope, stream, self.held, ABSENT)
        leave_teams(scope, self.dossiers, self.members, ABSENT)
        left = {row.dossier_id for row in self.members}
        hand_over(scope, {each: dossier for each, dossier in self.dossiers.items() if each in left})
        for person in sorted(self.closing):
            close_account(scope, stream, person)

    def pupils_leave(self, scope: Scope) -> None:
        """Write it down in each open dossier, and tell the intern begeleiders who may know of that dossier."""
        if not self.pupils:
            return
        helpers = holders(scope.work, INTERN_BEGELEIDER, self.school)
        denied = denied_in(scope.work, list(self.pupils))
        told = set[UUID]()
        for dossier, entry in sorted(self.pupils.items(), key=lambda each: each[0]):
            day = None if entry.reason == ABSENT else entry.value.left_on
            scope.record(self.dossiers[dossier].stream, PupilLeaves(left_on=day))
            told |= helpers - denied.get(dossier, frozenset())
        for person in sorted(told):
            scope.work.add(
                outbox, mail_id=scope.work.new_id(), person_id=person, kind=MAIL_LEAVES, command_id=scope.command,
                created_at=scope.work.now, next_at=scope.work.now, attempts=0, failed=False,
            )  # fmt: skip


def _planned(work: Work, school: UUID, roll: Roll, today: date) -> tuple[KnownRoll, RollPlan]:
    known = load_roll(work, school)
    if known is None:
        raise NotFoundError
    return known, plan(known, roll, today)


def _today(scope: Scope) -> date:
    return scope.work.now.astimezone(Calendar.zone).date()
