"""What stands in a file that is made new in a draft, and in a protocol that begins empty.

`%` stands for the name in plain letters that was free: keys and ids are made of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import quoteattr

from app.domain.functions import INTERN_BEGELEIDER
from app.web.file_names import file_name
from workflows import PROTOCOL_FILE, Limits, drawn

_STEM: Final = "\ue000"
"""What `%` is while a drawing is laid out, because a name may have a `%` in it: no name has this, it cannot be seen."""


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
    made = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" \
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
</bpmn:definitions>
"""
    seen = drawn(name, made.replace("%", _STEM).encode(), Limits())
    return seen.replace(b"%", b"&#37;").replace(_STEM.encode(), b"%")


def empty_protocol(name: str, functions: Sequence[str]) -> dict[str, bytes]:
    """A protocol that stands: the functions of the school, and one process with one task and its form."""
    stem = stem_of(name)
    function = INTERN_BEGELEIDER if INTERN_BEGELEIDER in functions else functions[0]
    listed = ", ".join(_text(each) for each in functions)
    marks = f"naam = {_text(name)}\nstandaard = true\nfuncties = [{listed}]\n"
    made = {f"{stem}.bpmn": empty_drawing(name, function, "Eerste taak"), f"forms/{stem}.form": empty_form(name)}
    return {PROTOCOL_FILE: marks.encode(), **{file: data.replace(b"%", stem.encode()) for file, data in made.items()}}


def _attribute(text: str) -> str:
    """A text as the value of an attribute; what cannot be printed is left out."""
    return quoteattr("".join(each for each in text if each.isprintable())).replace("%", "&#37;")


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps("".join(each for each in text if each.isprintable()), ensure_ascii=False)
