"""Which elements belong to which step of a drawing, and where an arrow leads in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from workflows.diagram import Node, Process
from workflows.diagram.model import DRAWN_ONLY

_ACTIVITIES: Final = frozenset({"userTask", "callActivity", "receiveTask"})
_WAITS: Final = frozenset({"eventBasedGateway", "intermediateCatchEvent"})


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a process that is told and drawn by itself."""

    key: str
    """Id of its first element."""
    name: str
    text: str
    elements: tuple[str, ...]
    """In the order in which they were drawn."""
    is_step: bool
    phase: str = ""


def steps_of(process: Process) -> tuple[Step, ...]:
    """The parts of a process: its beginning, its steps by their milestones, and what may happen at any moment.

    An element belongs to the last milestone before it in the file from which it can be reached without another in
    between; milestones of one name are one step. Without milestones the whole process is one part.
    """
    owner = _owners(process)
    names = {key: process.nodes[milestone].name for key, milestone in owner.items()}
    groups: dict[str, list[str]] = {}
    beginning: list[str] = []
    for node in process.inside(process.id):
        if node.id in names:
            groups.setdefault(names[node.id], []).append(node.id)
        elif not node.triggered_by_event and node.tag not in DRAWN_ONLY:
            beginning.append(node.id)
    found = [Step(beginning[0], "Hoe het begint" if groups else process.name, "", tuple(beginning), is_step=False)]
    found = found if beginning else []
    for name, elements in groups.items():
        first = next(process.nodes[key] for key in elements if process.nodes[key].is_milestone)
        found.append(Step(first.id, name, first.documentation, _with_inner(process, elements), is_step=True,
                          phase=first.properties.get("fase", "")))  # fmt: skip
    found += [
        Step(node.id, node.name or "Op elk moment", node.documentation, _with_inner(process, [node.id]), is_step=False)
        for node in process.event_subprocesses()
    ]  # fmt: skip
    return tuple(found)


def _owners(process: Process) -> dict[str, str]:
    place = {key: index for index, key in enumerate(process.nodes)}
    owner: dict[str, str] = {}
    for milestone in (node for node in process.inside(process.id) if node.is_milestone):
        for key in _block(process, milestone):
            held = owner.get(key)
            if held is None or place[held] < place[milestone.id] <= place[key]:
                owner[key] = milestone.id
    return owner


def _block(process: Process, milestone: Node) -> set[str]:
    """All that can be reached from a milestone without passing another."""
    seen, todo = set[str](), [milestone.id]
    while todo:
        key = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        after = [*(flow.target for flow in process.outgoing(process.nodes[key])),
                 *(node.id for node in process.boundaries(key))]  # fmt: skip
        todo += [each for each in after if each in process.nodes and not process.nodes[each].is_milestone]
    return seen


def _with_inner(process: Process, elements: list[str]) -> tuple[str, ...]:
    """Elements and, behind a subprocess, what stands in it."""
    found: list[str] = []
    for key in elements:
        found.append(key)
        if process.inside(key):
            found += _with_inner(process, [node.id for node in process.inside(key)])
    return tuple(found)


def is_place(process: Process, node: Node) -> bool:
    """Whether a reader knows where they are: a step, something to do or to answer, an end."""
    return bool(node.name) and (
        node.is_milestone or node.tag in _ACTIVITIES or node.tag == "endEvent" or process.is_question(node)
    )


def ahead(process: Process, element: str, stop: Callable[[Node], bool]) -> tuple[str, ...]:
    """The names at which one arrives first from an element, itself included, passing what does not stop one."""
    found: dict[str, None] = {}
    seen, todo = set[str](), [element]
    while todo:
        node = process.nodes.get(todo.pop())
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if stop(node) or not node.outgoing:
            found[_called(node)] = None
        else:
            todo += [flow.target for flow in reversed(list(process.outgoing(node)))]
    return tuple(found)


def _called(node: Node) -> str:
    if node.tag == "endEvent":
        return f"einde “{node.name}”" if node.name else "einde"
    return node.name or ("wachten op wat het eerst komt" if node.tag == "eventBasedGateway" else "verder")


def stops(process: Process, node: Node) -> bool:
    """Whether words about where an arrow leads end here."""
    return is_place(process, node) or node.tag in _WAITS or (node.is_gateway and bool(node.name))


def passing(process: Process, element: str) -> tuple[str, ...]:
    """The names of what is passed from an element, itself included, as long as there is one way on."""
    found: list[str] = []
    node = process.nodes.get(element)
    while node is not None and not stops(process, node) and len(found) < len(process.nodes):
        found += [f"“{node.name}”"] if node.name else []
        node = process.nodes.get(process.flows[node.outgoing[0]].target) if len(node.outgoing) == 1 else None
    return tuple(found)


def elsewhere(process: Process, elements: Collection[str]) -> Mapping[str, str]:
    """Where the arrows lead that leave these elements, by their target and in words short enough for a drawing."""
    within = frozenset(elements)
    targets = {flow.target for flow in process.flows.values() if flow.source in within and flow.target not in within}
    found = {key: ahead(process, key, lambda node: stops(process, node)) for key in targets}
    return {key: names[0] for key, names in found.items() if names}
