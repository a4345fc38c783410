"""A draft as text, process by process and step by step, however unfinished; what cannot be read is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from workflows.bundle import Bundle
from workflows.diagram import EventKind, Node, Process, read_diagram
from workflows.diagram.model import THROWING
from workflows.diagram.protocol import FILE_NAME, Protocol, read_protocol
from workflows.document.entries import Teller
from workflows.document.model import Entry, EntryKind
from workflows.document.steps import steps_of
from workflows.document.wording import Wording
from workflows.editing import parted
from workflows.errors import WorkflowError
from workflows.feel import DecisionModel, Decisions, read_decisions
from workflows.forms import Form, read_form
from workflows.routing import fields_of
from workflows.sources import read_xml
from workflows.spiff import Program
from workflows.types import RoutingField

_NAMELESS: Final = {EntryKind.START: "Begin", EntryKind.END: "Einde", EntryKind.NOTICE: "Bericht"}


@dataclass(frozen=True, slots=True)
class Written:
    """An element as it is read, and where its texts are changed."""

    element: str
    anchor: str
    entry: Entry
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step, the beginning, or what can happen at any moment."""

    element: str
    """The element that the step is; empty for the beginning, which no element is."""
    anchor: str
    name: str
    text: str
    source: str
    parts: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class WrittenProcess:
    """A process."""

    file: str
    anchor: str
    name: str
    steps: tuple[WrittenStep, ...]


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """All of it."""

    processes: tuple[WrittenProcess, ...]
    unread: tuple[str, ...]
    """Names of the files that could not be read."""
    functions: tuple[str, ...]


def written_out(files: Mapping[str, bytes], max_bytes: int) -> WrittenDraft:
    """A draft as text. Never raises on what files hold."""
    reading = _Reading(max_bytes)
    bundle = reading.bundle(files)
    wording, heard = Wording(bundle), _heard(bundle)
    return WrittenDraft(
        tuple(_process(process, Teller(process, wording, heard)) for process in bundle.processes.values()),
        tuple(reading.unread), bundle.protocol.functies,
    )  # fmt: skip


class _Reading:
    """Reads what can be read, and remembers what cannot."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self.unread: list[str] = []
        self._processes: dict[str, Process] = {}
        self._forms: dict[str, Form] = {}
        self._models: dict[str, DecisionModel] = {}
        self._protocol = Protocol()

    def bundle(self, files: Mapping[str, bytes]) -> Bundle:
        """As a version is, without what runs it."""
        for name, data in sorted(files.items()):
            try:
                self._read(name, data)
            except WorkflowError:
                self.unread.append(name)
        decisions = Decisions(self._models.values())
        fields = self._fields(decisions)
        return Bundle(files, self._protocol, self._processes, self._forms, decisions, fields, Program({}, {}))

    def _fields(self, decisions: Decisions) -> dict[str, RoutingField]:
        """The routing fields; none of a draft in which they contradict each other: then their own names are told."""
        try:
            return fields_of(self._processes.values(), decisions, self._forms)
        except WorkflowError:
            return {}

    def _read(self, name: str, data: bytes) -> None:
        path = PurePosixPath(name)
        if name == FILE_NAME:
            self._protocol = read_protocol(data)
        elif path.suffix == ".bpmn" and path.name == name:
            found = read_diagram(read_xml(data, max_bytes=self._max_bytes), name).processes
            self._processes = {process.id: process for process in found if process.nodes} | self._processes
        elif path.suffix == ".form":
            self._forms[path.stem] = read_form(data, path.stem)
        elif path.suffix == ".dmn":
            found_models = read_decisions(read_xml(data, max_bytes=self._max_bytes))
            self._models = {model.id: model for model in found_models} | self._models


def _heard(bundle: Bundle) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for process in bundle.processes.values():
        for node in process.nodes.values():
            if node.event.kind is EventKind.MESSAGE and node.event.name and node.tag not in THROWING:
                found.setdefault(node.event.name, {})[process.name] = None
    return {message: tuple(names) for message, names in found.items()}


def _process(process: Process, teller: Teller) -> WrittenProcess:
    return WrittenProcess(process.file, f"proces-{process.id}", process.name, tuple(_steps(process, teller)))


def _steps(process: Process, teller: Teller) -> Iterator[WrittenStep]:
    for step in steps_of(process):
        own = step.key if step.is_step or process.nodes[step.key].triggered_by_event else ""
        parts = tuple(
            Written(key, entry.anchor, entry, *parted(entry.text))
            for key in step.elements if (entry := _entry(process.nodes[key], teller)) is not None
        )  # fmt: skip
        yield WrittenStep(own, f"stap-{process.id}-{step.key}", step.name, *parted(step.text), parts)


def _entry(node: Node, teller: Teller) -> Entry | None:
    """What is told of an element; also of a task that does not run yet, and of a begin or an end without a name."""
    entry = teller.entry(node)
    if entry is None and node.tag.lower().endswith("task"):
        return Entry(f"{node.process}-{node.id}", EntryKind.TASK, node.name or "Taak", node.documentation, (), ())
    if entry is not None and not node.name and entry.kind in _NAMELESS:
        return replace(entry, name=_NAMELESS[entry.kind])
    return entry
