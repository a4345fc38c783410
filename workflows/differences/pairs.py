"""Which element of the new drawings is which of the old: by id first, then by name and kind, then by its neighbours."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from workflows.bundle import Bundle
from workflows.diagram import EventKind, Flow, Lane, Node, Process
from workflows.differences.matching import Matching
from workflows.feel import DecisionModel
from workflows.forms import Form

ProcessPair: TypeAlias = tuple[Process | None, Process | None]
_ROUNDS = 4
"""How far elements without a name are told by their neighbours: each round reaches one element on."""


@dataclass(frozen=True)
class Pairs:
    """Two versions, and what is the same in them."""

    old: Bundle
    new: Bundle
    retold: set[str] = field(default_factory=set)
    """Files in which something is named as it is called now, which is told where it was renamed."""

    @cached_property
    def changed_files(self) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
        """The files of both that are not the same in the other."""
        old, new = self.old.files, self.new.files
        return (
            {name: data for name, data in old.items() if new.get(name) != data},
            {name: data for name, data in new.items() if old.get(name) != data},
        )

    @cached_property
    def processes(self) -> tuple[ProcessPair, ...]:
        """Every process, in the order of the new version."""
        matching = Matching(list(self.old.processes.values()), list(self.new.processes.values()))
        return tuple(matching.by(lambda each: each.id).by(lambda each: each.name).things())

    @cached_property
    def kept(self) -> tuple[tuple[Process, Process], ...]:
        """The processes that are there in both."""
        return tuple((old, new) for old, new in self.processes if old is not None and new is not None)

    @cached_property
    def nodes(self) -> Matching[Node]:
        """Every element of the processes that are there in both."""
        found = Matching(
            [node for old, _ in self.kept for node in old.nodes.values()],
            [node for _, new in self.kept for node in new.nodes.values()],
        ).by(lambda each: each.id)
        found.by(
            lambda each: (self.process_ids.get(each.process), each.tag, each.name) if each.name else None,
            lambda each: (each.process, each.tag, each.name) if each.name else None,
        )
        for _ in range(_ROUNDS):
            near = _Neighbours(self, {old.id: new.id for old, new in found.pairs()})
            found.by(near.of_old, near.of_new)
        return found

    @cached_property
    def node_ids(self) -> Mapping[str, str]:
        """Old id of an element or process to its new id."""
        return {**self.process_ids, **{old.id: new.id for old, new in self.nodes.pairs()}}

    @cached_property
    def process_ids(self) -> Mapping[str, str]:
        """Old id of a process to its new id."""
        return {old.id: new.id for old, new in self.kept}

    @cached_property
    def flows(self) -> Matching[Flow]:
        """Every sequence flow of the processes that are there in both."""
        ids = self.node_ids
        return (
            Matching(
                [flow for old, _ in self.kept for flow in old.flows.values()],
                [flow for _, new in self.kept for flow in new.flows.values()],
            )
            .by(lambda each: each.id)
            .by(
                lambda each: _ends(ids.get(each.source), ids.get(each.target), each.name, each.condition),
                lambda each: (each.source, each.target, each.name, each.condition),
            )
            .by(
                lambda each: _ends(ids.get(each.source), ids.get(each.target)),
                lambda each: (each.source, each.target),
            )
            .by(
                lambda each: _ends(ids.get(each.source), each.name or None, each.condition),
                lambda each: (each.source, each.name, each.condition) if each.name else None,
            )
        )

    @cached_property
    def flow_ids(self) -> Mapping[str, str]:
        """Old id of a flow to its new id."""
        return {old.id: new.id for old, new in self.flows.pairs()}

    @cached_property
    def lanes(self) -> Mapping[str, Matching[Lane]]:
        """By the new id of a process: its lanes."""
        return {
            new.id: Matching(old.lanes, new.lanes)
            .by(lambda each: (each.id, each.name)).by(lambda each: each.name).by(lambda each: each.id)
            for old, new in self.kept
        }  # fmt: skip

    @cached_property
    def forms(self) -> Matching[Form]:
        """Every form; one that only has another key says the same."""
        return (
            Matching(list(self.old.forms.values()), list(self.new.forms.values()))
            .by(lambda each: each.key).by(lambda each: repr(each.components))
        )  # fmt: skip

    @cached_property
    def form_keys(self) -> Mapping[str, str]:
        """Old key of a form to its new key."""
        return {old.key: new.key for old, new in self.forms.pairs()}

    @cached_property
    def decisions(self) -> Matching[DecisionModel]:
        """Every decision."""
        return (
            Matching(list(self.old.decisions.values()), list(self.new.decisions.values()))
            .by(lambda each: each.id).by(lambda each: each.name)
        )  # fmt: skip

    @cached_property
    def decision_ids(self) -> Mapping[str, str]:
        """Old id of a decision to its new id."""
        return {old.id: new.id for old, new in self.decisions.pairs()}

    @cached_property
    def messages(self) -> Mapping[str, str]:
        """Old name to new name of the messages that are called otherwise wherever they are thrown and awaited."""
        now: dict[str, set[str]] = {}
        for old, new in self.nodes.pairs():
            if old.event.kind is new.event.kind is EventKind.MESSAGE and old.event.name and new.event.name:
                now.setdefault(old.event.name, set()).add(new.event.name)
        before, after = (set(_messages(each)) for each in (self.old, self.new))
        return {
            name: next(iter(names)) for name, names in now.items()
            if len(names) == 1 and name not in after and not names & before
        }  # fmt: skip

    def lane_names(self, process: str) -> Mapping[str, str]:
        """Old name to new name of the lanes of a process that are called otherwise now."""
        matching = self.lanes.get(process)
        pairs = () if matching is None else matching.pairs()
        return {old.name: new.name for old, new in pairs if old.name != new.name}

    def node_names(self, process: str) -> Mapping[str, str]:
        """Old name to new name of the elements of a process that are called otherwise now."""
        return {
            old.name: new.name for old, new in self.nodes.pairs()
            if new.process == process and old.name and old.name != new.name
        }  # fmt: skip

    def placed(self) -> Iterator[tuple[Process, Process, Node | None, Node | None]]:
        """Every element, with the process it lay in and the one it lies in, in the order of the drawing."""
        by_old = {old.id: (old, new) for old, new in self.kept}
        by_new = {new.id: (old, new) for old, new in self.kept}
        found: dict[str, list[tuple[Process, Process, Node | None, Node | None]]] = {}
        for old, new in self.nodes.things():
            before, after = by_new[new.process] if new is not None else by_old[old.process if old is not None else ""]
            if old is not None:
                before = by_old[old.process][0]
            found.setdefault(after.id, []).append((before, after, old, new))
        for _, drawn in self.kept:
            yield from found.get(drawn.id, ())


def _messages(bundle: Bundle) -> Iterator[str]:
    for process in bundle.processes.values():
        for node in process.nodes.values():
            if node.event.kind is EventKind.MESSAGE:
                yield node.event.name


def _ends(*parts: Hashable | None) -> Hashable | None:
    return None if any(part is None for part in parts) else parts


class _Neighbours:
    """Tells an element without a name by its kind and by what is known directly before and behind it."""

    def __init__(self, pairs: Pairs, ids: Mapping[str, str]) -> None:
        self._ids, self._known = ids, frozenset(ids.values())
        self._old = {old.id: old for old, _ in pairs.kept}
        self._new = {new.id: new for _, new in pairs.kept}
        self._process_ids = pairs.process_ids

    def of_old(self, node: Node) -> Hashable | None:
        process = self._old[node.process]
        before = {self._ids.get(flow.source, "") for flow in process.incoming(node)}
        after = {self._ids.get(flow.target, "") for flow in process.outgoing(node)}
        host = self._ids.get(node.attached_to, "")
        return self._key(node, self._process_ids[process.id], before, after, host)

    def of_new(self, node: Node) -> Hashable | None:
        process = self._new[node.process]
        before = {flow.source for flow in process.incoming(node)} & self._known
        after = {flow.target for flow in process.outgoing(node)} & self._known
        host = node.attached_to if node.attached_to in self._known else ""
        return self._key(node, process.id, before, after, host)

    def _key(self, node: Node, process: str, before: set[str], after: set[str], host: str) -> Hashable | None:
        around = (frozenset(before - {""}), frozenset(after - {""}), host)
        return (process, node.tag, node.name, *around) if any(around) and not node.name else None
