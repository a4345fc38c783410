"""Small diagrams for tests, from text that reads like the drawing.

    lanes Leerkracht: a b; Directie: c
    start s
    user a "Observeren" termijn="P5D" formulier="f"
    xor g "Verder?"
    end e "Klaar"
    s -> a -> g
    g -> e "Ja"
    g -> a "Nee" {soort = "x"}
    g -> a default

Kinds: start end user rule call send receive throw catch xor or and event sub esp boundary. Keys that are attributes of
BPMN: message timer (`duration:PT1H`, `date:…`, `cycle:…`) error escalation terminate on interrupting calls decision
each item sequential; all others become properties. `sub x` and `esp x` open a block that `done` closes.
"""

from __future__ import annotations

import re
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TAGS = {
    "start": "startEvent", "end": "endEvent", "user": "userTask", "rule": "businessRuleTask", "call": "callActivity",
    "send": "sendTask", "receive": "receiveTask", "throw": "intermediateThrowEvent", "catch": "intermediateCatchEvent",
    "xor": "exclusiveGateway", "or": "inclusiveGateway", "and": "parallelGateway", "event": "eventBasedGateway",
    "sub": "subProcess", "esp": "subProcess", "boundary": "boundaryEvent",
}  # fmt: skip
_OWN = {
    "message", "timer", "error", "escalation", "terminate", "on", "interrupting", "calls", "decision", "each", "item",
    "sequential", "default",
}  # fmt: skip
_WORD = re.compile(r'(?P<key>[\w.]+)="(?P<value>[^"]*)"|(?P<bare>[\w.]+)=(?P<plain>\S+)|"(?P<name>[^"]*)"')


def document(**processes: str) -> bytes:
    """A BPMN file with these processes, by id."""
    roots: dict[str, str] = {}
    bodies = [f'<bpmn:process id="{key}" name="{key}" isExecutable="true">{_body(text, roots)}</bpmn:process>'
              for key, text in processes.items()]  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="{BPMN}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="http://example.org">'
        f"{''.join(roots.values())}{''.join(bodies)}</bpmn:definitions>"
    ).encode()


def constants(**decisions: dict[str, str]) -> bytes:
    """A DMN file with decisions of one row that set texts: `constants(zet={"a1": "ja"})`."""
    tables = []
    for key, outputs in decisions.items():
        columns = "".join(f'<output id="{key}_{n}" name="{n}" typeRef="string"/>' for n in outputs)
        cells = "".join(f'<outputEntry id="{key}_{n}_1"><text>{escape(chr(34) + v + chr(34))}</text></outputEntry>'
                        for n, v in outputs.items())  # fmt: skip
        tables.append(
            f'<decision id="{key}" name="{key}"><variable id="{key}_v" name="{key}"/>'
            f'<decisionTable id="{key}_t" hitPolicy="UNIQUE">{columns}<rule id="{key}_r">{cells}</rule></decisionTable>'
            "</decision>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" '
        f'id="d" name="d" namespace="http://example.org">{"".join(tables)}</definitions>'
    ).encode()


def _body(text: str, roots: dict[str, str]) -> str:
    out: list[str] = []
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    defaults = {f[0]: f"{f[0]}_{f[1]}" for line in lines if "->" in line for f in _flows(line) if f[4]}
    for line in lines:
        if line.startswith("lanes "):
            out.append(_lanes(line[6:]))
        elif "->" in line:
            out += [_flow(f) for f in _flows(line)]
        elif line == "done":
            out.append("</bpmn:subProcess>")
        else:
            out.append(_element(line, roots, defaults))
    return "".join(out)


def _lanes(text: str) -> str:
    lanes = []
    for number, part in enumerate(text.split(";")):
        name, _, refs = part.partition(":")
        inner = "".join(f"<bpmn:flowNodeRef>{ref}</bpmn:flowNodeRef>" for ref in refs.split())
        lanes.append(f"<bpmn:lane id={quoteattr(f'lane_{number}')} name={quoteattr(name.strip())}>{inner}</bpmn:lane>")
    return f'<bpmn:laneSet id="lanes">{"".join(lanes)}</bpmn:laneSet>'


