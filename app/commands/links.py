"""A new one-time link for somebody who works here: who forgot a password, or let the first link go by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.people import VALID, checked_email, keeps_all_of
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.facts import PersonInvited
from app.store.access import invite
from app.store.bearer import Bearer
from app.store.staff import employments_of, holdings_of, person_by_id, set_person


@dataclass(frozen=True, slots=True)
class NewLink(Recorded):
    """Give somebody a new one-time link; those before it no longer work."""

    person: UUID
    email: str | None = None
    """Another address for mail; None leaves it as it is."""


def new_link(command: NewLink, scope: Scope, _attempt: Attempt) -> str:
    """Keep the link for seven days; its secret, which is kept nowhere. What they hold stays as it is."""
    row = person_by_id(scope.work, command.person)
    if row is None or not keeps_all_of(scope, command.person):
        raise NotFoundError
    if command.person == scope.actor.id:
        message = "Je eigen wachtwoord verander je bij Mijn account. Een link geef je aan een collega."
        raise WrongStateError(message)
    email = None if command.email is None else checked_email(command.email.strip())
    board = locked_board(scope)
    if not employments_of(scope.work, [command.person]) and not holdings_of(scope.work, [command.person]):
        raise WrongStateError("Deze collega is uit dienst. Nodig hem of haar opnieuw uit op de school.")
    set_person(scope.work, command.person, active=True, **({} if email is None else {"email": email}))
    secret, until = Bearer.new(scope.work.board), scope.work.now + VALID
    invite(scope.work, command.person, secret, until)
    scope.record(board.stream, PersonInvited(person=command.person, login=row.login, until=until))
    return secret.link
