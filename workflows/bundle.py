"""A bundle: one version of a protocol, read, compiled and hashed. Immutable; reads no file once it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from workflows.diagram import Process, read_diagram
from workflows.diagram.protocol import FILE_NAME, Protocol, read_protocol
from workflows.errors import BundleError, WorkflowError
from workflows.feel import Decisions, Expression, read_decisions
from workflows.forms import Form, FormComponent, read_form, walk
from workflows.rights import FILE_NAME as RIGHTS_FILE
from workflows.rights import Rights, read_rights
from workflows.routed import routed
from workflows.routing import fields_of
from workflows.rules import Rules, is_rules_file, read_rules_file
from workflows.sources import read_xml
from workflows.spiff import Program, Runtime, compile_program, process_starts
from workflows.types import Catch, FieldValue, OpenTask, RoutingField

_KEPT: Final = (".bpmn", ".dmn", ".form", ".toml", ".csv", ".feature", ".rules", ".md")


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a bundle by their name within the folder. Raises BundleError where there is no such folder."""
    if not folder.is_dir():
        message = f"De map “{folder}” is er niet. Noem de map waarin protocol.toml staat."
        raise BundleError(message)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in _KEPT
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """A protocol version: everything that runs, and the texts beside it."""

    files: Mapping[str, bytes]
    """The bundle as it was read, name to bytes."""
    protocol: Protocol
    processes: Mapping[str, Process]
    """Executable processes by id."""
    forms: Mapping[str, Form]
    decisions: Decisions
    fields: Mapping[str, RoutingField]
    """Routing fields by name: only these enter the engine."""
    program: Program
    rights: Rights = field(default_factory=Rights)
    """Who may read which group of fields, in which phase."""

    @classmethod
    def load(cls, folder: Path) -> Bundle:
        """Read a bundle from its folder. Raises BundleError as `from_files`."""
        return cls.from_files(read_folder(folder))

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Bundle:
        """Make a bundle of its files. Raises BundleError for what cannot be read; `workflows.check` says more."""
        try:
            return cls._read(files)
        except BundleError:
            raise
        except WorkflowError as error:
            raise BundleError(error.message) from error

    @classmethod
    def _read(cls, files: Mapping[str, bytes]) -> Bundle:
        protocol = read_protocol(files[FILE_NAME]) if FILE_NAME in files else Protocol()
        processes: dict[str, Process] = {}
        for name in sorted(files):
            if PurePosixPath(name).suffix == ".bpmn" and "/" not in name:
                found = read_diagram(read_xml(files[name]), name).processes
                processes |= {process.id: process for process in found if process.executable}
        if not processes:
            message = "Hier staat geen protocol dat kan lopen. Noem de map van één protocol, die met protocol.toml."
            raise BundleError(message)
        forms = {
            PurePosixPath(name).stem: read_form(data, PurePosixPath(name).stem)
            for name, data in sorted(files.items()) if name.startswith("forms/") and name.endswith(".form")
        }  # fmt: skip
        models = [
            model for name, data in sorted(files.items()) if name.startswith("decisions/") and name.endswith(".dmn")
            for model in read_decisions(read_xml(data))
        ]  # fmt: skip
        decisions = Decisions(models)
        fields = fields_of(processes.values(), decisions, forms)
        rights = read_rights(files[RIGHTS_FILE]) if RIGHTS_FILE in files else Rights()
        return cls(files, protocol, processes, forms, decisions, fields, compile_program(processes.values()), rights)

    @cached_property
    def name(self) -> str:
        """What people call it, else the name of its first process."""
        return self.protocol.naam or next(iter(self.processes.values())).name

    @cached_property
    def runtime(self) -> Runtime:
        """What runs its routes."""
        starts = {message: start.process for message, start in self.starts.items()}
        return Runtime(self.program, self.decisions, self.fields, starts)

    @cached_property
    def starts(self) -> Mapping[str, Catch]:
        """Message name to the start event that it triggers."""
        return {start.message: start for start in process_starts(self.program)}

    @cached_property
    def rules(self) -> Rules:
        """What the diagrams must keep, as it is written. Raises SourceError where a file of it cannot be read."""
        found = Rules()
        for name in sorted(self.files):
            if is_rules_file(name):
                found = found.joined(read_rules_file(self.files[name], name))
        return found

    @cached_property
    def rules_as_drawn(self) -> Rules:
        """As `rules`, where a rule about what is not drawn yet says so in the place of its sentences."""
        return self.rules.as_drawn(self.processes)

    @cached_property
    def groups_of_fields(self) -> Mapping[str, frozenset[str]]:
        """By field: the field groups under which any form asks it; a field that no form asks is not in it."""
        found: dict[str, frozenset[str]] = {}
        for part in self._parts():
            if part.key and part.veldgroep:
                found[part.key] = found.get(part.key, frozenset()) | {part.veldgroep}
        return found

    @cached_property
    def labels_of_options(self) -> Mapping[tuple[str, str], str]:
        """By field and value: what its form calls an answer that may be chosen."""
        return {(part.key, option.value): option.label for part in self._parts() for option in part.options}

    @cached_property
    def columns(self) -> Mapping[str, Expression]:
        """By the name under which a table has it in a fact: what is asked in the column."""
        return {
            column.label: column.expression
            for model in self.decisions.values() for column in getattr(model.logic, "inputs", ())
        }  # fmt: skip

    @cached_property
    def labels_of_outputs(self) -> Mapping[str, str]:
        """By output of a decision table: what people call it, where that is something else."""
        return {
            column.name: column.label
            for model in self.decisions.values() for column in getattr(model.logic, "outputs", ())
            if column.label and column.label != column.name
        }  # fmt: skip

    def _parts(self) -> Iterator[FormComponent]:
        return (part for form in self.forms.values() for part in walk(form.components))

    def name_of(self, element: str) -> str:
        """What the drawing calls an element; its id where it says nothing."""
        nodes = (process.nodes.get(element) for process in self.processes.values())
        return next((node.name for node in nodes if node is not None and node.name), element)

    def elements_named(self, names: Collection[str]) -> Mapping[str, str]:
        """By id, the elements that bear one of these names."""
        nodes = (node for process in self.processes.values() for node in process.nodes.values())
        return {node.id: node.name for node in nodes if node.name in names}

    def running(self, others: Iterable[str]) -> frozenset[str]:
        """Of the processes that run beside a route those that count as running beside it."""
        counted = self.protocol.routes
        return frozenset(others) & frozenset(counted) if counted else frozenset(others)

    def functions_of(self, process: str, lane: str) -> tuple[str, ...]:
        """The functions that may work in a lane of a process."""
        return self.protocol.functions_of(process, lane)

    def circles(self, task: OpenTask) -> tuple[tuple[str, ...], ...]:
        """The functions to which a task is open: those of its lane, of `samen_met`, of each `ook_door`.

        Each circle finds its own people. Empty where the task is open to everyone on the dossier.
        """
        if task.lane is None:
            return ()
        named = (task.lane, *([task.samen_met] if task.samen_met else []), *task.ook_door)
        return tuple(dict.fromkeys(self.functions_of(task.process, name) or (name,) for name in named))

    def pressers(self, catch: Catch) -> tuple[str, ...]:
        """The functions that have the button of a message; `iedereen` among them means every employee."""
        meant = ((name, *self.functions_of(catch.process, name)) for name in catch.knop)
        return tuple(dict.fromkeys(name for names in meant for name in names))

    def veldgroepen(self, process: str) -> frozenset[str]:
        """The field groups of all forms of a process and of the processes that it calls."""
        found, todo = set[str](), [process]
        seen = set[str]()
        while todo:
            each = todo.pop()
            if each in seen or each not in self.processes:
                continue
            seen.add(each)
            for node in self.processes[each].nodes.values():
                todo += [node.called] if node.called else []
                form = self.forms.get(node.properties.get("formulier", ""))
                found |= {part.veldgroep for part in walk(form.components) if part.veldgroep} if form else set()
        return frozenset(found)

    def readers(self, process: str) -> frozenset[str]:
        """The functions for whom a route of a process exists; where its forms keep nothing apart, all of them."""
        groups = self.veldgroepen(process)
        return self.rights.readers(groups) if groups else frozenset(self.protocol.functies)

    def routing(self, form: str | None, answers: Mapping[str, object]) -> dict[str, FieldValue]:
        """The part of clean answers that routes; nothing else may enter the engine (architecture section 4)."""
        declared = self.form_fields(form)
        return {name: routed(declared[name], value) for name, value in answers.items() if name in declared}

    def form_fields(self, form: str | None) -> dict[str, RoutingField]:
        """The routing fields that a form sets."""
        return self._form_fields.get(form or "", {})

    @cached_property
    def _form_fields(self) -> dict[str, dict[str, RoutingField]]:
        own = {
            key: [field for field in form.routing_fields() if field.name in self.fields]
            for key, form in self.forms.items()
        }
        return {
            key: {field.name: replace(field, columns=self.fields[field.name].columns) for field in fields}
            for key, fields in own.items()
        }

    @cached_property
    def geheel(self) -> str:
        """SHA-256 over all files: a route is pinned to it."""
        lines = [f"{name}\0{hashlib.sha256(data).hexdigest()}\n" for name, data in sorted(self.files.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @cached_property
    def gedrag(self) -> str:
        """SHA-256 over what runs, without layout, wording and scenarios: migration is offered where it differs."""
        described = {
            "processes": {key: _behaviour(process) for key, process in sorted(self.processes.items())},
            "decisions": {key: repr(self.decisions[key].logic) for key in sorted(self.decisions)},
            "fields": {key: [str(field.kind), *field.values] for key, field in sorted(self.fields.items())},
            "lanes": [sorted(self.protocol.lanen.items()), sorted(self.protocol.per_proces.items())],
        }
        text = json.dumps(described, sort_keys=True, ensure_ascii=False, default=dict)
        return hashlib.sha256(text.encode()).hexdigest()


def _behaviour(process: Process) -> list[object]:
    named = {name for node in process.nodes.values() for name in node.listed("niet_door")}
    nodes = [
        [
            node.id, node.tag, node.scope, node.lane, dict(node.properties), node.decision, repr(node.event),
            node.attached_to, node.interrupting, node.called, node.default, repr(node.loop),
            node.name if node.name in named else "",
        ]
        for node in process.nodes.values()
    ]  # fmt: skip
    flows = [
        [flow.id, flow.source, flow.target, flow.condition, "" if flow.condition else flow.name]
        for flow in process.flows.values()
    ]
    return [sorted(nodes, key=repr), sorted(flows, key=repr)]
