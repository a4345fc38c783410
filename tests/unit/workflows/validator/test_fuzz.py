"""Whatever a file holds, judging it ends soon and ends in findings."""

from __future__ import annotations

import copy
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.pace import soon
from tests.unit.workflows.validator.diagrams import FORMS, Draw, event, message, table, timer
from workflows.types import Finding
from workflows.validator import check

SECONDS = 2.0


def rich() -> Draw:
    """A drawing with one of nearly everything."""
    inner = Draw().node("startEvent", "is").task("ia", "Bellen", lane="").end("ie", "", event("error", errorRef="err"))
    handler = Draw().node("startEvent", "hs", "", message("m_x"), isInterrupting="false", knop_="iedereen").end("he")
    draw = Draw().start().task("a", "Wegen").question("q", "Verder?").node("exclusiveGateway", "g", "Welke?")
    draw.node("parallelGateway", "p").node("parallelGateway", "j").node("eventBasedGateway", "w")
    draw.node("intermediateCatchEvent", "c", "Antwoord", message("m_x")).node(
        "intermediateCatchEvent", "t", "", timer("P1D")
    )
    draw.node("businessRuleTask", "d", "Bepaal", decision="D")
    draw.node("callActivity", "r", "Roep", calledElement="proef", in__leeftijd_="leeftijd", uit__x_="uitkomst")
    draw.node("intermediateThrowEvent", "m", "Stap 1", fase_="een").node("sendTask", "n", "Zeg", aan_="directeur")
    draw.inside("sub", "Overleg", inner.path("is", "ia", "ie"), lane="Leerkracht").inside(
        "h", "Hoor", handler.flow("hs", "he"), triggeredByEvent="true"
    ).node("boundaryEvent", "b", "", event("error", errorRef="err"), attachedToRef="sub").end()
    draw.path("s", "m", "a", "q").flow("q", "g", "Ja").flow("q", "p", "Nee").flow("g", "d", "", "leeftijd > 3")
    draw.flow("g", "w").default("g", "w").path("p", "sub", "j").path("p", "r", "j", "e").path("d", "n", "e")
    draw.path("w", "c", "e").path("w", "t", "e").flow("b", "e")
    draw.top += ['<bpmn:message id="m_x" name="Hulp"/>', '<bpmn:error id="err" errorCode="mis"/>']
    return draw


RICH = rich().file()
FILES = {
    **FORMS, "protocol.toml": b'naam = "X"\n[lanen]\nDirectie = ["directeur"]\n',
    "decisions/d.dmn": table("D", {"uitkomst": '"ja","nee"'}, ("besluit",), (('"ja"', '"A"'), ('"nee"', '"B"'))),
}  # fmt: skip


def judged(files: dict[str, bytes]) -> tuple[Finding, ...]:
    with soon(SECONDS):
        findings = check(files)
    assert all(finding.message and finding.cure and finding.code for finding in findings)
    return findings


FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.binary(max_size=400), st.sampled_from(["x.bpmn", "d.dmn", "f.form", "protocol.toml", "x.xml", "x"]))
def test_any_bytes_end_in_findings(data: bytes, name: str):
    judged({name: data})


@FUZZ
@given(st.data())
def test_any_file_with_bytes_changed_ends_in_findings(data: st.DataObject):
    name = data.draw(st.sampled_from(["proef.bpmn", *FILES]))
    files = {"proef.bpmn": RICH, **FILES}
    old = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(old) - 1))
        old[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    judged(files | {name: bytes(old)})


WORDS = (
    "",
    "a",
    "s",
    "e",
    "sub",
    "proef",
    "Start",
    "true",
    "9**9**9",
    "leeg",
    "P5D",
    "=",
    "\u202e",
    "x" * 500,
    "g",
    "m_x",
)


def mutate(root: etree._Element, chance: Random) -> None:
    elements = [element for element in root.iter("{*}*") if element is not root] or [root]
    one, other = chance.choice(elements), chance.choice(elements)
    match chance.randrange(6):
        case 0 if one is not root:
            one.getparent().remove(one)
        case 1 if other not in one.iter() and other is not one:
            other.append(copy.deepcopy(one))
        case 2 if one is not root and other not in one.iter():
            other.append(one)
        case 3 if one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(WORDS))
        case 4:
            one.tag = other.tag
        case _:
            one.text = chance.choice(WORDS).replace("\x00", "")


@FUZZ
@given(st.randoms(use_true_random=False), st.integers(1, 8))
def test_any_diagram_with_its_tree_changed_ends_in_findings(chance: Random, times: int):
    root = etree.fromstring(RICH)
    for _ in range(times):
        mutate(root, chance)
    judged({"proef.bpmn": etree.tostring(root), **FILES})


@FUZZ
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_table_with_its_tree_changed_ends_in_findings(chance: Random, times: int):
    root = etree.fromstring(FILES["decisions/d.dmn"])
    for _ in range(times):
        mutate(root, chance)
    judged({"proef.bpmn": RICH, **FILES, "decisions/d.dmn": etree.tostring(root)})


@FUZZ
@given(st.text(max_size=60))
def test_any_text_as_condition_term_or_name_ends_in_findings(text: str):
    plain = "".join(c for c in text if c.isprintable())
    draw = Draw().start().task("a", plain, termijn_=plain or "x", lane="Leerkracht").node("exclusiveGateway", "g").end()
    draw.path("s", "a", "g").flow("g", "e", plain, plain).flow("g", "e").lanes["Leerkracht"].append("g")
    judged({"proef.bpmn": draw.file(), **FILES})
