"""Dossiers as events, one dossier at a time: names of the drawing, times, functions, and ids of this export alone.

Nothing of an answer is read, no reason and no name; a name of an element is that of the drawing, never that of a fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.errors import NoBundleError
from app.domain.pseudonyms import Keyed
from app.queries.desk import Desk
from app.queries.facts import documents
from app.store.bundles import BundleCache
from app.store.mining import Span, dossiers_after, facts_of, routes_in
from app.store.sealing import new_key
from app.store.unit_of_work import Work
from workflows import Bundle

BATCH: Final = 25
"""Dossiers that are in memory at once."""
_DONE: Final = "complete"
_KINDS: Final[Mapping[str, str]] = {
    "RouteStarted": "route begonnen", "TaskCompleted": "taak afgerond", "QuestionAnswered": "vraag beantwoord",
    "TimerFired": "termijn afgegaan", "MessageReceived": "bericht ontvangen", "TaskCorrected": "antwoorden hersteld",
    "RouteWithdrawn": "route ingetrokken", "RouteDeviated": "afgeweken", "DeviationProposed": "afwijking voorgesteld",
    "DeviationDropped": "voorstel om af te wijken vervallen", "RouteMigrated": "naar een andere protocolversie",
    "MigrationUndone": "terug naar de vorige protocolversie",
    "RouteStuck": "vastgelopen", "IncidentResolved": "gaat weer verder", "DossierOpened": "dossier begonnen",
    "DossierClosed": "dossier gesloten",
}  # fmt: skip
"""Kind of fact to kind of event; other facts are none."""
_TRANSITIONS: Final = {"RouteWithdrawn": "pi_abort", "RouteStuck": "suspend", "IncidentResolved": "resume"}
KINDS: Final = (
    *_KINDS.values(), "taak geopend", "vraag geopend", "taak vervallen", "stap bereikt", "bericht verstuurd", "einde",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    id: UUID
    kind: str
    """One of `KINDS`."""
    name: str
    """What the drawing calls it."""
    element: str
    transition: str
    """As the lifecycle extension of XES has it."""
    at: datetime
    entered: datetime
    task: UUID | None = None
    person: UUID | None = None
    functions: tuple[str, ...] = ()
    """Those that whoever did it held."""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A route."""

    id: UUID
    number: int
    process: str
    name: str
    version: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier."""

    id: UUID
    school: UUID
    events: tuple[Event, ...]
    """Those of the dossier as a whole."""
    routes: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Under which ids things stand in one export. Its key is nowhere kept."""

    keyed: Keyed = field(default_factory=lambda: Keyed(new_key()))

    def of(self, kind: str, thing: object) -> UUID:
        """The id of a thing."""
        return self.keyed.of(kind, thing)


def cases(desk: Desk, board: UUID, bundles: BundleCache[Bundle], span: Span, names: Names) -> Iterator[Case]:
    """Each dossier that can be read, one at a time, so that memory does not grow with how many there are."""
    after: UUID | None = None
    while True:
        with desk.reading(board) as work:
            found = dossiers_after(work, span, after, BATCH)
            routes: dict[UUID, list[Any]] = {}
            for each in routes_in(work, [row.dossier_id for row in found]):
                routes.setdefault(each.dossier_id, []).append(each)
            # The rows of a batch are read within its transaction; what is made of them is small.
            made = [_case(work, bundles, row, routes.get(row.dossier_id, []), span, names) for row in found]
        yield from (each for each in made if each is not None)
        if len(found) < BATCH:
            return
        after = found[-1].dossier_id


def _case(
    work: Work, bundles: BundleCache[Bundle], row: Any, routes: Sequence[Any], span: Span, names: Names
) -> Case | None:  # fmt: skip
    """A dossier; None where nothing of it is within the time, or can be read."""
    facts: dict[UUID, list[Any]] = {}
    for each in facts_of(work, [row.stream_id, *(one.stream_id for one in routes)]):
        facts.setdefault(each.stream_id, []).append(each)
    traces = []
    for each in routes:
        if not span.holds(each.started_at):
            continue
        telling = _Telling(_drawn(work, bundles, each.bundle), names, str(each.route_id), bundles)
        events = tuple(telling.events(work, each.key_id, facts.get(each.stream_id, [])))
        if events:
            traces.append(Trace(
                names.of("route", each.route_id), each.number, each.process, telling.process_name(each.process),
                each.bundle[:16], events,
            ))  # fmt: skip
    own = tuple(_Telling(None, names, str(row.dossier_id)).events(work, row.key_id, facts.get(row.stream_id, [])))
    if not traces:
        return None
    return Case(names.of("dossier", row.dossier_id), names.of("school", row.school_id), own, tuple(traces))


