"""Small drawings of a school's work in the manner of other modelers: their namespaces, their ids, what they add."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

MODEL = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
DRAWING = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:omgdc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:omgdi="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def drawing(plane: str, shapes: Mapping[str, tuple[int, int, int, int]], edges: Mapping[str, str], prefix: str) -> str:
    """The plane of a drawing; each edge is a line of points."""
    made = [
        f'<bpmndi:BPMNShape id="{own}_gui" bpmnElement="{own}"><{prefix}dc:Bounds x="{x}" y="{y}" width="{w}" '
        f'height="{h}"/></bpmndi:BPMNShape>'
        for own, (x, y, w, h) in shapes.items()
    ]
    for own, points in edges.items():
        ways = "".join(
            f'<{prefix}di:waypoint x="{p.split(",")[0]}" y="{p.split(",")[1]}"/>' for p in points.split()
        )  # fmt: skip
        made.append(f'<bpmndi:BPMNEdge id="{own}_gui" bpmnElement="{own}">{ways}</bpmndi:BPMNEdge>')
    inner = "\n         ".join(made)
    return (
        f'<bpmndi:BPMNDiagram id="diagram">\n      <bpmndi:BPMNPlane bpmnElement="{plane}" id="plane">'
        f"\n         {inner}"
        "\n      </bpmndi:BPMNPlane>\n   </bpmndi:BPMNDiagram>"
    )


def signavio() -> bytes:
    """Tasks without a kind, ids that begin with sid, a label for everything, arrows without a word."""
    label = (
        '<extensionElements>\n            <signavio:signavioLabel align="left" fontFamily="Arial" ref="text_name"/>\n'
        "         </extensionElements>"
    )
    nodes = "\n".join(
        f'      <{tag} id="sid-{own}" name="{name}"{more}>\n         {label}\n      </{tag}>'
        for tag, own, name, more in (
            ("startEvent", "1", "Signaal", ""),
            ("task", "2", "Gesprek met ouders voeren",
             ' completionQuantity="1" isForCompensation="false" startQuantity="1"'),
            ("exclusiveGateway", "3", "", ' gatewayDirection="Diverging"'),
            ("manualTask", "4", "Dossier aanvullen", ""), ("endEvent", "5", "Afgerond", ""),
        )
    )  # fmt: skip
    flows = "\n".join(
        f'      <sequenceFlow id="sid-{own}" isImmediate="true" name="" sourceRef="sid-{source}" targetRef="sid-{to}"/>'
        for own, source, to in (("12", 1, 2), ("23", 2, 3), ("34", 3, 4), ("35", 3, 5), ("45", 4, 5))
    )
    shapes = {"sid-p": (60, 60, 700, 200), "sid-1": (120, 140, 30, 30), "sid-2": (200, 115, 100, 80),
              "sid-3": (350, 135, 40, 40), "sid-4": (450, 115, 100, 80), "sid-5": (650, 141, 28, 28)}  # fmt: skip
    edges = {"sid-12": "150,155 200,155", "sid-23": "300,155 350,155", "sid-34": "390,155 450,155",
             "sid-35": "370,175 370,230 664,230 664,169", "sid-45": "550,155 650,155"}  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- uit een ander programma -->
<definitions {MODEL} {DRAWING} xmlns:signavio="http://www.signavio.com"
  exporter="Signavio Process Editor, http://www.signavio.com" exporterVersion="16.0"
  expressionLanguage="http://www.w3.org/1999/XPath"
  id="sid-d"
  targetNamespace="http://www.signavio.com" typeLanguage="http://www.w3.org/2001/XMLSchema">
   <collaboration id="sid-c">
      <extensionElements>
         <signavio:signavioDiagramMetaData metaKey="revisionid" metaValue="d4f7"/>
      </extensionElements>
      <participant id="sid-p" name="School" processRef="sid-proces">
         {label}
      </participant>
   </collaboration>
   <process id="sid-proces" isClosed="false" isExecutable="false" processType="None">
{nodes}
{flows}
   </process>
   {drawing("sid-c", shapes, edges, "omg")}
</definitions>
""".encode()


