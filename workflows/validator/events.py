"""Boundary events, event subprocesses, and the errors and escalations that they catch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import (
    BOUNDARY_EVENT,
    CALL_ACTIVITY,
    CATCH_EVENT,
    END_EVENT,
    RECEIVE_TASK,
    START_EVENT,
    SUBPROCESS,
    THROW_EVENT,
    USER_TASK,
)  # fmt: skip
from workflows.types import Finding
from workflows.validator.material import Material, alerts_of, enclosing, flow_nodes, work_of
from workflows.validator.report import at_node, quoted

_HOSTS: Final = {
    EventKind.TIMER: (USER_TASK, RECEIVE_TASK, CALL_ACTIVITY, SUBPROCESS),
    EventKind.MESSAGE: (USER_TASK, RECEIVE_TASK, CALL_ACTIVITY, SUBPROCESS),
    EventKind.ERROR: (CALL_ACTIVITY, SUBPROCESS),
    EventKind.ESCALATION: (CALL_ACTIVITY, SUBPROCESS),
}  # fmt: skip
_CAUGHT: Final = (EventKind.ERROR, EventKind.ESCALATION)
_WORD: Final = {EventKind.ERROR: "fout", EventKind.ESCALATION: "escalatie"}


def check_boundaries(process: Process, material: Material) -> Iterator[Finding]:
    """Boundary events sit on what they can interrupt, and catch what can happen inside."""
    for node in flow_nodes(process):
        host = process.nodes.get(node.attached_to)
        if node.tag != BOUNDARY_EVENT or host is None:
            continue
        place, kind = at_node(process, node), node.event.kind
        if kind is EventKind.NONE:
            yield place.fout("boundary-kind", "wacht nergens op.", "Kies als soort een klok of een bericht.")
        elif kind in _HOSTS and (host.tag not in _HOSTS[kind] or host.triggered_by_event):
            yield place.fout(
                "boundary-host", f"zit op {quoted(host.name or host.id)}; daar kan zo'n gebeurtenis niet komen.",
                "Zet een klok of bericht op een taak, ontvangsttaak, aanroep of subproces, en een fout of escalatie "
                "op een aanroep of subproces.",
            )  # fmt: skip
        elif kind in _CAUGHT:
            yield from _catches_something(process, material, node, host)


def _catches_something(process: Process, material: Material, node: Node, host: Node) -> Iterator[Finding]:
    place, kind, code = at_node(process, node), node.event.kind, node.event.name
    if kind is EventKind.ERROR and not node.interrupting:
        yield place.fout(
            "error-not-interrupting", "vangt een fout zonder te onderbreken.", "Maak de randgebeurtenis onderbrekend."
        )
    codes = thrown_inside(material, process, host, kind)
    if not codes or (code and code not in codes):
        what = f"{_WORD[kind]} {quoted(code)}" if code else f"een {_WORD[kind]}"
        yield place.fout(
            "catches-nothing", f"wacht op {what}, maar binnen {quoted(host.name or host.id)} gebeurt die nooit.",
            f"Teken daarbinnen een einde met die {_WORD[kind]}, of haal de randgebeurtenis weg.",
        )  # fmt: skip


def thrown_inside(material: Material, process: Process, host: Node, kind: EventKind) -> set[str]:
    """Codes of the errors or escalations that can come out of a subprocess or a called process."""
    codes: set[str] = set()
    todo = [host]
    while todo:
        node = todo.pop()
        if node.tag == CALL_ACTIVITY:
            codes |= {code for found, code in material.alerts.get(node.called, ()) if found is kind}
        inside = process.inside(node.id) if node.tag == SUBPROCESS else ()
        codes |= {code for found, code in alerts_of(inside) if found is kind}
        todo += [inner for inner in inside if inner.tag in (SUBPROCESS, CALL_ACTIVITY)]
    return codes


def check_uncaught(process: Process, material: Material) -> Iterator[Finding]:
    """Errors and escalations that no boundary event around them catches."""
    for node in flow_nodes(process):
        if node.tag not in (END_EVENT, THROW_EVENT) or node.event.kind not in _CAUGHT:
            continue
        if not _caught(process, material, node):
            word = _WORD[node.event.kind]
            rest = "; de route wordt dan afgebroken." if node.event.kind is EventKind.ERROR else "."
            yield at_node(process, node).let_op(
                "not-caught", f"geeft een {word} die niets opvangt{rest}",
                f"Zet een randgebeurtenis met die {word} op het subproces of de aanroep eromheen.",
            )  # fmt: skip


def _caught(process: Process, material: Material, node: Node) -> bool:
    """Whether a boundary event around the node, or around something that calls its process, catches it."""
    seen: set[str] = set()
    todo = [(process, node)]
    while todo:
        owner, at = todo.pop()
        if any(_catches(owner, host, node) for host in (at, *enclosing(owner, at))):
            return True
        for caller, call in material.callers.get(owner.id, ()):
            if call.id not in seen:
                seen.add(call.id)
                todo.append((caller, call))
    return False


def _catches(process: Process, host: Node, node: Node) -> bool:
    return any(
        boundary.event.kind is node.event.kind and boundary.event.name in ("", node.event.name)
        for boundary in process.boundaries(host.id)
    )


def check_event_subprocesses(process: Process, _: Material) -> Iterator[Finding]:
    """An event subprocess lies directly in its process and gives nobody work."""
    for node in flow_nodes(process):
        if node.tag != SUBPROCESS or not node.triggered_by_event:
            continue
        if node.scope != process.id:
            yield at_node(process, node).fout(
                "nested-event-subprocess", "ligt in een ander subproces.", "Zet het direct in de pool."
            )
    for node in work_of(process):
        around = [outer for outer in enclosing(process, node) if outer.triggered_by_event]
        if around:
            yield at_node(process, node).fout(
                "work-in-event-subprocess", f"ligt in het gebeurtenis-subproces {quoted(_title(around[0]))}.",
                "Laat het subproces een bericht verzenden en teken de taak in een eigen proces dat daarmee begint.",
            )  # fmt: skip


def _title(node: Node) -> str:
    return node.name or node.id


def check_event_kinds(process: Process, _: Material) -> Iterator[Finding]:
    """Catch events that wait for nothing, events that wait for several things, and interrupting marks out of place."""
    for node in flow_nodes(process):
        place = at_node(process, node)
        if node.event.kind is EventKind.MULTIPLE:
            yield place.fout(
                "several-events", "heeft meer dan één soort gebeurtenis, of een onbekende.",
                "Kies één soort: een bericht of een klok. Teken voor elke andere een eigen gebeurtenis.",
            )  # fmt: skip
        elif node.tag == CATCH_EVENT and node.event.kind is EventKind.NONE:
            yield place.fout("waits-for-nothing", "wacht nergens op.", "Kies als soort een bericht of een klok.")
        elif node.tag == START_EVENT and not node.interrupting and node.scope == process.id:
            yield place.let_op(
                "not-interrupting-start", "staat op niet-onderbrekend; dat telt alleen in een gebeurtenis-subproces.",
                "Zet de start in de modeler op onderbrekend.",
            )  # fmt: skip
