"""A file that somebody wants in a draft: what it is, what is there already, and what the draft would be with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from app.queries.drafts import WholeDraft
from workflows import (
    Between,
    Finding,
    Limits,
    Proposal,
    Sheet,
    WorkflowError,
    beside,
    between,
    check,
    ids_of,
    inventory,
    mend_sure,
    propose,
    read_form,
)

DRAWING: Final = "diagram"
TABLE: Final = "beslistabel"
FORM: Final = "formulier"
_ENDINGS: Final = (".bpmn", ".dmn", ".form")
_OTHER_KIND: Final = frozenset({"not-bpmn", "not-dmn"})
_STEPS: Final = ("Task", "task", "callActivity")


@dataclass(frozen=True, slots=True)
class Incoming:
    """The file, by itself."""

    kind: str
    names: tuple[str, ...]
    """Of its processes, or its decisions."""
    number: int
    """How many steps, decisions or questions there are in it."""
    program: str = ""
    """What wrote it, where it says so."""
    unread: str = ""
    """Why it cannot be read, and so cannot come in; empty where it can."""


@dataclass(frozen=True, slots=True)
class There:
    """A file of the draft whose place it can take."""

    file: str
    same: bool
    """Whether it is byte for byte this."""
    holds: tuple[str, ...]
    """Names of the processes or decisions that both have."""
    between: Between | None
    """What is different; None where it can only be looked at as a whole."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """What bringing a file in would mean."""

    file: str
    """Where it would come, under a name that is free."""
    incoming: Incoming
    there: tuple[There, ...]
    shared: int
    """How many of its ids something else in the draft has."""
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    sure: int
    """How many of these need no answer."""

    @property
    def same(self) -> bool:
        """Whether the draft has precisely this file."""
        return any(each.same for each in self.there)


@dataclass(frozen=True, slots=True)
class Brought:
    """What is to be saved: the file as it came, and then what was made of it."""

    file: str
    data: bytes = field(repr=False)
    after: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def look_at(whole: WholeDraft, path: str, data: bytes, limits: Limits) -> Bringing:
    """What it would mean. Outside any transaction. Never raises on what the file holds."""
    there = tuple(_there(whole, path, data, limits))
    # Where it has a place to take, that is what is looked at beforehand; else the place that is free.
    file = free(whole, path)
    target = there[0].file if there else file
    files = {**whole.files, target: data}
    findings = tuple(each for each in check(files, limits) if each.file == target)
    proposals = propose(files, findings, limits)
    shared = len(ids_of(data, limits.max_file_bytes) & _taken(whole, "", limits))
    return Bringing(
        file, _incoming(path, data, limits), there, shared, findings, proposals,
        len(mend_sure(files, limits, target)[1]) if findings else 0,
    )  # fmt: skip


def unread(path: str, data: bytes, limits: Limits) -> str:
    """Why nobody can read this file, not even to mend it here; empty where it can be opened. Never raises."""
    if path.endswith(".form"):
        return "" if _form(data) is not None else _form_told(path, data)
    try:
        Sheet(path, data, limits.max_file_bytes)
    except WorkflowError as error:
        return error.message
    return next((each.message for each in check({path: data}, limits) if each.code in _OTHER_KIND), "")


def brought(whole: WholeDraft, file: str, data: bytes, limits: Limits, *, mended: bool) -> Brought:
    """The file at its place. Beside what has the same ids it gets ids of its own, in a save that can be undone."""
    files = {**whole.files, file: data}
    files[file] = _with_own_ids(whole, file, data, limits)
    if mended:
        files = mend_sure(files, limits, file)[0]
    after = {name: each for name, each in files.items() if each != ({**whole.files, file: data}).get(name)}
    return Brought(file, data, after)


def _with_own_ids(whole: WholeDraft, file: str, data: bytes, limits: Limits) -> bytes:
    try:
        return beside(file, data, _taken(whole, file, limits), limits.max_file_bytes)
    except WorkflowError:
        return data  # what cannot be read is told as a finding, in the draft


def free(whole: WholeDraft, path: str) -> str:
    """The path, with a number behind its name where something else has that name: forms are known by it."""
    folder, stem, ending = str(PurePosixPath(path).parent), PurePosixPath(path).stem, PurePosixPath(path).suffix
    taken = {PurePosixPath(each).stem for each in whole.files if each.endswith(ending)}
    names = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
    name = next(each for each in names if each not in taken)
    return f"{name}{ending}" if folder == "." else f"{folder}/{name}{ending}"


def _there(whole: WholeDraft, path: str, data: bytes, limits: Limits) -> list[There]:
    own = _held(path, data, limits)
    both: dict[str, list[str]] = {path: []} if path in whole.files else {}
    for file in (each for each in whole.files if _kind(each) == _kind(path) and each.endswith(_ENDINGS)):
        names = [name for key, name in _held(file, whole.files[file], limits).items() if key in own]
        if names:
            both.setdefault(file, []).extend(names)
    return [
        There(file, whole.files[file] == data, tuple(names), between(file, whole.files[file], data))
        for file, names in both.items()
    ]  # fmt: skip


def _held(path: str, data: bytes, limits: Limits) -> dict[str, str]:
    """What there can be only one of in a protocol: the processes or decisions in a file, with their names."""
    if path.endswith(".dmn"):
        return {each.key: each.name or each.key for each in inventory({path: data}, limits).decisions}
    if not path.endswith(".bpmn"):
        return {}
    try:
        processes = Sheet(path, data, limits.max_file_bytes).diagram.processes
    except WorkflowError:
        return {}
    return {each.id: each.name or each.id for each in processes if each.nodes}


def _taken(whole: WholeDraft, but: str, limits: Limits) -> frozenset[str]:
    """Ids that another file of the draft has."""
    return frozenset().union(*(
        ids_of(data, limits.max_file_bytes) for name, data in whole.files.items()
        if name != but and name.endswith((".bpmn", ".dmn"))
    ))  # fmt: skip


def _incoming(path: str, data: bytes, limits: Limits) -> Incoming:
    why = unread(path, data, limits)
    if why:
        return Incoming(_kind(path), (), 0, unread=why)
    if path.endswith(".form"):
        parts = (_form(data) or {}).get("components")
        return Incoming(FORM, (), len(parts) if isinstance(parts, list) else 0)
    if path.endswith(".dmn"):
        held = tuple(_held(path, data, limits).values())
        return Incoming(TABLE, held, len(held))
    sheet = Sheet(path, data, limits.max_file_bytes)
    nodes = [node for process in sheet.diagram.processes for node in process.nodes.values()]
    return Incoming(
        DRAWING, tuple(each.name or each.id for each in sheet.diagram.processes if each.nodes),
        sum(node.tag.endswith(_STEPS) for node in nodes), (sheet.root.get("exporter") or "")[:60],
    )  # fmt: skip


def _form(data: bytes) -> dict[str, object] | None:
    """What a form holds, also one of which not everything is known here; None where it is no form at all."""
    try:
        found: object = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _form_told(path: str, data: bytes) -> str:
    try:
        read_form(data, PurePosixPath(path).stem)
    except WorkflowError as error:
        return error.message
    return ""


def _kind(path: str) -> str:
    return {".form": FORM, ".dmn": TABLE}.get(PurePosixPath(path).suffix, DRAWING)