def adonis() -> bytes:
    """An empty lane set, a description of in- and output for each task that says nothing, messages without a name."""
    io = (
        '<ioSpecification id="ioSpec_{0}">\n            <inputSet/>\n            <outputSet/>\n         '
        "</ioSpecification>"
    )
    note = "<extensionElements>\n            <adonis:instance/>\n         </extensionElements>"
    tasks = "\n".join(
        f'      <{tag} id="obj.{own}" name="{name}" isForCompensation="false">\n         {note}\n         '
        f"{io.format(own)}\n      </{tag}>"
        for tag, own, name in (
            ("task", 3, "Observeren"),
            ("userTask", 4, "Bespreken"),
            ("serviceTask", 5, "Mail sturen"),
        )
    )  # fmt: skip
    shapes = {"obj.1": (60, 100, 53, 53), "obj.3": (160, 90, 106, 68), "obj.4": (320, 90, 106, 68),
              "obj.5": (480, 90, 106, 68), "obj.7": (640, 96, 50, 50)}  # fmt: skip
    edges = {"con.1": "113,124 160,124", "con.2": "266,124 320,124", "con.3": "426,124 480,124"}
    return f"""<?xml version="1.0" encoding="utf-8"?>
<definitions {MODEL}
             {DRAWING}
             xmlns:adonis="http://www.boc-group.com"
             exporter="ADONIS"
             exporterVersion="6.0.1.4"
             targetNamespace="http://www.omg.org/bpmn20">
   <process id="process_1" name="Observatie" isExecutable="false">
      <extensionElements>
         <adonis:modelattributes/>
      </extensionElements>
      <laneSet id="laneSet_1"/>
      <startEvent id="obj.1" name="Start">
         {note}
      </startEvent>
{tasks}
      <dataStoreReference id="obj.7" name="Leerlingvolgsysteem"/>
      <sequenceFlow id="con.1" name="" sourceRef="obj.1" targetRef="obj.3"/>
      <sequenceFlow id="con.2" name="" sourceRef="obj.3" targetRef="obj.4"/>
      <sequenceFlow id="con.3" name="" sourceRef="obj.4" targetRef="obj.5"/>
   </process>
   {drawing("process_1", shapes, edges, "omg")}
</definitions>
""".replace("\n", "\r\n").encode()


def bizagi() -> bytes:
    """No mark that it runs, empty texts, colours in a namespace that stands on each element, ids of digits."""
    colour = (
        '<extensionElements>\n        <bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20">\n'
        '          <bizagi:BizagiProperties>\n            <bizagi:BizagiProperty name="bgColor" value="#ECEFFF" />\n'
        "          </bizagi:BizagiProperties>\n        </bizagi:BizagiExtensions>\n      </extensionElements>"
    )
    shapes = {"5d0dc591-4400": (200, 100, 90, 60), "Id_twee": (340, 60, 90, 60), "Id_drie": (340, 160, 90, 60)}
    return f"""<?xml version="1.0"?>
<definitions xmlns:xsd="http://www.w3.org/2001/XMLSchema" {DRAWING}
  id="_2022090704555" targetNamespace="http://www.bizagi.com/definitions/_2022090704555"
  {MODEL}>
  <process id="Id_a77e9019-520a" name="Verzuim">
    <documentation />
    <laneSet id="Id_e7232ea6-9e62" />
    <task id="5d0dc591-4400" name="Verzuim melden">
      <documentation />
      {colour}
      <outgoing>Id_f1</outgoing>
      <outgoing>Id_f2</outgoing>
    </task>
    <task id="Id_twee" name="Ouders bellen">
      <incoming>Id_f1</incoming>
    </task>
    <scriptTask id="Id_drie" name="Uren tellen" scriptFormat="javascript">
      <incoming>Id_f2</incoming>
      <script>uren = dagen * 5;</script>
    </scriptTask>
    <sequenceFlow id="Id_f1" sourceRef="5d0dc591-4400" targetRef="Id_twee" />
    <sequenceFlow id="Id_f2" sourceRef="5d0dc591-4400" targetRef="Id_drie" />
  </process>
  {drawing("Id_a77e9019-520a", shapes, {"Id_f1": "290,130 340,90", "Id_f2": "290,130 340,190"}, "omg")}
</definitions>
""".encode()


