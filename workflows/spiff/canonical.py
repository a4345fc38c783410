"""The canonical state: our own document of where a route stands, to and from the library's tasks.

The document is the state (ADR 0001): what is kept, hashed and compared. The library's tree is made from it for one
command and thrown away. So nothing of the library is ever stored, and no answer can break a route that is loaded later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.errors import IncidentError
from workflows.spiff.parser import Program
from workflows.spiff.run import Run
from workflows.spiff.scopes import RouteWorkflow
from workflows.spiff.tokens import Token, is_live, token_of
from workflows.types import ENGINE_RULES, FieldValue

_STATES: Final = {"open": TaskState.READY, "waits": TaskState.WAITING, "active": TaskState.STARTED}
_NAMES: Final = {state: name for name, state in _STATES.items()}


def canonical_bytes(state: Mapping[str, object]) -> bytes:
    """The one spelling of a state: JSON with sorted keys, no spaces, UTF-8 (RFC 8785 for the values we keep)."""
    text = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def state_hash(state: Mapping[str, object]) -> str:
    """SHA-256 of the canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical_bytes(state)).hexdigest()


def as_text(instant: datetime) -> str:
    """An instant as RFC 3339 in UTC with microseconds."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def as_instant(text: str) -> datetime:
    """The instant of such a text."""
    return datetime.fromisoformat(text)


def project(top: RouteWorkflow) -> dict[str, object]:
    """The document of a route as it stands."""
    return {"rules": ENGINE_RULES, "process": top.spec.name, "status": str(top.run.status), "scope": _scope(top, top)}


def _scope(top: RouteWorkflow, workflow: Any) -> dict[str, object]:
    document: dict[str, object] = {
        "tokens": [_token(top, task) for task in workflow.tasks.values() if is_live(task)],
    }
    if workflow is top or workflow.fields is not _around(workflow).fields:
        document["fields"] = {name: _plain(value) for name, value in workflow.fields.items()}
    if workflow.interrupted:
        document["interrupted"] = True
    return document


def _around(workflow: Any) -> Any:
    return workflow.top_workflow.get_task_from_id(workflow.parent_task_id).workflow


def _plain(value: FieldValue) -> object:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return [dict(record) for record in value]


def _token(top: RouteWorkflow, task: Task) -> dict[str, object]:
    inner = top.subprocesses.get(task.id)
    return _own(task) | ({} if inner is None else {"scope": _scope(top, inner)})


def _own(task: Task) -> dict[str, object]:
    token = token_of(task)
    document: dict[str, object] = {
        "id": str(task.id), "element": task.task_spec.name, "state": _NAMES[task.state],
        "entered": as_text(token.entered),
    }  # fmt: skip
    if token.due is not None:
        document["due"] = as_text(token.due)
    for name in ("host", "race", "items_of"):
        if (value := getattr(token, name)) is not None:
            document[name] = str(value)
    for name in ("flow", "times", "number", "lane"):
        if value := getattr(token, name):
            document[name] = value
    if token.item is not None:
        document["item"] = dict(token.item)
    if token.ook_door:
        document["ook_door"] = list(token.ook_door)
    return document


def restore(program: Program, state: Mapping[str, Any], run: Run) -> RouteWorkflow:
    """The library's workflow for a document. Raises IncidentError where the bundle has no such element."""
    process = state["process"]
    if process not in program.specs or state["rules"] != ENGINE_RULES:
        message = f"Dit protocol kent de route “{process}” niet, of niet meer in deze vorm."
        raise IncidentError(message)
    top = RouteWorkflow(program.specs[process], dict(program.specs), run)
    _fill(top, top, state["scope"], {})
    return top


def _fill(top: RouteWorkflow, workflow: Any, document: Mapping[str, Any], around: dict[str, Any]) -> None:
    fields = document.get("fields")
    workflow.fields = around if fields is None else dict(fields)
    workflow.interrupted = document.get("interrupted", False)
    for token in document["tokens"]:
        spec = workflow.spec.task_specs.get(token["element"])
        if spec is None:
            message = f"Dit protocol heeft geen element “{token['element']}” meer."
            raise IncidentError(message, element=token["element"])
        task = Task(workflow, spec, workflow.task_tree, _STATES[token["state"]], UUID(token["id"]))
        task.internal_data["token"] = _read(token)
        if "scope" in token:
            inner = top.create_subprocess(task, spec.inside)
            _fill(top, inner, token["scope"], workflow.fields)


def _read(document: Mapping[str, Any]) -> Token:
    return Token(
        entered=as_instant(document["entered"]),
        flow=document.get("flow", ""),
        due=as_instant(document["due"]) if "due" in document else None,
        times=document.get("times"),
        host=_id(document, "host"),
        race=_id(document, "race"),
        items_of=_id(document, "items_of"),
        item=document.get("item"),
        number=document.get("number"),
        lane=document.get("lane"),
        ook_door=tuple(document.get("ook_door", ())),
    )


def _id(document: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(document[name]) if name in document else None
