"""The drawing: what runs can also be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.types import Finding
from workflows.validator.material import BpmnFile, flow_nodes
from workflows.validator.report import at_file, at_flow, at_node

_DI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DRAW: Final = "Kies “Teken het vanzelf”, of teken het in een modeler."
_REDRAW: Final = "Open het diagram in de modeler en teken het opnieuw, of haal het weg."


def check_drawn(file: BpmnFile) -> Iterator[Finding]:
    """Elements and arrows that run but that nobody sees."""
    shapes = {s.get("bpmnElement", "").rpartition(":")[2] for s in file.root.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge")}
    if not shapes:
        if any(process.nodes for process in file.diagram.processes):
            yield at_file(file.name).let_op(
                "not-drawn",
                "heeft geen tekening, alleen de beschrijving ervan.",
                _DRAW,
            )
        return
    for process in file.diagram.processes:
        for node in flow_nodes(process):
            if node.id not in shapes:
                yield at_node(process, node).let_op("not-drawn", "staat niet op de tekening.", _REDRAW)
        for flow in process.flows.values():
            if flow.id not in shapes:
                yield at_flow(process, flow).let_op("not-drawn", "staat niet op de tekening.", _REDRAW)
