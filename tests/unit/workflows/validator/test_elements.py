"""The allow-list: what is not on it is refused by its Dutch name, wherever it hides."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import NAMESPACES, Draw, codes, event, found, simple, the
from workflows.types import Level


def with_node(tag: str, inner: str = "", **more: str) -> Draw:
    return simple().node(tag, "x", "Iets", inner, **more).path("a", "x", "e")


REFUSED_NODES = {
    "scriptTask": "scripttaak", "serviceTask": "servicetaak", "manualTask": "handmatige taak",
    "task": "taak zonder soort", "complexGateway": "complexe gateway", "transaction": "transactie",
    "adHocSubProcess": "ad-hoc-subproces", "callChoreography": "choreografie", "dataStoreReference": "gegevensopslag",
}  # fmt: skip


@pytest.mark.parametrize("tag", REFUSED_NODES)
def test_an_element_that_does_not_run_is_refused_by_its_dutch_name(tag: str):
    draw = with_node(tag)
    findings = [f for f in found(draw) if f.code.startswith("refused-") and REFUSED_NODES[tag] in f.message]
    assert findings
    assert findings[0].level is Level.FOUT
    assert findings[0].line
    assert findings[0].cure


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


ITSELF = [
    ("<bpmn:process", '<bpmn:dataStore id="x" name="Iets"/>', "refused-data-store"),
    ("</bpmn:process>", '<bpmn:dataStoreReference id="x" name="Iets"/>', "refused-data-store-reference"),
    ("<bpmn:process", '<bpmn:globalUserTask id="x" name="Iets"/>', "refused-global-user-task"),
    ("<bpmn:process", '<bpmn:choreography id="x" name="Iets"/>', "refused-choreography"),
    ("<bpmn:process", '<bpmn:interface id="x" name="Iets"/>', "refused-interface"),
    ("<bpmn:process", '<bpmn:correlationProperty id="x" name="Iets"/>', "refused-correlation-property"),
    ("<bpmn:process", '<bpmn:collaboration id="c">\n<bpmn:conversation id="x" name="Iets"/>\n</bpmn:collaboration>',
     "refused-conversation"),
    ("</bpmn:process>", '<bpmn:superTask id="x" name="Iets"/>', "refused-super-task"),
    ("</bpmn:process>", '<v:ding xmlns:v="urn:v" id="x" name="Iets"/>', "foreign-element"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "element", "code"), ITSELF)
def test_what_is_refused_is_named_itself_with_its_own_line(before: str, element: str, code: str):
    text = simple().flow("a", "e").text().replace(before, f"\n{element}\n{before}", 1)
    finding = the(found(text.encode()), code)
    assert (finding.element, finding.name, finding.line) == ("x", "Iets", line_of(text, 'id="x"'))
    assert finding.level is Level.FOUT


@pytest.mark.parametrize(("element", "code"), [("<bpmn:superTask/>", "refused-super-task"),
                                               ('<v:ding xmlns:v="urn:v"/>', "foreign-element")])  # fmt: skip
def test_what_is_refused_without_an_id_is_told_by_its_line_and_what_it_lies_in(element: str, code: str):
    text = simple().flow("a", "e").text().replace("</bpmn:userTask>", f"\n{element}\n</bpmn:userTask>", 1)
    finding = the(found(text.encode()), code)
    assert (finding.element, finding.name, finding.line) == ("a", "Wegen", line_of(text, element))


REFUSED_EVENTS = {
    "signal": "signaal", "link": "link", "conditional": "voorwaardelijke", "compensate": "compensatie",
    "cancel": "annulering",
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED_EVENTS)
@pytest.mark.parametrize("tag", ["startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "endEvent"])
def test_an_event_that_does_not_run_is_refused_wherever_it_stands(kind: str, tag: str):
    draw = with_node(tag, event(kind))
    assert any(REFUSED_EVENTS[kind] in f.message and f.element == "x" for f in found(draw)), found(draw)


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("startEvent", "timer"), ("startEvent", "error"), ("startEvent", "escalation"), ("endEvent", "timer"),
        ("intermediateThrowEvent", "error"), ("intermediateCatchEvent", "terminate"),
    ],
)  # fmt: skip
def test_a_known_event_in_the_wrong_place_is_refused(tag: str, kind: str):
    assert any(f.level is Level.FOUT and f.element == "x" for f in found(with_node(tag, event(kind))))


INSIDE_TASK = {
    "standardLoopCharacteristics": ("", "standaardherhaling"),
    "ioSpecification": ("<bpmn:inputSet/><bpmn:outputSet/>", "in- en uitvoer"),
    "property": ("", "gegevensveld"),
    "multiInstanceLoopCharacteristics": (
        (
            "<bpmn:loopDataInputRef>acties</bpmn:loopDataInputRef><bpmn:loopCardinality>3</bpmn:loopCardinality>"
            "<bpmn:completionCondition>true</bpmn:completionCondition>"
        ), "aantal herhalingen"),
}  # fmt: skip


@pytest.mark.parametrize("tag", INSIDE_TASK)
def test_what_a_task_may_not_hold_is_refused(tag: str):
    inner, words = INSIDE_TASK[tag]
    draw = Draw().start().task("a", "Wegen", f"<bpmn:{tag}>{inner}</bpmn:{tag}>").end().path("s", "a", "e")
    assert any(words in f.message and f.element == "a" for f in found(draw))


SPIFF = ("preScript", "postScript", "serviceTaskOperator", "messagePayload", "messageVariable", "scriptsOnInstances",
         "unitTests", "iets")  # fmt: skip


@pytest.mark.parametrize("tag", SPIFF)
def test_an_extension_that_the_engine_might_run_is_refused(tag: str):
    inner = f"<bpmn:extensionElements><spiffworkflow:{tag}>1</spiffworkflow:{tag}></bpmn:extensionElements>"
    draw = simple().path("a", "e").node("userTask", "b", "Bellen", inner)
    assert any(
        "voert Leidraad niet uit" in f.message for f in found(draw) if f.element == "b" and f.level is Level.FOUT
    )


@pytest.mark.parametrize(
    "attribute",
    ['isForCompensation="true"', 'startQuantity="2"', 'completionQuantity="0"', 'iets="1"', 'bpmn:name="Anders"',
     'spiffworkflow:isOutputSynchronous="true"', 'xsi:type="bpmn:tScriptTask"'],
)  # fmt: skip
def test_an_attribute_off_the_list_is_refused(attribute: str):
    text = simple().flow("a", "e").text().replace('<bpmn:userTask id="a"', f'<bpmn:userTask {attribute} id="a"')
    findings = found(text.encode())
    assert codes(findings) & {"unknown-attribute", "attribute-value"}


def test_attributes_with_the_value_that_the_engine_gives_them_anyway_are_fine():
    text = simple().flow("a", "e").text().replace(
        '<bpmn:userTask id="a"',
        '<bpmn:userTask isForCompensation="false" startQuantity="1" completionQuantity="1" '
        'implementation="##unspecified" id="a"',
    )  # fmt: skip
    assert found(text.encode()) == ()


VENDORS = {
    "Camunda": ("http://camunda.org/schema/1.0/bpmn", '<v:taskListener class="org.Evil" event="create"/>'),
    "Camunda 8": ("http://camunda.org/schema/zeebe/1.0", '<v:taskDefinition type="mail"/>'),
    "Signavio": ("http://www.signavio.com", '<v:signavioMetaData metaKey="bgcolor" metaValue="#fff"/>'),
    "Bizagi": ("http://www.bizagi.com/bpmn20", "<v:BizagiProperties/>"),
    "http://school.example/eigen": ("http://school.example/eigen", "<v:notitie>tekst</v:notitie>"),
}


@pytest.mark.parametrize("vendor", VENDORS)
def test_extensions_of_other_modelers_are_told_once_and_do_nothing(vendor: str):
    uri, extension = VENDORS[vendor]
    inner = f"<bpmn:extensionElements>{extension}{extension}</bpmn:extensionElements>"
    draw = Draw().start().task("a", "Wegen", inner, lane="Leerkracht", formulier_="", termijn_="")
    text = draw.end().path("s", "a", "e").text().replace("xmlns:bpmn=", f'xmlns:v="{uri}" v:class="x" xmlns:bpmn=')
    finding = the(found(text.encode()), "vendor-extension")
    assert finding.level is Level.LET_OP
    assert vendor in finding.message


def test_extensions_in_an_element_that_is_refused_are_told_too():
    uri, extension = VENDORS["Camunda 8"]
    service = f'<bpmn:serviceTask id="x" name="Mail"><bpmn:extensionElements>{extension}</bpmn:extensionElements>'
    text = simple().flow("a", "e").text().replace("xmlns:bpmn=", f'xmlns:v="{uri}" xmlns:bpmn=', 1)
    findings = found(text.replace("<bpmn:userTask", f"{service}</bpmn:serviceTask><bpmn:userTask", 1).encode())
    assert "Camunda 8" in the(findings, "vendor-extension").message


def test_settings_of_an_element_that_is_refused_are_told_too():
    service = '<bpmn:serviceTask id="x" xmlns:v="http://camunda.org/schema/1.0/bpmn" v:class="com.school.Mail"/>'
    text = simple().flow("a", "e").text().replace("<bpmn:userTask", f"{service}<bpmn:userTask", 1)
    assert "Camunda" in the(found(text.encode()), "vendor-extension").message


HIDDEN = '<bpmn:process id="kwaad" isExecutable="true"><bpmn:scriptTask id="boos"/></bpmn:process>'


@pytest.mark.parametrize(
    "place",
    [
        f'<bpmn:extensionElements><v:x xmlns:v="urn:v">{HIDDEN}</v:x></bpmn:extensionElements>',
        f"<bpmn:extensionElements>{HIDDEN}</bpmn:extensionElements>",
        f"<bpmn:documentation>{HIDDEN}</bpmn:documentation>",
        f"<bpmn:category id='c'>{HIDDEN}</bpmn:category>",
        f'<v:x xmlns:v="urn:v">{HIDDEN}</v:x>',
    ],
)
def test_a_process_hidden_where_nobody_looks_is_refused(place: str):
    text = simple().flow("a", "e").text().replace("<bpmn:process", f"{place}\n<bpmn:process", 1)
    assert codes(found(text.encode())) & {"hidden-element", "refused-process", "misplaced-element", "foreign-element"}


def test_what_stands_twice_is_refused_since_only_one_would_count():
    text = simple().flow("a", "e").text()
    twice = text.replace("</spiffworkflow:properties>",
                         '<spiffworkflow:property name="termijn" value="P9D"/></spiffworkflow:properties>')  # fmt: skip
    assert "twice" in codes(found(twice.encode()))
    split = text.replace("</bpmn:extensionElements>", "</bpmn:extensionElements><bpmn:extensionElements/>")
    assert "twice" in codes(found(split.encode()))


def test_inert_parts_of_other_modelers_are_told_and_harmless():
    inert = (
        '<bpmn:itemDefinition id="i1" structureRef="xs:string"/><bpmn:category id="c1">'
        '<bpmn:categoryValue id="c2" value="Stap 1"/></bpmn:category><bpmn:signal id="sig" name="Ongebruikt"/>'
    )
    findings = found(simple().flow("a", "e"), top=inert)
    assert [(f.code, f.level) for f in findings] == [("inert-element", Level.LET_OP)]


def test_drawn_things_that_only_explain_have_no_findings():
    draw = simple().flow("a", "e")
    draw.raw('<bpmn:textAnnotation id="t1"><bpmn:text>Let op</bpmn:text></bpmn:textAnnotation>')
    draw.raw('<bpmn:association id="as1" sourceRef="a" targetRef="t1"/><bpmn:group id="g1"/>')
    draw.raw('<bpmn:dataObject id="d1"/><bpmn:dataObjectReference id="d2" name="Verslag" dataObjectRef="d1"/>')
    text = draw.text().replace("</bpmn:userTask>", (
        '<bpmn:property id="pp" name="__targetRef_placeholder"/><bpmn:dataInputAssociation id="dia"><bpmn:sourceRef>d2'
        "</bpmn:sourceRef><bpmn:targetRef>pp</bpmn:targetRef></bpmn:dataInputAssociation></bpmn:userTask>"
    ))  # fmt: skip
    assert found(text.encode()) == ()


def test_a_language_other_than_feel_is_refused():
    draw = simple().node("exclusiveGateway", "g").flow("a", "g").flow("g", "e", "", 'uitkomst = "ja"').flow("g", "e")
    text = draw.text().replace("<bpmn:conditionExpression", '<bpmn:conditionExpression language="javascript"')
    assert "javascript" in the(found(text.encode()), "expression-language").message


def test_the_namespaces_of_the_test_drawings_are_those_of_the_standard():
    assert "http://www.omg.org/spec/BPMN/20100524/MODEL" in NAMESPACES


@pytest.mark.parametrize("tag", ["userTask", "exclusiveGateway", "intermediateThrowEvent"])
def test_in_which_group_a_thing_lies_may_be_written_in_it(tag: str) -> None:
    """As newer modelers do, of all that lies in the band of a step."""
    inner = "<bpmn:categoryValueRef>CategoryValue_1</bpmn:categoryValueRef>"
    with_it, without = ({(each.code, each.element) for each in found(with_node(tag, text))} for text in (inner, ""))
    assert with_it == without
