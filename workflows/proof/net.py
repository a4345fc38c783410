"""A bundle as a net of places and guards: what the prover must know of each element, worked out once.

Reads drawings, tables and forms; moves nothing. Its meaning is that of the engine (`workflows.spiff`), element by
element.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from workflows.bundle import Bundle
from workflows.diagram import EventKind, Flow, Node, Process
from workflows.diagram import model as tag
from workflows.proof.values import Values
from workflows.routing import names_in
from workflows.rules.drawn import throws
from workflows.types import RUNS

_WAITING: Final = (tag.CATCH_EVENT, tag.RECEIVE_TASK)
Names = frozenset[str]


@dataclass(frozen=True)
class Net:
    """The processes of a bundle with what the token game asks of them."""

    bundle: Bundle
    process_of: Mapping[str, Process] = field(default_factory=dict)
    """By element the process in which it is drawn."""

    @classmethod
    def of(cls, bundle: Bundle) -> Net:
        """The net of a bundle that stands."""
        return cls(bundle, {node: each for each in bundle.processes.values() for node in each.nodes})

    @cached_property
    def values(self) -> Values:
        """What fields can hold, as far as anything can tell the difference."""
        return Values(self.bundle)

    def node(self, element: str) -> Node:
        """An element by its id, which is unique over all processes."""
        return self._nodes[element]

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {element: process.nodes[element] for element, process in self.process_of.items()}

    @cached_property
    def _sources_of_flows(self) -> dict[str, Node]:
        return {
            flow.id: process.nodes[flow.source] for process in self.bundle.processes.values()
            for flow in process.flows.values()
        }  # fmt: skip

    def source(self, flow: str) -> Node:
        """The element that a sequence flow leaves."""
        return self._sources_of_flows[flow]

    @cached_property
    def _outgoing(self) -> dict[str, tuple[Flow, ...]]:
        return {each: tuple(self.process_of[each].outgoing(node)) for each, node in self._nodes.items()}

    def outgoing(self, node: Node) -> tuple[Flow, ...]:
        """The sequence flows that leave it, in document order."""
        return self._outgoing[node.id]

    @cached_property
    def _questions(self) -> frozenset[str]:
        return frozenset(each for each, node in self._nodes.items() if self.process_of[each].is_question(node))

    def is_question(self, node: Node) -> bool:
        """Whether people answer it."""
        return node.id in self._questions

    @cached_property
    def _event_starts(self) -> dict[str, tuple[Node, ...]]:
        return {
            process.id: tuple(
                start for subprocess in process.event_subprocesses() for start in process.start_events(subprocess.id)
                if start.event.kind is EventKind.MESSAGE
            )
            for process in self.bundle.processes.values()
        }  # fmt: skip

    def event_starts(self, process: str) -> tuple[Node, ...]:
        """What begins the event subprocesses of a process."""
        return self._event_starts[process]

    def entry(self, scope: str, process: str) -> str:
        """The start event at which a scope begins when it is opened without a message."""
        starts = self.bundle.processes[process].start_events(scope)
        plain = [each for each in starts if each.event.kind is EventKind.NONE] or list(starts)
        return plain[0].id if plain else ""

    def boundaries(self, node: Node) -> tuple[Node, ...]:
        """The events on its border."""
        return self.process_of[node.id].boundaries(node.id)

    # messages

    @cached_property
    def senders(self) -> dict[str, list[Node]]:
        """By message the elements that throw it to routes."""
        found: dict[str, list[Node]] = {}
        for process in self.bundle.processes.values():
            for node in process.nodes.values():
                if throws(node):
                    found.setdefault(node.event.name, []).append(node)
        return found

    @cached_property
    def hearers(self) -> dict[str, list[Node]]:
        """By message the elements that wait for it: starts, catches, boundary events."""
        found: dict[str, list[Node]] = {}
        for process in self.bundle.processes.values():
            for node in process.nodes.values():
                if node.event.kind is EventKind.MESSAGE and node.tag in (
                    tag.START_EVENT, tag.BOUNDARY_EVENT, *_WAITING
                ):  # fmt: skip
                    found.setdefault(node.event.name, []).append(node)
        return found

    def starts_by(self, message: str) -> list[tuple[Process, Node]]:
        """The processes that a message begins, with the start event."""
        return [
            (self.process_of[node.id], node) for node in self.hearers.get(message, ())
            if node.tag == tag.START_EVENT and node.scope == node.process
        ]  # fmt: skip

    def caught(self, message: str) -> bool:
        """Whether anything in a route that runs hears it, so that it may begin none."""
        return any(node.tag != tag.START_EVENT or node.scope != node.process for node in self.hearers.get(message, ()))

    # which fields matter where

    @cached_property
    def _live(self) -> dict[str, Names]:
        """By element the fields that are asked at it or behind it before anything sets them (a fixpoint)."""
        found: dict[str, Names] = dict.fromkeys(self.process_of, frozenset())
        changed = True
        while changed:
            changed = False
            for element in reversed(list(self.process_of)):
                new = self._live_at(self.node(element), found)
                if new != found[element]:
                    found[element], changed = new, True
        return found

    def _live_at(self, node: Node, found: Mapping[str, Names]) -> Names:
        behind = frozenset[str]().union(*(found[each] for each in self._next(node)))
        own = behind - self.sure(node) | self.reads(node)
        return own.union(*(found[each.id] for each in self.boundaries(node)))

    def _next(self, node: Node) -> Iterator[str]:
        yield from (flow.target for flow in self.outgoing(node) if flow.target in self.process_of)
        process = self.process_of[node.id]
        if node.tag == tag.SUBPROCESS:
            yield from (start.id for start in process.start_events(node.id))
        host = process.nodes.get(node.scope)
        if host is not None and node.tag == tag.END_EVENT:
            yield from (flow.target for flow in self.outgoing(host) if flow.target in self.process_of)

    @cached_property
    def _reads(self) -> dict[str, Names]:
        return {element: self._asked(self.node(element)) for element in self.process_of}

    def reads(self, node: Node) -> Names:
        """The fields that are asked when a token goes through it."""
        return self._reads[node.id]

    def _asked(self, node: Node) -> Names:
        names = set[str]()
        if node.is_gateway and not self.is_question(node) and len(node.outgoing) > 1:
            names.update(*(names_in(flow.condition) for flow in self.outgoing(node) if flow.condition))
        if node.tag == tag.RULE_TASK and node.decision in self.bundle.decisions:
            names |= self.bundle.decisions.names(node.decision)
        if node.called:
            names.update(*(names_in(text) for text in node.prefixed("in").values()))
        return frozenset(name for name in names if not name.startswith(RUNS))

    @cached_property
    def _sure(self) -> dict[str, Names]:
        return {element: self._set_always(self.node(element)) for element in self.process_of}

    def sure(self, node: Node) -> Names:
        """The fields that it sets whatever happens."""
        return self._sure[node.id]

    def _set_always(self, node: Node) -> Names:
        if node.tag == tag.RULE_TASK and node.decision in self.bundle.decisions:
            return frozenset(each.name for each in self.bundle.decisions.outputs(node.decision))
        if node.called:
            return frozenset(node.prefixed("uit"))
        if node.tag == tag.USER_TASK and node.loop is None:
            return self.values.always(node.properties.get("formulier", ""))
        return frozenset()

    @cached_property
    def _returned(self) -> dict[str, Names]:
        """By process what calls of it ask of it when it is over."""
        found: dict[str, Names] = {}
        for process in self.bundle.processes.values():
            for node in process.nodes.values():
                if node.called:
                    asked = frozenset[str]().union(*(names_in(text) for text in node.prefixed("uit").values()))
                    found[node.called] = found.get(node.called, frozenset()) | asked
        return found

    @cached_property
    def _heard_live(self) -> dict[str, Names]:
        """By process what its event subprocesses ask, which may begin at any moment."""
        return {
            process.id: frozenset[str]().union(
                *(self._live[start.id] for start in self._event_starts[process.id])
            )
            for process in self.bundle.processes.values()
        }  # fmt: skip

    def live(self, elements: Collection[str], process: str, *, interrupted: bool) -> Names:
        """The fields of a process that may still be asked with tokens at these elements."""
        found = self._returned.get(process, frozenset())
        if not interrupted:
            found |= self._heard_live[process]
        return found.union(*(self._live[each] for each in elements))

    # joins

    @cached_property
    def _sources(self) -> dict[tuple[str, bool], frozenset[str]]:
        return {}

    def sources(self, join: Node, flow: str, *, by_events: bool) -> frozenset[str]:
        """The elements from which a token can come to a join over one of its flows, without passing the join."""
        key = (flow, by_events)
        if key not in self._sources:
            self._sources[key] = self._backwards(join, flow, by_events=by_events)
        return self._sources[key]

    def _backwards(self, join: Node, flow: str, *, by_events: bool) -> frozenset[str]:
        process = self.process_of[join.id]
        seen, todo = set[str](), [process.flows[flow].source]
        while todo:
            each = todo.pop()
            if each in seen or each == join.id:
                continue
            seen.add(each)
            node = process.nodes[each]
            todo += [before.source for before in process.incoming(node)]
            if by_events and node.attached_to:
                todo.append(node.attached_to)
        return frozenset(seen)
