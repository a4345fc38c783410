"""The allow-list: which BPMN elements may stand in which, with which attributes. Tables only.

Names are those of BPMN 2.0 (formal/2011-01-03); what may run is docs/formats/bundle.md, "Diagram elements".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_EVENT_DEFINITIONS: Final = frozenset({
    "messageEventDefinition", "timerEventDefinition", "errorEventDefinition", "escalationEventDefinition",
    "terminateEventDefinition",
})  # fmt: skip
_NODES: Final = frozenset({
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "userTask",
    "businessRuleTask", "sendTask", "receiveTask", "callActivity", "subProcess", "exclusiveGateway",
    "inclusiveGateway", "parallelGateway", "eventBasedGateway",
})  # fmt: skip
_ARTIFACTS: Final = frozenset({"textAnnotation", "association", "group"})
_DATA: Final = frozenset({"dataObject", "dataObjectReference"})
_FLOW: Final = _NODES | _ARTIFACTS | _DATA | {"sequenceFlow"}
_NODE: Final = frozenset({"incoming", "outgoing"})
# bpmn-js writes a `property` as the end of a data association; the walk looks at its name.
_ACTIVITY: Final = _NODE | {"dataInputAssociation", "dataOutputAssociation", "property"}
_ASSOCIATED: Final = frozenset({"sourceRef", "targetRef"})

ALWAYS: Final = frozenset({"documentation", "extensionElements"})
"""What may stand in every element."""

INERT: Final = frozenset({
    "import", "itemDefinition", "category", "signal", "resource", "partnerEntity", "partnerRole", "relationship",
    "endPoint", "monitoring", "auditing", "performer", "potentialOwner", "humanPerformer", "participantMultiplicity",
    "dataState", "extension", "categoryValueRef",
})  # fmt: skip
"""What other modelers write, and what changes nothing here: told once, with all that stands in it."""

SILENT: Final = frozenset({
    "itemDefinition", "category", "dataState", "monitoring", "auditing", "categoryValueRef",
})  # fmt: skip
"""Inert elements that nobody would expect to do anything."""

CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "definitions": frozenset({"process", "collaboration", "message", "error", "escalation"}),
    "collaboration": _ARTIFACTS | {"participant", "messageFlow"},
    "process": _FLOW | {"laneSet"},
    "subProcess": _FLOW | _ACTIVITY,
    "laneSet": frozenset({"lane"}),
    "childLaneSet": frozenset({"lane"}),
    "lane": frozenset({"flowNodeRef", "childLaneSet"}),
    "startEvent": _NODE | {"messageEventDefinition"},
    "endEvent": _NODE | (_EVENT_DEFINITIONS - {"timerEventDefinition"}) | {"dataInputAssociation"},
    "intermediateCatchEvent": _NODE | {"messageEventDefinition", "timerEventDefinition", "dataOutputAssociation"},
    "intermediateThrowEvent": (
        _NODE | {"messageEventDefinition", "escalationEventDefinition", "dataInputAssociation"}
    ),
    "boundaryEvent": _NODE | (_EVENT_DEFINITIONS - {"terminateEventDefinition"}) | {"dataOutputAssociation"},
    "userTask": _ACTIVITY | {"multiInstanceLoopCharacteristics"},
    "businessRuleTask": _ACTIVITY,
    "sendTask": _ACTIVITY,
    "receiveTask": _ACTIVITY,
    "callActivity": _ACTIVITY,
    "exclusiveGateway": _NODE,
    "inclusiveGateway": _NODE,
    "parallelGateway": _NODE,
    "eventBasedGateway": _NODE,
    "sequenceFlow": frozenset({"conditionExpression"}),
    "timerEventDefinition": frozenset({"timeDate", "timeDuration", "timeCycle"}),
    "multiInstanceLoopCharacteristics": frozenset({
        "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem",
    }),
    "textAnnotation": frozenset({"text"}),
    "dataInputAssociation": _ASSOCIATED,
    "dataOutputAssociation": _ASSOCIATED,
}  # fmt: skip
"""Allowed children by parent; an element that is no key holds text at most."""

_ACTIVITY_ATTRIBUTES: Final = frozenset({"isForCompensation", "startQuantity", "completionQuantity", "default"})

ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "definitions": frozenset({
        "targetNamespace", "expressionLanguage", "typeLanguage", "exporter", "exporterVersion",
    }),
    "documentation": frozenset({"textFormat"}),
    "process": frozenset({"isExecutable", "isClosed", "processType", "definitionalCollaborationRef"}),
    "collaboration": frozenset({"isClosed"}),
    "participant": frozenset({"processRef"}),
    "messageFlow": frozenset({"sourceRef", "targetRef", "messageRef"}),
    "lane": frozenset({"partitionElementRef"}),
    "message": frozenset({"itemRef"}),
    "error": frozenset({"errorCode", "structureRef"}),
    "escalation": frozenset({"escalationCode", "structureRef"}),
    "startEvent": frozenset({"isInterrupting", "parallelMultiple"}),
    "intermediateCatchEvent": frozenset({"parallelMultiple"}),
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity", "parallelMultiple"}),
    "messageEventDefinition": frozenset({"messageRef"}),
    "errorEventDefinition": frozenset({"errorRef"}),
    "escalationEventDefinition": frozenset({"escalationRef"}),
    "timeDate": frozenset({"language", "evaluatesToTypeRef"}),
    "timeDuration": frozenset({"language", "evaluatesToTypeRef"}),
    "timeCycle": frozenset({"language", "evaluatesToTypeRef"}),
    "userTask": _ACTIVITY_ATTRIBUTES | {"implementation"},
    "businessRuleTask": _ACTIVITY_ATTRIBUTES | {"implementation"},
    "sendTask": _ACTIVITY_ATTRIBUTES | {"implementation", "messageRef"},
    "receiveTask": _ACTIVITY_ATTRIBUTES | {"implementation", "messageRef", "instantiate"},
    "callActivity": _ACTIVITY_ATTRIBUTES | {"calledElement"},
    "subProcess": _ACTIVITY_ATTRIBUTES | {"triggeredByEvent"},
    "exclusiveGateway": frozenset({"gatewayDirection", "default"}),
    "inclusiveGateway": frozenset({"gatewayDirection", "default"}),
    "parallelGateway": frozenset({"gatewayDirection"}),
    "eventBasedGateway": frozenset({"gatewayDirection", "instantiate", "eventGatewayType"}),
    "sequenceFlow": frozenset({"sourceRef", "targetRef", "isImmediate"}),
    "conditionExpression": frozenset({"language", "evaluatesToTypeRef"}),
    "multiInstanceLoopCharacteristics": frozenset({"isSequential", "behavior"}),
    "inputDataItem": frozenset({"itemSubjectRef", "isCollection"}),
    "outputDataItem": frozenset({"itemSubjectRef", "isCollection"}),
    "dataObject": frozenset({"itemSubjectRef", "isCollection"}),
    "dataObjectReference": frozenset({"dataObjectRef", "itemSubjectRef"}),
    "property": frozenset({"itemSubjectRef"}),
    "textAnnotation": frozenset({"textFormat"}),
    "association": frozenset({"sourceRef", "targetRef", "associationDirection"}),
    "group": frozenset({"categoryValueRef"}),
}  # fmt: skip
"""Allowed attributes beside `id` and `name`."""

ONLY: Final[Mapping[str, frozenset[str]]] = {
    "isForCompensation": frozenset({"false", "0"}),
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "parallelMultiple": frozenset({"false", "0"}),
    "instantiate": frozenset({"false", "0"}),
    "eventGatewayType": frozenset({"Exclusive"}),
    "behavior": frozenset({"All"}),
    "isInterrupting": frozenset({"true", "false", "1", "0"}),
    "cancelActivity": frozenset({"true", "false", "1", "0"}),
    "isSequential": frozenset({"true", "false", "1", "0"}),
    "triggeredByEvent": frozenset({"true", "false", "1", "0"}),
    "isExecutable": frozenset({"true", "false", "1", "0"}),
}  # fmt: skip
"""Attributes of which only these values mean what the engine does."""

SPIFF_CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "extensionElements": frozenset({"properties", "calledDecisionId", "instructionsForEndUser"}),
    "properties": frozenset({"property"}),
}  # fmt: skip
"""Allowed elements of the namespace of the properties, by parent."""

SPIFF_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {"property": frozenset({"name", "value"})}
