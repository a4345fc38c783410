"""People and the functions that they hold: inviting, granting, ending. Nobody gives a function to themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.leaving import close_account, end_functions, hand_over, leave_teams, lock_dossiers
from app.commands.schools import checked_name, locked_board
from app.commands.scope import Scope
from app.commands.tasks import checked_reason
from app.domain.actors import Holding
from app.domain.addresses import is_address
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import EmploymentEnded, FunctionGranted, PersonInvited
from app.domain.functions import FUNCTIONS
from app.domain.permissions import Permission, Subject, may
from app.store.access import invite
from app.store.bearer import Bearer
from app.store.in_force import versions_counting
from app.store.people import find_person
from app.store.schools import find_school
from app.store.staff import (
    add_holding,
    add_person,
    employ,
    employments_of,
    end_employments,
    find_holding,
    held_by,
    holdings_of,
    person_by_id,
    places_of,
    set_person,
)
from app.store.streams import Stream
from app.store.teams import end_members, memberships_of, only_for_a_time, without_function

VALID: Final = timedelta(days=7)
"""How long a one-time link works."""
_AT_INVITATION: Final = "bij de uitnodiging"
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,118}")


@dataclass(frozen=True, slots=True)
class InvitePerson(Recorded):
    """Give somebody, known or new, a one-time link with which to set a password."""

    login: str
    name: str
    email: str
    school: UUID | None
    """Where they work; None at the board itself."""
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantFunction(Recorded):
    """Let somebody hold a function from now on."""

    person: UUID
    function: str
    school: UUID | None
    """None: at the board, for all of its schools."""
    reason: str


@dataclass(frozen=True, slots=True)
class EndFunction(Recorded):
    """Let somebody hold a function no longer; places on teams that they had by it end too."""

    holding: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class EndEmployment(Recorded):
    """Let somebody work at a school no longer, or nowhere at the board; all rights from it end at once."""

    person: UUID
    reason: str
    school: UUID | None = None
    """None: everywhere."""


def invite_person(command: InvitePerson, scope: Scope, _attempt: Attempt) -> str:
    """Keep the person and a link that works for seven days; its secret, which is kept nowhere."""
    keep(scope, command.school)
    login, name = command.login.strip().casefold(), checked_name(command.name)
    email = _checked_contact(login, command.email.strip())
    functions = [checked_function(scope, each) for each in dict.fromkeys(command.functions)]
    board = locked_board(scope)
    _check_school(scope, command.school)
    person = _invited(scope, login, name, email)
    if command.school is not None:
        employ(scope.work, person, command.school)
    secret, until = Bearer.new(scope.work.board), scope.work.now + VALID
    invite(scope.work, person, secret, until)
    scope.record(board.stream, PersonInvited(person=person, login=login, until=until))
    held = _held(scope, person)
    for each in functions:
        if Holding(each, command.school) not in held:
            grant(scope, board.stream, person, Holding(each, command.school), _AT_INVITATION)
    return secret.link


def grant_function(command: GrantFunction, scope: Scope, attempt: Attempt) -> UUID:
    """Let them hold it; the id of the holding. Raises WrongStateError where they do already."""
    keep(scope, command.school)
    function, reason = checked_function(scope, command.function), checked_reason(command.reason)
    board = locked_board(scope)
    _check_school(scope, command.school)
    if person_by_id(scope.work, command.person) is None:
        raise NotFoundError
    wanted = Holding(function, command.school)
    if wanted in _held(scope, command.person):
        message = f"Deze persoon heeft de functie {function} al."
        raise WrongStateError(message)
    made = grant(scope, board.stream, command.person, wanted, reason)
    attempt.location = f"/api/v1/functions/{made}"
    return made


def end_function(command: EndFunction, scope: Scope, attempt: Attempt) -> UUID:
    """End it; the id of the person. Raises NotFoundError for one that is not held."""
    seen = find_holding(scope.work, command.holding)
    if seen is None:
        raise NotFoundError
    keep(scope, seen.school_id)
    reason = checked_reason(command.reason)
    board = locked_board(scope)
    held = holdings_of(scope.work, [seen.person_id], coming=True)
    ending = [row for row in held if row.holding_id == command.holding]
    if not ending:
        raise NotFoundError
    rest = [row for row in held if row.holding_id != command.holding and row.began_at <= scope.work.now]
    left = held_by(rest).get(seen.person_id, frozenset())
    on_teams = memberships_of(scope.work, [seen.person_id])
    members = without_function(on_teams, left)
    # Also where they stay on the team: their tasks there may be nobody's without the function.
    dossiers = lock_dossiers(scope, (row.dossier_id for row in on_teams))
    end_functions(scope, board.stream, ending, reason)
    leave_teams(scope, dossiers, members, reason)
    for until, ids in only_for_a_time(on_teams, rest).items():
        end_members(scope.work, ids, until)
    hand_over(scope, dossiers)
    person: UUID = seen.person_id
    attempt.location = f"/api/v1/people/{person}"
    return person


def end_employment(command: EndEmployment, scope: Scope, _attempt: Attempt) -> UUID:
    """End it with all rights that come of it; of the last one, the sign-in and all tokens too."""
    _keep_leaver(scope, command)
    reason = checked_reason(command.reason)
    board = locked_board(scope)
    person = command.person
    jobs, held = employments_of(scope.work, [person]), holdings_of(scope.work, [person], coming=True)
    ends = [job for job in jobs if command.school in (None, job.school_id)]
    ending = [row for row in held if command.school is None or row.school_id == command.school]
    if command.school is not None and not ends and not ending:
        message = "Deze persoon werkt niet op deze school."
        raise WrongStateError(message)
    everywhere = len(ends) == len(jobs) and len(ending) == len(held)
    members = [row for row in memberships_of(scope.work, [person]) if everywhere or row.school_id == command.school]
    dossiers = lock_dossiers(scope, (row.dossier_id for row in members))
    end_employments(scope.work, [person], [job.school_id for job in ends])
    for school in [job.school_id for job in ends] or ([None] if everywhere else []):
        scope.record(board.stream, EmploymentEnded(person=person, school=school, reason=reason))
    end_functions(scope, board.stream, ending, reason)
    leave_teams(scope, dossiers, members, reason)
    hand_over(scope, dossiers)
    if everywhere:
        close_account(scope, board.stream, person)
    return person


def keep(scope: Scope, school: UUID | None) -> None:
    """Go on only for who keeps the people of a school, or of the board. Raises NotFoundError."""
    if school is None:
        scope.require(Permission.KEEP_BOARD)
    else:
        scope.require(Permission.KEEP_PEOPLE, Subject(school=school))


def keeps_all_of(scope: Scope, person: UUID) -> bool:
    """Whether the actor keeps the people of every place where somebody works or holds a function."""
    return all(
        may(scope.actor, Permission.KEEP_BOARD) if place is None
        else may(scope.actor, Permission.KEEP_PEOPLE, Subject(school=place))
        for place in places_of(scope.work, person)
    )  # fmt: skip


def checked_function(scope: Scope, name: str) -> str:
    """A function that the product knows, or a protocol that holds somewhere or will. Raises InvalidValueError."""
    known = dict.fromkeys(FUNCTIONS)
    for geheel in versions_counting(scope.work):
        known |= dict.fromkeys(scope.bundle(geheel).protocol.functies)
    by_fold = {each.casefold(): each for each in known}
    found = by_fold.get(" ".join(name.split()).casefold())
    if found is None:
        raise InvalidValueError(f"Deze functie is niet bekend. Kies uit: {', '.join(known)}.", field="function")
    return found


def _keep_leaver(scope: Scope, command: EndEmployment) -> None:
    if person_by_id(scope.work, command.person) is None:
        raise NotFoundError
    if command.school is not None:
        keep(scope, command.school)
    elif not keeps_all_of(scope, command.person):
        raise NotFoundError


def _check_school(scope: Scope, school: UUID | None) -> None:
    if school is not None and find_school(scope.work, school) is None:
        raise NotFoundError


def _checked_contact(login: str, email: str) -> str:
    if not _LOGIN.fullmatch(login):
        raise InvalidValueError(
            "Een aanmeldnaam heeft 2 tot 119 tekens: kleine letters zonder accent, cijfers, en . _ - @ +.",
            field="login",
        )
    return checked_email(email)


def checked_email(email: str) -> str:
    """An address as it is kept; none is good too. Raises InvalidValueError."""
    if email and not is_address(email):
        raise InvalidValueError(
            "Dit is geen e-mailadres. Schrijf het zoals naam@school.nl, of laat het leeg.", field="email"
        )
    return email


def _invited(scope: Scope, login: str, name: str, email: str) -> UUID:
    """The person with this login, new or known; a login that is somebody else's is not taken over by mistake."""
    row = find_person(scope.work, login)
    if row is None:
        return add_person(scope.work, login, name, email, is_active=True)
    if row.name.casefold() != name.casefold() or not keeps_all_of(scope, row.person_id):
        raise InvalidValueError(
            "Deze aanmeldnaam is al van iemand anders. Kies een andere; is het dezelfde persoon, typ de naam dan zoals "
            "die hier bekend is.",
            field="login",
        )
    values: Mapping[str, Any] = {"active": True, **({"email": email} if email else {})}
    set_person(scope.work, row.person_id, **values)
    person: UUID = row.person_id
    return person


def _held(scope: Scope, person: UUID) -> frozenset[Holding]:
    """What somebody holds for good; a deputy may be given the function besides."""
    rows = [row for row in holdings_of(scope.work, [person]) if row.ended_at is None]
    return held_by(rows).get(person, frozenset())


def grant(scope: Scope, stream: Stream, person: UUID, held: Holding, reason: str) -> UUID:
    """Keep the holding with its fact; its id. Raises WrongStateError for oneself."""
    if person == scope.actor.id:
        message = "Een functie geef je niet aan jezelf. Vraag een collega die de functies bijhoudt."
        raise WrongStateError(message)
    made = add_holding(scope.work, person, held)
    fact = FunctionGranted(
        holding=made, person=person, function=held.function, school=held.school, reason=reason
    )  # fmt: skip
    scope.record(stream, fact)
    return made
