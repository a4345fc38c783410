"""From a login and a password to a session. Whoever guesses learns not who is known, also not by how long it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.commands.bus import Bus
from app.commands.sessions import Candidate, ChangePassword, ClearFailures, NoteFailure, SignIn, TakeTurn, Turn
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError
from app.store.passwords import matches
from app.store.sessions import NO_BOARD

LONGEST_TYPED: Final = 1_000
"""Characters of a login or a password; what is longer is nobody's."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Somebody is signed in."""

    known: str = field(repr=False)
    """What the browser keeps, so that nobody can keep its owner out by guessing elsewhere."""

    cookie: str = field(repr=False)
    """The text of the cookie: `<board>.<secret>`."""
    board: UUID
    person: UUID


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from."""

    address: str = field(repr=False)
    known: str = field(default="", repr=False)
    """What the browser kept of an earlier time."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The next try may come after so many seconds."""

    seconds: int


def sign_in(bus: Bus, login: str, password: str, origin: Origin) -> Welcome | Wait | None:
    """Sign somebody in; None for a login and a password that do not go together. Raises UnavailableError."""
    turn = _turn(bus, login, origin)
    if turn.wait:
        return Wait(turn.wait)
    found = _judged(turn, password)
    if found is not None and found.kept is not None:
        cookie = bus.send(SignIn(found.person, found.kept, turn.login), by=Actor.guest(found.board)).result
        if cookie is not None:
            return Welcome(turn.known, cookie, found.board, found.person)
    for board, person in _to_be_told(turn):
        bus.send(NoteFailure(person), by=Actor.guest(board))
    return None


def change_password(bus: Bus, actor: Actor, change: ChangePassword, login: str, origin: Origin) -> Wait | None:
    """Change one's password; tries to guess the old one are counted like those to sign in.

    Raises InvalidValueError by field, UnavailableError.
    """
    turn = _turn(bus, login, origin)
    if turn.wait:
        return Wait(turn.wait)
    try:
        bus.send(ChangePassword(change.session, change.old, change.new, turn.login), by=actor)
    except InvalidValueError as error:
        wrong = error.field == "old"
        bus.send(NoteFailure(actor.id) if wrong else ClearFailures(turn.login), by=actor)
        raise
    return None


def _turn(bus: Bus, login: str, origin: Origin) -> Turn:
    ask = TakeTurn(login[:LONGEST_TYPED], origin.address, origin.known[:LONGEST_TYPED])
    turn: Turn = bus.send(ask, by=Actor.guest(NO_BOARD)).result
    return turn


def _judged(turn: Turn, password: str) -> Candidate | None:
    """Whose password it is. Also where nobody is meant a password is reckoned with, which takes as long."""
    typed = password[: LONGEST_TYPED + 1]
    if not turn.candidates:
        matches(None, typed)
    return next((each for each in turn.candidates if matches(each.kept, typed)), None)


def _to_be_told(turn: Turn) -> list[tuple[UUID, UUID | None]]:
    """Where a failure is written down, and of whom; of a login that nobody has, on every board."""
    return [(each.board, each.person) for each in turn.candidates] or [(each, None) for each in turn.boards]
