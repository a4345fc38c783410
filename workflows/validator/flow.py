"""How tokens come in, move and end: starts, ends, loose elements, ways without an end. No data, no conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import BOUNDARY_EVENT, END_EVENT, START_EVENT, SUBPROCESS
from workflows.types import Finding
from workflows.validator.graph import components
from workflows.validator.material import Material, flow_nodes
from workflows.validator.report import at_node, at_process, quoted

_SPLIT: Final = "Zet er een keuze achter: een X voor één van de pijlen, een + voor allemaal."
_CONNECT: Final = "Teken een pijl naar het element toe, of haal het weg."
_FINISH: Final = "Teken een pijl naar wat er daarna komt, of naar een einde."


def scopes(process: Process) -> Iterator[tuple[str, Node | None]]:
    """The process itself and each of its subprocesses, with the node of the subprocess."""
    yield process.id, None
    for node in process.nodes.values():
        if node.tag in (SUBPROCESS, "transaction", "adHocSubProcess"):
            yield node.id, node


def check_starts(process: Process, _: Material) -> Iterator[Finding]:
    """Each scope begins in the way its kind can begin."""
    if not any(flow_nodes(process)):
        yield at_process(process).fout(
            "empty-process", "is leeg.", "Teken een start, taken en een einde, of haal het proces weg."
        )
        return
    for scope, node in scopes(process):
        starts = process.start_events(scope)
        place = at_process(process) if node is None else at_node(process, node)
        if not starts:
            yield place.fout(
                "no-start", "heeft geen start.", "Teken een startgebeurtenis (cirkel met dunne rand) en een pijl."
            )
        elif node is None:
            yield from _process_starts(process, starts)
        elif len(starts) > 1:
            yield place.fout("many-starts", f"heeft {len(starts)} starts.", "Houd één start over.")
        elif node.triggered_by_event and starts[0].event.kind is not EventKind.MESSAGE:
            yield at_node(process, starts[0]).fout(
                "event-subprocess-start", f"begint {quoted(node.name or node.id)} zonder bericht.",
                "Een gebeurtenis-subproces begint hier met een bericht: kies een start met een envelop.",
            )  # fmt: skip
        elif not node.triggered_by_event and starts[0].event.kind is not EventKind.NONE:
            yield at_node(process, starts[0]).fout(
                "subprocess-start", "wacht in een gewoon subproces op iets; dat gebeurt nooit.",
                "Kies een gewone start, of maak er een gebeurtenis-subproces van.",
            )  # fmt: skip


def _process_starts(process: Process, starts: tuple[Node, ...]) -> Iterator[Finding]:
    plain = [start for start in starts if start.event.kind is EventKind.NONE]
    for start in plain[1:]:
        yield at_node(process, start).fout(
            "many-starts", "is een tweede gewone start; het proces weet niet waar het begint.",
            "Houd één gewone start over. Andere starts beginnen met een bericht.",
        )  # fmt: skip


def check_edges(process: Process, _: Material) -> Iterator[Finding]:
    """What may have no arrow in, no arrow out, or only one out."""
    for node in flow_nodes(process):
        place, out = at_node(process, node), len(node.outgoing)
        if node.tag in (START_EVENT, BOUNDARY_EVENT) and node.incoming:
            yield place.fout("arrow-into-start", "heeft een pijl naar binnen.", "Laat de pijl naar een taak gaan.")
        if _closed(node):
            if node.outgoing or (node.incoming and node.tag == SUBPROCESS):
                yield place.fout("arrow-out-of-end", "heeft een pijl waar die niets doet.", "Haal die pijl weg.")
        elif not out:
            yield place.fout("no-way-on", "heeft geen pijl naar buiten.", _FINISH)
        elif out > 1 and not node.is_gateway:
            yield place.fout("implicit-split", f"heeft {out} pijlen naar buiten.", _SPLIT)


def _closed(node: Node) -> bool:
    """Whether no arrow may leave: an end, or a subprocess that a message starts."""
    return node.tag == END_EVENT or (node.tag == SUBPROCESS and node.triggered_by_event)


def check_reachable(process: Process, _: Material) -> Iterator[Finding]:
    """Elements that no token can ever reach: one finding where such a part begins, for all that lies behind it."""
    for scope, _host in scopes(process):
        nodes = list(flow_nodes(process, scope))
        entries = [n for n in nodes if n.tag == START_EVENT or (n.tag == SUBPROCESS and n.triggered_by_event)]
        if not entries:
            continue
        loose = [n for n in nodes if not (n.tag == BOUNDARY_EVENT and n.attached_to not in process.nodes)]
        reached = spread(process, entries)
        for node in _beginnings(process, [n for n in loose if n.id not in reached]):
            behind = spread(process, [node]) - reached
            reached |= behind
            rest = {1: "", 2: ", en daardoor ook het element erachter niet"}.get(
                len(behind), f", en daardoor ook de {len(behind) - 1} elementen erachter niet"
            )
            yield at_node(process, node).fout("unreachable", f"wordt nooit bereikt{rest}.", _CONNECT)


def _beginnings(process: Process, nodes: list[Node]) -> Iterator[Node]:
    """The first of each group of nodes to which no other of these nodes leads."""
    onward = {node.id: [f.target for f in process.outgoing(node)] for node in nodes}
    for node in nodes:
        onward[node.id] += [boundary.id for boundary in process.boundaries(node.id)]
    edges = {own: [target for target in targets if target in onward] for own, targets in onward.items()}
    groups = list(components(edges))
    group_of = {own: number for number, group in enumerate(groups) for own in group}
    led_to = {group_of[to] for own, targets in edges.items() for to in targets if group_of[to] != group_of[own]}
    return (process.nodes[group[0]] for number, group in enumerate(groups) if number not in led_to)


def spread(process: Process, entries: list[Node], around: str = "") -> set[str]:
    """Ids of what can be reached from these nodes, over arrows and boundary events, never through the node `around`."""
    reached = {node.id for node in entries}
    todo = list(entries)
    while todo:
        node = todo.pop()
        onward = [process.nodes[f.target] for f in process.outgoing(node) if f.target in process.nodes]
        for following in [*onward, *process.boundaries(node.id)]:
            if following.id not in reached and following.id != around:
                reached.add(following.id)
                todo.append(following)
    return reached


def check_can_end(process: Process, _: Material) -> Iterator[Finding]:
    """Elements from which the scope can never come to an end."""
    for scope, host in scopes(process):
        nodes = [n for n in flow_nodes(process, scope) if not (n.tag == SUBPROCESS and n.triggered_by_event)]
        if not nodes or _ended_from_outside(process, host):
            continue
        ends = [node for node in nodes if node.tag == END_EVENT]
        if not ends:
            place = at_process(process) if host is None else at_node(process, host)
            yield place.fout("no-end", "heeft geen einde.", "Teken een eindgebeurtenis (cirkel met dikke rand).")
            continue
        ending = _backwards(process, nodes, ends)
        for node in nodes:
            # What has no arrow out is told by another rule.
            if node.id not in ending and node.outgoing:
                yield at_node(process, node).fout("no-end", "komt nooit bij een einde.", _FINISH)


def _ended_from_outside(process: Process, host: Node | None) -> bool:
    """Whether something that interrupts can end this scope, however long it goes round."""
    if host is not None:
        return any(boundary.interrupting for boundary in process.boundaries(host.id))
    return any(s.interrupting for sub in process.event_subprocesses() for s in process.start_events(sub.id))


def _backwards(process: Process, nodes: list[Node], ends: list[Node]) -> set[str]:
    before: dict[str, list[str]] = {}
    for node in nodes:
        for flow in process.outgoing(node):
            before.setdefault(flow.target, []).append(node.id)
        if node.tag == BOUNDARY_EVENT:
            before.setdefault(node.id, []).append(node.attached_to)
    found = {node.id for node in ends}
    todo = list(found)
    while todo:
        for previous in before.get(todo.pop(), ()):
            if previous not in found:
                found.add(previous)
                todo.append(previous)
    return found
