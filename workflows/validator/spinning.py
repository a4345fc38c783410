"""Rounds on which nothing waits: gateways that chase each other, calls and messages that come back to themselves.

A loop whose condition might end it is still refused: nothing a person does can change the data while it turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import BOUNDARY_EVENT, CATCH_EVENT, PARALLEL, RECEIVE_TASK, START_EVENT, USER_TASK
from workflows.types import Finding
from workflows.validator.automatic import Automatic, Edges, targets
from workflows.validator.graph import components, cycles
from workflows.validator.material import Material, hears_message
from workflows.validator.report import at_node, at_process, listed, quoted

_PRUNINGS: Final = 50
"""Joins behind joins that are looked through; a drawing with more in one round is refused as if it turned."""
_WAIT: Final = "Zet een taak, een vraag of een wachtmoment op dit rondje, of haal een van de pijlen weg."
_CLOCK: Final = "Geef de klok een duur, zoals 1 dag. Zonder tijd of op een vaste datum wacht hij de tweede keer niet."


def check_spinning(material: Material) -> Iterator[Finding]:
    """Rounds without a task, question or waiting event, and messages that start themselves again."""
    automatic = Automatic(material)
    for process in material.processes:
        if material.by_id[process.id] is not process:
            continue
        rounds = list(_rounds(process, automatic.edges[process.id]))
        for names in rounds:
            yield at_node(process, process.nodes[names[0]]).fout(
                "spinning", f"begint een rondje waarop niets wacht: {_path(process, names)}.",
                _CLOCK if any(process.nodes[name].event.kind is EventKind.TIMER for name in names) else _WAIT,
            )  # fmt: skip
        if not rounds:
            yield from _empty_lists(process, automatic.edges[process.id])
    yield from _echoes(material, automatic)


def _rounds(process: Process, edges: Edges) -> Iterator[tuple[str, ...]]:
    """Cycles that can turn: joins that also need a token from outside the cycle stop it."""
    for _ in range(_PRUNINGS):
        groups = [frozenset(group) for group in components(edges) if len(group) > 1]
        starved = {name for group in groups for name in group if _starved(process, process.nodes[name], group)}
        if not starved:
            break
        edges = {
            name: tuple(t for t in following if t not in starved)
            for name, following in edges.items() if name not in starved
        }  # fmt: skip
    return cycles(edges)


def _starved(process: Process, node: Node, group: frozenset[str]) -> bool:
    return node.tag == PARALLEL and any(flow.source not in group for flow in process.incoming(node))


def _empty_lists(process: Process, edges: Edges) -> Iterator[Finding]:
    """Rounds on which only tasks over a list wait: an empty list gives no task."""
    lists = {n.id: tuple(targets(process, n)) for n in process.nodes.values() if n.tag == USER_TASK and n.loop}
    if not lists:
        return
    for names in _rounds(process, edges | lists):
        yield at_node(process, process.nodes[names[0]]).let_op(
            "spinning-on-empty-list", f"draait rond als de lijst leeg is: {_path(process, names)}.", _WAIT
        )


def _path(process: Process, names: tuple[str, ...]) -> str:
    shown = [process.nodes[name].name or name for name in (*names[:10], names[0])]
    return " → ".join(quoted(name) for name in shown)


def check_calls(material: Material) -> Iterator[Finding]:
    """Processes that call themselves, directly or round about, and calls that go too deep."""
    calls = {p.id: tuple(called.id for _, called in material.calls(p)) for p in material.processes}
    for names in cycles(calls):
        process = material.by_id[names[0]]
        node = next(node for node, called in material.calls(process) if called.id == names[1 % len(names)])
        path = " → ".join(quoted(material.by_id[name].name) for name in (*names, names[0]))
        yield at_node(process, node).fout(
            "calls-itself", f"roept het eigen proces weer aan: {path}. Dat houdt nooit op.",
            "Haal deze aanroep weg. Teken herhaling met een pijl terug, of begin een nieuwe route met een bericht.",
        )  # fmt: skip
    depth: dict[str, int] = {}
    for name in (name for group in components(calls) for name in group):
        depth[name] = max((depth.get(called, 0) + 1 for called in calls[name]), default=0)
        if depth[name] == material.limits.max_calls + 1:
            yield at_process(material.by_id[name]).fout(
                "calls-too-deep", f"begint meer dan {material.limits.max_calls} aanroepen in elkaar.",
                "Roep minder processen in elkaar aan.",
            )  # fmt: skip


def _echoes(material: Material, automatic: Automatic) -> Iterator[Finding]:
    """Messages that, without anyone doing anything, are thrown again by what they start."""
    heard: dict[str, list[tuple[Process, Node]]] = {}
    edges: dict[str, set[str]] = {}
    for process in material.by_id.values():
        for node in process.nodes.values():
            if not (node.event.name and hears_message(node)):
                continue
            reached = _after(process, node, automatic)
            if node.tag in (CATCH_EVENT, RECEIVE_TASK) and node.id not in reached:
                continue
            heard.setdefault(node.event.name, []).append((process, node))
            edges.setdefault(node.event.name, set()).update(automatic.messages(process, reached))
    for names in cycles({name: sorted(following) for name, following in edges.items()}):
        process, node = heard[names[0]][0]
        yield at_node(process, node).fout(
            "message-echo", f"hoort een bericht dat vanzelf weer wordt verzonden: {listed((*names, names[0]))}.",
            "Zet een taak, vraag of wachtmoment voor het verzenden, of verzend het bericht niet.",
        )  # fmt: skip


def _after(process: Process, node: Node, automatic: Automatic) -> set[str]:
    """What follows a message at once; a waiting event counts only where the token comes back to it by itself."""
    if node.tag == START_EVENT or (node.tag == BOUNDARY_EVENT and not node.interrupting):
        return automatic.reach(process, [node])
    behind = [process.nodes[name] for name in targets(process, node)] if node.tag in (CATCH_EVENT, RECEIVE_TASK) else []
    return automatic.reach(process, behind)
