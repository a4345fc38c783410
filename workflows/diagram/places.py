"""Where a person says that a route is or should go: its steps, tasks and questions, by the name in the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.diagram import model as tag
from workflows.diagram.model import Node, Process


class PlaceKind(StrEnum):
    """What people see in it."""

    STEP = "stap"
    TASK = "taak"
    QUESTION = "vraag"


@dataclass(frozen=True, slots=True)
class Place:
    """One element of the route itself, outside what it calls."""

    element: str
    name: str
    kind: PlaceKind


def places(process: Process) -> Iterator[Place]:
    """The places of a process in the order in which they were drawn: each step before the tasks that follow it."""
    for node in process.inside(process.id):
        kind = _kind(process, node)
        if kind is not None and node.name:
            yield Place(node.id, node.name, kind)


def _kind(process: Process, node: Node) -> PlaceKind | None:
    if node.is_milestone:
        return PlaceKind.STEP
    if process.is_question(node):
        return PlaceKind.QUESTION
    whole = node.tag == tag.SUBPROCESS and not node.triggered_by_event
    return PlaceKind.TASK if whole or node.tag in (tag.USER_TASK, tag.CALL_ACTIVITY) else None
