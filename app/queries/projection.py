"""What stands in the rows of a route, held against its facts: the route, its tasks, their answers and attachments.

Judges and changes nothing. A row is named by its id and a column by what it means; never what stands in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.facts import AttachmentAdded, AttachmentRemoved
from app.store.attachments import attachment_rows, content_digest
from app.store.history import answer_rows, task_rows
from app.store.unit_of_work import Work
from workflows import Bundle

_ADDED: Final = AttachmentAdded.__name__
_REMOVED: Final = AttachmentRemoved.__name__
_NOTHING: Final = hashlib.sha256(b"").hexdigest()
_ROUTE: Final = {
    "status": "de status", "ended_at": "het einde", "milestone": "de mijlpaal",
    "reached": "wanneer een stap is bereikt", "phase": "de fase", "ends": "het eindpunt",
    "bundle": "de protocolversie", "started_at": "het begin",
}  # fmt: skip
_TASK: Final = {
    "status": "de status", "done_by": "wie de taak deed", "closed_at": "wanneer de taak sloot",
    "closed_by": "wat de taak sloot", "due_at": "de termijn", "name": "de naam", "opened_at": "wanneer de taak kwam",
}  # fmt: skip

_ATTACHMENT: Final = {
    "task_id": "de taak", "by": "wie hem toevoegde", "added_at": "wanneer hij kwam", "veldgroepen": "wie hem mag lezen",
    "phase": "de fase", "size": "de grootte", "removed_at": "of hij is weggehaald",
}  # fmt: skip


class WrongError(Exception):
    """Something does not hold; the message says what, in Dutch."""

    def __init__(self, message: str, sequence: int = 0, *, route: UUID | None = None) -> None:
        super().__init__(message)
        self.sequence = sequence
        """Number of the fact at which it shows; 0 where it is beside the facts."""
        self.route = route


class IncompleteError(WrongError):
    """Carrying the facts out again does not give what was recorded."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that was opened."""

    sequence: int
    entered: str
    document: Mapping[str, Any]

    @property
    def outcome(self) -> Mapping[str, Any]:
        """What it did to its route; empty where it moved nothing."""
        found: Mapping[str, Any] = self.document.get("outcome", {})
        return found

    @property
    def instant(self) -> datetime:
        """When it was entered, which is when its rows say that it was done."""
        return datetime.fromisoformat(self.entered)

    @property
    def person(self) -> UUID | None:
        """Who did it; None for the clock and the operator."""
        found = self.document["actor"].get("id")
        return UUID(found) if found else None


def check_route(row: Any, facts: Sequence[Told]) -> None:
    """Raises WrongError where the row of a route tells another course than its facts."""
    expected: dict[str, Any] = {"milestone": "", "reached": {}, "phase": "", "ends": [], "ended_at": None}
    for fact in _moving(facts):
        expected.setdefault("started_at", fact.instant)
        expected["bundle"] = fact.document["moment"]["bundle"]
        expected["status"] = fact.outcome["status"]
        expected["ends"] = fact.outcome.get("ends") or expected["ends"]
        for each in fact.outcome.get("milestones", ()):
            expected["milestone"], expected["phase"] = each["name"], each["phase"] or expected["phase"]
            expected["reached"] |= {each["name"]: fact.document["at"]}
        if expected["status"] != "loopt":
            expected["ended_at"] = fact.instant
    _compare("van de route", row, expected, _ROUTE)


def check_name(row: Any, drawn: Bundle) -> None:
    """Raises WrongError where the row of a route bears another name than the drawing that it runs on."""
    process = drawn.processes.get(row.process)
    if process is None or row.name != (process.name or row.process):
        message = "de naam van de route is niet wat de tekening zegt"
        raise WrongError(message)


def check_tasks(work: Work, route_id: UUID, facts: Sequence[Told]) -> None:
    """Raises WrongError where a task, open or closed, is not as the facts left it, is gone, or was never told of."""
    rows = task_rows(work, route_id)
    for name, expected in _tasks_of(facts).items():
        row = rows.pop(name, None)
        if row is None:
            message = f"taak {name} is weg"
            raise WrongError(message)
        _compare(f"van taak {name}", row, expected, _TASK)
    for name in rows:
        message = f"van taak {name} weet geen feit"
        raise WrongError(message)


