"""The thread of a route: the steps of the school's document in their order, and how far the route has come."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from workflows.bundle import Bundle
from workflows.diagram import Process
from workflows.scenarios.world import Route


class Mark(StrEnum):
    """Where a step lies on the thread."""

    DONE = "gedaan"
    HERE = "hier"
    TO_COME = "komt nog"


def thread(bundle: Bundle, route: Route) -> tuple[tuple[str, Mark], ...]:
    """The milestones of the route's process in the order of the drawing, each with its mark."""
    names = tuple(dict.fromkeys(milestones(bundle.processes[route.process])))
    reached = [milestone.name for milestone in route.milestones]
    last = names.index(reached[-1]) if reached else -1
    return tuple((name, _mark(route, reached, number, last, name)) for number, name in enumerate(names))


def _mark(route: Route, reached: list[str], number: int, last: int, name: str) -> Mark:
    if route.is_open and number == last:
        return Mark.HERE
    return Mark.DONE if name in reached and (number < last or not route.is_open) else Mark.TO_COME


def milestones(process: Process) -> Iterator[str]:
    """The names of a process's milestones in the order of the file, which is that in which they were drawn."""
    for node in process.nodes.values():
        if node.is_milestone:
            yield node.name
