"""A version in force for whom and from when, and taken back again: what two people agree on, written down once.

Routes that run stay on their own version, whatever is put in force or taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import ProtocolPublished, ProtocolWithdrawn
from app.domain.in_force import Put, Target, holding, turn_of
from app.domain.permissions import Permission, Subject, may
from app.domain.statements import statement_of
from app.store.colleagues import colleagues_at
from app.store.in_force import add_put, all_put, next_number, withdraw_put
from app.store.people import load_actor, names_of
from app.store.protocols import Version
from app.store.schools import find_school
from app.store.signing import SigningKey
from app.store.streams import Stream
from workflows import Calendar

FOR_WHOM: Final = "voor"
SCHOOL: Final = "school"
PEOPLE: Final = "mensen"
FROM: Final = "vanaf"
SECOND: Final = "second"
_AGAIN: Final = "Er is niets veranderd. Bekijk opnieuw wat er nu geldt."
_AHEAD: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Deal:
    """What two people agree on."""

    target: Target
    proposed_by: UUID
    agreed_by: UUID
    why: str = ""
    turn: int | None = None
    """How often something had been put in force or taken back when they looked; None: whatever was."""
    key: SigningKey | None = None


def check_target(scope: Scope, target: Target) -> None:
    """Whether it can be proposed. Raises InvalidValueError, by the field of the form that asks for it."""
    today = scope.work.now.astimezone(Calendar.zone).date()
    if target.day is not None and target.day < today:
        raise InvalidValueError("Deze dag is voorbij. Kies vandaag of een dag die nog komt.", field=FROM)
    if target.day is not None and target.day - today > _AHEAD:
        raise InvalidValueError("Kies een dag binnen een jaar.", field=FROM)
    if target.school is None:
        if target.people:
            raise InvalidValueError("Kies de school waar deze mensen de proef doen.", field=SCHOOL)
        return
    if find_school(scope.work, target.school) is None:
        raise InvalidValueError("Deze school is niet gevonden. Kies een school van dit bestuur.", field=SCHOOL)
    if not may(scope.actor, Permission.PUBLISH, Subject(school=target.school)):
        message = "Voor deze school mag je geen protocol in gebruik nemen. Vraag het iemand die daar werkt."
        raise InvalidValueError(message, field=SCHOOL)
    there = {row.person_id for row in colleagues_at(scope.work, target.school) if row.active}
    if not target.people <= there:
        message = "Een proef is voor mensen die op deze school werken en zich kunnen aanmelden. Kies hen opnieuw."
        raise InvalidValueError(message, field=PEOPLE)


def check_pair(scope: Scope, first: UUID, second: UUID, school: UUID | None) -> None:
    """Whether these are two who may publish, for that school too. Raises InvalidValueError."""
    if first == second:
        message = "Publiceren doe je met zijn tweeën: noem een collega die deze versie ook heeft bekeken."
        raise InvalidValueError(message, field=SECOND)
    other = load_actor(scope.work, first if second == scope.actor.id else second)
    if other is None or not may(other, Permission.PUBLISH):
        message = (
            "Deze persoon mag geen protocol publiceren. "
            "Kies een collega die coördinator, intern begeleider, directeur of bestuur is."
        )
        raise InvalidValueError(message, field=SECOND)
    if school is not None and not all(
        may(each, Permission.PUBLISH, Subject(school=school)) for each in (scope.actor, other)
    ):
        message = "Voor één school doen dat twee mensen die daar een protocol mogen publiceren."
        raise InvalidValueError(message, field=SECOND)


def put_in_force(scope: Scope, stream: Stream, version: Version, deal: Deal) -> Put:
    """Let new routes begin on a version; the board is locked. Raises WrongStateError where it holds there already.

    And where something else was put in force or taken back since they looked: what they read of it is no longer so.
    """
    puts, now = all_put(scope.work), scope.work.now
    check_turn(scope, puts, deal.turn)
    since = _begins(deal.target, now)
    people: Sequence[UUID | None] = sorted(deal.target.people) or [None]
    there = [holding(puts, deal.target.school, each, since) for each in people]
    if all(each and (each.geheel, each.reach) == (version.geheel, deal.target.reach) for each in there):
        message = f"Deze versie van “{version.name}” is al in gebruik."
        raise WrongStateError(message)
    put = Put(
        scope.work.new_id(), next_number(scope.work), version.geheel, deal.target.reach, deal.target.school,
        deal.target.people, since, deal.proposed_by, deal.agreed_by, now, deal.why,
    )  # fmt: skip
    add_put(scope.work, put, *_signed(scope, put, deal.key))
    second = deal.proposed_by if deal.agreed_by == scope.actor.id else deal.agreed_by
    fact = ProtocolPublished(
        bundle=version.geheel, behaviour=version.gedrag, name=version.name, seconded_by=second, in_force=put.id,
        number=put.number, school=put.school, people=tuple(sorted(put.people)), since=put.since,
    )  # fmt: skip
    scope.record(stream, fact)
    return put


def take_back(scope: Scope, stream: Stream, put_id: UUID, proposed_by: UUID, turn: int | None = None) -> Put:
    """Let what held before hold again, as two agreed; the board is locked. Raises WrongStateError."""
    puts, now = all_put(scope.work), scope.work.now
    put = find_put(puts, put_id)
    check_turn(scope, puts, turn)
    if put.withdrawn_at is not None:
        raise WrongStateError("Dit is al teruggenomen.")
    rest = [each for each in puts if each.id != put.id]
    if holding(rest, put.school, None, now) is None:
        message = "Dit is de enige versie die daar in gebruik is. Neem eerst een andere versie in gebruik."
        raise WrongStateError(message)
    withdraw_put(scope.work, put.id, proposed_by, scope.actor.id)
    scope.record(stream, ProtocolWithdrawn(in_force=put.id, bundle=put.geheel, seconded_by=proposed_by))
    return put


def call_off(scope: Scope, stream: Stream, put_id: UUID) -> Put:
    """Take back what has not begun yet, which one person may; the board is locked. Raises WrongStateError."""
    put = find_put(all_put(scope.work), put_id)
    if put.withdrawn_at is not None:
        raise WrongStateError("Dit is al teruggenomen.")
    if not put.is_planned(scope.work.now):
        message = "Deze versie is al in gebruik. Terugnemen doe je dan met zijn tweeën: stel het voor aan een collega."
        raise WrongStateError(message)
    withdraw_put(scope.work, put.id, scope.actor.id, None)
    scope.record(stream, ProtocolWithdrawn(in_force=put.id, bundle=put.geheel, seconded_by=None))
    return put


def find_put(puts: Sequence[Put], put_id: UUID) -> Put:
    """One of them. Raises NotFoundError."""
    found = next((each for each in puts if each.id == put_id), None)
    if found is None:
        raise NotFoundError
    return found


def check_turn(scope: Scope, puts: Sequence[Put], turn: int | None) -> None:
    """Whether nothing was put in force or taken back since. Raises WrongStateError, with who did what."""
    if turn is None or turn == turn_of(puts):
        return
    last = max(puts, key=lambda each: each.withdrawn_at or each.made_at)
    who = last.withdrawn_with or last.withdrawn_by or last.agreed_by
    name = names_of(scope.work, (who,)).get(who, "Een collega")
    if last.withdrawn_at is None:
        raise WrongStateError(f"{name} nam intussen een andere versie in gebruik. {_AGAIN}")
    raise WrongStateError(f"{name} nam intussen een versie terug. {_AGAIN}")


def _signed(scope: Scope, put: Put, key: SigningKey | None) -> tuple[str | None, bytes | None]:
    """What is said of it and the signature over that; nothing without a key."""
    if key is None:
        return None, None
    names = names_of(scope.work, (put.proposed_by, put.agreed_by))
    text = statement_of(scope.work.board, put, names[put.proposed_by], names[put.agreed_by])
    return text, key.sign_text(text)


def _begins(target: Target, now: datetime) -> datetime:
    """A day that is there already begins at once: between proposing and agreeing it may have come."""
    if target.day is None:
        return now
    return max(now, datetime.combine(target.day, time(), Calendar.zone))