def check_answers(work: Work, route_id: UUID, facts: Sequence[Told]) -> None:
    """Raises WrongError where an answer was changed, is gone, was never told of, or is by another person or hour."""
    kept = answer_rows(work, route_id)
    for fact in facts:
        for group, digest in fact.document.get("answers", {}).items():
            row = kept.pop((fact.document["command"], group), None)
            if row is None or hashlib.sha256(row.sealed).hexdigest() != digest:
                what = "is weg" if row is None else "is veranderd"
                message = f"een antwoord bij feit {fact.sequence} {what}"
                raise WrongError(message)
            if row.by != fact.person or row.given_at != fact.instant:
                what = "wie het gaf" if row.by != fact.person else "wanneer het werd gegeven"
                message = f"van een antwoord bij feit {fact.sequence} is veranderd {what}"
                raise WrongError(message)
    if kept:
        message = f"er staan {len(kept)} antwoorden waar geen feit van weet"
        raise WrongError(message)


def check_attachments(work: Work, route_id: UUID, facts: Sequence[Told]) -> None:
    """Raises WrongError where a file under a task was changed, is gone, or was never told of; also its name."""
    kept = attachment_rows(work, route_id)
    removed = {each.document["data"]["attachment"]: each for each in facts if each.document["kind"] == _REMOVED}
    for fact in (each for each in facts if each.document["kind"] == _ADDED):
        name = fact.document["data"]["attachment"]
        _check_attachment(work, kept.pop(name, None), fact, removed.get(name))
    if kept:
        message = f"er staan {len(kept)} bijlagen waar geen feit van weet"
        raise WrongError(message)


def _check_attachment(work: Work, row: Any, added: Told, removed: Told | None) -> None:
    data = added.document["data"]
    name = data["attachment"]
    if row is None:
        message = f"bijlage {name} is weg"
        raise WrongError(message)
    expected = {each: data[each] for each in ("veldgroepen", "phase", "size")} | {
        "task_id": UUID(data["task"]), "by": added.person, "added_at": added.instant,
        "removed_at": removed.instant if removed else None,
    }  # fmt: skip
    _compare(f"van bijlage {name}", row, expected, _ATTACHMENT)
    found = content_digest(work, UUID(name)), hashlib.sha256(row.sealed).hexdigest()
    if found == ((None, _NOTHING) if removed else (data["digest"], data["details"])):
        return
    what = "is weggehaald en ligt er nog" if removed else "is weg" if found[0] is None else "is veranderd"
    message = f"de inhoud van bijlage {name} {what}"
    raise WrongError(message)


def _moving(facts: Sequence[Told]) -> Iterator[Told]:
    return (fact for fact in facts if fact.outcome)


def _tasks_of(facts: Sequence[Told]) -> dict[str, dict[str, Any]]:
    """Every task that the facts tell of, as they left it."""
    found: dict[str, dict[str, Any]] = {}
    for fact in _moving(facts):
        for each in fact.outcome.get("closed", ()):
            found.setdefault(each["id"], {}).update(_closed(fact, each["how"]))
        for each in fact.outcome.get("changed", ()):
            found.setdefault(each["id"], {}).update({"due_at": _due(each), "name": each["name"]})
        for each in fact.outcome.get("opened", ()):
            found[each["id"]] = {
                "status": "open", "done_by": None, "closed_at": None, "closed_by": None, "due_at": _due(each),
                "name": each["name"], "opened_at": fact.instant,
            }  # fmt: skip
    return found


def _closed(fact: Told, how: str) -> dict[str, Any]:
    done_by = fact.person if how == "afgerond" else None
    command = UUID(fact.document["command"])
    return {"status": how, "done_by": done_by, "closed_at": fact.instant, "closed_by": command}


def _due(task: Mapping[str, Any]) -> datetime | None:
    return None if task["due"] is None else datetime.fromisoformat(task["due"])


def _compare(whose: str, row: Any, expected: Mapping[str, Any], names: Mapping[str, str]) -> None:
    for column, value in expected.items():
        if getattr(row, column) != value:
            message = f"{names[column]} {whose} is niet wat de feiten zeggen"
            raise WrongError(message)
