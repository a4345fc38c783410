"""Signing in and out at a screen.

A try is counted before its password is judged, so that many at once gain nothing. Judging takes a tenth of a second and
is done outside every transaction, by `signing_in`.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.commands.access import check_password
from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, NotFoundError
from app.domain.facts import PasswordChanged
from app.domain.permissions import Permission
from app.domain.sessions import TOUCHED, network_of, wait_for_login, wait_for_network
from app.store.bearer import Bearer
from app.store.passwords import hashed, matches
from app.store.requests import log_read
from app.store.sessions import (
    add_failure,
    add_session,
    clear_failures,
    end_session,
    end_sessions,
    failures_of,
    marks_of,
    one_at_a_time,
    people_by_login,
    touch_session,
)
from app.store.staff import person_by_id, set_person
from app.store.upkeep import all_boards

SIGN_IN: Final = "sign in"
SIGN_OUT: Final = "sign out"
"""As they stand in the log of reads, where an auditor finds them."""
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant by a login."""

    board: UUID
    person: UUID
    kept: str | None = field(repr=False)
    """What is kept of the password; None for who cannot sign in."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of asking to try."""

    wait: int
    """Seconds until one may; 0 where one may now, and then this counts as a failure until it succeeds."""
    login: bytes = b""
    """The mark under which failures of this login are kept."""
    candidates: tuple[Candidate, ...] = ()
    boards: tuple[UUID, ...] = ()
    """All boards, where nobody has this login."""
    known: str = field(default="", repr=False)
    """What the browser is to keep where the try succeeds."""


@dataclass(frozen=True, slots=True)
class TakeTurn(Unrecorded):
    """Ask to try a password. Sent under no board, because nobody knows yet on which one this login is."""

    login: str = field(repr=False)
    origin: str = field(repr=False)
    """The network address that the request comes from."""
    known: str = field(default="", repr=False)
    """What the browser kept of an earlier time; a stranger's failures make it wait no longer than its own."""


@dataclass(frozen=True, slots=True)
class SignIn(Unrecorded):
    """Begin a session for somebody whose password was right; what is kept of it tells if it changed meanwhile."""

    person: UUID
    kept: str = field(repr=False)
    login: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteFailure(Unrecorded):
    """Write in the log of reads that a password was wrong; None for a login that nobody has."""

    person: UUID | None


@dataclass(frozen=True, slots=True)
class ClearFailures(Unrecorded):
    """The password was right, so what failed before counts no longer."""

    login: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOut(Unrecorded):
    """End the session that one is in."""

    session: UUID


@dataclass(frozen=True, slots=True)
class KeepSession(Unrecorded):
    """Somebody still uses their session."""

    session: UUID


@dataclass(frozen=True, slots=True)
class EndOtherSessions(Unrecorded):
    """End all sessions but the one that one is in."""

    session: UUID


@dataclass(frozen=True, slots=True)
class ChangePassword(Recorded):
    """Choose another password; all other sessions end."""

    session: UUID
    old: str = field(repr=False)
    new: str = field(repr=False)
    login: bytes = field(default=b"", repr=False)
    """The mark of `Turn`, whose failures are forgotten."""


def take_turn(command: TakeTurn, scope: Scope, _attempt: Attempt) -> Turn:
    """Count the try and tell who may be meant, or how long to wait. A try that must wait is not counted."""
    work, login = scope.work, login_of(command.login)
    marks = marks_of(work)
    known = command.known if marks.is_known(login, command.known) else ""
    mark, network = marks.of("login", login, known), marks.of("network", network_of(command.origin))
    one_at_a_time(work, mark)
    of_login, of_network = failures_of(work, login=mark), failures_of(work, network=network)
    wait = max(
        wait_for_login(of_login.count, of_login.last, work.now),
        wait_for_network(of_network.count, of_network.last, work.now),
    )
    if wait:
        return Turn(wait)
    add_failure(work, mark, network)
    found = people_by_login(work, login)
    people = (Candidate(row.board_id, row.person_id, row.password if row.active else None) for row in found)
    candidates = tuple(people)
    boards = () if candidates else tuple(all_boards(work))
    return Turn(0, mark, candidates, boards, known or marks.introduced(login, work.new_id()))


def sign_in(command: SignIn, scope: Scope, _attempt: Attempt) -> str | None:
    """The text of the cookie, which is kept nowhere; None where the password was changed or taken away meanwhile."""
    row = person_by_id(scope.work, command.person)
    if row is None or not row.active or not hmac.compare_digest(row.password or "", command.kept):
        return None
    secret = Bearer.new(scope.work.board)
    add_session(scope.work, command.person, secret)
    clear_failures(scope.work, command.login)
    log_read(scope.work, command.person, SIGN_IN, None, found=True)
    return secret.link


def note_failure(command: NoteFailure, scope: Scope, _attempt: Attempt) -> None:
    """Write it down."""
    log_read(scope.work, command.person or _NOBODY, SIGN_IN, None, found=False)


def forget_failed(command: ClearFailures, scope: Scope, _attempt: Attempt) -> None:
    """Forget them."""
    clear_failures(scope.work, command.login)


def sign_out(command: SignOut, scope: Scope, _attempt: Attempt) -> None:
    """End it. Where it had ended already nothing is left to do."""
    scope.require(Permission.SIGNED_IN)
    if end_session(scope.work, scope.actor.id, command.session):
        log_read(scope.work, scope.actor.id, SIGN_OUT, None, found=True)


def keep_session(command: KeepSession, scope: Scope, _attempt: Attempt) -> None:
    """Write down that it is used, at most once a minute."""
    scope.require(Permission.SIGNED_IN)
    touch_session(scope.work, scope.actor.id, command.session, scope.work.now - TOUCHED)


def end_other_sessions(command: EndOtherSessions, scope: Scope, _attempt: Attempt) -> int:
    """End them; how many that were."""
    scope.require(Permission.SIGNED_IN)
    ended = end_sessions(scope.work, scope.actor.id, but=command.session)
    if ended:
        log_read(scope.work, scope.actor.id, SIGN_OUT, None, found=True)
    return ended


def change_password(command: ChangePassword, scope: Scope, _attempt: Attempt) -> None:
    """Keep the new one. Raises InvalidValueError, by field, for a wrong old one and for a new one that will not do."""
    scope.require(Permission.SIGNED_IN)
    row = person_by_id(scope.work, scope.actor.id)
    if row is None or not row.active:
        raise NotFoundError
    if not matches(row.password, command.old):
        raise InvalidValueError("Dit is niet je wachtwoord van nu. Typ het opnieuw.", field="old")
    check_password(command.new, row)
    kept = hashed(command.new)
    board = locked_board(scope)
    set_person(scope.work, scope.actor.id, password=kept)
    end_sessions(scope.work, scope.actor.id, but=command.session)
    clear_failures(scope.work, command.login)
    scope.record(board.stream, PasswordChanged(person=scope.actor.id))


def login_of(typed: str) -> str:
    """A login as it is kept, of what somebody typed."""
    return typed.strip().casefold()
