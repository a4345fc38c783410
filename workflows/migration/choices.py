"""What a person can decide by hand of a route that cannot go by itself: from where, and to which elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from workflows.bundle import Bundle
from workflows.diagram import Node, Process
from workflows.diagram import model as tag
from workflows.migration.model import Scope, named
from workflows.migration.natures import unlike
from workflows.spiff import State, can_be_gone_to

_NO_PLACE: Final = frozenset({tag.END_EVENT, tag.BOUNDARY_EVENT, tag.START_EVENT})
"""Where nobody takes a route to by hand: it would be over at once, or would not be on its way."""


@dataclass(frozen=True, slots=True)
class Stands:
    """An element at which a route waits."""

    process: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Target:
    """An element to which a token can be taken by hand."""

    element: str
    name: str
    alike: bool
    """Whether the token goes on there as it is; else what stood there lapses, and the new place begins."""


def stands_of(before: Bundle, state: State) -> tuple[Stands, ...]:
    """Where a route waits, once each; inside what is called and inside subprocesses too."""
    return tuple(dict.fromkeys(_stands(before, state["process"], state["scope"])))


def _stands(before: Bundle, process: str, scope: Mapping[str, Any]) -> Iterator[Stands]:
    drawn = before.processes[process]
    for token in scope["tokens"]:
        if "host" in token or "items_of" in token:
            continue
        node = drawn.nodes.get(token["element"])
        yield Stands(process, token["element"], named(node, token["element"]))
        if "scope" in token:
            yield from _stands(before, node.called if node is not None and node.called else process, token["scope"])


def targets_of(before: Bundle, after: Bundle, process: str, element: str) -> tuple[Target, ...]:
    """Where a token at an element can go in the new drawing: first where it goes on as it is, in order of drawing."""
    was, now = before.processes.get(process), after.processes.get(process)
    node = was.nodes.get(element) if was is not None else None
    if was is None or now is None or node is None:
        return ()
    scope = Scope("", was, now, node.scope, node.scope)
    found = [_target(scope, node, each) for each in _places(now, node.scope)]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: not each.alike))


def _places(now: Process, scope: str) -> Iterator[Node]:
    return (each for each in now.inside(scope) if each.name and each.tag not in _NO_PLACE)


def _target(scope: Scope, node: Node, now: Node) -> Target | None:
    alike = not unlike(scope, node, now)
    return Target(now.id, now.name, alike) if alike or can_be_gone_to(now) else None
