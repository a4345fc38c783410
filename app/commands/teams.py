"""Who is on a dossier by name, who may never be, and the parents. Nobody decides on a denial of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.leaving import hand_over, leave_teams
from app.commands.locking import locked
from app.commands.schools import checked_name, locked_board
from app.commands.scope import Scope
from app.commands.tasks import checked_reason
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import DenialLifted, MemberJoined, ParentRecorded, PersonDenied
from app.domain.permissions import Permission, may
from app.store.loaded import LoadedDossier
from app.store.people import names_of
from app.store.rights import find_dossier, find_pupil
from app.store.teams import (
    add_member,
    denial_of,
    deny,
    find_denial,
    find_member,
    find_parent,
    keep_parent,
    lift,
    memberships_in,
    works_at,
)
from workflows import Calendar

_LONGEST_RELATION: Final = 80


@dataclass(frozen=True, slots=True)
class AddMember(Recorded):
    """Put somebody on the team of a dossier."""

    dossier: UUID
    person: UUID
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndMember(Recorded):
    """Take somebody off a team."""

    member: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class DenyPerson(Recorded):
    """Keep somebody off a dossier for good, whatever functions they hold."""

    dossier: UUID
    person: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LiftDenial(Recorded):
    """Take somebody off a deny list."""

    denial: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RecordParent(Recorded):
    """Write down what is known of a parent; all of it, in the place of what was known."""

    pupil: UUID
    parent: UUID | None
    """None: a parent who was not known yet."""
    name: str
    relation: str
    custody_from: date | None = None
    """From when they have custody (gezag); None: they do not have it."""
    custody_until: date | None = None
    contact_ban: bool = False
    secret_address: bool = False


def put_on_team(command: AddMember, scope: Scope, attempt: Attempt) -> UUID:
    """Put them on the team of the whole dossier; the id of their place."""
    dossier = _locked(command.dossier, scope, attempt)
    reason = checked_reason(command.reason)
    if dossier.closed_at is not None:
        raise WrongStateError("Dit dossier is gesloten.")
    _check_until(command.until, scope.work.now)
    if not works_at(scope.work, command.person, dossier.school_id):
        message = "Deze persoon werkt niet op de school van dit dossier, of kan zich niet aanmelden."
        raise InvalidValueError(message, field="person")
    if denial_of(scope.work, dossier.id, command.person) is not None:
        message = "Deze persoon mag niet bij dit dossier: hij of zij staat op de lijst van wie er niet bij mag."
        raise WrongStateError(message)
    if any(row.route_id is None for row in memberships_in(scope.work, dossier.id, command.person)):
        raise WrongStateError(f"{_name(scope, command.person)} is al betrokken bij dit dossier.")
    made = add_member(scope.work, dossier.id, command.person, command.until)
    fact = MemberJoined(member=made, person=command.person, reason=reason, until=command.until)
    scope.record(dossier.stream, fact)
    attempt.location = f"/api/v1/members/{made}"
    return made


def take_off_team(command: EndMember, scope: Scope, attempt: Attempt) -> UUID:
    """End their place on the team; the id of the dossier."""
    seen = find_member(scope.work, command.member)
    if seen is None:
        raise NotFoundError
    dossier = _locked(seen.dossier_id, scope, attempt)
    reason = checked_reason(command.reason)
    row = find_member(scope.work, command.member)
    if row is None:
        raise WrongStateError("Deze persoon is al niet meer betrokken.")
    leave_teams(scope, {dossier.id: dossier}, [row], reason)
    hand_over(scope, {dossier.id: dossier})
    return dossier.id


def deny_person(command: DenyPerson, scope: Scope, attempt: Attempt) -> UUID:
    """Put them on the deny list and off the team; the id of the denial."""
    dossier = _locked(command.dossier, scope, attempt)
    _check_other(command.person, scope)
    reason = checked_reason(command.reason)
    if not names_of(scope.work, [command.person]):
        raise InvalidValueError("Deze persoon is niet bekend bij het bestuur.", field="person")
    if denial_of(scope.work, dossier.id, command.person) is not None:
        raise WrongStateError("Deze persoon staat al op de lijst van wie er niet bij mag.")
    members = memberships_in(scope.work, dossier.id, command.person)
    made = deny(scope.work, dossier.id, command.person)
    scope.record(dossier.stream, PersonDenied(denial=made, person=command.person, reason=reason))
    leave_teams(scope, {dossier.id: dossier}, members, reason)
    hand_over(scope, {dossier.id: dossier})
    attempt.location = f"/api/v1/denials/{made}"
    return made


def lift_denial(command: LiftDenial, scope: Scope, attempt: Attempt) -> UUID:
    """Take them off the deny list; they are on no team by it. The id of the dossier."""
    seen = find_denial(scope.work, command.denial)
    if seen is None:
        raise NotFoundError
    dossier = _locked(seen.dossier_id, scope, attempt)
    _check_other(seen.person_id, scope)
    reason = checked_reason(command.reason)
    if find_denial(scope.work, command.denial) is None:
        raise WrongStateError("Deze persoon staat al niet meer op de lijst.")
    lift(scope.work, command.denial)
    scope.record(dossier.stream, DenialLifted(denial=command.denial, person=seen.person_id, reason=reason))
    return dossier.id


def record_parent(command: RecordParent, scope: Scope, attempt: Attempt) -> UUID:
    """Seal it under the board's key; the id of the parent. The fact says that there is custody or a ban, not whose."""
    _may_keep_parents(command.pupil, scope)
    known = _checked_parent(command)
    board = locked_board(scope)
    if command.parent is not None:
        row = find_parent(scope.work, command.parent)
        if row is None or row.pupil_id != command.pupil:
            raise NotFoundError
    made = keep_parent(scope.work, command.parent, command.pupil, known)
    fact = ParentRecorded(
        parent=made, pupil=command.pupil, custody=_has_custody(command, scope), contact_ban=command.contact_ban,
        secret_address=command.secret_address,
    )  # fmt: skip
    scope.record(board.stream, fact)
    attempt.location = f"/api/v1/pupils/{command.pupil}/parents/{made}"
    return made


