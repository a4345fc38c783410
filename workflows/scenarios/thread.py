"""The thread of a route: the steps of the school's document in their order, and how far the route has come."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from workflows.bundle import Bundle
from workflows.diagram import EventKind, Process
from workflows.diagram import model as tag
from workflows.scenarios.world import Route


class Mark(StrEnum):
    """Where a step lies on the thread."""

    DONE = "gedaan"
    HERE = "hier"
    TO_COME = "komt nog"


def thread(bundle: Bundle, route: Route) -> tuple[tuple[str, Mark], ...]:
    """The milestones of the route's process in the order of its arrows, each with its mark."""
    names = tuple(_milestones(bundle.processes[route.process]))
    reached = [milestone.name for milestone in route.milestones]
    last = names.index(reached[-1]) if reached else -1
    return tuple((name, _mark(route, reached, number, last, name)) for number, name in enumerate(names))


def _mark(route: Route, reached: list[str], number: int, last: int, name: str) -> Mark:
    if route.is_open and number == last:
        return Mark.HERE
    return Mark.DONE if name in reached and (number < last or not route.is_open) else Mark.TO_COME


def _milestones(process: Process) -> Iterator[str]:
    """In an order in which every arrow but those that go back points forward."""
    seen, order = set[str](), list[str]()
    todo = [(node.id, False) for node in reversed(process.start_events())]
    while todo:
        element, finished = todo.pop()
        if finished:
            order.append(element)
        elif element not in seen:
            seen.add(element)
            todo.append((element, True))
            todo += [(flow.target, False) for flow in process.outgoing(process.nodes[element])]
            todo += [(event.id, False) for event in process.boundaries(element)]
    for node in (process.nodes[element] for element in reversed(order)):
        if node.tag == tag.THROW_EVENT and node.event.kind is EventKind.NONE and node.name:
            yield node.name
