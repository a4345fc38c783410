"""The place of a route on its drawing: where it is, what it passed, and the drawing of the version that it runs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.queries.dossier_page import Waiting, waiting_for
from app.queries.dossiers import RouteItem, detail, rows_of
from app.queries.facts import documents
from app.queries.items import PupilShown
from app.store.bundles import BundleCache
from app.store.dossiers import bundle_files
from app.store.keys import KeysError
from app.store.past import facts_before
from app.store.reading import shown_dossier
from app.store.requests import log_read
from app.store.rights import find_route
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import Bundle, Engine, WorkflowError, places

READ: Final = "diagram"
_MOST: Final = 2_000
"""Facts of one route that are looked through for the way that it came."""


@dataclass(frozen=True, slots=True)
class Here:
    """An open task, by the element of the drawing in which it lies."""

    element: str
    task: UUID
    name: str
    waiting: Waiting
    mine: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something else that the route waits for."""

    element: str
    name: str
    due: datetime | None
    """Null where it is a message."""


@dataclass(frozen=True, slots=True)
class OnDiagram:
    """A route on its drawing."""

    dossier: UUID
    pupil: PupilShown
    route: RouteItem
    process: str
    geheel: str
    file: str
    """Name of the drawing in the bundle, without what it ends on."""
    here: tuple[Here, ...]
    awaited: tuple[Awaited, ...]
    passed: tuple[str, ...]
    """Ids of the elements that it passed, each once, in the order of the last time."""
    flows: tuple[str, ...]
    names: Mapping[str, str]
    """What the drawing calls those of them that are a step, a task or a question."""
    now: datetime


def read_diagram(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], route_id: UUID
) -> OnDiagram | None:  # fmt: skip
    """A route on its drawing, and a line in the log of reads; None where it is not there or not for this person."""
    found = find_route(work, route_id, actor.id)
    seen = found is not None and may(actor, Permission.SEE_ROUTE, found.subject)
    log_read(work, actor.id, READ, route_id, found=seen)
    row = shown_dossier(work, actor.id, found.row.dossier_id) if found is not None and seen else None
    if row is None:
        return None
    rows = rows_of(work, actor, row)
    whole = detail(work, actor, rows)
    own = next(each for each in rows.routes if each.route_id == route_id)
    bundle = bundles.get(work, own.bundle)
    drawn = bundle.processes[own.process]
    paths, awaited = _waits(work, bundle, own)
    here = tuple(
        Here(paths.get(str(task.task_id), task.element), task.task_id, task.name, waiting_for(task, rows.people), mine)
        for task, mine in ((each, bool(each.is_mine)) for each in rows.tasks) if task.route_id == route_id
    )  # fmt: skip
    facts = facts_before(work, [own.stream_id], None, _MOST)[::-1]
    passed, flows = _way(documents(work, own.key_id, facts), drawn.nodes, drawn.flows)
    return OnDiagram(
        row.dossier_id, whole.pupil, next(each for each in whole.routes if each.id == route_id), own.process,
        own.bundle, drawn.file.removesuffix(".bpmn"), here, awaited, passed, flows,
        {each.element: each.name for each in places(drawn) if each.element in passed}, work.clock.roughly(),
    )  # fmt: skip


def drawing(work: Work, bundles: BundleCache[Bundle], geheel: str, name: str) -> bytes | None:
    """A drawing of a protocol version of this board; None where there is none."""
    if bundle_files(work, geheel) is None:
        return None
    return bundles.get(work, geheel).files.get(f"{name}.bpmn") if "/" not in name else None


def _waits(work: Work, bundle: Bundle, row: Any) -> tuple[dict[str, str], tuple[Awaited, ...]]:
    """By task the element of the route itself in which it lies; and what the route waits for beside tasks."""
    try:
        key = work.keys.get(work.board, row.key_id)
        state = unseal_state(key, row.route_id, row.version, bytes(row.state))
        engine = Engine(bundle)
        tasks = {each.id: _outermost(each.path) for each in engine.tasks(state)}
        timers = [
            Awaited(_outermost(each.path), bundle.name_of(each.element), each.due) for each in engine.timers(state)
        ]
        heard = [
            Awaited(_outermost(each.path), each.name, None) for each in engine.catches(state) if not each.starts
        ]  # fmt: skip
    except (SealError, KeysError, WorkflowError):
        return {}, ()
    return tasks, (*timers, *heard)


def _outermost(path: str) -> str:
    return path.split("/", 1)[0].split("[", 1)[0]


def _way(
    documents: Iterable[Mapping[str, Any]], nodes: Mapping[str, Any], drawn: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    passed, flows = dict[str, None](), dict[str, None]()
    for document in documents:
        outcome: Mapping[str, Sequence[Any]] = document.get("outcome", {})
        for what, path in outcome.get("steps", ()):
            element = str(path).rpartition("/")[2].split("[", 1)[0]
            if what == "left" and element in nodes:
                passed.pop(element, None)
                passed[element] = None
        flows |= dict.fromkeys(each for each in outcome.get("flows", ()) if each in drawn)
    return tuple(passed), tuple(flows)
