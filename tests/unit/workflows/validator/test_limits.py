"""Limits: each is told with its number, and what stays within them is judged quickly."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.pace import soon
from tests.unit.workflows.validator.diagrams import (
    FORMS,
    Draw,
    codes,
    component,
    event,
    found,
    message,
    simple,
    table,
    the,
)  # fmt: skip
from workflows.types import Level
from workflows.validator import Limits, check

SECONDS = 4.0
"""Twice what is promised, since a machine that runs all tests at once is slow."""


def row(count: int) -> Draw:
    draw = Draw().start()
    names = [f"a{number}" for number in range(count)]
    for name in names:
        draw.task(name, f"Taak {name}")
    return draw.end().path("s", *names, "e")


def nested(depth: int) -> Draw:
    draw = Draw().node("startEvent", "is").end("ie").flow("is", "ie")
    for number in range(depth):
        draw = Draw().node("startEvent", f"s{number}").inside(f"sub{number}", "In", draw).end(f"e{number}").path(
            f"s{number}", f"sub{number}", f"e{number}"
        )  # fmt: skip
    return simple().inside("buiten", "Buiten", draw).path("a", "buiten", "e")


OVER = {
    "max_files": (Limits(max_files=1), simple().flow("a", "e"), "too-many-files"),
    "max_total_bytes": (Limits(max_total_bytes=1_000), simple().flow("a", "e"), "too-large"),
    "max_file_bytes": (Limits(max_file_bytes=1_500), simple().flow("a", "e"), "too-large"),
    "max_processes": (Limits(max_processes=1), simple().flow("a", "e"), "protocol-too-large"),
    "max_xml_elements": (Limits(max_xml_elements=20), simple().flow("a", "e"), "protocol-too-large"),
    "max_total_elements": (Limits(max_total_elements=4), simple().flow("a", "e"), "protocol-too-large"),
    "max_elements": (Limits(max_elements=2), simple().flow("a", "e"), "process-too-large"),
    "max_flows": (Limits(max_flows=1), simple().flow("a", "e"), "process-too-large"),
    "max_lanes": (Limits(max_lanes=1), simple().task("b", "B", lane="MT").path("a", "b", "e"), "process-too-large"),
    "max_nesting": (Limits(), nested(6), "too-deep"),
    "max_name_length": (Limits(), simple().node("endEvent", "z", "x" * 201).path("a", "z"), "too-long"),
    "max_id_length": (Limits(), simple().end("x" * 201).path("a", "x" * 201), "too-long"),
    "max_documentation_length": (Limits(max_documentation_length=5), simple().flow("a", "e"), "too-long"),
    "max_properties": (Limits(max_properties=1), simple().flow("a", "e"), "too-many-properties"),
    "max_expression_characters": (Limits(max_expression_characters=5), simple().flow("a", "e"), "protocol-too-large"),
    "max_decisions": (Limits(max_decisions=0), simple().flow("a", "e"), "too-many-decisions"),
    "max_cells": (Limits(max_cells=1), simple().flow("a", "e"), "too-many-decisions"),
    "max_table_cells": (Limits(max_table_cells=1), simple().flow("a", "e"), "too-many-decisions"),
    "max_form_conditions": (Limits(max_form_conditions=0), simple().flow("a", "e"), "too-many-conditions"),
    "max_fields": (Limits(max_fields=1), simple().flow("a", "e"), "too-many-fields"),
    "max_findings": (Limits(max_findings=1), Draw().start().task("a", "A", lane="y").end(), "too-many-findings"),
}  # fmt: skip
BESIDE = {
    "ander.bpmn": Draw("ander").start("s2").end("e2").flow("s2", "e2").file(),
    "decisions/d.dmn": table("D", {"x": '"a","b"'}, ("y",), (('"a"', "1"), ('"b"', "2"))),
    "forms/b.form": b'{"schemaVersion": 18, "components": [{"type": "textfield", "key": "b", "label": "B", "id": "b", '
                    b'"conditional": {"hide": "=b = \\"x\\""}}]}',
}  # fmt: skip


@pytest.mark.parametrize("name", OVER)
def test_what_is_over_a_limit_is_refused_with_the_number(name: str):
    limits, draw, code = OVER[name]
    files = {"proef.bpmn": draw.file(), **FORMS, **BESIDE}
    over = [finding for finding in check(files, limits) if finding.code == code]
    assert over
    assert over[0].level is Level.FOUT
    assert any(character.isdigit() for character in over[0].message)
    assert name in ("max_nesting", "max_name_length", "max_id_length") or code not in codes(check(files))


def test_calls_within_calls_have_a_limit():
    files = {}
    for number in range(4):
        draw = Draw(f"p{number}").node("startEvent", f"s{number}")
        draw.node("callActivity", f"c{number}", "Roep", calledElement=f"p{number + 1}").end(f"e{number}")
        files[f"p{number}.bpmn"] = draw.path(f"s{number}", f"c{number}", f"e{number}").file()
    assert "calls-too-deep" in codes(check(files, Limits(max_calls=2)))
    assert "calls-too-deep" not in codes(check(files))


def test_each_limit_has_a_test_here():
    of_proofs = {"max_markings", "max_moves", "max_proof_seconds"}  # tests/unit/workflows/proof/test_behaviours.py
    tested = {*OVER, "max_calls", *of_proofs}
    assert {limit.name for limit in fields(Limits)} == tested


def timed(files: dict[str, bytes], limits: Limits | None = None) -> set[str]:
    with soon(SECONDS):
        return codes(check({**FORMS, **files}, limits or Limits()))


def test_a_diagram_at_the_limits_is_judged_quickly():
    assert timed({"proef.bpmn": row(998).file()}) == set()


def test_a_web_of_gateways_and_catches_is_judged_quickly():
    draw = Draw().start()
    names = [f"g{number}" for number in range(300)]
    for name in names:
        draw.node("exclusiveGateway", name, name)
    draw.end().path("s", *names, "e")
    for number, name in enumerate(names[:-1]):
        draw.flow(name, names[number // 2], "", f"leeftijd > {number}")
    assert "spinning" in timed({"proef.bpmn": draw.file()})


def test_many_boundary_events_on_calls_of_calls_are_judged_quickly():
    files = {}
    for number in range(15):
        draw = Draw(f"p{number}").node("startEvent", f"s{number}").end(f"e{number}")
        previous = f"s{number}"
        for call in range(30):
            own = f"c{number}x{call}"
            draw.node("callActivity", own, "Roep", calledElement=f"p{number + 1}").flow(previous, own)
            draw.node("boundaryEvent", f"b{own}", "", event("error"), attachedToRef=own).flow(f"b{own}", f"e{number}")
            previous = own
        files[f"p{number}.bpmn"] = draw.flow(previous, f"e{number}").file()
    assert "catches-nothing" in timed(files)


def test_joins_behind_joins_are_judged_quickly():
    draw = simple().node("exclusiveGateway", "m").flow("a", "m")
    joins = [f"j{number}" for number in range(200)]
    for join in joins:
        draw.node("parallelGateway", join).flow("a", join)
    timed({"proef.bpmn": draw.path("m", *joins, "m").flow(joins[-1], "e").file()})


def test_a_chain_of_fields_handed_on_is_followed_quickly():
    draw = Draw().start().task("a", "Wegen").flow("s", "a").end()
    previous = "a"
    for number in range(60):
        more = {f"in__v{number * 30 + n}_": f"v{number * 30 + n + 1}" for n in range(30)}
        draw.node("callActivity", f"c{number}", "Roep", calledElement="proef", **more).flow(previous, f"c{number}")
        previous = f"c{number}"
    assert "field-never-set" in timed({"proef.bpmn": draw.flow(previous, "e").file()})


def test_many_mistyped_names_are_judged_quickly():
    draw = Draw().start().end()
    previous = "s"
    for number in range(600):
        draw.node("sendTask", f"t{number}", "Zeg", message(f"m{number}"), aan_=f"leerkrcht{number}", xyz_="1")
        draw.flow(previous, f"t{number}")
        previous = f"t{number}"
    assert "too-many-findings" in timed({"proef.bpmn": draw.flow(previous, "e").file()})


def test_many_lanes_that_hold_the_same_element_are_refused_quickly():
    draw = simple().flow("a", "e")
    for number in range(3_000):
        draw.lanes[f"Lane {number}"] = ["a"]
    assert timed({"proef.bpmn": draw.file()}) == {"process-too-large"}


def test_many_empty_pools_are_refused_quickly():
    pools = "".join(f'<bpmn:participant id="p{n}" processRef="q{n}"/>' for n in range(5_000))
    empty = "".join(f'<bpmn:process id="q{n}"/>' for n in range(5_000))
    text = simple().flow("a", "e").text(top=f'<bpmn:collaboration id="c">{pools}</bpmn:collaboration>{empty}')
    assert "protocol-too-large" in timed({"proef.bpmn": text.encode()})


def test_a_form_with_very_many_fields_is_judged():
    form = b'{"schemaVersion": 18, "components": [' + b",".join(
        str(component("textfield", f"v{n}")).replace("'", '"').encode() for n in range(199)
    ) + b"]}"  # fmt: skip
    assert found(simple().flow("a", "e"), {"forms/wegen.form": form}) == ()


def test_the_finding_of_a_protocol_too_large_around_a_loose_file_is_told_of_that_file():
    findings = check({"proef.bpmn": simple().flow("a", "e").file()}, Limits(max_elements=3), context={
        **FORMS, "groot.bpmn": row(20).text().replace('id="proef"', 'id="groot"').encode(),
    })  # fmt: skip
    assert the(findings, "protocol-too-large").file == "proef.bpmn"


def test_many_choices_and_joins_are_judged_quickly():
    draw = Draw().start().end()
    previous = "s"
    for number in range(180):
        a, b, choice, join = (f"{letter}{number}" for letter in "abqj")
        draw.task(a, a).task(b, b).question(choice, "Hoe?").node("parallelGateway", join).path(previous, choice)
        draw.flow(choice, a, "Zo").flow(choice, b, "Anders").path(a, join).path(b, join)
        previous = join
    assert timed({"proef.bpmn": draw.flow(previous, "e").file()}) == {"join-waits-for-ever"}
