"""The steps of a route as the school names them, in the order of the drawing, and how far the route has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from workflows import Bundle, Node, Process


class Place(StrEnum):
    """Where a step lies on the thread."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    PASSED = "passed"
    """The route went on without it, and from where it is now it does not come there any more."""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step, with when the route last reached it; without an instant where it did not, or that is not known."""

    name: str
    place: Place
    at: datetime | None = None
    phase: str = ""


def steps_of(
    bundle: Bundle, process: str, current: str, *, running: bool, reached: Mapping[str, datetime] | None = None
) -> tuple[RouteStep, ...]:
    """The steps of a process, `current` the name of the one where the route is or ended.

    `reached` says when each was reached, by name; without it all that lie before the current one count as done. Of a
    route that is over the steps that it never came to are left out, as are those that lie before where it began. Empty
    for a process that names no steps.
    """
    names = tuple(step_names(bundle, process))
    here = names.index(current) if current in names else -1
    first = next((number for number, name in enumerate(names) if reached and name in reached), here)
    coming = _coming(bundle, process, current) if running else frozenset[str]()
    found = []
    for number, name in enumerate(names):
        been = number <= here if reached is None else name in reached
        place = Place.NOW if running and number == here else _place(been=been, lost=number < here, comes=name in coming)
        began_after = not been and number < min(first, here)
        if place is Place.DONE or (running and not began_after):
            at = (reached or {}).get(name) if place in (Place.DONE, Place.NOW) else None
            found.append(RouteStep(name, place, at, _phases(bundle, process).get(name, "")))
    return tuple(found)


def steps_of_route(bundle: Bundle, row: Any) -> tuple[RouteStep, ...]:
    """The same, of the row of a route."""
    reached = {name: datetime.fromisoformat(at) for name, at in row.reached.items()}
    return steps_of(bundle, row.process, row.milestone, running=row.ended_at is None, reached=reached)


def step_names(bundle: Bundle, process: str) -> Iterable[str]:
    """The names of the steps of a process, each once; nothing for a process that this version does not have."""
    return _phases(bundle, process)


def reached_in(documents: Iterable[Mapping[str, Any]]) -> dict[str, datetime]:
    """When each step was last reached, by name, told by facts of a route, the oldest first."""
    return {
        each["name"]: datetime.fromisoformat(document["at"])
        for document in documents
        for each in document.get("outcome", {}).get("milestones", ())
    }


def _phases(bundle: Bundle, process: str) -> dict[str, str]:
    found = bundle.processes.get(process)
    nodes = found.nodes.values() if found else ()
    return {node.name: node.properties.get("fase", "") for node in nodes if node.is_milestone}


def _place(*, been: bool, lost: bool, comes: bool) -> Place:
    if been:
        return Place.DONE
    return Place.PASSED if lost and not comes else Place.AHEAD


def _coming(bundle: Bundle, process: str, current: str) -> frozenset[str]:
    """The names of the steps to which the drawing still leads from a step, whatever is answered or comes by message."""
    drawn = bundle.processes.get(process)
    if drawn is None:
        return frozenset()
    at = [node for node in drawn.nodes.values() if node.is_milestone and node.name == current]
    todo = [*at, *(start for each in drawn.event_subprocesses() for start in drawn.start_events(each.id))]
    seen = {node.id for node in todo}
    while todo:
        new = [each for each in _next(drawn, todo.pop()) if each.id not in seen]
        seen |= {each.id for each in new}
        todo += new
    came = {node.id for node in at}
    return frozenset(drawn.nodes[each].name for each in seen - came if drawn.nodes[each].is_milestone)


def _next(drawn: Process, node: Node) -> Iterator[Node]:
    """Where a token may come from a node: along its flows, into it, off its border, and out of what it lies in."""
    yield from (drawn.nodes[flow.target] for flow in drawn.outgoing(node) if flow.target in drawn.nodes)
    yield from drawn.start_events(node.id)
    yield from drawn.boundaries(node.id)
    host = drawn.nodes.get(node.scope)
    if host is not None:
        yield from drawn.boundaries(host.id)
        yield from (drawn.nodes[flow.target] for flow in drawn.outgoing(host) if flow.target in drawn.nodes)
