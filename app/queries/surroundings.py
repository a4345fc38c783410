"""What stands around the routes: people on the team, for whom tasks and routes are, numbers, published versions.

Judges and changes nothing. Raises WrongError for the first thing that is not what the facts say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from app.domain.functions import INTERN_BEGELEIDER, ON_THE_DOSSIER
from app.queries.projection import Told, WrongError
from app.store.surroundings import (
    NEVER,
    bundle_rows,
    function_rows,
    holding_ends,
    holdings_kept,
    member_rows,
    puts_kept,
    reader_rows,
    routes_begun,
)  # fmt: skip
from app.store.unit_of_work import Work
from workflows import Bundle, OpenTask, Outcome

_LINGER: Final = timedelta(days=14)
_ASKED: Final = "gevraagd"
_GIVES: Final = frozenset({"FunctionGranted", "DeputyNamed"})


@dataclass(frozen=True, slots=True)
class Around:
    """The facts of the streams of a dossier, by route; those of the dossier itself under None."""

    facts: Mapping[UUID | None, Sequence[Told]]
    whole: bool
    """Whether every stream of it could be read: else a row may belong to one that could not."""


# published versions


def check_published(work: Work, facts: Sequence[Told]) -> None:
    """Every version that was published is there, and bears the hash of its behaviour that was told then."""
    rows = bundle_rows(work)
    for fact in facts:
        if fact.document["kind"] != "ProtocolPublished":
            continue
        data = fact.document["data"]
        if data["bundle"] not in rows:
            raise WrongError(f"het protocol van feit {fact.sequence} is weg", fact.sequence)
        if rows[data["bundle"]] != data["behaviour"]:
            message = f"het gedrag van het protocol van feit {fact.sequence} is niet wat toen werd gepubliceerd"
            raise WrongError(message, fact.sequence)


def check_in_force(work: Work, facts: Sequence[Told]) -> None:
    """What is in force, for whom and since when, is what two people put in force; and taken back is what they took.

    Else whoever writes in the database lets a school begin its routes on another version. Of a board that never said
    that it began nothing is known of before.
    """
    if not any(fact.document["kind"] == "BoardCreated" for fact in facts):
        return
    told = {data["in_force"]: data for _, data in _told(facts, "ProtocolPublished")}
    back = {data["in_force"] for _, data in _told(facts, "ProtocolWithdrawn")}
    rows = {str(row.id): row for row in puts_kept(work)}
    for name in told.keys() | rows.keys():
        row, data = rows.get(name), told.get(name)
        kept = None if row is None else (
            row.geheel, row.number, str(row.school) if row.school else None, sorted(map(str, row.people)), row.since,
        )  # fmt: skip
        said = None if data is None else (
            data["bundle"], data["number"], data["school"], data["people"], datetime.fromisoformat(data["since"]),
        )  # fmt: skip
        if row is None or kept != said or (row.withdrawn_at is not None) != (name in back):
            message = f"wat in gebruik is, is niet wat twee mensen in gebruik namen of terugnamen ({name})"
            raise WrongError(message)


def check_holdings(work: Work, facts: Sequence[Told]) -> None:
    """Who holds a function got it by a fact of the board, and a deputy for no longer than it says.

    Else whoever writes in the database makes somebody the second person that so much asks for. Of a board that never
    said that it began nothing is known of before.
    """
    told = [(fact.document["kind"], fact.document["data"]) for fact in facts]
    given = {data["holding"]: data for kind, data in told if kind in _GIVES}
    ended = {data["holding"] for kind, data in told if kind == "FunctionEnded"}
    if not any(kind == "BoardCreated" for kind, _ in told):
        return
    for row in holdings_kept(work):
        data = given.get(str(row.holding_id))
        school = str(row.school_id) if row.school_id else None
        if data is None or (data["person"], data["function"], data.get("school")) != (
            str(row.person_id), row.function, school,
        ):  # fmt: skip
            message = f"iemand heeft een functie die niemand heeft gegeven (persoon {row.person_id})"
            raise WrongError(message)
        until = datetime.fromisoformat(data["until"]) if "until" in data else None
        if (until and (row.ended_at is None or row.ended_at > until)) or (
            row.ended_at is None and str(row.holding_id) in ended
        ):
            raise WrongError(f"iemand heeft een functie langer dan die is gegeven (persoon {row.person_id})")


# for whom routes and tasks are


def check_readers(work: Work, row: Any, bundle: Bundle) -> None:
    """The functions for whom a route exists are those of its protocol."""
    if reader_rows(work, row.route_id) != bundle.readers(row.process):
        message = "voor wie de route bestaat is niet wat het protocol zegt"
        raise WrongError(message)


def check_functions(
    work: Work, route_id: UUID, bundle_of: Callable[[Told], Bundle], outcomes: Iterable[tuple[Told, Outcome]],
    facts: Sequence[Told],
) -> None:  # fmt: skip
    """The functions to which each task is or was open are those that were drawn, or got it in their place.

    `bundle_of` gives the version on which a fact happened.
    """
    rows = function_rows(work, route_id)
    instead = {each.document["data"]["task"] for each in facts if each.document["kind"] == "NobodyFound"}
    tasks: dict[str, tuple[OpenTask, Told, bool]] = {}
    for fact, outcome in outcomes:
        tasks |= {each.id: (each, fact, False) for each in outcome.opened}
        tasks |= {each.id: (each, fact, True) for each in outcome.changed}
    for name, (each, fact, changed) in tasks.items():
        drawn = {function for circle in bundle_of(fact).circles(each) for function in circle} or {ON_THE_DOSSIER}
        # Who has a changed term in the place of nobody is not told apart: the intern begeleider, or nobody else.
        allowed = drawn | {INTERN_BEGELEIDER} if changed or name in instead else drawn
        found = rows.get(name, {})
        if not drawn <= found.keys() or not found.keys() <= allowed:
            message = f"voor wie taak {name} is, is niet wat het protocol zegt"
            raise WrongError(message)
        if any(due != (each.due or NEVER) for due in found.values()):
            message = f"de termijn waarmee taak {name} in de lijst staat is niet wat de feiten zeggen"
            raise WrongError(message)


# the dossier as a whole


def check_dossier(work: Work, dossier: UUID, around: Around) -> None:
    """The team is the one that the facts made, and the routes are numbered as they began."""
    _check_members(work, dossier, around)
    _check_numbers(work, dossier)


def _check_numbers(work: Work, dossier: UUID) -> None:
    count, begun = routes_begun(work, dossier)
    numbers = [row.number for row in begun]
    if sorted(numbers) != list(range(1, count + 1)):
        message = "de nummers van de routes zijn niet wat ze waren"
        raise WrongError(message)
    # By the first fact and not by the row: of a route that was erased the row tells when that was.
    for before, after in pairwise(row for row in begun if isinstance(row.entered, str)):
        if before.entered > after.entered:
            message = f"route {after.number} begon eerder dan route {before.number}"
            raise WrongError(message, route=after.route_id)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place on a team, as facts tell of it."""

    person: UUID
    route: UUID | None
    task: UUID | None
    reason: str
    began_at: datetime


