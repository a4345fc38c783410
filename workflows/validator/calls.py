"""Call activities: the called process exists, runs, and can be called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from workflows.diagram import EventKind, Process
from workflows.diagram.model import CALL_ACTIVITY
from workflows.types import Finding
from workflows.validator.material import Material, flow_nodes
from workflows.validator.report import at_file, at_node, at_process, listed, meant, quoted

_RUNS: Final = "Kies het voorstel “Laat het proces lopen”, of zet in een ander programma Executable aan."


def check_called(process: Process, material: Material) -> Iterator[Finding]:
    """Call activities without a process, with one that is not there, or with one that cannot be called."""
    for node in flow_nodes(process):
        if node.tag != CALL_ACTIVITY:
            continue
        place, called = at_node(process, node), material.by_id.get(node.called)
        if not node.called:
            yield place.fout("no-called-process", "roept geen proces aan.", "Kies bij “Welk proces” wat hier begint.")
        elif called is None:
            yield place.fout(
                "unknown-process", f"roept het proces {quoted(node.called)} aan, dat er niet is."
                f"{meant(node.called, material.by_id)}",
                "Kies bij “Welk proces” een proces van dit protocol, of teken het.",
            )  # fmt: skip
        elif not called.executable:
            yield place.fout(
                "called-not-executable", f"roept {quoted(called.name)} aan, dat niet op uitvoerbaar staat.",
                f"{_RUNS} Dat staat bij dat proces.",
            )  # fmt: skip
        elif not any(start.event.kind is EventKind.NONE for start in called.start_events()):
            yield place.fout(
                "cannot-be-called", f"roept {quoted(called.name)} aan, dat geen gewone start heeft.",
                "Teken in het aangeroepen proces een start zonder bericht.",
            )  # fmt: skip


def check_handed_in(material: Material) -> Iterator[Finding]:
    """Calls that leave out a field that most other calls of the same process hand in."""
    for called, calls in material.callers.items():
        counts = Counter(field for _, node in calls for field in node.prefixed("in"))
        usual = [field for field, count in counts.items() if 2 * count > len(calls) - 1]
        for process, node in calls:
            own = node.prefixed("in")
            missing = [field for field in usual if field not in own]
            if missing:
                yield at_node(process, node).let_op(
                    "call-hands-in-less", f"roept {quoted(material.by_id[called].name)} aan zonder {listed(missing)}; "
                    "andere aanroepen van dat proces geven dat wel door.", "Zet bij “Wat het meekrijgt” ook "
                    f"{listed(missing)}, of laat het zo als dat de bedoeling is.",
                )  # fmt: skip


def check_executable(material: Material) -> Iterator[Finding]:
    """Processes that are drawn but do not run."""
    for process in material.processes:
        if not process.executable:
            yield at_process(process).let_op(
                "not-executable", "staat niet op uitvoerbaar; het wordt wel nagekeken, maar het draait niet.", _RUNS,
            )  # fmt: skip
    for file in material.bpmn:
        if not any(p.nodes or p.executable for p in file.diagram.processes):
            yield at_file(file.name).let_op(
                "no-process", "bevat geen proces met inhoud.", "Teken in een pool een start, taken en een einde."
            )
    runs = any(process.executable for process in material.processes)
    if material.protocol_file and material.bpmn and not runs:
        yield at_file(material.protocol_file).fout(
            "nothing-runs", "hoort bij een protocol waarvan geen enkel proces draait.",
            _RUNS,
        )  # fmt: skip
