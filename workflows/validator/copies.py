"""Copies: a second file with the same processes, as a browser leaves it that downloads a file twice.

Sets copies apart and tells them; judges nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from workflows.diagram import Process
from workflows.types import Finding
from workflows.validator.material import BpmnFile
from workflows.validator.report import at_file, listed, quoted


def without_copies(files: Sequence[BpmnFile], judged: Collection[str], findings: list[Finding]) -> tuple[BpmnFile, ...]:
    """The files that are no copy of another; each copy is one finding. What is judged is a copy of what stands."""
    kept: dict[str, BpmnFile] = {}
    drawn: dict[str, tuple[str, Process]] = {}
    for file in sorted(files, key=lambda f: (f.name in judged, len(f.name), f.name)):
        own = [process for process in file.diagram.processes if process.nodes]
        firsts = {drawn[process.id][0] for process in own if _repeats(process, drawn)}
        if own and all(_repeats(process, drawn) for process in own):
            names, first = listed(process.name or process.id for process in own), listed(sorted(firsts))
            findings.append(at_file(file.name).fout(
                "copied-file", f"bevat {names}, en dat staat al in bestand {first}. Dit bestand is niet verder "
                "nagekeken.", f"Haal {quoted(file.name)} weg als het een kopie is. Is het een eigen proces, geef het "
                "dan in de modeler een eigen id, en elk element ook.",
            ))  # fmt: skip
            continue
        kept[file.name] = file
        for process in own:
            drawn.setdefault(process.id, (file.name, process))
    return tuple(file for file in files if file.name in kept)


def _repeats(process: Process, drawn: Mapping[str, tuple[str, Process]]) -> bool:
    """Whether a process has the id of another and most of its elements: two of one id alone may be a slip."""
    if process.id not in drawn:
        return False
    shared = process.nodes.keys() & drawn[process.id][1].nodes.keys()
    return 2 * len(shared) > len(process.nodes)