def _check_members(work: Work, dossier: UUID, around: Around) -> None:
    rows = member_rows(work, dossier)
    joined = {UUID(data["member"]): (fact, data) for fact, data in _told(around.facts.get(None, ()), "MemberJoined")}
    joined |= {UUID(data["member"]): (fact, data) for fact, data in _stood_in(around)}
    left = {UUID(data["member"]): fact for fact, data in _told(around.facts.get(None, ()), "MemberLeft")}
    expected = _joined(around.facts)
    for row in rows:
        if row.member_id in joined:
            _check_asked(row, *joined.pop(row.member_id))
        elif around.whole and not _take(expected, row):
            message = f"van betrokkene {row.member_id} weet geen feit, of er is iets aan veranderd"
            raise WrongError(message, route=row.route_id)
        _check_end(work, row, left.get(row.member_id), around)
    if joined or (around.whole and expected):
        message = f"{len(joined) + len(expected)} keer is iemand weg die betrokken was"
        raise WrongError(message)


def _stood_in(around: Around) -> list[tuple[Told, Mapping[str, Any]]]:
    """Who was put on routes as a deputy; of a route that was erased nothing is left."""
    told = _told(around.facts.get(None, ()), "DeputyJoined")
    return [(fact, data) for fact, data in told if UUID(data["route"]) in around.facts]


