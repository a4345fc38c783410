"""Small diagrams as text, an element a line and drawn with DI, so that only what a test changes is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from itertools import pairwise

from workflows.types import Finding, Level
from workflows.validator import check

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="http://example.com/x"'
)
DRAWN = ("userTask", "task", "Event", "Gateway", "Task", "callActivity", "subProcess")


def event(kind: str, inner: str = "", **attributes: str) -> str:
    return f"<bpmn:{kind}EventDefinition{_attributes(attributes)}>{inner}</bpmn:{kind}EventDefinition>"


def timer(text: str, kind: str = "timeDuration") -> str:
    return event("timer", f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{kind}>')


def message(ref: str) -> str:
    return event("message", messageRef=ref)


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


class Draw:
    """A process of one pool, built up element by element."""

    def __init__(self, process: str = "proef", *, executable: str = "true") -> None:
        self.process = process
        self.executable = executable
        self.lines: list[str] = []
        self.lanes: dict[str, list[str]] = {}
        self.shapes: list[tuple[str, str]] = []
        self.top: list[str] = []
        self.count = 0

    def node(self, tag: str, own: str, name: str = "", inner: str = "", **more: str) -> Draw:
        """An element; `more` holds attributes, `lane` its lane, and names ending in `_` are properties."""
        lane = more.pop("lane", "")
        if lane:
            self.lanes.setdefault(lane, []).append(own)
        properties = {key[:-1].replace("__", "."): more.pop(key) for key in [*more] if key.endswith("_")}
        text = "".join(f'<spiffworkflow:property name="{k}" value="{escape(v)}"/>' for k, v in properties.items())
        decision = more.pop("decision", "")
        text = f"<spiffworkflow:properties>{text}</spiffworkflow:properties>" if text else ""
        text += f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>" if decision else ""
        extension = f"<bpmn:extensionElements>{text}</bpmn:extensionElements>" if text else ""
        attributes = _attributes({"id": own, **({"name": name} if name else {}), **more})
        self.lines.append(f"<bpmn:{tag}{attributes}>{extension}{inner}</bpmn:{tag}>")
        self.shapes.append(("Shape", own))
        return self

    def task(self, own: str, name: str, inner: str = "", **more: str) -> Draw:
        """A user task with all that a task must have, unless `more` says otherwise."""
        usual = {"lane": "Leerkracht", "formulier_": "wegen", "termijn_": "5 werkdagen"} | more
        documentation = "<bpmn:documentation>Wat je hier doet.</bpmn:documentation>"
        return self.node("userTask", own, name, documentation + inner, **{k: v for k, v in usual.items() if v})

    def start(self, own: str = "s", name: str = "", **more: str) -> Draw:
        """A message start event with a button."""
        self.top.append(f'<bpmn:message id="m_{own}" name="Begin {own} {self.process}"/>')
        return self.node("startEvent", own, name, message(f"m_{own}"), **({"knop_": "leerkracht"} | more))

    def end(self, own: str = "e", name: str = "", inner: str = "") -> Draw:
        return self.node("endEvent", own, name, inner)

    def question(self, own: str, name: str, tag: str = "exclusiveGateway", **more: str) -> Draw:
        documentation = "<bpmn:documentation>Waar je op let.</bpmn:documentation>"
        return self.node(tag, own, name, documentation, **({"lane": "Leerkracht"} | more))

    def flow(self, source: str, target: str, name: str = "", condition: str = "") -> Draw:
        self.count += 1
        own = f"{self.process}_f{self.count}_{source}_{target}"
        tag = "bpmn:conditionExpression"
        inner = f'<{tag} xsi:type="bpmn:tFormalExpression">{escape(condition)}</{tag}>'
        label = {"name": name} if name else {}
        attributes = _attributes({"id": own, **label, "sourceRef": source, "targetRef": target})
        self.lines.append(f"<bpmn:sequenceFlow{attributes}>{inner if condition else ''}</bpmn:sequenceFlow>")
        self.shapes.append(("Edge", own))
        return self

    def path(self, *nodes: str) -> Draw:
        for source, target in pairwise(nodes):
            self.flow(source, target)
        return self

    def raw(self, text: str) -> Draw:
        self.lines.append(text)
        return self

    def inside(self, own: str, name: str, inner: Draw, **more: str) -> Draw:
        """A subprocess that holds what another drawing holds."""
        self.node("subProcess", own, name, "\n" + "\n".join(inner.lines) + "\n", **more)
        self.shapes += inner.shapes
        self.top += inner.top
        for lane, refs in inner.lanes.items():
            self.lanes.setdefault(lane, []).extend(refs)
        return self

    def default(self, node: str, target: str) -> Draw:
        """Make the flow between two elements the default flow of the first."""
        own = next(shape for kind, shape in self.shapes if kind == "Edge" and shape.endswith(f"_{node}_{target}"))
        self.lines = [line.replace(f' id="{node}"', f' id="{node}" default="{own}"', 1) for line in self.lines]
        return self

    def process_text(self) -> str:
        lanes = "\n".join(
            f'<bpmn:lane id="{self.process}_lane{number}" name="{lane}">'
            + "".join(f"<bpmn:flowNodeRef>{ref}</bpmn:flowNodeRef>" for ref in refs)
            + "</bpmn:lane>"
            for number, (lane, refs) in enumerate(self.lanes.items())
        )
        lane_set = f'<bpmn:laneSet id="{self.process}_lanes">\n{lanes}\n</bpmn:laneSet>\n' if lanes else ""
        head = f'<bpmn:process id="{self.process}" name="Proces {self.process}" isExecutable="{self.executable}">\n'
        return head + lane_set + "\n".join(self.lines) + "\n</bpmn:process>\n"

    def text(self, *others: Draw, top: str = "") -> str:
        draws = (self, *others)
        shapes = "\n".join(
            f'<bpmndi:BPMN{kind} id="{own}_di" bpmnElement="{own}"/>' for draw in draws for kind, own in draw.shapes
        )
        tops = "\n".join(line for draw in draws for line in draw.top)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {NAMESPACES}>\n{tops}\n{top}\n'
            + "".join(draw.process_text() for draw in draws)
            + f'<bpmndi:BPMNDiagram id="tekening"><bpmndi:BPMNPlane id="vlak" bpmnElement="{self.process}">\n{shapes}\n'
            + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n</bpmn:definitions>\n"
        )

    def file(self, *others: Draw, top: str = "") -> bytes:
        return self.text(*others, top=top).encode()


def simple() -> Draw:
    """Start, a task, and what a test adds before the end `e`, which is there."""
    return Draw().start().task("a", "Wegen").end().flow("s", "a")


def component(kind: str, key: str, **more: object) -> dict[str, object]:
    return {"type": kind, "key": key, "id": key, "label": f"Veld {key}", **more}


def choice(key: str, *values: str) -> dict[str, object]:
    return component("select", key, values=[{"label": value, "value": value} for value in values])


def form(*components: Mapping[str, object], key: str = "wegen") -> bytes:
    return json.dumps({"schemaVersion": 18, "type": "default", "id": key, "components": list(components)}).encode()


def table(
    own: str, inputs: Mapping[str, str], outputs: tuple[str, ...], rules: tuple[tuple[str, ...], ...],
    policy: str = "UNIQUE", extra: str = "",
) -> bytes:  # fmt: skip
    """A DMN file with one table; `inputs` is expression to allowed values, a rule its cells."""
    columns = "".join(
        f'<input id="{own}_i{n}"><inputExpression><text>{name}</text></inputExpression>'
        + (f"<inputValues><text>{escape(values)}</text></inputValues>" if values else "")
        + "</input>"
        for n, (name, values) in enumerate(inputs.items())
    )
    made = "".join(f'<output id="{own}_o{n}" name="{name}"/>' for n, name in enumerate(outputs))
    rows = "".join(
        f'<rule id="{own}_r{n}">'
        + "".join(
            f"<{tag}><text>{escape(cell)}</text></{tag}>"
            for tag, cell in zip(["inputEntry"] * len(inputs) + ["outputEntry"] * len(outputs), row, strict=True)
        )
        + "</rule>\n"
        for n, row in enumerate(rules)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">\n'
        f'<decision id="{own}" name="{own}">\n<decisionTable id="{own}_t" hitPolicy="{policy}">{columns}{made}\n{rows}'
        f"</decisionTable></decision>{extra}</definitions>"
    ).encode()


FORMS = {"forms/wegen.form": form(choice("uitkomst", "ja", "nee"), component("number", "leeftijd"))}


def found(draw: Draw | bytes, files: Mapping[str, bytes] | None = None, *, top: str = "") -> tuple[Finding, ...]:
    """The findings on a drawing among the usual forms and the given files."""
    data = draw if isinstance(draw, bytes) else draw.file(top=top)
    return check({"proef.bpmn": data, **FORMS, **(files or {})})


def codes(findings: tuple[Finding, ...], level: Level | None = Level.FOUT) -> set[str]:
    return {finding.code for finding in findings if level is None or finding.level is level}


def the(findings: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of a code; it names its element, points at its line and says what to do."""
    of_code = [finding for finding in findings if finding.code == code]
    assert of_code, f"{code} not among {sorted(f'{f.code}: {f.message}' for f in findings)}"
    assert len(of_code) == 1, [finding.message for finding in of_code]
    finding = of_code[0]
    assert finding.message.endswith((".", "?", ")")) or "." in finding.message
    assert finding.cure.endswith((".", "…", '".'))
    assert not finding.name or finding.name in finding.message
    return finding
