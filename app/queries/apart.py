"""What tells places of one name in a drawing apart, for who must choose among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflows import Node, Place, Process


@dataclass(frozen=True, slots=True)
class Apart:
    """What of one place no other of its name has."""

    after: str = ""
    """The step, or the task or question, after which it comes."""
    lane: str = ""
    """Who does it."""
    number: int = 0
    """Among those of its name, where nothing else tells."""


def told_apart(drawn: Process, places: Sequence[tuple[str, Place]]) -> Mapping[str, Apart]:
    """By element, of those whose name others have too; `places` are all, each with its step."""
    often = Counter(place.name for _, place in places)
    found: dict[str, Apart] = {}
    for name in (name for name, number in often.items() if number > 1):
        found |= _of_one_name(drawn, [each for each in places if each[1].name == name])
    return found


def _of_one_name(drawn: Process, alike: Sequence[tuple[str, Place]]) -> Iterable[tuple[str, Apart]]:
    nodes = [drawn.nodes[place.element] for _, place in alike]
    steps = [step for step, _ in alike]
    lanes = [drawn.lane_of(node) or "" for node in nodes]
    before = [_before(drawn, node) for node in nodes]
    return [
        (node.id, _one(number, steps, lanes, before)) for number, node in enumerate(nodes)
    ]  # fmt: skip


def _one(at: int, steps: Sequence[str], lanes: Sequence[str], before: Sequence[str]) -> Apart:
    if steps[at] and steps.count(steps[at]) == 1:
        return Apart(after=steps[at])
    if lanes[at] and lanes.count(lanes[at]) == 1:
        return Apart(lane=lanes[at])
    if before[at] and before.count(before[at]) == 1:
        return Apart(after=before[at])
    return Apart(number=at + 1)


def _before(drawn: Process, node: Node) -> str:
    """The nearest named task or question that leads to it."""
    todo, seen = [node], {node.id}
    while todo:
        flows = list(drawn.incoming(todo.pop(0)))
        for flow in flows:
            each = drawn.nodes.get(flow.source)
            if each is None or each.id in seen:
                continue
            if each.name and (drawn.is_question(each) or each.tag.endswith(("Task", "callActivity"))):
                return f"{each.name}: {flow.name}" if flow.name and drawn.is_question(each) else each.name
            seen.add(each.id)
            todo.append(each)
    return ""