def camunda(condition: str = "${besluit == 'ja' && uren >= 16}") -> bytes:
    """Groups, forms and due dates as attributes, conditions in JUEL, a task of a program behind a topic."""
    names = {"S": (160, 100, 36, 36), "T": (250, 78, 100, 80), "G": (400, 93, 50, 50), "D": (500, 78, 100, 80),
             "E": (660, 100, 36, 36), "L": (282, 140, 36, 36), "X": (660, 200, 36, 36)}  # fmt: skip
    edges = {"f1": "196,118 250,118", "f2": "350,118 400,118", "f3": "450,118 500,118", "f4": "600,118 660,118",
             "f5": "425,143 425,218 660,218", "f6": "300,176 300,218 660,218"}  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions {MODEL.replace("xmlns=", "xmlns:bpmn=")} {DRAWING.replace("omgdc", "dc").replace("omgdi", "di")}
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  id="Definitions_0" targetNamespace="http://bpmn.io/schema/bpmn"
  exporter="Camunda Modeler" exporterVersion="5.20.0"
  modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.20.0">
  <bpmn:process id="verlof" name="Verlof" isExecutable="true" camunda:historyTimeToLive="180">
    <bpmn:startEvent id="S" name="Aanvraag" />
    <bpmn:userTask id="T" name="Aanvraag beoordelen" camunda:candidateGroups="Directeur"
  camunda:dueDate="P0Y0M3DT0H0M0S">
      <bpmn:extensionElements>
        <camunda:formData>
          <camunda:formField id="besluit" label="Toekennen?" type="enum">
            <camunda:validation>
              <camunda:constraint name="required" />
            </camunda:validation>
            <camunda:value id="ja" name="Ja" />
            <camunda:value id="nee" name="Nee" />
          </camunda:formField>
          <camunda:formField id="uren" label="Hoeveel uren?" type="long" />
        </camunda:formData>
        <camunda:taskListener class="nl.school.Luisteraar" event="create" />
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="L" name="Te laat" attachedToRef="T">
      <bpmn:timerEventDefinition id="klok">
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P0DT72H</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="G" name="Toegekend?" />
    <bpmn:serviceTask id="D" name="Brief sturen" camunda:type="external" camunda:topic="brief" />
    <bpmn:endEvent id="E" name="Klaar" />
    <bpmn:endEvent id="X" name="Afgewezen" />
    <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="T" />
    <bpmn:sequenceFlow id="f2" sourceRef="T" targetRef="G" />
    <bpmn:sequenceFlow id="f3" name="ja" sourceRef="G" targetRef="D">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="D" targetRef="E" />
    <bpmn:sequenceFlow id="f5" name="nee" sourceRef="G" targetRef="X" />
    <bpmn:sequenceFlow id="f6" sourceRef="L" targetRef="X" />
  </bpmn:process>
  {drawing("verlof", names, edges, "")}
</bpmn:definitions>
""".encode()


def zeebe() -> bytes:
    """Forms by their id, groups and due dates as elements, conditions that are FEEL already."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions {MODEL.replace("xmlns=", "xmlns:bpmn=")} {DRAWING}
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
  exporter="Camunda Modeler" exporterVersion="5.25.0">
  <bpmn:process id="schorsing" name="Schorsing" isExecutable="true">
    <bpmn:laneSet id="LaneSet_1">
      <bpmn:lane id="Lane_1" name="Directeur">
        <bpmn:flowNodeRef>S</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="S" />
    <bpmn:userTask id="T" name="Besluit nemen">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="besluit" />
        <zeebe:assignmentDefinition candidateGroups="directeur" />
        <zeebe:taskSchedule dueDate="=now() + duration(&#34;P2D&#34;)" />
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:endEvent id="E" />
    <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="T" />
    <bpmn:sequenceFlow id="f2" sourceRef="T" targetRef="E" />
  </bpmn:process>
</bpmn:definitions>
""".encode()
