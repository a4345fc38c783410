"""The one reading of a BPMN file, shared by the validator that judges it and the engine that runs it (ADR 0002).

Knows XML and BPMN 2.0 names; knows nothing of what is allowed, and never raises on a strange diagram.
"""

from workflows.diagram.model import (
    Diagram,
    Event,
    EventKind,
    Flow,
    Lane,
    Loop,
    MessageFlow,
    Node,
    Participant,
    Process,
    TimerKind,
)  # fmt: skip
from workflows.diagram.places import Place, PlaceKind, places
from workflows.diagram.reader import BPMN, SPIFF, local_name, read_diagram

__all__ = [
    "BPMN", "SPIFF", "Diagram", "Event", "EventKind", "Flow", "Lane", "Loop", "MessageFlow", "Node", "Participant",
    "Place", "PlaceKind", "Process", "TimerKind", "local_name", "places", "read_diagram",
]  # fmt: skip
