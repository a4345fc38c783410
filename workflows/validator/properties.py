"""Properties: each name is known, stands on an element where it means something, and has a value of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from workflows.diagram import BPMN, SPIFF, EventKind, Node, Process
from workflows.diagram.model import (
    BOUNDARY_EVENT,
    CALL_ACTIVITY,
    CATCH_EVENT,
    END_EVENT,
    EXCLUSIVE,
    INCLUSIVE,
    PARALLEL,
    RECEIVE_TASK,
    RULE_TASK,
    SEND_TASK,
    START_EVENT,
    THROW_EVENT,
    USER_TASK,
)  # fmt: skip
from workflows.types import Finding
from workflows.validator.material import BpmnFile, Material, hears_message
from workflows.validator.panel import LABELS, labelled
from workflows.validator.report import Place, at_node, at_tag, line_of, meant, quoted

EVERYONE: Final = "iedereen"
FUNCTION_LISTS: Final = ("knop", "ook_door", "aan")

_CHOOSE: Final = "Kies een functie die er is, of zet haar erbij: bij het ontwerp, onder “Banen en functies”."

_Test = Callable[[Process, Node], bool]


def _work(process: Process, node: Node) -> bool:
    return node.tag == USER_TASK or process.is_question(node)


def _task(_: Process, node: Node) -> bool:
    return node.tag == USER_TASK


def _throws(_: Process, node: Node) -> bool:
    return node.tag == SEND_TASK or (node.tag in (THROW_EVENT, END_EVENT) and node.event.kind is EventKind.MESSAGE)


def _button(_: Process, node: Node) -> bool:
    return hears_message(node) and node.tag in (START_EVENT, CATCH_EVENT, RECEIVE_TASK, BOUNDARY_EVENT)


def _form(process: Process, node: Node) -> bool:
    return _work(process, node) or _button(process, node)


def _widens(process: Process, node: Node) -> bool:
    timer = node.tag == BOUNDARY_EVENT and node.event.kind is EventKind.TIMER and not node.interrupting
    return timer or _work(process, node)


def _milestone(_: Process, node: Node) -> bool:
    return node.tag == THROW_EVENT and node.event.kind is EventKind.NONE


def _items(_: Process, node: Node) -> bool:
    return node.tag == USER_TASK and node.loop is not None


def _call(_: Process, node: Node) -> bool:
    return node.tag == CALL_ACTIVITY


_WHERE: Final[Mapping[str, tuple[_Test, str]]] = {
    "formulier": (_form, "een taak, een vraag, of een start of wachtmoment met een bericht"),
    "termijn": (_work, "een taak of een vraag"),
    "samen_met": (_task, "een taak"),
    "niet_door": (_task, "een taak"),
    "ook_door": (_widens, "een taak, een vraag, of een niet-onderbrekende klok op de rand van een taak"),
    "lane": (_items, "een taak die over een lijst herhaalt"),
    "knop": (_button, "een start of wachtmoment met een bericht"),
    "aan": (_throws, "een verzendtaak of een gebeurtenis die een bericht verzendt"),
    "mee": (_throws, "een verzendtaak of een gebeurtenis die een bericht verzendt"),
    "fase": (_milestone, "een mijlpaal (tussengebeurtenis zonder soort)"),
    "in": (_call, "een aanroep"),
    "uit": (_call, "een aanroep"),
}  # fmt: skip
_KNOWN: Final = tuple(name for name in _WHERE if name not in ("in", "uit"))
_MOVE: Final = "Haal dit hier weg, of zet het op het element waar het hoort."


def check_properties(process: Process, material: Material) -> Iterator[Finding]:
    """Unknown properties, properties where they do nothing, and too many of them."""
    for node in process.nodes.values():
        place = at_node(process, node)
        if len(node.properties) > material.limits.max_properties:
            yield place.fout(
                "too-many-properties",
                f"heeft {len(node.properties)} eigenschappen; het mogen er {material.limits.max_properties} zijn.",
                "Haal eigenschappen weg die niet nodig zijn.",
            )  # fmt: skip
            continue
        for name, value in node.properties.items():
            yield from _property(process, node, place, name, value)
        if node.decision and node.tag != RULE_TASK:
            yield place.let_op(
                "property-place", "noemt een beslistabel; dat doet alleen iets op een beslistaak.",
                "Verander het in “Beslistabel raadplegen” (business rule task), of haal de beslistabel weg.",
            )  # fmt: skip


def _almost_question(process: Process, node: Node) -> bool:
    """Whether a gateway lacks only a name, a text or the right kind to be a question."""
    flows = list(process.outgoing(node))
    if len(flows) < 2 or node.tag not in (EXCLUSIVE, INCLUSIVE, PARALLEL):
        return False
    if node.tag == PARALLEL:
        return any(flow.name for flow in flows)
    return any(not flow.condition and flow.id != node.default for flow in flows)


def _property(process: Process, node: Node, place: Place, name: str, value: str) -> Iterator[Finding]:
    kind, dot, field = name.partition(".")
    if name not in _KNOWN and not (kind in ("in", "uit") and dot and field):
        yield place.let_op(
            "unknown-property", f"heeft de eigenschap {quoted(name)}, die niets doet.{meant(name, _KNOWN)}",
            "Verbeter de naam van de eigenschap, of haal hem weg.",
        )  # fmt: skip
        return
    test, where = _WHERE[kind]
    if not test(process, node):
        if "een vraag" in where and _almost_question(process, node):
            return  # what keeps it from being a question is told of the gateway
        yield place.let_op("property-place", f"heeft {labelled(name)}; dat doet alleen iets op {where}.", _MOVE)
    elif not value:
        yield place.fout("empty-property", f"heeft {labelled(name)} zonder waarde.", "Vul een waarde in.")
    elif name == "formulier" and _button(process, node) and "knop" not in node.properties:
        yield place.let_op(
            "form-without-button", "heeft een formulier maar geen knop; een bericht brengt geen formulier mee.",
            f"Kies bij {labelled('knop')} een functie, of haal het formulier weg.",
        )  # fmt: skip
    elif name == "mee" and "aan" in node.properties:
        yield place.let_op("property-place", f"is een bericht met {labelled('aan')}; dat neemt geen velden mee.", _MOVE)


def check_functions(process: Process, material: Material) -> Iterator[Finding]:
    """Functions that nobody has, in `knop`, `ook_door`, `aan` and `samen_met`."""
    for node in process.nodes.values():
        for name in FUNCTION_LISTS:
            for function in node.listed(name):
                if not (name == "knop" and function.casefold() == EVERYONE):
                    yield from _known(process, material, node, name, function)
        if "samen_met" in node.properties:
            yield from _known(process, material, node, "samen_met", node.properties["samen_met"])


def _known(process: Process, material: Material, node: Node, name: str, function: str) -> Iterator[Finding]:
    if material.means_nobody(process, function):
        yield at_node(process, node).fout(
            "unknown-function",
            f"noemt bij {labelled(name)} {quoted(function)}, en dat is volgens protocol.toml niemand.",
            f"Kies bij het ontwerp, onder “Banen en functies”, wat {quoted(function)} betekent.",
        )  # fmt: skip
    elif function and not material.protocol.functions_of(process.id, function):
        known = (*material.protocol.functies, *material.protocol.lanen)
        yield at_node(process, node).fout(
            "unknown-function", f"noemt bij {labelled(name)} de functie {quoted(function)}, die niemand heeft."
            f"{meant(function, known)}", _CHOOSE,
        )  # fmt: skip


def check_twice(file: BpmnFile) -> Iterator[Finding]:
    """Properties that stand twice on one element: only the last would count."""
    for properties in file.root.iter(f"{{{SPIFF}}}properties"):
        owner = properties.getparent()
        owner = owner.getparent() if owner is not None else None
        counts = Counter(p.get("name", "").strip() for p in properties.iterchildren(f"{{{SPIFF}}}property"))
        for name, count in counts.items():
            if owner is None or (count < 2 and name):
                continue
            tag = str(owner.tag).removeprefix(f"{{{BPMN}}}")
            place = at_tag(file.name, tag, owner.get("id", ""), owner.get("name", ""), line_of(owner))
            known = labelled(name) if name in LABELS else f"de eigenschap {quoted(name)}"
            told = f"heeft {known} {count} keer." if name else "heeft een eigenschap zonder naam."
            yield place.fout("twice", told, "Houd er één over.")
