"""What is refused by name: the Dutch name of each BPMN element that does not run here, and what to draw instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TASK: Final = "Verander het in een “Taak voor mensen” (user task), of haal het element weg."
_AUTOMATIC: Final = (
    "Leidraad voert geen programma's uit. Verander het in een “Taak voor mensen” (user task), of in "
    "“Beslistabel raadplegen” (business rule task)."
)
_EVENT: Final = "Vervang de gebeurtenis in de modeler door een bericht (message) of een klok (timer)."
_GATEWAY: Final = "Vervang hem door een gewone keuze (X), een inclusieve keuze (O) of een splitsing (+)."
_DATA: Final = "Haal het weg; velden komen uit formulieren en beslistabellen."
_LOOP: Final = "Haal de herhaling weg en teken een pijl terug naar de taak, met een keuze ervoor."
_LIST: Final = "Laat de taak herhalen over een lijst uit een formulier (de collectie), zonder aantal of voorwaarde."
_CALL: Final = "Verander het in “Ander proces aanroepen” (call activity)."
_CONVERSATION: Final = "Teken pools met berichtpijlen in plaats van een conversatie of choreografie."

REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "scriptTask": ("een scripttaak", _AUTOMATIC),
    "script": ("een script", _AUTOMATIC),
    "serviceTask": ("een servicetaak", _AUTOMATIC),
    "manualTask": ("een handmatige taak", _TASK),
    "task": ("een taak zonder soort", _TASK),
    "transaction": ("een transactie", "Gebruik een gewoon subproces."),
    "adHocSubProcess": ("een ad-hoc-subproces", "Gebruik een gewoon subproces met een start en een einde."),
    "complexGateway": ("een complexe gateway", _GATEWAY),
    "signalEventDefinition": ("een signaalgebeurtenis", _EVENT),
    "linkEventDefinition": ("een linkgebeurtenis", "Teken een gewone pijl naar de plaats waar het verdergaat."),
    "conditionalEventDefinition": ("een voorwaardelijke gebeurtenis", _EVENT),
    "compensateEventDefinition": ("een compensatiegebeurtenis", "Teken wat er teruggedraaid moet worden als taken."),
    "cancelEventDefinition": ("een annuleringsgebeurtenis", "Gebruik een fout- of escalatiegebeurtenis."),
    "eventDefinitionRef": ("een gedeelde gebeurtenis", "Geef de gebeurtenis zelf een bericht of een klok."),
    "standardLoopCharacteristics": ("een standaardherhaling", _LOOP),
    "loopCondition": ("een herhaalvoorwaarde", _LOOP),
    "loopCardinality": ("een vast aantal herhalingen", _LIST),
    "completionCondition": ("een voorwaarde om eerder te stoppen", _LIST),
    "complexBehaviorDefinition": ("een eigen herhaalgedrag", _LIST),
    "choreography": ("een choreografie", _CONVERSATION),
    "globalChoreographyTask": ("een choreografie", _CONVERSATION),
    "choreographyTask": ("een choreografie", _CONVERSATION),
    "subChoreography": ("een choreografie", _CONVERSATION),
    "callChoreography": ("een choreografie", _CONVERSATION),
    "conversation": ("een conversatie", _CONVERSATION),
    "subConversation": ("een conversatie", _CONVERSATION),
    "callConversation": ("een conversatie", _CONVERSATION),
    "globalConversation": ("een conversatie", _CONVERSATION),
    "conversationLink": ("een conversatie", _CONVERSATION),
    "conversationAssociation": ("een conversatie", _CONVERSATION),
    "participantAssociation": ("een koppeling van pools", _CONVERSATION),
    "messageFlowAssociation": ("een koppeling van berichtpijlen", _CONVERSATION),
    "correlationKey": ("een berichtkoppeling (correlatie)", "Haal de correlatie weg; berichten gaan per dossier."),
    "correlationProperty": ("een berichtkoppeling (correlatie)", "Haal de correlatie weg; berichten gaan per dossier."),
    "correlationSubscription": (
        "een berichtkoppeling (correlatie)", "Haal de correlatie weg; berichten gaan per dossier.",
    ),
    "dataStore": ("een gegevensopslag", _DATA),
    "dataStoreReference": ("een gegevensopslag", _DATA),
    "ioSpecification": ("een in- en uitvoerbeschrijving", _DATA),
    "ioBinding": ("een in- en uitvoerbeschrijving", _DATA),
    "property": ("een eigen gegevensveld", _DATA),
    "dataInput": ("gegevensinvoer", _DATA),
    "dataOutput": ("gegevensuitvoer", _DATA),
    "inputSet": ("gegevensinvoer", _DATA),
    "outputSet": ("gegevensuitvoer", _DATA),
    "assignment": ("een toekenning aan een gegevensveld", _DATA),
    "transformation": ("een omrekening van gegevens", _DATA),
    "interface": ("een koppeling met een programma", _AUTOMATIC),
    "operation": ("een koppeling met een programma", _AUTOMATIC),
    "operationRef": ("een koppeling met een programma", _AUTOMATIC),
    "globalTask": ("een algemene taak", _CALL),
    "globalUserTask": ("een algemene taak", _CALL),
    "globalManualTask": ("een algemene taak", _CALL),
    "globalScriptTask": ("een algemene scripttaak", _AUTOMATIC),
    "globalBusinessRuleTask": ("een algemene beslistaak", _CALL),
    "resourceRole": ("een rolverdeling", "Zet de taak in de baan van wie hem doet."),
    "resourceAssignmentExpression": ("een rolverdeling", "Zet de taak in de baan van wie hem doet."),
    "timerEventDefinition": ("een klok", "Gebruik hier een bericht, of teken een wachtmoment met een klok."),
    "errorEventDefinition": ("een fout", "Gebruik een fout alleen aan een einde, of op de rand van een subproces."),
    "escalationEventDefinition": (
        "een escalatie", "Gebruik een escalatie aan een einde, onderweg, of op de rand van een subproces of aanroep.",
    ),
    "terminateEventDefinition": ("een beëindiging", "Gebruik een beëindiging alleen aan een einde."),
    "messageEventDefinition": ("een bericht", "Zet het bericht op een start, een wachtmoment of een einde."),
    "multiInstanceLoopCharacteristics": (
        "een herhaling over een lijst", "Alleen een taak voor mensen kan over een lijst herhalen. Zet de taak los.",
    ),
    "laneSet": ("banen", "Teken banen alleen in de pool zelf, niet in een subproces."),
    "supportedInterfaceRef": ("een koppeling met een programma", _AUTOMATIC),
    "interfaceRef": ("een koppeling met een programma", _AUTOMATIC),
    "endPointRef": ("een koppeling met een programma", _AUTOMATIC),
    "supports": ("een verwijzing naar een ander proces", _CALL),
}  # fmt: skip

REFUSED_ATTRIBUTES: Final[Mapping[str, str]] = {
    "isForCompensation": "Een taak die alleen bij terugdraaien hoort, draait hier niet.",
    "startQuantity": "Een taak begint hier bij één pijl die aankomt.",
    "completionQuantity": "Een taak geeft hier één vervolg.",
    "parallelMultiple": "Een gebeurtenis wacht hier op één ding tegelijk.",
    "instantiate": "Alleen een start begint een route.",
    "eventGatewayType": "Een afwachtpunt kiest hier de eerste gebeurtenis, en niet alle.",
    "behavior": "Een herhaalde taak is hier klaar als alles klaar is.",
}  # fmt: skip

SPIFF_REFUSED: Final[Mapping[str, str]] = {
    "preScript": "een script vooraf", "postScript": "een script achteraf",
    "serviceTaskOperator": "een aanroep van een programma", "messagePayload": "een berichtinhoud",
    "messageVariable": "een berichtveld", "processVariableCorrelation": "een berichtkoppeling",
    "scriptsOnInstances": "scripts per herhaling", "isOutputSynchronous": "een uitvoerinstelling",
    "payloadExpression": "een berichtinhoud", "variableName": "een eigen gegevensveld",
    "unitTests": "tests van scripts", "category": "een categorie van gegevens",
}  # fmt: skip
