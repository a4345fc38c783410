"""All that has a name in a protocol, whole or not, by what stays the same when it gets another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any, Final

from lxml import etree

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import USER_TASK
from workflows.editing import bare
from workflows.errors import SourceError
from workflows.renaming.model import Names
from workflows.rules import Drawing
from workflows.scenarios.words import key
from workflows.sources import read_xml
from workflows.validator import Limits
from workflows.validator.reading import read_material

_SAID: Final = ("key", "label")


class Naming:
    """One state of a protocol. Never raises on what files hold: what cannot be read has no names."""

    def __init__(self, files: Mapping[str, bytes], limits: Limits) -> None:
        material, _findings = read_material(files, {}, limits)
        forms = {key: file.form for key, file in material.forms.items() if file.form is not None}
        self.drawing = Drawing(material.by_id, material.decisions, forms)
        self.protocol = material.protocol
        self.tables = {
            decision.get("id", ""): decision for file in material.dmn for decision in file.root.iter("{*}decision")
        }  # fmt: skip
        self.files = files
        self._callers: dict[str, set[str]] = {}
        for process in self.processes.values():
            for node in process.nodes.values():
                self._callers.setdefault(node.called, set()).add(process.id)

    @property
    def processes(self) -> Mapping[str, Process]:
        """All of them, by id."""
        return self.drawing.processes

    def nodes(self, process: str | None = None) -> tuple[Node, ...]:
        """Those of a process and what it calls; of every process where none is said."""
        return self.drawing.everything if process is None else self.drawing.within(process)

    def same_route(self, process: str) -> tuple[Process, ...]:
        """A process, what it calls and what calls it: one route of a dossier."""
        found, todo = dict[str, Process](), [process]
        while todo:
            own = todo.pop()
            if own in found or own not in self.processes:
                continue
            found[own] = self.processes[own]
            todo += [node.called for node in found[own].nodes.values() if node.called]
            todo += self._callers.get(own, ())
        return tuple(found.values())

    def is_work(self, node: Node) -> bool:
        """Whether people have this in their list: a task or a question."""
        process = self.processes.get(node.process)
        return node.tag == USER_TASK or (process is not None and process.is_question(node))

    def labels(self, nodes: Iterable[Node]) -> Names:
        """The texts on the arrows out of gateways."""
        return {
            flow.id: flow.name for node in nodes if node.is_gateway and node.process in self.processes
            for flow in self.processes[node.process].outgoing(node)
        }  # fmt: skip

    def outcomes(self, decisions: Iterable[str]) -> Names:
        """What tables give, by the id of the cell."""
        cells = (
            cell for each in decisions if each in self.tables for cell in self.tables[each].iter("{*}outputEntry")
        )  # fmt: skip
        return {str(cell.get("id")): _text(cell) for cell in cells if cell.get("id")}

    @cached_property
    def lanes(self) -> Names:
        """All lanes that are drawn."""
        return {
            f"{process.id}/{lane.id}": lane.name for process in self.processes.values() for lane in process.lanes
        }  # fmt: skip

    def lanes_of(self, process: str) -> Names:
        """Those of one process."""
        return {own: name for own, name in self.lanes.items() if own.startswith(f"{process}/")}

    def means(self, process: str, lane: str) -> tuple[str, ...]:
        """The functions that a lane means."""
        return self.protocol.functions_of(process, lane)

    @cached_property
    def _components(self) -> dict[str, tuple[Any, ...]]:
        return {
            PurePosixPath(name).stem: tuple(_parts(data))
            for name, data in self.files.items() if name.endswith(".form")
        }  # fmt: skip

    def fields(self, nodes: Iterable[Node], what: str) -> Names:
        """Keys or labels (`what`) of the fields of the forms of these elements."""
        forms = {node.properties.get("formulier", "") for node in nodes} - {""}
        return {
            f"{form}/{part['id']}": str(part.get(what) or "")
            for form in sorted(forms) for part in self._components.get(form, ()) if part.get("id")
        }  # fmt: skip


def named(nodes: Iterable[Node], counts: Callable[[Node], bool] = lambda _node: True) -> Names:
    """Elements of a kind, by id."""
    return {node.id: node.name for node in nodes if node.name and counts(node)}


def messages(nodes: Iterable[Node], counts: Callable[[Node], bool] = lambda _node: True) -> Names:
    """The messages of events, by the id of the event."""
    found = (node for node in nodes if node.event.kind is EventKind.MESSAGE)
    return {node.id: node.event.name for node in found if node.event.name and counts(node)}


def gone(was: Mapping[str, bytes], now: Mapping[str, bytes]) -> frozenset[str]:
    """Names that something had and has no more, as scenarios compare them."""
    found = set[tuple[str, str]]()
    for name, data in was.items():
        if now.get(name, data) != data:
            found |= names_in(name, data) - names_in(name, now[name])
    return frozenset(key(name) for _own, name in found) - {""}


@lru_cache(maxsize=256)
def names_in(name: str, data: bytes) -> frozenset[tuple[str, str]]:
    """Every name in a file with what has it, seen quickly: where none of them is gone nothing was renamed."""
    if name.endswith(".form"):
        return frozenset((str(part.get("id")), str(part.get(what) or "")) for part in _parts(data) for what in _SAID)
    try:
        root = read_xml(data)
    except SourceError:
        return frozenset()
    found = {(str(each.get("id")), _text(each)) for each in root.iter("{*}outputEntry")}
    sent = dict[str, str]()
    for each in root.iter("{*}*"):
        own, called = str(each.get("id")), each.get("name", "").strip()
        found.add((own, called))
        if str(each.tag).endswith("}message"):
            sent[own] = called
    for each in root.iter("{*}*"):
        if each.get("messageRef"):
            found.add((str(each.get("id")), sent.get(bare(each.get("messageRef", "")), "")))
    return frozenset(found)


def _text(cell: etree._Element) -> str:
    return "".join(str(part) for part in cell.itertext()).strip().strip('"')


def _parts(data: bytes) -> Iterator[dict[str, Any]]:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return
    todo = [read]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            todo += each["components"] if isinstance(each.get("components"), list) else []
            if each.get("key"):
                yield each
