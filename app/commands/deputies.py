"""Deputies: somebody holds the function of a colleague for some days, and nothing of it after those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.leaving import lock_dossiers
from app.commands.people import keep
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.commands.spans import whole_days
from app.domain.actors import Holding
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import DeputyJoined, DeputyNamed
from app.store.staff import Term, add_holding, find_holding, holdings_of, person_by_id
from app.store.teams import by_function, denied_in, memberships_of, stand_in, works_at

LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NameDeputy(Recorded):
    """Let somebody stand in for a colleague in one function, from the first day to the last.

    It is ended early with `EndFunction`.
    """

    holding: UUID
    """The function that is stood in for, as the colleague holds it."""
    person: UUID
    first: date
    last: date


def name_deputy(command: NameDeputy, scope: Scope, _attempt: Attempt) -> UUID:
    """Keep it; the id of the deputy's own holding, which counts by itself between its instants and never else."""
    seen = find_holding(scope.work, command.holding)
    if seen is None:
        raise NotFoundError
    keep(scope, seen.school_id)
    board = locked_board(scope)
    row = find_holding(scope.work, command.holding)
    if row is None or row.instead_of is not None:
        raise WrongStateError("Deze collega heeft de functie zelf niet meer. Kies een andere waarneming.")
    _check_deputy(command, scope, row)
    begins, until = _term(command, scope)
    _check_free(command.person, scope, row, begins, until)
    made = add_holding(
        scope.work, command.person, Holding(row.function, row.school_id), Term(begins, until, row.person_id)
    )
    fact = DeputyNamed(
        holding=made, person=command.person, function=row.function, school=row.school_id, instead_of=row.person_id,
        begins=begins, until=until,
    )  # fmt: skip
    _hand_on(scope, row, command.person, begins, until)
    scope.record(board.stream, fact)
    return made


def _hand_on(scope: Scope, row: Any, person: UUID, begins: datetime, until: datetime) -> None:
    """Put the deputy, for those days, where the colleague is on routes for the function: for what is open already."""
    held, colleague = Holding(row.function, row.school_id), row.person_id
    asked = by_function(memberships_of(scope.work, [colleague]), held)
    dossiers = lock_dossiers(scope, (each.dossier_id for each in asked))
    running = {route.id for dossier in dossiers.values() for route in dossier.open_routes()}
    # Asked again behind the locks: what closed meanwhile put nobody there any more.
    asked = [each for each in by_function(memberships_of(scope.work, [colleague]), held) if each.route_id in running]
    kept_off = denied_in(scope.work, list(dossiers))
    lasting = {each.route_id for each in memberships_of(scope.work, [person]) if each.ended_at is None}
    for each in asked:
        end = min(until, each.ended_at) if each.ended_at else until
        if end <= begins or each.route_id in lasting or person in kept_off.get(each.dossier_id, ()):
            continue
        made = stand_in(scope.work, each, person, max(begins, each.began_at), end)
        fact = DeputyJoined(
            member=made, person=person, instead_of=colleague, route=each.route_id, task=each.task_id,
            reason=each.reason, begins=max(begins, each.began_at), until=end,
        )  # fmt: skip
        scope.record(dossiers[each.dossier_id].stream, fact)


def _check_deputy(command: NameDeputy, scope: Scope, row: Any) -> None:
    if command.person == scope.actor.id:
        message = "Een functie geef je niet aan jezelf, ook niet voor even. Vraag een collega die de functies bijhoudt."
        raise WrongStateError(message)
    if command.person == row.person_id:
        raise InvalidValueError("Kies een andere collega: niemand neemt voor zichzelf waar.", field="persoon")
    found = person_by_id(scope.work, command.person)
    here = row.school_id is None or works_at(scope.work, command.person, row.school_id)
    if found is None or not found.active or not here:
        message = "Deze collega werkt hier niet, of kan zich niet aanmelden. Kies iemand anders of nodig eerst uit."
        raise InvalidValueError(message, field="persoon")


def _term(command: NameDeputy, scope: Scope) -> tuple[datetime, datetime]:
    return whole_days(
        command.first, command.last, scope, LONGEST, past="Deze dag is al voorbij. Waarnemen kan vanaf vandaag.",
        too_long="Waarnemen duurt hooguit een jaar. Geef de functie anders voor vast, bij de collega zelf.",
    )  # fmt: skip


def _check_free(person: UUID, scope: Scope, row: Any, begins: datetime, until: datetime) -> None:
    for held in holdings_of(scope.work, [person], coming=True):
        same = held.function == row.function and held.school_id in (None, row.school_id)
        if same and held.began_at < until and (held.ended_at is None or held.ended_at > begins):
            message = f"Deze collega heeft de functie {row.function} in die dagen al."
            raise WrongStateError(message)
