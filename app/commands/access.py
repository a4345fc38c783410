"""Getting in: using a one-time link, and the tokens with which a program acts as a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.people import keeps_all_of
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import InvitationAccepted, TokenCreated, TokenRevoked
from app.domain.permissions import Permission
from app.store.access import add_token, find_invitation, find_token, revoke, use_invitation
from app.store.bearer import Bearer
from app.store.passwords import hashed
from app.store.people import find_person
from app.store.sessions import end_sessions
from app.store.staff import set_person

SHORTEST: Final = 12
"""Characters of a password."""
_LONGEST: Final = 1_000
SPENT: Final = (
    "Deze link werkt niet meer: hij is gebruikt, ouder dan zeven dagen, of er kwam een nieuwe. "
    "Vraag wie je uitnodigde om een nieuwe."
)


@dataclass(frozen=True, slots=True)
class AcceptInvitation(Recorded):
    """Set a password with a one-time link; the sender is `guest_of(secret)`."""

    secret: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CreateToken(Recorded):
    """Make a token with which a program acts as a person: one's own, or at the command line anybody's."""

    login: str
    until: datetime | None = None
    """None: until it is revoked, or the person leaves."""


@dataclass(frozen=True, slots=True)
class RevokeToken(Recorded):
    """Let a token count no longer."""

    token: UUID


def guest_of(secret: str) -> Actor:
    """Who comes with a one-time link, before it is known whose it is. Raises InvalidValueError for no such link."""
    found = Bearer.read(secret)
    if found is None:
        raise InvalidValueError(SPENT, field="secret")
    return Actor.guest(found.board)


def accept_invitation(command: AcceptInvitation, scope: Scope, _attempt: Attempt) -> UUID:
    """Keep the password and use the link up; who it was. From here on that person acts."""
    secret = Bearer.read(command.secret)
    found = find_invitation(scope.work, secret) if secret and secret.board == scope.work.board else None
    if found is None:
        raise InvalidValueError(SPENT, field="secret")
    check_password(command.password, found)
    kept = hashed(command.password)
    board = locked_board(scope)
    if not use_invitation(scope.work, found.invitation_id):
        raise InvalidValueError(SPENT, field="secret")
    set_person(scope.work, found.person_id, password=kept)
    end_sessions(scope.work, found.person_id)
    scope.actor = Actor(scope.work.board, found.person_id, found.name)
    scope.record(board.stream, InvitationAccepted(person=found.person_id))
    person: UUID = found.person_id
    return person


def create_token(command: CreateToken, scope: Scope, _attempt: Attempt) -> str:
    """Keep a token; its text, which is kept nowhere. Raises NotFoundError for somebody else's login."""
    person = find_person(scope.work, command.login.strip().casefold())
    if person is None:
        raise NotFoundError
    own = person.person_id == scope.actor.id
    scope.require(Permission.SIGNED_IN if own else Permission.ISSUE_ACCESS)
    if command.until is not None:
        _check_until(command.until, scope.work.now)
    if not person.active:
        message = "Deze persoon kan zich niet aanmelden. Nodig hem of haar eerst uit: flask person invite."
        raise WrongStateError(message)
    board = locked_board(scope)
    secret = Bearer.new(scope.work.board)
    made = add_token(scope.work, person.person_id, secret, command.until)
    scope.record(board.stream, TokenCreated(token=made, person=person.person_id, until=command.until))
    return secret.token


def revoke_token(command: RevokeToken, scope: Scope, _attempt: Attempt) -> UUID:
    """Revoke one's own token, or that of somebody whose people one keeps."""
    row = find_token(scope.work, command.token)
    if row is None:
        raise NotFoundError
    if row.person_id != scope.actor.id and not keeps_all_of(scope, row.person_id):
        raise NotFoundError
    board = locked_board(scope)
    revoke(scope.work, [command.token])
    scope.record(board.stream, TokenRevoked(token=command.token, person=row.person_id))
    return command.token


def check_password(password: str, person: Any) -> None:
    """Long enough, and not what everybody knows of this person. Raises InvalidValueError."""
    if len(password) < SHORTEST:
        message = f"Kies een wachtwoord van {SHORTEST} tekens of meer. Een zin onthoudt het best."
        raise InvalidValueError(message, field="password")
    if len(password) > _LONGEST:
        raise InvalidValueError(f"Kort het wachtwoord in tot {_LONGEST} tekens.", field="password")
    known = {_letters(text) for text in (person.login, person.name, person.email)}
    if _letters(password) in known or not _letters(password):
        message = "Kies iets anders dan je naam, je aanmeldnaam of je e-mailadres."
        raise InvalidValueError(message, field="password")


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _check_until(until: datetime, now: datetime) -> None:
    if until.utcoffset() is None:
        raise InvalidValueError("Geef bij het tijdstip de tijdzone, bijvoorbeeld +01:00.", field="until")
    if until <= now:
        raise InvalidValueError("Dit tijdstip is al voorbij. Geef tot wanneer het token geldt.", field="until")