def _told(facts: Sequence[Told], kind: str) -> list[tuple[Told, Mapping[str, Any]]]:
    return [(fact, fact.document["data"]) for fact in facts if fact.document["kind"] == kind]


def _joined(facts: Mapping[UUID | None, Sequence[Told]]) -> list[_Place]:
    """Everybody whom a step put on a team."""
    return [
        _Place(
            UUID(each["person"]), route, UUID(each["task"]) if "task" in each else None, each["reason"], fact.instant
        )
        for route, told in facts.items() for fact in told for each in fact.document.get("joined", ())
    ]  # fmt: skip


def _take(expected: list[_Place], row: Any) -> bool:
    place = _Place(row.person_id, row.route_id, row.task_id, row.reason, row.began_at)
    if place not in expected:
        return False
    expected.remove(place)
    return True


def _check_asked(row: Any, fact: Told, data: Mapping[str, Any]) -> None:
    asked: tuple[object, ...] = (UUID(data["person"]), None, None, _ASKED, fact.instant)
    if fact.document["kind"] == "DeputyJoined":
        task = UUID(data["task"]) if data["task"] else None
        begins = datetime.fromisoformat(data["begins"])
        asked = (UUID(data["person"]), UUID(data["route"]), task, data["reason"], begins)
    if (row.person_id, row.route_id, row.task_id, row.reason, row.began_at) != asked:
        message = f"van betrokkene {row.member_id} is iets veranderd"
        raise WrongError(message)


def _check_end(work: Work, row: Any, left: Told | None, around: Around) -> None:
    """When somebody is on the team no longer: as a fact says, or fourteen days after their task, or as a deputy."""
    if left is not None:
        right = row.ended_at == left.instant
    elif row.task_id is not None and row.ended_at is not None:
        closed = _closed_at(around.facts.get(row.route_id, ()), str(row.task_id))
        right = closed is None or row.ended_at <= closed + _LINGER
        right = right and (closed is not None or row.ended_at in holding_ends(work, row.person_id))
    elif row.ended_at is not None:
        right = row.ended_at in {*holding_ends(work, row.person_id), *_until(around, row.member_id)}
    else:
        right = not _must_end(row, around)
    if not right and around.whole:
        message = f"tot wanneer betrokkene {row.member_id} meedoet is niet wat de feiten zeggen"
        raise WrongError(message, route=row.route_id)


def _must_end(row: Any, around: Around) -> bool:
    closed = row.task_id is not None and _closed_at(around.facts.get(row.route_id, ()), str(row.task_id)) is not None
    return closed or bool(_until(around, row.member_id))


def _until(around: Around, member: UUID) -> set[datetime]:
    """Till when somebody was asked onto the team."""
    told = (*_told(around.facts.get(None, ()), "MemberJoined"), *_stood_in(around))
    asked = (data for _, data in told if data["member"] == str(member))
    return {datetime.fromisoformat(data["until"]) for data in asked if data["until"]}


def _closed_at(facts: Sequence[Told], task: str) -> datetime | None:
    return next((fact.instant for fact in facts for each in fact.outcome.get("closed", ()) if each["id"] == task), None)
