"""Deciding on functions that a file suggested: giving them, all that were chosen at once, or saying no."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.people import grant, keep
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.actors import Holding
from app.domain.errors import InvalidValueError, WrongStateError
from app.domain.facts import FunctionDeclined
from app.store.proposals import OpenProposal, decline, open_proposals

Choice = tuple[UUID, str]
"""A person and the function that is proposed for them."""


@dataclass(frozen=True, slots=True)
class GrantProposed(Recorded):
    """Let people hold functions that were proposed; all of them or, where one cannot be, none."""

    school: UUID
    chosen: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class DeclineProposed(Recorded):
    """Say no to proposals; the functions can still be given later, by hand."""

    school: UUID
    chosen: tuple[Choice, ...]


def grant_proposed(command: GrantProposed, scope: Scope, _attempt: Attempt) -> int:
    """Give them; how many. Raises WrongStateError where somebody decided on one of them meanwhile."""
    keep(scope, command.school)
    board = locked_board(scope)
    chosen = _still_open(scope, command.school, command.chosen)
    for each in chosen:
        grant(scope, board.stream, each.person, Holding(each.function, command.school), each.reason)
    return len(chosen)


def decline_proposed(command: DeclineProposed, scope: Scope, _attempt: Attempt) -> int:
    """Keep that they are not given; how many."""
    keep(scope, command.school)
    board = locked_board(scope)
    chosen = _still_open(scope, command.school, command.chosen)
    for each in chosen:
        decline(scope.work, command.school, each.person, each.function)
        scope.record(board.stream, FunctionDeclined(person=each.person, function=each.function, school=command.school))
    return len(chosen)


def _still_open(scope: Scope, school: UUID, chosen: tuple[Choice, ...]) -> list[OpenProposal]:
    if not chosen:
        raise InvalidValueError("Vink eerst aan om wie het gaat.", field="gekozen")
    there = {(each.person, each.function): each for each in open_proposals(scope.work, school, scope.work.now)}
    found = [there.get(each) for each in dict.fromkeys(chosen)]
    still = [each for each in found if each is not None]
    if len(still) != len(found):
        message = "Over een van deze voorstellen is intussen beslist. Kijk de lijst na en kies opnieuw."
        raise WrongStateError(message)
    return still
