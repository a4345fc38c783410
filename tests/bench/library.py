"""SpiffWorkflow as it is shipped: its parser, serializer, ids, clock and expressions, with nothing of ours between."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

import SpiffWorkflow.task as library_task
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState


@contextmanager
def own_clock() -> Iterator[None]:
    """Within this block the library makes its own ids and reads the machine's clock, as it does without our engine."""
    kept = library_task.uuid4, library_task.time
    library_task.uuid4, library_task.time = uuid.uuid4, time
    try:
        yield
    finally:
        library_task.uuid4, library_task.time = kept


def as_shipped() -> None:
    """For a process that runs the library alone: its own ids and clock, to the end."""
    library_task.uuid4, library_task.time = uuid.uuid4, time


def timed(work: Callable[[], int]) -> Callable[[], int]:
    """The same work with the library's own clock and ids."""

    @wraps(work)
    def run() -> int:
        with own_clock():
            return work()

    return run


def parse(bpmn: bytes, *, schema: bool = False) -> Any:
    """The library's specification of the process `P`; held against the XML schema of BPMN only where that is asked."""
    parser = SpiffBpmnParser(validator=_schema() if schema else None)
    parser.add_bpmn_str(bpmn)
    return parser.get_spec("P")


@cache
def _schema() -> Any:
    return BpmnValidator()


def start(spec: Any) -> Any:
    """A workflow that waits at its first task."""
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    return workflow


def complete(workflow: Any, data: Mapping[str, str]) -> bool:
    """Complete the task that is ready; false where there is none."""
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    if task is None:
        return False
    task.data.update(data)
    task.run()
    workflow.do_engine_steps()
    return True


def stock() -> Any:
    """The serializer as its documentation sets it up: the saved route holds the specification."""
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))


def without_spec(spec: Any) -> Any:
    """A serializer that leaves the specification out of what is saved, and puts this one back."""

    class Converter(BpmnWorkflowConverter):  # type: ignore[misc]  # the library declares no types
        def to_dict(self, workflow: Any) -> dict[str, Any]:
            return {**super().to_dict(workflow), "spec": None}

        def from_dict(self, dct: dict[str, Any]) -> Any:
            return super().from_dict({**dct, "spec": spec})

    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure({**SPIFF_CONFIG, BpmnWorkflow: Converter}))
