"""Why somebody has a task: what the facts of its route say of the step, the table and the person that led to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.queries.answers import Reader
from app.queries.decided import Row, decided
from app.queries.history import Entry, Who
from app.store.chain import Link
from app.store.history import opened
from app.store.keys import KeysError
from app.store.past import facts_before
from app.store.sealing import SealError
from app.store.unit_of_work import Work
from workflows import Bundle, WorkflowError

_REACH: Final = 500
"""Facts of a route that are looked through, the last ones."""
_SOURCE: Final = re.compile(r"\s*\bBron:\s*(?P<named>[^\n]*?)\.?\s*$")
_QUIET: Final = frozenset({"AttemptRefused", "NobodyFound", "MessageUnheard"})
"""Kinds of facts that tell nothing of what was done with the pupil."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a route, opened."""

    stream: UUID
    sequence: int
    entered: datetime
    document: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its kind."""
        return str(self.document["kind"])

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.document["at"])

    @property
    def by(self) -> UUID | None:
        """Who did it; None for the clock."""
        actor = self.document["actor"].get("id")
        return UUID(actor) if actor else None

    @property
    def about(self) -> str:
        """Id of the task that it is about; empty where it is about none."""
        return str(self.document["data"].get("task", ""))

    @property
    def cause(self) -> UUID | None:
        """The route that set off its own."""
        route = self.document.get("cause", {}).get("route")
        return UUID(route) if route else None

    def listed(self, name: str) -> Sequence[Any]:
        """A list of its outcome."""
        found: Sequence[Any] = self.document.get("outcome", {}).get(name, ())
        return found


@dataclass(frozen=True, slots=True)
class Why:
    """Why a task is there."""

    step: str
    """Where the route was; empty for a route without steps."""
    rules: tuple[str, ...]
    """The rules of the school that ask it, by name; a source that no rule has says nothing to people."""
    event: Entry | None
    """What opened it; None where that is too long ago, or cannot be read."""
    rows: tuple[Row, ...]


def facts_of_route(work: Work, row: Any) -> tuple[Told, ...]:
    """The last facts of the route of a row, as far as they can be opened, the oldest first. One statement."""
    facts = reversed(facts_before(work, [row.stream_id], None, _REACH))
    return tuple(told for each in facts if (told := told_or_none(work, row, each)) is not None)


def opening(facts: Sequence[Told], task_id: UUID) -> int | None:
    """Which of these facts opened a task."""
    return next((n for n, each in enumerate(facts) if _opens(each, task_id)), None)


def closing(facts: Sequence[Told], task_id: UUID) -> Told | None:
    """The fact by which a task was completed or answered."""
    done = ("TaskCompleted", "QuestionAnswered")
    return next((each for each in facts if each.about == str(task_id) and each.kind in done), None)


def corrections(facts: Sequence[Told], task_id: UUID) -> tuple[str, ...]:
    """Why the answers to a task were set right, each time."""
    found = [each for each in facts if each.about == str(task_id) and each.kind == "TaskCorrected"]
    return tuple(str(each.document["data"].get("reason", "")) for each in found)


def people_in(facts: Iterable[Told]) -> set[UUID]:
    """Whose names are needed to tell these facts."""
    beside = {UUID(each) for told in facts for each in told.document["data"].get("beside", ())}
    return beside | {told.by for told in facts if told.by is not None}


def last_events(facts: Sequence[Told], most: int) -> list[Told]:
    """The last things that were done, the newest first."""
    return [each for each in reversed(facts) if each.kind not in _QUIET][:most]


def told_or_none(work: Work, owner: Any, row: Any) -> Told | None:
    """The fact of a row, opened with the key of the row that owns it.

    None where that cannot be: one fact that was changed must not take a whole page away.
    """
    link = Link(row.stream_id, row.sequence, row.entered, bytes(row.ciphertext), bytes(row.head))
    try:
        document = opened(work.keys.get(work.board, owner.key_id), link)
    except (SealError, KeysError):
        return None
    return Told(row.stream_id, row.sequence, datetime.fromisoformat(row.entered), document)


def entry_of(bundle: Bundle, row: Any, told: Told, names: Mapping[UUID, str]) -> Entry:
    """A fact as the history tells it, without what was answered; `row` is of its route."""
    data = told.document["data"]
    by = Who(told.by, names.get(told.by, ""), ()) if told.by else None
    name = data.get("name") or data.get("message") or (bundle.name_of(data["element"]) if data.get("element") else "")
    beside = [names.get(UUID(each), "") for each in data.get("beside", ())]
    return Entry(
        told.stream, told.sequence, told.entered, told.kind, told.at, by, row.route_id,
        row.route_name if "process" in data else str(name), {**data, "beside_names": beside}, (), (),
        tuple(each["name"] for each in told.listed("milestones")), (), tuple(told.listed("ends")), None,
    )  # fmt: skip


def why_of(bundle: Bundle, reader: Reader, row: Any, facts: Sequence[Told], names: Mapping[UUID, str]) -> Why:
    """Why the task of a row is there, for whoever reads."""
    number = opening(facts, row.task_id)
    rules = rules_named(bundle, sources_of(documentation_of(bundle, row.drawn_in, row.element)))
    if number is None:
        return Why("", rules, None, ())
    told = facts[number]
    steps = [step["name"] for each in facts[: number + 1] for step in each.listed("milestones")]
    phase = next((phase for sequence, _step, phase in steps_in(facts) if sequence == told.sequence), "")
    rows = tuple(row_of(bundle, reader, phase or row.phase, told, each) for each in told.listed("decisions"))
    return Why(
        steps[-1] if steps else "",
        rules,
        entry_of(bundle, row, told, names),
        tuple(each for each in rows if each.name),
    )


def steps_in(facts: Sequence[Told]) -> Iterator[tuple[int, str, str]]:
    """By number of the fact: in which step and phase it was done; the first fact of a route in those that it begins."""
    step = phase = ""
    for each in facts:
        for reached in each.listed("milestones")[:1] if not step else ():
            step, phase = reached["name"], reached.get("phase") or ""
        yield each.sequence, step, phase
        for reached in each.listed("milestones"):
            step, phase = reached["name"], reached.get("phase") or phase


def documentation_of(bundle: Bundle, process: str, element: str) -> str:
    """What the drawing says of an element."""
    drawn = bundle.processes.get(process)
    node = drawn.nodes.get(element) if drawn else None
    return node.documentation if node else ""


def without_sources(documentation: str) -> str:
    """What the drawing says of an element, for people."""
    return _SOURCE.sub("", documentation).strip()


def sources_of(documentation: str) -> tuple[str, ...]:
    """The rules that the drawing names as its source."""
    found = _SOURCE.search(documentation)
    return tuple(each.strip() for each in found["named"].split(",") if each.strip()) if found else ()


def rules_named(bundle: Bundle, sources: Sequence[str]) -> tuple[str, ...]:
    """The names of the rules of a bundle that come from any of these sources, in its own order."""
    try:
        return tuple(each.name for each in bundle.rules.rules if set(each.source) & set(sources))
    except WorkflowError:  # a file of rules that cannot be read takes no task away
        return ()


def _opens(told: Told, task_id: UUID) -> bool:
    return any(each["id"] == str(task_id) for each in told.listed("opened"))


def row_of(bundle: Bundle, reader: Reader, phase: str, told: Told, said: Mapping[str, Any]) -> Row:
    """A decision of a fact, for whoever reads. A table without input is a constant of the drawing: it has no name."""
    if not said["inputs"]:
        return Row("", ())
    own = told.by == reader.actor.id
    # On another version other forms asked these fields: whether they may be read cannot be told by this one.
    elsewhere = told.document.get("moment", {}).get("bundle", bundle.geheel) != bundle.geheel
    if elsewhere or not reader.reads_fields(frozenset(said["inputs"]), phase, own=own):
        return Row(said["name"], ())
    return decided(bundle, said)