def _flows(line: str) -> list[tuple[str, str, str, str, bool]]:
    default = line.endswith(" default")
    line = line.removesuffix(" default")
    condition = re.search(r"\{(.*)\}", line)
    line = re.sub(r"\{.*\}", "", line)
    name = re.search(r'"([^"]*)"', line)
    chain = [part.strip() for part in re.sub(r'"[^"]*"', "", line).split("->")]
    return [(a, b, name[1] if name else "", condition[1] if condition else "", default) for a, b in pairwise(chain)]


def _flow(flow: tuple[str, str, str, str, bool]) -> str:
    source, target, name, condition, _ = flow
    suffix = re.sub(r"\W+", "_", name or condition)
    label = f" name={quoteattr(name)}" if name else ""
    flow_id = f"{source}_{target}" + (f"_{suffix}" if suffix and not flow[4] else "")
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
    )
    return (
        f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}"{label}>'
        f"{inner if condition else ''}</bpmn:sequenceFlow>"
    )


def _element(line: str, roots: dict[str, str], defaults: dict[str, str]) -> str:
    kind, key, *rest = line.split(maxsplit=2)
    words = list(_WORD.finditer(rest[0] if rest else ""))
    values = {w["key"] or w["bare"]: w["value"] if w["key"] else w["plain"] for w in words if w["key"] or w["bare"]}
    name = next((w["name"] for w in words if w["name"] is not None), "")
    own = {k: v for k, v in values.items() if k in _OWN}
    tag = f"bpmn:{_TAGS[kind]}"
    attributes = f' id="{key}"' + (f" name={quoteattr(name)}" if name else "")
    if key in defaults:
        attributes += f' default="{defaults[key]}"'
    attributes += _attributes(kind, own, roots)
    properties = {k: v for k, v in values.items() if k not in _OWN}
    inner = _extensions(properties, own) + _definition(kind, key, own, roots) + _loop(own)
    if kind in ("sub", "esp"):
        return f"<{tag}{attributes}>{inner}"
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _attributes(kind: str, own: dict[str, str], roots: dict[str, str]) -> str:
    out = ' triggeredByEvent="true"' if kind == "esp" else ""
    if "on" in own:
        out += f' attachedToRef="{own["on"]}"'
    if own.get("interrupting") == "no":
        out += ' cancelActivity="false"' if kind == "boundary" else ' isInterrupting="false"'
    if "calls" in own:
        out += f' calledElement="{own["calls"]}"'
    if kind in ("send", "receive") and "message" in own:
        out += f' messageRef="{_root("message", own["message"], roots)}"'
    return out


def _root(kind: str, name: str, roots: dict[str, str]) -> str:
    key = f"{kind}_" + re.sub(r"\W+", "_", name)
    code = f' {kind}Code="{name}"' if kind != "message" else ""
    roots[key] = f'<bpmn:{kind} id="{key}" name={quoteattr(name)}{code}/>'
    return key


def _definition(kind: str, key: str, own: dict[str, str], roots: dict[str, str]) -> str:
    if kind in ("send", "receive"):
        return ""
    for what in ("message", "error", "escalation"):
        if what in own:
            reference = _root(what, own[what], roots) if own[what] else ""
            attribute = f' {what}Ref="{reference}"' if reference else ""
            return f'<bpmn:{what}EventDefinition id="{key}_d"{attribute}/>'
    if "terminate" in own:
        return f'<bpmn:terminateEventDefinition id="{key}_d"/>'
    if "timer" in own:
        form, _, text = own["timer"].partition(":")
        tag = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}[form]
        inner = f'<bpmn:{tag} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{tag}>'
        return f'<bpmn:timerEventDefinition id="{key}_d">{inner}</bpmn:timerEventDefinition>'
    return ""


def _extensions(properties: dict[str, str], own: dict[str, str]) -> str:
    decision = f"<spiffworkflow:calledDecisionId>{own['decision']}</spiffworkflow:calledDecisionId>" if (
        "decision" in own) else ""  # fmt: skip
    each = "".join(f'<spiffworkflow:property name="{k}" value={quoteattr(v)}/>' for k, v in properties.items())
    inside = decision + (f"<spiffworkflow:properties>{each}</spiffworkflow:properties>" if each else "")
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""


def _loop(own: dict[str, str]) -> str:
    if "each" not in own:
        return ""
    sequential = str(own.get("sequential") == "yes").lower()
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">'
        f"<bpmn:loopDataInputRef>{own['each']}</bpmn:loopDataInputRef>"
        f'<bpmn:inputDataItem id="item_{own["each"]}" name="{own.get("item", "item")}"/>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
