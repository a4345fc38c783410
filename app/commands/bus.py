"""The one door for every change: permission, transaction, handler, facts, commit (architecture sections 2 and 7).

A command that is refused or gets stuck leaves nothing but a second, small transaction that says so.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Command, Handler, Recorded, Whereabouts
from app.commands.preparing import prepare
from app.commands.scope import Scope
from app.commands.table import HANDLERS
from app.commands.timers import next_due
from app.domain.actors import Actor
from app.domain.errors import (
    FormInvalidError,
    KeyReusedError,
    NoBundleError,
    NotFoundError,
    Refused,
    StuckError,
    UnavailableError,
    WrongStateError,
)  # fmt: skip
from app.domain.facts import AttemptRefused, RouteStuck
from app.store.boards import board_key
from app.store.bundles import BundleCache
from app.store.clock import Clock
from app.store.documents import fact_bytes
from app.store.dossiers import lock_dossier
from app.store.incidents import TIMER, add_incident, find_open, open_incidents
from app.store.keys import KeysError, KeyStore
from app.store.loaded import LoadedRoute
from app.store.requests import Claim, log_read, relocate, take
from app.store.retrying import retried
from app.store.sealing import SealError, about_draft, seal
from app.store.tasks import save_draft
from app.store.unit_of_work import CommitLostError, LostRaceError, Work, reading, transaction
from workflows import Bundle, RoutingFieldError, WorkflowError
from workflows import Refused as EngineRefused

OK: Final = 200
CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a command."""

    command: UUID
    """Its id; that of the first time where the request was a repetition."""
    status: int
    location: str
    result: Any = None
    """What the handler gave; None for a repetition, whose answer is read again where `location` says."""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Bus:
    """Sends commands. Holds what every transaction needs and no state of its own."""

    keys: KeyStore
    clock: Clock
    bundles: BundleCache[Bundle]
    new_id: Callable[[], UUID]
    handlers: Mapping[type[Command], Handler] = field(default_factory=lambda: HANDLERS)

    def send(self, command: Command, *, by: Actor, key: str | None = None, at: str = "") -> Sent:
        """Carry a command out, once. `key` is the request's Idempotency-Key, `at` where its result will be found.

        Raises what people can be told (`domain.errors.Refused`), UnavailableError where the database is away, and
        UncertainError where it went away at the commit and no key would tell a second time from the first.
        """
        return retried(lambda: self._once(command, by, key, at), known=key is not None)

    def _once(self, command: Command, by: Actor, key: str | None, at: str) -> Sent:
        attempt = Attempt(location=at)
        prepare(command, by, lambda look: self._look(by.board, look))
        try:
            return self._carry_out(command, by, key, attempt)
        except NotFoundError:
            self._afterwards(by, lambda work: log_read(work, by.id, type(command).__name__, None, found=False))
            raise
        except WrongStateError as error:
            self._refused(command, by, key, attempt, error)
            raise
        except EngineRefused as error:
            refusal = _as_refusal(error)
            if isinstance(refusal, WrongStateError):
                self._refused(command, by, key, attempt, refusal)
            raise refusal from error
        except Exception as error:
            # Of a version that is gone the route is stuck, where there is one.
            told = isinstance(error, Refused | UnavailableError) and not isinstance(error, NoBundleError)
            if told or (stuck := self._as_stuck(command, by, attempt.where, error)) is None:
                raise
            raise stuck from error

    def _as_stuck(self, command: Command, by: Actor, where: Whereabouts | None, error: Exception) -> StuckError | None:
        """That the route is stuck, once that is written down; None for a fault of which the route knows nothing."""
        if where is None and isinstance(error, WorkflowError):
            return StuckError()  # what was to begin could not, so there is nothing to look at
        if where is None or where.stuck is None or _is_of_the_machine(error):
            return None
        return StuckError(self._stuck(command, by, where), kept=bool(where.task and where.typed))

    def _carry_out(self, command: Command, by: Actor, key: str | None, attempt: Attempt) -> Sent:
        with transaction(by.board, self.keys, self.clock) as work:
            made = self.new_id()
            claim = self._claim(work, command, key, OK, attempt.location) if key else None
            if claim and (before := take(work, by.id, claim, made)) is not None:
                if not hmac.compare_digest(bytes(before.request), claim.request):
                    raise KeyReusedError
                return Sent(before.command_id, before.status, before.location, repeated=True)
            scope = Scope(work, by, made, self.bundles)
            location = attempt.location
            result = self.handlers[type(command)](command, scope, attempt)
            if isinstance(command, Recorded) and not work.facts:
                message = f"{type(command).__name__} recorded no fact"
                raise RuntimeError(message)
            if claim and attempt.location != location:
                relocate(work, by.id, claim.key, attempt.location)
        return Sent(made, OK, attempt.location, result)

    def _look(self, board: UUID, look: Callable[[Work], Any]) -> Any:
        with reading(board, self.keys, self.clock) as work:
            return look(work)

    def _claim(self, work: Work, command: Command, key: str, status: int, location: str) -> Claim:
        """The request as the idempotency row knows it: an HMAC, because the request holds what was typed."""
        said = fact_bytes({"command": type(command).__name__, "values": _plain(asdict(command))})
        return Claim(key, hmac.digest(board_key(work), said, hashlib.sha256), status, location)

    # afterwards: what was rolled back left nothing, so this says it

    def _afterwards(self, by: Actor, write: Callable[[Work], Any]) -> Any:
        with transaction(by.board, self.keys, self.clock) as work:
            return write(work)

    def _refused(self, command: Command, by: Actor, key: str | None, attempt: Attempt, error: WrongStateError) -> None:
        def write(work: Work) -> None:
            made = self.new_id()
            if key and take(work, by.id, self._claim(work, command, key, CONFLICT, attempt.location), made):
                return
            where = attempt.where
            if where is None or where.route is None:
                return
            found = lock_dossier(work, where.dossier, asked=where.route)
            route = found.find(where.route) if found else None
            if route is None:
                return
            fact = AttemptRefused(tried=type(command).__name__, task=str(where.task or ""), reason=error.reason)
            Scope(work, by, made, self.bundles).record(route.stream, fact)
            _keep_typed(work, where, by, route.stream.key)

        self._afterwards(by, write)

    def _stuck(self, command: Command, by: Actor, where: Whereabouts) -> UUID | None:
        def write(work: Work) -> UUID | None:
            found = lock_dossier(work, where.dossier, asked=where.route)
            route = found.find(where.route) if found and where.route else None
            if found is None or route is None or where.stuck is None:
                return None
            _keep_typed(work, where, by, route.stream.key)
            if (known := find_open(work, found.id, route.id, where.stuck)) is not None:
                return known
            made: UUID = add_incident(work, found.school_id, found.id, route.id, where.stuck)
            route.stuck = True
            scope = Scope(work, by, self.new_id(), self.bundles)
            if where.stuck.kind == TIMER:
                route.next_due = _without(scope, found.id, route, where.stuck.subject)
            fact = RouteStuck(incident=made, element=where.stuck.element, tried=type(command).__name__)
            scope.record(route.stream, fact)
            return made

        found: UUID | None = self._afterwards(by, write)
        return found


def _without(scope: Scope, dossier: UUID, route: LoadedRoute, timer: str) -> datetime | None:
    """When the route has its next timer beside those that are stuck; None where its state cannot be read either."""
    skipped = {row.subject for row in open_incidents(scope.work, dossier, TIMER)} | {timer}
    try:
        return next_due(scope, route, skipped)
    except (SealError, WorkflowError):
        return None


def _keep_typed(work: Work, where: Whereabouts, by: Actor, key: bytes) -> None:
    if where.typed and where.task and where.route:
        sealed = seal(key, fact_bytes(_plain(where.typed)), *about_draft(where.route, where.task, by.id))
        save_draft(work, where.task, where.route, by.id, sealed)


def _as_refusal(error: EngineRefused) -> Refused:
    if isinstance(error, RoutingFieldError):
        return FormInvalidError({error.field: [error.message]})
    return WrongStateError(error.message)


def _is_of_the_machine(error: Exception) -> bool:
    """The route is well: it is the database that is away, or the keys that open it."""
    own = LostRaceError | CommitLostError | KeysError
    return isinstance(error, own) or type(error).__module__.startswith("sqlalchemy")


def _plain(value: Any) -> Any:
    """A request as JSON: ids and instants as text, bytes as their hash."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
