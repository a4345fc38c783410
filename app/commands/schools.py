"""Setting up: a board, its schools, and the days that a school is free. Gives nobody a function."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.free_days import calendar_of, free_days
from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import BoardCreated, CalendarSet, SchoolCreated
from app.domain.free_days import FreeDay, FreeKind, Region
from app.domain.permissions import Permission, Subject
from app.store.boards import LoadedBoard, lock_board
from app.store.calendars import free_days_of
from app.store.schools import (
    add_school,
    board_exists,
    find_brin,
    find_school,
    keep_free_days,
    new_board,
    set_region,
)  # fmt: skip
from app.store.streams import Stream
from workflows import Calendar, date_in_words

_BRIN: Final = re.compile(r"\d{2}[A-Z]{2}(\d{2})?")
_LONGEST_NAME: Final = 200
_LONGEST_REASON: Final = 120
_BACK, _AHEAD = 1, 2
"""Calendar years before and after this one of which the free days are kept."""


@dataclass(frozen=True, slots=True)
class CreateBoard(Recorded):
    """Begin a board: the first transaction in which its id means something."""

    name: str
    board: UUID


@dataclass(frozen=True, slots=True)
class CreateSchool(Recorded):
    """Add a school to the board, with its calendar."""

    name: str
    brin: str
    """Four characters, or six with those of the location."""
    region: Region
    own_days: tuple[FreeDay, ...] = ()


@dataclass(frozen=True, slots=True)
class SetFreeDays(Recorded):
    """Reckon a school's free days anew: once a year, and when its own days or its region change."""

    school: UUID
    region: Region
    own_days: tuple[FreeDay, ...] = ()
    """All of them; those that were there before and are not named here no longer count."""


def create_board(command: CreateBoard, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin the board. Raises WrongStateError where it is there already."""
    scope.require(Permission.KEEP_BOARD)
    if command.board != scope.work.board:
        raise NotFoundError
    if board_exists(scope.work):
        raise WrongStateError("Dit bestuur is er al.")
    name = checked_name(command.name)
    stream = new_board(scope.work, name)
    scope.record(stream, BoardCreated(board=command.board, name=name))
    return command.board


def create_school(command: CreateSchool, scope: Scope, _attempt: Attempt) -> UUID:
    """Add the school; its id. Raises InvalidValueError for a BRIN that cannot be or is taken."""
    scope.require(Permission.KEEP_BOARD)
    name, brin = checked_name(command.name), checked_brin(command.brin)
    days, calendar = _reckoned(command.region, command.own_days, scope)
    board = locked_board(scope)
    if find_brin(scope.work, brin) is not None:
        raise InvalidValueError(
            "Er is al een school met deze BRIN. Geef die van de vestiging erbij, zoals 12AB01.", field="brin"
        )
    school = add_school(scope.work, name, brin, str(command.region), calendar.digest())
    scope.record(board.stream, SchoolCreated(school=school, name=name, brin=brin))
    _keep(scope, board.stream, school, days, calendar)
    return school


def set_free_days(command: SetFreeDays, scope: Scope, _attempt: Attempt) -> str:
    """Keep the calendar and give it to the school; its digest.

    Raises InvalidValueError for an own day of years that no calendar has; one that was there before only falls out.
    """
    scope.require(Permission.IMPORT, Subject(school=command.school))
    known = frozenset(day for day, _kind, _name in free_days_of(scope.work, command.school))
    days, calendar = _reckoned(command.region, command.own_days, scope, known)
    board = locked_board(scope)
    if find_school(scope.work, command.school) is None:
        raise NotFoundError
    set_region(scope.work, command.school, str(command.region))
    _keep(scope, board.stream, command.school, days, calendar)
    return calendar.digest()


def locked_board(scope: Scope) -> LoadedBoard:
    """The board of this command, locked. Raises NotFoundError where it is not there."""
    found = lock_board(scope.work)
    if found is None:
        raise NotFoundError
    return found


def checked_name(text: str, field: str = "name") -> str:
    """A name with single spaces. Raises InvalidValueError where nothing is left, or too much."""
    name = " ".join(text.split())
    if not name:
        raise InvalidValueError("Vul een naam in.", field=field)
    if len(name) > _LONGEST_NAME:
        raise InvalidValueError(f"Kort de naam in tot {_LONGEST_NAME} tekens.", field=field)
    if not name.isprintable():
        raise InvalidValueError("In de naam staan tekens die niet te lezen zijn. Typ hem opnieuw.", field=field)
    return name


def checked_brin(text: str) -> str:
    """A BRIN as it is kept. Raises InvalidValueError for what cannot be one."""
    brin = "".join(text.split()).upper()
    if not _BRIN.fullmatch(brin):
        raise InvalidValueError(
            "Een BRIN is vier tekens, zoals 12AB, of zes met die van de vestiging, zoals 12AB01.", field="brin"
        )
    return brin


def _reckoned(
    region: Region, own_days: tuple[FreeDay, ...], scope: Scope, known: frozenset[date] = frozenset()
) -> tuple[tuple[FreeDay, ...], Calendar]:
    if any(not each.name.strip() or len(each.name) > _LONGEST_REASON for each in own_days):
        message = f"Geef bij elke eigen dag in 1 tot {_LONGEST_REASON} tekens waarom de school dan vrij is."
        raise InvalidValueError(message, field="own_days")
    year = scope.work.now.astimezone(Calendar.zone).year
    first, last = year - _BACK, year + _AHEAD
    outside = [each.day for each in own_days if not first <= each.day.year <= last and each.day not in known]
    if outside:
        message = (
            f"De vrije dagen gaan van {first} tot en met {last}, en {date_in_words(outside[0])} valt daarbuiten. "
            "Kijk of het jaartal klopt."
        )
        raise InvalidValueError(message, field="own_days")
    own = [replace(each, kind=FreeKind.OWN) for each in own_days]
    days = free_days(region, own, first, last)
    return days, calendar_of(days)


def _keep(scope: Scope, stream: Stream, school: UUID, days: tuple[FreeDay, ...], calendar: Calendar) -> None:
    digest = calendar.digest()
    keep_free_days(scope.work, school, digest, days, calendar.free_days, calendar.school_free_days)
    own = tuple(f"{each.day.isoformat()} {each.name}" for each in days if each.kind is FreeKind.OWN)
    scope.record(stream, CalendarSet(school=school, digest=digest, own_days=own))
