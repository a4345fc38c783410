"""Giving an audit, ending it, and opening a name to the auditor.

Who gives one is never the auditor. What is opened is told to the school, and counts until the audit ends.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.commands.spans import whole_days
from app.commands.tasks import checked_reason
from app.domain import functions as f
from app.domain.audits import (
    LARGEST_SAMPLE,
    LONGEST,
    Method,
    What,
    audit_key,
    digest_of,
    drawn,
    lettered,
    shuffled,
    staff_letters,
)  # fmt: skip
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import AuditBegun, AuditEnded, PseudonymLifted
from app.domain.permissions import Permission, Subject
from app.store.audits import (
    add_audit,
    add_lift,
    add_mail,
    all_routes,
    audit_for,
    dossier_in,
    dossiers_to_draw,
    find_audit,
    lifted,
    occurs,
    staff_of,
)
from app.store.audits import end_audit as end_now
from app.store.boards import board_key
from app.store.reading import parents_of, shown_dossier
from app.store.staff import holders, person_by_id

_LONGEST_SEED: Final = 100
_TOLD: Final = (f.INTERN_BEGELEIDER, f.DIRECTEUR)
"""Who hears of it at the school."""


@dataclass(frozen=True, slots=True)
class BeginAudit(Recorded):
    """Let an auditor look into dossiers of a school, from the first day to the last."""

    school: UUID
    person: UUID
    first: date
    last: date
    reason: str
    size: int | None = None
    """Of a sample; None takes all."""
    seed: str = ""
    """Left out, the product thinks of one."""


@dataclass(frozen=True, slots=True)
class EndAudit(Recorded):
    """End it before its time."""

    audit: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LiftPseudonym(Recorded):
    """Open a name, or what people wrote in one route, to the auditor who asks."""

    audit: UUID
    number: int
    """Of the dossier in the audit."""
    what: str
    which: str
    """The letter of a parent or member of staff, the number of a route; of the pupil nothing."""
    reason: str


@dataclass(frozen=True, slots=True)
class Begun:
    """An audit that was given."""

    id: UUID
    dossiers: tuple[UUID, ...]


def begin_audit(command: BeginAudit, scope: Scope, _attempt: Attempt) -> Begun:
    """Draw the dossiers and keep it. Raises WrongStateError, InvalidValueError, FormInvalidError."""
    scope.require(Permission.GIVE_AUDIT, Subject(school=command.school))
    reason = checked_reason(command.reason)
    board = locked_board(scope)
    _check_auditor(command, scope)
    begins, until = _term(command, scope)
    population = dossiers_to_draw(scope.work, command.school, command.person)
    size = _size(command, len(population))
    made = scope.work.new_id()
    method = Method.ALL if command.size is None else Method.SAMPLE
    seed = "" if method is Method.ALL else _seed(command, scope)
    chosen = tuple(population) if method is Method.ALL else drawn(population, seed, size)
    add_audit(scope.work, made, reason, shuffled(audit_key(board_key(scope.work), made), chosen), {
        "school_id": command.school, "person_id": command.person, "given_by": scope.actor.id, "began_at": begins,
        "until": until, "method": str(method), "seed": seed, "population": len(population),
        "digest": digest_of(population),
    })  # fmt: skip
    scope.record(board.stream, AuditBegun(
        audit=made, auditor=command.person, school=command.school, begins=begins, until=until, method=str(method),
        seed=seed, population=len(population), digest=digest_of(population),
        dossiers=() if method is Method.ALL else chosen, reason=reason,
    ))  # fmt: skip
    _tell(scope, command.school, command.person)
    return Begun(made, chosen)


def end_audit(command: EndAudit, scope: Scope, _attempt: Attempt) -> UUID:
    """End it now. Raises WrongStateError where it is over."""
    row = find_audit(scope.work, command.audit)
    if row is None:
        raise NotFoundError
    scope.require(Permission.GIVE_AUDIT, Subject(school=row.school_id))
    reason = checked_reason(command.reason)
    board = locked_board(scope)
    row = find_audit(scope.work, command.audit)
    if row is None or row.ended_at is not None or row.until <= scope.work.now:
        raise WrongStateError("Dit onderzoek is al voorbij.")
    end_now(scope.work, command.audit)
    scope.record(board.stream, AuditEnded(audit=command.audit, reason=reason))
    return command.audit


def lift_pseudonym(command: LiftPseudonym, scope: Scope, _attempt: Attempt) -> UUID:
    """Open it; the id of that. Raises NotFoundError where the audit does not count or holds no such thing."""
    row = audit_for(scope.work, scope.actor.id, command.audit)
    if row is None:
        raise NotFoundError
    scope.require(Permission.AUDIT, Subject(school=row.school_id))
    reason = checked_reason(command.reason)
    board = locked_board(scope)
    row = audit_for(scope.work, scope.actor.id, command.audit)
    own = dossier_in(scope.work, scope.actor.id, command.audit, command.number)
    if row is None or own is None or not counts(row, scope.work.now):
        raise NotFoundError
    about, key_id = _about(command, scope, row, own.dossier_id)
    if any((each.what, each.about) == (command.what, about) for each in lifted(scope.work, command.audit)):
        raise WrongStateError("Dit is al opengemaakt.")
    made, sealed = add_lift(scope.work, key_id, reason, {
        "audit_id": command.audit, "dossier_id": own.dossier_id, "number": command.number, "what": command.what,
        "about": about,
    })  # fmt: skip
    scope.record(board.stream, PseudonymLifted(
        audit=command.audit, dossier=own.dossier_id, number=command.number, what=command.what, of=about,
        digest=hashlib.sha256(sealed).hexdigest(),
    ))  # fmt: skip
    _tell(scope, row.school_id, scope.actor.id)
    return made


def counts(row: Any, now: datetime) -> bool:
    """Whether an audit counts at this instant."""
    return bool(row.began_at <= now < row.until and row.ended_at is None)


def _check_auditor(command: BeginAudit, scope: Scope) -> None:
    if command.person == scope.actor.id:
        message = "Een onderzoek geef je niet aan jezelf. Vraag een collega die onderzoeken mag geven."
        raise WrongStateError(message)
    found = person_by_id(scope.work, command.person)
    if found is None or not found.active or command.person not in holders(scope.work, f.AUDITOR, command.school):
        message = "Deze persoon heeft op deze school de functie auditor niet. Geef eerst de functie, bij Mensen."
        raise InvalidValueError(message, field="persoon")


def _term(command: BeginAudit, scope: Scope) -> tuple[datetime, datetime]:
    return whole_days(
        command.first, command.last, scope, LONGEST - timedelta(days=1),
        past="Deze dag is al voorbij. Een onderzoek kan vanaf vandaag.",
        too_long="Een onderzoek duurt hooguit drie maanden. Kies een eerdere laatste dag.",
    )  # fmt: skip


def _size(command: BeginAudit, population: int) -> int:
    if not population:
        raise WrongStateError("Op deze school is nog geen dossier om te onderzoeken.")
    if command.size is None:
        return population
    if not 1 <= command.size <= min(population, LARGEST_SAMPLE):
        message = f"Kies een aantal van 1 tot {min(population, LARGEST_SAMPLE)}, of neem alle dossiers."
        raise InvalidValueError(message, field="aantal")
    return command.size


def _seed(command: BeginAudit, scope: Scope) -> str:
    seed = " ".join(command.seed.split())
    if len(seed) > _LONGEST_SEED or not seed.isprintable():
        raise InvalidValueError(f"Kort het startgetal in tot {_LONGEST_SEED} gewone tekens.", field="startgetal")
    return seed or scope.work.new_id().hex[:16]


def _about(command: LiftPseudonym, scope: Scope, row: Any, dossier_id: UUID) -> tuple[UUID, UUID]:
    """What is meant, and the key under which the reason is sealed: it goes when what it is about does."""
    shown = shown_dossier(scope.work, scope.actor.id, dossier_id)
    if shown is None:
        raise NotFoundError
    if command.what == What.PUPIL:
        return shown.pupil_id, shown.key_id
    routes = {str(each.number): each for each in all_routes(scope.work, [dossier_id])}
    if command.what == What.TEXTS:
        if command.which not in routes:
            raise NotFoundError
        return routes[command.which].route_id, routes[command.which].key_id
    found = _by_name(command.what, scope, row, shown.pupil_id).get(command.which)
    owners = [(each.stream_id, each.key_id) for each in (shown, *routes.values())]
    if found is None or (command.what == What.STAFF and not occurs(scope.work, owners, found)):
        raise NotFoundError
    return found, shown.key_id


def _by_name(what: str, scope: Scope, row: Any, pupil_id: UUID) -> dict[str, UUID]:
    """Whose name can be opened, by what the auditor calls them."""
    key = audit_key(board_key(scope.work), row.audit_id)
    if what == What.PARENT:
        parents = [each.parent_id for each in parents_of(scope.work, pupil_id)]
        return {name: made for made, name in lettered(shuffled(key, parents)).items()}
    if what == What.STAFF:
        staff = [(each.person_id, each.created_at) for each in staff_of(scope.work)]
        return {name: made for made, name in staff_letters(key, staff, row.given_at).items()}
    return {}


def _tell(scope: Scope, school: UUID, auditor: UUID) -> None:
    people = frozenset().union(*(holders(scope.work, each, school) for each in _TOLD))
    add_mail(scope.work, people - {auditor, scope.actor.id}, scope.command)
