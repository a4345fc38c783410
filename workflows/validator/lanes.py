"""Lanes: each means people of the school, each element stands in one, and a subprocess keeps to its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, Process
from workflows.types import Finding
from workflows.validator.material import BpmnFile, Material, enclosing, work_of
from workflows.validator.report import Place, at_node, at_tag, line_of, listed, meant, quoted

_DRAG: Final = "Kies bij “Wie doet het” één baan, of versleep het element daarheen."
_LANE: Final = f"{{{BPMN}}}lane"


def check_lanes(file: BpmnFile, material: Material) -> Iterator[Finding]:
    """Lanes without a name or with one that nobody has, and elements in two lanes."""
    for process in file.diagram.processes:
        used = {node.lane for node in process.nodes.values()}
        for element in _lanes_of(file, process):
            name = " ".join(element.get("name", "").split())
            leaf = element.find(f".//{_LANE}") is None
            if name in used or leaf:
                yield from _named(process, material, _place(file, element), name)
        yield from _two_lanes(file, process)


def _lanes_of(file: BpmnFile, process: Process) -> Iterator[etree._Element]:
    for element in file.root.iterchildren(f"{{{BPMN}}}process"):
        if element.get("id", "") == process.id:
            yield from element.iter(_LANE)


def _place(file: BpmnFile, lane: etree._Element) -> Place:
    return at_tag(file.name, "lane", lane.get("id", ""), lane.get("name", ""), line_of(lane))


def _named(process: Process, material: Material, place: Place, name: str) -> Iterator[Finding]:
    if not name:
        works = any(node.lane == "" for node in work_of(process))
        report = place.fout if works else place.let_op
        yield report("lane-without-name", "heeft geen naam.", "Noem de baan naar de functie die het werk doet.")
    elif material.means_nobody(process, name):
        yield place.fout(
            "unknown-lane", "krijgt in protocol.toml geen enkele functie.",
            "Kies bij het ontwerp, onder “Banen en functies”, welke functies deze baan betekent.",
        )  # fmt: skip
    elif not material.protocol.functions_of(process.id, name):
        known = (*material.protocol.functies, *material.protocol.lanen)
        yield place.fout(
            "unknown-lane", f"noemt geen functie van de school.{meant(name, known)}",
            "Noem de baan naar een functie, of kies bij het ontwerp, onder “Banen en functies”, wat hij betekent.",
        )  # fmt: skip


def _two_lanes(file: BpmnFile, process: Process) -> Iterator[Finding]:
    holders: dict[str, list[etree._Element]] = {}
    for lane in _lanes_of(file, process):
        for reference in lane.iterchildren(f"{{{BPMN}}}flowNodeRef"):
            holders.setdefault((reference.text or "").strip().rpartition(":")[2], []).append(lane)
    for name, lanes in holders.items():
        innermost = [lane for lane in lanes if not any(lane in other.iterancestors() for other in lanes)]
        if len(innermost) > 1 and name in process.nodes:
            names = [lane.get("name", "") for lane in innermost]
            yield at_node(process, process.nodes[name]).fout("two-lanes", f"staat in de banen {listed(names)}.", _DRAG)


def check_subprocess_lanes(process: Process, _: Material) -> Iterator[Finding]:
    """Work in a subprocess has the lane of the subprocess, since it is given to that lane."""
    for node in work_of(process):
        around = list(enclosing(process, node))
        if not around or any(outer.triggered_by_event for outer in around):
            continue
        lane = around[-1].lane
        other = next((each.lane for each in (node, *around) if each.lane is not None and each.lane != lane), None)
        if other is not None:
            where = f"de baan {quoted(lane)}" if lane else "geen baan"
            yield at_node(process, node).fout(
                "lane-in-subprocess",
                f"staat in de baan {quoted(other)}, maar het subproces {quoted(around[-1].name or around[-1].id)} "
                f"staat in {where}; dan krijgt de verkeerde functie de taak.",
                "Zet alles van het subproces in één baan, of haal de taak uit het subproces.",
            )  # fmt: skip