def _locked(dossier_id: UUID, scope: Scope, attempt: Attempt) -> LoadedDossier:
    dossier, _ = locked(
        scope, attempt, lambda: find_dossier(scope.work, dossier_id, scope.actor.id),
        scope.requires(Permission.KEEP_TEAM),
    )  # fmt: skip
    return dossier


def _check_other(person: UUID, scope: Scope) -> None:
    if person == scope.actor.id:
        message = "Hierover beslis je niet voor jezelf. Vraag het een collega die dit dossier leidt."
        raise WrongStateError(message)


def _check_until(until: datetime | None, now: datetime) -> None:
    if until is None:
        return
    if until.utcoffset() is None:
        raise InvalidValueError("Geef bij het tijdstip de tijdzone, bijvoorbeeld +01:00.", field="until")
    if until <= now:
        raise InvalidValueError("Dit tijdstip is al voorbij. Geef tot wanneer iemand betrokken is.", field="until")


def _name(scope: Scope, person: UUID) -> str:
    return names_of(scope.work, [person]).get(person, "Deze persoon")


def _may_keep_parents(pupil: UUID, scope: Scope) -> None:
    found = find_pupil(scope.work, pupil, scope.actor.id)
    if found is None:
        raise NotFoundError
    open_ = found.row.dossier_id
    of_dossier = find_dossier(scope.work, open_, scope.actor.id) if open_ else None
    if of_dossier is None or not may(scope.actor, Permission.KEEP_TEAM, of_dossier.subject):
        scope.require(Permission.KEEP_PEOPLE, found.subject)


def _checked_parent(command: RecordParent) -> dict[str, object]:
    relation = " ".join(command.relation.split())
    if not relation or len(relation) > _LONGEST_RELATION:
        message = f"Schrijf in 1 tot {_LONGEST_RELATION} tekens wat deze persoon van de leerling is, zoals moeder."
        raise InvalidValueError(message, field="relation")
    begin, end = command.custody_from, command.custody_until
    if end is not None and (begin is None or end < begin):
        message = "Het gezag eindigt hier voordat het begint. Geef eerst vanaf wanneer er gezag is."
        raise InvalidValueError(message, field="custody_until")
    return {
        "name": checked_name(command.name), "relation": relation,
        "custody_from": begin and begin.isoformat(), "custody_until": end and end.isoformat(),
        "contact_ban": command.contact_ban, "secret_address": command.secret_address,
    }  # fmt: skip


def _has_custody(command: RecordParent, scope: Scope) -> bool:
    today = scope.work.now.astimezone(Calendar.zone).date()
    begin, end = command.custody_from, command.custody_until
    return begin is not None and begin <= today and (end is None or today <= end)
