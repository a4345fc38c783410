"""A bundle: one version of a protocol, read, compiled and hashed. Immutable; reads no file once it is made."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final
from unicodedata import category

from workflows.diagram import Process, read_diagram
from workflows.diagram.protocol import FILE_NAME, Protocol, read_protocol
from workflows.errors import BundleError, RoutingFieldError, WorkflowError
from workflows.feel import Decisions, read_decisions
from workflows.forms import Form, read_form, walk
from workflows.rights import FILE_NAME as RIGHTS_FILE
from workflows.rights import Rights, read_rights
from workflows.routing import fields_of
from workflows.sources import read_xml
from workflows.spiff import Program, Runtime, compile_program, process_starts
from workflows.types import LEEG, Catch, FieldKind, FieldValue, OpenTask, RoutingField, Scalar, plain_number

_KINDS: Final[Mapping[FieldKind, type | tuple[type, ...]]] = {
    FieldKind.NUMBER: (int, float), FieldKind.BOOLEAN: bool,
}  # fmt: skip
_DATES: Final[Mapping[FieldKind, type[date]]] = {FieldKind.DATE: date, FieldKind.DATE_TIME: datetime}
_EXACT: Final = 2**53 - 1
"""The largest whole number that every reader of JSON gives back as it was (RFC 8785)."""
_LONGEST: Final = 10_000
"""Characters of a text that routes."""
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

    def name_of(self, element: str) -> str:
        """What the drawing calls an element; its id where it says nothing."""
        nodes = (process.nodes.get(element) for process in self.processes.values())
        return next((node.name for node in nodes if node is not None and node.name), element)

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
        found = self.forms.get(form or "")
        own = [field for field in found.routing_fields() if field.name in self.fields] if found else []
        return {field.name: replace(field, columns=self.fields[field.name].columns) for field in own}

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


def routed(field: RoutingField, value: object) -> FieldValue:
    """An answer as the engine keeps it: a scalar, or a list of records with only the declared columns.

    Raises RoutingFieldError for a value of another kind, or a text that is none of the field's values.
    """
    if field.kind is FieldKind.RECORDS:
        if not isinstance(value, list | tuple) or not all(isinstance(record, Mapping) for record in value):
            raise _misfit(field, value)
        columns = {column.name: column for column in field.columns}
        return [{n: _scalar(columns[n], v) for n, v in record.items() if n in columns} for record in value]
    return _scalar(field, value)


def _scalar(field: RoutingField, value: object) -> Scalar:
    right = value is None or isinstance(value, _KINDS.get(field.kind, str))
    if isinstance(value, bool) and field.kind is not FieldKind.BOOLEAN:
        right = False
    if field.values and isinstance(value, str) and value not in (*field.values, LEEG):
        right = False
    if not right or not _keepable(field, value):
        raise _misfit(field, value)
    return LEEG if value is None else plain_number(value)  # type: ignore[arg-type]  # `right` has seen the type


def _keepable(field: RoutingField, value: object) -> bool:
    """Whether a value can be kept for ever: finite and exact in JSON, writable as UTF-8, a date that exists."""
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= _EXACT
    if not isinstance(value, str):
        return True
    plain = len(value) <= _LONGEST and not any(category(c) in ("Cc", "Cs") and c not in "\n\t" for c in value)
    if field.kind not in _DATES or value == LEEG:
        return plain
    try:
        _DATES[field.kind].fromisoformat(value)
    except ValueError:
        return False
    return plain


def _misfit(field: RoutingField, value: object) -> RoutingFieldError:
    choice = f" Kies uit: {', '.join(field.values)}." if field.values else ""
    shown = value if isinstance(value, str | int | float) else type(value).__name__
    shown = "".join(c for c in str(shown)[:60] if c.isprintable())
    return RoutingFieldError(f"Het veld “{field.name}” kan niet “{shown}” zijn.{choice}", field=field.name)


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
