"""What stands in a file that is made new in a draft, and in a protocol that begins empty.

`%` stands for the name in plain letters that was free: keys and ids are made of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from app.domain.functions import INTERN_BEGELEIDER
from app.web.file_names import file_name
from workflows import PROTOCOL_FILE


def stem_of(name: str) -> str:
    """A name in plain letters with which an id can begin."""
    stem = file_name(name)
    return stem if stem[0].isalpha() else f"f_{stem}"


def empty_form(_name: str) -> bytes:
    """A form with one question."""
    first = {
        "type": "textarea", "id": "Veld_1", "key": "wat_gebeurde_er", "label": "Wat gebeurde er?",
        "validate": {"required": True},
    }  # fmt: skip
    made = {"type": "default", "id": "%", "schemaVersion": 18, "components": [first]}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def empty_table(name: str) -> bytes:
    """A table that always gives the same: it stands, and what it looks at comes as columns."""
    called = _attribute(name)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="dmn_%" name={called} \
namespace="https://leidraad.example/protocol">
  <decision id="%" name={called}>
    <variable id="%_variable" name="%" />
    <decisionTable id="%_table" hitPolicy="UNIQUE">
      <output id="%_out_1" label={called} name="%" typeRef="string" />
      <rule id="%_rule_1">
        <outputEntry id="%_rule_1_out_1">
          <text>"ja"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
""".encode()


def empty_drawing(name: str, function: str, task: str = "") -> bytes:
    """A process that this function begins with a button, in a lane of its own; with a task, or from start to end."""
    called, doer = _attribute(name), _attribute(function)
    work = f"""
    <bpmn:userTask id="%_taak" name={_attribute(task)}>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="formulier" value="%" />
        </spiffworkflow:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>""" if task else ""  # fmt: skip
    steps = ["%_begin", *(["%_taak"] if task else []), "%_einde"]
    refs = "".join(f"\n        <bpmn:flowNodeRef>{each}</bpmn:flowNodeRef>" for each in steps)
    flows = "".join(
        f'\n    <bpmn:sequenceFlow id="%_pijl_{number}" sourceRef="{source}" targetRef="{target}" />'
        for number, (source, target) in enumerate(pairwise(steps), start=1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" \
id="definities_%" targetNamespace="https://leidraad.example/bpmn">
  <bpmn:collaboration id="samenwerking_%">
    <bpmn:participant id="pool_%" name={called} processRef="%" />
  </bpmn:collaboration>
  <bpmn:process id="%" name={called} isExecutable="true">
    <bpmn:laneSet id="banen_%">
      <bpmn:lane id="baan_%" name={_attribute(function[:1].upper() + function[1:])}>{refs}
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="%_begin" name={called}>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="knop" value={doer} />
        </spiffworkflow:properties>
      </bpmn:extensionElements>
      <bpmn:messageEventDefinition id="%_begin_bericht" messageRef="bericht_%" />
    </bpmn:startEvent>{work}
    <bpmn:endEvent id="%_einde" name="Klaar" />{flows}
  </bpmn:process>
  <bpmn:message id="bericht_%" name={called} />
  <bpmndi:BPMNDiagram id="tekening_%">
    <bpmndi:BPMNPlane id="vlak_%" bpmnElement="samenwerking_%">{_drawn(steps)}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
""".encode()


def empty_protocol(name: str, functions: Sequence[str]) -> dict[str, bytes]:
    """A protocol that stands: the functions of the school, and one process with one task and its form."""
    stem = stem_of(name)
    function = INTERN_BEGELEIDER if INTERN_BEGELEIDER in functions else functions[0]
    listed = ", ".join(_text(each) for each in functions)
    marks = f"naam = {_text(name)}\nstandaard = true\nfuncties = [{listed}]\n"
    made = {f"{stem}.bpmn": empty_drawing(name, function, "Eerste taak"), f"forms/{stem}.form": empty_form(name)}
    return {PROTOCOL_FILE: marks.encode(), **{file: data.replace(b"%", stem.encode()) for file, data in made.items()}}


def _drawn(steps: Sequence[str]) -> str:
    """The pool with its lane, and the steps one behind the other."""
    at = {each: 240 + 140 * number for number, each in enumerate(steps)}
    width, middle = 140 * len(steps) + 120, 160
    shapes = [("pool_%", 160, 80, width, 160), ("baan_%", 190, 80, width - 30, 160)]
    for each, x in at.items():
        shapes.append((each, x, 120, 100, 80) if each == "%_taak" else (each, x + 32, middle - 18, 36, 36))
    edges = [
        (f"%_pijl_{number}", at[one] + (100 if one == "%_taak" else 68), at[other] + (0 if other == "%_taak" else 32))
        for number, (one, other) in enumerate(pairwise(steps), start=1)
    ]
    level = ' isHorizontal="true"'
    return "".join(
        f'\n      <bpmndi:BPMNShape id="{each}_di" bpmnElement="{each}"{level if each.endswith("_%") else ""}>'
        f'\n        <dc:Bounds x="{x}" y="{y}" width="{wide}" height="{high}" />\n      </bpmndi:BPMNShape>'
        for each, x, y, wide, high in shapes
    ) + "".join(
        f'\n      <bpmndi:BPMNEdge id="{each}_di" bpmnElement="{each}">'
        f'\n        <di:waypoint x="{start}" y="{middle}" />'
        f'\n        <di:waypoint x="{end}" y="{middle}" />\n      </bpmndi:BPMNEdge>'
        for each, start, end in edges
    )


def _attribute(text: str) -> str:
    """A text as the value of an attribute; what cannot be printed is left out."""
    return quoteattr("".join(each for each in text if each.isprintable())).replace("%", "&#37;")


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps("".join(each for each in text if each.isprintable()), ensure_ascii=False)