def _drawn(work: Work, bundles: BundleCache[Bundle], geheel: str) -> Bundle | None:
    """A version; None where it is gone: what it calls things is then told by their ids."""
    try:
        return bundles.get(work, geheel)
    except NoBundleError:
        return None


class _Telling:
    """One stream being told."""

    def __init__(
        self, bundle: Bundle | None, names: Names, stream: str, bundles: BundleCache[Bundle] | None = None
    ) -> None:  # fmt: skip
        self._bundle, self._names, self._stream, self._bundles = bundle, names, stream, bundles
        self._tasks: dict[str, Mapping[str, Any]] = {}

    def process_name(self, process: str) -> str:
        """What the drawing calls a route."""
        drawn = self._bundle.processes.get(process) if self._bundle else None
        return drawn.name or process if drawn else process

    def events(self, work: Work, key_id: UUID, rows: Sequence[Any]) -> Iterator[Event]:
        """The events, in order."""
        # An event is known by its fact and its place in it: the same in every format of one export.
        for row in rows:
            for document in documents(work, key_id, [row]):
                if self._bundles is not None and "moment" in document:
                    # A route that was migrated ran on more than one drawing.
                    self._bundle = _drawn(work, self._bundles, document["moment"]["bundle"])
                for place, event in enumerate(self._told(document, datetime.fromisoformat(row.entered))):
                    yield Event(
                        self._names.of("event", f"{self._stream}/{row.sequence}/{place}"), *event
                    )  # fmt: skip

    def _told(self, document: Mapping[str, Any], entered: datetime) -> Iterator[tuple[Any, ...]]:
        kind = document["kind"]
        data, outcome = document["data"], document.get("outcome", {})
        at = datetime.fromisoformat(document["at"])
        actor = document["actor"]
        person = self._names.of("person", actor["id"]) if "id" in actor else None
        functions = tuple(actor.get("functions", ()))
        if kind in _KINDS:
            task = str(data.get("task") or "")
            lane = str(self._tasks.get(task, {}).get("lane") or "")
            yield (
                _KINDS[kind], self._name(kind, data), str(data.get("element") or ""), _TRANSITIONS.get(kind, _DONE), at,
                entered, self._task(task), person, functions, lane,
            )  # fmt: skip
        for each in self._followed(outcome):
            yield (*each[:4], at, entered, *each[4:])

    def _followed(self, outcome: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """What came of it: tasks that lapsed, steps that were reached, messages, tasks that opened, ends."""
        for each in outcome.get("closed", ()):
            was = self._tasks.pop(each["id"], {})
            if each["how"] == "vervallen" and was:
                lane = str(was.get("lane") or "")
                yield ("taak vervallen", was["name"], was["element"], "withdraw",
                       self._task(each["id"]), None, (), lane)  # fmt: skip
        self._tasks |= {each["id"]: self._kept(each) for each in outcome.get("changed", ())}
        for each in outcome.get("milestones", ()):
            yield "stap bereikt", self._called(each["element"]), each["element"], _DONE
        for each in outcome.get("messages", ()):
            yield "bericht verstuurd", str(each["name"]), str(each["element"]), _DONE
        for each in outcome.get("opened", ()):
            self._tasks[each["id"]] = self._kept(each)
            what = "vraag geopend" if each["kind"] == "vraag" else "taak geopend"
            yield (what, self._called(each["element"]), each["element"], "schedule", self._task(each["id"]), None, (),
                   each["lane"] or "")  # fmt: skip
        for each in outcome.get("ends", ()):
            yield "einde", str(each), "", _DONE

    def _kept(self, task: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"element": task["element"], "lane": task["lane"], "name": self._called(str(task["element"]))}

    def _name(self, kind: str, data: Mapping[str, Any]) -> str:
        if kind == "RouteStarted":
            return self.process_name(str(data["process"]))
        if data.get("element"):
            return self._called(str(data["element"]))
        return str(data.get("message") or _KINDS[kind])

    def _called(self, element: str) -> str:
        return self._bundle.name_of(element) if self._bundle else element

    def _task(self, task: str) -> UUID | None:
        return self._names.of("task", task) if task else None
